//! What the host of an endpoint says about the region, the addressing and the bucket, for the services in `providers`.

use alloc::format;

use super::settings::Options;
use crate::endpoint::url::EndpointUrl;
use crate::error::{Error, Found, Repr};
use crate::s3::addressing::Addressing;
use crate::s3::bucket_name::is_virtual_hostable;
use crate::s3::host_row::{HostRow, is_website};
use crate::s3::providers::{Others, Supported};

/// Returns what is known of the host of a custom endpoint, unless the caller turned that off.
pub(crate) fn known_host(endpoint: Option<&EndpointUrl>, options: Options) -> Result<Option<KnownHost<'_>>, Error> {
    let Some(endpoint) = endpoint.filter(|_| options.provider_rules) else { return Ok(None) };
    check_no_website(endpoint)?;
    Ok(KnownHost::find(endpoint))
}

/// A host that the table has a row for.
#[derive(Clone, Copy)]
pub(crate) struct KnownHost<'a> {
    endpoint: &'a EndpointUrl,
    row: HostRow<'a>,
}

impl<'a> KnownHost<'a> {
    fn find(endpoint: &'a EndpointUrl) -> Option<Self> {
        HostRow::find(endpoint.host(), &endpoint.path).map(|row| Self { endpoint, row })
    }

    /// Returns whether it is another service than AWS, where every name is that of a general purpose bucket.
    pub(crate) fn has_only_ordinary_names(&self) -> bool {
        self.row.provider.only_buckets && !self.row.provider.is_aws()
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
        if self.row.provider.only_buckets {
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
        match (set, self.row.region) {
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
        let in_path = self.endpoint.path[self.row.provider.base_path.len()..].strip_prefix('/');
        let in_path = in_path.map(|path| path.split_once('/').map_or(path, |(bucket, _)| bucket));
        let Some(bucket) = self.row.bucket.or(in_path) else { return Ok(()) };
        let endpoint =
            Found::new(&format!("{}://{}{}", self.endpoint.scheme, self.endpoint.authority, self.endpoint.path));
        Err(Repr::EndpointNamesBucket { endpoint, bucket: Found::new(bucket) }.into())
    }

    /// Returns the addressing for a bucket, or an error if the service does not support the one that was chosen. `None`
    /// leaves the choice to the general rules.
    pub(crate) fn addressing(&self, name: &str, chosen: Addressing) -> Result<Option<Addressing>, Error> {
        let unsupported = |style, because, instead| {
            let (provider, host) = (self.row.provider.name, self.endpoint.host().into());
            Error::from(Repr::UnsupportedAddressing { style, provider, host, because, instead })
        };
        let not_for_host = |answer, or| {
            let (found, provider) = (Found::new(name), self.row.provider.name);
            Error::from(Repr::BucketNameForHost { found, provider, answer, or })
        };
        let breaks_tls = self.endpoint.scheme == "https" && name.contains('.');
        let fits_host = is_virtual_hostable(name) && !breaks_tls;
        match (self.row.provider.addressing, chosen) {
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

/// Checks that an endpoint is not one for static websites.
fn check_no_website(endpoint: &EndpointUrl) -> Result<(), Error> {
    if is_website(endpoint.host()) {
        return Err(Repr::WebsiteEndpoint { host: endpoint.host().into() }.into());
    }
    Ok(())
}
