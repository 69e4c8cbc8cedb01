//! Removes what interrupted uploads left.

use std::io;

use cap_fs_ext::DirExt;
use cap_std::fs::Dir;

use super::upload::PREFIX;
use crate::object_key::ObjectKey;

/// Removes the hidden files of uploads that did not end before the server was killed, and directories that were only
/// created for them.
pub(super) fn remove_partial_uploads(directory: &Dir) -> io::Result<()> {
    for entry in directory.entries()? {
        let entry = entry?;
        let name = entry.file_name();
        let Some(name) = name.to_str() else { continue };
        let kind = entry.file_type()?;
        if kind.is_file() && name.starts_with(PREFIX) {
            directory.remove_file(name)?;
        } else if kind.is_dir() && ObjectKey::is_visible(name) {
            remove_partial_uploads(&directory.open_dir_nofollow(name)?)?;
        }
    }
    Ok(())
}
