use presign_e2e::{Call, Target};

use crate::differences::{Case, Differences};
use crate::{TestResult, assert_refused, assert_status};

const TEXT: &str = "0123456789";

async fn target_with_text() -> Result<Target, presign_e2e::Error> {
    let target = Target::fresh().await?;
    target.store_object("digits.txt", TEXT, "text/plain").await?;
    Ok(target)
}

#[tokio::test]
async fn get() -> TestResult {
    let target = target_with_text().await?;
    let url = target.bucket()?.get_object("digits.txt").sign(&target.owner)?;
    // A URL can be used any number of times.
    for _ in 0..2 {
        let answer = target.open(&url).await?;
        assert_status(&answer, 200);
        assert_eq!(answer.body, TEXT);
        assert_eq!(answer.header("content-type"), Some("text/plain"));
        assert_eq!(answer.header("content-length"), Some("10"));
        assert_eq!(answer.header("etag"), Some("\"781e5e245d69b566979b86e28d23f2c7\""));
    }
    Ok(())
}

#[tokio::test]
async fn head() -> TestResult {
    let target = target_with_text().await?;
    let url = target.bucket()?.head_object("digits.txt").sign(&target.owner)?;
    let answer = target.open(&url).await?;
    assert_status(&answer, 200);
    assert_eq!(answer.body, "");
    assert_eq!(answer.header("content-length"), Some("10"));
    assert_eq!(answer.header("content-type"), Some("text/plain"));
    Ok(())
}

#[tokio::test]
async fn head_bucket() -> TestResult {
    let target = Target::fresh().await?;
    let url = target.bucket()?.head_bucket().sign(&target.user2)?;
    let answer = target.open(&url).await?;
    assert_status(&answer, 200);
    let region = (!target.differs(Case::RegionOfBucket)).then_some(&*target.region);
    assert_eq!(answer.header("x-amz-bucket-region"), region);
    Ok(())
}

#[tokio::test]
async fn a_signed_range() -> TestResult {
    let target = target_with_text().await?;
    let request = target.bucket()?;
    let request = request.get_object("digits.txt");
    for (range, body, content_range) in [
        ("bytes=2-4", "234", "bytes 2-4/10"),
        ("bytes=7-", "789", "bytes 7-9/10"),
        ("bytes=-1", "9", "bytes 9-9/10"),
        ("bytes=8-99", "89", "bytes 8-9/10"),
    ] {
        let url = request.clone().header("Range", range).sign(&target.owner)?;
        let answer = target.open(&url).await?;
        assert_status(&answer, 206);
        assert_eq!(answer.body, body, "{range}");
        assert_eq!(answer.header("content-range"), Some(content_range));
    }
    let url = request.header("Range", "bytes=10-").sign(&target.owner)?;
    assert_refused(&target.open(&url).await?, 416, "InvalidRange");
    Ok(())
}

#[tokio::test]
async fn a_range_that_the_client_chooses() -> TestResult {
    let target = target_with_text().await?;
    let url = target.bucket()?.get_object("digits.txt").sign(&target.owner)?;
    let answer = target.send(Call::presigned(&url).header("Range", "bytes=0-0")).await?;
    assert_status(&answer, 206);
    assert_eq!(answer.body, "0");
    Ok(())
}

#[tokio::test]
async fn response_overrides() -> TestResult {
    let target = target_with_text().await?;
    let bucket = target.bucket()?;
    let overrides = [
        ("content-disposition", "attachment; filename=\"the digits + more; 100%.txt\""),
        ("content-type", "application/x-digits; charset=utf-8"),
        ("content-language", "de, en"),
        ("content-encoding", "identity"),
        ("cache-control", "private, max-age=60"),
        ("expires", "Mon, 23 Nov 2026 12:00:00 GMT"),
    ];
    for (mut request, is_head) in [(bucket.get_object("digits.txt"), false), (bucket.head_object("digits.txt"), true)] {
        for (name, value) in overrides {
            request = request.query(format!("response-{name}"), value);
        }
        let answer = target.open(&request.sign(&target.owner)?).await?;
        assert_status(&answer, 200);
        for (name, value) in overrides {
            let ignored = is_head && target.differs(Case::OverridesOfHead);
            assert_eq!(answer.header(name) == Some(value), !ignored, "{name}: {:?}", answer.header(name));
        }
    }
    Ok(())
}

#[tokio::test]
async fn conditions() -> TestResult {
    let target = target_with_text().await?;
    let bucket = target.bucket()?;
    let request = bucket.get_object("digits.txt");
    let etag = "\"781e5e245d69b566979b86e28d23f2c7\"";

    let url = request.clone().header("If-None-Match", etag).sign(&target.owner)?;
    assert_status(&target.open(&url).await?, 304);
    let url = request.clone().header("If-Match", etag).sign(&target.owner)?;
    assert_status(&target.open(&url).await?, 200);
    let url = request.header("If-Match", "\"another\"").sign(&target.owner)?;
    assert_refused(&target.open(&url).await?, 412, "PreconditionFailed");
    Ok(())
}
