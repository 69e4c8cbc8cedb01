//! Environment variables.

use crate::error::Error;

/// Returns the value of a variable. An empty one counts as not set.
pub(crate) fn variable(name: &str) -> Result<Option<String>, Error> {
    match std::env::var_os(name) {
        None => Ok(None),
        Some(value) if value.is_empty() => Ok(None),
        // The value may be a secret with one wrong byte.
        Some(value) => value.into_string().map(Some).map_err(|_| Error::new(format!("{name} is not UTF-8"))),
    }
}

/// Returns the value of the first variable that is set.
pub(crate) fn first_of(names: &[&str]) -> Result<Option<String>, Error> {
    for name in names {
        if let Some(value) = variable(name)? {
            return Ok(Some(value));
        }
    }
    Ok(None)
}

/// Replaces `$NAME` and `${NAME}` in a path, as the AWS CLI does. A variable that is not set stays as it is.
pub(crate) fn expand(path: &str) -> String {
    expand_with(path, |name| std::env::var(name).ok())
}

fn expand_with(path: &str, value_of: impl Fn(&str) -> Option<String>) -> String {
    let mut expanded = String::new();
    let mut rest = path;
    while let Some(at) = rest.find('$') {
        expanded.push_str(&rest[..at]);
        let after = &rest[at + 1..];
        let braced = after.strip_prefix('{').and_then(|inside| inside.split_once('}'));
        let is_part = |character: char| character.is_alphanumeric() || character == '_';
        let (name, remaining) = braced.unwrap_or_else(|| {
            let end = after.find(|character| !is_part(character)).unwrap_or(after.len());
            after.split_at(end)
        });
        match value_of(name) {
            Some(value) => expanded.push_str(&value),
            None => expanded.push_str(&rest[at..rest.len() - remaining.len()]),
        }
        rest = remaining;
    }
    expanded + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_in_paths() {
        let value_of = |name: &str| (name == "HOME").then(|| "/h".to_owned());
        for (path, expanded) in [
            ("$HOME/a", "/h/a"),
            ("${HOME}/a", "/h/a"),
            ("a/$HOME", "a//h"),
            ("$HOMES/a", "$HOMES/a"),
            ("${HOME/a", "${HOME/a"),
            ("${}/$", "${}/$"),
            ("$$HOME", "$/h"),
            ("/plain", "/plain"),
        ] {
            assert_eq!(expand_with(path, value_of), expanded, "{path}");
        }
    }
}
