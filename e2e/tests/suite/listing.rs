use presign::PresignRequest;
use presign::s3::xml::ListObjectsV2Page;
use presign_e2e::{Error, Target};

use crate::differences::{Case, Differences, refused};
use crate::{TestResult, assert_status};

async fn target_with_objects() -> Result<Target, presign_e2e::Error> {
    let target = Target::fresh().await?;
    for key in ["a b.txt", "dir/1", "dir/2", "dir/sub/3", "z&<z>"] {
        target.store_object(key, key.as_bytes().to_vec(), "text/plain").await?;
    }
    Ok(target)
}

#[tokio::test]
async fn everything() -> TestResult {
    let target = target_with_objects().await?;
    let url = target.bucket()?.list_objects_v2().sign(&target.user2)?;
    let answer = target.open(&url).await?;
    assert_status(&answer, 200);
    assert_eq!(answer.element("Name").as_ref(), Some(&target.bucket_name));
    assert_eq!(answer.elements("Key"), ["a b.txt", "dir/1", "dir/2", "dir/sub/3", "z&<z>"]);
    assert_eq!(answer.elements("Size"), ["7", "5", "5", "9", "5"]);
    assert_eq!(answer.element("IsTruncated").as_deref(), Some("false"));
    Ok(())
}

#[tokio::test]
async fn by_prefix_and_delimiter() -> TestResult {
    let target = target_with_objects().await?;
    let bucket = target.bucket()?;
    let request = bucket.list_objects_v2().query("delimiter", "/");

    let answer = target.open(&request.clone().sign(&target.user2)?).await?;
    assert_eq!(answer.elements("Key"), ["a b.txt", "z&<z>"]);
    assert_eq!(answer.elements("Prefix"), ["", "dir/"]);

    let answer = target.open(&request.query("prefix", "dir/").sign(&target.user2)?).await?;
    assert_eq!(answer.elements("Key"), ["dir/1", "dir/2"]);
    assert_eq!(answer.elements("Prefix"), ["dir/", "dir/sub/"]);
    Ok(())
}

#[tokio::test]
async fn page_by_page() -> TestResult {
    let target = target_with_objects().await?;
    let bucket = target.bucket()?;
    let request = bucket.list_objects_v2().query("max-keys", "2");
    let mut keys = Vec::new();
    let mut token: Option<String> = None;
    for page in 0..3 {
        let request = match &token {
            Some(token) => request.clone().query("continuation-token", token),
            None => request.clone(),
        };
        let answer = target.open(&request.sign(&target.user2)?).await?;
        assert_status(&answer, 200);
        keys.extend(answer.elements("Key"));
        token = answer.element("NextContinuationToken");
        assert_eq!(token.is_some(), page < 2, "{}", answer.text());
    }
    assert_eq!(keys, ["a b.txt", "dir/1", "dir/2", "dir/sub/3", "z&<z>"]);

    let url = request.query("continuation-token", "made up").sign(&target.user2)?;
    target.expect(Case::MadeUpContinuation, refused(400, "InvalidArgument")).of(&target.open(&url).await?);
    Ok(())
}

#[tokio::test]
async fn after_a_key_and_url_encoded() -> TestResult {
    let target = target_with_objects().await?;
    let url = target.bucket()?;
    let url = url.list_objects_v2().query("start-after", "dir/2").query("encoding-type", "url").sign(&target.user2)?;
    let answer = target.open(&url).await?;
    let slash = if target.differs(Case::SlashInListing) { "%2F" } else { "/" };
    assert_eq!(answer.elements("Key"), [&*format!("dir{slash}sub{slash}3"), "z%26%3Cz%3E"]);
    Ok(())
}

/// Reads the keys and the prefixes of the whole list, page by page.
async fn all(target: &Target, mut request: PresignRequest<'_>) -> Result<(Vec<String>, Vec<String>), Error> {
    let (mut keys, mut prefixes) = (Vec::new(), Vec::new());
    loop {
        let answer = target.open(&request.sign(&target.user2)?).await?;
        assert_status(&answer, 200);
        let page = ListObjectsV2Page::parse(&answer.body)?;
        keys.extend(page.objects().iter().map(|object| object.key().to_owned()));
        prefixes.extend_from_slice(page.common_prefixes());
        match page.next_request(request) {
            Some(next) => request = next,
            None => return Ok((keys, prefixes)),
        }
    }
}

#[tokio::test]
async fn keys_and_their_encoding() -> TestResult {
    let target = Target::fresh().await?;
    let keys = ["%2B", "100%", "<&>", "a b", "a%20b", "a+b", "a+c/d e/f", "é/ü"];
    for key in keys {
        target.store_object(key, key.as_bytes().to_vec(), "text/plain").await?;
    }
    let bucket = target.bucket()?;
    let request = bucket.list_objects_v2().max_keys(3);
    for request in [request.clone(), request.clone().encoding_type_url()] {
        assert_eq!(all(&target, request.clone()).await?, (keys.map(str::to_owned).to_vec(), vec![]));
        let prefixes = all(&target, request.delimiter("/")).await?.1;
        assert_eq!(prefixes, ["a+c/", "é/"]);
    }

    let answer = target.open(&bucket.list_objects_v2().prefix("é").sign(&target.user2)?).await?;
    let page = ListObjectsV2Page::parse(&answer.body)?;
    let object = page.objects().first().ok_or("no object")?;
    assert_eq!((object.key(), object.size()), ("é/ü", 5));
    assert!(object.last_modified().is_some() && object.storage_class() == Some("STANDARD"), "{object:?}");
    let head = target.open(&bucket.head_object("é/ü").sign(&target.owner)?).await?;
    assert_eq!(object.etag(), head.header("etag"));
    Ok(())
}

/// A list that is encoded can have the keys that XML 1.0 can't.
#[tokio::test]
async fn keys_that_xml_cannot_have() -> TestResult {
    let target = Target::fresh().await?;
    let keys = ["a\u{1}b", "a\u{1f}b"];
    for key in keys {
        target.store_object(key, "x", "text/plain").await?;
    }
    let bucket = target.bucket()?;
    assert_eq!(all(&target, bucket.list_objects_v2().encoding_type_url()).await?.0, keys);
    Ok(())
}
