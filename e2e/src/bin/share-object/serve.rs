//! Serves the file to a browser after the last step.

use std::future::pending;
use std::io::Write;

use presign_e2e::Error;

use crate::report::Report;
use crate::story::{Stage, sleep_until};

/// Prints a fresh URL and serves until Ctrl-C.
///
/// # Errors
///
/// The URL cannot be signed, the output cannot be written, or waiting for the signal fails.
pub(crate) async fn until_interrupted<W: Write>(stage: &Stage, report: &mut Report<W>) -> Result<(), Error> {
    let commentary = async {
        let url = stage.fresh_download_url().await?;
        report.say("\nOpen this in a browser:\n")?;
        report.say(url.as_str())?;
        if let Some(end) = url.expires_at() {
            let (date, (hour, minute, second)) = (end.date(), end.to_hms());
            report.say(&format!(
                "\nIt is valid until {date} {hour:02}:{minute:02}:{second:02} UTC. Ctrl-C stops the server."
            ))?;
            sleep_until(end).await;
            report.say("It has expired: if you reload it, the response is AccessDenied. Ctrl-C stops the server.")?;
        }
        pending().await
    };
    // In this order, the program waits for the signal before it tells the user to send it.
    tokio::select! {
        biased;
        interrupted = tokio::signal::ctrl_c() => Ok(interrupted?),
        failed = commentary => failed,
    }
}
