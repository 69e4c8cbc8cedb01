//! Other services, whose path is normalized and encoded as it is, and whose body is empty.

use presign::verify::{Policy, Rejection};
use presign::{Method, Service};

use super::Table;
use crate::attempt::Attempt;
use crate::util::credentials;

/// The message that is verified is built in a buffer with room for the longest scope.
#[test]
fn the_longest_scope() {
    let (region, name) = ("r".repeat(63), "s".repeat(64));
    let service = Service::new(&name, &region, "https://api.example.com").unwrap();
    let request = service.request(Method::Get, "/");
    assert_eq!(Attempt::of(&request, &credentials(), Policy::new(name, region)).verify(), Ok(()));
}

#[test]
fn other_services() {
    let service = Service::new("execute-api", "eu-west-1", "https://api.example.com").unwrap();
    let good = || {
        let request = service.request(Method::Get, "/v1/a%20b/c*d").query("q", "1");
        Attempt::of(&request, &credentials(), Policy::new("execute-api", "eu-west-1"))
    };
    let mut table = Table::default();
    for same in ["//v1/a%20b/c*d", "/v1/./a%20b/c*d", "/v1/x/../a%20b/c*d", "/../v1/a%20b/c*d"] {
        table.accepted(same, |a| a.set_path(same));
    }
    for other in [
        "/v1/a%20b/c%2Ad",
        "/v1/a%2520b/c*d",
        "/v1/a%20b/c*d/",
        "/%761/a%20b/c*d",
        "/v1/%2e/a%20b/c*d",
        "/V1/a%20b/c*d",
    ] {
        table.rejected(other, |a| a.set_path(other), Rejection::SignatureMismatch);
    }
    table.rejected(
        "a query that says the body is not signed",
        |a| a.append("&X-Amz-Content-Sha256=UNSIGNED-PAYLOAD"),
        Rejection::SignatureMismatch,
    );
    table.check(11, good);
    let empty = hex::decode("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855").unwrap();
    assert_eq!(good().verify_with(|verified| verified.payload_hash()), Ok(Some(empty.try_into().unwrap())));
}
