//! Uploads a file in parts, aborts an upload, and resumes one: `cargo run --features xml --example multipart`
//!
//! Everything goes over a socket to a real server. Without an argument, that is the server of this repository's
//! end-to-end tests. With the name of a bucket, it is the one in the environment: `AWS_ENDPOINT_URL_S3` (with `http://`),
//! `AWS_ACCESS_KEY_ID` and so on.

use std::error::Error;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use presign::s3::UploadPart;
use presign::s3::xml::{
    CompleteMultipartUploadBody, CompleteMultipartUploadResult, CompletedPart, CreateMultipartUploadResult,
    DeleteObjectsBody, DeleteObjectsResult, ListPartsPage, S3Error,
};
use presign::{Bucket, CachedSigner, Credentials, PresignRequest};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// S3's minimum for all parts but the last. `UploadParts::part_size_for` gives a size that suits any file.
const PART_SIZE: u64 = 5 * 1024 * 1024;

fn main() -> Result<()> {
    let (_server, bucket, credentials) = match std::env::args().nth(1) {
        Some(bucket) => (None, Bucket::from_env(bucket)?, Credentials::from_env()?),
        None => {
            let (server, endpoint) = start_server("multipart-demo")?;
            let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
            (Some(server), Bucket::builder("multipart-demo").endpoint(endpoint).build()?, credentials)
        }
    };
    let client = Client { bucket, signer: CachedSigner::new(credentials) };
    let film: Vec<u8> = (0..12_000_000_u32).map(|byte| (byte >> 8) as u8).collect();
    client.upload(&film)?;
    client.abort(&film)?;
    client.resume(&film)?;
    client.delete(&["uploaded.mp4", "resumed.mp4"])
}

/// In a web service, the server has the signer and makes the URLs. Its clients send the parts.
struct Client {
    bucket: Bucket,
    signer: CachedSigner,
}

impl Client {
    fn upload(&self, film: &[u8]) -> Result<()> {
        let key = "uploaded.mp4";
        let upload_id = self.create(key)?;
        let parts = self.bucket.upload_parts(key, &upload_id, film.len() as u64, PART_SIZE)?;
        // A slow client takes hours. If the credentials expire before that, say so before the first part is sent.
        let parts = parts.expires_in(Duration::from_secs(6 * 3600)).require_full_lifetime();
        let done = parts.map(|part| self.send_part(part, film)).collect::<Result<Vec<_>>>()?;
        self.complete(key, &upload_id, done, film)
    }

    /// Unfinished uploads cost as much as objects: abort what will not be completed.
    fn abort(&self, film: &[u8]) -> Result<()> {
        let key = "aborted.mp4";
        let upload_id = self.create(key)?;
        let mut parts = self.bucket.upload_parts(key, &upload_id, film.len() as u64, PART_SIZE)?;
        self.send_part(parts.next().ok_or("a file has at least one part")?, film)?;
        self.send(self.bucket.abort_multipart_upload(key, &upload_id), b"")?;
        match self.parts_so_far(key, &upload_id) {
            Err(error) if error.is::<S3Error>() => println!("{key}: aborted, and its parts are gone: {error}"),
            Err(error) => return Err(error),
            Ok(parts) => return Err(format!("{} parts are left of the aborted upload", parts.len()).into()),
        }
        Ok(())
    }

    fn resume(&self, film: &[u8]) -> Result<()> {
        let key = "resumed.mp4";
        let upload_id = self.create(key)?;
        let parts = || self.bucket.upload_parts(key, &upload_id, film.len() as u64, PART_SIZE);
        for part in parts()?.filter(|part| part.number != 2) {
            self.send_part(part, film)?;
        }

        // The connection was lost, and only the upload ID is left. The size of the parts must be the same as before.
        let mut done = self.parts_so_far(key, &upload_id)?;
        println!("{key}: {} parts have arrived", done.len());
        for part in parts()? {
            if !done.iter().any(|other| other.number() == part.number) {
                done.push(self.send_part(part, film)?);
            }
        }
        self.complete(key, &upload_id, done, film)
    }

    fn create(&self, key: &str) -> Result<String> {
        let request = self.bucket.create_multipart_upload(key).content_type("video/mp4");
        Ok(CreateMultipartUploadResult::parse(self.send(request, b"")?.body)?.upload_id().to_owned())
    }

