//! Checks presigned URLs and forms, for servers.
//!
//! It takes two steps, because a server must look up the key between them:
//!
//! 1. [`Unverified::parse`] reads the parameters of the signature. It needs no secret.
//! 2. [`Unverified::verify_at`] checks the signature, the scope and the time, and returns a [`Verified`] request.
//!
//! Nothing else creates a [`Verified`], so a function that takes one as an argument can't be called for a request that was
//! not checked. All checks are strict. A setting of [`Policy`] relaxes one of them, and its documentation says what can
//! then go wrong.
//!
//! The handler of a server, without a framework:
//!
//! ```
//! use presign::verify::{Policy, Rejection, Request, Unverified, Verified};
//! use presign::{Bucket, Credentials};
//! use time::OffsetDateTime;
//! use time::macros::datetime;
//!
//! /// Answers a request with a status and a body.
//! fn handle(request: &Request<'_>, now: OffsetDateTime) -> (u16, String) {
//!     match verify(request, now) {
//!         Ok(body) => (200, body),
//!         Err(rejection) => (rejection.status(), rejection.to_xml("/boat.jpg", "4442587FB7D0A2F9")),
//!     }
//! }
//!
//! fn verify(request: &Request<'_>, now: OffsetDateTime) -> Result<String, Rejection> {
//!     let unverified = Unverified::parse(request)?;
//!     let key = look_up(unverified.access_key_id()).ok_or_else(Rejection::invalid_access_key_id)?;
//!     let verified = unverified.verify_at(&key, &Policy::new("s3", "us-east-1"), now)?;
//!     Ok(serve(&verified))
//! }
//!
//! fn look_up(access_key_id: &str) -> Option<Credentials> {
//!     // A server asks its database here, and may wait for the answer.
//!     let key = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
//!     (key.access_key_id() == access_key_id).then_some(key)
//! }
//!
//! fn serve(request: &Verified<'_>) -> String {
//!     format!("the content of {}", request.path())
//! }
//!
//! let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
//! let now = datetime!(2026-11-23 12:00 UTC);
//! let bucket = Bucket::builder("photos").endpoint("https://s3.example.com").build()?;
//! let url = bucket.get_object("boat.jpg").sign_at(&credentials, now)?;
//! let target = url.as_str().strip_prefix("https://s3.example.com").unwrap();
//!
//! let headers: [(&str, &[u8]); 1] = [("Host", b"s3.example.com")];
//! assert_eq!(handle(&Request::new("GET", target, &headers), now).1, "the content of /photos/boat.jpg");
//! let (status, body) = handle(&Request::new("DELETE", target, &headers), now);
//! assert_eq!(status, 403);
//! assert!(body.contains("<Code>SignatureDoesNotMatch</Code>"));
//! # Ok::<(), presign::Error>(())
//! ```
//!
//! # What is checked
//!
//! The first failure is the answer, in this order:
//!
//! - The request has one kind of authentication: no `Authorization` header, and no Signature Version 2.
//! - The target of the request decodes in one way only: there is no malformed escape, no text that is not UTF-8, no
//!   fragment and no empty parameter. `+` is a space in the query and a plus sign in the path.
//! - Each parameter of the signature occurs once and is spelled as in the specification, and its value has the required
//!   form. Other parameters are data, even if their names begin with `X-Amz-`.
//! - The region and the service are those of the [`Policy`].
//! - The URL is already valid, give or take the [clock skew](Policy::max_clock_skew), and has not expired. The skew does
//!   not delay the expiry.
//! - The session token is that of the key, and the key has not expired.
//! - `host` and every `x-amz-*` header of the request are signed. `x-amz-content-sha256` need not be.
//! - Every signed header was sent, and the signature is correct. It is compared in constant time.
//!
//! Some checks are left to the server: who may do what, the [hash of the body](Verified::payload_hash), and how often a
//! URL is used. The order of the parameters is not part of the signature.
//!
//! # Cost
//!
//! With a [`CachedSigner`](crate::CachedSigner) as the key, verifying rarely derives a key, and accepting a URL allocates
//! nothing unless it must be sorted and is longer than a few kilobytes. Verifying any request takes time that is almost
//! linear in its length.
//!
//! # Forms
//!
//! With the feature `post`, a server also checks the forms that [`Bucket::post_policy`](crate::Bucket) makes. A form is
//! read and checked in the same two steps: `PostForm::parse` returns an `UnverifiedForm`, and its `verify_at` a
//! `VerifiedForm`. As the file follows the fields, there is a third step: `VerifiedForm::check_size`, after the file was
//! read. The documentation of `PostForm` lists what is checked, and has an example.
//!
//! Source: [Authenticating requests: using query parameters][aws].
//!
//! [aws]: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html

mod as_signed;
mod buffer;
mod canonical;
mod claimed_signature;
mod claims;
mod error_document;
#[cfg(feature = "post")]
mod form;
mod headers;
mod mismatch_document;
mod notable_headers;
mod parameters;
mod plain_headers;
mod policy;
mod rejection;
mod unverified;
mod values;
mod verified;
mod verifying_key;

#[cfg(feature = "post")]
pub use self::form::{FormRejection, PostForm, UnverifiedForm, VerifiedForm};
pub use self::policy::Policy;
pub use self::rejection::Rejection;
pub use self::unverified::Unverified;
pub use self::verified::Verified;
pub use self::verifying_key::VerifyingKey;
pub use crate::sigv4::received::Request;
