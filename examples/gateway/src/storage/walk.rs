//! The keys of all objects, in order.

use std::io;
use std::time::SystemTime;

use cap_fs_ext::DirExt;
use cap_std::fs::Dir;

use super::{ETag, is_absent};
use crate::error::Error;
use crate::object_key::ObjectKey;

/// The keys that begin with a prefix, in ascending order of their bytes. It holds the names of one directory for each
/// level, and reads no directory that it can skip.
pub(crate) struct Walk {
    prefix: String,
    after: String,
    skipped: Option<String>,
    /// The open directories, the innermost one last.
    levels: Vec<Level>,
}

struct Level {
    directory: Dir,
    /// The key that the names are appended to: empty, or with a slash at the end.
    path: String,
    /// The names in descending order, those of directories with a slash at the end. As keys, `a-b` is before `a/b`.
    names: Vec<String>,
}

/// An object in a list.
pub(crate) struct Listed {
    pub(crate) key: String,
    pub(crate) size: u64,
    pub(crate) modified: SystemTime,
    pub(crate) etag: ETag,
}

impl Walk {
    pub(super) fn new(root: &Dir, prefix: &str, after: &str) -> Result<Self, Error> {
        let mut walk = Self { prefix: prefix.to_owned(), after: after.to_owned(), skipped: None, levels: Vec::new() };
        walk.enter(root.try_clone()?, String::new())?;
        Ok(walk)
    }

    /// Skips the remaining keys that begin with a prefix.
    pub(crate) fn skip(&mut self, prefix: &str) {
        self.skipped = Some(prefix.to_owned());
    }

    /// Returns the next object.
    pub(crate) fn next(&mut self) -> Result<Option<Listed>, Error> {
        while let Some(level) = self.levels.last_mut() {
            let Some(name) = level.names.pop() else {
                self.levels.pop();
                continue;
            };
            let key = format!("{}{name}", level.path);
            if self.skipped.as_ref().is_some_and(|skipped| key.starts_with(skipped)) {
                continue;
            }
            match name.strip_suffix('/') {
                Some(name) if may_contain(&key, &self.prefix, &self.after) => {
                    match level.directory.open_dir_nofollow(name) {
                        Ok(directory) => self.enter(directory, key)?,
                        // It was removed, or replaced, since its name was read. Or the server may not read it.
                        Err(error) if is_absent(&error) || is_forbidden(&error) => {}
                        Err(error) => return Err(error.into()),
                    }
                }
                None if key.starts_with(&self.prefix) && key > self.after => {
                    if let Some(found) = listed(&level.directory, &name, key)? {
                        return Ok(Some(found));
                    }
                }
                _ => {}
            }
        }
        Ok(None)
    }

    fn enter(&mut self, directory: Dir, path: String) -> Result<(), Error> {
        let mut names = Vec::new();
        let entries = match directory.entries() {
            Err(error) if is_forbidden(&error) => return Ok(()),
            entries => entries?,
        };
        for entry in entries {
            let entry = entry?;
            // A name that is not UTF-8 can't be a key.
            let Ok(mut name) = entry.file_name().into_string() else { continue };
            let kind = entry.file_type()?;
            if ObjectKey::is_visible(&name) && (kind.is_file() || kind.is_dir()) {
                if kind.is_dir() {
                    name.push('/');
                }
                names.push(name);
            }
        }
        names.sort_unstable_by(|one, other| other.cmp(one));
        self.levels.push(Level { directory, path, names });
        Ok(())
    }
}

/// Returns whether there may be keys in a directory that begin with the prefix and are after `after`. `path` ends with a
/// slash.
fn may_contain(path: &str, prefix: &str, after: &str) -> bool {
    (path.starts_with(prefix) || prefix.starts_with(path)) && (path > after || after.starts_with(path))
}

fn is_forbidden(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::PermissionDenied
}

fn listed(directory: &Dir, name: &str, key: String) -> Result<Option<Listed>, Error> {
    match directory.symlink_metadata(name) {
        Ok(metadata) if metadata.is_file() => {
            let (size, modified) = (metadata.len(), metadata.modified()?.into_std());
            Ok(Some(Listed { key, size, modified, etag: ETag::of(&metadata)? }))
        }
        Ok(_) => Ok(None),
        Err(error) if is_absent(&error) => Ok(None),
        Err(error) => Err(error.into()),
    }
}
