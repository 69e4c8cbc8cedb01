//! The document of a wrong signature, which shows what should have been signed.

use presign::Bucket;
use presign::verify::{Policy, Rejection, Request, Unverified};

use crate::attempt::Attempt;
use crate::util::credentials;
use crate::util::vectors::{rows, text};
use crate::vectors::attempt;

fn document(attempt: &Attempt) -> String {
    let headers: Vec<_> = attempt.headers.iter().map(|(name, value)| (&**name, &**value)).collect();
    let request = Request::new(&attempt.method, &attempt.target, &headers);
    Unverified::parse(&request).unwrap().mismatch_to_xml(&attempt.policy, "/photos/boat.jpg", "4442587FB7D0A2F9")
}

/// Returns the text of an element, which occurs once.
fn element(xml: &str, name: &str) -> String {
    let (_, rest) = xml.split_once(&format!("<{name}>")).unwrap_or_else(|| panic!("no {name} in {xml}"));
    let (text, rest) = rest.split_once(&format!("</{name}>")).unwrap();
    assert!(!rest.contains(&format!("<{name}>")), "{name} occurs twice");
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

fn spaced(text: &str) -> String {
    text.bytes().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().join(" ")
}

/// What another implementation signed is what the server shows.
#[test]
fn the_texts_are_those_of_other_implementations() {
    let rows = rows(include_str!("../vectors/independent.json"), "urls");
    let mut compared = 0;
    for row in rows.iter().filter(|row| text(row, "url").contains("X-Amz-Expires=")) {
        let name = text(row, "name");
        let xml = document(&attempt(row));
        let (string_to_sign, canonical_request) = (text(row, "string_to_sign"), text(row, "canonical_request"));
        assert_eq!(element(&xml, "StringToSign"), string_to_sign, "{name}");
        assert_eq!(element(&xml, "CanonicalRequest"), canonical_request, "{name}");
        assert_eq!(element(&xml, "StringToSignBytes"), spaced(string_to_sign), "{name}");
        assert_eq!(element(&xml, "CanonicalRequestBytes"), spaced(canonical_request), "{name}");
        compared += 1;
    }
    assert!(compared >= 110, "{compared} rows");
}

/// The elements have the order of S3's answers.
#[test]
fn the_elements_are_those_of_s3() {
    let bucket = Bucket::new("photos").unwrap();
    let mut attempt = Attempt::of(&bucket.get_object("boat.jpg"), &credentials(), Policy::new("s3", "us-east-1"));
    attempt.set("X-Amz-Signature", &"0a".repeat(32));
    let xml = document(&attempt);
    assert_eq!(element(&xml, "AWSAccessKeyId"), "AKIDEXAMPLE");
    assert_eq!(element(&xml, "SignatureProvided"), "0a".repeat(32));
    let names = xml.split('<').filter_map(|part| part.split_once('>')).map(|(name, _)| name);
    let names: Vec<_> = names.filter(|name| !name.starts_with(['/', '?'])).collect();
    assert_eq!(
        names,
        [
            "Error",
            "Code",
            "Message",
            "AWSAccessKeyId",
            "StringToSign",
            "SignatureProvided",
            "StringToSignBytes",
            "CanonicalRequest",
            "CanonicalRequestBytes",
            "Resource",
            "RequestId",
        ],
    );
}

/// S3 shows a signed header that was not sent without a value.
#[test]
fn headers_that_were_not_sent() {
    let bucket = Bucket::new("photos").unwrap();
    let request = bucket.put_object("boat.jpg").metadata("owner", "ann");
    let mut attempt = Attempt::of(&request, &credentials(), Policy::new("s3", "us-east-1"));
    assert!(element(&document(&attempt), "CanonicalRequest").contains("\nx-amz-meta-owner:ann\n"));
    attempt.remove_header("x-amz-meta-owner");
    assert!(element(&document(&attempt), "CanonicalRequest").contains("\nx-amz-meta-owner:\n"));

    // A header that can't have been signed: there is nothing to compare.
    attempt.add_header("x-amz-meta-owner", b"\xff");
    let xml = document(&attempt);
    assert_eq!(element(&xml, "AWSAccessKeyId"), "AKIDEXAMPLE");
    assert!(!xml.contains("<CanonicalRequest>"), "{xml}");
}

#[test]
fn only_the_long_answer_has_a_token() {
    let bucket = Bucket::new("photos").unwrap();
    let session = credentials().with_session_token("IQoJb3JpZ2luX2VjEHo");
    let mut attempt = Attempt::of(&bucket.get_object("boat.jpg"), &session, Policy::new("s3", "us-east-1"));
    attempt.key = Box::new(session);
    attempt.append("&x=1");
    let rejection = attempt.verify().unwrap_err();
    assert_eq!(rejection, Rejection::SignatureMismatch);
    assert!(!format!("{rejection} {rejection:?} {}", rejection.to_xml("/", "0")).contains("IQoJb3"));
    assert!(document(&attempt).contains("X-Amz-Security-Token=IQoJb3"));
}
