//! An object that is open for reading.

use std::fmt;
use std::io;
use std::time::{SystemTime, UNIX_EPOCH};

use cap_fs_ext::MetadataExt;
use cap_std::fs::{File, Metadata};

/// An object that is open for reading. If another one takes its place or it is deleted, it still reads the same bytes.
#[derive(Debug)]
pub(crate) struct Object {
    pub(crate) file: std::fs::File,
    pub(crate) size: u64,
    pub(crate) modified: SystemTime,
    pub(crate) etag: ETag,
}

impl Object {
    /// Returns the object in a file, or `None` for a directory, a device, a FIFO or a socket.
    pub(super) fn of(file: File) -> io::Result<Option<Self>> {
        // Of the open file: the name may be that of another file by now.
        let metadata = file.metadata()?;
        if !metadata.is_file() {
            return Ok(None);
        }
        let etag = ETag::of(&metadata)?;
        let modified = metadata.modified()?.into_std();
        Ok(Some(Self { file: file.into_std(), size: metadata.len(), modified, etag }))
    }
}

/// The entity tag of an object: its time of modification, its size and its inode, which change whenever an upload takes
/// its place.
///
/// S3's is the MD5 of an object that was uploaded in one part, which would have to be computed for each file that appears
/// in the directory. A hyphen in an entity tag tells clients of S3 that it is not an MD5.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ETag(String);

impl ETag {
    pub(super) fn of(metadata: &Metadata) -> io::Result<Self> {
        let since = metadata.modified()?.into_std().duration_since(UNIX_EPOCH).unwrap_or_default();
        Ok(Self(format!("\"{:x}-{:x}-{:x}\"", since.as_nanos(), metadata.len(), metadata.ino())))
    }

    /// Returns the tag with its quotation marks.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns whether a condition names this tag: `"tag"`, or without the quotation marks, which clients of S3 omit.
    pub(crate) fn is(&self, condition: &str) -> bool {
        self.0 == condition || self.0.trim_matches('"') == condition
    }
}

impl fmt::Display for ETag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
