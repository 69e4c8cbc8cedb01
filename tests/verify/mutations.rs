//! Good requests, each changed in one way, and the exact rejection.

use std::time::Duration;

use presign::s3::SessionCredentials;
use presign::sigv4::Scope;
use presign::verify::{Policy, Rejection};
use presign::{Bucket, Credentials, Method, Service};
use time::macros::datetime;

use crate::attempt::Attempt;
use crate::util::{ACCESS_KEY_ID, NOW, SECRET, credentials};

type Change = Box<dyn Fn(&mut Attempt)>;

/// The rows of a table: what is changed, how, and the answer.
#[derive(Default)]
struct Table(Vec<(String, Change, Result<(), Rejection>)>);

impl Table {
    fn rejected(&mut self, name: impl Into<String>, change: impl Fn(&mut Attempt) + 'static, rejection: Rejection) {
        self.0.push((name.into(), Box::new(change), Err(rejection)));
    }

    fn accepted(&mut self, name: impl Into<String>, change: impl Fn(&mut Attempt) + 'static) {
        self.0.push((name.into(), Box::new(change), Ok(())));
    }

    /// Checks every row on a new copy of the request, which is accepted as it is. Returns the number of rows.
    fn check(self, good: impl Fn() -> Attempt) -> usize {
        assert_eq!(good().verify(), Ok(()), "the unchanged request");
        for (name, change, answer) in &self.0 {
            let mut attempt = good();
            change(&mut attempt);
            assert_eq!(attempt.verify(), *answer, "{name}: {}", attempt.target);
        }
        self.0.len()
    }
}

/// GET of an object whose key is escaped, with a parameter, for 15 minutes.
fn get() -> Attempt {
    let bucket = Bucket::new("photos").unwrap();
    let request = bucket.get_object("2026/a boat+ü.jpg").version_id("a/b c");
    Attempt::of(&request, &credentials(), Policy::new("s3", "us-east-1"))
}

/// PUT of an object with signed headers.
fn put() -> Attempt {
    let bucket = Bucket::new("photos").unwrap();
    let request = bucket.put_object("boat.jpg").content_type("image/jpeg").metadata("title", "two  boats");
    Attempt::of(&request, &credentials(), Policy::new("s3", "us-east-1"))
}

/// GET with a session token.
fn session() -> Attempt {
    let session = credentials().with_session_token(TOKEN).with_expiry(datetime!(2026-11-23 13:00 UTC));
    let bucket = Bucket::new("photos").unwrap();
    let mut attempt = Attempt::of(&bucket.get_object("boat.jpg"), &session, Policy::new("s3", "us-east-1"));
    attempt.key = Box::new(session);
    attempt
}

const TOKEN: &str = "IQoJb3JpZ2luX2VjEJ//////////wEaCXVzLWVhc3QtMSJGMEQCIB+/x==";

const REQUIRED: [&str; 6] =
    ["X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Date", "X-Amz-Expires", "X-Amz-SignedHeaders", "X-Amz-Signature"];

