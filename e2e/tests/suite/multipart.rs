//! Multipart uploads, with a URL for each part.

use presign::s3::Checksum;
use presign::{Bucket, PresignRequest};
use presign_e2e::{Answer, Call, Error, Target};

use crate::differences::{Case, Differences, Expected, refused, status};
use crate::{TestResult, WRONG_SIGNATURE, assert_refused, assert_status};

/// The minimum size of all parts but the last, in bytes.
const PART_SIZE: usize = 5 * 1024 * 1024;

/// A key that is encoded in every URL of the upload.
const KEY: &str = "films/the regatta + more.bin";

/// Returns bytes that are different in each part.
fn film(length: usize) -> Vec<u8> {
    (0..length).map(|at| (at ^ (at >> 8) ^ (at >> 16)) as u8).collect()
}

/// Starts an upload and returns its ID.
async fn begin(target: &Target, request: PresignRequest<'_>) -> Result<String, Error> {
    let answer = target.open(&request.sign(&target.owner)?).await?;
    assert_status(&answer, 200);
    Ok(answer.element("UploadId").ok_or("no upload ID")?)
}

/// Uploads one part and returns its entity tag.
async fn upload(target: &Target, request: PresignRequest<'_>, body: &[u8]) -> Result<String, Error> {
    let url = request.sign(&target.owner)?;
    let answer = target.send(Call::presigned(&url).body(body.to_vec())).await?;
    assert_status(&answer, 200);
    Ok(answer.header("etag").ok_or("no entity tag")?.to_owned())
}

async fn complete(target: &Target, bucket: &Bucket, upload_id: &str, parts: &[(u16, String)]) -> Result<Answer, Error> {
    let url = bucket.complete_multipart_upload(KEY, upload_id).sign(&target.owner)?;
    let parts = parts.iter().map(|(number, etag)| {
        let etag = etag.replace('"', "&quot;");
        format!("<Part><PartNumber>{number}</PartNumber><ETag>{etag}</ETag></Part>")
    });
    let document = format!("<CompleteMultipartUpload>{}</CompleteMultipartUpload>", parts.collect::<String>());
    target.send(Call::presigned(&url).body(document)).await
}

#[tokio::test]
async fn three_parts() -> TestResult {
    let target = Target::fresh().await?;
    let film = film(2 * PART_SIZE + 12_345);
    for bucket in [target.bucket()?, target.virtual_hosted_bucket()?] {
        let create = bucket.create_multipart_upload(KEY).content_type("video/x-film").metadata("author", "Ann");
        let upload_id = begin(&target, create).await?;
        let mut parts = Vec::new();
        for part in bucket.upload_parts(KEY, &upload_id, film.len() as u64, PART_SIZE as u64)? {
            let bytes = &film[part.range.start as usize..part.range.end as usize];
            parts.push((part.number, upload(&target, part.request, bytes).await?));
        }
        assert_eq!(parts.iter().map(|(number, _)| *number).collect::<Vec<_>>(), [1, 2, 3]);
        // There is no object until the upload is completed.
        assert_eq!(target.stored_bytes(KEY).await?, None);

        let answer = complete(&target, &bucket, &upload_id, &parts).await?;
        assert_status(&answer, 200);
        let etag = answer.element("ETag").ok_or("no entity tag")?;
        assert_eq!(etag.contains("-3"), !target.differs(Case::EtagOfUpload), "{}", answer.text());
        let answer = target.open(&bucket.get_object(KEY).sign(&target.owner)?).await?;
        assert_status(&answer, 200);
        assert!(answer.body == film, "the object differs from the uploaded parts");
        assert_eq!(answer.header("content-type"), Some("video/x-film"));
        assert_eq!(answer.header("x-amz-meta-author"), Some("Ann"));

        assert_status(&target.open(&bucket.delete_object(KEY).sign(&target.owner)?).await?, 204);
    }
    Ok(())
}

#[tokio::test]
async fn one_part_of_an_object() -> TestResult {
    let target = Target::fresh().await?;
    let bucket = target.bucket()?;
    let upload_id = begin(&target, bucket.create_multipart_upload(KEY)).await?;
    let first = film(PART_SIZE);
    let parts = [
        (1, upload(&target, bucket.upload_part(KEY, &upload_id, 1), &first).await?),
        (2, upload(&target, bucket.upload_part(KEY, &upload_id, 2), b"the end").await?),
    ];
    assert_status(&complete(&target, &bucket, &upload_id, &parts).await?, 200);

    let answer = target.open(&bucket.get_object(KEY).part_number(2).sign(&target.owner)?).await?;
    target.expect(Case::OnePart, status(206)).of(&answer);
    if target.differs(Case::OnePart) {
        assert_ne!(answer.body, "the end");
        return Ok(());
    }
    assert_eq!(answer.body, "the end");
    assert_eq!(answer.header("x-amz-mp-parts-count"), Some("2"));
    let head = target.open(&bucket.head_object(KEY).part_number(2).sign(&target.owner)?).await?;
    target.expect(Case::HeadOfPart, status(206)).of(&head);
    assert_eq!(head.header("content-length") == Some("7"), !target.differs(Case::HeadOfPart));
    Ok(())
}

