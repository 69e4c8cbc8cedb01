//! Signs many keys with one request.

use std::time::Duration;

use presign::{Bucket, Error, Signer};
use time::OffsetDateTime;

use crate::operation::Operation;

pub(crate) fn sign_each_at<'k>(
    signer: &dyn Signer,
    bucket: &Bucket,
    operation: Operation,
    ttl: Duration,
    at: OffsetDateTime,
    keys: impl IntoIterator<Item = &'k str>,
    mut each: impl FnMut(&str, Result<&str, Error>),
) -> Result<(), Error> {
    let mut url = String::new();
    for key in keys {
        url.clear();
        let request = operation.request(bucket, key).expires_in(ttl);
        match request.sign_into(signer, at, &mut url) {
            Ok(_) => each(key, Ok(&url)),
            Err(error) => each(key, Err(error)),
        }
    }
    Ok(())
}
