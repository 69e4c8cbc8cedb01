//! Multipart uploads from beginning to end, with the documents of `presign::s3::xml`.

use presign::Bucket;
use presign::s3::xml::{
    CompleteMultipartUploadBody, CompleteMultipartUploadResult, CompletedPart, CopyResult, CreateMultipartUploadResult,
    ListPartsPage, S3Error,
};
use presign::s3::{Checksum, ChecksumAlgorithm, CopySource, UploadPart};
use presign_e2e::{Answer, Call, Error, Target};

use crate::differences::{Case, Differences, refused};
use crate::{TestResult, assert_status};

/// The minimum size of all parts but the last, in bytes.
const PART_SIZE: u64 = 5 * 1024 * 1024;

const KEY: &str = "films/the regatta & <more>.bin";

/// Returns bytes that are different in each part.
fn film() -> Vec<u8> {
    (0..2 * PART_SIZE + 12_345).map(|at| (at ^ (at >> 8) ^ (at >> 16)) as u8).collect()
}

/// Starts an upload and returns its ID.
async fn begin(target: &Target, bucket: &Bucket) -> Result<String, Error> {
    let answer = target.open(&bucket.create_multipart_upload(KEY).sign(&target.owner)?).await?;
    assert_status(&answer, 200);
    let upload = CreateMultipartUploadResult::parse(&answer.body)?;
    assert_eq!((upload.bucket(), upload.key()), (Some(&*target.bucket_name), Some(KEY)));
    Ok(upload.upload_id().to_owned())
}

/// Uploads one part of the film.
async fn send(target: &Target, part: UploadPart<'_>, film: &[u8]) -> Result<CompletedPart, Error> {
    let url = part.request.sign(&target.owner)?;
    let bytes = film[part.range.start as usize..part.range.end as usize].to_vec();
    let answer = target.send(Call::presigned(&url).body(bytes)).await?;
    assert_status(&answer, 200);
    Ok(CompletedPart::new(part.number, answer.header("etag").ok_or("no entity tag")?))
}

async fn complete(
    target: &Target,
    bucket: &Bucket,
    upload_id: &str,
    parts: impl IntoIterator<Item: Into<CompletedPart>>,
) -> Result<Answer, Error> {
    let body = CompleteMultipartUploadBody::new(parts)?;
    let url = bucket.complete_multipart_upload(KEY, upload_id).sign(&target.owner)?;
    target.send(Call::presigned(&url).body(body.into_string())).await
}

/// Lists the parts so far, one on each page.
async fn list(target: &Target, bucket: &Bucket, upload_id: &str) -> Result<Vec<ListPartsPage>, Error> {
    let mut pages = Vec::new();
    let mut next = Some(bucket.list_parts(KEY, upload_id).max_parts(1));
    while let Some(request) = next {
        let answer = target.open(&request.sign(&target.owner)?).await?;
        assert_status(&answer, 200);
        let page = ListPartsPage::parse(&answer.body)?;
        next = page.next_request(request);
        pages.push(page);
    }
    Ok(pages)
}

#[tokio::test]
async fn a_file_of_several_parts() -> TestResult {
    let target = Target::fresh().await?;
    let (bucket, film) = (target.bucket()?, film());
    let upload_id = begin(&target, &bucket).await?;
    let mut parts = Vec::new();
    for part in bucket.upload_parts(KEY, &upload_id, film.len() as u64, PART_SIZE)? {
        parts.push(send(&target, part, &film).await?);
    }
    // As if they had been uploaded in parallel.
    parts.reverse();
    let answer = complete(&target, &bucket, &upload_id, parts).await?;
    assert_status(&answer, 200);
    let object = CompleteMultipartUploadResult::parse(&answer.body)?;
    assert_eq!((object.bucket(), object.key()), (Some(&*target.bucket_name), Some(KEY)));
    let has_etag = object.etag().is_some_and(|etag| etag.contains("-3"));
    assert_eq!(has_etag, !target.differs(Case::EtagOfUpload), "{object:?}");
    assert!(target.stored_bytes(KEY).await?.is_some_and(|stored| stored == film), "the object differs from the file");
    Ok(())
}

#[tokio::test]
async fn an_upload_that_is_aborted() -> TestResult {
    let target = Target::fresh().await?;
    let (bucket, film) = (target.bucket()?, film());
    let upload_id = begin(&target, &bucket).await?;
    let mut parts = bucket.upload_parts(KEY, &upload_id, film.len() as u64, PART_SIZE)?;
    let first = send(&target, parts.next().ok_or("no part")?, &film).await?;
    assert_status(&target.open(&bucket.abort_multipart_upload(KEY, &upload_id).sign(&target.owner)?).await?, 204);

    let answer = target.open(&bucket.list_parts(KEY, &upload_id).sign(&target.owner)?).await?;
    target.expect(Case::PartsOfNoUpload, refused(404, "NoSuchUpload")).of(&answer);
    let error = ListPartsPage::parse(&answer.body).expect_err("there is no upload");
    assert_eq!(error.s3_error().map(S3Error::code), answer.error().as_ref().map(|error| &*error.code));
    let answer = complete(&target, &bucket, &upload_id, [first]).await?;
    target.expect(Case::CompletionOfNoUpload, refused(404, "NoSuchUpload")).of(&answer);
    let error = CompleteMultipartUploadResult::parse(&answer.body).expect_err("there is no upload");
    assert_eq!(error.s3_error(), Some(&S3Error::parse(&answer.body)?));
    assert_eq!(target.stored_bytes(KEY).await?, None);
    Ok(())
}

