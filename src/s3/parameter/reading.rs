//! Parameters for downloads, and for the headers of the response.

use alloc::string::ToString;

use time::OffsetDateTime;

use super::operations::{PARTS, READS, READS_AND_CREATES, VERSIONS};
use super::out_of_range;
use crate::error::Repr;
use crate::method::Method;
use crate::request::PresignRequest;
use crate::s3::ByteRange;
use crate::s3::content_disposition::attachment;
use crate::s3::http_date::http_date;
use crate::s3::upload_parts::MAX_PARTS;

/// S3 parameters: downloads. On GetObject and HeadObject, the URL can set headers of the response, if the signer has
/// permission. Once signed, they can't be changed. Their values can't contain control characters, which could add a
/// header, or characters outside ISO 8859-1, which S3 rejects.
///
/// ```
/// use presign::Bucket;
/// # use presign::Credentials;
/// # let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
/// # let now = time::macros::datetime!(2026-11-23 12:00 UTC);
///
/// let bucket = Bucket::new("photos")?;
/// let url = bucket
///     .get_object("boat.jpg")
///     .version_id("3HL4kqtJlcpX")
///     .response_content_type("image/jpeg")
///     .response_cache_control("no-store")
///     .sign_at(&credentials, now)?;
/// let query = "response-cache-control=no-store&response-content-type=image%2Fjpeg&versionId=3HL4kqtJlcpX";
/// assert!(url.as_str().contains(query));
///
/// // Every header of the response that can be set.
/// let url = bucket
///     .get_object("page")
///     .response_content_disposition("inline")
///     .response_content_language("de")
///     .response_content_encoding("gzip")
///     .response_expires(now)
///     .sign_at(&credentials, now)?;
/// assert!(url.as_str().contains("&response-content-disposition=inline&response-content-encoding=gzip&"));
/// assert!(url.as_str().contains("&response-expires=Mon%2C%2023%20Nov%202026%2012%3A00%3A00%20GMT"));
///
/// // A part of the object: the one that was uploaded second, or a range, whose header the client must send.
/// let part = bucket.get_object("film.mp4").part_number(2).sign_at(&credentials, now)?;
/// assert!(part.as_str().contains("&partNumber=2"));
/// let start = bucket.get_object("film.mp4").range(0..500).sign_at(&credentials, now)?;
/// assert!(start.headers().eq([("range", "bytes=0-499")]));
/// # Ok::<(), presign::Error>(())
/// ```
impl PresignRequest<'_> {
    /// Selects this version of the object instead of the current one. Sets the query parameter `versionId`.
    pub fn version_id(mut self, version_id: impl AsRef<str>) -> Self {
        self = self.only_for("version_id", VERSIONS);
        if version_id.as_ref().is_empty() {
            self.note(Repr::EmptyVersionId {}.into());
        }
        self.set_query("versionId", version_id)
    }

    /// Selects one part of an object that was uploaded in parts, numbered from 1 (GetObject, HeadObject). Sets the
    /// query parameter `partNumber`.
    pub fn part_number(mut self, part_number: u16) -> Self {
        self = self.only_for("part_number", PARTS);
        if !(1..=MAX_PARTS).contains(&part_number) {
            self.note(Repr::InvalidPartNumber { found: part_number }.into());
        }
        self.set_query("partNumber", part_number.to_string())
    }

    /// Requests only these bytes of the object: `0..500`, `500..`, [`ByteRange::last(500)`](ByteRange::last), or the
    /// text of the header. Signs the header `range`: the client must request exactly this range. An `<img>` or a link
    /// can't do that.
    pub fn range(self, range: impl Into<ByteRange>) -> Self {
        self.only_for("range", READS).set_checked_header("range", range.into().header())
    }

    /// Downloads the object as a file with this name. On an upload, this applies to every later download.
    ///
    /// This writes a Content-Disposition (RFC 6266, RFC 8187) that every browser understands, for names in any script.
    /// Slashes, backslashes and control characters become underscores. On GET and HEAD, sets the query parameter
    /// `response-content-disposition`. Otherwise, signs the header `content-disposition`, which the client must send
    /// and which S3 stores with the object.
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
        self = self.only_for("download_as", READS_AND_CREATES);
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

    /// Sets the `Content-Type` header of the response, with the query parameter `response-content-type`.
    pub fn response_content_type(self, content_type: impl AsRef<str>) -> Self {
        self.only_for("response_content_type", READS).set_response_override("response-content-type", content_type)
    }

    /// Sets the `Content-Disposition` header of the response, with the query parameter `response-content-disposition`.
    /// The value is sent unchanged. For a file name, use [`download_as`](Self::download_as), which supports every
    /// script.
    pub fn response_content_disposition(self, content_disposition: impl AsRef<str>) -> Self {
        self.only_for("response_content_disposition", READS)
            .set_response_override("response-content-disposition", content_disposition)
    }

    /// Sets the `Content-Language` header of the response, with the query parameter `response-content-language`.
    pub fn response_content_language(self, content_language: impl AsRef<str>) -> Self {
        self.only_for("response_content_language", READS)
            .set_response_override("response-content-language", content_language)
    }

    /// Sets the `Content-Encoding` header of the response, with the query parameter `response-content-encoding`.
    pub fn response_content_encoding(self, content_encoding: impl AsRef<str>) -> Self {
        self.only_for("response_content_encoding", READS)
            .set_response_override("response-content-encoding", content_encoding)
    }

    /// Sets the `Cache-Control` header of the response, with the query parameter `response-cache-control`.
    pub fn response_cache_control(self, cache_control: impl AsRef<str>) -> Self {
        self.only_for("response_cache_control", READS).set_response_override("response-cache-control", cache_control)
    }

    /// Sets the `Expires` header of the response, for caches, with the query parameter `response-expires`. The URL
    /// itself expires with [`expires_in`](Self::expires_in).
    pub fn response_expires(mut self, at: OffsetDateTime) -> Self {
        self = self.only_for("response_expires", READS);
        match http_date(at) {
            Ok(date) => self.set_response_override("response-expires", date),
            Err(year) => {
                self.note(out_of_range("response-expires", year));
                self
            }
        }
    }
}
