//! Signature Version 4, one step of the specification per file, independent of S3.
//!
//! The types are named after the parts of the protocol. The `Display` of each gives exactly the bytes that are hashed,
//! signed or sent. Use them in tests, in servers and in tools that explain a signature. To create a URL, start with
//! [`Bucket`](crate::Bucket) or [`Service`](crate::Service).
//!
//! Source: [Create a signed AWS API request][aws].
//!
//! [aws]: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html

mod algorithm;
pub(crate) mod amz_date;
mod canonical_headers;
pub(crate) mod canonical_query;
mod canonical_request;
mod encode;
mod hashing;
mod header_lines;
mod header_syntax;
mod hex;
mod in_place;
pub(crate) mod path;
mod rendered_headers;
pub(crate) mod reserved_names;
pub(crate) mod rfc3339;
mod scope;
mod signing_key;
#[cfg(feature = "sigv4a")]
pub(crate) mod signing_key_v4a;
mod string_to_sign;

pub use self::algorithm::Algorithm;
pub use self::amz_date::AmzDate;
pub use self::canonical_headers::{CanonicalHeaders, SignedHeaders};
pub use self::canonical_query::CanonicalQuery;
pub use self::canonical_request::{CanonicalRequest, EMPTY_PAYLOAD_HASH, UNSIGNED_PAYLOAD};
pub use self::encode::{PercentEncoded, encode_component, encode_path, normalize_path, percent_decode};
pub(crate) use self::encode::{append_component, append_path};
#[cfg(feature = "std")]
pub(crate) use self::hashing::sha256;
pub(crate) use self::header_lines::HeaderLines;
#[cfg(feature = "post")]
pub(crate) use self::header_syntax::{find_control, find_non_token};
#[cfg(any(feature = "std", feature = "serde"))]
pub(crate) use self::hex::hex_digits;
pub(crate) use self::hex::write_hex;
pub(crate) use self::rendered_headers::Repeated;
pub use self::scope::Scope;
pub(crate) use self::scope::{
    check_region, check_region_of_host, check_region_set, check_service, is_dns_label, scope_ending,
};
#[cfg(feature = "std")]
pub(crate) use self::signing_key::BegunSignature;
pub(crate) use self::signing_key::SECRET_PREFIX;
pub use self::signing_key::{Signature, SigningKey};
pub use self::string_to_sign::StringToSign;
pub(crate) use self::string_to_sign::before_hash;
