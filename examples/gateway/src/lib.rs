//! A server that serves the files of a directory under presigned URLs: what goes around
//! [`presign::verify`] in a real server.
//!
//! A valid signature says that the holder of a key made the URL. Everything else is left to the server, and is here:
//!
//! | what | where |
//! |---|---|
//! | the signature, before a handler runs | `verify`: a tower layer and the extractor of what it found |
//! | the secret keys, and who may do what | `database`, `permissions`: no handler reaches an object without a `Permit` |
//! | the operation, with nothing in the request that would be ignored | `operation`, `query` |
//! | the hash of the body, and the other checksums | `checksums`: checked before the object is there |
//! | keys that are not file names | `object_key`, `storage` |
//! | an object appears at once or not at all | `storage::upload` |
//! | forms, read in little memory before it is known who sent them | `post_form`, `multipart` |
//! | slow clients, too many clients, the end | `server` |
//! | answers as S3 gives them | `error`, `xml`, `respond` |

#![forbid(unsafe_code)]

mod checksums;
mod conditions;
mod database;
mod delete;
mod error;
mod get;
mod list;
mod multipart;
mod object_key;
mod operation;
mod page;
mod permissions;
mod post_form;
mod put;
mod query;
mod respond;
mod router;
mod server;
mod storage;
mod verify;
mod xml;

use std::sync::Arc;

use presign::verify::Policy;
use presign::{Bucket, Credentials, Method, PresignedUrl};

pub use self::database::Database;
pub use self::error::Error;
pub use self::object_key::ObjectKey;
pub use self::server::{Limits, Server};
pub use self::storage::Storage;

/// The region that URLs are signed for. It only has to be the same on both sides.
pub const REGION: &str = "us-east-1";

/// What handlers share. Clones are cheap.
#[derive(Clone, Debug)]
pub struct Gateway(Arc<Parts>);

#[derive(Debug)]
struct Parts {
    /// The bucket at the address that clients use. It makes the URLs of the page.
    bucket: Bucket,
    endpoint: String,
    bucket_name: String,
    /// What a signature must be for.
    policy: Policy,
    database: Database,
    storage: Storage,
    max_upload_bytes: u64,
}

impl Gateway {
    /// Creates a gateway to one bucket, which has the objects of the storage. `endpoint` is the URL that clients use, such
    /// as `http://127.0.0.1:8080`, without a path. An upload may have at most `max_upload_bytes`.
    ///
    /// # Errors
    ///
    /// The name is not that of a bucket, or the endpoint is not a URL.
    pub fn new(
        bucket_name: &str,
        endpoint: &str,
        database: Database,
        storage: Storage,
        max_upload_bytes: u64,
    ) -> Result<Self, presign::Error> {
        let bucket = Bucket::builder(bucket_name)
            .endpoint(endpoint)
            .region(REGION)
            .addressing(presign::s3::Addressing::Path)
            .build()?;
        let bucket_name = bucket_name.to_owned();
        let policy = Policy::new("s3", REGION);
        Ok(Self(Arc::new(Parts {
            bucket,
            endpoint: endpoint.to_owned(),
            bucket_name,
            policy,
            database,
            storage,
            max_upload_bytes,
        })))
    }

    /// Returns the bucket, to make URLs for it.
    pub fn bucket(&self) -> &Bucket {
        &self.0.bucket
    }

    /// Returns the name of the bucket.
    pub fn bucket_name(&self) -> &str {
        &self.0.bucket_name
    }

    /// Makes the URL of the page at `/`. It is valid for 12 hours.
    ///
    /// # Errors
    ///
    /// The credentials can't sign. See `presign::PresignRequest::sign_at`.
    pub fn page_url(&self, credentials: &Credentials) -> Result<PresignedUrl, presign::Error> {
        page::url(self, credentials, Method::Get)
    }

    pub(crate) fn endpoint(&self) -> &str {
        &self.0.endpoint
    }

    pub(crate) fn database(&self) -> &Database {
        &self.0.database
    }

    pub(crate) fn policy(&self) -> &Policy {
        &self.0.policy
    }

    pub(crate) fn storage(&self) -> &Storage {
        &self.0.storage
    }

    pub(crate) fn max_upload_bytes(&self) -> u64 {
        self.0.max_upload_bytes
    }
}
