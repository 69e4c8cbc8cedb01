//! The signature is right, and the server refuses.

use alloc::format;
use alloc::string::String;

use super::names::Names;
use super::signature::is_mismatch;
use crate::diagnose::answer::{Answer, Maker};
use crate::diagnose::cause::Cause;
use crate::diagnose::facts::Facts;
use crate::diagnose::finding::{Certainty, Findings};

/// What servers say if a policy denies the request: AWS, Garage, Google, Backblaze.
const POLICY: [&str; 6] = [
    "is not authorized to perform",
    "operation is not allowed for this key",
    "does not have storage.",
    "not entitled",
    "explicit deny",
    "all access to this object has been disabled",
];

const ACCOUNT: [&str; 6] =
    ["AllAccessDisabled", "AccountProblem", "NotSignedUp", "UserSuspended", "UnauthorizedAccess", "InvalidPayer"];

pub(super) fn find(facts: &Facts<'_>, answer: &Answer<'_>, findings: &mut Findings) {
    if answer.says("headers present in the request which were not signed") {
        not_signed(facts, answer, findings);
    } else if answer.says("requester pays") || answer.says("requesterpays") {
        requester_pays(Certainty::Certain, findings);
    } else if answer.says("anonymous") && matches!(answer.status, 401 | 403) {
        findings.add(
            Cause::NotPresigned,
            Certainty::Likely,
            "The server took the request for one without a signature.",
            "Send the whole URL, in quotation marks on a command line.",
        );
    } else if POLICY.iter().any(|text| answer.says(text)) {
        by_policy(facts, answer, findings);
    } else if answer.is(&ACCOUNT) {
        let said = answer
            .filled_message()
            .map_or_else(String::new, |message| format!(" It says {}.", facts.quote_message(message)));
        findings.add(
            Cause::SignerNotAllowed,
            Certainty::Certain,
            format!("The server refuses the account of the signer.{said}"),
            "Ask whoever runs the account or the server.",
        );
    } else if answer.status == 403 && is_bare(answer) && !is_mismatch(answer) && !findings.has_any(Certainty::Likely) {
        bare(facts, answer, findings);
    }
}

/// Returns whether the server only says that it refuses.
fn is_bare(answer: &Answer<'_>) -> bool {
    let is_denied = answer.is(&["AccessDenied", "Forbidden", "403"]);
    let is_empty = answer.code().is_empty() && !answer.has_body();
    is_denied || is_empty && !matches!(answer.maker(), Maker::Page(_))
}

fn not_signed(facts: &Facts<'_>, answer: &Answer<'_>, findings: &mut Findings) {
    let names = answer.element("HeadersNotSigned").unwrap_or_default();
    if names.split([',', ' ', ';']).any(|name| name.eq_ignore_ascii_case("host")) {
        findings.add(
            Cause::HostNotSigned,
            Certainty::Certain,
            "The URL does not sign the host, and servers accept no such URL.",
            "Sign `host`: it must be in `X-Amz-SignedHeaders`.",
        );
        return;
    }
    // MinIO names none, and says the same if a signed header is missing.
    if names.is_empty() && facts.signed_but_not_sent().is_none_or(|missing| !missing.is_empty()) && signs_more(facts) {
        let missing = facts.signed_but_not_sent();
        let certainty = if missing.is_some() { Certainty::Certain } else { Certainty::Likely };
        let which = missing.unwrap_or_default().join(", ");
        let which = if which.is_empty() {
            "A signed header".into()
        } else {
            format!("The signed header {}", facts.quote(&which))
        };
        findings.add(
            Cause::HeaderMissing,
            certainty,
            format!("{which} was not sent. Servers that run MinIO's code call that a header that is not signed."),
            "Send every signed header with the value that was signed.",
        );
        if certainty == Certainty::Certain {
            return;
        }
    }
    let (which, them) = match names {
        "" => ("an `x-amz-*` header that".into(), "it".into()),
        names => {
            let headers = if names.contains(',') { "headers" } else { "header" };
            (format!("the {headers} {}, which", facts.quote(names)), facts.quote(names))
        }
    };
    findings.add(
        Cause::HeaderNotSigned,
        if findings.has(Cause::HeaderMissing) { Certainty::Possible } else { Certainty::Certain },
        format!("The request has {which} the URL does not sign. S3 accepts no `x-amz-*` header that is not signed."),
        format!("Sign {them} with the value that the client sends, or send the request without it."),
    );
}

