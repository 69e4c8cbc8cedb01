//! One difference.

use presign::Credentials;

use super::case::{Case, EMPTY, ENCODED_TOKEN, ID, SECRET, check_all};

type Row = (&'static str, &'static str, fn() -> Case, fn(&mut Case));

fn check(rows: &[Row]) {
    check_all(rows.iter().map(|(name, code, case, change)| {
        let mut case = case();
        change(&mut case);
        (*name, case, std::slice::from_ref(code))
    }));
}

#[test]
fn method() {
    check(&[
        ("HEAD on a GET URL", "wrong-method", Case::s3, |case| case.sent.method = Some("HEAD")),
        ("POST on a GET URL", "wrong-method", Case::s3, |case| case.sent.method = Some("POST")),
        ("GET on a PUT URL", "wrong-method", Case::s3, |case| case.signed.method = "PUT".into()),
        ("GET on a DELETE URL", "wrong-method", Case::s3, |case| case.signed.method = "DELETE".into()),
        ("another service", "wrong-method", Case::api, |case| case.signed.method = "POST".into()),
    ]);
}

#[test]
fn host_and_port() {
    check(&[
        ("port 9000 lost", "port-changed", Case::minio, |case| case.replace_in_url(":9000", "")),
        ("port 9000 added", "port-changed", Case::minio, |case| case.signed.host("127.0.0.1")),
        (":443 signed", "port-changed", Case::s3, |case| {
            case.signed.host("examplebucket.s3.eu-west-1.amazonaws.com:443");
        }),
        (":80 signed", "port-changed", Case::minio, |case| {
            case.replace_in_url("127.0.0.1:9000", "127.0.0.1");
            case.signed.host("127.0.0.1:80");
        }),
        ("another port", "port-changed", Case::minio, |case| case.signed.host("127.0.0.1:8080")),
        ("the header Host lost the port", "port-changed", Case::minio, |case| case.send("Host", "127.0.0.1")),
        ("the header Host is a proxy's", "host-changed", Case::minio, |case| case.send("Host", "minio.internal")),
        ("candidate", "host-changed", Case::s3, |case| {
            case.sent.hosts.push("origin.example.com:8443");
            case.signed.host("origin.example.com:8443");
        }),
        ("localhost signed", "host-changed", Case::minio, |case| case.signed.host("localhost:9000")),
        ("container name signed", "host-changed", Case::minio, |case| case.signed.host("minio:9000")),
        ("path style signed", "host-changed", Case::s3, |case| {
            case.signed.host("s3.eu-west-1.amazonaws.com");
            case.signed.path.insert_str(0, "/examplebucket");
        }),
        (
            "virtual-hosted style signed",
            "host-changed",
            || Case::s3().at("https://s3.eu-west-1.amazonaws.com", "/photos/a.jpg"),
            |case| {
                case.signed.host("photos.s3.eu-west-1.amazonaws.com");
                case.signed.path = "/a.jpg".into();
            },
        ),
        ("global endpoint signed", "host-changed", Case::s3, |case| case.signed.host("examplebucket.s3.amazonaws.com")),
        ("dual-stack signed", "host-changed", Case::s3, |case| {
            case.signed.host("examplebucket.s3.dualstack.eu-west-1.amazonaws.com");
        }),
        (
            "accelerated",
            "host-changed",
            || Case::s3().at("https://examplebucket.s3-accelerate.amazonaws.com", "/a"),
            |case| {
                case.signed.host("examplebucket.s3.eu-west-1.amazonaws.com");
            },
        ),
        (
            "own domain in place of the bucket's",
            "host-changed",
            || Case::s3().at("https://cdn.example.com", "/a.jpg"),
            |case| {
                case.signed.host("cdn.example.com.s3.eu-west-1.amazonaws.com");
            },
        ),
        (
            "virtual-hosted at another server",
            "host-changed",
            || Case::s3().at("https://s3.example.com", "/photos/a.jpg"),
            |case| {
                case.signed.host("photos.s3.example.com");
                case.signed.path = "/a.jpg".into();
            },
        ),
        (
            "path style at another server",
            "host-changed",
            || Case::s3().at("https://photos.s3.example.com", "/a.jpg"),
            |case| {
                case.signed.host("s3.example.com");
                case.signed.path = "/photos/a.jpg".into();
            },
        ),
        ("upper case signed", "host-changed", Case::s3, |case| {
            case.replace_in_url("examplebucket.s3", "ExampleBucket.S3");
            case.signed.host("ExampleBucket.S3.eu-west-1.amazonaws.com");
        }),
    ]);
}

