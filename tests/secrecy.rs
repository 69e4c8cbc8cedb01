//! Checks that `Debug`, errors and redacted URLs show no secrets, session tokens or signatures.

mod util;

use std::fmt::Debug;

#[cfg(feature = "std")]
use presign::CachedSigner;
use presign::s3::{CopySource, CustomerKey, SessionCredentials};
use presign::sigv4::{CanonicalHeaders, CanonicalQuery, CanonicalRequest, Scope, SigningKey};
use presign::{Bucket, Credentials, Error, Identity, Method, Service, Signed, Signer, SigningJob, TokenKind};
use time::macros::datetime;

use crate::util::{NOW, SECRET};

const TOKEN: &str = "AQoDYXdzEPT//////////wEXAMPLE";
const CUSTOMER_KEY: &str = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

fn credentials() -> Credentials {
    Credentials::new("ASIAEXAMPLE", SECRET).with_session_token(TOKEN).with_expiry(datetime!(2026-11-24 12:00 UTC))
}

/// Checks that a text contains no secret and no significant part of one, in any encoding that occurs.
#[track_caller]
fn assert_no_secret(text: &str, signature: &str) {
    for secret in [&SECRET[..8], &SECRET[32..], &TOKEN[..8], "EPT%2F", &CUSTOMER_KEY[..8], &signature[..8]] {
        assert!(!text.contains(secret), "{secret} shows in {text}");
    }
}

#[track_caller]
fn assert_debug_shows_nothing(value: &dyn Debug, signature: &str) {
    assert_no_secret(&format!("{value:?}"), signature);
    assert_no_secret(&format!("{value:#?}"), signature);
}

#[test]
fn no_debug_shows_a_secret() {
    let bucket = Bucket::new("photos").unwrap();
    let request = bucket.get_object("boat.jpg").header("x-amz-server-side-encryption-customer-key", CUSTOMER_KEY);
    let trace = request.trace_at(&credentials(), NOW).unwrap();
    let (url, signature) = (trace.url(), trace.signature());
    assert_eq!(signature.len(), 64);
    let scope = Scope::new(NOW.date(), "us-east-1", "s3").unwrap();
    let key = SigningKey::derive(SECRET, &scope);
    let scoped = credentials().scoped(&scope);

    let credentials = credentials();
    let values: [&dyn Debug; 15] = [
        &credentials,
        credentials.identity(),
        &Identity::new("ASIAEXAMPLE").with_token(TokenKind::S3Session, TOKEN),
        #[cfg(feature = "std")]
        &CachedSigner::new(credentials.clone()),
        #[cfg(not(feature = "std"))]
        &(),
        &SessionCredentials::new("ASIAEXAMPLE", SECRET, TOKEN, NOW),
        &scoped,
        &key,
        &key.sign(trace.string_to_sign().as_bytes()),
        &request,
        &trace,
        url,
        &url.headers().map(|(name, _)| name).collect::<Vec<_>>(),
        &request.prepare_at(credentials.identity(), NOW).unwrap(),
        &url.validity(),
        &bucket,
    ];
    for value in values {
        assert_debug_shows_nothing(value, signature);
    }
    assert_eq!(
        key.sign(trace.string_to_sign().as_bytes()).to_string(),
        signature,
        "the key must be the one that signed"
    );
    let hex_key = hex::encode(key.to_bytes());
    for value in values {
        assert!(!format!("{value:?}").contains(&hex_key[..8]));
    }
}

