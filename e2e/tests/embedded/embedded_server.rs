//! The server itself.

use std::net::TcpStream;
use std::time::{Duration, Instant};

use presign_e2e::{Call, Client, Object, Policy, Server, Store, Target, User};

use crate::{TestResult, assert_refused, assert_status, by_hand};

#[test]
fn starts_at_once_and_without_a_runtime() -> TestResult {
    let started = Instant::now();
    let first = Server::builder().start()?;
    let second = Server::builder().start()?;
    TcpStream::connect(first.address())?;
    TcpStream::connect(second.address())?;
    assert!(started.elapsed() < Duration::from_secs(1), "{:?}", started.elapsed());
    assert_ne!(first.address(), second.address());
    assert!(first.address().ip().is_loopback());
    Ok(())
}

#[test]
fn ends_when_it_is_dropped() -> TestResult {
    let server = Server::builder().start()?;
    let address = server.address();
    // An open connection must not keep the server running.
    let idle = TcpStream::connect(address)?;
    drop(server);
    assert!(TcpStream::connect(address).is_err());
    drop(idle);
    Ok(())
}

#[tokio::test]
async fn a_policy_holds_for_what_it_names() -> TestResult {
    let store = Store::new();
    for bucket in ["one", "two"] {
        store.create_bucket(bucket)?;
        store.put(bucket, "public/note", Object::new("hello", Default::default()))?;
        store.put(bucket, "note", Object::new("hello", Default::default()))?;
    }
    let policy = Policy::new().allow(&["s3:Get*"], &["one/public/*"]);
    let server =
        Server::builder().user(User::new("ann", "AKIDEXAMPLE", "secret").policy(policy)).store(store).start()?;
    let ann = presign::Credentials::new("AKIDEXAMPLE", "secret");
    let client = Client::new(server.address());
    for (bucket, key, allowed) in [("one", "public/note", true), ("one", "note", false), ("two", "public/note", false)]
    {
        let bucket = presign::Bucket::builder(bucket).endpoint(server.endpoint()).build()?;
        let answer = client.get(bucket.get_object(key).sign(&ann)?.as_str()).await?;
        if allowed {
            assert_status(&answer, 200);
        } else {
            assert_refused(&answer, 403, "AccessDenied");
        }
    }
    Ok(())
}

#[tokio::test]
async fn buckets() -> TestResult {
    let target = Target::embedded()?;
    let bucket = presign::Bucket::builder("another").endpoint(&*target.endpoint).build()?;
    let create = bucket.bucket_request(presign::Method::Put).sign(&target.owner)?;
    assert_status(&target.open(&create).await?, 200);
    assert_refused(&target.open(&create).await?, 409, "BucketAlreadyOwnedByYou");
    let delete = bucket.bucket_request(presign::Method::Delete).sign(&target.owner)?;
    assert_status(&target.open(&delete).await?, 204);
    assert_refused(&target.open(&delete).await?, 404, "NoSuchBucket");
    Ok(())
}

#[tokio::test]
async fn what_no_client_should_send_gets_an_answer() -> TestResult {
    let target = Target::embedded()?;
    let path = format!("{}/kk-presigned-demo/note", target.endpoint);
    for (url, status, code) in [
        (format!("{path}?X-Amz-Signature=%zz"), 400, "InvalidURI"),
        (format!("{path}?X-Amz-Date=%C3%A9"), 400, "AuthorizationQueryParametersError"),
        // s3s does not support SigV4A.
        (format!("{path}?X-Amz-Algorithm=AWS4-ECDSA-P256-SHA256&X-Amz-Signature=00"), 400, "InvalidRequest"),
        (format!("{path}?AWSAccessKeyId=a&Signature=b&Expires=1"), 400, "InvalidRequest"),
        (format!("{path}%ff"), 400, "InvalidURI"),
        (format!("{path}{}", "k".repeat(1025)), 400, "KeyTooLongError"),
        (format!("{}/No_Bucket/note", target.endpoint), 400, "InvalidBucketName"),
        (format!("{}/", target.endpoint), 403, "AccessDenied"),
    ] {
        assert_refused(&target.send(Call::new("GET", &*url)).await?, status, code);
    }
    let form = Call::new("POST", format!("{}/kk-presigned-demo", target.endpoint))
        .header("content-type", "multipart/form-data; boundary=b")
        .body("nonsense");
    assert!(target.send(form).await?.status.is_client_error());
    Ok(())
}

/// RFC 9110, section 9.3.2.
#[test]
fn a_rejected_head_has_no_body() -> TestResult {
    let server = Server::builder().start()?;
    let answer = by_hand::send(
        server.address(),
        b"HEAD /bucket/note?X-Amz-Date=x HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
    )?;
    assert_eq!(answer.status, 400);
    assert!(answer.text.ends_with("\r\n\r\n"), "{answer:?}");
    Ok(())
}

#[tokio::test]
async fn another_region() -> TestResult {
    let target = Target::embedded_in("eu-central-1")?;
    target.store_object("note", "hello", "text/plain").await?;
    for bucket in [target.bucket()?, target.virtual_hosted_bucket()?] {
        let url = bucket.get_object("note").sign(&target.owner)?;
        assert_eq!(target.open(&url).await?.body, "hello");
    }
    Ok(())
}
