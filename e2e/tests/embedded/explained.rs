//! What `presign::diagnose` says about requests that this server rejects. The answers are the server's own, so a change of
//! either is noticed. Answers of other servers are recorded in `tests/vectors/exchanges.json`.

use std::time::Duration;

use presign::diagnose::{Attempt, Diagnosis, explain};
use presign::{Bucket, Credentials};
use presign_e2e::{Call, Client, Error, Object, Policy, Server, Store, User};
use time::OffsetDateTime;

use crate::TestResult;

const SECRET: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

/// The server, a bucket on it, the owner and a user who may only list.
struct Stage {
    server: Server,
    bucket: Bucket,
    owner: Credentials,
    lister: Credentials,
}

fn stage() -> Result<Stage, Error> {
    let store = Store::new();
    store.create_bucket("photos")?;
    store.put("photos", "boat.jpg", Object::new("a boat", Default::default()))?;
    let owner = User::new("owner", "AKIAIOSFODNN7EXAMPLE", SECRET).policy(Policy::allow_all());
    let lister =
        User::new("lister", "AKIAI44QH8DHBEXAMPLE", SECRET).policy(Policy::new().allow(&["s3:ListBucket"], &["*"]));
    let server = Server::builder().user(owner).user(lister).store(store).start()?;
    let bucket = Bucket::builder("photos").endpoint(server.endpoint()).build()?;
    let [owner, lister] = ["AKIAIOSFODNN7EXAMPLE", "AKIAI44QH8DHBEXAMPLE"].map(|id| Credentials::new(id, SECRET));
    Ok(Stage { server, bucket, owner, lister })
}

impl Stage {
    /// Sends a request and explains the answer.
    async fn explain(&self, call: Call, secret: Option<&Credentials>) -> Result<Diagnosis, Error> {
        let sent = call.to_string();
        let (method, url) = sent.split_once(' ').ok_or("a request has a method and a URL")?;
        let attempt = Attempt::new(url).method(method).header("Host", self.server.address().to_string());
        let attempt = call.headers().fold(attempt, |attempt, (name, value)| attempt.header(name, value));
        let answer = Client::new(self.server.address()).send(call).await?;
        let attempt = attempt.response(answer.status.as_u16(), &answer.body);
        let attempt = answer.headers.iter().fold(attempt, |attempt, (name, value)| {
            attempt.response_header(name.as_str(), value.to_str().unwrap_or_default())
        });
        Ok(explain(&attempt, secret, OffsetDateTime::now_utc()))
    }
}

#[tokio::test]
async fn the_first_finding_is_the_cause() -> TestResult {
    let stage = stage()?;
    let (bucket, owner, now) = (&stage.bucket, &stage.owner, OffsetDateTime::now_utc());
    let get = Call::presigned(&bucket.get_object("boat.jpg").sign_at(owner, now)?);
    let put = Call::presigned(&bucket.put_object("new.jpg").content_type("image/jpeg").sign_at(owner, now)?);
    let short = bucket.get_object("boat.jpg").expires_in(Duration::from_secs(60));
    let old = Call::presigned(&short.sign_at(owner, now - Duration::from_secs(120))?);
    let early = Call::presigned(&short.sign_at(owner, now + Duration::from_secs(3600))?);
    let wrong = Credentials::new(owner.access_key_id(), "another/secret+access+key");
    let unknown = Credentials::new("AKIAUNKNOWNEXAMPLE", SECRET);
    let elsewhere = Bucket::builder("photos").endpoint(stage.server.endpoint()).region("eu-west-1").build()?;
    let changed = |from: &'static str, to: &'static str| get.clone().map_url(move |url| url.replace(from, to));
    for (name, call, code) in [
        ("expired", old, "expired"),
        ("early", early, "clock-skew"),
        ("another method", get.clone().method("PUT"), "wrong-method"),
        (
            "another type",
            put.clone().without_header("content-type").header("content-type", "image/png"),
            "header-changed",
        ),
        ("no type", put.clone().without_header("content-type"), "header-missing"),
        ("an unsigned header", get.clone().header("x-amz-meta-a", "b"), "header-not-signed"),
        ("an authorization", get.clone().header("authorization", "Basic YTpi"), "two-mechanisms"),
        ("no such key", Call::presigned(&bucket.get_object("absent").sign_at(owner, now)?), "no-such-key"),
        (
            "permission",
            Call::presigned(&bucket.get_object("boat.jpg").sign_at(&stage.lister, now)?),
            "signer-not-allowed",
        ),
        ("key", Call::presigned(&bucket.get_object("boat.jpg").sign_at(&unknown, now)?), "unknown-access-key"),
        ("region", Call::presigned(&elsewhere.get_object("boat.jpg").sign_at(owner, now)?), "region-mismatch"),
        ("html", changed("&", "&amp;"), "html-escaped"),
        ("expiry", changed("X-Amz-Expires=900", "X-Amz-Expires=604801"), "expiry-out-of-range"),
        (
            "tracking",
            changed("X-Amz-SignedHeaders=host", "X-Amz-SignedHeaders=host&utm_source=mail"),
            "tracking-parameter",
        ),
    ] {
        for secret in [None, Some(owner)] {
            let is_told = match secret {
                // A URL does not say for which method it is.
                None => code != "wrong-method",
                // The secret of one key says nothing about the URL of another.
                Some(_) => !matches!(code, "signer-not-allowed" | "unknown-access-key"),
            };
            if !is_told {
                continue;
            }
            let diagnosis = stage.explain(call.clone(), secret).await?;
            let first = diagnosis.findings().first().map(|finding| finding.code);
            assert_eq!(first, Some(code), "{name}: {diagnosis}");
        }
    }
    // Only the secret shows that another one signed.
    let call = Call::presigned(&bucket.get_object("boat.jpg").sign_at(&wrong, now)?);
    let diagnosis = stage.explain(call, Some(&wrong)).await?;
    assert_eq!(diagnosis.findings()[0].code, "wrong-secret", "{diagnosis}");
    Ok(())
}

#[tokio::test]
async fn nothing_is_wrong_with_what_works() -> TestResult {
    let stage = stage()?;
    let url = stage.bucket.get_object("boat.jpg").sign_at(&stage.owner, OffsetDateTime::now_utc())?;
    for secret in [None, Some(&stage.owner)] {
        let diagnosis = stage.explain(Call::presigned(&url), secret).await?;
        assert!(diagnosis.findings().is_empty(), "{diagnosis}");
    }
    Ok(())
}
