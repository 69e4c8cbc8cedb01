//! When URLs are signed: the fourth argument, which the optimizer adds.

use datafusion_common::arrow::array::{Array, ArrayRef, AsArray};
use datafusion_common::arrow::datatypes::{DataType, TimeUnit, TimestampSecondType};
use datafusion_common::{Result, ScalarValue, exec_datafusion_err};
use datafusion_expr::expr::Cast;
use datafusion_expr::simplify::SimplifyContext;
use datafusion_expr::{ColumnarValue, Expr};
use time::OffsetDateTime;

/// The time zone of the times that the optimizer puts into a plan. Times of other sources have other names for UTC, so
/// that the type shows whether a call was optimized.
const ZONE: &str = "Etc/UTC";

/// The type of the times that the optimizer puts into a plan. Signatures contain whole seconds.
pub(crate) fn planned_type() -> DataType {
    DataType::Timestamp(TimeUnit::Second, Some(ZONE.into()))
}

/// Returns the type that an argument of this type is converted to, if it can be a time.
pub(crate) fn time_type(given: &DataType) -> Option<DataType> {
    match given {
        planned if *planned == planned_type() => Some(planned_type()),
        DataType::Timestamp(..) | DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View | DataType::Null => {
            Some(DataType::Timestamp(TimeUnit::Nanosecond, Some("+00:00".into())))
        }
        _ => None,
    }
}

/// Returns the time of a call in the type for plans: the time that was given, or else the start of the query. Returns
/// `None` while neither is known.
pub(crate) fn planned(given: Option<Expr>, context: &SimplifyContext) -> Result<Option<Expr>> {
    Ok(match given {
        None => context
            .query_execution_start_time()
            .map(|start| Expr::Literal(ScalarValue::TimestampSecond(Some(start.timestamp()), Some(ZONE.into())), None)),
        Some(Expr::Literal(time, _)) => Some(Expr::Literal(time.cast_to(&planned_type())?, None)),
        Some(time) if context.get_data_type(&time)? == planned_type() => Some(time),
        Some(time) => Some(Expr::Cast(Cast::new(Box::new(time), planned_type()))),
    })
}

/// The signing times of a batch's rows.
pub(crate) struct SigningTimes {
    /// One value for all rows, or one for each.
    values: ArrayRef,
    is_literal: bool,
}

impl SigningTimes {
    pub(crate) fn new(argument: &ColumnarValue) -> Result<Self> {
        let (values, is_literal) = match argument.cast_to(&planned_type(), None)? {
            ColumnarValue::Array(array) => (array, false),
            ColumnarValue::Scalar(scalar) => (scalar.to_array()?, true),
        };
        Ok(Self { values, is_literal })
    }

    /// Returns whether the value of a row is NULL.
    pub(crate) fn is_null(&self, row: usize) -> bool {
        self.values.is_null(self.index(row))
    }

    pub(crate) fn is_literal(&self) -> bool {
        self.is_literal
    }

    /// Returns the time of a row that is not NULL.
    pub(crate) fn get(&self, row: usize) -> Result<OffsetDateTime> {
        let seconds = self.values.as_primitive::<TimestampSecondType>().value(self.index(row));
        OffsetDateTime::from_unix_timestamp(seconds).map_err(|_| {
            exec_datafusion_err!("signing time of {seconds} s after 1970 is out of range: years 0 to 9999 are allowed")
        })
    }

    fn index(&self, row: usize) -> usize {
        if self.is_literal { 0 } else { row }
    }
}
