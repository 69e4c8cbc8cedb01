//! Two differences at once.

use presign::Credentials;

use super::case::{Case, EMPTY, ENCODED_TOKEN, ID, SECRET, check_all};

type Row = (&'static str, [&'static str; 2], fn() -> Case, fn(&mut Case));

fn check(rows: &[Row]) {
    check_all(rows.iter().map(|(name, codes, case, change)| {
        let mut case = case();
        change(&mut case);
        (*name, case, &codes[..])
    }));
}

fn head(case: &mut Case) {
    case.sent.method = Some("HEAD");
}

#[test]
fn with_another_method() {
    check(&[
        ("port", ["wrong-method", "port-changed"], Case::minio, |case| {
            head(case);
            case.signed.host("127.0.0.1");
        }),
        ("host", ["wrong-method", "host-changed"], Case::minio, |case| {
            head(case);
            case.signed.host("localhost:9000");
        }),
        ("path", ["wrong-method", "path-encoding"], Case::s3, |case| {
            head(case);
            case.signed.path = case.signed.path.replace('%', "%25");
        }),
        ("slashes", ["wrong-method", "path-normalized"], Case::s3, |case| {
            head(case);
            case.signed.path.insert(0, '/');
        }),
        ("prefix", ["wrong-method", "path-prefix"], Case::minio, |case| {
            head(case);
            case.replace_in_url("/examplebucket", "/storage/examplebucket");
        }),
        ("query", ["wrong-method", "query-encoding"], Case::s3, |case| {
            head(case);
            case.signed.replace_in_query("%20", "+");
        }),
        ("tracking", ["wrong-method", "tracking-parameter"], Case::s3, |case| {
            head(case);
            case.after = "&utm_source=mail".into();
        }),
        ("payload", ["wrong-method", "payload-hash"], Case::s3, |case| {
            head(case);
            case.signed.payload = EMPTY.into();
        }),
        ("token", ["wrong-method", "token-not-signed"], Case::session, |case| {
            head(case);
            case.signed.replace_in_query(&format!("&X-Amz-Security-Token={ENCODED_TOKEN}"), "");
        }),
        ("secret", ["wrong-method", "secret-white-space"], Case::s3, |case| {
            head(case);
            case.signed.secret.push('\n');
        }),
        ("region", ["wrong-method", "region-mismatch"], Case::s3, |case| {
            head(case);
            case.replace_in_url("%2Feu-west-1%2F", "%2Fus-east-1%2F");
        }),
        (
            "type",
            ["wrong-method", "header-changed"],
            || Case::put("content-type", "image/png"),
            |case| {
                case.sent.method = Some("POST");
                case.send("Content-Type", "image/png; charset=utf-8");
            },
        ),
        (
            "type missing",
            ["wrong-method", "header-missing"],
            || Case::put("content-type", "image/png"),
            |case| {
                case.sent.method = Some("POST");
            },
        ),
    ]);
}

#[test]
fn with_another_host() {
    check(&[
        ("path", ["host-changed", "path-encoding"], Case::minio, |case| {
            case.replace_in_url("boat.jpg", "a%20boat.jpg");
            case.signed.path = "/examplebucket/2026/a%2520boat.jpg".into();
            case.signed.host("localhost:9000");
        }),
        ("path style and path", ["host-changed", "path-encoding"], Case::s3, |case| {
            case.signed.host("s3.eu-west-1.amazonaws.com");
            case.signed.path = format!("/examplebucket{}", case.signed.path.replace("%20", "+"));
        }),
        (
            "virtual-hosted style and path",
            ["host-changed", "path-encoding"],
            || Case::s3().at("https://s3.eu-west-1.amazonaws.com", "/photos/a%21.jpg"),
            |case| {
                case.signed.host("photos.s3.eu-west-1.amazonaws.com");
                case.signed.path = "/a!.jpg".into();
            },
        ),
        ("prefix", ["host-changed", "path-prefix"], Case::minio, |case| {
            case.replace_in_url("/examplebucket", "/storage/examplebucket");
            case.signed.host("minio:9000");
        }),
        (
            "candidate and prefix",
            ["host-changed", "path-prefix"],
            || Case::s3().at("https://files.example.com", "/s3/b/a.jpg"),
            |case| {
                case.sent.hosts.push("10.0.0.7:9000");
                case.signed.host("10.0.0.7:9000");
                case.signed.path = "/b/a.jpg".into();
            },
        ),
        ("query", ["host-changed", "query-encoding"], Case::s3, |case| {
            case.signed.host("examplebucket.s3.amazonaws.com");
            case.signed.replace_in_query("%2F", "/");
        }),
        ("region", ["host-changed", "region-mismatch"], Case::s3, |case| {
            case.signed.host("examplebucket.s3.amazonaws.com");
            case.signed.scopes("eu-west-1", "us-east-1");
        }),
        ("region in the URL", ["port-changed", "region-mismatch"], Case::minio, |case| {
            case.signed.host("127.0.0.1");
            case.replace_in_url("%2Feu-west-1%2F", "%2Fus-east-1%2F");
        }),
        ("secret", ["port-changed", "secret-white-space"], Case::minio, |case| {
            case.signed.host("127.0.0.1");
            case.signed.secret.push('\n');
        }),
        ("token", ["port-changed", "token-mangled"], Case::session, |case| {
            case.signed.host("examplebucket.s3.eu-west-1.amazonaws.com:443");
            case.replace_in_url("Vj%2BEH", "Vj+EH");
        }),
        ("tracking", ["port-changed", "tracking-parameter"], Case::minio, |case| {
            case.signed.host("127.0.0.1");
            case.after = "&fbclid=1".into();
        }),
        ("payload", ["port-changed", "payload-hash"], Case::minio, |case| {
            case.signed.host("127.0.0.1");
            case.signed.payload = EMPTY.into();
        }),
        (
            "type",
            ["port-changed", "header-missing"],
            || Case::put("content-type", "image/jpeg"),
            |case| {
                case.signed.host("examplebucket.s3.eu-west-1.amazonaws.com:443");
            },
        ),
    ]);
}

