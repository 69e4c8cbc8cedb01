//! The request that every password is made from: signed as a URL, but never sent.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use core::time::Duration;

use time::OffsetDateTime;

use super::format::TokenFormat;
use super::{AuthToken, PreparedToken};
use crate::credentials::Identity;
use crate::error::Error;
use crate::method::Method;
use crate::request::PresignRequest;
use crate::service::Service;
use crate::signing::Signer;

/// A request for the path `/`, and how its URL becomes a token.
#[derive(Clone, Debug)]
pub(super) struct TokenRequest {
    service: Service,
    method: Method,
    query: Vec<(&'static str, Cow<'static, str>)>,
    header: Option<(&'static str, String)>,
    /// The default of the service is used if there is none.
    expires_in: Option<Duration>,
    format: TokenFormat,
}

impl TokenRequest {
    pub(super) fn new(service: Service, format: TokenFormat) -> Self {
        Self { service, method: Method::Get, query: Vec::new(), header: None, expires_in: None, format }
    }

    /// Sets another method than GET. The request has no body.
    pub(super) fn set_method(&mut self, method: Method) {
        self.method = method;
    }

    /// Sets a query parameter, given unencoded.
    pub(super) fn set_query(&mut self, name: &'static str, value: impl Into<Cow<'static, str>>) {
        self.remove_query(name);
        self.query.push((name, value.into()));
    }

    pub(super) fn remove_query(&mut self, name: &str) {
        self.query.retain(|&(other, _)| other != name);
    }

    pub(super) fn set_header(&mut self, name: &'static str, value: String) {
        self.header = Some((name, value));
    }

    pub(super) fn set_expiry(&mut self, expires_in: Duration) {
        self.expires_in = Some(expires_in);
    }

    pub(super) fn set_format(&mut self, format: TokenFormat) {
        self.format = format;
    }

    pub(super) fn sign_at(&self, signer: &dyn Signer, at: OffsetDateTime) -> Result<AuthToken, Error> {
        self.format.token(self.request().sign_at(signer, at)?)
    }

    pub(super) fn prepare_at(&self, identity: &Identity, at: OffsetDateTime) -> Result<PreparedToken, Error> {
        Ok(PreparedToken::new(self.request().prepare_at(identity, at)?, self.format.clone()))
    }

    fn request(&self) -> PresignRequest<'_> {
        let request = self.service.request(self.method, "/");
        let request = self.expires_in.into_iter().fold(request, PresignRequest::expires_in);
        let request = self.query.iter().fold(request, |request, (name, value)| request.query(name, value));
        self.header.iter().fold(request, |request, (name, value)| request.header(name, value))
    }
}
