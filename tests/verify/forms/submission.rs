//! A form that a browser submits to a server, which tests change before it is verified.

use std::time::Duration;

use base64ct::{Base64, Encoding};
use presign::s3::PresignedPost;
use presign::sigv4::{Scope, SigningKey};
use presign::verify::{Policy, PostForm, Rejection, VerifiedForm, VerifyingKey};
use presign::{Bucket, Signer};
use time::OffsetDateTime;

use crate::util::{NOW, SECRET, credentials};

/// The fields and the file of a form, the server's policy and key, and the time.
pub(crate) struct Submission {
    pub(crate) bucket: String,
    pub(crate) fields: Vec<(String, String)>,
    pub(crate) file_name: Option<String>,
    pub(crate) file_size: u64,
    pub(crate) policy: Policy,
    pub(crate) key: Box<dyn VerifyingKey>,
    pub(crate) now: OffsetDateTime,
}

impl Submission {
    /// Submits a form with a file of 1,000 bytes, at noon.
    pub(crate) fn of(post: &PresignedPost) -> Self {
        Self {
            bucket: "photos".into(),
            fields: post.fields().map(|(name, value)| (name.into(), value.into())).collect(),
            file_name: Some("boat.jpg".into()),
            file_size: 1000,
            policy: Policy::new("s3", "us-east-1"),
            key: Box::new(credentials()),
            now: NOW,
        }
    }

    /// Submits a form of the bucket `photos` that limits everything a form can limit.
    pub(crate) fn good(signer: &dyn Signer) -> Self {
        let bucket = Bucket::new("photos").unwrap();
        let policy = bucket
            .post_policy()
            .key_starts_with("uploads/alice/")
            .content_type_starts_with("image/")
            .acl("private")
            .success_action_status(201)
            .metadata("album", "harbor")
            .content_length_range(1..=2000)
            .expires_in(Duration::from_secs(900));
        let mut submission = Self::of(&policy.sign_at(signer, NOW).unwrap());
        submission.set("Content-Type", "image/jpeg");
        submission
    }

    /// Submits a form with this policy, signed by the usual key.
    pub(crate) fn with_policy(policy: &str) -> Self {
        let mut submission = Self::good(&credentials());
        submission.sign(policy.as_bytes());
        submission
    }

    /// Signs another policy for the form.
    pub(crate) fn sign(&mut self, policy: &[u8]) {
        self.sign_encoded(&Base64::encode_string(policy));
    }

    /// Signs another text for the field `policy`.
    pub(crate) fn sign_encoded(&mut self, policy: &str) {
        let scope = Scope::new(NOW.date(), "us-east-1", "s3").unwrap();
        let signature = SigningKey::derive(SECRET, &scope).sign(policy.as_bytes()).to_string();
        self.set("policy", policy);
        self.set("x-amz-signature", &signature);
    }

    /// Checks the fields, and passes the form to a function.
    pub(crate) fn verify_with<T>(&self, serve: impl FnOnce(&VerifiedForm<'_>) -> T) -> Result<T, Rejection> {
        let fields: Vec<_> = self.fields.iter().map(|(name, value)| (&**name, &**value)).collect();
        let mut form = PostForm::new(&self.bucket, &fields);
        if let Some(file_name) = &self.file_name {
            form = form.file_name(file_name);
        }
        let unverified = form.parse()?;
        let verified = unverified.verify_at(&*self.key, &self.policy, self.now)?;
        Ok(serve(&verified))
    }

    /// Checks the fields and the size of the file.
    pub(crate) fn verify(&self) -> Result<(), Rejection> {
        self.verify_with(|form| form.check_size(self.file_size))?
    }

    pub(crate) fn value(&self, name: &str) -> &str {
        &self.fields.iter().find(|(other, _)| other == name).unwrap().1
    }

    pub(crate) fn set(&mut self, name: &str, value: &str) {
        self.fields.iter_mut().find(|(other, _)| other == name).unwrap().1 = value.into();
    }

    pub(crate) fn add(&mut self, name: &str, value: &str) {
        self.fields.push((name.into(), value.into()));
    }

    pub(crate) fn remove(&mut self, name: &str) {
        self.fields.retain(|(other, _)| other != name);
    }

    pub(crate) fn rename(&mut self, name: &str, new_name: &str) {
        self.fields.iter_mut().find(|(other, _)| other == name).unwrap().0 = new_name.into();
    }
}

/// Returns a policy that allows the usual form.
pub(crate) fn policy(expiration: &str, conditions: &str) -> String {
    format!(r#"{{"expiration": "{expiration}", "conditions": [{conditions}]}}"#)
}

/// Returns conditions that allow every value in the usual form, followed by others.
pub(crate) fn conditions(others: &[&str]) -> String {
    const FIELDS: [&str; 8] = [
        "$key",
        "$content-type",
        "$acl",
        "$success_action_status",
        "$x-amz-meta-album",
        "$x-amz-algorithm",
        "$x-amz-credential",
        "$x-amz-date",
    ];
    let all = FIELDS.map(|field| format!(r#"["starts-with", "{field}", ""]"#));
    let all = all.iter().map(String::as_str).chain([r#"{"bucket": "photos"}"#]);
    all.chain(others.iter().copied()).collect::<Vec<_>>().join(", ")
}
