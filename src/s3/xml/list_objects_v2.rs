//! The response to ListObjectsV2.

use alloc::borrow::ToOwned;
use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use time::OffsetDateTime;

use super::element::Element;
use super::s3_error::read;
use crate::error::Error;
use crate::request::PresignRequest;

/// The response to [`list_objects_v2`](crate::Bucket::list_objects_v2): up to 1,000 objects and common prefixes.
///
/// Keys and prefixes are those of the objects: if the response is encoded, because the request had
/// [`encoding_type_url`](PresignRequest::encoding_type_url), they have been decoded, exactly once.
///
/// XML 1.0 can't represent most control characters. S3 sends them anyway, as references, which this type accepts; other
/// XML parsers and other servers may fail. Ask for `encoding_type_url` if keys may contain them.
///
/// ```
/// use presign::Bucket;
/// use presign::s3::xml::ListObjectsV2Page;
/// # use presign::Credentials;
/// # let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
/// # let now = time::macros::datetime!(2026-11-23 12:00 UTC);
/// # let send = |_| "<ListBucketResult><EncodingType>url</EncodingType><IsTruncated>false</IsTruncated>\
/// #     <Contents><Key>2026/boat+at+sea.jpg</Key><Size>48213</Size></Contents></ListBucketResult>";
///
/// let bucket = Bucket::new("photos")?;
/// let mut keys = Vec::new();
/// let mut next = Some(bucket.list_objects_v2().prefix("2026/").encoding_type_url());
/// while let Some(request) = next {
///     let page = ListObjectsV2Page::parse(send(request.sign_at(&credentials, now)?))?;
///     keys.extend(page.objects().iter().map(|object| object.key().to_owned()));
///     next = page.next_request(request);
/// }
/// assert_eq!(keys, ["2026/boat at sea.jpg"]);
/// # Ok::<(), presign::Error>(())
/// ```
///
/// Source: [ListObjectsV2][aws].
///
/// [aws]: https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html
#[doc(alias = "ListBucketResult")]
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ListObjectsV2Page {
    objects: Vec<ListedObject>,
    common_prefixes: Vec<String>,
    is_url_encoded: bool,
    /// The token for the next page, if there is one.
    next: Option<Box<str>>,
}

impl ListObjectsV2Page {
    /// Parses the body of the response.
    ///
    /// # Errors
    ///
    /// - [`S3Error`](crate::ErrorKind::S3Error) for an error document.
    /// - [`InvalidXml`](crate::ErrorKind::InvalidXml) for a body that is not well-formed XML.
    /// - [`InvalidResponse`](crate::ErrorKind::InvalidResponse) for another document, and for one with an element that
    ///   is missing, repeated or invalid. A truncated list without a token for the next page is such a document, so that
    ///   no listing ends early unnoticed.
    pub fn parse(body: impl AsRef<[u8]>) -> Result<Self, Error> {
        const NEXT: &str = "NextContinuationToken";
        read(body.as_ref(), "ListObjectsV2 response", &["ListBucketResult"], |root| {
            let is_url_encoded = match root.text("EncodingType")?.map(str::trim_ascii) {
                None | Some("") => false,
                Some("url") => true,
                Some(other) => return Err(root.wrong("EncodingType", other, "not `url`")),
            };
            let token = root.optional(NEXT)?;
            let next = match (root.flag("IsTruncated")?, token) {
                (Some(false), _) => None,
                (Some(true), None) => return Err(root.invalid(NEXT, "is missing, although `IsTruncated` is true")),
                (_, token) => token,
            };
            let names = Names { is_url_encoded };
            let objects = root.children_named("Contents").map(|object| ListedObject::of(object, names));
            let prefixes = root.children_named("CommonPrefixes").map(|prefix| names.of(prefix, "Prefix"));
            Ok(Self {
                objects: objects.collect::<Result<_, _>>()?,
                common_prefixes: prefixes.collect::<Result<_, _>>()?,
                is_url_encoded,
                next,
            })
        })
    }

    /// Returns the objects of this page, by key.
    pub fn objects(&self) -> &[ListedObject] {
        &self.objects
    }

    /// Returns the prefixes of the keys that the [`delimiter`](PresignRequest::delimiter) groups, like the folders in a
    /// folder.
    pub fn common_prefixes(&self) -> &[String] {
        &self.common_prefixes
    }

    /// Returns whether keys and prefixes were percent-encoded in the response. Those of this type are decoded.
    pub fn is_url_encoded(&self) -> bool {
        self.is_url_encoded
    }

    /// Returns whether there are more keys.
    pub fn is_truncated(&self) -> bool {
        self.next.is_some()
    }

    /// Returns the [`continuation_token`](PresignRequest::continuation_token) of the next page, if there is one.
    pub fn next_continuation_token(&self) -> Option<&str> {
        self.next.as_deref()
    }

    /// Turns the request for this page into that for the next one, if there is one.
    pub fn next_request<'a>(&self, request: PresignRequest<'a>) -> Option<PresignRequest<'a>> {
        self.next.as_deref().map(|token| request.continuation_token(token))
    }
}

/// An object in a [`ListObjectsV2Page`].
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ListedObject {
    key: String,
    size: u64,
    etag: Option<Box<str>>,
    last_modified: Option<OffsetDateTime>,
    storage_class: Option<Box<str>>,
    owner_id: Option<Box<str>>,
}

impl ListedObject {
    fn of(object: Element<'_>, names: Names) -> Result<Self, Error> {
        let owner = object.child("Owner")?;
        Ok(Self {
            key: names.of(object, "Key")?,
            size: object.required_number("Size")?,
            etag: object.optional("ETag")?,
            last_modified: object.time("LastModified")?,
            storage_class: object.optional("StorageClass")?,
            owner_id: owner.map(|owner| owner.optional("ID")).transpose()?.flatten(),
        })
    }

    /// Returns the key.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// Returns the size in bytes.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Returns the entity tag, in quotation marks.
    pub fn etag(&self) -> Option<&str> {
        self.etag.as_deref()
    }

    /// Returns when the object was last modified, in UTC and whole seconds.
    pub fn last_modified(&self) -> Option<OffsetDateTime> {
        self.last_modified
    }

    /// Returns the storage class, such as `STANDARD`.
    pub fn storage_class(&self) -> Option<&str> {
        self.storage_class.as_deref()
    }

    /// Returns the ID of the owner, if the request had [`fetch_owner`](PresignRequest::fetch_owner).
    pub fn owner_id(&self) -> Option<&str> {
        self.owner_id.as_deref()
    }
}

/// How the response gives keys and prefixes.
#[derive(Clone, Copy)]
struct Names {
    is_url_encoded: bool,
}

impl Names {
    fn of(self, element: Element<'_>, name: &'static str) -> Result<String, Error> {
        if self.is_url_encoded { element.decoded(name) } else { element.required_text(name).map(ToOwned::to_owned) }
    }
}
