//! Writes an example inventory.

use crate::arguments::GenerateArguments;
use crate::failure::Failure;
use crate::inventory::Inventory;
use crate::output::{Format, Output, by_extension};

pub(crate) fn run(arguments: &GenerateArguments) -> Result<(), Failure> {
    let GenerateArguments { output: path, rows, unsignable } = arguments;
    let encoded = by_extension(path)? == Format::Csv;
    let inventory = Inventory { rows: *rows, unsignable: *unsignable, encoded };
    let mut output =
        if encoded { Output::create_inventory(path)? } else { Output::create(Some(path), None, inventory.schema()?)? };
    inventory.batches().try_for_each(|batch| output.write(&batch?))?;
    output.finish()
}
