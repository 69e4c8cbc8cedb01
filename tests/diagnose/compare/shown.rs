use std::fmt::Debug;

use presign::diagnose::{Attempt, explain};
use presign::s3::CustomerKey;
use proptest::prelude::*;

use super::*;

/// The raw and the encoded token, as they are in URLs and canonical requests.
fn token_forms() -> [String; 2] {
    [TOKEN.to_owned(), presign::sigv4::encode_component(TOKEN).to_string()]
}

fn assert_hidden(shown: &impl Debug, text: &str, secrets: &[&str]) {
    for shown in [format!("{shown:?}"), format!("{shown:#?}"), text.to_owned()] {
        for secret in secrets {
            assert!(!shown.contains(secret), "{secret} in {shown}");
        }
    }
}

#[test]
fn tokens_differ_without_being_shown() {
    let trace = upload();
    let [raw, encoded] = token_forms();
    let other = encoded.replace("%2B", "%20");
    for received in [&*other, "", "a"] {
        let answer = xml(&trace.canonical_request().replace(&encoded, received), trace.string_to_sign());
        let comparison = trace.compare(&answer);
        assert_eq!(
            comparison.to_string().lines().next().unwrap().split(" differs").next(),
            Some("the parameter `X-Amz-Security-Token`")
        );
        assert!(comparison.to_string().contains("expected: (not shown)\n  received: (not shown)\n"), "{comparison}");
        assert_hidden(&comparison, &comparison.to_string(), &[&raw, &encoded, &other, trace.signature()]);
    }
}

/// A token in another line, such as when the query was encoded into the path.
#[test]
fn secrets_are_hidden_in_every_line() {
    let trace = upload();
    let [raw, encoded] = token_forms();
    let signature = trace.signature();
    for secret in [
        &*raw,
        &*encoded,
        signature,
        &*format!("X-Amz-Security-Token%3D{encoded}"),
        &*format!("x-amz-signature={signature}"),
    ] {
        for (from, to) in [
            ("PUT\n", format!("{secret}\n")),
            ("/a%20boat%2Boar.jpg\n", format!("/{secret}\n")),
            ("Jane", secret.to_owned()),
            ("host:s3.example.com:8443", format!("host:{secret}")),
            ("&X-Amz-Expires=3600", format!("&X-Amz-Expires={secret}")),
            ("&X-Amz-Expires=3600", format!("&{secret}=1")),
            ("\nUNSIGNED-PAYLOAD", format!("\n{secret}")),
            ("\nhost:", format!("\n{}:a\nhost:", secret.to_lowercase())),
        ] {
            let answer = xml(&replaced(trace.canonical_request(), from, &to), trace.string_to_sign());
            let comparison = trace.compare(&answer);
            assert!(!comparison.differences().is_empty());
            assert_hidden(&comparison, &comparison.to_string(), &[&raw, &encoded, signature]);
            let attempt = Attempt::new(trace.url().as_str()).response(403, &answer);
            let diagnosis = explain(&attempt, None, NOW);
            assert_hidden(&diagnosis, &diagnosis.to_string(), &[&raw, &encoded, signature]);
        }
    }
}

#[test]
fn keys_of_customers_are_hidden() {
    let bucket = Bucket::new("photos").unwrap();
    let key = CustomerKey::from([7; 32]);
    let trace = bucket.put_object("boat.jpg").sse_c(&key).trace_at(&credentials(), NOW).unwrap();
    let (name, secret) = trace.url().headers().find(|(name, _)| name.ends_with("customer-key")).unwrap();
    let other = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
    let received = replaced(trace.canonical_request(), &format!("{name}:{secret}"), &format!("{name}:{other}"));
    let comparison = trace.compare(xml(&received, trace.string_to_sign()));
    assert_eq!(comparison.differences().len(), 1);
    assert_hidden(&comparison, &comparison.to_string(), &[secret, other]);
}

