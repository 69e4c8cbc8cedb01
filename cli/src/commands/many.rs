//! Many keys: one a line on standard input, one URL a line on standard output, in order.
//!
//! A fixed number of batches goes round: the reader fills one with keys, a worker signs them, the writer writes them in the
//! order in which they were read. So memory is constant, and a slow reader of the output slows everything down.

use std::cell::RefCell;
use std::collections::{BTreeMap, VecDeque};
use std::fmt;
use std::io::{self, BufRead, IsTerminal, Write};
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use indicatif::{ProgressBar, ProgressStyle};

use crate::failure::Failure;

/// How many bytes of keys a batch holds. Small enough for all cores to be busy soon, large enough to make locks cheap.
const BATCH: usize = 64 * 1024;
/// How many problems are reported in full.
const REPORTED: u64 = 20;

/// Keys, and what became of them.
#[derive(Default)]
struct Batch {
    index: u64,
    /// The number of the first line.
    first_line: u64,
    /// Keys, each with its separator.
    keys: Vec<u8>,
    lines: u64,
    signed: String,
    problems: Vec<(u64, String)>,
}

/// Signs some keys, and calls a function with what is printed for each, in their order.
pub(crate) type Sign<'s> = dyn Fn(&mut dyn Iterator<Item = &str>, &mut dyn FnMut(Result<&str, Failure>)) + Sync + 's;

/// Signs every key on standard input.
pub(crate) fn run(sign: &Sign<'_>, separator: u8) -> Result<(), Failure> {
    let workers = thread::available_parallelism().map_or(1, usize::from);
    let batches = 3 * workers + 2;
    let (give_empty, take_empty) = sync_channel(batches);
    let (give_read, take_read) = sync_channel(batches);
    let (give_signed, take_signed) = sync_channel(batches);
    for _ in 0..batches {
        let _ = give_empty.send(Batch::default());
    }
    let take_read = Mutex::new(take_read);
    thread::scope(|scope| {
        let reader = scope.spawn(move || read(&mut io::stdin().lock(), separator, &take_empty, &give_read));
        for _ in 0..workers {
            let (take_read, give_signed) = (&take_read, give_signed.clone());
            scope.spawn(move || {
                loop {
                    let Some(mut batch) = take_read.lock().ok().and_then(|batches| batches.recv().ok()) else { return };
                    batch.sign(sign, separator);
                    if give_signed.send(batch).is_err() {
                        return;
                    }
                }
            });
        }
        drop(give_signed);
        let written = write(&mut io::stdout().lock(), &take_signed, &give_empty);
        drop((take_signed, give_empty));
        let problems = written?;
        let read = reader.join().unwrap_or_else(|_| Err(io::Error::other("the reader stopped")));
        read.map_err(|error| Failure::new(format!("can't read the keys: {error}")))?;
        match problems {
            0 => Ok(()),
            1 => Err(Failure::new("1 key was not signed")),
            more => Err(Failure::new(format!("{more} keys were not signed"))),
        }
    })
}

fn read(input: &mut dyn BufRead, separator: u8, empty: &Receiver<Batch>, full: &SyncSender<Batch>) -> io::Result<()> {
    let (mut index, mut line) = (0, 1);
    // The writer stops taking if the output is closed.
    while let Ok(mut batch) = empty.recv() {
        batch.keys.clear();
        (batch.index, batch.first_line, batch.lines) = (index, line, 0);
        while batch.keys.len() < BATCH && input.read_until(separator, &mut batch.keys)? > 0 {
            batch.lines += 1;
        }
        if batch.lines == 0 {
            return Ok(());
        }
        index += 1;
        line += batch.lines;
        if full.send(batch).is_err() {
            return Ok(());
        }
    }
    Ok(())
}

impl Batch {
    fn sign(&mut self, sign: &Sign<'_>, separator: u8) {
        self.signed.clear();
        self.problems.clear();
        let keys = self.keys.strip_suffix(&[separator]).unwrap_or(&self.keys);
        // Keys are read ahead of what is printed for them, so the lines without a key are remembered.
        let not_utf8 = RefCell::new(VecDeque::new());
        let mut keys = (self.first_line..).zip(keys.split(|&byte| byte == separator)).filter_map(|(line, key)| {
            // A file from Windows ends its lines with CR LF.
            let key = if separator == b'\n' { key.strip_suffix(b"\r").unwrap_or(key) } else { key };
            str::from_utf8(key).map_err(|_| not_utf8.borrow_mut().push_back(line)).ok()
        });
        let mut line = self.first_line;
        let skip = |line: &mut u64, problems: &mut Vec<_>| {
            while not_utf8.borrow().front() == Some(line) {
                not_utf8.borrow_mut().pop_front();
                problems.push((*line, "the key is not UTF-8".into()));
                *line += 1;
            }
        };
        sign(&mut keys, &mut |signed| {
            skip(&mut line, &mut self.problems);
            match signed {
                Ok(signed) => {
                    self.signed.push_str(signed);
                    self.signed.push(char::from(separator));
                }
                Err(failure) => self.problems.push((line, failure.message)),
            }
            line += 1;
        });
        skip(&mut line, &mut self.problems);
    }
}

/// Writes what was signed, in order, and returns how many keys were not.
fn write(output: &mut dyn Write, signed: &Receiver<Batch>, empty: &SyncSender<Batch>) -> Result<u64, Failure> {
    let mut waiting = BTreeMap::new();
    let (mut next, mut problems) = (0, 0);
    let progress = progress();
    for batch in signed {
        waiting.insert(batch.index, batch);
        while let Some(batch) = waiting.remove(&next) {
            next += 1;
            for (line, problem) in &batch.problems {
                problems += 1;
                if problems <= REPORTED {
                    progress.suspend(|| report(format_args!("line {line}: {problem}")));
                }
            }
            match output.write_all(batch.signed.as_bytes()) {
                Ok(()) => {}
                // Whoever reads the output has seen enough.
                Err(error) if error.kind() == io::ErrorKind::BrokenPipe => return Ok(0),
                Err(error) => return Err(Failure::new(format!("can't write: {error}"))),
            }
            progress.inc(batch.lines);
            let _ = empty.send(batch);
        }
    }
    progress.finish_and_clear();
    if problems > REPORTED {
        report(format_args!("... and {} more", problems - REPORTED));
    }
    output.flush().map_err(|error| Failure::new(format!("can't write: {error}")))?;
    Ok(problems)
}

/// Writes a line to standard error. If that can't be written, the exit status still tells.
fn report(line: fmt::Arguments<'_>) {
    let _ = writeln!(io::stderr(), "{line}");
}

/// Returns a counter of keys on standard error. It is hidden if that is not a terminal, or if the URLs go to one.
fn progress() -> ProgressBar {
    if io::stdout().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{human_pos} keys, {per_sec}")
        .unwrap_or_else(|_| ProgressStyle::default_spinner());
    ProgressBar::no_length().with_style(style)
}
