//! The servers that the suite knows.

use std::fmt;
use std::str::FromStr;

/// A server, in one configuration. Where they differ from S3 is in the suite's table of differences.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ServerName {
    /// The one of this package.
    Embedded,
    /// Ceph's gateway.
    Radosgw,
    /// Ceph's gateway with STS, without which it knows no session tokens.
    RadosgwSts,
    /// OpenStack Swift with s3api.
    Swift,
}

impl ServerName {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Embedded, Self::Radosgw, Self::RadosgwSts, Self::Swift];
}

impl fmt::Display for ServerName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Embedded => "embedded",
            Self::Radosgw => "radosgw",
            Self::RadosgwSts => "radosgw-sts",
            Self::Swift => "swift",
        })
    }
}

impl FromStr for ServerName {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        let known = Self::ALL.into_iter().find(|server| server.to_string() == name);
        known.ok_or_else(|| format!("no server is named {name:?}"))
    }
}
