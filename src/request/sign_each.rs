//! One request signed for many keys.

use alloc::boxed::Box;
use alloc::string::String;
use core::mem;

use time::OffsetDateTime;

use crate::error::{Error, Repr};
use crate::request::operation::Operation;
use crate::request::presign_request::PresignRequest;
use crate::request::sign::InOrder;
use crate::signing::{
    CanonicalRequests, MAX_KEY_LENGTH, PathKind, RequestPath, SharedText, Signer, SigningJob, UnsignedUrl, Validity,
    written,
};
use crate::sigv4::{Algorithm, AmzDate, HMAC_STACK, Signature, WipedString, on_wiped_stack, sha256_of_both, write_hex};

impl PresignRequest<'_> {
    /// Signs the same request for many keys, such as those of a page, a table or a list. This takes less time per URL
    /// than [`sign_into`](Self::sign_into) with a [`CachedSigner`](crate::CachedSigner), with any signer of this crate
    /// except a `Sigv4aSigner`.
    ///
    /// Calls `each` once for each key, in order, with the key and its URL, which is lent until `each` returns. Every
    /// URL is the one that [`sign_at`](Self::sign_at) gives for that key at the same time. The request's own key is
    /// ignored. For a request of a [`Service`](crate::Service), the keys are paths.
    ///
    /// Two URLs are signed at a time, while the next two are begun, so up to four keys are taken from `keys` before the
    /// first URL is given. Nothing is allocated for a key. All keys are signed with the credentials that the signer had
    /// at the beginning, even if they are [replaced](crate::CachedSigner::replace) in the meantime.
    ///
    /// Returns when the URLs were signed and when they expire: the earliest time, if they differ because another
    /// implementation of [`Signer`] changed its identity. If nothing could be signed, that is the time of signing.
    ///
    /// ```
    /// use presign::{Bucket, Credentials};
    /// use time::macros::datetime;
    ///
    /// let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
    /// let bucket = Bucket::new("photos")?;
    /// let keys = ["boat.jpg", "", "harbor.jpg"];
    /// let (mut page, mut unsigned) = (String::new(), Vec::new());
    /// bucket.get_object("").sign_each_at(&credentials, datetime!(2026-11-23 12:00 UTC), keys, |key, url| match url {
    ///     Ok(url) => page.push_str(&format!("<img src=\"{}\" alt=\"{key}\">\n", url.replace('&', "&amp;"))),
    ///     Err(error) => unsigned.push(error.to_string()),
    /// });
    /// assert_eq!(page.lines().count(), 2);
    /// assert!(unsigned[0].starts_with("object key is empty"), "{unsigned:?}");
    /// # Ok::<(), presign::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// `each` gets the errors of [`sign_at`](Self::sign_at): those of a key for that key alone, and those of the
    /// request, the time or the signer for every key. A request about a bucket, such as
    /// [`list_objects_v2`](crate::Bucket::list_objects_v2), takes no key:
    /// [`WrongOperation`](crate::ErrorKind::WrongOperation).
    pub fn sign_each_at<K: AsRef<str>>(
        &self,
        signer: &dyn Signer,
        at: OffsetDateTime,
        keys: impl IntoIterator<Item = K>,
        mut each: impl FnMut(&str, Result<&str, Error>),
    ) -> Validity {
        let parts = self.in_order();
        let mut keys = keys.into_iter().fuse();
        let Some(mut batch) = Batch::new(self, signer, at, &parts) else {
            let mut one_by_one =
                OneByOne { request: self, signer, at, parts: &parts, out: WipedString::default(), all: None };
            for key in keys {
                let key = key.as_ref();
                each(key, one_by_one.sign(key));
            }
            return one_by_one.all.unwrap_or_else(|| none_valid(at));
        };
        let mut two = [keys.next(), keys.next()];
        batch.begin(two.each_ref().map(|key| key.as_ref().map(K::as_ref)));
        while two[0].is_some() {
            let next = [keys.next(), keys.next()];
            let urls = batch.finish(next.each_ref().map(|key| key.as_ref().map(K::as_ref)));
            for (key, url) in two.iter().flatten().zip(urls) {
                each(key.as_ref(), url);
            }
            two = next;
        }
        on_wiped_stack::<HMAC_STACK, _>(|| batch.end())
    }

    /// Parses a key as this request takes it.
    fn path_of<'k>(&self, key: &'k str) -> Result<RequestPath<'k>, Error> {
        if self.path_kind == PathKind::Bucket {
            let hint = "the request names the bucket and no key; sign it alone".into();
            let operation = match self.operation {
                Operation::Any => "bucket_request",
                known => known.method(),
            };
            return Err(Repr::WrongOperation { setter: "sign_each_at", operation, hint }.into());
        }
        self.path_kind.parse(self.target, key)
    }
}

/// Signs keys with what is the same for all of them written once, two at a time. While the hashes of two are computed, the
/// next two are begun: hashing leaves most of the processor idle.
struct Batch<'b> {
    request: &'b PresignRequest<'b>,
    /// The request; its path is replaced.
    url: UnsignedUrl<'b>,
    /// Boxed: a move would leave a copy of the state of the key.
    text: Box<SharedText>,
    /// What follows the path in every URL, up to the signature.
    rest: WipedString,
    begun: [Lane; 2],
    finished: [Lane; 2],
}

