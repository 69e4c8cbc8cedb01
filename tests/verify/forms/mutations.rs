//! Good forms, each changed in one way, and the exact rejection.

use std::time::Duration;

use presign::Credentials;
use presign::s3::SessionCredentials;
use presign::sigv4::Scope;
use presign::verify::{FormRejection, Rejection};
use time::macros::datetime;

use crate::forms::submission::{Submission, conditions, policy};
use crate::util::{ACCESS_KEY_ID, NOW, SECRET, credentials};

type Change = Box<dyn Fn(&mut Submission)>;

/// The rows of a table: what is changed, how, and the answer.
#[derive(Default)]
struct Table(Vec<(String, Change, Result<(), Rejection>)>);

impl Table {
    fn rejected(
        &mut self,
        name: impl Into<String>,
        change: impl Fn(&mut Submission) + 'static,
        rejection: impl Into<Rejection>,
    ) {
        self.0.push((name.into(), Box::new(change), Err(rejection.into())));
    }

    fn accepted(&mut self, name: impl Into<String>, change: impl Fn(&mut Submission) + 'static) {
        self.0.push((name.into(), Box::new(change), Ok(())));
    }

    /// Checks every row on a new copy of the form, which is accepted as it is. Returns the number of rows.
    fn check(self, good: impl Fn() -> Submission) -> usize {
        assert_eq!(good().verify(), Ok(()), "the unchanged form");
        for (name, change, answer) in &self.0 {
            let mut submission = good();
            change(&mut submission);
            assert_eq!(submission.verify(), *answer, "{name}: {:?}", submission.fields);
        }
        self.0.len()
    }
}

fn form() -> Submission {
    Submission::good(&credentials())
}

const TOKEN: &str = "IQoJb3JpZ2luX2VjEJ//////////wEaCXVzLWVhc3QtMSJGMEQCIB+/x==";

/// A form of temporary credentials.
fn session() -> Submission {
    let session = credentials().with_session_token(TOKEN).with_expiry(datetime!(2026-11-23 13:00 UTC));
    let mut submission = Submission::good(&session);
    submission.key = Box::new(session);
    submission
}

fn required_fields() -> usize {
    use FormRejection::{InvalidCredential, InvalidDate, MissingField, RepeatedField, UnknownAlgorithm};

    let mut table = Table::default();
    for (name, shown, empty) in [
        ("key", "key", MissingField { name: "key" }.into()),
        // The signature is that of another text.
        ("policy", "policy", Rejection::SignatureMismatch),
        ("x-amz-algorithm", "X-Amz-Algorithm", UnknownAlgorithm.into()),
        ("x-amz-credential", "X-Amz-Credential", InvalidCredential.into()),
        ("x-amz-date", "X-Amz-Date", InvalidDate.into()),
        ("x-amz-signature", "X-Amz-Signature", Rejection::SignatureMismatch),
    ] {
        let repeated = || RepeatedField { name: name.into() };
        table.rejected(format!("{name} missing"), move |s| s.remove(name), MissingField { name: shown });
        table.rejected(format!("{name} empty"), move |s| s.set(name, ""), empty);
        table.rejected(
            format!("{name} repeated"),
            move |s| {
                let value = s.value(name).to_owned();
                s.add(name, &value);
            },
            repeated(),
        );
        table.rejected(
            format!("{name} again, first"),
            move |s| s.fields.insert(0, (name.into(), "x".into())),
            repeated(),
        );
        table.rejected(format!("{name} again, in upper case"), move |s| s.add(&name.to_uppercase(), ""), repeated());
        table.accepted(format!("{name} in upper case"), move |s| s.rename(name, &name.to_uppercase()));
        let padded = format!("{name} ");
        table.rejected(format!("{name} with a space"), move |s| s.rename(name, &padded), MissingField { name: shown });
    }
    table.check(form)
}