/// Returns the number of changes of each parameter of the signature.
fn parameters_of_the_signature() -> usize {
    use Rejection::{MissingParameter, MisspelledParameter, RepeatedParameter};

    let mut table = Table::default();
    let empty = [
        Rejection::UnknownAlgorithm,
        Rejection::InvalidCredential,
        Rejection::InvalidDate,
        Rejection::ExpiresNotANumber,
        Rejection::UnsignedHeaders { names: "host".into() },
        Rejection::InvalidSignature,
    ];
    let cut = [
        Rejection::UnknownAlgorithm,
        Rejection::InvalidCredential,
        Rejection::InvalidDate,
        // 90 seconds: the signature covers it.
        Rejection::SignatureMismatch,
        Rejection::UnsignedHeaders { names: "host".into() },
        Rejection::InvalidSignature,
    ];
    for ((name, empty), cut) in REQUIRED.into_iter().zip(empty).zip(cut) {
        table.rejected(format!("{name} missing"), move |a| a.replace(name, |_| vec![]), MissingParameter { name });
        table.rejected(
            format!("{name} in lower case"),
            move |a| a.replace(name, |v| vec![format!("{}={v}", name.to_lowercase())]),
            MissingParameter { name },
        );
        table.rejected(
            format!("{name} repeated"),
            move |a| a.replace(name, |v| vec![format!("{name}={v}"); 2]),
            RepeatedParameter { name },
        );
        table.rejected(
            format!("{name} again, first"),
            move |a| a.replace(name, |v| vec![format!("{name}=x"), format!("{name}={v}")]),
            RepeatedParameter { name },
        );
        table.rejected(
            format!("{name} again, empty and last"),
            move |a| a.append(&format!("&{name}")),
            RepeatedParameter { name },
        );
        table.rejected(
            format!("{name} again, escaped"),
            move |a| a.append(&format!("&{}=", name.replace('m', "%6D"))),
            RepeatedParameter { name },
        );
        table.rejected(
            format!("{name} again, in lower case"),
            move |a| a.append(&format!("&{}=", name.to_lowercase())),
            MisspelledParameter { name },
        );
        table.rejected(
            format!("{name} again, in lower case and escaped"),
            move |a| a.append(&format!("&{}=", name.to_lowercase().replace('m', "%6d"))),
            MisspelledParameter { name },
        );
        table.rejected(format!("{name} empty"), move |a| a.set(name, ""), empty.clone());
        table.rejected(
            format!("{name} without a value"),
            move |a| a.replace(name, |_| vec![name.into()]),
            empty.clone(),
        );
        table.rejected(
            format!("{name} cut"),
            move |a| a.replace(name, |v| vec![format!("{name}={}", &v[..v.len() - 1])]),
            cut.clone(),
        );
        table.accepted(format!("{name} with an escaped name"), move |a| {
            a.replace(name, |v| vec![format!("{}={v}", name.replace("-A", "%2dA"))])
        });
        table.accepted(format!("{name} moved to the front"), move |a| move_to(a, name, 0));
        table.accepted(format!("{name} moved to the end"), move |a| move_to(a, name, usize::MAX));
        table.accepted(format!("{name} with an escaped value"), move |a| {
            a.replace(name, |v| vec![format!("{name}=%{:02x}{}", v.as_bytes()[0], &v[1..])])
        });
    }
    table.check(get)
}

fn move_to(attempt: &mut Attempt, name: &str, to: usize) {
    let mut parameters = attempt.parameters();
    let at = parameters.iter().position(|pair| pair.starts_with(name)).unwrap();
    let parameter = parameters.remove(at);
    parameters.insert(to.min(parameters.len()), parameter);
    attempt.set_parameters(&parameters);
}

