//! A URL as an argument, or on standard input, so that it need not appear in the list of processes.

use std::io::{self, Read};

use zeroize::Zeroizing;

use crate::failure::Failure;

/// The longest URL that is read.
const LONGEST: u64 = 1 << 20;

/// Returns the URL, which is on standard input if the argument is `-`.
pub(crate) fn url(argument: &str) -> Result<Zeroizing<String>, Failure> {
    let mut text = Zeroizing::new(String::new());
    if argument == "-" {
        let read = io::stdin().lock().take(LONGEST + 1).read_to_string(&mut text);
        read.map_err(|error| Failure::new(format!("can't read the URL from standard input: {error}")))?;
    } else {
        text.push_str(argument);
    }
    let url = text.trim();
    if url.is_empty() {
        return Err(Failure::usage("the URL is empty: pass it as an argument, or `-` and the URL on standard input"));
    }
    if url.len() as u64 > LONGEST {
        return Err(Failure::usage("the URL is longer than 1 MiB: pass one URL"));
    }
    // Mails break a URL into lines, so only a line that begins another URL is one too many.
    if url.lines().skip(1).any(|line| line.trim_start().starts_with("http")) {
        return Err(Failure::usage("there are several URLs: pass one at a time"));
    }
    Ok(Zeroizing::new(url.to_owned()))
}

/// Splits `Name: value`, the value of `--header`.
pub(crate) fn header(text: &str) -> Result<(&str, &str), Failure> {
    header_of("--header", text)
}

/// Splits `Name: value`, the value of an option.
pub(crate) fn header_of<'a>(option: &str, text: &'a str) -> Result<(&'a str, &'a str), Failure> {
    // What follows the option may be a secret, so it is not shown.
    let (name, value) = text
        .split_once(':')
        .ok_or_else(|| Failure::usage(format!("{option} needs a name, a colon and a value: {option} 'Name: value'")))?;
    Ok((name.trim(), value.trim()))
}
