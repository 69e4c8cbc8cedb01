//! Checking presigned URLs and forms as a server does.
//!
//! - `mutations`: good requests, each changed in one way, and the exact rejection.
//! - `vectors`: URLs that other implementations signed.
//! - `recorded`: answers that were recorded from AWS.
//! - `properties`: random requests.
//! - `rejections`: the code, the message and the document of each rejection.
//! - `mismatch`: what a server shows a client with a wrong signature.
//! - `paths`: which paths and keys a server gets.
//! - `cost`: requests with many parts.
//! - `sigv4a`: URLs that are valid in several regions.
//! - `forms`: the same for forms.

#![cfg(feature = "verify")]

mod attempt;
mod cost;
#[cfg(feature = "post")]
mod forms;
mod mismatch;
mod mutations;
mod paths;
mod properties;
mod recorded;
mod rejections;
#[cfg(feature = "sigv4a")]
mod sigv4a;
#[path = "../util/mod.rs"]
mod util;
mod vectors;
