//! The host and the other signed headers.

use alloc::format;
use alloc::string::String;

use crate::diagnose::cause::Cause;
use crate::diagnose::compare::change::{Change, Side};
use crate::diagnose::comparison::Part;
use crate::diagnose::facts::Facts;
use crate::diagnose::finding::{Certainty, Findings};
use crate::diagnose::secrets::hides_header;
use crate::diagnose::signed_headers::is_rewritten;
use crate::s3::host_row::HostRow;

pub(super) fn find(facts: &Facts<'_>, change: &Change, findings: &mut Findings) {
    let Part::Header(name) = &change.part else { return };
    let shown = |side: &Side| match side.text() {
        Some(_) if hides_header(name) => String::from("another value"),
        Some(text) => facts.quote(text),
        None => String::from("nothing"),
    };
    let (expected, received) = (shown(&change.expected), shown(&change.received));
    // The name is the server's text too, unless the URL has it.
    let name = if facts.claims.signs(name) { format!("`{name}`") } else { facts.quote(name) };
    let is_absent = change.received.text().is_none_or(str::is_empty);
    match change.part {
        Part::Header(ref plain) if plain == "host" => host(facts, change, findings),
        Part::Header(ref plain) if is_rewritten(plain) => findings.add(
            Cause::HeaderRewritten,
            Certainty::Certain,
            match change.expected {
                Side::Unknown => format!("The header {name} is signed, and the server received none."),
                _ => format!(
                    "The header {name} is signed. It was sent with {expected}, and the server received {received}."
                ),
            },
            "Don't sign headers that clients and proxies set themselves.",
        ),
        _ if is_absent => findings.add(
            Cause::HeaderMissing,
            Certainty::Certain,
            format!("The header {name} is signed, and the server received none."),
            format!("Send the header {name} with the value that was signed, or sign without it."),
        ),
        _ => findings.add(
            Cause::HeaderChanged,
            Certainty::Certain,
            format!("The header {name} was sent with {expected}, and the server received {received}."),
            format!("Find the client or proxy that changes {name}, or sign without it."),
        ),
    }
}

fn host(facts: &Facts<'_>, change: &Change, findings: &mut Findings) {
    let (Some(expected), Some(received)) = (change.expected.text(), change.received.text()) else { return };
    let (ours, theirs) = (facts.quote(expected), facts.quote(received));
    let name_of = |host: &str| match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => String::from(name),
        _ => String::from(host),
    };
    // A proxy may be meant to send the signed host: the URL is handed out under another one then.
    let is_known = facts.attempt.hosts.iter().any(|host| host.eq_ignore_ascii_case(received));
    let is_of_service = !facts.is_on_aws() && HostRow::find(&name_of(received), facts.url.path).is_some();
    let certainty = if is_known || is_of_service { Certainty::Likely } else { Certainty::Certain };
    if name_of(expected).eq_ignore_ascii_case(&name_of(received)) {
        findings.add(
            Cause::PortChanged,
            certainty,
            format!("The URL is for the host {ours}, and the server received {theirs}: the port differs."),
            "Have the proxy pass the client's host with its port (nginx: `proxy_set_header Host $http_host`), or sign \
             for the host that the server receives and hand the URL out `with_base_url`.",
        );
        return;
    }
    findings.add(
        Cause::HostChanged,
        certainty,
        format!("The URL is for the host {ours}, and the server received {theirs}."),
        "Have the proxy pass the client's host (nginx: `proxy_set_header Host $http_host`), or sign for the host that \
         the server receives and hand the URL out `with_base_url`.",
    );
}