/// Returns the number of malformed values.
fn values_of_the_signature() -> usize {
    let mut table = Table::default();
    let set = |name: &'static str, value: &'static str| move |attempt: &mut Attempt| attempt.set(name, value);
    for algorithm in ["AWS4-HMAC-SHA1", "aws4-hmac-sha256", "AWS4-HMAC-SHA256%20", "AWS4-HMAC-SHA256-PAYLOAD", "none"] {
        table.rejected(algorithm, set("X-Amz-Algorithm", algorithm), Rejection::UnknownAlgorithm);
    }
    for credential in [
        "AKIDEXAMPLE",
        "AKIDEXAMPLE/20261123/us-east-1/s3",
        "/20261123/us-east-1/s3/aws4_request",
        "AKIDEXAMPLE/20261123/us-east-1/s3/aws4_request/",
        "AKIDEXAMPLE/20261123/us-east-1/s3/AWS4_REQUEST",
        "AKIDEXAMPLE/20261123//s3/aws4_request",
        "AKIDEXAMPLE/20261123/us-east-1//aws4_request",
        "AKIDEXAMPLE/2026112/us-east-1/s3/aws4_request",
        "AKIDEXAMPLE/2026112x/us-east-1/s3/aws4_request",
        "AKIDEXAMPLE/20261123/us-east-1%0A/s3/aws4_request",
        "AKIDEXAMPLE/20261123/us-east-1/s3%20/aws4_request",
        "AKIDEXAMPLE%252F20261123%252Fus-east-1%252Fs3%252Faws4_request",
    ] {
        table.rejected(credential, set("X-Amz-Credential", credential), Rejection::InvalidCredential);
    }
    for date in [
        "20261123",
        "20261123T120000",
        "2026-11-23T12:00:00Z",
        "20261123t120000z",
        "20261123T120000Z%20",
        "20261123T120060Z",
        "20261123T240000Z",
        "20261131T120000Z",
        "20260229T120000Z",
        "%2B0261123T12000Z",
        "1795867200",
    ] {
        table.rejected(date, set("X-Amz-Date", date), Rejection::InvalidDate);
    }
    let day = |scope: &str, date: &str| Rejection::ScopeDate { scope: scope.into(), date: date.into() };
    table.rejected("the date of the day before", set("X-Amz-Date", "20261122T235959Z"), day("20261123", "20261122"));
    table.rejected("the date of the day after", set("X-Amz-Date", "20261124T000000Z"), day("20261123", "20261124"));
    table.rejected(
        "another scope",
        set("X-Amz-Credential", "AKIDEXAMPLE/20261122/us-east-1/s3/aws4_request"),
        day("20261122", "20261123"),
    );
    for expires in ["x", "900s", "9e2", "0x384", "%2B900", "900.0", "+900", "-", "--1", "%D9%A9", "900%00"] {
        table.rejected(expires, set("X-Amz-Expires", expires), Rejection::ExpiresNotANumber);
    }
    for expires in ["-1", "-0", "-99999999999999999999"] {
        table.rejected(expires, set("X-Amz-Expires", expires), Rejection::NegativeExpires);
    }
    for expires in ["604801", "4294967296", "99999999999999999999999"] {
        table.rejected(expires, set("X-Amz-Expires", expires), Rejection::ExpiresTooLong { seconds: 604_800 });
    }
    for changed in ["604800", "0900", "901"] {
        table.rejected(changed, set("X-Amz-Expires", changed), Rejection::SignatureMismatch);
    }
    for names in [
        "Host",
        "host;HOST",
        "host%3Bhost",
        "host;content-type",
        "host;",
        ";host",
        "content-type;;host",
        "ho%20st",
        "h%C3%B6st",
        "%00",
        "host%0Ax",
    ] {
        table.rejected(names, set("X-Amz-SignedHeaders", names), Rejection::InvalidSignedHeaders);
    }
    table.rejected(
        "a signed header that is not there",
        set("X-Amz-SignedHeaders", "content-type;host"),
        Rejection::MissingSignedHeader { name: "content-type".into() },
    );
    for change in [
        |signature: &str| signature.to_uppercase(),
        |signature: &str| format!("{signature}00"),
        |signature: &str| format!("{signature}%0A"),
        |signature: &str| format!("x{}", &signature[1..]),
        |_: &str| "0".repeat(63),
        |_: &str| "%C3%A9".repeat(32),
    ] {
        table.rejected(
            "a malformed signature",
            move |a| a.replace("X-Amz-Signature", |v| vec![format!("X-Amz-Signature={}", change(v))]),
            Rejection::InvalidSignature,
        );
    }
    table.rejected("another signature", |a| a.set("X-Amz-Signature", &"0".repeat(64)), Rejection::SignatureMismatch);
    for at in [0, 31, 63] {
        let flip = move |v: &str| {
            let digit = if v.as_bytes()[at] == b'0' { "1" } else { "0" };
            format!("X-Amz-Signature={}{digit}{}", &v[..at], &v[at + 1..])
        };
        table.rejected(
            "one digit of the signature",
            move |a| a.replace("X-Amz-Signature", |v| vec![flip(v)]),
            Rejection::SignatureMismatch,
        );
    }
    table.check(get)
}

