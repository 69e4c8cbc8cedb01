use presign_e2e::Target;

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
