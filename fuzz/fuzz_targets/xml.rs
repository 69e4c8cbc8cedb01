//! Parses any bytes as each of S3's documents, and writes what it read, or the text itself, into the bodies of requests.
//!
//! Checks that a body has the same keys and parts when it is parsed again, and that no error or `Debug` output shows what
//! may be secret.

#![no_main]

use libfuzzer_sys::fuzz_target;
use presign::s3::SessionCredentials;
use presign::s3::xml::{
    CompleteMultipartUploadBody, CompleteMultipartUploadResult, CompletedPart, CopyResult, CreateMultipartUploadResult,
    DeleteObjectsBody, DeleteObjectsResult, ListObjectsV2Page, ListPartsPage, ListedPart, S3Error,
};
use presign::{Bucket, Error};

/// The mark of secrets in the seeds.
const SECRET: &str = "S3CR3T";

fuzz_target!(|body: &[u8]| {
    if let Ok(page) = ListObjectsV2Page::parse(body) {
        let keys: Vec<_> = page.objects().iter().map(|object| object.key()).collect();
        check_keys(&keys);
        let bucket = Bucket::new("photos").expect("a bucket");
        assert_eq!(page.next_request(bucket.list_objects_v2()).is_some(), page.is_truncated());
    }
    if let Ok(page) = ListPartsPage::parse(body) {
        check_parts(&page);
    }
    if let Ok(text) = str::from_utf8(body) {
        check_keys(&text.split('\0').collect::<Vec<_>>());
    }
    if let Ok(upload) = CreateMultipartUploadResult::parse(body) {
        assert!(!upload.upload_id().is_empty());
    }
    match S3Error::parse(body) {
        Ok(document) => {
            assert!(!document.code().is_empty());
            // Every parser recognizes it.
            for error in [
                CompleteMultipartUploadResult::parse(body).err(),
                CopyResult::parse(body).err(),
                DeleteObjectsResult::parse(body).err(),
                SessionCredentials::from_xml(body).err(),
            ] {
                assert_eq!(error.as_ref().and_then(Error::s3_error), Some(&document));
            }
            // The code and the IDs are shown, and may have the mark.
            let shown = [document.code(), document.message(), document.get("RequestId").unwrap_or_default()];
            if !shown.iter().chain(&[document.host_id().unwrap_or_default()]).any(|text| text.contains(SECRET)) {
                assert!(!format!("{document} {document:?}").contains(SECRET));
            }
        }
        Err(error) => assert!(error.s3_error().is_none()),
    }
    match SessionCredentials::from_xml(body) {
        // The access key ID is not a secret.
        Ok(session) if session.identity().access_key_id().contains(SECRET) => {}
        Ok(session) => assert!(!format!("{session:?}").contains(SECRET)),
        // The name of another root element is shown, and so is S3's message.
        Err(error) if error.s3_error().is_some() || error.to_string().contains("has the root element") => {}
        Err(error) => assert!(!format!("{error} {error:?}").contains(SECRET), "{error}"),
    }
});

/// Deletes the keys, and reads them again from the body as if it were the response.
fn check_keys(keys: &[&str]) {
    let Ok(body) = DeleteObjectsBody::new(keys.iter().copied()) else { return };
    let response = body.as_str().replacen("Delete", "DeleteResult", 1).replace("</Delete>", "</DeleteResult>");
    let response = response.replace("<Object>", "<Deleted>").replace("</Object>", "</Deleted>");
    let result = DeleteObjectsResult::parse(response).expect("a body that was written");
    assert!(result.deleted().iter().map(|object| object.key()).eq(keys.iter().copied()));
}

/// Completes the upload with the parts, and reads them again from the body as if it were a list of them.
fn check_parts(page: &ListPartsPage) {
    let Ok(body) = CompleteMultipartUploadBody::new(page.parts()) else { return };
    let response = body.as_str().replacen("CompleteMultipartUpload", "ListPartsResult", 1);
    let response = response.replace("</CompleteMultipartUpload>", "</ListPartsResult>");
    let response = response.replace("<Part>", "<Part><Size>0</Size>");
    let again = ListPartsPage::parse(response).expect("a body that was written");
    let sorted = |page: &ListPartsPage| {
        let mut parts: Vec<CompletedPart> = page.parts().iter().map(CompletedPart::from).collect();
        parts.sort_by_key(CompletedPart::number);
        parts
    };
    assert_eq!(sorted(&again), sorted(page));
    assert!(again.parts().iter().map(ListedPart::number).is_sorted());
}
