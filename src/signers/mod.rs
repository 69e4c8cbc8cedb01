//! The crate's signers, other than [`Credentials`](crate::Credentials).

#[cfg(feature = "std")]
mod cached;
#[cfg(feature = "std")]
mod cached_second;
mod scoped;
#[cfg(feature = "sigv4a")]
pub mod sigv4a;

#[cfg(feature = "std")]
pub use self::cached::CachedSigner;
pub use self::scoped::ScopedSigner;
