//! A request to a server, which tests change before it is verified.

use presign::verify::{Policy, Rejection, Request, Unverified, Verified, VerifyingKey};
use presign::{PresignRequest, Signer};
use time::OffsetDateTime;

use crate::util::{NOW, credentials};

/// A request, the server's policy and key, and the time.
pub(crate) struct Attempt {
    pub(crate) method: String,
    pub(crate) target: String,
    pub(crate) headers: Vec<(String, Vec<u8>)>,
    pub(crate) authority: Option<String>,
    pub(crate) policy: Policy,
    pub(crate) key: Box<dyn VerifyingKey>,
    pub(crate) now: OffsetDateTime,
}

impl Attempt {
    /// Signs a request at noon, and sends it as a client does.
    pub(crate) fn of(request: &PresignRequest<'_>, signer: &dyn Signer, policy: Policy) -> Self {
        let url = request.sign_at(signer, NOW).unwrap();
        let (host, target) = split_host(url.as_str());
        let mut headers = vec![("Host".to_owned(), host.as_bytes().to_vec())];
        headers.extend(url.headers().map(|(name, value)| (name.to_owned(), value.as_bytes().to_vec())));
        Self {
            method: url.method().to_string(),
            target: target.to_owned(),
            headers,
            authority: None,
            policy,
            key: Box::new(credentials()),
            now: NOW,
        }
    }

    /// Verifies the request, and passes it to a function.
    pub(crate) fn verify_with<T>(&self, serve: impl FnOnce(&Verified<'_>) -> T) -> Result<T, Rejection> {
        let headers: Vec<_> = self.headers.iter().map(|(name, value)| (&**name, &**value)).collect();
        let mut request = Request::new(&self.method, &self.target, &headers);
        if let Some(authority) = &self.authority {
            request = request.authority(authority);
        }
        let unverified = Unverified::parse(&request)?;
        let verified = unverified.verify_at(&*self.key, &self.policy, self.now)?;
        Ok(serve(&verified))
    }

    /// Verifies the request.
    pub(crate) fn verify(&self) -> Result<(), Rejection> {
        self.verify_with(|_| ())
    }

    pub(crate) fn path(&self) -> &str {
        self.target.split_once('?').unwrap().0
    }

    pub(crate) fn parameters(&self) -> Vec<String> {
        self.target.split_once('?').unwrap().1.split('&').map(str::to_owned).collect()
    }

    pub(crate) fn set_path(&mut self, path: &str) {
        self.target = format!("{path}?{}", self.parameters().join("&"));
    }

    pub(crate) fn set_parameters(&mut self, parameters: &[String]) {
        self.target = format!("{}?{}", self.path(), parameters.join("&"));
    }

    /// Replaces the only parameter with this name by none, one or several.
    pub(crate) fn replace(&mut self, name: &str, change: impl FnOnce(&str) -> Vec<String>) {
        let mut parameters = self.parameters();
        let at = parameters.iter().position(|pair| pair.split('=').next() == Some(name)).unwrap();
        let value = parameters[at].split_once('=').map_or("", |(_, value)| value).to_owned();
        parameters.splice(at..=at, change(&value));
        self.set_parameters(&parameters);
    }

    pub(crate) fn set(&mut self, name: &str, value: &str) {
        self.replace(name, |_| vec![format!("{name}={value}")]);
    }

    pub(crate) fn append(&mut self, text: &str) {
        self.target += text;
    }

    pub(crate) fn add_header(&mut self, name: &str, value: impl AsRef<[u8]>) {
        self.headers.push((name.to_owned(), value.as_ref().to_vec()));
    }

    pub(crate) fn set_header(&mut self, name: &str, value: impl AsRef<[u8]>) {
        let header = self.headers.iter_mut().find(|(other, _)| other == name).unwrap();
        header.1 = value.as_ref().to_vec();
    }

    pub(crate) fn remove_header(&mut self, name: &str) {
        self.headers.retain(|(other, _)| other != name);
    }
}

/// Splits a URL into the host and the target of the request.
pub(crate) fn split_host(url: &str) -> (&str, &str) {
    let (_, rest) = url.split_once("://").unwrap();
    rest.split_at(rest.find('/').unwrap())
}
