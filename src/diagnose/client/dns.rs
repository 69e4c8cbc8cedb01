//! The name of the host was not found.

use alloc::format;

use super::words::has_any;
use crate::diagnose::cause::Cause;
use crate::diagnose::facts::Facts;
use crate::diagnose::finding::{Certainty, Findings};
use crate::endpoint::partition::Partition;

/// curl, glibc, macOS, Windows, Node, Go, Java, Python, Rust, .NET, Chromium, Firefox and Safari.
const MESSAGES: [&str; 22] = [
    "could not resolve host",
    "couldn't resolve host",
    "could not resolve proxy",
    "name or service not known",
    "temporary failure in name resolution",
    "no address associated with hostname",
    "nodename nor servname provided",
    "failed to lookup address",
    "no such host is known",
    "no such host",
    "enotfound",
    "eai_again",
    "unknownhostexception",
    "nameresolutionerror",
    "getaddrinfo failed",
    "dns error",
    "err_name_not_resolved",
    "dns_probe_finished",
    "server with the specified hostname could not be found",
    "unable to resolve host",
    "the remote name could not be resolved",
    "nxdomain",
];

const FIX: &str = "Check the spelling of the host, and that this machine can resolve it.";

pub(super) fn find(facts: &Facts<'_>, error: &str, findings: &mut Findings) -> bool {
    if !has_any(error, &MESSAGES) && !error.starts_with("curl: (6)") {
        return false;
    }
    let host = facts.url.host();
    let (why, fix) = advice(&host);
    findings.add(
        Cause::DnsFailure,
        Certainty::Certain,
        format!("The host {} was not found.{why}", facts.quote(&host)),
        fix,
    );
    true
}

/// Returns why the host is not found, if that shows, and what to do.
fn advice(host: &str) -> (&'static str, &'static str) {
    const PATH_STYLE: &str = "Sign with the bucket in the path: `Addressing::Path`.";
    let rest = host.split_once('.').map_or("", |(_, rest)| rest);
    let is_address =
        |text: &str| text.split('.').count() == 4 && text.split('.').all(|label| label.parse::<u8>().is_ok());
    if is_address(rest) {
        return (" It is an IP address with a bucket before it, and an address has no subdomains.", PATH_STYLE);
    }
    if rest == "localhost" || !rest.is_empty() && !rest.contains('.') && !Partition::is_aws_host(host) {
        return (
            " It is the name of a server with a bucket before it, and only the server's own name is known.",
            PATH_STYLE,
        );
    }
    if let Some(service) = Partition::without_suffix(host) {
        let has_region = service.split('.').any(crate::endpoint::region::has_aws_form);
        let is_global = service == "s3" || service.ends_with(".s3") || service.ends_with("s3-accelerate");
        return match has_region || is_global {
            true => (
                " Its region may not exist, or have no such service.",
                "Check the region, and that this machine can resolve names outside its network.",
            ),
            false => (" It names no region of AWS.", "Set `region` to one such as `eu-west-1`."),
        };
    }
    if host.is_empty() {
        return (" The URL has no host.", "Use the whole URL, from `https://` on.");
    }
    if !host.contains('.') {
        return (
            " A name like this is known only inside one network, such as that of Docker.",
            "Sign for a host that the client can resolve, or hand the URL out `with_base_url`.",
        );
    }
    ("", FIX)
}
