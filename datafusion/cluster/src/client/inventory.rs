//! The files of the inventory.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use datafusion::arrow::datatypes::{DataType, Field, Schema};
use datafusion::datasource::file_format::file_compression_type::FileCompressionType;
use datafusion::error::Result;
use datafusion::prelude::{CsvReadOptions, ParquetReadOptions, SessionContext};
use serde::{Deserialize, Serialize};

use crate::failure::Failure;

/// What the name of a file may end in.
const EXTENSIONS: [&str; 3] = [".parquet", ".csv", ".csv.gz"];

/// A file, and what shows that it is still the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct InventoryFile {
    pub(crate) path: PathBuf,
    bytes: u64,
    /// Nanoseconds after 1970.
    modified: u128,
}

/// Returns the files of a directory by their names, or the one file. Hidden files and those that begin with an underscore
/// don't count, as in Hive.
pub(crate) fn files(path: &Path) -> Result<Vec<InventoryFile>, Failure> {
    let of_path = |error: std::io::Error| Failure::new(format!("{}: {error}", path.display()));
    // The executors don't have the client's working directory.
    let path = fs::canonicalize(path).map_err(of_path)?;
    let paths = if path.is_dir() {
        let entries = fs::read_dir(&path).and_then(Iterator::collect::<Result<Vec<_>, _>>).map_err(of_path)?;
        let visible = entries.into_iter().map(|entry| entry.path()).filter(|path| path.is_file() && is_visible(path));
        visible.collect()
    } else {
        vec![path.clone()]
    };
    let mut files = paths.into_iter().map(file).collect::<Result<Vec<_>, _>>()?;
    files.sort_by(|one, other| one.path.cmp(&other.path));
    let Some(first) = files.first() else {
        return Err(Failure::new(format!("{}: there are no files", path.display())));
    };
    // Otherwise two of them could have outputs of the same name.
    let extension = first.extension()?;
    if let Some(other) = files.iter().find(|file| file.extension().ok() != Some(extension)) {
        return Err(Failure::new(format!(
            "{} does not end in {extension}: all files of an inventory must end alike",
            other.path.display()
        )));
    }
    Ok(files)
}

fn is_visible(path: &Path) -> bool {
    !matches!(path.file_name().map(OsStr::as_encoded_bytes), Some([b'.' | b'_', ..]))
}

fn file(path: PathBuf) -> Result<InventoryFile, Failure> {
    let metadata = fs::metadata(&path).map_err(|error| Failure::new(format!("{}: {error}", path.display())))?;
    let modified = metadata.modified()?.duration_since(UNIX_EPOCH).map_or(0, |since| since.as_nanos());
    Ok(InventoryFile { path, bytes: metadata.len(), modified })
}

impl InventoryFile {
    /// Returns the name of the file without the directory.
    pub(crate) fn name(&self) -> &str {
        self.path.file_name().and_then(OsStr::to_str).unwrap_or_default()
    }

    /// Returns the name of the file that is written for this one.
    pub(crate) fn output_name(&self) -> String {
        let name = self.name();
        let stem = EXTENSIONS.iter().find_map(|extension| name.strip_suffix(extension));
        format!("{}.parquet", stem.unwrap_or(name))
    }

    /// Makes the file the table of a query.
    pub(crate) async fn register(
        &self,
        context: &SessionContext,
        table: &str,
        csv_columns: Option<&[String]>,
    ) -> Result<(), Failure> {
        let extension = self.extension()?;
        let path = self.path.to_str().ok_or_else(|| Failure::new(format!("{:?} is not UTF-8", self.path)))?;
        context.deregister_table(table)?;
        if extension == ".parquet" {
            let options = ParquetReadOptions { file_extension: extension, ..ParquetReadOptions::default() };
            return Ok(context.register_parquet(table, path, options).await?);
        }
        let compression = match extension {
            ".csv.gz" => FileCompressionType::GZIP,
            _ => FileCompressionType::UNCOMPRESSED,
        };
        let schema = csv_columns.map(text_columns);
        let mut options =
            CsvReadOptions::new().file_extension(extension).file_compression_type(compression).newlines_in_values(true);
        if let Some(schema) = &schema {
            options = options.has_header(false).schema(schema);
        }
        Ok(context.register_csv(table, path, options).await?)
    }

    fn extension(&self) -> Result<&'static str, Failure> {
        let extension = EXTENSIONS.into_iter().find(|extension| self.name().ends_with(extension));
        extension.ok_or_else(|| {
            Failure::new(format!("{}: the name ends in none of {}", self.path.display(), EXTENSIONS.join(", ")))
        })
    }
}

fn text_columns(names: &[String]) -> Schema {
    Schema::new(names.iter().map(|name| Field::new(name, DataType::Utf8, true)).collect::<Vec<_>>())
}
