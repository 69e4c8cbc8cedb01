//! Runs the AWS signing test suite: 38 cases for SigV4 and 38 for SigV4A, each with the signature in a header and in
//! the query.
//!
//! The suite tests the protocol, so this test uses `presign::sigv4`. The suite's service is fictional: it encodes the
//! path once, but real services other than S3 encode it twice.

mod util;

use p256::ecdsa::signature::Verifier;
use p256::ecdsa::{DerSignature, VerifyingKey};
use presign::Algorithm;
use presign::sigv4::{
    AmzDate, CanonicalHeaders, CanonicalQuery, CanonicalRequest, EMPTY_PAYLOAD_HASH, Scope, SigningKey, StringToSign,
    encode_path, normalize_path, percent_decode,
};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::util::vectors::{date, text};

const SUITE: &str = include_str!("vectors/aws-signing-test-suite.json");

#[test]
fn the_header_form_agrees() {
    each_case(Algorithm::Sigv4, "header", |case, sign| case.sign_headers(sign));
}

#[test]
fn the_query_form_agrees() {
    each_case(Algorithm::Sigv4, "query", |case, sign| case.sign_query(sign));
}

#[test]
fn the_header_form_of_sigv4a_agrees() {
    each_case(Algorithm::Sigv4a, "header", |case, sign| case.sign_headers(sign));
}

#[test]
fn the_query_form_of_sigv4a_agrees() {
    each_case(Algorithm::Sigv4a, "query", |case, sign| case.sign_query(sign));
}

fn each_case(algorithm: Algorithm, form: &str, signed_in: fn(&Case<'_>, Sign<'_>) -> Artifacts) {
    let suite: Value = serde_json::from_str(SUITE).unwrap();
    let prefix = if algorithm == Algorithm::Sigv4 { "v4/" } else { "v4a/" };
    let values = suite.as_array().unwrap().iter().filter(|case| text(case, "name").starts_with(prefix));
    let mut count = 0;
    for value in values {
        let name = format!("{}, {form}", text(value, "name"));
        let (case, expected) = (Case::read(value, algorithm), &value[form]);
        let signed_request = text(expected, "signed_request");
        let signed = match algorithm {
            Algorithm::Sigv4 => signed_in(&case, &|message| case.hmac(message)),
            // The suite's SigV4A signatures are random, so the request is built with the expected one.
            _ => signed_in(&case, &|_| signature_in(signed_request).to_owned()),
        };
        assert_eq!(signed.canonical_request, text(expected, "canonical_request"), "{name}: canonical request");
        assert_eq!(signed.string_to_sign, text(expected, "string_to_sign"), "{name}: string to sign");
        assert_eq!(signed.request, Message::parse(signed_request), "{name}: signed request");
        if algorithm == Algorithm::Sigv4 {
            assert_eq!(signed.signature, text(expected, "signature"), "{name}: signature");
        } else {
            let public_key = public_key(&value["public_key"]);
            verify(&public_key, &signed.string_to_sign, &signed.signature);
            verify(&public_key, &signed.string_to_sign, text(expected, "signature"));
            #[cfg(feature = "sigv4a")]
            check_own_signature(&case, &public_key, &signed.string_to_sign);
        }
        count += 1;
    }
    assert_eq!(count, 38, "the number of cases changed");
}

fn public_key(value: &Value) -> VerifyingKey {
    let coordinates = ["X", "Y"].map(|name| hex::decode(text(value, name)).unwrap());
    VerifyingKey::from_sec1_bytes(&[&[4], &*coordinates.concat()].concat()).unwrap()
}

#[track_caller]
fn verify(public_key: &VerifyingKey, message: &str, hex_signature: &str) {
    let signature = DerSignature::from_bytes(&hex::decode(hex_signature).unwrap()).unwrap();
    public_key.verify(message.as_bytes(), &signature).unwrap();
    assert!(public_key.verify(b"another", &signature).is_err());
}

#[cfg(feature = "sigv4a")]
fn check_own_signature(case: &Case<'_>, public_key: &VerifyingKey, message: &str) {
    let key = presign::sigv4a::SigningKey::derive(case.access_key_id, case.secret).unwrap();
    assert_eq!(key.public_key(), *public_key.to_sec1_point(false).as_bytes());
    verify(public_key, message, &key.sign(message.as_bytes()).to_string());
}

fn signature_in(signed_request: &str) -> &str {
    let (_, rest) = signed_request.split_once("Signature=").unwrap();
    rest.split(|character: char| !character.is_ascii_hexdigit()).next().unwrap()
}

/// Signs a string to sign.
type Sign<'a> = &'a dyn Fn(&str) -> String;

struct Case<'a> {
    request: Message,
    algorithm: Algorithm,
    date: AmzDate,
    region: &'a str,
    scope: Scope<'a>,
    access_key_id: &'a str,
    secret: &'a str,
    token: Option<&'a str>,
    /// Whether the token is appended after signing.
    omit_token: bool,
    expires_in: u64,
    normalize: bool,
    sign_body: bool,
}

