//! Where the URLs go.

use presign::s3::Addressing;
use presign::{Bucket, Credentials};
use presign_datafusion::Presigner;

use crate::util::{AT, HOUR, NOW, SECRET, credentials, presigner, run, strings, with_functions, with_inventory};

#[tokio::test]
async fn a_bucket_of_its_own() {
    let logs = Bucket::builder("logs").region("us-west-2").build().unwrap();
    let backups =
        Bucket::builder("backups").endpoint("http://127.0.0.1:9000").addressing(Addressing::Path).build().unwrap();
    let context = with_functions(&presigner().bucket(logs.clone()).bucket(backups.clone()));
    let photos = Bucket::builder("photos").region("eu-west-1").build().unwrap();
    for bucket in [logs, backups, photos] {
        let name = bucket.name();
        let query = format!("SELECT presign_get('{name}', 'k', 3600, {AT})");
        let expected = bucket.get_object("k").expires_in(HOUR).sign_at(&credentials(), NOW).unwrap();
        assert_eq!(run(&context, &query).await.unwrap(), [Some(expected.into_string())]);
    }
}

#[tokio::test]
async fn a_default_endpoint() {
    let presigner = presigner().endpoint("https://s3.example.com").addressing(Addressing::VirtualHosted);
    let url =
        run(&with_functions(&presigner), "SELECT presign_get('photos', 'k', 60)").await.unwrap().remove(0).unwrap();
    assert!(url.starts_with("https://photos.s3.example.com/k?"), "{url}");
}

#[tokio::test]
async fn without_a_region_it_is_us_east_1() {
    let context = with_functions(&Presigner::new(Credentials::new("AKIAIOSFODNN7EXAMPLE", SECRET)));
    let url = run(&context, "SELECT presign_get('photos', 'k', 60)").await.unwrap().remove(0).unwrap();
    assert!(url.starts_with("https://photos.s3.us-east-1.amazonaws.com/k?"), "{url}");
}

#[tokio::test]
async fn buckets_that_alternate() {
    let bucket = strings([Some("a-a"), Some("b-b"), Some("a-a"), Some("a-a"), None, Some("a-a"), Some("b-b")]);
    let context = with_inventory([("bucket", bucket)]);
    let query = "SELECT split_part(presign_get(bucket, 'k', 60), '/k', 1) FROM inventory";
    let host = |name: &str| Some(format!("https://{name}.s3.eu-west-1.amazonaws.com"));
    let expected =
        ["a-a", "b-b", "a-a", "a-a", "", "a-a", "b-b"].map(|name| if name.is_empty() { None } else { host(name) });
    assert_eq!(run(&context, query).await.unwrap(), expected);
}

#[tokio::test]
async fn the_other_operations() {
    let bucket = Bucket::builder("photos").region("eu-west-1").build().unwrap();
    for (name, request) in [("put", bucket.put_object("k")), ("head", bucket.head_object("k"))] {
        let expected = request.expires_in(HOUR).sign_at(&credentials(), NOW).unwrap().into_string();
        for prefix in ["", "try_"] {
            let query = format!("SELECT {prefix}presign_{name}('photos', 'k', 3600, {AT})");
            let context = with_functions(&presigner());
            assert_eq!(run(&context, &query).await.unwrap(), [Some(expected.clone())], "{query}");
        }
    }
}
