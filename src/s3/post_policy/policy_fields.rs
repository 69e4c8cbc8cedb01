//! The fields of a form, and the policy among them that is signed.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::ops::RangeInclusive;

use time::OffsetDateTime;

use super::form_field::FormField;
use super::json::push_string;
use crate::base64::push_base64;
use crate::credentials::Identity;
use crate::error::{Error, Repr};
use crate::s3::Bucket;
use crate::signing::{ExpiresAfter, FormFields, UnsignedForm};
use crate::sigv4::rfc3339::date_time;
use crate::sigv4::{AmzDate, Scope};

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
    pub(super) fn draft(&self) -> UnsignedForm<'_> {
        UnsignedForm { target: &self.bucket.target, date: self.date, expiry: self.expiry, fields: self }
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

    /// The policy as JSON.
    fn policy<'f>(
        &self,
        expires_at: OffsetDateTime,
        fields: impl Iterator<Item = &'f FormField>,
        length_of_fields: usize,
    ) -> Result<String, Error> {
        let expiration = date_time(expires_at).map_err(|year| Repr::InvalidTime { year })?;
        // A condition is not much longer than its field.
        let mut policy = String::with_capacity(256 + length_of_fields);
        policy.push_str(r#"{"expiration":"#);
        push_string(&[&expiration], &mut policy);
        policy.push_str(r#","conditions":[{"bucket":"#);
        push_string(&[self.bucket.name()], &mut policy);
        policy.push('}');
        for field in fields {
            policy.push(',');
            field.push_condition(&mut policy);
        }
        if let Some(range) = self.content_length {
            policy.push_str(&format!(r#",["content-length-range",{},{}]"#, range.start(), range.end()));
        }
        policy.push_str("]}");
        Ok(policy)
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
        push_base64(self.policy(expires_at, fields(), length)?.as_bytes(), out);

        length += "policy".len() + out.len() - start + FRAME_LENGTH;
        length += "x-amz-signature".len() + 64 + FRAME_LENGTH;
        if length > MAX_FORM_LENGTH {
            return Err(Repr::FormTooLong { length }.into());
        }
        Ok(start)
    }
}
