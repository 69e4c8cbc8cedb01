//! Authorization. Once s3s has verified a signature, it asks here whether the signer may make the request.

use std::sync::Arc;

use hyper::header::AUTHORIZATION;
use s3s::access::{S3Access, S3AccessContext};
use s3s::auth::Credentials;
use s3s::dto::{CopyObjectInput, CopySource, PostObjectInput, UploadPartCopyInput};
use s3s::path::S3Path;
use s3s::{S3Error, S3Request, S3Result, s3_error};
use time::OffsetDateTime;

use crate::front::Presigned;
use crate::post_form::FromForm;
use crate::s3_service::copying::location;
use crate::store::Store;
use crate::users::{ACCOUNT, User, Users};

pub(crate) use self::signature::Signature;

mod signature;

/// Checks what s3s does not check of a signature, then applies the user's policy.
pub(crate) struct AccessHook {
    pub(crate) region: String,
    pub(crate) users: Arc<Users>,
    pub(crate) store: Store,
}

/// Headers with which an operation on an object needs a further permission.
const MORE_ACTIONS: [(&str, &str); 2] = [("x-amz-tagging", "s3:PutObjectTagging"), ("x-amz-acl", "s3:PutObjectAcl")];

impl AccessHook {
    fn user_of(&self, credentials: Option<&Credentials>) -> S3Result<&User> {
        let credentials = credentials.ok_or_else(|| s3_error!(AccessDenied, "Access Denied"))?;
        self.users.get(&credentials.access_key).ok_or_else(|| s3_error!(InvalidAccessKeyId))
    }

    /// Checks what s3s does not check of a signature. `presign` has done so if the URL is signed.
    fn check_signature(&self, user: &User, cx: &mut S3AccessContext<'_>) -> S3Result<()> {
        let key_of_url = cx.extensions_mut().get().map(|presigned: &Presigned| presigned.access_key_id.clone());
        // For this operation, and for no other, s3s has verified the signature in the fields of a form.
        let form = (cx.s3_op().name() == "PostObject")
            .then(|| cx.extensions_mut().get::<FromForm>().and_then(|form| form.signature.clone()));
        let key = cx.credentials().map(|credentials| &*credentials.access_key);
        let signature = match (key_of_url, form, cx.headers().contains_key(AUTHORIZATION)) {
            (Some(of_url), None, false) if Some(&*of_url) == key => return Ok(()),
            (None, Some(signature), false) => signature,
            (None, None, true) => Signature::in_header(cx.headers()),
            _ => None,
        };
        signature
            .filter(|signature| Some(&*signature.access_key_id) == key)
            .ok_or_else(|| s3_error!(AccessDenied, "The request must have exactly one signature, which must be SigV4"))?
            .check(user, &self.region, cx.headers(), OffsetDateTime::now_utc())
    }

    /// Checks that the user may read the source of a copy. `check` has checked that the user may write.
    fn check_source<T>(&self, req: &S3Request<T>, source: &CopySource) -> S3Result<()> {
        let (bucket, key) = location(source)?;
        require(self.user_of(req.credentials.as_ref())?, "s3:GetObject", &format!("{bucket}/{key}"))
    }
}

#[async_trait::async_trait]
impl S3Access for AccessHook {
    async fn check(&self, cx: &mut S3AccessContext<'_>) -> S3Result<()> {
        // S3 reports a missing bucket before it applies policies. Bucket names are global, so this is not a secret.
        if let Some(bucket) = cx.s3_path().get_bucket_name()
            && cx.s3_op().name() != "CreateBucket"
            && !self.store.has_bucket(bucket)
        {
            return Err(s3_error!(NoSuchBucket, "The specified bucket does not exist"));
        }

        let user = self.user_of(cx.credentials())?;
        self.check_signature(user, cx)?;
        for header in ["x-amz-expected-bucket-owner", "x-amz-source-expected-bucket-owner"] {
            if cx.headers().get(header).is_some_and(|owner| owner != ACCOUNT) {
                return Err(s3_error!(AccessDenied, "Access Denied"));
            }
        }

        let resource = match cx.s3_path() {
            S3Path::Root => "*".to_owned(),
            S3Path::Bucket { bucket } => bucket.to_string(),
            S3Path::Object { bucket, key } => format!("{bucket}/{key}"),
        };
        for action in actions_of(cx.s3_op().name()) {
            require(user, action, &resource)?;
        }
        for (header, action) in MORE_ACTIONS {
            if matches!(cx.s3_path(), S3Path::Object { .. }) && cx.headers().contains_key(header) {
                require(user, action, &resource)?;
            }
        }
        Ok(())
    }