    fn send_part(&self, part: UploadPart<'_>, film: &[u8]) -> Result<CompletedPart> {
        let bytes = &film[part.range.start as usize..part.range.end as usize];
        let response = self.send(part.request, bytes)?;
        println!("  part {}: bytes {:?}", part.number, part.range);
        Ok(CompletedPart::new(part.number, response.header("etag").unwrap_or_default()))
    }

    /// A page has up to 1,000 parts; here 2, to show the pages.
    fn parts_so_far(&self, key: &str, upload_id: &str) -> Result<Vec<CompletedPart>> {
        let mut parts = Vec::new();
        let mut next = Some(self.bucket.list_parts(key, upload_id).max_parts(2));
        while let Some(request) = next {
            let page = ListPartsPage::parse(self.send(request.clone(), b"")?.body)?;
            parts.extend(page.parts().iter().map(CompletedPart::from));
            next = page.next_request(request);
        }
        Ok(parts)
    }

    fn complete(&self, key: &str, upload_id: &str, parts: Vec<CompletedPart>, film: &[u8]) -> Result<()> {
        let body = CompleteMultipartUploadBody::new(parts)?;
        let response = self.send(self.bucket.complete_multipart_upload(key, upload_id), body.as_ref())?;
        // The status is not enough: an error can follow a status of 200.
        let object = CompleteMultipartUploadResult::parse(response.body)?;
        let stored = self.send(self.bucket.get_object(key), b"")?.body;
        assert!(stored == film, "the object differs from the file");
        println!("{key}: completed, ETag {}", object.etag().unwrap_or("unknown"));
        Ok(())
    }

    fn delete(&self, keys: &[&str]) -> Result<()> {
        let body = DeleteObjectsBody::new(keys.iter().copied())?;
        let response = self.send(self.bucket.delete_objects(body.checksum()), body.as_ref())?;
        let result = DeleteObjectsResult::parse(response.body)?;
        assert!(result.errors().is_empty(), "{:?}", result.errors());
        println!("deleted {} objects", result.deleted().len());
        Ok(())
    }

    /// Sends a request, and turns an error status into S3's error.
    fn send(&self, request: PresignRequest<'_>, body: &[u8]) -> Result<Response> {
        let url = request.sign(&self.signer)?;
        // Use your HTTP client here. This one speaks only HTTP/1.0, without TLS.
        let (host, target) = url
            .as_str()
            .strip_prefix("http://")
            .and_then(|rest| rest.split_at_checked(rest.find('/')?))
            .ok_or("only http:// is supported here")?;
        let address = if host.contains(':') { host.to_owned() } else { format!("{host}:80") };
        let mut stream = TcpStream::connect(address)?;
        let mut head = format!("{} {target} HTTP/1.0\r\nhost: {host}\r\n", url.method());
        for (name, value) in url.headers() {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        head.push_str(&format!("content-length: {}\r\n\r\n", body.len()));
        stream.write_all(head.as_bytes())?;
        stream.write_all(body)?;
        let response = Response::read(stream)?;
        if response.head.split(' ').nth(1).is_some_and(|status| status.starts_with('2')) {
            Ok(response)
        } else {
            Err(S3Error::parse(response.body)?.into())
        }
    }
}

struct Response {
    /// The status line and the headers.
    head: String,
    body: Vec<u8>,
}

impl Response {
    fn read(stream: TcpStream) -> Result<Self> {
        let mut stream = BufReader::new(stream);
        let (mut head, mut body) = (String::new(), Vec::new());
        while !head.ends_with("\r\n\r\n") {
            if stream.read_line(&mut head)? == 0 {
                return Err("the response ends in its headers".into());
            }
        }
        stream.read_to_end(&mut body)?;
        Ok(Self { head, body })
    }

    fn header(&self, name: &str) -> Option<&str> {
        let mut lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines.find(|(other, _)| other.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }
}

/// Starts the server of the end-to-end tests, which serves until its standard input is closed.
fn start_server(bucket: &str) -> Result<(Child, String)> {
    const MANIFEST: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/e2e/Cargo.toml");
    println!("Compiling and starting the server; to use another one, name a bucket.");
    let mut server = Command::new(env!("CARGO"))
        .args(["run", "--quiet", "--locked", "--manifest-path", MANIFEST, "--bin", "s3-server", bucket])
        .env("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE")
        .env("AWS_SECRET_ACCESS_KEY", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    let mut endpoint = String::new();
    BufReader::new(server.stdout.take().ok_or("no output")?).read_line(&mut endpoint)?;
    match endpoint.trim_end() {
        "" => Err("the server did not start".into()),
        endpoint => Ok((server, endpoint.to_owned())),
    }
}
