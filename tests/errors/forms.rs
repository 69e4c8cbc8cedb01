//! POST policies.

use std::time::Duration;

use presign::s3::{PostPolicy, PresignedPost};
use presign::{Algorithm, Bucket, Credentials, Error, ErrorKind, Identity};
use time::macros::datetime;

use crate::util::errors::assert_error;
use crate::util::{NOW, credentials};

fn form(make: impl FnOnce(PostPolicy<'_>) -> PostPolicy<'_>) -> Result<PresignedPost, Error> {
    let bucket = Bucket::new("photos")?;
    make(bucket.post_policy()).sign_at(&credentials(), NOW)
}

/// Signs a valid policy that the caller changes.
fn changed(change: impl FnOnce(PostPolicy<'_>) -> PostPolicy<'_>) -> Result<PresignedPost, Error> {
    form(|policy| change(policy.key("boat.jpg")))
}

#[test]
fn keys() {
    let message = "form has no object key, which S3 requires: call `key` or `key_starts_with`";
    assert_error(form(|policy| policy), ErrorKind::FormWithoutKey, message);
    assert_error(form(|policy| policy.key("")), ErrorKind::FormWithoutKey, message);
    assert_error(
        form(|policy| policy.key("é".repeat(513))),
        ErrorKind::KeyTooLong,
        "object key is 1026 bytes long: at most 1024 bytes of UTF-8 are allowed",
    );
    // The file name may be empty, so the prefix alone may have the maximum length.
    assert!(form(|policy| policy.key_starts_with("é".repeat(512))).is_ok());
    assert_eq!(form(|policy| policy.key_starts_with("é".repeat(513))).unwrap_err().kind(), ErrorKind::KeyTooLong);
    assert_error(
        form(|policy| policy.key("a/../b")),
        ErrorKind::DotSegment,
        "object key \"a/../b\" has the dot segment `..` at byte 2: clients remove it before sending, so they would \
         fetch another object; to sign it anyway, call `allow_dot_segments`",
    );
    assert_eq!(form(|policy| policy.key_starts_with("./")).unwrap_err().kind(), ErrorKind::DotSegment);
    for fine in ["..", "a/."] {
        assert!(form(|policy| policy.key_starts_with(fine)).is_ok(), "{fine} is not the whole segment");
    }
    assert!(form(|policy| policy.key("a/../b").allow_dot_segments()).is_ok());
}

#[test]
fn field_names() {
    assert_error(changed(|policy| policy.field("", "a")), ErrorKind::EmptyFormFieldName, "form field name is empty");
    assert_error(changed(|policy| policy.metadata("", "a")), ErrorKind::EmptyMetadataName, "metadata name is empty");
    assert_error(
        changed(|policy| policy.metadata("X-Amz-Meta-Title", "a")),
        ErrorKind::MetadataNameWithPrefix,
        "metadata name \"X-Amz-Meta-Title\" begins with `x-amz-meta-`, which the setter adds: leave it out",
    );
    assert_error(
        changed(|policy| policy.field("Content Type", "a")),
        ErrorKind::InvalidFormFieldName,
        "form field name \"Content Type\" is not a valid HTTP token: byte 7 is 0x20",
    );
    for wrong in ["a\"b", "a\nb", "a:b", "é", "a=b"] {
        assert_eq!(
            changed(|policy| policy.metadata(wrong, "a")).unwrap_err().kind(),
            ErrorKind::InvalidFormFieldName,
            "{wrong}"
        );
    }
    assert!(changed(|policy| policy.metadata("!#$%&'*+-.^_`|~", "a")).is_ok());
}

#[test]
fn reserved_fields() {
    let own = "the signer sets it";
    let token = "set the session token on the credentials";
    let version_2 = "it belongs to Signature Version 2";
    for (name, reason) in [
        ("_charset_", "browsers replace its value"),
        ("AWSAccessKeyId", version_2),
        ("bucket", "the policy already has a condition for the bucket"),
        ("content-length-range", "it is a condition, not a field; use `content_length_range`"),
        ("file", "it is the uploaded file, which the client adds as the last field"),
        ("Key", "use `key` or `key_starts_with`"),
        ("Policy", own),
        ("signature", version_2),
        ("X-Amz-Algorithm", own),
        ("X-Amz-Credential", own),
        ("X-Amz-Date", "pass the time to `sign_at`"),
        ("x-amz-region-set", own),
        ("x-amz-s3session-token", token),
        ("x-amz-security-token", token),
        ("x-amz-signature", own),
        ("X-Amz-Tagging", "S3 ignores it in a form; use the field `tagging`, as XML"),
    ] {
        let message = format!("form field `{name}` can't be added: {reason}");
        assert_error(changed(|policy| policy.field(name, "a")), ErrorKind::ReservedFormField, &message);
        assert_error(changed(|policy| policy.field_starts_with(name, "")), ErrorKind::ReservedFormField, &message);
    }
}

#[test]
fn field_values() {
    assert_error(
        changed(|policy| policy.metadata("title", "a\r\nb")),
        ErrorKind::InvalidFormFieldValue,
        "value of form field \"x-amz-meta-title\" has a control character: byte 1 is 0x0d",
    );
    assert_eq!(
        form(|policy| policy.key("a\0")).unwrap_err().to_string(),
        "value of form field \"key\" has a control character: byte 1 is 0x00"
    );
    for wrong in ["a\nb", "\u{7f}", "\x1b"] {
        let error = changed(|policy| policy.content_type_starts_with(wrong)).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidFormFieldValue, "{wrong:?}");
    }
    assert!(changed(|policy| policy.metadata("title", "a\tb, Отчёт \u{1f6a2}")).is_ok());
}

#[test]
fn duplicates() {
    let twice = |name: &str| format!("form field `{name}` is set twice: set it only once");
    let kind = ErrorKind::DuplicateFormField;
    assert_error(form(|policy| policy.key("a").key_starts_with("b")), kind, &twice("key"));
    assert_error(
        changed(|policy| policy.content_type("image/png").field("content-type", "image/png")),
        kind,
        &twice("content-type"),
    );
    assert_error(changed(|policy| policy.metadata("a", "1").metadata("A", "2")), kind, &twice("x-amz-meta-A"));
    assert_error(
        changed(|policy| policy.content_length_range(1..=2).content_length_range(1..=2)),
        kind,
        &twice("content-length-range"),
    );
}

#[test]
fn ranges_and_statuses() {
    #[expect(clippy::reversed_empty_ranges, reason = "the range must be rejected")]
    let reversed = 10..=9;
    assert_error(
        changed(|policy| policy.content_length_range(reversed)),
        ErrorKind::EmptyContentLengthRange,
        "content length range 10..=9 is empty: the start must not be greater than the end",
    );
    for status in [200, 201, 204] {
        assert!(changed(|policy| policy.success_action_status(status)).is_ok());
    }
    assert_error(
        changed(|policy| policy.success_action_status(303)),
        ErrorKind::InvalidSuccessStatus,
        "success status 303 is not supported by S3: 200, 201 and 204 are allowed",
    );
}

/// A user with this name would widen the policy to the keys of all others.
#[test]
fn the_name_of_the_file() {
    const USER: &str = "${filename}";
    let kind = ErrorKind::FileNameVariable;
    let in_prefix = |name: &str, offset| {
        format!(
            "prefix of form field `{name}` has `${{filename}}` at byte {offset}, so the condition would cover only the \
             text before it: leave it out"
        )
    };
    let in_value = |name: &str, offset| {
        format!(
            "value of form field `{name}` has `${{filename}}` at byte {offset}, so the client can choose the rest of \
             it: if this is intended, call `allow_file_name_variable`"
        )
    };
    type Set = fn(PostPolicy<'_>) -> PostPolicy<'_>;
    let prefixes: [(&str, usize, Set); 3] = [
        ("key", 8, |policy| policy.key_starts_with(format!("uploads/{USER}/"))),
        ("x-amz-meta-a", 0, |policy| policy.key("a").field_starts_with("x-amz-meta-a", USER)),
        ("Content-Type", 6, |policy| policy.key("a").content_type_starts_with(format!("image/{USER}"))),
    ];
    for (name, offset, set) in prefixes {
        assert_error(form(set), kind, &in_prefix(name, offset));
        // A prefix would end there, whatever the caller wants.
        assert_error(form(|policy| set(policy.allow_file_name_variable())), kind, &in_prefix(name, offset));
    }

    let values: [(&str, usize, Set); 5] = [
        ("key", 0, |policy| policy.key("${filename}/avatar.png")),
        ("x-amz-meta-a", 1, |policy| policy.key("a").metadata("a", "a${filename}")),
        ("Cache-Control", 0, |policy| policy.key("a").field("Cache-Control", "${filename}${filename}")),
        ("acl", 0, |policy| policy.key_starts_with("uploads/").acl("${filename}")),
        ("success_action_redirect", 20, |policy| {
            policy.key("a").success_action_redirect("https://example.com/${filename}")
        }),
    ];
    for (name, offset, set) in values {
        assert_error(form(set), kind, &in_value(name, offset));
        assert!(form(|policy| set(policy).allow_file_name_variable()).is_ok(), "{name}");
        assert!(form(|policy| set(policy.allow_file_name_variable())).is_ok(), "{name}");
    }
    for fine in ["$filename", "${filename", "{filename}", "${Filename}", "$", "$${}"] {
        assert!(form(|policy| policy.key(fine).metadata("a", fine)).is_ok(), "{fine}");
        assert!(form(|policy| policy.key_starts_with(fine).field_starts_with("acl", fine)).is_ok(), "{fine}");
    }
    assert!(form(|policy| policy.key_starts_with("uploads/alice/")).is_ok());
}

#[test]
fn content_types() {
    let message = |found: &str, problem: &str| format!("content type {found:?} {problem}");
    let pattern = "is a pattern, which no client sends: leave it out, or use a form with `content_type_starts_with`";
    let empty = "is empty: leave it out if the type is unknown";
    let kind = ErrorKind::InvalidContentType;
    assert_error(changed(|policy| policy.content_type("image/*")), kind, &message("image/*", pattern));
    assert_error(changed(|policy| policy.content_type("")), kind, &message("", empty));
    assert_error(changed(|policy| policy.field("content-type", "image/*")), kind, &message("image/*", pattern));
    for wrong in ["jpg", "undefined", "multipart/form-data"] {
        assert_eq!(changed(|policy| policy.content_type(wrong)).unwrap_err().kind(), kind, "{wrong}");
    }
    let star = "is a pattern, but this is a prefix: write it without `*`, such as `image/`";
    assert_error(changed(|policy| policy.content_type_starts_with("image/*")), kind, &message("image/*", star));
    for fine in ["", "image", "image/", "image/svg"] {
        assert!(changed(|policy| policy.content_type_starts_with(fine)).is_ok(), "{fine}");
    }
    assert!(changed(|policy| policy.content_type("text/plain; charset=utf-8")).is_ok());
}

#[test]
fn keywords() {
    let kind = ErrorKind::MisspelledKeyword;
    assert_error(
        changed(|policy| policy.acl("PublicRead")),
        kind,
        "\"PublicRead\" is not a keyword of S3 for `acl`: write it as `public-read`",
    );
    assert_error(
        changed(|policy| policy.field("X-Amz-Storage-Class", "standard-ia")),
        kind,
        "\"standard-ia\" is not a keyword of S3 for `x-amz-storage-class`: write it as `STANDARD_IA`",
    );
    // Unlike a header, a field is not trimmed.
    assert_eq!(changed(|policy| policy.acl(" private")).unwrap_err().kind(), kind);
    assert!(changed(|policy| policy.acl("private").field("x-amz-storage-class", "COLD")).is_ok());
    assert!(changed(|policy| policy.field_starts_with("acl", "public")).is_ok());
}

#[test]
fn tags() {
    let message = "value of form field `tagging` is not XML, so S3 would reject the upload: write it as \
                   `<Tagging><TagSet><Tag><Key>...</Key><Value>...</Value></Tag></TagSet></Tagging>`";
    for wrong in ["", "album=harbor", "[{\"Key\":\"album\"}]", "<Tagging>", "album</Tagging>"] {
        assert_error(changed(|policy| policy.field("tagging", wrong)), ErrorKind::FormTaggingNotXml, message);
    }
    let xml = "<Tagging><TagSet><Tag><Key>album</Key><Value>harbor</Value></Tag></TagSet></Tagging>";
    for fine in [xml, &format!(" <?xml version=\"1.0\"?>{xml} ")] {
        assert!(changed(|policy| policy.field("tagging", fine)).is_ok(), "{fine}");
    }
    let open = |prefix: &str| changed(|policy| policy.field_starts_with("tagging", prefix));
    assert!(open("").is_ok() && open("<Tagging>").is_ok());
    assert_error(open("album="), ErrorKind::FormTaggingNotXml, message);
}

#[test]
fn redirects() {
    for name in ["success_action_redirect", "Success_Action_Redirect", "redirect"] {
        let message = format!(
            "value of form field `{name}` is not an absolute URL, so S3 would ignore it: begin it with a scheme and a \
             host, such as `https://example.com/`"
        );
        for wrong in [
            "",
            "/done?token=hunter2",
            "//example.com/",
            "example.com/done",
            "https:/example.com",
            "https://",
            "https:///done",
            "https://?a=b",
            "://example.com",
            "1s://example.com",
            "https://exam ple.com/",
            " https://example.com/",
        ] {
            let result = changed(|policy| policy.field(name, wrong));
            assert_error(result, ErrorKind::InvalidRedirect, &message);
        }
        for fine in ["https://example.com/done?lang=en#top", "HTTP://localhost:3000", "my-app://uploaded"] {
            assert!(changed(|policy| policy.field(name, fine)).is_ok(), "{fine}");
        }
        // The client completes it.
        for beginning in ["", "ht", "https", "https:", "https:/", "https://", "https://example.com/done?id="] {
            assert!(changed(|policy| policy.field_starts_with(name, beginning)).is_ok(), "{beginning}");
        }
        for wrong in ["/", "://", "done/", "https:a", "https:///", "https://a b"] {
            assert_error(changed(|policy| policy.field_starts_with(name, wrong)), ErrorKind::InvalidRedirect, &message);
        }
    }
    let typed = changed(|policy| policy.success_action_redirect("/done"));
    assert_eq!(typed.unwrap_err().kind(), ErrorKind::InvalidRedirect);
    assert!(changed(|policy| policy.success_action_redirect("https://example.com/done")).is_ok());
}

#[test]
fn expiry_and_time() {
    let expiry = |seconds| changed(|policy| policy.expires_in(Duration::from_secs(seconds)));
    assert_error(
        expiry(0),
        ErrorKind::ExpiryTooShort,
        "expiry of 0 s is too short: use 1 second to 7 days (rounded down to whole seconds)",
    );
    assert_error(
        expiry(604_801),
        ErrorKind::ExpiryTooLong,
        "expiry of 604801 s is too long: SigV4 allows at most 604800 s (7 days)",
    );
    let bucket = Bucket::new("photos").unwrap();
    let policy = bucket.post_policy().key("boat.jpg").expires_in(Duration::from_secs(3600));
    let ending = |seconds| credentials().with_expiry(NOW + Duration::from_secs(seconds));
    assert_error(
        policy.clone().require_full_lifetime().sign_at(&ending(1800), NOW),
        ErrorKind::LifetimeTooShort,
        "the credentials expire 1800 s after signing, but 3600 s were requested: renew them, or request a shorter \
         expiry",
    );
    assert!(policy.clone().require_full_lifetime().sign_at(&ending(3600), NOW).is_ok());
    assert_error(
        policy.sign_at(&ending(0), NOW),
        ErrorKind::ExpiredCredentials,
        "the credentials expired at 20261123T120000Z, but the signing time is 20261123T120000Z: renew them",
    );
    for at in [datetime!(-0001-12-31 23:59:59 UTC), datetime!(9999-12-31 23:59:59 UTC)] {
        assert_eq!(policy.sign_at(&credentials(), at).unwrap_err().kind(), ErrorKind::InvalidTime);
    }
    assert_eq!(policy.sign_at(&Credentials::new("", "secret"), NOW).unwrap_err().kind(), ErrorKind::EmptyCredentials);
}

/// The size limit applies to the form with the longest boundary that a client can choose.
#[test]
fn size() {
    let with = |length: usize| changed(|policy| policy.metadata("a", "a".repeat(length)));
    let size = |post: PresignedPost| -> usize {
        let boundary = "b".repeat(70);
        let part = |(name, value): (&str, &str)| {
            format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").len()
        };
        post.fields().map(part).sum()
    };
    // The form contains the value twice: as it is, and in the policy as base64.
    let lengths: Vec<usize> = (0..20_480).collect();
    let longest = lengths.partition_point(|&length| with(length).is_ok()) - 1;
    let largest = size(with(longest).unwrap());
    assert!((20_476..=20_480).contains(&largest), "{largest}");
    // Three more bytes of the value are three more bytes in the field and four more in the policy.
    let length = size(with(longest - 2).unwrap()) + 3 + 4;
    assert_error(
        with(longest + 1),
        ErrorKind::FormTooLong,
        &format!(
            "form is up to {length} bytes long, not counting the file: at most 20480 bytes are allowed, including the \
             multipart/form-data delimiters"
        ),
    );
}

#[test]
fn sigv4a() {
    let bucket = Bucket::new("photos").unwrap();
    let identity = Identity::new("AKIDEXAMPLE").with_algorithm(Algorithm::Sigv4a);
    assert_error(
        bucket.post_policy().key("boat.jpg").prepare_at(&identity, NOW),
        ErrorKind::Sigv4aForm,
        "forms can't be signed with SigV4A (AWS4-ECDSA-P256-SHA256): use a SigV4 signer",
    );
}

/// Only general purpose buckets support forms.
#[test]
fn kinds_of_buckets() {
    for (name, on) in [
        ("arn:aws:s3:us-east-1:123456789012:accesspoint/photos", "an access point"),
        ("arn:aws:s3::123456789012:accesspoint:mfzwi23gnjvgw.mrap", "an access point"),
        ("arn:aws:s3-object-lambda:us-east-1:123456789012:accesspoint/photos", "an access point"),
        (
            "arn:aws:s3-outposts:us-east-1:123456789012:outpost/op-01234567890123456/accesspoint/photos",
            "an access point",
        ),
        ("photos--use1-az4--xa-s3", "an access point"),
        ("photos--use1-az4--x-s3", "a directory bucket"),
    ] {
        let bucket = Bucket::new(name).unwrap();
        let policy = bucket.post_policy().key("boat.jpg");
        let message = format!(
            "a form upload is not supported on {on}: presign a PUT, or use a general purpose bucket by its name"
        );
        assert_error(policy.sign_at(&credentials(), NOW), ErrorKind::UnsupportedOperation, &message);
        let prepared = policy.prepare_at(credentials().identity(), NOW);
        assert_error(prepared, ErrorKind::UnsupportedOperation, &message);
    }
}

#[test]
fn the_first_error_is_reported() {
    let result = form(|policy| policy.field("", "").field("file", "").expires_in(Duration::ZERO));
    assert_eq!(result.unwrap_err().kind(), ErrorKind::EmptyFormFieldName);
}
