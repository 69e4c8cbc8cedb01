//! Forms that upload a file (PostObject).

mod condition;
mod conditions;
mod fields;
mod form_rejection;
mod json;
mod mismatch_document;
mod policy_document;
mod post_form;
mod unverified_form;
mod verified_form;

pub use self::form_rejection::FormRejection;
pub use self::post_form::PostForm;
pub use self::unverified_form::UnverifiedForm;
pub use self::verified_form::VerifiedForm;