#[test]
fn long_lines_are_cut_around_the_difference() {
    let bucket = Bucket::new("photos").unwrap();
    let key = "a".repeat(500);
    let trace = bucket.get_object(&key).trace_at(&credentials(), NOW).unwrap();
    let received = replaced(trace.canonical_request(), &key, &format!("{}b{}", &key[..300], &key[..199]));
    let comparison = trace.compare(xml(&received, trace.string_to_sign()));
    assert_eq!(
        comparison.to_string(),
        format!(
            "the path differs from byte 301 on:\n  expected: ...{0}{1}...\n  received: ...{0}b{2}...\n{3}^\n",
            "a".repeat(40),
            "a".repeat(64),
            "a".repeat(63),
            " ".repeat("  received: ...".len() + 40)
        )
    );
}

#[test]
fn many_differences_are_counted() {
    let trace = upload();
    let added: String = (0..10_000).map(|number| format!("&p{number}=1")).collect();
    let received = trace.canonical_request().replace("&X-Amz-Expires=3600", &added);
    let comparison = trace.compare(xml(&received, trace.string_to_sign()));
    assert_eq!(comparison.differences().len(), 50);
    assert!(comparison.to_string().ends_with("and 9951 more\n"));
}

/// Returns a response in which anything may be, the secrets of the request too.
fn bodies() -> impl Strategy<Value = Vec<u8>> {
    let words = prop_oneof![
        Just("<Error>".to_owned()),
        Just("<Code>".to_owned()),
        Just("</Code>".to_owned()),
        Just("SignatureDoesNotMatch".to_owned()),
        Just("AccessDenied".to_owned()),
        Just("NoSuchBucket".to_owned()),
        Just("<Message>".to_owned()),
        Just("</Message>".to_owned()),
        Just("<CanonicalRequest>".to_owned()),
        Just("</CanonicalRequest>".to_owned()),
        Just("<StringToSign>".to_owned()),
        Just("</StringToSign>".to_owned()),
        Just("<BucketName>".to_owned()),
        Just("</BucketName>".to_owned()),
        Just("<HeadersNotSigned>".to_owned()),
        Just("{\"message\":\"".to_owned()),
        Just("\"}".to_owned()),
        Just("X-Amz-Security-Token=".to_owned()),
        Just("&amp;".to_owned()),
        Just("&#1;".to_owned()),
        Just("\n".to_owned()),
        Just("host:".to_owned()),
        Just("region 'x' is wrong; expecting '".to_owned()),
        Just("is not authorized to perform: ".to_owned()),
        Just("Policy Condition failed: ".to_owned()),
        Just(upload().signature().to_owned()),
        Just(token_forms()[0].clone()),
        Just(token_forms()[1].clone()),
        Just(upload().canonical_request().replace('&', "&amp;")),
        ".{0,20}",
    ];
    let text = proptest::collection::vec(words, 0..30).prop_map(|words| words.concat().into_bytes());
    prop_oneof![9 => text, 1 => proptest::collection::vec(any::<u8>(), 0..200)]
}

proptest! {
    #![proptest_config(crate::util::cases(200))]

    /// Whatever a server answers: nothing panics, and nothing shows a secret.
    #[test]
    fn no_answer_makes_anything_show_a_secret(body in bodies(), status in 0_u16..600, header in ".{0,20}", error in ".{0,40}") {
        let trace = upload();
        let [raw, encoded] = token_forms();
        let secrets = [&*raw, &*encoded, trace.signature()];
        let comparison = trace.compare(&body);
        assert_hidden(&comparison, &comparison.to_string(), &secrets);
        let error = format!("{error}{}", trace.url());
        let attempt = Attempt::new(trace.url().as_str()).method(&header).header("Content-Type", &header).response(status, &body);
        for attempt in [attempt.clone().failed_with(&error), attempt.response_header("Location", trace.url().as_str())] {
            let diagnosis = explain(&attempt, None, NOW);
            assert_hidden(&diagnosis, &diagnosis.to_string(), &secrets);
        }
    }
}
