//! DeleteObjects.

use presign::ErrorKind;
use presign::s3::Checksum;
use presign::s3::xml::{DeleteObjectsBody, DeleteObjectsResult, ListObjectsV2Page};
use presign_e2e::{Call, Target};

use crate::differences::{Case, Differences, refused};
use crate::{TestResult, assert_status};

async fn target_with_objects() -> Result<Target, presign_e2e::Error> {
    let target = Target::fresh().await?;
    for key in ["a & <b>", "one", "two"] {
        target.store_object(key, "x", "text/plain").await?;
    }
    Ok(target)
}

fn document(keys: &[&str]) -> String {
    let objects = keys.iter().map(|key| format!("<Object><Key>{key}</Key></Object>"));
    format!("<Delete>{}</Delete>", objects.collect::<String>())
}

#[tokio::test]
async fn what_is_listed_and_what_is_not_there() -> TestResult {
    let target = target_with_objects().await?;
    let document = document(&["a &amp; &lt;b&gt;", "one", "missing"]);
    for bucket in [target.bucket()?, target.virtual_hosted_bucket()?] {
        let url = bucket.delete_objects(Checksum::md5_of(&document)).sign(&target.owner)?;
        let answer = target.send(Call::presigned(&url).body(document.clone())).await?;
        assert_status(&answer, 200);
        // In any order.
        let mut keys = answer.elements("Key");
        keys.sort();
        if target.differs(Case::KeysOfDeletions) {
            assert_eq!(keys, [""; 0]);
        } else {
            assert_eq!(keys, ["a & <b>", "missing", "one"]);
        }
        assert_eq!(answer.elements("Code"), [""; 0]);
    }
    let answer = target.open(&target.bucket()?.list_objects_v2().sign(&target.owner)?).await?;
    assert_eq!(answer.elements("Key"), ["two"]);
    Ok(())
}

#[tokio::test]
async fn only_the_list_that_was_signed() -> TestResult {
    let target = target_with_objects().await?;
    let bucket = target.bucket()?;
    let (signed, other) = (document(&["one"]), document(&["two"]));
    for (checksum, case) in [
        (Checksum::md5_of(&signed), Case::WrongDocumentMd5),
        (Checksum::sha256_of(&signed), Case::WrongDocumentChecksum),
    ] {
        let url = bucket.delete_objects(checksum).sign(&target.owner)?;
        let answer = target.send(Call::presigned(&url).body(other.clone())).await?;
        target.expect(case, refused(400, "BadDigest")).of(&answer);
    }
    Ok(())
}

#[tokio::test]
async fn only_with_a_checksum() -> TestResult {
    let target = target_with_objects().await?;
    let bucket = target.bucket()?;
    let url = bucket.bucket_request(presign::Method::Post).query("delete", "").sign(&target.owner)?;
    let answer = target.send(Call::presigned(&url).body(document(&["one"]))).await?;
    target.expect(Case::DocumentWithoutChecksum, refused(400, "InvalidRequest")).of(&answer);
    Ok(())
}

#[tokio::test]
async fn not_by_everyone() -> TestResult {
    let target = target_with_objects().await?;
    let document = document(&["one", "two"]);
    let url = target.bucket()?.delete_objects(Checksum::md5_of(&document)).sign(&target.user2)?;
    let answer = target.send(Call::presigned(&url).body(document)).await?;
    // The request succeeds, but each of its deletions fails.
    if target.differs(Case::DeletionsRefusedAtOnce) {
        crate::assert_refused(&answer, 403, "AccessDenied");
    } else {
        assert_status(&answer, 200);
        assert_eq!(answer.elements("Code"), ["AccessDenied", "AccessDenied"]);
    }
    assert!(target.stored_bytes("one").await?.is_some());
    assert!(target.stored_bytes("two").await?.is_some());
    Ok(())
}

/// Each of these would be another key, or no XML, if it were not escaped.
#[tokio::test]
async fn keys_that_xml_must_escape() -> TestResult {
    const KEYS: [&str; 7] = ["&amp;", "&", "<Key>", "a\rb", "a\r\nb", " \"'\t ", "]]>"];
    const OTHERS: [&str; 3] = ["a\nb", "a\n\nb", "\"'"];
    let target = Target::fresh().await?;
    for key in KEYS.iter().chain(&OTHERS) {
        target.store_object(key, "x", "text/plain").await?;
    }
    let body = DeleteObjectsBody::new(KEYS)?;
    let bucket = target.bucket()?;
    let url = bucket.delete_objects(body.checksum()).sign(&target.owner)?;
    let answer = target.send(Call::presigned(&url).body(body.into_string())).await?;
    assert_status(&answer, 200);
    let result = DeleteObjectsResult::parse(&answer.body);
    if target.differs(Case::KeysOfDeletions) {
        assert_eq!(result.map_err(|error| error.kind()).err(), Some(ErrorKind::InvalidResponse));
    } else {
        let result = result?;
        assert_eq!((result.deleted().len(), result.errors()), (KEYS.len(), &[][..]));
    }

    let answer = target.open(&bucket.list_objects_v2().encoding_type_url().sign(&target.owner)?).await?;
    let page = ListObjectsV2Page::parse(&answer.body)?;
    let mut left: Vec<_> = page.objects().iter().map(|object| object.key()).collect();
    left.sort_unstable();
    assert_eq!(left, ["\"'", "a\n\nb", "a\nb"]);

    // Nothing is listed as deleted now, but all is.
    let body = DeleteObjectsBody::quiet(page.objects())?;
    let url = bucket.delete_objects(body.checksum()).sign(&target.owner)?;
    let answer = target.send(Call::presigned(&url).body(body.into_string())).await?;
    let result = DeleteObjectsResult::parse(&answer.body)?;
    assert_eq!((result.deleted(), result.errors()), (&[][..], &[][..]));
    for key in OTHERS {
        assert_eq!(target.stored_bytes(key).await?, None, "{key:?}");
    }
    Ok(())
}
