//! `decode_inventory_key`.

use std::borrow::Cow;

use datafusion_common::arrow::datatypes::DataType;
use datafusion_common::{Result, ScalarValue, exec_datafusion_err, plan_err};
use datafusion_expr::{ColumnarValue, ScalarFunctionArgs, ScalarUDFImpl, Signature, Volatility};
use percent_encoding::percent_decode_str;

use crate::strings::{Strings, string_type};
use crate::urls::Urls;

/// `decode_inventory_key(key)`: decodes the keys in the CSV files of [S3 Inventory][aws], which are encoded as in a form,
/// with `+` for a space. In Parquet and ORC files, keys are not encoded.
///
/// [aws]: https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-inventory.html
#[derive(Debug, PartialEq, Eq, Hash)]
pub(crate) struct DecodeInventoryKey {
    signature: Signature,
}

impl DecodeInventoryKey {
    pub(crate) fn new() -> Self {
        Self { signature: Signature::user_defined(Volatility::Immutable) }
    }
}

impl ScalarUDFImpl for DecodeInventoryKey {
    fn name(&self) -> &str {
        "decode_inventory_key"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn coerce_types(&self, given: &[DataType]) -> Result<Vec<DataType>> {
        match given {
            [key] => match string_type(key) {
                Some(coerced) => Ok(vec![coerced]),
                None => plan_err!("key of decode_inventory_key has the type {key}: a string is needed"),
            },
            _ => plan_err!("decode_inventory_key has {} arguments: only the key is needed", given.len()),
        }
    }

    fn return_type(&self, _arguments: &[DataType]) -> Result<DataType> {
        Ok(DataType::Utf8)
    }

    fn is_strict(&self) -> bool {
        true
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let keys = match args.args.as_slice() {
            [key] => Strings::new(key)?,
            other => return plan_err!("decode_inventory_key has {} arguments: only the key is needed", other.len()),
        };
        if keys.is_literal() {
            let key = keys.get(0).map(decoded).transpose()?;
            return Ok(ColumnarValue::Scalar(ScalarValue::Utf8(key)));
        }
        let mut column = Urls::new(args.number_rows);
        for row in 0..args.number_rows {
            if let Some(key) = keys.get(row) {
                column.set(row, &decoded(key)?)?;
            }
        }
        Ok(ColumnarValue::Array(column.finish()))
    }
}

/// Decodes a key. A key in S3 is UTF-8, so that other bytes are a mistake.
fn decoded(key: &str) -> Result<String> {
    let spaced = if key.contains('+') { Cow::Owned(key.replace('+', " ")) } else { Cow::Borrowed(key) };
    match percent_decode_str(&spaced).decode_utf8() {
        Ok(decoded) => Ok(decoded.into_owned()),
        Err(_) => Err(exec_datafusion_err!("decode_inventory_key: key {key:?} is not UTF-8 when decoded")),
    }
}
