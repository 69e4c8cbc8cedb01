//! Authorisation: s3s asks here, once a signature has proved right, whether its owner may do what it asks.

use std::sync::Arc;

use s3s::access::{S3Access, S3AccessContext};
use s3s::path::S3Path;
use s3s::{S3Error, S3Result, s3_error};

use crate::gate::Admitted;
use crate::store::Store;
use crate::users::{User, Users};

/// Applies the users' policies.
pub(crate) struct AccessHook {
    pub(crate) users: Arc<Users>,
    pub(crate) store: Store,
}

#[async_trait::async_trait]
impl S3Access for AccessHook {
    async fn check(&self, cx: &mut S3AccessContext<'_>) -> S3Result<()> {
        // Whether a bucket exists is no secret: names are global, and S3 answers before it looks at policies.
        if let Some(bucket) = cx.s3_path().get_bucket_name()
            && cx.s3_op().name() != "CreateBucket"
            && !self.store.has_bucket(bucket)
        {
            return Err(s3_error!(NoSuchBucket, "The specified bucket does not exist"));
        }

        let Some(credentials) = cx.credentials() else {
            return Err(s3_error!(AccessDenied, "Access Denied"));
        };
        let access_key_id = credentials.access_key.clone();
        // A signature in the fields of a form never passed the gate, so no one has looked at its region or token.
        if cx.extensions_mut().get::<Admitted>().is_none_or(|a| a.access_key_id != access_key_id) {
            return Err(s3_error!(NotImplemented, "Signatures in form fields are not supported"));
        }
        let Some(user) = self.users.get(&access_key_id) else {
            return Err(s3_error!(InvalidAccessKeyId));
        };

        let action = action_of(cx.s3_op().name());
        let resource = match cx.s3_path() {
            S3Path::Root => "*".to_owned(),
            S3Path::Bucket { bucket } => bucket.to_string(),
            S3Path::Object { bucket, key } => format!("{bucket}/{key}"),
        };
        if user.may(&action, &resource) { Ok(()) } else { Err(denied(user, &action, &resource)) }
    }
}

/// The refusal of a policy, which on AWS names who, what and where.
pub(crate) fn denied(user: &User, action: &str, resource: &str) -> S3Error {
    s3_error!(
        AccessDenied,
        "User: {} is not authorized to perform: {action} on resource: \"arn:aws:s3:::{resource}\" \
         because no identity-based policy allows the {action} action",
        user.arn(),
    )
}

/// IAM's name of the permission that an operation needs. Most are called like the operation.
fn action_of(operation: &str) -> String {
    let action = match operation {
        "HeadObject" => "GetObject",
        "HeadBucket" | "ListObjects" | "ListObjectsV2" => "ListBucket",
        "ListBuckets" => "ListAllMyBuckets",
        other => other,
    };
    format!("s3:{action}")
}
