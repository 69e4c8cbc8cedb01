//! Checks what the guides in docs/ say: the lengths of URLs, the CORS configuration, and links.

mod util;

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use presign::s3::Checksum;
use presign::{Bucket, Credentials, PresignedUrl};
use serde_json::Value;

use crate::util::NOW;

const URL_LENGTH: &str = include_str!("../docs/url-length.md");
const CORS: &str = include_str!("../docs/cors.md");
const GUIDE_LINKS: &str = include_str!("../src/guide/links.md");
const GUIDE_MODULE: &str = include_str!("../src/guide/mod.rs");

fn photos() -> Bucket {
    Bucket::builder("photos").region("eu-west-1").build().unwrap()
}

fn credentials() -> Credentials {
    Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
}

fn boat(credentials: &Credentials) -> PresignedUrl {
    photos().get_object("boat.jpg").sign_at(credentials, NOW).unwrap()
}

#[test]
fn lengths_of_urls() {
    let with_token = |token: String| boat(&credentials().with_session_token(token)).as_str().len();
    let measured = [
        boat(&credentials()).as_str().len(),
        with_token("x".repeat(400)),
        with_token("x".repeat(1000)),
        with_token("x".repeat(900) + &"+/=/".repeat(25)),
    ];
    let rows = URL_LENGTH.lines().filter(|line| line.starts_with("| GET of") || line.starts_with("| the same"));
    let stated: Vec<usize> = rows
        .map(|row| row.trim_end_matches(" |").rsplit_once("| ").unwrap().1.replace(',', "").parse().unwrap())
        .collect();
    assert_eq!(stated, measured);

    // "The bucket's URL, the key, 266 characters for the signature, and 22 more with the token."
    let address = "https://photos.s3.eu-west-1.amazonaws.com/boat.jpg".len();
    assert!(URL_LENGTH.contains("266 characters for the signature, and 22 more with the token"));
    assert_eq!((measured[0] - address, measured[1] - measured[0] - 400), (266, 22));
}

#[test]
fn the_shortest_url_does_not_fit_into_255_characters() {
    let bucket = Bucket::builder("abc").region("us-east-1").build().unwrap();
    let url = bucket.get_object("a").expires_in(std::time::Duration::from_secs(1)).sign_at(&credentials(), NOW);
    assert!(url.unwrap().as_str().len() > 255);
}

#[test]
fn the_cors_configuration_allows_what_is_signed() {
    let json = CORS.split_once("```json\n").unwrap().1.split_once("```").unwrap().0;
    let configuration: Value = serde_json::from_str(json).unwrap();
    let rule = &configuration["CORSRules"][0];
    let values = |element: &str| -> Vec<&str> {
        rule[element].as_array().unwrap().iter().map(|value| value.as_str().unwrap()).collect()
    };
    assert!(values("ExposeHeaders").contains(&"ETag"), "needed to complete a multipart upload");

    let bucket = photos();
    let checksum = Checksum::sha256_of("boat");
    let requests = [
        bucket.get_object("boat.jpg"),
        bucket.head_object("boat.jpg"),
        bucket.put_object("boat.jpg").content_type("image/jpeg").content_length(4).metadata("album", "harbor"),
        bucket.put_object("boat.jpg").checksum(checksum).if_none_match("*"),
        bucket.put_object("boat.jpg").content_md5(*b"0123456789abcdef"),
        bucket.upload_part("boat.jpg", "upload-id", 1).checksum(checksum),
    ];
    for request in requests {
        let url = request.sign_at(&credentials(), NOW).unwrap();
        assert!(values("AllowedMethods").contains(&url.method().as_str()), "{url}");
        for (name, _) in url.headers().filter(|(name, _)| *name != "content-length") {
            let allows = |allowed: &&str| match allowed.strip_suffix('*') {
                Some(prefix) => name.starts_with(prefix),
                None => name == *allowed,
            };
            assert!(values("AllowedHeaders").iter().any(allows), "{name} is not allowed");
        }
    }
}

/// The definitions of links in a text: `[label]: target`.
fn definitions(text: &str) -> impl Iterator<Item = (&str, &str)> {
    text.lines().filter_map(|line| line.strip_prefix('[')?.split_once("]: "))
}

/// The path of an item on docs.rs, as `links.md` writes it.
fn path_of(url: &str) -> Option<String> {
    let page = url.strip_prefix("https://docs.rs/presign/latest/presign/")?;
    let (page, method) = page.split_once('#').unwrap_or((page, ""));
    let (module, file) = page.rsplit_once('/').unwrap_or(("", page));
    let name = file.split('.').nth(1)?;
    let method = method.rsplit('.').next().unwrap_or_default();
    let parts = ["crate", module, name, method];
    Some(parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("::").replace('/', "::"))
}

/// Checks the definitions of links in a file that `src/` includes after `links.md`.
fn check_links(folder: &Path, name: &str) {
    let in_rustdoc: HashMap<_, _> = definitions(GUIDE_LINKS).collect();
    let text = fs::read_to_string(folder.join(name)).unwrap();
    assert!(!text.contains("]("), "{name} has a link that can't be another one in the API documentation");
    for (label, target) in definitions(&text).filter(|(label, _)| !label.starts_with('^')) {
        assert!(text.matches(&format!("[{label}]")).count() > 1, "{name} does not use {label}");
        let path = in_rustdoc.get(label).copied();
        if let Some(item) = path_of(target) {
            assert_eq!(path, Some(&*item), "{name}: {label}");
        } else if target.starts_with("https://") {
            assert_eq!(path, None, "{name}: {label}");
        } else {
            assert!(folder.join(target).exists(), "{name}: there is no {target}");
            assert!(path.is_some(), "{name}: links.md does not define {label}");
        }
    }
}

#[test]
fn links_of_the_guide() {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs");
    check_links(&docs, "comparison.md");
    let index = fs::read_to_string(docs.join("guide/README.md")).unwrap();
    let mut chapters = 0;
    for entry in fs::read_dir(docs.join("guide")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        if name == "README.md" {
            continue;
        }
        chapters += 1;
        assert!(index.contains(&format!("]({name})")), "{name} is not in the index");
        let module = name.trim_end_matches(".md").replace('-', "_");
        assert!(GUIDE_MODULE.contains(&format!("docs/guide/{name}")), "{name} is not in src/guide/mod.rs");
        assert!(GUIDE_LINKS.contains(&format!("]: crate::guide::{module}\n")), "{module} has no link");
        check_links(&docs.join("guide"), &name);
    }
    assert_eq!(chapters, 14);
}
