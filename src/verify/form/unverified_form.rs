//! A form that was read, but not checked.

use alloc::boxed::Box;
use alloc::string::String;
use core::fmt;

use time::{Duration, OffsetDateTime};
use zeroize::Zeroizing;

use super::conditions::{BUCKET, check_conditions};
use super::fields::Fields;
use super::form_rejection::FormRejection;
use super::policy_document::PolicyDocument;
use super::verified_form::VerifiedForm;
use crate::credentials::{Identity, TokenKind};
use crate::sigv4::amz_date::day_of;
use crate::sigv4::{Algorithm, AmzDate, Scope, are_equal, check_region, check_service, parse_hash};

use crate::verify::policy::{LONGEST, Policy};
use crate::verify::rejection::Rejection;
use crate::verify::verifying_key::{Verifier, VerifyingKey};

/// A form that was read, but not checked: everything in it is only claimed.
///
/// See [`PostForm`](crate::verify::PostForm) for an example.
pub struct UnverifiedForm<'a> {
    bucket: &'a str,
    fields: Fields<'a>,
    policy: Result<PolicyDocument, FormRejection>,
    credential: Credential,
    date: AmzDate,
    signature: [u8; 32],
}

/// The parts of `x-amz-credential`.
struct Credential {
    access_key_id: Box<str>,
    day: Box<str>,
    region: Box<str>,
    service: Box<str>,
}

const POLICY: &str = "policy";
const ALGORITHM: &str = "x-amz-algorithm";
const CREDENTIAL: &str = "x-amz-credential";
const DATE: &str = "x-amz-date";
const SIGNATURE: &str = "x-amz-signature";
const KEY: &str = "key";
const TOKEN: &str = "x-amz-security-token";

impl<'a> UnverifiedForm<'a> {
    pub(super) fn parse(bucket: &'a str, fields: Fields<'a>) -> Result<Self, Rejection> {
        check_required(&fields)?;
        let value = |name| fields.get(name).unwrap_or_default();
        if value(ALGORITHM) != Algorithm::Sigv4.as_str() {
            return Err(FormRejection::UnknownAlgorithm.into());
        }
        let credential = Credential::parse(value(CREDENTIAL)).ok_or(FormRejection::InvalidCredential)?;
        let date: AmzDate = value(DATE).parse().map_err(|_| FormRejection::InvalidDate)?;
        let text = date.text();
        let day = day_of(text.as_str());
        if *credential.day != *day {
            return Err(FormRejection::ScopeDate { scope: credential.day, date: day.into() }.into());
        }
        let signature = parse_hash(value(SIGNATURE)).ok_or(Rejection::SignatureMismatch)?;
        // A malformed policy is reported only if its signature is correct, as S3 does it.
        let policy = PolicyDocument::decode(value(POLICY));
        Ok(Self { bucket, fields, policy, credential, date, signature })
    }

    /// Returns the access key ID: the name of the key to verify with.
    pub fn access_key_id(&self) -> &str {
        &self.credential.access_key_id
    }

