//! Whether `presign` and s3s agree about presigned URLs. The server asks both, and answers a disagreement that no row of
//! its table explains with an internal error.

use presign_e2e::{Cause, Disagreement, Error, Object, Policy, Server, Store, User};
use time::{Duration, OffsetDateTime};

use crate::TestResult;
use crate::by_hand::{ByHand, RawAnswer};

const TOKEN: &str = "token";
const EMPTY_HASH: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

fn server() -> Result<Server, Error> {
    let store = Store::new();
    store.create_bucket("bucket")?;
    store.put("bucket", "note", Object::new("hello", Default::default()))?;
    let user = |key: &str| User::new("ann", key, "secret").policy(Policy::allow_all());
    let temporary = user("ASIAEXAMPLE").session_token(TOKEN);
    let server = Server::builder().user(user("AKIDEXAMPLE")).user(user("AKID/EXAMPLE")).user(temporary).store(store);
    Ok(server.start()?)
}

/// Returns a request that both accept, for an object.
fn note(server: &Server) -> ByHand {
    let host = vec![("host".to_owned(), server.address().to_string())];
    ByHand {
        access_key_id: "AKIDEXAMPLE".to_owned(),
        secret: "secret".to_owned(),
        region: "us-east-1".to_owned(),
        service: "s3".to_owned(),
        at: OffsetDateTime::now_utc(),
        expires: "900".to_owned(),
        signed_headers: host.clone(),
        names: None,
        headers: host,
        parameters: Vec::new(),
        signed_path: "/bucket/note".to_owned(),
        path: "/bucket/note".to_owned(),
        payload: "UNSIGNED-PAYLOAD".to_owned(),
    }
}

fn header(name: &str, value: &str) -> (String, String) {
    (name.to_owned(), value.to_owned())
}

/// Sends a request that the two disagree about for this reason.
fn disagree(cause: Cause, server: &Server) -> Result<RawAnswer, Error> {
    let mut note = note(server);
    let mut change: fn(String) -> String = |target| target;
    let parameter = |text: &str| vec![text.to_owned()];
    match cause {
        Cause::TwoMechanisms => note.headers.push(header("Authorization", "Bearer token")),
        Cause::Version2 => {
            // HMAC-SHA1 with the secret, until the year 2100.
            let signed = "AWSAccessKeyId=AKIDEXAMPLE&Expires=4102444800&Signature=8Th20b58JYUMA9vqw0QTTJrswi8%3D";
            return note.send(server.address(), &format!("/bucket/note?{signed}"));
        }
        Cause::LenientUri => change = |target| target.replace("&X-Amz-Date", "&&X-Amz-Date"),
        Cause::Misspelled => note.parameters = parameter("x-amz-date=20261123T120000Z"),
        Cause::Token => note.access_key_id = "ASIAEXAMPLE".to_owned(),
        Cause::HashInQuery => note.parameters = parameter("X-Amz-Content-Sha256=none"),
        Cause::EmptyRegion => note.region = String::new(),
        Cause::Region => note.region = "eu-west-1".to_owned(),
        Cause::Service => note.service = "sts".to_owned(),
        Cause::SignOfExpires => note.expires = "%2B900".to_owned(),
        Cause::OverSevenDays => note.expires = "604801".to_owned(),
        Cause::NotYetValid => note.at += Duration::minutes(16),
        Cause::UnsignedHeaders => note.headers.push(header("x-amz-acl", "public-read")),
        Cause::OrderOfSignedHeaders => {
            note.headers.push(header("accept", "*/*"));
            note.signed_headers.push(header("accept", "*/*"));
        }
        Cause::MissingHeader => note.names = Some("accept;host".to_owned()),
        Cause::HostInRequestLine => change = |target| format!("http://example.com{target}"),
        Cause::TwoHosts => {
            note.headers.push(header("host", "example.com"));
            note.signed_headers[0].1 += ",example.com";
        }
        Cause::RawPath => {
            note.path = "/bucket/note+".to_owned();
            note.signed_path.clone_from(&note.path);
        }
        Cause::SignedHash => {
            note.headers.push(header("x-amz-content-sha256", EMPTY_HASH));
            note.signed_headers.push(header("x-amz-content-sha256", EMPTY_HASH));
            note.payload = EMPTY_HASH.to_owned();
        }
        Cause::UnsignedHash => note.headers.push(header("x-amz-content-sha256", "none")),
        Cause::HeaderInQuery => {
            note.parameters = parameter("x-amz-checksum-mode=ENABLED");
            note.signed_headers.push(header("x-amz-checksum-mode", "ENABLED"));
        }
        Cause::OrderOfValues => {
            note.parameters = vec!["x=1".to_owned(), "x=2".to_owned()];
            change = |target| target.replace("x=1&x=2", "x=2&x=1");
        }
        Cause::OtherWhitespace => {
            note.headers.push(header("x-amz-meta-title", "a\u{3000}boat"));
            note.signed_headers.push(header("x-amz-meta-title", "a\u{3000}boat"));
        }
        Cause::SlashInKey => note.access_key_id = "AKID/EXAMPLE".to_owned(),
        Cause::SignatureParameter => note.parameters = parameter("Signature=x"),
        Cause::LongKey => {
            note.path = format!("/bucket/{}", "k".repeat(1025));
            note.signed_path.clone_from(&note.path);
        }
    }
    note.send(server.address(), &change(note.target()?))
}

