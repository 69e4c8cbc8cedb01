//! The query of a request, decoded as its signature covers it.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;

use crate::error::Error;

/// The parameters of the signature. They are not the operation's.
const OF_THE_SIGNATURE: [&str; 9] = [
    "X-Amz-Algorithm",
    "X-Amz-Content-Sha256",
    "X-Amz-Credential",
    "X-Amz-Date",
    "X-Amz-Expires",
    "X-Amz-Region-Set",
    "X-Amz-Security-Token",
    "X-Amz-Signature",
    "X-Amz-SignedHeaders",
];

/// The parameters of an operation: names and values. Each name occurs once.
#[derive(Debug)]
pub(crate) struct Query(Vec<(String, String)>);

impl Query {
    /// Decodes a query that was verified, so it is UTF-8 with well-formed escapes.
    pub(crate) fn parse(query: &str) -> Result<Self, Error> {
        let mut parameters: Vec<(String, String)> = form_urlencoded::parse(query.as_bytes())
            .filter(|(name, _)| !OF_THE_SIGNATURE.contains(&&**name))
            .map(|(name, value)| (name.into_owned(), value.into_owned()))
            .collect();
        parameters.sort_unstable();
        // Which of two values counts would be a guess.
        match parameters.windows(2).find(|pair| pair[0].0 == pair[1].0) {
            Some(pair) => Err(Error::invalid_argument(format!("The parameter {} occurs twice", pair[0].0))),
            None => Ok(Self(parameters)),
        }
    }

    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(found, _)| found == name).map(|(_, value)| &**value)
    }

    /// Checks that there are no other parameters than these. `?tagging`, `?acl` and `?uploadId=` make another operation
    /// of a request, so to ignore a parameter may be to overwrite an object with its tags.
    ///
    /// Names that begin with `x-`, but not `x-amz-`, are ignored. S3 leaves them to its clients.
    pub(crate) fn check_names(&self, known: &[&str]) -> Result<(), Error> {
        let is_known = |name: &str| known.contains(&name) || name.starts_with("x-") && !name.starts_with("x-amz-");
        match self.0.iter().find(|(name, _)| !is_known(name)) {
            Some((name, _)) => Err(Error::not_implemented(format_args!("the parameter {name}"))),
            None => Ok(()),
        }
    }
}

impl<S: Sync> FromRequestParts<S> for Query {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Error> {
        Self::parse(parts.uri.query().unwrap_or_default())
    }
}
