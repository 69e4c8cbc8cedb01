//! Another region, service or access key ID was signed.

use alloc::borrow::{Cow, ToOwned};
use alloc::format;
use alloc::vec::Vec;

use crate::diagnose::cause::Cause;
use crate::diagnose::search::base::path;
use crate::diagnose::search::candidate::{CREDENTIAL, Candidate, Part, Scope};
use crate::diagnose::search::change::{Change, Rank};
use crate::diagnose::search::known::Known;
use crate::endpoint::region::{has_aws_form, known_regions};
use crate::endpoint::target::PathRule;

/// Regions that are not AWS's, or not in its list.
const OTHER_REGIONS: [&str; 18] = [
    "auto",
    "us-gov-west-1",
    "us-gov-east-1",
    "eusc-de-east-1",
    "ap-southeast-3",
    "ap-southeast-4",
    "ap-southeast-5",
    "ap-southeast-6",
    "ap-southeast-7",
    "ap-east-2",
    "mx-central-1",
    "garage",
    "default",
    "local",
    "minio",
    "global",
    "aws-global",
    "us-east1",
];

const SERVICES: [&str; 20] = [
    "s3",
    "s3express",
    "s3-object-lambda",
    "s3-outposts",
    "execute-api",
    "sts",
    "es",
    "aoss",
    "lambda",
    "iam",
    "iotdevicegateway",
    "rds-db",
    "dynamodb",
    "sqs",
    "sns",
    "bedrock",
    "transcribe",
    "polly",
    "glacier",
    "cloudfront",
];

/// The place in which a region or service differs.
#[derive(Clone, Copy)]
enum Where {
    /// Everywhere, the query included: the URL was changed later.
    Everywhere,
    /// In the string to sign and the key, but not in the query.
    StringToSign,
    /// In the key alone.
    Key,
}

impl Where {
    const ALL: [Self; 3] = [Self::Everywhere, Self::StringToSign, Self::Key];

    fn update<'a>(self, candidate: &mut Candidate<'a>, change: impl Fn(&mut Scope<'a>)) {
        match self {
            Self::Everywhere => candidate.update_scope(change),
            Self::StringToSign => {
                change(&mut candidate.scope);
                change(&mut candidate.key_scope);
            }
            Self::Key => change(&mut candidate.key_scope),
        }
    }

    const fn what(self) -> &'static str {
        match self {
            Self::Everywhere => "",
            Self::StringToSign => " in its string to sign",
            Self::Key => " in its signing key",
        }
    }
}

pub(super) fn find<'a>(known: &'a Known<'a>, base: &Candidate<'a>, changes: &mut Vec<Change<'a>>) {
    // SigV4A has its regions in a parameter of their own.
    if base.scope.region.is_empty() {
        region_sets(base, changes);
    } else {
        for (region, rank) in regions(known, base) {
            for place in Where::ALL {
                let rank = if matches!(place, Where::Key) { rank.max(Rank::Unusual) } else { rank };
                self::region(known, base, region.clone(), place, rank, changes);
            }
        }
    }
    for service in SERVICES.into_iter().filter(|&service| service != base.scope.service) {
        let rank = if service == "s3" { Rank::Usual } else { Rank::Rare };
        for place in Where::ALL {
            self::service(known, base, service, place, rank, changes);
        }
    }
    access_key_ids(known, base, changes);
}

