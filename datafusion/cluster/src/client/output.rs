//! The output directory. Until all files are done, it has another name.

use std::collections::HashSet;
use std::ffi::OsString;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::process;

use datafusion::parquet::file::reader::{FileReader, SerializedFileReader};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::inventory::InventoryFile;
use crate::failure::Failure;

/// The file that says what the incomplete directory is an output of.
const RUN: &str = "run.json";

/// What a run does. Only the same run can be resumed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Run {
    pub(crate) query: String,
    pub(crate) table: String,
    pub(crate) csv_columns: Option<Vec<String>>,
    pub(crate) files: Vec<InventoryFile>,
    /// Seconds after 1970.
    pub(crate) signing_time: i64,
}

pub(crate) struct Output {
    directory: PathBuf,
    incomplete: PathBuf,
    /// Where executors write. A file there may be incomplete: a task that fails completes its file with the rows that it has.
    /// Each process has another one, because tasks of a run that failed may still write.
    working: PathBuf,
}

impl Output {
    /// Names the directories.
    ///
    /// # Errors
    ///
    /// If the output directory exists, or can't.
    pub(crate) fn new(directory: &Path) -> Result<Self, Failure> {
        let of_directory = |problem: String| Failure::new(format!("{}: {problem}", directory.display()));
        let name = directory.file_name().ok_or_else(|| of_directory("this is no name for a directory".to_owned()))?;
        let parent = directory.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        // The executors don't have the client's working directory.
        let parent = fs::canonicalize(parent).map_err(|error| of_directory(error.to_string()))?;
        let mut hidden = OsString::from(".");
        hidden.push(name);
        hidden.push(".incomplete");
        let incomplete = parent.join(hidden);
        let started = OffsetDateTime::now_utc().unix_timestamp_nanos();
        let working = incomplete.join(format!("working-{}-{started}", process::id()));
        let output = Self { directory: parent.join(name), incomplete, working };
        if output.directory.exists() {
            return Err(of_directory("it exists: give another directory, or remove it".to_owned()));
        }
        Ok(output)
    }

    pub(crate) fn incomplete(&self) -> &Path {
        &self.incomplete
    }

    /// Creates the incomplete directory.
    pub(crate) fn begin(&self, run: &Run) -> Result<(), Failure> {
        fs::create_dir_all(&self.incomplete).map_err(|error| self.failure(error))?;
        let file = self.incomplete.join(RUN);
        match File::create_new(&file) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                return Err(self.failure(
                    "it exists, so that another run writes it or failed: continue that one with --resume, or remove it",
                ));
            }
            other => other.map_err(|error| self.failure(error))?,
        };
        // Tasks of a run that was discarded may have created the directory again, and may still write into their own.
        for file in &run.files {
            match fs::remove_file(self.path(file)) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(self.failure(error)),
                _ => {}
            }
        }
        let text = serde_json::to_vec(run).map_err(|error| self.failure(error))?;
        fs::write(file, text).map_err(|error| self.failure(error))
    }

    /// Returns the signing time of the run that is resumed, after a check that it is this one.
    pub(crate) fn resume(&self, run: &Run) -> Result<i64, Failure> {
        let text = fs::read(self.incomplete.join(RUN)).map_err(|error| self.failure(error))?;
        let begun: Run = serde_json::from_slice(&text).map_err(|error| self.failure(error))?;
        let signing_time = begun.signing_time;
        if begun != (Run { signing_time, ..run.clone() }) {
            return Err(
                self.failure("it is of a run with another query or other files: remove it, and run without --resume")
            );
        }
        Ok(signing_time)
    }

    /// Returns the path that an executor writes for a file.
    pub(crate) fn working_path(&self, file: &InventoryFile) -> PathBuf {
        self.working.join(file.output_name())
    }

    /// Takes over what an executor has written for a file, if it has as many rows as the job says.
    pub(crate) fn accept(&self, file: &InventoryFile, written: u64) -> Result<(), Failure> {
        let working = self.working_path(file);
        // Under a name that no executor knows, so that none replaces it after the check.
        let checked = self.incomplete.join(format!(".{}", file.output_name()));
        fs::rename(&working, &checked).map_err(|error| {
            Failure::new(format!(
                "{}: {error}: an executor wrote it, so the directory is not shared with this machine",
                working.display()
            ))
        })?;
        match rows(&checked) {
            Some(rows) if rows == written => fs::rename(&checked, self.path(file)).map_err(|error| self.failure(error)),
            found => Err(self.failure(format!(
                "{} has {} rows, but {written} were written",
                file.output_name(),
                found.unwrap_or_default()
            ))),
        }
    }

    /// Returns the number of rows in the output of a file that is done.
    pub(crate) fn rows(&self, file: &InventoryFile) -> Option<u64> {
        rows(&self.path(file))
    }

    fn path(&self, file: &InventoryFile) -> PathBuf {
        self.incomplete.join(file.output_name())
    }

    /// Gives the directory its name, with only the outputs in it.
    pub(crate) fn finish(&self, run: &Run) -> Result<(), Failure> {
        let kept = run.files.iter().map(InventoryFile::output_name).collect();
        // If tasks of a run that failed still write, the second time removes what they leave: they don't know the new name.
        let _ = remove_except(&self.incomplete, &kept);
        let named = fs::rename(&self.incomplete, &self.directory);
        named
            .and_then(|()| remove_except(&self.directory, &kept))
            .map_err(|error| Failure::new(format!("{}: {error}", self.directory.display())))
    }

    /// Removes the incomplete directory of a run that has done nothing.
    pub(crate) fn discard(&self) -> Result<(), Failure> {
        fs::remove_file(self.incomplete.join(RUN)).map_err(|error| self.failure(error))?;
        // Tasks that still run may write at this moment. The next run removes what they leave.
        let _ = fs::remove_dir_all(&self.incomplete);
        Ok(())
    }

    fn failure(&self, problem: impl ToString) -> Failure {
        Failure::new(format!("{}: {}", self.incomplete.display(), problem.to_string()))
    }
}

/// Removes everything else from a directory.
fn remove_except(directory: &Path, kept: &HashSet<String>) -> io::Result<()> {
    for entry in fs::read_dir(directory)? {
        let entry = entry?;
        if entry.file_name().to_str().is_some_and(|name| kept.contains(name)) {
            continue;
        }
        if entry.file_type()?.is_dir() {
            fs::remove_dir_all(entry.path())?;
        } else {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

/// Returns the number of rows in a Parquet file.
fn rows(path: &Path) -> Option<u64> {
    let reader = SerializedFileReader::new(File::open(path).ok()?).ok()?;
    reader.metadata().file_metadata().num_rows().try_into().ok()
}
