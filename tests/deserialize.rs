//! Reads presigned URLs and forms from JSON, as a client in Rust does: everything that was serialized, and nothing that
//! does not fit together.

#![cfg(all(feature = "std", feature = "serde"))]

mod util;

use std::time::Duration;

use presign::s3::{Addressing, CopySource, SessionCredentials};
use presign::{Bucket, Credentials, Method, PresignedUrl, Service};
use proptest::prelude::*;
use serde_json::{Map, Value, json};
use time::macros::datetime;

use crate::util::{NOW, cases, credentials};

/// Serializes a URL and reads it in three ways.
#[track_caller]
fn assert_round_trip(url: &PresignedUrl) {
    let text = serde_json::to_string(url).unwrap();
    let value: Value = serde_json::from_str(&text).unwrap();
    for arrived in [
        serde_json::from_str::<PresignedUrl>(&text).unwrap(),
        serde_json::from_reader(text.as_bytes()).unwrap(),
        serde_json::from_value(value).unwrap(),
    ] {
        assert_eq!(&arrived, url);
        assert_eq!(arrived.to_curl(), url.to_curl());
        assert_eq!(arrived.validity(), url.validity());
        let moved = |url: PresignedUrl| url.with_base_url("https://cdn.example.com/files").unwrap();
        assert_eq!(moved(arrived), moved(url.clone()));
    }
}

#[test]
fn urls_of_every_kind() {
    let photos = Bucket::new("photos").unwrap();
    let minio = Bucket::builder("photos").endpoint("http://127.0.0.1:9000/s3/v1").build().unwrap();
    let cdn =
        Bucket::builder("photos").endpoint("https://a.example.com/b").addressing(Addressing::Cname).build().unwrap();
    let service = |name: &str, url: &str| Service::new(name, "eu-west-1", url).unwrap();
    let sts = service("sts", "https://sts.eu-west-1.amazonaws.com");
    let (lambda, iot) =
        (service("lambda", "https://[::1]:8443/base"), service("iotdevicegateway", "wss://example.com"));
    let source = CopySource::new("drafts", "boat.jpg").unwrap();
    let session = Credentials::new("ASIAEXAMPLE", "secret").with_session_token("a/b+c=");
    for request in [
        photos.get_object("a b/ключ/100%?&=+#.jpg").download_as("boat.jpg"),
        photos.put_object("boat.jpg").content_type("image/jpeg").metadata("title", "two  spaces").metadata("a", ""),
        photos.get_object("boat.jpg").sse_c([7; 32]),
        photos.delete_object("boat.jpg").header("z|`^_", "\"quoted\", 'and' a\ttab"),
        photos.copy_object("boat.jpg", &source),
        photos.create_multipart_upload("boat.jpg"),
        photos.get_object("a/../b").allow_dot_segments(),
        photos.get_object("boat.jpg").expires_in(Duration::from_secs(600)).cacheable(Duration::from_secs(3600)),
        photos.list_objects_v2(),
        minio.get_object("boat.jpg").query("My-X-Amz-Expires", "1"),
        minio.list_objects_v2(),
        cdn.list_objects_v2(),
        cdn.put_object("boat.jpg"),
        lambda.request(Method::Post, "/a%2Fb*"),
        lambda.request(Method::Patch, "").payload_sha256([7; 32]),
        // AWS STS ignores the expiry, so the URL is valid for longer.
        sts.request(Method::Get, "/").expires_in(Duration::from_secs(60)),
        iot.request(Method::Get, "/mqtt").without_expiry(),
        iot.request(Method::Options, "/mqtt").without_expiry(),
    ] {
        let ends = datetime!(2026-11-23 12:10:00.5 UTC);
        for credentials in [credentials(), session.clone(), session.clone().with_expiry(ends)] {
            let url = request.sign_at(&credentials, NOW).unwrap();
            assert_round_trip(&url);
            assert_round_trip(&url.with_base_url("http://localhost:8080/x/y/").unwrap());
        }
    }
    let express = Bucket::builder("photos--usw2-az1--x-s3").region("us-west-2").build().unwrap();
    let session = SessionCredentials::new("ASIAEXAMPLE", "secret", "token", datetime!(2026-11-23 12:05 UTC));
    assert_round_trip(&express.get_object("boat.jpg").sign_at(&session, NOW).unwrap());
}

