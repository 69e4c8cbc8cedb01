//! `presign token`: passwords that are presigned URLs.

use std::time::Duration;

use clap::{Args, Subcommand};
use presign::token::{Bedrock, Dsql, Eks, ElastiCache, IotMqtt, MemoryDb, Msk, Rds};
use presign::{Credentials, Error};
use presign_config::{Profile, credentials};
use serde_json::{Value, json};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::failure::Failure;
use crate::{lifetime, output, when};

/// The options of a token.
#[derive(Args, Debug)]
pub(crate) struct TokenArgs {
    #[command(subcommand)]
    service: Service,
}

#[derive(Subcommand, Debug)]
enum Service {
    /// A password for a user of Amazon RDS or Aurora
    Rds {
        /// The host of the database
        #[arg(long)]
        host: String,
        /// The port of the database
        #[arg(long)]
        port: u16,
        /// The user of the database
        #[arg(long)]
        user: String,
        #[command(flatten)]
        signer: SignerArgs,
    },
    /// A password for Aurora DSQL
    Dsql {
        /// The endpoint of the cluster
        #[arg(long)]
        host: String,
        /// For the user `admin`
        #[arg(long)]
        admin: bool,
        #[command(flatten)]
        signer: SignerArgs,
    },
    /// A password for a user of Amazon ElastiCache
    Elasticache {
        /// The name of the cache
        #[arg(long)]
        cache: String,
        /// The user of the cache
        #[arg(long)]
        user: String,
        /// The cache is serverless
        #[arg(long)]
        serverless: bool,
        #[command(flatten)]
        signer: SignerArgs,
    },
    /// A password for a user of Amazon MemoryDB
    Memorydb {
        /// The name of the cluster
        #[arg(long)]
        cluster: String,
        /// The user of the cluster
        #[arg(long)]
        user: String,
        #[command(flatten)]
        signer: SignerArgs,
    },
    /// An ExecCredential for kubectl and Amazon EKS
    Eks {
        /// The name of the cluster
        #[arg(long)]
        cluster: String,
        #[command(flatten)]
        signer: SignerArgs,
    },
    /// A token for Amazon MSK
    Msk {
        #[command(flatten)]
        signer: SignerArgs,
    },
    /// A short-term API key for Amazon Bedrock
    Bedrock {
        #[command(flatten)]
        signer: SignerArgs,
    },
    /// A WebSocket URL for AWS IoT Core
    Iot {
        /// The endpoint of the account
        #[arg(long)]
        endpoint: String,
        #[command(flatten)]
        signer: SignerArgs,
    },
}

/// Who signs, for which region, and for how long.
#[derive(Args, Debug)]
struct SignerArgs {
    /// The region, such as eu-west-1
    #[arg(long, short = 'r', value_name = "REGION")]
    region: Option<String>,
    /// The profile of the shared config and credentials files
    #[arg(long, short = 'p', value_name = "NAME")]
    profile: Option<String>,
    /// How long the token is valid [default: as long as the service allows]
    #[arg(long, short = 'e', value_name = "DURATION", value_parser = lifetime::parse, allow_hyphen_values = true)]
    expires_in: Option<Duration>,
    /// The time of signing, as 2026-11-23T12:00:00Z [default: now]
    #[arg(long, value_name = "TIME", value_parser = when::parse)]
    at: Option<OffsetDateTime>,
}

/// What signs a token.
struct Signer {
    credentials: Credentials,
    region: String,
    at: OffsetDateTime,
}

impl SignerArgs {
    fn load(&self) -> Result<Signer, Failure> {
        let profile = Profile::load(self.profile.as_deref())?;
        let region = presign_config::region(self.region.as_deref(), &profile)?
            .ok_or_else(|| Failure::usage("there is no region: give --region, or set AWS_REGION"))?;
        Ok(Signer { credentials: credentials(&profile)?, region, at: when::or_now(self.at) })
    }
}

/// Signs a token, for the given time if there is one.
macro_rules! sign {
    ($token:expr, $arguments:expr, $signer:expr) => {{
        let token = $token?;
        let token = match $arguments.expires_in {
            Some(expires_in) => token.expires_in(expires_in),
            None => token,
        };
        token.sign_at(&$signer.credentials, $signer.at)
    }};
}

impl TokenArgs {
    pub(crate) fn run(&self) -> Result<(), Failure> {
        let token = match &self.service {
            Service::Rds { host, port, user, signer } => {
                let loaded = signer.load()?;
                sign!(Rds::new(host, *port, user, &loaded.region), signer, loaded)?.into_string()
            }
            Service::Dsql { host, admin, signer } => {
                let loaded = signer.load()?;
                let connect: fn(&String, &String) -> Result<Dsql, Error> = if *admin {
                    |host, region| Dsql::connect_admin(host, region)
                } else {
                    |host, region| Dsql::connect(host, region)
                };
                sign!(connect(host, &loaded.region), signer, loaded)?.into_string()
            }
            Service::Elasticache { cache, user, serverless, signer } => {
                let loaded = signer.load()?;
                let token = ElastiCache::new(cache, user, &loaded.region).map(|token| token.serverless(*serverless));
                sign!(token, signer, loaded)?.into_string()
            }
            Service::Memorydb { cluster, user, signer } => {
                let loaded = signer.load()?;
                sign!(MemoryDb::new(cluster, user, &loaded.region), signer, loaded)?.into_string()
            }
            Service::Eks { cluster, signer } => {
                let loaded = signer.load()?;
                let token = sign!(Eks::new(cluster, &loaded.region), signer, loaded)?;
                exec_credential(token.as_str(), token.expires_at())?
            }
            Service::Msk { signer } => {
                let loaded = signer.load()?;
                sign!(Msk::new(&loaded.region), signer, loaded)?.into_string()
            }
            Service::Bedrock { signer } => {
                let loaded = signer.load()?;
                sign!(Bedrock::new(&loaded.region), signer, loaded)?.into_string()
            }
            Service::Iot { endpoint, signer } => {
                let loaded = signer.load()?;
                sign!(IotMqtt::new(endpoint, &loaded.region), signer, loaded)?.into_string()
            }
        };
        output::print_line(&token)
    }
}

/// Returns what kubectl reads from a plugin.
fn exec_credential(token: &str, expires_at: OffsetDateTime) -> Result<String, Failure> {
    // One minute less, so that kubectl renews the token in time.
    let until = expires_at.saturating_sub(time::Duration::MINUTE).format(&Rfc3339).map_err(Failure::new)?;
    let credential = json!({
        "apiVersion": api_version(),
        "kind": "ExecCredential",
        "spec": {},
        "status": { "expirationTimestamp": until, "token": token },
    });
    Ok(credential.to_string())
}

/// Returns the version that kubectl asks for, since it accepts no other. `aws eks update-kubeconfig` configures `v1beta1`,
/// which has the same members as `v1`.
fn api_version() -> &'static str {
    const V1: &str = "client.authentication.k8s.io/v1";
    const V1_BETA_1: &str = "client.authentication.k8s.io/v1beta1";
    let asked = std::env::var("KUBERNETES_EXEC_INFO").unwrap_or_default();
    match serde_json::from_str::<Value>(&asked) {
        Ok(info) if info["apiVersion"] == V1_BETA_1 => V1_BETA_1,
        _ => V1,
    }
}
