use presign::Bucket;
use presign::s3::Addressing;
use presign_e2e::{Call, Target};

use crate::differences::{Case, Differences, status};
use crate::{TestResult, WRONG_SIGNATURE, assert_status};

#[tokio::test]
async fn path_style() -> TestResult {
    let target = Target::fresh().await?;
    target.store_object("note", "hello", "text/plain").await?;
    let url = target.bucket()?.get_object("note").sign(&target.owner)?;
    let expected = format!("{}/{}/note?", target.endpoint, target.bucket_name);
    assert!(url.as_str().starts_with(&expected), "{url}");
    assert_eq!(target.open(&url).await?.body, "hello");
    Ok(())
}

#[tokio::test]
async fn virtual_hosted_style() -> TestResult {
    let target = Target::fresh().await?;
    target.store_object("note", "hello", "text/plain").await?;
    let bucket = target.virtual_hosted_bucket()?;
    let url = bucket.get_object("note").sign(&target.owner)?;
    let expected = target.named_endpoint.replace("http://", &format!("http://{}.", target.bucket_name)) + "/note?";
    assert!(url.as_str().starts_with(&expected), "{url}");
    assert_eq!(target.open(&url).await?.body, "hello");

    // Operations on the bucket name it only in the host.
    let answer = target.open(&bucket.list_objects_v2().sign(&target.owner)?).await?;
    assert_eq!(answer.elements("Key"), ["note"]);
    assert_status(&target.open(&bucket.head_bucket().sign(&target.owner)?).await?, 200);
    Ok(())
}

#[tokio::test]
async fn an_address_as_endpoint_means_path_style() -> TestResult {
    let target = Target::fresh().await?;
    target.store_object("note", "hello", "text/plain").await?;
    let bucket = Bucket::builder(&*target.bucket_name).endpoint(&*target.endpoint).build()?;
    let url = bucket.get_object("note").sign(&target.owner)?;
    assert_eq!(target.open(&url).await?.body, "hello");
    Ok(())
}

#[tokio::test]
async fn a_name_of_ones_own() -> TestResult {
    // A bucket behind a CNAME record has the same name as the record's host.
    let target = Target::fresh().await?;
    let name = format!("{}.example.com", target.bucket_name);
    let create = Bucket::builder(&*name).endpoint(&*target.endpoint).addressing(Addressing::Path).build()?;
    let create = create.bucket_request(presign::Method::Put).sign(&target.owner)?;
    assert_status(&target.open(&create).await?, 200);

    let bucket = Bucket::builder(&*name).endpoint(format!("http://{name}")).addressing(Addressing::Cname).build()?;
    let upload = bucket.put_object("boat.txt").sign(&target.owner)?;
    assert!(upload.as_str().starts_with(&format!("http://{name}/boat.txt?")), "{upload}");
    let answer = target.send(Call::presigned(&upload).body("a boat")).await?;
    target.expect(Case::NameOfOnesOwn, status(200)).of(&answer);
    let answer = target.open(&bucket.get_object("boat.txt").sign(&target.owner)?).await?;
    assert_eq!(answer.body == "a boat", !target.differs(Case::NameOfOnesOwn), "{answer}");
    Ok(())
}

#[tokio::test]
async fn the_host_is_signed() -> TestResult {
    let target = Target::fresh().await?;
    target.store_object("note", "hello", "text/plain").await?;
    let url = target.bucket()?.get_object("note").sign(&target.owner)?;
    let renamed = Call::presigned(&url).map_url(|url| url.replace("127.0.0.1", "localhost"));
    target.expect(Case::WrongSignature, WRONG_SIGNATURE).of(&target.send(renamed).await?);
    let without_port = Call::presigned(&url).map_url(|url| {
        let authority = target.endpoint.trim_start_matches("http://");
        url.replace(authority, "127.0.0.1")
    });
    target.expect(Case::HostWithoutPort, WRONG_SIGNATURE).of(&target.send(without_port).await?);
    Ok(())
}