#[test]
fn path() {
    check(&[
        ("twice", "path-encoding", Case::s3, |case| case.signed.path = case.signed.path.replace('%', "%25")),
        ("decoded", "path-encoding", Case::s3, |case| case.signed.path = "/photos/2026/a b+c!~*=:@ü.jpg".into()),
        ("plus for a space", "path-encoding", Case::s3, |case| case.signed.path = case.signed.path.replace("%20", "+")),
        ("plus left", "path-encoding", Case::s3, |case| case.signed.path = case.signed.path.replace("%2B", "+")),
        ("lower case", "path-encoding", Case::s3, |case| {
            case.signed.path = "/photos/2026/a%20b%2bc%21~%2a%3d%3a%40%c3%bc.jpg".into();
        }),
        ("encodeURIComponent", "path-encoding", Case::s3, |case| {
            case.signed.path = case.signed.path.replace("%21", "!").replace("%2A", "*");
        }),
        ("encodeURI", "path-encoding", Case::s3, |case| {
            case.signed.path = "/photos/2026/a%20b+c!~*=:@%C3%BC.jpg".into();
        }),
        ("tilde escaped", "path-encoding", Case::s3, |case| case.signed.path = case.signed.path.replace('~', "%7E")),
        ("`*` left", "path-encoding", Case::s3, |case| case.signed.path = case.signed.path.replace("%2A", "*")),
        ("`=` left", "path-encoding", Case::s3, |case| case.signed.path = case.signed.path.replace("%3D", "=")),
        ("`:` left", "path-encoding", Case::s3, |case| case.signed.path = case.signed.path.replace("%3A", ":")),
        ("`@` left", "path-encoding", Case::s3, |case| case.signed.path = case.signed.path.replace("%40", "@")),
        ("slashes escaped", "path-encoding", Case::s3, |case| {
            case.signed.path = format!("/{}", case.signed.path[1..].replace('/', "%2F"));
        }),
        (
            "slashes of the key escaped",
            "path-encoding",
            || Case::s3().at("http://127.0.0.1:9000", "/b/c/d/e"),
            |case| {
                case.signed.path = "/b/c%2Fd%2Fe".into();
            },
        ),
        ("no first slash", "path-encoding", Case::s3, |case| case.signed.path = case.signed.path[1..].into()),
        ("ISO 8859-1", "path-encoding", Case::s3, |case| case.signed.path = case.signed.path.replace("%C3%BC", "%FC")),
        ("as in the URL", "path-encoding", Case::s3, |case| {
            case.replace_in_url("%21~%2A", "!%7e%2a");
            case.signed.path = case.signed.path.replace("%21~%2A", "!%7e%2a");
        }),
        ("escaped twice in the URL", "path-encoding", Case::s3, |case| {
            case.replace_in_url("a%20b%2Bc%21~%2A%3D%3A%40%C3%BC", "a%2520b%252Bc%2521~%252A%253D%253A%2540%25C3%25BC")
        }),
        ("the rule of S3 elsewhere", "path-encoding", Case::api, |case| {
            case.signed.path = "/prod/a%2Fb//c/./d".replace("%2F", "/")
        }),
        ("not normalized elsewhere", "path-encoding", Case::api, |case| {
            case.signed.path = "/prod/a%252Fb//c/./d".into()
        }),
        ("the rule of others for S3", "path-encoding", Case::s3, |case| {
            case.replace_in_url("/photos/2026/", "/photos//2026/./");
            case.signed.path = case.signed.path.replace('%', "%25");
        }),
        (
            "normalized",
            "path-normalized",
            || Case::s3().at("http://127.0.0.1:9000", "/b//c/./d/../e"),
            |case| {
                case.signed.path = "/b/c/e".into();
            },
        ),
        (
            "slashes joined",
            "path-normalized",
            || Case::s3().at("http://127.0.0.1:9000", "/b//c/./d///e"),
            |case| {
                case.signed.path = "/b/c/./d/e".into();
            },
        ),
        ("key with a first slash", "path-normalized", Case::s3, |case| case.signed.path.insert(0, '/')),
        ("slash at the end lost", "path-normalized", Case::s3, |case| case.signed.path.push('/')),
        (
            "slash at the end added",
            "path-normalized",
            || Case::s3().at("http://127.0.0.1:9000", "/b/c/"),
            |case| {
                case.signed.path = "/b/c".into();
            },
        ),
        ("a proxy's segment", "path-prefix", Case::minio, |case| {
            case.replace_in_url("/examplebucket", "/storage/examplebucket")
        }),
        ("two segments", "path-prefix", Case::minio, |case| {
            case.replace_in_url("/examplebucket", "/api/v1/examplebucket")
        }),
        ("three segments", "path-prefix", Case::minio, |case| {
            case.replace_in_url("/examplebucket", "/storage/v1/s3/examplebucket");
        }),
        ("prefix removed", "path-prefix", Case::minio, |case| case.signed.path.insert_str(0, "/minio")),
        ("the bucket twice", "path-prefix", Case::s3, |case| case.signed.path.insert_str(0, "/examplebucket")),
    ]);
}

