//! The query of a candidate.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use super::escaping::{Escaping, decode};
use crate::sigv4::escaped::Escaped;

/// The query that a signer may have signed: its parameters, and how they are written.
#[derive(Clone)]
pub(super) struct Query<'a> {
    /// Sorted by their canonical names and values.
    parameters: Vec<Parameter<'a>>,
    pub(super) order: Order,
    pub(super) writing: Writing,
    /// Whether a parameter without a value has no `=`.
    pub(super) is_bare: bool,
}

#[derive(Clone)]
struct Parameter<'a> {
    /// In canonical form, as the value.
    name: Cow<'a, str>,
    value: Cow<'a, str>,
    /// The parameter as it is in the URL, and its position there. A parameter that is not there comes last.
    raw: &'a str,
    at: usize,
}

/// The order of the parameters.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    /// By encoded name, then by encoded value.
    Canonical,
    /// As in the URL.
    AsInUrl,
    /// By the encoded `name=value` as one text.
    Joined,
    /// By the decoded name and value.
    Decoded,
    /// By the name without regard to case.
    IgnoresCase,
}

/// How names and values are written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Writing {
    Canonical,
    /// As in the URL.
    AsInUrl,
    In(Escaping),
}

impl<'a> Query<'a> {
    /// Reads a query. Names and values are recoded, if they are not canonical.
    pub(super) fn of(query: &'a str) -> Self {
        let pairs = query.split('&').filter(|pair| !pair.is_empty()).enumerate();
        let mut parameters: Vec<_> = pairs
            .map(|(at, raw)| {
                let (name, value) = raw.split_once('=').unwrap_or((raw, ""));
                Parameter { name: canonical(name), value: canonical(value), raw, at }
            })
            .collect();
        parameters.sort_by(|one, other| (&one.name, &one.value).cmp(&(&other.name, &other.value)));
        Self { parameters, order: Order::Canonical, writing: Writing::Canonical, is_bare: false }
    }

    /// Returns the canonical value of the first parameter with this canonical name.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.parameters.iter().find(|parameter| parameter.name == name).map(|parameter| &*parameter.value)
    }

    /// Returns the canonical names and values with their positions in the URL, in canonical order.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &str, usize)> {
        self.parameters.iter().map(|parameter| (&*parameter.name, &*parameter.value, parameter.at))
    }

    /// Removes the parameters for which a function of the canonical name and the position returns `false`.
    pub(super) fn retain(&mut self, keep: impl Fn(&str, usize) -> bool) {
        self.parameters.retain(|parameter| keep(&parameter.name, parameter.at));
    }

    /// Sets the canonical value of a parameter, which is added if it is not there.
    pub(super) fn set(&mut self, name: &'a str, value: impl Into<Cow<'a, str>>) {
        let value = value.into();
        match self.parameters.iter_mut().find(|parameter| parameter.name == name) {
            Some(parameter) => (parameter.value, parameter.raw) = (value, ""),
            None => {
                let at = self.parameters.partition_point(|parameter| *parameter.name < *name);
                self.parameters.insert(at, Parameter { name: name.into(), value, raw: "", at: usize::MAX });
            }
        }
    }

    /// Changes the canonical value of a parameter, if it is there.
    pub(super) fn update(&mut self, name: &'a str, change: impl FnOnce(&str) -> String) {
        if let Some(value) = self.get(name).map(change) {
            self.set(name, value);
        }
    }

    /// Changes all canonical values.
    pub(super) fn map_values(&mut self, change: impl Fn(&str) -> Cow<'_, str>) {
        for Parameter { value, raw, .. } in &mut self.parameters {
            if let Cow::Owned(changed) = change(value) {
                (*value, *raw) = (changed.into(), "");
            }
        }
    }

    pub(super) fn len(&self) -> usize {
        self.parameters.iter().map(|parameter| parameter.name.len().saturating_add(parameter.value.len())).sum()
    }

    /// Appends the query as it was signed.
    pub(super) fn write(&self, out: &mut String) {
        if let Order::Canonical = self.order {
            return self.write_all(self.parameters.iter(), out);
        }
        let mut sorted: Vec<_> = self.parameters.iter().collect();
        match self.order {
            Order::Canonical => {}
            Order::AsInUrl => sorted.sort_by_key(|parameter| parameter.at),
            Order::Joined => sorted.sort_by(|one, other| one.joined().cmp(other.joined())),
            Order::Decoded => {
                sorted.sort_by_cached_key(|parameter| (decode(&parameter.name), decode(&parameter.value)))
            }
            Order::IgnoresCase => sorted.sort_by_cached_key(|parameter| parameter.name.to_ascii_lowercase()),
        }
        self.write_all(sorted.into_iter(), out);
    }

    fn write_all<'p>(&self, parameters: impl Iterator<Item = &'p Parameter<'a>>, out: &mut String)
    where
        'a: 'p,
    {
        for (index, Parameter { name, value, raw, .. }) in parameters.enumerate() {
            out.push_str(if index == 0 { "" } else { "&" });
            match self.writing {
                Writing::AsInUrl if !raw.is_empty() => {
                    out.push_str(raw);
                    continue;
                }
                Writing::AsInUrl | Writing::Canonical => out.push_str(name),
                Writing::In(escaping) => out.push_str(&escaping.apply(name)),
            }
            if self.is_bare && value.is_empty() {
                continue;
            }
            out.push('=');
            match self.writing {
                Writing::In(escaping) => out.push_str(&escaping.apply(value)),
                _ => out.push_str(value),
            }
        }
    }
}

