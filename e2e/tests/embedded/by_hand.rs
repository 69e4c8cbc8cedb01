//! Presigned URLs and forms that are signed by hand, so that they may be wrong in any way. URLs are sent byte for byte.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD as BASE64;
use hmac::{Hmac, KeyInit as _, Mac as _};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use presign::sigv4::AmzDate;
use presign_e2e::{Error, Form, Object, Policy, Server, ServerBuilder, Store, User};
use sha2::{Digest as _, Sha256};
use time::OffsetDateTime;

const KEY: &str = "AKIDEXAMPLE";
/// The secret of all users.
const SECRET: &str = "secret";

/// Returns a server with a bucket, an object in it and the user who signs by default.
pub(crate) fn server() -> Result<ServerBuilder, Error> {
    let store = Store::new();
    store.create_bucket("bucket")?;
    store.put("bucket", "note", Object::new("hello", Default::default()))?;
    Ok(Server::builder().user(user(KEY)).store(store))
}

/// Returns a user who may do everything.
pub(crate) fn user(access_key_id: &str) -> User {
    User::new("ann", access_key_id, SECRET).policy(Policy::allow_all())
}

/// A GET request with a presigned URL. What is signed and what is sent may differ.
#[derive(Clone)]
pub(crate) struct UrlByHand {
    pub(crate) access_key_id: String,
    pub(crate) region: String,
    pub(crate) service: String,
    pub(crate) at: OffsetDateTime,
    pub(crate) expires: String,
    /// The lines of the canonical request.
    pub(crate) signed_headers: Vec<(String, String)>,
    /// The value of `X-Amz-SignedHeaders`, if it is not that of these lines.
    pub(crate) names: Option<String>,
    /// The headers that are sent.
    pub(crate) headers: Vec<(String, String)>,
    /// Further parameters, encoded and signed.
    pub(crate) parameters: Vec<String>,
    pub(crate) signed_path: String,
    pub(crate) path: String,
    pub(crate) payload: String,
}

impl UrlByHand {
    /// Creates a correct request for the object.
    pub(crate) fn note(server: SocketAddr) -> Self {
        let host = vec![("host".to_owned(), server.to_string())];
        Self {
            access_key_id: KEY.to_owned(),
            region: "us-east-1".to_owned(),
            service: "s3".to_owned(),
            at: OffsetDateTime::now_utc(),
            expires: "900".to_owned(),
            signed_headers: host.clone(),
            names: None,
            headers: host,
            parameters: Vec::new(),
            signed_path: "/bucket/note".to_owned(),
            path: "/bucket/note".to_owned(),
            payload: "UNSIGNED-PAYLOAD".to_owned(),
        }
    }

    /// Signs the request. Returns the target of the request line.
    pub(crate) fn target(&self) -> Result<String, Error> {
        let date = AmzDate::new(self.at)?.to_string();
        let day = &date[..8];
        let scope = format!("{day}/{}/{}/aws4_request", self.region, self.service);
        let names: Vec<_> = self.signed_headers.iter().map(|(name, _)| &**name).collect();
        let names = self.names.clone().unwrap_or(names.join(";"));
        let credential = encode(&format!("{}/{scope}", self.access_key_id));
        let mut query = vec![
            "X-Amz-Algorithm=AWS4-HMAC-SHA256".to_owned(),
            format!("X-Amz-Credential={credential}"),
            format!("X-Amz-Date={date}"),
            format!("X-Amz-Expires={}", self.expires),
            format!("X-Amz-SignedHeaders={}", names.replace(';', "%3B")),
        ];
        query.extend(self.parameters.iter().cloned());
        query.sort_unstable();
        let query = query.join("&");

        let lines: String = self.signed_headers.iter().map(|(name, value)| format!("{name}:{value}\n")).collect();
        let names: Vec<_> = self.signed_headers.iter().map(|(name, _)| &**name).collect();
        let canonical = format!("GET\n{}\n{query}\n{lines}\n{}\n{}", self.signed_path, names.join(";"), self.payload);
        let text = format!("AWS4-HMAC-SHA256\n{date}\n{scope}\n{}", hex::encode(Sha256::digest(canonical)));
        Ok(format!("{}?{query}&X-Amz-Signature={}", self.path, sign(&scope, &text)?))
    }

    /// Sends the request with this target.
    pub(crate) fn send(&self, server: SocketAddr, target: &str) -> Result<RawAnswer, Error> {
        let headers: String = self.headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        send(server, format!("GET {target} HTTP/1.1\r\n{headers}Connection: close\r\n\r\n").as_bytes())
    }
}

