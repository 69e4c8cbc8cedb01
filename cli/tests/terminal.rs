//! What people see in a terminal: colors, QR codes, progress; and none of it in a pipe.

mod command;

use std::io::Read;

use portable_pty::{CommandBuilder, PtySize, native_pty_system};

use crate::command::{ACCESS_KEY_ID, SECRET, presign_with_key, stdout};

const FAULTY: &str = "https://photos.s3.amazonaws.com/boat.jpg?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Expires=604801";

/// Runs a shell command in a terminal, and returns everything that it shows.
fn in_terminal(script: &str, environment: &[(&str, &str)]) -> String {
    let pair = native_pty_system().openpty(PtySize { rows: 24, cols: 200, pixel_width: 0, pixel_height: 0 }).unwrap();
    let mut command = CommandBuilder::new("sh");
    command.args(["-c", script]);
    command.cwd(env!("CARGO_TARGET_TMPDIR"));
    command.env_clear();
    command.env("PATH", std::env::var("PATH").unwrap());
    command.env("TERM", "xterm-256color");
    command.env("PRESIGN", env!("CARGO_BIN_EXE_presign"));
    command.env("AWS_ACCESS_KEY_ID", ACCESS_KEY_ID);
    command.env("AWS_SECRET_ACCESS_KEY", SECRET);
    command.env("HOME", "/nonexistent");
    for (name, value) in environment {
        command.env(name, value);
    }
    let mut child = pair.slave.spawn_command(command).unwrap();
    drop(pair.slave);
    let mut reader = pair.master.try_clone_reader().unwrap();
    let mut shown = Vec::new();
    // On Linux, reading ends with an error when the program has ended.
    let mut buffer = [0; 4096];
    while let Ok(length @ 1..) = reader.read(&mut buffer) {
        shown.extend_from_slice(&buffer[..length]);
    }
    child.wait().unwrap();
    String::from_utf8_lossy(&shown).into_owned()
}

#[cfg(unix)]
#[test]
fn findings_have_colors_in_a_terminal() {
    let script = format!("\"$PRESIGN\" explain '{FAULTY}'");
    assert!(in_terminal(&script, &[]).contains("\u{1b}[31mcertain\u{1b}[0m"));
    let plain = in_terminal(&script, &[("NO_COLOR", "1")]);
    assert!(plain.contains("(certain)") && !plain.contains('\u{1b}'), "{plain:?}");
}

#[test]
fn findings_have_no_colors_in_a_pipe() {
    let output = presign_with_key().args(["explain", FAULTY]).output().unwrap();
    let text = stdout(&output);
    assert!(text.contains("(certain)") && !text.contains('\u{1b}'), "{text:?}");
}

#[test]
fn the_help_fits_one_screen() {
    let help = stdout(&presign_with_key().arg("--help").output().unwrap());
    assert!(help.lines().count() <= 24 && help.lines().all(|line| line.len() <= 80), "{help}");
}

#[cfg(unix)]
#[test]
fn an_inspection_has_colors_in_a_terminal() {
    let url = "\"$PRESIGN\" get s3://photos/boat.jpg --at 2026-11-23T12:00:00Z";
    let script = format!("{url} | \"$PRESIGN\" inspect - --at 2026-11-23T12:05:00Z");
    let shown = in_terminal(&script, &[]);
    assert!(shown.contains("\u{1b}[1mexpires:\u{1b}[0m"), "{shown:?}");
    assert!(!shown.contains("\u{1b}[31m"), "{shown:?}");
    // The expiry is red once it has passed.
    let shown = in_terminal(&script.replace("12:05", "13:05"), &[]);
    assert!(shown.contains("\u{1b}[1mexpires:\u{1b}[0m\u{1b}[31m"), "{shown:?}");
    assert!(!in_terminal(&script, &[("NO_COLOR", "1")]).contains('\u{1b}'));
}

#[cfg(unix)]
#[test]
fn a_qr_code_follows_the_url() {
    let shown = in_terminal("\"$PRESIGN\" get s3://photos/boat.jpg --qr", &[]);
    let lines: Vec<_> = shown.lines().collect();
    assert!(lines[0].starts_with("https://photos.s3."), "{shown}");
    let code: Vec<_> = lines[2..].iter().filter(|line| !line.is_empty()).collect();
    let is_module = |character: char| " █▀▄".contains(character);
    assert!(code.len() > 20 && code.iter().all(|line| line.chars().all(is_module)), "{shown}");
    // A code is square, with two rows to a line.
    let width = code.iter().map(|line| line.chars().count()).max().unwrap();
    assert!(width.abs_diff(2 * code.len()) <= 2, "{width} {}", code.len());
}

#[cfg(unix)]
#[test]
fn progress_is_shown_if_the_urls_go_elsewhere() {
    let keys = "seq 1 20000 | \"$PRESIGN\" get s3://photos/-";
    let shown = in_terminal(&format!("{keys} > /dev/null"), &[]);
    assert!(shown.contains(" keys, "), "{shown:?}");
    let shown = in_terminal(&format!("{keys} | tail -1; {keys} 2>&1 | tail -1"), &[]);
    assert!(shown.trim_end().ends_with(|digit: char| digit.is_ascii_hexdigit()), "{shown:?}");
}