fn signs_more(facts: &Facts<'_>) -> bool {
    facts.claims.signed_headers.iter().flatten().any(|name| name != "host")
}

fn by_policy(facts: &Facts<'_>, answer: &Answer<'_>, findings: &mut Findings) {
    let action = answer.filled_message().and_then(action);
    let quoted = action.map_or_else(|| "this".into(), |action| facts.quote(action));
    let names = Names::of(facts);
    let is_read = matches!(facts.method(), None | Some("GET" | "HEAD"));
    if action.is_some_and(|action| action.eq_ignore_ascii_case("s3:ListBucket"))
        && names.has_key()
        && is_read
        && facts.is_on_aws()
    {
        findings.add(
            Cause::MissingKeyHidden,
            Certainty::Likely,
            "The object is probably missing: S3 asks whether the signer may list the bucket only if it is.",
            "Check the key. Allow the signer `s3:ListBucket`, and S3 answers 404 NoSuchKey instead.",
        );
        return;
    }
    let is_kms = action.is_some_and(|action| action.starts_with("kms:"));
    let fix = match () {
        () if is_kms => {
            "Allow the signer this action, in its own policy and in the policy of the KMS key. For uploads in parts \
             it needs `kms:Decrypt` too."
        }
        () if answer.says("explicit deny") => {
            "Find the statement with `Deny`, in the policies of the bucket, the signer, the VPC endpoint or the \
             organization, and meet its conditions or change it."
        }
        () => "Allow the signer this action on this resource. The URL can do no more than its signer may.",
    };
    findings.add(
        Cause::SignerNotAllowed,
        Certainty::Certain,
        format!("The signature is right, but whoever signed the URL may not do {quoted}."),
        fix,
    );
}

/// Returns the action in `... is not authorized to perform: s3:GetObject on resource: ...`.
fn action(message: &str) -> Option<&str> {
    let (_, rest) = message.split_once("perform:")?;
    rest.split_ascii_whitespace().next().filter(|action| action.len() < 100)
}

fn bare(facts: &Facts<'_>, answer: &Answer<'_>, findings: &mut Findings) {
    let names = Names::of(facts);
    let says_nothing = answer.code().is_empty();
    if says_nothing && facts.method() == Some("HEAD") {
        findings.add(
            Cause::WrongMethod,
            Certainty::Possible,
            "The request was sent as HEAD, and the answer to that never says why it is refused. If the URL is signed \
             for GET, the signature does not match.",
            "Send GET to see the reason, or sign another URL for HEAD: `head_object`.",
        );
    }
    findings.add(
        Cause::SignerNotAllowed,
        if says_nothing { Certainty::Possible } else { Certainty::Likely },
        "The signature is probably right, but whoever signed the URL may not do this.",
        "Check the policies of the signer and of the bucket. The URL can do no more than its signer may.",
    );
    if names.has_key() && matches!(facts.method(), None | Some("GET" | "HEAD")) {
        findings.add(
            Cause::MissingKeyHidden,
            Certainty::Possible,
            "The object may be missing: a signer who may not list the bucket gets this answer, not 404.",
            "Check the key. Allow the signer `s3:ListBucket`, and a missing object is answered with 404.",
        );
    }
    let has_payer = facts.url.parameters().any(|parameter| parameter.name.is_in_any_case("x-amz-request-payer"));
    if facts.is_on_aws() && facts.claims.is_s3() && !has_payer && facts.header("x-amz-request-payer").is_none() {
        requester_pays(Certainty::Possible, findings);
    }
}

fn requester_pays(certainty: Certainty, findings: &mut Findings) {
    findings.add(
        Cause::RequesterPays,
        certainty,
        "The requester pays for requests to this bucket, if it is configured so, and the URL does not say that its \
         signer does.",
        "Sign with `request_payer`.",
    );
}
