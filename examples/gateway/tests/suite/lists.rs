//! ListObjectsV2.

use presign::PresignRequest;

use crate::client::Answer;
use crate::site::Site;

fn with_objects(keys: &[&str]) -> Site {
    let site = Site::start();
    for key in keys {
        site.write(key, "content");
    }
    site
}

/// Lists in pages of this size.
fn pages<'a>(site: &Site, request: &PresignRequest<'a>, size: u32) -> Vec<Answer> {
    let mut pages: Vec<Answer> = Vec::new();
    loop {
        let token = pages.last().map(|page| page.element("NextContinuationToken"));
        let request = match token {
            None => request.clone().max_keys(size),
            Some(None) => return pages,
            Some(Some(token)) => request.clone().max_keys(size).continuation_token(token),
        };
        let page = site.send(&request);
        assert_eq!(page.status, 200, "{}", page.text());
        pages.push(page);
        assert!(pages.len() < 100, "the list does not end");
    }
}

#[test]
fn keys_are_in_the_order_of_their_bytes() {
    // The directory `a` is between `a-b` and `a0`.
    let keys = ["A", "a!", "a-b", "a.b", "a/b", "a/b-c", "a/b.d/e", "a/c/d", "a0", "aa", "b c", "z/y/x", "ü", "日/本"];
    let site = with_objects(&keys);
    let answer = site.send(&site.bucket().list_objects_v2());
    assert_eq!(answer.elements("Key"), keys);
    assert_eq!(answer.element("KeyCount"), Some("14"));
    assert_eq!(answer.element("IsTruncated"), Some("false"));
    assert_eq!(answer.element("Name"), Some("photos"));
    assert_eq!(answer.element("Size"), Some("7"));
    assert_eq!(answer.element("ETag").unwrap().replace("&quot;", "\""), site.get("A").header("etag").unwrap());
    assert!(answer.element("LastModified").unwrap().ends_with(".000Z"));

    for size in 1..=15 {
        let pages = pages(&site, &site.bucket().list_objects_v2(), size);
        let listed: Vec<_> = pages.iter().flat_map(|page| page.elements("Key")).collect();
        assert_eq!(listed, keys, "{size}");
        assert!(pages.iter().all(|page| page.elements("Key").len() <= size as usize));
    }
    for after in ["", "A", "a-b", "a/", "a/b", "a/b/", "a/b.d/e", "a/c/zz", "a1", "zz", "\u{10ffff}"] {
        let listed = site.send(&site.bucket().list_objects_v2().start_after(after));
        let expected: Vec<_> = keys.iter().copied().filter(|key| *key > after).collect();
        assert_eq!(listed.elements("Key"), expected, "{after}");
    }
    for prefix in ["a", "a/", "a/b", "a/b.", "z/y", "z/y/x", "z/y/x/", "日", "none"] {
        let listed = site.send(&site.bucket().list_objects_v2().prefix(prefix));
        let expected: Vec<_> = keys.iter().copied().filter(|key| key.starts_with(prefix)).collect();
        assert_eq!(listed.elements("Key"), expected, "{prefix}");
    }
}

#[test]
fn common_prefixes() {
    let keys = ["a", "b-1", "b/1", "b/2", "b/c/3", "b0", "d/e/f/g", "h"];
    let site = with_objects(&keys);
    std::fs::create_dir_all(site.path("empty/directory")).unwrap();
    let request = site.bucket().list_objects_v2().delimiter("/");
    let prefixes = |pages: &[Answer]| -> Vec<String> {
        pages
            .iter()
            .flat_map(|page| page.elements("CommonPrefixes"))
            .map(|prefix| prefix.replace("Prefix>", ">"))
            .collect()
    };
    for size in 1..=10 {
        let pages = pages(&site, &request, size);
        let listed: Vec<_> = pages.iter().flat_map(|page| page.elements("Key")).collect();
        assert_eq!(listed, ["a", "b-1", "b0", "h"], "{size}");
        assert_eq!(prefixes(&pages), ["<>b/</>", "<>d/</>"], "{size}");
    }
    let pages_of = |prefix| pages(&site, &request.clone().prefix(prefix), 2);
    assert_eq!(prefixes(&pages_of("b/")), ["<>b/c/</>"]);
    assert_eq!(prefixes(&pages_of("d/e")), ["<>d/e/</>"]);
    assert_eq!(prefixes(&pages_of("b")), ["<>b/</>"]);
    let other = pages(&site, &site.bucket().list_objects_v2().delimiter("-"), 3);
    assert_eq!(prefixes(&other), ["<>b-</>"]);
}

#[test]
fn keys_in_xml() {
    let site = with_objects(&["a&b<c>\"d'", "e f+g%/ü"]);
    let plain = site.send(&site.bucket().list_objects_v2());
    assert_eq!(plain.elements("Key"), ["a&amp;b&lt;c&gt;&quot;d&apos;", "e f+g%/ü"]);
    let encoded = site.send(&site.bucket().list_objects_v2().query("encoding-type", "url"));
    assert_eq!(encoded.elements("Key"), ["a%26b%3Cc%3E%22d%27", "e%20f%2Bg%25/%C3%BC"]);
    assert_eq!(encoded.element("EncodingType"), Some("url"));
}

#[test]
fn arguments() {
    let site = with_objects(&["a", "b"]);
    let list = |name: &str, value: &str| site.send(&site.bucket().list_objects_v2().query(name, value));
    assert_eq!(list("max-keys", "-1").error(), (400, "InvalidArgument"));
    assert_eq!(list("max-keys", "many").error(), (400, "InvalidArgument"));
    assert_eq!(list("max-keys", "0").element("KeyCount"), Some("0"));
    assert_eq!(list("max-keys", "5000").element("MaxKeys"), Some("1000"));
    assert_eq!(list("encoding-type", "base64").error(), (400, "InvalidArgument"));
    for token in ["", "!", "AAAA", "a-b_c", "4pyT"] {
        let answer = list("continuation-token", token);
        assert!(answer.status == 400 || answer.status == 200, "{token}");
    }
    assert_eq!(list("continuation-token", "!").error(), (400, "InvalidArgument"));
    let version_1 = site.send(&site.bucket().bucket_request(presign::Method::Get));
    assert_eq!(version_1.error(), (501, "NotImplemented"));
}
