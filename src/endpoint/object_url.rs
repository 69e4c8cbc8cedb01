//! URLs of a bucket's objects, from which a key is taken.

use super::target::Target;
use crate::error::{Error, Repr};

impl Target {
    /// Rejects a key that is a URL of this bucket: the whole URL would become the name of an object.
    pub(crate) fn check_is_no_url(&self, key: &str) -> Result<(), Error> {
        // Few keys begin like a URL, and the rest of a key is not searched.
        let begins = |start: &str| key.get(..start.len()).is_some_and(|found| found.eq_ignore_ascii_case(start));
        let is_url =
            begins("s3:") && self.strip_s3_url(key).is_some() || begins("http") && self.strip_base(key).is_some();
        if is_url { Err(Repr::KeyIsUrl {}.into()) } else { Ok(()) }
    }

    /// Returns what follows `s3://` and the bucket's name.
    pub(crate) fn strip_s3_url<'a>(&self, url: &'a str) -> Option<&'a str> {
        url.strip_prefix("s3://")?.strip_prefix(self.bucket()?)?.strip_prefix('/')
    }

    /// Returns what follows the bucket's URL and a slash. The scheme and the host may be in upper case.
    pub(crate) fn strip_base<'a>(&self, url: &'a str) -> Option<&'a str> {
        let base = self.base_url();
        let (start, rest) = url.split_at_checked(base.len())?;
        let origin = self.path_start();
        let same = start.get(..origin)?.eq_ignore_ascii_case(&base[..origin]) && start[origin..] == base[origin..];
        rest.strip_prefix('/').filter(|_| same)
    }
}
