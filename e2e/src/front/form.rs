//! What `presign::verify` says about the upload of a form.

use hyper::http::request::Parts;
use presign::verify::{PostForm, Rejection, UnverifiedForm};
use time::OffsetDateTime;

use super::verifier::{Rejected, Verifier};
use crate::multipart_form::MultipartForm;

/// A form that was accepted. It is an extension of the request, for the access hook and the operation.
#[derive(Clone, Debug)]
pub(crate) struct FromForm {
    pub(crate) access_key_id: String,
    /// The values of fields that s3s does not read: an XML document, and a canned ACL.
    pub(crate) tagging: Option<String>,
    pub(crate) acl: Option<String>,
    /// All fields, with `${filename}` replaced.
    pub(super) fields: Vec<(String, String)>,
}

impl Verifier {
    /// Verifies a form that was sent to a bucket.
    pub(super) fn verify_form(
        &self,
        form: &MultipartForm,
        bucket: &str,
        head: &Parts,
        now: OffsetDateTime,
    ) -> Result<FromForm, Rejected> {
        let fields: Vec<_> = form.fields.iter().map(|(name, value)| (&**name, &**value)).collect();
        let mut received = PostForm::new(bucket, &fields);
        if let Some(file_name) = &form.file_name {
            received = received.file_name(file_name);
        }
        let unverified = received.parse().map_err(|rejection| self.rejected(rejection, head))?;
        self.check_form(&unverified, form, &fields, now).map_err(|rejection| {
            self.rejected_with(rejection, head, |rejection, resource, request_id| match rejection {
                // As on AWS.
                Rejection::SignatureMismatch => unverified.mismatch_to_xml(resource, request_id),
                _ => rejection.to_xml(resource, request_id),
            })
        })
    }

    fn check_form(
        &self,
        unverified: &UnverifiedForm<'_>,
        form: &MultipartForm,
        fields: &[(&str, &str)],
        now: OffsetDateTime,
    ) -> Result<FromForm, Rejection> {
        let key = self.key(unverified.access_key_id())?;
        let verified = unverified.verify_at(key, self.policy(), now)?;
        verified.check_size(form.file.len() as u64)?;
        let owned = |name| verified.field(name).map(str::to_owned);
        // `presign` returns no field of the signature. `${filename}` occurs in none.
        let completed =
            |&(name, value): &(&str, &str)| (name.to_owned(), verified.field(name).unwrap_or(value).to_owned());
        Ok(FromForm {
            access_key_id: verified.access_key_id().to_owned(),
            tagging: owned("tagging"),
            acl: owned("acl"),
            fields: fields.iter().map(completed).collect(),
        })
    }
}
