//! Every URL is the one that `sign_at` returns.

use std::sync::Arc;
use std::time::Duration;

use datafusion::arrow::array::{
    ArrayRef, DictionaryArray, Int64Array, LargeStringArray, RecordBatch, StringArray, StringViewArray,
};
use datafusion::arrow::datatypes::Int16Type;
use presign::{Bucket, PresignRequest};
use proptest::prelude::*;
use proptest::sample::select;

use crate::util::{AT, NOW, context, credentials, run};

/// A row: bucket, key, seconds.
type Row = (Option<&'static str>, Option<String>, Option<i64>);

fn rows() -> impl Strategy<Value = Vec<Row>> {
    let bucket = prop::option::weighted(
        0.9,
        select(&["photos", "logs", "my.bucket", "arn:aws:s3:us-east-1:123456789012:accesspoint/app"][..]),
    );
    let key = prop_oneof![
        "[ -~]{1,20}",
        "\\PC{0,40}",
        "[a./]{0,6}",
        Just("a".repeat(1024)),
        Just("ü".repeat(513)),
        Just("https://photos.s3.eu-west-1.amazonaws.com/k".to_owned()),
    ];
    let ttl = prop::option::weighted(0.9, prop_oneof![Just(60_i64), Just(61), 1..=604_800_i64]);
    prop::collection::vec((bucket, prop::option::weighted(0.9, key), ttl), 0..40)
}

/// Makes a column of one of the types of strings.
fn column(kind: u8, values: Vec<Option<&str>>) -> ArrayRef {
    match kind {
        0 => Arc::new(StringArray::from(values)),
        1 => Arc::new(LargeStringArray::from(values)),
        2 => Arc::new(StringViewArray::from(values)),
        _ => Arc::new(values.into_iter().collect::<DictionaryArray<Int16Type>>()),
    }
}

fn request<'a>(function: &str, bucket: &'a Bucket, key: &'a str) -> PresignRequest<'a> {
    match function {
        "try_presign_get" => bucket.get_object(key),
        "try_presign_put" => bucket.put_object(key),
        _ => bucket.head_object(key),
    }
}

fn expected(function: &str, row: &Row) -> Option<String> {
    let (Some(bucket), Some(key), Some(ttl)) = row else { return None };
    let bucket = Bucket::builder(*bucket).region("eu-west-1").build().unwrap();
    let request = request(function, &bucket, key).expires_in(Duration::from_secs(ttl.unsigned_abs()));
    request.sign_at(&credentials(), NOW).ok().map(|url| url.into_string())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn as_sign_at(
        rows in rows(),
        kinds in (0..4_u8, 0..4_u8),
        function in select(&["try_presign_get", "try_presign_put", "try_presign_head"][..]),
        slice in (0..40_usize, 0..40_usize),
        is_literal in (any::<bool>(), any::<bool>()),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let batch = RecordBatch::try_from_iter_with_nullable([
            ("bucket", column(kinds.0, rows.iter().map(|row| row.0).collect()), true),
            ("key", column(kinds.1, rows.iter().map(|row| row.1.as_deref()).collect()), true),
            ("ttl", Arc::new(rows.iter().map(|row| row.2).collect::<Int64Array>()) as ArrayRef, true),
        ]).unwrap();
        let start = slice.0.min(rows.len());
        let length = slice.1.min(rows.len() - start);
        let context = context();
        context.register_batch("t", batch.slice(start, length)).unwrap();
        // Literals take other paths than columns.
        let bucket = if is_literal.0 { "'photos'" } else { "bucket" };
        let ttl = if is_literal.1 { "60" } else { "ttl" };
        let query = format!("SELECT {function}({bucket}, key, {ttl}, {AT}) FROM t");
        let urls = runtime.block_on(run(&context, &query)).unwrap();
        let expected: Vec<_> = rows[start..start + length].iter().map(|(b, key, t)| {
            let bucket = if is_literal.0 { Some("photos") } else { *b };
            let ttl = if is_literal.1 { Some(60) } else { *t };
            expected(function, &(bucket, key.clone(), ttl))
        }).collect();
        prop_assert_eq!(urls, expected);
    }
}
