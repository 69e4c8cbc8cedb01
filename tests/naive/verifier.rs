//! A second implementation of the checks of a server that receives a presigned URL, to compare with the library.
//!
//! Its input is what the server has: the request, its settings, the key, and the time. Unlike the naive signer beside it,
//! it answers any input and never panics.
//!
//! It follows the specification, is simple and slow, and shares no code with the library. It decodes everything at once,
//! and compares and signs the decoded text. Where AWS says nothing, it is as strict as the documentation of
//! `presign::verify` promises.
//!
//! Source: [Authenticating requests: using query parameters][aws].
//!
//! [aws]: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html

use std::time::Duration;

use sha2::{Digest, Sha256};

use crate::naive::{encode, fold, hmac, normalize};

/// A request as a server received it.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    pub(crate) method: String,
    pub(crate) target: String,
    pub(crate) headers: Vec<(String, Vec<u8>)>,
    pub(crate) authority: Option<String>,
}

/// The settings of a server.
#[derive(Clone, Debug)]
pub(crate) struct Server {
    pub(crate) service: String,
    pub(crate) region: String,
    pub(crate) max_clock_skew: Duration,
    pub(crate) max_expires: Duration,
    pub(crate) stripped_prefix: String,
    pub(crate) unsigned_headers: Vec<String>,
    pub(crate) allows_all_unsigned_headers: bool,
    pub(crate) takes_headers_from_query: bool,
}

/// A key that the server knows.
#[derive(Clone, Debug)]
pub(crate) struct Key {
    pub(crate) access_key_id: String,
    pub(crate) secret: String,
    /// The parameter of the session token, and the token.
    pub(crate) token: Option<(&'static str, String)>,
    pub(crate) expires_at: Option<Time>,
}

/// Nanoseconds since the Unix epoch.
pub(crate) type Time = i128;

/// What the server serves.
#[derive(Debug, PartialEq)]
pub(crate) struct Served {
    pub(crate) path: String,
    /// In hexadecimal.
    pub(crate) payload_hash: Option<String>,
}

/// The error says which check failed.
pub(crate) type Answer<T> = Result<T, &'static str>;

/// Returns what to serve if the request is presigned, and everything in it is right.
pub(crate) fn verify(request: &Request, server: &Server, key: &Key, now: Time) -> Answer<Served> {
    let parameters = parameters(&request.target)?;
    check_request(request, &parameters)?;
    let claimed = Claimed::parse(&parameters)?;
    claimed.check(server, key, now)?;
    check_unsigned(request, server, &claimed.signed_headers)?;
    check_signed(request, server, &parameters, &claimed.signed_headers)?;
    let hashes = payload_hashes(request, server, &parameters)?;
    require(hashes.contains(&None) || hashes[0] == hashes[1], "two payload hashes")?;
    let payload = payload_line(request, server, &parameters)?;
    let is_hash = payload.len() == 64 && payload.chars().all(is_hex_digit);
    require(is_hash || payload == "UNSIGNED-PAYLOAD", "the payload hash")?;
    check_prefix(request, server)?;

    let expected = signature(request, server, key)?;
    require(expected == value(&parameters, "X-Amz-Signature")?, "the signature is another one")?;
    let served = if is_s3(server) { path(request) } else { normalize(&path(request)) };
    Ok(Served { path: text(&decode(&served, Plus::Itself)?)?, payload_hash: is_hash.then_some(payload) })
}

/// Returns the signature of the request. It checks little, because a client can sign what no server accepts.
pub(crate) fn signature(request: &Request, server: &Server, key: &Key) -> Answer<String> {
    let parameters = parameters(&request.target)?;
    let names = signed_headers(&parameters)?;

    // Step 1: the canonical request.
    let mut lines = String::new();
    for name in &names {
        lines += &format!("{name}:{}\n", header(request, &parameters, name)?);
    }
    let canonical_request = format!(
        "{}\n{}\n{}\n{lines}\n{}\n{}",
        request.method,
        canonical_path(request, server)?,
        canonical_query(&parameters),
        names.join(";"),
        payload_line(request, server, &parameters)?,
    );

    // Steps 2 to 5: the string to sign, the key and the signature.
    let mut scope: Vec<&str> = value(&parameters, "X-Amz-Credential")?.rsplitn(5, '/').take(4).collect();
    scope.reverse();
    let hash = hex::encode(Sha256::digest(canonical_request));
    let message = format!("AWS4-HMAC-SHA256\n{}\n{}\n{hash}", value(&parameters, "X-Amz-Date")?, scope.join("/"));
    let secret = format!("AWS4{}", key.secret).into_bytes();
    let signing_key = scope.iter().fold(secret, |key, part| hmac(&key, part));
    Ok(hex::encode(hmac(&signing_key, &message)))
}

const REQUIRED: [&str; 6] =
    ["X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Date", "X-Amz-Expires", "X-Amz-SignedHeaders", "X-Amz-Signature"];
const OPTIONAL: [&str; 4] =
    ["X-Amz-Security-Token", "X-Amz-S3session-Token", "X-Amz-Content-Sha256", "X-Amz-Region-Set"];

/// The values of the parameters of the signature. Their form is right; everything else is only claimed.
struct Claimed {
    access_key_id: String,
    region: String,
    service: String,
    signed_at: Time,
    expires: u32,
    signed_headers: Vec<String>,
    token: Option<(&'static str, String)>,
}

impl Claimed {
    fn parse(parameters: &[(String, String)]) -> Answer<Self> {
        require(value(parameters, "X-Amz-Algorithm")? == "AWS4-HMAC-SHA256", "another algorithm")?;

        // An access key ID may contain slashes, so the parts are counted from the end.
        let credential = value(parameters, "X-Amz-Credential")?;
        let parts: Vec<&str> = credential.rsplitn(5, '/').collect();
        let &[terminator, service, region, day, access_key_id] = &*parts else { return Err("parts of the credential") };
        require(terminator == "aws4_request" && !access_key_id.is_empty(), "the credential")?;
        let is_region = is_made_of(region, "-_", 63) && !region.starts_with('-') && !region.ends_with('-');
        require(is_region && is_made_of(service, "-_.", 64), "the scope")?;

        let date = value(parameters, "X-Amz-Date")?;
        let signed_at = parse_date(date).ok_or("the date")?;
        require(date.get(..8) == Some(day), "the day of the scope")?;

        let expires = value(parameters, "X-Amz-Expires")?;
        require(!expires.is_empty() && expires.chars().all(|digit| digit.is_ascii_digit()), "the expiry")?;
        let significant = expires.trim_start_matches('0');
        let expires = if significant.is_empty() { 0 } else { significant.parse().map_err(|_| "a large expiry")? };
        require(expires <= 604_800, "an expiry of more than a week")?;

        let signed_headers = signed_headers(parameters)?;
        require(signed_headers.iter().all(|name| is_lower_case_token(name)), "names of signed headers")?;
        require(signed_headers.windows(2).all(|pair| pair[0] < pair[1]), "the order of the signed headers")?;

        let signature = value(parameters, "X-Amz-Signature")?;
        require(signature.len() == 64 && signature.chars().all(is_hex_digit), "the form of the signature")?;

        let mut tokens = Vec::new();
        for name in ["X-Amz-Security-Token", "X-Amz-S3session-Token"] {
            tokens.extend(value(parameters, name).map(|token| (name, token.to_owned())));
        }
        require(tokens.len() < 2, "two tokens")?;
        Ok(Self {
            access_key_id: access_key_id.to_owned(),
            region: region.to_owned(),
            service: service.to_owned(),
            signed_at,
            expires,
            signed_headers,
            token: tokens.pop(),
        })
    }

