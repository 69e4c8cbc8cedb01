//! Whether `presign` and s3s agree about presigned URLs and forms. The server asks both, and answers a disagreement that no
//! row of its table explains with an internal error.

mod characters;
mod forms;
mod urls;

use presign_e2e::{Cause, Client, Error, Server};

use crate::by_hand::{self, FormByHand, UrlByHand, user};
use crate::{TestResult, assert_status};

fn server() -> Result<Server, Error> {
    let (with_slash, temporary) = (user("AKID/EXAMPLE"), user("ASIAEXAMPLE").session_token("token"));
    Ok(by_hand::server()?.user(with_slash).user(temporary).start()?)
}

fn pair(name: &str, value: &str) -> (String, String) {
    (name.to_owned(), value.to_owned())
}

/// Returns why the two have disagreed.
fn causes(server: &Server) -> Vec<Option<Cause>> {
    server.disagreements().into_iter().map(|disagreement| disagreement.cause).collect()
}

#[tokio::test]
async fn every_row_explains_a_request() -> TestResult {
    for &cause in Cause::ALL {
        let (server_of_urls, server_of_forms) = (server()?, server()?);
        let (url, form) = (urls::disputed(cause, &server_of_urls)?, forms::disputed(cause));
        assert!(url.is_some() || form.is_some(), "{cause:?} has no request");
        if let Some((url, target)) = url {
            let answer = url.send(server_of_urls.address(), &target)?;
            assert_eq!(causes(&server_of_urls), [Some(cause)], "{answer:?}");
            assert_ne!(answer.status, 500, "{answer:?}");
        }
        if let Some(form) = form {
            let call = form.form()?.submit(&format!("{}/bucket", server_of_forms.endpoint()));
            let answer = Client::new(server_of_forms.address()).send(call).await?;
            assert_eq!(causes(&server_of_forms), [Some(cause)], "{cause:?}: {answer}");
            assert_ne!(answer.status, 500, "{cause:?}: {answer}");
        }
    }
    Ok(())
}

/// The requests that the rows change.
#[tokio::test]
async fn both_accept_the_unchanged_requests() -> TestResult {
    let server = server()?;
    let note = UrlByHand::note(server.address());
    assert_eq!(note.send(server.address(), &note.target()?)?.status, 200);
    let form = FormByHand::upload().form()?.submit(&format!("{}/bucket", server.endpoint()));
    assert_status(&Client::new(server.address()).send(form).await?, 204);
    assert_eq!(server.disagreements(), []);
    Ok(())
}

/// RFC 9112, section 3.2.2: the host in the request line takes the place of the header.
#[test]
fn a_whole_url_in_the_request_line() -> TestResult {
    let server = server()?;
    let mut note = UrlByHand::note(server.address());
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
    assert_eq!(causes(&server), [Some(Cause::HostInRequestLine); 2]);
    Ok(())
}

/// Changes a URL at every byte. Each change breaks the signature, or leaves the request the same.
#[test]
fn changed_urls() -> TestResult {
    let server = server()?;
    let mut note = UrlByHand::note(server.address());
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

/// Changes a policy at every byte, and signs it again. Both must read it in the same way.
#[tokio::test]
async fn changed_policies() -> TestResult {
    let server = server()?;
    let client = Client::new(server.address());
    let mut form = FormByHand::upload();
    form.fields.push(pair("Content-Type", "text/plain"));
    form.conditions.push(r#"["starts-with", "$Content-Type", "text/"]"#.to_owned());
    form.conditions.push(r#"["content-length-range", 1, 10]"#.to_owned());
    let policy = form.policy()?;
    for (at, byte) in policy.bytes().enumerate() {
        let (before, rest) = (&policy[..at], &policy[at + 1..]);
        let byte = char::from(byte);
        for changed in ["", "0", "$", "\"", "[", &format!("{byte}{byte}")] {
            let changed = format!("{before}{changed}{rest}");
            let call = form.form_with(&changed)?.submit(&format!("{}/bucket", server.endpoint()));
            let answer = client.send(call).await?;
            assert_ne!(answer.status, 500, "{changed}: {answer}");
        }
    }
    let known = [Some(Cause::NameWithoutDollar), Some(Cause::TimeOfExpiration)];
    assert!(causes(&server).iter().all(|cause| known.contains(cause)), "{:?}", server.disagreements());
    Ok(())
}
