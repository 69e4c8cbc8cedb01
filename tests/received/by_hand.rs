//! Requests that are written with every freedom that a client has, and signed by the naive implementation.

use std::collections::BTreeSet;
use std::iter::repeat_n;

use arbitrary::{Result, Unstructured};

use super::Exchange;
use super::words::{HASH, HEADERS, HOSTS, METHODS, NAMES, PATH, QUERY, choose_mostly_first, rarely, text};
use crate::naive;
use crate::verifier::{Key, Server};

/// Signs a request. It may have parts that no server accepts.
pub(super) fn sign(exchange: &mut Exchange, date: &str, input: &mut Unstructured<'_>) -> Result<()> {
    let mut draft = Draft {
        path: format!("/{}", text(input, PATH)?),
        parameters: Vec::new(),
        headers: Vec::new(),
        signed: BTreeSet::from(["host".to_owned()]),
    };
    draft.add_claims(&exchange.server, &exchange.key, date, input)?;
    draft.add_parameters(input)?;
    draft.add_headers(&exchange.server, input)?;
    if rarely(input, 6)? {
        draft.add_many_parts(input)?;
    }
    draft.add_signed_headers(input)?;
    if input.arbitrary()? {
        // In canonical order, except for parameters with the same name.
        draft.parameters.sort_by_key(|pair| pair.split('=').next().unwrap_or_default().to_owned());
    }
    draft.parameters.push(format!("X-Amz-Signature={}", "0".repeat(64)));

    exchange.request.method = choose_mostly_first(input, METHODS)?.to_string();
    exchange.request.target = format!("{}?{}", draft.path, draft.parameters.join("&"));
    exchange.request.headers = draft.headers;
    exchange.request.set_host(input.choose(HOSTS)?, input)?;
    exchange.sign();
    Ok(())
}

/// A request that is not complete yet.
struct Draft {
    path: String,
    /// Encoded.
    parameters: Vec<String>,
    headers: Vec<(String, Vec<u8>)>,
    /// The names of the signed headers.
    signed: BTreeSet<String>,
}

impl Draft {
    /// Adds the parameters of the signature, except for the signed headers and the signature.
    fn add_claims(&mut self, server: &Server, key: &Key, date: &str, input: &mut Unstructured<'_>) -> Result<()> {
        let slash = *choose_mostly_first(input, &["%2F", "/", "%2f"])?;
        let scope = [&key.access_key_id, &date[..8], &server.region, &server.service, "aws4_request"].join(slash);
        let expires = choose_mostly_first(input, &["900", "000900", "604800", "1", "0", "604801"])?;
        self.parameters = vec![
            "X-Amz-Algorithm=AWS4-HMAC-SHA256".to_owned(),
            format!("X-Amz-Credential={scope}"),
            format!("X-Amz-Date={date}"),
            format!("X-Amz-Expires={expires}"),
        ];
        if let Some((name, token)) = &key.token {
            self.parameters.push(format!("{name}={}", naive::encode(token.as_bytes(), input.choose(&["", "/="])?)));
        }
        if rarely(input, 6)? {
            let hash = choose_mostly_first(input, &["UNSIGNED-PAYLOAD", HASH, "STREAMING-UNSIGNED-PAYLOAD"])?;
            self.parameters.push(format!("X-Amz-Content-Sha256={hash}"));
        }
        Ok(())
    }

    fn add_parameters(&mut self, input: &mut Unstructured<'_>) -> Result<()> {
        let mut name = String::new();
        // The library compares long names in blocks of 16 bytes, which may cut an escape.
        let beginning = "b".repeat(*input.choose(&[0, 14, 15])?);
        for _ in 0..input.int_in_range(0..=3)? {
            // Sometimes the name of the parameter before.
            if !rarely(input, 3)? {
                let is_known = rarely(input, 3)?;
                name =
                    if is_known { input.choose(NAMES)?.to_string() } else { beginning.clone() + &text(input, QUERY)? };
            }
            let has_value = name.is_empty() || !rarely(input, 6)?;
            self.parameters.push(if has_value { format!("{name}={}", text(input, QUERY)?) } else { name.clone() });
        }
        Ok(())
    }

    fn add_headers(&mut self, server: &Server, input: &mut Unstructured<'_>) -> Result<()> {
        for _ in 0..input.int_in_range(0..=2)? {
            let (name, value) = *input.choose(HEADERS)?;
            let lower_case = name.to_ascii_lowercase();
            // A name outside ASCII can't be signed.
            if name.is_ascii() && !rarely(input, 12)? {
                self.signed.insert(lower_case.clone());
            }
            if rarely(input, if server.takes_headers_from_query { 2 } else { 16 })? {
                let name = naive::encode(lower_case.as_bytes(), "");
                let parameter = format!("{name}={}", naive::encode(value.as_bytes(), ""));
                self.parameters.extend(repeat_n(parameter, if rarely(input, 8)? { 2 } else { 1 }));
            } else {
                self.headers.push((name.to_owned(), value.as_bytes().to_vec()));
            }
        }
        Ok(())
    }

    /// Adds more than fits into the buffers that the library has on the stack.
    fn add_many_parts(&mut self, input: &mut Unstructured<'_>) -> Result<()> {
        let count: usize = *input.choose(&[60, 100, 700])?;
        // Each number twice, and in no order.
        let number = |index: usize| (index * 37 % count) / 2;
        match input.int_in_range(0..=2)? {
            0 => self.parameters.extend((0..count).map(|index| format!("p{}={}", number(index), index % 5))),
            1 => self.path += &"/%41b%20c".repeat(count),
            _ => {
                let is_signed: bool = input.arbitrary()?;
                for index in 0..count.min(100) {
                    let name = format!("h{}", number(index));
                    if is_signed {
                        self.signed.insert(name.clone());
                    }
                    self.headers.push((name, format!("v  {index}").into_bytes()));
                }
            }
        }
        Ok(())
    }

    fn add_signed_headers(&mut self, input: &mut Unstructured<'_>) -> Result<()> {
        let mut names: Vec<_> = self.signed.iter().map(|name| naive::encode(name.as_bytes(), "")).collect();
        match input.int_in_range(0..=31)? {
            31 => names.push("host".into()),
            30 => names.reverse(),
            29 => names[0] = names[0].to_uppercase(),
            _ => {}
        }
        let separator = *choose_mostly_first(input, &["%3B", ";", "%3b"])?;
        self.parameters.push(format!("X-Amz-SignedHeaders={}", names.join(separator)));
        Ok(())
    }
}
