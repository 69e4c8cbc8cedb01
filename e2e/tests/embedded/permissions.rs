//! The permissions that each operation needs. It is allowed with them, and denied if any one is missing.

use presign::s3::{Checksum, CopySource};
use presign::{Bucket, Credentials, PresignRequest};
use presign_e2e::{Answer, Call, Client, Error, Form, Object, Policy, Server, Store, User};

use crate::TestResult;

/// An action and its resource.
type Permission = (&'static str, &'static str);

const TAGS: &str = "<Tagging><TagSet><Tag><Key>a</Key><Value>b</Value></Tag></TagSet></Tagging>";

/// Sends `ann`'s request to a server where she has only these permissions, and returns the response.
async fn answer(
    permissions: &[Permission],
    call: impl Fn(&Bucket, &Credentials) -> Result<Call, Error>,
) -> Result<Answer, Error> {
    let store = Store::new();
    store.create_bucket("bucket")?;
    for key in ["note", "source"] {
        store.put("bucket", key, Object::new("hello", Default::default()))?;
    }
    let policy =
        permissions.iter().fold(Policy::new(), |policy, (action, resource)| policy.allow(&[action], &[resource]));
    let ann = User::new("ann", "AKIDEXAMPLE", "secret").policy(policy);
    let server = Server::builder().user(ann).store(store).start()?;
    let bucket = Bucket::builder("bucket").endpoint(server.endpoint()).build()?;
    Client::new(server.address()).send(call(&bucket, &Credentials::new("AKIDEXAMPLE", "secret"))?).await
}

fn is_denied(answer: &Answer) -> bool {
    // The response to a HEAD has no document.
    answer.error().map_or(answer.status == 403, |error| error.code == "AccessDenied")
}

async fn assert_needs(
    name: &str,
    permissions: &[Permission],
    call: impl Fn(&Bucket, &Credentials) -> Result<Call, Error>,
) -> TestResult {
    let allowed = answer(permissions, &call).await?;
    assert!(!is_denied(&allowed), "{name} needs more than {permissions:?}: {allowed}");
    for missing in permissions {
        let others: Vec<Permission> = permissions.iter().copied().filter(|permission| permission != missing).collect();
        let refused = answer(&others, &call).await?;
        assert!(is_denied(&refused), "{name} does not need {missing:?}: {refused}");
        let message = refused.error().unwrap_or_default().message;
        let says_why = message.contains(missing.0) && message.contains(missing.1);
        assert!(says_why || name.starts_with("head_"), "{name} without {missing:?}: {message}");
    }
    Ok(())
}

/// Asserts the same for a request without a body.
async fn assert_url_needs(
    name: &str,
    permissions: &[Permission],
    request: impl for<'a> Fn(&'a Bucket) -> PresignRequest<'a>,
) -> TestResult {
    assert_needs(name, permissions, |bucket, ann| Ok(Call::presigned(&request(bucket).sign(ann)?))).await
}

#[tokio::test]
async fn objects() -> TestResult {
    let source = CopySource::new("bucket", "source")?;
    const READ: Permission = ("s3:GetObject", "bucket/note");
    const WRITE: Permission = ("s3:PutObject", "bucket/note");
    assert_url_needs("get_object", &[READ], |b| b.get_object("note")).await?;
    assert_url_needs("head_object", &[READ], |b| b.head_object("note")).await?;
    assert_url_needs("put_object", &[WRITE], |b| b.put_object("note")).await?;
    let tag = ("s3:PutObjectTagging", "bucket/note");
    assert_url_needs("put_object with tags", &[WRITE, tag], |b| b.put_object("note").tagging([("a", "b")])).await?;
    let share = ("s3:PutObjectAcl", "bucket/note");
    let acl = "bucket-owner-full-control";
    assert_url_needs("put_object with an ACL", &[WRITE, share], |b| b.put_object("note").acl(acl)).await?;
    assert_url_needs("delete_object", &[("s3:DeleteObject", "bucket/note")], |b| b.delete_object("note")).await?;
    let copy = [WRITE, ("s3:GetObject", "bucket/source")];
    assert_url_needs("copy_object", &copy, |b| b.copy_object("note", &source)).await?;
    let attributes = [READ, ("s3:GetObjectAttributes", "bucket/note")];
    let object_size = ["ObjectSize"];
    assert_url_needs("get_object_attributes", &attributes, |b| b.get_object_attributes("note", object_size)).await?;
    assert_needs("restore_object", &[("s3:RestoreObject", "bucket/note")], |bucket, ann| {
        let url = bucket.restore_object("note").sign(ann)?;
        Ok(Call::presigned(&url).body("<RestoreRequest><Days>1</Days></RestoreRequest>"))
    })
    .await
}