#[cfg(feature = "sigv4a")]
#[test]
fn a_url_of_sigv4a() {
    let bucket = Bucket::new("arn:aws:s3::123456789012:accesspoint:mfzwi23gnjvgw.mrap").unwrap();
    let signer = presign::sigv4a::Sigv4aSigner::new(credentials());
    assert_round_trip(&bucket.get_object("boat.jpg").sign_at(&signer, NOW).unwrap());
}

#[cfg(feature = "token")]
#[test]
fn a_url_whose_token_is_not_signed() {
    let session = Credentials::new("ASIAEXAMPLE", "secret").with_session_token("a/b+c=");
    let iot = presign::token::IotMqtt::new("example-ats.iot.us-east-1.amazonaws.com", "us-east-1").unwrap();
    assert_round_trip(&iot.sign_at(&session, NOW).unwrap());
}

fn upload() -> Value {
    let bucket = Bucket::builder("photos").endpoint("https://s3.example.com/base").build().unwrap();
    let request = bucket.put_object("boat.jpg").content_type("image/jpeg").metadata("a", "b");
    serde_json::to_value(request.sign_at(&credentials(), NOW).unwrap()).unwrap()
}

/// Returns the error for an object with one changed field. `Null` is the same as a missing field.
fn error_with<T: serde_core::de::DeserializeOwned + std::fmt::Debug>(
    mut object: Value,
    name: &str,
    value: Value,
) -> String {
    object[name] = value;
    let error = serde_json::from_value::<T>(object.clone()).expect_err(&object.to_string()).to_string();
    if object[name].is_null() {
        object.as_object_mut().unwrap().remove(name);
        assert_eq!(serde_json::from_value::<T>(object).unwrap_err().to_string(), error);
    }
    error
}