/// A server logs the requests that it receives and rejects.
#[test]
#[cfg(feature = "verify")]
fn no_debug_of_a_received_request_shows_a_secret() {
    use presign::verify::{Policy, Request, Unverified};

    let url = Bucket::new("photos").unwrap().get_object("boat.jpg").sign_at(&credentials(), NOW).unwrap();
    let (target, signature) = (
        url.as_str().split_at("https://photos.s3.us-east-1.amazonaws.com".len()).1,
        &url.as_str()[url.as_str().len() - 64..],
    );
    let headers: [(&str, &[u8]); 2] = [
        ("Host", b"photos.s3.us-east-1.amazonaws.com"),
        ("x-amz-server-side-encryption-customer-key", CUSTOMER_KEY.as_bytes()),
    ];
    let request = Request::new("GET", target, &headers);
    let unverified = Unverified::parse(&request).unwrap();
    let policy = Policy::new("s3", "us-east-1");
    let rejection = unverified.verify_at(&credentials(), &policy, NOW).unwrap_err();
    let allowed = policy.dangerous_allow_unsigned_amz_headers();
    let verified = unverified.verify_at(&credentials(), &allowed, NOW).unwrap();
    for value in [&request as &dyn Debug, &unverified, &rejection, &allowed, &verified] {
        assert_debug_shows_nothing(value, signature);
        assert!(!format!("{value:?}").contains(CUSTOMER_KEY));
    }
    assert_no_secret(&rejection.to_xml("/boat.jpg", "1"), signature);
}

#[test]
#[cfg(feature = "sigv4a")]
fn no_debug_of_sigv4a_shows_a_secret() {
    use presign::sigv4a::{SigningKey, Sigv4aSigner};

    let signer = Sigv4aSigner::new(credentials());
    let bucket = Bucket::builder("arn:aws:s3::123456789012:accesspoint:mfzwi23gnjvgw.mrap").build().unwrap();
    let request = bucket.get_object("boat.jpg");
    let trace = request.trace_at(&signer, NOW).unwrap();
    let key = SigningKey::derive("ASIAEXAMPLE", SECRET).unwrap();
    let signature = key.sign(trace.string_to_sign().as_bytes());
    assert_eq!(signature.to_string(), trace.signature(), "the key must be the one that signed");
    // All DER signatures start with the same digits, which are not secret.
    let digits = &trace.signature()[10..];
    let ended = Sigv4aSigner::new(credentials().with_expiry(NOW));
    let error = request.sign_at(&ended, NOW).unwrap_err();
    let prepared = request.prepare_at(signer.identity(), NOW).unwrap();
    let values: [&dyn Debug; 8] =
        [&signer, &key, &signature, signer.identity(), &trace, trace.url(), &error, &prepared];
    for value in values {
        assert_debug_shows_nothing(value, digits);
    }
    assert_no_secret(&trace.url().redacted(), digits);
}

#[test]
fn canonical_parts_show_names_only() {
    let mut headers = CanonicalHeaders::new();
    headers.insert("x-amz-server-side-encryption-customer-key", CUSTOMER_KEY).unwrap();
    let mut query = CanonicalQuery::new();
    query.insert("X-Amz-Security-Token", TOKEN);
    let request = CanonicalRequest::new("GET", "/", query.as_str(), &headers, "UNSIGNED-PAYLOAD");
    let values: [&dyn Debug; 4] = [&headers, &headers.signed_headers(), &query, &request];
    for value in values {
        assert_debug_shows_nothing(value, "no signature here");
        assert!(format!("{value:?}").len() > 5, "`Debug` must not be empty");
    }
}

/// Searches for the key as raw bytes, in base64 and as its digest, in everything that holds it.
#[test]
fn customer_keys_are_never_shown() {
    const RAW: &[u8; 32] = b"0123456789abcdef0123456789abcdef";
    let key = CustomerKey::from(RAW);
    let bucket = Bucket::new("photos").unwrap();
    let source = CopySource::new("drafts", "boat.jpg").unwrap();
    let request = bucket.copy_object("boat.jpg", &source).sse_c(&key).copy_source_sse_c(&key);
    let trace = request.trace_at(&credentials(), NOW).unwrap();
    assert!(trace.canonical_request().contains(CUSTOMER_KEY), "the key is signed");
    for error in [
        CustomerKey::try_from(CUSTOMER_KEY.as_bytes()).unwrap_err(),
        CustomerKey::from_base64(&CUSTOMER_KEY[..43]).unwrap_err(),
        CustomerKey::from_base64(&CUSTOMER_KEY.replace('=', "0")).unwrap_err(),
        CustomerKey::from_base64(&format!("{CUSTOMER_KEY}\n")).unwrap_err(),
    ] {
        assert_debug_shows_nothing(&error, "no signature here");
        assert!(!error.to_string().contains(&CUSTOMER_KEY[..4]) && !error.to_string().contains("0123"), "{error}");
    }
    let wrong = request.clone().header("x-amz-server-side-encryption-customer-key", "\0");
    let error = wrong.sign_at(&credentials(), NOW).unwrap_err();
    let values: [&dyn Debug; 6] = [&key, &request, &trace, trace.url(), &wrong, &error];
    for value in values {
        assert_debug_shows_nothing(value, trace.signature());
        for text in [format!("{value:?}"), format!("{value:#?}"), error.to_string(), trace.url().redacted()] {
            for secret in ["0123456789", "48, 49, 50", "303132", "0x30", "hRasmdxg"] {
                assert!(!text.contains(secret), "{secret} shows in {text}");
            }
        }
    }
}

