//! Compares candidates with the signature of the URL.

use alloc::collections::BTreeSet;
use alloc::string::String;
use alloc::vec::Vec;

use zeroize::Zeroizing;

use super::candidate::Candidate;
use super::keys::Keys;
use crate::sigv4::{Algorithm, CanonicalRequest, before_hash_of_day, hex_digits, scope_ending, sha256};

/// How many canonical requests are hashed at most.
pub(super) const MOST: usize = 20_000;
/// How many bytes are hashed at most: a long URL gets fewer attempts.
pub(super) const MOST_BYTES: usize = 32 << 20;
/// How many signatures of SigV4A are verified at most. Each takes hundreds of times as long as one of SigV4.
const MOST_SIGV4A: usize = 200;

/// Compares candidates with the signature of the URL, until the limits are reached.
pub(super) struct Prover<'a> {
    algorithm: Algorithm,
    signature: Vec<u8>,
    pub(super) keys: Keys<'a>,
    /// How many candidates were compared.
    pub(super) tried: usize,
    most: usize,
    bytes_left: usize,
    /// Buffers, which are used again.
    query: Zeroizing<String>,
    lines: Zeroizing<String>,
    names: String,
    ending: String,
    message: String,
}

impl<'a> Prover<'a> {
    pub(super) fn new(algorithm: Algorithm, signature: Vec<u8>, keys: Keys<'a>, longest: usize) -> Self {
        // With escapes, text is at most three times as long. A buffer that is outgrown would not be wiped.
        let buffer = |length: usize| Zeroizing::new(String::with_capacity(length.min(MOST_BYTES)));
        Self {
            algorithm,
            signature,
            keys,
            tried: 0,
            most: if algorithm == Algorithm::Sigv4a { MOST_SIGV4A } else { MOST },
            bytes_left: MOST_BYTES,
            query: buffer(longest.saturating_mul(3)),
            lines: buffer(longest),
            names: String::new(),
            ending: String::new(),
            message: String::new(),
        }
    }

    /// Returns whether pairs of changes are tried.
    pub(super) fn tries_pairs(&self) -> bool {
        self.algorithm == Algorithm::Sigv4
    }

    /// Pays for a candidate of about this length. Returns `false` if the limits are reached.
    pub(super) fn pay(&mut self, length: usize) -> bool {
        let Some(left) = self.bytes_left.checked_sub(length) else { return false };
        if self.tried >= self.most {
            return false;
        }
        (self.bytes_left, self.tried) = (left, self.tried.saturating_add(1));
        true
    }

    /// Returns whether the signature is that of a candidate.
    pub(super) fn is_signed(&mut self, candidate: &Candidate<'a>) -> bool {
        self.write_message(candidate);
        self.verify(candidate)
    }

    /// Returns whether the signature is that of a candidate. If another one with the same text and key was `seen`, returns
    /// `None`.
    pub(super) fn is_newly_signed(&mut self, candidate: &Candidate<'a>, seen: &mut Seen) -> Option<bool> {
        self.write_message(candidate);
        seen.is_new(&self.message, candidate).then(|| self.verify(candidate))
    }

    /// Returns whether the signature is that of a string to sign with the key of a candidate.
    pub(super) fn has_signed(&mut self, string_to_sign: &str, candidate: &Candidate<'a>) -> bool {
        let key = (candidate.secret, &candidate.key_scope);
        self.keys.verify(self.algorithm, key, string_to_sign.as_bytes(), &self.signature)
    }

    /// Returns the string to sign of a candidate.
    pub(super) fn string_to_sign(&mut self, candidate: &Candidate<'a>) -> &str {
        self.write_message(candidate);
        &self.message
    }

    fn verify(&mut self, candidate: &Candidate<'a>) -> bool {
        let key = (candidate.secret, &candidate.key_scope);
        self.keys.verify(self.algorithm, key, self.message.as_bytes(), &self.signature)
    }

    fn write_message(&mut self, candidate: &Candidate<'a>) {
        let Self { query, lines, names, ending, message, .. } = self;
        for buffer in [&mut **query, &mut **lines, names, ending, message] {
            buffer.clear();
        }
        candidate.query.write(query);
        candidate.write_headers(lines, names);
        let request =
            CanonicalRequest::of_lines(&candidate.method, &candidate.path, query, lines, names, &candidate.payload);
        let hash = hex_digits(&request.hash_on_stack());
        let scope = &candidate.scope;
        ending.extend(scope_ending(&scope.region, &scope.service, "/"));
        message.extend(before_hash_of_day(self.algorithm, &candidate.date, &scope.day, ending));
        message.extend(hash.map(char::from));
    }
}

/// What was compared already.
#[derive(Default)]
pub(super) struct Seen(BTreeSet<[u8; 32]>);

impl Seen {
    fn is_new(&mut self, message: &str, candidate: &Candidate<'_>) -> bool {
        let scope = &candidate.key_scope;
        let secret = candidate.secret.to_be_bytes();
        let parts =
            [message, "\n", &scope.day, "/", &scope.region, "/", &scope.service, "\n"].map(str::as_bytes).concat();
        self.0.insert(sha256(&[&parts[..], &secret[..]].concat()))
    }
}
