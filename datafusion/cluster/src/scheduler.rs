//! The scheduler.

use std::net::{IpAddr, SocketAddr};
use std::process::ExitCode;
use std::sync::Arc;

use ballista_core::utils::default_session_builder;
use ballista_scheduler::cluster::BallistaCluster;
use ballista_scheduler::config::SchedulerConfig;
use ballista_scheduler::scheduler_process::start_server;
use clap::Parser;
use datafusion::execution::FunctionRegistry;
use presign_datafusion::planning_functions;

use crate::failure::Failure;
use crate::process;

/// Plans queries and hands their tasks to executors. It needs no credentials.
///
/// Whoever reaches its port can have URLs signed: bind it to a private network only.
#[derive(Parser, Debug)]
#[command(name = "presign-scheduler", version, max_term_width = 100)]
struct Arguments {
    /// The address to listen on
    #[arg(long, value_name = "IP", default_value = "127.0.0.1")]
    bind: IpAddr,
    /// The port to listen on
    #[arg(long, value_name = "PORT", default_value_t = 50050)]
    port: u16,
    /// The name or address under which executors reach this scheduler. The default is the one it listens on
    #[arg(long, value_name = "HOST")]
    external_host: Option<String>,
    /// How long an executor may be silent before its tasks are given to others
    #[arg(long, value_name = "SECONDS", default_value_t = 60)]
    executor_timeout: u64,
    /// How long jobs wait for another executor when all are lost
    #[arg(long, value_name = "SECONDS", default_value_t = 120)]
    no_executor_timeout: u64,
}

/// Runs `presign-scheduler` until it is stopped.
pub fn scheduler() -> ExitCode {
    process::run("presign-scheduler", "info", run(Arguments::parse()))
}

async fn run(arguments: Arguments) -> Result<(), Failure> {
    let Arguments { bind, port, external_host, executor_timeout, no_executor_timeout } = arguments;
    let config = SchedulerConfig {
        bind_host: bind.to_string(),
        bind_port: port,
        external_host: external_host.unwrap_or_else(|| bind.to_string()),
        executor_timeout_seconds: executor_timeout,
        expire_dead_executor_interval_seconds: (executor_timeout / 4).max(1),
        no_executors_grace_period_seconds: no_executor_timeout,
        ..SchedulerConfig::default()
    };
    let config = config.with_override_session_builder(Arc::new(|config| {
        let mut state = default_session_builder(config)?;
        for function in planning_functions() {
            state.register_udf(function)?;
        }
        Ok(state)
    }));
    let cluster = BallistaCluster::new_from_config(&config).await?;
    Ok(start_server(cluster, SocketAddr::new(bind, port), Arc::new(config)).await?)
}
