//! Conversions to and from types of other crates, one file per feature.

#[cfg(feature = "aws-credential-types")]
mod aws_credential_types;
#[cfg(feature = "http")]
mod http;
#[cfg(feature = "serde")]
mod serde;
#[cfg(feature = "url")]
mod url;
