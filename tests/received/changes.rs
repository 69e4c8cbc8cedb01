//! Changes of a request on its way to the server.

use arbitrary::{Result, Unstructured};

use super::signed::{self, DATES, HEADERS, HOSTS, METHODS, NAMES, PATH, QUERY, text};
use super::{Exchange, HOLDERS};
use crate::verifier::{Request, Server};

/// Values of the parameters of a signature, most of them invalid.
const VALUES: &[(&str, &[&str])] = &[
    ("X-Amz-Algorithm", &["AWS4-ECDSA-P256-SHA256", "aws4-hmac-sha256", "AWS4-HMAC-SHA25%36", ""]),
    (
        "X-Amz-Credential",
        &[
            "AKIDEXAMPLE/20261123/us-east-1/s3/aws4_request",
            "a/user/20261123/eu-west-1/execute-api/aws4_request",
            "AKIDEXAMPLE/20261123/us-east-1/s3/aws4_request/",
            "/20261123/us-east-1/s3/aws4_request",
            "AKIDEXAMPLE/20261123//s3/aws4_request",
            "AKIDEXAMPLE/20261124/us-east-1/s3/aws4_request",
            "AKIDEXAMPLE",
        ],
    ),
    (
        "X-Amz-Date",
        &[
            "20261123T120001Z",
            "20261123T240000Z",
            "20260229T120000Z",
            "20261123T120060Z",
            "20261100T120000Z",
            "20261123T1200Z",
        ],
    ),
    (
        "X-Amz-Expires",
        &[
            "901",
            "0",
            "-1",
            "+900",
            "%2B900",
            "604800",
            "604801",
            "00000000000000000000900",
            "99999999999999999999",
            "9e2",
            "",
        ],
    ),
    (
        "X-Amz-SignedHeaders",
        &[
            "host",
            "host;x-amz-acl",
            "Host",
            "host;host",
            "x-amz-acl;host",
            ";host",
            "",
            "content-type",
            "host;é",
            "host;a+b",
        ],
    ),
    ("X-Amz-Signature", &["", "0", "G"]),
    ("X-Amz-Security-Token", &["", "x"]),
];

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

const DATE: &str = "X-Amz-Date=";

/// Changes one thing.
pub(super) fn change(exchange: &mut Exchange, input: &mut Unstructured<'_>) -> Result<()> {
    let request = &mut exchange.request;
    match input.int_in_range(0..=15)? {
        0 => change_character(&mut request.target, input)?,
        1 => change_parameters(request, input)?,
        2 => {
            let (name, values) = *input.choose(VALUES)?;
            set_parameter(request, name, input.choose(values)?);
        }
        3 => {
            // The date, and the day of the scope.
            let (date, _) = *input.choose(DATES)?;
            let start = request.target.find(DATE).map(|at| at + DATE.len());
            let day = start.and_then(|start| request.target.get(start..start + 8)).unwrap_or(date).to_owned();
            set_parameter(request, "X-Amz-Date", date);
            request.target = request.target.replace(&day, &date[..8]);
        }
        4 => {
            let query = request.target.split_once('?').map(|(_, query)| query.to_owned()).unwrap_or_default();
            request.target = format!("/{}?{query}", text(input, PATH)?);
        }
        5 => request.target = format!("{}&{}={}", request.target, input.choose(NAMES)?, text(input, QUERY)?),
        6 => request.target.insert_str(0, input.choose(&["/", "/..", "/.", "http://a", "*", "/%2e%2e"])?),
        7 => request.method = if input.arbitrary()? { input.arbitrary()? } else { input.choose(METHODS)?.to_string() },
        8 | 9 => change_headers(request, input)?,
        10 => request.authority = if input.arbitrary()? { Some(input.choose(HOSTS)?.to_string()) } else { None },
        11 => {
            let signed_at = DATES[0].1 * 1_000_000_000;
            exchange.now = signed::now(input, signed_at)?;
        }
        12 => exchange.server = signed::server(input)?,
        13 => exchange.key = signed::key(input, exchange.now.unix_timestamp_nanos())?,
        14 => exchange.holder = *input.choose(HOLDERS)?,
        _ => request.target = format!("{}{}", request.target, input.arbitrary::<&str>()?),
    }
    Ok(())
}

fn change_character(text: &mut String, input: &mut Unstructured<'_>) -> Result<()> {
    let mut characters: Vec<char> = text.chars().collect();
    let at = input.int_in_range(0..=characters.len().saturating_sub(1))?;
    let other =
        *input.choose(&['a', 'A', '0', '%', '/', '?', '&', '=', '+', ';', '#', ' ', '.', '-', 'é', '\u{7f}', '2'])?;
    match input.int_in_range(0..=2)? {
        0 if at < characters.len() => characters[at] = other,
        1 if at < characters.len() => drop(characters.remove(at)),
        _ => characters.insert(at, other),
    }
    *text = characters.into_iter().collect();
    Ok(())
}

fn change_parameters(request: &mut Request, input: &mut Unstructured<'_>) -> Result<()> {
    let Some((path, query)) = request.target.split_once('?') else { return Ok(()) };
    let mut parameters: Vec<String> = query.split('&').map(str::to_owned).collect();
    let at = input.int_in_range(0..=parameters.len() - 1)?;
    match input.int_in_range(0..=4)? {
        0 => parameters.push(parameters[at].clone()),
        1 => drop(parameters.remove(at)),
        2 => {
            let (name, value) = parameters[at].split_once('=').unwrap_or((&parameters[at], ""));
            parameters[at] = format!("{}={value}", name.to_lowercase());
        }
        3 => parameters.insert(at, String::new()),
        _ => change_character(&mut parameters[at], input)?,
    }
    request.target = format!("{path}?{}", parameters.join("&"));
    Ok(())
}

fn set_parameter(request: &mut Request, name: &str, value: &str) {
    let Some((path, query)) = request.target.split_once('?') else { return };
    let set =
        |pair: &str| if pair.split('=').next() == Some(name) { format!("{name}={value}") } else { pair.to_owned() };
    let parameters: Vec<_> = query.split('&').map(set).collect();
    request.target = format!("{path}?{}", parameters.join("&"));
}

fn change_headers(request: &mut Request, input: &mut Unstructured<'_>) -> Result<()> {
    let at = input.int_in_range(0..=request.headers.len().saturating_sub(1))?;
    let (name, value) = *input.choose(HEADERS)?;
    match input.int_in_range(0..=5)? {
        0 => request.headers.push((name.to_owned(), value.as_bytes().to_vec())),
        1 => request.headers.push((input.choose(&["Authorization", "host", "X-AMZ-FOO", ""])?.to_string(), vec![])),
        2 => request.headers.push((input.arbitrary()?, input.arbitrary()?)),
        3 if at < request.headers.len() => drop(request.headers.remove(at)),
        4 if at < request.headers.len() => request.headers.push(request.headers[at].clone()),
        _ => {
            if let Some((_, value)) = request.headers.get_mut(at) {
                let place = input.int_in_range(0..=value.len())?;
                value.insert(place, *input.choose(b"a \t\n\r\0\x7f\xff")?);
            }
        }
    }
    Ok(())
}
