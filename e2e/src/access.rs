//! Authorization. Once s3s has verified a signature, it asks here whether the signer may make the request.

use std::sync::Arc;

use hyper::header::{AUTHORIZATION, HeaderMap};
use s3s::access::{S3Access, S3AccessContext};
use s3s::auth::Credentials;
use s3s::dto::{CopyObjectInput, CopySource, PostObjectInput, UploadPartCopyInput};
use s3s::path::S3Path;
use s3s::{S3Error, S3Request, S3Result, s3_error};
use time::OffsetDateTime;

use crate::front::{FromForm, Presigned};
use crate::s3_service::copying::location;
use crate::store::Store;
use crate::users::{ACCOUNT, User, Users};

use self::signature::Signature;

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

    /// Checks that the request has exactly one signature, and of one in a header what s3s does not check. `presign` has
    /// verified those of URLs and forms.
    fn check_signature(&self, user: &User, cx: &mut S3AccessContext<'_>) -> S3Result<()> {
        let key = cx.credentials().map(|credentials| credentials.access_key.clone());
        let of_url = cx.extensions_mut().get().map(|presigned: &Presigned| presigned.access_key_id.clone());
        let of_form = cx.extensions_mut().get().map(|form: &FromForm| form.access_key_id.clone());
        let is_signed = |verified: &String| key.as_ref() == Some(verified);
        match (of_url, of_form, cx.headers().contains_key(AUTHORIZATION)) {
            (Some(verified), None, false) if is_signed(&verified) => return Ok(()),
            (None, Some(verified), false) if is_signed(&verified) => return check_headers_of_form(cx.headers()),
            (None, None, true) => {
                let signature = Signature::read(cx.headers()).filter(|signature| is_signed(&signature.access_key_id));
                if let Some(signature) = signature {
                    return signature.check(user, &self.region, cx.headers(), OffsetDateTime::now_utc());
                }
            }
            _ => {}
        }
        Err(s3_error!(AccessDenied, "The request must have exactly one signature, which must be SigV4"))
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

/// Checks that the request of a form has no `x-amz-*` header. No form signs one, but s3s obeys them.
fn check_headers_of_form(headers: &HeaderMap) -> S3Result<()> {
    if headers.keys().any(|name| name.as_str().starts_with("x-amz-") && name != "x-amz-content-sha256") {
        return Err(unsigned_headers());
    }
    Ok(())
}

fn unsigned_headers() -> S3Error {
    s3_error!(AccessDenied, "There were headers present in the request which were not signed")
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
