use presign::s3::Checksum;
use presign_e2e::{Answer, Call, Target};

use crate::differences::{Case, Differences, refused, status};
use crate::{TestResult, assert_status};

const TAGS: &str = "<Tagging><TagSet><Tag><Key>a @ b</Key><Value>1+1</Value></Tag>\
                    <Tag><Key>weather</Key><Value></Value></Tag></TagSet></Tagging>";

/// Returns the tags sorted by key, the order in which some servers keep them.
fn tags_of(answer: &Answer) -> Vec<(String, String)> {
    let mut tags: Vec<_> = answer.elements("Key").into_iter().zip(answer.elements("Value")).collect();
    tags.sort();
    tags
}

fn owned(tags: &[(&str, &str)]) -> Vec<(String, String)> {
    tags.iter().map(|&(key, value)| (key.to_owned(), value.to_owned())).collect()
}

#[tokio::test]
async fn put_get_delete() -> TestResult {
    let target = Target::fresh().await?;
    target.store_object("the note", "hello", "text/plain").await?;
    let bucket = target.bucket()?;
    let get = bucket.get_object_tagging("the note").sign(&target.owner)?;
    let answer = target.open(&get).await?;
    assert_status(&answer, 200);
    assert_eq!(tags_of(&answer), []);

    let put = bucket.put_object_tagging("the note", Checksum::md5_of(TAGS)).sign(&target.owner)?;
    target.expect(Case::Tagging, status(200)).of(&target.send(Call::presigned(&put).body(TAGS)).await?);
    let tags = if target.differs(Case::Tagging) { Vec::new() } else { owned(&[("a @ b", "1+1"), ("weather", "")]) };
    assert_eq!(tags_of(&target.open(&get).await?), tags);

    let delete = bucket.delete_object_tagging("the note").sign(&target.owner)?;
    target.expect(Case::Tagging, status(204)).of(&target.open(&delete).await?);
    assert_eq!(tags_of(&target.open(&get).await?), []);
    assert_eq!(target.stored_bytes("the note").await?.as_deref(), Some(&b"hello"[..]));
    Ok(())
}

#[tokio::test]
async fn with_the_upload() -> TestResult {
    let target = Target::fresh().await?;
    let bucket = target.bucket()?;
    let tags = [("a @ b", "1+1=2"), ("weather", "")];
    let url = bucket.put_object("note").tagging(tags).sign(&target.owner)?;
    target.expect(Case::Tagging, status(200)).of(&target.send(Call::presigned(&url).body("hello")).await?);
    if target.differs(Case::Tagging) {
        assert_eq!(target.stored_bytes("note").await?, None);
        return Ok(());
    }
    let answer = target.open(&bucket.get_object_tagging("note").sign(&target.owner)?).await?;
    assert_eq!(tags_of(&answer), owned(&tags));
    let answer = target.open(&bucket.get_object("note").sign(&target.owner)?).await?;
    assert_eq!(answer.header("x-amz-tagging-count"), Some("2"));
    Ok(())
}

#[tokio::test]
async fn only_the_document_that_was_signed() -> TestResult {
    let target = Target::fresh().await?;
    target.store_object("note", "hello", "text/plain").await?;
    let bucket = target.bucket()?;
    let other = TAGS.replace("1+1", "2+2");
    for (checksum, case) in
        [(Checksum::md5_of(TAGS), Case::WrongDocumentMd5), (Checksum::sha256_of(TAGS), Case::WrongTagsChecksum)]
    {
        let put = bucket.put_object_tagging("note", checksum).sign(&target.owner)?;
        let answer = target.send(Call::presigned(&put).body(other.clone())).await?;
        let s3 = target.expect(case, refused(400, "BadDigest"));
        target.expect(Case::Tagging, s3).of(&answer);
    }
    Ok(())
}

#[tokio::test]
async fn tags_are_not_for_everyone() -> TestResult {
    let target = Target::fresh().await?;
    target.store_object("note", "hello", "text/plain").await?;
    let bucket = target.bucket()?;
    let denied = refused(403, "AccessDenied");
    let get = bucket.get_object_tagging("note").sign(&target.user2)?;
    target.expect(Case::TagsForEveryone, denied).of(&target.open(&get).await?);
    let delete = bucket.delete_object_tagging("note").sign(&target.user2)?;
    target.expect(Case::Tagging, denied).of(&target.open(&delete).await?);
    let put = bucket.put_object_tagging("note", Checksum::md5_of(TAGS)).sign(&target.user2)?;
    target.expect(Case::Tagging, denied).of(&target.send(Call::presigned(&put).body(TAGS)).await?);
    Ok(())
}

#[tokio::test]
async fn keys_outside_the_alphabet_of_s3() -> TestResult {
    // The alphabet is letters, digits, spaces and `+ - = . _ : / @`.
    let target = Target::fresh().await?;
    let url = target.bucket()?.put_object("note").header("x-amz-tagging", "a%26b=1").sign(&target.owner)?;
    let answer = target.send(Call::presigned(&url).body("hello")).await?;
    let s3 = target.expect(Case::TagAlphabet, refused(400, "InvalidTag"));
    target.expect(Case::Tagging, s3).of(&answer);
    Ok(())
}
