//! The command line.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use bytesize::ByteSize;
use clap::{Args, Parser, Subcommand};
use presign_config::PlaceArgs;

use crate::output::Format;

const EXAMPLES: &str = "\
Examples:
  presign-sql --table inventory=inventory.parquet -o urls.parquet \\
    \"SELECT bucket, key, presign_get(bucket, key, INTERVAL '1 hour') AS url FROM inventory WHERE size > 0\"
  presign-sql --table inventory=inventory.csv.gz --csv-columns bucket,key,size \\
    \"SELECT presign_get(bucket, decode_inventory_key(key), 3600) AS url FROM inventory\"";

/// Runs a SQL query with presigned S3 URLs over Parquet, CSV and JSON files.
///
/// Credentials and settings are those of the `presign` command and the AWS CLI.
#[derive(Parser, Debug)]
#[command(
    name = "presign-sql",
    version,
    after_help = EXAMPLES,
    max_term_width = 100,
    args_conflicts_with_subcommands = true,
    subcommand_negates_reqs = true,
    disable_help_subcommand = true
)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
    #[command(flatten)]
    pub(crate) query: QueryArguments,
}

#[derive(Subcommand, Debug)]
pub(crate) enum Command {
    /// Write an example inventory
    Generate(GenerateArguments),
}

#[derive(Args, Debug)]
pub(crate) struct QueryArguments {
    /// The query. Functions: presign_get, presign_put, presign_head, each as `try_...` too, decode_inventory_key
    #[arg(required = true)]
    pub(crate) query: Option<String>,
    /// A table of the query: a .parquet, .csv or .jsonl file, also compressed (.gz), or a directory of such files
    #[arg(long = "table", short = 't', value_name = "NAME=PATH", value_parser = table)]
    pub(crate) tables: Vec<(String, String)>,
    /// The columns of CSV files that have no header, such as those of S3 Inventory. All are text
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    pub(crate) csv_columns: Option<Vec<String>>,
    /// The file to write. It appears when the query has succeeded. The default is standard output
    #[arg(long, short = 'o', value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// The format of the output. The default is that of the file's extension, or JSON lines
    #[arg(long, value_enum)]
    pub(crate) format: Option<Format>,
    #[command(flatten)]
    pub(crate) place: PlaceArgs,
    #[command(flatten)]
    pub(crate) limits: LimitArguments,
}

#[derive(Args, Debug)]
#[command(next_help_heading = "Limits")]
pub(crate) struct LimitArguments {
    /// The memory of sorts, joins and aggregations, such as 512MB. Beyond it they use temporary files, or fail
    #[arg(long, value_name = "SIZE", default_value = "1GiB")]
    pub(crate) memory_limit: ByteSize,
    /// How many threads work. The default is the number of cores
    #[arg(long, value_name = "N")]
    pub(crate) partitions: Option<NonZeroUsize>,
}

#[derive(Args, Debug)]
pub(crate) struct GenerateArguments {
    /// The file to write: .parquet, or .csv as S3 Inventory writes it, with encoded keys and without a header
    pub(crate) output: PathBuf,
    /// The number of rows
    #[arg(long, value_name = "N", default_value_t = 5000)]
    pub(crate) rows: u64,
    /// Add keys with dot segments, which can't be signed, one in a thousand
    #[arg(long)]
    pub(crate) unsignable: bool,
}

fn table(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, path)) if !name.is_empty() && !path.is_empty() => Ok((name.to_owned(), path.to_owned())),
        _ => Err("write NAME=PATH, such as inventory=inventory.parquet".to_owned()),
    }
}
