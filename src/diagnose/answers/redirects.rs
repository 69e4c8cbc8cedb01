//! The bucket is at another endpoint.

use alloc::format;
use alloc::string::String;

use crate::diagnose::answer::Answer;
use crate::diagnose::cause::Cause;
use crate::diagnose::facts::Facts;
use crate::diagnose::finding::{Certainty, Findings};
use crate::diagnose::url::Url;

pub(super) fn find(facts: &Facts<'_>, answer: &Answer<'_>, findings: &mut Findings) {
    if answer.is(&["IllegalLocationConstraint", "IllegalLocationConstraintException"]) {
        let said = answer
            .filled_message()
            .map_or_else(String::new, |message| format!(" It says {}.", facts.quote_message(message)));
        findings.add(
            Cause::WrongEndpoint,
            Certainty::Certain,
            format!("The request went to the endpoint of another region than the bucket's.{said}"),
            "Use the endpoint of the bucket's region, and sign for that region.",
        );
        return;
    }
    let is_redirect = answer.is(&["PermanentRedirect", "TemporaryRedirect", "Redirect"]);
    if !is_redirect && !matches!(answer.status, 301 | 302 | 303 | 307 | 308) {
        return;
    }
    let location = answer.header("location").map(Url::split);
    let to = answer.element("Endpoint").map(String::from).or_else(|| location.as_ref().map(Url::host));
    let to = to.filter(|host| !host.is_empty());
    let region = answer.header("x-amz-bucket-region").or_else(|| answer.element("Region"));
    if let (Some(location), false) = (&location, is_redirect)
        && location.scheme != facts.url.scheme
        && location.host() == facts.url.host()
    {
        findings.add(
            Cause::WrongEndpoint,
            Certainty::Likely,
            format!("The server redirects from {} to {}.", facts.quote(facts.url.scheme), facts.quote(location.scheme)),
            "Sign for the address that it redirects to. A redirected request has another host, and often another \
             method.",
        );
        return;
    }
    let own = facts.claims.credential.as_ref().map(|credential| &*credential.region);
    // Elsewhere than on AWS, the endpoint stays when the region is right.
    if let (Some(region), false) = (region, facts.is_on_aws())
        && own.is_some_and(|own| !own.is_empty() && own != region)
    {
        findings.add(
            Cause::RegionMismatch,
            Certainty::Certain,
            format!(
                "The URL is signed for the region {}, and the bucket is in {}.",
                facts.quote(own.unwrap_or_default()),
                facts.quote(region)
            ),
            "Sign for the bucket's region.",
        );
        return;
    }
    let certainty = if is_redirect || region.is_some() { Certainty::Certain } else { Certainty::Likely };
    let where_to = match (&to, region) {
        (Some(host), Some(region)) => format!(" to {}, in the region {}", facts.quote(host), facts.quote(region)),
        (Some(host), None) => format!(" to {}", facts.quote(host)),
        (None, Some(region)) => format!(" to the region {}", facts.quote(region)),
        (None, None) => String::new(),
    };
    let fix = match region {
        Some(region) => {
            format!("Sign for the region {} and its endpoint: set `region` of the bucket.", facts.quote(region))
        }
        None if answer.status == 307 => {
            "Use the endpoint of the bucket's region, not the global one: a new bucket takes hours until that knows it."
                .into()
        }
        None => "Sign for the address that the server redirects to: the signature is for one host.".into(),
    };
    findings.add(
        Cause::WrongEndpoint,
        certainty,
        format!("The server redirects ({}){where_to}. The signature is not valid there.", answer.status),
        fix,
    );
}
