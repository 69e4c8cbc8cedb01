//! An S3 server in the same process, for the tests of `presign` and for its demo.
//!
//! The server listens on a loopback port that the system picks. A request passes three parts:
//!
//! - `presign::verify` checks presigned URLs and forms. Those that it rejects get its answer. Tests compare the answers
//!   with those that were recorded from AWS.
//! - The crate `s3s`, which is not part of this project, parses requests, and verifies all signatures, their expiry and
//!   the policies of forms. For URLs and forms, this is a second opinion. If the two disagree, and no row of a table
//!   ([`Cause`]) explains it, the server answers with an internal error, so the test that sent the request fails.
//! - This crate stores objects in memory ([`Store`]), checks their checksums, and grants what the [`Policy`] of the
//!   signing [`User`] allows. Of a signature in a header, it also checks what s3s does not: region, session token,
//!   unsigned `x-amz-*` headers, and the time.
//!
//! What the last part rejects says nothing about AWS. The tests have a table of the responses that differ from AWS's.
//!
//! [`Client`] sends a URL byte for byte, and a [`Form`] as a browser does. Tests access a server, this one or another,
//! through [`Target`].
//!
//! ```
//! use presign_e2e::{Client, Object, Policy, Server, Store, User};
//!
//! let store = Store::new();
//! store.create_bucket("photos")?;
//! store.put("photos", "boat.jpg", Object::new("a boat", Default::default()))?;
//! let owner = User::new("owner", "AKIDEXAMPLE", "made-up-secret").policy(Policy::allow_all());
//! let server = Server::builder().user(owner).store(store).start()?;
//!
//! let bucket = presign::Bucket::builder("photos").endpoint(server.endpoint()).build()?;
//! let credentials = presign::Credentials::new("AKIDEXAMPLE", "made-up-secret");
//! let url = bucket.get_object("boat.jpg").sign(&credentials)?;
//!
//! let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
//! let answer = runtime.block_on(Client::new(server.address()).get(url.as_str()))?;
//! assert_eq!(answer.body, "a boat");
//! # Ok::<(), Box<dyn std::error::Error + Send + Sync>>(())
//! ```

#![forbid(unsafe_code)]

mod access;
mod checksum;
mod client;
mod encryption;
mod form;
mod front;
mod host;
mod listing;
mod multipart_form;
mod policy;
mod preconditions;
mod refusal;
mod s3_service;
mod server;
mod server_name;
mod store;
mod target;
mod users;
mod xml;

pub use client::{Answer, Call, Client, Error, S3Error};
pub use form::Form;
pub use front::{Cause, Disagreement};
pub use policy::Policy;
pub use s3_service::MAX_OBJECT_BYTES;
pub use server::{Server, ServerBuilder};
pub use server_name::ServerName;
pub use store::{Headers, Object, Store, StoreError};
pub use target::{BUCKET, Target};
pub use users::User;
