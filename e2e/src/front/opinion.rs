//! What s3s alone says about the signature of a request, and about the policy of a form.

use std::sync::Arc;

use bytes::Bytes;
use hyper::http::request::Parts;
use hyper::http::{Extensions, HeaderMap, Method, Uri};
use hyper::{Request, Response};
use s3s::access::{S3Access, S3AccessContext};
use s3s::route::S3Route;
use s3s::service::S3Service as S3sService;
use s3s::validation::NameValidation;
use s3s::{Body, S3, S3Error, S3ErrorCode, S3Request, S3Response, S3Result};

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

/// A service of s3s that stops once it has verified a signature and the policy of a form. It has no store, so asking it
/// changes nothing.
#[derive(Debug)]
pub(super) struct SecondOpinion(S3sService);

impl SecondOpinion {
    pub(super) fn new(users: &Arc<Users>) -> Self {
        let mut builder = authenticating(NoOperations, users);
        builder.set_route(Stop);
        builder.set_access(Stop);
        builder.set_validation(AnyName);
        Self(builder.build())
    }

    /// Asks about a presigned URL. The body of the request is not needed, since s3s never hashes it for the signature.
    pub(super) async fn on_url(&self, head: &Parts) -> Opinion {
        self.ask(head, Body::empty()).await
    }

    /// Asks about a form, as it is encoded for s3s.
    pub(super) async fn on_form(&self, head: &Parts, body: Bytes) -> Opinion {
        let mut head = head.clone();
        head.extensions.insert(IsForm);
        self.ask(&head, Body::from(body)).await
    }

    async fn ask(&self, head: &Parts, body: Body) -> Opinion {
        match self.0.call(Request::from_parts(head.clone(), body)).await {
            Ok(response) => Self::read(response).await,
            Err(_) => Opinion::Refused { code: "no response".to_owned() },
        }
    }

    async fn read(response: Response<Body>) -> Opinion {
        let (head, mut body) = response.into_parts();
        if let Some(SignedBy(key)) = head.extensions.get() {
            return Opinion::of(key.clone());
        }
        let document = body.store_all_limited(MAX_ERROR_BYTES).await.unwrap_or_default();
        let text = |name| crate::xml::texts_of(&document, name).into_iter().next();
        match text("Code") {
            Some(code) if code == STOPPED => Opinion::of(text("Message").filter(|key| !key.is_empty())),
            code => Opinion::Refused { code: code.unwrap_or_else(|| head.status.to_string()) },
        }
    }
}

impl Opinion {
    fn of(key: Option<String>) -> Self {
        key.map_or(Self::Anonymous, |access_key_id| Self::Accepted { access_key_id })
    }
}

/// Marks the upload of a form.
#[derive(Clone)]
struct IsForm;

/// The limit for an error document.
const MAX_ERROR_BYTES: usize = 64 * 1024;

/// Marks a response with the key whose signature s3s has verified, if the request had one.
#[derive(Clone)]
struct SignedBy(Option<String>);

/// The code with which [`Stop`] answers a form.
const STOPPED: &str = "Stopped";

/// Takes every request: right after s3s has verified its signature, or once it has also checked the policy of a form.
struct Stop;

#[async_trait::async_trait]
impl S3Route for Stop {
    fn is_match(&self, _: &Method, _: &Uri, _: &HeaderMap, extensions: &mut Extensions) -> bool {
        extensions.get::<IsForm>().is_none()
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

#[async_trait::async_trait]
impl S3Access for Stop {
    async fn check(&self, cx: &mut S3AccessContext<'_>) -> S3Result<()> {
        let key = cx.credentials().map_or(String::new(), |credentials| credentials.access_key.clone());
        Err(S3Error::with_message(S3ErrorCode::Custom(STOPPED.into()), key))
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
