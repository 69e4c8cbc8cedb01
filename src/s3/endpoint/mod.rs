//! From a bucket's name, region and settings to where its requests go: the public endpoint rule-set of S3.
//!
//! A general purpose bucket, a directory bucket, an alias on Outposts and each kind of ARN have hosts of their own, so each
//! has a file here. Settings that would be ignored are refused, as the rule-set does: whoever asked for FIPS must not get
//! another host in silence.

mod access_point;
pub(crate) mod arn;
mod directory_bucket;
mod general_purpose;
mod outposts;
mod settings;
#[cfg(test)]
mod tests;

use self::arn::Arn;
pub(crate) use self::settings::{Endpoints, Options, Settings};
use crate::error::Error;

/// Works out where a bucket's requests go, and for which region and service they are signed.
pub(crate) fn resolve(name: &str, settings: Settings<'_>) -> Result<Endpoints, Error> {
    settings.check()?;
    if Arn::is_meant(name) {
        let arn = Arn::parse(name)?;
        // An ARN says its region: only one that was given besides can contradict it.
        let own_region = Some(arn.region).filter(|region| !region.is_empty());
        let settings = Settings { region: settings.region.or(own_region), ..settings };
        return access_point::resolve(&arn, &settings).map(Endpoints::from);
    }
    if let Some(bucket) = directory_bucket::DirectoryBucket::from_name(name) {
        bucket.resolve(&settings)
    } else if let Some(alias) = outposts::Alias::from_name(name) {
        alias.resolve(&settings).map(Endpoints::from)
    } else {
        general_purpose::resolve(name, &settings).map(Endpoints::from)
    }
}
