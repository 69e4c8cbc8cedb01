//! One file a peer. What a long-running program would keep is made in `new`; what it would do for each URL, in `presign`.

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

pub struct Entry {
    /// As the lock file has it.
    pub package: &'static str,
    /// Which of its ways, if there are several.
    pub way: &'static str,
    pub time: Time,
    pub new: fn(&Settings) -> Box<dyn Peer>,
}

/// For which moment the URLs are signed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Time {
    /// [`Settings::now`].
    Fixed,
    /// Another second for each URL.
    Advancing,
    /// Whatever the clock says: the library has no way to be told.
    Current,
}

/// All that are turned on. The first of presign's is what the others are compared with.
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