    async fn copy_object(&self, req: &mut S3Request<CopyObjectInput>) -> S3Result<()> {
        self.check_source(req, &req.input.copy_source)
    }

    async fn upload_part_copy(&self, req: &mut S3Request<UploadPartCopyInput>) -> S3Result<()> {
        self.check_source(req, &req.input.copy_source)
    }

    /// Checks the upload of a form. Its key is in a field, which `check` does not see.
    async fn post_object(&self, req: &mut S3Request<PostObjectInput>) -> S3Result<()> {
        let user = self.user_of(req.credentials.as_ref())?;
        let resource = format!("{}/{}", req.input.bucket, req.input.key);
        require(user, "s3:PutObject", &resource)?;
        let form = req.extensions.get::<FromForm>();
        if form.is_some_and(|form| form.tagging.is_some()) {
            require(user, "s3:PutObjectTagging", &resource)?;
        }
        if form.is_some_and(|form| form.acl.is_some()) {
            require(user, "s3:PutObjectAcl", &resource)?;
        }
        Ok(())
    }
}

fn require(user: &User, action: &str, resource: &str) -> S3Result<()> {
    if user.may(action, resource) { Ok(()) } else { Err(denied(user, action, resource)) }
}

/// Returns the error for an action that no policy allows. As on AWS, it names the user, the action and the resource.
pub(crate) fn denied(user: &User, action: &str, resource: &str) -> S3Error {
    s3_error!(
        AccessDenied,
        "User: {} is not authorized to perform: {action} on resource: \"arn:aws:s3:::{resource}\" \
         because no identity-based policy allows the {action} action",
        user.arn(),
    )
}

/// Returns the IAM actions that an operation needs.
fn actions_of(operation: &str) -> Vec<&'static str> {
    match operation {
        "GetObject" | "HeadObject" => vec!["s3:GetObject"],
        "GetObjectAttributes" => vec!["s3:GetObject", "s3:GetObjectAttributes"],
        "GetObjectTagging" => vec!["s3:GetObjectTagging"],
        "PutObject"
        | "CopyObject"
        | "CreateMultipartUpload"
        | "UploadPart"
        | "UploadPartCopy"
        | "CompleteMultipartUpload" => vec!["s3:PutObject"],
        "PutObjectTagging" => vec!["s3:PutObjectTagging"],
        "RestoreObject" => vec!["s3:RestoreObject"],
        "DeleteObject" => vec!["s3:DeleteObject"],
        "DeleteObjectTagging" => vec!["s3:DeleteObjectTagging"],
        "AbortMultipartUpload" => vec!["s3:AbortMultipartUpload"],
        "ListParts" => vec!["s3:ListMultipartUploadParts"],
        "ListMultipartUploads" => vec!["s3:ListBucketMultipartUploads"],
        "ListObjectVersions" => vec!["s3:ListBucketVersions"],
        "HeadBucket" | "ListObjects" | "ListObjectsV2" => vec!["s3:ListBucket"],
        "ListBuckets" => vec!["s3:ListAllMyBuckets"],
        "CreateBucket" => vec!["s3:CreateBucket"],
        "DeleteBucket" => vec!["s3:DeleteBucket"],
        // Their keys are in the body and are checked one by one.
        "DeleteObjects" | "PostObject" => vec![],
        // Only an administrator may request what the server does not implement.
        _ => vec!["s3:*"],
    }
}