#[test]
fn query() {
    const DISPOSITION: &str = "attachment%3B%20filename%3D%22a%2Fb%2Bc%21%22";
    check(&[
        ("plus for a space", "query-encoding", Case::s3, |case| case.signed.replace_in_query("%20", "+")),
        ("lower case", "query-encoding", Case::s3, |case| {
            for digits in ["2F", "3B", "3D", "2B"] {
                case.signed.replace_in_query(&format!("%{digits}"), &format!("%{}", digits.to_ascii_lowercase()));
            }
        }),
        ("unsorted", "query-encoding", Case::s3, |case| {
            case.replace_in_url(
                "X-Amz-Expires=900&X-Amz-SignedHeaders=host",
                "X-Amz-SignedHeaders=host&X-Amz-Expires=900",
            );
            case.signed.replace_in_query(
                "X-Amz-Expires=900&X-Amz-SignedHeaders=host",
                "X-Amz-SignedHeaders=host&X-Amz-Expires=900",
            );
        }),
        ("sorted as joined text", "query-encoding", Case::s3, |case| {
            case.url.push_str("&a=1&a-b=2");
            case.signed.replace_in_query("&response", "&a-b=2&a=1&response");
        }),
        ("sorted without case", "query-encoding", Case::s3, |case| {
            let (own, rest) = case.signed.query.split_once("&response").unwrap();
            case.signed.query = format!("response{rest}&{own}");
        }),
        ("decoded", "query-encoding", Case::s3, |case| {
            case.signed.query = case.signed.query.replace("%2F", "/").replace("%20", " ").replace("%21", "!");
            case.signed.query =
                case.signed.query.replace("%3B", ";").replace("%3D", "=").replace("%22", "\"").replace("%2B", "+");
        }),
        ("twice", "query-encoding", Case::s3, |case| case.signed.replace_in_query("%", "%25")),
        ("slashes left", "query-encoding", Case::s3, |case| case.signed.replace_in_query("%2F", "/")),
        ("encodeURIComponent", "query-encoding", Case::s3, |case| case.signed.replace_in_query("%21", "!")),
        ("without `=`", "query-encoding", Case::s3, |case| case.signed.replace_in_query("versionId=", "versionId")),
        ("as in the URL", "query-encoding", Case::s3, |case| {
            case.replace_in_url(DISPOSITION, "attachment;+filename=a");
            case.signed.replace_in_query(DISPOSITION, "attachment;+filename=a");
        }),
        ("plus is a plus", "query-encoding", Case::s3, |case| {
            case.replace_in_url(DISPOSITION, "a+b");
            case.signed.replace_in_query(DISPOSITION, "a%2Bb");
        }),
    ]);
}