/// A code authenticates for half a minute, so it must not be in a log.
#[test]
fn codes_of_devices_are_never_shown() {
    let bucket = Bucket::new("photos").unwrap();
    let request = bucket.delete_object("boat.jpg").version_id("3").mfa("20899872", "301749");
    let trace = request.trace_at(&credentials(), NOW).unwrap();
    assert!(trace.canonical_request().contains("301749"), "the code is signed");
    let errors = [("20899872 301749", ""), ("301749", "20899872"), ("", "301749")]
        .map(|(serial, code)| bucket.delete_object("k").mfa(serial, code).sign_at(&credentials(), NOW).unwrap_err());
    let values: [&dyn Debug; 6] = [&request, &trace, trace.url(), &errors[0], &errors[1], &errors[2]];
    for value in values {
        assert!(!format!("{value:?}").contains("301749"), "{value:?}");
    }
}

/// Input that has not been checked yet may have a secret in the wrong place.
#[test]
fn no_debug_shows_a_secret_in_the_wrong_place() {
    let builder = Bucket::builder("photos").endpoint(format!("https://admin:{SECRET}@example.com"));
    assert_debug_shows_nothing(&builder, "no signature here");
    let service = Service::new("sts", "us-east-1", "https://example.com").unwrap();
    let path = format!("/a?token={TOKEN}");
    assert_debug_shows_nothing(&service.request(Method::Get, &path), "no signature here");
}

/// A custom signer may log the job.
#[test]
fn no_job_shows_a_secret() {
    struct Logging;
    impl Signer for Logging {
        fn sign<'j>(&self, job: SigningJob<'j>) -> Result<Signed<'j>, Error> {
            assert_debug_shows_nothing(&job, "no signature here");
            let unsigned = job.identify(credentials().identity())?;
            assert_debug_shows_nothing(&unsigned, "no signature here");
            let signed = unsigned.finish(&[0xab; 32])?;
            assert_debug_shows_nothing(&signed, "abababababababab");
            Ok(signed)
        }
    }
    Bucket::new("photos").unwrap().get_object("boat.jpg").sign_at(&Logging, NOW).unwrap();
}

#[test]
fn redacted_urls_keep_everything_else() {
    for kind in [TokenKind::Security, TokenKind::S3Session] {
        let identity = Identity::new("ASIAEXAMPLE").with_token(kind, TOKEN);
        let bucket = Bucket::builder("photos--usw2-az1--x-s3").region("us-west-2").build().unwrap();
        let url = bucket
            .get_object("boat.jpg")
            .query("versionId", "3")
            .prepare_at(&identity, NOW)
            .unwrap()
            .finish(&[0xab; 32])
            .unwrap();
        assert_no_secret(&url.redacted(), "abababababababab");
        let name = if kind == TokenKind::Security { "X-Amz-Security-Token" } else { "X-Amz-S3session-Token" };
        assert_eq!(
            url.redacted(),
            format!(
                "https://photos--usw2-az1--x-s3.s3express-usw2-az1.us-west-2.amazonaws.com/boat.jpg\
                 ?X-Amz-Algorithm=AWS4-HMAC-SHA256\
                 &X-Amz-Credential=ASIAEXAMPLE%2F20261123%2Fus-west-2%2Fs3express%2Faws4_request&X-Amz-Date=20261123T120000Z\
                 &X-Amz-Expires=900&{name}=REDACTED&X-Amz-SignedHeaders=host&versionId=3&X-Amz-Signature=REDACTED"
            )
        );
    }
}