/// Returns the number of changes of the values of the signature's fields.
fn values() -> usize {
    use FormRejection::{InvalidCredential, InvalidDate, ScopeDate, UnknownAlgorithm, WrongRegion, WrongService};

    let mut table = Table::default();
    let mut rejected = |name: &'static str, value: &'static str, rejection: FormRejection| {
        table.rejected(format!("{name}: {value}"), move |s| s.set(name, value), rejection);
    };
    for algorithm in ["aws4-hmac-sha256", "AWS4-HMAC-SHA256 ", "AWS4-ECDSA-P256-SHA256", "AWS4-HMAC-SHA1"] {
        rejected("x-amz-algorithm", algorithm, UnknownAlgorithm);
    }
    for credential in [
        "AKIDEXAMPLE",
        "20261123/us-east-1/s3/aws4_request",
        "/20261123/us-east-1/s3/aws4_request",
        "AKIDEXAMPLE/2026-11-23/us-east-1/s3/aws4_request",
        "AKIDEXAMPLE/2026112/us-east-1/s3/aws4_request",
        "AKIDEXAMPLE/20261123/us-east-1/s3/aws4_requests",
        "AKIDEXAMPLE/20261123/us-east-1/s3",
        "AKIDEXAMPLE/20261123//s3/aws4_request",
        "AKIDEXAMPLE/20261123/us east/s3/aws4_request",
        "AKIDEXAMPLE/20261123/us-east-1//aws4_request",
        "AKIDEXAMPLE/20261123/us-east-1/s3/aws4_request/",
        "AKIDEXAMPLE%2F20261123%2Fus-east-1%2Fs3%2Faws4_request",
    ] {
        rejected("x-amz-credential", credential, InvalidCredential);
    }
    for date in [
        "2026-11-23T12:00:00Z",
        "20261123T120000",
        "20261123T120000z",
        "20261123T126000Z",
        "20261131T120000Z",
        "20261123T120000+0",
        "1795608000",
    ] {
        rejected("x-amz-date", date, InvalidDate);
    }
    let other_day = ScopeDate { scope: "20261123".into(), date: "20261122".into() };
    rejected("x-amz-date", "20261122T120000Z", other_day);
    let impossible = ScopeDate { scope: "20261399".into(), date: "20261123".into() };
    rejected("x-amz-credential", "AKIDEXAMPLE/20261399/us-east-1/s3/aws4_request", impossible);
    let elsewhere = WrongRegion { found: "eu-west-1".into(), expected: "us-east-1".into() };
    rejected("x-amz-credential", "AKIDEXAMPLE/20261123/eu-west-1/s3/aws4_request", elsewhere);
    let other_service = WrongService { found: "s3express".into(), expected: "s3".into() };
    rejected("x-amz-credential", "AKIDEXAMPLE/20261123/us-east-1/s3express/aws4_request", other_service);

    let mismatch = || Rejection::SignatureMismatch;
    let with_signature = |change: fn(&str) -> String| {
        move |s: &mut Submission| {
            let signature = change(s.value("x-amz-signature"));
            s.set("x-amz-signature", &signature);
        }
    };
    table.rejected("signature in upper case", with_signature(str::to_uppercase), mismatch());
    table.rejected("signature cut", with_signature(|signature| signature[..63].into()), mismatch());
    table.rejected("signature with a space", with_signature(|signature| format!("{signature} ")), mismatch());
    table.rejected("signature twice", with_signature(|signature| signature.repeat(2)), mismatch());
    table.rejected("another signature", with_signature(|_| "0".repeat(64)), mismatch());
    let with_policy = |change: fn(&str) -> String| {
        move |s: &mut Submission| {
            let policy = change(s.value("policy"));
            s.set("policy", &policy);
        }
    };
    table.rejected("policy cut", with_policy(|policy| policy[..policy.len() - 2].into()), mismatch());
    table.rejected("policy with a line break", with_policy(|policy| format!("{policy}\r\n")), mismatch());
    table.rejected("another policy", with_policy(|_| "e30=".into()), mismatch());
    table.check(form)
}

/// Returns the number of changes of the key and the session.
fn keys() -> usize {
    let mut table = Table::default();
    let key = |id: &str, secret: &str| Box::new(Credentials::new(id, secret));
    table.rejected("another secret", move |s| s.key = key(ACCESS_KEY_ID, "secret"), Rejection::SignatureMismatch);
    table.rejected("another key", move |s| s.key = key("AKIDOTHER", SECRET), Rejection::UnknownAccessKeyId);
    table.rejected(
        "a temporary key",
        |s| s.key = Box::new(credentials().with_session_token(TOKEN)),
        Rejection::MissingToken,
    );
    table.rejected("a token for a long-term key", |s| s.add("x-amz-security-token", TOKEN), Rejection::InvalidToken);
    table.rejected(
        "a key of S3 Express",
        |s| s.key = Box::new(SessionCredentials::new(ACCESS_KEY_ID, SECRET, TOKEN, datetime!(2026-11-24 0:00 UTC))),
        Rejection::MissingToken,
    );
    let scoped = |region: &str| credentials().scoped(&Scope::new(NOW.date(), region, "s3").unwrap());
    table.accepted("a scoped key", move |s| s.key = Box::new(scoped("us-east-1")));
    table.rejected(
        "a key of another region",
        move |s| s.key = Box::new(scoped("eu-west-1")),
        Rejection::KeyOfAnotherScope,
    );
    #[cfg(feature = "std")]
    table.accepted("a cached key", |s| s.key = Box::new(presign::CachedSigner::new(credentials())));
    let mut rows = table.check(form);

    let mut table = Table::default();
    const NAME: &str = "x-amz-security-token";
    table.rejected("no token", |s| s.remove(NAME), Rejection::MissingToken);
    table.rejected("an empty token", |s| s.set(NAME, ""), Rejection::InvalidToken);
    table.rejected("another token", |s| s.set(NAME, &TOKEN.replace('E', "e")), Rejection::InvalidToken);
    table.rejected("a longer token", |s| s.set(NAME, &format!("{TOKEN}=")), Rejection::InvalidToken);
    table.rejected("an escaped token", |s| s.set(NAME, &TOKEN.replace('/', "%2F")), Rejection::InvalidToken);
    table.rejected("a long-term key", |s| s.key = Box::new(credentials()), Rejection::InvalidToken);
    table.rejected(
        "a key of S3 Express",
        |s| s.key = Box::new(SessionCredentials::new(ACCESS_KEY_ID, SECRET, TOKEN, datetime!(2026-11-24 0:00 UTC))),
        Rejection::InvalidToken,
    );
    table.rejected("another token name", |s| s.rename(NAME, "x-amz-s3session-token"), Rejection::MissingToken);
    table.accepted("its name in upper case", |s| s.rename(NAME, "X-Amz-Security-Token"));
    table.accepted("the last second", |s| s.now = datetime!(2026-11-23 12:14:59 UTC));
    table.rejected(
        "the session has expired",
        |s| {
            let expired = credentials().with_session_token(TOKEN).with_expiry(NOW);
            s.key = Box::new(expired);
        },
        Rejection::ExpiredToken,
    );
    rows += table.check(session);
    rows
}