#[test]
fn every_row_explains_a_request() -> TestResult {
    for &cause in Cause::ALL {
        let server = server()?;
        let answer = disagree(cause, &server)?;
        let causes: Vec<_> = server.disagreements().into_iter().map(|Disagreement { cause, .. }| cause).collect();
        assert_eq!(causes, [Some(cause)], "{answer:?}");
        assert_ne!(answer.status, 500, "{answer:?}");
    }
    Ok(())
}

/// RFC 9112, section 3.2.2: the host in the request line takes the place of the header.
#[test]
fn a_whole_url_in_the_request_line() -> TestResult {
    let server = server()?;
    let mut note = note(&server);
    let target = note.target()?;
    let own = format!("http://{}{target}", server.address());
    let answer = note.send(server.address(), &own)?;
    assert!(answer.text.ends_with("hello"), "{answer:?}");
    let answer = note.send(server.address(), &format!("http://example.com{target}"))?;
    assert!(answer.text.contains("The request must have exactly one host."), "{answer:?}");
    // s3s then finds no host at all.
    note.headers.clear();
    assert_ne!(note.send(server.address(), &own)?.status, 500);
    assert_ne!(note.send(server.address(), &target)?.status, 500);
    let causes: Vec<_> = server.disagreements().iter().map(|disagreement| disagreement.cause).collect();
    assert_eq!(causes, [Some(Cause::HostInRequestLine); 2]);
    Ok(())
}

/// Changes a URL at every byte. Each change breaks the signature, or leaves the request the same.
#[test]
fn changed_urls() -> TestResult {
    let server = server()?;
    let mut note = note(&server);
    note.parameters = vec!["response-content-type=text%2Fplain".to_owned(), "x=1".to_owned()];
    let target = note.target()?;
    for (at, byte) in target.bytes().enumerate() {
        let (before, rest) = (&target[..at], &target[at + 1..]);
        let byte = char::from(byte);
        for changed in ["", "0", &format!("&{byte}"), &format!("%{byte}"), &format!("+{byte}"), &format!("/{byte}")] {
            let answer = note.send(server.address(), &format!("{before}{changed}{rest}"))?;
            let same = *changed == *byte.to_string();
            assert_eq!(answer.status == 200, same, "{before}{changed}{rest}: {answer:?}");
            assert_ne!(answer.status, 500, "{before}{changed}{rest}: {answer:?}");
        }
        let answer = note.send(server.address(), &format!("{before}%{:02X}{rest}", u32::from(byte)))?;
        assert_ne!(answer.status, 500, "{before}%{:02X}{rest}: {answer:?}", u32::from(byte));
    }
    let disagreements = server.disagreements();
    assert!(
        disagreements.iter().all(|disagreement| disagreement.cause == Some(Cause::LenientUri)),
        "{disagreements:?}"
    );
    Ok(())
}
