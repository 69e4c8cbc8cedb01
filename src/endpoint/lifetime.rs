//! How long services accept a URL or token, whatever `X-Amz-Expires` says: data alone.
//!
//! A row holds only what the source in its comment says. Services that state no limit have no row, and neither have
//! those that accept all of the protocol's 7 days, such as Amazon Polly and Aurora DSQL. Users find the limits in
//! `docs/services.md` and in the documentation of the module `token`; tests compare them with this table.

use self::Expires::{Honored, Ignored};

/// The limits of a service, or of the protocol.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Lifetime {
    /// Who sets the limit.
    pub(crate) by: &'static str,
    /// The longest expiry, in seconds.
    pub(crate) longest: u32,
    /// The longest expiry in words, for error messages.
    pub(crate) words: &'static str,
    pub(crate) expires: Expires,
}

/// What a service does with `X-Amz-Expires`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Expires {
    /// It rejects the URL that many seconds after the signing time.
    Honored,
    /// It accepts every URL for the longest time, even if a shorter expiry is signed.
    Ignored,
}

/// The limit of the protocol.
pub(crate) static SIGV4: Lifetime =
    Lifetime { by: "SigV4", longest: 7 * 24 * 60 * 60, words: "7 days", expires: Honored };

/// The services with limits of their own, by signing name.
#[rustfmt::skip]
static SERVICES: [(&str, Lifetime); 8] = [
    // https://github.com/kubernetes-sigs/aws-iam-authenticator/blob/master/pkg/token/token.go: the comments on
    // `requestPresignParam` and `presignedURLExpiration`. Tokens for Amazon EKS are URLs for AWS STS.
    ("sts", minutes(15, "15 minutes", "AWS STS", Ignored)),
    // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.html
    ("rds-db", minutes(15, "15 minutes", "Amazon RDS", Honored)),
    // https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/auth-iam.html
    ("elasticache", minutes(15, "15 minutes", "Amazon ElastiCache", Honored)),
    // https://docs.aws.amazon.com/memorydb/latest/devguide/auth-iam.html
    ("memorydb", minutes(15, "15 minutes", "Amazon MemoryDB", Honored)),
    // https://github.com/aws/aws-msk-iam-sasl-signer-python: as long as AWS's own clients sign for.
    ("kafka-cluster", minutes(15, "15 minutes", "Amazon MSK", Honored)),
    // https://docs.aws.amazon.com/bedrock/latest/userguide/api-keys.html: short-term keys.
    ("bedrock", minutes(12 * 60, "12 hours", "Amazon Bedrock", Honored)),
    // https://github.com/aws/bedrock-agentcore-sdk-python: as long as AWS's own clients sign for
    // (MAX_PRESIGNED_URL_TIMEOUT).
    ("bedrock-agentcore", minutes(5, "5 minutes", "Amazon Bedrock AgentCore", Honored)),
    // https://docs.aws.amazon.com/transcribe/latest/dg/streaming-websocket.html
    ("transcribe", minutes(5, "5 minutes", "Amazon Transcribe", Honored)),
];

const fn minutes(longest: u32, words: &'static str, by: &'static str, expires: Expires) -> Lifetime {
    Lifetime { by, longest: longest * 60, words, expires }
}

impl Lifetime {
    /// Returns the limits of a service of AWS.
    pub(crate) fn on_aws(signing_name: &str) -> &'static Self {
        SERVICES.iter().find(|(name, _)| *name == signing_name).map_or(&SIGV4, |(_, lifetime)| lifetime)
    }
}
