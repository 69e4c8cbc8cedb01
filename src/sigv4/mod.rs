//! Signature Version 4, one step of the specification per file, independent of S3.
//!
//! The types are named after the parts of the protocol. The `Display` of each gives exactly the bytes that are hashed,
//! signed or sent. Use them in tests, in servers and in tools that explain a signature. To create a URL, start with
//! [`Bucket`](crate::Bucket) or [`Service`](crate::Service).
//!
//! The steps of a signature, with the example of the S3 documentation:
//!
//! ```
//! use presign::Algorithm;
//! use presign::sigv4::{
//!     AmzDate, CanonicalHeaders, CanonicalQuery, CanonicalRequest, Scope, SigningKey, StringToSign, UNSIGNED_PAYLOAD,
//! };
//!
//! let date: AmzDate = "20130524T000000Z".parse()?;
//! let scope = Scope::new(date.date(), "us-east-1", "s3")?;
//!
//! let mut headers = CanonicalHeaders::new();
//! headers.insert("Host", "examplebucket.s3.amazonaws.com")?;
//! let mut query = CanonicalQuery::new();
//! query.insert("X-Amz-Algorithm", "AWS4-HMAC-SHA256");
//! query.insert("X-Amz-Credential", &format!("AKIAIOSFODNN7EXAMPLE/{scope}"));
//! query.insert("X-Amz-Date", &date.to_string());
//! query.insert("X-Amz-Expires", "86400");
//! query.insert("X-Amz-SignedHeaders", &headers.signed_headers().to_string());
//!
//! let request = CanonicalRequest::new("GET", "/test.txt", query.as_str(), &headers, UNSIGNED_PAYLOAD);
//! let string_to_sign = StringToSign::new(Algorithm::Sigv4, date, scope, request.hash());
//! let key = SigningKey::derive("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", &scope);
//! assert_eq!(
//!     key.sign(string_to_sign.to_string().as_bytes()).to_string(),
//!     "aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404",
//! );
//! # Ok::<(), presign::Error>(())
//! ```
//!
//! Sources: [Create a signed AWS API request][aws], and the [example of S3][example].
//!
//! [aws]: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
//! [example]: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html

mod algorithm;
pub(crate) mod amz_date;
mod canonical_headers;
pub(crate) mod canonical_query;
mod canonical_request;
#[cfg(feature = "verify")]
mod constant_time;
mod encode;
#[cfg(feature = "verify")]
pub(crate) mod escaped;
mod hashing;
mod header_lines;
mod header_syntax;
mod hex;
mod in_place;
pub(crate) mod path;
#[cfg(feature = "verify")]
pub(crate) mod received;
mod rendered_headers;
pub(crate) mod reserved_names;
pub(crate) mod rfc3339;
mod scope;
mod signature_bytes;
mod signing_key;
#[cfg(feature = "sigv4a")]
pub(crate) mod signing_key_v4a;
mod span;
mod string_to_sign;
mod wiped_stack;
mod wiped_string;

pub use self::algorithm::Algorithm;
pub use self::amz_date::AmzDate;
pub use self::canonical_headers::{CanonicalHeaders, SignedHeaders};
pub use self::canonical_query::CanonicalQuery;
pub use self::canonical_request::{CanonicalRequest, EMPTY_PAYLOAD_HASH, UNSIGNED_PAYLOAD};
#[cfg(feature = "verify")]
pub(crate) use self::constant_time::are_equal;
#[cfg(feature = "serde")]
pub(crate) use self::encode::check_escapes;
pub use self::encode::{PercentEncoded, encode_component, encode_path, normalize_path, percent_decode};
pub(crate) use self::encode::{append_component, append_path};
pub(crate) use self::hashing::{sha256, sha256_of_both};
pub(crate) use self::header_lines::HeaderLines;
#[cfg(feature = "post")]
pub(crate) use self::header_syntax::find_control;
pub(crate) use self::header_syntax::{HeaderName, HeaderValue, find_non_token, is_ascii_text};
pub(crate) use self::hex::hex_digits;
#[cfg(feature = "verify")]
pub(crate) use self::hex::parse_hash;
pub(crate) use self::hex::write_hex;
pub(crate) use self::rendered_headers::Repeated;
pub use self::scope::Scope;
pub(crate) use self::scope::{
    check_region, check_region_of_host, check_region_set, check_service, is_dns_label, scope_ending,
};
#[cfg(feature = "verify")]
pub(crate) use self::scope::{split_region, split_service};
pub(crate) use self::signature_bytes::check_signature;
pub(crate) use self::signing_key::BegunSignature;
pub(crate) use self::signing_key::SECRET_PREFIX;
pub use self::signing_key::{Signature, SigningKey};
#[cfg(feature = "verify")]
pub(crate) use self::span::span;
pub use self::string_to_sign::StringToSign;
pub(crate) use self::string_to_sign::before_hash;
#[cfg(feature = "diagnose")]
pub(crate) use self::string_to_sign::before_hash_of_day;
pub(crate) use self::wiped_stack::{HMAC_STACK, on_wiped_stack};
pub(crate) use self::wiped_string::WipedString;
