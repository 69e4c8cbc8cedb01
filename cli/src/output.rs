//! Standard output.

use std::io::{self, Write};

use crate::failure::Failure;

/// Prints a text, with its colors if standard output is a terminal. If whoever reads it has seen enough, that is no failure.
pub(crate) fn print(text: &str) -> Result<(), Failure> {
    let mut out = anstream::AutoStream::auto(io::stdout().lock());
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(Failure::new(format!("can't write: {error}"))),
        _ => Ok(()),
    }
}

/// Prints a text and a line feed.
pub(crate) fn print_line(text: &str) -> Result<(), Failure> {
    print(&format!("{text}\n"))
}
