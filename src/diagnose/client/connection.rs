//! No connection was made, or it broke.

use alloc::format;

use super::words::has_any;
use crate::diagnose::cause::Cause;
use crate::diagnose::facts::Facts;
use crate::diagnose::finding::{Certainty, Findings};

const REFUSED: [&str; 9] = [
    "connection refused",
    "econnrefused",
    "failed to connect",
    "couldn't connect to server",
    "could not connect to server",
    "err_connection_refused",
    "actively refused",
    "ns_error_connection_refused",
    "newconnectionerror",
];

const TIMEOUT: [&str; 9] = [
    "connection timed out",
    "operation timed out",
    "connect timeout",
    "etimedout",
    "i/o timeout",
    "err_connection_timed_out",
    "err_timed_out",
    "no route to host",
    "network is unreachable",
];

const BROKEN: [&str; 12] = [
    "connection reset",
    "econnreset",
    "socket hang up",
    "empty reply from server",
    "broken pipe",
    "epipe",
    "err_connection_reset",
    "err_connection_closed",
    "err_empty_response",
    "unexpected eof",
    "connection aborted",
    "malformed http response",
];

/// The server expects TLS and got plain HTTP.
const NEEDS_TLS: [&str; 3] =
    ["http request to an https server", "received http/0.9 when not allowed", "http request was sent to https port"];

pub(super) fn find(facts: &Facts<'_>, error: &str, findings: &mut Findings) {
    let host = facts.url.host();
    let authority = facts.quote(facts.url.authority);
    let is_http = facts.url.scheme.eq_ignore_ascii_case("http");
    let is_local = matches!(&*host, "localhost" | "127.0.0.1" | "[::1]" | "0.0.0.0") || host.ends_with(".localhost");
    let (what, fix) = if has_any(error, &NEEDS_TLS) {
        (format!("The URL is one for HTTP, and {authority} speaks TLS."), "Sign for an endpoint with `https`.")
    } else if has_any(error, &REFUSED) || error.starts_with("curl: (7)") {
        match is_local {
            true => (
                format!(
                    "Nothing listens on {authority}. For a client in a container or on another machine, this host is \
                     that machine itself."
                ),
                "Start the server, or sign for a host that leads from the client to it (Docker: the name of the \
                 service, or `host.docker.internal`).",
            ),
            false => (
                format!("Nothing accepts connections on {authority}."),
                "Check that the server runs, the port, and that no firewall is in between.",
            ),
        }
    } else if has_any(error, &TIMEOUT) || error.starts_with("curl: (28)") {
        (
            format!("There was no answer from {authority}."),
            "Check the network and its firewalls. From a private subnet, S3 needs a VPC endpoint or NAT.",
        )
    } else if has_any(error, &BROKEN) || error.starts_with("curl: (52)") || error.starts_with("curl: (56)") {
        (
            format!("The connection to {authority} broke before the answer."),
            if is_http {
                "Check whether the server expects `https` on this port, and send the request again."
            } else {
                "Send the request again. If it breaks each time, look for a proxy in between, and for the size of the \
                 upload."
            },
        )
    } else {
        return;
    };
    findings.add(Cause::ConnectionFailure, Certainty::Certain, what, fix);
}
