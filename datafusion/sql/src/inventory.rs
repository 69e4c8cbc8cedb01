//! The rows of an example inventory. They depend only on their numbers.

use std::sync::Arc;

use datafusion::arrow::array::{ArrayRef, Int64Array, RecordBatch, StringArray, TimestampMillisecondArray};
use datafusion::arrow::datatypes::SchemaRef;
use datafusion::error::Result;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// Keys that are easily signed wrong. `{}` is the number of the row.
const AWKWARD: [&str; 20] = [
    "reports/summer photos/{}.pdf",
    "a+b/{}+c.txt",
    "100%/{}%20.csv",
    "/leading/slash/{}",
    "double//slash/{}",
    "trailing/{}/",
    "query?version={}&x=y",
    "fragment#{}",
    "straße/größe-{}.jpg",
    "한글/{}.txt",
    "emoji/🚀{}.png",
    "combining/e\u{301}{}.txt",
    "quote\"'{}",
    "tilde~{}~",
    "line\nbreak-{}",
    "tab\tand space {}",
    "brackets[{}]{(x)}",
    "a/.hidden/{}",
    "...dots.../{}",
    "colon:semi;comma,at@star*bang!{}",
];

const UNSIGNABLE: [&str; 3] = ["copied/../from/{}", "./relative/{}", "c/./{}"];

const PREFIXES: [&str; 6] = ["images", "videos", "logs", "backups/daily", "exports/parquet", "tmp"];
const ENDINGS: [&str; 6] = ["jpg", "mp4", "log.gz", "tar.zst", "parquet", "bin"];
const BUCKETS: [&str; 2] = ["example-photos", "example-archive"];

/// 2026-01-01, in milliseconds.
const BEGINNING: i64 = 1_767_225_600_000;

/// As S3 Inventory encodes the keys of CSV files: as in a form, but for the slash.
const KEPT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'*').remove(b'/').remove(b' ');

/// Which rows a file has.
#[derive(Clone, Copy)]
pub(crate) struct Inventory {
    pub(crate) rows: u64,
    /// Whether some keys have dot segments.
    pub(crate) unsignable: bool,
    /// Whether keys are encoded, as in CSV files.
    pub(crate) encoded: bool,
}

impl Inventory {
    /// Returns the rows, some thousand at a time.
    pub(crate) fn batches(self) -> impl Iterator<Item = Result<RecordBatch>> {
        const STEP: u64 = 8192;
        (0..self.rows.div_ceil(STEP)).map(move |step| self.batch(step * STEP, self.rows.min((step + 1) * STEP)))
    }

    /// Returns the columns.
    pub(crate) fn schema(self) -> Result<SchemaRef> {
        Ok(self.batch(0, 1)?.schema())
    }

    fn batch(self, start: u64, end: u64) -> Result<RecordBatch> {
        let rows = || start..end;
        let bucket = rows().map(|row| BUCKETS[usize::from(hash(row).is_multiple_of(4))]);
        let size = rows().map(|row| i64::from(hash(!row) as u32));
        let modified = rows().map(|row| BEGINNING + i64::from(hash(!row) as u32) * 6);
        Ok(RecordBatch::try_from_iter([
            ("bucket", Arc::new(StringArray::from_iter_values(bucket)) as ArrayRef),
            ("key", Arc::new(StringArray::from_iter_values(rows().map(|row| self.key(row))))),
            ("size", Arc::new(size.collect::<Int64Array>())),
            (
                "last_modified_date",
                Arc::new(modified.map(Some).collect::<TimestampMillisecondArray>().with_timezone("UTC")),
            ),
        ])?)
    }

    fn key(self, row: u64) -> String {
        let key = match row % 1000 {
            0 if self.unsignable => pick(&UNSIGNABLE, row / 1000).replace("{}", &row.to_string()),
            rest if rest % 50 == 7 => pick(&AWKWARD, row / 50).replace("{}", &row.to_string()),
            _ => {
                let (kind, random) = (hash(row) >> 8, hash(row));
                let (prefix, ending) = (pick(&PREFIXES, kind), pick(&ENDINGS, kind));
                format!(
                    "{prefix}/2026/{:02}/{:02}/{random:016x}/object-{row:08}.{ending}",
                    kind % 12 + 1,
                    kind % 28 + 1
                )
            }
        };
        if self.encoded { utf8_percent_encode(&key, KEPT).to_string().replace(' ', "+") } else { key }
    }
}

fn pick(texts: &[&'static str], number: u64) -> &'static str {
    texts[(number % texts.len() as u64) as usize]
}

/// Mixes the bits of a number (the finalizer of SplitMix64).
fn hash(number: u64) -> u64 {
    let mut mixed = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}
