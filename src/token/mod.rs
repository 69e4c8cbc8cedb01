//! Passwords that are presigned URLs: for databases, caches, Kubernetes, Kafka, Bedrock and IoT devices on AWS.
//!
//! These services accept a [Signature Version 4](crate::sigv4) signature as a password. A token is the URL of a request
//! that is never sent: the client passes it to the service, which checks that the signer may connect. Creating one
//! needs no network. Most tokens are valid for minutes only, so create a new one for each connection.
//!
//! | type | the token is | default | at most |
//! |---|---|---|---|
//! | [`Rds`] | the password for a database of Amazon RDS or Aurora | 15 minutes | 15 minutes |
//! | [`Dsql`] | the password for a cluster of Amazon Aurora DSQL | 15 minutes | 7 days |
//! | [`ElastiCache`] | the password for Amazon ElastiCache | 15 minutes | 15 minutes |
//! | [`MemoryDb`] | the password for Amazon MemoryDB | 15 minutes | 15 minutes |
//! | [`Eks`] | the bearer token for a Kubernetes cluster of Amazon EKS | 15 minutes | 15 minutes |
//! | [`Msk`] | the OAuth bearer token for Amazon MSK (Kafka) | 15 minutes | 15 minutes |
//! | [`Bedrock`] | the short-term API key for Amazon Bedrock | 12 hours | 12 hours |
//! | [`IotMqtt`] | no password, but the URL that a WebSocket to AWS IoT Core is opened with | none | 7 days |
//!
//! A token expires no later than its credentials, and [`AuthToken::expires_at`] returns the earlier time. It is needed
//! to open a connection; the service decides how long the connection lasts. A token of [`Eks`] is valid for 15 minutes
//! whatever it states.
//!
//! Constructors check their arguments, such as the user or the host. For an asynchronous signer, such as a key in a KMS,
//! `prepare_at` replaces `sign_at`; see [`PreparedToken`].
//!
//! ```
//! use presign::Credentials;
//! use presign::token::Rds;
//! use time::macros::datetime;
//!
//! let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
//! let host = "db.abcdefghijkl.us-east-1.rds.amazonaws.com";
//! let database = Rds::new(host, 5432, "jane_doe", "us-east-1")?;
//! let password = database.sign_at(&credentials, datetime!(2026-11-23 12:00 UTC))?;
//! assert!(password.as_str().starts_with(&format!("{host}:5432/?Action=connect&DBUser=jane_doe&X-Amz-Algorithm=")));
//! assert_eq!(password.expires_at(), datetime!(2026-11-23 12:15 UTC));
//! # Ok::<(), presign::Error>(())
//! ```

mod auth_token;
mod bedrock;
mod dsql;
mod eks;
mod elasticache;
mod format;
mod iot;
mod memorydb;
mod msk;
mod names;
mod prepared_token;
mod rds;
mod request;

pub use self::auth_token::AuthToken;
pub use self::bedrock::Bedrock;
pub use self::dsql::Dsql;
pub use self::eks::Eks;
pub use self::elasticache::ElastiCache;
pub use self::iot::IotMqtt;
pub use self::memorydb::MemoryDb;
pub use self::msk::Msk;
pub use self::prepared_token::PreparedToken;
pub use self::rds::Rds;
