//! AWS Signature Version 4 presigned URLs, without an AWS SDK.
//!
//! A presigned URL carries its own authorization: whoever has it can do one thing, such as download one object, until
//! it expires. Making one is pure computation, and this crate does nothing else: no I/O, no async, no global state.
//!
//! ```
//! use presign::{Credentials, presign_get};
//! use std::time::Duration;
//!
//! let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
//! let url = presign_get(&credentials, "kk-presigned-demo", "boat.jpg", Duration::from_secs(30 * 60))?;
//! assert!(url.as_str().starts_with("https://kk-presigned-demo.s3.us-east-1.amazonaws.com/boat.jpg?X-Amz-Algorithm="));
//! println!("{url}");
//! # Ok::<(), presign::Error>(())
//! ```
//!
//! The examples here write times with the `macros` feature of [`time`].
//!
//! # The parts of a URL
//!
#![doc = include_str!("../docs/images/four-answers.svg")]
//!
//! | part | type |
//! |---|---|
//! | where the request goes | [`Bucket`] for S3, on AWS or elsewhere; [`Service`] for any other service |
//! | what it does, and its expiry | [`PresignRequest`] |
//! | who signs | a [`Signer`]: [`Credentials`], [`CachedSigner`], [`ScopedSigner`], or your own |
//! | the signing time | a [`time::OffsetDateTime`]; only `sign` and `presign_get` and the like read the system clock |
//!
//! ```
//! use presign::{Bucket, CachedSigner, Credentials};
//! use std::time::Duration;
//! use time::macros::datetime;
//!
//! let bucket = Bucket::builder("photos").region("eu-west-1").build()?;
//! let signer = CachedSigner::new(Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"));
//! let upload = bucket
//!     .put_object("2026/boat.jpg")
//!     .content_type("image/jpeg")
//!     .expires_in(Duration::from_secs(600))
//!     .sign_at(&signer, datetime!(2026-11-23 12:00 UTC))?;
//! assert!(upload.as_str().starts_with("https://photos.s3.eu-west-1.amazonaws.com/2026/boat.jpg?X-Amz-Algorithm="));
//! # Ok::<(), presign::Error>(())
//! ```
//!
//! # Out of scope
//!
//! The crate sends nothing and fetches no credentials. It signs URLs, not the `Authorization` header of a request. A
//! URL never grants more than its signer may do, and only the server decides whether it works: signing a URL for a
//! bucket that does not exist succeeds.
//!
//! # Guides
//!
//! - [The guide](guide): what to know about each task, in the order in which you need it.
//! - [Comparison](_documentation::comparison) with rusty-s3, rust-s3, aws-sigv4, reqsign, object_store, minio and
//!   aws-sdk-s3.
//! - [`s3`]: S3-compatible services and their settings.
//! - [`Service`]: the arguments for other AWS services.
//! - [Coming from another library](_documentation::coming_from): the calls of rusty-s3, rust-s3, aws-sdk-s3,
//!   object_store, boto3, minio and the AWS SDK for JavaScript, beside those of this crate.
//! - [Browsers and CORS](_documentation::cors): what a script needs to use a URL.
//! - [The length of a URL](_documentation::url_length), and where it is too long.
//! - [Hazards](_documentation::hazards): known mistakes and attacks, and what the crate does about each.
//! - [Troubleshooting](_documentation::troubleshooting): why a URL fails, by what the server answers and by cause.
//! - [Performance](_documentation::performance): the measurements and how they are made.
//! - [Changelog](_documentation::changelog).
//!
//! The folder `examples/` has a program for each common task: `presign_get`, `presign_put`, `from_env`,
//! `custom_endpoint`, `public_host`, `multipart`, `browser_upload`, `edge_worker`, `rotating_credentials`, `rds_token`,
//! `eks_token`, `sts_identity`, `iot_websocket` and `transcribe_websocket`. Run one with
//! `cargo run --all-features --example presign_get`.
//!
//! # Features
//!
//! - `std` (default): the system clock ([`PresignRequest::sign`], [`presign_get`] and the like), [`CachedSigner`] and
//!   [`Credentials::from_env`]. Without it the crate is `no_std` and needs `alloc`.
//! - `wasm`: the system clock on wasm32-unknown-unknown.
//! - `post`: browser form uploads, with `Bucket::post_policy`.
//! - `token`: passwords that are presigned URLs, in the module `token`.
//! - `verify`: checks presigned URLs, for servers, in the module `verify`; with `post`, forms too.
//! - `serde`: serializes and deserializes [`PresignedUrl`] and `PresignedPost` for an API, and [`ScopedSigner`] to send it
//!   to another process. Deserializes [`Credentials`] from the output of a credential process and the responses of AWS
//!   services. Does not need `std`.
//! - `http`: converts a [`PresignedUrl`] to an `http::Request`, and methods to and from `http::Method`.
//! - `url`: converts a [`PresignedUrl`] to a `url::Url`, if that keeps every byte.
//! - `aws-credential-types`: converts credentials loaded by aws-config to [`Credentials`].
//! - `sigv4a`: signatures valid in several regions, which multi-region access points require: `sigv4a::Sigv4aSigner`.
//! - `xml`: S3's XML, in the module `s3::xml`: multipart uploads, lists, deletions, CreateSession and error documents.
//! - `diagnose`: explains why a URL fails, in the module `diagnose`, from the URL, the response and perhaps the secret.

