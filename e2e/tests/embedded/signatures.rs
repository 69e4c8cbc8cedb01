//! Correct signatures that the server rejects, although s3s accepts them all: for another region or service, at the wrong
//! time, with a wrong session token, more than one at once, of Signature Version 2, or of a request with unsigned
//! headers. `presign::verify` rejects those in a URL or a form, and the access hook those in a header.
//!
//! presign does not sign most of these requests, so they are signed here with the types of `presign::sigv4`.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD as BASE64;
use presign::Algorithm;
use presign::sigv4::{
    AmzDate, CanonicalHeaders, CanonicalQuery, CanonicalRequest, Scope, SigningKey, StringToSign, UNSIGNED_PAYLOAD,
};
use presign_e2e::{Answer, Call, Client, Error, Form, Object, Policy, Server, Store, User};
use time::{Duration, OffsetDateTime};

use crate::{TestResult, assert_refused, assert_status};

const KEY: &str = "AKIDEXAMPLE";
const TEMPORARY_KEY: &str = "ASIAEXAMPLE";
const TOKEN: &str = "token";
/// The secret of both keys.
const SECRET: &str = "secret";

/// A server with one bucket, two objects in it, and two users who may do everything.
struct Fixture {
    server: Server,
    store: Store,
}

impl Fixture {
    fn start() -> Result<Self, Error> {
        let store = Store::new();
        store.create_bucket("bucket")?;
        store.put("bucket", "note", Object::new("hello", Default::default()))?;
        store.put("bucket", "secret", Object::new("hush", Default::default()))?;
        let ann = User::new("ann", KEY, SECRET).policy(Policy::allow_all());
        let bob = User::new("bob", TEMPORARY_KEY, SECRET).session_token(TOKEN).policy(Policy::allow_all());
        let server = Server::builder().user(ann).user(bob).store(store.clone()).start()?;
        Ok(Self { server, store })
    }

    async fn send(&self, call: Call) -> Result<Answer, Error> {
        Client::new(self.server.address()).send(call).await
    }

    /// Returns whether a form has uploaded its file, or a PUT its body.
    fn has_upload(&self) -> Result<bool, Error> {
        Ok(self.store.get("bucket", "upload")?.is_some())
    }
}

/// The parts of a signature. The server accepts the default.
#[derive(Clone)]
struct Parts {
    access_key_id: &'static str,
    token: Option<&'static str>,
    region: &'static str,
    service: &'static str,
    at: OffsetDateTime,
    expires: u32,
}

impl Default for Parts {
    fn default() -> Self {
        let at = OffsetDateTime::now_utc();
        Self { access_key_id: KEY, token: None, region: "us-east-1", service: "s3", at, expires: 1800 }
    }
}

impl Parts {
    fn date(&self) -> Result<AmzDate, Error> {
        Ok(AmzDate::new(self.at)?)
    }

    fn scope(&self) -> Result<Scope<'static>, Error> {
        Ok(Scope::new(self.date()?.date(), self.region, self.service)?)
    }

    fn credential(&self) -> Result<String, Error> {
        Ok(format!("{}/{}", self.access_key_id, self.scope()?))
    }

    fn sign(&self, text: &str) -> Result<String, Error> {
        Ok(SigningKey::derive(SECRET, &self.scope()?).sign(text.as_bytes()).to_string())
    }

    fn sign_request(&self, request: &CanonicalRequest<'_>) -> Result<String, Error> {
        let text = StringToSign::new(Algorithm::Sigv4, self.date()?, self.scope()?, request.hash());
        self.sign(&text.to_string())
    }

    /// Creates a URL that downloads `note` (GET) or uploads `upload` (PUT). The parameters in `more` are signed, too.
    fn in_query(&self, fixture: &Fixture, method: &str, more: &[(&str, &str)]) -> Result<Call, Error> {
        let (host, path) = (fixture.server.address().to_string(), path(method));
        let mut headers = CanonicalHeaders::new();
        headers.insert("host", &host)?;
        let mut query = CanonicalQuery::new();
        query.insert("X-Amz-Algorithm", "AWS4-HMAC-SHA256");
        query.insert("X-Amz-Credential", &self.credential()?);
        query.insert("X-Amz-Date", &self.date()?.to_string());
        query.insert("X-Amz-Expires", &self.expires.to_string());
        query.insert("X-Amz-SignedHeaders", "host");
        for (name, value) in self.token.map(|token| ("X-Amz-Security-Token", token)).iter().chain(more) {
            query.insert(name, value);
        }
        let request = CanonicalRequest::new(method, path, query.as_str(), &headers, UNSIGNED_PAYLOAD);
        let signature = self.sign_request(&request)?;
        Ok(Call::new(method, format!("http://{host}{path}?{query}&X-Amz-Signature={signature}")))
    }

    /// Creates the same request with an `Authorization` header.
    fn in_header(&self, fixture: &Fixture, method: &str) -> Result<Call, Error> {
        let (host, path, date) = (fixture.server.address().to_string(), path(method), self.date()?.to_string());
        let mut sent = vec![("x-amz-content-sha256", UNSIGNED_PAYLOAD), ("x-amz-date", &*date)];
        sent.extend(self.token.map(|token| ("x-amz-security-token", token)));
        let mut headers = CanonicalHeaders::new();
        headers.insert("host", &host)?;
        for (name, value) in &sent {
            headers.insert(name, value)?;
        }
        let request = CanonicalRequest::new(method, path, "", &headers, UNSIGNED_PAYLOAD);
        let authorization = format!(
            "AWS4-HMAC-SHA256 Credential={}, SignedHeaders={}, Signature={}",
            self.credential()?,
            headers.signed_headers(),
            self.sign_request(&request)?
        );
        let call = Call::new(method, format!("http://{host}{path}")).header("authorization", &authorization);
        Ok(sent.into_iter().fold(call, |call, (name, value)| call.header(name, value)))
    }

    /// Creates a form that uploads `upload`.
    fn in_form(&self, fixture: &Fixture) -> Result<Call, Error> {
        let (credential, date) = (self.credential()?, self.date()?.to_string());
        let mut fields = vec![
            ("key", "upload"),
            ("x-amz-algorithm", "AWS4-HMAC-SHA256"),
            ("x-amz-credential", &credential),
            ("x-amz-date", &date),
        ];
        fields.extend(self.token.map(|token| ("x-amz-security-token", token)));
        let policy = policy(&fields);
        let form = fields.iter().fold(Form::new(), |form, (name, value)| form.field(name, value));
        Ok(submit(fixture, form.field("policy", &policy).field("x-amz-signature", &self.sign(&policy)?)))
    }
}

