//! An object that is being written.

use std::io::{self, ErrorKind};

use axum::http::StatusCode;
use cap_std::fs::{Dir, OpenOptions};
use tokio::io::AsyncWriteExt;

use super::{ETag, Missing, Storage, synchronize};
use crate::conditions::WriteConditions;
use crate::error::Error;
use crate::object_key::ObjectKey;
use crate::permissions::{Permit, Put};

/// How the name of a file begins that an upload writes. The dot [hides](ObjectKey::is_visible) it from reads, lists and
/// other uploads.
pub(super) const PREFIX: &str = ".presign-gateway-";

/// An object that is being written, to a hidden file in the directory where it will be. Dropping it removes the file.
#[derive(Debug)]
pub(crate) struct Upload {
    partial: Partial,
    file: tokio::fs::File,
    conditions: WriteConditions,
}

impl Upload {
    /// Creates the hidden file.
    pub(super) fn begin(storage: &Storage, permit: Permit<Put>, conditions: WriteConditions) -> Result<Self, Error> {
        let key = permit.key().clone();
        let mut random = [0; 8];
        getrandom::fill(&mut random).map_err(Error::internal)?;
        let temporary = format!("{PREFIX}{}.part", hex::encode(random));

        let _names = storage.lock_names();
        // They are checked again when the object appears. Here they save the client from sending it in vain.
        conditions.check(storage.found(&key)?.as_ref().map(|object| &object.etag))?;
        let directory = storage.parent(&key, Missing::IsCreated).map_err(|error| in_the_way(error, storage, &key))?;
        let (_, name) = key.directories_and_name();
        if directory.symlink_metadata(name).is_ok_and(|metadata| !metadata.is_file()) {
            return Err(in_the_way(ErrorKind::AlreadyExists.into(), storage, &key));
        }
        let file = directory
            .open_with(&temporary, OpenOptions::new().write(true).create_new(true))
            .map_err(|error| in_the_way(error, storage, &key))?;
        let partial = Partial { storage: storage.clone(), directory, temporary, key, is_done: false };
        Ok(Self { partial, file: tokio::fs::File::from_std(file.into_std()), conditions })
    }

    pub(crate) async fn write(&mut self, bytes: &[u8]) -> Result<(), Error> {
        Ok(self.file.write_all(bytes).await?)
    }

    /// Makes the object appear, in the place of an earlier one, if its conditions hold.
    pub(crate) async fn commit(mut self) -> Result<ETag, Error> {
        self.file.flush().await?;
        self.file.sync_all().await?;
        let storage = self.partial.storage.clone();
        storage.blocking(move |_| self.partial.appear(&self.conditions)).await
    }
}

/// The hidden file. It is removed unless it has become the object.
#[derive(Debug)]
struct Partial {
    storage: Storage,
    directory: Dir,
    temporary: String,
    key: ObjectKey,
    is_done: bool,
}

impl Partial {
    fn appear(mut self, conditions: &WriteConditions) -> Result<ETag, Error> {
        let (_, name) = self.key.directories_and_name();
        let storage = self.storage.clone();
        let names = storage.lock_names();
        conditions.check(storage.found(&self.key)?.as_ref().map(|object| &object.etag))?;
        let etag = ETag::of(&self.directory.symlink_metadata(&self.temporary)?)?;
        let renamed = self.directory.rename(&self.temporary, &self.directory, name);
        renamed.map_err(|error| in_the_way(error, &storage, &self.key))?;
        self.is_done = true;
        // The disk takes milliseconds. Other names can change meanwhile.
        drop(names);
        synchronize(&self.directory)?;
        Ok(etag)
    }
}

/// Blocks for the time of two system calls, in a task that has nothing else to do.
impl Drop for Partial {
    fn drop(&mut self) {
        if !self.is_done {
            let _names = self.storage.lock_names();
            // If it fails, the file is removed when the server starts again.
            let _ = self.directory.remove_file(&self.temporary);
            self.storage.remove_empty_directories(&self.key);
        }
    }
}

/// Returns the error for a key whose directory is a file, or whose file is a directory. In S3, `a` and `a/b` are two
/// objects.
fn in_the_way(error: io::Error, storage: &Storage, key: &ObjectKey) -> Error {
    // A new directory is not left behind if another one can't be created in it.
    storage.remove_empty_directories(key);
    let is_in_the_way = super::is_absent(&error)
        || matches!(error.kind(), ErrorKind::AlreadyExists | ErrorKind::DirectoryNotEmpty | ErrorKind::IsADirectory);
    if error.kind() == ErrorKind::PermissionDenied {
        return Error::access_denied();
    }
    if !is_in_the_way {
        return error.into();
    }
    let message = "This server keeps objects in files, and another file or directory is in the way of this key.";
    Error::new(StatusCode::CONFLICT, "InvalidRequest", message)
}
