//! What `presign::verify` says about a presigned URL.

use hyper::header::{AUTHORIZATION, HeaderName, HeaderValue};
use hyper::http::request::Parts;
use presign::verify::{Rejection, Request, Unverified};
use time::OffsetDateTime;

use super::query::Query;
use super::verifier::{Rejected, Verifier};

/// A request whose presigned URL was accepted. It is an extension of the request, for the access hook.
#[derive(Clone, Debug)]
pub(crate) struct Presigned {
    pub(crate) access_key_id: String,
    /// Signed headers that are in the query instead.
    headers_in_query: Vec<(HeaderName, HeaderValue)>,
}

impl Presigned {
    /// Adds the signed headers that are in the query instead. S3 obeys them, but s3s reads only headers.
    pub(super) fn add_headers(&self, head: &mut Parts) {
        head.headers.extend(self.headers_in_query.iter().cloned());
    }
}

impl Verifier {
    /// Verifies the URL of a request. Returns `None` if s3s alone decides about the request: it is signed in another way,
    /// or not at all.
    pub(super) fn verify_url(&self, head: &Parts, now: OffsetDateTime) -> Option<Result<Presigned, Rejected>> {
        let headers: Vec<_> = head.headers.iter().map(|(name, value)| (name.as_str(), value.as_bytes())).collect();
        let target = head.uri.path_and_query().map_or("", |target| target.as_str());
        let mut request = Request::new(head.method.as_str(), target, &headers);
        // Of HTTP/2, or of a request line with a whole URL, where it also takes the place of `Host`.
        if let Some(authority) = head.uri.authority() {
            request = request.authority(authority.as_str());
        }
        let unverified = Unverified::parse(&request);
        match &unverified {
            Err(Rejection::NotPresigned) => return None,
            // If the URL were signed, the header would be the first mistake.
            Err(Rejection::InvalidTarget) if head.headers.contains_key(AUTHORIZATION) => return None,
            Err(Rejection::TwoMechanisms) => {}
            _ if is_sigv4a(head) => return None,
            _ => {}
        }
        let verdict = match &unverified {
            Ok(unverified) => self.check_url(unverified, head, now),
            Err(rejection) => Err(rejection.clone()),
        };
        Some(verdict.map_err(|rejection| {
            self.rejected_with(rejection, head, |rejection, resource, request_id| match (&unverified, rejection) {
                // As on AWS. The document contains the session token, which the client has sent.
                (Ok(unverified), Rejection::SignatureMismatch | Rejection::MissingSignedHeader { .. }) => {
                    unverified.mismatch_to_xml(self.policy(), resource, request_id)
                }
                _ => rejection.to_xml(resource, request_id),
            })
        }))
    }

    fn check_url(
        &self,
        unverified: &Unverified<'_>,
        head: &Parts,
        now: OffsetDateTime,
    ) -> Result<Presigned, Rejection> {
        let key = self.key(unverified.access_key_id())?;
        let verified = unverified.verify_at(key, self.policy(), now)?;
        // s3s refuses a URL with a signed hash of the body, so there is none to compare.
        Ok(Presigned {
            access_key_id: verified.access_key_id().to_owned(),
            headers_in_query: headers_in_query(unverified, head),
        })
    }
}

/// Returns the signed headers that were not sent. `presign` has found each of them once in the query.
fn headers_in_query(unverified: &Unverified<'_>, head: &Parts) -> Vec<(HeaderName, HeaderValue)> {
    let query = Query::of(head);
    let missing = unverified.signed_headers().filter(|name| !head.headers.contains_key(&**name));
    let missing = missing.filter(|name| name.starts_with("x-amz-"));
    let header = |name: &str| Some((name.parse().ok()?, HeaderValue::from_bytes(query.value(name)?.as_bytes()).ok()?));
    missing.filter_map(|name| header(&name)).collect()
}

/// Returns whether the URL is signed with SigV4A, which s3s does not support.
fn is_sigv4a(head: &Parts) -> bool {
    Query::of(head).value("X-Amz-Algorithm") == Some("AWS4-ECDSA-P256-SHA256")
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use hyper::Request as HttpRequest;
    use presign::{Bucket, Credentials};
    use time::macros::datetime;

    use super::*;
    use crate::User;

    const NOW: OffsetDateTime = datetime!(2026-11-23 12:00 UTC);

    fn verify(request: hyper::http::request::Builder) -> Option<Result<String, Rejection>> {
        let users = [User::new("ann", "AKIDEXAMPLE", "secret")].into_iter().collect();
        let head = request.body(()).unwrap().into_parts().0;
        let verdict = Verifier::new(Arc::new(users), "us-east-1").verify_url(&head, NOW)?;
        Some(verdict.map(|presigned| presigned.access_key_id).map_err(|rejected| rejected.rejection().clone()))
    }

    fn signed() -> String {
        let bucket = Bucket::builder("photos").endpoint("http://example.com").build().unwrap();
        let url = bucket.get_object("a b").sign_at(&Credentials::new("AKIDEXAMPLE", "secret"), NOW).unwrap();
        url.into_string()
    }

    /// Over HTTP/2, there is no header `Host`. hyper has the pseudo-header `:authority` in the URL.
    #[test]
    fn the_host() {
        let url = signed();
        let target = url.strip_prefix("http://example.com").unwrap();
        let accepted = Some(Ok("AKIDEXAMPLE".to_owned()));
        assert_eq!(verify(HttpRequest::get(target).header("host", "example.com")), accepted);
        assert_eq!(verify(HttpRequest::get(&url)), accepted);
        assert_eq!(verify(HttpRequest::get(&url).header("host", "example.com")), accepted);
        let two = HttpRequest::get(&url).header("host", "example.org");
        assert_eq!(verify(two), Some(Err(Rejection::AmbiguousHost)));
        assert!(verify(HttpRequest::get(target)).is_some_and(|verdict| verdict.is_err()));
    }

    #[test]
    fn what_s3s_decides_alone() {
        let authorized = |target: &str| HttpRequest::get(target).header("authorization", "AWS4-HMAC-SHA256 x");
        assert_eq!(verify(HttpRequest::get("/photos/a")), None);
        assert_eq!(verify(authorized("/photos?&list-type=2")), None);
        assert_eq!(verify(HttpRequest::get("/photos?X-Amz-Algorithm=AWS4-ECDSA-P256-SHA256&X-Amz-Signature=00")), None);
        let two = authorized("/photos?X-Amz-Algorithm=AWS4-ECDSA-P256-SHA256");
        assert_eq!(verify(two), Some(Err(Rejection::TwoMechanisms)));
        assert_eq!(verify(HttpRequest::get("/photos?&list-type=2")), Some(Err(Rejection::InvalidTarget)));
        assert_eq!(verify(authorized("/photos?X-Amz-Signature=00")), Some(Err(Rejection::TwoMechanisms)));
    }
}
