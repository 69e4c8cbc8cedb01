//! What clients say when there was no response.

use presign::diagnose::{Attempt, Certainty, explain};
use time::macros::datetime;

/// Returns the code and both sentences of the only finding.
fn explained(url: &str, error: &str) -> (&'static str, String, String) {
    let attempt = Attempt::new(format!("{url}?X-Amz-Signature=0123")).failed_with(error);
    let diagnosis = explain(&attempt, None, datetime!(2026-11-23 12:00 UTC));
    let found = diagnosis
        .findings()
        .iter()
        .find(|finding| finding.code.ends_with("-failure") || finding.code == "bucket-twice");
    let finding = found.unwrap_or_else(|| panic!("{error}: {diagnosis}"));
    assert_eq!(finding.certainty, Certainty::Certain);
    (finding.code, finding.what.clone(), finding.fix.clone())
}

const AWS: &str = "https://examplebucket.s3.eu-west-1.amazonaws.com/boat.jpg";
const LOCAL: &str = "https://127.0.0.1:9000/examplebucket/boat.jpg";

#[test]
fn every_client_is_understood() {
    for (code, errors) in [
        (
            "dns-failure",
            &[
                "curl: (6) Could not resolve host: examplebucket.s3.eu-west-1.amazonaws.com",
                "wget: unable to resolve host address 'examplebucket.s3.eu-west-1.amazonaws.com'",
                "Error: getaddrinfo ENOTFOUND examplebucket.s3.eu-west-1.amazonaws.com",
                "Error: getaddrinfo EAI_AGAIN examplebucket.s3.eu-west-1.amazonaws.com",
                "socket.gaierror: [Errno -2] Name or service not known",
                "NameResolutionError: Failed to resolve 'x' ([Errno -3] Temporary failure in name resolution)",
                "dial tcp: lookup examplebucket.s3.eu-west-1.amazonaws.com on 127.0.0.11:53: no such host",
                "java.net.UnknownHostException: examplebucket.s3.eu-west-1.amazonaws.com",
                "error sending request: dns error: failed to lookup address information",
                "System.Net.Http.HttpRequestException: No such host is known.",
                "net::ERR_NAME_NOT_RESOLVED",
                "A server with the specified hostname could not be found.",
            ][..],
        ),
        (
            "tls-failure",
            &[
                "curl: (60) SSL: no alternative certificate subject name matches target host name 'a.b'",
                "curl: (60) SSL certificate problem: self-signed certificate",
                "curl: (35) error:0A00010B:SSL routines::wrong version number",
                "Hostname/IP does not match certificate's altnames: Host: a.b. is not in the cert's altnames: DNS:*.b",
                "code: 'ERR_TLS_CERT_ALTNAME_INVALID'",
                "Error: self-signed certificate in certificate chain",
                "Error: unable to verify the first certificate",
                "invalid peer certificate: NotValidForName",
                "invalid peer certificate: UnknownIssuer",
                "received corrupt message of type InvalidContentType",
                "ssl.SSLCertVerificationError: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: Hostname \
                 mismatch",
                "x509: certificate is valid for *.s3.eu-west-1.amazonaws.com, not a.b.s3.eu-west-1.amazonaws.com",
                "x509: certificate signed by unknown authority",
                "http: server gave HTTP response to HTTPS client",
                "javax.net.ssl.SSLHandshakeException: PKIX path building failed",
                "javax.net.ssl.SSLHandshakeException: No subject alternative DNS name matching a.b found.",
                "javax.net.ssl.SSLException: Unsupported or unrecognized SSL message",
                "schannel: SNI or certificate check failed: SEC_E_WRONG_PRINCIPAL - The target principal name is \
                 incorrect.",
                "net::ERR_CERT_COMMON_NAME_INVALID",
                "net::ERR_CERT_AUTHORITY_INVALID",
                "net::ERR_SSL_PROTOCOL_ERROR",
                "SSL_ERROR_BAD_CERT_DOMAIN",
            ],
        ),
        (
            "connection-failure",
            &[
                "curl: (7) Failed to connect to 127.0.0.1 port 9000 after 0 ms: Couldn't connect to server",
                "curl: (28) Connection timed out after 30001 milliseconds",
                "curl: (52) Empty reply from server",
                "curl: (1) Received HTTP/0.9 when not allowed",
                "Error: connect ECONNREFUSED 127.0.0.1:9000",
                "Error: socket hang up",
                "Error: read ECONNRESET",
                "dial tcp 127.0.0.1:9000: connect: connection refused",
                "dial tcp 10.0.0.1:9000: i/o timeout",
                "java.net.ConnectException: Connection refused",
                "urllib3.exceptions.NewConnectionError: [Errno 111] Connection refused",
                "tcp connect error: Connection refused (os error 111)",
                "net::ERR_CONNECTION_REFUSED",
                "net::ERR_CONNECTION_RESET",
                "No connection could be made because the target machine actively refused it.",
            ],
        ),
    ] {
        for error in errors {
            assert_eq!(explained(AWS, error).0, code, "{error}");
        }
    }
}