/// The results of signing, in the order in which they are computed.
struct Artifacts {
    canonical_request: String,
    string_to_sign: String,
    signature: String,
    request: Message,
}

impl<'a> Case<'a> {
    fn read(case: &'a Value, algorithm: Algorithm) -> Self {
        let (context, credentials) = (&case["context"], &case["context"]["credentials"]);
        let date = date(context, "timestamp");
        let (region, service) = (text(context, "region"), text(context, "service"));
        let scope = match algorithm {
            Algorithm::Sigv4 => Scope::new(date.date(), region, service),
            _ => Scope::without_region(date.date(), service),
        };
        Self {
            request: Message::parse(text(case, "request")),
            algorithm,
            date,
            region,
            scope: scope.unwrap(),
            access_key_id: text(credentials, "access_key_id"),
            secret: text(credentials, "secret_access_key"),
            token: credentials["token"].as_str(),
            omit_token: context["omit_session_token"].as_bool().unwrap_or(false),
            expires_in: context["expiration_in_seconds"].as_u64().unwrap(),
            normalize: context["normalize"].as_bool().unwrap(),
            sign_body: context["sign_body"].as_bool().unwrap(),
        }
    }

    fn sign_headers(&self, sign: Sign<'_>) -> Artifacts {
        let mut signed = self.request.clone();
        signed.add_header("X-Amz-Date", &self.date.to_string());
        if self.sign_body {
            signed.add_header("X-Amz-Content-Sha256", &self.payload_hash());
        }
        if self.algorithm == Algorithm::Sigv4a {
            signed.add_header("X-Amz-Region-Set", self.region);
        }
        if let Some(token) = self.token.filter(|_| !self.omit_token) {
            signed.add_header("X-Amz-Security-Token", token);
        }
        let (headers, query) = (signed.canonical_headers(), signed.canonical_query());
        let mut artifacts = self.artifacts(signed, &headers, &query, sign);

        if let Some(token) = self.token.filter(|_| self.omit_token) {
            artifacts.request.add_header("X-Amz-Security-Token", token);
        }
        let authorization = format!(
            "{} Credential={}, SignedHeaders={}, Signature={}",
            self.algorithm,
            self.credential(),
            headers.signed_headers(),
            artifacts.signature,
        );
        artifacts.request.add_header("Authorization", &authorization);
        artifacts
    }

    fn sign_query(&self, sign: Sign<'_>) -> Artifacts {
        let mut signed = self.request.clone();
        let headers = signed.canonical_headers();
        signed.add_parameter("X-Amz-Algorithm", &self.algorithm.to_string());
        signed.add_parameter("X-Amz-Credential", &self.credential());
        signed.add_parameter("X-Amz-Date", &self.date.to_string());
        signed.add_parameter("X-Amz-Expires", &self.expires_in.to_string());
        if self.algorithm == Algorithm::Sigv4a {
            signed.add_parameter("X-Amz-Region-Set", self.region);
        }
        signed.add_parameter("X-Amz-SignedHeaders", &headers.signed_headers().to_string());
        if let Some(token) = self.token.filter(|_| !self.omit_token) {
            signed.add_parameter("X-Amz-Security-Token", token);
        }
        let query = signed.canonical_query();
        let mut artifacts = self.artifacts(signed, &headers, &query, sign);

        if let Some(token) = self.token.filter(|_| self.omit_token) {
            artifacts.request.add_parameter("X-Amz-Security-Token", token);
        }
        artifacts.request.add_parameter("X-Amz-Signature", &artifacts.signature);
        artifacts
    }

    fn hmac(&self, message: &str) -> String {
        SigningKey::derive(self.secret, &self.scope).sign(message.as_bytes()).to_string()
    }

    fn artifacts(
        &self,
        request: Message,
        headers: &CanonicalHeaders,
        query: &CanonicalQuery,
        sign: Sign<'_>,
    ) -> Artifacts {
        let (path, payload_hash) = (self.canonical_path(), self.payload_hash());
        let canonical = CanonicalRequest::new(&request.method, &path, query.as_str(), headers, &payload_hash);
        let string_to_sign = StringToSign::new(self.algorithm, self.date, self.scope, canonical.hash()).to_string();
        Artifacts {
            canonical_request: canonical.to_string(),
            signature: sign(&string_to_sign),
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

/// An HTTP request from the suite. Comparing two ignores the order of parameters and headers. The path and the
/// parameters are decoded, because some of the suite's requests contain raw spaces and non-ASCII characters.
#[derive(Clone, Debug)]
struct Message {
    method: String,
    path: String,
    parameters: Vec<(String, String)>,
    /// The names are in lower case.
    headers: Vec<(String, String)>,
    body: String,
}

impl Message {
    fn parse(text: &str) -> Self {
        let (head, body) = text.split_once("\n\n").unwrap_or((text, ""));
        // A line that begins with a space continues the previous line.
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
