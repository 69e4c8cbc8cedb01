//! The parameters of S3's operations, each put where S3 wants it: into the query, or into a signed header that the client
//! must send. A parameter given twice replaces the first.

mod access;
mod integrity;
mod listing;
