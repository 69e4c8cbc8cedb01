//! Signing. Every URL and form is signed in the same steps:
//!
//! 1. An [`UnsignedUrl`] or `UnsignedForm` holds everything except the signer's identity.
//! 2. A [`Signer`] receives it as a [`SigningJob`].
//! 3. The signer sets the identity and gets an [`Unsigned`], which has the string to sign.
//! 4. The signer adds the signature and gets a [`Signed`], which it returns.

mod batch_key;
mod canonical_requests;
mod decimal;
mod expiry;
#[cfg(feature = "post")]
mod form_field;
mod job;
#[cfg(feature = "post")]
mod json_string;
mod object_key;
mod pending;
#[cfg(feature = "post")]
mod policy_document;
mod presigned_url;
mod request_path;
mod shared_text;
mod signer;
#[cfg(feature = "post")]
mod unsigned_form;
mod unsigned_url;
mod validity;

pub use self::batch_key::BatchKey;
pub(crate) use self::canonical_requests::CanonicalRequests;
pub(crate) use self::decimal::push_decimal;
pub(crate) use self::expiry::{Expiry, IfCredentialsExpire};
#[cfg(feature = "post")]
pub(crate) use self::form_field::{FILE_NAME, FormField};
pub use self::job::{Signed, SigningJob, Unsigned};
pub(crate) use self::object_key::{MAX_KEY_LENGTH, ObjectKey};
pub(crate) use self::pending::written;
pub(crate) use self::pending::{Pending, Trace};
#[cfg(feature = "post")]
pub(crate) use self::presigned_url::push_quoted;
pub use self::presigned_url::{PresignedUrl, SigningTrace};
pub(crate) use self::request_path::{PathKind, RequestPath};
pub(crate) use self::shared_text::SharedText;
pub use self::signer::Signer;
#[cfg(all(feature = "post", feature = "verify"))]
pub(crate) use self::unsigned_form::MAX_FORM_LENGTH;
#[cfg(feature = "post")]
pub(crate) use self::unsigned_form::UnsignedForm;
pub(crate) use self::unsigned_url::UnsignedUrl;
pub use self::validity::Validity;
