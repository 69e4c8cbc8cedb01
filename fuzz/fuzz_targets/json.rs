//! Whatever the JSON, credentials and scoped signers come out of it or an error that says nothing secret, and what comes out
//! goes in again.

#![no_main]

use libfuzzer_sys::fuzz_target;
use presign::{Bucket, Credentials, ScopedSigner};
use time::OffsetDateTime;

/// What stands for a secret in the seeds. The region and service of a signer are none, and are shown.
const SECRET: &str = "S3CR3T";

fuzz_target!(|text: &str| {
    let bucket = Bucket::new("photos").expect("a bucket");
    let request = bucket.get_object("boat.jpg");
    let at = OffsetDateTime::UNIX_EPOCH;
    match serde_json::from_str::<Credentials>(text) {
        Ok(credentials) => {
            let shown = format!("{credentials:?}");
            // Of these, the access key ID alone is no secret.
            assert!(!shown.contains(SECRET) || credentials.access_key_id().contains(SECRET), "{shown}");
            // What would be a mistake in signing was one in reading, but for the end.
            let result = request.sign_at(&credentials, at);
            assert!(result.is_ok() || credentials.expires_at().is_some(), "{result:?}");
        }
        Err(error) => assert!(!format!("{error} {error:?}").contains(SECRET), "{error}"),
    }
    if let Ok(signer) = serde_json::from_str::<ScopedSigner>(text) {
        let written = serde_json::to_string(&signer).expect("what was read can be written");
        let again: ScopedSigner = serde_json::from_str(&written).expect("what was written can be read");
        assert_eq!(serde_json::to_string(&again).expect("once more"), written);
        let [one, other] =
            [&signer, &again].map(|signer| request.sign_at(signer, at).map_err(|error| error.to_string()));
        assert_eq!(one, other);
    }
});
