//! What the host of an endpoint says about the region, the addressing and the bucket, for the services in `providers`.

use alloc::format;

use super::settings::Options;
use crate::endpoint::partition::Partition;
use crate::endpoint::region::has_aws_form;
use crate::endpoint::url::EndpointUrl;
use crate::error::{Error, Found, Repr};
use crate::s3::addressing::Addressing;
use crate::s3::bucket_name::is_virtual_hostable;
use crate::s3::providers::{AWS, AWS_OTHERS, NOT_REGIONS, Others, PROVIDERS, Provider, Region, Supported};

/// Returns what is known of the host of a custom endpoint, unless the caller turned that off.
pub(crate) fn known_host(endpoint: Option<&EndpointUrl>, options: Options) -> Result<Option<KnownHost<'_>>, Error> {
    let Some(endpoint) = endpoint.filter(|_| options.provider_rules) else { return Ok(None) };
    check_no_website(endpoint)?;
    Ok(KnownHost::find(endpoint))
}

/// A host that the table has a row for.
#[derive(Clone, Copy)]
pub(crate) struct KnownHost<'a> {
    provider: &'static Provider,
    endpoint: &'a EndpointUrl,
    /// The region that the host stands for, and the others that are accepted.
    region: Option<(&'a str, Others)>,
    /// The labels before the host of the service itself.
    bucket: Option<&'a str>,
}

impl<'a> KnownHost<'a> {
    fn find(endpoint: &'a EndpointUrl) -> Option<Self> {
        let host = endpoint.host();
        if let Some(host) = Partition::without_suffix(host) {
            return [&AWS, &AWS_OTHERS].into_iter().find_map(|provider| Self::of(provider, endpoint, host));
        }
        let host = host.strip_suffix('.').unwrap_or(host);
        PROVIDERS.iter().find_map(|provider| Self::of(provider, endpoint, host))
    }

    fn of(provider: &'static Provider, endpoint: &'a EndpointUrl, host: &'a str) -> Option<Self> {
        if !endpoint.path.starts_with(provider.base_path) {
            return None;
        }
        let is_region = |label: &&str| match provider.is_aws() {
            true => has_aws_form(label),
            false => !NOT_REGIONS.contains(label),
        };
        provider.hosts.iter().find_map(|row| {
            let Matched { region, bucket } = Matched::new(row.pattern, host)?;
            let region = match row.region {
                Region::Unknown => None,
                Region::InHost(others) => Some((region.filter(is_region)?, others)),
                Region::Fixed(region, others) => Some((region, others)),
            };
            // Where no bucket is in the host, other labels make another host.
            let is_other = bucket.is_some() && matches!(provider.addressing, Supported::Path(_));
            (!is_other).then_some(Self { provider, endpoint, region, bucket })
        })
    }

    /// Returns whether it is another service than AWS, where every name is that of a general purpose bucket.
    pub(crate) fn has_only_ordinary_names(&self) -> bool {
        self.provider.only_buckets && !self.provider.is_aws()
    }

