//! Runs the query for all files, some at a time.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use time::OffsetDateTime;
use tokio::sync::Mutex;
use tokio::sync::mpsc::{self, UnboundedSender};
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

use super::arguments::QueryArguments;
use super::inventory::{self, InventoryFile};
use super::job;
use super::output::{Output, Run};
use crate::failure::Failure;

/// How often a file is tried. Ballista gives the tasks of a lost executor to others, but the count of rows may be lost too.
const ATTEMPTS: u32 = 3;

/// What the workers share.
struct Work {
    run: Run,
    output: Output,
    scheduler: String,
    waiting: Mutex<VecDeque<InventoryFile>>,
}

pub(crate) async fn run(arguments: Option<QueryArguments>) -> Result<(), Failure> {
    let Some(arguments) = arguments else { return Err(Failure::new("give a query")) };
    let (table, path) = arguments.table;
    let output = Output::new(&arguments.output)?;
    let mut run = Run {
        query: arguments.query,
        table,
        csv_columns: arguments.csv_columns,
        files: inventory::files(&path)?,
        signing_time: arguments.at.unwrap_or_else(OffsetDateTime::now_utc).unix_timestamp(),
    };
    if arguments.resume {
        run.signing_time = output.resume(&run)?;
    } else {
        output.begin(&run)?;
    }
    let waiting: VecDeque<_> = run.files.iter().filter(|file| output.rows(file).is_none()).cloned().collect();
    if arguments.resume {
        eprintln!("{} of {} files are already done", run.files.len() - waiting.len(), run.files.len());
    }
    let work = Arc::new(Work { run, output, scheduler: arguments.scheduler, waiting: Mutex::new(waiting) });
    let worked = work_off(&work, arguments.jobs.get(), Duration::from_secs(arguments.patience)).await;
    let (run, output) = (&work.run, &work.output);
    let rows: Vec<_> = run.files.iter().filter_map(|file| output.rows(file)).collect();
    match worked {
        Ok(()) if rows.len() == run.files.len() => {
            output.finish(run)?;
            eprintln!("{} rows in {} files", rows.iter().sum::<u64>(), rows.len());
            Ok(())
        }
        Ok(()) => Err(Failure::new(format!("{}: files are missing", output.incomplete().display()))),
        Err(failure) if rows.is_empty() => {
            output.discard()?;
            Err(failure)
        }
        Err(failure) => Err(Failure::new(format!(
            "{failure}\n{} of {} files are done, in {}: run it again with --resume, or remove that directory",
            rows.len(),
            run.files.len(),
            output.incomplete().display()
        ))),
    }
}

/// Runs the jobs. The first that fails ends them all.
async fn work_off(work: &Arc<Work>, jobs: usize, patience: Duration) -> Result<(), Failure> {
    let (sender, mut done) = mpsc::unbounded_channel();
    // Dropping the set stops the workers.
    let mut workers = JoinSet::new();
    for _ in 0..jobs.min(work.waiting.lock().await.len()) {
        let (work, sender) = (work.clone(), sender.clone());
        workers.spawn(async move {
            if let Err(failure) = worker(&work, &sender).await {
                // Nobody receives it only after another failure.
                let _ = sender.send(Err(failure));
            }
        });
    }
    drop(sender);
    loop {
        match timeout(patience, done.recv()).await {
            Ok(Some(done)) => eprintln!("{}", done?),
            Ok(None) => return Ok(()),
            Err(_) => {
                return Err(Failure::new(format!(
                    "no file was done in {} s: check that executors run and reach the scheduler, or set --patience",
                    patience.as_secs()
                )));
            }
        }
    }
}

/// Runs one job after the other, and reports each file that is done.
async fn worker(work: &Work, done: &UnboundedSender<Result<String, Failure>>) -> Result<(), Failure> {
    let context = job::connect(&work.scheduler).await?;
    loop {
        let Some(file) = work.waiting.lock().await.pop_front() else { return Ok(()) };
        let mut attempt = 1;
        let rows = loop {
            match job::run(&context, &work.run, &file, &work.output).await {
                Ok(rows) => break rows,
                Err(failure) if attempt == ATTEMPTS || !failure.is_passing() => {
                    return Err(Failure::new(format!("{}: {failure}", file.path.display())));
                }
                Err(_) => {}
            }
            sleep(Duration::from_secs(1)).await;
            attempt += 1;
        };
        let _ = done.send(Ok(format!("{}: {rows} rows", file.name())));
    }
}
