//! The parameters of S3's operations. Each setter puts its parameter where S3 expects it: in the query, or in a signed
//! header that the client must send. Setters reject only what S3 would reject or ignore, such as the parameter of another
//! operation. Setting a parameter again replaces its value.
//!
//! Source: the [API reference][aws] of S3, each operation's URI request parameters.
//!
//! [aws]: https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html

mod access;
mod conditions;
mod copying;
mod encryption;
mod integrity;
mod listing;
mod operations;
mod reading;
mod writing;

use alloc::string::String;

use time::OffsetDateTime;

use super::http_date::http_date;
use crate::error::{Error, Repr};
use crate::request::PresignRequest;
use crate::sigv4::rfc3339::date_time;

impl PresignRequest<'_> {
    /// Sets a header, or records the error if its value is invalid.
    fn set_checked_header(mut self, name: &'static str, value: Result<String, Error>) -> Self {
        match value {
            Ok(value) => self.set_header(name, value),
            Err(error) => {
                self.note(error);
                self
            }
        }
    }

    /// Sets a header to a date in HTTP format.
    fn set_http_date(self, name: &'static str, at: OffsetDateTime) -> Self {
        self.set_checked_header(name, http_date(at).map_err(|year| out_of_range(name, year)))
    }

    /// Sets a header to a date in the format of S3's own headers.
    fn set_date_time(self, name: &'static str, at: OffsetDateTime) -> Self {
        self.set_checked_header(name, date_time(at).map_err(|year| out_of_range(name, year)))
    }
}

fn out_of_range(parameter: &'static str, year: i32) -> Error {
    Repr::DateOutOfRange { parameter, year }.into()
}
