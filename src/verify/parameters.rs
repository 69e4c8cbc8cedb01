//! The parameters of a query as it was received.

use alloc::vec::Vec;
use core::fmt;

use crate::sigv4::escaped::Escaped;

/// A parameter. `name` and `name=` are the same parameter, with an empty value.
#[derive(Clone, Copy)]
pub(super) struct Parameter<'a> {
    pub(super) name: Escaped<'a>,
    pub(super) value: Escaped<'a>,
}

/// Returns the parameters in the order of the query, with `None` where two separators follow each other.
pub(super) fn parameters(query: &str) -> impl Iterator<Item = Option<Parameter<'_>>> {
    let pairs = if query.is_empty() { None } else { Some(query.split('&')) };
    pairs.into_iter().flatten().map(|pair| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        (!pair.is_empty()).then_some(Parameter { name: Escaped::of_query(name), value: Escaped::of_query(value) })
    })
}

/// The name of the parameter that is not part of the canonical query.
pub(super) const SIGNATURE: &str = "X-Amz-Signature";

/// How many parameters are sorted on the stack.
const ON_STACK: usize = 48;

/// Parameters in canonical order, without the signature.
pub(super) struct Sorted<'a> {
    stack: [Parameter<'a>; ON_STACK],
    length: usize,
    heap: Vec<Parameter<'a>>,
}

impl<'a> Sorted<'a> {
    pub(super) fn of(query: &'a str) -> Self {
        let empty = Parameter { name: Escaped::of_query(""), value: Escaped::of_query("") };
        let mut sorted = Self { stack: [empty; ON_STACK], length: 0, heap: Vec::new() };
        let signed = || parameters(query).flatten().filter(|parameter| !parameter.name.is(SIGNATURE));
        if signed().nth(ON_STACK).is_some() {
            sorted.heap = signed().collect();
        } else {
            sorted.length = sorted.stack.iter_mut().zip(signed()).map(|(place, parameter)| *place = parameter).count();
        }
        // Parameters that compare as equal are written in the same way, so their order does not matter.
        let all = if sorted.heap.is_empty() { &mut sorted.stack[..sorted.length] } else { &mut sorted.heap };
        all.sort_unstable_by(|one, other| {
            one.name.cmp_recoded(other.name).then_with(|| one.value.cmp_recoded(other.value))
        });
        sorted
    }

    fn all(&self) -> &[Parameter<'a>] {
        if self.heap.is_empty() { &self.stack[..self.length] } else { &self.heap }
    }

    /// Writes the canonical query.
    pub(super) fn write<W: fmt::Write>(&self, out: &mut W) -> fmt::Result {
        for (index, parameter) in self.all().iter().enumerate() {
            out.write_str(if index == 0 { "" } else { "&" })?;
            parameter.name.recode(out)?;
            out.write_str("=")?;
            parameter.value.recode(out)?;
        }
        Ok(())
    }

    /// Returns the value of the only parameter with this name.
    pub(super) fn only(&self, name: Escaped<'_>) -> Option<Escaped<'a>> {
        let all = self.all();
        let start = all.partition_point(|parameter| parameter.name.cmp_recoded(name).is_lt());
        let mut named = all[start..].iter().take_while(|parameter| parameter.name.cmp_recoded(name).is_eq());
        let value = named.next()?.value;
        named.next().is_none().then_some(value)
    }
}
