//! `presign get`, `put`, `head` and `delete`: URLs for objects.

use std::time::Duration;

use clap::{Args, ValueEnum};
use presign::{Bucket, Method, PresignRequest, PresignedUrl, Signer};
use presign_config::PlaceArgs;
use time::OffsetDateTime;

use super::many;
use crate::failure::Failure;
use crate::place::{Place, signer};
use crate::s3_uri::S3Uri;
use crate::{input, lifetime, output, qr, when};

/// The options of a URL.
#[derive(Args, Debug)]
pub(crate) struct UrlArgs {
    /// s3://BUCKET/KEY. The key `-` signs each line of standard input
    #[arg(value_name = "S3_URI")]
    uri: String,
    /// How long the URL is valid: seconds, or 30m, 12h, 7d
    #[arg(long, short = 'e', value_name = "DURATION", default_value = "1h", value_parser = lifetime::parse, allow_hyphen_values = true)]
    expires_in: Duration,
    /// A header that the client must send, as `Name: value`
    #[arg(long, short = 'H', value_name = "HEADER")]
    header: Vec<String>,
    /// A parameter of the query, as `name=value`, not percent-encoded
    #[arg(long, short = 'q', value_name = "PARAMETER")]
    query: Vec<String>,
    /// Sign a key with `.` or `..` segments, which most clients remove
    #[arg(long)]
    allow_dot_segments: bool,
    /// The time of signing, as 2026-11-23T12:00:00Z [default: now]
    #[arg(long, value_name = "TIME", value_parser = when::parse)]
    at: Option<OffsetDateTime>,
    /// What to print
    #[arg(long, short = 'f', value_enum, value_name = "FORMAT", default_value = "url")]
    format: Format,
    /// Also draw the URL as a QR code
    #[arg(long)]
    qr: bool,
    /// With the key `-`: keys and URLs end with a NUL byte in place of a line feed
    #[arg(long, short = '0')]
    null: bool,
    #[command(flatten)]
    place: PlaceArgs,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// The URL alone
    Url,
    /// An object with the URL, the method, the headers and the times
    Json,
    /// A curl command
    Curl,
}

/// What is particular to a method.
pub(crate) struct Operation<'a> {
    pub(crate) method: Method,
    pub(crate) download_as: Option<&'a str>,
    pub(crate) content_type: Option<&'a str>,
}

impl UrlArgs {
    pub(crate) fn run(&self, operation: &Operation<'_>) -> Result<(), Failure> {
        let uri = S3Uri::parse(&self.uri)?;
        let key = uri.required_key()?;
        let Place { bucket, credentials } = Place::load(&self.place, uri.bucket)?;
        let settings = self.settings(operation)?;
        let signer = signer(&bucket, credentials);
        let at = when::or_now(self.at);
        if key == "-" {
            if self.qr {
                return Err(Failure::usage("--qr draws one URL: it can't be used with the key `-`"));
            }
            return many::run(&*self.sign_each(&settings, &bucket, &*signer, at), if self.null { 0 } else { b'\n' });
        }
        if self.null {
            return Err(Failure::usage("--null separates many keys: use it with the key `-`"));
        }
        let url = settings.request(&bucket, key).sign_at(&*signer, at)?;
        let text = self.format(&url)?;
        if self.qr {
            output::print(&format!("{text}\n\n{}\n", qr::draw(url.as_str())?))
        } else {
            output::print_line(&text)
        }
    }

    fn settings<'a>(&'a self, operation: &'a Operation<'a>) -> Result<Settings<'a>, Failure> {
        let headers = self.header.iter().map(|header| input::header(header));
        let query = self.query.iter().map(|parameter| parameter.split_once('=').unwrap_or((parameter, "")));
        Ok(Settings {
            operation,
            expires_in: self.expires_in,
            allow_dot_segments: self.allow_dot_segments,
            headers: headers.collect::<Result<_, Failure>>()?,
            query: query.collect(),
        })
    }

    /// Returns what signs some of many keys.
    fn sign_each<'s>(
        &'s self,
        settings: &'s Settings<'s>,
        bucket: &'s Bucket,
        signer: &'s (dyn Signer + Sync),
        at: OffsetDateTime,
    ) -> Box<many::Sign<'s>> {
        let request = settings.request(bucket, "");
        Box::new(move |keys, each| match self.format {
            Format::Url => {
                request.sign_each_at(signer, at, keys, |_, url| each(url.map_err(Failure::from)));
            }
            Format::Json | Format::Curl => keys.for_each(|key| {
                let url = settings.request(bucket, key).sign_at(signer, at).map_err(Failure::from);
                match url.and_then(|url| self.format(&url)) {
                    Ok(text) => each(Ok(&text)),
                    Err(failure) => each(Err(failure)),
                }
            }),
        })
    }

    fn format(&self, url: &PresignedUrl) -> Result<String, Failure> {
        Ok(match self.format {
            Format::Url => url.as_str().into(),
            Format::Json => serde_json::to_string(url).map_err(Failure::new)?,
            Format::Curl => url.to_curl(),
        })
    }
}

/// What all requests of a command have in common.
struct Settings<'a> {
    operation: &'a Operation<'a>,
    expires_in: Duration,
    allow_dot_segments: bool,
    headers: Vec<(&'a str, &'a str)>,
    query: Vec<(&'a str, &'a str)>,
}

impl Settings<'_> {
    fn request<'b>(&self, bucket: &'b Bucket, key: &'b str) -> PresignRequest<'b> {
        let request = match self.operation.method {
            Method::Put => bucket.put_object(key),
            Method::Head => bucket.head_object(key),
            Method::Delete => bucket.delete_object(key),
            _ => bucket.get_object(key),
        };
        let mut request = request.expires_in(self.expires_in);
        if let Some(name) = self.operation.download_as {
            request = request.download_as(name);
        }
        if let Some(content_type) = self.operation.content_type {
            request = request.content_type(content_type);
        }
        if self.allow_dot_segments {
            request = request.allow_dot_segments();
        }
        for (name, value) in &self.headers {
            request = request.header(*name, *value);
        }
        for (name, value) in &self.query {
            request = request.query(*name, *value);
        }
        request
    }
}
