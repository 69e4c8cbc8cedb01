//! The rows that the tests presign.

use std::fs::{self, File};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use datafusion::arrow::array::{ArrayRef, AsArray, RecordBatch, StringArray};
use datafusion::parquet::arrow::ArrowWriter;
use datafusion::parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use presign::{Bucket, Credentials};
use time::OffsetDateTime;
use time::macros::datetime;

pub(crate) const FILES: usize = 8;
pub(crate) const ROWS: usize = 500;
pub(crate) const NOW: OffsetDateTime = datetime!(2026-11-23 12:00 UTC);
pub(crate) const AT: &str = "2026-11-23T12:00:00Z";

pub(crate) const ID: &str = "AKIAIOSFODNN7EXAMPLE";
pub(crate) const SECRET: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
pub(crate) const TOKEN: &str = "AQoDYXdzEPT//////////wEXAMPLE";

pub(crate) fn credentials() -> Credentials {
    Credentials::new(ID, SECRET).with_session_token(TOKEN)
}

/// Writes the files of the inventory.
pub(crate) fn write(directory: &Path) {
    fs::create_dir(directory).unwrap();
    for file in 0..FILES {
        let keys: ArrayRef = Arc::new(StringArray::from_iter_values((0..ROWS).map(|row| key(file, row))));
        let rows = RecordBatch::try_from_iter([("key", keys)]).unwrap();
        let target = File::create(directory.join(format!("part-{file}.parquet"))).unwrap();
        let mut writer = ArrowWriter::try_new(target, rows.schema(), None).unwrap();
        writer.write(&rows).unwrap();
        writer.close().unwrap();
    }
}

/// Checks that an output has the URL of every row once, in files as those of the inventory.
pub(crate) fn assert_complete(output: &Path) {
    let bucket = Bucket::builder("photos").region("eu-west-1").build().unwrap();
    for file in 0..FILES {
        let urls = column(&output.join(format!("part-{file}.parquet")), "url");
        let expected = (0..ROWS).map(|row| {
            let key = key(file, row);
            let request = bucket.get_object(&key).expires_in(Duration::from_secs(3600));
            request.sign_at(&credentials(), NOW).unwrap().into_string()
        });
        assert!(urls.into_iter().eq(expected), "part-{file}");
    }
    assert_eq!(fs::read_dir(output).unwrap().count(), FILES);
}

/// Returns a column of text.
pub(crate) fn column(file: &Path, name: &str) -> Vec<String> {
    let reader = ParquetRecordBatchReaderBuilder::try_new(File::open(file).unwrap()).unwrap().build().unwrap();
    let mut texts = Vec::new();
    for batch in reader {
        let batch = batch.unwrap();
        texts
            .extend(batch.column_by_name(name).unwrap().as_string::<i32>().iter().map(|text| text.unwrap().to_owned()));
    }
    texts
}

fn key(file: usize, row: usize) -> String {
    format!("{file}/straße {row}+%.jpg")
}
