//! The answer to a wrong signature of a form that shows what should have been signed.

use alloc::string::String;

use super::unverified_form::UnverifiedForm;
use crate::verify::rejection::Rejection;

impl UnverifiedForm<'_> {
    /// Returns the error document for a [wrong signature](Rejection::SignatureMismatch) that also shows the string to sign,
    /// as S3 does: the policy as it was sent.
    ///
    /// The policy may contain a session token. Send the document only to the client, and don't log it.
    /// [`Rejection::to_xml`] does not show the policy. Pass `resource` and `request_id` as for it.
    ///
    /// ```
    /// use presign::verify::{Policy, PostForm, Rejection};
    /// use presign::{Bucket, Credentials};
    /// use time::macros::datetime;
    ///
    /// let (key, now) = (Credentials::new("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"), datetime!(2026-11-23 12:00 UTC));
    /// let post = Bucket::new("photos")?.post_policy().key("boat.jpg").sign_at(&key, now)?;
    /// let fields: Vec<_> = post.fields().collect();
    /// let form = PostForm::new("photos", &fields);
    /// let unverified = form.parse()?;
    ///
    /// let other_key = Credentials::new("AKIDEXAMPLE", "je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY");
    /// let rejection = unverified.verify_at(&other_key, &Policy::new("s3", "us-east-1"), now).unwrap_err();
    /// assert_eq!(rejection, Rejection::SignatureMismatch);
    /// let xml = unverified.mismatch_to_xml("/photos", "4442587FB7D0A2F9");
    /// let (_, policy) = fields.iter().find(|(name, _)| *name == "policy").unwrap();
    /// assert!(xml.contains(&format!("<StringToSign>{policy}</StringToSign>")));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn mismatch_to_xml(&self, resource: &str, request_id: &str) -> String {
        let mut document = Rejection::SignatureMismatch.begin_document();
        document.push("AWSAccessKeyId", self.access_key_id());
        document.push("StringToSign", self.policy_text());
        document.push_digits("SignatureProvided", self.signature());
        document.push_bytes("StringToSignBytes", self.policy_text());
        document.end(resource, request_id)
    }
}
