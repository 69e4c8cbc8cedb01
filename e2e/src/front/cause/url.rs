//! The rows of URLs.

use hyper::Version;
use hyper::http::request::Parts;
use presign::verify::Rejection;

use super::Cause;
use crate::front::query::Query;

/// A request with a presigned URL.
pub(super) struct Url<'a> {
    head: &'a Parts,
    query: Query,
}

impl<'a> Url<'a> {
    pub(super) fn of(head: &'a Parts) -> Self {
        Self { head, query: Query::of(head) }
    }

    /// Returns the row of a URL that only s3s accepts.
    pub(super) fn accepted_by_s3s(&self, rejection: &Rejection) -> Option<Cause> {
        Some(match rejection {
            Rejection::TwoMechanisms => Cause::TwoMechanisms,
            Rejection::InvalidTarget => Cause::LenientUri,
            Rejection::MisspelledParameter { .. } => Cause::Misspelled,
            Rejection::RepeatedParameter { name: "X-Amz-Security-Token" } => Cause::Token,
            Rejection::InvalidPayloadHash | Rejection::TwoPayloadHashes if self.has("X-Amz-Content-Sha256") => {
                Cause::HashInQuery
            }
            Rejection::InvalidCredential if self.has_malformed_region() => Cause::MalformedRegion,
            Rejection::ExpiresNotANumber if self.value("X-Amz-Expires").starts_with('+') => Cause::SignOfExpires,
            Rejection::ExpiresTooLong { .. } => Cause::OverSevenDays,
            Rejection::UnsignedHeaders { .. } => Cause::UnsignedHeaders,
            Rejection::InvalidSignedHeaders => Cause::OrderOfSignedHeaders,
            Rejection::MissingSignedHeader { .. } => Cause::MissingHeader,
            Rejection::AmbiguousHost if self.has_host_in_line() => Cause::HostInRequestLine,
            Rejection::AmbiguousHost => Cause::TwoHosts,
            Rejection::SignatureMismatch if self.has_raw_path() => Cause::RawPath,
            _ => return None,
        })
    }

    /// Returns the row of a URL that only `presign` accepts.
    pub(super) fn refused_by_s3s(&self, code: &str) -> Option<Cause> {
        let hash = self.head.headers.get("x-amz-content-sha256");
        let hash = hash.map(|hash| hash.to_str().unwrap_or_default()).filter(|hash| *hash != "UNSIGNED-PAYLOAD");
        let is_signed = self.is_signed("x-amz-content-sha256");
        let in_query = !matches!(self.value("X-Amz-Content-Sha256"), "" | "UNSIGNED-PAYLOAD");
        Some(match code {
            "SignatureDoesNotMatch" if is_signed && hash.is_some() || in_query => Cause::SignedHash,
            "SignatureDoesNotMatch" | "NotImplemented" if !is_signed && hash.is_some_and(|hash| hash.len() != 64) => {
                Cause::UnsignedHash
            }
            "SignatureDoesNotMatch" if self.has_header_in_query() => Cause::HeaderInQuery,
            "SignatureDoesNotMatch" if self.has_host_in_line() => Cause::HostInRequestLine,
            "SignatureDoesNotMatch" if self.query.has_unsorted_values() => Cause::OrderOfValues,
            "SignatureDoesNotMatch" if self.has_other_whitespace() => Cause::OtherWhitespace,
            "InvalidRequest" if self.has("Signature") => Cause::SignatureParameter,
            "KeyTooLongError" => Cause::LongKey,
            _ => return None,
        })
    }

    /// Returns the value of a parameter, or an empty text.
    fn value(&self, name: &str) -> &str {
        self.query.value(name).unwrap_or_default()
    }

    fn has(&self, name: &str) -> bool {
        self.query.value(name).is_some()
    }

    fn has_malformed_region(&self) -> bool {
        let region = self.value("X-Amz-Credential").rsplit('/').nth(2);
        region.is_some_and(|region| region.is_empty() || region.starts_with('-') || region.ends_with('-'))
    }

    fn is_signed(&self, header: &str) -> bool {
        self.query.signed_headers().any(|name| name == header)
    }

    fn has_header_in_query(&self) -> bool {
        let mut missing = self.query.signed_headers().filter(|name| !self.head.headers.contains_key(*name));
        missing.any(|name| name.starts_with("x-amz-") && self.has(name))
    }

    fn has_host_in_line(&self) -> bool {
        self.head.version <= Version::HTTP_11 && self.head.uri.authority().is_some()
    }

    fn has_raw_path(&self) -> bool {
        let is_escaped = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.~/%".contains(&byte);
        !self.head.uri.path().bytes().all(is_escaped)
    }

    fn has_other_whitespace(&self) -> bool {
        let is_other = |character: char| character.is_whitespace() && !matches!(character, ' ' | '\t');
        let signed = self.head.headers.iter().filter(|(name, _)| self.is_signed(name.as_str()));
        let mut texts = signed.filter_map(|(_, value)| str::from_utf8(value.as_bytes()).ok());
        texts.any(|text| text.contains(is_other))
    }
}
