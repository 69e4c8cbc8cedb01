//! aws-sdk-s3. It accepts a signing time.

use std::fmt::Display;
use std::time::{Duration, SystemTime};

use aws_sdk_s3::Client;
use aws_sdk_s3::config::{BehaviorVersion, Config, Credentials, Region, ResponseChecksumValidation};
use aws_sdk_s3::presigning::PresigningConfig;
use tokio::runtime::{Builder, Runtime};

use crate::{Peer, Settings, ready};

struct AwsSdkS3 {
    runtime: Runtime,
    client: Client,
    bucket: &'static str,
    expires_in: Duration,
    now: SystemTime,
}

pub fn new(settings: &Settings) -> Box<dyn Peer> {
    let (key, secret) = (settings.access_key_id, settings.secret_access_key);
    let config = Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new(settings.region))
        .credentials_provider(Credentials::new(key, secret, settings.session_token.clone(), None, "peers"))
        // By default the SDK also signs the header `x-amz-checksum-mode`, which the other libraries don't send.
        .response_checksum_validation(ResponseChecksumValidation::WhenRequired)
        .build();
    Box::new(AwsSdkS3 {
        runtime: Builder::new_current_thread().enable_time().build().expect("a runtime"),
        client: Client::from_conf(config),
        bucket: settings.bucket,
        expires_in: settings.expires_in,
        now: settings.now,
    })
}

impl Peer for AwsSdkS3 {
    fn presign(&mut self, key: &str, take: &mut dyn FnMut(&dyn Display)) {
        // For each URL, the SDK's credentials cache creates a timer, which requires a tokio runtime. Nothing
        // waits for the timer, so entering a runtime is enough, which takes some nanoseconds.
        let _clock = self.runtime.enter();
        let config = PresigningConfig::builder().start_time(self.now).expires_in(self.expires_in).build();
        let get = self.client.get_object().bucket(self.bucket).key(key);
        let request = ready(get.presigned(config.expect("at most a week")));
        take(&request.expect("a valid key").uri());
    }
}
