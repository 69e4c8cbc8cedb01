//! The users: their access keys, secrets, session tokens and policies.

use std::collections::HashMap;
use std::fmt;

use presign::{CachedSigner, Credentials};
use s3s::auth::{S3Auth, SecretKey};
use s3s::{S3Result, s3_error};
use subtle::ConstantTimeEq;

use crate::Policy;

/// The account of all users, which owns all buckets.
pub(crate) const ACCOUNT: &str = "123456789012";

/// A user of the server.
#[derive(Clone)]
pub struct User {
    name: String,
    access_key_id: String,
    secret_access_key: String,
    session_token: Option<String>,
    policy: Policy,
}

impl User {
    /// Creates a user with a long-term key. Without a [`policy`](Self::policy), the user may do nothing.
    #[must_use]
    pub fn new(
        name: impl Into<String>,
        access_key_id: impl Into<String>,
        secret_access_key: impl Into<String>,
    ) -> Self {
        Self {
            name: name.into(),
            access_key_id: access_key_id.into(),
            secret_access_key: secret_access_key.into(),
            session_token: None,
            policy: Policy::new(),
        }
    }

    /// Makes the key a temporary one, as issued by STS. It is then only valid with this token.
    #[must_use]
    pub fn session_token(mut self, token: impl Into<String>) -> Self {
        self.session_token = Some(token.into());
        self
    }

    /// Sets what the user may do.
    #[must_use]
    pub fn policy(mut self, policy: Policy) -> Self {
        self.policy = policy;
        self
    }

    /// Returns whether the user may do `action` (`s3:GetObject`) on `resource` (`bucket`, `bucket/key`).
    #[must_use]
    pub fn may(&self, action: &str, resource: &str) -> bool {
        self.policy.allows(action, resource)
    }

    /// Returns the ARN of the user, for messages.
    pub(crate) fn arn(&self) -> String {
        format!("arn:aws:iam::{ACCOUNT}:user/{}", self.name)
    }

    /// Returns the key that verifies the user's presigned URLs.
    fn key(&self) -> CachedSigner {
        let credentials = Credentials::new(&*self.access_key_id, &*self.secret_access_key);
        CachedSigner::new(match &self.session_token {
            Some(token) => credentials.with_session_token(&**token),
            None => credentials,
        })
    }

    /// Compares the token in a request with the one that the key needs.
    pub(crate) fn check_token(&self, presented: Option<&str>) -> TokenCheck {
        match (&self.session_token, presented) {
            (None, None) => TokenCheck::Right,
            (Some(_), None) => TokenCheck::Missing,
            (None, Some(_)) => TokenCheck::Wrong,
            // The time must not reveal how much of a guess is right.
            (Some(expected), Some(presented)) => {
                if expected.as_bytes().ct_eq(presented.as_bytes()).into() {
                    TokenCheck::Right
                } else {
                    TokenCheck::Wrong
                }
            }
        }
    }
}

impl fmt::Debug for User {
    /// Shows neither secret nor token.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("User")
            .field("name", &self.name)
            .field("access_key_id", &self.access_key_id)
            .field("temporary", &self.session_token.is_some())
            .field("policy", &self.policy)
            .finish_non_exhaustive()
    }
}

/// The result of comparing a session token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TokenCheck {
    Right,
    /// A temporary key without a token.
    Missing,
    /// A wrong token, or any token with a long-term key.
    Wrong,
}

/// The users, by access key.
#[derive(Debug, Default)]
pub(crate) struct Users {
    by_key: HashMap<String, (User, CachedSigner)>,
}

impl Users {
    pub(crate) fn get(&self, access_key_id: &str) -> Option<&User> {
        self.by_key.get(access_key_id).map(|(user, _)| user)
    }

    /// Returns the key that verifies presigned URLs.
    pub(crate) fn key(&self, access_key_id: &str) -> Option<&CachedSigner> {
        self.by_key.get(access_key_id).map(|(_, key)| key)
    }
}

impl FromIterator<User> for Users {
    fn from_iter<I: IntoIterator<Item = User>>(users: I) -> Self {
        let with_key = |user: User| (user.access_key_id.clone(), (user.clone(), user.key()));
        Self { by_key: users.into_iter().map(with_key).collect() }
    }
}

/// Gives s3s the secret with which it verifies a signature.
pub(crate) struct Secrets(pub(crate) std::sync::Arc<Users>);

#[async_trait::async_trait]
impl S3Auth for Secrets {
    async fn get_secret_key(&self, access_key: &str) -> S3Result<SecretKey> {
        match self.0.get(access_key) {
            Some(user) => Ok(SecretKey::from(user.secret_access_key.as_str())),
            None => Err(s3_error!(InvalidAccessKeyId)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens() {
        let long_term = User::new("ann", "AKIDEXAMPLE", "secret");
        assert_eq!(long_term.check_token(None), TokenCheck::Right);
        assert_eq!(long_term.check_token(Some("any")), TokenCheck::Wrong);
        assert_eq!(long_term.check_token(Some("")), TokenCheck::Wrong);

        let temporary = long_term.session_token("token");
        assert_eq!(temporary.check_token(Some("token")), TokenCheck::Right);
        assert_eq!(temporary.check_token(None), TokenCheck::Missing);
        assert_eq!(temporary.check_token(Some("tokeN")), TokenCheck::Wrong);
        assert_eq!(temporary.check_token(Some("token2")), TokenCheck::Wrong);
    }

    #[test]
    fn debug_shows_no_secret() {
        let user = User::new("ann", "AKIDEXAMPLE", "hush").session_token("quiet");
        let shown = format!("{user:?}");
        assert!(shown.contains("AKIDEXAMPLE"));
        assert!(!shown.contains("hush") && !shown.contains("quiet"), "{shown}");
    }
}
