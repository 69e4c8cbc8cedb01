//! Reading `tests/vectors`.

use std::fmt::Display;

use presign::sigv4::AmzDate;
use serde_json::Value;
use serde_json::value::Index;

/// Returns one of the lists of a file.
pub(crate) fn rows(json: &str, list: &str) -> Vec<Value> {
    let mut vectors: Value = serde_json::from_str(json).unwrap();
    match vectors[list].take() {
        Value::Array(rows) => rows,
        other => panic!("{list} is not a list: {other}"),
    }
}

/// Returns a field of an object, or an item of an array.
pub(crate) fn text(row: &Value, field: impl Index + Display) -> &str {
    row[&field].as_str().unwrap_or_else(|| panic!("no {field} in {row}"))
}

/// Returns names and values from a list of pairs, which may be missing.
pub(crate) fn pairs(list: &Value) -> impl Iterator<Item = (&str, &str)> {
    list.as_array().into_iter().flatten().map(|pair| (text(pair, 0), text(pair, 1)))
}

/// Returns a field such as `2026-11-23T12:00:00Z`.
pub(crate) fn date(row: &Value, field: &str) -> AmzDate {
    text(row, field).replace(['-', ':'], "").parse().unwrap()
}
