//! Credentials with a cache of their signing keys.

use std::boxed::Box;
use std::cell::Cell;
use std::fmt;
use std::mem;
use std::sync::atomic::{AtomicI32, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread_local;
use std::vec::Vec;

use time::Date;

use super::cached_second::CachedSecond;
use crate::credentials::{Credentials, Identity};
use crate::error::Error;
use crate::signing::{BatchKey, Signed, Signer, SigningJob};
use crate::sigv4::{HMAC_STACK, Scope, SigningKey, on_wiped_stack};

/// Signs like its credentials, but faster, for programs that sign many URLs.
///
/// It caches the signing key of each day, region and service, and with each key the text that URLs of the same second
/// and expiry share. A URL then costs little more than its hashes.
///
/// Share a signer between threads by reference or in an `Arc`. Each of the first 64 threads has a cache of its own, so
/// these threads don't wait for each other. Further threads share the same caches. The first thread that signs for a
/// new day drops the keys of earlier days from all caches, including those of idle threads.
///
/// To sign one request for many keys, [`sign_each_at`](crate::PresignRequest::sign_each_at) is faster still.
///
/// [`replace`](Self::replace) rotates the credentials of a signer that is in use, so a service with temporary
/// credentials keeps one signer for as long as it runs.
///
/// ```
/// use presign::{Bucket, CachedSigner, Credentials};
/// use std::time::Duration;
/// use time::macros::datetime;
///
/// let signer = CachedSigner::new(Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"));
/// let bucket = Bucket::new("photos")?;
/// let mut page = String::new();
/// for key in ["boat.jpg", "harbor.jpg"] {
///     page.push_str("<img src=\"");
///     let request = bucket.get_object(key).expires_in(Duration::from_secs(300));
///     request.sign_into(&signer, datetime!(2026-11-23 12:00 UTC), &mut page)?;
///     page.push_str("\">\n");
/// }
/// assert_eq!(page.matches("<img src=\"https://photos.s3.us-east-1.amazonaws.com/").count(), 2);
/// # Ok::<(), presign::Error>(())
/// ```
pub struct CachedSigner {
    /// The credentials of the next URLs. Locked while they are replaced, but never by a thread that signs.
    credentials: Mutex<Arc<Credentials>>,
    shards: Box<[Shard]>,
    /// The Julian day of the last key that was derived for another day than the one before.
    day: AtomicI32,
}

/// The number of shards, a power of two. Few programs sign in more threads at once. A thread locks its shard while it
/// writes a URL, which takes a few microseconds.
const SHARDS: usize = 64;

/// The number of keys in a shard, more than most threads use in a day. A program that signs for more scopes derives
/// some keys again.
const KEYS_PER_SHARD: usize = 32;

/// The cache of the threads that use this shard.
///
/// Each shard has two cache lines of its own, because processors prefetch lines in pairs. Otherwise threads would slow
/// each other down by false sharing, without ever waiting for the same lock.
#[repr(align(128))]
struct Shard(Mutex<Cache>);

/// Credentials and the keys that were derived from them. Each shard refers to the credentials itself, so that threads
/// share nothing that is written to.
struct Cache {
    credentials: Arc<Credentials>,
    entries: Entries,
}

/// The entries are boxed: a vector that grows or closes a gap moves its items, and would leave copies of keys in
/// memory.
type Entries = Vec<Box<Entry>>;

/// A key and its scope, also on cache lines of its own, because each URL writes to it.
#[repr(align(128))]
struct Entry {
    date: Date,
    region: Box<str>,
    service: Box<str>,
    key: Arc<SigningKey>,
    second: Option<CachedSecond>,
}

impl CachedSigner {
    /// Creates a signer with an empty key cache.
    ///
    /// ```
    /// use presign::{Bucket, CachedSigner, Credentials};
    /// use time::macros::datetime;
    ///
    /// let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
    /// let signer = CachedSigner::new(credentials.clone());
    /// let (bucket, now) = (Bucket::new("photos")?, datetime!(2026-11-23 12:00 UTC));
    /// let request = bucket.get_object("boat.jpg");
    /// assert_eq!(request.sign_at(&signer, now)?, request.sign_at(&credentials, now)?);
    /// # Ok::<(), presign::Error>(())
    /// ```
    pub fn new(credentials: Credentials) -> Self {
        let credentials = Arc::new(credentials);
        let shard = |_| Shard(Mutex::new(Cache { credentials: credentials.clone(), entries: Entries::new() }));
        let shards = (0..SHARDS).map(shard).collect();
        Self { credentials: Mutex::new(credentials), shards, day: AtomicI32::new(i32::MIN) }
    }

    /// Replaces the credentials, for instance when temporary credentials were renewed: with
    /// [`Credentials`], or with [`SessionCredentials`](crate::s3::SessionCredentials) for S3 Express.
    ///
    /// When this returns, all threads sign with the new credentials, and the keys of the old ones have been wiped from
    /// memory. A URL that another thread is signing at the same time is signed with either. A page of
    /// [`sign_each_at`](crate::PresignRequest::sign_each_at) is finished with the credentials and the key with which it was
    /// begun. URLs that were signed earlier stay valid for as long as the old credentials.
    ///
    /// Threads that sign do not wait for a renewal: fetch the new credentials first, and then call this. See
    /// `examples/rotating_credentials.rs`.
    ///
    /// ```
    /// use presign::{Bucket, CachedSigner, Credentials};
    /// use time::macros::datetime;
    ///
    /// let first = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
    /// let second = Credentials::new("AKIAI44QH8DHBEXAMPLE", "je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY");
    /// let (bucket, now) = (Bucket::new("photos")?, datetime!(2026-11-23 12:00 UTC));
    /// let request = bucket.get_object("boat.jpg");
    ///
    /// let signer = CachedSigner::new(first.clone());
    /// assert_eq!(request.sign_at(&signer, now)?, request.sign_at(&first, now)?);
    /// signer.replace(second.clone());
    /// assert_eq!(request.sign_at(&signer, now)?, request.sign_at(&second, now)?);
    /// # Ok::<(), presign::Error>(())
    /// ```
    #[doc(alias = "rotate")]
    #[doc(alias = "refresh")]
    #[doc(alias = "provider")]
    #[doc(alias = "credentials_provider")]
    pub fn replace(&self, credentials: impl Into<Self>) {
        let credentials = credentials.into().credentials();
        // Locked until the end: two replacements at a time could leave some shards with one and some with the other.
        let mut current = lock(&self.credentials);
        *current = credentials.clone();
        for shard in &self.shards {
            let cache = Cache { credentials: credentials.clone(), entries: Entries::new() };
            // The lock is released before the old keys are wiped.
            let old = mem::replace(&mut *lock(&shard.0), cache);
            drop(old);
        }
    }

    /// Returns the identity that signs. It changes when the credentials are [replaced](Self::replace).
    pub fn identity(&self) -> Identity {
        self.credentials().identity().clone()
    }

    /// Calls a function with the identity, and with a function that returns whether a signature is that of a message in
    /// this scope.
    #[cfg(feature = "verify")]
    pub(crate) fn with_verifier<T>(
        &self,
        scope: &Scope<'_>,
        check: impl FnOnce(&Identity, &dyn Fn(&[u8], &[u8]) -> bool) -> T,
    ) -> T {
        let (cache, index) = self.entry(scope);
        let key = &cache.entries[index].key;
        check(cache.credentials.identity(), &|message, signature| key.verify(message, signature))
    }

    pub(crate) fn credentials(&self) -> Arc<Credentials> {
        lock(&self.credentials).clone()
    }

    /// Returns the locked cache of this thread, with an entry for a scope, and the index of that entry.
    fn entry(&self, scope: &Scope<'_>) -> (MutexGuard<'_, Cache>, usize) {
        let shard = &self.shards[thread_number() % SHARDS];
        let mut cache = lock(&shard.0);
        let mut found = cache.find(scope);
        if found.is_none() && self.is_new(scope.date()) {
            // A thread that waits for one shard while it holds another could wait forever.
            drop(cache);
            self.shards.iter().for_each(|shard| forget_before(scope.date(), &mut lock(&shard.0).entries));
            cache = lock(&shard.0);
            found = cache.find(scope);
        }
        let index = found.unwrap_or_else(|| cache.add(scope));
        (cache, index)
    }

    /// Returns whether no key has been derived for this day or a later one. Only one thread gets `true` for each day.
    fn is_new(&self, date: Date) -> bool {
        let day = date.to_julian_day();
        self.day.load(Ordering::Relaxed) != day && self.day.swap(day, Ordering::Relaxed) < day
    }
}

/// A thread that panics leaves nothing half-written, so a poisoned lock can be ignored.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Cache {
    fn find(&self, scope: &Scope<'_>) -> Option<usize> {
        self.entries.iter().position(|entry| entry.is_for(scope))
    }

    /// Derives the key of a scope, and returns the index of its entry.
    fn add(&mut self, scope: &Scope<'_>) -> usize {
        // For a thread whose clock was behind when the others turned to this day.
        forget_before(scope.date(), &mut self.entries);
        if self.entries.len() >= KEYS_PER_SHARD {
            self.entries.remove(0);
        }
        self.entries.push(Box::new(Entry {
            date: scope.date(),
            region: scope.region().into(),
            service: scope.service().into(),
            key: self.credentials.derive_key(scope),
            second: None,
        }));
        self.entries.len() - 1
    }
}

