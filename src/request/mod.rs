//! The request that is presigned.

mod prepared;
mod presign_request;

pub use self::prepared::Prepared;
pub use self::presign_request::PresignRequest;
