//! The options of a command that say where buckets are and who signs (feature `clap`).

use clap::{Args, ValueEnum};
use presign::s3::Addressing;

use crate::error::Error;
use crate::profile::Profile;
use crate::settings::Overrides;

/// Options to flatten into the arguments of a command.
///
/// ```
/// use clap::Parser;
/// use presign_config::PlaceArgs;
///
/// #[derive(Parser)]
/// struct Arguments {
///     #[command(flatten)]
///     place: PlaceArgs,
/// }
///
/// let arguments = Arguments::parse_from(["sign", "--region", "eu-west-1"]);
/// assert_eq!(arguments.place.overrides().region, Some("eu-west-1"));
/// ```
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Place and signer")]
pub struct PlaceArgs {
    /// The region, such as eu-west-1
    #[arg(long, short = 'r', value_name = "REGION")]
    region: Option<String>,
    /// The endpoint of a server other than AWS
    #[arg(long, short = 'u', value_name = "URL")]
    endpoint_url: Option<String>,
    /// Where the bucket goes: into the host, into the path, or nowhere
    #[arg(long, value_enum, value_name = "STYLE")]
    addressing: Option<Style>,
    /// The profile of the shared config and credentials files
    #[arg(long, short = 'p', value_name = "NAME")]
    profile: Option<String>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Style {
    /// What the server supports
    Auto,
    /// https://BUCKET.HOST/KEY
    Virtual,
    /// https://HOST/BUCKET/KEY
    Path,
    /// The endpoint's host is the bucket
    Cname,
}

impl PlaceArgs {
    /// Loads the profile that was chosen, or the one of the environment.
    ///
    /// # Errors
    ///
    /// Those of [`Profile::load`].
    pub fn profile(&self) -> Result<Profile, Error> {
        Profile::load(self.profile.as_deref())
    }

    /// Returns the settings that were given.
    pub fn overrides(&self) -> Overrides<'_> {
        let addressing = self.addressing.map(|style| match style {
            Style::Auto => Addressing::Auto,
            Style::Virtual => Addressing::VirtualHosted,
            Style::Path => Addressing::Path,
            Style::Cname => Addressing::Cname,
        });
        Overrides { region: self.region.as_deref(), endpoint_url: self.endpoint_url.as_deref(), addressing }
    }
}
