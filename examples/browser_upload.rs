//! A page with which a browser uploads pictures: `cargo run --features post --example browser_upload > upload.html`

use std::time::Duration;

use presign::{Bucket, Credentials, Error};

fn main() -> Result<(), Error> {
    let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
    let bucket = Bucket::new("kk-presigned-demo")?;

    // What may be uploaded is what the policy says, and S3 holds every form to it. The size above all: without a range,
    // whoever has the form can store 5 GiB an upload, at the owner's cost.
    let post = bucket
        .post_policy()
        .key_starts_with("uploads/alice/") // named after the file that is chosen
        .content_type_starts_with("image/") // filled in by the page, from the file's type
        .content_length_range(1..=10_000_000)
        .metadata("album", "harbour")
        .success_action_status(201)
        .expires_in(Duration::from_secs(10 * 60))
        .sign(&credentials)?;

    // A page that works as it is. A client of another kind sends a POST of `fields()`, and then the file, to `url()`.
    print!("{}", post.to_html_form());

    eprintln!("The form works until {}. The same with curl:\n", post.expires_at());
    eprintln!("{}", post.to_curl("boat.jpg"));
    Ok(())
}
