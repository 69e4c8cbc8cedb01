//! Good requests, each changed in one way, and the exact rejection. Each file has the changes of one part.

mod headers;
mod parameters;
mod payloads;
mod request_lines;
mod servers;
mod services;
mod tokens;
mod values;

use presign::Bucket;
use presign::verify::{Policy, Rejection};

use crate::attempt::Attempt;
use crate::util::credentials;

type Change = Box<dyn Fn(&mut Attempt)>;

/// The rows of a table: what is changed, how, and the answer.
#[derive(Default)]
struct Table(Vec<(String, Change, Result<(), Rejection>)>);

impl Table {
    fn rejected(&mut self, name: impl Into<String>, change: impl Fn(&mut Attempt) + 'static, rejection: Rejection) {
        self.0.push((name.into(), Box::new(change), Err(rejection)));
    }

    fn accepted(&mut self, name: impl Into<String>, change: impl Fn(&mut Attempt) + 'static) {
        self.0.push((name.into(), Box::new(change), Ok(())));
    }

    /// Checks every row on a new copy of the request, which is accepted as it is. There must be at least so many rows.
    fn check(self, at_least: usize, good: impl Fn() -> Attempt) {
        assert_eq!(good().verify(), Ok(()), "the unchanged request");
        for (name, change, answer) in &self.0 {
            let mut attempt = good();
            change(&mut attempt);
            assert_eq!(attempt.verify(), *answer, "{name}: {}", attempt.target);
        }
        assert!(self.0.len() >= at_least, "there are only {} rows", self.0.len());
    }
}

/// GET of an object whose key is escaped, with a parameter, for 15 minutes.
fn get() -> Attempt {
    let bucket = Bucket::new("photos").unwrap();
    let request = bucket.get_object("2026/a boat+ü.jpg").version_id("a/b c");
    Attempt::of(&request, &credentials(), Policy::new("s3", "us-east-1"))
}

/// PUT of an object with signed headers.
fn put() -> Attempt {
    let bucket = Bucket::new("photos").unwrap();
    let request = bucket.put_object("boat.jpg").content_type("image/jpeg").metadata("title", "two  boats");
    Attempt::of(&request, &credentials(), Policy::new("s3", "us-east-1"))
}