#[test]
fn no_error_shows_a_secret() {
    let bucket = Bucket::new("photos").unwrap();
    let get = |signer: &dyn Signer| bucket.get_object("boat.jpg").sign_at(signer, NOW).unwrap_err();
    let header = |name: &str, value: &str| {
        bucket.get_object("boat.jpg").header(name, value).sign_at(&credentials(), NOW).unwrap_err()
    };
    let with_line_break = |text: &str| format!("{text}\n");
    let errors = [
        get(&SessionCredentials::new("ASIAEXAMPLE", SECRET, TOKEN, datetime!(2026-11-23 12:05 UTC))),
        get(&SessionCredentials::new("ASIAEXAMPLE", SECRET, with_line_break(TOKEN), NOW)),
        get(&Credentials::new(with_line_break("ASIAEXAMPLE"), SECRET)),
        get(&Credentials::new("ASIAEXAMPLE", with_line_break(SECRET))),
        get(&Credentials::new("ASIAEXAMPLE", SECRET).with_session_token(with_line_break(TOKEN))),
        get(&credentials().with_expiry(NOW)),
        get(&credentials().scoped(&Scope::new(NOW.date(), "eu-west-1", "s3").unwrap())),
        header("x-amz-server-side-encryption-customer-key", &with_line_break(&format!("{CUSTOMER_KEY}\0"))),
        header("authorization", SECRET),
        header("x-amz-security-token", TOKEN),
        bucket.get_object("boat.jpg").query("X-Amz-Security-Token", TOKEN).sign_at(&credentials(), NOW).unwrap_err(),
        Bucket::builder("photos").endpoint(format!("https://admin:{SECRET}@example.com")).build().unwrap_err(),
        Bucket::builder("photos").endpoint(format!("admin:{SECRET}@example.com")).build().unwrap_err(),
        Bucket::builder("photos").endpoint(format!("https://example.com?token={TOKEN}")).build().unwrap_err(),
        Service::new("sts", "us-east-1", "https://example.com")
            .unwrap()
            .request(Method::Get, &format!("/a?token={TOKEN}"))
            .sign_at(&credentials(), NOW)
            .unwrap_err(),
        Service::new("sts", "us-east-1", format!("https://example.com#{TOKEN}")).unwrap_err(),
    ];
    for error in errors {
        assert_no_secret(&error.to_string(), "no signature here");
        assert_debug_shows_nothing(&error, "no signature here");
    }
}

#[cfg(feature = "xml")]
mod xml {
    use presign::s3::xml::{ListPartsPage, S3Error};

    use super::*;

    #[test]
    fn no_error_document_shows_a_token() {
        // S3 repeats the canonical request, and the token that it rejects.
        let body = format!(
            "<Error><Code>SignatureDoesNotMatch</Code><Message>Not the signature.</Message>\
             <StringToSign>{SECRET}</StringToSign><CanonicalRequest>GET\n/\nX-Amz-Security-Token={TOKEN}</CanonicalRequest>\
             <SignatureProvided>{SECRET}</SignatureProvided><Token-0>{TOKEN}</Token-0></Error>"
        );
        let document = S3Error::parse(&body).unwrap();
        assert!(document.canonical_request().is_some_and(|text| text.ends_with(TOKEN)));
        assert_eq!((document.string_to_sign(), document.get("Token-0")), (Some(SECRET), Some(TOKEN)));
        assert_no_secret(&document.to_string(), SECRET);
        assert_debug_shows_nothing(&document, SECRET);
        let error = ListPartsPage::parse(&body).unwrap_err();
        assert_no_secret(&error.to_string(), SECRET);
        assert_debug_shows_nothing(&error, SECRET);
    }

    #[test]
    fn no_error_shows_a_session() {
        for credentials in [
            format!("<SecretAccessKey>{SECRET}</SecretAccessKey>{TOKEN}"),
            format!("<SecretAccessKey>{SECRET}</SecretAccessKey><SecretAccessKey>{SECRET}</SecretAccessKey>"),
            format!("<Expiration>{TOKEN}</Expiration>"),
            format!("<SecretAccessKey>{SECRET}</{TOKEN}>"),
            format!("<SecretAccessKey>{SECRET}&{TOKEN};</SecretAccessKey>"),
            format!("<SecretAccessKey>&{SECRET}"),
            format!("<SecretAccessKey><{SECRET}"),
        ] {
            let body = format!("<CreateSessionResult><Credentials>{credentials}</Credentials></CreateSessionResult>");
            let error = SessionCredentials::from_xml(body).unwrap_err();
            assert_no_secret(&error.to_string(), SECRET);
            assert_debug_shows_nothing(&error, SECRET);
        }
    }
}

