//! The tags of objects.

use std::collections::{BTreeMap, BTreeSet};

use hyper::StatusCode;
use percent_encoding::percent_decode_str;
use s3s::dto::{
    DeleteObjectTaggingInput, DeleteObjectTaggingOutput, GetObjectTaggingInput, GetObjectTaggingOutput,
    PutObjectTaggingInput, PutObjectTaggingOutput, Tag,
};
use s3s::{S3Error, S3ErrorCode, S3Request, S3Response, S3Result, s3_error};

use super::{Answer, S3Service, body};
use crate::store::Object;

/// Tags by key.
pub(super) type Tags = BTreeMap<String, String>;

pub(super) fn get(service: &S3Service, req: S3Request<GetObjectTaggingInput>) -> Answer<GetObjectTaggingOutput> {
    let input = &req.input;
    let object = service.find(&req, &input.bucket, &input.key, input.version_id.as_deref())?;
    let tags = object.tags.iter();
    let tag_set = tags.map(|(key, value)| Tag { key: Some(key.clone()), value: Some(value.clone()) }).collect();
    Ok(S3Response::new(GetObjectTaggingOutput { tag_set, version_id: None }))
}

pub(super) fn put(service: &S3Service, req: S3Request<PutObjectTaggingInput>) -> Answer<PutObjectTaggingOutput> {
    body::check_document(&req)?;
    let input = &req.input;
    let object = service.find(&req, &input.bucket, &input.key, input.version_id.as_deref())?;
    let tag_set = input.tagging.tag_set.iter();
    let tags =
        collect(tag_set.map(|tag| (tag.key.clone().unwrap_or_default(), tag.value.clone().unwrap_or_default())))?;
    service.store.put(&input.bucket, &input.key, Object { tags, ..(*object).clone() })?;
    Ok(S3Response::new(PutObjectTaggingOutput::default()))
}

pub(super) fn delete(
    service: &S3Service,
    req: S3Request<DeleteObjectTaggingInput>,
) -> Answer<DeleteObjectTaggingOutput> {
    let input = &req.input;
    let object = service.find(&req, &input.bucket, &input.key, input.version_id.as_deref())?;
    service.store.put(&input.bucket, &input.key, Object { tags: Tags::new(), ..(*object).clone() })?;
    Ok(S3Response::new(DeleteObjectTaggingOutput::default()))
}

/// Reads the tags in an `x-amz-tagging` header, which has the form of a query: `k=v&k2=v2`.
pub(super) fn in_header(header: Option<&str>) -> S3Result<Tags> {
    let refused = || {
        s3_error!(
            InvalidArgument,
            "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without tag name \
             duplicates."
        )
    };
    let decode = |text: &str| {
        let spaced = text.replace('+', " ");
        percent_decode_str(&spaced).decode_utf8().map(|text| text.into_owned()).map_err(|_| refused())
    };
    let pairs = header.unwrap_or_default().split('&').filter(|pair| !pair.is_empty());
    let pairs = pairs.map(|pair| {
        let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
        if value.contains('=') {
            return Err(refused());
        }
        Ok((decode(key)?, decode(value)?))
    });
    let pairs = pairs.collect::<S3Result<Vec<_>>>()?;
    let keys: BTreeSet<_> = pairs.iter().map(|(key, _)| key).collect();
    if keys.len() < pairs.len() {
        return Err(refused());
    }
    collect(pairs)
}

/// Reads the tags in the `tagging` field of a form, which is an XML document.
pub(super) fn in_form(document: &str) -> S3Result<Tags> {
    let texts = |name| crate::xml::texts_of(document.as_bytes(), name);
    let (keys, values) = (texts("Key"), texts("Value"));
    if keys.is_empty() || keys.len() != values.len() {
        return Err(s3_error!(
            MalformedXML,
            "The XML you provided was not well-formed or did not validate against our published schema"
        ));
    }
    collect(keys.into_iter().zip(values))
}

/// Collects tags within S3's limits: at most ten tags, unique keys of 1 to 128 characters, values of at most 256, and
/// only letters, digits, spaces and a few symbols in both.
fn collect(pairs: impl IntoIterator<Item = (String, String)>) -> S3Result<Tags> {
    let mut tags = Tags::new();
    for (key, value) in pairs {
        let allowed = |text: &str| text.chars().all(|c| c.is_alphanumeric() || " +-=._:/@".contains(c));
        if !(1..=128).contains(&key.chars().count()) || !allowed(&key) {
            return Err(s3_error!(InvalidTag, "The TagKey you have provided is invalid"));
        }
        if value.chars().count() > 256 || !allowed(&value) {
            return Err(s3_error!(InvalidTag, "The TagValue you have provided is invalid"));
        }
        if tags.insert(key, value).is_some() {
            return Err(s3_error!(InvalidTag, "Cannot provide multiple Tags with the same key"));
        }
    }
    if tags.len() > 10 {
        let code = S3ErrorCode::Custom("BadRequest".into());
        let mut error = S3Error::with_message(code, "Object tags cannot be greater than 10");
        error.set_status_code(StatusCode::BAD_REQUEST);
        return Err(error);
    }
    Ok(tags)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(tags: S3Result<Tags>) -> Vec<(String, String)> {
        tags.unwrap().into_iter().collect()
    }

    #[test]
    fn a_header_is_a_query() {
        assert_eq!(pairs(in_header(None)), []);
        let expected = [("a b", "c+d"), ("key", ""), ("ü", "=@")].map(|(k, v)| (k.to_owned(), v.to_owned()));
        assert_eq!(pairs(in_header(Some("key&a%20b=c%2Bd&%C3%BC=%3D%40"))), expected);
        assert!(in_header(Some("%ff=x")).is_err());
        assert!(in_header(Some("a=1&a=2")).is_err());
        assert!(in_header(Some("a=1,b=2")).is_err());
        assert!(in_header(Some("a%26b=1")).is_err());
        assert!(in_header(Some("a=1%262")).is_err());
        assert!(in_header(Some("=1")).is_err());
    }

    #[test]
    fn limits() {
        let ten: Vec<String> = (0..10).map(|n| format!("{n}={}", "v".repeat(256))).collect();
        assert_eq!(pairs(in_header(Some(&ten.join("&")))).len(), 10);
        assert!(in_header(Some(&format!("{}&a=b", ten.join("&")))).is_err());
        assert!(in_header(Some(&"k".repeat(128))).is_ok());
        assert!(in_header(Some(&"k".repeat(129))).is_err());
        assert!(in_header(Some(&format!("a={}", "v".repeat(257)))).is_err());
    }

    #[test]
    fn a_form_has_a_document() {
        let document = "<Tagging><TagSet><Tag><Key>a&#43;b</Key><Value>c</Value></Tag></TagSet></Tagging>";
        assert_eq!(pairs(in_form(document)), [("a+b".to_owned(), "c".to_owned())]);
        assert!(in_form("a=b").is_err());
        assert!(in_form("<Tagging><Key>a</Key></Tagging>").is_err());
    }
}
