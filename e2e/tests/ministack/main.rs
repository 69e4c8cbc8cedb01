//! SigV4A, STS and the tokens of EKS and RDS, on MiniStack. No other server here verifies them.
//!
//! `e2e/servers/run ministack` runs these tests. Without that server they are ignored.

// The assertions of the suite.
#[path = "../suite/answers.rs"]
mod answers;
mod sigv4a;
mod sts;
mod tokens;

use answers::{TestResult, assert_refused, assert_status};
use presign_e2e::{Error, ServerName, Target};

/// Returns a variable that `e2e/servers/run` sets for these tests.
fn variable(name: &str) -> Result<String, Error> {
    std::env::var(name).map_err(|e| format!("{name}: {e}; `e2e/servers/run ministack` sets it").into())
}

/// Returns MiniStack with an empty bucket.
async fn ministack() -> Result<Target, Error> {
    let target = Target::fresh().await?;
    assert_eq!(target.server, ServerName::MiniStack, "these tests are for MiniStack");
    Ok(target)
}
