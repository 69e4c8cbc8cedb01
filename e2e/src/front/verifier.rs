//! The key and the policy with which `presign` verifies a request, and the answer to one that it rejects.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use hyper::http::request::Parts;
use percent_encoding::percent_decode_str;
use presign::CachedSigner;
use presign::verify::{Policy, Rejection};

use crate::refusal::Refusal;
use crate::users::Users;

/// Verifies presigned URLs and forms.
#[derive(Debug)]
pub(super) struct Verifier {
    users: Arc<Users>,
    policy: Policy,
    rejections: AtomicU64,
}

impl Verifier {
    pub(super) fn new(users: Arc<Users>, region: &str) -> Self {
        // As on AWS. The headers are then added to the request, so nothing that was signed is ignored.
        let policy = Policy::new("s3", region).dangerous_take_amz_headers_from_query();
        Self { users, policy, rejections: AtomicU64::new(0) }
    }

    pub(super) fn policy(&self) -> &Policy {
        &self.policy
    }

    pub(super) fn key(&self, access_key_id: &str) -> Result<&CachedSigner, Rejection> {
        self.users.key(access_key_id).ok_or_else(Rejection::invalid_access_key_id)
    }

    /// Writes the document that S3 sends with a rejection.
    pub(super) fn rejected(&self, rejection: Rejection, head: &Parts) -> Rejected {
        self.rejected_with(rejection, head, Rejection::to_xml)
    }

    /// Writes the document with a function that gets the resource and the ID of the request.
    pub(super) fn rejected_with(
        &self,
        rejection: Rejection,
        head: &Parts,
        write: impl FnOnce(&Rejection, &str, &str) -> String,
    ) -> Rejected {
        let resource = percent_decode_str(head.uri.path()).decode_utf8_lossy();
        let request_id = format!("{:016X}", self.rejections.fetch_add(1, Ordering::Relaxed));
        let document = write(&rejection, &resource, &request_id);
        Rejected { rejection, document }
    }
}

/// A rejection, and the document that S3 sends with it.
pub(super) struct Rejected {
    rejection: Rejection,
    document: String,
}

impl Rejected {
    pub(super) fn rejection(&self) -> &Rejection {
        &self.rejection
    }
}

impl From<Rejected> for Refusal {
    fn from(rejected: Rejected) -> Self {
        Self::new(rejected.rejection.status(), rejected.document)
    }
}
