use presign::diagnose::Certainty::{Certain, Likely};

use super::*;

#[test]
fn keys_and_tokens() {
    let unknown = "The AWS Access Key Id you provided does not exist in our records.";
    let invalid = "The provided token is malformed or otherwise invalid.";
    let included = "The security token included in the request is invalid";
    let expired = "The provided token has expired.";
    let of_service = |kind: &str, message: &str| {
        format!("{{\"__type\":\"com.amazon.coral.service#{kind}\",\"message\":\"{message}\"}}")
    };
    let of_sts = |code: &str, message: &str| {
        format!(
            "<ErrorResponse \
             xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><Error><Type>Sender</Type><Code>{code}</Code>\
             <Message>{message}</Message></Error><RequestId>b25f48e8</RequestId></ErrorResponse>"
        )
    };
    let with_token = || Attempt::new(download_by(&temporary())).method("GET");
    let without_token = |url: String| {
        let pairs: Vec<&str> = url.split('&').filter(|pair| !pair.starts_with("X-Amz-Security-Token=")).collect();
        Attempt::new(pairs.join("&"))
    };
    let elsewhere = Bucket::builder("examplebucket").endpoint("http://127.0.0.1:9000").build().unwrap();
    let elsewhere = Attempt::new(elsewhere.get_object("boat.jpg").sign_at(&temporary(), SIGNED).unwrap());
    let mangled = download_by(&temporary()).into_string().replace("%2B", "+");
    let unexpected = download_by(&long_term().with_session_token(TOKEN));
    let swapped = download_by(&long_term())
        .into_string()
        .replace("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI%2FK7MDENG%2BbPxRfiCYEXAMPLEKEY");
    check(&[
        (get().response(403, xml("InvalidAccessKeyId", unknown)), "unknown-access-key", Certain),
        (get().response(403, xml("InvalidAccessKeyId", "")), "unknown-access-key", Certain),
        (get().response(403, xml("AccessDenied", "Forbidden: No such key: GKabc")), "unknown-access-key", Certain),
        (
            get().response(400, xml("InvalidArgument", "Credential access key has length 20, should be 32")),
            "unknown-access-key",
            Certain,
        ),
        (get().response(401, xml("Unauthorized", "Unauthorized")), "unknown-access-key", Likely),
        (get().response(403, of_sts("InvalidClientTokenId", included)), "unknown-access-key", Certain),
        (get().response(403, of_service("UnrecognizedClientException", included)), "unknown-access-key", Certain),
        (Attempt::new(swapped).response(403, xml("InvalidAccessKeyId", unknown)), "key-and-secret-swapped", Certain),
        (
            without_token(download_by(&temporary()).into_string()).response(403, xml("InvalidAccessKeyId", unknown)),
            "token-missing",
            Certain,
        ),
        // AWS says that a session is over. Other servers forget it.
        (with_token().response(403, xml("InvalidAccessKeyId", unknown)), "unknown-access-key", Certain),
        (elsewhere.response(403, xml("InvalidAccessKeyId", unknown)), "credentials-expired", Likely),
        (get().response(400, xml("InvalidToken", invalid)), "token-missing", Likely),
        (with_token().response(400, xml("InvalidToken", invalid)), "token-stale", Likely),
        (with_token().response(403, xml("InvalidTokenId", included)), "token-stale", Likely),
        (with_token().response(403, of_sts("InvalidClientTokenId", included)), "token-stale", Likely),
        (Attempt::new(mangled).response(400, xml("InvalidToken", invalid)), "token-mangled", Certain),
        (Attempt::new(unexpected).response(400, xml("InvalidToken", invalid)), "token-unexpected", Certain),
        (with_token().response(400, xml("ExpiredToken", expired)), "credentials-expired", Certain),
        (
            with_token().response(403, of_sts("ExpiredToken", "The security token included in the request is expired")),
            "credentials-expired",
            Certain,
        ),
        (
            with_token().response(
                400,
                of_service("ExpiredTokenException", "The security token included in the request is expired"),
            ),
            "credentials-expired",
            Certain,
        ),
    ]);
}

/// The key ID is shown, unless it may be the secret.
#[test]
fn only_key_ids_are_shown() {
    let shown = explained(&get().response(403, xml("InvalidAccessKeyId", ""))).to_string();
    assert!(shown.contains("the access key ID `AKIAIOSFODNN7EXAMPLE`"), "{shown}");
    for secret in ["wJalrXUtnFEMI%2FK7MDENG%2BbPxRfiCYEXAMPLEKEY", "0123456789abcdef0123456789abcdef01234567"] {
        let url = download_by(&long_term()).into_string().replace("AKIAIOSFODNN7EXAMPLE", secret);
        for (code, message) in [("InvalidAccessKeyId", String::new()), ("AccountProblem", format!("no key {secret}"))] {
            let diagnosis = explained(&Attempt::new(&url).response(403, xml(code, &message)));
            for shown in [diagnosis.to_string(), format!("{diagnosis:?}")] {
                assert!(!shown.contains("K7MDENG") && !shown.contains("89abcdef"), "{shown}");
            }
        }
    }
}
