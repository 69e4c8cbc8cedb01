//! Random requests: what the signer signs is verified, and a change is rejected.

use presign::verify::{Policy, Rejection};
use presign::{Bucket, Method, PresignRequest, Service};
use proptest::prelude::*;

use crate::attempt::Attempt;
use crate::util::{cases, credentials, is_credential};

/// What is changed, and how.
type Change = (&'static str, fn(&mut Attempt));

/// Text with everything that encoding changes.
fn text() -> impl Strategy<Value = String> {
    "[a-zA-Z0-9 +%/&=;,.~_é日-]{0,12}"
}

fn key() -> impl Strategy<Value = String> {
    "[a-zA-Z0-9 +%/&=;~_é日-]{1,16}"
}

/// Returns a text with every byte that may be escaped in another way.
fn escaped_otherwise(raw: &str, choices: &[u8]) -> String {
    let mut out = String::new();
    let mut choices = choices.iter().cycle();
    let mut characters = raw.chars();
    while let Some(character) = characters.next() {
        match (character, choices.next().unwrap() % 3) {
            ('%', choice) => {
                let digits: String = characters.by_ref().take(2).collect();
                out += &format!("%{}", if choice == 0 { digits } else { digits.to_lowercase() });
            }
            (character, 1) if character.is_ascii_alphanumeric() => out += &format!("%{:02x}", u32::from(character)),
            (character, _) => out.push(character),
        }
    }
    out
}

/// Returns a request with random parameters and headers.
fn completed<'b>(
    request: PresignRequest<'b>,
    query: &[(String, String)],
    headers: &[(String, String)],
) -> PresignRequest<'b> {
    let request = query.iter().fold(request, |request, (name, value)| request.query(format!("q{name}"), value));
    headers.iter().fold(request, |request, (name, value)| request.header(format!("h{name}"), value))
}

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn what_is_signed_is_verified_and_a_change_is_rejected(
        key in key(),
        query in prop::collection::vec((text(), text()), 0..4),
        headers in prop::collection::vec(("[a-z]{1,6}", "[a-z ]{0,8}"), 0..4),
        token in prop::option::of("[!-~]{1,40}".prop_filter("a token", is_credential)),
        choices in prop::collection::vec(any::<u8>(), 1..40),
        order in any::<prop::sample::Index>(),
    ) {
        let bucket = Bucket::new("photos").unwrap();
        let request = completed(bucket.request(Method::Put, &key).allow_dot_segments(), &query, &headers);
        let signer = match &token {
            Some(token) => credentials().with_session_token(token),
            None => credentials(),
        };
        let good = || {
            let mut attempt = Attempt::of(&request, &signer, Policy::new("s3", "us-east-1"));
            attempt.key = Box::new(signer.clone());
            attempt
        };
        let path = good().verify_with(|verified| verified.path().into_owned());
        prop_assert_eq!(path, Ok(format!("/{key}")));

        // The same request, encoded in another way and in another order.
        let mut same = good();
        let path = escaped_otherwise(same.path(), &choices);
        same.set_path(&path);
        let mut parameters = same.parameters();
        let middle = order.index(parameters.len());
        parameters.rotate_left(middle);
        let parameters: Vec<_> = parameters.iter().map(|pair| {
            let (name, value) = pair.split_once('=').unwrap();
            format!("{}={}", escaped_otherwise(name, &choices), escaped_otherwise(value, &choices).replace("%20", "+"))
        }).collect();
        same.set_parameters(&parameters);
        same.headers.rotate_right(1);
        prop_assert_eq!(same.verify(), Ok(()), "{}", same.target);

        let changes: [Change; 4] = [
            ("the method", |a| a.method = "GET".into()),
            ("the path", |a| { let path = a.path().to_owned() + "x"; a.set_path(&path) }),
            ("the query", |a| a.append("&qx=1")),
            ("the host", |a| a.set_header("Host", "example.com")),
        ];
        for (name, change) in changes {
            let mut other = good();
            change(&mut other);
            prop_assert_eq!(other.verify(), Err(Rejection::SignatureMismatch), "{}", name);
        }
        for (name, _) in good().headers.iter().skip(1) {
            let mut other = good();
            let header = other.headers.iter_mut().find(|(found, _)| found == name).unwrap();
            header.1.push(b'!');
            prop_assert_eq!(other.verify(), Err(Rejection::SignatureMismatch), "{}", name);
            other.remove_header(name);
            prop_assert_eq!(other.verify(), Err(Rejection::MissingSignedHeader { name: name.as_str().into() }));
        }
        if token.is_some() {
            let mut other = good();
            other.replace("X-Amz-Security-Token", |value| vec![format!("X-Amz-Security-Token={value}x")]);
            prop_assert_eq!(other.verify(), Err(Rejection::InvalidToken));
        }
    }

    #[test]
    fn what_is_signed_for_other_services_is_verified(
        path in "(/([a-z.~!$'()*+,;:@-]|%[2-7][0-9A-F]){0,4}){0,4}",
        query in prop::collection::vec((text(), text()), 0..4),
    ) {
        let service = Service::new("execute-api", "eu-west-1", "https://api.example.com").unwrap();
        let request = completed(service.request(Method::Get, &path), &query, &[]);
        // A path with hidden dot segments is an error of the signer.
        prop_assume!(request.sign_at(&credentials(), crate::util::NOW).is_ok());
        let mut attempt = Attempt::of(&request, &credentials(), Policy::new("execute-api", "eu-west-1"));
        prop_assert_eq!(attempt.verify(), Ok(()));
        let other = format!("{}/x", attempt.path());
        attempt.set_path(&other);
        prop_assert_eq!(attempt.verify(), Err(Rejection::SignatureMismatch));
    }

    /// Whatever arrives, it is answered.
    #[test]
    fn any_request_is_answered(method in ".{0,8}", target in ".{0,40}", name in ".{0,8}", value in prop::collection::vec(any::<u8>(), 0..16)) {
        let bucket = Bucket::new("photos").unwrap();
        let mut attempt = Attempt::of(&bucket.get_object("boat.jpg"), &credentials(), Policy::new("s3", "us-east-1"));
        attempt.append(&target);
        attempt.add_header(&name, &value);
        let _ = attempt.verify();
        attempt.set_parameters(std::slice::from_ref(&target));
        let _ = attempt.verify();
        attempt.target = target;
        attempt.method = method;
        prop_assert!(attempt.verify().is_err());
    }
}