    fn check(&self, server: &Server, key: &Key, now: Time) -> Answer<()> {
        require(self.region == server.region, "another region")?;
        require(self.service == server.service, "another service")?;
        require(u64::from(self.expires) <= server.max_expires.as_secs(), "an expiry of more than the server allows")?;

        let nanoseconds = |duration: Duration| duration.as_nanos() as Time;
        require(self.signed_at <= now + nanoseconds(server.max_clock_skew), "not yet valid")?;
        require(now < self.signed_at + nanoseconds(Duration::from_secs(self.expires.into())), "expired")?;

        require(self.access_key_id == key.access_key_id, "another access key ID")?;
        require(self.token == key.token, "another token")?;
        require(key.expires_at.is_none_or(|expiry| now < expiry), "the key has expired")
    }
}

/// Returns the decoded parameters in the order of the target, whose path must decode as well.
fn parameters(target: &str) -> Answer<Vec<(String, String)>> {
    require(target.starts_with('/'), "the target is no path")?;
    require(
        !target.chars().any(|character| character <= ' ' || "\x7f#".contains(character)),
        "the target's characters",
    )?;
    let (path, query) = target.split_once('?').ok_or("no query")?;
    text(&decode(path, Plus::Itself)?)?;
    query
        .split('&')
        .map(|pair| {
            require(!pair.is_empty(), "an empty parameter")?;
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            Ok((text(&decode(name, Plus::Space)?)?, text(&decode(value, Plus::Space)?)?))
        })
        .collect()
}

/// Checks everything about a request that needs no secret.
fn check_request(request: &Request, parameters: &[(String, String)]) -> Answer<()> {
    let marks = "!#$%&'*+-.^_`|~";
    require(is_made_of(&request.method, marks, usize::MAX), "the method")?;
    let named = |wanted: &str| -> Vec<&[u8]> {
        let headers = request.headers.iter().filter(|(name, _)| name.eq_ignore_ascii_case(wanted));
        headers.map(|(_, value)| &**value).collect()
    };
    require(named("authorization").is_empty(), "an Authorization header")?;
    let hosts = named("host");
    require(hosts.len() < 2, "two hosts")?;
    if let (Some(authority), [host]) = (&request.authority, &*hosts) {
        require(authority.as_bytes() == *host, "the authority is not the host")?;
    }

    let has = |wanted: &str| parameters.iter().any(|(name, _)| name == wanted);
    require(!(has("AWSAccessKeyId") && has("Signature")), "Signature Version 2")?;
    for known in REQUIRED.iter().chain(&OPTIONAL) {
        let alike: Vec<_> = parameters.iter().filter(|(name, _)| name.eq_ignore_ascii_case(known)).collect();
        require(alike.iter().all(|(name, _)| name == known), "a parameter in another case")?;
        require(alike.len() < 2, "a repeated parameter")?;
    }
    Ok(())
}

/// Checks that the host is signed, and every header that changes what S3 does.
fn check_unsigned(request: &Request, server: &Server, signed: &[String]) -> Answer<()> {
    require(signed.iter().any(|name| name == "host"), "the host is not signed")?;
    for (name, _) in &request.headers {
        let name = name.to_ascii_lowercase();
        let may_be_unsigned = !name.starts_with("x-amz-")
            || name == "x-amz-content-sha256"
            || server.allows_all_unsigned_headers
            || server.unsigned_headers.iter().any(|allowed| allowed.to_ascii_lowercase() == name);
        require(may_be_unsigned || signed.contains(&name), "an unsigned header")?;
    }
    Ok(())
}

/// Checks that every signed header was sent, or is where the server may take it from, and that it can be sent.
fn check_signed(request: &Request, server: &Server, parameters: &[(String, String)], names: &[String]) -> Answer<()> {
    for wanted in names {
        let is_sent = (wanted == "host" && request.authority.is_some())
            || request.headers.iter().any(|(name, _)| name.eq_ignore_ascii_case(wanted));
        let in_query = parameters.iter().filter(|(name, _)| name == wanted).count();
        let is_taken = server.takes_headers_from_query && wanted.starts_with("x-amz-") && in_query == 1;
        require(is_sent || is_taken, "a missing header")?;
        let value = header(request, parameters, wanted)?;
        let is_control = |character: char| character.is_ascii_control() && character != '\t';
        require(!value.chars().any(is_control), "a control character in a header")?;
    }
    Ok(())
}

/// Returns the value of the first parameter with this name. No parameter of a signature may occur twice.
fn value<'p>(parameters: &'p [(String, String)], wanted: &str) -> Answer<&'p str> {
    let found = parameters.iter().find(|(name, _)| name == wanted);
    found.map(|(_, value)| value.as_str()).ok_or("a missing parameter")
}

