//! Responses that are not what was expected, and bodies that can't be written.

use std::error::Error as _;

use presign::s3::SessionCredentials;
use presign::s3::xml::{
    CompleteMultipartUploadBody, CompleteMultipartUploadResult, CopyResult, CreateMultipartUploadResult,
    DeleteObjectsBody, DeleteObjectsResult, ListObjectsV2Page, ListPartsPage, ObjectIdentifier, S3Error,
};
use presign::{Bucket, Error, ErrorKind};
use time::macros::datetime;

use crate::util::NOW;
use crate::util::errors::assert_error;

#[test]
fn documents_that_are_not_well_formed() {
    let invalid = |body: &[u8], problem: &str| {
        let message = format!("ListParts response has {problem}: pass the whole body of a response from S3");
        assert_error(ListPartsPage::parse(body), ErrorKind::InvalidXml, &message);
    };
    for (body, problem) in [
        ("", "an early end at byte 0"),
        (" \n", "an early end at byte 2"),
        ("<ListPartsResult><Part>", "an early end at byte 23"),
        ("<ListPartsResult><Part", "markup that does not end at byte 17"),
        ("<ListPartsResult></Part>", "an end tag that does not match at byte 17"),
        ("</Part>", "an end tag that does not match at byte 0"),
        ("<ListPartsResult/><ListPartsResult/>", "a second root element at byte 18"),
        ("<ListPartsResult/>x", "text outside the root element at byte 18"),
        ("{\"message\": \"Forbidden\"}", "text outside the root element at byte 0"),
        ("<!DOCTYPE html><html></html>", "a DOCTYPE at byte 0"),
        ("<!DOCTYPE a [<!ENTITY b \"c\">]><ListPartsResult>&b;</ListPartsResult>", "a DOCTYPE at byte 0"),
        ("<ListPartsResult>&b;</ListPartsResult>", "an unknown entity at byte 17"),
        ("<ListPartsResult>&#0;</ListPartsResult>", "an invalid character reference at byte 17"),
        ("<ListPartsResult>a & b</ListPartsResult>", "an `&` that begins no reference at byte 19"),
    ] {
        invalid(body.as_bytes(), problem);
    }
    invalid(b"<ListPartsResult>\xe9</ListPartsResult>", "bytes that are not UTF-8 at byte 17");
    invalid(b"\xff\xfe<\0", "bytes that are not UTF-8 at byte 0");
}

#[test]
fn another_document() {
    for (result, message) in [
        (
            ListPartsPage::parse("<ListBucketResult/>").map(drop),
            "ListParts response has the root element \"ListBucketResult\", not `ListPartsResult`",
        ),
        (
            CopyResult::parse("<a:html xmlns:a=\"\"/>").map(drop),
            "copy response has the root element \"html\", not `CopyPartResult` or `CopyObjectResult`",
        ),
        (S3Error::parse("<html/>").map(drop), "S3 error document has the root element \"html\", not `Error`"),
        (
            SessionCredentials::from_xml("<Credentials/>").map(drop),
            "CreateSession response has the root element \"Credentials\", not `CreateSessionResult`",
        ),
    ] {
        let message = format!("{message}: pass the body of the matching response");
        assert_error(result, ErrorKind::InvalidResponse, &message);
    }
}

