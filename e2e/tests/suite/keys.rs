//! Keys that break a URL if a library treats them as a path, encodes them twice, or does not encode them.

use presign::Bucket;
use presign_e2e::{Call, Target};

use crate::differences::{Case, Differences, status};
use crate::{TestResult, WRONG_SIGNATURE, assert_status};

/// Uploads an object under the key, checks the bucket, then sends GET, HEAD and DELETE for the key.
async fn round_trip(target: &Target, bucket: &Bucket, key: &str) -> TestResult {
    let body = format!("the object {key:?}");

    let url = bucket.put_object(key).sign(&target.owner)?;
    let answer = target.send(Call::presigned(&url).body(body.clone())).await?;
    assert_status(&answer, 200);
    let stored = target.stored_bytes(key).await?;
    assert_eq!(stored.as_deref(), Some(body.as_bytes()), "not stored under {key:?}: {url}");

    let answer = target.open(&bucket.get_object(key).sign(&target.owner)?).await?;
    assert_status(&answer, 200);
    assert_eq!(answer.body, body, "{key:?}");

    assert_status(&target.open(&bucket.head_object(key).sign(&target.owner)?).await?, 200);

    assert_status(&target.open(&bucket.delete_object(key).sign(&target.owner)?).await?, 204);
    assert_eq!(target.stored_bytes(key).await?, None, "{key:?}");
    Ok(())
}

async fn in_both_styles(keys: &[&str]) -> TestResult {
    let target = Target::fresh().await?;
    for bucket in [target.bucket()?, target.virtual_hosted_bucket()?] {
        for key in keys {
            round_trip(&target, &bucket, key).await?;
        }
    }
    Ok(())
}

#[tokio::test]
async fn spaces_and_pluses() -> TestResult {
    in_both_styles(&["a b", " a", "a ", "a+b", "+", "a %20+b", "a\tb\nc"]).await
}

#[tokio::test]
async fn unicode() -> TestResult {
    // The same letter, composed and decomposed, makes two keys.
    in_both_styles(&["é", "e\u{301}", "日本語/船.jpg", "⛵", "🚢/🌊", "\u{feff}bom", "\u{85}"]).await
}

#[tokio::test]
async fn slashes() -> TestResult {
    in_both_styles(&["a/b", "a//b", "/a", "//a", "a/.b/..c/...", "C:\\a\\b"]).await
}

#[tokio::test]
async fn slashes_are_kept() -> TestResult {
    let target = Target::fresh().await?;
    let bucket = target.bucket()?;
    let list = bucket.list_objects_v2().sign(&target.owner)?;
    for (key, merged) in [("a//b", "a/b"), ("/a", "a"), ("//a", "a")] {
        target.store_object(key, "x", "text/plain").await?;
        let expected = if target.differs(Case::MergedSlashes) { merged } else { key };
        assert_eq!(target.open(&list).await?.elements("Key"), [expected]);
        assert_status(&target.open(&bucket.delete_object(key).sign(&target.owner)?).await?, 204);
    }
    Ok(())
}

#[tokio::test]
async fn slashes_at_the_end() -> TestResult {
    for (key, case) in [
        ("a/", Case::SlashAtEnd),
        ("a//", Case::SlashAtEnd),
        ("/a/b/", Case::SlashAtEnd),
        ("//", Case::SlashAtEnd),
        ("/", Case::OnlySlash),
    ] {
        let target = Target::fresh().await?;
        for bucket in [target.bucket()?, target.virtual_hosted_bucket()?] {
            if !target.differs(case) {
                round_trip(&target, &bucket, key).await?;
                continue;
            }
            let url = bucket.put_object(key).sign(&target.owner)?;
            let answer = target.send(Call::presigned(&url).body("x")).await?;
            target.expect(case, status(200)).of(&answer);
        }
    }
    Ok(())
}

#[tokio::test]
async fn percent_signs() -> TestResult {
    in_both_styles(&["100%", "%", "%41", "%2F", "%2f", "%252F", "%zz", "a%00b", "%E2%9B%B5"]).await
}

#[tokio::test]
async fn quotes_and_delimiters() -> TestResult {
    in_both_styles(&[
        "'",
        "\"",
        "`",
        "it's \"it\"",
        "<a>&amp;",
        "a?b=c&d=e",
        "a#b",
        "a;b,c:d@e",
        "{}[]()!*$^|~",
        "-._~",
    ])
    .await
}

#[tokio::test]
async fn keys_that_look_like_parameters() -> TestResult {
    in_both_styles(&["?X-Amz-Signature=0", "&X-Amz-Expires=1", "list-type=2", "=", "&"]).await
}

#[tokio::test]
async fn the_longest_keys() -> TestResult {
    let ascii = "k".repeat(1024);
    let spaces = " ".repeat(1024);
    let wide = "船".repeat(341) + "k";
    assert_eq!(wide.len(), 1024);
    in_both_styles(&[&ascii, &spaces, &wide]).await
}

#[tokio::test]
async fn dot_segments_where_the_client_keeps_them() -> TestResult {
    let target = Target::fresh().await?;
    for bucket in [target.bucket()?, target.virtual_hosted_bucket()?] {
        for key in ["a/../b", "a/./b", "..", ".", "../../etc/passwd"] {
            assert!(bucket.put_object(key).sign(&target.owner).is_err(), "{key}");
            let put = bucket.put_object(key).allow_dot_segments().sign(&target.owner)?;
            let answer = target.send(Call::presigned(&put).body(key.to_owned())).await?;
            target.expect(Case::DotSegments, status(200)).of(&answer);
            let get = bucket.get_object(key).allow_dot_segments().sign(&target.owner)?;
            let answer = target.open(&get).await?;
            target.expect(Case::DotSegments, status(200)).of(&answer);
            assert_eq!(answer.body == key, !target.differs(Case::DotSegments));
        }
    }
    Ok(())
}

#[tokio::test]
async fn a_client_that_decodes_the_path_once() -> TestResult {
    // wget 1.21 in the C locale sends `%25XX` as `%XX`.
    let target = Target::fresh().await?;
    target.store_object("a%20b", "hello", "text/plain").await?;
    target.store_object("a b", "another", "text/plain").await?;
    let url = target.bucket()?.get_object("a%20b").sign(&target.owner)?;
    let decoded = Call::presigned(&url).map_url(|url| url.replace("/a%2520b?", "/a%20b?"));
    target.expect(Case::WrongSignature, WRONG_SIGNATURE).of(&target.send(decoded).await?);
    assert_eq!(target.open(&url).await?.body, "hello");
    Ok(())
}

#[tokio::test]
async fn a_client_that_writes_delimiters_raw() -> TestResult {
    // aiohttp 3.14 decodes `& = @ : ; ' ( )` in the path, and `/` in the query. S3 and the servers here decode both and
    // encode them again. A server that compares the bytes of the path rejects such a request.
    let target = Target::fresh().await?;
    let key = "a&b=c@d:e;f'g(h)";
    target.store_object(key, "hello", "text/plain").await?;
    let url = target.bucket()?.get_object(key).sign(&target.owner)?;
    let raw = Call::presigned(&url).map_url(|url| {
        let (path, query) = url.split_once('?').expect("a query");
        let path = percent_encoding::percent_decode_str(path).decode_utf8_lossy();
        format!("{path}?{}", query.replace("%2F", "/"))
    });
    let answer = target.send(raw).await?;
    assert_status(&answer, 200);
    assert_eq!(answer.body, "hello");
    Ok(())
}