/// Returns the number of changes of the request line.
fn request_lines() -> usize {
    let mut table = Table::default();
    for method in ["HEAD", "PUT", "DELETE", "get", "GETS"] {
        table.rejected(method, move |a| a.method = method.into(), Rejection::SignatureMismatch);
    }
    for method in ["", "GET ", "GET\n/", "G\u{e9}T"] {
        table.rejected(format!("method {method:?}"), move |a| a.method = method.into(), Rejection::InvalidMethod);
    }
    let path = |path: &'static str| move |attempt: &mut Attempt| attempt.set_path(path);
    for same in [
        "/2026/a%20boat%2B%C3%BC.jpg",
        "/2026/a%20boat%2b%c3%bc.jpg",
        "/2026/a%20boat+%C3%BC.jpg",
        "/2026%2Fa%20boat%2B\u{fc}.jpg",
        "/%32026/%61%20boat%2B%C3%BC%2Ejpg",
    ] {
        table.accepted(same, path(same));
    }
    for other in [
        "/2026/a+boat+%C3%BC.jpg",
        "/2026/a%2520boat%2B%C3%BC.jpg",
        "//2026/a%20boat%2B%C3%BC.jpg",
        "/2026//a%20boat%2B%C3%BC.jpg",
        "/./2026/a%20boat%2B%C3%BC.jpg",
        "/x/../2026/a%20boat%2B%C3%BC.jpg",
        "/2026/a%20boat%2B%C3%BC.jpg/",
        "/2026/a%20boat%2Bu%CC%88.jpg",
        "/2026/A%20boat%2B%C3%BC.jpg",
        "/2026/a%20boat%2B%C3%BC.jpg;x",
        "/",
    ] {
        table.rejected(other, path(other), Rejection::SignatureMismatch);
    }
    for invalid in [
        "",
        "*",
        "2026/a",
        "/a b",
        "/a%",
        "/a%2",
        "/a%zz",
        "/%+1",
        "/a#b",
        "/a%C3",
        "/a%FF",
        "/%C0%AF",
        "/%ED%A0%80",
        "/a\tb",
        "/a\r\nb",
        "/a\u{7f}",
        "http://photos.s3.us-east-1.amazonaws.com/2026/a",
    ] {
        table.rejected(invalid, path(invalid), Rejection::InvalidTarget);
    }
    for same in ["versionId=a/b+c", "versionId=a%2fb%20c", "version%49d=a%2Fb%20c"] {
        table.accepted(same, move |a| a.replace("versionId", |_| vec![same.into()]));
    }
    for other in ["versionId=a/b%2Bc", "versionId=a%252Fb+c", "versionId", "versionid=a/b+c", "versionId=a/b+c+"] {
        table.rejected(other, move |a| a.replace("versionId", |_| vec![other.into()]), Rejection::SignatureMismatch);
    }
    for added in
        ["&x", "&x=", "&=", "&=x", "&acl", "&versionId=a/b+c", "&X-Amz-Foo=1", "&x-amz-acl=public-read", ";x=1", "?x"]
    {
        // The last two are appended to the value of the signature.
        let rejection = if added.starts_with('&') { Rejection::SignatureMismatch } else { Rejection::InvalidSignature };
        table.rejected(added, move |a| a.append(added), rejection);
    }
    for invalid in ["&", "&&x=1", "&x=%", "&x=%4", "&%zz=1", "&x=%FF", "&x=a b", "#x", "&x=\u{1}"] {
        table.rejected(invalid, move |a| a.append(invalid), Rejection::InvalidTarget);
    }
    table.rejected(
        "a separator at the front",
        |a| a.target = a.target.replacen('?', "?&", 1),
        Rejection::InvalidTarget,
    );
    table.rejected("no query", |a| a.target = a.path().into(), Rejection::NotPresigned);
    table.rejected("an empty query", |a| a.target = format!("{}?", a.path()), Rejection::NotPresigned);
    table.rejected("a query without a signature", |a| a.target = format!("{}?acl", a.path()), Rejection::NotPresigned);
    table.accepted("parameters in reverse", |a| {
        let mut parameters = a.parameters();
        parameters.reverse();
        a.set_parameters(&parameters);
    });
    table.rejected("Authorization as well", |a| a.add_header("authorization", "Bearer x"), Rejection::TwoMechanisms);
    table.rejected("an empty Authorization", |a| a.add_header("AUTHORIZATION", ""), Rejection::TwoMechanisms);
    table.rejected("version 2 as well", |a| a.append("&AWSAccessKeyId=A&Signature=B&Expires=1"), Rejection::Version2);
    let version_2 = |query: &'static str| move |a: &mut Attempt| a.target = format!("/boat.jpg?{query}");
    table.rejected("version 2", version_2("AWSAccessKeyId=A&Signature=B&Expires=1"), Rejection::Version2);
    table.rejected("version 2, escaped", version_2("%41WSAccessKeyId=A&Signature=B&Expires=1"), Rejection::Version2);
    for partial in ["AWSAccessKeyId=A&Signature=B", "AWSAccessKeyId=A&Expires=1", "Signature=B&Expires=1"] {
        table.rejected(partial, version_2(partial), Rejection::IncompleteVersion2);
    }
    table.rejected(
        "version 2 and Authorization",
        move |a| {
            version_2("AWSAccessKeyId=A&Signature=B&Expires=1")(a);
            a.add_header("Authorization", "AWS A:B");
        },
        Rejection::TwoMechanisms,
    );
    table.check(get)
}

