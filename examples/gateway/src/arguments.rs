//! The command line.

use std::ffi::OsString;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use lexopt::ValueExt;

use crate::Failure;

pub(crate) const HELP: &str = "\
Serves the files of a directory under presigned URLs.

Usage: presign-gateway DIRECTORY [OPTION...]

  --bucket NAME             the name of the bucket; by default that of the directory
  --database FILE           the keys and permissions; by default DIRECTORY.gateway.sqlite, beside the directory
  --listen ADDRESS:PORT     by default a free port on 127.0.0.1
  --public-url URL          what clients use instead of http://ADDRESS:PORT, such as https://files.example.com
  --max-upload-bytes BYTES  the largest object; by default 5 GiB, as in S3
";

/// The largest object that S3 accepts in one request.
const FIVE_GIB: u64 = 5 * 1024 * 1024 * 1024;

pub(crate) enum Command {
    Help,
    Serve(Arguments),
}

/// What the server is told to do.
pub(crate) struct Arguments {
    pub(crate) directory: PathBuf,
    pub(crate) bucket: String,
    pub(crate) database: PathBuf,
    pub(crate) listen: SocketAddr,
    pub(crate) public_url: Option<String>,
    pub(crate) max_upload_bytes: u64,
}

impl Arguments {
    /// Parses the arguments of the process.
    pub(crate) fn parse() -> Result<Command, Failure> {
        let (mut directory, mut bucket, mut database, mut public_url) = (None, None, None, None);
        let mut listen = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        let mut max_upload_bytes = FIVE_GIB;
        let mut parser = lexopt::Parser::from_env();
        while let Some(argument) = parser.next()? {
            match argument {
                lexopt::Arg::Long("bucket") => bucket = Some(parser.value()?.string()?),
                lexopt::Arg::Long("database") => database = Some(PathBuf::from(parser.value()?)),
                lexopt::Arg::Long("listen") => listen = parser.value()?.parse()?,
                lexopt::Arg::Long("public-url") => public_url = Some(parser.value()?.string()?),
                lexopt::Arg::Long("max-upload-bytes") => max_upload_bytes = parser.value()?.parse()?,
                lexopt::Arg::Long("help") | lexopt::Arg::Short('h') => return Ok(Command::Help),
                lexopt::Arg::Value(path) if directory.is_none() => directory = Some(path),
                argument => return Err(argument.unexpected().into()),
            }
        }
        let directory = directory.ok_or("no directory is given; see --help")?;
        Self::complete(directory, bucket, database, listen, public_url, max_upload_bytes).map(Command::Serve)
    }

    fn complete(
        directory: OsString,
        bucket: Option<String>,
        database: Option<PathBuf>,
        listen: SocketAddr,
        public_url: Option<String>,
        max_upload_bytes: u64,
    ) -> Result<Self, Failure> {
        let given = PathBuf::from(directory);
        let directory = given.canonicalize().map_err(|error| format!("can't serve {}: {error}", given.display()))?;
        let name = directory.file_name().and_then(|name| name.to_str());
        let bucket = match (bucket, name) {
            (Some(bucket), _) => bucket,
            (None, Some(name)) => name.to_owned(),
            (None, None) => return Err("the directory has no name that a bucket could have; use --bucket".into()),
        };
        // Not in the directory, where it could be served.
        let database = database.unwrap_or_else(|| {
            let mut path = directory.clone().into_os_string();
            path.push(".gateway.sqlite");
            path.into()
        });
        let parent = std::path::absolute(&database)?;
        let parent = parent.parent().ok_or("--database is not a file")?.canonicalize()?;
        if parent.starts_with(&directory) {
            return Err("the database has secret keys, and must not be in the served directory; use --database".into());
        }
        Ok(Self { directory, bucket, database, listen, public_url, max_upload_bytes })
    }
}
