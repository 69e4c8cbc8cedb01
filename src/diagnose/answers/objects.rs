//! The object is not there, or is not there in this form.

use alloc::format;
use alloc::string::String;

use super::names::{Names, Style};
use crate::diagnose::answer::{Answer, Maker};
use crate::diagnose::cause::Cause;
use crate::diagnose::facts::Facts;
use crate::diagnose::finding::{Certainty, Findings};

pub(super) fn find(facts: &Facts<'_>, answer: &Answer<'_>, findings: &mut Findings) {
    match answer.code() {
        "NoSuchKey" => no_such_key(facts, answer, findings),
        "NoSuchVersion" | "NoSuchUpload" => findings.add(
            Cause::NoSuchKey,
            Certainty::Certain,
            if answer.code() == "NoSuchUpload" {
                "There is no such multipart upload. It was completed or aborted, or is one of another key."
            } else {
                "There is no such version of the object."
            },
            "Check the ID in the URL.",
        ),
        "InvalidObjectState" => archived(facts, answer, findings),
        "PreconditionFailed" if !answer.says("bucket post") => precondition(answer, findings),
        "MethodNotAllowed" => method_not_allowed(answer, findings),
        "" if answer.status == 404 && !matches!(answer.maker(), Maker::Page(_) | Maker::Json) => findings.add(
            Cause::NoSuchKey,
            Certainty::Likely,
            "The server answered 404 without saying what is missing: the object, or its bucket.",
            "Check the key and the bucket. Send GET instead of HEAD to see the error document.",
        ),
        "" if answer.status == 412 => precondition(answer, findings),
        "" if answer.status == 405 && *answer.maker() == Maker::Unknown => method_not_allowed(answer, findings),
        _ => {}
    }
}

fn no_such_key(facts: &Facts<'_>, answer: &Answer<'_>, findings: &mut Findings) {
    let names = Names::of(facts);
    let key = answer.element("Key").filter(|key| !key.is_empty());
    // The bucket is before the key, and a key that begins with it is probably one that got it twice.
    let is_twice = match names.style {
        Style::Path => names.rest.split('/').next() == Some(&*names.first_segment),
        _ => names.first_segment == names.first_label && !names.rest.is_empty(),
    };
    if is_twice && !names.first_segment.is_empty() {
        findings.add(
            Cause::BucketTwice,
            Certainty::Likely,
            format!(
                "There is no such object. Its key begins with the name of the bucket, {}, as if that had been added \
                 twice.",
                facts.quote(&names.first_segment)
            ),
            "Give the endpoint without the bucket, or the key without it: it is in the URL twice.",
        );
        return;
    }
    if let Some(key) = key.filter(|key| has_escapes(key)) {
        findings.add(
            Cause::PathEncoding,
            Certainty::Likely,
            format!(
                "The server looked for the key {}, which contains percent-escapes: it was encoded twice.",
                facts.quote(key)
            ),
            "Give the key as it is, not encoded, when signing.",
        );
        return;
    }
    let key = key.map_or_else(String::new, |key| format!(" with the key {}", facts.quote(key)));
    findings.add(
        Cause::NoSuchKey,
        Certainty::Certain,
        format!("There is no object{key} in the bucket."),
        "Check the key, with its case and its slashes, and that the upload is complete.",
    );
}

fn has_escapes(key: &str) -> bool {
    key.split('%')
        .skip(1)
        .any(|after| after.get(..2).is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit())))
}

fn archived(facts: &Facts<'_>, answer: &Answer<'_>, findings: &mut Findings) {
    let class = answer.element("StorageClass").or_else(|| answer.element("AccessTier"));
    let class = class.or_else(|| answer.header("x-amz-storage-class"));
    let class = class.map_or_else(String::new, |class| format!(" (storage class {})", facts.quote(class)));
    findings.add(
        Cause::ArchivedObject,
        Certainty::Certain,
        format!("The object is archived{class}, and can't be read before it is restored."),
        "Restore it with RestoreObject, wait until that is done, and use the URL then.",
    );
}

fn precondition(answer: &Answer<'_>, findings: &mut Findings) {
    let which = answer
        .element("Condition")
        .filter(|name| name.len() < 40 && name.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'-'));
    let which = which.map_or_else(|| "A condition of the request".into(), |name| format!("The condition `{name}`"));
    findings.add(
        Cause::PreconditionFailed,
        Certainty::Certain,
        format!("{which} is not met. The signature is right."),
        "Read the object again and decide with its present ETag. With `If-None-Match: *`, the object exists already.",
    );
}

fn method_not_allowed(answer: &Answer<'_>, findings: &mut Findings) {
    if answer.header("x-amz-delete-marker").is_some_and(|value| value == "true") {
        findings.add(
            Cause::NoSuchKey,
            Certainty::Certain,
            "The version in the URL is a delete marker, which can't be read.",
            "Sign for an earlier version.",
        );
        return;
    }
    findings.add(
        Cause::WrongMethod,
        Certainty::Likely,
        "The server does not allow this method for this address.",
        "Send the method that was signed, to the bucket's S3 endpoint: website endpoints allow only GET and HEAD.",
    );
}
