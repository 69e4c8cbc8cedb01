//! What other crates have for the same things: each file is a feature's own.

#[cfg(feature = "aws-credential-types")]
mod aws_credential_types;
#[cfg(feature = "http")]
mod http;
#[cfg(feature = "serde")]
mod serde;
