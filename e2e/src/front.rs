//! What stands in front of s3s: `presign::verify` answers presigned URLs that it rejects as S3 does, and passes on the
//! others.
//!
//! s3s authenticates every request again, so it must agree. For each presigned URL, accepted or not, s3s is asked for its
//! opinion. If the two disagree and no [`Cause`] explains it, the answer is an internal error.

use std::sync::Arc;

use hyper::body::Incoming;
use hyper::header::CONTENT_RANGE;
use hyper::http::request::Parts;
use hyper::{Method, Request, Response, StatusCode};
use s3s::service::S3Service as S3sService;
use s3s::{Body, HttpError};
use time::OffsetDateTime;

pub use self::cause::Cause;
pub use self::disagreement::Disagreement;
pub(crate) use self::url::Presigned;

use self::disagreement::{Disagreements, Opinions};
use self::opinion::SecondOpinion;
use self::url::{Rejected, UrlVerifier};
use crate::refusal::Refusal;
use crate::store::Store;
use crate::users::Users;

mod body;
mod cause;
mod disagreement;
mod opinion;
mod query;
mod services;
mod url;

/// Answers requests. All connections share it.
#[derive(Debug)]
pub(crate) struct Front {
    urls: UrlVerifier,
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
            urls: UrlVerifier::new(users, region),
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
        if let Some(verdict) = self.urls.verify(head, OffsetDateTime::now_utc()) {
            // s3s does not look at the URL of a form.
            if !body::is_form(head) {
                let presign = verdict.as_ref().map(|presigned| &*presigned.access_key_id).map_err(Rejected::rejection);
                let s3s = self.second.on(head).await;
                self.disagreements.compare(Opinions { head, presign, s3s: &s3s })?;
            }
            let presigned = verdict?;
            presigned.add_headers(head);
            head.extensions.insert(presigned);
        }
        body::prepare(head, body).await
    }
}
