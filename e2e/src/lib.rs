//! An S3 server in the same process, for the tests of `presign` and for its demo.
//!
//! The server is the crate `s3s` over a [`Store`] in memory, on a loopback port that the system picks. It answers
//! as AWS does where that matters to a presigned URL or a form: signature, expiry, region, session token, unsigned
//! headers, checksums, and what the [`Policy`] of the signing [`User`] allows. [`Client`] sends a URL byte for byte as it
//! stands, a [`Form`] is sent as a browser sends it, and [`Target`] is what a test knows of a server, this one or another.
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
mod claim;
mod client;
mod encryption;
mod form;
mod gate;
mod host;
mod listing;
mod policy;
mod post_form;
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
pub use policy::Policy;
pub use s3_service::MAX_OBJECT_BYTES;
pub use server::{Server, ServerBuilder};
pub use server_name::ServerName;
pub use store::{Headers, Object, Store, StoreError};
pub use target::{BUCKET, Target};
pub use users::User;
