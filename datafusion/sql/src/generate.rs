//! Writes an example inventory.

use crate::arguments::GenerateArguments;
use crate::failure::Failure;
use crate::inventory::Inventory;
use crate::output::{Format, Output, by_extension};

pub(crate) fn run(arguments: &GenerateArguments) -> Result<(), Failure> {
    let GenerateArguments { output: path, rows, unsignable } = arguments;
    let encoded = by_extension(path)? == Format::Csv;
    let inventory = Inventory { rows: *rows, unsignable: *unsignable, encoded };
    let mut batches = inventory.batches();
    // Even an empty inventory has columns.
    let empty = Inventory { rows: 1, ..inventory }.batches().next().transpose()?.map(|batch| batch.schema());
    let schema = empty.ok_or_else(|| Failure::new("there are no columns"))?;
    let mut output = if encoded { Output::create_inventory(path)? } else { Output::create(Some(path), None, schema)? };
    batches.try_for_each(|batch| output.write(&batch?))?;
    output.finish()
}
