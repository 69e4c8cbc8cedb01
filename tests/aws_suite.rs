//! AWS's signing test suite, all 38 cases of SigV4, in both of its forms: signed by headers and signed by the query.
//!
//! It is about the protocol alone, so it runs on `presign::sigv4`. Its service is none of the real ones: a path is encoded
//! once, and not twice as for the others.

use presign::Algorithm;
use presign::sigv4::{
    AmzDate, CanonicalHeaders, CanonicalQuery, CanonicalRequest, EMPTY_PAYLOAD_HASH, Scope, SigningKey, StringToSign,
    encode_path, normalize_path, percent_decode,
};
use serde_json::Value;
use sha2::{Digest, Sha256};

const SUITE: &str = include_str!("vectors/aws-signing-test-suite.json");

#[test]
fn the_header_form_agrees() {
    each_case("header", |case| case.sign_headers());
}

#[test]
fn the_query_form_agrees() {
    each_case("query", |case| case.sign_query());
}

fn each_case(form: &str, sign: fn(&Case<'_>) -> Artefacts) {
    let suite: Value = serde_json::from_str(SUITE).unwrap();
    let cases = suite.as_array().unwrap().iter().filter(|case| text(case, "name").starts_with("v4/"));
    let mut count = 0;
    for case in cases {
        let name = format!("{}, {form}", text(case, "name"));
        let expected = &case[form];
        let signed = sign(&Case::read(case));
        assert_eq!(signed.canonical_request, text(expected, "canonical_request"), "{name}: canonical request");
        assert_eq!(signed.string_to_sign, text(expected, "string_to_sign"), "{name}: string to sign");
        assert_eq!(signed.signature, text(expected, "signature"), "{name}: signature");
        assert_eq!(signed.request, Message::parse(text(expected, "signed_request")), "{name}: signed request");
        count += 1;
    }
    assert_eq!(count, 38, "cases were added or lost");
}

struct Case<'a> {
    request: Message,
    date: AmzDate,
    scope: Scope<'a>,
    access_key_id: &'a str,
    secret: &'a str,
    token: Option<&'a str>,
    /// The token goes on after signing.
    omit_token: bool,
    expires_in: u64,
    normalize: bool,
    sign_body: bool,
}

/// What signing gives, in the order in which it comes about.
struct Artefacts {
    canonical_request: String,
    string_to_sign: String,
    signature: String,
    request: Message,
}

impl<'a> Case<'a> {
    fn read(case: &'a Value) -> Self {
        let (context, credentials) = (&case["context"], &case["context"]["credentials"]);
        let date: AmzDate = text(context, "timestamp").replace(['-', ':'], "").parse().unwrap();
        Self {
            request: Message::parse(text(case, "request")),
            date,
            scope: Scope::new(date.date(), text(context, "region"), text(context, "service")).unwrap(),
            access_key_id: text(credentials, "access_key_id"),
            secret: text(credentials, "secret_access_key"),
            token: credentials["token"].as_str(),
            omit_token: context["omit_session_token"].as_bool().unwrap_or(false),
            expires_in: context["expiration_in_seconds"].as_u64().unwrap(),
            normalize: context["normalize"].as_bool().unwrap(),
            sign_body: context["sign_body"].as_bool().unwrap(),
        }
    }

    fn sign_headers(&self) -> Artefacts {
        let mut signed = self.request.clone();
        signed.add_header("X-Amz-Date", &self.date.to_string());
        if self.sign_body {
            signed.add_header("X-Amz-Content-Sha256", &self.payload_hash());
        }
        if let Some(token) = self.token.filter(|_| !self.omit_token) {
            signed.add_header("X-Amz-Security-Token", token);
        }
        let (headers, query) = (signed.canonical_headers(), signed.canonical_query());
        let mut artefacts = self.sign(signed, &headers, &query);

        if let Some(token) = self.token.filter(|_| self.omit_token) {
            artefacts.request.add_header("X-Amz-Security-Token", token);
        }
        let authorization = format!(
            "{} Credential={}, SignedHeaders={}, Signature={}",
            Algorithm::Sigv4,
            self.credential(),
            headers.signed_headers(),
            artefacts.signature,
        );
        artefacts.request.add_header("Authorization", &authorization);
        artefacts
    }

