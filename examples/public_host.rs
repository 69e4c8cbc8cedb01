//! Signs for a public host that differs from the server's own: `cargo run --example public_host`

use std::time::Duration;

use presign::{Bucket, Credentials, Error};

fn main() -> Result<(), Error> {
    let credentials = Credentials::new("minioadmin", "minioadmin");
    let hour = Duration::from_secs(3600);

    // docker-compose: this program reaches the server as http://minio:9000, and a browser reaches it through the
    // published port as http://localhost:9000. Sign for the name that the browser uses. Signing needs no network, so it
    // doesn't matter that the name means another host in this container.
    let published = Bucket::builder("photos").endpoint("http://localhost:9000").build()?;
    let link = published.get_object("boat.jpg").expires_in(hour).sign(&credentials)?;
    println!("through a published port\n  {}\n", link.redacted());

    // A reverse proxy that passes the client's Host on (nginx: `proxy_set_header Host $http_host`): sign for the
    // public name. Include the proxy's base path if the proxy passes that on.
    let proxied = Bucket::builder("photos").endpoint("https://files.example.com").build()?;
    let link = proxied.get_object("boat.jpg").expires_in(hour).sign(&credentials)?;
    println!("through a proxy that keeps the host\n  {}\n", link.redacted());

    // A CDN that sends the origin's Host and leaves path and query unchanged: sign for the origin, and hand out the
    // CDN's address.
    let origin = Bucket::builder("photos").region("eu-west-1").build()?;
    let link = origin.get_object("boat.jpg").expires_in(hour).sign(&credentials)?;
    let link = link.with_base_url("https://cdn.example.com")?;
    println!("through a CDN that sets the host\n  signed for {}\n  {}\n", origin.host(), link.redacted());

    // A proxy that removes a prefix from the path (nginx: `location /storage/ { proxy_pass http://minio:9000/; }`): sign
    // for the server behind it, and hand out the address with the prefix.
    let behind = Bucket::builder("photos").endpoint("http://minio:9000").build()?;
    let link = behind.get_object("boat.jpg").expires_in(hour).sign(&credentials)?;
    let link = link.with_base_url("https://files.example.com/storage")?;
    println!("through a proxy that removes a prefix\n  signed for {}\n  {}", behind.url(), link.redacted());
    Ok(())
}
