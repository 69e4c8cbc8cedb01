//! Signing of a form: its fields are written to one buffer, and the policy among them is the string to sign.

use alloc::string::String;
use core::ops::RangeInclusive;

use base64ct::{Base64, Encoding};
use zeroize::Zeroize;

use super::expiry::Expiry;
use super::form_field::FormField;
use super::pending::{Artifact, Pending};
use super::policy_document::{Condition, PolicyDocument, max_length};
use crate::credentials::{Identity, TokenKind};
use crate::endpoint::target::Target;
use crate::error::{Error, Repr};
use crate::sigv4::amz_date::day_of;
use crate::sigv4::{Algorithm, AmzDate, WipedString, scope_ending};

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
    /// The buffers do not grow while they are written: that would leave the session token in freed memory.
    pub(crate) fn write_unsigned(&self, identity: &Identity, out: &mut String) -> Result<Pending, Error> {
        identity.check(self.date)?;
        self.check_identity(identity)?;
        self.expiry.check_session(identity, self.target)?;
        let (seconds, validity) = self.expiry.settle(identity, self.date)?;
        let policy_ends = self.date.after(seconds).ok_or(Repr::InvalidTime { year: 10_000 })?;

        let (date, token) = (self.date.text(), identity.token());
        let credential = self.credential(identity, date.as_str());
        // The fields that signing adds, except the policy and the signature.
        let own = [
            Some(("x-amz-algorithm", identity.algorithm().as_str())),
            Some(("x-amz-credential", &*credential)),
            Some(("x-amz-date", date.as_str())),
            token.as_ref().map(|(kind, token)| (token_field(*kind), token.as_str())),
        ];
        let callers = || self.fields.iter().chain([self.key]);
        let own = || own.into_iter().flatten();
        let callers_length: usize = callers().map(|field| field.line().len()).sum();
        let own_length: usize = own().map(|(name, value)| name.len() + value.len() + ":\n".len()).sum();
        let (count, length) = (callers().count() + own().count(), callers_length + own_length);

        let most = max_length(self.bucket, count, length);
        let mut json = WipedString::from(String::with_capacity(most));
        let conditions = callers().map(Condition::on).chain(own().map(|(name, value)| Condition::equal(name, value)));
        let (bucket, content_length) = (self.bucket, self.content_length);
        PolicyDocument { expiration: policy_ends, bucket, conditions, content_length }.write(&mut json);
        debug_assert!(json.len() <= most, "{} bytes of {most}", json.len());

        let policy_length = Base64::encoded_len(json.as_bytes());
        let length = length + "policy:\nx-amz-signature:\n".len() + policy_length + 64;
        let with_frames = length + (count + 2) * (FRAME_LENGTH - ":\n".len());
        if with_frames > MAX_FORM_LENGTH {
            return Err(Repr::FormTooLong { length: with_frames }.into());
        }
        out.reserve_exact(length);
        callers().for_each(|field| out.push_str(field.line()));
        for (name, value) in own() {
            [name, ":", value, "\n"].into_iter().for_each(|part| out.push_str(part));
        }
        out.push_str("policy:");
        let message_start = out.len();
        push_base64(json.as_bytes(), out);

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

    /// Returns the access key ID and the scope.
    fn credential(&self, identity: &Identity, date: &str) -> String {
        let [a, b, c, d, e, f] = scope_ending(self.target.region(), self.target.service(), "/");
        [identity.access_key_id(), "/", day_of(date), a, b, c, d, e, f].concat()
    }
}

/// Returns the name of the field for a session token.
const fn token_field(kind: TokenKind) -> &'static str {
    match kind {
        TokenKind::Security => "x-amz-security-token",
        TokenKind::S3Session => "x-amz-s3session-token",
    }
}

/// Appends bytes in base64.
#[expect(clippy::expect_used, reason = "the buffer has room for an encoded chunk")]
fn push_base64(bytes: &[u8], out: &mut String) {
    /// Enough for most policies. A multiple of 3, so that only the last chunk is padded.
    const CHUNK: usize = 768;
    let mut encoded = [0; CHUNK / 3 * 4];
    for chunk in bytes.chunks(CHUNK) {
        out.push_str(Base64::encode(chunk, &mut encoded).expect("a chunk fits"));
    }
    // As a slice, because arrays are wiped byte by byte.
    encoded.as_mut_slice().zeroize();
}
