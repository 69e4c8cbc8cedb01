//! reqsign-aws-v4. It always uses the system clock.
//!
//! `RequestSigner` is called directly. The `Signer` around it caches credentials that it loads, and would add a lock
//! and two copies.

use std::fmt::Display;
use std::time::Duration;

use reqsign_aws_v4::{Credential, RequestSigner};
use reqsign_core::{Context, SignRequest};

use crate::{Peer, Settings, ready};

struct Reqsign {
    context: Context,
    signer: RequestSigner,
    credential: Credential,
    origin: String,
    expires_in: Duration,
}

pub fn new(settings: &Settings) -> Box<dyn Peer> {
    Box::new(Reqsign {
        context: Context::new(),
        signer: RequestSigner::new("s3", settings.region),
        credential: Credential {
            access_key_id: settings.access_key_id.to_owned(),
            secret_access_key: settings.secret_access_key.to_owned(),
            session_token: settings.session_token.clone(),
            expires_in: None,
        },
        origin: settings.origin(),
        expires_in: settings.expires_in,
    })
}

impl Peer for Reqsign {
    fn presign(&mut self, key: &str, take: &mut dyn FnMut(&dyn Display)) {
        // The keys need no encoding.
        let request = http::Request::get(format!("{}/{key}", self.origin)).body(()).expect("a URL");
        let mut parts = request.into_parts().0;
        let signing =
            self.signer.sign_request(&self.context, &mut parts, Some(&self.credential), Some(self.expires_in));
        ready(signing).expect("a valid request");
        take(&parts.uri);
    }
}
