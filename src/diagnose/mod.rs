//! Explains why a presigned URL fails.
//!
//! Give it whatever is known: the URL, the request that was really sent, the response, and perhaps the secret access key.
//! The result is a list of findings, the most certain first. Each says in a sentence what happened and what to do.
//!
//! ```
//! use presign::diagnose::{Attempt, Certainty, explain};
//! use presign::{Bucket, Credentials};
//! use time::macros::datetime;
//!
//! let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
//! let now = datetime!(2026-11-23 12:00 UTC);
//! let upload = Bucket::new("photos")?.put_object("boat.jpg").content_type("image/jpeg").sign_at(&credentials, now)?;
//!
//! // The browser sent another content type.
//! let attempt = Attempt::new(upload.as_str())
//!     .method("PUT")
//!     .header("Content-Type", "image/jpeg; charset=UTF-8")
//!     .response(403, "<Error><Code>SignatureDoesNotMatch</Code></Error>");
//! let diagnosis = explain(&attempt, Some(&credentials), now);
//! let finding = &diagnosis.findings()[0];
//! assert_eq!((finding.code, finding.certainty), ("header-changed", Certainty::Certain));
//! println!("{diagnosis}");
//! # Ok::<(), presign::Error>(())
//! ```
//!
//! # Methods
//!
//! - The URL itself shows many faults: that it has expired, that `&` became `&amp;`, that a shell cut it. This needs
//!   nothing else, and [`inspect`] does it for a URL alone.
//! - The answer of the server names the cause, or repeats the canonical request that it computed. [`Diagnosis::comparison`]
//!   has the lines that differ. [`SigningTrace::compare`](crate::SigningTrace::compare) does the same for a signer that has
//!   the trace of its URL.
//! - With the secret, the request is signed again in each way in which signers, clients and proxies are known to differ: with
//!   another method, host, path, query, header, time, region or secret, and with two of these at once. If the signature
//!   matches, that proves what was signed.
//! - If there was no answer, the client's own error is read: name resolution, TLS, connections.
//!
//! # Certainty
//!
//! A finding is [certain](Certainty::Certain) only if it is proven: by the text of the URL, by the words of the server, or by a
//! signature that matches. For a URL that is right, nothing is certain or likely.
//!
//! # Cost
//!
//! Without the secret, the time is linear in the length of the input. With it, at most 20,000 requests are signed and at most
//! 32 MiB are hashed, which takes some 30 ms. Most causes are found in less than one.
//!
//! # Secrets
//!
//! A [`Diagnosis`], an [`Inspection`] and a [`Comparison`] show no signature, session token or secret, however they are
//! printed. They are safe to paste into a public bug report.
//!
//! The [guide](crate::_documentation::troubleshooting) lists every code, with its cause and what to do.

mod answer;
mod answers;
mod attempt;
mod bucket_and_key;
mod carried;
mod cause;
mod claims;
mod client;
mod compare;
mod comparison;
mod diagnosis;
mod empty_body;
mod explain;
mod facts;
mod faults;
mod finding;
mod given;
mod inspection;
mod methods;
mod names;
mod quoted;
mod search;
mod secrets;
mod shown;
mod signed_headers;
mod times;
mod tracking;
mod url;

pub use self::attempt::Attempt;
pub use self::comparison::{Comparison, Difference, Part};
pub use self::diagnosis::Diagnosis;
pub use self::explain::explain;
pub use self::finding::{Certainty, Finding};
pub use self::inspection::{Inspection, inspect};
