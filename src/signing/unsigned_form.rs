//! The signing path of a form: its fields are written into one buffer, and the policy among them is what is signed.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::ops::RangeInclusive;

use base64ct::{Base64, Encoding};
use zeroize::Zeroizing;

use super::expiry::Expiry;
use super::form_field::FormField;
use super::pending::{Artefact, Pending};
use super::policy_document::{Conditions, PolicyDocument};
use super::validity::Validity;
use crate::credentials::Identity;
use crate::endpoint::target::Target;
use crate::error::{Error, Repr};
use crate::sigv4::rfc3339::date_time;
use crate::sigv4::{Algorithm, AmzDate, Scope};

/// A form of which everything is known but who signs it.
pub(crate) struct UnsignedForm<'j> {
    pub(crate) target: &'j Target,
    pub(crate) bucket: &'j str,
    /// The caller's fields except the key.
    pub(crate) fields: &'j [FormField],
    pub(crate) key: &'j FormField,
    pub(crate) content_length: Option<&'j RangeInclusive<u64>>,
    pub(crate) date: AmzDate,
    pub(crate) expiry: Expiry,
}

/// The longest form that S3 accepts, without its file but with its boundaries, in bytes.
const MAX_FORM_LENGTH: usize = 20 * 1024;

/// What `multipart/form-data` puts around a name and its value, with the longest boundary that there is (RFC 2046, section
/// 5.1.1): `--`, 70 characters, `Content-Disposition: form-data; name=""`, and four line breaks.
const FRAME_LENGTH: usize = 2 + 70 + 39 + 4 * 2;

impl UnsignedForm<'_> {
    /// Appends a line `name:value` for each field but the signature, with line feeds between them. The last value is the
    /// base64 of the policy, which is the string to sign.
    pub(crate) fn write_unsigned(&self, identity: &Identity, out: &mut String) -> Result<Pending, Error> {
        identity.check(self.date)?;
        self.check_identity(identity)?;
        let (_, expires_at) = self.expiry.settle(identity, self.date)?;

        let own = self.own_fields(identity);
        let fields = || self.fields.iter().chain([self.key]).chain(&own);
        let mut length = 0;
        for FormField { name, value, .. } in fields() {
            length += name.len() + value.len() + FRAME_LENGTH;
            for part in [name, ":", value, "\n"] {
                out.push_str(part);
            }
        }
        out.push_str("policy:");
        let message_start = out.len();
        let expiration = date_time(expires_at.time()).map_err(|year| Repr::InvalidTime { year })?;
        let conditions = Conditions { bucket: self.bucket, fields, content_length: self.content_length };
        out.push_str(&encode(&PolicyDocument { expiration: &expiration, conditions }, length));

        length += "policy".len() + out.len() - message_start + FRAME_LENGTH;
        length += "x-amz-signature".len() + 64 + FRAME_LENGTH;
        if length > MAX_FORM_LENGTH {
            return Err(Repr::FormTooLong { length }.into());
        }
        let validity = Validity::new(self.date, Some(expires_at));
        Ok(Pending { artefact: Artefact::Form, message_start, date: self.date, validity })
    }

    /// Checks that the identity can sign a form. No implementation signs one with SigV4A, and AWS does not say what S3 would
    /// accept.
    pub(super) fn check_identity(&self, identity: &Identity) -> Result<(), Error> {
        if self.target.takes_only_sigv4a() || identity.algorithm() == Algorithm::Sigv4a {
            return Err(Repr::Sigv4aForm {}.into());
        }
        self.target.check_identity(identity, true)
    }

    /// Returns the fields of the signature, except the policy and the signature itself.
    fn own_fields(&self, identity: &Identity) -> Vec<FormField> {
        let scope = Scope::from_checked(self.date.date(), self.target.region(), self.target.service());
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

/// Returns the base64 of a policy. Both it and the JSON hold the session token, and are wiped.
fn encode(policy: &impl serde_core::Serialize, length_of_fields: usize) -> Zeroizing<String> {
    // A condition is not much longer than its field. A buffer that grew would leave parts of the token behind.
    let mut json = Zeroizing::new(Vec::with_capacity(256 + length_of_fields));
    #[cfg(feature = "std")]
    let written = serde_json::to_writer(&mut *json, policy);
    // Without std, serde_json writes into a buffer of its own only.
    #[cfg(not(feature = "std"))]
    let written = serde_json::to_vec(policy).map(|bytes| *json = bytes);
    #[expect(
        clippy::expect_used,
        reason = "serde_json fails on keys that are not texts and on failing writers; here are neither"
    )]
    written.expect("a policy can always be written as JSON");
    Zeroizing::new(Base64::encode_string(&json))
}
