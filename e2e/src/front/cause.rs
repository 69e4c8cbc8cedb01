//! The table of explained disagreements between `presign` and s3s.
//!
//! A row explains a disagreement only if the request has what the row names, so no row hides another disagreement.
//! `tests/embedded/disagreements.rs` sends a request for each row, and fails if the row does not explain it.

use presign::verify::{FormRejection, Rejection};

use self::form::Form;
use self::url::Url;
use super::disagreement::Opinions;
use super::opinion::Opinion;

mod form;
mod url;

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
    /// s3s skips an empty parameter, and treats a malformed escape as text. `presign` rejects a URI that servers read
    /// differently.
    LenientUri,
    /// s3s ignores a parameter of the signature in another case. `presign` rejects it, since other servers read it.
    Misspelled,
    /// s3s does not check the token of a temporary key.
    Token,
    /// s3s ignores `X-Amz-Content-Sha256` in the query, whatever its value.
    HashInQuery,
    /// s3s accepts a region that has no name, or begins or ends with a hyphen.
    MalformedRegion,
    /// s3s accepts every region.
    Region,
    /// s3s also accepts the service `sts`.
    Service,
    /// s3s accepts a plus sign before the number of seconds.
    SignOfExpires,
    /// s3s has no limit of seven days.
    OverSevenDays,
    /// s3s has one setting for how far a time may be in the future and for the age of a form. Here, it is seven days.
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

    /// s3s treats the body of every presigned URL as unsigned, even if its hash is signed.
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
    /// s3s treats a parameter named `Signature` as one of Signature Version 2, even in a URL signed with Version 4.
    SignatureParameter,
    /// s3s rejects a key of more than 1,024 bytes before it verifies the signature.
    LongKey,

    /// s3s does not have S3's limit of 20 KiB for the fields of a form.
    LongForm,
    /// s3s takes the last of several fields with one name. Servers differ in which one they use.
    RepeatedField,
    /// s3s looks for the key of a form only after it has authorized the request.
    KeyOfForm,
    /// s3s ignores members of a policy that it does not know.
    UnknownMember,
    /// s3s accepts any character between the date and the time of an `expiration`.
    TimeOfExpiration,
    /// s3s accepts a policy without a condition for the bucket. The form would upload to any bucket.
    BucketWithoutCondition,
    /// s3s needs no condition for `submit` and for the fields of server-side encryption.
    ExemptField,
    /// s3s accepts a condition whose name has no `$`.
    NameWithoutDollar,
    /// s3s treats a missing field as an empty one, so that `starts-with` an empty text is met.
    ConditionOnMissingField,
    /// s3s compares only the beginning of a list of content types. S3 compares each type in it.
    ListOfContentTypes,
    /// s3s rejects a number written as a text in `content-length-range`.
    RangeOfTexts,
    /// s3s only accepts conditions with `eq` for the fields of the signature.
    PrefixOfSignature,
}

impl Cause {
    /// Returns the row that explains a disagreement.
    pub(super) fn of(opinions: Opinions<'_>) -> Option<Self> {
        match (opinions.presign, opinions.s3s) {
            (Err(rejection), Opinion::Accepted { .. }) => {
                let of_both = Self::of_both(rejection);
                of_both.or_else(|| match opinions.fields {
                    Some(_) => form::accepted_by_s3s(rejection),
                    None => Url::of(opinions.head).accepted_by_s3s(rejection),
                })
            }
            // s3s has parsed the credential before anything else.
            (Ok(access_key_id), Opinion::Refused { code })
                if access_key_id.contains('/') && code == "InvalidRequest" =>
            {
                Some(Self::SlashInKey)
            }
            (Ok(_), Opinion::Refused { code }) => match opinions.fields {
                Some(fields) => Form::of(fields).refused_by_s3s(code),
                None => Url::of(opinions.head).refused_by_s3s(code),
            },
            _ => None,
        }
    }

    /// Returns the row for a mistake that URLs and forms may have, and that s3s does not look for.
    fn of_both(rejection: &Rejection) -> Option<Self> {
        Some(match rejection {
            Rejection::Version2 => Self::Version2,
            Rejection::MissingToken | Rejection::InvalidToken => Self::Token,
            Rejection::NotYetValid => Self::NotYetValid,
            Rejection::WrongRegion { .. } | Rejection::Form(FormRejection::WrongRegion { .. }) => Self::Region,
            Rejection::WrongService { found, .. } | Rejection::Form(FormRejection::WrongService { found, .. })
                if **found == *"sts" =>
            {
                Self::Service
            }
            _ => return None,
        })
    }
}
