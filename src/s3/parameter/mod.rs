//! The parameters of S3's operations. Each setter puts its parameter where S3 expects it: in the query, or in a signed
//! header that the client must send. Setters reject only what S3 would reject or ignore, such as the parameter of
//! another operation. Setting a parameter again replaces its value.
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
use super::keyword::check_keyword;
use crate::error::{Error, Found, Repr};
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

    /// Sets a header to a keyword.
    fn set_keyword(mut self, setter: &'static str, name: &'static str, word: &str, known: &[&'static str]) -> Self {
        if let Err(error) = check_keyword(setter, word.trim_ascii(), known) {
            self.note(error);
        }
        self.set_header(name, word)
    }

    /// Sets a header to the ID of an AWS account.
    fn set_account_id(mut self, setter: &'static str, name: &'static str, account_id: &str) -> Self {
        let digits = account_id.trim_ascii();
        if digits.len() != 12 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            self.note(Repr::InvalidAccountId { setter, found: Found::new(account_id) }.into());
        }
        self.set_header(name, account_id)
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
