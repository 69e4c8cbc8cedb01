//! Runs the curl commands that the library writes in a shell. curl is an independent client, and encodes forms
//! independently.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use presign_e2e::{Error, Target};

use crate::TestResult;

const KEY: &str = "it's \"here\" & costs $5 + tax?.txt";

/// Runs a command with this standard input.
fn run(command: &str, input: &str) -> Result<Output, Error> {
    let mut shell = Command::new("sh");
    shell.args(["-c", command]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = shell.spawn()?;
    child.stdin.take().ok_or("no standard input")?.write_all(input.as_bytes())?;
    let output = child.wait_with_output()?;
    assert!(output.status.success(), "{command}: {}", String::from_utf8_lossy(&output.stderr));
    Ok(output)
}

#[tokio::test]
async fn an_upload_and_a_download() -> TestResult {
    let target = Target::embedded()?;
    let bucket = target.bucket()?;
    let upload = bucket.put_object(KEY).content_type("text/plain").metadata("quote", "it's \"so\"");
    run(&upload.sign(&target.owner)?.to_curl(), "hello from curl")?;
    assert_eq!(target.stored_bytes(KEY).await?.as_deref(), Some(&b"hello from curl"[..]));

    let download = bucket.get_object(KEY).sign(&target.owner)?;
    assert_eq!(run(&download.to_curl(), "")?.stdout, b"hello from curl");
    run(&bucket.delete_object(KEY).sign(&target.owner)?.to_curl(), "")?;
    assert_eq!(target.stored_bytes(KEY).await?, None);
    Ok(())
}

#[tokio::test]
async fn a_form() -> TestResult {
    let target = Target::embedded()?;
    let bucket = target.bucket()?;
    let file_name = "it's $5 & more; all of it.txt";
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join(file_name);
    fs::write(&file, "hello from curl")?;
    let post = bucket
        .post_policy()
        .key_starts_with("@up; \"loads\"/")
        .content_type("text/plain; charset=utf-8")
        .metadata("quote", "<it's \"so\"")
        .content_length_range(1..=100)
        .sign(&target.temporary())?;
    let command = post.to_curl(file.to_str().ok_or("not UTF-8")?);
    let output = run(&command, "")?;
    let key = format!("@up; \"loads\"/{file_name}");
    let stored = target.stored_bytes(&key).await?;
    assert_eq!(stored.as_deref(), Some(&b"hello from curl"[..]), "{}", String::from_utf8_lossy(&output.stdout));
    let answer = target.open(&bucket.head_object(&key).sign(&target.owner)?).await?;
    assert_eq!(answer.header("content-type"), Some("text/plain; charset=utf-8"));
    assert_eq!(answer.header("x-amz-meta-quote"), Some("<it's \"so\""));
    fs::remove_file(file)?;
    Ok(())
}