#[test]
fn elements_of_responses() {
    let part = |part: &str| {
        let body = format!("<ListPartsResult><IsTruncated>false</IsTruncated><Part>{part}</Part></ListPartsResult>");
        ListPartsPage::parse(body).map(drop)
    };
    let parts = |content: &str| ListPartsPage::parse(format!("<ListPartsResult>{content}</ListPartsResult>")).map(drop);
    let list =
        |content: &str| ListObjectsV2Page::parse(format!("<ListBucketResult>{content}</ListBucketResult>")).map(drop);
    let upload = "<InitiateMultipartUploadResult><UploadId></UploadId></InitiateMultipartUploadResult>";
    for (result, message) in [
        (part("<ETag>e</ETag><Size>1</Size>"), "element `PartNumber` of the ListParts response is missing"),
        (
            part("<PartNumber>1</PartNumber><PartNumber>2</PartNumber><ETag>e</ETag><Size>1</Size>"),
            "element `PartNumber` of the ListParts response occurs more than once",
        ),
        (
            part("<PartNumber>70000</PartNumber><ETag>e</ETag><Size>1</Size>"),
            "element `PartNumber` of the ListParts response is \"70000\", not a valid number",
        ),
        (
            part("<PartNumber>1</PartNumber><ETag></ETag><Size>1</Size>"),
            "element `ETag` of the ListParts response is empty",
        ),
        (
            part("<PartNumber>1</PartNumber><ETag>e</ETag><Size>-1</Size>"),
            "element `Size` of the ListParts response is \"-1\", not a valid number",
        ),
        (
            part("<PartNumber>1</PartNumber><ETag>e</ETag><Size>1</Size><LastModified>today</LastModified>"),
            "element `LastModified` of the ListParts response is \"today\", not a valid RFC 3339 time",
        ),
        (
            parts("<IsTruncated>yes</IsTruncated>"),
            "element `IsTruncated` of the ListParts response is \"yes\", not `true` or `false`",
        ),
        (
            parts("<IsTruncated>true</IsTruncated>"),
            "element `NextPartNumberMarker` of the ListParts response is missing, although `IsTruncated` is true",
        ),
        (
            list("<IsTruncated>true</IsTruncated>"),
            "element `NextContinuationToken` of the ListObjectsV2 response is missing, although `IsTruncated` is true",
        ),
        (
            list("<Contents><Key><a/></Key><Size>1</Size></Contents>"),
            "element `Key` of the ListObjectsV2 response contains other elements instead of text",
        ),
        (list("<CommonPrefixes/>"), "element `Prefix` of the ListObjectsV2 response is missing"),
        (
            list("<EncodingType>base64</EncodingType>"),
            "element `EncodingType` of the ListObjectsV2 response is \"base64\", not `url`",
        ),
        (
            list("<EncodingType>url</EncodingType><Contents><Key>100%</Key><Size>1</Size></Contents>"),
            "element `Key` of the ListObjectsV2 response is \"100%\", not percent-encoded UTF-8, although `EncodingType` \
             is `url`",
        ),
        (
            list("<EncodingType>url</EncodingType><CommonPrefixes><Prefix>%FF</Prefix></CommonPrefixes>"),
            "element `Prefix` of the ListObjectsV2 response is \"%FF\", not percent-encoded UTF-8, although \
             `EncodingType` is `url`",
        ),
        (
            CreateMultipartUploadResult::parse(upload).map(drop),
            "element `UploadId` of the CreateMultipartUpload response is empty",
        ),
        (CopyResult::parse("<CopyPartResult/>").map(drop), "element `ETag` of the copy response is missing"),
        (
            DeleteObjectsResult::parse("<DeleteResult><Error><Key>a</Key></Error></DeleteResult>").map(drop),
            "element `Code` of the DeleteObjects response is missing",
        ),
        (S3Error::parse("<Error/>").map(drop), "element `Code` of the S3 error document is missing"),
        (
            CompleteMultipartUploadResult::parse("<Error><Message>Oh</Message></Error>").map(drop),
            "element `Code` of the S3 error document is missing",
        ),
    ] {
        assert_error(result, ErrorKind::InvalidResponse, message);
    }
}

#[test]
fn error_documents() {
    let body = "<Error><Code>NoSuchUpload</Code><Message>The specified upload does not exist.</Message></Error>";
    let error = ListPartsPage::parse(body).unwrap_err();
    let message = "ListParts response is an S3 error: NoSuchUpload: The specified upload does not exist.";
    assert_eq!((error.kind(), &*error.to_string()), (ErrorKind::S3Error, message));
    assert!(error.source().is_none());
    assert_eq!(error.clone().s3_error().unwrap().code(), "NoSuchUpload");
    assert!(ListPartsPage::parse("").unwrap_err().s3_error().is_none());
}

#[test]
fn create_session_responses() {
    const ANSWER: &str = "<?xml version=\"1.0\"?>\n\
        <CreateSessionResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">\
        <Credentials><SessionToken>a/b+c=</SessionToken>\n<SecretAccessKey> secret </SecretAccessKey>\
        <AccessKeyId>ASIAEXAMPLE</AccessKeyId><Expiration>2026-11-23T12:05:00Z</Expiration></Credentials>\
        </CreateSessionResult>";
    let directory = Bucket::builder("photos--usw2-az1--x-s3").region("us-west-2").build().unwrap();
    let sign = |session: &SessionCredentials| directory.get_object("boat.jpg").sign_at(session, NOW).unwrap();
    let session = SessionCredentials::new("ASIAEXAMPLE", "secret", "a/b+c=", datetime!(2026-11-23 12:05 UTC));
    let changed = |from: &str, to: &str| {
        assert!(ANSWER.contains(from));
        SessionCredentials::from_xml(ANSWER.replace(from, to))
    };
    for same in
        [SessionCredentials::from_xml(ANSWER), changed("a/b", "a&#x2f;b"), changed("secret", "<![CDATA[secret]]>")]
    {
        assert_eq!(sign(&same.unwrap()), sign(&session));
    }

    let mistake = |result: Result<SessionCredentials, Error>, message: &str| {
        let message = format!("element `{message}");
        assert_error(result, ErrorKind::InvalidResponse, &message);
    };
    mistake(
        SessionCredentials::from_xml("<CreateSessionResult/>"),
        "Credentials` of the CreateSession response is missing",
    );
    for name in ["AccessKeyId", "SecretAccessKey", "SessionToken", "Expiration"] {
        let of = |problem: &str| format!("{name}` of the CreateSession response {problem}");
        mistake(changed(name, "Other"), &of("is missing"));
        mistake(changed(&format!("</{name}>"), &format!("</{name}><{name}>a</{name}>")), &of("occurs more than once"));
        mistake(
            changed(&format!("<{name}>"), &format!("<{name}><a/>")),
            &of("contains other elements instead of text"),
        );
        let start = ANSWER.find(&format!("<{name}>")).unwrap() + name.len() + 2;
        let end = ANSWER.find(&format!("</{name}>")).unwrap();
        mistake(SessionCredentials::from_xml(format!("{} {}", &ANSWER[..start], &ANSWER[end..])), &of("is empty"));
        let unclosed = changed(&format!("</{name}>"), "").unwrap_err();
        assert_eq!(unclosed.kind(), ErrorKind::InvalidXml);
    }
    mistake(
        changed("2026-11-23T12:05:00Z", "tomorrow"),
        "Expiration` of the CreateSession response is not a valid RFC 3339 time, such as 2026-11-23T12:00:00Z",
    );
    assert!(changed("2026-11-23T12:05:00Z", "2026-11-23T12:05:00.000Z").is_ok());
}

