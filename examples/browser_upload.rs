//! Prints a page that uploads pictures from a browser:
//! `cargo run --features post --example browser_upload > upload.html`

use std::time::Duration;

use presign::{Bucket, Credentials, Error};

fn main() -> Result<(), Error> {
    let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
    let bucket = Bucket::new("kk-presigned-demo")?;

    // S3 checks every upload against the policy. Always limit the size. Otherwise anyone with the form can store 5 GiB
    // per upload at the bucket owner's cost.
    let post = bucket
        .post_policy()
        .key_starts_with("uploads/alice/") // followed by the name of the chosen file
        .content_type_starts_with("image/") // the page fills in the file's type
        .content_length_range(1..=10_000_000)
        .metadata("album", "harbor")
        .success_action_status(201)
        .expires_in(Duration::from_secs(10 * 60))
        .sign(&credentials)?;

    // A complete page. Other clients send a POST with `fields()`, followed by the file, to `url()`.
    print!("{}", post.to_html_form());

    eprintln!("The form expires at {}. The same upload with curl:\n", post.expires_at());
    eprintln!("{}", post.to_curl("boat.jpg"));
    Ok(())
}