#![no_std]
#![cfg_attr(docsrs, feature(doc_cfg))]
// No input of a caller may cause a panic. These lints are set here and not in the manifest, because tests and examples
// may unwrap.
#![warn(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::unreachable, clippy::todo)]
// The operators of `time` panic on overflow. `clippy.toml` exempts integers.
#![warn(clippy::arithmetic_side_effects)]

extern crate alloc;
#[cfg(feature = "std")]
extern crate std;

mod error;
mod method;
pub mod sigv4;

#[cfg(doc)]
pub mod guide;

mod credentials;
mod endpoint;
mod request;
mod signers;
mod signing;

#[cfg(feature = "diagnose")]
pub mod diagnose;
pub mod s3;
mod service;
#[cfg(feature = "token")]
pub mod token;
#[cfg(feature = "verify")]
pub mod verify;

#[cfg(all(feature = "std", any(feature = "wasm", not(all(target_family = "wasm", target_os = "unknown")))))]
mod clock;
mod interop;

#[cfg(all(feature = "std", any(feature = "wasm", not(all(target_family = "wasm", target_os = "unknown")))))]
pub use crate::clock::{presign_delete, presign_get, presign_head, presign_put};
pub use crate::credentials::{Credentials, Identity, TokenKind};
pub use crate::error::{Error, ErrorKind, Fault};
pub use crate::method::Method;
pub use crate::request::{Prepared, PresignRequest};
#[doc(inline)]
pub use crate::s3::Bucket;
pub use crate::service::Service;
#[cfg(feature = "std")]
pub use crate::signers::CachedSigner;
pub use crate::signers::ScopedSigner;
#[cfg(feature = "sigv4a")]
#[doc(inline)]
pub use crate::signers::sigv4a;
pub use crate::signing::{BatchKey, PresignedUrl, Signed, Signer, SigningJob, SigningTrace, Unsigned, Validity};
pub use crate::sigv4::Algorithm;

/// Runs the README's examples as doctests, if the features that they use are enabled.
#[cfg(all(doctest, feature = "std", feature = "post", feature = "token", feature = "verify", feature = "diagnose"))]
#[doc = include_str!("../README.md")]
struct Readme;

/// The guides, for the API documentation. This module exists only there.
#[cfg(doc)]
pub mod _documentation {
    #[doc = include_str!("../CHANGELOG.md")]
    pub mod changelog {}

    #[doc = include_str!("../docs/coming-from.md")]
    pub mod coming_from {}

    #[doc = include_str!("guide/links.md")]
    #[doc = include_str!("../docs/comparison.md")]
    pub mod comparison {}

    #[doc = include_str!("../docs/cors.md")]
    pub mod cors {}

    #[doc = include_str!("../docs/hazards.md")]
    pub mod hazards {}

    #[doc = include_str!("../docs/performance.md")]
    pub mod performance {}

    #[doc = include_str!("../SECURITY.md")]
    pub mod security {}

    #[cfg(any(not(doctest), feature = "diagnose"))]
    #[doc = include_str!("../docs/troubleshooting.md")]
    pub mod troubleshooting {}

    #[doc = include_str!("../docs/url-length.md")]
    pub mod url_length {}
}
