//! The servers that the suite runs on.

use std::fmt;
use std::str::FromStr;

/// A server in one configuration. The suite's table of differences says how it differs from S3.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ServerName {
    /// The server of this package.
    Embedded,
    /// Ceph's gateway.
    Radosgw,
    /// Ceph's gateway with STS, which it needs for session tokens.
    RadosgwSts,
    /// OpenStack Swift with s3api.
    Swift,
    /// MiniStack, which imitates AWS.
    MiniStack,
    /// JuiceFS, a file system behind MinIO's gateway.
    JuiceFs,
}

impl ServerName {
    /// All servers.
    pub const ALL: [Self; 6] =
        [Self::Embedded, Self::Radosgw, Self::RadosgwSts, Self::Swift, Self::MiniStack, Self::JuiceFs];
}

impl fmt::Display for ServerName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Embedded => "embedded",
            Self::Radosgw => "radosgw",
            Self::RadosgwSts => "radosgw-sts",
            Self::Swift => "swift",
            Self::MiniStack => "ministack",
            Self::JuiceFs => "juicefs",
        })
    }
}

impl FromStr for ServerName {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        let known = Self::ALL.into_iter().find(|server| server.to_string() == name);
        known.ok_or_else(|| format!("unknown server {name:?}"))
    }
}
