//! The table of explained disagreements between `presign` and s3s.
//!
//! A row explains a disagreement only if the request has what the row names, so no row hides another disagreement.
//! `tests/embedded/disagreements.rs` sends a request for each row, and fails if the row does not explain it.

use hyper::http::request::Parts;
use presign::verify::Rejection;

use super::disagreement::Opinions;
use super::opinion::Opinion;
use super::query::Query;

macro_rules! causes {
    ($($(#[doc = $why:literal])+ $cause:ident,)+) => {
        /// Why `presign` and s3s disagree about the signature of a request.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Cause {
            $($(#[doc = $why])+ $cause,)+
        }

        impl Cause {
            /// All rows of the table.
            pub const ALL: &[Self] = &[$(Self::$cause),+];
        }
    };
}

causes! {
    /// s3s verifies the parameters and ignores the header `Authorization`. S3 allows one of them.
    TwoMechanisms,
    /// s3s also verifies Signature Version 2. S3 does so only in regions that existed before 2014.
    Version2,
    /// s3s skips an empty parameter, and takes a malformed escape for text. `presign` rejects a URI that servers read
    /// differently.
    LenientUri,
    /// s3s ignores a parameter of the signature in another case. `presign` rejects it, since other servers read it.
    Misspelled,
    /// s3s does not check the token of a temporary key.
    Token,
    /// s3s ignores `X-Amz-Content-Sha256` in the query, whatever its value.
    HashInQuery,
    /// s3s accepts a region without a name.
    EmptyRegion,
    /// s3s accepts every region.
    Region,
    /// s3s also accepts the service `sts`.
    Service,
    /// s3s accepts a plus sign before the number of seconds.
    SignOfExpires,
    /// s3s has no limit of seven days.
    OverSevenDays,
    /// s3s has one limit for times in the future and for the age of a form, which may be seven days.
    NotYetValid,
    /// s3s does not check which headers are signed, not even `host`.
    UnsignedHeaders,
    /// s3s does not check the order of the names in `X-Amz-SignedHeaders`.
    OrderOfSignedHeaders,
    /// s3s leaves a signed header that was not sent out of the canonical request.
    MissingHeader,
    /// s3s joins the values of two `Host` headers. HTTP forbids two (RFC 9112, section 3.2).
    TwoHosts,
    /// s3s ignores the host in the request line, which takes the place of the header (RFC 9112, section 3.2.2).
    HostInRequestLine,
    /// s3s also accepts a path that was signed as it was sent, with characters that must be escaped.
    RawPath,

    /// s3s takes the body of every presigned URL for unsigned, even if its hash is signed.
    SignedHash,
    /// s3s reads `x-amz-content-sha256` although it is not signed, and rejects a value that is not a hash.
    UnsignedHash,
    /// s3s does not take a signed `x-amz-*` header that was not sent from the query, as AWS does.
    HeaderInQuery,
    /// s3s sorts parameters by name, but not those with the same name by value.
    OrderOfValues,
    /// s3s folds every kind of whitespace in the value of a header. Signers fold only spaces and tabs.
    OtherWhitespace,
    /// s3s splits the credential at every slash, also at one in the access key ID.
    SlashInKey,
    /// s3s takes a parameter named `Signature` for Signature Version 2, even in a URL signed with Version 4.
    SignatureParameter,
    /// s3s rejects a key of more than 1,024 bytes before it verifies the signature.
    LongKey,
}

impl Cause {
    /// Returns the row that explains a disagreement.
    pub(super) fn of(opinions: Opinions<'_>) -> Option<Self> {
        let request = Details { head: opinions.head, query: Query::of(opinions.head) };
        match (opinions.presign, opinions.s3s) {
            (Err(rejection), Opinion::Accepted { .. }) => accepted_by_s3s(rejection, &request),
            (Ok(access_key_id), Opinion::Refused { code }) => refused_by_s3s(access_key_id, code, &request),
            _ => None,
        }
    }
}

fn accepted_by_s3s(rejection: &Rejection, request: &Details<'_>) -> Option<Cause> {
    Some(match rejection {
        Rejection::TwoMechanisms => Cause::TwoMechanisms,
        Rejection::Version2 => Cause::Version2,
        Rejection::InvalidTarget => Cause::LenientUri,
        Rejection::MisspelledParameter { .. } => Cause::Misspelled,
        Rejection::RepeatedParameter { name: "X-Amz-Security-Token" }
        | Rejection::MissingToken
        | Rejection::InvalidToken => Cause::Token,
        Rejection::InvalidPayloadHash | Rejection::TwoPayloadHashes if request.has("X-Amz-Content-Sha256") => {
            Cause::HashInQuery
        }
        Rejection::InvalidCredential if request.value("X-Amz-Credential").contains("//") => Cause::EmptyRegion,
        Rejection::WrongRegion { .. } => Cause::Region,
        Rejection::WrongService { found, .. } if **found == *"sts" => Cause::Service,
        Rejection::ExpiresNotANumber if request.value("X-Amz-Expires").starts_with('+') => Cause::SignOfExpires,
        Rejection::ExpiresTooLong { .. } => Cause::OverSevenDays,
        Rejection::NotYetValid => Cause::NotYetValid,
        Rejection::UnsignedHeaders { .. } => Cause::UnsignedHeaders,
        Rejection::InvalidSignedHeaders => Cause::OrderOfSignedHeaders,
        Rejection::MissingSignedHeader { .. } => Cause::MissingHeader,
        Rejection::AmbiguousHost if request.has_host_in_line() => Cause::HostInRequestLine,
        Rejection::AmbiguousHost => Cause::TwoHosts,
        Rejection::SignatureMismatch if request.has_raw_path() => Cause::RawPath,
        _ => return None,
    })
}

fn refused_by_s3s(access_key_id: &str, code: &str, request: &Details<'_>) -> Option<Cause> {
    let hash = request.head.headers.get("x-amz-content-sha256");
    let hash = hash.map(|hash| hash.to_str().unwrap_or_default()).filter(|hash| *hash != "UNSIGNED-PAYLOAD");
    let is_signed = request.is_signed("x-amz-content-sha256");
    Some(match code {
        "SignatureDoesNotMatch" if is_signed && hash.is_some() || request.has("X-Amz-Content-Sha256") => {
            Cause::SignedHash
        }
        "SignatureDoesNotMatch" | "NotImplemented" if !is_signed && hash.is_some_and(|hash| hash.len() != 64) => {
            Cause::UnsignedHash
        }
        "SignatureDoesNotMatch" if request.has_header_in_query() => Cause::HeaderInQuery,
        "SignatureDoesNotMatch" if request.has_host_in_line() => Cause::HostInRequestLine,
        "SignatureDoesNotMatch" if request.query.has_unsorted_values() => Cause::OrderOfValues,
        "SignatureDoesNotMatch" if request.has_other_whitespace() => Cause::OtherWhitespace,
        "InvalidRequest" if request.has("Signature") => Cause::SignatureParameter,
        "InvalidRequest" if access_key_id.contains('/') => Cause::SlashInKey,
        "KeyTooLongError" => Cause::LongKey,
        _ => return None,
    })
}

/// What rows ask about a request.
struct Details<'a> {
    head: &'a Parts,
    query: Query,
}

impl Details<'_> {
    /// Returns the value of a parameter, or an empty text.
    fn value(&self, name: &str) -> &str {
        self.query.value(name).unwrap_or_default()
    }

    fn has(&self, name: &str) -> bool {
        self.query.value(name).is_some()
    }

    fn is_signed(&self, header: &str) -> bool {
        self.query.signed_headers().any(|name| name == header)
    }

    fn has_header_in_query(&self) -> bool {
        let mut missing = self.query.signed_headers().filter(|name| !self.head.headers.contains_key(*name));
        missing.any(|name| name.starts_with("x-amz-") && self.has(name))
    }

    fn has_host_in_line(&self) -> bool {
        self.head.uri.authority().is_some()
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