/// Returns the number of changes of the server: its time, policy and key.
fn servers() -> usize {
    let mut table = Table::default();
    let second = time::Duration::SECOND;
    let at = |now| move |attempt: &mut Attempt| attempt.now = now;
    let end = datetime!(2026-11-23 12:15 UTC);
    let expired = |server_time| Rejection::Expired { expires: 900, expires_at: end, server_time };
    table.accepted("15 minutes early", at(datetime!(2026-11-23 11:45 UTC)));
    table.rejected("a second earlier", at(datetime!(2026-11-23 11:44:59 UTC)), Rejection::NotYetValid);
    table.accepted("the last second", at(datetime!(2026-11-23 12:14:59.999999999 UTC)));
    table.rejected("the end", at(end), expired(end));
    table.rejected(
        "a second later",
        at(datetime!(2026-11-23 12:15:01 UTC)),
        expired(datetime!(2026-11-23 12:15:01 UTC)),
    );
    table.rejected(
        "skew does not delay the expiry",
        move |a| {
            a.policy = a.policy.clone().max_clock_skew(Duration::from_secs(3600));
            a.now = end;
        },
        expired(end),
    );
    table.accepted("more skew", |a| {
        a.policy = a.policy.clone().max_clock_skew(Duration::MAX);
        a.now = datetime!(0001-01-01 0:00 UTC);
    });
    table.rejected(
        "no skew",
        move |a| {
            a.policy = a.policy.clone().max_clock_skew(Duration::ZERO);
            a.now = NOW - second;
        },
        Rejection::NotYetValid,
    );
    table.rejected(
        "an expiry of zero",
        |a| a.set("X-Amz-Expires", "0"),
        Rejection::Expired { expires: 0, expires_at: NOW, server_time: NOW },
    );
    table.accepted("the longest expiry of the policy", |a| {
        a.policy = a.policy.clone().max_expires(Duration::from_secs(900))
    });
    table.rejected(
        "a shorter expiry",
        |a| a.policy = a.policy.clone().max_expires(Duration::from_secs(899)),
        Rejection::ExpiresTooLong { seconds: 899 },
    );

    let wrong_region =
        |found: &str, expected: &str| Rejection::WrongRegion { found: found.into(), expected: expected.into() };
    table.rejected(
        "another region",
        |a| a.policy = Policy::new("s3", "eu-west-1"),
        wrong_region("us-east-1", "eu-west-1"),
    );
    table.rejected(
        "a region in another case",
        |a| a.policy = Policy::new("s3", "US-EAST-1"),
        wrong_region("us-east-1", "US-EAST-1"),
    );
    table.rejected(
        "another service",
        |a| a.policy = Policy::new("sts", "us-east-1"),
        Rejection::WrongService { found: "s3".into(), expected: "sts".into() },
    );
    table.rejected(
        "the region comes before the time",
        move |a| {
            a.policy = Policy::new("s3", "eu-west-1");
            a.now = end;
        },
        wrong_region("us-east-1", "eu-west-1"),
    );

    let key = |key: fn() -> Credentials| move |attempt: &mut Attempt| attempt.key = Box::new(key());
    table.rejected("another secret", key(|| Credentials::new(ACCESS_KEY_ID, "another")), Rejection::SignatureMismatch);
    table.rejected("another access key", key(|| Credentials::new("AKIDOTHER", SECRET)), Rejection::UnknownAccessKeyId);
    table.rejected("a key with a token", key(|| credentials().with_session_token("token")), Rejection::MissingToken);
    table.rejected("a key that has expired", key(|| credentials().with_expiry(NOW)), Rejection::ExpiredToken);
    table.accepted("a key that expires in a second", key(|| credentials().with_expiry(NOW + time::Duration::SECOND)));
    let scoped = |day: time::Date, region: &'static str, service: &'static str| {
        move |attempt: &mut Attempt| {
            attempt.key = Box::new(credentials().scoped(&Scope::new(day, region, service).unwrap()))
        }
    };
    table.accepted("a key of the scope", scoped(NOW.date(), "us-east-1", "s3"));
    table.rejected(
        "a key of the next day",
        scoped(datetime!(2026-11-24 0:00 UTC).date(), "us-east-1", "s3"),
        Rejection::KeyOfAnotherScope,
    );
    table.rejected("a key of another region", scoped(NOW.date(), "eu-west-1", "s3"), Rejection::KeyOfAnotherScope);
    table.rejected("a key of another service", scoped(NOW.date(), "us-east-1", "sts"), Rejection::KeyOfAnotherScope);
    #[cfg(feature = "std")]
    {
        table.accepted("a key that is cached", |a| a.key = Box::new(presign::CachedSigner::new(credentials())));
        let other = || presign::CachedSigner::new(Credentials::new(ACCESS_KEY_ID, "another"));
        table.rejected("another cached secret", move |a| a.key = Box::new(other()), Rejection::SignatureMismatch);
    }
    table.rejected("a token for a key without one", |a| a.append("&X-Amz-Security-Token=x"), Rejection::InvalidToken);
    table.rejected("a token of the other kind", |a| a.append("&X-Amz-S3session-Token=x"), Rejection::InvalidToken);
    table.rejected(
        "both kinds of tokens",
        |a| a.append("&X-Amz-S3session-Token=x&X-Amz-Security-Token=x"),
        Rejection::InvalidToken,
    );
    table.check(get)
}