#[tokio::test]
async fn parts_with_their_checksums() -> TestResult {
    let target = Target::fresh().await?;
    let bucket = target.bucket()?;
    let upload_id = begin(&target, bucket.create_multipart_upload(KEY)).await?;
    for checksum in [Checksum::md5_of("the part"), Checksum::sha256_of("the part")] {
        let part = bucket.upload_part(KEY, &upload_id, 1).checksum(checksum);
        let url = part.clone().sign(&target.owner)?;
        let other = target.send(Call::presigned(&url).body("the past")).await?;
        let s3 = refused(400, "BadDigest");
        let is_md5 = matches!(checksum, Checksum::Md5(_));
        if is_md5 { s3 } else { target.expect(Case::WrongChecksum, s3) }.of(&other);
        upload(&target, part, b"the part").await?;
    }
    Ok(())
}

#[tokio::test]
async fn abort() -> TestResult {
    let target = Target::fresh().await?;
    let bucket = target.bucket()?;
    let upload_id = begin(&target, bucket.create_multipart_upload(KEY)).await?;
    let etag = upload(&target, bucket.upload_part(KEY, &upload_id, 1), b"not wanted").await?;
    let url = bucket.abort_multipart_upload(KEY, &upload_id).sign(&target.owner)?;
    assert_status(&target.open(&url).await?, 204);

    let url = bucket.list_parts(KEY, &upload_id).sign(&target.owner)?;
    target.expect(Case::PartsOfNoUpload, refused(404, "NoSuchUpload")).of(&target.open(&url).await?);
    let url = bucket.upload_part(KEY, &upload_id, 2).sign(&target.owner)?;
    assert_refused(&target.send(Call::presigned(&url).body("late")).await?, 404, "NoSuchUpload");
    let answer = complete(&target, &bucket, &upload_id, &[(1, etag)]).await?;
    target.expect(Case::CompletionOfNoUpload, refused(404, "NoSuchUpload")).of(&answer);
    assert_eq!(target.stored_bytes(KEY).await?, None);
    Ok(())
}

#[tokio::test]
async fn an_upload_is_known_by_its_id_and_its_key() -> TestResult {
    let target = Target::fresh().await?;
    let bucket = target.bucket()?;
    let upload_id = begin(&target, bucket.create_multipart_upload(KEY)).await?;
    for (key, upload_id) in [(KEY, "made-up"), ("another key", &upload_id)] {
        let s3 = refused(404, "NoSuchUpload");
        let known = |case, expected| if key == KEY { expected } else { target.expect(case, expected) };
        let url = bucket.upload_part(key, upload_id, 1).sign(&target.owner)?;
        known(Case::PartOfAnotherKey, s3).of(&target.send(Call::presigned(&url).body("x")).await?);
        let url = bucket.list_parts(key, upload_id).sign(&target.owner)?;
        let s3_or_known = target.expect(Case::PartsOfNoUpload, s3);
        known(Case::PartOfAnotherKey, s3_or_known).of(&target.open(&url).await?);
        let url = bucket.abort_multipart_upload(key, upload_id).sign(&target.owner)?;
        known(Case::AbortOfAnotherKey, s3).of(&target.open(&url).await?);
    }
    Ok(())
}

#[tokio::test]
async fn the_parts_so_far() -> TestResult {
    let target = Target::fresh().await?;
    let bucket = target.bucket()?;
    let upload_id = begin(&target, bucket.create_multipart_upload(KEY)).await?;
    for (number, body) in [(1, "one"), (3, "three"), (10_000, "last")] {
        upload(&target, bucket.upload_part(KEY, &upload_id, number), body.as_bytes()).await?;
    }
    let request = bucket.list_parts(KEY, &upload_id);
    let answer = target.open(&request.clone().sign(&target.owner)?).await?;
    assert_status(&answer, 200);
    assert_eq!(answer.elements("PartNumber"), ["1", "3", "10000"]);
    assert_eq!(answer.elements("Size"), ["3", "5", "4"]);
    assert_eq!(answer.element("UploadId"), Some(upload_id.clone()));

    let first = target.open(&request.clone().max_parts(1).sign(&target.owner)?).await?;
    assert_eq!(first.elements("PartNumber"), ["1"]);
    assert_eq!(first.element("IsTruncated").as_deref(), Some("true"));
    let rest = target.open(&request.part_number_marker(1).sign(&target.owner)?).await?;
    assert_eq!(rest.elements("PartNumber"), ["3", "10000"]);
    assert_eq!(rest.element("IsTruncated").as_deref(), Some("false"));
    Ok(())
}

