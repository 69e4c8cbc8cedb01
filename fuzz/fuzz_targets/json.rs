//! Deserializes credentials and scoped signers from any JSON. Checks that no error shows a secret, and that a scoped
//! signer survives a round trip through JSON.

#![no_main]

use libfuzzer_sys::fuzz_target;
use presign::{Bucket, Credentials, ScopedSigner};
use time::OffsetDateTime;

/// The mark of secrets in the seeds. Region and service are not secret and may be shown, so they don't have it.
const SECRET: &str = "S3CR3T";

fuzz_target!(|text: &str| {
    let bucket = Bucket::new("photos").expect("a bucket");
    let request = bucket.get_object("boat.jpg");
    let at = OffsetDateTime::UNIX_EPOCH;
    match serde_json::from_str::<Credentials>(text) {
        Ok(credentials) => {
            let shown = format!("{credentials:?}");
            // The access key ID is not a secret, so it may have the mark.
            assert!(!shown.contains(SECRET) || credentials.access_key_id().contains(SECRET), "{shown}");
            // Deserialization checks everything that signing does, except whether the credentials have expired.
            let result = request.sign_at(&credentials, at);
            assert!(result.is_ok() || credentials.expires_at().is_some(), "{result:?}");
        }
        Err(error) => assert!(!format!("{error} {error:?}").contains(SECRET), "{error}"),
    }
    if let Ok(signer) = serde_json::from_str::<ScopedSigner>(text) {
        let written = serde_json::to_string(&signer).expect("a signer that was deserialized");
        let again: ScopedSigner = serde_json::from_str(&written).expect("JSON that was serialized");
        assert_eq!(serde_json::to_string(&again).expect("a signer that was deserialized"), written);
        let [one, other] =
            [&signer, &again].map(|signer| request.sign_at(signer, at).map_err(|error| error.to_string()));
        assert_eq!(one, other);
    }
});
