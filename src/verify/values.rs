//! The values of the parameters of a signature, as they were received.

use super::notable_headers::NotableHeaders;
use super::parameters::{Parameter, SIGNATURE, parameters};
use super::rejection::Rejection;
use crate::sigv4::escaped::Escaped;
use crate::sigv4::received::Request;

/// What a parameter of the signature is for.
#[derive(Clone, Copy)]
pub(super) enum Role {
    Algorithm,
    Credential,
    Date,
    Expires,
    SignedHeaders,
    Signature,
    SecurityToken,
    SessionToken,
    ContentSha256,
    RegionSet,
}

/// The names, in the order of [`Role`]. Every URL has the first six.
const NAMES: [&str; 10] = [
    "X-Amz-Algorithm",
    "X-Amz-Credential",
    "X-Amz-Date",
    "X-Amz-Expires",
    "X-Amz-SignedHeaders",
    SIGNATURE,
    "X-Amz-Security-Token",
    "X-Amz-S3session-Token",
    "X-Amz-Content-Sha256",
    "X-Amz-Region-Set",
];
const REQUIRED: usize = 6;

/// The values of the parameters of a signature. Each occurs at most once, and the required ones are there.
pub(super) struct Values<'a>([Option<Escaped<'a>>; NAMES.len()]);

impl<'a> Values<'a> {
    /// Collects the values, and checks what can be checked before they are decoded.
    pub(super) fn of(request: &Request<'a>, headers: &NotableHeaders<'_>) -> Result<Self, Rejection> {
        let (_, query) = request.path_and_query();
        let mut found = Found::default();
        for parameter in parameters(query.unwrap_or_default()) {
            match parameter {
                Some(parameter) => found.add(parameter),
                None => found.has_gap = true,
            }
        }
        found.check(request, headers)?;
        Ok(Self(found.values))
    }

    /// Returns the value of a parameter that every URL has.
    pub(super) fn required(&self, role: Role) -> Escaped<'a> {
        self.get(role).unwrap_or(Escaped::of_query(""))
    }

    pub(super) fn get(&self, role: Role) -> Option<Escaped<'a>> {
        self.0[role as usize]
    }
}

#[derive(Default)]
struct Found<'a> {
    values: [Option<Escaped<'a>>; NAMES.len()],
    repeated: Option<&'static str>,
    misspelled: Option<&'static str>,
    /// Whether there is nothing between two separators.
    has_gap: bool,
    /// Whether there is one of the parameters of Signature Version 2: `AWSAccessKeyId`, `Signature` and `Expires`.
    version_2: [bool; 3],
}

impl<'a> Found<'a> {
    fn add(&mut self, Parameter { name, value }: Parameter<'a>) {
        // Most names are spelled as the specification has them, and need no decoding.
        if let Some(role) = NAMES.iter().position(|known| *known == name.raw()) {
            return self.set(role, value);
        }
        // Few others begin with a letter that matters, or with an escape.
        if !matches!(name.raw().as_bytes(), [b'X' | b'x' | b'%' | b'A' | b'S' | b'E', ..]) {
            return;
        }
        for (found, name_2) in self.version_2.iter_mut().zip(["AWSAccessKeyId", "Signature", "Expires"]) {
            *found |= name.is(name_2);
        }
        let Some(role) = NAMES.iter().position(|known| name.is_in_any_case(known)) else { return };
        if !name.is(NAMES[role]) {
            self.misspelled = self.misspelled.or(Some(NAMES[role]));
        } else {
            self.set(role, value);
        }
    }

    fn set(&mut self, role: usize, value: Escaped<'a>) {
        if self.values[role].is_some() {
            self.repeated = self.repeated.or(Some(NAMES[role]));
        } else {
            self.values[role] = Some(value);
        }
    }

    fn check(&self, request: &Request<'_>, headers: &NotableHeaders<'_>) -> Result<(), Rejection> {
        let has_any = self.misspelled.is_some() || self.values[..REQUIRED].iter().any(Option::is_some);
        let [has_key, has_signature, has_expires] = self.version_2;
        let is_version_2 = has_key && has_signature || !has_any && (has_key || has_signature);
        if headers.has_authorization && (has_any || is_version_2) {
            return Err(Rejection::TwoMechanisms);
        }
        if is_version_2 {
            let is_complete = has_key && has_signature && has_expires;
            return Err(if is_complete { Rejection::Version2 } else { Rejection::IncompleteVersion2 });
        }
        if self.has_gap || !request.has_valid_target() {
            return Err(Rejection::InvalidTarget);
        }
        if !has_any {
            return Err(Rejection::NotPresigned);
        }
        let missing = self.values[..REQUIRED].iter().position(Option::is_none);
        if let Some(role) = missing {
            return Err(Rejection::MissingParameter { name: NAMES[role] });
        }
        match (self.repeated, self.misspelled) {
            (Some(name), _) => Err(Rejection::RepeatedParameter { name }),
            (_, Some(name)) => Err(Rejection::MisspelledParameter { name }),
            _ => Ok(()),
        }
    }
}
