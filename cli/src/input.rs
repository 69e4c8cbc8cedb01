//! A URL as an argument, or on standard input, so that it need not appear in the list of processes.

use std::io::{self, Read};

use zeroize::Zeroizing;

use crate::failure::Failure;

/// The longest URL that is read.
const LONGEST: u64 = 1 << 20;

/// Returns the URL, which is on standard input if the argument is `-`.
pub(crate) fn url(argument: &str) -> Result<Zeroizing<String>, Failure> {
    if argument != "-" {
        return Ok(Zeroizing::new(argument.to_owned()));
    }
    let mut text = Zeroizing::new(String::new());
    let read = io::stdin().lock().take(LONGEST).read_to_string(&mut text);
    read.map_err(|error| Failure::new(format!("can't read the URL from standard input: {error}")))?;
    Ok(Zeroizing::new(text.trim().to_owned()))
}

/// Splits `Name: value`.
pub(crate) fn header(text: &str) -> Result<(&str, &str), Failure> {
    // What follows the option may be a secret, so it is not shown.
    let (name, value) = text
        .split_once(':')
        .ok_or_else(|| Failure::usage("--header needs a name, a colon and a value: --header 'Name: value'"))?;
    Ok((name.trim(), value.trim()))
}