/// Returns the number of changes of a session token.
fn tokens() -> usize {
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
    table.check(session)
}

/// Returns the number of changes of the headers.
fn headers() -> usize {
    let unsigned = |names: &str| Rejection::UnsignedHeaders { names: names.into() };
    let missing = |name: &str| Rejection::MissingSignedHeader { name: name.into() };
    let mut table = Table::default();
    table.accepted("names in other cases", |a| a.headers.iter_mut().for_each(|(name, _)| *name = name.to_uppercase()));
    table.accepted("headers in reverse", |a| a.headers.reverse());
    table.accepted("values with blanks around", |a| {
        a.headers.iter_mut().for_each(|(_, value)| *value = [b" \t", &**value, b"  "].concat())
    });
    table.accepted("a value that is folded", |a| a.set_header("x-amz-meta-title", "two boats"));
    table.accepted("a value with a tab", |a| a.set_header("x-amz-meta-title", "two \t boats"));
    for value in ["twoboats", "Two boats", "two\u{a0}boats", "two boats,", ""] {
        table.rejected(
            format!("title {value:?}"),
            move |a| a.set_header("x-amz-meta-title", value),
            Rejection::SignatureMismatch,
        );
    }
    for value in [&b"two boats\xe9"[..], b"two\nboats", b"two\0boats", b"\r\ntwo boats", b"\xff"] {
        table.rejected(
            format!("title {value:?}"),
            move |a| a.set_header("x-amz-meta-title", value),
            Rejection::SignatureMismatch,
        );
    }
    for name in ["content-type", "x-amz-meta-title", "Host"] {
        table.rejected(format!("no {name}"), move |a| a.remove_header(name), missing(&name.to_lowercase()));
        let repeat = move |a: &mut Attempt| {
            let (name, value) = a.headers.iter().find(|(other, _)| other == name).unwrap().clone();
            a.headers.push((name, value));
        };
        let rejection = if name == "Host" { Rejection::AmbiguousHost } else { Rejection::SignatureMismatch };
        table.rejected(format!("{name} twice"), repeat, rejection);
    }
    table.rejected("another content type", |a| a.set_header("content-type", "text/html"), Rejection::SignatureMismatch);
    for host in [
        "photos.s3.eu-west-1.amazonaws.com",
        "photos.s3.us-east-1.amazonaws.com:443",
        "PHOTOS.s3.us-east-1.amazonaws.com",
        "",
    ] {
        table.rejected(format!("host {host:?}"), move |a| a.set_header("Host", host), Rejection::SignatureMismatch);
    }
    table.accepted(":authority", |a| {
        a.authority = Some("photos.s3.us-east-1.amazonaws.com".into());
        a.remove_header("Host");
    });
    table.accepted(":authority and Host", |a| a.authority = Some("photos.s3.us-east-1.amazonaws.com".into()));
    table.rejected(
        ":authority of another host",
        |a| a.authority = Some("example.com".into()),
        Rejection::AmbiguousHost,
    );
    table.rejected(
        ":authority alone, of another host",
        |a| {
            a.authority = Some("example.com".into());
            a.remove_header("Host");
        },
        Rejection::SignatureMismatch,
    );
    for (name, listed) in [
        ("x-amz-acl", "x-amz-acl"),
        ("X-Amz-Copy-Source", "x-amz-copy-source"),
        ("x-amz-date", "x-amz-date"),
        ("x-amz-", "x-amz-"),
        ("x-amz-meta-title2", "x-amz-meta-title2"),
        ("x-amz-a", "x-amz-a"),
    ] {
        table.rejected(format!("unsigned {name}"), move |a| a.add_header(name, "x"), unsigned(listed));
    }
    table.rejected(
        "unsigned headers",
        |a| {
            ["x-amz-tagging", "X-AMZ-ACL", "x-amz-acl"].into_iter().for_each(|name| a.add_header(name, "x"));
        },
        unsigned("x-amz-acl, x-amz-tagging"),
    );
    for name in [
        "x-amzn-trace-id",
        "x-amz",
        "amz-acl",
        "content-length",
        "cache-control",
        "x-amz-content-sha256",
        "X-Amz-Content-SHA256",
        "",
    ] {
        table.accepted(format!("harmless {name:?}"), move |a| a.add_header(name, "x"));
    }
    table.accepted("an allowed header", |a| {
        a.policy = a.policy.clone().dangerous_allow_unsigned_header("X-Amz-Cf-Id");
        a.add_header("x-amz-cf-id", "x");
    });
    table.rejected(
        "a header that is not allowed",
        |a| {
            a.policy = a.policy.clone().dangerous_allow_unsigned_header("x-amz-cf-id");
            a.add_header("x-amz-acl", "x");
            a.add_header("x-amz-cf-id", "x");
        },
        unsigned("x-amz-acl"),
    );
    table.accepted("all headers allowed", |a| {
        a.policy = a.policy.clone().dangerous_allow_unsigned_amz_headers();
        a.add_header("x-amz-acl", "x");
    });
    table.rejected(
        "allowed headers must still match if they are signed",
        |a| {
            a.policy = a.policy.clone().dangerous_allow_unsigned_amz_headers();
            a.set_header("x-amz-meta-title", "x");
        },
        Rejection::SignatureMismatch,
    );
    table.rejected("fewer signed headers", |a| a.set("X-Amz-SignedHeaders", "host"), unsigned("x-amz-meta-title"));
    table.rejected(
        "host is not signed",
        |a| a.set("X-Amz-SignedHeaders", "content-type;x-amz-meta-title"),
        unsigned("host"),
    );
    table.rejected(
        "an unsigned header comes before a missing one",
        |a| {
            a.remove_header("x-amz-meta-title");
            a.add_header("x-amz-meta-wrong", "x");
        },
        unsigned("x-amz-meta-wrong"),
    );
    table.rejected(
        "the token comes before the headers",
        |a| {
            a.append("&X-Amz-Security-Token=x");
            a.add_header("x-amz-acl", "x");
        },
        Rejection::InvalidToken,
    );
    table.check(put)
}

