//! `presign-scheduler`: plans queries and hands their tasks to executors.

fn main() -> std::process::ExitCode {
    presign_cluster::scheduler()
}
