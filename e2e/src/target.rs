//! A server under test, seen from outside: where it is, and who may do what there.
//!
//! The tests know a server only through this, so that one suite can be run against several.

use bytes::Bytes;
use presign::s3::Addressing;
use presign::{Bucket, Credentials, PresignedUrl};

use crate::{Answer, Call, Client, Error, Headers, Object, Policy, Server, Store, User};

/// The bucket of the tests. It exists, and only the owner may do everything in it.
pub const BUCKET: &str = "kk-presigned-demo";

/// A server, its bucket [`BUCKET`], and three identities.
#[derive(Debug)]
pub struct Target {
    /// For path-style URLs.
    pub endpoint: String,
    /// For virtual-hosted URLs.
    pub named_endpoint: String,
    /// The region that signatures must name.
    pub region: String,
    /// May do everything.
    pub owner: Credentials,
    /// May list the bucket, and neither read nor write in it.
    pub user2: Credentials,
    /// A temporary key that may read and write, and not list: but only with its [`session_token`](Self::session_token).
    pub temporary_key: Credentials,
    /// The token without which the temporary key is worth nothing.
    pub session_token: String,
    client: Client,
    embedded: Embedded,
}

/// What is known of the server because it runs in this process.
#[derive(Debug)]
struct Embedded {
    store: Store,
    /// Serves as long as the target lives.
    _server: Server,
}

impl Target {
    /// Starts an embedded server of its own, with an empty bucket.
    ///
    /// # Errors
    ///
    /// The server does not start.
    pub fn embedded() -> Result<Self, Error> {
        Self::embedded_in("us-east-1")
    }

    /// The same in another region.
    ///
    /// # Errors
    ///
    /// The server does not start.
    pub fn embedded_in(region: &str) -> Result<Self, Error> {
        // Made up, in the form that AWS's documentation uses for its examples.
        let (owner_key, owner_secret) = ("AKIDEXAMPLEOWNER", "wJalrXUtnFEMI/K7MDENG+bPxRfiOWNEREXAMPLE");
        let (user2_key, user2_secret) = ("AKIDEXAMPLEUSER2", "je7MtGbClwBF/2Zp9Utk/h3yCo8nvUSER2EXAMPLE");
        let (session_key, session_secret) = ("ASIAEXAMPLESESSION", "pHuQ9cSXWN/0aZkJTn+3rLxDqSESSIONEXAMPLE");
        let session_token = "IQoJb3JpZ2luX2VjEXAMPLE//////////wEaCXVzLWVhc3QtMSJHMEUCIQ+/=";

        let everywhere = format!("{BUCKET}/*");
        let store = Store::new();
        store.create_bucket(BUCKET)?;
        let server = Server::builder()
            .region(region)
            .store(store.clone())
            .user(User::new("owner", owner_key, owner_secret).policy(Policy::allow_all()))
            .user(
                User::new("user2", user2_key, user2_secret).policy(Policy::new().allow(&["s3:ListBucket"], &[BUCKET])),
            )
            .user(
                User::new("session", session_key, session_secret)
                    .session_token(session_token)
                    .policy(Policy::new().allow(&["s3:GetObject", "s3:PutObject"], &[&everywhere])),
            )
            .start()?;
        Ok(Self {
            endpoint: server.endpoint(),
            named_endpoint: server.named_endpoint(),
            region: server.region().to_owned(),
            owner: Credentials::new(owner_key, owner_secret),
            user2: Credentials::new(user2_key, user2_secret),
            temporary_key: Credentials::new(session_key, session_secret),
            session_token: session_token.to_owned(),
            client: Client::new(server.address()),
            embedded: Embedded { store, _server: server },
        })
    }

    /// The temporary key together with its token, as STS hands them out.
    #[must_use]
    pub fn temporary(&self) -> Credentials {
        self.temporary_key.clone().with_session_token(&*self.session_token)
    }

    /// The bucket in path style.
    ///
    /// # Errors
    ///
    /// presign does not take the endpoint or the region.
    pub fn bucket(&self) -> Result<Bucket, presign::Error> {
        Bucket::builder(BUCKET).region(&*self.region).endpoint(&*self.endpoint).addressing(Addressing::Path).build()
    }

    /// The bucket in virtual-hosted style.
    ///
    /// # Errors
    ///
    /// presign does not take the endpoint or the region.
    pub fn virtual_hosted_bucket(&self) -> Result<Bucket, presign::Error> {
        Bucket::builder(BUCKET)
            .region(&*self.region)
            .endpoint(&*self.named_endpoint)
            .addressing(Addressing::VirtualHosted)
            .build()
    }

    /// Puts an object into the bucket without any URL, for the tests of reading.
    ///
    /// # Errors
    ///
    /// The bucket is gone.
    pub fn store_object(&self, key: &str, body: impl Into<Bytes>, content_type: &str) -> Result<(), Error> {
        let object = Object::new(body, Headers::content_type(content_type));
        Ok(self.embedded.store.put(BUCKET, key, object)?)
    }

    /// The bytes that the bucket holds under a key, looked up without any URL, for the tests of writing.
    ///
    /// # Errors
    ///
    /// The bucket is gone.
    pub fn stored_bytes(&self, key: &str) -> Result<Option<Bytes>, Error> {
        let object = self.embedded.store.get(BUCKET, key)?;
        Ok(object.map(|object| object.body.clone()))
    }

    /// Sends any request.
    ///
    /// # Errors
    ///
    /// There is no answer.
    pub async fn send(&self, call: Call) -> Result<Answer, Error> {
        self.client.send(call).await
    }

    /// Uses a URL as it asks to be used, with nothing to upload.
    ///
    /// # Errors
    ///
    /// There is no answer.
    pub async fn open(&self, url: &PresignedUrl) -> Result<Answer, Error> {
        self.send(Call::presigned(url)).await
    }
}
