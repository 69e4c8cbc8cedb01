//! A URL, and what its signer has signed instead. The signature is computed here, without the library.

use hmac::{Hmac, KeyInit, Mac};
use presign::Credentials;
use presign::diagnose::{Attempt, Certainty, Diagnosis, explain};
use sha2::{Digest, Sha256};
use time::OffsetDateTime;
use time::macros::datetime;

pub(crate) const NOON: OffsetDateTime = datetime!(2026-11-23 12:00 UTC);
/// What the URL and the headers show by themselves in some cases. The tests in `url` are about that.
const BY_THE_URL: [&str; 3] = ["clock-skew", "header-not-signed", "token-unexpected"];

pub(crate) const ID: &str = "AKIAIOSFODNN7EXAMPLE";
pub(crate) const SECRET: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
pub(crate) const TOKEN: &str = "IQoJb3JpZ2lu/X2Vj+EHsaCXVzLWVhc3QtMSJHMEU==";
/// The token as a URL has it.
pub(crate) const ENCODED_TOKEN: &str = "IQoJb3JpZ2lu%2FX2Vj%2BEHsaCXVzLWVhc3QtMSJHMEU%3D%3D";
pub(crate) const EMPTY: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
pub(crate) const KEY_PATH: &str = "/photos/2026/a%20b%2Bc%21~%2A%3D%3A%40%C3%BC.jpg";

/// A URL without its signature, what is known of the attempt, and what was signed.
#[derive(Clone)]
pub(crate) struct Case {
    pub(crate) url: String,
    /// What comes after the signature.
    pub(crate) after: String,
    pub(crate) sent: Sent,
    pub(crate) signed: Signed,
    pub(crate) given: Credentials,
}

/// What is known of the request besides the URL.
#[derive(Clone, Default)]
pub(crate) struct Sent {
    pub(crate) method: Option<&'static str>,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) hosts: Vec<&'static str>,
    pub(crate) credentials: Vec<Credentials>,
    pub(crate) response: Option<(u16, String)>,
}

/// The texts that are signed.
#[derive(Clone)]
pub(crate) struct Signed {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) query: String,
    /// The canonical lines.
    pub(crate) lines: String,
    pub(crate) names: String,
    pub(crate) payload: String,
    pub(crate) date: String,
    /// The scope in the string to sign.
    pub(crate) scope: String,
    /// The scope of the key.
    pub(crate) key_scope: String,
    pub(crate) secret: String,
}

impl Case {
    /// A right GET of S3, with a parameter besides those of the signature.
    pub(crate) fn s3() -> Self {
        let query = format!(
            "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential={ID}%2F20261123%2Feu-west-1%2Fs3%2Faws4_request\
             &X-Amz-Date=20261123T120000Z&X-Amz-Expires=900&X-Amz-SignedHeaders=host\
             &response-content-disposition=attachment%3B%20filename%3D%22a%2Fb%2Bc%21%22&versionId="
        );
        Self::of(
            "https://examplebucket.s3.eu-west-1.amazonaws.com",
            KEY_PATH,
            &query,
            "eu-west-1/s3",
            "UNSIGNED-PAYLOAD",
        )
    }

    /// The same at a server of one's own, in path style.
    pub(crate) fn minio() -> Self {
        Self::s3().at("http://127.0.0.1:9000", "/examplebucket/2026/boat.jpg")
    }

    /// A right GET of another service.
    pub(crate) fn api() -> Self {
        let query = format!(
            "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential={ID}%2F20261123%2Fus-east-1%2Fexecute-api%2Faws4_request\
             &X-Amz-Date=20261123T120000Z&X-Amz-Expires=900&X-Amz-SignedHeaders=host&stage=%C3%BC"
        );
        let host = "https://abc.execute-api.us-east-1.amazonaws.com";
        let mut case = Self::of(host, "/prod/a%2Fb//c/./d", &query, "us-east-1/execute-api", EMPTY);
        case.signed.path = "/prod/a%252Fb/c/d".into();
        case
    }

    /// The same as `s3`, with a session token.
    pub(crate) fn session() -> Self {
        let mut case = Self::s3();
        let token = format!("&X-Amz-Security-Token={ENCODED_TOKEN}&X-Amz-SignedHeaders");
        case.url = case.url.replace("&X-Amz-SignedHeaders", &token);
        case.signed.query = case.signed.query.replace("&X-Amz-SignedHeaders", &token);
        case.given = Credentials::new(ID, SECRET).with_session_token(TOKEN);
        case
    }

    /// A right PUT of S3 that signs a header, which is sent as it is signed.
    pub(crate) fn put(name: &str, value: &str) -> Self {
        let mut case = Self::s3();
        let names = if name < "host" { [name, "host"] } else { ["host", name] };
        let signed_headers = format!("X-Amz-SignedHeaders={}", names.join("%3B"));
        case.url = case.url.replace("X-Amz-SignedHeaders=host", &signed_headers);
        case.signed.query = case.signed.query.replace("X-Amz-SignedHeaders=host", &signed_headers);
        case.signed.names = names.join(";");
        case.signed.method = "PUT".into();
        case.sent.method = Some("PUT");
        case.send("Accept", "*/*");
        let line = format!("{name}:{value}\n");
        let host = case.signed.lines.clone();
        case.signed.lines = if name < "host" { line + &host } else { host + &line };
        case
    }

