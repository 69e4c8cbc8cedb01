//! The database: access keys, and who may do what.
//!
//! **The secret access keys are in it as they are.** A signature is a MAC, so whoever verifies it needs the secret itself,
//! and not only its hash. Only the user who runs the server can read the file. A service should encrypt them with a key
//! from a KMS or an HSM, or keep only the keys derived for a day (`presign::ScopedSigner`).

use std::fs::{self, OpenOptions};
use std::io;
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use presign::Credentials;
use rusqlite::{Connection, OptionalExtension, params};

use crate::error::Error;

const SCHEMA: &str = "
    CREATE TABLE IF NOT EXISTS keys (
        access_key_id TEXT PRIMARY KEY,
        secret_access_key TEXT NOT NULL,
        user TEXT NOT NULL
    ) STRICT;
    -- A user may perform an action on every key that begins with the prefix: on all if it is empty.
    CREATE TABLE IF NOT EXISTS permissions (
        user TEXT NOT NULL,
        action TEXT NOT NULL CHECK (action IN ('GetObject', 'PutObject', 'DeleteObject', 'ListBucket')),
        prefix TEXT NOT NULL,
        PRIMARY KEY (user, action, prefix)
    ) STRICT;
";

/// The user that the first start creates. It may do everything.
const OWNER: &str = "owner";

/// The database. Clones share the connection.
#[derive(Clone, Debug)]
pub struct Database(Arc<Mutex<Connection>>);

/// A key and the user that it belongs to.
#[derive(Debug)]
pub(crate) struct Key {
    pub(crate) credentials: Credentials,
    pub(crate) user: String,
}

impl Database {
    /// Opens the database, and creates it if there is none: with a key for a user who may do everything.
    ///
    /// # Errors
    ///
    /// The file can't be opened or created, is not a database, or other users of the machine can read it.
    pub fn open(path: &Path) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        let created = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path);
        match created {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error.into()),
            _ => {}
        }
        let mode = fs::metadata(path)?.permissions().mode();
        if mode & 0o077 != 0 {
            let message = format!("{} holds secrets and has the mode {:o}: chmod 600 it", path.display(), mode & 0o777);
            return Err(message.into());
        }
        let mut connection = Connection::open(path)?;
        let transaction = connection.transaction()?;
        transaction.execute_batch(SCHEMA)?;
        let is_empty: bool = transaction.query_row("SELECT NOT EXISTS (SELECT 1 FROM keys)", [], |row| row.get(0))?;
        if is_empty {
            add_owner(&transaction)?;
        }
        transaction.commit()?;
        Ok(Self(Arc::new(Mutex::new(connection))))
    }

    /// Adds a key, and allows its user to perform an action on the keys with a prefix. The action is `GetObject`,
    /// `PutObject`, `DeleteObject` or `ListBucket`.
    ///
    /// # Errors
    ///
    /// The access key ID exists, or the action does not.
    pub fn add(
        &self,
        credentials: (&str, &str),
        user: &str,
        permissions: &[(&str, &str)],
    ) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
        let mut connection = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let transaction = connection.transaction()?;
        transaction.execute("INSERT INTO keys VALUES (?, ?, ?)", params![credentials.0, credentials.1, user])?;
        for (action, prefix) in permissions {
            transaction.execute("INSERT OR IGNORE INTO permissions VALUES (?, ?, ?)", params![user, action, prefix])?;
        }
        Ok(transaction.commit()?)
    }

    /// Removes a key. URLs that it signed are refused from now on.
    ///
    /// # Errors
    ///
    /// The database can't be written.
    pub fn remove(&self, access_key_id: &str) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
        let connection = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        connection.execute("DELETE FROM keys WHERE access_key_id = ?", [access_key_id])?;
        Ok(())
    }

    /// Returns the credentials of the owner: the key with which the server makes the first URL.
    ///
    /// # Errors
    ///
    /// The database can't be read, or the owner has no key any more.
    pub fn owner(&self) -> Result<Credentials, Box<dyn std::error::Error + Send + Sync>> {
        let connection = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let find = "SELECT access_key_id, secret_access_key FROM keys WHERE user = ? LIMIT 1";
        let (id, secret): (String, String) =
            connection.query_row(find, [OWNER], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(Credentials::new(id, secret))
    }

    /// Looks a key up. Nothing is cached, so a key that is deleted is refused from the next request on.
    pub(crate) async fn key(&self, access_key_id: &str) -> Result<Option<Key>, Error> {
        let id = access_key_id.to_owned();
        self.run(move |connection| {
            let find = "SELECT secret_access_key, user FROM keys WHERE access_key_id = ?";
            let found = connection.prepare_cached(find)?.query_row([&id], |row| Ok((row.get(0)?, row.get(1)?)));
            let Some((secret, user)): Option<(String, String)> = found.optional()? else { return Ok(None) };
            Ok(Some(Key { credentials: Credentials::new(id, secret), user }))
        })
        .await
    }

    /// Returns whether a user may perform an action on a key, or on all keys with a prefix.
    pub(crate) async fn allows(&self, user: &str, action: &'static str, key: &str) -> Result<bool, Error> {
        let (user, key) = (user.to_owned(), key.to_owned());
        self.run(move |connection| {
            // Not LIKE, which has wildcards and ignores case.
            let find = "SELECT EXISTS (SELECT 1 FROM permissions WHERE user = ?1 AND action = ?2 \
                        AND substr(?3, 1, length(prefix)) = prefix)";
            connection.prepare_cached(find)?.query_row(params![user, action, key], |row| row.get(0))
        })
        .await
    }

    /// Runs a query where it may block.
    async fn run<T: Send + 'static>(
        &self,
        query: impl FnOnce(&Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T, Error> {
        let connection = Arc::clone(&self.0);
        let result = tokio::task::spawn_blocking(move || {
            // A query that panicked left nothing half done: SQLite rolls back.
            query(&connection.lock().unwrap_or_else(PoisonError::into_inner))
        });
        result.await.map_err(Error::internal)?.map_err(Error::internal)
    }
}

fn add_owner(connection: &Connection) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    let (mut id, mut secret) = ([0; 8], [0; 30]);
    getrandom::fill(&mut id)?;
    getrandom::fill(&mut secret)?;
    let id = format!("GATE{}", hex::encode_upper(id));
    connection.execute("INSERT INTO keys VALUES (?, ?, ?)", params![id, base64(&secret), OWNER])?;
    for action in ["GetObject", "PutObject", "DeleteObject", "ListBucket"] {
        connection.execute("INSERT INTO permissions VALUES (?, ?, '')", params![OWNER, action])?;
    }
    Ok(())
}

fn base64(bytes: &[u8]) -> String {
    use base64::Engine;
    base64::engine::general_purpose::STANDARD.encode(bytes)
}
