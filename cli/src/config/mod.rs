//! Credentials and settings, as the AWS CLI finds them: the command, the environment, and the shared config and
//! credentials files.

pub(crate) mod credentials;
pub(crate) mod environment;
mod ini;
pub(crate) mod profile;
pub(crate) mod settings;
