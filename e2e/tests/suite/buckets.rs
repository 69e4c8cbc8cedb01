use presign::Bucket;
use presign::s3::Addressing;
use presign_e2e::Target;

use crate::{TestResult, assert_refused, assert_status};

#[tokio::test]
async fn create_head_delete() -> TestResult {
    let target = Target::fresh().await?;
    for (endpoint, addressing, name) in [
        (&target.endpoint, Addressing::Path, format!("{}-by-path", target.bucket_name)),
        (&target.named_endpoint, Addressing::VirtualHosted, format!("{}-by-host", target.bucket_name)),
    ] {
        let bucket =
            Bucket::builder(name).region(&*target.region).endpoint(&**endpoint).addressing(addressing).build()?;
        let head = bucket.head_bucket().sign(&target.owner)?;
        assert_status(&target.open(&head).await?, 404);
        assert_status(&target.open(&bucket.create_bucket().sign(&target.owner)?).await?, 200);
        assert_status(&target.open(&head).await?, 200);
        let delete = bucket.delete_bucket().sign(&target.owner)?;
        assert_status(&target.open(&delete).await?, 204);
        assert_status(&target.open(&head).await?, 404);
        assert_refused(&target.open(&delete).await?, 404, "NoSuchBucket");
    }
    Ok(())
}

#[tokio::test]
async fn a_bucket_with_objects_stays() -> TestResult {
    let target = Target::fresh().await?;
    target.store_object("note", "hello", "text/plain").await?;
    let url = target.bucket()?.delete_bucket().sign(&target.owner)?;
    assert_refused(&target.open(&url).await?, 409, "BucketNotEmpty");
    assert_eq!(target.stored_bytes("note").await?.as_deref(), Some(&b"hello"[..]));
    Ok(())
}

#[tokio::test]
async fn somebody_elses_bucket_stays() -> TestResult {
    let target = Target::fresh().await?;
    let url = target.bucket()?.delete_bucket().sign(&target.user2)?;
    assert_refused(&target.open(&url).await?, 403, "AccessDenied");
    assert_status(&target.open(&target.bucket()?.head_bucket().sign(&target.owner)?).await?, 200);
    Ok(())
}