#[cfg(feature = "post")]
mod forms {
    use presign::s3::PresignedPost;

    use super::*;

    fn signature(post: &PresignedPost) -> String {
        post.fields().find(|(name, _)| *name == "x-amz-signature").unwrap().1.to_string()
    }

    #[test]
    fn no_debug_shows_a_secret() {
        let bucket = Bucket::new("photos").unwrap();
        let policy = bucket
            .post_policy()
            .key("boat.jpg")
            .field("x-amz-server-side-encryption-customer-key", CUSTOMER_KEY)
            .field_starts_with("x-amz-meta-token", TOKEN);
        let post = policy.sign_at(&credentials(), NOW).unwrap();
        let prepared = policy.prepare_at(credentials().identity(), NOW).unwrap();
        let signature = signature(&post);
        let base64_policy = post.fields().find(|(name, _)| *name == "policy").unwrap().1.to_string();
        let values: [&dyn Debug; 3] = [&policy, &post, &prepared];
        for value in values {
            assert_debug_shows_nothing(value, &signature);
            // The encoded policy contains the token too.
            assert!(!format!("{value:?}").contains(&base64_policy[..16]));
            assert!(
                format!("{value:?}").contains("x-amz-server-side-encryption-customer-key"),
                "`Debug` must not be empty"
            );
        }
    }

    #[test]
    fn no_job_shows_a_secret() {
        struct Logging;
        impl Signer for Logging {
            fn sign<'j>(&self, job: SigningJob<'j>) -> Result<Signed<'j>, Error> {
                assert_debug_shows_nothing(&job, "no signature here");
                let unsigned = job.identify(credentials().identity())?;
                assert_debug_shows_nothing(&unsigned, "no signature here");
                let signed = unsigned.finish(&[0xab; 32])?;
                assert_debug_shows_nothing(&signed, "abababababababab");
                Ok(signed)
            }
        }
        Bucket::new("photos").unwrap().post_policy().key("boat.jpg").sign_at(&Logging, NOW).unwrap();
    }

    #[test]
    fn no_error_shows_a_secret() {
        let bucket = Bucket::new("photos").unwrap();
        let policy = || bucket.post_policy().key("boat.jpg");
        let errors = [
            policy().field("x-amz-server-side-encryption-customer-key", format!("{CUSTOMER_KEY}\n")),
            policy().field_starts_with("x-amz-meta-token", format!("{TOKEN}\0")),
            policy().field("x-amz-security-token", TOKEN),
            policy().field("x-amz-meta-token", TOKEN).field("x-amz-meta-token", TOKEN),
            policy().field("x-amz-meta-token", TOKEN.repeat(1000)),
        ];
        for policy in errors {
            let error = policy.sign_at(&credentials(), NOW).unwrap_err();
            assert_no_secret(&error.to_string(), "no signature here");
            assert_debug_shows_nothing(&error, "no signature here");
            assert_debug_shows_nothing(&policy, "no signature here");
        }
    }
}

#[cfg(feature = "token")]
mod tokens {
    use presign::token::{AuthToken, Bedrock, Dsql, Eks, ElastiCache, IotMqtt, MemoryDb, Msk, Rds};

    use super::*;