#[tokio::test]
async fn tags() -> TestResult {
    let get = [("s3:GetObjectTagging", "bucket/note")];
    assert_url_needs("get_object_tagging", &get, |b| b.get_object_tagging("note")).await?;
    let delete = [("s3:DeleteObjectTagging", "bucket/note")];
    assert_url_needs("delete_object_tagging", &delete, |b| b.delete_object_tagging("note")).await?;
    assert_needs("put_object_tagging", &[("s3:PutObjectTagging", "bucket/note")], |bucket, ann| {
        let url = bucket.put_object_tagging("note", Checksum::md5_of(TAGS)).sign(ann)?;
        Ok(Call::presigned(&url).body(TAGS))
    })
    .await
}

#[tokio::test]
async fn uploads_in_parts() -> TestResult {
    let source = CopySource::new("bucket", "source")?;
    let write = ("s3:PutObject", "bucket/note");
    assert_url_needs("create_multipart_upload", &[write], |b| b.create_multipart_upload("note")).await?;
    assert_url_needs("upload_part", &[write], |b| b.upload_part("note", "id", 1)).await?;
    let copy = [write, ("s3:GetObject", "bucket/source")];
    assert_url_needs("upload_part_copy", &copy, |b| b.upload_part_copy("note", "id", 1, &source)).await?;
    assert_url_needs("complete_multipart_upload", &[write], |b| b.complete_multipart_upload("note", "id")).await?;
    let abort = [("s3:AbortMultipartUpload", "bucket/note")];
    assert_url_needs("abort_multipart_upload", &abort, |b| b.abort_multipart_upload("note", "id")).await?;
    let list = [("s3:ListMultipartUploadParts", "bucket/note")];
    assert_url_needs("list_parts", &list, |b| b.list_parts("note", "id")).await
}

#[tokio::test]
async fn buckets() -> TestResult {
    let list = [("s3:ListBucket", "bucket")];
    assert_url_needs("list_objects_v2", &list, |b| b.list_objects_v2()).await?;
    assert_url_needs("head_bucket", &list, |b| b.head_bucket()).await?;
    let versions = [("s3:ListBucketVersions", "bucket")];
    assert_url_needs("list_object_versions", &versions, |b| b.list_object_versions()).await?;
    let uploads = [("s3:ListBucketMultipartUploads", "bucket")];
    assert_url_needs("list_multipart_uploads", &uploads, |b| b.list_multipart_uploads()).await?;
    assert_url_needs("delete_bucket", &[("s3:DeleteBucket", "bucket")], |b| b.delete_bucket()).await?;
    assert_url_needs("create_bucket", &[("s3:CreateBucket", "bucket")], |b| b.create_bucket()).await
}

#[tokio::test]
async fn forms() -> TestResult {
    let write = ("s3:PutObject", "bucket/note");
    assert_needs("post_object", &[write], |bucket, ann| {
        let post = bucket.post_policy().key("note").content_length_range(0..=10).sign(ann)?;
        Ok(Form::presigned(&post).file("x", "text/plain", "hello").submit(post.url()))
    })
    .await?;
    let (tag, share) = (("s3:PutObjectTagging", "bucket/note"), ("s3:PutObjectAcl", "bucket/note"));
    assert_needs("post_object with tags and an ACL", &[write, tag, share], |bucket, ann| {
        let policy = bucket.post_policy().key("note").content_length_range(0..=10);
        let post = policy.field("tagging", TAGS).acl("bucket-owner-full-control").sign(ann)?;
        Ok(Form::presigned(&post).file("x", "text/plain", "hello").submit(post.url()))
    })
    .await
}

#[tokio::test]
async fn deletions_one_by_one() -> TestResult {
    let document = "<Delete><Object><Key>note</Key></Object><Object><Key>source</Key></Object></Delete>";
    let answer = answer(&[("s3:DeleteObject", "bucket/note")], |bucket, ann| {
        let url = bucket.delete_objects(Checksum::sha256_of(document)).sign(ann)?;
        Ok(Call::presigned(&url).body(document))
    })
    .await?;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.elements("Key"), ["note", "source"], "{}", answer.text());
    assert_eq!(answer.elements("Code"), ["AccessDenied"]);
    let message = answer.element("Message").unwrap_or_default();
    assert!(message.contains("bucket/source"), "{message}");
    Ok(())
}

#[tokio::test]
async fn what_the_server_cannot_do() -> TestResult {
    let everything_named = [("s3:Get*", "*"), ("s3:Put*", "*"), ("s3:List*", "*"), ("s3:Delete*", "*")];
    for subresource in ["acl", "retention", "legal-hold"] {
        let call = |bucket: &Bucket, ann: &Credentials| -> Result<Call, Error> {
            Ok(Call::presigned(&bucket.get_object("note").query(subresource, "").sign(ann)?))
        };
        assert!(is_denied(&answer(&everything_named, call).await?), "{subresource}");
        let answer = answer(&[("s3:*", "*")], call).await?;
        assert_eq!(answer.error().map(|error| error.code).as_deref(), Some("NotImplemented"), "{subresource}");
    }
    Ok(())
}
