//! Signing of a form: its fields are written to one buffer, and the policy among them is the string to sign.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::ops::RangeInclusive;

use base64ct::{Base64, Encoding};
use zeroize::{Zeroize, Zeroizing};

use super::expiry::Expiry;
use super::form_field::FormField;
use super::pending::{Artifact, Pending};
use super::policy_document::{Conditions, PolicyDocument};

use crate::credentials::Identity;
use crate::endpoint::target::Target;
use crate::error::{Error, Repr};
use crate::sigv4::rfc3339::date_time;
use crate::sigv4::{Algorithm, AmzDate, Scope, WipedString};

/// A form that is complete except for the signer's identity.
pub(crate) struct UnsignedForm<'j> {
    pub(crate) target: &'j Target,
    pub(crate) bucket: &'j str,
    /// The caller's fields, except the key.
    pub(crate) fields: &'j [FormField],
    pub(crate) key: &'j FormField,
    pub(crate) content_length: Option<&'j RangeInclusive<u64>>,
    pub(crate) date: AmzDate,
    pub(crate) expiry: Expiry,
}

/// The length of the longest form that S3 accepts, in bytes. It includes the boundaries but not the file.
pub(crate) const MAX_FORM_LENGTH: usize = 20 * 1024;

/// The length of what `multipart/form-data` adds to a name and a value: `--`, a boundary of at most 70 characters
/// (RFC 2046, section 5.1.1), `Content-Disposition: form-data; name=""`, and four line breaks.
const FRAME_LENGTH: usize = 2 + 70 + 39 + 4 * 2;

impl UnsignedForm<'_> {
    /// Appends a line `name:value` for each field except the signature. The last value is the base64-encoded policy,
    /// which is the string to sign.
    ///
    /// The buffer does not grow while it is written: that would leave the session token in freed memory.
    pub(crate) fn write_unsigned(&self, identity: &Identity, out: &mut String) -> Result<Pending, Error> {
        identity.check(self.date)?;
        self.check_identity(identity)?;
        self.expiry.check_session(identity, self.target)?;
        let (seconds, validity) = self.expiry.settle(identity, self.date)?;
        let policy_ends = self.date.after(seconds).ok_or(Repr::InvalidTime { year: 10_000 })?;

        let own = self.own_fields(identity);
        let fields = || self.fields.iter().chain([self.key]).chain(&own.0);
        let lengths = || fields().map(|field| field.name.len() + field.value.len());
        let expiration = date_time(policy_ends.time()).map_err(|year| Repr::InvalidTime { year })?;
        let conditions = Conditions { bucket: self.bucket, fields, content_length: self.content_length };
        // JSON escapes quotation marks and backslashes. Everything else that it escapes is an error in a field.
        let most = 256 + 2 * self.bucket.len() + lengths().map(|length| 2 * length + FRAME_LENGTH).sum::<usize>();
        let policy = encode(&PolicyDocument { expiration: &expiration, conditions }, most);

        let lengths = lengths().chain(["policy".len() + policy.len(), "x-amz-signature".len() + 64]);
        let length = lengths.clone().map(|length| length + FRAME_LENGTH).sum();
        if length > MAX_FORM_LENGTH {
            return Err(Repr::FormTooLong { length }.into());
        }
        out.reserve_exact(lengths.map(|length| length + ":\n".len()).sum());
        for FormField { name, value, .. } in fields() {
            for part in [name, ":", value, "\n"] {
                out.push_str(part);
            }
        }
        out.push_str("policy:");
        let message_start = out.len();
        out.push_str(&policy);

        Ok(Pending { artifact: Artifact::Form, message_start, date: self.date, validity })
    }

    /// Checks that the identity can sign a form. SigV4A is not supported: no other implementation signs forms with it,
    /// and AWS does not document what S3 accepts.
    pub(super) fn check_identity(&self, identity: &Identity) -> Result<(), Error> {
        if self.target.takes_only_sigv4a() || identity.algorithm() == Algorithm::Sigv4a {
            return Err(Repr::Sigv4aForm {}.into());
        }
        self.target.check_identity(identity, true)
    }

    /// Returns the fields that signing adds, except the policy and the signature.
    fn own_fields(&self, identity: &Identity) -> OwnFields {
        let scope = Scope::from_checked(self.date.date(), self.target.region(), self.target.service());
        let mut own = Vec::from([
            FormField::new("x-amz-algorithm", identity.algorithm().as_str()),
            FormField::new("x-amz-credential", format!("{}/{scope}", identity.access_key_id())),
            FormField::new("x-amz-date", self.date.to_string()),
        ]);
        if let Some((kind, token)) = identity.token() {
            own.push(FormField::new(&kind.parameter_name().to_ascii_lowercase(), token.as_str()));
        }
        OwnFields(own)
    }
}

/// The fields that signing adds. Wiped from memory when dropped, since the session token is one of them.
struct OwnFields(Vec<FormField>);

impl Drop for OwnFields {
    fn drop(&mut self) {
        self.0.iter_mut().for_each(|field| field.value.zeroize());
    }
}

/// Returns the base64-encoded policy. The JSON and the result include the session token, so both are wiped when
/// dropped.
///
/// The JSON is at most `most` bytes long. A buffer that grows would leave parts of the token in freed memory.
fn encode(policy: &impl serde_core::Serialize, most: usize) -> WipedString {
    let mut json = Zeroizing::new(Vec::with_capacity(most));
    #[cfg(feature = "std")]
    let written = serde_json::to_writer(&mut *json, policy);
    // Without `std`, serde_json can only write to a buffer of its own, which grows.
    #[cfg(not(feature = "std"))]
    let written = serde_json::to_vec(policy).map(|bytes| *json = bytes);
    #[expect(
        clippy::expect_used,
        reason = "serde_json fails only for keys that are not strings and for failing writers"
    )]
    written.expect("a policy always serializes as JSON");
    debug_assert!(json.len() <= most || cfg!(not(feature = "std")), "{} bytes of {most}", json.len());
    Base64::encode_string(&json).into()
}