#[test]
fn good_requests_with_one_change() {
    let rows =
        [parameters_of_the_signature(), values_of_the_signature(), request_lines(), servers(), tokens(), headers()];
    assert!(rows.iter().sum::<usize>() >= 300, "{rows:?}");
}

#[test]
fn payload_hashes() {
    let bucket = Bucket::new("photos").unwrap();
    let hash = "b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9";
    let signed = || {
        Attempt::of(
            &bucket.put_object("a").header("x-amz-content-sha256", hash),
            &credentials(),
            Policy::new("s3", "us-east-1"),
        )
    };
    let mut table = Table::default();
    table.rejected(
        "another hash",
        |a| a.set_header("x-amz-content-sha256", "0".repeat(64)),
        Rejection::SignatureMismatch,
    );
    for value in [
        "",
        "x",
        "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
        "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
        "unsigned-payload",
        &hash.to_uppercase(),
    ] {
        let value = value.to_owned();
        table.rejected(
            value.clone(),
            move |a| a.set_header("x-amz-content-sha256", &value),
            Rejection::InvalidPayloadHash,
        );
    }
    table.rejected(
        "no hash",
        |a| a.set_header("x-amz-content-sha256", "UNSIGNED-PAYLOAD"),
        Rejection::SignatureMismatch,
    );
    table.rejected(
        "another hash in the query",
        |a| a.append("&X-Amz-Content-Sha256=UNSIGNED-PAYLOAD"),
        Rejection::TwoPayloadHashes,
    );
    table.rejected(
        "the same hash in the query",
        move |a| a.append(&format!("&X-Amz-Content-Sha256={hash}")),
        Rejection::SignatureMismatch,
    );
    assert_eq!(table.check(signed), 10);
    let hash: [u8; 32] = hex::decode(hash).unwrap().try_into().unwrap();
    assert_eq!(signed().verify_with(|verified| verified.payload_hash()), Ok(Some(hash)));
    assert_eq!(get().verify_with(|verified| verified.payload_hash()), Ok(None));

    let mut table = Table::default();
    table.rejected(
        "a payload mode in the query",
        |a| a.append("&X-Amz-Content-Sha256=UNSIGNED-PAYLOAD"),
        Rejection::SignatureMismatch,
    );
    table.rejected(
        "a hash in the query",
        |a| a.append(&format!("&X-Amz-Content-Sha256={}", "0".repeat(64))),
        Rejection::SignatureMismatch,
    );
    table.rejected(
        "a payload mode that is not supported",
        |a| a.append("&X-Amz-Content-Sha256=STREAMING"),
        Rejection::InvalidPayloadHash,
    );
    table.check(get);
}

