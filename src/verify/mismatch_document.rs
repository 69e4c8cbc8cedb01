//! The answer to a wrong signature that shows what should have been signed.

use alloc::string::{String, ToString};

use super::headers::Unsent;
use super::policy::Policy;
use super::rejection::Rejection;
use super::unverified::Unverified;
use crate::sigv4::StringToSign;

impl Unverified<'_> {
    /// Returns the error document for a [wrong signature](Rejection::SignatureMismatch) that also shows the string to sign
    /// and the canonical request of the server, as S3 does. A client can compare them with its own, line by line.
    ///
    /// The document contains the session token and the values of the signed headers. Send it only to the client, and don't
    /// log it. [`Rejection::to_xml`] shows no part of the request.
    ///
    /// A signed header that was not sent is shown with an empty value. Pass the `policy` of
    /// [`verify_at`](Self::verify_at), and `resource` and `request_id` as for [`Rejection::to_xml`].
    ///
    /// ```
    /// use presign::verify::{Policy, Rejection, Request, Unverified};
    /// use presign::Credentials;
    /// use time::macros::datetime;
    ///
    /// let target = "/boat.jpg?X-Amz-Algorithm=AWS4-HMAC-SHA256\
    ///     &X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20261123%2Feu-west-1%2Fs3%2Faws4_request\
    ///     &X-Amz-Date=20261123T120000Z&X-Amz-Expires=900&X-Amz-SignedHeaders=host\
    ///     &X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404";
    /// let headers: [(&str, &[u8]); 1] = [("Host", b"photos.example.com")];
    /// let unverified = Unverified::parse(&Request::new("GET", target, &headers))?;
    ///
    /// let key = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
    /// let policy = Policy::new("s3", "eu-west-1");
    /// let rejection = unverified.verify_at(&key, &policy, datetime!(2026-11-23 12:00 UTC)).unwrap_err();
    /// assert_eq!(rejection, Rejection::SignatureMismatch);
    /// let xml = unverified.mismatch_to_xml(&policy, "/boat.jpg", "4442587FB7D0A2F9");
    /// assert!(xml.contains("<CanonicalRequest>GET\n/boat.jpg\nX-Amz-Algorithm=AWS4-HMAC-SHA256&amp;"));
    /// # Ok::<(), Rejection>(())
    /// ```
    ///
    /// Source: answers of AWS, such as [this one][aws].
    ///
    /// [aws]: https://github.com/minio/minio/issues/2986
    pub fn mismatch_to_xml(&self, policy: &Policy, resource: &str, request_id: &str) -> String {
        let mut document = Rejection::SignatureMismatch.begin_document();
        document.push("AWSAccessKeyId", self.access_key_id());
        let texts = self.received.write(policy, Unsent::Empty, |request| {
            let text = StringToSign::new(self.algorithm(), self.claims().date.time, self.scope(), request.hash());
            (text.to_string(), request.to_string())
        });
        // A request without a canonical form, such as one whose signed header is not UTF-8, has nothing to compare.
        if let Ok(((string_to_sign, canonical_request), _)) = texts {
            document.push("StringToSign", &string_to_sign);
            document.push_digits("SignatureProvided", self.claims().signature.as_bytes());
            document.push_bytes("StringToSignBytes", &string_to_sign);
            document.push("CanonicalRequest", &canonical_request);
            document.push_bytes("CanonicalRequestBytes", &canonical_request);
        }
        document.end(resource, request_id)
    }
}
