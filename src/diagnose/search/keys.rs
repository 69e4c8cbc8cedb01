//! The secrets to try, and the keys that are derived from them.

use alloc::borrow::ToOwned;
use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;

use zeroize::Zeroizing;

use super::candidate::Scope;
use crate::credentials::Credentials;
#[cfg(feature = "sigv4a")]
use crate::signers::sigv4a::Sigv4aSigner;
use crate::sigv4::{self, Algorithm, AmzDate, SigningKey};

/// The secrets to try. Each key is derived once. All of them are wiped when dropped.
pub(super) struct Keys<'a> {
    /// With the access key ID of the URL: a key pair of SigV4A depends on it.
    secrets: Vec<Credentials>,
    access_key_id: String,
    derived: BTreeMap<(usize, Scope<'a>), Option<Arc<SigningKey>>>,
    #[cfg(feature = "sigv4a")]
    key_pairs: BTreeMap<usize, Sigv4aSigner>,
}

impl<'a> Keys<'a> {
    /// Creates the keys of one secret, which has the index 0.
    pub(super) fn new(access_key_id: &str, secret: &str) -> Self {
        Self {
            secrets: [Credentials::new(access_key_id, secret)].into(),
            access_key_id: access_key_id.to_owned(),
            derived: BTreeMap::new(),
            #[cfg(feature = "sigv4a")]
            key_pairs: BTreeMap::new(),
        }
    }

    /// Adds a secret and returns its index.
    pub(super) fn add(&mut self, mut secret: Zeroizing<String>) -> usize {
        let index = self.secrets.len();
        self.secrets.push(Credentials::new(&*self.access_key_id, core::mem::take(&mut *secret)));
        index
    }

    /// Returns whether a signature is that of a message.
    pub(super) fn verify(
        &mut self,
        algorithm: Algorithm,
        (secret, scope): (usize, &Scope<'a>),
        message: &[u8],
        signature: &[u8],
    ) -> bool {
        match algorithm {
            Algorithm::Sigv4 => {
                let key = self.derived.entry((secret, scope.clone()));
                let derive = || derive(self.secrets.get(secret)?, scope);
                key.or_insert_with(derive).as_ref().is_some_and(|key| key.sign(message).verify_slice(signature))
            }
            Algorithm::Sigv4a => self.verify_sigv4a(secret, message, signature),
        }
    }

    #[cfg(feature = "sigv4a")]
    fn verify_sigv4a(&mut self, secret: usize, message: &[u8], signature: &[u8]) -> bool {
        let Some(credentials) = self.secrets.get(secret) else { return false };
        let signer = self.key_pairs.entry(secret).or_insert_with(|| Sigv4aSigner::new(credentials.clone()));
        signer.verify_message(message, signature)
    }

    #[cfg(not(feature = "sigv4a"))]
    fn verify_sigv4a(&mut self, _: usize, _: &[u8], _: &[u8]) -> bool {
        false
    }
}

/// Derives the key for a scope, if its day exists.
fn derive(credentials: &Credentials, scope: &Scope<'_>) -> Option<Arc<SigningKey>> {
    let midnight: AmzDate = format!("{}T000000Z", scope.day).parse().ok()?;
    let scope = sigv4::Scope::from_checked(midnight.date(), &scope.region, &scope.service);
    Some(credentials.derive_key(&scope))
}