    fn sign_query(&self) -> Artefacts {
        let mut signed = self.request.clone();
        let headers = signed.canonical_headers();
        signed.add_parameter("X-Amz-Algorithm", &Algorithm::Sigv4.to_string());
        signed.add_parameter("X-Amz-Credential", &self.credential());
        signed.add_parameter("X-Amz-Date", &self.date.to_string());
        signed.add_parameter("X-Amz-Expires", &self.expires_in.to_string());
        signed.add_parameter("X-Amz-SignedHeaders", &headers.signed_headers().to_string());
        if let Some(token) = self.token.filter(|_| !self.omit_token) {
            signed.add_parameter("X-Amz-Security-Token", token);
        }
        let query = signed.canonical_query();
        let mut artefacts = self.sign(signed, &headers, &query);

        if let Some(token) = self.token.filter(|_| self.omit_token) {
            artefacts.request.add_parameter("X-Amz-Security-Token", token);
        }
        artefacts.request.add_parameter("X-Amz-Signature", &artefacts.signature);
        artefacts
    }

    fn sign(&self, request: Message, headers: &CanonicalHeaders, query: &CanonicalQuery) -> Artefacts {
        let (path, payload_hash) = (self.canonical_path(), self.payload_hash());
        let canonical = CanonicalRequest::new(&request.method, &path, query.as_str(), headers, &payload_hash);
        let string_to_sign = StringToSign::new(Algorithm::Sigv4, self.date, self.scope, canonical.hash()).to_string();
        let key = SigningKey::derive(self.secret, &self.scope);
        Artefacts {
            canonical_request: canonical.to_string(),
            signature: key.sign(string_to_sign.as_bytes()).to_string(),
            string_to_sign,
            request,
        }
    }

    fn canonical_path(&self) -> String {
        let path = &self.request.path;
        encode_path(&if self.normalize { normalize_path(path) } else { path.clone() }).to_string()
    }

    fn payload_hash(&self) -> String {
        if self.sign_body { hex::encode(Sha256::digest(&self.request.body)) } else { EMPTY_PAYLOAD_HASH.into() }
    }

    fn credential(&self) -> String {
        format!("{}/{}", self.access_key_id, self.scope)
    }
}

/// A request of HTTP as the suite writes it, without the order of its parameters and headers. Path and parameters are
/// decoded: in the suite they may stand raw, with spaces and characters outside ASCII.
#[derive(Clone, Debug)]
struct Message {
    method: String,
    path: String,
    parameters: Vec<(String, String)>,
    /// With names in lower case.
    headers: Vec<(String, String)>,
    body: String,
}

impl Message {
    fn parse(text: &str) -> Self {
        let (head, body) = text.split_once("\n\n").unwrap_or((text, ""));
        // A line that begins with a space continues the one before it.
        let head = head.replace("\n ", " ");
        let (first, header_lines) = head.split_once('\n').unwrap();
        let (method, target) = first.strip_suffix(" HTTP/1.1").unwrap().split_once(' ').unwrap();
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let mut message = Self {
            method: method.into(),
            path: decoded(path),
            parameters: Vec::new(),
            headers: Vec::new(),
            body: body.into(),
        };
        for pair in query.split_terminator('&') {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            message.add_parameter(&decoded(name), &decoded(value));
        }
        for line in header_lines.lines() {
            let (name, value) = line.split_once(':').unwrap();
            message.add_header(name, value);
        }
        message
    }

    fn add_parameter(&mut self, name: &str, value: &str) {
        self.parameters.push((name.into(), value.into()));
    }

    fn add_header(&mut self, name: &str, value: &str) {
        self.headers.push((name.to_lowercase(), value.into()));
    }

    fn canonical_headers(&self) -> CanonicalHeaders {
        let mut headers = CanonicalHeaders::new();
        self.headers.iter().for_each(|(name, value)| headers.insert(name, value).unwrap());
        headers
    }

    fn canonical_query(&self) -> CanonicalQuery {
        let mut query = CanonicalQuery::new();
        self.parameters.iter().for_each(|(name, value)| query.insert(name, value));
        query
    }
}

impl PartialEq for Message {
    fn eq(&self, other: &Self) -> bool {
        let sorted = |pairs: &[(String, String)]| {
            let mut pairs = pairs.to_vec();
            pairs.sort();
            pairs
        };
        (&self.method, &self.path, &self.body) == (&other.method, &other.path, &other.body)
            && sorted(&self.parameters) == sorted(&other.parameters)
            && sorted(&self.headers) == sorted(&other.headers)
    }
}

fn decoded(text: &str) -> String {
    String::from_utf8(percent_decode(text).unwrap()).unwrap()
}

fn text<'a>(value: &'a Value, field: &str) -> &'a str {
    value[field].as_str().unwrap_or_else(|| panic!("no {field} in {value}"))
}