    /// Checks that a directory bucket or an access point can be reached at the host, and returns the region to sign
    /// for.
    pub(crate) fn region_of_other<'r>(
        &self,
        what: &'static str,
        set: Option<&'r str>,
        chosen: Addressing,
    ) -> Result<Option<&'r str>, Error>
    where
        'a: 'r,
    {
        if self.provider.only_buckets {
            return Err(Repr::NotReachedAtHost { host: self.endpoint.host().into(), what }.into());
        }
        if chosen != Addressing::Cname {
            self.check_names_no_bucket()?;
        }
        self.region(set)
    }

    /// Returns the region to sign for: the host's, unless another one is set and accepted.
    pub(crate) fn region<'r>(&self, set: Option<&'r str>) -> Result<Option<&'r str>, Error>
    where
        'a: 'r,
    {
        let is_one_of = |others: &[&str], set: &str| others.iter().any(|other| set.eq_ignore_ascii_case(other));
        match (set, self.region) {
            (Some(set), Some((own, _))) if set.eq_ignore_ascii_case(own) => Ok(Some(own)),
            (Some(set), Some((own, Others::Only(others)))) if !is_one_of(others, set) => {
                let (host, own, set) = (self.endpoint.host().into(), Found::new(own), Found::new(set));
                Err(Repr::EndpointRegionMismatch { host, own, set }.into())
            }
            (Some(set), _) => Ok(Some(set)),
            (None, own) => Ok(own.map(|(region, _)| region)),
        }
    }

    /// Checks that the endpoint does not name a bucket yet.
    pub(crate) fn check_names_no_bucket(&self) -> Result<(), Error> {
        let in_path = self.endpoint.path[self.provider.base_path.len()..].strip_prefix('/');
        let in_path = in_path.map(|path| path.split_once('/').map_or(path, |(bucket, _)| bucket));
        let Some(bucket) = self.bucket.or(in_path) else { return Ok(()) };
        let endpoint =
            Found::new(&format!("{}://{}{}", self.endpoint.scheme, self.endpoint.authority, self.endpoint.path));
        Err(Repr::EndpointNamesBucket { endpoint, bucket: Found::new(bucket) }.into())
    }

    /// Returns the addressing for a bucket, or an error if the service does not support the one that was chosen. `None`
    /// leaves the choice to the general rules.
    pub(crate) fn addressing(&self, name: &str, chosen: Addressing) -> Result<Option<Addressing>, Error> {
        let unsupported = |style, because, instead| {
            let (provider, host) = (self.provider.name, self.endpoint.host().into());
            Error::from(Repr::UnsupportedAddressing { style, provider, host, because, instead })
        };
        let not_for_host = |answer, or| {
            let (found, provider) = (Found::new(name), self.provider.name);
            Error::from(Repr::BucketNameForHost { found, provider, answer, or })
        };
        let breaks_tls = self.endpoint.scheme == "https" && name.contains('.');
        let fits_host = is_virtual_hostable(name) && !breaks_tls;
        match (self.provider.addressing, chosen) {
            (Supported::VirtualHostedIfNew(_), Addressing::Path) if !fits_host => Ok(None),
            (Supported::VirtualHosted(answer) | Supported::VirtualHostedIfNew(answer), Addressing::Path) => {
                Err(unsupported("path-style", answer, "`Addressing::VirtualHosted` or `Auto`"))
            }
            (Supported::Path(reason), Addressing::VirtualHosted) => {
                Err(unsupported("virtual-hosted", reason, "`Addressing::Path` or `Auto`"))
            }
            (Supported::VirtualHosted(_) | Supported::VirtualHostedIfNew(_), _) if fits_host => {
                Ok(Some(Addressing::VirtualHosted))
            }
            (Supported::VirtualHosted(answer), _) => Err(not_for_host(answer, "")),
            (Supported::VirtualHostedIfNew(answer), _) => {
                Err(not_for_host(answer, ", or `Addressing::Path` for an older bucket"))
            }
            _ => Ok(None),
        }
    }
}

/// Checks that an endpoint is not one for static websites, which answers GET and HEAD without a signature alone.
///
/// Source: [Website endpoints][aws].
///
/// [aws]: https://docs.aws.amazon.com/AmazonS3/latest/userguide/WebsiteEndpoints.html
fn check_no_website(endpoint: &EndpointUrl) -> Result<(), Error> {
    let is_website = |label: &str| label == "s3-website" || label.starts_with("s3-website-");
    match Partition::without_suffix(endpoint.host()) {
        Some(rest) if rest.split('.').any(is_website) => {
            Err(Repr::WebsiteEndpoint { host: endpoint.host().into() }.into())
        }
        _ => Ok(()),
    }
}

/// Returns whether a host is one of S3 on AWS. Other servers can have a host on AWS too, such as that of an EC2
/// instance or a load balancer.
pub(crate) fn is_s3_on_aws(host: &str) -> bool {
    let is_s3 = |label: &str| label == "s3" || label.starts_with("s3-");
    Partition::without_suffix(host).is_some_and(|rest| rest.split('.').any(is_s3))
}

/// The labels of a host that its pattern has names for.
struct Matched<'h> {
    region: Option<&'h str>,
    /// The labels before the pattern.
    bucket: Option<&'h str>,
}

impl<'h> Matched<'h> {
    /// Compares a host, or its end, with a pattern, label by label from the right.
    fn new(pattern: &str, host: &'h str) -> Option<Self> {
        let (mut region, mut rest) = (None, Some(host));
        for expected in pattern.rsplit('.') {
            let (before, label) = match rest?.rsplit_once('.') {
                Some((before, label)) => (Some(before), label),
                None => (None, rest?),
            };
            rest = before;
            match named_part(expected) {
                Some((start, name, end)) => {
                    let value = label.strip_prefix(start)?.strip_suffix(end).filter(|value| !value.is_empty())?;
                    match name {
                        "region" => region = Some(value),
                        "32-hex" if !is_32_hex_digits(value) => return None,
                        _ => {}
                    }
                }
                None if label == expected => {}
                None => return None,
            }
        }
        Some(Self { region, bucket: rest })
    }
}

/// Splits `oss-{region}-internal` into what comes before the braces, the name in them, and what comes after.
fn named_part(label: &str) -> Option<(&str, &str, &str)> {
    let (start, rest) = label.split_once('{')?;
    let (name, end) = rest.split_once('}')?;
    Some((start, name, end))
}

fn is_32_hex_digits(value: &str) -> bool {
    value.len() == 32 && value.bytes().all(|byte| byte.is_ascii_hexdigit())
}
