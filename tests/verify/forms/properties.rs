//! Random forms: what the signer signs is verified, and a change is rejected.

use std::collections::BTreeSet;

use presign::verify::{FormRejection, Rejection};
use presign::{Bucket, Credentials};
use proptest::prelude::*;
use proptest::{collection, option, sample};

use crate::forms::naive_form::Upload;
use crate::forms::submission::Submission;
use crate::util::{NOW, SECRET, cases, credentials, is_credential};

/// A field that the signer adds, and how the client completes it.
#[derive(Clone, Debug)]
struct Field {
    name: String,
    value: String,
    /// The end of an open field's value.
    end: Option<String>,
}

#[derive(Clone, Debug)]
struct Given {
    key: String,
    key_end: Option<String>,
    fields: Vec<Field>,
    range: Option<(u64, u64)>,
    token: Option<String>,
}

impl Given {
    fn credentials(&self) -> Credentials {
        match &self.token {
            Some(token) => credentials().with_session_token(token),
            None => credentials(),
        }
    }

    /// Signs the form, and submits it as a client does.
    fn submit(&self) -> Submission {
        let bucket = Bucket::new("photos").unwrap();
        let policy = bucket.post_policy().allow_dot_segments().allow_file_name_variable();
        let mut policy = match &self.key_end {
            Some(_) => policy.key_starts_with(&self.key),
            None => policy.key(&self.key),
        };
        for Field { name, value, end } in &self.fields {
            policy = if end.is_some() { policy.field_starts_with(name, value) } else { policy.field(name, value) };
        }
        if let Some((min, max)) = self.range {
            policy = policy.content_length_range(min..=max);
        }
        let mut submission = Submission::of(&policy.sign_at(&self.credentials(), NOW).unwrap());
        submission.key = Box::new(self.credentials());
        submission.file_size = self.range.map_or(0, |(min, _)| min);
        for Field { name, value, end } in &self.fields {
            if let Some(end) = end {
                submission.set(name, &format!("{value}{end}"));
            }
        }
        if let Some(end) = &self.key_end {
            submission.set("key", &format!("{}{end}", self.key));
        }
        submission
    }
}

/// Text with the variable for the file name, and with what JSON escapes.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[a-zA-Z0-9 /.,;=é日-]{1,8}",
        1 => "[\"\\\\$\\[\\]{}:]{1,3}",
        1 => Just("${filename}".to_owned()),
    ];
    collection::vec(piece, 0..3).prop_map(|pieces| pieces.concat())
}

/// Text that can be a prefix in a policy.
fn prefix() -> impl Strategy<Value = String> {
    text().prop_map(|text| text.replace("${filename}", ""))
}

fn field() -> impl Strategy<Value = Field> {
    let name = "(x-amz-meta-|X-Amz-Meta-|x-ignore-|Cache-Contro|Conten)[a-z]{1,6}";
    (name, text(), prefix(), option::of(text())).prop_map(|(name, text, prefix, end)| {
        let value = if end.is_some() { prefix } else { text };
        Field { name, value, end }
    })
}

fn given() -> impl Strategy<Value = Given> {
    let key = (text(), prefix(), option::of(text())).prop_map(|(key, prefix, end)| match end {
        Some(end) => (format!("k{prefix}"), Some(end)),
        None => (format!("k{key}"), None),
    });
    let token = "[!-~]{1,40}".prop_filter("a token", |token| is_credential(token) && !token.contains("${filename}"));
    let range = (0..1000_u64, 0..1000_u64).prop_map(|(min, more)| (min, min + more));
    (key, collection::vec(field(), 0..5), option::of(range), option::of(token)).prop_map(
        |((key, key_end), mut fields, range, token)| {
            let mut names = BTreeSet::new();
            fields.retain(|field| names.insert(field.name.to_lowercase()));
            Given { key, key_end, fields, range, token }
        },
    )
}

fn is_form(answer: &Result<(), Rejection>) -> bool {
    matches!(answer, Err(Rejection::Form(_)))
}

