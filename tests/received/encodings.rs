//! The same request, as another client would send it.

use arbitrary::{Result, Unstructured};

use crate::verifier::{Request, Server};

/// Encodes a request in another way, and sends it in another order. Its signature stays right.
pub(super) fn encode_otherwise(request: &mut Request, server: &Server, input: &mut Unstructured<'_>) -> Result<()> {
    let mut choices = Choices(input.arbitrary()?);
    let (path, query) = request.target.split_once('?').unwrap_or((&request.target, ""));
    let is_s3 = server.service.starts_with("s3");
    let path = if is_s3 { recoded(path, Part::Path, &mut choices) } else { longer_path(path, &mut choices) };
    let mut parameters = Vec::new();
    for pair in query.split('&') {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let name = recoded(name, Part::Query, &mut choices);
        parameters.push(format!("{name}={}", recoded(value, Part::Query, &mut choices)));
    }
    let by = input.int_in_range(0..=parameters.len() - 1)?;
    parameters.rotate_left(by);
    if input.arbitrary()? {
        parameters.reverse();
    }
    request.target = format!("{path}?{}", parameters.join("&"));

    for (name, value) in &mut request.headers {
        if choices.next_is_set() {
            *name = name.to_ascii_uppercase();
        }
        // The host must be that of the authority, byte by byte.
        if choices.next_is_set() && (request.authority.is_none() || !name.eq_ignore_ascii_case("host")) {
            *value = [b" \t", &**value, b"  "].concat();
        }
    }
    Ok(())
}

/// Bits that are used in turn, so that a long request does not use up the input. Zeros change nothing.
struct Choices(u64);

impl Choices {
    fn next_is_set(&mut self) -> bool {
        self.0 = self.0.rotate_left(1);
        self.0 & 1 == 1
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Part {
    Path,
    Query,
}

fn recoded(text: &str, part: Part, choices: &mut Choices) -> String {
    let mut out = String::new();
    let mut characters = text.chars();
    let mut is_first = true;
    while let Some(character) = characters.next() {
        let is_other = choices.next_is_set();
        match character {
            '%' => {
                let digits: String = characters.by_ref().take(2).collect();
                out += &match &*digits {
                    "20" if part == Part::Query && is_other => "+".to_owned(),
                    "41" | "61" | "7e" if is_other => {
                        char::from(hex::decode(&digits).unwrap_or_default()[0]).to_string()
                    }
                    _ if is_other => format!("%{}", digits.to_lowercase()),
                    _ => format!("%{digits}"),
                };
            }
            '+' if part == Part::Query => out += if is_other { "%20" } else { "+" },
            // The target must begin with a slash.
            '/' if is_first && part == Part::Path => out.push('/'),
            character if is_other => {
                let mut buffer = [0; 4];
                character.encode_utf8(&mut buffer).bytes().for_each(|byte| out += &format!("%{byte:02x}"));
            }
            character => out.push(character),
        }
        is_first = false;
    }
    out
}

/// Adds segments that are removed when the path is normalized.
fn longer_path(path: &str, choices: &mut Choices) -> String {
    let slash = |choices: &mut Choices| match (choices.next_is_set(), choices.next_is_set()) {
        (false, _) => "/",
        (true, false) => "/./",
        (true, true) => "/x/..//",
    };
    path.split('/').skip(1).map(|segment| format!("{}{segment}", slash(choices))).collect()
}
