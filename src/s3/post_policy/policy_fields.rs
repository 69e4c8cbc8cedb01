//! The fields of a form, and the policy among them that is signed.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::ops::RangeInclusive;

use serde_json::{Value, json};
use time::OffsetDateTime;

use super::form_field::FormField;
use crate::amz_date::AmzDate;
use crate::base64::push_base64;
use crate::credentials::Identity;
use crate::error::{Error, Repr};
use crate::s3::Bucket;
use crate::signer::{ExpiresAfter, FormDraft, FormFields};
use crate::sigv4::Scope;

/// What S3 takes of a form without its file, boundaries included.
const MAX_FORM_LENGTH: usize = 20 * 1024;

/// What `multipart/form-data` puts around a name and its value, with the longest boundary that there is (RFC 2046, section
/// 5.1.1): `--`, 70 characters, `Content-Disposition: form-data; name=""`, and four line breaks.
const FRAME_LENGTH: usize = 2 + 70 + 39 + 4 * 2;

/// A policy that can be signed, at a moment.
pub(super) struct PolicyFields<'p> {
    pub(super) bucket: &'p Bucket,
    /// The caller's, but for the key.
    pub(super) fields: &'p [FormField],
    pub(super) key: &'p FormField,
    pub(super) content_length: Option<&'p RangeInclusive<u64>>,
    pub(super) date: AmzDate,
    pub(super) expiry: ExpiresAfter,
}

impl PolicyFields<'_> {
    pub(super) fn draft(&self) -> FormDraft<'_> {
        FormDraft { target: &self.bucket.target, date: self.date, expiry: self.expiry, fields: self }
    }

    /// Those that are there once it is known who signs.
    fn own(&self, identity: &Identity) -> Vec<FormField> {
        let target = &self.bucket.target;
        let scope = Scope::from_checked(self.date.date(), target.region(), target.service());
        let mut own = Vec::from([
            FormField::new("x-amz-algorithm", identity.algorithm().as_str()),
            FormField::new("x-amz-credential", format!("{}/{scope}", identity.access_key_id())),
            FormField::new("x-amz-date", self.date.to_string()),
        ]);
        if let Some((kind, token)) = identity.token() {
            own.push(FormField::new(&kind.parameter_name().to_ascii_lowercase(), token.as_str()));
        }
        own
    }
}

impl FormFields for PolicyFields<'_> {
    fn write_to(&self, out: &mut String, identity: &Identity, expires_at: OffsetDateTime) -> Result<usize, Error> {
        let own = self.own(identity);
        let fields = || self.fields.iter().chain([self.key]).chain(&own);
        let mut length = 0;
        for FormField { name, value, .. } in fields() {
            length += name.len() + value.len() + FRAME_LENGTH;
            for part in [name, ":", value, "\n"] {
                out.push_str(part);
            }
        }
        out.push_str("policy:");
        let start = out.len();
        let bucket = json!({ "bucket": self.bucket.name() });
        let size = self.content_length.map(|range| json!(["content-length-range", range.start(), range.end()]));
        let conditions = [bucket].into_iter().chain(fields().map(FormField::condition)).chain(size).collect();
        push_base64(policy_document(expires_at, conditions).as_bytes(), out);

        length += "policy".len() + out.len() - start + FRAME_LENGTH;
        length += "x-amz-signature".len() + 64 + FRAME_LENGTH;
        if length > MAX_FORM_LENGTH {
            return Err(Repr::FormTooLong { length }.into());
        }
        Ok(start)
    }
}

/// The policy as JSON. The expiration is in the form of ISO 8601 with all its punctuation, in UTC.
fn policy_document(expires_at: OffsetDateTime, conditions: Vec<Value>) -> String {
    let ((year, month, day), (hour, minute, second)) = (expires_at.to_calendar_date(), expires_at.to_hms());
    let month = u8::from(month);
    let conditions = Value::Array(conditions);
    format!(
        r#"{{"expiration":"{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z","conditions":{conditions}}}"#
    )
}
