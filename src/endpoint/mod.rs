//! Where a request goes: the parsed endpoint, the partitions of AWS, and the target that requests share.

pub(crate) mod partition;
mod punycode;
pub(crate) mod region;
pub(crate) mod target;
pub(crate) mod url;
