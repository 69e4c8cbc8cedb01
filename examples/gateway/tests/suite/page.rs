//! The page at `/`.

use presign::Method;
use time::OffsetDateTime;

use crate::client::{Answer, Call};
use crate::site::Site;

fn unescape(html: &str) -> String {
    html.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&apos;", "'").replace("&amp;", "&")
}

fn between<'t>(text: &'t str, before: &str, after: &str) -> &'t str {
    text.split_once(before).unwrap().1.split_once(after).unwrap().0
}

/// Requests a URL that the page shows.
fn follow(site: &Site, method: &str, url: &str) -> Call {
    let endpoint = format!("http://{}", site.address);
    let target = url.strip_prefix(&endpoint).unwrap().to_owned();
    let headers = vec![("Host".to_owned(), site.address.to_string())];
    Call { method: method.to_owned(), target, headers, body: Vec::new() }
}

fn open(site: &Site) -> Answer {
    Call::presigned(&site.gateway.page_url(&site.owner).unwrap()).send(site.address)
}

#[test]
fn links() {
    let site = Site::start();
    site.write("a/<b> & 'c'.txt", "a text");
    let page = open(&site);
    assert_eq!(page.status, 200);
    assert!(page.text().contains("a/&lt;b&gt; &amp; &apos;c&apos;.txt</a> (6 bytes)"), "{}", page.text());
    let link = unescape(between(page.text(), "<a href=\"", "\""));
    assert_eq!(follow(&site, "GET", &link).send(site.address).text(), "a text");
    assert_eq!(page.header("cache-control"), Some("no-store"));
    assert_eq!(page.header("referrer-policy"), Some("no-referrer"));
    assert!(page.header("content-security-policy").unwrap().starts_with("default-src 'none'"));
}

#[test]
fn urls() {
    let site = Site::start();
    let page = open(&site);
    let action = unescape(between(page.text(), "action=\"", "\""));
    let make = |fields: &str| follow(&site, "POST", &action).body(fields).send(site.address);

    let made = make("method=PUT&key=new%2Fboat+1.jpg&seconds=900");
    assert_eq!(made.status, 200);
    let url = unescape(between(made.text(), "<p><code>", "</code>"));
    assert_eq!(follow(&site, "PUT", &url).body("a boat").send(site.address).status, 200);
    assert_eq!(site.get("new/boat 1.jpg").text(), "a boat");

    for fields in [
        "",
        "method=GET&key=&seconds=900",
        "method=GET&key=a&seconds=0",
        "method=GET&key=a&seconds=604801",
        "method=GET&key=a&seconds=-1",
        "method=GET&key=a",
        "method=BREW&key=a&seconds=900",
        "method=GET&key=..%2Fa&seconds=900",
    ] {
        assert_eq!(make(fields).error(), (400, "InvalidArgument"), "{fields}");
    }
    assert_eq!(make(&format!("key={}", "a".repeat(10_000))).error(), (400, "EntityTooLarge"));
    let injected = make("method=GET&key=%22%3E%3Cscript%3E&seconds=900");
    assert!(injected.status == 200 && !injected.text().contains("<script"));
}

#[test]
fn the_page_needs_its_url() {
    let site = Site::start();
    site.write("boat.jpg", "a boat");
    let call = follow(&site, "GET", &format!("http://{}/", site.address));
    assert_eq!(call.send(site.address).error(), (403, "AccessDenied"));
    let form = call.method("POST").body("method=GET&key=boat.jpg&seconds=900");
    assert_eq!(form.send(site.address).error(), (404, "NoSuchBucket"), "it could only be the form of a bucket");

    // A page of another site that resolves its name to this machine sends another host.
    let page = Call::presigned(&site.gateway.page_url(&site.owner).unwrap());
    let mut rebound = page.clone();
    rebound.headers = vec![("Host".to_owned(), "evil.example".to_owned())];
    assert_eq!(rebound.send(site.address).error(), (403, "SignatureDoesNotMatch"));
    // The URL of the page is not that of its form.
    assert_eq!(page.method("POST").body("").send(site.address).error(), (403, "SignatureDoesNotMatch"));
}

#[test]
fn urls_are_those_of_the_user() {
    let site = Site::start();
    site.write("boat.jpg", "a boat");
    let lister = site.user("lister", &[("ListBucket", "")]);
    let page = Call::presigned(&site.gateway.page_url(&lister).unwrap()).send(site.address);
    let link = unescape(between(page.text(), "<a href=\"", "\""));
    assert_eq!(follow(&site, "GET", &link).send(site.address).error(), (403, "AccessDenied"));

    let nobody = site.user("nobody", &[]);
    let page = Call::presigned(&site.gateway.page_url(&nobody).unwrap()).send(site.address);
    assert_eq!(page.error(), (403, "AccessDenied"));
    let service = presign::Service::new("s3", "us-east-1", format!("http://{}", site.address)).unwrap();
    let other = service.request(Method::Get, "/").query("a", "b");
    let other = Call::presigned(&other.sign_at(&site.owner, OffsetDateTime::now_utc()).unwrap());
    assert_eq!(other.send(site.address).error(), (501, "NotImplemented"));
}
