//! The command line.

use std::path::PathBuf;
use std::time::Duration;

use lexopt::prelude::{Long, Short, ValueExt};
use presign_e2e::Error;

/// What `--help` prints.
pub(crate) const HELP: &str = "\
Shows what a presigned URL allows and what it does not, on an S3 server in this process.

Usage: share-object [OPTIONS]

Options:
    --file FILE        share this file (default: a picture of a boat)
    --expires-in TIME  how long its URL is valid: 45s, 30m, 2h, 7d, or 90 for seconds (default: 30m)
    --serve            then keep the server running and print a URL to open in a browser; Ctrl-C stops it
    --help             print this

Exit status: 0 if all responses are as expected, 1 if one is not, 2 if the command line is invalid.
";

/// What to do.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Command {
    Help,
    Run(Options),
}

/// How to run the demo.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Options {
    /// The file to share. The default is a picture of a boat.
    pub(crate) file: Option<PathBuf>,
    pub(crate) expires_in: Duration,
    pub(crate) serve: bool,
}

/// Parses the command line.
///
/// # Errors
///
/// An unknown option, a missing value, or an invalid time.
pub(crate) fn parse(mut arguments: lexopt::Parser) -> Result<Command, Error> {
    let mut options = Options { file: None, expires_in: Duration::from_secs(30 * 60), serve: false };
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("file") => options.file = Some(arguments.value()?.into()),
            Long("expires-in") => {
                let text = arguments.value()?.string()?;
                options.expires_in = parse_duration(&text).ok_or_else(|| {
                    format!("--expires-in: invalid time {text:?}; write 45s, 30m, 2h, 7d, or a number of seconds")
                })?;
            }
            Long("serve") => options.serve = true,
            Long("help") | Short('h') => return Ok(Command::Help),
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(Command::Run(options))
}

/// Parses a whole number with one of the units `s`, `m`, `h` and `d`, or without a unit for seconds.
fn parse_duration(text: &str) -> Option<Duration> {
    let (number, seconds) = [('s', 1), ('m', 60), ('h', 3600), ('d', 86_400)]
        .into_iter()
        .find_map(|(unit, seconds)| Some((text.strip_suffix(unit)?, seconds)))
        .unwrap_or((text, 1));
    let is_number = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
    is_number.then_some(())?;
    let number: u64 = number.parse().ok()?;
    number.checked_mul(seconds).map(Duration::from_secs)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse_line(line: &str) -> Result<Command, Error> {
        parse(lexopt::Parser::from_args(line.split_whitespace()))
    }

    #[test]
    fn durations() {
        for (text, seconds) in [("45s", 45), ("30m", 1800), ("2h", 7200), ("7d", 604_800), ("90", 90), ("0", 0)] {
            assert_eq!(parse_duration(text), Some(Duration::from_secs(seconds)), "{text}");
        }
        for text in
            ["", "m", "-5", "+5", "1.5h", "30 m", "30M", "30mm", "é", "99999999999999999999", "999999999999999999d"]
        {
            assert_eq!(parse_duration(text), None, "{text}");
        }
    }

    #[test]
    fn lines() {
        let default = Options { file: None, expires_in: Duration::from_secs(1800), serve: false };
        assert_eq!(parse_line("").unwrap(), Command::Run(default));
        let all = Options { file: Some("a.png".into()), expires_in: Duration::from_secs(90), serve: true };
        assert_eq!(parse_line("--file a.png --expires-in=90 --serve").unwrap(), Command::Run(all));
        assert_eq!(parse_line("--file a.png --help").unwrap(), Command::Help);
        for (line, message) in [
            ("--color", "invalid option '--color'"),
            ("--file", "missing argument for option '--file'"),
            ("boat.jpg", "unexpected argument \"boat.jpg\""),
            (
                "--expires-in soon",
                "--expires-in: invalid time \"soon\"; write 45s, 30m, 2h, 7d, or a number of seconds",
            ),
        ] {
            assert_eq!(parse_line(line).unwrap_err().to_string(), message);
        }
    }
}