#[test]
fn lists_of_parts() {
    let parts = |parts: &[(u16, &str)]| CompleteMultipartUploadBody::new(parts.iter().copied());
    assert_error(
        parts(&[]),
        ErrorKind::NoParts,
        "no parts are listed: a multipart upload needs at least one, even if it is empty",
    );
    for number in [0, 10_001, u16::MAX] {
        let message = format!("part number {number} is out of range: 1 to 10000 are allowed");
        assert_error(parts(&[(1, "e"), (number, "e")]), ErrorKind::InvalidPartNumber, &message);
    }
    assert_error(
        parts(&[(2, "a"), (1, "b"), (2, "a")]),
        ErrorKind::DuplicatePart,
        "part 2 is listed twice: list only the upload that came last",
    );
    assert_error(
        parts(&[(1, "a"), (7, "")]),
        ErrorKind::EmptyEtag,
        "entity tag of part 7 is empty: use the header ETag of the response to UploadPart, which a script in a browser can \
         read if the bucket's CORS rules expose it (`ExposeHeader`)",
    );
    assert_error(
        parts(&[(1, "a\u{0}")]),
        ErrorKind::NotInXml,
        "entity tag of part 1 has a character that XML 1.0 can't represent: U+0000 at byte 1; use the header ETag of the \
         response to UploadPart",
    );
    assert!(parts(&[(10_000, "a"), (1, "b")]).is_ok());
}

#[test]
fn lists_of_objects_to_delete() {
    let delete = |keys: &[&str]| DeleteObjectsBody::new(keys.iter().copied());
    let many = vec!["a"; 1000];
    assert!(delete(&many).is_ok());
    for (keys, count) in [(vec![], 0), (vec!["a"; 1001], 1001), (vec!["a"; 5000], 5000)] {
        let message = format!("{count} objects are listed: DeleteObjects deletes 1 to 1000 at a time");
        assert_error(delete(&keys), ErrorKind::ObjectCountOutOfRange, &message);
    }
    assert_error(delete(&["a", ""]), ErrorKind::EmptyKey, "key of the object at index 1 is empty: name an object");
    assert_error(
        delete(&["a", "b", &"é".repeat(513)]),
        ErrorKind::KeyTooLong,
        "key of the object at index 2 is 1026 bytes long: at most 1024 bytes of UTF-8 are allowed",
    );
    for (key, found) in [
        ("b\u{1}", "U+0001 at byte 1"),
        ("é\u{1f}", "U+001F at byte 2"),
        ("\u{fffe}", "U+FFFE at byte 0"),
        ("ab\u{0}c\u{0}", "U+0000 at byte 2"),
    ] {
        let message = format!(
            "key of the object at index 1 has a character that XML 1.0 can't represent: {found}; delete this object with \
             `delete_object`"
        );
        assert_error(delete(&["a", key]), ErrorKind::NotInXml, &message);
    }
    assert!(delete(&["\u{7f}\u{85}\u{2028}\u{feff}\u{fffd}\u{10ffff}\t\r\n ./../"]).is_ok());
    assert_error(
        DeleteObjectsBody::new([ObjectIdentifier::new("a").version_id("")]),
        ErrorKind::EmptyVersionId,
        "version ID of the object at index 0 is empty: leave it out to delete the current version",
    );
    assert_error(
        DeleteObjectsBody::quiet([ObjectIdentifier::new("a").version_id("\u{8}")]),
        ErrorKind::NotInXml,
        "version ID of the object at index 0 has a character that XML 1.0 can't represent: U+0008 at byte 0; delete this \
         object with `delete_object`",
    );
}