/// Returns the number of changes of the time.
fn times() -> usize {
    use FormRejection::Expired;

    let mut table = Table::default();
    table.accepted("signed in the near future", |s| s.now = datetime!(2026-11-23 11:45 UTC));
    table.rejected("signed in the future", |s| s.now = datetime!(2026-11-23 11:44:59 UTC), Rejection::NotYetValid);
    table.rejected(
        "signed in the future, without skew",
        |s| {
            s.policy = s.policy.clone().max_clock_skew(Duration::ZERO);
            s.now = datetime!(2026-11-23 11:59:59 UTC);
        },
        Rejection::NotYetValid,
    );
    table.accepted("the last moment", |s| s.now = datetime!(2026-11-23 12:14:59.999 UTC));
    table.rejected("expired", |s| s.now = datetime!(2026-11-23 12:15 UTC), Expired);
    table.rejected("expired long ago", |s| s.now = datetime!(9999-12-31 23:59:59 UTC), Expired);
    let at_most = |seconds, now| {
        move |s: &mut Submission| {
            s.policy = s.policy.clone().max_expires(Duration::from_secs(seconds));
            s.now = now;
        }
    };
    table.accepted("before the server's limit", at_most(60, datetime!(2026-11-23 12:00:59 UTC)));
    table.rejected("at the server's limit", at_most(60, datetime!(2026-11-23 12:01 UTC)), Expired);
    table.rejected("a limit of nothing", at_most(0, NOW), Expired);
    table.rejected("a limit above the expiration", at_most(u64::MAX, datetime!(2026-11-23 12:15 UTC)), Expired);
    let mut rows = table.check(form);

    let mut table = Table::default();
    table.accepted("almost 7 days later", |s| s.now = datetime!(2026-11-30 11:59:59 UTC));
    table.rejected("7 days later", |s| s.now = datetime!(2026-11-30 12:00 UTC), Expired);
    for seconds in [30 * 24 * 60 * 60, u64::MAX] {
        table.accepted("almost 7 days later, a longer limit", at_most(seconds, datetime!(2026-11-30 11:59:59 UTC)));
        table.rejected("7 days later, a longer limit", at_most(seconds, datetime!(2026-11-30 12:00 UTC)), Expired);
    }
    rows += table.check(|| Submission::with_policy(&policy("2099-01-01T00:00:00Z", &conditions(&[]))));
    rows
}

#[test]
fn good_forms_with_one_change() {
    let rows = required_fields() + values() + keys() + times();
    assert!(rows >= 60, "{rows} rows");
}

#[test]
fn version_2_and_anonymous_forms() {
    let of = |fields: &[&str]| {
        let mut submission = form();
        submission.fields = fields.iter().map(|name| ((*name).into(), "x".into())).collect();
        submission.verify()
    };
    let missing = |name| Err(FormRejection::MissingField { name }.into());
    assert_eq!(of(&["key", "policy"]), Err(Rejection::NotPresigned));
    assert_eq!(of(&["key", "acl"]), Err(Rejection::NotPresigned));
    assert_eq!(of(&["policy"]), missing("key"));
    assert_eq!(of(&[]), missing("key"));
    assert_eq!(of(&["key", "AWSAccessKeyId", "policy", "signature"]), Err(Rejection::Version2));
    assert_eq!(of(&["key", "awsaccesskeyid", "policy"]), missing("Signature"));
    assert_eq!(of(&["key", "signature", "policy"]), missing("AWSAccessKeyId"));
    assert_eq!(of(&["key", "signature", "AWSAccessKeyId"]), missing("policy"));
    assert_eq!(of(&["key", "policy", "x-amz-signature"]), missing("X-Amz-Algorithm"));
    assert_eq!(of(&["key", "policy", "x-amz-algorithm"]), missing("X-Amz-Credential"));
    assert_eq!(of(&["key", "policy", "AWSAccessKeyId", "signature", "x-amz-date"]), missing("X-Amz-Algorithm"));
}
