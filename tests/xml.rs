//! Checks that S3's responses are parsed as servers send them, and that bodies are written as servers read them.

#![cfg(feature = "xml")]

mod util;

use presign::s3::xml::{
    CompleteMultipartUploadBody, CompleteMultipartUploadResult, CompletedPart, CopyResult, CreateMultipartUploadResult,
    DeleteObjectsBody, DeleteObjectsResult, ListObjectsV2Page, ListPartsPage, ListedPart, ObjectIdentifier, S3Error,
};
use presign::s3::{Checksum, SessionCredentials};
use presign::{Bucket, ErrorKind, PresignRequest};
use proptest::prelude::*;
use time::macros::datetime;

use crate::util::{NOW, cases, credentials};

fn signed(request: PresignRequest<'_>) -> String {
    request.sign_at(&credentials(), NOW).unwrap().into_string()
}

#[test]
fn upload_ids() {
    // Amazon S3, Ceph 16.2 and Swift 2.30, and a document with a namespace prefix.
    for body in [
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<InitiateMultipartUploadResult \
         xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Bucket>films</Bucket><Key>a &amp; b</Key>\
         <UploadId>2~Vo&#x2F;+=</UploadId></InitiateMultipartUploadResult>",
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><InitiateMultipartUploadResult \
         xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Tenant></Tenant><Bucket>films</Bucket><Key>a &amp; b</Key>\
         <UploadId>2~Vo/+=</UploadId></InitiateMultipartUploadResult>",
        "<?xml version='1.0' encoding='UTF-8'?>\n<InitiateMultipartUploadResult><UploadId>2~Vo/+=</UploadId>\
         <Key>a <![CDATA[& ]]>b</Key><!-- the name --><Bucket>films</Bucket></InitiateMultipartUploadResult>\n",
        "\u{feff}\r\n<s3:InitiateMultipartUploadResult xmlns:s3=\"urn:x\"><s3:Bucket>films</s3:Bucket>\
         <s3:Key>a &#38; b</s3:Key><s3:UploadId>2~Vo/+=</s3:UploadId></s3:InitiateMultipartUploadResult>",
    ] {
        let upload = CreateMultipartUploadResult::parse(body).unwrap();
        assert_eq!((upload.upload_id(), upload.bucket(), upload.key()), ("2~Vo/+=", Some("films"), Some("a & b")));
    }
}

#[test]
fn a_success_that_holds_an_error() {
    const ERROR: &str = "<Error><Code>InternalError</Code><Message>We encountered an internal error. Please try again.\
        </Message><RequestId>656c76696e6727732072657175657374</RequestId><HostId>Uuag1LuB</HostId></Error>";
    let declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";
    // S3 sends white space before the document, or after its declaration.
    for body in [ERROR.to_owned(), format!("{declaration}\n\n {ERROR}"), format!(" \n\n{declaration}\n{ERROR}\n")] {
        let errors = [
            CompleteMultipartUploadResult::parse(&body).unwrap_err(),
            CopyResult::parse(&body).unwrap_err(),
            CreateMultipartUploadResult::parse(&body).unwrap_err(),
            ListPartsPage::parse(&body).unwrap_err(),
            ListObjectsV2Page::parse(&body).unwrap_err(),
            DeleteObjectsResult::parse(&body).unwrap_err(),
            SessionCredentials::from_xml(&body).unwrap_err(),
        ];
        for error in errors {
            assert_eq!(error.kind(), ErrorKind::S3Error);
            let s3_error = error.s3_error().unwrap();
            assert_eq!(*s3_error, S3Error::parse(&body).unwrap());
            assert_eq!(s3_error.code(), "InternalError");
            assert_eq!(s3_error.message(), "We encountered an internal error. Please try again.");
            assert_eq!(s3_error.request_id(), Some("656c76696e6727732072657175657374"));
            assert_eq!(s3_error.host_id(), Some("Uuag1LuB"));
        }
    }
    for cut in ["", " \n ", declaration, &ERROR[..40]] {
        assert_eq!(CompleteMultipartUploadResult::parse(cut).unwrap_err().kind(), ErrorKind::InvalidXml, "{cut}");
    }
}

