//! `inspect`: what a URL says about itself.

use std::time::Duration;

use presign::diagnose::{Attempt, explain, inspect};
use presign::{Algorithm, Bucket, Credentials, ErrorKind, Identity, TokenKind};
use proptest::prelude::*;
use time::OffsetDateTime;
use time::macros::datetime;

use crate::url::get;
use crate::util::cases;
use crate::util::errors::assert_error;

const NOW: OffsetDateTime = datetime!(2026-11-23 12:05 UTC);

const SECRET: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
const TOKEN: &str = "IQoJb3JpZ2luX2VjEKbwEaCXVzLWVhc3QtMSJHMEUCIQDx4kL8f";

#[test]
fn a_url_of_botocore() {
    let inspection = inspect(&get(), NOW).unwrap();
    assert_eq!(inspection.access_key_id(), Some("AKIDEXAMPLE"));
    assert_eq!(inspection.algorithm(), Some(Algorithm::Sigv4));
    assert_eq!(inspection.token(), None);
    assert_eq!(
        (inspection.day(), inspection.region(), inspection.service()),
        (Some("20261123"), Some("eu-west-1"), Some("s3"))
    );
    assert_eq!(inspection.signed_at(), Some(datetime!(2026-11-23 12:00 UTC)));
    assert_eq!(inspection.expires_at(), Some(datetime!(2026-11-23 13:00 UTC)));
    assert_eq!(inspection.remaining(), Some(Duration::from_secs(55 * 60)));
    assert!(!inspection.is_expired());
    assert_eq!(inspection.host(), "examplebucket.s3.eu-west-1.amazonaws.com");
    assert_eq!(inspection.path(), "/photos/2026/cat.jpg");
    assert_eq!((inspection.bucket(), inspection.key()), (Some("examplebucket"), Some("photos/2026/cat.jpg")));
    assert!(inspection.headers_to_send().is_empty());
    assert!(inspection.findings().is_empty());
    assert_eq!(
        inspection.to_string(),
        "host:     `examplebucket.s3.eu-west-1.amazonaws.com`\n\
         path:     \"/photos/2026/cat.jpg\"\n\
         bucket:   \"examplebucket\"\n\
         key:      \"photos/2026/cat.jpg\"\n\
         signer:   the access key ID `AKIDEXAMPLE`\n\
         region:   \"eu-west-1\"\n\
         service:  \"s3\"\n\
         signed:   2026-11-23 12:00 UTC\n\
         expires:  2026-11-23 13:00 UTC (in 55 minutes)\n\
         send:     nothing but the URL\n"
    );
}

#[test]
fn an_upload_with_a_token_in_path_style() {
    let bucket = Bucket::builder("photos").endpoint("http://127.0.0.1:9000").region("eu-west-1").build().unwrap();
    let credentials = Credentials::new("ASIAIOSFODNN7EXAMPLE", SECRET).with_session_token(TOKEN);
    let request = bucket.put_object("boat.jpg").content_type("image/jpeg");
    let url = request.sign_at(&credentials, datetime!(2026-11-23 12:00 UTC)).unwrap();
    let inspection = inspect(url.as_str(), datetime!(2026-11-23 12:20 UTC)).unwrap();
    assert_eq!(inspection.token(), Some(TokenKind::Security));
    assert_eq!(inspection.headers_to_send(), ["content-type"]);
    assert_eq!(inspection.host(), "127.0.0.1:9000");
    // Nobody knows whether the first segment is a bucket there.
    assert_eq!((inspection.bucket(), inspection.key()), (None, None));
    assert_eq!((inspection.is_expired(), inspection.remaining()), (true, Some(Duration::ZERO)));
    assert!(inspection.to_string().contains("expires:  2026-11-23 12:15 UTC (5 minutes ago)\n"), "{inspection}");
    assert!(inspection.to_string().contains("send:     `content-type` as signed\n"), "{inspection}");
    assert_eq!(inspection.findings()[0].code, "expired");
}

#[test]
fn buckets_and_keys() {
    let sent_to = |host_and_path: &str| {
        let url = get().replace("examplebucket.s3.eu-west-1.amazonaws.com/photos/2026/cat.jpg", host_and_path);
        let inspection = inspect(&url, NOW).unwrap();
        (inspection.bucket().map(String::from), inspection.key().map(String::from))
    };
    let both = |bucket: &str, key: &str| (Some(bucket.to_owned()), Some(key.to_owned()));
    assert_eq!(sent_to("s3.amazonaws.com/photos/a%20b/%C3%BC"), both("photos", "a b/ü"));
    assert_eq!(sent_to("photos.s3.dualstack.eu-west-1.amazonaws.com//a"), both("photos", "/a"));
    assert_eq!(sent_to("project.supabase.co/storage/v1/s3/photos/a"), both("photos", "a"));
    assert_eq!(sent_to("s3.eu-west-1.amazonaws.com/"), (None, None));
    assert_eq!(sent_to("photos.s3.eu-west-1.amazonaws.com"), (Some("photos".into()), None));
    assert_eq!(sent_to("mine-123456789012.s3-accesspoint.eu-west-1.amazonaws.com/a"), (None, Some("a".into())));
    assert_eq!(sent_to("files.example.com/a"), (None, None));
}

