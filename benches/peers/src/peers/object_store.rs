//! object_store. It always uses the system clock.

use std::fmt::Display;
use std::time::Duration;

use http::Method;
use object_store::ClientOptions;
use object_store::aws::{AmazonS3, AmazonS3Builder};
use object_store::client::{
    HttpClient, HttpConnector, HttpError, HttpErrorKind, HttpRequest, HttpResponse, HttpService,
};
use object_store::path::Path;
use object_store::signer::Signer;

use crate::{Peer, Settings, ready};

struct ObjectStore {
    store: AmazonS3,
    expires_in: Duration,
}

/// An HTTP client that can't connect. A store requires a client, but signing does not use it.
#[derive(Debug)]
struct Unconnected;

pub fn new(settings: &Settings) -> Box<dyn Peer> {
    let mut builder = AmazonS3Builder::new()
        .with_access_key_id(settings.access_key_id)
        .with_secret_access_key(settings.secret_access_key)
        .with_region(settings.region)
        .with_bucket_name(settings.bucket)
        .with_virtual_hosted_style_request(true)
        .with_http_connector(Unconnected);
    if let Some(token) = &settings.session_token {
        builder = builder.with_token(token);
    }
    Box::new(ObjectStore { store: builder.build().expect("a valid store"), expires_in: settings.expires_in })
}

impl Peer for ObjectStore {
    fn presign(&mut self, key: &str, take: &mut dyn FnMut(&dyn Display)) {
        let url = ready(self.store.signed_url(Method::GET, &Path::from(key), self.expires_in));
        take(&url.expect("a valid key"));
    }
}

impl HttpConnector for Unconnected {
    fn connect(&self, _: &ClientOptions) -> object_store::Result<HttpClient> {
        Ok(HttpClient::new(Self))
    }
}

#[async_trait::async_trait]
impl HttpService for Unconnected {
    async fn call(&self, _: HttpRequest) -> Result<HttpResponse, HttpError> {
        Err(HttpError::new(HttpErrorKind::Connect, std::io::Error::other("signing sends nothing")))
    }
}
