//! What to download, and how the answer describes it.

use alloc::string::ToString;

use time::OffsetDateTime;

use super::out_of_range;
use crate::error::Repr;
use crate::method::Method;
use crate::request::PresignRequest;
use crate::s3::ByteRange;
use crate::s3::content_disposition::attachment;
use crate::s3::http_date::http_date;
use crate::s3::upload_parts::MAX_PARTS;

/// Parameters of S3's requests: reading. The answer's own headers can be set on GetObject and HeadObject, and whoever signs
/// must be allowed to; none can be changed once it is signed.
impl PresignRequest<'_> {
    /// This version of the object, and not the current one.
    pub fn version_id(mut self, version_id: impl AsRef<str>) -> Self {
        if version_id.as_ref().is_empty() {
            self.note(Repr::EmptyVersionId {}.into());
        }
        self.set_query("versionId", version_id)
    }

    /// One part of an object that was uploaded in parts, from 1 (GetObject, HeadObject).
    pub fn part_number(mut self, part_number: u16) -> Self {
        if !(1..=MAX_PARTS).contains(&part_number) {
            self.note(Repr::InvalidPartNumber { found: part_number }.into());
        }
        self.set_query("partNumber", part_number.to_string())
    }

    /// Some of the object's bytes: `0..500`, `500..`, [`ByteRange::last(500)`](ByteRange::last), or the header's text. It is
    /// a signed header: the client must ask for just this range, and an `<img>` or a link can't.
    pub fn range(self, range: impl Into<ByteRange>) -> Self {
        self.set_checked_header("range", range.into().header())
    }

    /// Downloads the object as a file of this name; on an upload, has every later download do so.
    ///
    /// It writes a Content-Disposition (RFC 6266, RFC 8187) that every browser reads, whatever script the name is in. Slashes,
    /// backslashes and control characters become underscores. On GET and HEAD it is the query parameter
    /// `response-content-disposition`, otherwise the signed header `content-disposition`, which S3 keeps with the object.
    ///
    /// ```
    /// use presign::Bucket;
    /// # use presign::Credentials;
    /// # let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
    /// # let now = time::macros::datetime!(2026-11-23 12:00 UTC);
    ///
    /// let bucket = Bucket::new("photos")?;
    /// let url = bucket.put_object("8d1f").download_as("Отчёт \"Q3\".pdf").sign_at(&credentials, now)?;
    /// let disposition = "attachment; filename=\"_____ _Q3_.pdf\"; \
    ///     filename*=UTF-8''%D0%9E%D1%82%D1%87%D1%91%D1%82%20%22Q3%22.pdf";
    /// assert_eq!(url.headers().collect::<Vec<_>>(), [("content-disposition", disposition)]);
    /// # Ok::<(), presign::Error>(())
    /// ```
    pub fn download_as(mut self, file_name: impl AsRef<str>) -> Self {
        let file_name = file_name.as_ref();
        if file_name.is_empty() {
            self.note(Repr::EmptyFileName {}.into());
        }
        let disposition = attachment(file_name);
        match self.method() {
            Method::Get | Method::Head => self.response_content_disposition(disposition),
            _ => self.content_disposition(disposition),
        }
    }

    /// The Content-Type of the answer.
    pub fn response_content_type(self, content_type: impl AsRef<str>) -> Self {
        self.set_query("response-content-type", content_type)
    }

    /// The Content-Disposition of the answer, as it stands. For a file name use [`download_as`](Self::download_as), since S3
    /// refuses characters that are not of ISO 8859-1.
    pub fn response_content_disposition(self, content_disposition: impl AsRef<str>) -> Self {
        self.set_query("response-content-disposition", content_disposition)
    }

    /// The Content-Language of the answer.
    pub fn response_content_language(self, content_language: impl AsRef<str>) -> Self {
        self.set_query("response-content-language", content_language)
    }

    /// The Content-Encoding of the answer.
    pub fn response_content_encoding(self, content_encoding: impl AsRef<str>) -> Self {
        self.set_query("response-content-encoding", content_encoding)
    }

    /// The Cache-Control of the answer.
    pub fn response_cache_control(self, cache_control: impl AsRef<str>) -> Self {
        self.set_query("response-cache-control", cache_control)
    }

    /// Sets the `Expires` header of the response, for caches. The URL itself expires with
    /// [`expires_in`](Self::expires_in).
    pub fn response_expires(mut self, at: OffsetDateTime) -> Self {
        match http_date(at) {
            Ok(date) => self.set_query("response-expires", date),
            Err(year) => {
                self.note(out_of_range("response-expires", year));
                self
            }
        }
    }
}
