//! Presigned URLs over HTTP/2, where `:authority` takes the place of the header `Host`.

use bytes::Bytes;
use http_body_util::{BodyExt as _, Empty};
use hyper::client::conn::http2;
use hyper::{Request, Response};
use hyper_util::rt::{TokioExecutor, TokioIo};
use presign_e2e::{Error, Target};
use tokio::net::TcpStream;

use crate::TestResult;

/// Sends a GET request for a URL to the server of another one. Returns the status and the body.
async fn get(server: &str, request: hyper::http::request::Builder) -> Result<(u16, String), Error> {
    let stream = TcpStream::connect(server.trim_start_matches("http://")).await?;
    let (mut sender, connection) = http2::handshake(TokioExecutor::new(), TokioIo::new(stream)).await?;
    let connection = tokio::spawn(connection);
    let answer: Response<_> = sender.send_request(request.body(Empty::<Bytes>::new())?).await?;
    let status = answer.status().as_u16();
    let body = answer.into_body().collect().await?.to_bytes();
    connection.abort();
    Ok((status, String::from_utf8(body.to_vec())?))
}

#[tokio::test]
async fn the_authority_is_the_host() -> TestResult {
    let target = Target::embedded()?;
    target.store_object("a note", "hello", "text/plain").await?;
    for bucket in [target.bucket()?, target.virtual_hosted_bucket()?] {
        let url = bucket.get_object("a note").sign(&target.owner)?;
        assert_eq!(get(&target.endpoint, Request::get(url.as_str())).await?, (200, "hello".to_owned()));
        let other = url.as_str().replace("http://", "http://another.");
        let (status, body) = get(&target.endpoint, Request::get(other)).await?;
        assert_eq!(status, 403);
        assert!(body.contains("<Code>SignatureDoesNotMatch</Code>"), "{body}");
    }
    Ok(())
}

/// RFC 9113, section 8.3.1: they must not differ.
#[tokio::test]
async fn a_host_beside_the_authority() -> TestResult {
    let target = Target::embedded()?;
    target.store_object("note", "hello", "text/plain").await?;
    let url = target.bucket()?.get_object("note").sign(&target.owner)?;
    let host = url.as_str().split('/').nth(2).ok_or("no host")?;
    let same = Request::get(url.as_str()).header("host", host);
    assert_eq!(get(&target.endpoint, same).await?, (200, "hello".to_owned()));
    let other = Request::get(url.as_str()).header("host", "example.com");
    let (status, body) = get(&target.endpoint, other).await?;
    assert_eq!(status, 400);
    assert!(body.contains("<Message>The request must have exactly one host.</Message>"), "{body}");
    Ok(())
}
