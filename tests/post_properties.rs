//! Properties of forms with arbitrary input:
//!
//! - Each field has one condition, and its value meets the condition.
//! - A server accepts what the policy allows.
//! - Input that can't be signed is an error, never a panic.

#![cfg(feature = "post")]

mod naive_form;
mod util;

use std::collections::BTreeSet;
use std::time::Duration;

use presign::s3::{Addressing, PostPolicy, PresignedPost};
use presign::{Bucket, Credentials, Identity, TokenKind};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use time::OffsetDateTime;

use crate::naive_form::{Rule, Upload, conditions, decode_policy};
use crate::util::{cases, is_credential};

/// A call of `field` or `field_starts_with`.
#[derive(Clone, Debug)]
struct Field {
    name: String,
    value: String,
    open: bool,
}

/// All inputs of a form that can be signed.
#[derive(Clone, Debug)]
struct Given {
    bucket: Bucket,
    key: String,
    key_is_prefix: bool,
    fields: Vec<Field>,
    length: Option<(u64, u64)>,
    access_key_id: String,
    secret: String,
    token: Option<String>,
    at: OffsetDateTime,
    expires_in: u32,
}

impl Given {
    fn policy(&self) -> PostPolicy<'_> {
        let mut policy = self.bucket.post_policy().allow_dot_segments().allow_file_name_variable();
        for Field { name, value, open } in &self.fields {
            policy = if *open { policy.field_starts_with(name, value) } else { policy.field(name, value) };
        }
        policy = if self.key_is_prefix { policy.key_starts_with(&self.key) } else { policy.key(&self.key) };
        if let Some((start, end)) = self.length {
            policy = policy.content_length_range(start..=end);
        }
        policy.expires_in(Duration::from_secs(self.expires_in.into()))
    }

    fn credentials(&self) -> Credentials {
        let credentials = Credentials::new(&self.access_key_id, &self.secret);
        match &self.token {
            Some(token) => credentials.with_session_token(token),
            None => credentials,
        }
    }
}

fn given() -> impl Strategy<Value = Given> {
    (
        (bucket(), value().prop_filter("the key is empty", |key| !key.is_empty()), any::<bool>()),
        vec(field(), 0..5).prop_map(unique),
        option::of((0..=1000u64, 0..=u64::MAX - 1000).prop_map(|(start, more)| (start, start + more))),
        (credential("[!-~]{1,20}"), credential("[ -~]{1,40}"), option::of(credential("[!-~]{1,40}"))),
        (0..=250_000_000_000i64, 1..=604_800u32),
    )
        .prop_map(
            |((bucket, key, key_is_prefix), fields, length, (access_key_id, secret, token), (at, expires_in))| {
                let key = if key_is_prefix { without_variable(&key) } else { key };
                let at = OffsetDateTime::from_unix_timestamp(at).unwrap();
                // No form may outlast AWS's longest session if nobody says when its own session expires.
                let expires_in = if token.is_some() { expires_in.min(129_600) } else { expires_in };
                Given { bucket, key, key_is_prefix, fields, length, access_key_id, secret, token, at, expires_in }
            },
        )
}

fn credential(pattern: &'static str) -> impl Strategy<Value = String> {
    pattern.prop_filter("a credential", is_credential)
}

fn bucket() -> impl Strategy<Value = Bucket> {
    let is_reserved = |name: &str| name.ends_with("-s3") || name.starts_with("xn--");
    let name = "[a-z][a-z0-9-]{1,30}[a-z0-9]".prop_filter("no reserved name", move |name| !is_reserved(name));
    let endpoint = option::of(prop_oneof!["http://127\\.0\\.0\\.1:9000", "https://s3\\.example\\.com(/[a-z]{1,5})?"]);
    (name, endpoint, any::<bool>()).prop_map(|(name, endpoint, path)| {
        let mut builder = Bucket::builder(name).region("eu-west-1");
        let addressing = match &endpoint {
            _ if path => Addressing::Path,
            Some(endpoint) if endpoint.contains("example") => Addressing::VirtualHosted,
            _ => Addressing::Auto,
        };
        if let Some(endpoint) = endpoint {
            builder = builder.endpoint(endpoint);
        }
        builder.addressing(addressing).build().unwrap()
    })
}