fn signed_headers(parameters: &[(String, String)]) -> Answer<Vec<String>> {
    Ok(value(parameters, "X-Amz-SignedHeaders")?.split(';').map(str::to_owned).collect())
}

/// Returns the canonical value of a signed header. One that was not sent is taken from the query.
fn header(request: &Request, parameters: &[(String, String)], wanted: &str) -> Answer<String> {
    let sent = request.headers.iter().filter(|(name, _)| name.eq_ignore_ascii_case(wanted));
    let mut values: Vec<&[u8]> = sent.map(|(_, value)| &**value).collect();
    if let (Some(authority), "host") = (&request.authority, wanted) {
        values = vec![authority.as_bytes()];
    }
    if values.is_empty() {
        values.push(value(parameters, wanted)?.as_bytes());
    }
    let folded: Answer<Vec<String>> = values.into_iter().map(|value| Ok(fold(&text(value)?))).collect();
    Ok(folded?.join(","))
}

/// Returns the last line of the canonical request.
fn payload_line(request: &Request, server: &Server, parameters: &[(String, String)]) -> Answer<String> {
    let [in_query, in_header] = payload_hashes(request, server, parameters)?;
    let default = if is_s3(server) { "UNSIGNED-PAYLOAD".to_owned() } else { hex::encode(Sha256::digest("")) };
    Ok(in_query.or(in_header).unwrap_or(default))
}

