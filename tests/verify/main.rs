//! Checking presigned URLs as a server does.
//!
//! - `mutations`: good requests, each changed in one way, and the exact rejection.
//! - `vectors`: URLs that other implementations signed.
//! - `libraries`: URLs that other Rust libraries signed.
//! - `suite`: AWS's signing test suite.
//! - `recorded`: answers that were recorded from AWS.
//! - `properties`: random requests.
//! - `agreement`: random requests, which a naive verifier must accept and reject as the library does.
//! - `rejections`: the code, the message and the document of each rejection.
//! - `order`: the order of parameters.
//! - `paths`: which paths and keys a server gets.
//! - `cost`: requests with many parts.

#![cfg(feature = "verify")]

mod agreement;
mod attempt;
mod cost;
mod libraries;
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
mod suite;
#[path = "../util/mod.rs"]
mod util;
mod vectors;
#[path = "../naive/verifier.rs"]
mod verifier;