    fn of(origin: &str, path: &str, query: &str, region_and_service: &str, payload: &str) -> Self {
        let host = origin.split_once("://").expect("a scheme").1;
        let scope = format!("20261123/{region_and_service}/aws4_request");
        Self {
            url: format!("{origin}{path}?{query}"),
            after: String::new(),
            sent: Sent { method: Some("GET"), ..Sent::default() },
            signed: Signed {
                method: "GET".into(),
                path: path.into(),
                query: query.into(),
                lines: format!("host:{host}\n"),
                names: "host".into(),
                payload: payload.into(),
                date: "20261123T120000Z".into(),
                key_scope: scope.clone(),
                scope,
                secret: SECRET.into(),
            },
            given: Credentials::new(ID, SECRET),
        }
    }

    /// Moves the URL and what is signed.
    pub(crate) fn at(mut self, origin: &str, path: &str) -> Self {
        let (_, query) = self.url.split_once('?').expect("a query");
        self.url = format!("{origin}{path}?{query}");
        self.signed.path = path.into();
        self.signed.host(origin.split_once("://").expect("a scheme").1);
        self
    }

    /// Replaces a part of the URL, which is not what was signed any more.
    pub(crate) fn replace_in_url(&mut self, from: &str, to: &str) {
        assert!(self.url.contains(from), "{from} is in {}", self.url);
        self.url = self.url.replacen(from, to, 1);
    }

    pub(crate) fn send(&mut self, name: &str, value: &str) {
        self.sent.headers.push((name.into(), value.into()));
    }

    /// Returns the whole URL.
    pub(crate) fn url(&self) -> String {
        format!("{}&X-Amz-Signature={}{}", self.url, self.signed.signature(), self.after)
    }

    pub(crate) fn diagnose(&self) -> Diagnosis {
        let Sent { method, headers, hosts, credentials, response } = &self.sent;
        let mut attempt = Attempt::new(self.url());
        if let Some(method) = method {
            attempt = attempt.method(method);
        }
        attempt = headers.iter().fold(attempt, |attempt, (name, value)| attempt.header(name, value));
        attempt = hosts.iter().fold(attempt, |attempt, host| attempt.candidate_host(host));
        attempt = credentials.iter().cloned().fold(attempt, Attempt::candidate_credentials);
        if let Some((status, body)) = response {
            attempt = attempt.response(*status, body);
        }
        explain(&attempt, Some(&self.given), NOON)
    }

    /// Checks that exactly these causes are certain, and that nothing secret is shown. Returns what is wrong.
    pub(crate) fn mistake(&self, codes: &[&str]) -> Option<String> {
        let diagnosis = self.diagnose();
        self.check_shows_no_secret(&diagnosis);
        let certain = diagnosis.findings().iter().filter(|finding| finding.certainty == Certainty::Certain);
        let mut found: Vec<_> = certain.map(|finding| finding.code).filter(|code| !BY_THE_URL.contains(code)).collect();
        let mut expected = codes.to_vec();
        found.sort_unstable();
        expected.sort_unstable();
        (found != expected).then(|| format!("expected {expected:?}, found {found:?}\n{}\n{diagnosis}", self.url()))
    }

    pub(crate) fn check_shows_no_secret(&self, diagnosis: &Diagnosis) {
        let shown = format!("{diagnosis} {diagnosis:?}").to_ascii_lowercase();
        for secret in [&self.signed.signature(), SECRET, TOKEN, ENCODED_TOKEN] {
            assert!(!shown.contains(&secret.to_ascii_lowercase()), "{shown}");
        }
    }
}

impl Signed {
    /// Replaces the signed host.
    pub(crate) fn host(&mut self, host: &str) {
        let lines = self.lines.split_inclusive('\n');
        self.lines = lines
            .map(|line| if line.starts_with("host:") { format!("host:{host}\n") } else { line.to_owned() })
            .collect();
    }

    /// Replaces a part of the signed query, which must be there.
    pub(crate) fn replace_in_query(&mut self, from: &str, to: &str) {
        assert!(self.query.contains(from), "{from} is in {}", self.query);
        self.query = self.query.replace(from, to);
    }

    pub(crate) fn scopes(&mut self, from: &str, to: &str) {
        self.scope = self.scope.replacen(from, to, 1);
        self.key_scope = self.key_scope.replacen(from, to, 1);
    }

    pub(crate) fn canonical_request(&self) -> String {
        let Self { method, path, query, lines, names, payload, .. } = self;
        format!("{method}\n{path}\n{query}\n{lines}\n{names}\n{payload}")
    }

    pub(crate) fn signature(&self) -> String {
        let Self { date, scope, key_scope, secret, .. } = self;
        let hash = hex::encode(Sha256::digest(self.canonical_request()));
        let message = format!("AWS4-HMAC-SHA256\n{date}\n{scope}\n{hash}");
        let key = key_scope.split('/').fold(format!("AWS4{secret}").into_bytes(), |key, part| hmac(&key, part));
        hex::encode(hmac(&key, &message))
    }
}

fn hmac(key: &[u8], message: &str) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC accepts keys of any length");
    mac.update(message.as_bytes());
    mac.finalize().into_bytes().to_vec()
}

/// Checks all rows of a table, so that one failure does not hide the others.
pub(crate) fn check_all<'a>(rows: impl Iterator<Item = (&'a str, Case, &'a [&'a str])>) {
    let mistakes = rows.filter_map(|(name, case, codes)| Some(format!("{name}: {}", case.mistake(codes)?)));
    let mistakes: Vec<_> = mistakes.collect();
    assert!(mistakes.is_empty(), "{}", mistakes.join("\n"));
}