fn field() -> impl Strategy<Value = Field> {
    let name = prop_oneof![
        Just("acl".to_string()),
        Just("Content-Type".to_string()),
        Just("success_action_redirect".to_string()),
        "x-(amz-meta|ignore)-[!#$%&'*+.^_`|~a-zA-Z0-9-]{1,10}",
    ];
    (name, value(), any::<bool>()).prop_map(|(name, value, open)| {
        // S3 ignores a redirect that is no absolute URL.
        let is_redirect = name == "success_action_redirect";
        let value =
            if is_redirect { format!("https://example.com/{}", value.replace(char::is_whitespace, "")) } else { value };
        // A client must be able to send it.
        let value = match (&*name, open) {
            ("Content-Type", true) => value.replace('*', ""),
            ("Content-Type", false) => format!("a/b;{value}"),
            _ => value,
        };
        let value = if open { without_variable(&value) } else { value };
        Field { name, value, open }
    })
}

/// A prefix that can be signed.
fn without_variable(prefix: &str) -> String {
    prefix.replace("${filename}", "$filename")
}

/// Removes fields with a duplicate name. Names are case-insensitive.
fn unique(mut fields: Vec<Field>) -> Vec<Field> {
    let mut names = BTreeSet::new();
    fields.retain(|field| names.insert(field.name.to_lowercase()));
    fields
}

fn value() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        3 => "[ -~\t]{0,8}",
        2 => "[^\\pC]{0,5}",
        1 => Just("${filename}".to_string()),
        1 => Just("\\u0041\"]},{[".to_string()),
    ];
    vec(piece, 0..4).prop_map(|pieces| pieces.concat())
}

/// Generates any text, including text that is rejected.
fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![3 => value(), 1 => any::<String>(), 1 => "\\PC{0,3}[\r\n\0]\\PC{0,3}"]
}

fn upload<'a>(post: &PresignedPost, given: &'a Given, now: &'a str) -> Upload<'a> {
    Upload {
        fields: post.fields().map(|(name, value)| (name.to_string(), value.to_string())).collect(),
        bucket: given.bucket.name(),
        file_name: "pictures/boat.jpg",
        file_length: given.length.map_or(1, |(start, _)| start),
        now,
    }
}

fn moment(at: OffsetDateTime) -> String {
    let (date, time) = (at.date(), at.time());
    format!("{date}T{:02}:{:02}:{:02}Z", time.hour(), time.minute(), time.second())
}

