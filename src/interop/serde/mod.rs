//! JSON conversions. They are written without derives, so builds are faster and no error quotes a value.

mod credentials;
mod object;
mod place;
#[cfg(feature = "post")]
mod presigned_post;
mod presigned_url;
mod scoped_signer;

use alloc::format;
use alloc::string::String;

use serde_core::ser::Error;
use time::OffsetDateTime;

use crate::sigv4::rfc3339::date_time;

/// Formats a time, in UTC and whole seconds.
fn moment<E: Error>(name: &str, at: OffsetDateTime) -> Result<String, E> {
    let out_of_range = |year| format!("`{name}` is in the year {year}: only the years 0 to 9999 are allowed");
    date_time(at).map_err(|year| E::custom(out_of_range(year)))
}
