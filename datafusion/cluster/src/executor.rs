//! An executor.

use std::net::IpAddr;
use std::process::ExitCode;
use std::sync::Arc;

use ballista_core::registry::BallistaFunctionRegistry;
use ballista_executor::executor_process::{ExecutorProcessConfig, start_executor_process};
use clap::Parser;
use presign_config::PlaceArgs;

use crate::failure::Failure;
use crate::process;
use crate::signer;

/// Runs tasks, and signs with the credentials of its environment.
///
/// With PRESIGN_SIGNING_KEY, PRESIGN_SCOPE and PRESIGN_ACCESS_KEY_ID, as `presign-cluster key` prints them, it signs for one
/// day and one region. Without them, credentials and settings are those of the AWS CLI.
#[derive(Parser, Debug)]
#[command(name = "presign-executor", version, max_term_width = 100)]
struct Arguments {
    /// The scheduler
    #[arg(long, value_name = "HOST", default_value = "127.0.0.1")]
    scheduler_host: String,
    /// The port of the scheduler
    #[arg(long, value_name = "PORT", default_value_t = 50050)]
    scheduler_port: u16,
    /// The address to listen on
    #[arg(long, value_name = "IP", default_value = "127.0.0.1")]
    bind: IpAddr,
    /// The name or address under which the scheduler and clients reach this executor. The default is the one it listens on
    #[arg(long, value_name = "HOST")]
    external_host: Option<String>,
    /// The port from which results are read
    #[arg(long, value_name = "PORT", default_value_t = 50051)]
    port: u16,
    /// The port on which the scheduler starts tasks
    #[arg(long, value_name = "PORT", default_value_t = 50052)]
    task_port: u16,
    /// How many tasks run at once. The default is the number of cores
    #[arg(long, value_name = "N", default_value_t = 0)]
    tasks: usize,
    /// Where Ballista keeps the counts of rows, and what queries with several stages exchange. The default is temporary
    #[arg(long, value_name = "DIRECTORY")]
    work_dir: Option<String>,
    /// How long it tries to reach the scheduler
    #[arg(long, value_name = "SECONDS", default_value_t = 60)]
    connect_timeout: u16,
    /// How often it tells the scheduler that it lives
    #[arg(long, value_name = "SECONDS", default_value_t = 10)]
    heartbeat: u64,
    #[command(flatten)]
    place: PlaceArgs,
}

/// Runs `presign-executor` until it is stopped.
pub fn executor() -> ExitCode {
    process::run("presign-executor", "info", run(Arguments::parse()))
}

async fn run(arguments: Arguments) -> Result<(), Failure> {
    let presigner = signer::presigner(&arguments.place)?;
    let mut registry = BallistaFunctionRegistry::default();
    for function in presigner.functions() {
        registry.scalar_functions.insert(function.name().to_owned(), function);
    }
    let config = ExecutorProcessConfig {
        bind_host: arguments.bind.to_string(),
        external_host: Some(arguments.external_host.unwrap_or_else(|| arguments.bind.to_string())),
        port: arguments.port,
        grpc_port: arguments.task_port,
        scheduler_host: arguments.scheduler_host,
        scheduler_port: arguments.scheduler_port,
        scheduler_connect_timeout_seconds: arguments.connect_timeout,
        vcores: arguments.tasks,
        work_dir: arguments.work_dir,
        executor_heartbeat_interval_seconds: arguments.heartbeat,
        // The count of rows of a job is read at once. An hour is enough for the slowest client.
        job_data_ttl_seconds: 3600,
        job_data_clean_up_interval_seconds: 600,
        override_function_registry: Some(Arc::new(registry)),
        ..ExecutorProcessConfig::default()
    };
    Ok(start_executor_process(Arc::new(config)).await?)
}