    #[test]
    fn no_debug_shows_a_secret() {
        let (rds, dsql) = (
            Rds::new("db.example.com", 5432, "jane", "us-east-1").unwrap(),
            Dsql::connect("db.example.com", "us-east-1").unwrap(),
        );
        let (cache, cluster) = (
            ElastiCache::new("cache", "jane", "us-east-1").unwrap(),
            MemoryDb::new("cluster", "jane", "us-east-1").unwrap(),
        );
        let (eks, msk) = (Eks::new("cluster", "us-east-1").unwrap(), Msk::new("us-east-1").unwrap());
        let bedrock = Bedrock::new("us-east-1").unwrap();
        let signed: [(&dyn Debug, AuthToken); 7] = [
            (&rds, rds.sign_at(&credentials(), NOW).unwrap()),
            (&dsql, dsql.sign_at(&credentials(), NOW).unwrap()),
            (&cache, cache.sign_at(&credentials(), NOW).unwrap()),
            (&cluster, cluster.sign_at(&credentials(), NOW).unwrap()),
            (&eks, eks.sign_at(&credentials(), NOW).unwrap()),
            (&msk, msk.sign_at(&credentials(), NOW).unwrap()),
            (&bedrock, bedrock.sign_at(&credentials(), NOW).unwrap()),
        ];
        for (request, token) in signed {
            let end = &token.as_str()[token.as_str().len() - 64..];
            assert_debug_shows_nothing(request, end);
            assert_debug_shows_nothing(&token, end);
            let shown = format!("{token:?}");
            assert!(!shown.contains(&token.as_str()[..16]), "{shown}");
            assert!(shown.contains("expires_at"), "`Debug` must not be empty: {shown}");
        }
        let prepared = rds.prepare_at(credentials().identity(), NOW).unwrap();
        assert_debug_shows_nothing(&prepared, "no signature here");
        assert!(format!("{prepared:?}").contains("/us-east-1/rds-db/aws4_request"), "`Debug` must not be empty");
        let iot = IotMqtt::new("iot.example.com", "us-east-1").unwrap();
        let url = iot.sign_at(&credentials(), NOW).unwrap();
        assert!(url.as_str().contains("X-Amz-Security-Token="));
        let (_, signature) = util::urls::split_last(url.as_str());
        assert_debug_shows_nothing(&iot, signature);
        assert_debug_shows_nothing(&url, signature);
        assert_no_secret(&url.redacted(), signature);
    }

    /// The caller passes a connection string instead of a host.
    #[test]
    fn no_error_shows_a_secret() {
        for place in [
            format!("https://jane:{SECRET}@db.example.com"),
            format!("db.example.com?token={TOKEN}"),
            format!("jane:{SECRET}"),
            format!("host=db password={SECRET}"),
            format!("redis://:{SECRET}"),
            format!("[jane:{SECRET}]"),
            format!("{SECRET}\n"),
            SECRET.to_string(),
            SECRET.replace('+', "/"),
        ] {
            let errors = [
                Rds::new(&place, 5432, "jane", "us-east-1").unwrap_err(),
                Dsql::connect(&place, "us-east-1").unwrap_err(),
                ElastiCache::new(&place, "jane", "us-east-1").unwrap_err(),
                MemoryDb::new(&place, "jane", "us-east-1").unwrap_err(),
                Eks::new(&place, "us-east-1").unwrap_err(),
                IotMqtt::new(&place, "us-east-1").unwrap_err(),
            ];
            for error in errors {
                assert_no_secret(&error.to_string(), "no signature here");
                assert_debug_shows_nothing(&error, "no signature here");
            }
        }
        let too_long = credentials().with_session_token(TOKEN.repeat(200));
        let error = Eks::new("cluster", "us-east-1").and_then(|token| token.sign_at(&too_long, NOW)).unwrap_err();
        assert_no_secret(&error.to_string(), "no signature here");
    }
}

#[cfg(feature = "serde")]
mod json {
    use presign::{PresignedUrl, ScopedSigner};
    use serde_json::{Value, json};

    use super::*;

    const KEY: &str = "337eff5d9c9da6a2eccbb2c0d9c7a84263d6eeb1d7068746763c060264717d7f";

