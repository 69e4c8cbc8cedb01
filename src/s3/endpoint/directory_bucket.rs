//! The hosts of S3 Express One Zone: directory buckets and their access points.

use alloc::format;
use alloc::string::String;

use super::settings::{ACCELERATE, BucketKind, Endpoints, Settings, refuse};
use crate::endpoint::target::{Authentication, S3_EXPRESS, Target};
use crate::endpoint::url::EndpointUrl;
use crate::error::Error;
use crate::s3::addressing::Addressing;
use crate::s3::bucket_name::{check_path_segment, invalid_bucket_name, is_virtual_hostable};
use crate::sigv4::encode_component;

/// The name of a directory bucket, `name--zone--x-s3`, or of an access point of one, `name--zone--xa-s3`.
pub(crate) struct DirectoryBucket<'a> {
    name: &'a str,
    /// The name without its suffix.
    stem: &'a str,
    is_access_point: bool,
}

impl<'a> DirectoryBucket<'a> {
    pub(crate) fn from_name(name: &'a str) -> Option<Self> {
        let bucket = name.strip_suffix("--x-s3").map(|stem| Self { name, stem, is_access_point: false });
        bucket.or(name.strip_suffix("--xa-s3").map(|stem| Self { name, stem, is_access_point: true }))
    }

    /// Returns the targets of the bucket. As in the rule-set, path style is ignored: the bucket is always in the host,
    /// unless the endpoint is an IP address.
    pub(crate) fn resolve(&self, settings: &Settings<'_>) -> Result<Endpoints, Error> {
        refuse(settings.options.accelerate, ACCELERATE, "a directory bucket")?;
        let (requests, control) = match settings.custom_endpoint()? {
            Some(endpoint) if endpoint.is_ip_address() && settings.options.addressing != Addressing::Cname => {
                check_path_segment(self.name)?;
                let target = target(&endpoint, &self.path(), settings);
                (target.clone(), target)
            }
            Some(endpoint) => {
                self.check_name()?;
                let target = target(&settings.under(endpoint, self.name)?, "", settings);
                (target.clone(), target)
            }
            None => {
                self.check_name()?;
                let zonal = EndpointUrl::https(self.zonal_host(settings)?);
                (target(&zonal, "", settings), target(&control_endpoint(settings)?, &self.path(), settings))
            }
        };
        let requests = match settings.options.express_session_auth {
            true => requests,
            false => requests.authenticated_by(Authentication::Sigv4),
        };
        let control = (!self.is_access_point).then(|| control.authenticated_by(Authentication::Sigv4));
        let kind = if self.is_access_point { BucketKind::AccessPoint } else { BucketKind::Directory };
        Ok(Endpoints { requests, control, kind })
    }

    fn path(&self) -> String {
        format!("/{}", encode_component(self.name))
    }

    fn check_name(&self) -> Result<(), Error> {
        if is_virtual_hostable(self.name) && !self.name.contains('.') {
            return Ok(());
        }
        Err(self.invalid("3 to 63 lower-case letters, digits and inner hyphens are allowed"))
    }

    fn zonal_host(&self, settings: &Settings<'_>) -> Result<String, Error> {
        let zone = self.zone().ok_or_else(|| {
            self.invalid("two hyphens and a zone ID must come before the suffix, as in `photos--usw2-az1--x-s3`")
        })?;
        let (fips, dualstack) = settings.variants();
        let (name, region, suffix) = (self.name, settings.region(), settings.partition().dns_suffix);
        Ok(format!("{name}.{S3_EXPRESS}{fips}-{zone}{dualstack}.{region}.{suffix}"))
    }

    /// Returns the ID of the Availability Zone or Local Zone, which is recognized by its length.
    fn zone(&self) -> Option<&'a str> {
        [8, 9, 13, 14, 20].into_iter().find_map(|length| {
            let (head, zone) = self.stem.split_at_checked(self.stem.len().checked_sub(length)?)?;
            head.ends_with("--").then_some(zone)
        })
    }

    fn invalid(&self, reason: &'static str) -> Error {
        let resource =
            if self.is_access_point { "for an access point of a directory bucket" } else { "for a directory bucket" };
        invalid_bucket_name(self.name, resource, reason)
    }
}

fn target(endpoint: &EndpointUrl, path: &str, settings: &Settings<'_>) -> Target {
    Target::new(endpoint, path, settings.region().into(), S3_EXPRESS.into())
}

/// Returns the region's endpoint for operations on directory buckets themselves. The bucket's name goes into its path.
pub(crate) fn control_endpoint(settings: &Settings<'_>) -> Result<EndpointUrl, Error> {
    let (fips, dualstack) = settings.variants();
    let (region, suffix) = (settings.region(), settings.partition().dns_suffix);
    let aws = || EndpointUrl::https(format!("{S3_EXPRESS}-control{fips}{dualstack}.{region}.{suffix}"));
    Ok(settings.custom_endpoint()?.unwrap_or_else(aws))
}