/// One URL.
struct Lane {
    requests: CanonicalRequests,
    out: WipedString,
    /// The error of the key, if it has one.
    result: Result<(), Error>,
}

impl<'b> Batch<'b> {
    /// Returns `None` if something other than the keys has an error, so that each key can get the same error as if it were
    /// signed alone; and for the few requests that have no shared text.
    fn new(
        request: &'b PresignRequest<'b>,
        signer: &dyn Signer,
        at: OffsetDateTime,
        parts: &'b InOrder<'b>,
    ) -> Option<Self> {
        if request.path_kind != PathKind::Object {
            return None;
        }
        let url = request.unsigned_at(Ok(RequestPath::Bucket), at, parts).ok().filter(SharedText::suits)?;
        let key = signer.batch_key(&url.target.scope(url.date, Algorithm::Sigv4))?;
        let text =
            on_wiped_stack::<HMAC_STACK, _>(|| SharedText::new(&url, &key.identity, &key.key).ok().map(Box::new))?;
        let rest = text.rest_of_url(&url);
        let lanes = || [(); 2].map(|()| Lane::new(&url, &text, rest.len()));
        let (begun, finished) = (lanes(), lanes());
        Some(Self { request, url, text, rest, begun, finished })
    }

    /// Begins the first two URLs.
    fn begin(&mut self, keys: [Option<&str>; 2]) {
        for (lane, key) in self.begun.iter_mut().zip(keys) {
            lane.begin(self.request, self.url, key, &self.rest);
        }
    }

    /// Finishes the two URLs that were begun, and begins the next two.
    #[inline(never)]
    fn finish(&mut self, keys: [Option<&str>; 2]) -> [Result<&str, Error>; 2] {
        mem::swap(&mut self.begun, &mut self.finished);
        let Self { request, url, text, rest, begun, finished } = self;
        let mut next = begun.iter_mut().zip(keys);
        let mut begin_next = || {
            if let Some((lane, key)) = next.next() {
                lane.begin(request, *url, key, rest);
            }
        };
        // A lane that has no key, or one with an error, is hashed too. Nothing reads that hash.
        let hashes = sha256_of_both(finished.each_ref().map(|lane| lane.requests.latest()), &mut begin_next);
        // If there were too few blocks for both.
        begin_next();
        begin_next();
        let signatures = text.sign_both(&hashes);
        finished.iter_mut().zip(signatures).for_each(|(lane, signature)| lane.sign(&signature));
        self.finished.each_mut().map(Lane::take)
    }

    /// Returns the validity of all URLs. Call it on a wiped stack, because signing leaves states of the key there.
    fn end(self) -> Validity {
        self.text.validity()
    }
}

impl Lane {
    fn new(url: &UnsignedUrl<'_>, text: &SharedText, length_of_rest: usize) -> Self {
        // A base URL, and a key of which every byte is escaped.
        let longest_path = url.target.base_url().len() + "/".len() + 3 * MAX_KEY_LENGTH;
        Self {
            requests: text.requests_of_paths(url, longest_path),
            out: WipedString::from(String::with_capacity(longest_path + length_of_rest + Signature::DIGITS)),
            result: Ok(()),
        }
    }

    /// Writes everything but the signature, unless there is no key.
    #[inline(never)]
    fn begin(&mut self, request: &PresignRequest<'_>, url: UnsignedUrl<'_>, key: Option<&str>, rest: &str) {
        self.result = key.map_or(Ok(()), |key| self.write(request, url, key, rest));
    }

    fn write(
        &mut self,
        request: &PresignRequest<'_>,
        url: UnsignedUrl<'_>,
        key: &str,
        rest: &str,
    ) -> Result<(), Error> {
        let path = request.path_of(key)?;
        request.check_dot_segments(path)?;
        let url = UnsignedUrl { path, ..url };
        self.out.clear();
        let path = url.write_path(&mut self.out)?;
        self.requests.write_path(&url, path.of(&self.out))?;
        self.out.push_str(rest);
        Ok(())
    }

    fn sign(&mut self, signature: &Signature) {
        if self.result.is_ok() {
            written(write_hex(signature.as_bytes(), &mut *self.out));
        }
    }

    fn take(&mut self) -> Result<&str, Error> {
        mem::replace(&mut self.result, Ok(()))?;
        Ok(&self.out)
    }
}

/// Signs each key as if it were the only one.
struct OneByOne<'b> {
    request: &'b PresignRequest<'b>,
    signer: &'b dyn Signer,
    at: OffsetDateTime,
    parts: &'b InOrder<'b>,
    out: WipedString,
    /// The validity that all URLs share so far.
    all: Option<Validity>,
}

impl OneByOne<'_> {
    fn sign(&mut self, key: &str) -> Result<&str, Error> {
        let unsigned = self.request.unsigned_at(self.request.path_of(key), self.at, self.parts)?;
        self.out.clear();
        let validity = self.signer.sign(SigningJob::new(&unsigned, &mut self.out, None))?.validity;
        self.all = Some(self.all.map_or(validity, |all| all.earlier(validity)));
        Ok(&self.out)
    }
}

fn none_valid(at: OffsetDateTime) -> Validity {
    let at = AmzDate::new(at).unwrap_or(AmzDate::UNIX_EPOCH);
    Validity::new(at, Some(at))
}
