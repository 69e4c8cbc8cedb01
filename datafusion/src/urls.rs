//! The column of URLs that is being written.

use std::sync::Arc;

use datafusion_common::arrow::array::{ArrayBuilder, ArrayRef, StringBuilder};
use datafusion_common::{Result, exec_err};

/// Room for one URL, until the first shows how long they are.
const TYPICAL: usize = 400;

/// The URLs of a batch, in the order of its rows. A row that is skipped is NULL.
pub(crate) struct Urls {
    column: StringBuilder,
    rows: usize,
}

impl Urls {
    pub(crate) fn new(rows: usize) -> Self {
        Self { column: StringBuilder::with_capacity(rows, rows.saturating_mul(TYPICAL)), rows }
    }

    /// Writes the URL of a row after the last one.
    pub(crate) fn set(&mut self, row: usize, url: &str) -> Result<()> {
        // The column's offsets have 31 bits, and its builder panics when they are exceeded.
        if self.column.values_slice().len() + url.len() > i32::MAX as usize {
            return exec_err!(
                "the URLs of a batch of {} rows are longer than 2 GiB: set a smaller datafusion.execution.batch_size",
                self.rows
            );
        }
        self.skip_to(row);
        self.column.append_value(url);
        Ok(())
    }

    pub(crate) fn finish(mut self) -> ArrayRef {
        self.skip_to(self.rows);
        Arc::new(self.column.finish())
    }

    fn skip_to(&mut self, row: usize) {
        let skipped = row.saturating_sub(self.column.len());
        self.column.append_nulls(skipped);
    }
}
