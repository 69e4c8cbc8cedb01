//! Checks which arguments the API accepts and which traits its types implement.

#![cfg(feature = "std")]

mod util;

use std::fmt::Debug;
use std::hash::Hash;
use std::sync::Arc;
use std::time::Duration;

use presign::s3::{
    Addressing, BucketBuilder, ByteRange, CannedAcl, Checksum, ChecksumAlgorithm, ChecksumType, CopySource,
    CustomerKey, Directive, ObjectAttribute, ObjectLockMode, OptionalObjectAttribute, SessionMode, StorageClass,
    UploadPart, UploadParts,
};
use presign::sigv4::{
    AmzDate, CanonicalHeaders, CanonicalQuery, CanonicalRequest, Scope, Signature, SigningKey, StringToSign,
};
use presign::{
    Algorithm, Bucket, CachedSigner, Credentials, Error, ErrorKind, Fault, Identity, Method, Prepared, PresignRequest,
    PresignedUrl, ScopedSigner, Service, Signed, Signer, SigningJob, SigningTrace, TokenKind, Unsigned, Validity,
    presign_delete, presign_get, presign_head, presign_put,
};

use crate::util::{NOW, credentials};

const TTL: Duration = Duration::from_secs(60);

#[test]
fn values_are_send_and_sync() {
    fn check<T: Send + Sync + Unpin>() {}
    check::<Algorithm>();
    check::<AmzDate>();
    check::<Bucket>();
    check::<BucketBuilder>();
    check::<ByteRange>();
    check::<CachedSigner>();
    check::<CanonicalHeaders>();
    check::<CanonicalQuery>();
    check::<CanonicalRequest<'_>>();
    check::<Checksum>();
    check::<CopySource>();
    check::<Credentials>();
    check::<CustomerKey>();
    check::<Error>();
    check::<Identity>();
    check::<Prepared>();
    check::<PresignRequest<'_>>();
    check::<PresignedUrl>();
    check::<Scope<'_>>();
    check::<ScopedSigner>();
    check::<Service>();
    check::<Signature>();
    check::<Signed<'_>>();
    check::<SigningJob<'_>>();
    check::<SigningKey>();
    check::<SigningTrace>();
    check::<StringToSign<'_>>();
    check::<Unsigned<'_>>();
    check::<UploadPart<'_>>();
    check::<UploadParts<'_>>();
    check::<Validity>();
}

#[cfg(feature = "post")]
#[test]
fn forms_are_send_and_sync_and_comparable() {
    use presign::s3::{PostPolicy, PreparedPost, PresignedPost};

    fn check<T: Send + Sync + Unpin + Debug>() {}
    check::<PostPolicy<'_>>();
    check::<PreparedPost>();
    fn check_value<T: Send + Sync + Unpin + Debug + Clone + Eq>() {}
    check_value::<PresignedPost>();
}

#[cfg(feature = "xml")]
#[test]
fn documents_are_send_and_sync_and_comparable() {
    use presign::s3::xml::*;

    fn check<T: Send + Sync + Unpin + Debug + Clone + Eq>() {}
    check::<S3Error>();
    fn check_value<T: Send + Sync + Unpin + Debug + Clone + Eq + Hash>() {}
    check_value::<CompleteMultipartUploadBody>();
    check_value::<CompleteMultipartUploadResult>();
    check_value::<CompletedPart>();
    check_value::<CopyResult>();
    check_value::<CreateMultipartUploadResult>();
    check_value::<DeleteObjectsBody>();
    check_value::<DeleteObjectsResult>();
    check_value::<DeletedObject>();
    check_value::<ListObjectsV2Page>();
    check_value::<ListPartsPage>();
    check_value::<ListedObject>();
    check_value::<ListedPart>();
    check_value::<ObjectIdentifier>();
    check_value::<UndeletedObject>();
}

