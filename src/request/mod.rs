//! What is presigned: the request builder, and a request prepared for an asynchronous signer.

mod lifetime;
mod operation;
mod prepared;
mod presign_request;
mod response_override;
mod sign;
mod sign_each;

pub(crate) use self::operation::Operation;
pub use self::prepared::Prepared;
pub use self::presign_request::PresignRequest;