/// What the host says about the cause.
#[test]
fn advice_for_hosts_that_are_not_found() {
    const PATH_STYLE: &str = "Sign with the bucket in the path: `Addressing::Path`.";
    let not_found = "curl: (6) Could not resolve host";
    for (url, what, fix) in [
        (
            "http://photos.127.0.0.1:9000/boat.jpg",
            "The host \"photos.127.0.0.1\" was not found. It is an IP address with a bucket before it, and an address \
             has no subdomains.",
            PATH_STYLE,
        ),
        (
            "http://photos.localhost:9000/boat.jpg",
            "The host \"photos.localhost\" was not found. It is the name of a server with a bucket before it, and \
             only the server's own name is known.",
            PATH_STYLE,
        ),
        (
            "http://photos.minio:9000/boat.jpg",
            "The host \"photos.minio\" was not found. It is the name of a server with a bucket before it, and only \
             the server's own name is known.",
            PATH_STYLE,
        ),
        (
            "http://minio:9000/photos/boat.jpg",
            "The host \"minio\" was not found. A name like this is known only inside one network, such as that of \
             Docker.",
            "Sign for a host that the client can resolve, or hand the URL out `with_base_url`.",
        ),
        (
            "https://photos.s3.eu-west-9.amazonaws.com/boat.jpg",
            "The host \"photos.s3.eu-west-9.amazonaws.com\" was not found. Its region may not exist, or have no such \
             service.",
            "Check the region, and that this machine can resolve names outside its network.",
        ),
        (
            "https://photos.s3.undefined.amazonaws.com/boat.jpg",
            "The host \"photos.s3.undefined.amazonaws.com\" was not found. It names no region of AWS.",
            "Set `region` to one such as `eu-west-1`.",
        ),
        (
            "https://files.example.com/photos/boat.jpg",
            "The host \"files.example.com\" was not found.",
            "Check the spelling of the host, and that this machine can resolve it.",
        ),
        (
            "/photos/boat.jpg",
            "The host \"\" was not found. The URL has no host.",
            "Use the whole URL, from `https://` on.",
        ),
    ] {
        assert_eq!(explained(url, not_found), ("dns-failure", what.into(), fix.into()));
    }
}

#[test]
fn advice_for_certificates() {
    let other = "curl: (60) SSL: no alternative certificate subject name matches target host name";
    let dotted = explained("https://my.photos.s3.eu-west-1.amazonaws.com/boat.jpg", other);
    assert_eq!(
        dotted.1,
        "The certificate is not one for \"my.photos.s3.eu-west-1.amazonaws.com\". A wildcard stands for one label, \
         and the bucket has a dot in its name."
    );
    assert_eq!(dotted.2, "Sign with the bucket in the path: `Addressing::Path`.");
    let plain = explained("https://photos.example.com/boat.jpg", other);
    assert!(plain.2.starts_with("If the bucket is in the host, sign with it in the path"), "{}", plain.2);
    let twice = explained("https://photos.photos.s3.eu-west-1.amazonaws.com/boat.jpg", other);
    assert_eq!(
        (twice.0, &*twice.1),
        ("bucket-twice", "The host names the bucket \"photos\" twice, and no certificate covers that.")
    );
    let http = explained(LOCAL, "error:0A00010B:SSL routines::wrong version number");
    assert_eq!(http.1, "The URL is one for HTTPS, and \"127.0.0.1\" answered in plain HTTP on this port.");
}

#[test]
fn advice_for_connections() {
    let local = explained(LOCAL, "connect: connection refused");
    assert!(local.1.starts_with("Nothing listens on \"127.0.0.1:9000\". For a client in a container"), "{}", local.1);
    let remote = explained("https://files.example.com/a", "connect: connection refused");
    assert_eq!(remote.1, "Nothing accepts connections on \"files.example.com\".");
    let tls = explained("http://files.example.com:443/a", "curl: (1) Received HTTP/0.9 when not allowed");
    assert_eq!(tls.2, "Sign for an endpoint with `https`.");
}

/// An error that names nothing known leads to nothing.
#[test]
fn other_errors() {
    for error in ["", "curl: (23) Failure writing output to destination", "404 Not Found", "\u{1b}[31m"] {
        let diagnosis = explain(&Attempt::new(AWS).failed_with(error), None, datetime!(2026-11-23 12:00 UTC));
        assert!(diagnosis.findings().iter().all(|finding| !finding.code.ends_with("-failure")), "{error}");
    }
}