#[test]
fn parameters() {
    check(&[
        ("tracking", "tracking-parameter", Case::s3, |case| case.after = "&utm_source=mail".into()),
        ("much tracking", "tracking-parameter", Case::s3, |case| {
            case.after = "&utm_source=mail&utm_medium=x&fbclid=1".into();
        }),
        ("added", "query-changed", Case::s3, |case| case.after = "&download=1".into()),
        ("much added", "query-changed", Case::s3, |case| case.after = "&download=1&page=2".into()),
        ("x-id added", "query-changed", Case::s3, |case| case.url.push_str("&x-id=GetObject")),
        ("x-id lost", "query-changed", Case::s3, |case| case.signed.query.push_str("&x-id=GetObject")),
        ("override added", "query-changed", Case::s3, |case| {
            case.signed
                .replace_in_query("&response-content-disposition=attachment%3B%20filename%3D%22a%2Fb%2Bc%21%22", "");
        }),
        ("none of the caller's signed", "query-changed", Case::s3, |case| {
            case.signed.query = case.signed.query.split("&response").next().unwrap().into();
        }),
        ("expiry not signed", "query-changed", Case::s3, |case| case.signed.replace_in_query("&X-Amz-Expires=900", "")),
        ("lifetime changed", "query-changed", Case::s3, |case| {
            case.signed.replace_in_query("Expires=900", "Expires=3600")
        }),
        ("payload hash not signed", "query-changed", Case::s3, |case| {
            case.url.push_str("&X-Amz-Content-Sha256=UNSIGNED-PAYLOAD");
        }),
        ("key ID changed", "query-changed", Case::s3, |case| {
            case.replace_in_url(ID, "AKIAI44QH8DHBEXAMPLE");
        }),
    ]);
}

#[test]
fn headers() {
    const JPEG: &str = "image/jpeg";
    fn put() -> Case {
        Case::put("content-type", JPEG)
    }
    check(&[
        ("not sent", "header-missing", put, |_| {}),
        (
            "charset added",
            "header-changed",
            || Case::put("content-type", "text/plain"),
            |case| {
                case.send("Content-Type", "text/plain; charset=utf-8");
            },
        ),
        (
            "charset lost",
            "header-changed",
            || Case::put("content-type", "text/plain; charset=utf-8"),
            |case| {
                case.send("Content-Type", "text/plain");
            },
        ),
        (
            "charset in upper case",
            "header-changed",
            || Case::put("content-type", "text/plain;charset=UTF-8"),
            |case| {
                case.send("Content-Type", "text/plain");
            },
        ),
        ("another type", "header-changed", put, |case| case.send("Content-Type", "application/octet-stream")),
        (
            "empty type signed",
            "header-changed",
            || Case::put("content-type", ""),
            |case| case.send("Content-Type", JPEG),
        ),
        (
            "curl's form type",
            "header-changed",
            || Case::put("content-type", "application/octet-stream"),
            |case| {
                case.send("Content-Type", "application/x-www-form-urlencoded");
            },
        ),
        ("another case", "header-changed", put, |case| case.send("Content-Type", "Image/JPEG")),
        (
            "not folded",
            "header-changed",
            || Case::put("x-amz-meta-a", "a   b"),
            |case| case.send("x-amz-meta-a", "a   b"),
        ),
        ("not trimmed", "header-changed", || Case::put("x-amz-meta-a", " a "), |case| case.send("x-amz-meta-a", " a ")),
        (
            "repeated",
            "header-changed",
            || Case::put("x-amz-meta-a", "a, b"),
            |case| {
                case.send("x-amz-meta-a", "a");
                case.send("X-Amz-Meta-A", "b");
            },
        ),
        ("quotes lost", "header-changed", || Case::put("if-match", "\"abc\""), |case| case.send("If-Match", "abc")),
        (
            "decoded",
            "header-changed",
            || Case::put("x-amz-copy-source", "b/a%20b"),
            |case| {
                case.send("x-amz-copy-source", "b/a b");
            },
        ),
        ("ACL not sent", "header-missing", || Case::put("x-amz-acl", "public-read"), |_| {}),
        (
            "length 0 signed",
            "header-changed",
            || Case::put("content-length", "0"),
            |case| case.send("Content-Length", "12"),
        ),
        (
            "a proxy's encodings",
            "header-rewritten",
            || Case::put("accept-encoding", "identity"),
            |case| {
                case.send("Accept-Encoding", "gzip, br");
            },
        ),
        ("empty and not sent", "header-missing", || Case::put("content-md5", ""), |_| {}),
        ("named and not signed", "header-changed", put, |case| {
            case.send("Content-Type", JPEG);
            case.signed.lines = case.signed.lines.replace("content-type:image/jpeg\n", "");
            case.signed.names = "host".into();
        }),
    ]);
}

