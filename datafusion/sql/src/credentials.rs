//! The signer and the places of buckets, found as the command `presign` finds them.

use presign::CachedSigner;
use presign_config::PlaceArgs;
use presign_datafusion::Presigner;

use crate::failure::Failure;

pub(crate) fn presigner(place: &PlaceArgs) -> Result<Presigner, Failure> {
    let profile = place.profile()?;
    let signer = CachedSigner::new(presign_config::credentials(&profile)?);
    let place = place.clone();
    Ok(Presigner::new(signer).buckets_by(move |name| presign_config::bucket(name, &place.overrides(), &profile)))
}
