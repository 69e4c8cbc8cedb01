//! Parameters are sorted by their encoded names and then by their encoded values, however a client writes them.

use presign::Bucket;
use presign::verify::Policy;
use time::Duration;

use crate::attempt::Attempt;
use crate::util::{ACCESS_KEY_ID, SECRET, credentials};
use crate::verifier::{self, Key, Request, Server};

/// Encoded texts that sort differently when they are decoded, or when an escape is cut.
const TEXTS: &[&str] = &["", "-", "%2f", "%41", "a", "~", "%7E", "%7f", "+", "%C3%A9", "é"];

#[test]
fn parameters_are_sorted_after_encoding() {
    let bucket = Bucket::new("photos").unwrap();
    let mut attempt = Attempt::of(&bucket.get_object("a"), &credentials(), Policy::new("s3", "us-east-1"));
    let good = attempt.target.clone();
    // The library compares long texts in blocks.
    for beginning in [0, 13, 14, 15, 31].map(|length| "b".repeat(length)) {
        for one in TEXTS {
            for other in TEXTS {
                let [one, other] = [one, other].map(|text| format!("{beginning}{text}"));
                check(&mut attempt, &good, &format!("{one}=2&{other}=1"));
                check(&mut attempt, &good, &format!("b={one}&b={other}"));
                check(&mut attempt, &good, &format!("{one}=&{one}-={other}"));
            }
        }
    }
}

/// Adds parameters to a good target, signs it with the naive implementation, and checks that it is accepted.
fn check(attempt: &mut Attempt, good: &str, parameters: &str) {
    let (path, query) = good.split_once('?').unwrap();
    let (claims, signature) = query.rsplit_once("&X-Amz-Signature=").unwrap();
    // After the other parameters, and before them. Either may be the canonical order.
    let targets = [format!("{path}?{claims}&{parameters}"), format!("{path}?{parameters}&{claims}")];
    for target in targets.map(|target| format!("{target}&X-Amz-Signature=")) {
        let request = Request {
            method: attempt.method.clone(),
            target: format!("{target}{signature}"),
            headers: attempt.headers.clone(),
            authority: None,
        };
        attempt.target = format!("{target}{}", verifier::signature(&request, &server(), &key()).unwrap());
        assert_eq!(attempt.verify(), Ok(()), "{}", attempt.target);
    }
}

fn server() -> Server {
    Server {
        service: "s3".into(),
        region: "us-east-1".into(),
        max_clock_skew: Duration::MINUTE.unsigned_abs(),
        max_expires: Duration::WEEK.unsigned_abs(),
        stripped_prefix: String::new(),
        unsigned_headers: Vec::new(),
        allows_all_unsigned_headers: false,
        takes_headers_from_query: false,
    }
}

fn key() -> Key {
    Key { access_key_id: ACCESS_KEY_ID.into(), secret: SECRET.into(), token: None, expires_at: None }
}
