//! PostObject.

use std::io::Write;
use std::time::{Duration, Instant};

use presign::s3::{PostPolicy, PresignedPost};
use time::OffsetDateTime;

use crate::client::{Answer, Call, connect, read_answer};
use crate::site::{MAX_UPLOAD_BYTES, Site};

const BOUNDARY: &str = "----boundary0123456789";

/// A form as a browser sends it.
#[derive(Clone)]
struct Form {
    fields: Vec<(String, String)>,
    file_name: String,
    file: String,
    /// What follows the file.
    after: Vec<(String, String)>,
    path: String,
    host: String,
}

impl Form {
    fn new(post: &PresignedPost) -> Self {
        let (host, path) = post.url().strip_prefix("http://").unwrap().split_once('/').unwrap();
        Self {
            fields: post.fields().map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
            file_name: "boat.jpg".to_owned(),
            file: "a boat".to_owned(),
            after: Vec::new(),
            path: format!("/{path}"),
            host: host.to_owned(),
        }
    }

    fn field(mut self, name: &str, value: &str) -> Self {
        self.fields.retain(|(found, _)| found != name);
        self.fields.push((name.to_owned(), value.to_owned()));
        self
    }

    fn body(&self) -> String {
        let field = |(name, value): &(String, String)| {
            format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
        };
        let before: String = self.fields.iter().map(field).collect();
        let after: String = self.after.iter().map(field).collect();
        format!(
            "{before}--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{}\"\r\n\
             Content-Type: image/jpeg\r\n\r\n{}\r\n{after}--{BOUNDARY}--\r\n",
            self.file_name, self.file,
        )
    }

    fn call(&self) -> Call {
        let call = Call { method: "POST".into(), target: self.path.clone(), headers: Vec::new(), body: Vec::new() };
        call.header("Host", &self.host).header("Content-Type", &format!("multipart/form-data; boundary={BOUNDARY}"))
    }

    fn send(&self, site: &Site) -> Answer {
        self.call().body(self.body()).send(site.address)
    }
}

fn sign(site: &Site, policy: PostPolicy<'_>) -> Form {
    Form::new(&policy.sign_at(&site.owner, OffsetDateTime::now_utc()).unwrap())
}

#[test]
fn forms() {
    let site = Site::start();
    let form = sign(&site, site.bucket().post_policy().key_starts_with("uploads/"));
    let answer = form.send(&site);
    assert_eq!((answer.status, answer.text()), (204, ""));
    assert_eq!(site.get("uploads/boat.jpg").text(), "a boat");
    assert_eq!(answer.header("etag"), site.get("uploads/boat.jpg").header("etag"));

    // Some clients send the path of the file.
    let named = Form { file_name: "C:\\photos\\coat.jpg".to_owned(), ..form.clone() };
    assert_eq!(named.send(&site).status, 204);
    let empty = Form { file_name: String::new(), file: String::new(), ..form.field("key", "uploads/empty") };
    assert_eq!(empty.send(&site).status, 204);
    assert_eq!(site.files(), ["uploads/boat.jpg", "uploads/coat.jpg", "uploads/empty"]);
}

#[test]
fn what_the_browser_sees_then() {
    let site = Site::start();
    let policy = || site.bucket().post_policy().key("a b.jpg");
    let answer = sign(&site, policy().success_action_status(201)).send(&site);
    assert_eq!((answer.status, answer.element("Key")), (201, Some("a b.jpg")));
    assert_eq!(answer.element("Location"), Some(&*format!("http://{}/photos/a%20b.jpg", site.address)));
    assert_eq!(sign(&site, policy().success_action_status(200)).send(&site).status, 200);

    let answer = sign(&site, policy().success_action_redirect("https://example.com/done?a=b")).send(&site);
    let location = answer.header("location").unwrap();
    assert!(location.starts_with("https://example.com/done?a=b&bucket=photos&key=a+b.jpg&etag=%22"), "{location}");
    assert_eq!(answer.status, 303);
    for other in ["javascript:alert(1)", "done", ""] {
        let answer = sign(&site, policy().field_starts_with("redirect", "")).field("redirect", other).send(&site);
        assert_eq!((answer.status, answer.header("location")), (204, None), "{other}");
    }
}

