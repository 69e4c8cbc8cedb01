//! Verifies presigned URLs: a tower layer, and the extractor of what it found.

use std::convert::Infallible;
use std::mem;
use std::pin::Pin;
use std::task::{Context, Poll};

use axum::extract::{FromRequestParts, Request};
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use presign::Credentials;
use presign::verify::{self, Rejection, Unverified};
use time::OffsetDateTime;
use tower::{Layer, Service};

use crate::Gateway;
use crate::error::Error;

/// A request whose signature was verified: who signed it, and for what. Only [`VerifyLayer`] creates one.
///
/// As an argument of a handler, it is an extractor. A route without the layer then answers with an internal error.
#[derive(Clone, Debug)]
pub(crate) struct Signed {
    credentials: Credentials,
    user: String,
    bucket: String,
    key: String,
    payload_hash: Option<[u8; 32]>,
}

impl Signed {
    /// Returns the user that the access key belongs to.
    pub(crate) fn user(&self) -> &str {
        &self.user
    }

    /// Returns the credentials that the request is signed with, to make other URLs for the same user.
    pub(crate) fn credentials(&self) -> &Credentials {
        &self.credentials
    }

    /// Returns the bucket, decoded exactly once. It is empty for the path `/`.
    pub(crate) fn bucket(&self) -> &str {
        &self.bucket
    }

    /// Returns the key, decoded exactly once. It is empty for a request for the bucket.
    pub(crate) fn key(&self) -> &str {
        &self.key
    }

    /// Returns the SHA-256 that the body must have.
    pub(crate) fn payload_hash(&self) -> Option<[u8; 32]> {
        self.payload_hash
    }
}

impl<S: Sync> FromRequestParts<S> for Signed {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Error> {
        parts.extensions.get().cloned().ok_or_else(|| Error::internal("a route has no VerifyLayer"))
    }
}

/// Passes on only requests with a valid signature.
#[derive(Clone, Debug)]
pub(crate) struct VerifyLayer {
    gateway: Gateway,
}

impl VerifyLayer {
    pub(crate) fn new(gateway: Gateway) -> Self {
        Self { gateway }
    }

    async fn verify(&self, parts: &Parts) -> Result<Signed, Error> {
        let headers: Vec<(&str, &[u8])> =
            parts.headers.iter().map(|(name, value)| (name.as_str(), value.as_bytes())).collect();
        // As it arrived: the router decodes nothing before this.
        let target = parts.uri.path_and_query().map_or("", |target| target.as_str());
        let mut request = verify::Request::new(parts.method.as_str(), target, &headers);
        // Of HTTP/2, or of a request line with an absolute URL. Unless it equals `Host`, the request is rejected.
        if let Some(authority) = parts.uri.authority() {
            request = request.authority(authority.as_str());
        }
        let unverified = Unverified::parse(&request)?;
        let found = self.gateway.database().key(unverified.access_key_id()).await?;
        let key = found.ok_or_else(Rejection::invalid_access_key_id)?;
        let verified = unverified.verify_at(&key.credentials, self.gateway.policy(), OffsetDateTime::now_utc())?;
        let (bucket, object) = verified.bucket_and_key();
        Ok(Signed {
            bucket: bucket.into_owned(),
            key: object.into_owned(),
            payload_hash: verified.payload_hash(),
            user: key.user,
            credentials: key.credentials,
        })
    }
}

impl<S> Layer<S> for VerifyLayer {
    type Service = Verify<S>;

    fn layer(&self, inner: S) -> Verify<S> {
        Verify { inner, layer: self.clone() }
    }
}

/// The service of [`VerifyLayer`].
#[derive(Clone, Debug)]
pub(crate) struct Verify<S> {
    inner: S,
    layer: VerifyLayer,
}

impl<S> Service<Request> for Verify<S>
where
    S: Service<Request, Response = Response, Error = Infallible> + Clone + Send + 'static,
    S::Future: Send,
{
    type Response = Response;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Response, Infallible>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request) -> Self::Future {
        // The service that is ready is this one, not its clone.
        let clone = self.inner.clone();
        let mut inner = mem::replace(&mut self.inner, clone);
        let layer = self.layer.clone();
        Box::pin(async move {
            let (mut parts, body) = request.into_parts();
            match layer.verify(&parts).await {
                Ok(signed) => {
                    parts.extensions.insert(signed);
                    inner.call(Request::from_parts(parts, body)).await
                }
                Err(error) => Ok(error.into_response()),
            }
        })
    }
}
