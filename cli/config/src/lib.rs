//! Finds credentials, region and endpoint where the AWS CLI finds them: in the environment, and in the shared config and
//! credentials files, which are `~/.aws/config` and `~/.aws/credentials`.
//!
//! ```no_run
//! # // It would run the credential process of whoever runs the tests.
//! use presign_config::{Overrides, Profile, bucket, credentials};
//!
//! let profile = Profile::load(None)?;
//! let bucket = bucket("photos", &Overrides::default(), &profile)?;
//! let url = bucket.get_object("boat.jpg").sign(&credentials(&profile)?)?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! It never sends a request. Profiles that need one (IAM Identity Center, assumed roles, web identity) are refused, and the
//! error says how to export their credentials into the environment.

mod credentials;
mod environment;
mod error;
mod ini;
#[cfg(feature = "clap")]
mod place;
mod profile;
mod settings;
mod split;

pub use credentials::credentials;
pub use error::Error;
#[cfg(feature = "clap")]
pub use place::PlaceArgs;
pub use profile::Profile;
pub use settings::{Overrides, bucket, region};