/// Every kind of body and of item.
#[cfg(feature = "xml")]
#[test]
fn documents_are_read_and_written_in_many_forms() {
    use presign::s3::xml::{CompleteMultipartUploadBody, CompletedPart, DeleteObjectsBody, ObjectIdentifier, S3Error};

    let text = "<Error><Code>NoSuchKey</Code></Error>";
    let parsed = [
        S3Error::parse(text),
        S3Error::parse(text.as_bytes()),
        S3Error::parse(String::from(text)),
        S3Error::parse(Vec::from(text)),
        S3Error::parse(Arc::<[u8]>::from(text.as_bytes())),
    ];
    assert!(parsed.into_iter().all(|error| error.unwrap().code() == "NoSuchKey"));

    let body = CompleteMultipartUploadBody::new([(1, "e")]).unwrap();
    assert_eq!(CompleteMultipartUploadBody::new(vec![(1, String::from("e"))]).unwrap(), body);
    assert_eq!(CompleteMultipartUploadBody::new([CompletedPart::new(1, "e")]).unwrap(), body);

    let body = DeleteObjectsBody::new(["a"]).unwrap();
    assert_eq!(DeleteObjectsBody::new(&[String::from("a")]).unwrap(), body);
    assert_eq!(DeleteObjectsBody::new([String::from("a")]).unwrap(), body);
    assert_eq!(DeleteObjectsBody::new(Some(ObjectIdentifier::new("a"))).unwrap(), body);
}

#[cfg(feature = "token")]
#[test]
fn tokens_are_send_and_sync_and_comparable() {
    use presign::token::{AuthToken, Bedrock, Dsql, Eks, ElastiCache, IotMqtt, MemoryDb, Msk, PreparedToken, Rds};

    fn check<T: Send + Sync + Unpin + Debug + Clone>() {}
    check::<Rds>();
    check::<Dsql>();
    check::<ElastiCache>();
    check::<MemoryDb>();
    check::<Eks>();
    check::<Msk>();
    check::<Bedrock>();
    check::<IotMqtt>();
    fn check_value<T: Send + Sync + Unpin + Debug + Clone + Eq>() {}
    check_value::<AuthToken>();
    fn check_prepared<T: Send + Sync + Unpin + Debug>() {}
    check_prepared::<PreparedToken>();
}

#[cfg(feature = "sigv4a")]
#[test]
fn sigv4a_keys_and_signatures_are_send_and_sync() {
    use presign::sigv4a::{Signature, SigningKey, Sigv4aSigner};

    fn check<T: Send + Sync + Unpin + Clone + Debug>() {}
    check::<Signature>();
    check::<Sigv4aSigner>();
    check::<SigningKey>();
}

#[test]
fn values_without_secrets_are_comparable() {
    fn check<T: Clone + Eq + Hash + Debug>() {}
    check::<Addressing>();
    check::<Algorithm>();
    check::<AmzDate>();
    check::<Bucket>();
    check::<ByteRange>();
    check::<CannedAcl>();
    check::<Checksum>();
    check::<ChecksumAlgorithm>();
    check::<ChecksumType>();
    check::<CopySource>();
    check::<Directive>();
    check::<ErrorKind>();
    check::<Fault>();
    check::<Method>();
    check::<ObjectAttribute>();
    check::<ObjectLockMode>();
    check::<OptionalObjectAttribute>();
    check::<Scope<'_>>();
    check::<Service>();
    check::<SessionMode>();
    check::<StorageClass>();
    check::<TokenKind>();
    check::<Validity>();
}

#[test]
fn an_error_is_one_pointer_and_a_standard_error() {
    fn check<T: std::error::Error + Clone + Send + Sync + 'static>() {}
    check::<Error>();
    assert_eq!(size_of::<Error>(), size_of::<usize>());
    assert_eq!(size_of::<Result<(), Error>>(), size_of::<usize>());
}

