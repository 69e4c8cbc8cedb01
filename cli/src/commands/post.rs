//! `presign post`: forms for uploads from a browser.

use std::time::Duration;

use clap::{Args, ValueEnum};
use presign::CachedSigner;
use presign_config::PlaceArgs;
use time::OffsetDateTime;

use crate::failure::Failure;
use crate::place::Place;
use crate::s3_uri::S3Uri;
use crate::{lifetime, output, when};

/// The options of a form.
#[derive(Args, Debug)]
pub(crate) struct PostArgs {
    /// s3://BUCKET/KEY. `${filename}` in the key stands for the name of the file
    #[arg(value_name = "S3_URI")]
    uri: String,
    /// Let the form choose any key that begins with KEY
    #[arg(long)]
    starts_with: bool,
    /// How long the form is valid: seconds, or 30m, 12h, 7d
    #[arg(long, short = 'e', value_name = "DURATION", default_value = "1h", value_parser = lifetime::parse, allow_hyphen_values = true)]
    expires_in: Duration,
    /// The type of the file. One that ends with `*`, such as image/*, allows any type that begins so
    #[arg(long, short = 't', value_name = "TYPE")]
    content_type: Option<String>,
    /// The largest file, in bytes
    #[arg(long, value_name = "BYTES")]
    max_size: Option<u64>,
    /// The smallest file, in bytes
    #[arg(long, value_name = "BYTES", default_value = "0", requires = "max_size")]
    min_size: u64,
    /// Another field that the form must send, as `name=value`
    #[arg(long, value_name = "FIELD")]
    field: Vec<String>,
    /// The status that the server answers: 200, 201 or 204
    #[arg(long, value_name = "STATUS", conflicts_with = "redirect")]
    success_status: Option<u16>,
    /// The URL that the server redirects to after the upload
    #[arg(long, value_name = "URL")]
    redirect: Option<String>,
    /// The time of signing, as 2026-11-23T12:00:00Z [default: now]
    #[arg(long, value_name = "TIME", value_parser = when::parse)]
    at: Option<OffsetDateTime>,
    /// What to print
    #[arg(long, short = 'f', value_enum, value_name = "FORMAT", default_value = "json")]
    format: Format,
    /// The file that the curl command uploads
    #[arg(long, value_name = "FILE", default_value = "FILE")]
    file: String,
    #[command(flatten)]
    place: PlaceArgs,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// An object with the URL and the fields
    Json,
    /// A page with the form
    Html,
    /// A curl command
    Curl,
}

impl PostArgs {
    pub(crate) fn run(&self) -> Result<(), Failure> {
        let uri = S3Uri::parse(&self.uri)?;
        let Place { bucket, credentials } = Place::load(&self.place, uri.bucket)?;
        let policy = bucket.post_policy().expires_in(self.expires_in);
        let mut policy = match self.starts_with {
            true => policy.key_starts_with(uri.key),
            false if uri.key.contains("${filename}") => policy.key(uri.required_key()?).allow_file_name_variable(),
            false => policy.key(uri.required_key()?),
        };
        if let Some(content_type) = &self.content_type {
            policy = match content_type.strip_suffix('*') {
                Some(prefix) => policy.content_type_starts_with(prefix),
                None => policy.content_type(content_type),
            };
        }
        if let Some(max) = self.max_size {
            policy = policy.content_length_range(self.min_size..=max);
        }
        for field in &self.field {
            let (name, value) = field.split_once('=').ok_or_else(|| {
                Failure::usage("--field needs a name, an equals sign and a value: --field name=value")
            })?;
            policy = policy.field(name, value);
        }
        if let Some(status) = self.success_status {
            policy = policy.success_action_status(status);
        }
        if let Some(url) = &self.redirect {
            policy = policy.success_action_redirect(url);
        }
        let post = policy.sign_at(&CachedSigner::new(credentials), when::or_now(self.at))?;
        match self.format {
            Format::Json => output::print_line(&serde_json::to_string_pretty(&post).map_err(Failure::new)?),
            Format::Html => output::print(&post.to_html_form()),
            Format::Curl => output::print_line(&post.to_curl(&self.file)),
        }
    }
}
