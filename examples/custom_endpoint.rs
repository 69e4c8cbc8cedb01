//! Signs for S3-compatible servers: `cargo run --example custom_endpoint`

use std::time::Duration;

use presign::s3::Addressing;
use presign::{Bucket, Credentials, Error};

fn main() -> Result<(), Error> {
    let credentials = Credentials::new("minioadmin", "minioadmin");

    // MinIO on this machine. On an endpoint that is not AWS's, the bucket is in the path. The region must be the
    // server's. MinIO's default is us-east-1, which is also the default here.
    let local = Bucket::builder("photos").endpoint("http://127.0.0.1:9000").build()?;
    show("MinIO, with the bucket in the path", &local, &credentials)?;

    // The same server behind a domain with a subdomain for every bucket.
    let virtual_hosted = Bucket::builder("photos")
        .endpoint("https://s3.example.com")
        .region("eu-central-1")
        .addressing(Addressing::VirtualHosted)
        .build()?;
    show("a domain, with the bucket in the host", &virtual_hosted, &credentials)?;

    // A gateway under a base path, with the bucket in the path after it.
    let gateway = Bucket::builder("photos").endpoint("https://example.com/storage").build()?;
    show("a base path", &gateway, &credentials)?;

    // A host name for this bucket alone. The host is signed, so use the name that clients use, and configure any proxy
    // to pass `Host` on unchanged.
    let custom_domain =
        Bucket::builder("photos").endpoint("https://photos.example.com").addressing(Addressing::Cname).build()?;
    show("a custom domain", &custom_domain, &credentials)
}

fn show(what: &str, bucket: &Bucket, credentials: &Credentials) -> Result<(), Error> {
    let url = bucket.get_object("2026/boat.jpg").expires_in(Duration::from_secs(3600)).sign(credentials)?;
    println!("{what}\n  bucket  {}\n  host    {}\n  link    {}\n", bucket.url(), bucket.host(), url.redacted());
    Ok(())
}
