//! A profile: the settings under one name in the shared config and credentials files.

use std::collections::HashMap;
use std::fmt::{self, Debug, Formatter};
use std::path::{Path, PathBuf};

use crate::environment::{self, first_of, variable};
use crate::error::Error;
use crate::ini::{self, Section};

/// A profile of the shared config and credentials files.
pub struct Profile {
    pub(crate) name: String,
    /// The settings of both files. Those of the credentials file take precedence.
    pub(crate) merged: Section,
    /// The settings of the credentials file alone.
    pub(crate) credentials: Section,
    /// The settings of the config file alone.
    pub(crate) config: Section,
    /// The section `services` that the profile refers to.
    pub(crate) services: Section,
    /// Whether the caller named the profile: then the keys of the environment don't count.
    pub(crate) is_chosen: bool,
}

impl Profile {
    /// Loads the profile with this name, or else that of `AWS_PROFILE` or `AWS_DEFAULT_PROFILE`, or else `default`.
    ///
    /// If a name is given, [`credentials`](crate::credentials) ignores the keys in the environment. The files are those of
    /// `AWS_CONFIG_FILE` and `AWS_SHARED_CREDENTIALS_FILE`, or else in the folder `.aws` of the user. Files that don't exist
    /// are empty.
    ///
    /// # Errors
    ///
    /// If a file can't be read or parsed, if neither has a profile that was named, or if a variable is not UTF-8.
    pub fn load(chosen: Option<&str>) -> Result<Self, Error> {
        let from_environment = first_of(&["AWS_PROFILE", "AWS_DEFAULT_PROFILE"])?;
        let name = chosen.map(str::to_owned).or(from_environment);
        let config_path = file("AWS_CONFIG_FILE", "config")?;
        let credentials_path = file("AWS_SHARED_CREDENTIALS_FILE", "credentials")?;
        let config = config_path.as_deref().map_or(Ok(HashMap::new()), ini::read)?;
        let mut credentials = credentials_path.as_deref().map_or(Ok(HashMap::new()), ini::read)?;

        let is_named = name.is_some();
        let name = name.unwrap_or_else(|| "default".into());
        let from_config = named(&config, "profile", &name)
            .or_else(|| Some(config.get("default")?.clone()).filter(|_| name == "default"));
        let from_credentials = credentials.remove(&name);
        if is_named && from_config.is_none() && from_credentials.is_none() {
            let files: Vec<_> =
                [config_path, credentials_path].into_iter().flatten().map(|path| path.display().to_string()).collect();
            return Err(Error::new(format!(
                "profile {name:?} is not in {}: check its name, or create it with `aws configure --profile`",
                files.join(" and not in ")
            )));
        }
        let (config_of_profile, credentials) = (from_config.unwrap_or_default(), from_credentials.unwrap_or_default());
        let mut merged = config_of_profile.clone();
        merged.extend(credentials.clone());
        let services = merged.get("services").and_then(|services| named(&config, "services", services));
        let services = services.unwrap_or_default();
        Ok(Self { name, merged, credentials, config: config_of_profile, services, is_chosen: chosen.is_some() })
    }

    /// Returns the name of the profile.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns a setting of either file, unless it is empty.
    pub(crate) fn get(&self, key: &str) -> Option<&str> {
        self.merged.get(key).map(String::as_str).filter(|value| !value.is_empty())
    }

    /// Returns a setting of the block `s3`.
    pub(crate) fn s3(&self, key: &str) -> Option<&str> {
        ini::nested(&self.merged, "s3", key)
    }
}

/// Shows the name alone, since the settings may be secrets.
impl Debug for Profile {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.debug_struct("Profile").field("name", &self.name).finish_non_exhaustive()
    }
}

/// Returns the section `[kind name]`, whose name may be quoted.
fn named(sections: &HashMap<String, Section>, kind: &str, name: &str) -> Option<Section> {
    let is_it = |header: &str| {
        header.starts_with(kind)
            && matches!(&*shell_words::split(header).unwrap_or_default(), [found_kind, found] if found_kind == kind && found == name)
    };
    sections.iter().find(|(header, _)| is_it(header)).map(|(_, section)| section.clone())
}

/// Returns the path of a shared file: that of a variable, or else one in the folder `.aws` of the user.
fn file(name: &str, default: &str) -> Result<Option<PathBuf>, Error> {
    let home = std::env::home_dir();
    let given = variable(name)?.map(|path| environment::expand(&path));
    Ok(match (given, home) {
        (Some(path), Some(home)) => Some(expand(&path, &home)),
        (Some(path), None) => Some(path.into()),
        (None, Some(home)) => Some(home.join(".aws").join(default)),
        (None, None) => None,
    })
}

/// Replaces `~` at the beginning by the folder of the user.
fn expand(path: &str, home: &Path) -> PathBuf {
    match path.strip_prefix('~') {
        Some("") => home.to_owned(),
        Some(rest) if rest.starts_with(['/', std::path::MAIN_SEPARATOR]) => home.join(&rest[1..]),
        _ => path.into(),
    }
}
