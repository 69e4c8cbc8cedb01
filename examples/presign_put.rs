//! Creates an upload link that restricts the upload: `cargo run --example presign_put`

use std::time::Duration;

use presign::{Bucket, Credentials, Error};

fn main() -> Result<(), Error> {
    let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
    let bucket = Bucket::new("kk-presigned-demo")?;

    // Anyone who has a plain PUT link can store any content of any size. Signed headers restrict that: S3 rejects the
    // upload unless the client sends each header with exactly this value.
    let url = bucket
        .put_object("uploads/boat.jpg")
        .content_type("image/jpeg")
        .content_length(48_213)
        .metadata("album", "harbor")
        .expires_in(Duration::from_secs(10 * 60))
        .sign(&credentials)?;

    // The client needs the method, the URL and the headers. Every client sends `Host` by itself.
    println!("{} {}", url.method(), url);
    for (name, value) in url.headers() {
        println!("{name}: {value}");
    }

    // The same as a curl command that reads the file from standard input.
    println!("\n{} < boat.jpg", url.to_curl());
    Ok(())
}
