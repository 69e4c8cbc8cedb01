//! Presigned URLs that are signed and sent by hand, byte for byte, so that they may be wrong in any way.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};

use hmac::{Hmac, KeyInit as _, Mac as _};
use presign::sigv4::AmzDate;
use presign_e2e::Error;
use sha2::{Digest as _, Sha256};
use time::OffsetDateTime;

/// A GET request with a presigned URL. What is signed and what is sent may differ.
#[derive(Clone)]
pub(crate) struct ByHand {
    pub(crate) access_key_id: String,
    pub(crate) secret: String,
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

impl ByHand {
    /// Signs the request. Returns the target of the request line.
    pub(crate) fn target(&self) -> Result<String, Error> {
        let date = AmzDate::new(self.at)?.to_string();
        let day = &date[..8];
        let scope = format!("{day}/{}/{}/aws4_request", self.region, self.service);
        let names: Vec<_> = self.signed_headers.iter().map(|(name, _)| &**name).collect();
        let names = self.names.clone().unwrap_or(names.join(";"));
        let credential = format!("{}/{scope}", self.access_key_id).replace('/', "%2F");
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
        let mut key = format!("AWS4{}", self.secret).into_bytes();
        for part in [day, &self.region, &self.service, "aws4_request", &text] {
            key = Hmac::<Sha256>::new_from_slice(&key)?.chain_update(part).finalize().into_bytes().to_vec();
        }
        Ok(format!("{}?{query}&X-Amz-Signature={}", self.path, hex::encode(key)))
    }

    /// Sends the request with this target.
    pub(crate) fn send(&self, server: SocketAddr, target: &str) -> Result<RawAnswer, Error> {
        let headers: String = self.headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        send(server, format!("GET {target} HTTP/1.1\r\n{headers}Connection: close\r\n\r\n").as_bytes())
    }
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
