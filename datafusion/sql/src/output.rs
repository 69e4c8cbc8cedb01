//! Writes rows in one of the formats. A file appears under its name when it is complete.

use std::fs::{self, File};
use std::io::{BufWriter, IsTerminal, Write, stdout};
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use datafusion::arrow::array::RecordBatch;
use datafusion::arrow::csv;
use datafusion::arrow::datatypes::SchemaRef;
use datafusion::arrow::json;
use datafusion::parquet::arrow::ArrowWriter;
use datafusion::parquet::basic::{Compression, ZstdLevel};
use datafusion::parquet::file::properties::WriterProperties;
use tempfile::{NamedTempFile, TempPath};

use crate::failure::Failure;

/// The size of encoded rows at which a row group of a Parquet file is written, which limits memory.
const ROW_GROUP_BYTES: usize = 64 << 20;

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Compressed with zstd
    Parquet,
    /// With a header
    Csv,
    /// One JSON object a line
    Jsonl,
}

pub(crate) struct Output {
    writer: Writer,
    destination: Destination,
}

enum Writer {
    Parquet(Box<ArrowWriter<Sink>>),
    Csv(Box<csv::Writer<Sink>>),
    Jsonl(json::LineDelimitedWriter<Sink>),
}

type Sink = BufWriter<Box<dyn Write + Send>>;

enum Destination {
    /// A temporary file in the same directory, and the name that it gets.
    File(TempPath, PathBuf),
    /// Something that can't be renamed, such as a pipe.
    Direct,
    Stdout,
}

impl Output {
    /// Opens the file, or standard output if there is none.
    pub(crate) fn create(path: Option<&Path>, format: Option<Format>, schema: SchemaRef) -> Result<Self, Failure> {
        let path = path.filter(|path| path.as_os_str() != "-");
        let format = match (format, path) {
            (Some(format), _) => format,
            (None, Some(path)) => by_extension(path)?,
            (None, None) => Format::Jsonl,
        };
        let (sink, destination) = open(path)?;
        if format == Format::Parquet && matches!(destination, Destination::Stdout) && stdout().is_terminal() {
            return Err(Failure::new("a Parquet file can't be shown on a terminal: give a file with -o"));
        }
        let writer = match format {
            Format::Parquet => {
                let properties = WriterProperties::builder()
                    .set_compression(Compression::ZSTD(ZstdLevel::default()))
                    .set_max_row_group_bytes(Some(ROW_GROUP_BYTES))
                    .build();
                Writer::Parquet(Box::new(ArrowWriter::try_new(sink, schema, Some(properties))?))
            }
            Format::Csv => Writer::Csv(Box::new(csv::WriterBuilder::new().build(sink))),
            Format::Jsonl => Writer::Jsonl(json::WriterBuilder::new().with_explicit_nulls(true).build(sink)),
        };
        Ok(Self { writer, destination })
    }

    /// Creates a CSV file as S3 Inventory writes it: without a header, and with each value in quotes.
    pub(crate) fn create_inventory(path: &Path) -> Result<Self, Failure> {
        let (sink, destination) = open(Some(path))?;
        let style = csv::WriterBuilder::new().with_header(false).with_quote_style(csv::QuoteStyle::Always);
        Ok(Self { writer: Writer::Csv(Box::new(style.build(sink))), destination })
    }

    /// Returns whether the rows appear on a terminal.
    pub(crate) fn is_terminal(&self) -> bool {
        matches!(self.destination, Destination::Stdout) && stdout().is_terminal()
    }

    pub(crate) fn write(&mut self, batch: &RecordBatch) -> Result<(), Failure> {
        match &mut self.writer {
            Writer::Parquet(writer) => writer.write(batch)?,
            Writer::Csv(writer) => writer.write(batch)?,
            Writer::Jsonl(writer) => writer.write(batch)?,
        }
        Ok(())
    }

    /// Completes the file and gives it its name. An output that is dropped before leaves no file.
    pub(crate) fn finish(self) -> Result<(), Failure> {
        let mut sink = match self.writer {
            Writer::Parquet(writer) => writer.into_inner()?,
            Writer::Csv(writer) => writer.into_inner(),
            Writer::Jsonl(mut writer) => {
                writer.finish()?;
                writer.into_inner()
            }
        };
        sink.flush()?;
        if let Destination::File(temporary, path) = self.destination {
            temporary.persist(&path).map_err(|error| Failure::new(format!("{}: {}", path.display(), error.error)))?;
        }
        Ok(())
    }
}

pub(crate) fn by_extension(path: &Path) -> Result<Format, Failure> {
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("parquet") => Ok(Format::Parquet),
        Some("csv") => Ok(Format::Csv),
        Some("jsonl" | "ndjson" | "json") => Ok(Format::Jsonl),
        _ => Err(Failure::new(format!(
            "{}: the extension is none of .parquet, .csv and .jsonl: give --format",
            path.display()
        ))),
    }
}

fn open(path: Option<&Path>) -> Result<(Sink, Destination), Failure> {
    let Some(path) = path else {
        return Ok((BufWriter::new(Box::new(stdout())), Destination::Stdout));
    };
    let of_path = |error: std::io::Error| Failure::new(format!("{}: {error}", path.display()));
    // A link keeps pointing to its file.
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    if path.exists() && !path.is_file() {
        let file = File::options().write(true).open(&path).map_err(of_path)?;
        return Ok((BufWriter::new(Box::new(file)), Destination::Direct));
    }
    let (file, temporary) = temporary(&path).map_err(of_path)?.into_parts();
    Ok((BufWriter::new(Box::new(file)), Destination::File(temporary, path)))
}

/// Creates a file beside the path, so that it can be renamed to it, with the permissions of any new file.
fn temporary(path: &Path) -> std::io::Result<NamedTempFile> {
    let directory = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let prefix = format!(".{name}.");
    let mut builder = tempfile::Builder::new();
    builder.prefix(&prefix).suffix(".incomplete");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(directory)
}
