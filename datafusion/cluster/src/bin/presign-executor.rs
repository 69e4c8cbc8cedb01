//! `presign-executor`: runs tasks, and signs with the credentials of its environment.

fn main() -> std::process::ExitCode {
    presign_cluster::executor()
}
