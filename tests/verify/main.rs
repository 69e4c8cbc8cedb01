//! Checking presigned URLs and forms as a server does.
//!
//! - `mutations`: good requests, each changed in one way, and the exact rejection.
//! - `vectors`: URLs that other implementations signed.
//! - `libraries`: URLs that other Rust libraries signed.
//! - `suite`: AWS's signing test suite.
//! - `recorded`: answers that were recorded from AWS.
//! - `properties`: random requests.
//! - `agreement`: random requests, which a naive verifier must accept and reject as the library does.
//! - `rejections`: the code, the message and the document of each rejection.
//! - `mismatch`: what a server shows a client with a wrong signature.
//! - `order`: the order of parameters.
//! - `paths`: which paths and keys a server gets.
//! - `cost`: requests with many parts.
//! - `sigv4a`: URLs that are valid in several regions.
//! - `forms`: the same for forms.

#![cfg(feature = "verify")]

mod agreement;
mod attempt;
mod cost;
#[cfg(feature = "post")]
mod forms;
mod libraries;
mod mismatch;
mod mutations;
#[path = "../naive/mod.rs"]
mod naive;
mod order;
mod paths;
mod properties;
#[path = "../received/mod.rs"]
mod received;
mod recorded;
mod rejections;
#[cfg(feature = "sigv4a")]
mod sigv4a;
mod suite;
#[path = "../util/mod.rs"]
mod util;
mod vectors;
#[path = "../naive/verifier.rs"]
mod verifier;
