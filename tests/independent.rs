//! Compares canonical requests, strings to sign, signatures and URLs with those of other implementations.

mod util;

use std::time::Duration;

use presign::s3::{Addressing, SessionCredentials};
use presign::sigv4::{AmzDate, Scope, SigningKey};
use presign::{Bucket, Method, PresignRequest, Service, Signer};
use serde_json::Value;

use crate::util::urls::split;
use crate::util::vectors::{date, pairs, rows, text};
use crate::util::{ACCESS_KEY_ID, SECRET, credentials};

const VECTORS: &str = include_str!("vectors/independent.json");

#[test]
fn urls_agree_with_other_implementations() {
    let rows = rows(VECTORS, "urls");
    assert_eq!(rows.len(), 120, "the number of rows changed");
    for row in &rows {
        check_url(row);
    }
}

#[test]
fn signing_keys_agree_with_other_implementations() {
    let rows = rows(VECTORS, "signing_keys");
    assert_eq!(rows.len(), 5, "the number of rows changed");
    for row in &rows {
        let date: AmzDate = format!("{}T000000Z", text(row, "date")).parse().unwrap();
        let scope = Scope::new(date.date(), text(row, "region"), text(row, "service")).unwrap();
        let key = SigningKey::derive(SECRET, &scope);
        assert_eq!(hex::encode(key.to_bytes()), text(row, "key"), "{}", text(row, "name"));
    }
}

fn check_url(row: &Value) {
    let name = text(row, "name");
    let time = date(row, "time").time();
    let mut credentials = credentials();
    if let Some(token) = row["session_token"].as_str() {
        credentials = credentials.with_session_token(token);
    }

    let (bucket, service) = (row.get("bucket").map(bucket), row.get("service").map(service));
    let request = match (&bucket, &service) {
        (Some(bucket), None) => bucket_request(row, bucket),
        (None, Some(service)) => service.request(method(row), text(&row["service"], "path")),
        _ => panic!("{name}: expected either a bucket or a service"),
    };
    let request = completed(row, request);
    let signer: Box<dyn Signer> = match row["s3_session_token"].as_str() {
        // Longer than a real session: other implementations don't shorten the URL's expiry to that of the session.
        Some(token) => Box::new(SessionCredentials::new(
            ACCESS_KEY_ID,
            SECRET,
            token,
            time + Duration::from_secs(7 * 24 * 60 * 60),
        )),
        None => Box::new(credentials),
    };
    let trace = request.trace_at(&signer, time).unwrap_or_else(|error| panic!("{name}: {error}"));

    assert_eq!(trace.canonical_request(), text(row, "canonical_request"), "{name}");
    assert_eq!(trace.string_to_sign(), text(row, "string_to_sign"), "{name}");
    // botocore writes the port into the URL but does not sign it.
    let url = text(row, "url").replacen(".com:443/", ".com/", 1);
    assert_eq!(split(trace.url().as_str()), split(&url), "{name}");
    assert_eq!(trace.signature(), split(&url).1, "{name}");
    assert_eq!(trace.url(), &request.sign_at(&signer, time).unwrap(), "{name}: the trace has a different URL");
}

fn bucket(row: &Value) -> Bucket {
    let is = |setting: &str| row[setting].as_bool().unwrap_or(false);
    let mut builder = Bucket::builder(text(row, "name")).region(text(row, "region"));
    if let Some(url) = row["endpoint"].as_str() {
        builder = builder.endpoint(url);
    }
    builder = builder.global_endpoint(is("global_endpoint")).fips(is("fips")).dual_stack(is("dual_stack"));
    builder = builder.accelerate(is("accelerate"));
    match row["addressing"].as_str() {
        Some("path") => builder = builder.addressing(Addressing::Path),
        Some("virtual") => builder = builder.addressing(Addressing::VirtualHosted),
        None => {}
        Some(other) => panic!("unknown addressing: {other}"),
    }
    builder.build().unwrap()
}

fn service(row: &Value) -> Service {
    Service::new(text(row, "name"), text(row, "region"), text(row, "endpoint")).unwrap()
}

fn bucket_request<'a>(row: &'a Value, bucket: &'a Bucket) -> PresignRequest<'a> {
    let key = || text(row, "key");
    let upload_id = || text(row, "upload_id");
    match row["operation"].as_str() {
        Some("get_object") => bucket.get_object(key()),
        Some("head_object") => bucket.head_object(key()),
        Some("put_object") => bucket.put_object(key()),
        Some("delete_object") => bucket.delete_object(key()),
        Some("create_multipart_upload") => bucket.create_multipart_upload(key()),
        Some("upload_part") => {
            let part_number = row["part_number"].as_u64().unwrap().try_into().unwrap();
            bucket.upload_part(key(), upload_id(), part_number)
        }
        Some("complete_multipart_upload") => bucket.complete_multipart_upload(key(), upload_id()),
        Some("abort_multipart_upload") => bucket.abort_multipart_upload(key(), upload_id()),
        Some("list_parts") => bucket.list_parts(key(), upload_id()),
        Some("list_objects_v2") => bucket.list_objects_v2(),
        Some("head_bucket") => bucket.head_bucket(),
        Some("create_session") => bucket.create_session(),
        None if row.get("key").is_some() => bucket.request(method(row), key()),
        None => bucket.bucket_request(method(row)),
        Some(other) => panic!("unknown operation: {other}"),
    }
}

fn completed<'a>(row: &Value, mut request: PresignRequest<'a>) -> PresignRequest<'a> {
    for (name, value) in pairs(&row["query"]) {
        request = request.query(name, value);
    }
    for (name, value) in pairs(&row["headers"]) {
        request = request.header(name, value);
    }
    match row["expires_in"].as_u64() {
        Some(seconds) => request.expires_in(Duration::from_secs(seconds)),
        None => request.without_expiry(),
    }
}

fn method(row: &Value) -> Method {
    match text(row, "method") {
        "GET" => Method::Get,
        "PUT" => Method::Put,
        "POST" => Method::Post,
        other => panic!("unknown method: {other}"),
    }
}