/// Returns the regions that may have been signed, the most usual ones first.
fn regions<'a>(known: &'a Known<'a>, base: &Candidate<'a>) -> Vec<(Cow<'a, str>, Rank)> {
    let mut regions: Vec<(Cow<'a, str>, Rank)> = Vec::new();
    let answer = known.facts.answer.as_ref();
    let told = [
        answer.and_then(|answer| answer.element("Region")),
        answer.and_then(|answer| answer.header("x-amz-bucket-region")),
    ];
    regions.extend(told.into_iter().flatten().map(|region| (region.into(), Rank::Usual)));
    for label in base.host.split(['.', ':']).take(16) {
        let label = label.strip_prefix("s3-").unwrap_or(label);
        if has_aws_form(label) {
            regions.push((label.to_owned().into(), Rank::Usual));
        }
    }
    regions.extend(
        ["us-east-1", "auto", "eu-west-1", "us-west-2", "eu-central-1"].map(|region| (region.into(), Rank::Usual)),
    );
    regions.push((base.scope.region.to_ascii_lowercase().into(), Rank::Usual));
    regions.extend(known_regions().chain(OTHER_REGIONS).map(|region| (region.into(), Rank::Rare)));
    // Each once. There are few.
    let mut unique: Vec<(Cow<'a, str>, Rank)> = Vec::with_capacity(regions.len());
    for (region, rank) in regions {
        if !region.is_empty() && region != base.scope.region && unique.iter().all(|(other, _)| *other != region) {
            unique.push((region, rank));
        }
    }
    unique
}

fn region<'a>(
    known: &'a Known<'a>,
    base: &Candidate<'a>,
    region: Cow<'a, str>,
    place: Where,
    rank: Rank,
    changes: &mut Vec<Change<'a>>,
) {
    let (signed, own) = (region.clone(), base.scope.region.clone());
    let change = Change::new(Part::Region, rank, move |candidate| {
        place.update(candidate, |scope| scope.region = signed.clone());
    });
    changes.push(change.because(Cause::RegionMismatch, move || {
        let (signed, own) = (known.shown(&region), known.shown(&own));
        (
            format!("The URL was signed for the region {signed}{}, and names {own}.", place.what()),
            "Sign with the region of the bucket or endpoint, and use the same one in the credential, the string to sign \
             and the key."
                .into(),
        )
    }));
}

/// Another service was signed. Its rules for the path and the payload follow its name, or those of the URL's service.
fn service<'a>(
    known: &'a Known<'a>,
    base: &Candidate<'a>,
    service: &'static str,
    place: Where,
    rank: Rank,
    changes: &mut Vec<Change<'a>>,
) {
    let own = base.scope.service.clone();
    let (rule, other) = (PathRule::of(&own), PathRule::of(service));
    for rule_changes in [true, false] {
        if rule == other && rule_changes {
            continue;
        }
        let raw = known.facts.url.path;
        let change = Change::new(Part::Service, rank, move |candidate| {
            if rule_changes {
                candidate.path = path(raw, other);
                if candidate.payload == rule.payload_hash() {
                    candidate.payload = other.payload_hash().into();
                }
            }
            place.update(candidate, |scope| scope.service = service.into());
        });
        let own = own.clone();
        changes.push(change.because(Cause::ServiceMismatch, move || {
            let own = known.shown(&own);
            (
                format!("The URL was signed for the service `{service}`{}, and names {own}.", place.what()),
                "Sign with the signing name of the service, and use the same one in the credential, the string to sign and \
                 the key."
                    .into(),
            )
        }));
    }
}

fn region_sets<'a>(base: &Candidate<'a>, changes: &mut Vec<Change<'a>>) {
    const NAME: &str = "X-Amz-Region-Set";
    let own = base.query.get(NAME).unwrap_or_default();
    let sets = ["%2A", "us-east-1", "eu-west-1", "us-west-2", "eu-central-1", "%2A%2C%2A"];
    for set in sets.into_iter().filter(|&set| set != own) {
        let change = Change::new(Part::Region, Rank::Usual, move |candidate| candidate.query.set(NAME, set));
        changes.push(change.because(Cause::RegionMismatch, move || {
            let set = set.replace("%2A", "*").replace("%2C", ",");
            let what = format!("The URL was signed for the region set `{set}`, and `{NAME}` is another one.");
            (what, "Use the URL as the signer returned it, or sign one for the other regions.".into())
        }));
    }
}

/// The access key ID was changed after signing.
fn access_key_ids<'a>(known: &'a Known<'a>, base: &Candidate<'a>, changes: &mut Vec<Change<'a>>) {
    let parts = if base.scope.region.is_empty() { 3 } else { 4 };
    for credentials in &known.credentials {
        let id = credentials.identity().encoded_access_key_id();
        let change = Change::new(Part::AccessKeyId, Rank::Unusual, move |candidate| {
            candidate.query.update(CREDENTIAL, |credential| {
                let key = credential.rsplitn(parts + 1, "%2F").nth(parts).unwrap_or_default();
                [id, credential.get(key.len()..).unwrap_or_default()].concat()
            });
        });
        changes.push(change.because(Cause::QueryChanged, move || {
            let id = known.shown_key_id(credentials.access_key_id());
            let what = format!("The URL was signed for the access key {id}, and its `{CREDENTIAL}` was changed later.");
            (what, "Use the URL as the signer returned it.".into())
        }));
    }
}
