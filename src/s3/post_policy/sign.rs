//! The terminal calls of a form, which sign it.

use alloc::string::String;

use time::OffsetDateTime;

use super::{PostPolicy, PreparedPost, PresignedPost};
use crate::credentials::Identity;
use crate::endpoint::lifetime::SIGV4;
use crate::error::{Error, Repr};
use crate::signing::{Expiry, FormField, ObjectKey, Signer, SigningJob, UnsignedForm};
use crate::sigv4::WipedString;
use crate::sigv4::amz_date::AmzDate;

const ALLOW_DOT_SEGMENTS: &str = "clients remove it before sending, so they would fetch another object; \
                                  to sign it anyway, call `allow_dot_segments`";

impl PostPolicy<'_> {
    /// Signs the form at this time, given in any offset.
    ///
    /// # Errors
    ///
    /// The first of these errors, each with the [`ErrorKind`](crate::ErrorKind) of its name:
    ///
    /// - the bucket: `UnsupportedOperation` (a directory bucket or an access point);
    /// - a setter: `ReservedFormField` (a field that the signer writes, `file`, ...), `DuplicateFormField` (names are
    ///   case-insensitive), `EmptyFormFieldName`, `EmptyMetadataName`, `MetadataNameWithPrefix`,
    ///   `InvalidFormFieldName`, `InvalidFormFieldValue` (a control character other than a tab), `FileNameVariable` (in
    ///   a prefix), `InvalidContentType`, `InvalidRedirect`, `FormTaggingNotXml`, `MisspelledKeyword`,
    ///   `EmptyContentLengthRange`, `InvalidSuccessStatus`
    /// - the key: `FormWithoutKey` (no key, or an empty one), `KeyTooLong` (over 1,024 bytes without `${filename}`),
    ///   `DotSegment`
    /// - a value: `FileNameVariable` (without `allow_file_name_variable`)
    /// - the expiry: `ExpiryTooShort` (0, or under a second), `ExpiryTooLong` (over 7 days)
    /// - the time: `InvalidTime` (a year outside 0 to 9999)
    /// - the signer: `EmptyCredentials`, `MalformedCredentials`, `UntrimmedCredentials`, `SwappedCredentials`,
    ///   `SessionTokenRequired`, `ExpiredCredentials`, `LifetimeTooShort`, `UnknownCredentialsExpiry`,
    ///   `ExpiryBeyondSession`, `ScopeMismatch`, `Sigv4aForm`, `SessionCredentials`, `InvalidSignature`, `Signer`
    /// - the whole form: `FormTooLong` (over 20 KiB without the file)
    ///
    /// ```
    /// use presign::{Bucket, Credentials, ErrorKind};
    /// use time::macros::datetime;
    ///
    /// let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
    /// let (bucket, now) = (Bucket::new("photos")?, datetime!(2026-11-23 12:00 UTC));
    /// let form = bucket.post_policy().key("boat.jpg").sign_at(&credentials, now)?;
    /// assert_eq!(form.expires_at(), datetime!(2026-11-23 12:15 UTC));
    /// let error = bucket.post_policy().sign_at(&credentials, now).unwrap_err();
    /// assert_eq!(error.kind(), ErrorKind::FormWithoutKey);
    /// # Ok::<(), presign::Error>(())
    /// ```
    pub fn sign_at(&self, signer: &dyn Signer, at: OffsetDateTime) -> Result<PresignedPost, Error> {
        let form = self.unsigned_at(at)?;
        let mut out = WipedString::default();
        let validity = signer.sign(SigningJob::of_form(&form, &mut out))?.validity;
        Ok(PresignedPost::new(self.url(), out, self.open_fields(), validity))
    }

    /// Prepares everything except the signature, for a signer that has to be awaited; see
    /// [`PresignRequest::prepare_at`](crate::PresignRequest::prepare_at).
    ///
    /// # Errors
    ///
    /// The same as for [`sign_at`](Self::sign_at), with the identity in place of the signer.
    pub fn prepare_at(&self, identity: &Identity, at: OffsetDateTime) -> Result<PreparedPost, Error> {
        let form = self.unsigned_at(at)?;
        let mut out = WipedString::default();
        let pending = form.write_unsigned(identity, &mut out)?;
        let post = PresignedPost::new(self.url(), out, self.open_fields(), pending.validity);
        Ok(PreparedPost::new(post, pending, &self.bucket.target))
    }

    /// Checks everything that does not depend on the signer.
    fn unsigned_at(&self, at: OffsetDateTime) -> Result<UnsignedForm<'_>, Error> {
        if let Some(error) = &self.error {
            return Err(error.clone());
        }
        let key = self.key.as_ref().ok_or(Repr::FormWithoutKey {})?;
        let parsed = ObjectKey::of_form(key.value())?;
        if !self.dot_segments_allowed {
            parsed.check_dot_segments(ALLOW_DOT_SEGMENTS)?;
        }
        self.check_file_name_variable(key)?;
        let expiry = Expiry {
            seconds: SIGV4.whole_seconds(self.expires_in, None)?,
            if_credentials_expire: self.if_credentials_expire,
        };
        Ok(UnsignedForm {
            target: &self.bucket.target,
            bucket: self.bucket.name(),
            fields: &self.fields,
            key,
            content_length: self.content_length.as_ref(),
            date: AmzDate::new(at)?,
            expiry,
        })
    }

    pub(super) fn url(&self) -> String {
        let mut url = String::with_capacity(self.bucket.target.base_url().len() + "/".len());
        self.bucket.target.append_bucket_url(&mut url);
        url
    }

    fn open_fields(&self) -> impl Iterator<Item = &str> + Clone {
        self.fields.iter().filter(|field| field.is_open()).map(FormField::name)
    }

    /// Checks that no value contains `${filename}`, except where `key_starts_with` added it.
    fn check_file_name_variable(&self, key: &FormField) -> Result<(), Error> {
        if self.file_name_variable_allowed {
            return Ok(());
        }
        let key = (!self.key_is_prefix).then_some(key);
        match key.into_iter().chain(&self.fields).find_map(|field| Some((field, field.file_name()?))) {
            Some((field, offset)) => Err(Repr::FileNameVariable { name: field.name().into(), offset }.into()),
            None => Ok(()),
        }
    }
}
