//! Who may do what: a valid signature says who asks, and no more.

use std::marker::PhantomData;

use axum::http::StatusCode;

use crate::database::Database;
use crate::error::Error;
use crate::object_key::ObjectKey;

/// Permission to do `A` with one object. The [storage](crate::storage) takes no key without it, so a handler can't forget
/// to ask.
#[derive(Clone, Debug)]
pub(crate) struct Permit<A> {
    key: ObjectKey,
    action: PhantomData<A>,
}

/// Permission to list the objects whose keys begin with a prefix.
#[derive(Clone, Debug)]
pub(crate) struct ListPermit {
    prefix: String,
}

/// Something that is done with an object.
pub(crate) trait Action {
    /// The name in the database, which is that of IAM.
    const NAME: &'static str;
}

#[derive(Clone, Debug)]
pub(crate) struct Get;
#[derive(Clone, Debug)]
pub(crate) struct Put;
#[derive(Clone, Debug)]
pub(crate) struct Delete;

impl Action for Get {
    const NAME: &'static str = "GetObject";
}

impl Action for Put {
    const NAME: &'static str = "PutObject";
}

impl Action for Delete {
    const NAME: &'static str = "DeleteObject";
}

const LIST: &str = "ListBucket";

impl<A: Action> Permit<A> {
    /// Asks whether the user may do this with the key.
    pub(crate) async fn ask(database: &Database, user: &str, key: &str) -> Result<Self, Error> {
        if !database.allows(user, A::NAME, key).await? {
            return Err(denied(user, A::NAME, key));
        }
        Ok(Self { key: ObjectKey::parse(key)?, action: PhantomData })
    }

    pub(crate) fn key(&self) -> &ObjectKey {
        &self.key
    }
}

impl ListPermit {
    /// Asks whether the user may list the keys with this prefix.
    pub(crate) async fn ask(database: &Database, user: &str, prefix: &str) -> Result<Self, Error> {
        if !database.allows(user, LIST, prefix).await? {
            return Err(denied(user, LIST, prefix));
        }
        Ok(Self { prefix: prefix.to_owned() })
    }

    pub(crate) fn prefix(&self) -> &str {
        &self.prefix
    }
}

/// Hides that there is no object from a user who may not list it, as S3 does. Who may read one key can then not find out
/// which others exist.
pub(crate) async fn hide_absence(error: Error, database: &Database, user: &str, key: &str) -> Error {
    if !error.is_no_such_key() {
        return error;
    }
    match database.allows(user, LIST, key).await {
        Ok(true) => error,
        Ok(false) => denied(user, LIST, key),
        Err(error) => error,
    }
}

fn denied(user: &str, action: &str, key: &str) -> Error {
    let message = format!("User: {user} is not authorized to perform: s3:{action} on resource: \"{key}\"");
    Error::new(StatusCode::FORBIDDEN, "AccessDenied", message)
}
