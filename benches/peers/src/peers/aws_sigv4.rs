//! The signer under the SDK, by itself. The time can be set, and is.
//!
//! It signs a URL that the caller has put together. The parameters hold the time, so they are made for each URL.

use std::fmt::Display;
use std::time::SystemTime;

use aws_credential_types::Credentials;
use aws_sigv4::http_request::{
    PercentEncodingMode, SignableBody, SignableRequest, SignatureLocation, SigningParams, SigningSettings,
    UriPathNormalizationMode, sign,
};
use aws_sigv4::sign::v4;
use aws_smithy_runtime_api::client::identity::Identity;

use crate::{Peer, Settings};

struct AwsSigv4 {
    identity: Identity,
    settings: SigningSettings,
    origin: String,
    region: &'static str,
    now: SystemTime,
}

pub fn new(settings: &Settings) -> Box<dyn Peer> {
    let (key, secret) = (settings.access_key_id, settings.secret_access_key);
    // What S3 wants, which is not what the other services want.
    let mut signing = SigningSettings::default();
    signing.percent_encoding_mode = PercentEncodingMode::Single;
    signing.uri_path_normalization_mode = UriPathNormalizationMode::Disabled;
    signing.signature_location = SignatureLocation::QueryParams;
    signing.expires_in = Some(settings.expires_in);
    Box::new(AwsSigv4 {
        identity: Credentials::new(key, secret, settings.session_token.clone(), None, "peers").into(),
        settings: signing,
        origin: settings.origin(),
        region: settings.region,
        now: settings.now,
    })
}

impl Peer for AwsSigv4 {
    fn presign(&mut self, key: &str, take: &mut dyn FnMut(&dyn Display)) {
        let params = v4::SigningParams::builder()
            .identity(&self.identity)
            .region(self.region)
            .name("s3")
            .time(self.now)
            .settings(self.settings.clone())
            .build()
            .map(SigningParams::from)
            .expect("all that is required");
        // The keys have nothing to encode.
        let url = format!("{}/{key}", self.origin);
        let request = SignableRequest::new("GET", url.as_str(), std::iter::empty(), SignableBody::UnsignedPayload);
        let signed = sign(request.expect("a URL"), &params).expect("a request that can be signed");
        let mut request = http::Request::get(url).body(()).expect("a URL");
        signed.into_parts().0.apply_to_request_http1x(&mut request);
        take(request.uri());
    }
}