#[test]
fn a_bucket_can_be_given_in_many_forms() {
    let bucket = Bucket::new("photos").unwrap();
    let url = |result: Result<PresignedUrl, Error>| result.unwrap().as_str().split('?').next().unwrap().to_owned();
    let expected = "https://photos.s3.us-east-1.amazonaws.com/boat.jpg";
    assert_eq!(url(presign_get(&credentials(), "photos", "boat.jpg", TTL)), expected);
    let name = String::from("photos");
    assert_eq!(url(presign_get(&credentials(), &name, "boat.jpg", TTL)), expected);
    assert_eq!(url(presign_get(&credentials(), name, "boat.jpg", TTL)), expected);
    assert_eq!(url(presign_get(&credentials(), ("photos", "us-east-1"), "boat.jpg", TTL)), expected);
    assert_eq!(url(presign_get(&credentials(), &bucket, "boat.jpg", TTL)), expected);
    assert_eq!(url(presign_get(&credentials(), Arc::new(bucket.clone()), "boat.jpg", TTL)), expected);
    assert_eq!(url(presign_get(&credentials(), bucket, "boat.jpg", TTL)), expected);
    let ireland = url(presign_get(&credentials(), ("photos", "eu-west-1"), "boat.jpg", TTL));
    assert_eq!(ireland, "https://photos.s3.eu-west-1.amazonaws.com/boat.jpg");
    let (name, region) = (String::from("photos"), String::from("eu-west-1"));
    assert_eq!(url(presign_get(&credentials(), (&name, &region), "boat.jpg", TTL)), ireland);
    assert_eq!(url(presign_get(&credentials(), ("photos", &region), "boat.jpg", TTL)), ireland);
    assert_eq!(url(presign_get(&credentials(), &(name.clone(), "eu-west-1"), "boat.jpg", TTL)), ireland);
    let bucket = Bucket::try_from(("photos", region.clone())).unwrap();
    assert_eq!(url(presign_get(&credentials(), bucket, "boat.jpg", TTL)), ireland);
    assert_eq!(url(presign_get(&credentials(), (name, region), "boat.jpg", TTL)), ireland);
    assert_eq!(Bucket::try_from("photos").unwrap(), Bucket::try_from(String::from("photos")).unwrap());
    assert_eq!("photos".parse::<Bucket>().unwrap(), Bucket::new("photos").unwrap());
    assert_eq!(presign_get(&credentials(), "", "boat.jpg", TTL).unwrap_err().kind(), ErrorKind::InvalidBucketName);
}

#[test]
fn methods_are_parsed_from_text() {
    use Method::{Delete, Get, Head, Options, Patch, Post, Put};
    for method in [Get, Head, Put, Post, Delete, Patch, Options] {
        assert_eq!(method.as_str().parse::<Method>().unwrap(), method);
        assert_eq!(format!("{method:?}").to_uppercase(), method.as_str());
    }
}

