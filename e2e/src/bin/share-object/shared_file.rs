//! The file that the demo shares.

use std::fs;
use std::path::Path;

use bytes::Bytes;
use presign_e2e::{Error, MAX_OBJECT_BYTES};

/// A file as an S3 object.
#[derive(Debug)]
pub(crate) struct SharedFile {
    /// Its name, which becomes the key.
    pub(crate) name: String,
    pub(crate) content_type: &'static str,
    pub(crate) bytes: Bytes,
}

impl SharedFile {
    /// Returns the picture that comes with the demo.
    pub(crate) fn boat() -> Self {
        Self {
            name: "boat.jpg".to_owned(),
            content_type: "image/jpeg",
            bytes: Bytes::from_static(include_bytes!("../../../assets/boat.jpg")),
        }
    }

    /// Reads a file of the user.
    ///
    /// # Errors
    ///
    /// The file cannot be read, its name is not Unicode, or it is too large for the in-memory server.
    pub(crate) fn read(path: &Path) -> Result<Self, Error> {
        let shown = path.display();
        let failed = |error| format!("--file {shown}: {error}");
        let metadata = fs::metadata(path).map_err(failed)?;
        if !metadata.is_file() {
            return Err(format!("--file {shown}: not a file").into());
        }
        if metadata.len() > MAX_OBJECT_BYTES as u64 {
            return Err(format!("--file {shown}: larger than the limit of {MAX_OBJECT_BYTES} bytes").into());
        }
        let name = path
            .file_name()
            .and_then(|name| name.to_str())
            .ok_or_else(|| format!("--file {shown}: the name is not Unicode, so it cannot be an S3 key"))?;
        Ok(Self {
            name: name.to_owned(),
            content_type: content_type_of(name),
            bytes: fs::read(path).map_err(failed)?.into(),
        })
    }
}

/// Returns the content type, for the files that people are likely to open in a browser.
fn content_type_of(name: &str) -> &'static str {
    let extension = name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase());
    match extension.as_deref() {
        Some("jpg" | "jpeg") => "image/jpeg",
        Some("png") => "image/png",
        Some("gif") => "image/gif",
        Some("webp") => "image/webp",
        Some("avif") => "image/avif",
        Some("svg") => "image/svg+xml",
        Some("pdf") => "application/pdf",
        Some("txt" | "md") => "text/plain; charset=utf-8",
        Some("json") => "application/json",
        Some("mp4") => "video/mp4",
        Some("mp3") => "audio/mpeg",
        _ => "application/octet-stream",
    }
}
