use presign::diagnose::Certainty::{Likely, Possible};

use super::*;

const MISMATCH: &str = "The request signature we calculated does not match the signature you provided. Check your key \
                        and signing method.";

/// Without the texts that the server computed, only what is unusual about the request hints at a cause.
#[test]
fn without_texts() {
    let body = || xml("SignatureDoesNotMatch", MISMATCH);
    let bucket = bucket();
    let typed = bucket.put_object("boat.jpg").content_type("image/jpeg").expires_in(HOUR);
    let typed = Attempt::new(typed.sign_at(&long_term(), SIGNED).unwrap());
    let shown = bucket.get_object("boat.jpg").response_content_type("image/jpeg").expires_in(HOUR);
    let shown = Attempt::new(shown.sign_at(&long_term(), SIGNED).unwrap());
    let compressed = download_by(&long_term()).into_string().replace("=host", "=accept-encoding%3Bhost");
    let ceph = xml("SignatureDoesNotMatch", "");
    check(&[
        (get().response(403, body()), "signature-mismatch", Likely),
        (get().response(403, &ceph), "signature-mismatch", Likely),
        (get().response(403, xml("AccessDenied", "Forbidden: Invalid signature")), "signature-mismatch", Likely),
        (put().response(403, body()), "signature-mismatch", Likely),
        (get().method("HEAD").response(403, body()), "wrong-method", Likely),
        (put().method("POST").response(403, body()), "wrong-method", Likely),
        (shown.clone().method("PUT").response(403, body()), "wrong-method", Likely),
        (shown.method("GET").response(403, body()), "signature-mismatch", Likely),
        (typed.clone().method("PUT").response(403, body()), "header-changed", Likely),
        (
            typed.clone().method("PUT").header("Content-Type", "image/jpeg; charset=utf-8").response(403, &ceph),
            "header-changed",
            Likely,
        ),
        (
            typed.clone().method("PUT").header("Host", "h").response(403, &ceph),
            "header-missing",
            presign::diagnose::Certainty::Certain,
        ),
        (
            Attempt::new(format!("{}&fbclid=1", download_by(&long_term()))).response(403, &ceph),
            "tracking-parameter",
            Likely,
        ),
        (Attempt::new(compressed).response(403, &ceph), "header-rewritten", Likely),
    ]);
    let codes: Vec<_> =
        explained(&put().response(403, body())).findings().iter().map(|f| (f.code, f.certainty)).collect();
    assert_eq!(codes, [("signature-mismatch", Likely), ("wrong-method", Possible), ("wrong-secret", Possible)]);
}
