//! ListObjectsV2 and HeadBucket.

use std::time::SystemTime;

use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use time::OffsetDateTime;
use time::macros::format_description;

use crate::Gateway;
use crate::error::Error;
use crate::permissions::ListPermit;
use crate::query::Query;
use crate::storage::{Listed, Walk};
use crate::verify::Signed;
use crate::xml::{Document, NAMESPACE};

/// The most keys and common prefixes in one answer, as in S3.
const MOST_KEYS: usize = 1000;

/// What `encoding-type=url` encodes.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'/').remove(b'_').remove(b'~');

/// Answers whether the bucket exists and the user may list it.
pub(crate) async fn head_bucket(State(gateway): State<Gateway>, signed: Signed) -> Result<StatusCode, Error> {
    ListPermit::ask(gateway.database(), signed.user(), "").await?;
    Ok(StatusCode::OK)
}

/// Lists the objects whose keys begin with a prefix.
pub(crate) async fn list_objects(
    State(gateway): State<Gateway>,
    signed: Signed,
    query: Query,
) -> Result<impl IntoResponse, Error> {
    let request = ListRequest::parse(&query)?;
    let permit = ListPermit::ask(gateway.database(), signed.user(), &request.prefix).await?;
    let bucket = signed.bucket().to_owned();
    let work = move |storage: &crate::Storage| {
        let page = Page::read(storage.list(&permit, &request.start.after)?, &request)?;
        page.to_xml(&bucket, &request)
    };
    let xml = gateway.storage().blocking(work).await?;
    Ok(([(CONTENT_TYPE, "application/xml")], xml))
}

struct ListRequest {
    prefix: String,
    delimiter: Option<String>,
    start_after: Option<String>,
    continuation_token: Option<String>,
    start: Start,
    max_keys: usize,
    encodes_keys: bool,
}

/// Where a list begins.
#[derive(Default)]
struct Start {
    /// After this key or common prefix.
    after: String,
    /// Whether `after` is a common prefix, which was listed and whose keys are not listed again.
    is_common_prefix: bool,
}

impl ListRequest {
    fn parse(query: &Query) -> Result<Self, Error> {
        let text = |name| query.get(name).map(str::to_owned);
        let max_keys = match query.get("max-keys") {
            None => MOST_KEYS,
            Some(number) => number
                .parse::<u32>()
                .map_err(|_| Error::invalid_argument("max-keys is not a number from 0 to 4294967295"))?
                as usize,
        };
        let encodes_keys = match query.get("encoding-type") {
            None => false,
            Some("url") => true,
            Some(_) => return Err(Error::invalid_argument("Invalid Encoding Method specified in Request")),
        };
        let continuation_token = text("continuation-token");
        let start = match &continuation_token {
            Some(token) => Start::from_token(token)?,
            None => Start { after: text("start-after").unwrap_or_default(), is_common_prefix: false },
        };
        Ok(Self {
            prefix: text("prefix").unwrap_or_default(),
            delimiter: text("delimiter").filter(|delimiter| !delimiter.is_empty()),
            start_after: text("start-after"),
            continuation_token,
            start,
            max_keys: max_keys.min(MOST_KEYS),
            encodes_keys,
        })
    }

    /// Returns the common prefix that a key is listed under: the part up to the first delimiter after the prefix.
    fn common_prefix_of<'k>(&self, key: &'k str) -> Option<&'k str> {
        let delimiter = self.delimiter.as_ref()?;
        let rest = &key[self.prefix.len()..];
        let end = self.prefix.len() + rest.find(delimiter)? + delimiter.len();
        Some(&key[..end])
    }
}