/// Drops the keys of earlier days, with which nothing more is signed. If the clock is set back, or a URL of an earlier day
/// is verified, they are derived again.
fn forget_before(date: Date, entries: &mut Entries) {
    entries.retain(|entry| entry.date >= date);
}

impl Entry {
    fn is_for(&self, scope: &Scope<'_>) -> bool {
        self.date == scope.date() && *self.region == *scope.region() && *self.service == *scope.service()
    }

    /// Signs a job in this scope. Reuses the cached text of a second, and replaces it if the job is in another second.
    ///
    /// The cached text is for one expiry. URLs with another expiry in the same second are signed without it. Otherwise
    /// two alternating expiries would replace the text each time.
    fn sign<'j>(&mut self, job: SigningJob<'j>, identity: &Identity) -> Result<Signed<'j>, Error> {
        let Self { date, region, service, key, second: kept } = self;
        let uncached =
            |job: SigningJob<'j>| job.identify(identity)?.sign(&Scope::from_checked(*date, region, service), key);
        let Some(url) = job.untraced_url().filter(|url| CachedSecond::suits(url)) else {
            return uncached(job);
        };
        let second = match kept {
            Some(second) if second.is_for(url) => {
                url.check_identity(identity)?;
                second
            }
            Some(second) if second.is_in_the_second_of(url) => return uncached(job),
            Some(second) => {
                second.renew(url, identity, key)?;
                second
            }
            None => on_wiped_stack::<HMAC_STACK, _>(|| -> Result<_, Error> {
                Ok(kept.insert(CachedSecond::new(url, identity, key)?))
            })?,
        };
        job.complete(|out| second.sign(url, out))
    }
}

