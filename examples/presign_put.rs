//! An upload link that fixes what may be uploaded: `cargo run --example presign_put`

use std::time::Duration;

use presign::{Bucket, Credentials, Error};

fn main() -> Result<(), Error> {
    let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
    let bucket = Bucket::new("kk-presigned-demo")?;

    // A plain PUT link lets its holder store anything, of any size. A signed header narrows that: S3 refuses the upload
    // unless the client sends the header with just this value.
    let url = bucket
        .put_object("uploads/boat.jpg")
        .content_type("image/jpeg")
        .content_length(48_213)
        .metadata("album", "harbour")
        .expires_in(Duration::from_secs(10 * 60))
        .sign(&credentials)?;

    // What to tell the client: the method, the URL, and the headers. `Host` every client sends by itself.
    println!("{} {}", url.method(), url);
    for (name, value) in url.headers() {
        println!("{name}: {value}");
    }

    // Or as a command, which reads the file from standard input.
    println!("\n{} < boat.jpg", url.to_curl());
    Ok(())
}