#[test]
fn completed_uploads() {
    let object = CompleteMultipartUploadResult::parse(
        "\n\n<CompleteMultipartUploadResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">\
         <Location>http://films.s3.amazonaws.com/regatta.mp4</Location><Bucket>films</Bucket><Key>regatta.mp4</Key>\
         <ETag>&quot;3858f622-3&quot;</ETag><ChecksumCRC32>NhCmhg==-3</ChecksumCRC32>\
         <ChecksumType>COMPOSITE</ChecksumType></CompleteMultipartUploadResult>",
    );
    let object = object.unwrap();
    assert_eq!(object.location(), Some("http://films.s3.amazonaws.com/regatta.mp4"));
    assert_eq!((object.bucket(), object.key()), (Some("films"), Some("regatta.mp4")));
    assert_eq!(object.etag(), Some("\"3858f622-3\""));
    assert!(object.checksums().eq([("ChecksumCRC32", "NhCmhg==-3")]));
    // Ceph's entity tag is empty.
    let ceph = CompleteMultipartUploadResult::parse(
        "<CompleteMultipartUploadResult><ETag></ETag></CompleteMultipartUploadResult>",
    );
    assert_eq!(ceph.unwrap().etag(), None);
}

const PARTS: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
    <ListPartsResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">\n  <Bucket>films</Bucket>\n  \
    <Key>regatta.mp4</Key>\n  <UploadId>VXBsb2FkIElE</UploadId>\n  <PartNumberMarker>0</PartNumberMarker>\n  \
    <NextPartNumberMarker>3</NextPartNumberMarker>\n  <MaxParts>2</MaxParts>\n  <IsTruncated>true</IsTruncated>\n  \
    <Part>\n    <PartNumber>1</PartNumber>\n    <LastModified>2026-11-23T12:00:00.000Z</LastModified>\n    \
    <ETag>&quot;7778aef8&quot;</ETag>\n    <Size>8388608</Size>\n    <ChecksumCRC32>NhCmhg==</ChecksumCRC32>\n  \
    </Part>\n  <Part><PartNumber> 3 </PartNumber><ETag>\"aaaa18db\"</ETag><Size>5368709120</Size>\
    <ChecksumXXHASH3>bmV3</ChecksumXXHASH3></Part>\n</ListPartsResult>";

#[test]
fn pages_of_parts() {
    let page = ListPartsPage::parse(PARTS).unwrap();
    let [first, second] = page.parts() else { panic!("{page:?}") };
    assert_eq!((first.number(), first.etag(), first.size()), (1, "\"7778aef8\"", 8_388_608));
    assert_eq!(first.last_modified(), Some(datetime!(2026-11-23 12:00 UTC)));
    assert!(first.has_checksum(Checksum::Crc32(0x3610_a686)));
    assert!(!first.has_checksum(Checksum::Crc32c(0x3610_a686)) && !first.has_checksum(Checksum::Crc32(0)));
    assert_eq!((second.number(), second.etag(), second.size()), (3, "\"aaaa18db\"", 5_368_709_120));
    assert!(second.checksums().eq([("ChecksumXXHASH3", "bmV3")]));

    let bucket = Bucket::new("films").unwrap();
    let request = bucket.list_parts("regatta.mp4", "VXBsb2FkIElE").max_parts(2);
    let next = signed(page.next_request(request.clone()).unwrap());
    assert_eq!(next, signed(request.clone().part_number_marker(3)));
    assert_eq!((page.is_truncated(), page.next_part_number_marker()), (true, Some(3)));

    // A server that sends no marker: the next page begins after the last part.
    let without = PARTS.replace("<NextPartNumberMarker>3</NextPartNumberMarker>", "");
    assert_eq!(ListPartsPage::parse(without).unwrap().next_part_number_marker(), Some(3));
    for last in [PARTS.replace("true", "false"), PARTS.replace("<IsTruncated>true</IsTruncated>", "")] {
        let page = ListPartsPage::parse(last).unwrap();
        assert!(page.next_request(request.clone()).is_none() && !page.is_truncated());
    }
    assert!(ListPartsPage::parse("<ListPartsResult/>").unwrap().parts().is_empty());
}

