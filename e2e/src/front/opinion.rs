//! What s3s alone says about the signature of a request.

use std::sync::Arc;

use hyper::http::request::Parts;
use hyper::http::{Extensions, HeaderMap, Method, Uri};
use hyper::{Request, Response};
use s3s::route::S3Route;
use s3s::service::S3Service as S3sService;
use s3s::validation::NameValidation;
use s3s::{Body, S3, S3Request, S3Response, S3Result};

use super::services::authenticating;
use crate::users::Users;

/// What s3s says about the signature of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Opinion {
    /// The signature of this key is correct.
    Accepted { access_key_id: String },
    /// The request has no signature.
    Anonymous,
    /// The error code.
    Refused { code: String },
}

/// A service of s3s that stops once it has verified a signature. It has no store, so asking it changes nothing.
#[derive(Debug)]
pub(super) struct SecondOpinion(S3sService);

impl SecondOpinion {
    pub(super) fn new(users: &Arc<Users>) -> Self {
        let mut builder = authenticating(NoOperations, users);
        builder.set_route(Stop);
        builder.set_validation(AnyName);
        Self(builder.build())
    }

    /// Asks about a request. Its body is not needed, since s3s never hashes the body of a presigned request for the
    /// signature.
    pub(super) async fn on(&self, head: &Parts) -> Opinion {
        match self.0.call(Request::from_parts(head.clone(), Body::empty())).await {
            Ok(response) => Self::read(response).await,
            Err(_) => Opinion::Refused { code: "no response".to_owned() },
        }
    }

    async fn read(response: Response<Body>) -> Opinion {
        let (head, mut body) = response.into_parts();
        match head.extensions.get() {
            Some(SignedBy(Some(access_key_id))) => Opinion::Accepted { access_key_id: access_key_id.clone() },
            Some(SignedBy(None)) => Opinion::Anonymous,
            None => {
                let document = body.store_all_limited(MAX_ERROR_BYTES).await.unwrap_or_default();
                let code = crate::xml::texts_of(&document, "Code").into_iter().next();
                Opinion::Refused { code: code.unwrap_or_else(|| head.status.to_string()) }
            }
        }
    }
}

/// The limit for an error document.
const MAX_ERROR_BYTES: usize = 64 * 1024;

/// Marks a response with the key whose signature s3s has verified, if the request had one.
#[derive(Clone)]
struct SignedBy(Option<String>);

/// Takes every request, right after s3s has verified its signature.
struct Stop;

#[async_trait::async_trait]
impl S3Route for Stop {
    fn is_match(&self, _: &Method, _: &Uri, _: &HeaderMap, _: &mut Extensions) -> bool {
        true
    }

    async fn check_access(&self, _: &mut S3Request<Body>) -> S3Result<()> {
        Ok(())
    }

    async fn call(&self, request: S3Request<Body>) -> S3Result<S3Response<Body>> {
        let mut response = S3Response::new(Body::empty());
        response.extensions.insert(SignedBy(request.credentials.map(|credentials| credentials.access_key)));
        Ok(response)
    }
}

/// s3s checks the name of a bucket before the signature. No name is wrong here, or it would hide what s3s says.
struct AnyName;

impl NameValidation for AnyName {
    fn validate_bucket_name(&self, _: &str) -> bool {
        true
    }
}

struct NoOperations;

impl S3 for NoOperations {}
