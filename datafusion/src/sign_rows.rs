//! Signs the rows of a batch.

use std::borrow::Cow;
use std::cell::Cell;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::error::Error as _;
use std::time::Duration;

use datafusion_common::arrow::array::ArrayRef;
use datafusion_common::{DataFusionError, Result, exec_datafusion_err};
use presign::{Bucket, Error, ErrorKind};
use time::OffsetDateTime;

use crate::operation::Operation;
use crate::presigner::Presigner;
use crate::signing_time::SigningTimes;
use crate::strings::Strings;
use crate::ttl::Ttls;
use crate::urls::Urls;

/// What to do about a key that can't be signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum OnBadKey {
    Fail,
    Null,
}

/// The arguments of a batch's rows.
pub(crate) struct Rows<'a> {
    pub(crate) count: usize,
    pub(crate) bucket: Strings<'a>,
    pub(crate) key: Strings<'a>,
    pub(crate) ttl: Ttls,
    pub(crate) time: SigningTimes,
}

/// What some rows have in common, so that one request signs them all.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Shared<'a> {
    bucket: &'a str,
    ttl: Duration,
    time: OffsetDateTime,
}

/// Rows that have the same arguments, except for their keys.
struct Group<'a> {
    shared: Shared<'a>,
    keys: &'a Strings<'a>,
    rows: Vec<usize>,
}

impl<'a> Group<'a> {
    fn new(shared: Shared<'a>, keys: &'a Strings<'a>) -> Self {
        Self { shared, keys, rows: Vec::new() }
    }
}

/// Returns the URL of each row, or NULL where an argument is NULL.
pub(crate) fn sign_rows(
    presigner: &Presigner,
    operation: Operation,
    on_bad_key: OnBadKey,
    rows: &Rows<'_>,
) -> Result<ArrayRef> {
    let mut urls = Urls::new(rows.count);
    let mut buckets = Buckets { presigner, found: HashMap::new() };
    match rows.groups()?.as_slice() {
        // Straight into the column.
        [group] => buckets.sign(operation, on_bad_key, group, |row, url| urls.set(row, url))?,
        // The URLs of one group are signed at a time, and put in the order of the rows afterwards.
        groups => {
            let (mut text, mut spans) = (String::new(), vec![0..0; rows.count]);
            for group in groups {
                buckets.sign(operation, on_bad_key, group, |row, url| {
                    if let Some(span) = spans.get_mut(row) {
                        *span = text.len()..text.len() + url.len();
                    }
                    text.push_str(url);
                    Ok(())
                })?;
            }
            for (row, span) in spans.into_iter().enumerate().filter(|(_, span)| !span.is_empty()) {
                urls.set(row, text.get(span).unwrap_or_default())?;
            }
        }
    }
    Ok(urls.finish())
}

impl Rows<'_> {
    /// Groups the rows without a NULL.
    fn groups(&self) -> Result<Vec<Group<'_>>> {
        let mut signable = self.signable().peekable();
        let Some(&first) = signable.peek() else { return Ok(Vec::new()) };
        let mut group = Group::new(self.shared(first)?, &self.key);
        if self.bucket.is_literal() && self.ttl.is_literal() && self.time.is_literal() {
            group.rows.extend(signable);
            return Ok(vec![group]);
        }
        let (mut groups, mut by_arguments, mut current) = (vec![group], HashMap::new(), 0);
        by_arguments.insert(groups[current].shared, current);
        for row in signable {
            let shared = self.shared(row)?;
            // Mostly, rows that follow each other are alike.
            if groups[current].shared != shared {
                current = *by_arguments.entry(shared).or_insert(groups.len());
                if current == groups.len() {
                    groups.push(Group::new(shared, &self.key));
                }
            }
            groups[current].rows.push(row);
        }
        Ok(groups)
    }

    /// Returns the rows without a NULL.
    fn signable(&self) -> impl Iterator<Item = usize> {
        (0..self.count).filter(|&row| {
            self.key.get(row).is_some()
                && self.bucket.get(row).is_some()
                && !self.ttl.is_null(row)
                && !self.time.is_null(row)
        })
    }

    /// Returns the arguments of a row without a NULL.
    fn shared(&self, row: usize) -> Result<Shared<'_>> {
        let bucket = self.bucket.get(row).unwrap_or_default();
        Ok(Shared { bucket, ttl: self.ttl.get(row)?, time: self.time.get(row)? })
    }
}

