//! Requests that the library signs.

use arbitrary::{Result, Unstructured};
use presign::s3::Addressing;
use presign::{Bucket, Error, Method, PresignRequest, PresignedUrl, Service, Signer};
use time::OffsetDateTime;

use super::Exchange;
use super::words::{HEADERS, PATH, QUERY, text};
use crate::naive;
use crate::verifier::Server;

/// Signs a request with the library. Returns whether the library can.
pub(super) fn sign(exchange: &mut Exchange, signed_at: OffsetDateTime, input: &mut Unstructured<'_>) -> Result<bool> {
    let method = *input.choose(&[Method::Get, Method::Put, Method::Delete])?;
    let path = format!("/{}", text(input, PATH)?);
    let mut query = Vec::new();
    for _ in 0..input.int_in_range(0..=3)? {
        query.push((text(input, QUERY)?, text(input, QUERY)?));
    }
    let mut headers = Vec::new();
    for _ in 0..input.int_in_range(0..=2)? {
        headers.push(*input.choose(HEADERS)?);
    }
    let signer: Box<dyn Signer> = match exchange.session_credentials() {
        Some(session) => Box::new(session),
        None => Box::new(exchange.credentials()),
    };

    let Server { service, region, stripped_prefix, .. } = &exchange.server;
    let sign = || -> std::result::Result<PresignedUrl, Error> {
        let endpoint = format!("https://s3.example.com:8443{stripped_prefix}");
        let complete = |request: PresignRequest<'_>| {
            let request = query.iter().fold(request, |request, (name, value)| request.query(name, value));
            let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
            request.allow_dot_segments().sign_at(&*signer, signed_at)
        };
        if service == "s3" {
            let bucket =
                Bucket::builder("photos").region(region).endpoint(endpoint).addressing(Addressing::Path).build()?;
            complete(bucket.request(method, &path[1..]))
        } else {
            complete(Service::new(service, region, endpoint)?.request(method, &path))
        }
    };
    let Ok(url) = sign() else { return Ok(false) };
    let sent: Vec<_> = url.headers().collect();
    let signature = naive::signature(url.method().as_str(), url.as_str(), &sent, &exchange.key.secret);
    assert!(url.as_str().ends_with(&signature), "{url}");

    let authority = naive::Url::parse(url.as_str()).authority;
    let (_, target) = url.as_str().split_once(authority).expect("its own authority");
    let Some(target) = target.strip_prefix(&**stripped_prefix) else { return Ok(false) };
    exchange.request.method = url.method().to_string();
    exchange.request.target = target.to_owned();
    exchange.request.headers = sent.iter().map(|(name, value)| (name.to_string(), value.as_bytes().to_vec())).collect();
    exchange.request.set_host(authority, input)?;
    Ok(true)
}
