//! Runs the demo as a user does.

use std::process::{Command, Output};

use crate::TestResult;

fn share_object(arguments: &[&str]) -> std::io::Result<Output> {
    Command::new(env!("CARGO_BIN_EXE_share-object")).args(arguments).output()
}

/// Asserts that the command line is rejected: status 2, no output, and the reason on standard error.
#[track_caller]
fn assert_misuse(arguments: &[&str], reason: &str) {
    let output = share_object(arguments).expect("the demo does not start");
    let error = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{arguments:?}: {error}");
    assert!(error.starts_with("share-object: ") && error.contains(reason), "{arguments:?}: {error}");
    assert!(output.stdout.is_empty(), "{arguments:?}");
}

#[test]
fn tells_the_story() -> TestResult {
    let output = share_object(&[])?;
    let story = String::from_utf8(output.stdout)?;
    assert!(output.status.success(), "{story}");
    assert!(output.stderr.is_empty());
    assert!(!story.contains("WRONG"), "{story}");
    for part in [
        "valid for 30 minutes",
        "X-Amz-Expires=1800",
        "200 OK, 28161 bytes of image/jpeg",
        "403 Forbidden, AccessDenied: Request has expired",
        "403 Forbidden, SignatureDoesNotMatch",
        "is not authorized to perform: s3:GetObject",
        "a listing: boat.jpg",
        "All 11 responses in 8 steps are as expected.",
    ] {
        assert!(story.contains(part), "{part} is not in:\n{story}");
    }
    Ok(())
}

#[test]
fn shares_any_file_for_any_time() -> TestResult {
    let output = share_object(&["--file", concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml"), "--expires-in", "1"])?;
    let story = String::from_utf8(output.stdout)?;
    assert!(output.status.success(), "{story}");
    assert!(story.contains("Cargo.toml that is valid for 1 second,"), "{story}");
    assert!(story.contains("bytes of application/octet-stream"), "{story}");
    Ok(())
}

#[test]
fn says_what_is_wrong_with_the_command_line() {
    assert_misuse(&["--expires-in", "soon"], "invalid time \"soon\"");
    assert_misuse(&["--expires-in", "0"], "--expires-in: expiry of 0");
    assert_misuse(&["--expires-in", "8d"], "--expires-in: expiry of 691200");
    assert_misuse(&["--file", "no/such/file.png"], "--file no/such/file.png");
    assert_misuse(&["--file", env!("CARGO_MANIFEST_DIR")], "not a file");
    assert_misuse(&["--nonsense"], "--nonsense");
}

#[test]
fn helps() -> TestResult {
    let output = share_object(&["--help"])?;
    assert!(output.status.success());
    let help = String::from_utf8(output.stdout)?;
    for option in ["--file", "--expires-in", "--serve"] {
        assert!(help.contains(option), "{help}");
    }
    Ok(())
}

/// Only where Ctrl-C can be sent to another process.
#[cfg(unix)]
mod interrupted {
    use std::io::{BufRead, BufReader};
    use std::process::{Child, Command, Stdio};

    use presign_e2e::Client;

    use crate::{TestResult, assert_status};

    /// Stops the demo when its test fails, since it serves until it is interrupted.
    struct KilledOnDrop(Child);

    impl Drop for KilledOnDrop {
        fn drop(&mut self) {
            let _ = self.0.kill();
        }
    }

    #[tokio::test]
    async fn serves_until_interrupted() -> TestResult {
        let demo = Command::new(env!("CARGO_BIN_EXE_share-object")).arg("--serve").stdout(Stdio::piped()).spawn()?;
        let mut demo = KilledOnDrop(demo);
        let mut lines = BufReader::new(demo.0.stdout.take().ok_or("no output")?).lines();
        let url = loop {
            let line = lines.next().ok_or("no URL")??;
            if line.starts_with("http://") {
                break line;
            }
        };
        // The URL is alone on its line. The sentence after it appears once the demo waits for the signal.
        let waiting = lines.find(|line| line.as_ref().is_ok_and(|line| line.contains("Ctrl-C")));
        assert!(waiting.is_some());

        let authority = url.split('/').nth(2).ok_or("no authority")?;
        let answer = Client::new(authority.parse()?).get(&url).await?;
        assert_status(&answer, 200);
        assert_eq!(answer.header("content-type"), Some("image/jpeg"));
        assert_eq!(answer.body.len(), 28_161);

        let interrupted = Command::new("kill").args(["-INT", &demo.0.id().to_string()]).status()?;
        assert!(interrupted.success());
        assert_eq!(demo.0.wait()?.code(), Some(0));
        Ok(())
    }
}