#[test]
fn urls_that_do_not_fit_together() {
    let valid = upload();
    let url = valid["url"].as_str().unwrap();
    let query = "has a query that is not encoded, or lacks a valid parameter of the signature";
    let place = "is not an absolute URL as it was signed";
    let changed = |from: &str, to: &str| {
        assert!(url.contains(from), "{from}");
        json!(url.replacen(from, to, 1))
    };
    for (value, problem) in [
        (Value::Null, "is missing"),
        (json!(1), "is not a string"),
        (json!("https://s3.example.com/base/photos/boat.jpg"), "has no query"),
        (changed("https://", ""), place),
        (changed("https://", "ftp://"), place),
        (changed("s3.example.com", "S3.example.com"), place),
        (changed("s3.example.com", "s3.example.com:443"), place),
        (changed("s3.example.com", "user:secret@s3.example.com"), place),
        (changed("s3.example.com", ""), place),
        (changed("boat.jpg", "boat at sea.jpg"), place),
        (changed("boat.jpg", "boat%.jpg"), place),
        (changed("boat.jpg", "boat.jpg#"), place),
        (changed("X-Amz-Date=", "X-Amz-Date=x"), query),
        (changed("X-Amz-Date=", "X-Amz-Dates="), query),
        (changed("X-Amz-Expires=900", "X-Amz-Expires=900&X-Amz-Expires=900"), query),
        (changed("X-Amz-Expires=900", "X-Amz-Expires=0"), query),
        (changed("X-Amz-Expires=900", "X-Amz-Expires=604801"), query),
        (changed("X-Amz-Credential=", "Credential="), query),
        (changed("X-Amz-SignedHeaders=", "SignedHeaders="), query),
        (changed("X-Amz-Signature=", "X-Amz-Signature=g"), query),
        (changed("X-Amz-Signature=", "X-Amz-Signature=&a="), query),
        (changed("X-Amz-Signature=", "X-Amz-Signature=ab&X-Amz-Signature="), query),
        (changed("X-Amz-Signature=", "Signature="), query),
        (changed("X-Amz-Algorithm", "\u{e9}"), query),
        (changed("X-Amz-Algorithm", "a b"), query),
        (changed("X-Amz-Algorithm", "%4"), query),
        (changed("X-Amz-Algorithm", "a?b"), query),
        (changed("X-Amz-Algorithm", "a#b"), query),
    ] {
        let message = error_with::<PresignedUrl>(valid.clone(), "url", value.clone());
        assert_eq!(message, format!("field `url` of the presigned URL {problem}"), "{value}");
    }

    let headers = |pairs: &[(&str, &str)]| -> Value {
        pairs.iter().map(|&(name, value)| (name.to_owned(), json!(value))).collect::<Map<_, _>>().into()
    };
    let (invalid, other_names) = (
        "has a header that is invalid, can't be signed or occurs twice",
        "does not have the names in the URL's `X-Amz-SignedHeaders`",
    );
    let method = "is not GET, HEAD, PUT, POST, DELETE, PATCH or OPTIONS";
    let time = "is not a valid RFC 3339 time, such as 2026-11-23T12:00:00Z";
    let base_path = "is not the beginning of the URL's path";
    for (name, value, problem) in [
        ("method", Value::Null, "is missing"),
        ("method", json!("put"), method),
        ("method", json!("CONNECT"), method),
        ("headers", Value::Null, "is missing"),
        ("headers", json!([]), "is not an object"),
        ("headers", json!({"content-type": "image/jpeg", "x-amz-meta-a": ["b"]}), "has a value that is not a string"),
        ("headers", json!({}), other_names),
        ("headers", headers(&[("content-type", "image/jpeg")]), other_names),
        ("headers", headers(&[("content-type", "a/b"), ("x-amz-meta-a", "b"), ("x", "")]), other_names),
        ("headers", headers(&[("content-type", "a\nb"), ("x-amz-meta-a", "b")]), invalid),
        ("headers", headers(&[("content-type", "é"), ("x-amz-meta-a", "b")]), invalid),
        ("headers", headers(&[("content-type", "a/b"), ("x-amz-meta-a", "b"), ("X-Amz-Meta-A", "b")]), invalid),
        ("headers", headers(&[("content-type", "a/b"), ("x-amz-meta-a", "b"), ("host", "example.com")]), invalid),
        ("headers", headers(&[("content-type", "a/b"), ("x-amz-meta-a", "b"), ("", "")]), invalid),
        ("signed_at", Value::Null, "is missing"),
        ("signed_at", json!("12:00"), time),
        ("signed_at", json!("2026-11-23T12:00:01Z"), "is not the `X-Amz-Date` of the URL"),
        ("expires_at", Value::Null, "is missing, but the URL has `X-Amz-Expires`"),
        ("expires_at", json!("2026-11-23T12:15:01Z"), "is before `signed_at`, or after the URL expires"),
        ("expires_at", json!("2026-11-23T11:59:59Z"), "is before `signed_at`, or after the URL expires"),
        ("base_path", json!(["/base"]), "is not a string"),
        ("base_path", json!("/base/"), base_path),
        ("base_path", json!("/bas"), base_path),
        ("base_path", json!("/"), base_path),
        ("base_path", json!("base"), base_path),
        ("base_path", json!("/base/photos/boat.jpg/a"), base_path),
        ("has_body", json!("false"), "is neither true nor false"),
    ] {
        let message = error_with::<PresignedUrl>(valid.clone(), name, value.clone());
        assert_eq!(message, format!("field `{name}` of the presigned URL {problem}"), "{value}");
    }
    let repeated = valid.to_string().replacen('{', r#"{"method":"PUT","#, 1);
    let error = serde_json::from_str::<PresignedUrl>(&repeated).unwrap_err();
    assert!(error.to_string().starts_with("field `method` occurs twice"), "{error}");
    let error = serde_json::from_str::<PresignedUrl>("[]").unwrap_err();
    assert!(error.to_string().starts_with("the presigned URL must be an object"), "{error}");
}

/// Header names are case-insensitive, and times may have another offset.
#[test]
fn other_spellings() {
    let mut object = upload();
    let url: PresignedUrl = serde_json::from_value(object.clone()).unwrap();
    object["headers"] = json!({"X-Amz-Meta-A": " b ", "Content-Type": "image/jpeg"});
    object["signed_at"] = json!("2026-11-23T13:00:00.5+01:00");
    object["unknown"] = json!({"a": [1, {"b": null}]});
    assert_eq!(serde_json::from_value::<PresignedUrl>(object).unwrap(), url);
}

proptest! {
    #![proptest_config(cases(2000))]

    /// Whatever a stranger sends is an error, or a URL whose methods work.
    #[test]
    fn nothing_panics(at in 0..1000usize, length in 0..40usize, text in "[a-z0-9/:?&=%.\\-@\\[\\] é{}\",]{0,12}") {
        let valid = upload().to_string();
        let (at, end) = (at.min(valid.len()), (at + length).min(valid.len()));
        let changed = [&valid[..at], &text, &valid[end..]].concat();
        if let Ok(url) = serde_json::from_str::<PresignedUrl>(&changed) {
            prop_assert!(url.as_str().is_ascii() && !url.as_str().contains([' ', '\n', '"', '#']));
            prop_assert!(url.expires_at().unwrap() >= url.signed_at());
            let _ = (url.to_curl(), url.is_link(), format!("{url:?}"));
            assert_round_trip(&url);
        }
    }
}

#[cfg(feature = "post")]
mod forms {
    use presign::s3::{PostPolicy, PresignedPost};

    use super::*;

    fn sign(policy: PostPolicy<'_>) -> PresignedPost {
        policy.sign_at(&credentials().with_session_token("a/b+c="), NOW).unwrap()
    }

    #[test]
    fn every_kind() {
        let buckets = [
            Bucket::new("photos").unwrap(),
            Bucket::builder("photos").endpoint("http://127.0.0.1:9000/s3").build().unwrap(),
        ];
        for bucket in &buckets {
            for policy in [
                bucket.post_policy().key("a b/ключ:\t.jpg"),
                bucket.post_policy().key_starts_with("uploads/").content_type_starts_with("image/").metadata("a", ""),
                bucket.post_policy().key("k").field_starts_with("x-amz-meta-b", "").content_length_range(1..=10),
            ] {
                let form = sign(policy);
                let text = serde_json::to_string(&form).unwrap();
                for arrived in [
                    serde_json::from_str::<PresignedPost>(&text).unwrap(),
                    serde_json::from_reader(text.as_bytes()).unwrap(),
                ] {
                    assert_eq!(arrived, form);
                    assert_eq!(arrived.to_html_form(), form.to_html_form());
                    assert_eq!(arrived.to_curl("boat.jpg"), form.to_curl("boat.jpg"));
                }
            }
        }
    }

    #[test]
    fn forms_that_do_not_fit_together() {
        let bucket = Bucket::new("photos").unwrap();
        let form = sign(bucket.post_policy().key("boat.jpg").content_type_starts_with("image/"));
        let valid = serde_json::to_value(&form).unwrap();
        let fields = |name: &str, value: Value| {
            let mut fields = valid["fields"].clone();
            match value {
                Value::Null => drop(fields.as_object_mut().unwrap().remove(name).unwrap()),
                value => fields[name] = value,
            }
            fields
        };
        let url = "is not an absolute URL with `http` or `https` and without a query";
        let field = "has a field that is invalid or occurs twice";
        let required = "has no `key`, `policy` or `x-amz-signature`";
        let open = "has a name that is not in `fields`, or occurs twice";
        for (name, value, problem) in [
            ("url", Value::Null, "is missing"),
            ("url", json!("/"), url),
            ("url", json!("https://example.com"), url),
            ("url", json!("wss://example.com/"), url),
            ("url", json!("javascript:alert(1)//"), url),
            ("url", json!("https://example.com/?a=b"), url),
            ("url", json!("https://example.com/\""), url),
            ("fields", Value::Null, "is missing"),
            ("fields", json!("key"), "is not an object"),
            ("fields", fields("key", json!(1)), "has a value that is not a string"),
            ("fields", fields("key", Value::Null), required),
            ("fields", fields("policy", json!("")), required),
            ("fields", fields("x-amz-signature", Value::Null), required),
            ("fields", fields("KEY", json!("other.jpg")), field),
            ("fields", fields("File", json!("")), field),
            ("fields", fields("a:b", json!("")), field),
            ("fields", fields("", json!("")), field),
            ("fields", fields("key", json!("a\nx-amz-meta-a:b")), field),
            ("open_fields", Value::Null, "is missing"),
            ("open_fields", json!({}), "is not a list"),
            ("open_fields", json!([1]), "has an item that is not a string"),
            ("open_fields", json!(["acl"]), open),
            ("open_fields", json!(["Content-Type", "Content-Type"]), open),
            ("signed_at", Value::Null, "is missing"),
            ("signed_at", json!("2026-11-23T12:00:01Z"), "is not the field `x-amz-date`"),
            ("expires_at", Value::Null, "is missing"),
            ("expires_at", json!("2026-11-23T11:59:59Z"), "is before `signed_at`"),
        ] {
            let message = error_with::<PresignedPost>(valid.clone(), name, value.clone());
            assert_eq!(message, format!("field `{name}` of the presigned form {problem}"), "{value}");
        }
        let no_date = error_with::<PresignedPost>(valid.clone(), "fields", fields("x-amz-date", Value::Null));
        assert_eq!(no_date, "field `signed_at` of the presigned form is not the field `x-amz-date`");
    }
}
