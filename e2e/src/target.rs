//! A server under test: its address, a bucket, and users with their permissions.
//!
//! The tests access a server only through [`Target`], so the same suite runs on several servers. [`Target::fresh`] uses
//! the server that the environment describes, which `e2e/servers/run` starts. Without one, it starts an embedded
//! server. How a server differs from S3 is in a table of the suite.

mod real;

use bytes::Bytes;
use presign::s3::Addressing;
use presign::{Bucket, Credentials, PresignedUrl};

use crate::{Answer, Call, Client, Error, Headers, Object, Policy, Server, ServerName, Store, User};

/// The bucket of an embedded server. It exists from the start. Only the owner has all permissions for it.
pub const BUCKET: &str = "kk-presigned-demo";

/// A server with an empty bucket and three users.
#[derive(Debug)]
pub struct Target {
    /// The server's name.
    pub server: ServerName,
    /// The endpoint for path-style URLs.
    pub endpoint: String,
    /// The endpoint for virtual-hosted URLs.
    pub named_endpoint: String,
    /// The region that signatures must name.
    pub region: String,
    /// The bucket, which no other test uses.
    pub bucket_name: String,
    /// A user who may do everything.
    pub owner: Credentials,
    /// A user who may list the bucket, but not read or write objects.
    pub user2: Credentials,
    /// A temporary key that may read and write objects, but not list them. It is only valid with its
    /// [`session_token`](Self::session_token). If the server has no temporary keys, it is made up.
    pub temporary_key: Credentials,
    /// The session token of the temporary key.
    pub session_token: String,
    client: Client,
    /// The parts of a server in this process.
    embedded: Option<Embedded>,
}

#[derive(Debug)]
struct Embedded {
    store: Store,
    /// Serves until it is dropped with the target.
    _server: Server,
}

// Made up, like the examples in the AWS documentation. Not `ASIA...`, which can't sign without its token.
const SESSION_KEY: &str = "TEMPEXAMPLESESSION";
const SESSION_SECRET: &str = "pHuQ9cSXWN/0aZkJTn+3rLxDqSESSIONEXAMPLE";
const SESSION_TOKEN: &str = "IQoJb3JpZ2luX2VjEXAMPLE//////////wEaCXVzLWVhc3QtMSJHMEUCIQ+/=";

impl Target {
    /// Creates an empty bucket on the server that `PRESIGN_E2E_SERVER` names. If that is not set, starts an embedded
    /// server with an empty bucket.
    ///
    /// # Errors
    ///
    /// The server does not start or respond, it does not create the bucket, or a variable in the environment is missing
    /// or invalid.
    pub async fn fresh() -> Result<Self, Error> {
        match std::env::var("PRESIGN_E2E_SERVER") {
            Ok(name) => Self::on(name.parse()?).await,
            Err(_) => Self::embedded(),
        }
    }

    /// Starts an embedded server with an empty bucket.
    ///
    /// # Errors
    ///
    /// The server does not start.
    pub fn embedded() -> Result<Self, Error> {
        Self::embedded_in("us-east-1")
    }