/// Only the upload ID and the file are left of the first attempt.
#[tokio::test]
async fn an_upload_that_is_resumed() -> TestResult {
    let target = Target::fresh().await?;
    let (bucket, film) = (target.bucket()?, film());
    let upload_id = begin(&target, &bucket).await?;
    let parts = || bucket.upload_parts(KEY, &upload_id, film.len() as u64, PART_SIZE);
    assert_eq!(list(&target, &bucket, &upload_id).await?.iter().map(|page| page.parts().len()).sum::<usize>(), 0);
    for part in parts()?.filter(|part| part.number != 2) {
        send(&target, part, &film).await?;
    }

    let pages = list(&target, &bucket, &upload_id).await?;
    let listed: Vec<_> = pages.iter().flat_map(ListPartsPage::parts).collect();
    assert_eq!(
        listed.iter().map(|part| (part.number(), part.size())).collect::<Vec<_>>(),
        [(1, PART_SIZE), (3, 12_345)]
    );
    assert!(listed.iter().all(|part| part.last_modified().is_some()), "{listed:?}");
    let mut done: Vec<CompletedPart> = listed.into_iter().map(CompletedPart::from).collect();
    for part in parts()? {
        if !done.iter().any(|other| other.number() == part.number) {
            assert_eq!(part.number, 2);
            done.push(send(&target, part, &film).await?);
        }
    }
    let answer = complete(&target, &bucket, &upload_id, done).await?;
    assert_status(&answer, 200);
    CompleteMultipartUploadResult::parse(&answer.body)?;
    assert!(target.stored_bytes(KEY).await?.is_some_and(|stored| stored == film), "the object differs from the file");
    Ok(())
}

#[tokio::test]
async fn checksums_of_all_parts() -> TestResult {
    let target = Target::fresh().await?;
    let bucket = target.bucket()?;
    let create = bucket.create_multipart_upload(KEY).checksum_algorithm(ChecksumAlgorithm::Sha256);
    let answer = target.open(&create.sign(&target.owner)?).await?;
    let upload = CreateMultipartUploadResult::parse(&answer.body)?;
    let checksum = Checksum::sha256_of("the only part");
    let part = bucket.upload_part(KEY, upload.upload_id(), 1).checksum(checksum).sign(&target.owner)?;
    assert_status(&target.send(Call::presigned(&part).body("the only part")).await?, 200);

    let pages = list(&target, &bucket, upload.upload_id()).await?;
    let part = pages.iter().flat_map(ListPartsPage::parts).next().ok_or("no part")?;
    assert_eq!(part.has_checksum(checksum), !target.differs(Case::ChecksumKept), "{part:?}");
    assert!(!part.has_checksum(Checksum::sha256_of("another part")));
    let answer = complete(&target, &bucket, upload.upload_id(), [part]).await?;
    assert_status(&answer, 200);
    CompleteMultipartUploadResult::parse(&answer.body)?;
    Ok(())
}

#[tokio::test]
async fn a_part_that_is_copied() -> TestResult {
    let target = Target::fresh().await?;
    let bucket = target.bucket()?;
    target.store_object("source", "0123456789", "text/plain").await?;
    let upload_id = begin(&target, &bucket).await?;
    let source = CopySource::new(&*target.bucket_name, "source")?;
    let request = bucket.upload_part_copy(KEY, &upload_id, 1, &source).copy_source_range(2..5);
    let answer = target.open(&request.sign(&target.owner)?).await?;
    assert_status(&answer, 200);
    let copy = CopyResult::parse(&answer.body)?;
    assert!(copy.last_modified().is_some(), "{copy:?}");
    assert_status(&complete(&target, &bucket, &upload_id, [(1, copy.etag())]).await?, 200);
    assert_eq!(target.stored_bytes(KEY).await?.as_deref(), Some(&b"234"[..]));
    Ok(())
}

#[tokio::test]
async fn a_list_of_parts_that_is_wrong() -> TestResult {
    let target = Target::fresh().await?;
    let bucket = target.bucket()?;
    let upload_id = begin(&target, &bucket).await?;
    let part = bucket.upload_part(KEY, &upload_id, 1).sign(&target.owner)?;
    assert_status(&target.send(Call::presigned(&part).body("the part")).await?, 200);
    let answer = complete(&target, &bucket, &upload_id, [(1, "\"00000000000000000000000000000000\"")]).await?;
    let error = CompleteMultipartUploadResult::parse(&answer.body).expect_err("the entity tag is wrong");
    assert_eq!(error.s3_error().map(S3Error::code), Some("InvalidPart"));
    assert_eq!(target.stored_bytes(KEY).await?, None);
    Ok(())
}
