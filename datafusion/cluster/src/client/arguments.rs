//! The command line.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use time::format_description::well_known::Rfc3339;
use time::macros::format_description;
use time::{Date, OffsetDateTime};

const EXAMPLES: &str = "\
Examples:
  presign-cluster --scheduler df://10.0.0.1:50050 --table inventory=/mnt/inventory -o /mnt/urls \\
    \"SELECT bucket, key, presign_get(bucket, key, INTERVAL '1 day') AS url FROM inventory\"
  presign-cluster key --region eu-west-1 >executor.env";

/// Runs a query with presigned S3 URLs on a cluster, once for each file of an inventory.
///
/// The files and the output are in directories that the executors see under the same paths. The output directory appears
/// when all files are done.
#[derive(Parser, Debug)]
#[command(
    name = "presign-cluster",
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
    pub(crate) query: Option<QueryArguments>,
}

#[derive(Subcommand, Debug)]
pub(crate) enum Command {
    /// Derive the key of one day and region, and print it for the environment of executors
    Key(KeyArguments),
}

#[derive(Args, Debug)]
pub(crate) struct QueryArguments {
    /// A SELECT. Functions: presign_get, presign_put, presign_head, each as `try_...` too, decode_inventory_key
    #[arg(required = true)]
    pub(crate) query: String,
    /// The inventory: a directory of .parquet, .csv or .csv.gz files, or one such file
    #[arg(long, short = 't', value_name = "NAME=PATH", value_parser = table)]
    pub(crate) table: (String, PathBuf),
    /// The directory to write: a Parquet file for each file of the inventory
    #[arg(long, short = 'o', value_name = "DIRECTORY")]
    pub(crate) output: PathBuf,
    /// The scheduler
    #[arg(long, value_name = "URL", default_value = "df://127.0.0.1:50050")]
    pub(crate) scheduler: String,
    /// The columns of CSV files that have no header, such as those of S3 Inventory. All are text
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    pub(crate) csv_columns: Option<Vec<String>>,
    /// The signing time, such as 2026-11-23T12:00:00Z. The default is now
    #[arg(long, value_name = "TIME", value_parser = at)]
    pub(crate) at: Option<OffsetDateTime>,
    /// Continue a run that failed, with its signing time
    #[arg(long, conflicts_with = "at")]
    pub(crate) resume: bool,
    /// How many files are in work at once. More than the cluster has tasks, so that none waits
    #[arg(long, value_name = "N", default_value = "64")]
    pub(crate) jobs: NonZeroUsize,
    /// How long to wait for the next file before the run fails
    #[arg(long, value_name = "SECONDS", default_value_t = 900)]
    pub(crate) patience: u64,
}

#[derive(Args, Debug)]
pub(crate) struct KeyArguments {
    /// The region of the buckets, such as eu-west-1
    #[arg(long, short = 'r', value_name = "REGION")]
    pub(crate) region: String,
    /// The day of the signing time, in UTC. The default is today
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub(crate) day: Option<Date>,
    /// The service
    #[arg(long, value_name = "NAME", default_value = "s3")]
    pub(crate) service: String,
    /// The profile of the shared config and credentials files
    #[arg(long, short = 'p', value_name = "NAME")]
    pub(crate) profile: Option<String>,
}

fn table(text: &str) -> Result<(String, PathBuf), String> {
    match text.split_once('=') {
        Some((name, path)) if !name.is_empty() && !path.is_empty() => Ok((name.to_owned(), path.into())),
        _ => Err("write NAME=PATH, such as inventory=/mnt/inventory".to_owned()),
    }
}

fn at(text: &str) -> Result<OffsetDateTime, String> {
    OffsetDateTime::parse(text, &Rfc3339).map_err(|_| "write a time such as 2026-11-23T12:00:00Z".to_owned())
}

fn day(text: &str) -> Result<Date, String> {
    let format = format_description!("[year]-[month]-[day]");
    Date::parse(text, format).map_err(|_| "write a day such as 2026-11-23".to_owned())
}
