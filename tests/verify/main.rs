//! Checking presigned URLs as a server does.
//!
//! - `mutations`: good requests, each changed in one way, and the exact rejection.
//! - `vectors`: URLs that other implementations signed.
//! - `recorded`: answers that were recorded from AWS.
//! - `properties`: random requests.
//! - `rejections`: the code, the message and the document of each rejection.
//! - `paths`: which paths and keys a server gets.
//! - `cost`: requests with many parts.
//! - `forms`: good forms, each changed in one way, and the exact rejection.
//! - `form_policies`: the policies of forms.

#![cfg(feature = "verify")]

mod attempt;
mod cost;
#[cfg(feature = "post")]
mod form_policies;
#[cfg(feature = "post")]
mod forms;
mod mutations;
mod paths;
mod properties;
mod recorded;
mod rejections;
#[cfg(feature = "post")]
mod submission;
#[path = "../util/mod.rs"]
mod util;
mod vectors;
