//! What a signer may have signed.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use super::query::Query;

/// Everything that a signature covers, in the form in which it is hashed.
#[derive(Clone)]
pub(super) struct Candidate<'a> {
    pub(super) method: Cow<'a, str>,
    pub(super) host: Cow<'a, str>,
    pub(super) path: Cow<'a, str>,
    pub(super) query: Query<'a>,
    /// The signed headers in order. The value of `host` is not here.
    pub(super) headers: Vec<Header<'a>>,
    /// The last line.
    pub(super) payload: Cow<'a, str>,
    pub(super) date: Cow<'a, str>,
    /// The scope in the string to sign.
    pub(super) scope: Scope<'a>,
    /// The scope that the key is derived for.
    pub(super) key_scope: Scope<'a>,
    /// The index of the secret.
    pub(super) secret: usize,
}

#[derive(Clone)]
pub(super) struct Header<'a> {
    /// As `X-Amz-SignedHeaders` has it.
    pub(super) name: Cow<'a, str>,
    pub(super) value: Cow<'a, str>,
}

/// A credential scope that need not be valid.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Scope<'a> {
    pub(super) day: Cow<'a, str>,
    /// Empty for SigV4A.
    pub(super) region: Cow<'a, str>,
    pub(super) service: Cow<'a, str>,
}

/// A part of what is signed. Two hypotheses about the same part are not tried together.
///
/// Changes are applied in this order: the service decides how the path is encoded, and the bucket is taken from the encoded
/// path into the host.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Part {
    Method,
    Service,
    Path,
    PathPrefix,
    Host,
    QueryOrder,
    QueryWriting,
    QueryValues,
    /// The parameter at this position in the URL, or one that is not there.
    Parameter(usize),
    /// The signed header with this index.
    Header(usize),
    HeaderNames,
    Payload,
    Token,
    Secret,
    AccessKeyId,
    Region,
    Date,
    Day,
}

impl<'a> Candidate<'a> {
    /// Appends the lines and the names of the signed headers.
    pub(super) fn write_headers(&self, lines: &mut String, names: &mut String) {
        for Header { name, value } in &self.headers {
            let is_host = name.eq_ignore_ascii_case("host");
            lines.push_str(name);
            lines.push(':');
            lines.push_str(if is_host { &self.host } else { value });
            lines.push('\n');
            names.push_str(if names.is_empty() { "" } else { ";" });
            names.push_str(name);
        }
    }

    /// Returns about how many bytes are hashed.
    pub(super) fn len(&self) -> usize {
        let headers = self.headers.iter().map(|header| header.name.len().saturating_add(header.value.len()));
        let headers = headers.fold(self.host.len(), usize::saturating_add);
        let path_and_query = self.path.len().saturating_add(self.query.len());
        path_and_query.saturating_add(headers).saturating_add(500)
    }

    /// Changes the scope, in the string to sign, in the key and in the query.
    pub(super) fn update_scope(&mut self, change: impl Fn(&mut Scope<'a>)) {
        let parts = if self.scope.region.is_empty() { 3 } else { 4 };
        change(&mut self.scope);
        change(&mut self.key_scope);
        let Scope { day, region, service } = &self.scope;
        let slash = if region.is_empty() { "" } else { "%2F" };
        let ending = ["%2F", day, slash, region, "%2F", service, "%2Faws4_request"].concat();
        self.query.update(CREDENTIAL, |credential| {
            let key = credential.rsplitn(parts + 1, "%2F").nth(parts).unwrap_or_default();
            [key, &ending].concat()
        });
    }
}

/// The parameter with the access key ID and the scope.
pub(super) const CREDENTIAL: &str = "X-Amz-Credential";
