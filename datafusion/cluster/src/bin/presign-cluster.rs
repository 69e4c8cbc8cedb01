//! `presign-cluster`: sends a query to the cluster, file by file, and derives keys for executors.

fn main() -> std::process::ExitCode {
    presign_cluster::client()
}