#[test]
fn an_upload_is_completed_with_the_parts_that_were_listed() {
    let page = ListPartsPage::parse(PARTS).unwrap();
    let parts = page.parts().iter().map(CompletedPart::from).chain([(2, "two").into()]);
    assert_eq!(
        CompleteMultipartUploadBody::new(parts).unwrap().to_string(),
        "<CompleteMultipartUpload xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">\
         <Part><ETag>&quot;7778aef8&quot;</ETag><ChecksumCRC32>NhCmhg==</ChecksumCRC32><PartNumber>1</PartNumber></Part>\
         <Part><ETag>two</ETag><PartNumber>2</PartNumber></Part>\
         <Part><ETag>&quot;aaaa18db&quot;</ETag><ChecksumXXHASH3>bmV3</ChecksumXXHASH3><PartNumber>3</PartNumber></Part>\
         </CompleteMultipartUpload>",
    );
    let body = CompleteMultipartUploadBody::new(page.parts()).unwrap();
    assert_eq!(body.as_str().matches("<Part>").count(), 2);
    assert_eq!(body.clone().into_string(), String::from(body.clone()));
    assert_eq!(body.as_str().as_bytes(), AsRef::<[u8]>::as_ref(&body));
}

/// The names of elements are written into the body, so a server must not be able to smuggle markup into it.
#[test]
fn a_part_from_a_hostile_server() {
    for name in
        ["Checksum<Part", "Checksum\"x\"", "Checksum&amp", "Checksum-1", "Checksum", "ChecksumType", "MyChecksum"]
    {
        let part = format!("<Part><PartNumber>1</PartNumber><ETag>e</ETag><Size>1</Size><{name}>x</{name}></Part>");
        let page = ListPartsPage::parse(format!("<ListPartsResult>{part}</ListPartsResult>")).unwrap();
        assert_eq!(page.parts()[0].checksums().count(), 0, "{name}");
    }
    let part = "<Part><PartNumber>1</PartNumber><ETag>&lt;/ETag></ETag><Size>1</Size>\
                <ChecksumCRC32>&lt;/Part></ChecksumCRC32><ChecksumSHA1>&#1;</ChecksumSHA1></Part>";
    let page = ListPartsPage::parse(format!("<ListPartsResult>{part}</ListPartsResult>")).unwrap();
    let body = CompleteMultipartUploadBody::new(page.parts()).unwrap();
    assert!(body.as_str().contains("<Part><ETag>&lt;/ETag&gt;</ETag><PartNumber>1</PartNumber></Part>"));
}

