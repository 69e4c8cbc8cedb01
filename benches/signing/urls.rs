//! Signing of URLs, with each signer and at several rates.

use std::borrow::Borrow;
use std::rc::Rc;

use presign::{CachedSigner, Credentials, PresignRequest};
use time::{Duration, OffsetDateTime};

use crate::contest::{Case, Contest, Make};
use crate::floor::{LaidOut, derivation_blocks, derive};
use crate::requests::{Inputs, Prepared};
use crate::{ACCESS_KEY_ID, KEYS, NOON, SECRET_ACCESS_KEY};

/// Titles, and the number of URLs in each second.
const PACES: [(&str, usize); 3] = [
    ("CachedSigner, all in one second", usize::MAX),
    ("CachedSigner, 16 URLs a second", 16),
    ("CachedSigner, one URL a second", 1),
];

pub(crate) fn contests<'a>(inputs: &'a Inputs, prepared: &'a Prepared<'a>) -> Vec<Contest<'a>> {
    let credentials = credentials();
    let with_token = |length: usize| credentials.clone().with_session_token("IQoJb3JpZ2".repeat(length / 10));

    let mut contests = Contests::new();
    contests.add("GET, 40-byte key", &credentials, |number| inputs.get(number));
    contests.add("GET, 700-character token", &with_token(700), |number| inputs.get(number));
    contests.add("GET, 1,400-character token", &with_token(1400), |number| inputs.get(number));
    contests.add("GET, 1,000-byte unicode key", &credentials, |number| inputs.get_unicode(number));
    contests.add("PUT, six headers", &credentials, |number| inputs.put(number));
    contests.add("PUT, six headers, built before", &credentials, |number| &prepared.put[number]);
    contests.add("GET, five overrides", &credentials, |number| inputs.overrides(number));
    contests.add("GET, five overrides, built before", &credentials, |number| &prepared.overrides[number]);
    contests.add("list_objects_v2", &credentials, |number| inputs.list(number));
    contests.add("list_objects_v2, built before", &credentials, |number| &prepared.list[number]);
    let Contests { cached, derived } = contests;
    cached.into_iter().chain([derived]).collect()
}

pub(crate) fn credentials() -> Credentials {
    Credentials::new(ACCESS_KEY_ID, SECRET_ACCESS_KEY)
}

/// Returns what the floor needs for each URL.
pub(crate) fn lay_out<'a, R: Borrow<PresignRequest<'a>>>(
    credentials: &Credentials,
    request: impl Fn(usize) -> R,
    moments: &[OffsetDateTime],
) -> Vec<LaidOut> {
    let cut = |text: &str| text[..text.len() - 64].to_owned();
    let lay_out = |(number, &at)| {
        let trace = request(number).borrow().trace_at(credentials, at).expect("a valid request");
        LaidOut {
            canonical_request: trace.canonical_request().to_owned(),
            string_to_sign: cut(trace.string_to_sign()),
            url: cut(trace.url().as_str()),
        }
    };
    moments.iter().enumerate().map(lay_out).collect()
}

struct Contests<'a> {
    /// One for each rate.
    cached: [Contest<'a>; 3],
    derived: Contest<'a>,
}

impl<'a> Contests<'a> {
    fn new() -> Self {
        Self {
            cached: PACES.map(|(title, _)| Contest { title, ways: &["floor", "sign_into", "sign_at"], cases: vec![] }),
            derived: Contest {
                title: "Credentials, the key derived each time",
                ways: &["floor", "sign_into"],
                cases: vec![],
            },
        }
    }

    /// Adds a case to each contest. `request` builds a request each time, or returns one that was built before.
    fn add<R>(&mut self, name: &'static str, credentials: &Credentials, request: impl Fn(usize) -> R + Copy + 'a)
    where
        R: Borrow<PresignRequest<'a>> + 'a,
    {
        for (contest, (_, urls_a_second)) in self.cached.iter_mut().zip(PACES) {
            let moments: Rc<[_]> = (0..KEYS).map(|number| after(number / urls_a_second)).collect();
            let laid_out = lay_out(credentials, request, &moments);
            let blocks = laid_out[0].blocks();
            let keyed = derive();
            let floor: Make = Box::new(move |number, out| laid_out[number].sign(&keyed, out));

            let signer = Rc::new(CachedSigner::new(credentials.clone()));
            let (same_signer, same_moments) = (signer.clone(), moments.clone());
            let sign_into: Make = Box::new(move |number, out| {
                let request = request(number);
                request.borrow().sign_into(&*signer, moments[number], out).expect("a valid request");
            });
            let sign_at: Make = Box::new(move |number, out| {
                let url = request(number).borrow().sign_at(&*same_signer, same_moments[number]);
                *out = url.expect("a valid request").into_string();
            });
            contest.cases.push(Case::checked(name, blocks, vec![floor, sign_into, sign_at]));
        }

        let laid_out = lay_out(credentials, request, &[NOON; KEYS]);
        let blocks = laid_out[0].blocks() + derivation_blocks();
        let floor: Make = Box::new(move |number, out| laid_out[number].sign(&derive(), out));
        let credentials = credentials.clone();
        let sign_into: Make = Box::new(move |number, out| {
            request(number).borrow().sign_into(&credentials, NOON, out).expect("a valid request");
        });
        self.derived.cases.push(Case::checked(name, blocks, vec![floor, sign_into]));
    }
}

fn after(seconds: usize) -> OffsetDateTime {
    NOON + Duration::seconds(seconds as i64)
}