fn path(method: &str) -> &'static str {
    if method == "GET" { "/bucket/note" } else { "/bucket/upload" }
}

/// Returns a policy that requires these fields to have these values.
fn policy(fields: &[(&str, &str)]) -> String {
    let conditions: String = fields.iter().map(|(name, value)| format!(r#", {{"{name}": "{value}"}}"#)).collect();
    let policy = r#"{"expiration": "2100-01-01T00:00:00Z", "conditions": [{"bucket": "bucket"}"#;
    BASE64.encode(format!("{policy}{conditions}]}}"))
}

fn submit(fixture: &Fixture, form: Form) -> Call {
    form.file("x", "text/plain", "hello").submit(&format!("{}/bucket", fixture.server.endpoint()))
}

#[tokio::test]
async fn accepted() -> TestResult {
    let fixture = Fixture::start()?;
    let temporary = Parts { access_key_id: TEMPORARY_KEY, token: Some(TOKEN), ..Parts::default() };
    for parts in [
        Parts::default(),
        temporary,
        Parts { expires: 604_800, ..Parts::default() },
        Parts { at: OffsetDateTime::now_utc() + Duration::minutes(14), ..Parts::default() },
        Parts { at: OffsetDateTime::now_utc() - Duration::minutes(14), ..Parts::default() },
    ] {
        assert_eq!(fixture.send(parts.in_query(&fixture, "GET", &[])?).await?.body, "hello");
        assert_eq!(fixture.send(parts.in_header(&fixture, "GET")?).await?.body, "hello");
        assert_status(&fixture.send(parts.in_form(&fixture)?).await?, 204);
    }
    assert!(fixture.has_upload()?);
    Ok(())
}

#[tokio::test]
async fn another_scope_or_token() -> TestResult {
    let fixture = Fixture::start()?;
    let another_region = Parts { region: "eu-west-1", ..Parts::default() };
    let another_service = Parts { service: "sts", ..Parts::default() };
    for parts in [another_region, another_service] {
        let code = "AuthorizationQueryParametersError";
        assert_refused(&fixture.send(parts.in_query(&fixture, "GET", &[])?).await?, 400, code);
        let code = "AuthorizationHeaderMalformed";
        assert_refused(&fixture.send(parts.in_header(&fixture, "GET")?).await?, 400, code);
        assert_refused(&fixture.send(parts.in_form(&fixture)?).await?, 400, "InvalidArgument");
    }
    for (access_key_id, token, status, code) in [
        (TEMPORARY_KEY, None, 403, "InvalidAccessKeyId"),
        (TEMPORARY_KEY, Some("made-up"), 400, "InvalidToken"),
        (KEY, Some(TOKEN), 400, "InvalidToken"),
    ] {
        let parts = Parts { access_key_id, token, ..Parts::default() };
        assert_refused(&fixture.send(parts.in_query(&fixture, "GET", &[])?).await?, status, code);
        assert_refused(&fixture.send(parts.in_header(&fixture, "GET")?).await?, status, code);
        assert_refused(&fixture.send(parts.in_form(&fixture)?).await?, status, code);
    }
    assert!(!fixture.has_upload()?);
    Ok(())
}

#[tokio::test]
async fn another_time() -> TestResult {
    let fixture = Fixture::start()?;
    let early = Parts { at: OffsetDateTime::now_utc() + Duration::minutes(16), ..Parts::default() };
    assert_refused(&fixture.send(early.in_query(&fixture, "GET", &[])?).await?, 403, "AccessDenied");
    assert_refused(&fixture.send(early.in_header(&fixture, "GET")?).await?, 403, "RequestTimeTooSkewed");
    assert_refused(&fixture.send(early.in_form(&fixture)?).await?, 403, "AccessDenied");
    // A URL has its expiry, and a form its policy.
    let late = Parts { at: OffsetDateTime::now_utc() - Duration::minutes(16), ..Parts::default() };
    assert_refused(&fixture.send(late.in_header(&fixture, "GET")?).await?, 403, "RequestTimeTooSkewed");

    let long = Parts { expires: 604_801, ..Parts::default() };
    let answer = fixture.send(long.in_query(&fixture, "GET", &[])?).await?;
    assert_refused(&answer, 400, "AuthorizationQueryParametersError");
    assert!(answer.text().contains("X-Amz-Expires"), "{answer}");
    assert!(!fixture.has_upload()?);
    Ok(())
}

#[tokio::test]
async fn headers_that_are_not_signed() -> TestResult {
    let fixture = Fixture::start()?;
    let parts = Parts::default();
    let requests = || {
        Ok::<_, Error>([
            parts.in_query(&fixture, "PUT", &[])?,
            parts.in_header(&fixture, "PUT")?,
            parts.in_form(&fixture)?,
        ])
    };
    for (name, value) in
        [("x-amz-copy-source", "bucket/secret"), ("x-amz-acl", "private"), ("x-amz-meta-author", "Ann")]
    {
        for call in requests()? {
            let answer = fixture.send(call.clone().header(name, value)).await?;
            assert_refused(&answer, 403, "AccessDenied");
            assert!(answer.text().contains("headers present in the request which were not signed"), "{call}: {answer}");
        }
    }
    assert!(!fixture.has_upload()?);
    for call in requests()? {
        assert!(fixture.send(call.clone()).await?.status.is_success(), "{call}");
    }
    Ok(())
}

#[tokio::test]
async fn a_parameter_twice() -> TestResult {
    let fixture = Fixture::start()?;
    let temporary = Parts { access_key_id: TEMPORARY_KEY, token: Some(TOKEN), ..Parts::default() };
    let call = temporary.in_query(&fixture, "GET", &[("X-Amz-Security-Token", "made-up")])?;
    assert_refused(&fixture.send(call).await?, 400, "AuthorizationQueryParametersError");
    Ok(())
}

#[tokio::test]
async fn two_signatures() -> TestResult {
    let fixture = Fixture::start()?;
    let parts = Parts::default();
    let in_header = parts.in_header(&fixture, "GET")?;
    let with_header = |call: Call| in_header.headers().fold(call, |call, (name, value)| call.header(name, value));
    let query = parts.in_query(&fixture, "GET", &[])?.to_string();
    let query = query.split_once('?').map(|(_, query)| query.to_owned()).ok_or("no query")?;
    for (call, status, code) in [
        (with_header(parts.in_query(&fixture, "GET", &[])?), 400, "InvalidArgument"),
        (with_header(parts.in_form(&fixture)?), 403, "AccessDenied"),
        (parts.in_form(&fixture)?.map_url(|url| format!("{url}?{query}")), 403, "SignatureDoesNotMatch"),
    ] {
        assert_refused(&fixture.send(call).await?, status, code);
    }
    assert!(!fixture.has_upload()?);
    Ok(())
}

/// These signatures are correct as well: HMAC-SHA1 with [`SECRET`], valid until the year 2100.
#[tokio::test]
async fn signature_version_2() -> TestResult {
    let fixture = Fixture::start()?;
    let url = format!("{}/bucket/note", fixture.server.endpoint());
    let query = format!("AWSAccessKeyId={KEY}&Expires=4102444800&Signature=8Th20b58JYUMA9vqw0QTTJrswi8%3D");
    let in_query = Call::new("GET", format!("{url}?{query}"));
    let in_header = Call::new("GET", url)
        .header("date", "Fri, 01 Jan 2100 00:00:00 GMT")
        .header("authorization", &format!("AWS {KEY}:CIVuHn4AUSDvkw3NMDyfJGKPicQ="));
    let form = Form::new()
        .field("key", "upload")
        .field("AWSAccessKeyId", KEY)
        .field("policy", &policy(&[("key", "upload")]))
        .field("signature", "RCmiWj7y4WFRQ1ozdW1h7uTxpe4=");
    for call in [in_query, submit(&fixture, form)] {
        let answer = fixture.send(call).await?;
        assert_refused(&answer, 400, "InvalidRequest");
        assert!(answer.text().contains("Please use AWS4-HMAC-SHA256"), "{answer}");
    }
    let answer = fixture.send(in_header).await?;
    assert_refused(&answer, 403, "AccessDenied");
    assert!(answer.text().contains("exactly one signature"), "{answer}");
    assert!(!fixture.has_upload()?);
    Ok(())
}
