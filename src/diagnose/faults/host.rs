//! The header `Host` that was sent, and the host of the URL.

use alloc::format;

use crate::diagnose::cause::Cause;
use crate::diagnose::facts::Facts;
use crate::diagnose::finding::{Certainty, Findings};
use crate::diagnose::quoted;

pub(super) fn find(facts: &Facts<'_>, findings: &mut Findings) {
    let Some(sent) = facts.header("host").map(str::to_ascii_lowercase) else { return };
    let signed = facts.url.host_header();
    if sent == signed || signed.is_empty() {
        return;
    }
    let name = |host: &str| alloc::string::String::from(without_port(host));
    let is_port = name(&sent) == name(&signed);
    let what = format!(
        "The header `Host` of the request was {}, but the URL is for {}.",
        quoted::host(&sent),
        quoted::host(&signed)
    );
    let (cause, fix) = match is_port {
        true => (
            Cause::PortChanged,
            "Send the port exactly as it is in the URL: with it if it is there, and without it if not. Proxies must pass `Host` on \
             unchanged (`proxy_set_header Host $http_host` in nginx).",
        ),
        false => (
            Cause::HostChanged,
            "Sign for the host that the client uses, and let proxies pass `Host` on unchanged, or sign for the host that they set.",
        ),
    };
    findings.add(cause, Certainty::Likely, what, fix);
}

fn without_port(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    }
}
