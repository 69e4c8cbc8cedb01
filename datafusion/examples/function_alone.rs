//! What the function costs besides `sign_each_at`, without a query around it: nanoseconds a row, in batches of 8,192 rows
//! with keys of 60 bytes.
//!
//!     cargo run --release --manifest-path datafusion/Cargo.toml --example function_alone

use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

use datafusion_common::arrow::array::{ArrayRef, AsArray, StringArray, StringViewArray};
use datafusion_common::arrow::datatypes::{DataType, Field};
use datafusion_common::config::ConfigOptions;
use datafusion_common::{Result, ScalarValue, exec_datafusion_err};
use datafusion_expr::{ColumnarValue, ScalarFunctionArgs, ScalarUDF};
use presign::{Bucket, CachedSigner, Credentials};
use presign_datafusion::Presigner;
use time::macros::datetime;

/// Signs the rows of a batch, and returns the length of their URLs.
type Case = Box<dyn Fn() -> Result<usize>>;

const ROWS: usize = 8192;
const BATCHES: usize = 50;
const ROUNDS: usize = 9;

fn main() -> Result<()> {
    let now = datetime!(2026-11-23 12:00 UTC);
    let signer = Arc::new(CachedSigner::new(Credentials::new(
        "AKIAIOSFODNN7EXAMPLE",
        "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    )));
    let keys: StringArray =
        (0..ROWS).map(|row| Some(format!("backups/daily/2026/10/{:02}/object-{row:032}.tar", row % 28 + 1))).collect();
    let functions = Presigner::new(Arc::clone(&signer)).region("eu-west-1").functions();
    let literal = |text: &str| ColumnarValue::Scalar(ScalarValue::Utf8(Some(text.to_owned())));
    let column = |name: fn(usize) -> &'static str| {
        ColumnarValue::Array(Arc::new(StringArray::from_iter_values((0..ROWS).map(name))) as ArrayRef)
    };
    let seconds = ColumnarValue::Scalar(ScalarValue::Int64(Some(3600)));
    let time = ColumnarValue::Scalar(ScalarValue::TimestampSecond(Some(now.unix_timestamp()), Some("Etc/UTC".into())));
    let utf8 = ColumnarValue::Array(Arc::new(keys.clone()));
    let view = ColumnarValue::Array(Arc::new(keys.iter().collect::<StringViewArray>()));

    let bucket = Bucket::builder("example-photos").region("eu-west-1").build();
    let bucket = bucket.map_err(|error| exec_datafusion_err!("{error}"))?;
    let mut cases: Vec<(&str, Case)> = vec![("sign_each_at alone", {
        let keys = keys.clone();
        Box::new(move || {
            let mut length = 0;
            let request = bucket.get_object("").expires_in(Duration::from_secs(3600));
            request.sign_each_at(&signer, now, keys.iter().flatten(), |_, url| length += url.map_or(0, str::len));
            Ok(length)
        })
    })];
    for (name, bucket, key) in [
        ("presign_get, bucket literal", literal("example-photos"), &utf8),
        ("presign_get, key as Utf8View", literal("example-photos"), &view),
        ("presign_get, column of one bucket", column(|_| "example-photos"), &utf8),
        (
            "presign_get, column of two buckets, alternating",
            column(|row| ["example-photos", "example-archive"][row % 2]),
            &utf8,
        ),
    ] {
        let arguments = vec![bucket, key.clone(), seconds.clone(), time.clone()];
        let function = functions.iter().find(|function| function.name() == "presign_get").map(Arc::clone);
        cases.push((name, Box::new(move || function.as_ref().map_or(Ok(0), |function| call(function, &arguments)))));
    }

    let mut times = vec![Vec::new(); cases.len()];
    for _ in 0..ROUNDS {
        for ((_, case), times) in cases.iter().zip(&mut times) {
            let start = Instant::now();
            for _ in 0..BATCHES {
                black_box(case()?);
            }
            times.push(start.elapsed().as_secs_f64() * 1e9 / (ROWS * BATCHES) as f64);
        }
    }
    for ((name, _), times) in cases.iter().zip(&mut times) {
        times.sort_by(f64::total_cmp);
        println!("{name}: {:.0} ns a row (fastest {:.0})", times[ROUNDS / 2], times[0]);
    }
    Ok(())
}

/// Calls the function as DataFusion does, and returns the length of the URLs.
fn call(function: &ScalarUDF, arguments: &[ColumnarValue]) -> Result<usize> {
    let field = |argument: &ColumnarValue| Arc::new(Field::new("argument", argument.data_type(), true));
    let urls = function.invoke_with_args(ScalarFunctionArgs {
        args: arguments.to_vec(),
        arg_fields: arguments.iter().map(field).collect(),
        number_rows: ROWS,
        return_field: Arc::new(Field::new("url", DataType::Utf8, true)),
        config_options: Arc::new(ConfigOptions::default()),
    })?;
    Ok(urls.into_array(ROWS)?.as_string::<i32>().value_data().len())
}
