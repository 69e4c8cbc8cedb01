//! Credentials that remember the keys they have derived.

use std::boxed::Box;
use std::cell::Cell;
use std::fmt;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread_local;
use std::vec::Vec;

use time::Date;

use super::cached_second::CachedSecond;
use crate::credentials::{Credentials, Identity};
use crate::error::Error;
use crate::signing::{Signed, Signer, SigningJob};
use crate::sigv4::{Scope, SigningKey};

/// Signs as its credentials do, and keeps the key of each day, region and service that it has signed for, and for each of
/// these what the URLs of one second and one expiry have in common: a URL then costs little more than its hashes. For
/// programs that make many.
///
/// Share one between threads by reference or in an `Arc`. Up to 64 threads have keys of their own, so that no two of
/// them wait for each other; more share them.
///
/// ```
/// use presign::{Bucket, CachedSigner, Credentials};
/// use std::time::Duration;
/// use time::macros::datetime;
///
/// let signer = CachedSigner::new(Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"));
/// let bucket = Bucket::new("photos")?;
/// let mut page = String::new();
/// for key in ["boat.jpg", "harbour.jpg"] {
///     page.push_str("<img src=\"");
///     let request = bucket.get_object(key).expires_in(Duration::from_secs(300));
///     request.sign_into(&signer, datetime!(2026-11-23 12:00 UTC), &mut page)?;
///     page.push_str("\">\n");
/// }
/// # Ok::<(), presign::Error>(())
/// ```
pub struct CachedSigner {
    credentials: Credentials,
    shards: Box<[Shard]>,
}

/// More than most programs have threads that sign at the same moment; a power of two. A thread holds its shard while it
/// writes a URL, which takes a microsecond or a few.
const SHARDS: usize = 64;

/// More scopes than a thread uses in a day. A program that signs for more regions than this derives some keys again.
const KEYS_PER_SHARD: usize = 32;

/// What is kept for the threads that were dealt this shard. On a cache line pair of its own (processors prefetch two), or
/// threads would slow each other down without ever waiting for the same lock.
#[repr(align(128))]
#[derive(Default)]
struct Shard(Mutex<Entries>);

/// Boxed, as a vector that grows or closes a gap moves what it holds, and leaves a copy of the key behind.
type Entries = Vec<Box<Entry>>;

/// On cache lines of its own, too: each URL writes to it.
#[repr(align(128))]
struct Entry {
    date: Date,
    region: Box<str>,
    service: Box<str>,
    key: SigningKey,
    second: Option<CachedSecond>,
}

impl CachedSigner {
    /// Creates a signer with an empty key cache.
    pub fn new(credentials: Credentials) -> Self {
        Self { credentials, shards: (0..SHARDS).map(|_| Shard::default()).collect() }
    }

    /// Returns the identity that signs.
    pub fn identity(&self) -> &Identity {
        self.credentials.identity()
    }
}

impl Shard {
    /// Returns the entry of a scope, and derives its key if the scope is new.
    fn entry<'e>(entries: &'e mut Entries, credentials: &Credentials, scope: &Scope<'_>) -> &'e mut Entry {
        let found = entries.iter().position(|entry| entry.is_for(scope));
        let index = found.unwrap_or_else(|| {
            // A new day ends the use of every key of an older one; a clock that is set back only derives again.
            entries.retain(|entry| entry.date >= scope.date());
            if entries.len() >= KEYS_PER_SHARD {
                entries.remove(0);
            }
            entries.push(Box::new(Entry {
                date: scope.date(),
                region: scope.region().into(),
                service: scope.service().into(),
                key: credentials.derive_key(scope),
                second: None,
            }));
            entries.len() - 1
        });
        &mut entries[index]
    }
}

impl Entry {
    fn is_for(&self, scope: &Scope<'_>) -> bool {
        self.date == scope.date() && *self.region == *scope.region() && *self.service == *scope.service()
    }
}

impl Signer for CachedSigner {
    fn sign<'j>(&self, job: SigningJob<'j>) -> Result<Signed<'j>, Error> {
        // A thread that panics leaves no entry half-written, so a poisoned lock is no reason to stop.
        let mut entries = self.shards[thread_number() % SHARDS].0.lock().unwrap_or_else(PoisonError::into_inner);
        let Entry { key, second, .. } = Shard::entry(&mut entries, &self.credentials, &job.scope());
        sign_keeping(job, self.credentials.identity(), key, second)
    }
}

/// Signs with the key of the job's scope and what is kept of the second, which is renewed for another second.
///
/// One expiry is kept for a second. A URL with another one is signed without, so that two in turn don't undo each other's work.
fn sign_keeping<'j>(
    job: SigningJob<'j>,
    identity: &Identity,
    key: &SigningKey,
    kept: &mut Option<CachedSecond>,
) -> Result<Signed<'j>, Error> {
    let Some(url) = job.untraced_url().filter(|url| CachedSecond::suits(url)) else {
        return Ok(job.identify(identity)?.sign(key));
    };
    let second = match kept {
        Some(second) if second.is_for(url) => {
            url.target.check_identity(identity, url.session_auth)?;
            second
        }
        Some(second) if second.is_of_the_time_of(url) => return Ok(job.identify(identity)?.sign(key)),
        Some(second) => {
            second.renew(url, identity, key)?;
            second
        }
        None => kept.insert(CachedSecond::new(url, identity, key)?),
    };
    job.complete(|out| second.sign(url, out))
}

/// Starts with no keys: they are cheap to derive, and a copy is another place to keep secrets in.
impl Clone for CachedSigner {
    fn clone(&self) -> Self {
        Self::new(self.credentials.clone())
    }
}

impl From<Credentials> for CachedSigner {
    fn from(credentials: Credentials) -> Self {
        Self::new(credentials)
    }
}

impl fmt::Debug for CachedSigner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CachedSigner").field("credentials", &self.credentials).finish_non_exhaustive()
    }
}

/// Deals the threads of the program out evenly, whatever their system's numbers are.
fn thread_number() -> usize {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    thread_local! {
        static NUMBER: Cell<usize> = const { Cell::new(usize::MAX) };
    }
    // A thread that is already tearing down its locals shares the first shard.
    let number = NUMBER.try_with(|number| {
        if number.get() == usize::MAX {
            number.set(NEXT.fetch_add(1, Ordering::Relaxed));
        }
        number.get()
    });
    number.unwrap_or(0)
}
