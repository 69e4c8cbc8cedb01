//! Checking forms as a server does.
//!
//! - `mutations`: good forms, each changed in one way, and the exact rejection.
//! - `policies`: policies that are malformed, and conditions that a form meets or not.
//! - `values`: the key, the fields and the file name that a server gets.
//! - `vectors`: forms that other implementations signed.
//! - `recorded`: answers that were recorded from AWS.
//! - `properties`: random forms.
//! - `rejections`: the code, the message and the document of each rejection.
//! - `cost`: forms with many parts.

mod cost;
mod mutations;
#[path = "../../naive_form/mod.rs"]
mod naive_form;
mod policies;
mod properties;
mod recorded;
mod rejections;
mod submission;
mod values;
mod vectors;
