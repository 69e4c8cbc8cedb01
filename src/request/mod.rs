//! What is asked of a bucket or a service.

mod prepared;
mod presign_request;

pub use self::prepared::Prepared;
pub use self::presign_request::PresignRequest;
