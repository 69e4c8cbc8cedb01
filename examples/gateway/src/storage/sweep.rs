//! Removes what interrupted uploads left.

use std::io::{self, ErrorKind};

use cap_fs_ext::DirExt;
use cap_std::fs::Dir;

use super::upload::PREFIX;
use crate::object_key::ObjectKey;

/// Removes the hidden files of uploads that did not end before the server was killed, and directories that were only
/// created for them. Returns whether there were any.
pub(super) fn remove_partial_uploads(directory: &Dir) -> io::Result<bool> {
    let mut found = false;
    for entry in directory.entries()? {
        let entry = entry?;
        let name = entry.file_name();
        let Some(name) = name.to_str() else { continue };
        let kind = entry.file_type()?;
        if kind.is_file() && name.starts_with(PREFIX) {
            directory.remove_file(name)?;
            found = true;
        } else if kind.is_dir() && ObjectKey::is_visible(name) {
            match directory.open_dir_nofollow(name).and_then(|inner| remove_partial_uploads(&inner)) {
                // Fails if there is something else in it.
                Ok(true) => found |= directory.remove_dir(name).is_ok(),
                Ok(false) => {}
                // Uploads into it would have failed too.
                Err(error) if error.kind() == ErrorKind::PermissionDenied => {}
                Err(error) => return Err(error),
            }
        }
    }
    Ok(found)
}