#[test]
fn others() {
    check(&[
        ("path and query", ["path-encoding", "query-encoding"], Case::s3, |case| {
            case.signed.path = case.signed.path.replace("%20", "+");
            case.signed.replace_in_query("%20", "+");
        }),
        ("path and query with `!`", ["path-encoding", "query-encoding"], Case::s3, |case| {
            case.signed.path = case.signed.path.replace("%21", "!").replace("%2A", "*");
            case.signed.replace_in_query("%21", "!");
        }),
        (
            "prefix and path",
            ["path-prefix", "path-encoding"],
            || Case::s3().at("http://127.0.0.1:9000", "/s3/b/a%20b"),
            |case| {
                case.signed.path = "/b/a%2520b".into();
            },
        ),
        ("path and payload", ["path-encoding", "payload-hash"], Case::api, |case| {
            case.signed.path = "/prod/a/b//c/./d".into();
            case.signed.payload = "UNSIGNED-PAYLOAD".into();
        }),
        ("path and tracking", ["path-encoding", "tracking-parameter"], Case::s3, |case| {
            case.signed.path = case.signed.path.replace("%20", "+");
            case.after = "&utm_source=mail".into();
        }),
        ("path and token", ["path-encoding", "token-not-signed"], Case::session, |case| {
            case.signed.path = case.signed.path.replace('%', "%25");
            case.signed.replace_in_query(&format!("&X-Amz-Security-Token={ENCODED_TOKEN}"), "");
        }),
        ("path and secret", ["path-encoding", "secret-white-space"], Case::s3, |case| {
            case.signed.path = case.signed.path[1..].into();
            case.signed.secret.push_str("\r\n");
        }),
        ("path and region", ["path-encoding", "region-mismatch"], Case::s3, |case| {
            case.signed.path = case.signed.path.replace("%7E", "~").replace("%20", "+");
            case.signed.scopes("eu-west-1", "us-east-1");
        }),
        ("query and secret", ["query-encoding", "secret-white-space"], Case::s3, |case| {
            case.signed.replace_in_query("%20", "+");
            case.signed.secret.push(' ');
        }),
        ("query and region", ["query-encoding", "region-mismatch"], Case::s3, |case| {
            case.signed.replace_in_query("versionId=", "versionId");
            case.replace_in_url("%2Feu-west-1%2F", "%2Fus-east-1%2F");
        }),
        (
            "query and type",
            ["query-encoding", "header-changed"],
            || Case::put("content-type", "text/plain"),
            |case| {
                case.signed.replace_in_query("%20", "+");
                case.send("Content-Type", "text/plain; charset=utf-8");
            },
        ),
        (
            "tracking and type",
            ["tracking-parameter", "header-missing"],
            || Case::put("content-type", "text/plain"),
            |case| {
                case.after = "&utm_source=mail".into();
            },
        ),
        ("tracking and expiry", ["tracking-parameter", "query-changed"], Case::s3, |case| {
            case.after = "&gclid=1".into();
            case.signed.replace_in_query("Expires=900", "Expires=3600");
        }),
        ("secret and region", ["secret-white-space", "region-mismatch"], Case::s3, |case| {
            case.signed.secret.push('\n');
            case.signed.scopes("eu-west-1", "us-east-1");
        }),
        ("another secret and region", ["wrong-secret", "region-mismatch"], Case::s3, |case| {
            case.signed.secret = "the/previous+secret+of+the+same+key+ID+++".into();
            case.sent.credentials.push(Credentials::new(ID, &*case.signed.secret));
            case.replace_in_url("%2Feu-west-1%2F", "%2Fus-east-1%2F");
        }),
        ("secret and token", ["secret-white-space", "token-missing"], Case::session, |case| {
            case.signed.secret.push('\n');
            case.replace_in_url(&format!("&X-Amz-Security-Token={ENCODED_TOKEN}"), "");
        }),
        ("quoted secret and payload", ["wrong-secret", "payload-hash"], Case::s3, |case| {
            case.signed.secret = format!("\"{SECRET}\"");
            case.signed.payload = EMPTY.into();
        }),
        ("day and region", ["scope-date", "region-mismatch"], Case::s3, |case| {
            case.signed.key_scope = case.signed.key_scope.replace("1123", "1122").replace("eu-west-1", "us-east-1");
        }),
        ("payload and token", ["payload-hash", "token-mangled"], Case::session, |case| {
            case.signed.payload = EMPTY.into();
            case.replace_in_url("Vj%2BEH", "Vj+EH");
        }),
        (
            "two headers",
            ["header-missing", "header-changed"],
            || two_headers(),
            |case| {
                case.send("Content-Type", "image/jpeg; charset=utf-8");
            },
        ),
    ]);
}

/// A right PUT that signs two headers.
fn two_headers() -> Case {
    let mut case = Case::put("content-type", "image/jpeg");
    let (from, to) = ("content-type%3Bhost", "content-type%3Bhost%3Bx-amz-acl");
    case.replace_in_url(from, to);
    case.signed.replace_in_query(from, to);
    case.signed.names.push_str(";x-amz-acl");
    case.signed.lines.push_str("x-amz-acl:public-read\n");
    case
}