#[test]
fn urls_that_say_less() {
    let cut = inspect(get().split('&').next().unwrap(), NOW).unwrap();
    assert_eq!((cut.access_key_id(), cut.expires_at(), cut.remaining(), cut.is_expired()), (None, None, None, false));
    assert_eq!(cut.findings()[0].code, "cut-at-ampersand");

    let old = inspect(
        "https://photos.s3.amazonaws.com/a?AWSAccessKeyId=AKIAIOSFODNN7EXAMPLE&Signature=x&Expires=1795608000",
        NOW,
    );
    let old = old.unwrap();
    assert_eq!(old.access_key_id(), Some("AKIAIOSFODNN7EXAMPLE"));
    assert_eq!((old.algorithm(), old.expires_at()), (None, Some(datetime!(2026-11-25 12:00 UTC))));

    let identity = Identity::new("AKIAIOSFODNN7EXAMPLE").with_algorithm(Algorithm::Sigv4a);
    let everywhere = Bucket::builder("arn:aws:s3::123456789012:accesspoint:mfzwi23gnjvgw.mrap").build().unwrap();
    let prepared = everywhere.get_object("boat.jpg").prepare_at(&identity, datetime!(2026-11-23 12:00 UTC)).unwrap();
    let inspection = inspect(prepared.finish(&crate::util::ECDSA_SIGNATURE).unwrap().as_str(), NOW).unwrap();
    assert_eq!((inspection.algorithm(), inspection.region()), (Some(Algorithm::Sigv4a), None));
    assert!(inspection.findings().is_empty(), "{inspection}");
}

#[test]
fn a_text_without_a_signature_is_an_error() {
    let message = "the text is not a presigned URL: no parameter of its query belongs to a signature, so pass the whole URL as \
                   the signer returned it";
    for text in [
        "",
        "boat.jpg",
        "https://photos.s3.amazonaws.com/boat.jpg",
        "https://photos.s3.amazonaws.com/boat.jpg?versionId=1",
    ] {
        assert_error(inspect(text, NOW), ErrorKind::NotPresigned, message);
    }
}

#[test]
fn a_swapped_secret_is_not_shown() {
    let url = get().replace("AKIDEXAMPLE", &SECRET.replace('/', "%2F"));
    let inspection = inspect(&url, NOW).unwrap();
    assert_eq!(inspection.access_key_id(), None);
    let shown = format!("{inspection}{inspection:?}");
    let with_password = inspect(&get().replace("https://", "https://jane:hunter2@"), NOW).unwrap();
    assert_eq!(with_password.host(), "examplebucket.s3.eu-west-1.amazonaws.com");
    assert!(!format!("{with_password}{with_password:?}").contains("hunter2"));
    assert!(!shown.contains("wJalrXUtnFEMI") && !shown.contains("K7MDENG"), "{shown}");
}

/// A URL with a signature, a token and a secret in the place of the access key ID.
fn secret_url() -> String {
    let secret = SECRET.replace('/', "%2F");
    get()
        .replace("AKIDEXAMPLE", &secret)
        .replace("&X-Amz-Signature", &format!("&X-Amz-Security-Token={TOKEN}&X-Amz-Signature"))
}

proptest! {
    #![proptest_config(cases(if cfg!(miri) { 2 } else { 500 }))]

    #[test]
    fn any_text_can_be_explained(text in any::<String>(), at in -377_705_116_800i64..253_402_300_800) {
        let now = OffsetDateTime::from_unix_timestamp(at).unwrap();
        let _ = (explain(&Attempt::new(&text), None, now), inspect(&text, now).map(|inspection| inspection.to_string()));
    }

    #[test]
    fn any_text_in_place_of_another_can_be_explained(
        (start, end) in (0..600usize, 0..600usize),
        text in "([ -~\\n]|%[0-9A-F]{2}|&amp;|\\\\u0026|=3D|\u{200b}|ü|X-Amz-[A-Z][a-z]+=){0,12}",
        at in any::<i32>(),
    ) {
        let url = secret_url();
        let (start, end) = (start.min(url.len()), end.min(url.len()));
        let mangled = [&url[..start.min(end)], &text, &url[start.max(end)..]].concat();
        let now = OffsetDateTime::from_unix_timestamp(at.into()).unwrap();
        let diagnosis = explain(&Attempt::new(&mangled).header("x-amz-acl", "private"), None, now);
        let mut shown = format!("{diagnosis}{diagnosis:?}");
        if let Ok(inspection) = inspect(&mangled, now) {
            shown += &format!("{inspection}{inspection:?}");
        }
        let signature = url.rsplit('=').next().unwrap();
        // Not even a part that the change left.
        for secret in [SECRET, TOKEN, signature] {
            for at in 0..secret.len() - 20 {
                prop_assert!(!shown.contains(&secret[at..at + 20]), "{mangled}\n{shown}");
            }
        }
    }
}

#[test]
fn hostile_texts_take_no_long_time() {
    let url = get();
    let million = 200_000;
    for text in [
        "=\n".repeat(million),
        "&".repeat(million),
        "%".repeat(million),
        format!("{url}{}", "&X-Amz-Date=1".repeat(20_000)),
        format!("{url}{}", "&utm_a=1".repeat(20_000)),
        format!("{url}&{}", "&amp;X-Amz-".repeat(20_000)),
        url.replace("=host", &format!("={}", "a%3B".repeat(20_000))),
        url.replace("cat.jpg", &"a/../".repeat(50_000)),
        url.replace("examplebucket", &"a.".repeat(50_000)),
        url.replace("AKIDEXAMPLE", &"A%2F".repeat(50_000)),
        url.replace("%2F", "%!F(MISSING)").replace("AKID", &"%!F(MISSING)".repeat(20_000)),
    ] {
        let start = std::time::Instant::now();
        let diagnosis = explain(&Attempt::new(&text).header("x-amz-acl", "private"), None, NOW);
        assert!(diagnosis.to_string().len() < 10_000);
        assert!(cfg!(miri) || start.elapsed() < Duration::from_secs(60), "{}", &text[..40]);
    }
}
