//! DeleteObjects.

use presign::s3::Checksum;
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
        assert_eq!(keys, ["a & <b>", "missing", "one"]);
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
