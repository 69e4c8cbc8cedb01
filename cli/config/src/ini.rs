//! The INI files of the AWS CLI: sections of keys, where the value of a key may be an indented block of keys.

use std::collections::HashMap;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use configparser::ini::{Ini, IniDefault};

use crate::error::Error;

/// The values of a section, by lower-case keys. A value that is a block begins with a line feed.
pub(crate) type Section = HashMap<String, String>;

/// The name of the section of keys before the first section. No file can contain it.
const NO_SECTION: &str = "\0";

/// Reads a file. One that does not exist has no sections.
pub(crate) fn read(path: &Path) -> Result<HashMap<String, Section>, Error> {
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(HashMap::new()),
        Err(error) => return Err(Error::new(format!("can't read {}: {error}", path.display()))),
    };
    parse(&text).map_err(|problem| Error::new(format!("can't parse {}: {problem}", path.display())))
}

fn parse(text: &str) -> Result<HashMap<String, Section>, String> {
    let mut defaults = IniDefault::default();
    // As Python's parser, which the AWS CLI uses: comments are whole lines, and names of sections keep their case.
    NO_SECTION.clone_into(&mut defaults.default_section);
    defaults.case_sensitive = true;
    defaults.multiline = true;
    defaults.enable_inline_comments = false;
    let sections = Ini::new_from_defaults(defaults).read(text.trim_start_matches('\u{feff}').to_owned())?;
    let with_values = |(name, section): (String, HashMap<String, Option<String>>)| {
        let values = section.into_iter().map(|(key, value)| (key.to_lowercase(), value.unwrap_or_default()));
        (name, values.collect::<Section>())
    };
    let sections: HashMap<_, _> = sections.into_iter().map(with_values).collect();
    match sections.get(NO_SECTION) {
        // The key may be a secret.
        Some(_) => Err("there is a line before the first section".into()),
        None => Ok(sections),
    }
}

/// Returns a value of the block that is the value of a key, such as `addressing_style` of `s3`.
pub(crate) fn nested<'a>(section: &'a Section, block: &str, key: &str) -> Option<&'a str> {
    let block = section.get(block)?;
    if !block.starts_with(['\n', '\r']) {
        return None;
    }
    block
        .lines()
        .filter_map(|line| line.split_once('='))
        .find(|(name, _)| name.trim() == key)
        .map(|(_, value)| value.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_read_as_the_aws_cli_reads_them() {
        let sections = parse(
            "\u{feff}# a comment\n[default]\nRegion = eu-west-1\naws_secret_access_key=a;b#c=d\n\
             s3 =\n  addressing_style = path\n  # a comment\n\n  signature_version=s3v4\noutput: json\n\
             [profile \"two words\"]\n; a comment\nregion=\n",
        )
        .unwrap();
        let default = &sections["default"];
        assert_eq!(default["region"], "eu-west-1");
        assert_eq!(default["aws_secret_access_key"], "a;b#c=d");
        assert_eq!(nested(default, "s3", "addressing_style"), Some("path"));
        assert_eq!(nested(default, "s3", "signature_version"), Some("s3v4"));
        assert_eq!(nested(default, "s3", "other"), None);
        assert_eq!(nested(default, "region", "other"), None);
        assert_eq!(default["output"], "json");
        assert_eq!(sections["profile \"two words\""]["region"], "");
    }

    #[test]
    fn a_line_before_the_first_section_is_an_error() {
        assert_eq!(parse("region = x\n[default]\n").unwrap_err(), "there is a line before the first section");
    }
}
