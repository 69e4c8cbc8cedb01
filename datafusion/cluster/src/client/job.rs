//! The job of one file.

use ballista::prelude::{SessionConfigExt, SessionContextExt};
use datafusion::arrow::array::AsArray;
use datafusion::arrow::datatypes::UInt64Type;
use datafusion::arrow::temporal_conversions::timestamp_s_to_datetime;
use datafusion::config::TableParquetOptions;
use datafusion::dataframe::{DataFrame, DataFrameWriteOptions};
use datafusion::execution::SessionStateBuilder;
use datafusion::execution::context::SQLOptions;
use datafusion::prelude::{SessionConfig, SessionContext};
use presign_datafusion::planning_functions;

use super::inventory::InventoryFile;
use super::output::{Output, Run};
use crate::failure::Failure;

/// Connects to the scheduler.
pub(crate) async fn connect(scheduler: &str) -> Result<SessionContext, Failure> {
    // One partition for each file, so that a job is one task, which writes one file.
    let config = SessionConfig::new_with_ballista().with_target_partitions(1);
    let state = SessionStateBuilder::new().with_config(config).with_default_features().build();
    let context = SessionContext::remote_with_state(scheduler, state).await?;
    // Connecting replaces the functions.
    for function in planning_functions() {
        context.register_udf(function.as_ref().clone());
    }
    Ok(context)
}

/// Runs the query for one file, and returns the number of rows written.
pub(crate) async fn run(
    context: &SessionContext,
    run: &Run,
    file: &InventoryFile,
    output: &Output,
) -> Result<u64, Failure> {
    file.register(context, &run.table, run.csv_columns.as_deref()).await?;
    let only_select = SQLOptions::new().with_allow_ddl(false).with_allow_dml(false).with_allow_statements(false);
    let (mut state, plan) = context.sql_with_options(&run.query, only_select).await?.into_parts();
    // All jobs of the run have the same time, which the functions and `now()` put into the plan as a literal.
    let time = timestamp_s_to_datetime(run.signing_time).map(|time| time.and_utc());
    state.execution_props_mut().query_execution_start_time =
        Some(time.ok_or_else(|| Failure::new("the signing time is out of range"))?);

    let path = output.working_path(file);
    let path = path.to_str().ok_or_else(|| Failure::new(format!("{path:?} is not UTF-8")))?;
    let options = DataFrameWriteOptions::new().with_single_file_output(true);
    let counts = DataFrame::new(state, plan).write_parquet(path, options, Some(parquet())).await;
    let counts = counts.map_err(|error| Failure::of_job(&error.strip_backtrace()))?;
    let written = counts.iter().flat_map(|batch| batch.column(0).as_primitive::<UInt64Type>().values().iter()).sum();
    output.accept(file, written)?;
    Ok(written)
}

/// Compressed, and written by one thread, so that a task uses one core.
fn parquet() -> TableParquetOptions {
    let mut options = TableParquetOptions::default();
    options.global.compression = Some("zstd(1)".to_owned());
    options.global.allow_single_file_parallelism = false;
    options
}