/// The buckets of a batch, each parsed once.
struct Buckets<'a> {
    presigner: &'a Presigner,
    found: HashMap<&'a str, Cow<'a, Bucket>>,
}

impl<'a> Buckets<'a> {
    /// Signs the rows of a group, and gives each row with its URL.
    fn sign(
        &mut self,
        operation: Operation,
        on_bad_key: OnBadKey,
        group: &Group<'a>,
        mut each: impl FnMut(usize, &str) -> Result<()>,
    ) -> Result<()> {
        let Group { shared, keys, rows } = group;
        let signer = self.presigner.signer();
        let bucket = self.find(shared.bucket)?;
        let request = operation.request(bucket, "").expires_in(shared.ttl);
        let failed = Cell::new(false);
        let mut result = Ok(());
        let keys = rows.iter().map_while(|&row| if failed.get() { None } else { keys.get(row) });
        let mut signed = rows.iter();
        request.sign_each_at(signer, shared.time, keys, |key, url| {
            // Some keys are taken before the first URL is given, so a failure may be followed by their URLs.
            let Some(&row) = signed.next().filter(|_| !failed.get()) else { return };
            result = match url {
                Ok(url) => each(row, url),
                Err(error) if on_bad_key == OnBadKey::Null && is_about_the_key(&error) => Ok(()),
                Err(error) => Err(unsigned(bucket, key, &error)),
            };
            failed.set(result.is_err());
        });
        result
    }

    fn find(&mut self, name: &'a str) -> Result<&Bucket> {
        Ok(match self.found.entry(name) {
            Entry::Occupied(entry) => entry.into_mut(),
            Entry::Vacant(entry) => {
                let bucket = self.presigner.find(name);
                entry.insert(bucket.map_err(|error| exec_datafusion_err!("bucket {}: {error}", shown(name)))?)
            }
        })
    }
}

/// Returns whether the key can't be signed. Other errors are not the row's.
fn is_about_the_key(error: &Error) -> bool {
    matches!(error.kind(), ErrorKind::EmptyKey | ErrorKind::KeyTooLong | ErrorKind::KeyIsUrl | ErrorKind::DotSegment)
}

fn unsigned(bucket: &Bucket, key: &str, error: &Error) -> DataFusionError {
    let bucket = bucket.name();
    match error.kind() {
        // The messages about other keys contain them, or must not: a key that is a URL may be presigned.
        ErrorKind::KeyTooLong => exec_datafusion_err!("bucket {bucket:?}, key {}: {error}", shown(key)),
        _ => exec_datafusion_err!("bucket {bucket:?}: {}", with_source(error)),
    }
}

/// Returns the beginning of a value for a message, quoted and with control characters escaped. What follows the
/// parameters of a presigned URL is left out.
fn shown(value: &str) -> String {
    const SHOWN: usize = 128;
    let end = value.find("X-Amz-").unwrap_or(value.len()).min(SHOWN);
    match value.get(..value.floor_char_boundary(end)) {
        Some(shown) if shown.len() < value.len() => format!("{shown:?}... ({} bytes)", value.len()),
        _ => format!("{value:?}"),
    }
}

/// Appends the error of the caller's own signer, if there is one.
fn with_source(error: &Error) -> String {
    match error.source() {
        Some(source) => format!("{error}: {source}"),
        None => error.to_string(),
    }
}
