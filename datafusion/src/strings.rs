//! A string argument, in any of Arrow's types.

use datafusion_common::arrow::array::{
    Array, ArrayRef, AsArray, LargeStringArray, PrimitiveArray, StringArray, StringViewArray,
};
use datafusion_common::arrow::compute::cast;
use datafusion_common::arrow::datatypes::{DataType, Int64Type};
use datafusion_common::{Result, ScalarValue, internal_err};
use datafusion_expr::ColumnarValue;

/// The strings of a batch's rows.
pub(crate) enum Strings<'a> {
    /// The same in all rows.
    Literal(Option<&'a str>),
    Utf8(&'a StringArray),
    Large(&'a LargeStringArray),
    View(&'a StringViewArray),
    /// The value of each row by its index.
    Dictionary {
        indices: PrimitiveArray<Int64Type>,
        values: Box<Strings<'a>>,
    },
}

/// Returns the type that an argument of this type is converted to, if it is a string.
pub(crate) fn string_type(given: &DataType) -> Option<DataType> {
    match given {
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => Some(given.clone()),
        DataType::Dictionary(_, values) => string_type(values).map(|_| given.clone()),
        DataType::RunEndEncoded(_, values) => string_type(values.data_type()),
        DataType::Null => Some(DataType::Utf8),
        _ => None,
    }
}

impl<'a> Strings<'a> {
    pub(crate) fn new(argument: &'a ColumnarValue) -> Result<Self> {
        match argument {
            ColumnarValue::Array(array) => Self::from_array(array),
            ColumnarValue::Scalar(scalar) => Self::from_scalar(scalar),
        }
    }

    fn from_array(array: &'a ArrayRef) -> Result<Self> {
        Ok(match array.data_type() {
            DataType::Utf8 => Self::Utf8(array.as_string()),
            DataType::LargeUtf8 => Self::Large(array.as_string()),
            DataType::Utf8View => Self::View(array.as_string_view()),
            DataType::Dictionary(..) => {
                let dictionary = array.as_any_dictionary();
                let indices = cast(dictionary.keys(), &DataType::Int64)?;
                Self::Dictionary {
                    indices: indices.as_primitive().clone(),
                    values: Box::new(Self::from_array(dictionary.values())?),
                }
            }
            other => return internal_err!("a string has the type {other}"),
        })
    }

    fn from_scalar(scalar: &'a ScalarValue) -> Result<Self> {
        match scalar {
            ScalarValue::Dictionary(_, value) | ScalarValue::RunEndEncoded(_, _, value) => Self::from_scalar(value),
            other => match other.try_as_str() {
                Some(text) => Ok(Self::Literal(text)),
                None => internal_err!("a string has the type {}", other.data_type()),
            },
        }
    }

    /// Returns the string of a row, or `None` for NULL.
    pub(crate) fn get(&self, row: usize) -> Option<&str> {
        match self {
            Self::Literal(text) => *text,
            Self::Utf8(array) => array.is_valid(row).then(|| array.value(row)),
            Self::Large(array) => array.is_valid(row).then(|| array.value(row)),
            Self::View(array) => array.is_valid(row).then(|| array.value(row)),
            Self::Dictionary { indices, values } => {
                if indices.is_null(row) {
                    return None;
                }
                values.get(usize::try_from(indices.value(row)).ok()?)
            }
        }
    }

    pub(crate) fn is_literal(&self) -> bool {
        matches!(self, Self::Literal(_))
    }
}