    /// Starts an embedded server with an empty bucket in another region.
    ///
    /// # Errors
    ///
    /// The server does not start.
    pub fn embedded_in(region: &str) -> Result<Self, Error> {
        let (owner_key, owner_secret) = ("AKIDEXAMPLEOWNER", "wJalrXUtnFEMI/K7MDENG+bPxRfiOWNEREXAMPLE");
        let (user2_key, user2_secret) = ("AKIDEXAMPLEUSER2", "je7MtGbClwBF/2Zp9Utk/h3yCo8nvUSER2EXAMPLE");

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
                User::new("session", SESSION_KEY, SESSION_SECRET)
                    .session_token(SESSION_TOKEN)
                    .policy(Policy::new().allow(&["s3:GetObject", "s3:PutObject"], &[&everywhere])),
            )
            .start()?;
        Ok(Self {
            server: ServerName::Embedded,
            endpoint: server.endpoint(),
            named_endpoint: server.named_endpoint(),
            region: server.region().to_owned(),
            bucket_name: BUCKET.to_owned(),
            owner: Credentials::new(owner_key, owner_secret),
            user2: Credentials::new(user2_key, user2_secret),
            temporary_key: Credentials::new(SESSION_KEY, SESSION_SECRET),
            session_token: SESSION_TOKEN.to_owned(),
            client: Client::new(server.address()),
            embedded: Some(Embedded { store, _server: server }),
        })
    }

    /// Returns the temporary key with its session token, as issued by STS.
    #[must_use]
    pub fn temporary(&self) -> Credentials {
        self.temporary_key.clone().with_session_token(&*self.session_token)
    }

    /// Returns the bucket with path-style addressing.
    ///
    /// # Errors
    ///
    /// presign rejects the endpoint or the region.
    pub fn bucket(&self) -> Result<Bucket, presign::Error> {
        Bucket::builder(&*self.bucket_name)
            .region(&*self.region)
            .endpoint(&*self.endpoint)
            .addressing(Addressing::Path)
            .build()
    }

    /// Returns the bucket with virtual-hosted addressing.
    ///
    /// # Errors
    ///
    /// presign rejects the endpoint or the region.
    pub fn virtual_hosted_bucket(&self) -> Result<Bucket, presign::Error> {
        Bucket::builder(&*self.bucket_name)
            .region(&*self.region)
            .endpoint(&*self.named_endpoint)
            .addressing(Addressing::VirtualHosted)
            .build()
    }

    /// Stores an object in the bucket, for tests that read.
    ///
    /// On an embedded server, this needs no URL. On another server, it uses a plain URL of the owner, which the tests
    /// that write cover separately.
    ///
    /// # Errors
    ///
    /// The bucket does not exist, or the server rejects the request.
    pub async fn store_object(&self, key: &str, body: impl Into<Bytes>, content_type: &str) -> Result<(), Error> {
        if let Some(embedded) = &self.embedded {
            let object = Object::new(body, Headers::content_type(content_type));
            return Ok(embedded.store.put(&self.bucket_name, key, object)?);
        }
        let url = self.bucket()?.put_object(key).allow_dot_segments().sign(&self.owner)?;
        let answer = self.send(Call::presigned(&url).header("content-type", content_type).body(body)).await?;
        if answer.status.is_success() { Ok(()) } else { Err(format!("cannot store {key:?}: {answer}").into()) }
    }

    /// Returns the bytes stored under a key, for tests that write. Like [`store_object`](Self::store_object), this uses
    /// the owner's URL only if the server is not embedded.
    ///
    /// # Errors
    ///
    /// The bucket does not exist, or the server rejects the request.
    pub async fn stored_bytes(&self, key: &str) -> Result<Option<Bytes>, Error> {
        if let Some(embedded) = &self.embedded {
            let object = embedded.store.get(&self.bucket_name, key)?;
            return Ok(object.map(|object| object.body.clone()));
        }
        let url = self.bucket()?.get_object(key).allow_dot_segments().sign(&self.owner)?;
        let answer = self.open(&url).await?;
        match answer.error() {
            None if answer.status.is_success() => Ok(Some(answer.body)),
            Some(error) if error.code == "NoSuchKey" => Ok(None),
            _ => Err(format!("cannot read {key:?}: {answer}").into()),
        }
    }

    /// Sends a request.
    ///
    /// # Errors
    ///
    /// No response arrives.
    pub async fn send(&self, call: Call) -> Result<Answer, Error> {
        self.client.send(call).await
    }

    /// Sends the request for a URL, with its method and signed headers and without a body.
    ///
    /// # Errors
    ///
    /// No response arrives.
    pub async fn open(&self, url: &PresignedUrl) -> Result<Answer, Error> {
        self.send(Call::presigned(url)).await
    }
}
