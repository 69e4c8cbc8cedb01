//! Servers that are not AWS's: `cargo run --example custom_endpoint`

use std::time::Duration;

use presign::s3::Addressing;
use presign::{Bucket, Credentials, Error};

fn main() -> Result<(), Error> {
    let credentials = Credentials::new("minioadmin", "minioadmin");

    // A MinIO on this machine. Under an IP address, localhost or a host of one label the bucket goes into the path, as no
    // host name can be put in front of it. The region is the one that the server was set up with; MinIO's is us-east-1
    // unless told otherwise, and that is the default here too.
    let local = Bucket::builder("photos").endpoint("http://127.0.0.1:9000").build()?;
    show("MinIO, in the path", &local, &credentials)?;

    // The same server behind a domain for which every bucket has a host name.
    let virtual_hosted = Bucket::builder("photos").endpoint("https://s3.example.com").region("eu-central-1").build()?;
    show("a domain, in the host", &virtual_hosted, &credentials)?;

    // A gateway below a path, with path-style addressing by choice.
    let gateway =
        Bucket::builder("photos").endpoint("https://example.com/storage").addressing(Addressing::Path).build()?;
    show("a base path", &gateway, &credentials)?;

    // A name that leads to just this bucket. The host is part of what is signed: sign for the name that clients will use,
    // and let a proxy in between pass it on as it is.
    let custom_domain =
        Bucket::builder("photos").endpoint("https://photos.example.com").addressing(Addressing::Cname).build()?;
    show("a custom domain", &custom_domain, &credentials)
}

fn show(what: &str, bucket: &Bucket, credentials: &Credentials) -> Result<(), Error> {
    let url = bucket.get_object("2026/boat.jpg").expires_in(Duration::from_secs(3600)).sign(credentials)?;
    println!("{what}\n  bucket  {}\n  host    {}\n  link    {}\n", bucket.url(), bucket.host(), url.redacted());
    Ok(())
}
