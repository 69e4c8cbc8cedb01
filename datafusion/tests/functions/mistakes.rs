//! Arguments and credentials that can't sign.

use datafusion::prelude::SessionContext;
use presign::{Credentials, Error, Signed, Signer, SigningJob};
use presign_datafusion::{Presigner, planning_functions};
use time::macros::datetime;

use crate::util::{AT, SECRET, TOKEN, context, error, run, session, strings, with_functions, with_inventory};

#[tokio::test]
async fn a_bad_key_ends_the_query() {
    let long = "k".repeat(1025);
    let with_token = format!("https://photos.example.com/k?X-Amz-Security-Token=IQoJb3JpZ2luX2VjE{}", "k".repeat(1000));
    for (key, message) in [
        (
            "a/../b",
            r#"presign_get: bucket "photos": object key "a/../b" has the dot segment `..` at byte 2"#.to_owned(),
        ),
        ("a/./\u{7}", r#"presign_get: bucket "photos": object key "a/./\u{7}" has the dot segment `.`"#.to_owned()),
        ("", r#"presign_get: bucket "photos": object key is empty"#.to_owned()),
        (
            &long,
            format!(
                r#"presign_get: bucket "photos", key "{}"... (1025 bytes): object key is 1025 bytes long: at most"#,
                "k".repeat(128)
            ),
        ),
        (
            &with_token,
            r#"presign_get: bucket "photos", key "https://photos.example.com/k?"... (1067 bytes): "#.to_owned(),
        ),
        (
            "https://photos.s3.eu-west-1.amazonaws.com/k?X-Amz-Signature=abcdef",
            r#"presign_get: bucket "photos": object key is a URL of the bucket"#.to_owned(),
        ),
    ] {
        let mut context = with_inventory([("key", strings([Some("good"), None, Some(key), Some("good")]))]);
        Presigner::new(session()).region("eu-west-1").register(&mut context).unwrap();
        let found = error(&context, "SELECT presign_get('photos', key, 3600) FROM inventory").await;
        assert!(found.contains(&message), "{found}");
        for secret in ["abcdef", "IQoJb3Jp", SECRET, TOKEN] {
            assert!(!found.contains(secret), "{found}");
        }
        let urls =
            run(&context, &format!("SELECT try_presign_get('photos', key, 3600, {AT}) FROM inventory")).await.unwrap();
        let good = urls[0].clone().unwrap();
        assert!(good.starts_with("https://photos.s3.eu-west-1.amazonaws.com/good?"), "{good}");
        assert_eq!(urls, [Some(good.clone()), None, None, Some(good)]);
    }
}

#[tokio::test]
async fn a_bad_ttl_ends_every_query() {
    for (ttl, message) in [
        ("-60", "ttl of -60 s is negative: 1 second to 7 days are allowed"),
        ("INTERVAL '-1 hour'", "ttl of -3600 s is negative"),
        ("INTERVAL '-1 millisecond'", "ttl of -1 s is negative"),
        ("INTERVAL '1 month'", "ttl of 1 months has no fixed length: give days, hours or minutes"),
        ("0", "0"),
        ("604801", "604801"),
        ("INTERVAL '8 days'", "691200"),
    ] {
        for function in ["presign_get", "try_presign_get"] {
            let found = error(&context(), &format!("SELECT {function}('photos', 'k', {ttl})")).await;
            assert!(found.contains(&format!("{function}: ")) && found.contains(message), "{found}");
        }
    }
}

#[tokio::test]
async fn a_bad_bucket_ends_every_query() {
    for function in ["presign_get", "try_presign_get"] {
        let found = error(&context(), &format!("SELECT {function}('a/b', 'k', 60)")).await;
        assert!(found.contains(&format!(r#"{function}: bucket "a/b": bucket name "a/b" is not valid"#)), "{found}");
    }
    let context = with_functions(&crate::util::presigner().region("eu-west-1b"));
    let found = error(&context, "SELECT try_presign_get('photos', 'k', 60)").await;
    assert!(found.contains("eu-west-1b"), "{found}");
}

#[tokio::test]
async fn expired_credentials_end_every_query() {
    let expired = Credentials::new("AKIAIOSFODNN7EXAMPLE", SECRET).with_expiry(datetime!(2020-01-01 0:00 UTC));
    let context = with_functions(&Presigner::new(expired));
    for function in ["presign_get", "try_presign_get"] {
        let found = error(&context, &format!("SELECT {function}('photos', 'k', 60)")).await;
        assert!(
            found.contains(&format!(r#"{function}: bucket "photos": "#))
                && found.contains("the credentials expired at 20200101T000000Z"),
            "{found}"
        );
    }
}

struct Broken;

impl Signer for Broken {
    fn sign<'j>(&self, _job: SigningJob<'j>) -> Result<Signed<'j>, Error> {
        Err(Error::signer("slot 3 is locked"))
    }
}

#[tokio::test]
async fn a_signer_that_fails_ends_every_query() {
    let context = with_functions(&Presigner::new(Broken));
    for function in ["presign_get", "try_presign_get"] {
        let found = error(&context, &format!("SELECT {function}('photos', 'k', 60)")).await;
        let expected = format!(r#"{function}: bucket "photos": the signer failed: slot 3 is locked"#);
        assert!(found.contains(&expected), "{found}");
    }
}

#[tokio::test]
async fn a_time_out_of_range() {
    let query =
        r#"SELECT presign_get('photos', 'k', 60, arrow_cast(999999999999, 'Timestamp(Second, Some("Etc/UTC"))'))"#;
    let found = error(&context(), query).await;
    let expected =
        "presign_get: signing time of 999999999999 s after 1970 is out of range: years 0 to 9999 are allowed";
    assert!(found.contains(expected), "{found}");
}

#[tokio::test]
async fn planning_functions_are_not_executed() {
    let context = SessionContext::new();
    for function in planning_functions() {
        context.register_udf((*function).clone());
    }
    let query = "SELECT presign_get('photos', 'k', 60)";
    context.sql(query).await.unwrap().create_physical_plan().await.unwrap();
    let found = error(&context, query).await;
    assert!(found.contains("presign_get can't be executed in this process: it has no signer"), "{found}");
}
