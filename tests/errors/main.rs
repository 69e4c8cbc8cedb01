//! Checks the kind of each error, and its message word for word.

mod buckets;
mod endpoints;
mod faults;
#[cfg(feature = "post")]
mod forms;
mod headers_and_query;
mod keys;
mod messages;
mod operations;
mod parameters;
mod regions;
mod signers;
mod times;
#[path = "../util/mod.rs"]
mod util;
mod values;
#[cfg(feature = "xml")]
mod xml;

use presign::{Bucket, Error, Method, PresignRequest};

use crate::util::{NOW, credentials};

/// Signs a valid request that the caller changes, with any setter.
fn signed(change: impl FnOnce(PresignRequest<'_>) -> PresignRequest<'_>) -> Result<String, Error> {
    let bucket = Bucket::new("photos")?;
    change(bucket.request(Method::Get, "boat.jpg")).sign_at(&credentials(), NOW).map(String::from)
}

/// Signs a valid upload that the caller changes.
fn put(change: impl FnOnce(PresignRequest<'_>) -> PresignRequest<'_>) -> Result<String, Error> {
    let bucket = Bucket::new("photos")?;
    change(bucket.put_object("boat.jpg")).sign_at(&credentials(), NOW).map(String::from)
}

fn key(key: &str) -> Result<String, Error> {
    Bucket::new("photos")?.get_object(key).sign_at(&credentials(), NOW).map(String::from)
}

fn region(region: &str) -> Result<Bucket, Error> {
    Bucket::builder("photos").region(region).build()
}
