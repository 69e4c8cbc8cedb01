//! Neither a plan nor a `Debug` shows a secret, a token or a URL.

use datafusion::arrow::util::pretty::pretty_format_batches;
use presign::{Bucket, Credentials};
use presign_datafusion::Presigner;

use crate::util::{AT, SECRET, TOKEN, presigner, session, strings, with_inventory};

/// What a URL contains, and what must not be seen.
const URL: [&str; 3] = ["X-Amz-", "amazonaws.com", "AKIAIOSFODNN7EXAMPLE"];

fn assert_nothing_secret(text: &str) {
    for secret in URL.iter().chain(&[SECRET, TOKEN]) {
        assert!(!text.contains(secret), "{secret} is in {text}");
    }
}

#[tokio::test]
async fn plans() {
    let mut context = with_inventory([("bucket", strings([Some("photos")])), ("key", strings([Some("boat.jpg")]))]);
    Presigner::new(session()).register(&mut context).unwrap();
    for call in [
        "presign_get(bucket, key, 60)",
        "presign_get('photos', 'boat.jpg', 60)",
        "concat(presign_get('photos', 'boat.jpg', 60), '#')",
        &format!("presign_get('photos', 'boat.jpg', 60, {AT})"),
        "presign_get('photos', 'boat.jpg', 60, now())",
        "presign_get(b, k, 60)",
        "presign_get(arrow_cast('photos', 'Dictionary(Int32, Utf8)'), 'boat.jpg', INTERVAL '1 hour')",
        "presign_get((SELECT max(bucket) FROM inventory), (SELECT max(key) FROM inventory), 60)",
    ] {
        let from = if call.contains("(b, k") { "(SELECT 'photos' AS b, 'boat.jpg' AS k)" } else { "inventory" };
        let query = format!("SELECT {call} AS url FROM {from}");
        for explain in ["EXPLAIN", "EXPLAIN VERBOSE", "EXPLAIN ANALYZE", "EXPLAIN FORMAT TREE", "EXPLAIN FORMAT PGJSON"]
        {
            let batches = context.sql(&format!("{explain} {query}")).await.unwrap().collect().await.unwrap();
            assert_nothing_secret(&pretty_format_batches(&batches).unwrap().to_string());
        }
        let frame = context.sql(&query).await.unwrap();
        let optimized = frame.clone().into_optimized_plan().unwrap();
        assert_nothing_secret(&format!("{optimized:?} {optimized:#?}"));
        let physical = frame.clone().create_physical_plan().await.unwrap();
        assert_nothing_secret(&format!("{physical:?}"));
        // The URL is in the result, and nowhere else.
        let batches = frame.collect().await.unwrap();
        assert!(pretty_format_batches(&batches).unwrap().to_string().contains("X-Amz-Signature="), "{call}");
    }
}

#[test]
fn debug() {
    let presigner = Presigner::new(session())
        .endpoint("https://user:hunter2@s3.example.com")
        .bucket(Bucket::new("photos").unwrap());
    let shown = format!("{presigner:?} {:?}", presigner.functions());
    assert_nothing_secret(&shown);
    assert!(!shown.contains("hunter2"), "{shown}");
    assert!(shown.starts_with(r#"Presigner { region: None, buckets: ["photos"], .. }"#), "{shown}");
}

#[test]
fn functions_are_equal_if_they_sign_alike() {
    let one = presigner();
    let other = Presigner::new(Credentials::new("AKIAIOSFODNN7EXAMPLE", "another"));
    assert_eq!(one.functions(), one.clone().functions());
    assert_ne!(one.functions()[0], one.functions()[1]);
    assert_ne!(one.functions()[0], other.functions()[0]);
    assert_ne!(one.functions()[0], one.clone().region("us-east-2").functions()[0]);
}
