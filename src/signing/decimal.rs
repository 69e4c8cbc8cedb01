//! Numbers in decimal, without the cost of `core::fmt` on the signing path.

use alloc::string::String;

/// Appends a number.
pub(crate) fn push_decimal(number: u64, out: &mut String) {
    if number >= 10 {
        push_decimal(number / 10, out);
    }
    out.push(char::from(b'0' + (number % 10) as u8));
}
