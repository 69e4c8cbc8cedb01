//! Runs the query.

use std::sync::Arc;

use datafusion::execution::memory_pool::{FairSpillPool, TrackConsumersPool};
use datafusion::execution::runtime_env::RuntimeEnvBuilder;
use datafusion::prelude::{SessionConfig, SessionContext};
use futures::StreamExt;
use tokio::sync::mpsc;
use tokio::task::spawn_blocking;

use crate::arguments::{LimitArguments, QueryArguments};
use crate::credentials::presigner;
use crate::failure::Failure;
use crate::output::Output;
use crate::progress::Progress;
use crate::tables::register;

/// How many batches wait for the writer: enough that the query need not wait for it, and few enough to hold.
const WAITING: usize = 4;

pub(crate) async fn run(arguments: &QueryArguments) -> Result<(), Failure> {
    let mut context = context(&arguments.limits)?;
    presigner(&arguments.place)?.register(&mut context)?;
    for (name, path) in &arguments.tables {
        register(&context, name, path, arguments.csv_columns.as_deref()).await?;
    }
    let query = arguments.query.as_deref().unwrap_or_default();
    let mut batches = context.sql(query).await?.execute_stream().await?;

    let mut output = Output::create(arguments.output.as_deref(), arguments.format, batches.schema())?;
    let progress = Progress::new(&output);
    let (sender, mut receiver) = mpsc::channel(WAITING);
    // Encoding and compressing would block the threads of the query.
    let writer = spawn_blocking(move || {
        while let Some(batch) = receiver.blocking_recv() {
            output.write(&batch)?;
            progress.add(batch.num_rows());
        }
        progress.finish();
        Ok::<_, Failure>(output)
    });
    let mut failure = None;
    while let Some(batch) = batches.next().await {
        match batch {
            // The writer failed, and says why.
            Ok(batch) => {
                if sender.send(batch).await.is_err() {
                    break;
                }
            }
            Err(error) => {
                failure = Some(error);
                break;
            }
        }
    }
    drop(sender);
    let output = writer.await.map_err(|_| Failure::new("the writer stopped"))?;
    match failure {
        Some(error) => Err(error.into()),
        None => output?.finish(),
    }
}

fn context(limits: &LimitArguments) -> Result<SessionContext, Failure> {
    let bytes = usize::try_from(limits.memory_limit.as_u64()).unwrap_or(usize::MAX);
    let consumers = std::num::NonZeroUsize::MIN.saturating_add(2);
    let pool = TrackConsumersPool::new(FairSpillPool::new(bytes), consumers);
    let runtime = RuntimeEnvBuilder::new().with_memory_pool(Arc::new(pool)).build_arc()?;
    let mut config = SessionConfig::new().with_information_schema(true);
    if let Some(partitions) = limits.partitions {
        config = config.with_target_partitions(partitions.get());
    }
    // Files may be named in the query, too: FROM 'inventory.parquet'.
    Ok(SessionContext::new_with_config_rt(config, runtime).enable_url_table())
}
