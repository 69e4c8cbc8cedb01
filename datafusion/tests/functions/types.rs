//! The types of the arguments.

use std::sync::Arc;

use datafusion::arrow::array::{
    Array, ArrayRef, DictionaryArray, Int64Array, LargeStringArray, RunArray, StringArray, StringViewArray,
};
use datafusion::arrow::datatypes::{Int8Type, Int32Type, UInt16Type};

use crate::util::{AT, HOUR, context, error, run, strings, url, with_inventory};

#[tokio::test]
async fn every_string_type() {
    let keys = [Some("a b"), None, Some("ü/ß.jpg"), Some("a b")];
    let buckets = [Some("photos"), Some("photos"), Some("logs"), None];
    let expected = [Some(url("photos", "a b", HOUR)), None, Some(url("logs", "ü/ß.jpg", HOUR)), None];
    let as_types = |values: [Option<&str>; 4]| -> Vec<ArrayRef> {
        let values = values.to_vec();
        vec![
            Arc::new(StringArray::from(values.clone())),
            Arc::new(LargeStringArray::from(values.clone())),
            Arc::new(StringViewArray::from(values.clone())),
            Arc::new(values.iter().copied().collect::<DictionaryArray<Int32Type>>()),
            Arc::new(values.iter().copied().collect::<DictionaryArray<Int8Type>>()),
            Arc::new(values.iter().copied().collect::<DictionaryArray<UInt16Type>>()),
            Arc::new(values.iter().copied().collect::<RunArray<Int32Type>>()),
        ]
    };
    for bucket in as_types(buckets) {
        for key in as_types(keys) {
            let types = (bucket.data_type().clone(), key.data_type().clone());
            let context = with_inventory([("bucket", Arc::clone(&bucket)), ("key", key)]);
            let query = format!("SELECT presign_get(bucket, key, INTERVAL '1 hour', {AT}) FROM inventory");
            assert_eq!(run(&context, &query).await.unwrap(), expected, "{types:?}");
        }
    }
}

#[tokio::test]
async fn every_type_of_ttl() {
    for (ttl, seconds) in [
        ("3600", 3600),
        ("CAST(60 AS TINYINT)", 60),
        ("CAST(60 AS BIGINT UNSIGNED)", 60),
        ("INTERVAL '30 minutes'", 1800),
        ("INTERVAL '1 day 1 second'", 86_401),
        ("INTERVAL '7 days'", 604_800),
        ("INTERVAL '1500 milliseconds'", 1),
        ("arrow_cast(90, 'Duration(Second)')", 90),
        ("arrow_cast(90999, 'Duration(Millisecond)')", 90),
        ("arrow_cast('1 day', 'Interval(DayTime)')", 86_400),
    ] {
        let query = format!("SELECT presign_get('photos', 'boat.jpg', {ttl}, {AT})");
        let expected = url("photos", "boat.jpg", std::time::Duration::from_secs(seconds));
        assert_eq!(run(&context(), &query).await.unwrap(), [Some(expected)], "{ttl}");
    }
}

#[tokio::test]
async fn a_column_of_ttls() {
    let ttl = Arc::new(Int64Array::from(vec![Some(3600), Some(3600), None, Some(60)]));
    let key = strings([Some("a"), Some("b"), Some("c"), Some("d")]);
    let context = with_inventory([("key", key), ("ttl", ttl)]);
    let minute = std::time::Duration::from_secs(60);
    let expected =
        [Some(url("photos", "a", HOUR)), Some(url("photos", "b", HOUR)), None, Some(url("photos", "d", minute))];
    let query = format!("SELECT presign_get('photos', key, ttl, {AT}) FROM inventory");
    assert_eq!(run(&context, &query).await.unwrap(), expected);
    let query = format!("SELECT presign_get('photos', key, arrow_cast(ttl, 'Duration(Second)'), {AT}) FROM inventory");
    assert_eq!(run(&context, &query).await.unwrap(), expected);
}

#[tokio::test]
async fn null_in_null_out() {
    for call in ["NULL, 'k', 60", "'b', NULL, 60", "'b', 'k', NULL", "'b', 'k', 60, NULL", "NULL, NULL, NULL"] {
        for function in ["presign_get", "presign_put", "presign_head", "try_presign_get"] {
            let query = format!("SELECT {function}({call})");
            assert_eq!(run(&context(), &query).await.unwrap(), [None], "{query}");
        }
    }
}

#[tokio::test]
async fn other_types_are_errors_of_the_plan() {
    for (call, message) in [
        ("presign_get(1, 'k', 60)", "bucket of presign_get has the type Int64: a string is needed"),
        ("presign_get('b', TRUE, 60)", "key of presign_get has the type Boolean: a string is needed"),
        (
            "presign_put('b', 'k', 1.5)",
            "ttl of presign_put has the type Float64: an interval or a whole number of seconds is needed",
        ),
        (
            "presign_get('b', 'k', '1 hour')",
            "ttl of presign_get has the type Utf8: an interval or a whole number of seconds is needed",
        ),
        ("presign_get('b', 'k', 60, 5)", "signing time of presign_get has the type Int64: a timestamp is needed"),
        (
            "presign_get('b', 'k')",
            "presign_get has 2 arguments: bucket, key, ttl and optionally the signing time are needed",
        ),
        ("decode_inventory_key(5)", "key of decode_inventory_key has the type Int64: a string is needed"),
        ("decode_inventory_key('a', 'b')", "decode_inventory_key has 2 arguments: only the key is needed"),
    ] {
        let found = error(&context(), &format!("SELECT {call}")).await;
        assert!(found.contains(message), "{call}: {found}");
    }
}

#[tokio::test]
async fn no_rows() {
    let context = with_inventory([("bucket", strings([])), ("key", strings([]))]);
    assert!(run(&context, "SELECT presign_get(bucket, key, 60) FROM inventory").await.unwrap().is_empty());
}
