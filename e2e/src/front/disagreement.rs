//! Requests about whose signature `presign` and s3s disagree.

use std::sync::{Mutex, PoisonError};

use hyper::http::request::Parts;
use presign::verify::Rejection;

use super::cause::Cause;
use super::opinion::Opinion;
use crate::refusal::Refusal;

/// A request about whose signature `presign` and s3s disagree. It shows no signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Disagreement {
    /// The method and the path, as received.
    pub request: String,
    /// What `presign` says: whose signature it is, or the error.
    pub presign: String,
    /// What s3s says: whose signature it is, or the code of its error.
    pub s3s: String,
    /// The explanation. Without one, the server answers with an internal error, which fails every test.
    pub cause: Option<Cause>,
}

/// What both say about a request.
#[derive(Clone, Copy, Debug)]
pub(super) struct Opinions<'a> {
    pub(super) head: &'a Parts,
    /// The fields, if it is a form.
    pub(super) fields: Option<&'a [(String, String)]>,
    /// The access key ID, or why `presign` rejects the request.
    pub(super) presign: Result<&'a str, &'a Rejection>,
    pub(super) s3s: &'a Opinion,
}

impl Opinions<'_> {
    /// Returns the disagreement, unless both accept the signature of the same key or both reject the request.
    fn compare(self) -> Option<Disagreement> {
        let agree = match (self.presign, self.s3s) {
            (Ok(key), Opinion::Accepted { access_key_id }) => key == access_key_id,
            (Err(_), Opinion::Anonymous | Opinion::Refused { .. }) => true,
            _ => false,
        };
        let accepted = |key: &str| format!("the signature of {key}");
        (!agree).then(|| Disagreement {
            request: format!("{} {}", self.head.method, self.head.uri.path()),
            presign: self.presign.map_or_else(|rejection| format!("{}: {rejection}", rejection.code()), accepted),
            s3s: match self.s3s {
                Opinion::Accepted { access_key_id } => accepted(access_key_id),
                Opinion::Anonymous => "no signature".to_owned(),
                Opinion::Refused { code } => code.clone(),
            },
            cause: Cause::of(self),
        })
    }
}

/// The disagreements so far.
#[derive(Debug, Default)]
pub(super) struct Disagreements(Mutex<Vec<Disagreement>>);

impl Disagreements {
    /// Compares the opinions, and keeps a disagreement.
    ///
    /// # Errors
    ///
    /// A disagreement that no row of the table explains.
    pub(super) fn compare(&self, opinions: Opinions<'_>) -> Result<(), Disagreement> {
        let Some(disagreement) = opinions.compare() else { return Ok(()) };
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(disagreement.clone());
        if disagreement.cause.is_some() { Ok(()) } else { Err(disagreement) }
    }

    pub(super) fn all(&self) -> Vec<Disagreement> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// The answer to a request about which the two disagree, and nobody knows why.
impl From<Disagreement> for Refusal {
    fn from(disagreement: Disagreement) -> Self {
        let Disagreement { request, presign, s3s, .. } = disagreement;
        Self::internal(&format!(
            "{request}: presign says {presign:?}, but s3s says {s3s:?}, and no row of front/cause.rs explains it"
        ))
    }
}

#[cfg(test)]
mod tests {
    use hyper::{Request, Response, StatusCode};
    use s3s::Body;

    use super::*;

    fn head() -> Parts {
        let request = Request::get("/bucket/note?X-Amz-SignedHeaders=host&X-Amz-Signature=0123");
        request.header("host", "example.com").body(()).unwrap().into_parts().0
    }

    fn accepted(access_key_id: &str) -> Opinion {
        Opinion::Accepted { access_key_id: access_key_id.to_owned() }
    }

    fn refused(code: &str) -> Opinion {
        Opinion::Refused { code: code.to_owned() }
    }

    #[test]
    fn agreement() {
        let (disagreements, head) = (Disagreements::default(), head());
        let mismatch = Rejection::SignatureMismatch;
        for (presign, s3s) in [
            (Ok("AKIDEXAMPLE"), accepted("AKIDEXAMPLE")),
            (Err(&mismatch), refused("SignatureDoesNotMatch")),
            (Err(&mismatch), refused("InvalidRequest")),
            (Err(&mismatch), Opinion::Anonymous),
        ] {
            assert_eq!(
                disagreements.compare(Opinions { head: &head, fields: None, presign, s3s: &s3s }),
                Ok(()),
                "{presign:?} {s3s:?}"
            );
        }
        assert_eq!(disagreements.all(), []);
    }

    /// An ordinary request has nothing that a row of the table names.
    #[test]
    fn no_row_explains_a_wrong_answer() {
        let (disagreements, head) = (Disagreements::default(), head());
        let mismatch = Rejection::SignatureMismatch;
        let no_key = Rejection::UnknownAccessKeyId;
        let opinions = [
            (Ok("AKIDEXAMPLE"), accepted("AKIDANOTHER")),
            (Ok("AKIDEXAMPLE"), refused("SignatureDoesNotMatch")),
            (Ok("AKIDEXAMPLE"), refused("InvalidRequest")),
            (Ok("AKIDEXAMPLE"), refused("AccessDenied")),
            (Ok("AKIDEXAMPLE"), Opinion::Anonymous),
            (Err(&mismatch), accepted("AKIDEXAMPLE")),
            (Err(&no_key), accepted("AKIDEXAMPLE")),
        ];
        for (presign, s3s) in &opinions {
            let compared = disagreements.compare(Opinions { head: &head, fields: None, presign: *presign, s3s });
            let disagreement = compared.expect_err("the two disagree");
            assert_eq!(disagreement.cause, None, "{presign:?} {s3s:?}");
            assert_eq!(disagreement.request, "GET /bucket/note");
            let answer: Response<Body> = Refusal::from(disagreement).into();
            assert_eq!(answer.status(), StatusCode::INTERNAL_SERVER_ERROR);
        }
        assert_eq!(disagreements.all().len(), opinions.len());
    }
}
