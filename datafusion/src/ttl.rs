//! How long URLs are valid: the argument `ttl`.

use std::time::Duration;

use datafusion_common::arrow::array::{Array, ArrayRef, AsArray};
use datafusion_common::arrow::datatypes::{
    DataType, DurationSecondType, Int64Type, IntervalMonthDayNano, IntervalMonthDayNanoType, IntervalUnit, TimeUnit,
};
use datafusion_common::{Result, exec_err, internal_err};
use datafusion_expr::ColumnarValue;

const DAY: i128 = 86_400;
const NANOSECONDS: i128 = 1_000_000_000;

/// The argument `ttl` of a batch's rows.
pub(crate) struct Ttls {
    /// One value for all rows, or one for each.
    values: ArrayRef,
    is_literal: bool,
}

/// Returns the type that an argument of this type is converted to, if it can be a time to live.
pub(crate) fn ttl_type(given: &DataType) -> Option<DataType> {
    match given {
        DataType::Interval(_) => Some(DataType::Interval(IntervalUnit::MonthDayNano)),
        DataType::Duration(_) => Some(DataType::Duration(TimeUnit::Second)),
        DataType::Null => Some(DataType::Int64),
        integer if integer.is_integer() => Some(DataType::Int64),
        _ => None,
    }
}

impl Ttls {
    pub(crate) fn new(argument: &ColumnarValue) -> Result<Self> {
        Ok(match argument {
            ColumnarValue::Array(array) => Self { values: array.clone(), is_literal: false },
            ColumnarValue::Scalar(scalar) => Self { values: scalar.to_array()?, is_literal: true },
        })
    }

    /// Returns whether the value of a row is NULL.
    pub(crate) fn is_null(&self, row: usize) -> bool {
        self.values.is_null(self.index(row))
    }

    pub(crate) fn is_literal(&self) -> bool {
        self.is_literal
    }

    /// Returns the time to live of a row that is not NULL, rounded down to seconds. The library checks that it
    /// is at least a second and at most 7 days.
    pub(crate) fn get(&self, row: usize) -> Result<Duration> {
        let row = self.index(row);
        let seconds = match self.values.data_type() {
            DataType::Interval(IntervalUnit::MonthDayNano) => {
                seconds_of(self.values.as_primitive::<IntervalMonthDayNanoType>().value(row))?
            }
            DataType::Duration(TimeUnit::Second) => self.values.as_primitive::<DurationSecondType>().value(row).into(),
            DataType::Int64 => self.values.as_primitive::<Int64Type>().value(row).into(),
            other => return internal_err!("ttl has the type {other}"),
        };
        match u64::try_from(seconds) {
            Ok(seconds) => Ok(Duration::from_secs(seconds)),
            Err(_) => exec_err!("ttl of {seconds} s is negative: 1 second to 7 days are allowed"),
        }
    }

    fn index(&self, row: usize) -> usize {
        if self.is_literal { 0 } else { row }
    }
}

/// Rounds an interval down to seconds.
fn seconds_of(interval: IntervalMonthDayNano) -> Result<i128> {
    let IntervalMonthDayNano { months, days, nanoseconds } = interval;
    if months != 0 {
        return exec_err!("ttl of {months} months has no fixed length: give days, hours or minutes");
    }
    Ok(i128::from(days) * DAY + i128::from(nanoseconds).div_euclid(NANOSECONDS))
}
