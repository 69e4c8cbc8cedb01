//! One file per library. `new` creates what a long-running program would keep; `presign` does what it would do for each
//! URL.

use crate::{Peer, Settings};

#[cfg(feature = "aws-sdk-s3")]
mod aws_sdk_s3;
#[cfg(feature = "aws-sigv4")]
mod aws_sigv4;
#[cfg(feature = "by-hand")]
mod by_hand;
#[cfg(feature = "object_store")]
mod object_store;
#[cfg(feature = "presign")]
mod presign;
#[cfg(feature = "reqsign-aws-v4")]
mod reqsign_aws_v4;
#[cfg(feature = "rust-s3")]
mod rust_s3;
#[cfg(feature = "rusty-s3")]
mod rusty_s3;

/// A row of the table.
pub struct Entry {
    /// The name in the lock file.
    pub package: &'static str,
    /// The way to presign, if the library is measured in several.
    pub way: &'static str,
    pub time: Time,
    pub new: fn(&Settings) -> Box<dyn Peer>,
}

/// The signing times of the URLs.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Time {
    /// [`Settings::now`].
    Fixed,
    /// A second later for each URL.
    Advancing,
    /// The system clock, because the library does not accept a time.
    Current,
}

/// The enabled libraries. The others are compared with the first entry of presign.
#[rustfmt::skip]
pub const ENTRIES: &[Entry] = &[
    #[cfg(feature = "presign")]
    Entry { package: "presign", way: "CachedSigner, sign_at", time: Time::Fixed, new: presign::new },
    #[cfg(feature = "presign")]
    Entry { package: "presign", way: "CachedSigner, sign_into", time: Time::Fixed, new: presign::appending },
    #[cfg(feature = "presign")]
    Entry { package: "presign", way: "CachedSigner, sign_at", time: Time::Advancing, new: presign::advancing },
    #[cfg(feature = "presign")]
    Entry { package: "presign", way: "Credentials, sign_at", time: Time::Fixed, new: presign::deriving },
    #[cfg(feature = "by-hand")]
    Entry { package: "by hand", way: "sha2, hmac, time", time: Time::Fixed, new: by_hand::new },
    #[cfg(feature = "rusty-s3")]
    Entry { package: "rusty-s3", way: "", time: Time::Fixed, new: rusty_s3::new },
    #[cfg(feature = "aws-sigv4")]
    Entry { package: "aws-sigv4", way: "", time: Time::Fixed, new: aws_sigv4::new },
    #[cfg(feature = "reqsign-aws-v4")]
    Entry { package: "reqsign-aws-v4", way: "", time: Time::Current, new: reqsign_aws_v4::new },
    #[cfg(feature = "object_store")]
    Entry { package: "object_store", way: "", time: Time::Current, new: object_store::new },
    #[cfg(feature = "rust-s3")]
    Entry { package: "rust-s3", way: "", time: Time::Current, new: rust_s3::new },
    #[cfg(feature = "aws-sdk-s3")]
    Entry { package: "aws-sdk-s3", way: "", time: Time::Fixed, new: aws_sdk_s3::new },
];
