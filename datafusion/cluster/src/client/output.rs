//! The output directory. Until all files are done, it has another name.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use datafusion::parquet::file::reader::{FileReader, SerializedFileReader};
use serde::{Deserialize, Serialize};

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
        let output = Self { directory: parent.join(name), incomplete: parent.join(hidden) };
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
        match fs::create_dir(&self.incomplete) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                return Err(self.failure(
                    "it exists, so that another run writes it or failed: continue that one with --resume, or remove it",
                ));
            }
            other => other.map_err(|error| self.failure(error))?,
        }
        let text = serde_json::to_vec(run).map_err(|error| self.failure(error))?;
        fs::write(self.incomplete.join(RUN), text).map_err(|error| self.failure(error))
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

    /// Returns the path of the output of a file.
    pub(crate) fn path(&self, file: &InventoryFile) -> PathBuf {
        self.incomplete.join(file.output_name())
    }

    /// Returns the number of rows in the output of a file, if it is complete.
    pub(crate) fn rows(&self, file: &InventoryFile) -> Option<u64> {
        let reader = SerializedFileReader::new(File::open(self.path(file)).ok()?).ok()?;
        reader.metadata().file_metadata().num_rows().try_into().ok()
    }

    /// Removes what killed executors have left, and gives the directory its name.
    pub(crate) fn finish(&self, run: &Run) -> Result<(), Failure> {
        let kept: std::collections::HashSet<_> = run.files.iter().map(|file| self.path(file)).collect();
        for entry in fs::read_dir(&self.incomplete).map_err(|error| self.failure(error))? {
            let path = entry?.path();
            if !kept.contains(&path) {
                fs::remove_file(&path).map_err(|error| self.failure(error))?;
            }
        }
        fs::rename(&self.incomplete, &self.directory)
            .map_err(|error| Failure::new(format!("{}: {error}", self.directory.display())))
    }

    /// Removes the incomplete directory of a run that has done nothing.
    pub(crate) fn discard(&self) -> Result<(), Failure> {
        fs::remove_dir_all(&self.incomplete).map_err(|error| self.failure(error))
    }

    fn failure(&self, problem: impl ToString) -> Failure {
        Failure::new(format!("{}: {}", self.incomplete.display(), problem.to_string()))
    }
}