#[test]
fn payload() {
    check(&[
        ("empty hash for S3", "payload-hash", Case::s3, |case| case.signed.payload = EMPTY.into()),
        ("UNSIGNED-PAYLOAD elsewhere", "payload-hash", Case::api, |case| {
            case.signed.payload = "UNSIGNED-PAYLOAD".into()
        }),
        ("streaming", "payload-hash", Case::s3, |case| {
            case.signed.payload = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD".into();
        }),
        ("unsigned header", "payload-hash", Case::s3, |case| {
            let hash = "a".repeat(64);
            case.send("x-amz-content-sha256", &hash);
            case.signed.payload = hash;
        }),
        ("empty line", "payload-hash", Case::s3, |case| case.signed.payload = String::new()),
    ]);
}

#[test]
fn token() {
    check(&[
        ("added later", "token-not-signed", Case::session, |case| {
            case.signed.replace_in_query(&format!("&X-Amz-Security-Token={ENCODED_TOKEN}"), "");
        }),
        ("lost", "token-missing", Case::session, |case| {
            case.replace_in_url(&format!("&X-Amz-Security-Token={ENCODED_TOKEN}"), "");
        }),
        ("plus decoded", "token-mangled", Case::session, |case| case.replace_in_url("Vj%2BEH", "Vj+EH")),
        ("twice encoded", "token-mangled", Case::session, |case| {
            case.replace_in_url(ENCODED_TOKEN, &ENCODED_TOKEN.replace('%', "%25"));
        }),
        ("a line feed signed", "token-mangled", Case::session, |case| {
            case.signed.replace_in_query(ENCODED_TOKEN, &format!("{ENCODED_TOKEN}%0A"));
        }),
        ("padding lost", "token-mangled", Case::session, |case| case.replace_in_url("MEU%3D%3D", "MEU")),
        ("another one", "token-mangled", Case::session, |case| {
            case.replace_in_url(ENCODED_TOKEN, "AnotherSessionToken")
        }),
        ("signed as the other kind", "query-changed", Case::session, |case| {
            case.signed.replace_in_query("X-Amz-Security-Token", "X-Amz-S3session-Token");
        }),
    ]);
}

#[test]
fn secret() {
    check(&[
        ("line feed", "secret-white-space", Case::s3, |case| case.signed.secret.push('\n')),
        ("CR LF", "secret-white-space", Case::s3, |case| case.signed.secret.push_str("\r\n")),
        ("space after", "secret-white-space", Case::s3, |case| case.signed.secret.push(' ')),
        ("space before", "secret-white-space", Case::s3, |case| case.signed.secret.insert(0, ' ')),
        ("given with the line feed", "secret-white-space", Case::s3, |case| {
            case.signed.secret.push('\n');
            case.given = Credentials::new(ID, &*case.signed.secret);
        }),
        ("quoted", "wrong-secret", Case::s3, |case| case.signed.secret = format!("\"{SECRET}\"")),
        ("percent-encoded", "wrong-secret", Case::s3, |case| {
            case.signed.secret = SECRET.replace('/', "%2F").replace('+', "%2B");
        }),
        ("plus decoded", "wrong-secret", Case::s3, |case| case.signed.secret = SECRET.replace('+', " ")),
        ("empty", "wrong-secret", Case::s3, |case| case.signed.secret = String::new()),
        ("a candidate", "wrong-secret", Case::s3, |case| {
            case.signed.secret = "the/previous+secret+of+the+same+key+ID+++".into();
            case.sent.credentials.push(Credentials::new(ID, &*case.signed.secret));
        }),
        ("of another key", "wrong-secret", Case::s3, |case| {
            case.signed.secret = "the/secret+of+another+access+key+ID++++++".into();
            case.sent.credentials.push(Credentials::new("AKIAI44QH8DHBEXAMPLE", &*case.signed.secret));
        }),
        ("the given ones are of another key", "wrong-secret", Case::s3, |case| {
            case.given = Credentials::new("AKIAI44QH8DHBEXAMPLE", SECRET);
        }),
        ("the ID in its place", "key-and-secret-swapped", Case::s3, |case| case.signed.secret = ID.into()),
    ]);
}

