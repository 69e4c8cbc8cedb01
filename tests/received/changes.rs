//! Changes of a request, its server or its key.

use arbitrary::{Result, Unstructured};

use super::servers::{self, SECOND};
use super::words::{DATES, HEADERS, HOSTS, METHODS, NAMES, PATH, QUERY, VALUES, text};
use super::{Exchange, HOLDERS};
use crate::verifier::Request;

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
            let signed_at = DATES[0].1 * SECOND;
            exchange.now = servers::now(input, signed_at)?;
        }
        12 => exchange.server = servers::server(input)?,
        13 => exchange.key = servers::key(input, exchange.now.unix_timestamp_nanos())?,
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
