//! A server in another process. The environment describes it:
//!
//! | variable | |
//! |---|---|
//! | `PRESIGN_E2E_SERVER` | the [`ServerName`] |
//! | `PRESIGN_E2E_ENDPOINT` | `http://127.0.0.1:PORT`; the server's name is also `s3.localhost` |
//! | `PRESIGN_E2E_REGION` | the region that signatures must name |
//! | `PRESIGN_E2E_OWNER_ACCESS_KEY`, `_SECRET_KEY` | a user who may create buckets |
//! | `PRESIGN_E2E_USER2_ACCESS_KEY`, `_SECRET_KEY` | a user who may only list buckets |
//! | `PRESIGN_E2E_OWNER_ID`, `PRESIGN_E2E_USER2_ID` | the IDs for an ACL that lets user2 list; unset where a policy does |
//! | `PRESIGN_E2E_ROLE` | a role that the owner may assume and that may read and write objects; unset without STS |
//! | `PRESIGN_E2E_TEMPORARY_ACCESS_KEY`, `_SECRET_KEY`, `_TOKEN` | such a session, where `run` assumes the role |

use std::env;
use std::process;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use presign::{Credentials, Method, Service};

use super::{BUCKET, SESSION_KEY, SESSION_SECRET, SESSION_TOKEN, Target};
use crate::{Answer, Client, Error, ServerName};

impl Target {
    /// Creates a new bucket on a running server.
    pub(super) async fn on(server: ServerName) -> Result<Self, Error> {
        let endpoint = variable("ENDPOINT")?;
        let address = endpoint.trim_start_matches("http://").parse()?;
        let target = Self {
            server,
            named_endpoint: endpoint.replace("127.0.0.1", "s3.localhost"),
            endpoint,
            region: variable("REGION")?,
            bucket_name: unused_name(),
            owner: user("OWNER")?,
            user2: user("USER2")?,
            temporary_key: Credentials::new(SESSION_KEY, SESSION_SECRET),
            session_token: SESSION_TOKEN.to_owned(),
            client: Client::new(address),
            embedded: None,
        };
        target.create_bucket().await?;
        if let Ok(role) = env::var("PRESIGN_E2E_ROLE") {
            return target.assume(&role).await;
        }
        if env::var("PRESIGN_E2E_TEMPORARY_TOKEN").is_ok() {
            return Ok(Self {
                temporary_key: user("TEMPORARY")?,
                session_token: variable("TEMPORARY_TOKEN")?,
                ..target
            });
        }
        Ok(target)
    }

    /// Creates the bucket. If the users have IDs, its ACL allows the second user to list it.
    async fn create_bucket(&self) -> Result<(), Error> {
        let bucket = self.bucket()?;
        let mut request = bucket.bucket_request(Method::Put);
        if let Ok(user2) = variable("USER2_ID") {
            request = request
                // Without this grant, the given ACL would take the owner's permissions away.
                .header("x-amz-grant-full-control", format!("id=\"{}\"", variable("OWNER_ID")?))
                .header("x-amz-grant-read", format!("id=\"{user2}\""));
        }
        let answer = self.open(&request.sign(&self.owner)?).await?;
        success(answer, "cannot create the bucket").map(drop)
    }

    /// Requests temporary credentials for the owner from the server's STS.
    async fn assume(mut self, role: &str) -> Result<Self, Error> {
        let sts = Service::new("sts", &*self.region, &*self.endpoint)?;
        let request = sts
            .request(Method::Post, "/")
            .query("Action", "AssumeRole")
            .query("RoleArn", role)
            .query("RoleSessionName", "suite")
            .expires_in(Duration::from_secs(60));
        let answer = self.open(&request.sign(&self.owner)?).await?;
        let answer = success(answer, "cannot assume the role")?;
        let element = |name: &str| answer.element(name).ok_or_else(|| format!("no {name} in {}", answer.text()));
        self.temporary_key = Credentials::new(element("AccessKeyId")?, element("SecretAccessKey")?);
        self.session_token = element("SessionToken")?;
        Ok(self)
    }
}

fn variable(name: &str) -> Result<String, Error> {
    let name = format!("PRESIGN_E2E_{name}");
    env::var(&name).map_err(|e| format!("{name}: {e}; `e2e/servers/run` sets it").into())
}

fn user(name: &str) -> Result<Credentials, Error> {
    Ok(Credentials::new(variable(&format!("{name}_ACCESS_KEY"))?, variable(&format!("{name}_SECRET_KEY"))?))
}

/// Returns a name that no other test uses, in this run or in another one on the same server.
fn unused_name() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    format!("{BUCKET}-{}-{number}", process::id())
}

fn success(answer: Answer, otherwise: &str) -> Result<Answer, Error> {
    if answer.status.is_success() { Ok(answer) } else { Err(format!("{otherwise}: {answer}").into()) }
}
