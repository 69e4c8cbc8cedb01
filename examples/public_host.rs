//! A public host that differs from the one that the server has for itself: `cargo run --example public_host`

use std::time::Duration;

use presign::s3::Addressing;
use presign::{Bucket, Credentials, Error};

fn main() -> Result<(), Error> {
    let credentials = Credentials::new("minioadmin", "minioadmin");
    let hour = Duration::from_secs(3600);

    // docker-compose: this program reaches the server as http://minio:9000, and a browser, through the published port, as
    // http://localhost:9000. The link is for the browser, so it is signed for the browser's name. Nothing is asked for
    // that, and it does not matter that the name means something else in here.
    let published = Bucket::builder("photos").endpoint("http://localhost:9000").build()?;
    let link = published.get_object("boat.jpg").expires_in(hour).sign(&credentials)?;
    println!("through a published port\n  {}\n", link.redacted());

    // A reverse proxy that passes the client's Host on (nginx: `proxy_set_header Host $http_host`): signed for the public
    // name as well, with the path under which the proxy has the server, if it passes that on too.
    let proxied =
        Bucket::builder("photos").endpoint("https://files.example.com").addressing(Addressing::Path).build()?;
    let link = proxied.get_object("boat.jpg").expires_in(hour).sign(&credentials)?;
    println!("through a proxy that keeps the host\n  {}\n", link.redacted());

    // A CDN that sends its origin the origin's own Host, and path and query as they are: signed for the origin, and
    // handed out under the CDN's name. Only the part before the path is exchanged; all else is part of the signature.
    let origin = Bucket::builder("photos").region("eu-west-1").build()?;
    let link = origin.get_object("boat.jpg").expires_in(hour).sign(&credentials)?;
    let handed_out = link.redacted().replacen(origin.url(), "https://cdn.example.com", 1);
    println!("through a CDN that sets the host\n  signed for {}\n  {handed_out}", origin.host());
    Ok(())
}
