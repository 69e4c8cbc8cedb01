//! The signer and the places of buckets, found as the command `presign` finds them.

use presign::CachedSigner;
use presign::s3::Addressing;
use presign_config::{Overrides, Profile};
use presign_datafusion::Presigner;

use crate::arguments::{PlaceArguments, Style};
use crate::failure::Failure;

pub(crate) fn presigner(place: &PlaceArguments) -> Result<Presigner, Failure> {
    let profile = Profile::load(place.profile.as_deref())?;
    let signer = CachedSigner::new(presign_config::credentials(&profile)?);
    let place = place.clone();
    Ok(Presigner::new(signer).buckets_by(move |name| {
        let overrides = Overrides {
            region: place.region.as_deref(),
            endpoint_url: place.endpoint_url.as_deref(),
            addressing: place.addressing.map(addressing),
        };
        presign_config::bucket(name, &overrides, &profile)
    }))
}

fn addressing(style: Style) -> Addressing {
    match style {
        Style::Auto => Addressing::Auto,
        Style::Virtual => Addressing::VirtualHosted,
        Style::Path => Addressing::Path,
        Style::Cname => Addressing::Cname,
    }
}