#[test]
fn checksums_of_parts() {
    let element = |checksum: Checksum| {
        let part = CompletedPart::new(1, "e").checksum(Checksum::Crc32(0)).checksum(checksum);
        let body = CompleteMultipartUploadBody::new([part]).unwrap().into_string();
        body.split_once("</ETag>").unwrap().1.split_once("<PartNumber>").unwrap().0.to_owned()
    };
    // A checksum of the same algorithm replaces the earlier one.
    assert_eq!(element(Checksum::Crc32(0x3610_a686)), "<ChecksumCRC32>NhCmhg==</ChecksumCRC32>");
    for (checksum, written) in [
        (Checksum::Crc32c(1), "<ChecksumCRC32C>AAAAAQ==</ChecksumCRC32C>"),
        (Checksum::Crc64Nvme(1), "<ChecksumCRC64NVME>AAAAAAAAAAE=</ChecksumCRC64NVME>"),
        (Checksum::Sha1([0; 20]), "<ChecksumSHA1>AAAAAAAAAAAAAAAAAAAAAAAAAAA=</ChecksumSHA1>"),
        (Checksum::sha256_of("hello"), "<ChecksumSHA256>LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=</ChecksumSHA256>"),
        (Checksum::md5_of("hello"), "<ChecksumMD5>XUFAKrxLKna5cZ2REBfFkg==</ChecksumMD5>"),
        (Checksum::XxHash64(1), "<ChecksumXXHASH64>AAAAAAAAAAE=</ChecksumXXHASH64>"),
        (Checksum::XxHash3(1), "<ChecksumXXHASH3>AAAAAAAAAAE=</ChecksumXXHASH3>"),
        (Checksum::XxHash128(1), "<ChecksumXXHASH128>AAAAAAAAAAAAAAAAAAAAAQ==</ChecksumXXHASH128>"),
    ] {
        assert_eq!(element(checksum), format!("<ChecksumCRC32>AAAAAA==</ChecksumCRC32>{written}"));
    }
    assert!(element(Checksum::Sha512([0; 64])).contains("<ChecksumSHA512>AAAA"));
}

#[test]
fn copies() {
    for name in ["CopyPartResult", "CopyObjectResult"] {
        let copy = CopyResult::parse(format!(
            "<{name}><LastModified>2026-11-23T12:00:00.000Z</LastModified><ETag>\"7778aef8\"</ETag>\
             <ChecksumCRC32>NhCmhg==</ChecksumCRC32></{name}>"
        ));
        let copy = copy.unwrap();
        assert_eq!((copy.etag(), copy.last_modified()), ("\"7778aef8\"", Some(datetime!(2026-11-23 12:00 UTC))));
        assert!(copy.has_checksum(Checksum::Crc32(0x3610_a686)));
    }
}

const OBJECTS: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
    <ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Name>photos</Name><Prefix></Prefix>\
    <NextContinuationToken>1ueGcxLPRx1Tr/XYExHnhbYLgveDs2J/wm36Hy4vbOwM=</NextContinuationToken><KeyCount>3</KeyCount>\
    <MaxKeys>3</MaxKeys><Delimiter>/</Delimiter><IsTruncated>true</IsTruncated>\
    <Contents><Key> a+b%20c&#13;&#x1;\r\n&lt;</Key><LastModified>2026-11-23T12:00:00.000Z</LastModified>\
    <ETag>&quot;7778aef8&quot;</ETag><ChecksumAlgorithm>CRC32</ChecksumAlgorithm>\
    <ChecksumAlgorithm>SHA256</ChecksumAlgorithm><Size>48213</Size><Owner><ID>75aa57f0</ID></Owner>\
    <StorageClass>STANDARD</StorageClass></Contents>\
    <Contents><Key>b</Key><Size>0</Size></Contents>\
    <CommonPrefixes><Prefix>2026/%2F+/</Prefix></CommonPrefixes></ListBucketResult>";

