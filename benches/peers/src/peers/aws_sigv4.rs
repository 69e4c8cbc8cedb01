//! aws-sigv4, the signer of the SDK. It accepts a signing time.
//!
//! It signs a URL that the caller has built. The parameters include the time, so they are created for each URL.

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
    // S3 needs other settings than most services.
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
            .expect("all required fields");
        // The keys need no encoding.
        let url = format!("{}/{key}", self.origin);
        let request = SignableRequest::new("GET", url.as_str(), std::iter::empty(), SignableBody::UnsignedPayload);
        let signed = sign(request.expect("a URL"), &params).expect("a valid request");
        let mut request = http::Request::get(url).body(()).expect("a URL");
        signed.into_parts().0.apply_to_request_http1x(&mut request);
        take(request.uri());
    }
}