proptest! {
    #![proptest_config(cases(300))]

    #[test]
    fn fields_and_conditions_agree(given in given()) {
        let post = given.policy().sign_at(&given.credentials(), given.at).unwrap();
        let policy = decode_policy(post.fields().find(|(name, _)| *name == "policy").unwrap().1);
        let mut asked: Vec<_> = conditions(&policy).into_iter().map(|condition| condition.field).collect();
        asked.sort();
        let unsigned = post.fields().map(|(name, _)| name).filter(|name| !["policy", "x-amz-signature"].contains(name));
        let length = given.length.map(|_| "content-length-range");
        let mut expected: Vec<_> = unsigned.chain(["bucket"]).chain(length).map(str::to_lowercase).collect();
        expected.sort();
        prop_assert_eq!(asked, expected, "each field has one condition");
        prop_assert_eq!(policy["expiration"].as_str().unwrap(), moment(post.expires_at()));
        prop_assert_eq!(post.expires_at() - post.signed_at(), time::Duration::seconds(given.expires_in.into()));
    }

    #[test]
    fn a_server_accepts_what_the_policy_allows(given in given()) {
        let post = given.policy().sign_at(&given.credentials(), given.at).unwrap();
        // S3 compares the prefix with each item of a comma-separated list, so a prefix with a comma doesn't match its
        // own value.
        let is_list = |field: &Field| field.name == "Content-Type" && field.value.contains(',');
        prop_assume!(!given.fields.iter().any(is_list));

        let now = moment(post.signed_at());
        let good = upload(&post, &given, &now);
        let key = given.key.replace("${filename}", "boat.jpg");
        let key = if given.key_is_prefix { key + "boat.jpg" } else { key };
        prop_assert_eq!(good.receive(&given.secret), Ok(key));

        let end = moment(post.expires_at());
        let late = Upload { now: &end, ..good.clone() };
        prop_assert!(late.receive(&given.secret).is_err());
        let elsewhere = Upload { bucket: "elsewhere", ..good.clone() };
        prop_assert!(elsewhere.receive(&given.secret).is_err());
        let mut more = good.clone();
        more.fields.push(("x-amz-meta-not-asked-for".into(), "1".into()));
        prop_assert!(more.receive(&given.secret).is_err());
        if let Some((start, _)) = given.length.filter(|(start, _)| *start > 0) {
            let small = Upload { file_length: start - 1, ..good.clone() };
            prop_assert!(small.receive(&given.secret).is_err());
        }
        for index in 0..good.fields.len() {
            let mut less = good.clone();
            let (name, _) = less.fields.remove(index);
            prop_assert!(less.receive(&given.secret).is_err(), "without {}", name);
        }
    }

    /// Whoever chooses a part of a prefix or a value can't make the policy wider.
    #[test]
    fn text_from_someone_else_does_not_widen_a_policy(given in given(), text in value(), is_prefix in any::<bool>()) {
        let whole = format!("uploads/{text}/");
        let policy = given.bucket.post_policy().allow_dot_segments();
        let policy = if is_prefix { policy.key_starts_with(&whole) } else { policy.key(&whole) };
        let Ok(post) = policy.sign_at(&given.credentials(), given.at) else {
            prop_assert!(text.contains("${filename}"), "refused without a reason");
            return Ok(());
        };
        let policy = decode_policy(post.fields().find(|(name, _)| *name == "policy").unwrap().1);
        let rule = conditions(&policy).into_iter().find(|condition| condition.field == "key").unwrap().rule;
        prop_assert_eq!(rule, if is_prefix { Rule::StartsWith(whole) } else { Rule::Is(whole) });
    }

    #[test]
    fn fields_are_what_was_given(given in given()) {
        let post = given.policy().sign_at(&given.credentials(), given.at).unwrap();
        let fields: Vec<_> = post.fields().collect();
        let key = if given.key_is_prefix { format!("{}${{filename}}", given.key) } else { given.key.clone() };
        let first = given.fields.iter().map(|field| (&*field.name, &*field.value)).chain([("key", &*key)]);
        prop_assert!(fields.iter().copied().zip(first.clone()).all(|(ours, expected)| ours == expected), "{:?}", fields);
        let names: Vec<_> = fields[first.count()..].iter().map(|(name, _)| *name).collect();
        let token = given.token.as_ref().map(|_| "x-amz-security-token");
        let expected = ["x-amz-algorithm", "x-amz-credential", "x-amz-date"].into_iter().chain(token);
        prop_assert_eq!(names, expected.chain(["policy", "x-amz-signature"]).collect::<Vec<_>>());
        let open = given.fields.iter().filter(|field| field.open).map(|field| &*field.name);
        prop_assert!(post.open_fields().eq(open));

        let identity = Identity::new(&given.access_key_id);
        let identity = match &given.token {
            Some(token) => identity.with_token(TokenKind::Security, token),
            None => identity,
        };
        let prepared = given.policy().prepare_at(&identity, given.at).unwrap();
        let key = presign::sigv4::SigningKey::derive(&given.secret, &prepared.scope());
        let signature = key.sign(prepared.message());
        prop_assert_eq!(prepared.finish(signature.as_bytes()).unwrap(), post);
    }

    #[test]
    fn arbitrary_input_is_rejected_or_consistent(
        key in any_text(),
        fields in vec((any_text(), any_text(), any::<bool>()), 0..3),
        metadata in vec((any_text(), any_text()), 0..2),
        who in (any_text(), any_text(), option::of(any_text())),
        expires_in in any::<Duration>(),
        at in (-377_705_116_800..=253_402_300_799i64).prop_map(|at| OffsetDateTime::from_unix_timestamp(at).unwrap()),
    ) {
        let (access_key_id, secret, token) = who;
        let mut credentials = Credentials::new(access_key_id, &*secret);
        if let Some(token) = token {
            credentials = credentials.with_session_token(token);
        }
        let bucket = Bucket::new("photos").unwrap();
        let mut policy = bucket.post_policy().key(&key);
        for (name, value, open) in &fields {
            policy = if *open { policy.field_starts_with(name, value) } else { policy.field(name, value) };
        }
        for (name, value) in &metadata {
            policy = policy.metadata(name, value);
        }
        for policy in [policy.clone(), policy.expires_in(expires_in)] {
            let Ok(post) = policy.sign_at(&credentials, at) else { continue };
            let html = post.to_html_form();
            prop_assert_eq!(html.matches("<input ").count(), post.fields().count() + 1);
            let url = [" '", post.url(), "'"].concat();
            prop_assert!(post.to_curl(&key).ends_with(&url));
            let one_line = |text: &str| !text.contains(['\r', '\n', '\0']);
            prop_assert!(post.fields().all(|(name, value)| one_line(name) && one_line(value)));
        }
    }
}