#[test]
fn what_the_policy_does_not_allow() {
    let site = Site::start();
    let form = sign(&site, site.bucket().post_policy().key_starts_with("uploads/").content_length_range(2..=6));
    let code = |form: Form| {
        let answer = form.send(&site);
        assert!(answer.status >= 400, "{}", answer.status);
        answer.error().1.to_owned()
    };
    assert_eq!(code(form.clone().field("key", "elsewhere/boat.jpg")), "AccessDenied");
    assert_eq!(code(form.clone().field("acl", "public-read")), "AccessDenied");
    assert_eq!(code(form.clone().field("bucket", "other")), "InvalidRequest");
    assert_eq!(code(form.clone().field("x-amz-signature", &"0".repeat(64))), "SignatureDoesNotMatch");
    assert_eq!(code(form.clone().field("policy", "e30=")), "SignatureDoesNotMatch");
    assert_eq!(code(Form { file: "a boat!".to_owned(), ..form.clone() }), "EntityTooLarge");
    assert_eq!(code(Form { file: "a".to_owned(), ..form.clone() }), "EntityTooSmall");
    assert_eq!(code(Form { file: "1".repeat(900_000), ..form.clone() }), "EntityTooLarge");
    // A key that no path is, whatever the policy says.
    assert_eq!(code(form.clone().field("key", "uploads/../boat.jpg")), "InvalidArgument");
    assert_eq!(code(Form { file_name: "..".to_owned(), ..form.clone() }), "InvalidArgument");
    assert_eq!(code(Form { file_name: ".htaccess".to_owned(), ..form.clone() }), "InvalidArgument");

    let expired = site.bucket().post_policy().key("a").expires_in(Duration::from_secs(60));
    let earlier = OffsetDateTime::now_utc().checked_sub(time::Duration::minutes(2)).unwrap();
    let expired = Form::new(&expired.sign_at(&site.owner, earlier).unwrap());
    assert_eq!(code(expired), "AccessDenied");
    assert_eq!(site.files(), [""; 0]);
}

#[test]
fn what_the_server_does_not_allow() {
    let site = Site::start();
    let form = sign(&site, site.bucket().post_policy().key("boat.jpg"));
    let large = Form { file: "1".repeat(MAX_UPLOAD_BYTES as usize + 1), ..form.clone() };
    assert_eq!(large.send(&site).error(), (400, "EntityTooLarge"));
    let exact = Form { file: "1".repeat(MAX_UPLOAD_BYTES as usize), ..form.clone() };
    assert_eq!(exact.send(&site).status, 204);
    for (name, value) in [("acl", "public-read"), ("x-amz-meta-album", "summer"), ("Content-Encoding", "gzip")] {
        let form = sign(&site, site.bucket().post_policy().key("boat.jpg").field(name, value));
        assert_eq!(form.send(&site).error(), (501, "NotImplemented"), "{name}");
    }
    let nobody = site.user("nobody", &[("PutObject", "theirs/")]);
    let policy = site.bucket().post_policy().key("boat.jpg");
    let denied = Form::new(&policy.sign_at(&nobody, OffsetDateTime::now_utc()).unwrap());
    assert_eq!(denied.send(&site).error(), (403, "AccessDenied"));

    let at = |path: &str| Form { path: path.to_owned(), ..form.clone() }.send(&site);
    assert_eq!(at("/other").error(), (404, "NoSuchBucket"));
    assert_eq!(at("/").error(), (404, "NoSuchBucket"));
    assert_eq!(at("/photos/boat.jpg").error(), (405, "MethodNotAllowed"));
    assert_eq!((at("/photos").status, at("/photos/").status, at("/%70hotos").status), (204, 204, 204));
}

#[test]
fn what_follows_the_file() {
    let site = Site::start();
    let form = sign(&site, site.bucket().post_policy().key("boat.jpg"));
    let after = |name: &str, value: &str| Form { after: vec![(name.into(), value.into())], ..form.clone() }.send(&site);
    // S3 ignores it.
    assert_eq!(after("submit", "Upload").status, 204);
    assert_eq!(after("key", "other.jpg").status, 204);
    assert_eq!(site.files(), ["boat.jpg"]);
    assert_eq!(after("file", "another file").error(), (400, "InvalidArgument"));
    assert_eq!(after("submit", &"x".repeat(900_000)).error().0, 400);
    let unsigned = Form { fields: vec![("key".into(), "boat.jpg".into())], after: form.fields.clone(), ..form.clone() };
    assert_eq!(unsigned.send(&site).error(), (403, "AccessDenied"));
}

