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
//! - `form_values`: the key, the fields and the file name that a server gets.
//! - `form_vectors`: forms that other implementations signed.
//! - `forms_recorded`: answers of AWS to forms.
//! - `form_properties`: random forms.
//! - `form_cost`: forms with many parts.
//! - `form_rejections`: the code, the message and the document of each rejection of a form.

#![cfg(feature = "verify")]

mod attempt;
mod cost;
#[cfg(feature = "post")]
mod form_cost;
#[cfg(feature = "post")]
mod form_policies;
#[cfg(feature = "post")]
mod form_properties;
#[cfg(feature = "post")]
mod form_rejections;
#[cfg(feature = "post")]
mod form_values;
#[cfg(feature = "post")]
mod form_vectors;
#[cfg(feature = "post")]
mod forms;
#[cfg(feature = "post")]
mod forms_recorded;
mod mutations;
#[cfg(feature = "post")]
#[path = "../naive_form/mod.rs"]
mod naive_form;
mod paths;
mod properties;
mod recorded;
mod rejections;
#[cfg(feature = "post")]
mod submission;
#[path = "../util/mod.rs"]
mod util;
mod vectors;
