//! `presign::diagnose`: why a presigned URL fails.
//!
//! - `exchanges`: recorded failures. The first finding is the cause.
//! - `right_urls`: URLs that are right. Nothing is certain or likely.
//! - `carried`: what mails, shells, JSON and the like do to a URL.
//! - `url`: faults of the URL, and of what was sent with it.
//! - `inspection`: what `inspect` reads from a URL.
//! - `answers`: what servers answer.
//! - `compare`: what servers repeat of the request, line by line.
//! - `search`: what was signed, with the secret.
//! - `client`: what clients say if there is no response.

#![cfg(feature = "diagnose")]

mod answers;
mod carried;
mod client;
mod compare;
mod exchange;
mod exchanges;
mod inspection;
mod right_urls;
mod search;
mod url;
#[path = "../util/mod.rs"]
mod util;
