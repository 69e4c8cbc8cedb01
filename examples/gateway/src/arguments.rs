//! The command line.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::time::Duration;

use lexopt::Arg::{Long, Short, Value};
use lexopt::ValueExt;
use presign_gateway::Limits;

use crate::Failure;

pub(crate) const HELP: &str = "\
Serves the files of a directory under presigned URLs.

Usage: presign-gateway DIRECTORY [OPTION...]

  --bucket NAME             the name of the bucket; by default that of the directory
  --database FILE           the keys and permissions; by default DIRECTORY.gateway.sqlite, beside the directory
  --listen ADDRESS:PORT     by default a free port on 127.0.0.1
  --public-url URL          what clients use instead of http://ADDRESS:PORT, such as https://files.example.com
  --max-upload-bytes BYTES  the largest object; by default 5 GiB, as in S3
  --grace-seconds SECONDS   how long running requests may go on after SIGTERM; by default 10
";

/// The largest object that S3 accepts in one request.
const FIVE_GIB: u64 = 5 * 1024 * 1024 * 1024;

/// What the server is told to do.
pub(crate) struct Arguments {
    pub(crate) directory: PathBuf,
    pub(crate) bucket: String,
    pub(crate) database: PathBuf,
    pub(crate) listen: SocketAddr,
    pub(crate) public_url: Option<String>,
    pub(crate) max_upload_bytes: u64,
    pub(crate) limits: Limits,
}

impl Arguments {
    /// Parses the arguments of the process. Returns `None` if they ask for help.
    pub(crate) fn parse() -> Result<Option<Self>, Failure> {
        let (mut directory, mut bucket, mut database, mut public_url) = (None, None, None, None);
        let mut listen = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        let mut max_upload_bytes = FIVE_GIB;
        let mut limits = Limits::default();
        let mut parser = lexopt::Parser::from_env();
        while let Some(argument) = parser.next()? {
            match argument {
                Long("bucket") => bucket = Some(parser.value()?.string()?),
                Long("database") => database = Some(PathBuf::from(parser.value()?)),
                Long("listen") => listen = parser.value()?.parse()?,
                Long("public-url") => public_url = Some(origin(&parser.value()?.string()?)?),
                Long("max-upload-bytes") => max_upload_bytes = parser.value()?.parse()?,
                Long("grace-seconds") => limits.grace = Duration::from_secs(parser.value()?.parse()?),
                Long("help") | Short('h') => return Ok(None),
                Value(path) if directory.is_none() => directory = Some(PathBuf::from(path)),
                argument => return Err(argument.unexpected().into()),
            }
        }
        let given = directory.ok_or("no directory is given; see --help")?;
        let directory = given.canonicalize().map_err(|error| format!("can't serve {}: {error}", given.display()))?;
        let bucket = match bucket {
            Some(bucket) if bucket.contains(|character| !is_in_bucket_names(character)) => {
                return Err("--bucket may have letters, digits, hyphens, dots and underscores".into());
            }
            Some(bucket) => bucket,
            None => bucket_name(&directory)?,
        };
        let database = database.unwrap_or_else(|| beside(&directory));
        check_is_outside(&database, &directory)?;
        Ok(Some(Self { directory, bucket, database, listen, public_url, max_upload_bytes, limits }))
    }
}

/// Checks that a URL has no path. A proxy that removes one would have to be told to the verifier.
fn origin(url: &str) -> Result<String, Failure> {
    let origin = url.trim_end_matches('/');
    let is_origin =
        origin.split_once("://").is_some_and(|(_, host)| !host.is_empty() && !host.contains(['/', '?', '#']));
    if is_origin { Ok(origin.to_owned()) } else { Err("--public-url is not a URL without a path".into()) }
}

/// Returns a name for the bucket that clients accept, such as `My-photos` for the directory `My photos`.
fn bucket_name(directory: &Path) -> Result<String, Failure> {
    let name = directory.file_name().unwrap_or_default().to_string_lossy();
    let name = name.replace(|character: char| !is_in_bucket_names(character), "-");
    let name = name.trim_matches(['-', '.']);
    if name.is_empty() {
        return Err("the directory has no name that a bucket could have; use --bucket".into());
    }
    Ok(name.to_owned())
}

/// Returns whether boto3 and the AWS CLI accept a character in the name of a bucket.
fn is_in_bucket_names(character: char) -> bool {
    character.is_ascii_alphanumeric() || matches!(character, '-' | '.' | '_')
}

fn beside(directory: &Path) -> PathBuf {
    let mut path = directory.as_os_str().to_owned();
    path.push(".gateway.sqlite");
    path.into()
}

/// Checks that the database is not in the directory, where it could be served.
fn check_is_outside(database: &Path, directory: &Path) -> Result<(), Failure> {
    let absolute = std::path::absolute(database)?;
    let parent = absolute.parent().ok_or("--database is not a file")?;
    let parent = parent.canonicalize().map_err(|error| format!("can't open {}: {error}", parent.display()))?;
    if parent.starts_with(directory) {
        return Err("the database has secret keys, and must not be in the served directory; use --database".into());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_buckets() {
        for (directory, bucket) in [("/srv/photos", "photos"), ("/srv/My photos!", "My-photos"), ("/.hidden", "hidden")]
        {
            assert_eq!(bucket_name(Path::new(directory)).unwrap(), bucket);
        }
        for directory in ["/", "/srv/日本"] {
            assert!(bucket_name(Path::new(directory)).is_err(), "{directory}");
        }
    }

    #[test]
    fn public_urls() {
        assert_eq!(origin("https://files.example.com/").unwrap(), "https://files.example.com");
        for url in ["files.example.com", "https://files.example.com/a", "https://files.example.com?a", "https://"] {
            assert!(origin(url).is_err(), "{url}");
        }
    }
}
