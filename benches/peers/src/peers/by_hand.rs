//! What a program would write without a presigning library. It is correct only for keys that need no encoding.

use std::fmt::{Display, Write};

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use time::UtcDateTime;

use crate::{Peer, Settings};

struct ByHand {
    settings: Settings,
    host: String,
}

pub fn new(settings: &Settings) -> Box<dyn Peer> {
    let host = settings.origin().split_off("https://".len());
    Box::new(ByHand { settings: settings.clone(), host })
}

impl Peer for ByHand {
    fn presign(&mut self, key: &str, take: &mut dyn FnMut(&dyn Display)) {
        let Self { settings: Settings { access_key_id, secret_access_key, region, expires_in, .. }, host } = self;
        let seconds = self.settings.now.duration_since(std::time::UNIX_EPOCH).expect("a time of this era").as_secs();
        let now = UtcDateTime::from_unix_timestamp(seconds as i64).expect("a time of this era");
        let date = format!("{:04}{:02}{:02}", now.year(), u8::from(now.month()), now.day());
        let time = format!("{date}T{:02}{:02}{:02}Z", now.hour(), now.minute(), now.second());
        let scope = format!("{date}/{region}/s3/aws4_request");

        let mut query = format!(
            "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential={access_key_id}%2F{}&X-Amz-Date={time}&X-Amz-Expires={}",
            scope.replace('/', "%2F"),
            expires_in.as_secs(),
        );
        if let Some(token) = &self.settings.session_token {
            query += &format!("&X-Amz-Security-Token={token}");
        }
        query += "&X-Amz-SignedHeaders=host";

        let canonical_request = format!("GET\n/{key}\n{query}\nhost:{host}\n\nhost\nUNSIGNED-PAYLOAD");
        let hash = hex(&Sha256::digest(canonical_request));
        let string_to_sign = format!("AWS4-HMAC-SHA256\n{time}\n{scope}\n{hash}");
        let secret = format!("AWS4{secret_access_key}").into_bytes();
        let signing_key = scope.split('/').fold(secret, |key, part| hmac(&key, part));
        let signature = hex(&hmac(&signing_key, &string_to_sign));
        take(&format!("https://{host}/{key}?{query}&X-Amz-Signature={signature}"));
    }
}

fn hmac(key: &[u8], message: &str) -> Vec<u8> {
    let keyed = Hmac::<Sha256>::new_from_slice(key).expect("HMAC accepts keys of any length");
    keyed.chain_update(message).finalize().into_bytes().to_vec()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut digits, byte| {
        write!(digits, "{byte:02x}").expect("writing to a string never fails");
        digits
    })
}
