//! Who signs: the identity and its secret.

#[allow(clippy::module_inception, reason = "the folder is named for the question, the file for its main type")]
mod credentials;
#[cfg(feature = "std")]
mod environment;

pub use self::credentials::{Credentials, Identity, TokenKind};
