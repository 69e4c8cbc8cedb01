//! Signs the example in the S3 documentation, in WebAssembly.

use std::ffi::CString;
use std::time::Duration;

use presign::{Bucket, Credentials, Error, PresignRequest};
use time::OffsetDateTime;
#[cfg(feature = "clock")]
use wasm_bindgen::prelude::wasm_bindgen;

fn with_example<T>(sign: impl FnOnce(PresignRequest<'_>, &Credentials) -> Result<T, Error>) -> Result<T, Error> {
    let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
    let bucket = Bucket::builder("examplebucket").global_endpoint(true).build()?;
    sign(bucket.get_object("test.txt").expires_in(Duration::from_secs(86_400)), &credentials)
}

/// Signs at a given time. Returns a C string that is never freed, or null on an error.
#[unsafe(no_mangle)]
pub extern "C" fn url_at(unix_time: f64) -> *const std::ffi::c_char {
    let at = OffsetDateTime::from_unix_timestamp(unix_time as i64).ok();
    let url = at.and_then(|at| with_example(|request, credentials| request.sign_at(credentials, at)).ok());
    url.and_then(|url| CString::new(url.into_string()).ok())
        .map_or(std::ptr::null(), |text| text.into_raw().cast_const())
}

/// Signs at the current time, as JavaScript has it.
#[cfg(feature = "clock")]
#[wasm_bindgen]
pub fn url_now() -> Result<String, String> {
    let url = with_example(|request, credentials| request.sign(credentials));
    url.map(|url| url.into_string()).map_err(|error| error.to_string())
}