#[tokio::test]
async fn the_uploads_in_progress() -> TestResult {
    let target = Target::fresh().await?;
    let bucket = target.bucket()?;
    let mut ids = Vec::new();
    for key in ["films/a", "films/b", "other"] {
        ids.push(begin(&target, bucket.create_multipart_upload(key)).await?);
    }
    let answer = target.open(&bucket.list_multipart_uploads().sign(&target.owner)?).await?;
    assert_status(&answer, 200);
    assert_eq!(answer.elements("Key"), ["films/a", "films/b", "other"]);
    assert_eq!(answer.elements("UploadId"), ids);

    let request = bucket.list_multipart_uploads().prefix("films/");
    let answer = target.open(&request.sign(&target.owner)?).await?;
    assert_eq!(answer.elements("Key"), ["films/a", "films/b"]);

    let first = target.open(&bucket.list_multipart_uploads().max_uploads(1).sign(&target.owner)?).await?;
    assert_eq!(first.elements("Key"), ["films/a"]);
    assert_eq!(first.element("IsTruncated").as_deref(), Some("true"));
    let key_marker = first.element("NextKeyMarker").ok_or("no marker")?;
    if target.differs(Case::UploadMarkers) {
        assert_eq!(key_marker, "");
        return Ok(());
    }
    let id_marker = first.element("NextUploadIdMarker").ok_or("no marker")?;
    let request = bucket.list_multipart_uploads().key_marker(key_marker).upload_id_marker(id_marker);
    let rest = target.open(&request.sign(&target.owner)?).await?;
    assert_eq!(rest.elements("Key"), ["films/b", "other"]);
    Ok(())
}

#[tokio::test]
async fn parts_that_make_no_object() -> TestResult {
    let target = Target::fresh().await?;
    let bucket = target.bucket()?;
    let invalid = refused(400, "InvalidPart");
    // Each makes a list from the entity tags of parts 1 and 2.
    type List = fn(String, String) -> Vec<(u16, String)>;
    let lists: [(List, Expected); 6] = [
        (|one, two| vec![(2, two), (1, one)], target.expect(Case::PartsOutOfOrder, refused(400, "InvalidPartOrder"))),
        (|one, two| vec![(1, one), (2, two)], target.expect(Case::PartTooSmall, refused(400, "EntityTooSmall"))),
        (|_, _| vec![(1, format!("\"{}\"", "0".repeat(32)))], invalid),
        (|one, _| vec![(3, one)], target.expect(Case::PartNotUploaded, invalid)),
        (|_, _| vec![], target.expect(Case::NoParts, refused(400, "MalformedXML"))),
        (|_, two| vec![(2, two)], target.expect(Case::PartLeftOut, status(200))),
    ];
    for (list, expected) in lists {
        let upload_id = begin(&target, bucket.create_multipart_upload(KEY)).await?;
        let one = upload(&target, bucket.upload_part(KEY, &upload_id, 1), b"too small").await?;
        let two = upload(&target, bucket.upload_part(KEY, &upload_id, 2), b"the last may be").await?;
        let answer = complete(&target, &bucket, &upload_id, &list(one, two)).await?;
        expected.of(&answer);
        let stored = target.stored_bytes(KEY).await?;
        assert_eq!(stored.is_some(), answer.status.is_success());
        assert_ne!(stored.as_deref(), Some(&b"too small"[..]));
        assert_status(&target.open(&bucket.delete_object(KEY).sign(&target.owner)?).await?, 204);
    }
    Ok(())
}

#[tokio::test]
async fn a_url_is_for_its_part_only() -> TestResult {
    let target = Target::fresh().await?;
    let bucket = target.bucket()?;
    let upload_id = begin(&target, bucket.create_multipart_upload(KEY)).await?;
    let url = bucket.upload_part(KEY, &upload_id, 1).sign(&target.owner)?;
    assert!(url.as_str().contains("partNumber=1&"), "{url}");
    let changed = Call::presigned(&url).map_url(|url| url.replace("partNumber=1&", "partNumber=2&"));
    let answer = target.send(changed.body("x")).await?;
    target.expect(Case::WrongSignature, WRONG_SIGNATURE).of(&answer);

    let url = bucket.upload_part(KEY, &upload_id, 1).sign(&target.user2)?;
    assert_refused(&target.send(Call::presigned(&url).body("x")).await?, 403, "AccessDenied");
    Ok(())
}
