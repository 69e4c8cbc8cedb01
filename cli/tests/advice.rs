//! No message of the command names a method of the library.

#[path = "../src/advice.rs"]
mod advice;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use advice::{ADVICE, for_command};

/// What the library says, but not to the command.
const NOT_SHOWN: [&str; 24] = [
    // The command has no such setting.
    "`cacheable`",
    "use `without_expiry`",
    "set their expiry with `with_expiry`",
    "`CustomerKey::from_base64`",
    "`Algorithm::Sigv4`",
    "`Checksum::{other}`",
    // It converts no URLs, reads neither URLs nor forms from JSON, and neither deletes nor lists many objects.
    "`url::Url`",
    "delete this object with `delete_object`",
    "although `EncodingType` is `url`",
    "not `url`",
    "has no `key`, `policy` or `x-amz-signature`",
    "is not in `fields`",
    "is before `signed_at`",
    // The compiler shows these, or nobody, since they state what always holds.
    "does nothing until `build` is called",
    "does nothing until `finish` is called",
    "pass `&Bucket::builder",
    "pass a reference to credentials, such as",
    "must be unwrapped first",
    "`with_token` encoded",
    "`AmzDate::text`",
    "`fmt::Write`",
    // These are no methods here.
    "the field `tagging`",
    "`host`",
    "Go's `fmt`",
];

/// Returns the names of all methods and functions.
fn methods() -> BTreeSet<String> {
    let name = |line: &str| {
        let (_, signature) = line.split_once("fn ")?;
        let mut depth = 0;
        let mut path = String::new();
        for character in signature.chars() {
            match character {
                '<' => depth += 1,
                '>' => depth -= 1,
                '(' if depth == 0 => break,
                _ if depth == 0 => path.push(character),
                _ => {}
            }
        }
        path.rsplit("::").next().map(str::to_owned)
    };
    let api = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/public-api.txt")).unwrap();
    api.lines().filter_map(name).collect()
}

/// Returns what a text has in backticks that is a method, or a path such as `Addressing::Path`.
fn named<'a>(text: &'a str, methods: &BTreeSet<String>) -> Vec<&'a str> {
    let in_backticks = text.split('`').skip(1).step_by(2);
    let is_method = |word: &&str| {
        let name = word.split('(').next().unwrap_or_default();
        let is_path = name.contains("::") && !name.contains([' ', '/']);
        is_path || methods.contains(name)
    };
    in_backticks.filter(is_method).collect()
}

/// Returns the string literals of a file, without those of its tests.
fn literals(source: &str) -> Vec<String> {
    let source = source.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
    let mut literals = Vec::new();
    let mut rest = source;
    while let Some(at) = rest.find(['"', '\'', '/']) {
        rest = &rest[at..];
        if rest.starts_with("//") {
            rest = rest.split_once('\n').map_or("", |(_, after)| after);
        } else if let Some(after) = rest.strip_prefix("'\"'").or(rest.strip_prefix("'\\''")) {
            rest = after;
        } else if let Some(mut inside) = rest.strip_prefix('"') {
            let mut literal = String::new();
            while let Some(end) = inside.find(['"', '\\']) {
                literal.push_str(&inside[..end]);
                inside = &inside[end..];
                match inside.strip_prefix('\\') {
                    None => break,
                    Some(after) if after.starts_with('\n') => inside = after.trim_start(),
                    Some(after) => {
                        literal.push_str(&after[..1]);
                        inside = &after[1..];
                    }
                }
            }
            literals.push(literal);
            rest = inside.strip_prefix('"').unwrap_or_default();
        } else {
            rest = &rest[1..];
        }
    }
    literals
}

/// Returns every text in the source of the library.
fn texts() -> Vec<String> {
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("../src")];
    let mut texts = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                texts.extend(literals(&fs::read_to_string(path).unwrap()));
            }
        }
    }
    assert!(texts.len() > 2000, "{}", texts.len());
    texts
}

#[test]
fn no_message_names_a_method() {
    let methods = methods();
    assert!(methods.contains("with_base_url") && methods.contains("content_type") && methods.contains("head_object"));
    let shown = |text: &String| !NOT_SHOWN.iter().any(|not_shown| text.contains(not_shown));
    let texts: Vec<_> = texts().iter().filter(|text| shown(text)).map(|text| for_command(text)).collect();
    let naming: Vec<_> = texts.iter().filter(|text| !named(text, &methods).is_empty()).collect();
    assert!(naming.is_empty(), "{naming:#?}");
}

#[test]
fn every_translation_is_of_a_text_of_the_library() {
    let texts = texts();
    // The library puts these together from a setter and an operation.
    let is_built = |library: &str| library.starts_with("`header(\"content-type\")`");
    let is_used = |library: &str| is_built(library) || texts.iter().any(|text| text.contains(library));
    let unused: Vec<_> = ADVICE.iter().filter(|(library, _)| !is_used(library)).collect();
    assert!(unused.is_empty(), "{unused:#?}");
}

/// The commands in these files run as tests.
#[test]
fn no_documented_output_names_a_method() {
    let methods = methods();
    for file in ["../docs/cli.md", "tests/mistakes/commands.md"] {
        let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).unwrap();
        let named: Vec<_> = text.lines().flat_map(|line| named(line, &methods)).collect();
        // Without an underscore, it is also the name of a command or a word.
        assert!(!named.iter().any(|name| name.contains(['_', ':'])), "{file}: {named:?}");
    }
}