#[test]
fn pages_of_objects() {
    let page = ListObjectsV2Page::parse(OBJECTS).unwrap();
    let [first, second] = page.objects() else { panic!("{page:?}") };
    // Only an escaped carriage return is one: XML turns the others into line feeds. S3 escapes it.
    assert_eq!(first.key(), " a+b%20c\r\u{1}\n<");
    assert_eq!((first.size(), first.etag(), first.storage_class()), (48_213, Some("\"7778aef8\""), Some("STANDARD")));
    assert_eq!(first.last_modified(), Some(datetime!(2026-11-23 12:00 UTC)));
    assert_eq!((first.owner_id(), second.owner_id()), (Some("75aa57f0"), None));
    assert_eq!((second.key(), second.size(), second.etag(), second.last_modified()), ("b", 0, None, None));
    assert_eq!(page.common_prefixes(), ["2026/%2F+/"]);
    assert!(!page.is_url_encoded());

    let bucket = Bucket::new("photos").unwrap();
    let request = bucket.list_objects_v2().delimiter("/").max_keys(3);
    let token = "1ueGcxLPRx1Tr/XYExHnhbYLgveDs2J/wm36Hy4vbOwM=";
    assert_eq!((page.is_truncated(), page.next_continuation_token()), (true, Some(token)));
    let next = page.next_request(request.clone()).unwrap();
    assert_eq!(signed(next.clone()), signed(request.clone().continuation_token(token)));
    // The token of the next page replaces that of this one.
    let later = ListObjectsV2Page::parse(OBJECTS.replace(token, "later")).unwrap();
    assert_eq!(signed(later.next_request(next).unwrap()), signed(request.clone().continuation_token("later")));

    let last = ListObjectsV2Page::parse(OBJECTS.replace("true", "false")).unwrap();
    assert!(last.next_request(request).is_none() && !last.is_truncated());
    let silent = OBJECTS.replace("<IsTruncated>true</IsTruncated>", "");
    assert_eq!(ListObjectsV2Page::parse(silent).unwrap().next_continuation_token(), Some(token));
    assert!(ListObjectsV2Page::parse("<ListBucketResult/>").unwrap().objects().is_empty());
}

/// What S3 answers for these keys, and that they are decoded only once.
#[test]
fn encoded_keys_are_decoded_once() {
    for (key, encoded) in [
        ("a b.txt", "a+b.txt"),
        ("a b.txt", "a%20b.txt"),
        ("a+b.txt", "a%2Bb.txt"),
        ("100%.csv", "100%25.csv"),
        ("a%20b", "a%2520b"),
        ("한글/x.txt", "%ED%95%9C%EA%B8%80/x.txt"),
        ("한글/x.txt", "%ed%95%9c%ea%b8%80%2fx.txt"),
        ("\u{1}\r\n<&>", "%01%0D%0A%3C%26%3E"),
    ] {
        let body = format!(
            "<ListBucketResult><EncodingType>url</EncodingType><Contents><Key>{encoded}</Key><Size>1</Size></Contents>\
             <CommonPrefixes><Prefix>{encoded}</Prefix></CommonPrefixes></ListBucketResult>"
        );
        let page = ListObjectsV2Page::parse(&body).unwrap();
        assert!(page.is_url_encoded());
        assert_eq!((page.objects()[0].key(), &*page.common_prefixes()[0]), (key, key));
        // A server that ignores `encoding-type` sends no `EncodingType`.
        for raw in [body.replace("<EncodingType>url</EncodingType>", ""), body.replace("url", "")] {
            let page = ListObjectsV2Page::parse(&raw).unwrap();
            assert!(!page.is_url_encoded());
            assert_eq!((page.objects()[0].key(), &*page.common_prefixes()[0]), (encoded, encoded));
        }
    }
}

#[test]
fn lists_of_objects_to_delete() {
    let text = "<Delete xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Object><Key>a &amp; &lt;b&gt;&#13;&#10;\t \
                &quot;&apos;]]&gt;</Key></Object><Object><Key>c</Key><VersionId>v&amp;1</VersionId></Object></Delete>";
    let objects = || [ObjectIdentifier::new("a & <b>\r\n\t \"']]>"), ObjectIdentifier::new("c").version_id("v&1")];
    let body = DeleteObjectsBody::new(objects()).unwrap();
    assert_eq!((body.as_str(), &*body.to_string()), (text, text));
    assert_eq!(body.checksum(), Checksum::md5_of(text));
    let quiet = text.replace("<Object><Key>a", "<Quiet>true</Quiet><Object><Key>a");
    assert_eq!(DeleteObjectsBody::quiet(objects()).unwrap().into_string(), quiet);

    // What a listing returns can be deleted.
    let page = ListObjectsV2Page::parse(OBJECTS.replace("&#x1;", "")).unwrap();
    let body = DeleteObjectsBody::new(page.objects()).unwrap();
    assert!(body.as_str().contains("<Key> a+b%20c&#13;&#10;&lt;</Key></Object><Object><Key>b</Key></Object>"));
}