impl Parameter<'_> {
    fn joined(&self) -> impl Iterator<Item = u8> {
        self.name.bytes().chain(*b"=").chain(self.value.bytes())
    }
}

/// Returns a name or value in canonical form.
fn canonical(raw: &str) -> Cow<'_, str> {
    let text = Escaped::of_query(raw);
    if text.is_canonical() {
        return raw.into();
    }
    let mut recoded = String::with_capacity(raw.len());
    match text.recode(&mut recoded) {
        Ok(()) => recoded.into(),
        // Writing to a string never fails.
        Err(_) => raw.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(query: &Query<'_>) -> String {
        let mut out = String::new();
        query.write(&mut out);
        out
    }

    #[test]
    fn a_query_is_written_in_other_ways() {
        let query = Query::of("b=2&a-b=%2f&&a=+&B");
        assert_eq!(written(&query), "B=&a=%20&a-b=%2F&b=2");
        let with = |change: fn(&mut Query<'_>)| {
            let mut query = query.clone();
            change(&mut query);
            written(&query)
        };
        assert_eq!(with(|query| query.order = Order::AsInUrl), "b=2&a-b=%2F&a=%20&B=");
        assert_eq!(with(|query| query.order = Order::Joined), "B=&a-b=%2F&a=%20&b=2");
        assert_eq!(with(|query| query.order = Order::IgnoresCase), "a=%20&a-b=%2F&B=&b=2");
        assert_eq!(with(|query| query.writing = Writing::AsInUrl), "B&a=+&a-b=%2f&b=2");
        assert_eq!(with(|query| query.writing = Writing::In(Escaping::Decoded)), "B=&a= &a-b=/&b=2");
        assert_eq!(with(|query| query.is_bare = true), "B&a=%20&a-b=%2F&b=2");
        assert_eq!(with(|query| query.set("aa", "1")), "B=&a=%20&a-b=%2F&aa=1&b=2");
        assert_eq!(with(|query| query.retain(|name, _| name != "a")), "B=&a-b=%2F&b=2");
        assert_eq!(with(|query| query.update("b", |value| [value, "3"].concat())), "B=&a=%20&a-b=%2F&b=23");
    }
}
