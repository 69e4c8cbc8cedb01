//! Checks a token as a service does: restores the signed URL from it and checks its parts. It is simple and slow, and
//! shares no code with the library.

use crate::naive::{self, Url};

/// Decodes base64 in the URL-safe alphabet, and rejects padding (RFC 4648, sections 3.2 and 5).
pub(crate) fn decode_base64_url(text: &str) -> Result<Vec<u8>, String> {
    const ALPHABET: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut bits = String::new();
    for digit in text.chars() {
        let value = ALPHABET.find(digit).ok_or(format!("`{digit}` is no digit of base64url"))?;
        bits += &format!("{value:06b}");
    }
    let (bytes, rest) = bits.split_at(bits.len() / 8 * 8);
    if rest.len() >= 6 || rest.contains('1') {
        return Err(format!("{} digits are no whole number of bytes", text.len()));
    }
    let bytes = bytes.as_bytes().chunks(8).map(|byte| std::str::from_utf8(byte).unwrap());
    Ok(bytes.map(|byte| u8::from_str_radix(byte, 2).unwrap()).collect())
}

/// Returns the URL in a token for Kafka or Kubernetes. The Kubernetes prefix must already be removed.
pub(crate) fn decode_url(text: &str) -> Result<String, String> {
    String::from_utf8(decode_base64_url(text)?).map_err(|_| "the URL is not UTF-8".into())
}

/// Returns the URL in an API key of Amazon Bedrock, without the version that follows what is signed. The base64 has the
/// standard alphabet and padding (RFC 4648, section 4).
pub(crate) fn decode_bedrock(key: &str) -> Result<String, String> {
    let base64 = key.strip_prefix("bedrock-api-key-").ok_or("no prefix")?;
    if !base64.len().is_multiple_of(4) || base64.contains(['-', '_']) {
        return Err("no base64 with padding".into());
    }
    let digits = base64.strip_suffix("==").or(base64.strip_suffix('=')).unwrap_or(base64);
    let url = decode_url(&digits.replace('+', "-").replace('/', "_"))?;
    Ok(format!("https://{}", url.strip_suffix("&Version=1").ok_or("no version")?))
}

/// Checks a token as the authenticator of an EKS cluster does before it calls STS. `hosts` are the STS hosts of the
/// cluster's partition; `now` has the format of X-Amz-Date.
pub(crate) fn check_eks(token: &str, hosts: &[&str], now: &str) -> Result<(), String> {
    let ensure = |holds: bool, what: &str| if holds { Ok(()) } else { Err(what.to_string()) };
    ensure(token.len() <= 4096, "too long")?;
    let url = decode_url(token.strip_prefix("k8s-aws-v1.").ok_or("no prefix")?)?;
    let url = Url::parse(&url);
    ensure(url.scheme == "https", "the scheme")?;
    ensure(hosts.contains(&url.authority), "the host")?;
    ensure(url.path == "/", "the path")?;
    const ALLOWED: [&str; 9] = [
        "action",
        "version",
        "x-amz-algorithm",
        "x-amz-credential",
        "x-amz-date",
        "x-amz-expires",
        "x-amz-security-token",
        "x-amz-signature",
        "x-amz-signedheaders",
    ];
    let mut seen: Vec<String> = Vec::new();
    for (name, _) in &url.query {
        let name = String::from_utf8(naive::decode(name)).map_err(|_| "a name")?.to_lowercase();
        ensure(ALLOWED.contains(&name.as_str()), &format!("the parameter {name}"))?;
        ensure(!seen.contains(&name), &format!("{name} occurs twice"))?;
        seen.push(name);
    }
    ensure(url.parameter("Action") == "GetCallerIdentity", "the action")?;
    let signed = url.parameter("X-Amz-SignedHeaders");
    ensure(signed.split(';').any(|name| name == "x-k8s-aws-id"), "the cluster is not signed")?;
    let expires: i32 = url.parameter("X-Amz-Expires").parse().map_err(|_| "the expiry")?;
    ensure((0..=900).contains(&expires), "the expiry")?;
    let age = seconds(now) - seconds(&url.parameter("X-Amz-Date"));
    ensure(age <= 15 * 60, "too old")
}

/// Converts a date to seconds. Only dates within the same month are comparable.
fn seconds(date: &str) -> i64 {
    let number = |at: usize| date[at..at + 2].parse::<i64>().unwrap();
    ((number(6) * 24 + number(9)) * 60 + number(11)) * 60 + number(13)
}
