//! Signature Version 4A: a signature that holds in several regions.
//!
//! It is made with a key pair that comes of the access key and its secret, and of nothing else: no day and no region. What
//! it holds for stands in a parameter of its own, `X-Amz-Region-Set`. Multi-region access points of S3 and a few
//! other services take no other. Given an ordinary bucket or service, [`Sigv4aSigner`] signs for its one region. S3 Express, and
//! the services that read a token, take none.
//!
//! ```
//! use presign::sigv4a::Sigv4aSigner;
//! use presign::{Bucket, Credentials};
//! use time::macros::datetime;
//!
//! let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
//! let signer = Sigv4aSigner::new(credentials);
//! let everywhere = Bucket::builder("arn:aws:s3::123456789012:accesspoint:mfzwi23gnjvgw.mrap").build()?;
//!
//! let url = everywhere.get_object("boat.jpg").sign_at(&signer, datetime!(2026-11-23 12:00 UTC))?;
//! assert!(url.as_str().starts_with(
//!     "https://mfzwi23gnjvgw.mrap.accesspoint.s3-global.amazonaws.com/boat.jpg?X-Amz-Algorithm=AWS4-ECDSA-P256-SHA256"
//! ));
//! assert!(url.as_str().contains("&X-Amz-Region-Set=%2A&"));
//! # Ok::<(), presign::Error>(())
//! ```
//!
//! Signatures are deterministic ([RFC 6979]): the same request at the same second gives the same URL.
//!
//! Source: [AWS Signature Version 4 for API requests][aws], SigV4a.
//!
//! [aws]: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html
//! [RFC 6979]: https://www.rfc-editor.org/rfc/rfc6979

mod signer;
mod signing_key;

pub use self::signer::Sigv4aSigner;
pub use self::signing_key::{Signature, SigningKey};