#[test]
fn scope() {
    check(&[
        ("region in the URL", "region-mismatch", Case::s3, |case| {
            case.replace_in_url("%2Feu-west-1%2F", "%2Fus-east-1%2F")
        }),
        ("region of the key", "region-mismatch", Case::s3, |case| {
            case.signed.key_scope = case.signed.key_scope.replace("eu-west-1", "us-east-1");
        }),
        ("region of the text", "region-mismatch", Case::s3, |case| case.signed.scopes("eu-west-1", "ap-southeast-2")),
        ("auto", "region-mismatch", Case::s3, |case| case.signed.scopes("eu-west-1", "auto")),
        ("the host's region", "region-mismatch", Case::s3, |case| {
            case.replace_in_url("%2Feu-west-1%2F", "%2Fmars-north-1%2F")
        }),
        ("the answer's region", "region-mismatch", Case::s3, |case| {
            case.signed.scopes("eu-west-1", "moon-south-2");
            let body = "<Error><Code>AuthorizationHeaderMalformed</Code><Region>moon-south-2</Region></Error>";
            case.sent.response = Some((400, body.into()));
        }),
        ("service in the URL", "service-mismatch", Case::s3, |case| case.replace_in_url("%2Fs3%2F", "%2Fs3express%2F")),
        ("service of the key", "service-mismatch", Case::api, |case| {
            case.signed.key_scope = case.signed.key_scope.replace("execute-api", "s3");
        }),
        ("service with its rules", "service-mismatch", Case::s3, |case| {
            case.replace_in_url("%2Fs3%2F", "%2Flambda%2F");
        }),
    ]);
}

#[test]
fn date() {
    check(&[
        ("local time signed", "signed-date", Case::s3, |case| case.signed.date = "20261123T140000Z".into()),
        ("half an hour off", "signed-date", Case::s3, |case| case.signed.date = "20261123T173000Z".into()),
        (
            "local day too",
            "signed-date",
            || at("20261123T220000Z"),
            |case| {
                case.signed.date = "20261124T000000Z".into();
                case.signed.scopes("20261123", "20261124");
            },
        ),
        ("changed in the URL", "signed-date", Case::s3, |case| {
            case.replace_in_url("Date=20261123T120000Z", "Date=20261123T130000Z")
        }),
        ("two clocks", "signed-date", Case::s3, |case| case.signed.date = "20261123T120001Z".into()),
        ("header", "signed-date", Case::s3, |case| {
            case.send("x-amz-date", "20261123T121234Z");
            case.signed.date = "20261123T121234Z".into();
        }),
        ("day of the key", "scope-date", Case::s3, |case| {
            case.signed.key_scope = case.signed.key_scope.replace("1123", "1122")
        }),
        ("day of the scope", "scope-date", Case::s3, |case| case.signed.scopes("20261123", "20261124")),
        ("day in the URL", "scope-date", Case::s3, |case| case.replace_in_url("%2F20261123%2F", "%2F20261122%2F")),
    ]);
}

fn at(date: &str) -> Case {
    let mut case = Case::s3();
    case.replace_in_url("20261123T120000Z", date);
    case.signed.replace_in_query("20261123T120000Z", date);
    case.signed.date = date.into();
    case
}
