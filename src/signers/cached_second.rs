//! The text that URLs with the same second, expiry and scope share, kept between calls.

use alloc::string::String;
use core::ptr;

use crate::credentials::Identity;
use crate::endpoint::lifetime::Lifetime;
use crate::error::Error;
use crate::signing::{Expiry, SharedText, UnsignedUrl, Validity};
use crate::sigv4::{AmzDate, SigningKey};

/// The shared text of one second and expiry, for one identity and one key.
pub(super) struct CachedSecond {
    date: AmzDate,
    expiry: Option<Expiry>,
    /// The limits of the service. They depend on the host too, so the scope does not say which they are.
    lifetime: &'static Lifetime,
    text: SharedText,
}

impl CachedSecond {
    pub(super) fn new(url: &UnsignedUrl<'_>, identity: &Identity, key: &SigningKey) -> Result<Self, Error> {
        let text = SharedText::new(url, identity, key)?;
        Ok(Self { date: url.date, expiry: url.expiry, lifetime: url.target.lifetime(), text })
    }

    /// Replaces the text with that of another second or expiry, in the same memory.
    pub(super) fn renew(&mut self, url: &UnsignedUrl<'_>, identity: &Identity, key: &SigningKey) -> Result<(), Error> {
        self.text.renew(url, identity, key)?;
        (self.date, self.expiry, self.lifetime) = (url.date, url.expiry, url.target.lifetime());
        Ok(())
    }

    /// Returns whether a URL can be signed with a cached text. Its date must be the actual signing time.
    pub(super) fn suits(url: &UnsignedUrl<'_>) -> bool {
        url.now == url.date && SharedText::suits(url)
    }

    /// Returns whether the text is for the second and expiry of this URL, which must be [suitable](Self::suits).
    pub(super) fn is_for(&self, url: &UnsignedUrl<'_>) -> bool {
        self.is_in_the_second_of(url) && self.expiry == url.expiry && ptr::eq(self.lifetime, url.target.lifetime())
    }

    /// Returns whether the text is for the second of this URL, whatever its expiry.
    pub(super) fn is_in_the_second_of(&self, url: &UnsignedUrl<'_>) -> bool {
        self.date == url.date
    }

    /// Appends the signed URL.
    pub(super) fn sign(&mut self, url: &UnsignedUrl<'_>, out: &mut String) -> Result<Validity, Error> {
        self.text.sign(url, out)
    }
}