    /// Puts secrets into every field, in values of every type.
    #[test]
    fn no_error_shows_a_secret() {
        let credentials = [
            ("", json!({"Version": 1, "AccessKeyId": "ASIAEXAMPLE", "SecretAccessKey": SECRET, "SessionToken": TOKEN})),
            (
                "",
                json!({
                    "Code": "Success", "AccessKeyId": "ASIAEXAMPLE", "SecretAccessKey": SECRET, "Token": TOKEN,
                    "Expiration": "2026-11-23T18:00:00Z",
                }),
            ),
            (
                "Credentials",
                json!({
                    "AccessKeyId": "ASIAEXAMPLE", "SecretAccessKey": SECRET, "SessionToken": TOKEN,
                    "Expiration": 1_795_435_800, "SecretKey": null,
                }),
            ),
            (
                "credentials",
                json!({
                    "accessKeyId": "ASIAEXAMPLE", "secretAccessKey": SECRET, "sessionToken": TOKEN,
                    "expiration": "2026-11-23T18:00:00Z",
                }),
            ),
            ("", json!({"Error": {}, "code": "NoIdInRequest", "message": "none", "__type": "Other"})),
            ("Error", json!({"Code": "AccessDenied"})),
        ];
        let scoped = json!({
            "access_key_id": "ASIAEXAMPLE", "security_token": TOKEN, "algorithm": "AWS4-HMAC-SHA256",
            "date": "20261123", "region": "eu-west-1", "service": "s3", "key": KEY,
        });
        let bucket = Bucket::new("photos").unwrap();
        let upload = bucket.put_object("boat.jpg").content_type("image/jpeg");
        let url = serde_json::to_value(upload.sign_at(&super::credentials(), NOW).unwrap()).unwrap();
        #[cfg(feature = "post")]
        let form =
            serde_json::to_value(bucket.post_policy().key("k").sign_at(&super::credentials(), NOW).unwrap()).unwrap();
        let secrets = || {
            [SECRET, TOKEN, KEY].map(|secret| {
                [
                    json!(secret),
                    json!([secret]),
                    json!({ secret: secret }),
                    json!(format!("{secret}\n")),
                    json!(12345678),
                ]
            })
        };
        let mut errors = Vec::new();
        type Read = fn(&str) -> Option<serde_json::Error>;
        let mut kinds: Vec<(&str, &Value, Read)> = vec![
            ("", &scoped, |text| serde_json::from_str::<ScopedSigner>(text).err()),
            ("", &url, |text| serde_json::from_str::<PresignedUrl>(text).err()),
            #[cfg(feature = "post")]
            ("", &form, |text| serde_json::from_str::<presign::s3::PresignedPost>(text).err()),
        ];
        for (place, object) in &credentials {
            kinds.push((place, object, |text| serde_json::from_str::<Credentials>(text).err()));
        }
        for (place, object, read) in kinds {
            let mut wrong: Vec<Value> = secrets().into_iter().flatten().collect();
            for name in object.as_object().unwrap().keys() {
                for value in secrets().into_iter().flatten() {
                    let mut changed = object.clone();
                    changed[name] = value;
                    wrong.push(if place.is_empty() { changed } else { json!({ place: changed }) });
                }
            }
            for json in wrong {
                let text = json.to_string();
                for text in [&text[..], &text[..text.len() - 2]] {
                    errors.extend(read(text));
                }
            }
        }
        assert!(errors.len() > 800, "only {} of the inputs are errors", errors.len());
        for error in errors {
            assert_no_secret(&error.to_string(), "12345678");
            assert_debug_shows_nothing(&error, KEY);
            assert!(!error.to_string().contains(&KEY[..8]), "{error}");
        }
    }

    #[test]
    fn a_deserialized_signer_shows_no_secret() {
        let scope = Scope::new(NOW.date(), "us-east-1", "s3").unwrap();
        let text = serde_json::to_string(&credentials().scoped(&scope)).unwrap();
        let key = hex::encode(credentials().scoped(&scope).key_bytes());
        assert!(
            text.contains(&key) && text.contains(TOKEN) && !text.contains(SECRET),
            "the JSON must contain the key and the token, but not the secret"
        );
        let handed_on: ScopedSigner = serde_json::from_str(&text).unwrap();
        assert_debug_shows_nothing(&handed_on, &key);
    }
}

#[cfg(feature = "aws-credential-types")]
#[test]
fn sdk_credentials_show_no_secret() {
    let sdk = aws_credential_types::Credentials::new("ASIAEXAMPLE", SECRET, Some(TOKEN.into()), None, "test");
    assert_debug_shows_nothing(&Credentials::from(sdk), "no signature here");
}
