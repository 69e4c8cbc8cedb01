//! `s3://BUCKET/KEY`, with or without `s3://`, where the bucket may be the ARN of an access point.

use crate::failure::Failure;

/// A bucket's name or ARN, and a key. The key may be empty.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct S3Uri<'a> {
    pub(crate) bucket: &'a str,
    pub(crate) key: &'a str,
}

impl<'a> S3Uri<'a> {
    pub(crate) fn parse(text: &'a str) -> Result<Self, Failure> {
        let rest = text.strip_prefix("s3://").unwrap_or(text);
        let (bucket, key) = match rest.strip_prefix("arn:") {
            Some(_) => split_arn(rest),
            None => rest.split_once('/').unwrap_or((rest, "")),
        };
        // If it is a presigned URL, its query has the signature.
        let text = text.split('?').next().unwrap_or_default();
        if bucket.is_empty() {
            return Err(Failure::usage(format!("{text:?} names no bucket: write s3://BUCKET/KEY")));
        }
        if bucket.contains("://") || bucket.ends_with(':') {
            return Err(Failure::usage(format!("{text:?} is not an S3 URI: write s3://BUCKET/KEY")));
        }
        Ok(Self { bucket, key })
    }

    /// Returns the key, which the command requires.
    pub(crate) fn required_key(&self) -> Result<&'a str, Failure> {
        match self.key {
            "" => Err(Failure::usage(format!("s3://{}/ names no key: write s3://{}/KEY", self.bucket, self.bucket))),
            key => Ok(key),
        }
    }
}

/// Splits after the resource of an ARN: `accesspoint/NAME`, with a colon or a slash, and on an Outpost another such pair
/// before it.
fn split_arn(text: &str) -> (&str, &str) {
    // arn, partition, service, region, account
    let Some((colon, _)) = text.match_indices(':').nth(4) else { return (text, "") };
    let mut end = colon + 1;
    let mut parts = if text[end..].starts_with("outpost") { 4 } else { 2 };
    while parts > 0 && end < text.len() {
        let after = text[end..].find([':', '/']).map_or(text.len(), |at| end + at);
        parts -= 1;
        if parts == 0 {
            return (&text[..after], text[after..].strip_prefix('/').unwrap_or_default());
        }
        end = after + 1;
    }
    (text, "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buckets_and_keys() {
        for (text, bucket, key) in [
            ("s3://photos/2026/boat.jpg", "photos", "2026/boat.jpg"),
            ("photos/boat.jpg", "photos", "boat.jpg"),
            ("s3://photos", "photos", ""),
            ("s3://photos//a", "photos", "/a"),
            (
                "s3://arn:aws:s3:us-west-2:123456789012:accesspoint/ap/a/b",
                "arn:aws:s3:us-west-2:123456789012:accesspoint/ap",
                "a/b",
            ),
            (
                "s3://arn:aws:s3:us-west-2:123456789012:accesspoint:ap/a",
                "arn:aws:s3:us-west-2:123456789012:accesspoint:ap",
                "a",
            ),
            (
                "arn:aws:s3::123456789012:accesspoint:mfzwi23gnjvgw.mrap/k",
                "arn:aws:s3::123456789012:accesspoint:mfzwi23gnjvgw.mrap",
                "k",
            ),
            (
                "s3://arn:aws:s3-outposts:us-east-1:123456789012:outpost/op-01/accesspoint/ap/k",
                "arn:aws:s3-outposts:us-east-1:123456789012:outpost/op-01/accesspoint/ap",
                "k",
            ),
            (
                "s3://arn:aws:s3:us-west-2:123456789012:accesspoint/ap",
                "arn:aws:s3:us-west-2:123456789012:accesspoint/ap",
                "",
            ),
        ] {
            assert_eq!(S3Uri::parse(text).unwrap(), S3Uri { bucket, key }, "{text}");
        }
    }

    #[test]
    fn what_is_no_uri() {
        for text in ["", "s3://", "s3:///key", "https://photos/boat.jpg"] {
            assert_eq!(S3Uri::parse(text).unwrap_err().status, 2, "{text}");
        }
    }
}
