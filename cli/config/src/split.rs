//! Splits the command of a credential process into a program and its arguments. No shell runs it.

/// Splits a command as shells do.
#[cfg(not(windows))]
pub(crate) fn split(command: &str) -> Result<Vec<String>, String> {
    shell_words::split(command).map_err(|error| error.to_string())
}

/// Splits a command as programs on Windows do.
#[cfg(windows)]
pub(crate) fn split(command: &str) -> Result<Vec<String>, String> {
    split_on_windows(command)
}

/// Splits a command by the rules of Microsoft's C runtime: only double quotes quote, and a backslash is special only in a
/// row of them before such a quote, since it separates folders elsewhere.
#[cfg(any(windows, test))]
fn split_on_windows(command: &str) -> Result<Vec<String>, String> {
    let mut words = Vec::new();
    // `None` between words: a word may be empty, if it is in quotes.
    let mut word: Option<String> = None;
    let mut is_quoted = false;
    let mut backslashes = 0;
    for character in command.chars() {
        if character == '\\' {
            backslashes += 1;
            continue;
        }
        let is_end = matches!(character, ' ' | '\t') && !is_quoted;
        if backslashes > 0 || !is_end {
            let word = word.get_or_insert_default();
            let kept = if character == '"' { backslashes / 2 } else { backslashes };
            word.extend(std::iter::repeat_n('\\', kept));
            match character {
                '"' if backslashes % 2 == 0 => is_quoted = !is_quoted,
                _ if is_end => {}
                _ => word.push(character),
            }
        }
        backslashes = 0;
        if is_end {
            words.extend(word.take());
        }
    }
    if is_quoted {
        return Err("a quotation mark is not closed".into());
    }
    if backslashes > 0 {
        word.get_or_insert_default().extend(std::iter::repeat_n('\\', backslashes));
    }
    words.extend(word);
    Ok(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_on_windows() {
        for (command, words) in [
            ("", &[] as &[&str]),
            ("  ", &[]),
            (r"C:\tools\get.exe  --profile work ", &[r"C:\tools\get.exe", "--profile", "work"]),
            (r#""C:\Program Files\get.exe" a"#, &[r"C:\Program Files\get.exe", "a"]),
            (r#"get --name="two words" x"#, &["get", "--name=two words", "x"]),
            (r#"get "" x"#, &["get", "", "x"]),
            (r#"get "a \"b\" c""#, &["get", r#"a "b" c"#]),
            (r#"get "C:\folder\\" x"#, &["get", r"C:\folder\", "x"]),
            (r"get C:\folder\ x\\", &["get", r"C:\folder\", "x\\\\"]),
            ("get 'a b'\tc", &["get", "'a", "b'", "c"]),
        ] {
            assert_eq!(split_on_windows(command).unwrap(), words, "{command}");
        }
        assert_eq!(split_on_windows("get \"a").unwrap_err(), "a quotation mark is not closed");
    }
}
