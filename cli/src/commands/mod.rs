//! The commands.

pub(crate) mod explain;
mod findings;
pub(crate) mod generate;
pub(crate) mod inspect;
mod many;
pub(crate) mod multipart;
pub(crate) mod post;
pub(crate) mod token;
pub(crate) mod url;
pub(crate) mod verify;