    /// Returns the day, region and service.
    pub fn scope(&self) -> Scope<'_> {
        Scope::from_checked(self.date.date(), &self.credential.region, &self.credential.service)
    }

    /// Returns the kind of the session token and the token, which temporary credentials have. It is a secret. In a
    /// form, the kind is always [`TokenKind::Security`].
    pub fn session_token(&self) -> Option<(TokenKind, Zeroizing<String>)> {
        self.fields.get(TOKEN).map(|token| (TokenKind::Security, Zeroizing::new(token.into())))
    }

    /// Returns the time of signing.
    pub fn signed_at(&self) -> OffsetDateTime {
        self.date.time()
    }

    /// Returns when the form expires: at the `expiration` of its policy, but at most 7 days after it was signed. It is
    /// `None` if the policy is malformed, which [`verify_at`](Self::verify_at) reports once the signature is correct.
    pub fn expires_at(&self) -> Option<OffsetDateTime> {
        let policy = self.policy.as_ref().ok()?;
        Some(self.expiry(policy, LONGEST.into()))
    }

    /// Checks everything but the size of the file: the signature, the time, and that the fields are those that the
    /// policy allows. `now` is the time of the server.
    ///
    /// See [`PostForm`](crate::verify::PostForm) for an example.
    ///
    /// # Errors
    ///
    /// The first [`Rejection`] in the order of [`PostForm`](crate::verify::PostForm#what-is-checked).
    pub fn verify_at(
        &self,
        key: &dyn VerifyingKey,
        policy: &Policy,
        now: OffsetDateTime,
    ) -> Result<VerifiedForm<'_>, Rejection> {
        self.check_scope(policy)?;
        if policy.is_too_early(self.signed_at(), now) {
            return Err(Rejection::NotYetValid);
        }
        let scope = self.scope();
        // A key always calls this. If one did not, nothing would be verified.
        let mut signature = Err(Rejection::SignatureMismatch);
        key.check(Algorithm::Sigv4, &scope, &mut |identity, verifier| {
            signature = self.check_identity(identity, now).and_then(|()| self.check_signature(verifier));
        });
        signature?;
        self.check_policy(policy, now)
    }

    /// Returns the policy as it was sent.
    pub(super) fn policy_text(&self) -> &str {
        self.fields.get(POLICY).unwrap_or_default()
    }

    pub(super) fn signature(&self) -> &[u8; 32] {
        &self.signature
    }

    fn check_scope(&self, policy: &Policy) -> Result<(), FormRejection> {
        let Credential { region, service, .. } = &self.credential;
        let wrong = |found: &str, expected: &str| (found.into(), expected.into());
        if *region != policy.region {
            let (found, expected) = wrong(region, &policy.region);
            return Err(FormRejection::WrongRegion { found, expected });
        }
        if *service != policy.service {
            let (found, expected) = wrong(service, &policy.service);
            return Err(FormRejection::WrongService { found, expected });
        }
        Ok(())
    }

    fn check_identity(&self, identity: &Identity, now: OffsetDateTime) -> Result<(), Rejection> {
        if identity.access_key_id() != self.access_key_id() {
            return Err(Rejection::UnknownAccessKeyId);
        }
        match (identity.token(), self.fields.get(TOKEN)) {
            (None, None) => {}
            (Some(_), None) => return Err(Rejection::MissingToken),
            (Some((TokenKind::Security, expected)), Some(token))
                if are_equal(token.as_bytes(), expected.as_bytes()) => {}
            _ => return Err(Rejection::InvalidToken),
        }
        match identity.expires_at() {
            Some(expiry) if expiry <= now => Err(Rejection::ExpiredToken),
            _ => Ok(()),
        }
    }

    /// Checks the signature of the policy as it was sent: its base64 text is the string to sign.
    fn check_signature(&self, verifier: Verifier<'_>) -> Result<(), Rejection> {
        match verifier(self.policy_text().as_bytes(), &self.signature) {
            Some(true) => Ok(()),
            Some(false) => Err(Rejection::SignatureMismatch),
            None => Err(Rejection::KeyOfAnotherScope),
        }
    }

    fn check_policy(&self, policy: &Policy, now: OffsetDateTime) -> Result<VerifiedForm<'_>, Rejection> {
        let document = self.policy.as_ref().map_err(FormRejection::clone)?;
        let expires_at = self.expiry(document, policy.max_expires.as_secs());
        if now >= expires_at {
            return Err(FormRejection::Expired.into());
        }
        if self.fields.get(BUCKET).is_some_and(|bucket| bucket != self.bucket) {
            return Err(FormRejection::OtherBucket.into());
        }
        let sizes = check_conditions(&document.conditions, &self.fields, self.bucket)?;
        Ok(VerifiedForm {
            access_key_id: self.access_key_id(),
            key: self.fields.get(KEY).unwrap_or_default(),
            fields: &self.fields,
            sizes,
            expires_at,
        })
    }

    /// Returns when the form expires, if it may be valid for at most this many seconds. The limit is a week in any case.
    fn expiry(&self, policy: &PolicyDocument, seconds: u64) -> OffsetDateTime {
        let longest = Duration::seconds(seconds.min(LONGEST.into()) as i64);
        policy.expiration.min(self.signed_at().saturating_add(longest))
    }
}

/// Checks that the form has the fields of a signature. They are reported in the order and the spelling in which S3
/// reports them.
fn check_required(fields: &Fields<'_>) -> Result<(), Rejection> {
    const VERSION_2: [&str; 2] = ["AWSAccessKeyId", "Signature"];
    const VERSION_4: [&str; 4] = ["X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Date", "X-Amz-Signature"];

    if fields.get("file").is_some() {
        return Err(FormRejection::FileCount { count: 2 }.into());
    }
    if fields.get(KEY).is_none_or(str::is_empty) {
        return Err(FormRejection::MissingField { name: KEY }.into());
    }
    let has = |name: &&str| fields.get(name).is_some();
    let (is_version_4, is_version_2) = (VERSION_4.iter().any(has), VERSION_2.iter().any(has));
    let required: &[&str] = match (is_version_4, is_version_2) {
        (true, _) => &VERSION_4,
        (false, true) => &VERSION_2,
        (false, false) => return Err(Rejection::NotPresigned),
    };
    match [POLICY].iter().chain(required).find(|name| !has(name)) {
        Some(name) => Err(FormRejection::MissingField { name }.into()),
        None if is_version_4 => Ok(()),
        None => Err(Rejection::Version2),
    }
}

impl Credential {
    /// Parses `key/date/region/service/aws4_request`. An access key ID may contain slashes.
    fn parse(text: &str) -> Option<Self> {
        let mut parts = text.rsplitn(5, '/');
        let (terminator, service, region, day) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
        let access_key_id = parts.next().filter(|key| !key.is_empty())?;
        let is_day = day.len() == 8 && day.bytes().all(|byte| byte.is_ascii_digit());
        let is_scope = check_region(region).is_ok() && check_service(service).is_ok();
        (terminator == "aws4_request" && is_day && is_scope).then(|| Self {
            access_key_id: access_key_id.into(),
            day: day.into(),
            region: region.into(),
            service: service.into(),
        })
    }
}

/// Shows neither the signature nor the session token.
impl fmt::Debug for UnverifiedForm<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UnverifiedForm")
            .field("access_key_id", &self.access_key_id())
            .field("scope", &format_args!("{}", self.scope()))
            .field("signed_at", &self.signed_at())
            .field("expires_at", &self.expires_at())
            .finish_non_exhaustive()
    }
}