/// Returns the hash of the body in the query, which S3 looks at, and that in a signed header.
fn payload_hashes(request: &Request, server: &Server, parameters: &[(String, String)]) -> Answer<[Option<String>; 2]> {
    let is_signed = signed_headers(parameters)?.iter().any(|name| name == "x-amz-content-sha256");
    let in_query = value(parameters, "X-Amz-Content-Sha256").ok().filter(|_| is_s3(server)).map(str::to_owned);
    let in_header = if is_signed { Some(header(request, parameters, "x-amz-content-sha256")?) } else { None };
    Ok([in_query, in_header])
}

fn is_s3(server: &Server) -> bool {
    ["s3", "s3express", "s3-object-lambda", "s3-outposts"].contains(&&*server.service)
}

/// Returns the received path, still encoded.
fn path(request: &Request) -> String {
    request.target.split('?').next().unwrap_or_default().to_owned()
}

/// Returns the path as the client signed it, before a proxy removed the prefix.
fn canonical_path(request: &Request, server: &Server) -> Answer<String> {
    let signed = format!("{}{}", server.stripped_prefix, path(request));
    let signed = if is_s3(server) { decode(&signed, Plus::Itself)? } else { normalize(&signed).into_bytes() };
    Ok(encode(&signed, "/"))
}

/// Checks that what is served is what was signed, below the prefix.
fn check_prefix(request: &Request, server: &Server) -> Answer<()> {
    let (prefix, received) = (&server.stripped_prefix, path(request));
    let is_below =
        normalize(&format!("{prefix}{received}")) == format!("{}{}", normalize(prefix), normalize(&received));
    require(is_s3(server) || prefix.is_empty() || is_below, "a path out of the prefix")
}

fn canonical_query(parameters: &[(String, String)]) -> String {
    let signed = parameters.iter().filter(|(name, _)| name != "X-Amz-Signature");
    let mut pairs: Vec<_> =
        signed.map(|(name, value)| (encode(name.as_bytes(), ""), encode(value.as_bytes(), ""))).collect();
    pairs.sort();
    let pairs: Vec<_> = pairs.iter().map(|(name, value)| format!("{name}={value}")).collect();
    pairs.join("&")
}

/// What a `+` stands for.
#[derive(Clone, Copy, PartialEq)]
enum Plus {
    Itself,
    Space,
}

/// Decodes percent-encoded text. An error is a `%` without two digits.
fn decode(text: &str, plus: Plus) -> Answer<Vec<u8>> {
    let mut decoded = Vec::new();
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        decoded.push(match byte {
            b'%' => {
                let digits = [bytes.next().ok_or("a cut escape")?, bytes.next().ok_or("a cut escape")?];
                hex::decode(digits).map_err(|_| "a malformed escape")?[0]
            }
            b'+' if plus == Plus::Space => b' ',
            byte => byte,
        });
    }
    Ok(decoded)
}

fn text(bytes: &[u8]) -> Answer<String> {
    String::from_utf8(bytes.to_vec()).map_err(|_| "not UTF-8")
}

/// Returns whether a text has 1 to `longest` letters, digits and marks, all in ASCII.
fn is_made_of(text: &str, marks: &str, longest: usize) -> bool {
    let allowed = |character: char| character.is_ascii_alphanumeric() || marks.contains(character);
    !text.is_empty() && text.len() <= longest && text.chars().all(allowed)
}

fn is_hex_digit(character: char) -> bool {
    matches!(character, '0'..='9' | 'a'..='f')
}

fn is_lower_case_token(name: &str) -> bool {
    is_made_of(name, "!#$%&'*+-.^_`|~", usize::MAX) && name.to_ascii_lowercase() == name
}

/// Parses `YYYYMMDD'T'HHMMSS'Z'`.
fn parse_date(text: &str) -> Option<Time> {
    let form: String = text.chars().map(|character| if character.is_ascii_digit() { '0' } else { character }).collect();
    if form != "00000000T000000Z" {
        return None;
    }
    let number = |range: std::ops::Range<usize>| text.get(range)?.parse::<usize>().ok();
    let (year, month, day) = (number(0..4)?, number(4..6)?, number(6..8)?);
    let (hour, minute, second) = (number(9..11)?, number(11..13)?, number(13..15)?);
    let is_leap = |year: usize| year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days_of = |year| if is_leap(year) { 366 } else { 365 };
    let months = [31, days_of(year) - 337, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let &last = months.get(month.checked_sub(1)?)?;
    if !(1..=last).contains(&day) || hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let days = (0..year).map(days_of).sum::<usize>() + months[..month - 1].iter().sum::<usize>() + day - 1;
    let epoch: usize = (0..1970).map(days_of).sum();
    let seconds = ((days as Time - epoch as Time) * 24 + hour as Time) * 3600 + (minute * 60 + second) as Time;
    Some(seconds * 1_000_000_000)
}

fn require(is_right: bool, check: &'static str) -> Answer<()> {
    if is_right { Ok(()) } else { Err(check) }
}
