//! Who signs: the identity and its secret.

#[expect(clippy::module_inception, reason = "the file is named after its main type")]
mod credentials;
#[cfg(feature = "std")]
mod environment;
mod identity;
mod pasted;

pub use self::credentials::Credentials;
#[cfg(feature = "std")]
pub(crate) use self::environment::environment_variable;
pub use self::identity::{Identity, TokenKind};
#[cfg(feature = "diagnose")]
pub(crate) use self::identity::{is_temporary, looks_like_access_key_id, looks_like_secret};
pub(crate) use self::pasted::{Stray, find_stray};