#[test]
fn what_is_not_a_form() {
    let site = Site::start();
    let form = sign(&site, site.bucket().post_policy().key("boat.jpg"));
    let mut call = form.call();
    call.headers.retain(|(name, _)| name != "Content-Type");
    for content_type in ["application/x-www-form-urlencoded", "multipart/form-data", "text/plain; boundary=a"] {
        let call = call.clone().header("Content-Type", content_type).body(form.body());
        assert_eq!(call.send(site.address).error(), (412, "PreconditionFailed"), "{content_type}");
    }
    assert_eq!(call.body(form.body()).send(site.address).error(), (412, "PreconditionFailed"));

    let body = form.body();
    let file = body.find("name=\"file\"").unwrap();
    for broken in
        ["", "no form", &body[..100], &body[..file], &body[..body.len() - 30], &body.replace("name=\"key\"", "")]
    {
        let answer = form.call().body(broken).send(site.address);
        assert_eq!(answer.status, 400, "{broken}: {}", answer.text());
    }
    let without_file = &body[..body[..file].rfind(&format!("--{BOUNDARY}")).unwrap()];
    let answer = form.call().body(format!("{without_file}--{BOUNDARY}--\r\n")).send(site.address);
    assert_eq!((answer.error(), answer.element("ArgumentValue")), ((400, "InvalidArgument"), Some("0")));
    assert_eq!(site.files(), [""; 0]);
}

#[test]
fn fields_of_any_length_take_little_memory() {
    let site = Site::start();
    let form = sign(&site, site.bucket().post_policy().key("boat.jpg"));
    // A field, the headers of a part, and a preamble, each without an end.
    for start in [
        format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"key\"\r\n\r\n"),
        format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\""),
        format!("--{BOUNDARY}\r\n\r\n--{BOUNDARY}\r\n"),
        String::new(),
    ] {
        let mut stream = connect(site.address);
        let call = form.call().header("Content-Length", "10000000000");
        stream.write_all((call.head() + &start).as_bytes()).unwrap();
        let mut sent = 0;
        let started = Instant::now();
        while stream.write_all(&[b'x'; 10_000]).is_ok() && started.elapsed() < Duration::from_secs(10) {
            sent += 10_000;
        }
        // What the sockets hold, and no more.
        assert!(sent < 20_000_000, "{sent} bytes were read: {start:?}");
    }
    let many = (0..500).fold(form.clone(), |form, number| form.field(&format!("x-ignore-{number}"), "x"));
    assert_eq!(many.send(&site).error(), (400, "MaxPostPreDataLengthExceeded"));
}

#[test]
fn an_interrupted_form_leaves_nothing() {
    let site = Site::start();
    let form = sign(&site, site.bucket().post_policy().key("a/boat.jpg"));
    let body = form.body();
    let mut stream = connect(site.address);
    stream.write_all(form.call().header("Content-Length", "100000").head().as_bytes()).unwrap();
    stream.write_all(&body.as_bytes()[..body.len() - BOUNDARY.len() - 10]).unwrap();
    for _ in 0..1000 {
        if !site.files().is_empty() {
            break;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    assert!(site.files()[0].starts_with("a/.presign-gateway-"), "{:?}", site.files());
    stream.shutdown(std::net::Shutdown::Write).unwrap();
    drop(read_answer(stream));
    site.await_files(&[]);
}

#[test]
fn the_form_of_the_page() {
    let site = Site::start();
    let page = Call::presigned(&site.gateway.page_url(&site.owner).unwrap()).send(site.address);
    let html = page.text().split("enctype").nth(1).unwrap();
    let attribute = |text: &str, name: &str| {
        let value = text.split(&format!("{name}=\"")).nth(1).unwrap().split('"').next().unwrap();
        value.replace("&quot;", "\"").replace("&amp;", "&")
    };
    let inputs = html.split("<input ").skip(1).filter(|input| input.contains("hidden"));
    let form = Form {
        fields: inputs.map(|input| (attribute(input, "name"), attribute(input, "value"))).collect(),
        ..sign(&site, site.bucket().post_policy().key("none"))
    };
    assert_eq!(attribute(html, "action"), format!("http://{}/photos", site.address));
    assert_eq!(form.send(&site).status, 204);
    assert_eq!(site.files(), ["boat.jpg"]);
}
