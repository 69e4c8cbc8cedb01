//! The tables of the query.

use std::path::{Path, PathBuf};

use datafusion::arrow::datatypes::{DataType, Field, Schema};
use datafusion::datasource::file_format::file_compression_type::FileCompressionType;
use datafusion::prelude::{CsvReadOptions, JsonReadOptions, ParquetReadOptions, SessionContext};

use crate::failure::Failure;

/// Registers a file, or a directory of files with the same extension, as a table.
pub(crate) async fn register(
    context: &SessionContext,
    name: &str,
    path: &str,
    csv_columns: Option<&[String]>,
) -> Result<(), Failure> {
    let (extension, format, compression) = extension(Path::new(path)).ok_or_else(|| {
        Failure::new(format!(
            "{path}: no file ends in .parquet, .csv or .jsonl, or one of them and .gz, .zst, .bz2 or .xz"
        ))
    })?;
    match format {
        "parquet" => {
            let options = ParquetReadOptions::default().parquet_pruning(true);
            context.register_parquet(name, path, ParquetReadOptions { file_extension: &extension, ..options }).await?;
        }
        "csv" => {
            let schema = csv_columns.map(text_columns);
            let mut options = CsvReadOptions::new()
                .file_extension(&extension)
                .file_compression_type(compression)
                .newlines_in_values(true);
            if let Some(schema) = &schema {
                options = options.has_header(false).schema(schema);
            }
            context.register_csv(name, path, options).await?;
        }
        _ => {
            let options = JsonReadOptions::default().file_extension(&extension).file_compression_type(compression);
            context.register_json(name, path, options).await?;
        }
    }
    Ok(())
}

fn text_columns(names: &[String]) -> Schema {
    Schema::new(names.iter().map(|name| Field::new(name, DataType::Utf8, true)).collect::<Vec<_>>())
}

/// Returns the extension, with that of the compression, and what they say.
fn extension(path: &Path) -> Option<(String, &'static str, FileCompressionType)> {
    let file = if path.is_dir() { first_file(path)? } else { path.to_owned() };
    let name = file.file_name()?.to_str()?;
    let (plain, suffix, compression) = [
        (".gz", FileCompressionType::GZIP),
        (".zst", FileCompressionType::ZSTD),
        (".bz2", FileCompressionType::BZIP2),
        (".xz", FileCompressionType::XZ),
    ]
    .into_iter()
    .find_map(|(suffix, compression)| Some((name.strip_suffix(suffix)?, suffix, compression)))
    .unwrap_or((name, "", FileCompressionType::UNCOMPRESSED));
    let (_, extension) = plain.rsplit_once('.')?;
    let format = match extension {
        "parquet" if suffix.is_empty() => "parquet",
        "csv" => "csv",
        "jsonl" | "ndjson" | "json" => "json",
        _ => return None,
    };
    Some((format!(".{extension}{suffix}"), format, compression))
}

/// Returns the first file of a directory by name, which decides the format of all. Hidden files and those that begin
/// with an underscore don't count, as in Hive.
fn first_file(directory: &Path) -> Option<PathBuf> {
    let mut entries: Vec<_> = directory.read_dir().ok()?.filter_map(|entry| Some(entry.ok()?.path())).collect();
    entries.sort();
    entries.retain(|path| {
        path.file_name().is_some_and(|name| !matches!(name.as_encoded_bytes().first(), Some(b'.' | b'_')))
    });
    entries.iter().find(|path| path.is_file()).cloned().or_else(|| entries.iter().find_map(|path| first_file(path)))
}
