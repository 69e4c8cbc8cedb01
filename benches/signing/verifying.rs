//! Verifying a URL with a cached key.

use std::hint::black_box;
use std::rc::Rc;

use presign::verify::{Policy, Request, Unverified};
use presign::{CachedSigner, Credentials, PresignRequest};

use crate::contest::{Case, Contest, Make};
use crate::floor::{derive, hmac};
use crate::requests::{Inputs, Prepared};
use crate::urls::{credentials, lay_out};
use crate::{KEYS, NOON};

pub(crate) fn contest<'a>(inputs: &'a Inputs, prepared: &'a Prepared<'a>) -> Contest<'a> {
    let with_token = |length: usize| credentials().with_session_token("IQoJb3JpZ2".repeat(length / 10));
    Contest {
        title: "Verifying with a CachedSigner",
        ways: &["floor", "verify_at"],
        cases: vec![
            case("GET, 40-byte key", credentials(), |number| inputs.get(number)),
            case("GET, 700-character token", with_token(700), |number| inputs.get(number)),
            case("GET, 1,400-character token", with_token(1400), |number| inputs.get(number)),
            case("GET, 1,000-byte unicode key", credentials(), |number| inputs.get_unicode(number)),
            case("PUT, six headers", credentials(), |number| prepared.put[number].clone()),
            case("GET, five overrides", credentials(), |number| prepared.overrides[number].clone()),
        ],
    }
}

/// A URL as a server receives it.
struct Received {
    method: &'static str,
    target: String,
    headers: Vec<(String, Vec<u8>)>,
}

impl Received {
    fn of(request: &PresignRequest<'_>, signer: &CachedSigner) -> Self {
        let url = request.sign_at(signer, NOON).expect("a valid request");
        let (_, rest) = url.as_str().split_once("://").expect("a URL");
        let (host, target) = rest.split_at(rest.find('/').expect("a path"));
        let others = [("Host", host), ("User-Agent", "curl/8.5.0"), ("Accept", "*/*")];
        let headers = others.into_iter().chain(url.headers());
        Self {
            method: url.method().as_str(),
            target: target.to_owned(),
            headers: headers.map(|(name, value)| (name.to_owned(), value.as_bytes().to_vec())).collect(),
        }
    }
}

fn case<'a>(
    name: &'static str,
    credentials: Credentials,
    request: impl Fn(usize) -> PresignRequest<'a> + Copy + 'a,
) -> Case<'a> {
    let laid_out = Rc::new(lay_out(&credentials, request, &[NOON; KEYS]));
    let blocks = laid_out[0].blocks();
    let signer = CachedSigner::new(credentials);
    let received: Vec<_> = (0..KEYS).map(|number| Received::of(&request(number), &signer)).collect();

    // A server need not write the signature, so this floor is lower than that of signing.
    let keyed = derive();
    let same = laid_out.clone();
    let code = move |number: usize, out: &mut String| {
        same[number].write_message(out);
        hmac(&keyed, out)
    };
    for (number, received) in received.iter().enumerate() {
        let signature = hex::encode(code(number, &mut String::new()));
        assert!(received.target.ends_with(&signature), "{name}: the floor computes {signature}");
    }
    let floor: Make = Box::new(move |number, out| {
        black_box(code(number, out));
    });
    let policy = Policy::new("s3", "us-east-1");
    let verify_at: Make = Box::new(move |number, _| {
        let Received { method, target, headers } = &received[number];
        // What a server has: the names and values where its HTTP library has put them.
        let mut few: [(&str, &[u8]); 16] = [("", &[]); 16];
        let count = few.iter_mut().zip(headers).map(|(place, (name, value))| *place = (name, value)).count();
        let request = Request::new(method, target, &few[..count]);
        let unverified = Unverified::parse(&request).expect("a presigned request");
        let verified = unverified.verify_at(&signer, &policy, NOON).expect("a valid signature");
        black_box(verified.payload_hash());
    });
    Case { name, blocks, ways: vec![floor, verify_at] }
}
