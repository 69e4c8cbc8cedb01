//! `presign multipart`: the plan of a large upload, or the upload itself.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use std::{io, thread};

use clap::Args;
use presign::s3::UploadParts;
use presign::s3::xml::{
    CompleteMultipartUploadBody, CompleteMultipartUploadResult, CreateMultipartUploadResult, S3Error,
};
use presign::{PresignedUrl, Signer};
use presign_config::PlaceArgs;
use serde_json::json;
use time::OffsetDateTime;
use ureq::{Agent, SendBody};

use crate::failure::Failure;
use crate::http::{self, Answer};
use crate::place::{Place, signer};
use crate::s3_uri::S3Uri;
use crate::{lifetime, output, when};

/// How long to wait for a response. S3 may take minutes to put an object together.
const PATIENCE: Duration = Duration::from_secs(600);

/// How often a part is tried.
const TRIES: u32 = 3;

/// The options of an upload in parts.
#[derive(Args, Debug)]
pub(crate) struct MultipartArgs {
    /// s3://BUCKET/KEY
    #[arg(value_name = "S3_URI")]
    uri: String,
    /// The file to upload
    #[arg(long, value_name = "FILE")]
    file: PathBuf,
    /// The size of a part, in bytes [default: 8 MiB, or more if there would be over 10,000 parts]
    #[arg(long, value_name = "BYTES")]
    part_size: Option<u64>,
    /// The Content-Type of the object
    #[arg(long, short = 't', value_name = "TYPE")]
    content_type: Option<String>,
    /// Print the URLs of an upload that was begun, in place of the URL that begins one
    #[arg(long, value_name = "ID", conflicts_with = "upload")]
    upload_id: Option<String>,
    /// Upload the file now, in place of printing URLs
    #[arg(long)]
    upload: bool,
    /// How many parts to upload at a time
    #[arg(long, short = 'j', value_name = "NUMBER", default_value = "4", requires = "upload")]
    jobs: usize,
    /// How long the URLs are valid: seconds, or 30m, 12h, 7d
    #[arg(long, short = 'e', value_name = "DURATION", default_value = "12h", value_parser = lifetime::parse, allow_hyphen_values = true)]
    expires_in: Duration,
    /// The time of signing, as 2026-11-23T12:00:00Z [default: now]
    #[arg(long, value_name = "TIME", conflicts_with = "upload", value_parser = when::parse)]
    at: Option<OffsetDateTime>,
    #[command(flatten)]
    place: PlaceArgs,
}

/// A place, a key and a file.
struct Upload<'a> {
    arguments: &'a MultipartArgs,
    bucket: presign::Bucket,
    signer: Box<dyn Signer + Sync>,
    key: &'a str,
    size: u64,
    part_size: u64,
}

impl MultipartArgs {
    pub(crate) fn run(&self) -> Result<(), Failure> {
        let uri = S3Uri::parse(&self.uri)?;
        let key = uri.required_key()?;
        let Place { bucket, credentials } = Place::load(&self.place, uri.bucket)?;
        let size = file_size(&self.file)?;
        let part_size = self.part_size.unwrap_or_else(|| UploadParts::part_size_for(size));
        let signer = signer(&bucket, credentials);
        let upload = Upload { arguments: self, bucket, signer, key, size, part_size };
        if self.upload { upload.perform() } else { upload.print() }
    }
}

fn file_size(path: &Path) -> Result<u64, Failure> {
    let metadata = path.metadata().map_err(|error| cant_read(path, &error))?;
    if metadata.is_file() {
        Ok(metadata.len())
    } else {
        Err(Failure::usage(format!("{} is not a file", path.display())))
    }
}

fn cant_read(path: &Path, error: &io::Error) -> Failure {
    Failure::new(format!("can't read {}: {error}", path.display()))
}