#[test]
fn deleted_and_undeleted_objects() {
    let result = DeleteObjectsResult::parse(
        "<DeleteResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Deleted><Key>a &amp; b</Key>\
         <VersionId>v1</VersionId></Deleted><Error><Key>c</Key><VersionId/><Code>AccessDenied</Code>\
         <Message>Access Denied</Message></Error><Deleted><Key>d</Key></Deleted></DeleteResult>",
    );
    let result = result.unwrap();
    let deleted: Vec<_> = result.deleted().iter().map(|object| (object.key(), object.version_id())).collect();
    assert_eq!(deleted, [("a & b", Some("v1")), ("d", None)]);
    let [error] = result.errors() else { panic!("{result:?}") };
    assert_eq!((error.key(), error.version_id()), ("c", None));
    assert_eq!((error.code(), error.message()), ("AccessDenied", "Access Denied"));
}

#[test]
fn error_documents() {
    let error = S3Error::parse(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>AuthorizationHeaderMalformed</Code>\
         <Message>The authorization header is malformed; the region 'us-east-1' is wrong; expecting 'eu-west-1'</Message>\
         <Region>eu-west-1</Region><Resource>/photos/boat.jpg</Resource><RequestId>4442587F</RequestId>\
         <Nested><Inner>x</Inner></Nested><HostId>Uuag1LuB</HostId></Error>",
    );
    let error = error.unwrap();
    assert_eq!((error.region(), error.resource()), (Some("eu-west-1"), Some("/photos/boat.jpg")));
    assert_eq!((error.request_id(), error.host_id()), (Some("4442587F"), Some("Uuag1LuB")));
    let names: Vec<_> = error.elements().map(|(name, _)| name).collect();
    assert_eq!(names, ["Code", "Message", "Region", "Resource", "RequestId", "HostId"]);
    assert_eq!((error.string_to_sign(), error.canonical_request(), error.get("Nested")), (None, None, None));

    // Ceph sends no message.
    let ceph = S3Error::parse("<Error><Code>AccessDenied</Code><RequestId>tx0000</RequestId></Error>").unwrap();
    assert_eq!((ceph.message(), &*ceph.to_string()), ("", "AccessDenied"));
    let long = format!("<Error><Code>A&#10;B</Code><Message>\u{7f}{}</Message></Error>", "é".repeat(2000));
    let shown = S3Error::parse(long).unwrap().to_string();
    assert_eq!(shown, format!("A\\nB: \\u{{7f}}{}...", "é".repeat(1023)));
}

/// Reads the texts of all elements with this name, without the library's help.
fn naive_texts(body: &str, name: &str) -> Vec<String> {
    let start = format!("<{name}>");
    let texts = body.split(&start).skip(1).map(|rest| rest.split('<').next().unwrap());
    let escapes = [("lt", "<"), ("gt", ">"), ("quot", "\""), ("apos", "'"), ("#13", "\r"), ("#10", "\n"), ("amp", "&")];
    let unescape = |text: &str, (name, character): (&str, &str)| text.replace(&format!("&{name};"), character);
    texts.map(|text| escapes.into_iter().fold(text.to_owned(), |text, escape| unescape(&text, escape))).collect()
}