/// For other services, the path is normalized and encoded as it is, and the body is empty.
#[test]
fn other_services() {
    let service = Service::new("execute-api", "eu-west-1", "https://api.example.com").unwrap();
    let good = || {
        let request = service.request(Method::Get, "/v1/a%20b/c*d").query("q", "1");
        Attempt::of(&request, &credentials(), Policy::new("execute-api", "eu-west-1"))
    };
    let mut table = Table::default();
    for same in ["//v1/a%20b/c*d", "/v1/./a%20b/c*d", "/v1/x/../a%20b/c*d", "/../v1/a%20b/c*d"] {
        table.accepted(same, |a| a.set_path(same));
    }
    for other in [
        "/v1/a%20b/c%2Ad",
        "/v1/a%2520b/c*d",
        "/v1/a%20b/c*d/",
        "/%761/a%20b/c*d",
        "/v1/%2e/a%20b/c*d",
        "/V1/a%20b/c*d",
    ] {
        table.rejected(other, |a| a.set_path(other), Rejection::SignatureMismatch);
    }
    table.rejected(
        "a query that says the body is not signed",
        |a| a.append("&X-Amz-Content-Sha256=UNSIGNED-PAYLOAD"),
        Rejection::SignatureMismatch,
    );
    assert_eq!(table.check(good), 11);
    let empty = hex::decode("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855").unwrap();
    assert_eq!(good().verify_with(|verified| verified.payload_hash()), Ok(Some(empty.try_into().unwrap())));
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
    assert!(table.check(good) >= 5);
}