impl Upload<'_> {
    fn create(&self) -> Result<PresignedUrl, Failure> {
        let request = self.bucket.create_multipart_upload(self.key).expires_in(self.arguments.expires_in);
        let request = match &self.arguments.content_type {
            Some(content_type) => request.content_type(content_type),
            None => request,
        };
        Ok(request.sign_at(&*self.signer, when::or_now(self.arguments.at))?)
    }

    fn complete(&self, upload_id: &str) -> Result<PresignedUrl, Failure> {
        let request = self.bucket.complete_multipart_upload(self.key, upload_id);
        Ok(request.expires_in(self.arguments.expires_in).sign_at(&*self.signer, when::or_now(self.arguments.at))?)
    }

    fn abort(&self, upload_id: &str) -> Result<PresignedUrl, Failure> {
        let request = self.bucket.abort_multipart_upload(self.key, upload_id);
        Ok(request.expires_in(self.arguments.expires_in).sign_at(&*self.signer, when::or_now(self.arguments.at))?)
    }

    fn parts<'b>(&'b self, upload_id: &'b str) -> Result<UploadParts<'b>, Failure> {
        let parts = self.bucket.upload_parts(self.key, upload_id, self.size, self.part_size)?;
        Ok(parts.expires_in(self.arguments.expires_in))
    }

    /// Prints the URL that begins an upload, or those of an upload that was begun.
    fn print(&self) -> Result<(), Failure> {
        let Some(upload_id) = &self.arguments.upload_id else {
            // Only the number of parts is needed, so any ID does.
            let parts = self.parts("-")?.len();
            let plan =
                json!({ "create": self.create()?, "size": self.size, "part_size": self.part_size, "parts": parts });
            return output::print_line(&format!("{plan:#}"));
        };
        let mut parts = Vec::new();
        for part in self.parts(upload_id)? {
            let url = part.request.sign_at(&*self.signer, when::or_now(self.arguments.at))?;
            parts.push(json!({ "number": part.number, "offset": part.range.start, "size": part.range.end - part.range.start, "url": url.as_str() }));
        }
        let (complete, abort) = (self.complete(upload_id)?, self.abort(upload_id)?);
        output::print_line(&format!("{:#}", json!({ "parts": parts, "complete": complete, "abort": abort })))
    }

    fn perform(&self) -> Result<(), Failure> {
        let client = http::client(PATIENCE);
        let answer = send(&client, &self.create()?, &[])?;
        let upload_id = CreateMultipartUploadResult::parse(&answer.body)?.upload_id().to_owned();
        let result = self.send_parts(&client, &upload_id).and_then(|etags| {
            let body = CompleteMultipartUploadBody::new(etags)?;
            let answer = send(&client, &self.complete(&upload_id)?, body.as_str().as_bytes())?;
            Ok(CompleteMultipartUploadResult::parse(&answer.body)?)
        });
        match result {
            Ok(object) => {
                let (uri, etag) = (&self.arguments.uri, object.etag().unwrap_or("not reported"));
                output::print_line(&format!(
                    "uploaded {} bytes to {uri} in {} parts, ETag {etag}",
                    self.size,
                    self.parts(&upload_id)?.len()
                ))
            }
            Err(failure) => {
                // Parts cost money until the upload is aborted.
                let aborted = self.abort(&upload_id).and_then(|url| send(&client, &url, &[]));
                let message = match aborted {
                    Ok(_) => format!("{}; the upload was aborted", failure.message),
                    Err(_) => format!("{}; the upload could not be aborted: abort {upload_id} later", failure.message),
                };
                Err(Failure { message, ..failure })
            }
        }
    }

    /// Uploads the parts, several at a time, and returns the number and ETag of each.
    fn send_parts(&self, client: &Agent, upload_id: &str) -> Result<Vec<(u16, String)>, Failure> {
        let parts: Vec<_> = self.parts(upload_id)?.collect();
        let next = AtomicUsize::new(0);
        let failed = AtomicBool::new(false);
        let results = Mutex::new((Vec::with_capacity(parts.len()), None));
        thread::scope(|scope| {
            for _ in 0..self.arguments.jobs.clamp(1, parts.len().max(1)) {
                scope.spawn(|| {
                    while let Some(part) = parts.get(next.fetch_add(1, Ordering::Relaxed)) {
                        if failed.load(Ordering::Relaxed) {
                            return;
                        }
                        let url =
                            part.request.sign_at(&*self.signer, when::or_now(self.arguments.at)).map_err(Failure::from);
                        let sent = url.and_then(|url| self.send_part(client, &url, part.range.start, part.range.end));
                        let mut results = results.lock().unwrap_or_else(PoisonError::into_inner);
                        match sent {
                            Ok(etag) => results.0.push((part.number, etag)),
                            Err(failure) => {
                                failed.store(true, Ordering::Relaxed);
                                let message = format!("part {} was not uploaded: {}", part.number, failure.message);
                                results.1.get_or_insert(Failure { message, ..failure });
                            }
                        }
                    }
                });
            }
        });
        match results.into_inner().unwrap_or_else(PoisonError::into_inner) {
            (_, Some(failure)) => Err(failure),
            (mut etags, None) => {
                etags.sort_unstable();
                Ok(etags)
            }
        }
    }

    /// Uploads a part, again if the connection breaks or the server is busy.
    fn send_part(&self, client: &Agent, url: &PresignedUrl, start: u64, end: u64) -> Result<String, Failure> {
        let path = &self.arguments.file;
        let size = (end - start).to_string();
        let mut tried = 1;
        loop {
            let mut file = File::open(path).map_err(|error| cant_read(path, &error))?;
            file.seek(SeekFrom::Start(start)).map_err(|error| cant_read(path, &error))?;
            let mut part = file.take(end - start);
            let headers = url.headers().chain([("content-length", &*size)]);
            let answer =
                http::send(client, url.method().as_str(), url.as_str(), headers, SendBody::from_reader(&mut part));
            let is_final = tried == TRIES || matches!(&answer, Ok(answer) if answer.status < 500);
            if is_final {
                let answer = check(answer?)?;
                let etag = answer.header("etag").map(str::to_owned);
                return etag.ok_or_else(|| Failure::new("the response has no ETag"));
            }
            thread::sleep(Duration::from_millis(500 << tried));
            tried += 1;
        }
    }
}

/// Sends a request that has a short body.
fn send(client: &Agent, url: &PresignedUrl, body: &[u8]) -> Result<Answer, Failure> {
    check(http::send(client, url.method().as_str(), url.as_str(), url.headers(), body)?)
}

/// Turns an answer with an error into a failure.
fn check(answer: Answer) -> Result<Answer, Failure> {
    if answer.status < 300 {
        return Ok(answer);
    }
    let said =
        S3Error::parse(&answer.body).map_or_else(|_| "without an explanation".to_owned(), |error| error.to_string());
    Err(Failure::new(format!("the server answered {}: {said}", answer.status)))
}