proptest! {
    #![proptest_config(cases(128))]

    #[test]
    fn what_is_signed_is_verified_and_a_change_is_rejected(
        given in given(),
        rotation in any::<sample::Index>(),
        flips in collection::vec(any::<sample::Index>(), 4),
    ) {
        let good = given.submit();
        let key = format!("{}{}", given.key, given.key_end.as_deref().unwrap_or_default());
        let served = good.verify_with(|form| form.key().to_owned());
        prop_assert_eq!(served, Ok(key.replace("${filename}", "boat.jpg")));
        prop_assert_eq!(good.verify(), Ok(()));

        // The same form in another order, with its names in another case.
        let mut same = given.submit();
        let middle = rotation.index(same.fields.len());
        same.fields.rotate_left(middle);
        same.fields.iter_mut().step_by(2).for_each(|(name, _)| *name = name.to_uppercase());
        prop_assert_eq!(same.verify(), Ok(()));

        for (index, (name, value)) in good.fields.iter().enumerate() {
            let mut less = given.submit();
            less.fields.remove(index);
            prop_assert!(less.verify().is_err(), "without {}", name);
            let mut twice = given.submit();
            twice.add(&name.to_uppercase(), value);
            let repeated = FormRejection::RepeatedField { name: name.to_lowercase().into() };
            prop_assert_eq!(twice.verify(), Err(repeated.into()));
        }
        // Every field whose value the signer set.
        let open = given.fields.iter().filter(|field| field.end.is_some() || field.value.contains("${filename}"));
        let open: BTreeSet<_> = open.map(|field| &*field.name).collect();
        for (name, value) in &good.fields {
            let is_open_key = name == "key" && (given.key_end.is_some() || given.key.contains("${filename}"));
            if !open.contains(&**name) && !is_open_key {
                let mut other = given.submit();
                other.set(name, &format!("{value}!"));
                prop_assert!(other.verify().is_err(), "{}", name);
            }
        }
        if given.token.is_some() {
            let mut other = given.submit();
            let token = format!("{}x", other.value("x-amz-security-token"));
            other.set("x-amz-security-token", &token);
            prop_assert_eq!(other.verify(), Err(Rejection::InvalidToken));
        }
        for flip in flips {
            let mut other = given.submit();
            let mut policy = other.value("policy").to_owned().into_bytes();
            let at = flip.index(policy.len());
            policy[at] = if policy[at] == b'A' { b'B' } else { b'A' };
            other.set("policy", std::str::from_utf8(&policy).unwrap());
            prop_assert_eq!(other.verify(), Err(Rejection::SignatureMismatch));
        }
        let mut other = given.submit();
        other.add("x-amz-acl", "public-read");
        prop_assert_eq!(other.verify(), Err(FormRejection::UncoveredField { name: "x-amz-acl".into() }.into()));
        let mut other = given.submit();
        other.bucket = "elsewhere".into();
        prop_assert!(is_form(&other.verify()));
        if let Some((min, max)) = given.range {
            let mut other = given.submit();
            other.file_size = max + 1;
            prop_assert_eq!(other.verify(), Err(FormRejection::TooLarge { size: max + 1, max }.into()));
            if min > 0 {
                other.file_size = min - 1;
                prop_assert_eq!(other.verify(), Err(FormRejection::TooSmall { size: min - 1, min }.into()));
            }
        }
    }

    /// Another implementation decides in the same way.
    #[test]
    fn another_implementation_agrees(
        given in given(),
        changes in collection::vec((any::<sample::Index>(), 0..4_u8, text()), 0..3),
        file_name in prop_oneof![Just("a/b\\boat.jpg".to_owned()), text()],
        file_size in 0..2000_u64,
    ) {
        let mut submission = given.submit();
        submission.file_name = Some(file_name.clone());
        submission.file_size = file_size;
        for (index, kind, value) in changes {
            let count = submission.fields.len();
            let at = index.index(count);
            let name = submission.fields[at].0.clone();
            // The other implementation does not check what the signature itself needs.
            if name.starts_with("x-amz-") && !name.starts_with("x-amz-meta-") || name == "policy" {
                continue;
            }
            match kind {
                0 => submission.fields[at].1 = value,
                1 => submission.fields[at].1 += &value,
                2 => drop(submission.fields.remove(at)),
                _ => submission.fields[at].0 = name.to_uppercase(),
            }
        }
        let upload = Upload {
            fields: submission.fields.clone(),
            bucket: &submission.bucket,
            file_name: &file_name,
            file_length: file_size,
            now: "2026-11-23T12:00:00Z",
        };
        let theirs = upload.receive(SECRET);
        let ours = submission.verify_with(|form| form.check_size(file_size).map(|()| form.key().to_owned()));
        let ours = ours.and_then(|checked| checked);
        match theirs {
            Ok(key) => prop_assert_eq!(ours, Ok(key)),
            Err(reason) => prop_assert!(ours.is_err(), "{}: {:?}", reason, submission.fields),
        }
    }

    /// Whatever arrives, it is answered.
    #[test]
    fn any_form_is_answered(
        fields in collection::vec((".{0,8}", ".{0,16}"), 0..6),
        values in collection::vec((any::<sample::Index>(), ".{0,24}"), 0..4),
        file_name in option::of(".{0,8}"),
        bucket in ".{0,8}",
        size in any::<u64>(),
    ) {
        let mut submission = Submission::good(&credentials());
        for (index, value) in values {
            let at = index.index(submission.fields.len());
            submission.fields[at].1 = value;
        }
        submission.fields.extend(fields);
        submission.file_name = file_name;
        submission.bucket = bucket;
        submission.file_size = size;
        let _ = submission.verify();
    }

    /// Whatever is signed, it is answered.
    #[test]
    fn any_policy_is_answered(
        document in "([\\[\\]{}\",:$]|null|1|-1|1e9|\"(expiration|conditions|eq|starts-with|bucket|\\$key)\"){0,24}",
        condition in "(\\[|\\{)(\"(eq|starts-with|content-length-range|\\$key|key|\\$bucket|photos|5|é)\"|[,:5\\[{}\\]]){0,8}(\\]|\\})",
        bytes in collection::vec(any::<u8>(), 0..64),
    ) {
        let mut submission = Submission::with_policy(&document);
        let _ = submission.verify();
        submission.sign(&bytes);
        let _ = submission.verify();
        let conditions = crate::forms::submission::conditions(&[&condition]);
        submission.sign(crate::forms::submission::policy("2026-11-23T12:15:00Z", &conditions).as_bytes());
        let _ = submission.verify();
    }
}