#[test]
fn presign_functions_sign_at_the_current_time() {
    #[expect(clippy::disallowed_methods, reason = "the test compares it with the clock that the functions read")]
    let now = time::OffsetDateTime::now_utc;
    type FrontDoor = fn(&dyn Signer, &'static str, &str, Duration) -> Result<PresignedUrl, Error>;
    let doors: [(FrontDoor, Method); 4] = [
        (presign_get, Method::Get),
        (presign_put, Method::Put),
        (presign_head, Method::Head),
        (presign_delete, Method::Delete),
    ];
    for (door, method) in doors {
        let before = now().truncate_to_second();
        let url = door(&credentials(), "photos", "boat.jpg", TTL).unwrap();
        assert_eq!(url.method(), method);
        assert!((before..=now()).contains(&url.signed_at()));
        assert_eq!(url.expires_at(), Some(url.signed_at() + TTL));

        let bucket = Bucket::new("photos").unwrap();
        let same = bucket.request(method, "boat.jpg").expires_in(TTL).sign_at(&credentials(), url.signed_at()).unwrap();
        assert_eq!(url, same);
    }
}

#[test]
fn operations_have_the_methods_and_queries_of_the_api() {
    let bucket = Bucket::new("photos").unwrap();
    let rows = [
        (bucket.get_object("k"), Method::Get, "/k", ""),
        (bucket.head_object("k"), Method::Head, "/k", ""),
        (bucket.put_object("k"), Method::Put, "/k", ""),
        (bucket.delete_object("k"), Method::Delete, "/k", ""),
        (bucket.create_multipart_upload("k"), Method::Post, "/k", "&uploads="),
        (bucket.upload_part("k", "a/b", 10_000), Method::Put, "/k", "&partNumber=10000&uploadId=a%2Fb"),
        (bucket.complete_multipart_upload("k", "a/b"), Method::Post, "/k", "&uploadId=a%2Fb"),
        (bucket.abort_multipart_upload("k", "a/b"), Method::Delete, "/k", "&uploadId=a%2Fb"),
        (bucket.list_parts("k", "a/b"), Method::Get, "/k", "&uploadId=a%2Fb"),
        (bucket.list_objects_v2(), Method::Get, "/", "&list-type=2"),
        (bucket.delete_object_tagging("k"), Method::Delete, "/k", "&tagging="),
        (bucket.get_object_tagging("k"), Method::Get, "/k", "&tagging="),
        (bucket.restore_object("k"), Method::Post, "/k", "&restore="),
        (bucket.list_object_versions(), Method::Get, "/", "&versions="),
        (bucket.list_multipart_uploads(), Method::Get, "/", "&uploads="),
        (bucket.create_session(), Method::Get, "/", "&session="),
        (bucket.create_bucket(), Method::Put, "/", ""),
        (bucket.delete_bucket(), Method::Delete, "/", ""),
        (bucket.head_bucket(), Method::Head, "/", ""),
        (bucket.request(Method::Options, "k"), Method::Options, "/k", ""),
        (bucket.bucket_request(Method::Patch), Method::Patch, "/", ""),
    ];
    for (request, method, path, query) in rows {
        let url = request.sign(&credentials()).unwrap();
        assert_eq!(url.method(), method);
        let (place, rest) = url.as_str().split_once('?').unwrap();
        assert_eq!(place, format!("https://photos.s3.us-east-1.amazonaws.com{path}"));
        let (_, rest) = rest.split_once("&X-Amz-SignedHeaders=host").unwrap();
        assert_eq!(rest.split("&X-Amz-Signature=").next(), Some(query));
    }
}

#[test]
fn headers_are_what_the_client_sends() {
    let bucket = Bucket::new("photos").unwrap();
    let url = bucket
        .put_object("boat.jpg")
        .header("X-Amz-Meta-Title", "  two  spaces\tand a tab ")
        .header("Content-Type", "image/jpeg")
        .header("x-amz-meta-title", "again")
        .header("x-amz-meta-empty", "")
        .sign(&credentials())
        .unwrap();
    let expected = [
        ("content-type", "image/jpeg"),
        ("x-amz-meta-empty", ""),
        ("x-amz-meta-title", "two  spaces\tand a tab,again"),
    ];
    assert_eq!(url.headers().collect::<Vec<_>>(), expected);
    let signed = "&X-Amz-SignedHeaders=content-type%3Bhost%3Bx-amz-meta-empty%3Bx-amz-meta-title&";
    assert!(url.as_str().contains(signed), "{url}");
}

#[test]
fn a_signed_payload_hash_is_the_last_line() {
    let bucket = Bucket::new("photos").unwrap();
    let hash = "b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9";
    let request = bucket.put_object("boat.jpg").header("X-Amz-Content-Sha256", hash);
    let trace = request.trace_at(&credentials(), NOW).unwrap();
    assert!(
        trace
            .canonical_request()
            .ends_with(&format!("\nx-amz-content-sha256:{hash}\n\nhost;x-amz-content-sha256\n{hash}"))
    );
}

#[test]
fn urls_convert_to_strings() {
    let url = presign_get(&credentials(), "photos", "boat.jpg", TTL).unwrap();
    assert_eq!(url.to_string(), url.as_str());
    assert_eq!(AsRef::<str>::as_ref(&url), url.as_str());
    assert_eq!(String::from(url.clone()), url.clone().into_string());
}
