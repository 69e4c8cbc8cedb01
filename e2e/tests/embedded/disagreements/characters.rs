//! Every kind of character in every part of a URL, and in a form, signed. Both must read it in the same way.

use presign_e2e::{Cause, Client, Server};

use super::{causes, pair, server};
use crate::TestResult;
use crate::by_hand::{FormByHand, UrlByHand, encode};

/// ASCII, and characters that some implementation takes for whitespace or changes.
fn characters() -> impl Iterator<Item = char> {
    (0..0x80).map(char::from).chain(['\u{85}', '\u{a0}', 'é', 'ß', '\u{301}', '\u{2028}', '\u{3000}', '日', '🛶'])
}

/// Sends a request that was changed before it was signed. Returns the status.
fn send(server: &Server, change: impl FnOnce(&mut UrlByHand)) -> Result<u16, presign_e2e::Error> {
    let mut note = UrlByHand::note(server.address());
    change(&mut note);
    let answer = note.send(server.address(), &note.target()?)?;
    assert_ne!(answer.status, 500, "{answer:?}");
    Ok(answer.status)
}

#[test]
fn in_the_credential() -> TestResult {
    let server = server()?;
    for character in characters() {
        send(&server, |note| note.access_key_id.push(character))?;
        send(&server, |note| note.service.push(character))?;
        send(&server, |note| note.region.push(character))?;
        send(&server, |note| note.region.insert(0, character))?;
    }
    let known = [Some(Cause::Region), Some(Cause::MalformedRegion)];
    assert!(causes(&server).iter().all(|cause| known.contains(cause)), "{:?}", server.disagreements());
    Ok(())
}

#[test]
fn in_the_path_and_the_query() -> TestResult {
    let server = server()?;
    for character in characters() {
        let encoded = encode(&character.to_string());
        let path = if character == '/' { "/bucket//".to_owned() } else { format!("/bucket/{encoded}") };
        let status = send(&server, |note| (note.path, note.signed_path) = (path.clone(), path))?;
        assert_eq!(status, 404, "{character:?}");
        for parameter in [format!("x={encoded}"), format!("x{encoded}=1"), format!("{encoded}{encoded}=")] {
            assert_eq!(send(&server, |note| note.parameters = vec![parameter.clone()])?, 200, "{parameter}");
        }
    }
    assert_eq!(server.disagreements(), []);
    Ok(())
}

#[test]
fn in_the_value_of_a_header() -> TestResult {
    let server = server()?;
    // HTTP has no control characters in headers.
    for character in characters().filter(|character| *character == '\t' || !character.is_ascii_control()) {
        for value in
            [format!("a{character}b"), format!("a {character} b"), format!("{character}b"), format!("b{character}")]
        {
            let words: Vec<_> = value.split([' ', '\t']).filter(|word| !word.is_empty()).collect();
            let status = send(&server, |note| {
                note.headers.push(pair("x-amz-meta-title", &value));
                note.signed_headers.push(pair("x-amz-meta-title", &words.join(" ")));
            })?;
            let is_folded = character.is_whitespace() && !matches!(character, ' ' | '\t');
            assert_eq!(status, if is_folded { 403 } else { 200 }, "{value:?}");
        }
    }
    assert!(causes(&server).iter().all(|cause| *cause == Some(Cause::OtherWhitespace)), "{:?}", server.disagreements());
    Ok(())
}

#[tokio::test]
async fn in_the_field_of_a_form() -> TestResult {
    let server = server()?;
    for character in characters() {
        // A browser sends every line break as CRLF.
        let value = if character == '\r' || character == '\n' { "\r\n".to_owned() } else { character.to_string() };
        let escaped: String = value.encode_utf16().map(|unit| format!("\\u{unit:04x}")).collect();
        let mut form = FormByHand::upload();
        form.fields[0].1 = format!("upload{value}");
        form.conditions[1] = format!(r#"["eq", "$key", "upload{escaped}"]"#);
        let call = form.form()?.submit(&format!("{}/bucket", server.endpoint()));
        assert_eq!(Client::new(server.address()).send(call).await?.status, 204, "{character:?}");
    }
    assert_eq!(server.disagreements(), []);
    Ok(())
}
