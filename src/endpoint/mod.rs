//! Where a request goes: the parsed endpoint, the partitions of AWS, the limits of its services, and the target that
//! requests share.

pub(crate) mod lifetime;
mod object_url;
pub(crate) mod partition;
mod punycode;
pub(crate) mod region;
pub(crate) mod target;
pub(crate) mod url;
