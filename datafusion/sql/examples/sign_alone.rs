//! Signs the keys of a Parquet file on one thread, without DataFusion, and prints the seconds that takes. `bench`
//! compares them with what presigning adds to a query.

use std::time::{Duration, Instant};

use datafusion::arrow::array::{AsArray, StringArray};
use datafusion::parquet::arrow::ProjectionMask;
use datafusion::parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use presign::{Bucket, CachedSigner, Credentials};
use time::OffsetDateTime;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("give a Parquet file")?;
    let reader = ParquetRecordBatchReaderBuilder::try_new(std::fs::File::open(path)?)?;
    let key = ProjectionMask::columns(reader.parquet_schema(), ["key"]);
    let batches = reader.with_projection(key).with_batch_size(8192).build()?.collect::<Result<Vec<_>, _>>()?;
    let keys: Vec<&StringArray> = batches.iter().map(|batch| batch.column(0).as_string()).collect();

    let bucket = Bucket::builder("example-photos").region("eu-west-1").build()?;
    let signer = CachedSigner::new(Credentials::from_env()?);
    let now = OffsetDateTime::now_utc();
    let mut length = 0;
    let start = Instant::now();
    let keys = keys.into_iter().flatten().flatten();
    let request = bucket.get_object("").expires_in(Duration::from_secs(3600));
    request.sign_each_at(&signer, now, keys, |_, url| length += url.map_or(0, str::len));
    println!(r#"{{"seconds": {}, "length": {length}}}"#, start.elapsed().as_secs_f64());
    Ok(())
}