proptest! {
    #![proptest_config(cases(64))]

    #[test]
    fn keys_survive_a_body(keys in prop::collection::vec("[ -\u{d7ff}\t\r\n&<>\"']{1,40}", 1..20)) {
        let body = DeleteObjectsBody::new(&keys).unwrap();
        prop_assert_eq!(naive_texts(body.as_str(), "Key"), keys.clone());
        // No raw carriage return, which XML would turn into a line feed.
        prop_assert!(!body.as_str().contains(['\r', '\n']));
        // The parser agrees.
        let response = body.as_str().replace("Delete ", "DeleteResult ").replace("</Delete>", "</DeleteResult>");
        let response = response.replace("Object>", "Deleted>");
        let result = DeleteObjectsResult::parse(response).unwrap();
        prop_assert_eq!(result.deleted().iter().map(|object| object.key().to_owned()).collect::<Vec<_>>(), keys);
    }

    #[test]
    fn parts_survive_a_body(parts in prop::collection::btree_map(1_u16..=10_000, "[ -~]{1,40}", 1..20)) {
        let body = CompleteMultipartUploadBody::new(parts.clone()).unwrap();
        prop_assert_eq!(naive_texts(body.as_str(), "ETag"), parts.values().cloned().collect::<Vec<_>>());
        let numbers: Vec<_> = parts.keys().map(u16::to_string).collect();
        prop_assert_eq!(naive_texts(body.as_str(), "PartNumber"), numbers);
        let response = body.as_str().replace("CompleteMultipartUpload", "ListPartsResult");
        let page = ListPartsPage::parse(response.replace("</ETag>", "</ETag><Size>0</Size>")).unwrap();
        let listed = |part: &ListedPart| (part.number(), part.etag().to_owned());
        prop_assert_eq!(page.parts().iter().map(listed).collect::<Vec<_>>(), parts.into_iter().collect::<Vec<_>>());
    }

    #[test]
    fn no_bytes_cause_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = S3Error::parse(&bytes);
        let _ = ListObjectsV2Page::parse(&bytes);
    }

    #[test]
    fn no_markup_causes_a_panic(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..40)) {
        let text = pieces.concat();
        let _ = S3Error::parse(&text);
        let _ = ListPartsPage::parse(&text);
        let _ = ListObjectsV2Page::parse(&text);
        let _ = SessionCredentials::from_xml(&text);
    }
}

const PIECES: &[&str] = &[
    "<ListBucketResult>",
    "</ListBucketResult>",
    "<Contents>",
    "</Contents>",
    "<Key>",
    "</Key>",
    "<Key/>",
    "<",
    ">",
    "/>",
    "</",
    "<!",
    "<!-",
    "<!--",
    "-->",
    "<!D",
    "<!DOCTYPE x [",
    "]>",
    "<![CDATA[",
    "]]>",
    "<?",
    "?>",
    "<?xml",
    "&",
    "&#",
    ";",
    "&#x110000;",
    "&#0;",
    "&lt;",
    "&a;",
    "\u{feff}",
    "é",
    "a=\"",
    "'",
    " ",
    "<:>",
    "<a:b c>",
    "<Error>",
    "<Code>",
    "0",
];

/// Each of these took quadratic time or the whole stack in some XML parser.
#[test]
fn hostile_documents_are_read_in_linear_time() {
    const MANY: usize = 50_000;
    let within = |content: &str| format!("<Error><Code>X</Code><A>{content}</A></Error>");
    let attributes: String = (0..MANY).map(|n| format!(" a{n}=\"\"")).collect();
    for document in [
        within(&("<a>".repeat(MANY) + &"</a>".repeat(MANY))),
        within(&"<a/>".repeat(MANY)),
        within(&format!("<a{attributes}/>")),
        format!("<?xml version=\"1.0\"{attributes} encoding=\"UTF-8\"?>{}", within("")),
        within(&"&amp;".repeat(MANY)),
        within(&"a<!-- -->".repeat(MANY)),
        within(&format!("<{}/>", "a:".repeat(MANY))),
        within(&" \r\n".repeat(MANY)),
        within(&"<![CDATA[]]>".repeat(MANY)),
    ] {
        let error = S3Error::parse(&document);
        assert_eq!(error.unwrap_or_else(|error| panic!("{error}: {}", &document[..80])).code(), "X");
    }
    for invalid in
        ["<a>".repeat(MANY), "<!".repeat(MANY), "<!--".repeat(MANY), "<![CDATA[".repeat(MANY), "&".repeat(MANY)]
    {
        assert_eq!(S3Error::parse(within(&invalid)).unwrap_err().kind(), ErrorKind::InvalidXml, "{}", &invalid[..9]);
    }
}
