//! What stands in front of s3s: `presign::verify` answers presigned URLs and forms that it rejects as S3 does, and passes
//! on the others.
//!
//! s3s authenticates every request again, so it must agree. For each presigned URL and each form, accepted or not, s3s is
//! asked for its opinion. If the two disagree and no [`Cause`] explains it, the answer is an internal error.

use std::sync::Arc;

use hyper::body::Incoming;
use hyper::header::{CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, HeaderValue};
use hyper::http::request::Parts;
use hyper::{Method, Request, Response, StatusCode};
use presign::verify::FormRejection;
use s3s::service::S3Service as S3sService;
use s3s::{Body, HttpError};
use time::OffsetDateTime;

pub use self::cause::Cause;
pub use self::disagreement::Disagreement;
pub(crate) use self::form::FromForm;
pub(crate) use self::url::Presigned;

use self::disagreement::{Disagreements, Opinions};
use self::opinion::SecondOpinion;
use self::verifier::{Rejected, Verifier};
use crate::host::bucket_and_key;
use crate::multipart_form::{self, MultipartForm};
use crate::refusal::Refusal;
use crate::store::Store;
use crate::users::Users;

mod body;
mod cause;
mod disagreement;
mod form;
mod opinion;
mod query;
mod services;
mod url;
mod verifier;

/// S3's limit for keys.
const MAX_KEY_BYTES: usize = 1024;

/// Answers requests. All connections share it.
#[derive(Debug)]
pub(crate) struct Front {
    verifier: Verifier,
    second: SecondOpinion,
    disagreements: Disagreements,
    s3: S3sService,
}

impl Front {
    pub(crate) fn new(store: Store, users: Arc<Users>, region: &str) -> Self {
        Self {
            second: SecondOpinion::new(&users),
            disagreements: Disagreements::default(),
            s3: services::serving(store, &users, region),
            verifier: Verifier::new(users, region),
        }
    }

    pub(crate) async fn answer(&self, request: Request<Incoming>) -> Result<Response<Body>, HttpError> {
        let (mut head, body) = request.into_parts();
        match self.admit(&mut head, Body::from(body)).await {
            Ok(body) => {
                let mut answer = self.s3.call(Request::from_parts(head, body)).await?;
                // s3s sends 200 for every HEAD, even if it is for a part of the object.
                if answer.status() == StatusCode::OK && answer.headers().contains_key(CONTENT_RANGE) {
                    *answer.status_mut() = StatusCode::PARTIAL_CONTENT;
                }
                Ok(answer)
            }
            Err(refusal) if head.method == Method::HEAD => Ok(Response::from(refusal).map(|_| Body::empty())),
            Err(refusal) => Ok(refusal.into()),
        }
    }

    /// Returns the requests so far about whose signature `presign` and s3s disagree.
    pub(crate) fn disagreements(&self) -> Vec<Disagreement> {
        self.disagreements.all()
    }

    /// Decides whether s3s gets a request. Returns the body for it.
    async fn admit(&self, head: &mut Parts, body: Body) -> Result<Body, Refusal> {
        let is_form = body::is_form(head);
        if let Some(verdict) = self.verifier.verify_url(head, OffsetDateTime::now_utc()) {
            // s3s does not look at the URL of a form.
            if !is_form {
                let presign = verdict.as_ref().map(|presigned| &*presigned.access_key_id).map_err(Rejected::rejection);
                let s3s = self.second.on_url(head).await;
                self.disagreements.compare(Opinions { head, fields: None, presign, s3s: &s3s })?;
            }
            let presigned = verdict?;
            presigned.add_headers(head);
            head.extensions.insert(presigned);
        }
        if body::should_be_form(head) {
            return Err(self.verifier.rejected(FormRejection::NotMultipart.into(), head).into());
        }
        if is_form { self.admit_form(head, body).await } else { body::keep_document(head, body).await }
    }

    /// Decides whether s3s gets a form. Returns the body for it, with `${filename}` replaced.
    async fn admit_form(&self, head: &mut Parts, body: Body) -> Result<Body, Refusal> {
        let rejected = |rejection: FormRejection| self.verifier.rejected(rejection.into(), head);
        let boundary = multipart_form::boundary(&head.headers).unwrap_or(Err(FormRejection::NotMultipart));
        let form =
            MultipartForm::parse(&boundary.map_err(rejected)?, &body::read_form(body).await?).map_err(rejected)?;
        let (bucket, key) = bucket_and_key(head);
        let verdict = self.verifier.verify_form(&form, &bucket, head, OffsetDateTime::now_utc());

        let fields = verdict.as_ref().map_or_else(|_| form.completed(), |from_form| from_form.fields.clone());
        let (content_type, body) = form.encode(&fields);
        head.headers.insert(
            CONTENT_TYPE,
            HeaderValue::from_str(&content_type).map_err(|_| Refusal::internal("the boundary is not a header"))?,
        );
        head.headers.insert(CONTENT_LENGTH, HeaderValue::from(body.len()));
        // s3s rejects a form that is sent to anything but a bucket, whatever it contains.
        if key.is_empty() && !bucket.is_empty() {
            let presign = verdict.as_ref().map(|from_form| &*from_form.access_key_id).map_err(Rejected::rejection);
            let s3s = self.second.on_form(head, body.clone()).await;
            self.disagreements.compare(Opinions { head, fields: Some(&fields), presign, s3s: &s3s })?;
            let from_form = verdict?;
            if fields.iter().any(|(name, value)| name.eq_ignore_ascii_case("key") && value.len() > MAX_KEY_BYTES) {
                return Err(Refusal::bad_request("KeyTooLongError", "Your key is too long"));
            }
            head.extensions.insert(from_form);
        }
        Ok(Body::from(body))
    }
}
