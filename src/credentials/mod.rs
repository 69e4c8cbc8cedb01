//! Who signs: the identity and its secret.

#[expect(clippy::module_inception, reason = "the folder is named for the question, the file for its main type")]
mod credentials;
#[cfg(feature = "std")]
mod environment;
mod identity;

pub use self::credentials::Credentials;
pub use self::identity::{Identity, TokenKind};
