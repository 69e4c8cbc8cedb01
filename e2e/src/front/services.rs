//! The two services of s3s: one serves requests, the other only verifies their signatures.

use std::sync::Arc;

use s3s::S3;
use s3s::config::{S3Config, StaticConfigProvider};
use s3s::service::{S3Service as S3sService, S3ServiceBuilder};

use crate::access::AccessHook;
use crate::host::Hosts;
use crate::s3_service::{MAX_OBJECT_BYTES, S3Service};
use crate::store::Store;
use crate::users::{Secrets, Users};

/// The limit for a form: the largest object and the form's fields.
pub(super) const MAX_FORM_BYTES: usize = MAX_OBJECT_BYTES + 64 * 1024;

/// Creates the service that serves requests.
pub(super) fn serving(store: Store, users: &Arc<Users>, region: &str) -> S3sService {
    let mut builder =
        authenticating(S3Service { store: store.clone(), users: Arc::clone(users), region: region.to_owned() }, users);
    builder.set_access(AccessHook { region: region.to_owned(), users: Arc::clone(users), store });
    builder.build()
}

/// Creates the builder of a service that verifies the users' signatures.
pub(super) fn authenticating(operations: impl S3, users: &Arc<Users>) -> S3ServiceBuilder {
    let mut builder = S3ServiceBuilder::new(operations);
    builder.set_auth(Secrets(Arc::clone(users)));
    builder.set_host(Hosts);
    builder.set_config(Arc::new(StaticConfigProvider::new(Arc::new(config()))));
    builder
}

fn config() -> S3Config {
    let mut config = S3Config::default();
    // s3s also applies this limit to the age of a form, which may be up to seven days. `presign` and the access hook
    // limit how far in the future a signature may be.
    config.presigned_url_max_skew_time_secs = 7 * 24 * 60 * 60;
    // s3s receives a form in one piece and counts all of it as fields.
    config.form_max_fields_size = MAX_FORM_BYTES;
    config.post_object_max_file_size = MAX_OBJECT_BYTES as u64;
    config
}