impl Start {
    /// Parses a token. It needs no protection: it says nothing that `start-after` could not.
    fn from_token(token: &str) -> Result<Self, Error> {
        let parse = || {
            let text = String::from_utf8(URL_SAFE_NO_PAD.decode(token).ok()?).ok()?;
            let (kind, after) = text.split_at_checked(1)?;
            Some(Self { after: after.to_owned(), is_common_prefix: kind == "p" })
        };
        parse().ok_or_else(|| Error::invalid_argument("The continuation token provided is incorrect"))
    }

    fn to_token(&self) -> String {
        let kind = if self.is_common_prefix { 'p' } else { 'k' };
        URL_SAFE_NO_PAD.encode(format!("{kind}{}", self.after))
    }
}

/// One answer.
#[derive(Default)]
struct Page {
    objects: Vec<Listed>,
    common_prefixes: Vec<String>,
    /// Where the next one begins.
    next: Option<Start>,
}

impl Page {
    fn read(mut walk: Walk, request: &ListRequest) -> Result<Self, Error> {
        let mut page = Self::default();
        if request.start.is_common_prefix {
            walk.skip(&request.start.after);
        }
        let mut last = Start::default();
        while request.max_keys > 0
            && let Some(object) = walk.next()?
        {
            if page.objects.len() + page.common_prefixes.len() == request.max_keys {
                page.next = Some(last);
                break;
            }
            match request.common_prefix_of(&object.key) {
                Some(prefix) => {
                    walk.skip(prefix);
                    last = Start { after: prefix.to_owned(), is_common_prefix: true };
                    page.common_prefixes.push(prefix.to_owned());
                }
                None => {
                    last = Start { after: object.key.clone(), is_common_prefix: false };
                    page.objects.push(object);
                }
            }
        }
        Ok(page)
    }

    fn to_xml(&self, bucket: &str, request: &ListRequest) -> Result<String, Error> {
        // S3's list of what `encoding-type=url` covers: keys, prefixes, the delimiter and StartAfter.
        let encoded = |text: &str| {
            if !request.encodes_keys {
                return text.to_owned();
            }
            utf8_percent_encode(text, ENCODED).to_string()
        };
        let mut document = Document::new("ListBucketResult", Some(NAMESPACE));
        document.text("Name", bucket);
        document.text("Prefix", &encoded(&request.prefix));
        if let Some(delimiter) = &request.delimiter {
            document.text("Delimiter", &encoded(delimiter));
        }
        if let Some(start_after) = &request.start_after {
            document.text("StartAfter", &encoded(start_after));
        }
        if request.encodes_keys {
            document.text("EncodingType", "url");
        }
        document.text("MaxKeys", &request.max_keys.to_string());
        document.text("KeyCount", &(self.objects.len() + self.common_prefixes.len()).to_string());
        document.text("IsTruncated", if self.next.is_some() { "true" } else { "false" });
        if let Some(token) = &request.continuation_token {
            document.text("ContinuationToken", token);
        }
        if let Some(next) = &self.next {
            document.text("NextContinuationToken", &next.to_token());
        }
        for object in &self.objects {
            let modified = iso_8601(object.modified)?;
            document.element("Contents", |contents| {
                contents.text("Key", &encoded(&object.key));
                contents.text("LastModified", &modified);
                contents.text("ETag", object.etag.as_str());
                contents.text("Size", &object.size.to_string());
                contents.text("StorageClass", "STANDARD");
            });
        }
        for prefix in &self.common_prefixes {
            document.element("CommonPrefixes", |prefixes| prefixes.text("Prefix", &encoded(prefix)));
        }
        Ok(document.finish())
    }
}

/// Formats a time in whole seconds, as it is in Last-Modified.
fn iso_8601(time: SystemTime) -> Result<String, Error> {
    let format = format_description!("[year]-[month]-[day]T[hour]:[minute]:[second].000Z");
    let since = time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    let time = OffsetDateTime::UNIX_EPOCH.checked_add(since.try_into().map_err(Error::internal)?);
    time.unwrap_or(OffsetDateTime::UNIX_EPOCH).format(format).map_err(Error::internal)
}
