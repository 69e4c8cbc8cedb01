//! Pages of listings, without their XML: ListObjectsV2, ListObjectVersions and ListMultipartUploads.

use std::sync::Arc;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::store::{Object, Store, StoreError};

/// All characters except letters, digits and `-._~/`.
const ENCODED: AsciiSet = NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

/// S3 returns at most this many entries per page.
pub(crate) const MAX_KEYS: usize = 1000;

/// What to list.
#[derive(Debug, Default)]
pub(crate) struct Query<'a> {
    pub(crate) prefix: &'a str,
    /// Empty if keys are not grouped.
    pub(crate) delimiter: &'a str,
    pub(crate) max_keys: usize,
    pub(crate) start_after: &'a str,
    /// The last entry of the previous page: a key or a common prefix. It overrides `start_after`.
    pub(crate) resume_after: Option<&'a str>,
}

/// A page of a listing.
#[derive(Debug)]
pub(crate) struct Page<T> {
    /// Sorted by key.
    pub(crate) entries: Vec<(String, T)>,
    pub(crate) common_prefixes: Vec<String>,
    /// The last entry of this page, if another page follows.
    pub(crate) resume_after: Option<String>,
}

impl<T> Page<T> {
    pub(crate) fn len(&self) -> usize {
        self.entries.len() + self.common_prefixes.len()
    }
}

/// Lists a page of objects.
///
/// # Errors
///
/// [`StoreError::NoSuchBucket`].
pub(crate) fn list(store: &Store, bucket: &str, query: &Query<'_>) -> Result<Page<Arc<Object>>, StoreError> {
    let after = query.resume_after.unwrap_or(query.start_after);
    Ok(page(store.scan(bucket, query.prefix, after)?, query))
}

/// Takes a page from sorted entries. They must all have the prefix and come after the start of the page.
pub(crate) fn page<T>(entries: impl IntoIterator<Item = (String, T)>, query: &Query<'_>) -> Page<T> {
    let mut page = Page { entries: Vec::new(), common_prefixes: Vec::new(), resume_after: None };
    let mut last = String::new();
    for (key, entry) in entries {
        let group = group_of(&key, query.prefix, query.delimiter);
        if let Some(group) = group {
            let on_this_page = page.common_prefixes.last().is_some_and(|last| last == group);
            if on_this_page || query.resume_after == Some(group) {
                continue;
            }
        }
        if page.len() == query.max_keys.min(MAX_KEYS) {
            // If `max-keys` is 0, S3 reports a complete listing.
            page.resume_after = (page.len() > 0).then_some(last);
            break;
        }
        match group {
            Some(group) => {
                last = group.to_owned();
                page.common_prefixes.push(last.clone());
            }
            None => {
                last.clone_from(&key);
                page.entries.push((key, entry));
            }
        }
    }
    page
}

/// Returns the common prefix under which a key is listed, which ends with the first delimiter after the prefix.
fn group_of<'k>(key: &'k str, prefix: &str, delimiter: &str) -> Option<&'k str> {
    if delimiter.is_empty() {
        return None;
    }
    let at = key.get(prefix.len()..)?.find(delimiter)?;
    key.get(..prefix.len() + at + delimiter.len())
}

/// Percent-encodes a key for `encoding-type=url`: the characters that XML 1.0 does not allow, and many others.
pub(crate) fn url_encode(key: &str) -> String {
    utf8_percent_encode(key, &ENCODED).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Headers;

    const KEYS: [&str; 6] = ["a", "b/1", "b/2", "c/", "c/1", "d"];

    /// Returns all pages. Each has its keys, then its common prefixes in brackets.
    fn pages(query: &Query<'_>) -> Vec<String> {
        let store = Store::new();
        store.create_bucket("b").unwrap();
        for key in KEYS {
            store.put("b", key, Object::new("x", Headers::default())).unwrap();
        }
        let mut pages = Vec::new();
        let mut token: Option<String> = None;
        loop {
            let query = Query { resume_after: token.as_deref(), ..*query };
            let page = list(&store, "b", &query).unwrap();
            let objects = page.entries.iter().map(|(key, _)| key.clone());
            let prefixes = page.common_prefixes.iter().map(|p| format!("[{p}]"));
            pages.push(objects.chain(prefixes).collect::<Vec<_>>().join(" "));
            match page.resume_after {
                Some(last) => token = Some(last),
                None => return pages,
            }
        }
    }

    #[test]
    fn one_page() {
        let all = Query { max_keys: 1000, ..Query::default() };
        assert_eq!(pages(&all), ["a b/1 b/2 c/ c/1 d"]);
        assert_eq!(pages(&Query { delimiter: "/", ..all }), ["a d [b/] [c/]"]);
        assert_eq!(pages(&Query { prefix: "b", ..all }), ["b/1 b/2"]);
        assert_eq!(pages(&Query { prefix: "c/", delimiter: "/", ..all }), ["c/ c/1"]);
        assert_eq!(pages(&Query { start_after: "c/", ..all }), ["c/1 d"]);
        assert_eq!(pages(&Query { start_after: "b/1", delimiter: "/", ..all }), ["d [b/] [c/]"]);
        assert_eq!(pages(&Query { max_keys: 0, ..all }), [""]);
    }

    #[test]
    fn a_page_goes_on_where_the_last_one_ended() {
        let one = Query { max_keys: 1, delimiter: "/", ..Query::default() };
        assert_eq!(pages(&one), ["a", "[b/]", "[c/]", "d"]);
        assert_eq!(pages(&Query { max_keys: 4, ..Query::default() }), ["a b/1 b/2 c/", "c/1 d"]);
        assert_eq!(pages(&Query { max_keys: 6, ..Query::default() }), ["a b/1 b/2 c/ c/1 d"]);
    }
}
