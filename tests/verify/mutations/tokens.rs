//! Session tokens.

use presign::s3::SessionCredentials;
use presign::sigv4::Scope;
use presign::verify::{Policy, Rejection};
use presign::{Bucket, Credentials};
use time::macros::datetime;

use super::Table;
use crate::attempt::Attempt;
use crate::util::{ACCESS_KEY_ID, NOW, SECRET, credentials};

const TOKEN: &str = "IQoJb3JpZ2luX2VjEJ//////////wEaCXVzLWVhc3QtMSJGMEQCIB+/x==";

/// GET with a session token.
fn session() -> Attempt {
    let session = credentials().with_session_token(TOKEN).with_expiry(datetime!(2026-11-23 13:00 UTC));
    let bucket = Bucket::new("photos").unwrap();
    let mut attempt = Attempt::of(&bucket.get_object("boat.jpg"), &session, Policy::new("s3", "us-east-1"));
    attempt.key = Box::new(session);
    attempt
}

#[test]
fn session_tokens() {
    const NAME: &str = "X-Amz-Security-Token";
    let mut table = Table::default();
    table.rejected("no token", |a| a.replace(NAME, |_| vec![]), Rejection::MissingToken);
    for token in ["", "x", &TOKEN[1..], &TOKEN.replace('I', "i")] {
        let token = token.replace('+', "%2B");
        table.rejected(format!("token {token}"), move |a| a.set(NAME, &token), Rejection::InvalidToken);
    }
    table.rejected("a longer token", |a| a.replace(NAME, |v| vec![format!("{NAME}={v}%3D")]), Rejection::InvalidToken);
    table.rejected("a token whose plus is a space", |a| a.set(NAME, TOKEN), Rejection::InvalidToken);
    table.accepted("a token with few escapes", |a| a.set(NAME, &TOKEN.replace('+', "%2b")));
    table.rejected(
        "a repeated token",
        |a| a.replace(NAME, |v| vec![format!("{NAME}={v}"); 2]),
        Rejection::RepeatedParameter { name: NAME },
    );
    table.rejected(
        "a token in lower case",
        |a| a.replace(NAME, |v| vec![format!("x-amz-security-token={v}")]),
        Rejection::MisspelledParameter { name: NAME },
    );
    table.rejected(
        "the name of S3 Express",
        |a| a.replace(NAME, |v| vec![format!("X-Amz-S3session-Token={v}")]),
        Rejection::InvalidToken,
    );
    table.rejected("a long-term key", |a| a.key = Box::new(credentials()), Rejection::InvalidToken);
    table.rejected(
        "the token of another session",
        |a| a.key = Box::new(credentials().with_session_token("other")),
        Rejection::InvalidToken,
    );
    table.rejected(
        "another secret",
        |a| a.key = Box::new(Credentials::new(ACCESS_KEY_ID, "x").with_session_token(TOKEN)),
        Rejection::SignatureMismatch,
    );
    table.check(14, session);
}

#[test]
fn tokens_of_s3_express() {
    let session = || SessionCredentials::new(ACCESS_KEY_ID, SECRET, TOKEN, datetime!(2026-11-23 12:05 UTC));
    let bucket = Bucket::builder("photos--usw2-az1--x-s3").region("us-west-2").build().unwrap();
    let good = || {
        let mut attempt =
            Attempt::of(&bucket.get_object("boat.jpg"), &session(), Policy::new("s3express", "us-west-2"));
        attempt.key = Box::new(session());
        attempt
    };
    let mut table = Table::default();
    const NAME: &str = "X-Amz-S3session-Token";
    let scope = Scope::new(NOW.date(), "us-west-2", "s3express").unwrap();
    #[cfg(feature = "std")]
    table.accepted("a cached key", move |a| a.key = Box::new(presign::CachedSigner::from(session())));
    table.accepted("a scoped key", move |a| a.key = Box::new(session().scoped(&scope)));
    table.rejected("no token", |a| a.replace(NAME, |_| vec![]), Rejection::MissingToken);
    table.rejected("another token", |a| a.set(NAME, "x"), Rejection::InvalidToken);
    table.rejected(
        "the other parameter",
        |a| a.replace(NAME, |v| vec![format!("X-Amz-Security-Token={v}")]),
        Rejection::InvalidToken,
    );
    table.rejected(
        "an ordinary session",
        |a| a.key = Box::new(credentials().with_session_token(TOKEN)),
        Rejection::InvalidToken,
    );
    table.check(5, good);
}
