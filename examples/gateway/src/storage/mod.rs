//! Objects in files.
//!
//! - Nothing outside the served directory is reached: each directory is opened relative to the one before it, and no
//!   symbolic link is followed. Links that stay inside are refused too, or else a user with a permission for `alice/`
//!   would read through `alice/link` what belongs to `bob/`.
//! - An object appears at once or not at all: an upload writes a hidden file and renames it.
//! - What was acknowledged survives a power failure: an upload and its directories are synchronized before the answer.
//!   A deletion is not.
//!
//! The directory must be on a file system that distinguishes upper and lower case. Otherwise, `Bob/a` is the same file as
//! `bob/a`, and permissions for `Bob/` are permissions for `bob/`.

mod object;
mod sweep;
mod upload;
mod walk;

use std::fs::TryLockError;
use std::io::{self, ErrorKind};
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use cap_fs_ext::{DirExt, FollowSymlinks, OpenOptionsFollowExt, OpenOptionsSyncExt};
use cap_std::ambient_authority;
use cap_std::fs::{Dir, File, OpenOptions};
use rustix::io::Errno;

use crate::conditions::WriteConditions;
use crate::error::Error;
use crate::object_key::ObjectKey;
use crate::permissions::{Delete, Get, ListPermit, Permit, Put};

pub(crate) use self::object::{ETag, Object};
pub(crate) use self::upload::Upload;
pub(crate) use self::walk::{Listed, Walk};

/// The objects in a directory. Clones share it.
#[derive(Clone, Debug)]
pub struct Storage(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    root: Dir,
    /// Held while names appear and disappear, so that a condition still holds when its change is made, and a directory is
    /// not removed as empty while an upload into it begins. File contents are written without it.
    names: Mutex<()>,
    /// The directory, locked against a second server, whose `names` would be another lock.
    _lock: std::fs::File,
}

impl Storage {
    /// Opens a directory, and removes what uploads left there that were interrupted by a crash.
    ///
    /// # Errors
    ///
    /// It is not a directory, or another gateway serves it.
    pub fn open(directory: &Path) -> io::Result<Self> {
        let lock = std::fs::File::open(directory)?;
        lock.try_lock().map_err(|error| match error {
            TryLockError::WouldBlock => io::Error::other("another gateway serves this directory"),
            TryLockError::Error(error) => error,
        })?;
        let root = Dir::open_ambient_dir(directory, ambient_authority())?;
        sweep::remove_partial_uploads(&root)?;
        Ok(Self(Arc::new(Inner { root, names: Mutex::new(()), _lock: lock })))
    }

    /// Opens an object.
    pub(crate) async fn get(&self, permit: Permit<Get>) -> Result<Object, Error> {
        self.blocking(move |storage| storage.find(permit.key())).await
    }

    /// Begins an upload. The object is not there until it is [committed](Upload::commit).
    pub(crate) async fn put(&self, permit: Permit<Put>, conditions: WriteConditions) -> Result<Upload, Error> {
        self.blocking(move |storage| Upload::begin(storage, permit, conditions)).await
    }

    /// Deletes an object, and the directories that are empty then. As in S3, there need not be one.
    pub(crate) async fn delete(&self, permit: Permit<Delete>, conditions: WriteConditions) -> Result<(), Error> {
        self.blocking(move |storage| {
            let _names = storage.lock_names();
            let found = storage.found(permit.key())?;
            conditions.check(found.as_ref().map(|object| &object.etag))?;
            if found.is_some() {
                let (_, name) = permit.key().directories_and_name();
                storage.parent(permit.key(), Missing::IsAnError)?.remove_file(name)?;
                storage.remove_empty_directories(permit.key());
            }
            Ok(())
        })
        .await
    }

    /// Lists keys in ascending order, those after `after` only.
    pub(crate) fn list(&self, permit: &ListPermit, after: &str) -> Result<Walk, Error> {
        Walk::new(&self.0.root, permit.prefix(), after)
    }

    /// Runs something that waits for the disk where it may block.
    pub(crate) async fn blocking<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Self) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let storage = self.clone();
        tokio::task::spawn_blocking(move || work(&storage)).await.map_err(Error::internal)?
    }

    fn lock_names(&self) -> MutexGuard<'_, ()> {
        // It guards no data.
        self.0.names.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn find(&self, key: &ObjectKey) -> Result<Object, Error> {
        self.found(key)?.ok_or_else(Error::no_such_key)
    }

    fn found(&self, key: &ObjectKey) -> Result<Option<Object>, Error> {
        let (_, name) = key.directories_and_name();
        let opened = self.parent(key, Missing::IsAnError).and_then(|directory| open_file(&directory, name));
        match opened {
            Ok(file) => Ok(Object::of(file)?),
            Err(error) if is_absent(&error) => Ok(None),
            // The server itself may not read it.
            Err(error) if error.kind() == ErrorKind::PermissionDenied => Err(Error::access_denied()),
            Err(error) => Err(error.into()),
        }
    }

    /// Opens the directory of a key.
    fn parent(&self, key: &ObjectKey, missing: Missing) -> io::Result<Dir> {
        let mut directory = self.0.root.try_clone()?;
        for name in key.directories_and_name().0 {
            let mut next = directory.open_dir_nofollow(name);
            if let (Missing::IsCreated, Err(error)) = (missing, &next)
                && error.kind() == ErrorKind::NotFound
            {
                directory.create_dir(name)?;
                synchronize(&directory)?;
                next = directory.open_dir_nofollow(name);
            }
            directory = next?;
        }
        Ok(directory)
    }

    /// Removes the directories of a key from the innermost one on, up to the first that is not empty. Otherwise, the
    /// directory `a` would be in the way of an object `a` after the object `a/b` is deleted.
    fn remove_empty_directories(&self, key: &ObjectKey) {
        let mut path = key.as_str();
        while let Some((parent, _)) = path.rsplit_once('/') {
            let Ok(key) = ObjectKey::parse(parent) else { return };
            let Ok(directory) = self.parent(&key, Missing::IsAnError) else { return };
            if directory.remove_dir(key.directories_and_name().1).is_err() {
                return;
            }
            path = parent;
        }
    }
}

/// What happens if a directory of a key is missing.
#[derive(Clone, Copy)]
enum Missing {
    IsAnError,
    IsCreated,
}

/// Opens a file for reading.
fn open_file(directory: &Dir, name: &str) -> io::Result<File> {
    let mut options = OpenOptions::new();
    // Opening a FIFO would wait for a writer without `nonblock`. Files don't know it.
    options.read(true).follow(FollowSymlinks::No).nonblock(true);
    directory.open_with(name, &options)
}

/// Makes the names in a directory survive a power failure.
fn synchronize(directory: &Dir) -> io::Result<()> {
    directory.open(".")?.sync_all()
}

/// Returns whether an error says that there is no such file, rather than that something failed: the file or a directory is
/// missing, a file or a symbolic link is in the place of a directory, or a link, directory or socket in that of a file.
fn is_absent(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory | ErrorKind::IsADirectory)
        || matches!(Errno::from_io_error(error), Some(Errno::LOOP | Errno::NXIO))
}
