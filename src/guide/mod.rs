#![doc = include_str!("links.md")]
//! What a colleague would tell you, in the order in which you need it. Exists only in the documentation.
//!
//! 1. [Getting started]: a URL in ten lines, credentials, errors.
//! 2. [Downloads]: links, file names, ranges, caching, pages of links.
//! 3. [Uploads]: PUT, a form or several parts, and which when.
//! 4. [Limits and permissions][limits]: what a URL allows, for how long, and who decides.
//! 5. [Other servers]: S3-compatible services, proxies and CDNs.
//! 6. [Other services and tokens][other services]: API Gateway, STS, database passwords.
//! 7. [Rotation and caching][rotation]: long-running programs, temporary credentials, keys in a KMS.
//! 8. [Verification]: the server that receives a URL.
//! 9. [Diagnosis]: why a URL fails.
//! 10. [Testing your own code][testing]: a fixed clock and a mock signer.
//! 11. [WebAssembly] and `no_std`.
//! 12. [Performance]: from ten thousand URLs a second.
//! 13. [Security]: logs, users, memory.
//! 14. [Coming from other libraries].
//!
//! # The signing path
//!
//! What happens between a request and its URL:
//!
#![doc = include_str!("../../docs/images/signing-path.svg")]

// The chapters are also read as files in docs/guide/. There, each ends with definitions of its links. In the API
// documentation, those in links.md come first, and the first definition of a link counts.

#[doc = include_str!("links.md")]
#[doc = include_str!("../../docs/guide/getting-started.md")]
pub mod getting_started {}

#[doc = include_str!("links.md")]
#[doc = include_str!("../../docs/guide/downloads.md")]
pub mod downloads {}

#[cfg(any(not(doctest), all(feature = "post", feature = "xml")))]
#[doc = include_str!("links.md")]
#[doc = include_str!("../../docs/guide/uploads.md")]
pub mod uploads {}

#[doc = include_str!("links.md")]
#[doc = include_str!("../../docs/guide/limits.md")]
pub mod limits {}

#[doc = include_str!("links.md")]
#[doc = include_str!("../../docs/guide/other-servers.md")]
pub mod other_servers {}

#[cfg(any(not(doctest), feature = "token"))]
#[doc = include_str!("links.md")]
#[doc = include_str!("../../docs/guide/other-services.md")]
pub mod other_services {}

#[doc = include_str!("links.md")]
#[doc = include_str!("../../docs/guide/rotation.md")]
pub mod rotation {}

#[cfg(any(not(doctest), feature = "verify"))]
#[doc = include_str!("links.md")]
#[doc = include_str!("../../docs/guide/verification.md")]
pub mod verification {}

#[cfg(any(not(doctest), feature = "diagnose"))]
#[doc = include_str!("links.md")]
#[doc = include_str!("../../docs/guide/diagnosis.md")]
pub mod diagnosis {}

#[doc = include_str!("links.md")]
#[doc = include_str!("../../docs/guide/testing.md")]
pub mod testing {}

#[doc = include_str!("links.md")]
#[doc = include_str!("../../docs/guide/wasm-and-no-std.md")]
pub mod wasm_and_no_std {}

#[doc = include_str!("links.md")]
#[doc = include_str!("../../docs/guide/performance.md")]
pub mod performance {}

#[doc = include_str!("links.md")]
#[doc = include_str!("../../docs/guide/security.md")]
pub mod security {}

#[doc = include_str!("links.md")]
#[doc = include_str!("../../docs/guide/coming-from.md")]
pub mod coming_from {}