/// A form that uploads five bytes.
#[derive(Clone)]
pub(crate) struct FormByHand {
    pub(crate) access_key_id: String,
    pub(crate) region: String,
    pub(crate) service: String,
    pub(crate) at: OffsetDateTime,
    /// The fields before those of the signature.
    pub(crate) fields: Vec<(String, String)>,
    /// The conditions for these fields, as JSON.
    pub(crate) conditions: Vec<String>,
    /// The conditions for the fields of the signature, if they are not the usual ones.
    pub(crate) of_signature: Option<Vec<String>>,
    pub(crate) expiration: String,
    /// More members of the policy.
    pub(crate) members: String,
}

impl FormByHand {
    /// Creates a correct form.
    pub(crate) fn upload() -> Self {
        Self {
            access_key_id: KEY.to_owned(),
            region: "us-east-1".to_owned(),
            service: "s3".to_owned(),
            at: OffsetDateTime::now_utc(),
            fields: vec![("key".to_owned(), "upload".to_owned())],
            conditions: [r#"{"bucket": "bucket"}"#, r#"{"key": "upload"}"#].map(str::to_owned).to_vec(),
            of_signature: None,
            expiration: "2100-01-01T00:00:00Z".to_owned(),
            members: String::new(),
        }
    }

    /// Signs the form, and returns it with its file.
    pub(crate) fn form(&self) -> Result<Form, Error> {
        self.form_with(&self.policy()?)
    }

    /// Returns the policy, as JSON.
    pub(crate) fn policy(&self) -> Result<String, Error> {
        let usual = |(name, value): &(&str, String)| format!(r#"{{"{name}": "{value}"}}"#);
        let usual = || Ok::<_, Error>(self.own_fields()?.iter().map(usual).collect());
        let of_signature = self.of_signature.clone().map_or_else(usual, Ok)?;
        let conditions = [&self.conditions[..], &of_signature[..]].concat().join(", ");
        let (expiration, members) = (&self.expiration, &self.members);
        Ok(format!(r#"{{"expiration": "{expiration}", "conditions": [{conditions}]{members}}}"#))
    }

    /// Signs the form with another policy.
    pub(crate) fn form_with(&self, policy: &str) -> Result<Form, Error> {
        let own = self.own_fields()?;
        let policy = BASE64.encode(policy);
        let signature = sign(&self.scope()?, &policy)?;
        let fields = self.fields.iter().map(|(name, value)| (&**name, &**value));
        let fields = fields.chain(own.iter().map(|(name, value)| (*name, &**value)));
        let fields = fields.chain([("policy", &*policy), ("x-amz-signature", &*signature)]);
        let form = fields.fold(Form::new(), |form, (name, value)| form.field(name, value));
        Ok(form.file("note.txt", "text/plain", "hello"))
    }

    fn scope(&self) -> Result<String, Error> {
        let date = AmzDate::new(self.at)?.to_string();
        Ok(format!("{}/{}/{}/aws4_request", &date[..8], self.region, self.service))
    }

    fn own_fields(&self) -> Result<[(&'static str, String); 3], Error> {
        Ok([
            ("x-amz-algorithm", "AWS4-HMAC-SHA256".to_owned()),
            ("x-amz-credential", format!("{}/{}", self.access_key_id, self.scope()?)),
            ("x-amz-date", AmzDate::new(self.at)?.to_string()),
        ])
    }
}

/// Signs a text, and returns hexadecimal digits.
fn sign(scope: &str, text: &str) -> Result<String, Error> {
    let mut key = format!("AWS4{SECRET}").into_bytes();
    for part in scope.split('/').chain([text]) {
        key = Hmac::<Sha256>::new_from_slice(&key)?.chain_update(part).finalize().into_bytes().to_vec();
    }
    Ok(hex::encode(key))
}

/// Percent-encodes a name or a value.
pub(crate) fn encode(text: &str) -> String {
    const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
    utf8_percent_encode(text, ENCODED).to_string()
}

/// A response as it was received.
#[derive(Debug)]
pub(crate) struct RawAnswer {
    pub(crate) status: u16,
    /// Head and body.
    pub(crate) text: String,
}

/// Sends a request, whose connection the server must close.
pub(crate) fn send(server: SocketAddr, request: &[u8]) -> Result<RawAnswer, Error> {
    let mut stream = TcpStream::connect(server)?;
    stream.write_all(request)?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    let text = String::from_utf8_lossy(&answer).into_owned();
    let status = text.split(' ').nth(1).ok_or("no status")?.parse()?;
    Ok(RawAnswer { status, text })
}
