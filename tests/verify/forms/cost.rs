//! Forms with many parts: verifying takes time that is almost linear in their length, and little of the stack.

use std::time::{Duration, Instant};

use presign::verify::{FormRejection, Rejection};

use crate::forms::submission::{Submission, conditions, policy};
use crate::util::credentials;

/// The longest forms take a few milliseconds here, without optimization, and quadratic time would be minutes. A busy machine
/// takes much longer than an idle one.
const LIMIT: Duration = Duration::from_secs(20);

const END: &str = "2026-11-23T12:15:00Z";

/// Checks the answer and the time that it takes.
fn check(name: &str, submission: &Submission, answer: Result<(), Rejection>) {
    let start = Instant::now();
    let found = submission.verify();
    assert!(start.elapsed() < LIMIT, "{name} took {:?}", start.elapsed());
    assert_eq!(found, answer, "{name}");
}

fn form() -> Submission {
    Submission::good(&credentials())
}

/// Submits a form with a policy of about this length, in bytes, that repeats a condition.
fn repeated(condition: &str, length: usize) -> Submission {
    let count = length / (condition.len() + 2);
    Submission::with_policy(&policy(END, &conditions(&vec![condition; count])))
}

#[test]
fn the_length_of_a_form() {
    let of_length = |length: usize| {
        let mut submission = form();
        submission.add("x-ignore-text", "");
        // Each field also has a frame of at least 50 bytes.
        let others: usize = submission.fields.iter().map(|(name, value)| 50 + name.len() + value.len()).sum();
        submission.set("x-ignore-text", &"x".repeat(length - others));
        submission
    };
    check("20 KiB", &of_length(20 * 1024), Ok(()));
    check("one byte more", &of_length(20 * 1024 + 1), Err(FormRejection::FieldsTooLong.into()));
    check("1 MiB", &of_length(1 << 20), Err(FormRejection::FieldsTooLong.into()));

    let mut many = form();
    many.fields.extend((0..10_000).map(|_| Default::default()));
    check("many empty fields", &many, Err(FormRejection::FieldsTooLong.into()));
    let mut many = form();
    many.fields.extend((0..250).map(|number| (format!("x-ignore-{number}"), String::new())));
    check("many fields", &many, Ok(()));
}

/// A long file name in many places would make a short form long.
#[test]
fn the_length_of_a_form_with_the_file_name() {
    let named = |length: usize| {
        let mut submission = form();
        submission.set("key", &format!("uploads/alice/{}", "${filename}".repeat(1000)));
        submission.file_name = Some("n".repeat(length));
        submission
    };
    check("a short name", &named(20), Ok(()));
    check("a long name", &named(40), Err(FormRejection::FieldsTooLong.into()));
    check("an endless name", &named(1 << 16), Err(FormRejection::FieldsTooLong.into()));
    check(
        "a name in an endless folder",
        &{
            let mut submission = named(0);
            submission.file_name = Some("a/".repeat(1 << 16) + "n");
            submission
        },
        Ok(()),
    );
}

#[test]
fn many_conditions() {
    for condition in [
        r#"["starts-with", "$key", ""]"#,
        r#"["starts-with", "$key", "uploads/alice/"]"#,
        r#"{"acl": "private"}"#,
        r#"{"bucket": "photos"}"#,
        r#"["content-length-range", 0, 2000]"#,
        r#"["starts-with","$content-type","i"]"#,
    ] {
        check(condition, &repeated(condition, 10_000), Ok(()));
    }
}

/// A list of content types is read once, and not for each condition.
#[test]
fn many_conditions_for_a_long_list() {
    const CONDITION: &str = r#"["starts-with","$content-type","i"]"#;
    let list = "i,".repeat(5000) + "i";
    let fastest = |mut submission: Submission| {
        submission.set("Content-Type", &list);
        let run = || {
            let start = Instant::now();
            assert_eq!(submission.verify(), Ok(()));
            start.elapsed()
        };
        (0..9).map(|_| run()).min().unwrap()
    };
    let one = fastest(Submission::with_policy(&policy(END, &conditions(&[CONDITION]))));
    let many = fastest(repeated(CONDITION, 5_000));
    assert!(many < 15 * one, "{many:?} for many conditions, {one:?} for one");

    let mut submission = repeated(CONDITION, 5_000);
    submission.set("Content-Type", &(list + ","));
    let condition = r#"["starts-with", "$content-type", "i"]"#.into();
    check("an empty item", &submission, Err(FormRejection::ConditionFailed { condition }.into()));
}

#[test]
fn deep_and_long_policies() {
    let json = || Err(FormRejection::InvalidPolicy { reason: "Invalid JSON.".into() }.into());
    for (open, close) in [("[", "]"), (r#"{"a":"#, "}"), (r#"["#, "")] {
        let count = 10_000 / (open.len() + close.len());
        let deep = format!("{}1{}", open.repeat(count), close.repeat(count));
        check(open, &Submission::with_policy(&deep), json());
        check(open, &Submission::with_policy(&policy(END, &deep)), json());
        check(open, &Submission::with_policy(&policy(END, &format!(r#"{{"acl": {deep}}}"#))), json());
    }
    check("empty conditions", &Submission::with_policy(&policy(END, &vec!["{}"; 3000].join(","))), {
        let reason = "Invalid Simple-Condition: Simple-Conditions must have exactly one property specified.".into();
        Err(FormRejection::InvalidPolicy { reason }.into())
    });
    let digits = "9".repeat(10_000);
    check(
        "a long number",
        &Submission::with_policy(&policy(END, &format!(r#"["content-length-range", 0, {digits}]"#))),
        json(),
    );
    check("escapes", &Submission::with_policy(&policy(&"\\u0032".repeat(1600), "")), {
        let reason = format!("Invalid 'expiration' value: '{}'", "2".repeat(1600)).into();
        Err(FormRejection::InvalidPolicy { reason }.into())
    });
}