impl Signer for CachedSigner {
    fn sign<'j>(&self, job: SigningJob<'j>) -> Result<Signed<'j>, Error> {
        let (mut cache, index) = self.entry(&job.scope());
        let Cache { credentials, entries } = &mut *cache;
        entries[index].sign(job, credentials.identity())
    }

    fn batch_key(&self, scope: &Scope<'_>) -> Option<BatchKey> {
        let (cache, index) = self.entry(scope);
        Some(BatchKey::new(cache.credentials.identity().clone(), cache.entries[index].key.clone()))
    }
}

/// Creates a signer with an empty key cache: keys are cheap to derive, and copies would keep secrets in more places.
impl Clone for CachedSigner {
    fn clone(&self) -> Self {
        Self::new((*self.credentials()).clone())
    }
}

impl From<Credentials> for CachedSigner {
    fn from(credentials: Credentials) -> Self {
        Self::new(credentials)
    }
}

impl fmt::Debug for CachedSigner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CachedSigner").field("credentials", &*self.credentials()).finish_non_exhaustive()
    }
}

/// Returns the number of the current thread. Threads are numbered in sequence, so they are spread evenly over the
/// shards.
fn thread_number() -> usize {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    thread_local! {
        static NUMBER: Cell<usize> = const { Cell::new(usize::MAX) };
    }
    // A thread that is already destroying its thread-locals uses the first shard.
    let number = NUMBER.try_with(|number| {
        if number.get() == usize::MAX {
            number.set(NEXT.fetch_add(1, Ordering::Relaxed));
        }
        number.get()
    });
    number.unwrap_or(0)
}
