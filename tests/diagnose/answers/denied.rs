use presign::diagnose::Certainty::{Certain, Likely, Possible};

use super::*;

#[test]
fn access_denied() {
    let not_signed = "There were headers present in the request which were not signed";
    let names = |names: &str| format!("<HeadersNotSigned>{names}</HeadersNotSigned>");
    let user = "User: arn:aws:iam::123456789012:user/jane is not authorized to perform:";
    let because = "because no identity-based policy allows the action";
    let resource = "on resource: \"arn:aws:s3:::examplebucket/boat.jpg\"";
    let denied = |message: &str| get().response(403, xml("AccessDenied", message));
    let typed = |attempt: Attempt| attempt.header("Content-Type", "image/jpeg");
    let tigris = |url: &str| {
        let query = download_by(&long_term()).into_string();
        let query = query.split_once('?').unwrap().1;
        Attempt::new(format!("{url}?{query}")).response(403, xml("AccessDenied", "Access Denied."))
    };
    check(&[
        (
            put().response(403, xml_with("AccessDenied", not_signed, &names("x-amz-meta-wrong"))),
            "header-not-signed",
            Certain,
        ),
        (
            put().response(
                403,
                xml_with("AccessDenied", not_signed, &names("x-amz-date, x-amz-decoded-content-length")),
            ),
            "header-not-signed",
            Certain,
        ),
        (get().response(403, xml_with("AccessDenied", not_signed, &names("host"))), "host-not-signed", Certain),
        // MinIO names none.
        (put().response(403, xml("AccessDenied", not_signed)), "header-not-signed", Certain),
        (typed(put()).response(400, xml("AccessDenied", not_signed)), "header-not-signed", Certain),
        (denied(&format!("{user} s3:GetObject {resource} {because}")), "signer-not-allowed", Certain),
        (
            denied(&format!("{user} s3:GetObject {resource} with an explicit deny in a resource-based policy")),
            "signer-not-allowed",
            Certain,
        ),
        (denied(&format!("{user} kms:Decrypt on resource: key/1234 {because}")), "signer-not-allowed", Certain),
        // S3 asks for this permission only if the object is missing.
        (
            denied(&format!("{user} s3:ListBucket on resource: \"arn:aws:s3:::examplebucket\" {because}")),
            "missing-key-hidden",
            Likely,
        ),
        (denied("Forbidden: Operation is not allowed for this key."), "signer-not-allowed", Certain),
        (denied("jane does not have storage.objects.get access to the object."), "signer-not-allowed", Certain),
        (denied("Anonymous users does not have storage.objects.get access"), "not-presigned", Likely),
        (denied("Access Denied"), "signer-not-allowed", Likely),
        (denied("Access Denied."), "signer-not-allowed", Likely),
        (denied(""), "signer-not-allowed", Likely),
        (put().response(403, xml("AccessDenied", "Access Denied")), "signer-not-allowed", Likely),
        (
            get().response(403, xml("AllAccessDisabled", "All access to this object has been disabled")),
            "signer-not-allowed",
            Certain,
        ),
        (get().response(403, xml("UserSuspended", "")), "signer-not-allowed", Certain),
        (
            get().response(403, xml("AccountProblem", "There is a problem with your account")),
            "signer-not-allowed",
            Certain,
        ),
        (
            denied("The bucket is a Requester Pays bucket, and the request has no x-amz-request-payer"),
            "requester-pays",
            Certain,
        ),
        // Nothing says whether the signature is right.
        (get().method("HEAD").response(403, ""), "wrong-method", Possible),
        (get().response(403, ""), "signer-not-allowed", Possible),
        (tigris("https://t3.storage.dev/examplebucket/boat.jpg"), "addressing", Likely),
        (tigris("https://examplebucket.t3.storage.dev/boat.jpg"), "signer-not-allowed", Likely),
    ]);
}

/// A signed header that was not sent, which MinIO takes for one that is not signed.
#[test]
fn minio_on_a_missing_header() {
    let url = bucket().get_object("boat.jpg").range(0..9).expires_in(HOUR).sign_at(&long_term(), SIGNED).unwrap();
    let message = "There were headers present in the request which were not signed";
    let attempt = Attempt::new(url).response(400, xml("AccessDenied", message));
    check(&[
        (attempt.clone(), "header-missing", Likely),
        (attempt.clone().header("Host", "h"), "header-missing", Certain),
        (attempt.header("Range", "bytes=0-9"), "header-not-signed", Certain),
    ]);
}

#[test]
fn what_else_a_bare_refusal_may_mean() {
    let of = |attempt: Attempt| -> Vec<_> {
        let diagnosis = explained(&attempt);
        diagnosis.findings().iter().map(|finding| (finding.code, finding.certainty)).collect()
    };
    let bare = xml("AccessDenied", "Access Denied");
    assert_eq!(
        of(get().response(403, &bare)),
        [("signer-not-allowed", Likely), ("missing-key-hidden", Possible), ("requester-pays", Possible)]
    );
    // Only AWS has buckets for which the requester pays, and an upload needs no object.
    assert_eq!(
        of(get_from("http://127.0.0.1:9000", "boat.jpg").response(403, &bare)),
        [("signer-not-allowed", Likely), ("missing-key-hidden", Possible)]
    );
    assert_eq!(of(put().response(403, &bare)), [("signer-not-allowed", Likely), ("requester-pays", Possible)]);
}
