//! Presigned S3 URLs in SQL: scalar functions for [Apache DataFusion](https://datafusion.apache.org).
//!
//! ```
//! use datafusion::prelude::SessionContext;
//! use presign::{CachedSigner, Credentials};
//! use presign_datafusion::Presigner;
//!
//! # async fn run() -> datafusion::error::Result<()> {
//! let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
//! let mut context = SessionContext::new();
//! Presigner::new(CachedSigner::new(credentials)).region("eu-west-1").register(&mut context)?;
//! let urls = context.sql("SELECT presign_get('photos', 'boat.jpg', INTERVAL '1 hour') AS url").await?;
//! urls.show().await?;
//! # Ok(())
//! # }
//! # tokio::runtime::Runtime::new().unwrap().block_on(run()).unwrap();
//! ```
//!
//! | function | returns |
//! |---|---|
//! | `presign_get(bucket, key, ttl)` | a URL that downloads the object |
//! | `presign_put(bucket, key, ttl)` | a URL that uploads it |
//! | `presign_head(bucket, key, ttl)` | a URL that reads its size and metadata |
//! | `try_presign_get` and the like | the same, but NULL for a key that can't be signed |
//! | `decode_inventory_key(key)` | the key of a CSV file of S3 Inventory, decoded |
//!
//! - `bucket` and `key` are strings of any Arrow type, in columns or literals. `bucket` may also be an ARN.
//! - `ttl` is an interval, a duration or a whole number of seconds: 1 second to 7 days. Months have no fixed length and
//!   are an error.
//! - A fourth argument is the signing time, a timestamp. Without a time zone, it is in UTC. By default, all URLs of a
//!   query are signed for the time at which the query started.
//! - A NULL argument returns NULL.
//!
//! # Where the time is
//!
//! The optimizer adds the time to the plan, as a literal. All machines that execute the plan therefore sign for the same
//! time. It also marks the call as volatile, so that no later step evaluates it: a plan then never contains a URL, and
//! neither does `EXPLAIN`. A call that was not optimized fails, unless it has a fourth argument.
//!
//! # Errors
//!
//! - A key that can't be signed ends the query with the bucket, the key and the reason. The functions that begin with
//!   `try_` return NULL for it.
//! - Everything else ends the query in all functions: a bucket or `ttl` that is not valid, expired credentials, a signer
//!   that fails.

mod function;
mod inventory_key;
mod operation;
mod presigner;
mod sign_rows;
mod signing_time;
mod strings;
mod ttl;
mod urls;

pub use crate::function::planning_functions;
pub use crate::presigner::Presigner;

/// Runs the README's examples as doctests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
