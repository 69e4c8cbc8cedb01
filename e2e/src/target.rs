//! A server under test, seen from outside: where it is, and who may do what there.
//!
//! The tests know a server only through this, so that one suite can be run against several. [`Target::fresh`] gives
//! the server that the environment names, which `e2e/servers/run` starts and describes there, and otherwise one that
//! is embedded. What a server other than S3 answers differently is no affair of this module: the suite has a table.

mod real;

use bytes::Bytes;
use presign::s3::Addressing;
use presign::{Bucket, Credentials, PresignedUrl};

use crate::{Answer, Call, Client, Error, Headers, Object, Policy, Server, ServerName, Store, User};

/// The bucket of an embedded server. It exists, and only the owner may do everything in it.
pub const BUCKET: &str = "kk-presigned-demo";

/// A server, an empty bucket on it, and three identities.
#[derive(Debug)]
pub struct Target {
    /// Which server it is.
    pub server: ServerName,
    /// For path-style URLs.
    pub endpoint: String,
    /// For virtual-hosted URLs.
    pub named_endpoint: String,
    /// The region that signatures must name.
    pub region: String,
    /// The bucket, which nobody else uses.
    pub bucket_name: String,
    /// May do everything.
    pub owner: Credentials,
    /// May list the bucket, and neither read nor write in it.
    pub user2: Credentials,
    /// A temporary key that may read and write, and not list: but only with its [`session_token`](Self::session_token).
    /// Made up if the server has none.
    pub temporary_key: Credentials,
    /// The token without which the temporary key is worth nothing.
    pub session_token: String,
    client: Client,
    /// What is known of a server because it runs in this process.
    embedded: Option<Embedded>,
}

#[derive(Debug)]
struct Embedded {
    store: Store,
    /// Serves as long as the target lives.
    _server: Server,
}

// Made up, in the form that AWS's documentation uses for its examples.
const SESSION_KEY: &str = "ASIAEXAMPLESESSION";
const SESSION_SECRET: &str = "pHuQ9cSXWN/0aZkJTn+3rLxDqSESSIONEXAMPLE";
const SESSION_TOKEN: &str = "IQoJb3JpZ2luX2VjEXAMPLE//////////wEaCXVzLWVhc3QtMSJHMEUCIQ+/=";

impl Target {
    /// An empty bucket of its own, on the server that `PRESIGN_E2E_SERVER` names. If that is not set, the server is
    /// its own, too, and embedded.
    ///
    /// # Errors
    ///
    /// The server does not start, is not there, or does not make the bucket; the environment does not describe it.
    pub async fn fresh() -> Result<Self, Error> {
        match std::env::var("PRESIGN_E2E_SERVER") {
            Ok(name) => Self::on(name.parse()?).await,
            Err(_) => Self::embedded(),
        }
    }

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
        Bucket::builder(&*self.bucket_name)
            .region(&*self.region)
            .endpoint(&*self.endpoint)
            .addressing(Addressing::Path)
            .build()
    }

    /// The bucket in virtual-hosted style.
    ///
    /// # Errors
    ///
    /// presign does not take the endpoint or the region.
    pub fn virtual_hosted_bucket(&self) -> Result<Bucket, presign::Error> {
        Bucket::builder(&*self.bucket_name)
            .region(&*self.region)
            .endpoint(&*self.named_endpoint)
            .addressing(Addressing::VirtualHosted)
            .build()
    }

    /// Puts an object into the bucket, for the tests of reading.
    ///
    /// An embedded server gets it without any URL. Another one has no such door: there it is a URL of the owner's, of
    /// the plainest kind, which the tests of writing look at by themselves.
    ///
    /// # Errors
    ///
    /// The bucket is gone, or the server refuses.
    pub async fn store_object(&self, key: &str, body: impl Into<Bytes>, content_type: &str) -> Result<(), Error> {
        if let Some(embedded) = &self.embedded {
            let object = Object::new(body, Headers::content_type(content_type));
            return Ok(embedded.store.put(&self.bucket_name, key, object)?);
        }
        let url = self.bucket()?.put_object(key).allow_dot_segments().sign(&self.owner)?;
        let answer = self.send(Call::presigned(&url).header("content-type", content_type).body(body)).await?;
        if answer.status.is_success() { Ok(()) } else { Err(format!("{key:?} is not stored: {answer}").into()) }
    }

    /// The bytes that the bucket holds under a key, for the tests of writing. Looked up as they are
    /// [stored](Self::store_object): without any URL, or with the owner's.
    ///
    /// # Errors
    ///
    /// The bucket is gone, or the server refuses.
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
            _ => Err(format!("{key:?} is not to be had: {answer}").into()),
        }
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
