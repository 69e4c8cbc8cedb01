//! Credentials, sessions and signers.

use std::error::Error as _;
use std::time::Duration;

use presign::s3::Addressing;
use presign::sigv4::{Scope, SigningKey};
use presign::{
    Algorithm, Bucket, Credentials, Error, ErrorKind, Identity, Method, ScopedSigner, Service, Signed, Signer,
    SigningJob,
};
use time::macros::date;

use crate::signed;
use crate::util::errors::assert_error;
use crate::util::{ECDSA_SIGNATURE, NOW, SECRET, credentials};

fn by(credentials: &Credentials) -> Result<String, Error> {
    Bucket::new("photos")?.get_object("boat.jpg").sign_at(credentials, NOW).map(String::from)
}

#[test]
fn credentials_that_cannot_sign() {
    assert_error(by(&Credentials::new("", "s")), ErrorKind::EmptyCredentials, "access key ID is empty");
    assert_error(by(&Credentials::new("AKID", "")), ErrorKind::EmptyCredentials, "secret access key is empty");
    assert_error(
        by(&Credentials::new("AKID", "s").with_session_token("")),
        ErrorKind::EmptyCredentials,
        "session token is empty: leave it out if the credentials have none",
    );
    assert_error(
        by(&Credentials::new("AKID\n", "hunter2")),
        ErrorKind::MalformedCredentials,
        "access key ID has a control character: byte 4 is 0x0a; trim the value if it was read from a file",
    );
    assert_error(
        by(&Credentials::new("AKID", "hunter2\n")),
        ErrorKind::MalformedCredentials,
        "secret access key has a control character: byte 7 is 0x0a; trim the value if it was read from a file",
    );
    assert_error(
        by(&Credentials::new("AKID", "s").with_session_token("hunter2\r")),
        ErrorKind::MalformedCredentials,
        "session token has a control character: byte 7 is 0x0d; trim the value if it was read from a file",
    );
    assert_error(
        by(&credentials().with_expiry(NOW)),
        ErrorKind::ExpiredCredentials,
        "the credentials expired at 20261123T120000Z, but the signing time is 20261123T120000Z: renew them",
    );
    // Replacing an empty token removes the error. Adding a token does not hide an empty access key ID.
    assert!(by(&credentials().with_session_token("").with_session_token("token")).is_ok());
    assert_eq!(by(&Credentials::new("", "s").with_session_token("t")).unwrap_err().kind(), ErrorKind::EmptyCredentials);

    let bucket = Bucket::new("photos").unwrap();
    let nobody = bucket.get_object("boat.jpg").prepare_at(&Identity::new(""), NOW);
    assert_error(nobody, ErrorKind::EmptyCredentials, "access key ID is empty");
}

/// The secret would stand in every URL, as the access key ID.
#[test]
fn credentials_that_are_swapped() {
    let message = "the access key ID and the secret access key are swapped: pass the access key ID first";
    for id in ["AKIAIOSFODNN7EXAMPLE", "ASIAIOSFODNN7EXAMPLE"] {
        for secret in [SECRET, "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "A/B+IOSFODNN7EXAMPLEA/B+IOSFODNN7EXAMPLE"] {
            for swapped in [Credentials::new(secret, id), Credentials::new(secret, id).with_session_token("token")] {
                assert_error(by(&swapped), ErrorKind::SwappedCredentials, message);
                assert!(!format!("{swapped:?} {swapped:#?}").contains(&secret[..8]));
                let scoped = swapped.scoped(&Scope::new(NOW.date(), "us-east-1", "s3").unwrap());
                let signed = Bucket::new("photos").unwrap().get_object("boat.jpg").sign_at(&scoped, NOW);
                assert_error(signed, ErrorKind::SwappedCredentials, message);
            }
            assert!(by(&Credentials::new(id, secret).with_session_token("token")).is_ok());
        }
    }
    // These may be what another server gave out.
    for (id, secret) in [
        (SECRET, SECRET),
        (SECRET, "minioadmin"),
        (SECRET, "AKIAIOSFODNN7EXAMPL"),
        (SECRET, "AKIAIOSFODNN7EXAMPLe"),
        (&SECRET[1..], "AKIAIOSFODNN7EXAMPLE"),
        ("wJalrXUtnFEMI-K7MDENG-bPxRfiCYEXAMPLEKEY", "AKIAIOSFODNN7EXAMPLE"),
        ("0123456789ABCDEF0123456789ABCDEF01234567", "AKIAIOSFODNN7EXAMPLE"),
    ] {
        assert!(by(&Credentials::new(id, secret)).is_ok(), "{id} {secret}");
    }
}

#[test]
fn temporary_credentials_without_their_token() {
    let message = "access key ID begins with ASIA, as those of temporary credentials do, but there is no session \
                   token: add it with `with_session_token`, or set AWS_SESSION_TOKEN for `from_env`";
    let bucket = Bucket::new("photos").unwrap();
    for id in ["ASIAIOSFODNN7EXAMPLE", "ASIAEXAMPLE"] {
        assert_error(by(&Credentials::new(id, SECRET)), ErrorKind::SessionTokenRequired, message);
        let prepared = bucket.get_object("boat.jpg").prepare_at(&Identity::new(id), NOW);
        assert_error(prepared, ErrorKind::SessionTokenRequired, message);
        assert!(by(&Credentials::new(id, SECRET).with_session_token("token")).is_ok());
    }
    // Users of other servers.
    for id in ["ASIA", "ASIA-team", "ASIAteam", "asiaexample"] {
        assert!(by(&Credentials::new(id, SECRET)).is_ok(), "{id}");
    }
}

#[test]
fn what_was_copied_along_with_credentials() {
    let strays = [
        (" ", "white space"),
        ("\u{a0}", "white space"),
        ("\u{3000}", "white space"),
        ("\u{2028}", "white space"),
        ("\u{feff}", "a byte order mark (U+FEFF)"),
        ("\u{200b}", "an invisible character"),
        ("\u{200e}", "an invisible character"),
        ("\"", "a quotation mark"),
        ("'", "a quotation mark"),
        ("\u{201c}", "a quotation mark"),
        ("\u{2019}", "a quotation mark"),
    ];
    for (stray, what) in strays {
        for (at, around) in [("begins", format!("{stray}hunter2")), ("ends", format!("hunter2{stray}"))] {
            let refused = |field: &str, credentials: &Credentials| {
                let message = format!("{field} {at} with {what}: remove it");
                assert_error(by(credentials), ErrorKind::UntrimmedCredentials, &message);
            };
            refused("access key ID", &Credentials::new(&around, "s"));
            refused("secret access key", &Credentials::new("AKID", &around));
            refused("session token", &Credentials::new("AKID", "s").with_session_token(&around));
        }
        let inside = format!("a{stray}b");
        assert!(by(&Credentials::new(&inside, &inside).with_session_token(&inside)).is_ok(), "{stray:?}");
    }
}

#[test]
fn credentials_that_expire_too_soon() {
    let request = |seconds| {
        let ending = credentials().with_expiry(NOW + time::Duration::seconds(seconds));
        signed(|request| request.expires_in(Duration::from_secs(60)).require_full_lifetime()).and(
            Bucket::new("photos")?
                .get_object("a")
                .expires_in(Duration::from_secs(60))
                .require_full_lifetime()
                .sign_at(&ending, NOW),
        )
    };
    assert_error(
        request(59),
        ErrorKind::LifetimeTooShort,
        "the credentials expire 59 s after signing, but 60 s were requested: renew them, or request a shorter expiry",
    );
    assert!(request(60).is_ok());
}

/// Nobody knows when it expires. It can't be after AWS's longest sessions, if it is AWS's.
#[test]
fn sessions_that_may_end_at_any_time() {
    let unknown = "the credentials have a session token but no expiry, so it is not known whether they last for the \
                   full lifetime: set their expiry with `with_expiry`";
    let beyond = |seconds| {
        format!(
            "expiry of {seconds} s is too long for credentials with a session token: AWS sessions are valid for at \
             most 129600 s (36 hours); request at most that, or set the session's expiry with `with_expiry` to shorten \
             the URL to it"
        )
    };
    let longest = Duration::from_secs(129_600);
    let week = Duration::from_secs(604_800);
    let session = credentials().with_session_token("token");
    let ending = session.clone().with_expiry(NOW + Duration::from_secs(3600));
    let custom = |endpoint: &str, addressing| {
        Bucket::builder("photos").endpoint(endpoint).addressing(addressing).build().unwrap()
    };
    let on_aws = [
        Bucket::new("photos").unwrap(),
        Bucket::builder("photos").region("cn-north-1").dual_stack(true).build().unwrap(),
        custom("https://bucket.vpce-1a2b3c4d.s3.us-east-1.vpce.amazonaws.com", Addressing::Path),
    ];
    let elsewhere = [
        custom("http://127.0.0.1:9000", Addressing::Path),
        custom("https://photos.example.com", Addressing::Cname),
        custom("https://amazonaws.com.example.com", Addressing::Path),
    ];
    for (bucket, is_on_aws) in on_aws.iter().map(|bucket| (bucket, true)).chain(elsewhere.iter().map(|b| (b, false))) {
        let request = bucket.get_object("boat.jpg");
        let full = request.clone().require_full_lifetime();
        for expires_in in [Duration::from_secs(1), longest, week] {
            let full = full.clone().expires_in(expires_in);
            assert_error(full.sign_at(&session, NOW), ErrorKind::UnknownCredentialsExpiry, unknown);
            assert!(full.sign_at(&credentials(), NOW).is_ok());
        }
        assert!(full.sign_at(&ending, NOW).is_ok());

        let request = |expires_in| request.clone().expires_in(expires_in);
        assert!(request(longest).sign_at(&session, NOW).is_ok());
        assert!(request(week).sign_at(&credentials(), NOW).is_ok());
        let shortened = request(week).sign_at(&ending, NOW).unwrap();
        assert_eq!(shortened.expires_at(), Some(NOW + Duration::from_secs(3600)));
        let too_long = longest + Duration::from_secs(1);
        for (request, seconds) in [
            (request(too_long), 129_601),
            (request(week), 604_800),
            (request(Duration::from_secs(600)).cacheable(longest), 130_200),
        ] {
            if is_on_aws {
                assert_error(request.sign_at(&session, NOW), ErrorKind::ExpiryBeyondSession, &beyond(seconds));
                let prepared = request.prepare_at(session.identity(), NOW);
                assert_error(prepared, ErrorKind::ExpiryBeyondSession, &beyond(seconds));
            } else {
                let url = request.sign_at(&session, NOW).unwrap();
                assert_eq!(url.expires_at(), Some(url.signed_at() + Duration::from_secs(seconds)));
            }
        }
    }

    // The two are in the same scope, so a signer keeps one key and one second's text for both.
    #[cfg(feature = "std")]
    for [first, second] in [[&elsewhere[0], &on_aws[0]], [&on_aws[0], &elsewhere[0]]] {
        let cached = presign::CachedSigner::new(session.clone());
        for bucket in [first, second, first, second] {
            let signed = bucket.get_object("boat.jpg").expires_in(week).sign_at(&cached, NOW);
            assert_eq!(signed.is_ok(), bucket == &elsewhere[0]);
        }
    }

    #[cfg(feature = "post")]
    {
        let policy = |bucket: &'static str, expires_in| {
            let bucket = Bucket::builder("photos").endpoint(bucket).addressing(Addressing::Path).build().unwrap();
            let policy = bucket.post_policy().key("boat.jpg").expires_in(expires_in);
            (policy.sign_at(&session, NOW), policy.require_full_lifetime().sign_at(&session, NOW))
        };
        let (signed, full) = policy("https://s3.us-east-1.amazonaws.com", week);
        assert_error(signed, ErrorKind::ExpiryBeyondSession, &beyond(604_800));
        assert_error(full, ErrorKind::UnknownCredentialsExpiry, unknown);
        assert!(policy("https://s3.us-east-1.amazonaws.com", longest).0.is_ok());
        let (signed, full) = policy("http://127.0.0.1:9000", week);
        assert!(signed.is_ok());
        assert_error(full, ErrorKind::UnknownCredentialsExpiry, unknown);
    }

    #[cfg(feature = "token")]
    {
        use presign::token::{Dsql, IotMqtt};
        let token = |host: &str, expires_in| {
            Dsql::connect(host, "us-east-1").unwrap().expires_in(expires_in).sign_at(&session, NOW)
        };
        let cluster = "abcdefghijklmnopqrst123456.dsql.us-east-1.on.aws";
        assert_error(token(cluster, week), ErrorKind::ExpiryBeyondSession, &beyond(604_800));
        assert!(token(cluster, longest).is_ok());
        assert!(token("cluster.example.com", week).is_ok());
        let iot = IotMqtt::new("a1b2c3d4e5f6g7-ats.iot.us-east-1.amazonaws.com", "us-east-1").unwrap();
        assert_error(
            iot.clone().expires_in(week).sign_at(&session, NOW),
            ErrorKind::ExpiryBeyondSession,
            &beyond(604_800),
        );
        assert!(iot.sign_at(&session, NOW).is_ok());
    }
}

#[test]
fn scopes_of_keys() {
    let scope = Scope::new(date!(2026 - 11 - 22), "us-east-1", "s3").unwrap();
    let yesterday = credentials().scoped(&scope);
    let bucket = Bucket::new("photos").unwrap();
    assert_error(
        bucket.get_object("boat.jpg").sign_at(&yesterday, NOW),
        ErrorKind::ScopeMismatch,
        "the signing key is for the scope 20261122/us-east-1/s3/aws4_request, but the request is in \
         20261123/us-east-1/s3/aws4_request: derive a key for the request's scope",
    );
}

#[test]
fn texts_of_scopes() {
    let day = date!(2026 - 11 - 23);
    let text = "20261123/us-east-1/s3/aws4_request";
    assert_eq!(Scope::parse(text).unwrap(), Scope::new(day, "us-east-1", "s3").unwrap());
    assert_eq!(Scope::parse("20261123/s3/aws4_request").unwrap(), Scope::without_region(day, "s3").unwrap());
    for malformed in [
        "",
        "20261123",
        "20261123/aws4_request",
        "AKIDEXAMPLE/20261123/us-east-1/s3/aws4_request",
        "20261123/us-east-1/s3/aws4_request/",
        "20261123/us-east-1/s3/AWS4_REQUEST",
        "20261131/us-east-1/s3/aws4_request",
        "2026112/us-east-1/s3/aws4_request",
        "+0261123/us-east-1/s3/aws4_request",
        "20261123 /us-east-1/s3/aws4_request",
        "2026112\u{663}/us-east-1/s3/aws4_request",
    ] {
        assert_error(
            Scope::parse(malformed),
            ErrorKind::InvalidScope,
            &format!(
                "credential scope {malformed:?} is malformed: it must be YYYYMMDD/region/service/aws4_request, or for \
                 SigV4A YYYYMMDD/service/aws4_request"
            ),
        );
    }
    assert_eq!(Scope::parse("20261123//s3/aws4_request").unwrap_err().kind(), ErrorKind::InvalidRegion);
    assert_eq!(Scope::parse("20261123/us-east-1//aws4_request").unwrap_err().kind(), ErrorKind::InvalidService);
}

/// Signs with whatever key it was given.
struct Keyed<'a>(Identity, Scope<'a>, SigningKey);

impl Signer for Keyed<'_> {
    fn sign<'j>(&self, job: SigningJob<'j>) -> Result<Signed<'j>, Error> {
        job.identify(&self.0)?.sign(&self.1, &self.2)
    }
}

#[test]
fn keys_of_another_scope() {
    let (day, bucket) = (NOW.date(), Bucket::new("photos").unwrap());
    let request = bucket.get_object("boat.jpg");
    let sign = |scope: Scope<'static>| {
        let keyed = Keyed(credentials().identity().clone(), scope, SigningKey::derive(SECRET, &scope));
        let signed = request.sign_at(&keyed, NOW);
        let mut out = String::from("before");
        assert_eq!(request.sign_into(&keyed, NOW, &mut out).is_ok(), out != "before");
        signed
    };
    let own = Scope::new(day, "us-east-1", "s3").unwrap();
    assert_eq!(sign(own).unwrap(), request.sign_at(&credentials(), NOW).unwrap());
    for (scope, shown) in [
        (Scope::new(day.previous_day().unwrap(), "us-east-1", "s3"), "20261122/us-east-1/s3/aws4_request"),
        (Scope::new(day, "eu-west-1", "s3"), "20261123/eu-west-1/s3/aws4_request"),
        (Scope::new(day, "us-east-1", "s3express"), "20261123/us-east-1/s3express/aws4_request"),
        (Scope::without_region(day, "s3"), "20261123/s3/aws4_request"),
    ] {
        let message = format!(
            "the signing key is for the scope {shown}, but the request is in 20261123/us-east-1/s3/aws4_request: \
             derive a key for the request's scope"
        );
        assert_error(sign(scope.unwrap()), ErrorKind::ScopeMismatch, &message);
    }

    // The scope of SigV4A has no region, and no such key.
    let scope = Scope::without_region(day, "s3").unwrap();
    let identity = credentials().identity().clone().with_algorithm(Algorithm::Sigv4a);
    let keyed = Keyed(identity, scope, SigningKey::derive(SECRET, &scope));
    assert_eq!(request.sign_at(&keyed, NOW).unwrap_err().kind(), ErrorKind::InvalidSignature);
}

/// Returns the same bytes for everything that it is to sign.
struct Device<'a>(Identity, &'a [u8]);

impl Signer for Device<'_> {
    fn sign<'j>(&self, job: SigningJob<'j>) -> Result<Signed<'j>, Error> {
        job.identify(&self.0)?.finish(self.1)
    }
}

#[test]
fn signatures_of_the_wrong_form() {
    let bucket = Bucket::new("photos").unwrap();
    let request = bucket.get_object("boat.jpg");
    let digits = "ab".repeat(32);
    for signature in [&[][..], &[0xab; 31], &[0xab; 33], digits.as_bytes(), &ECDSA_SIGNATURE] {
        let message = format!(
            "signature is {} bytes long, but HMAC-SHA256 returns 32: pass its raw bytes, not hexadecimal \
             digits or base64",
            signature.len()
        );
        let refused = |error: Result<(), Error>| assert_error(error, ErrorKind::InvalidSignature, &message);
        let device = Device(Identity::new("AKIDEXAMPLE"), signature);
        refused(request.sign_at(&device, NOW).map(drop));
        let mut out = String::from("before");
        refused(request.sign_into(&device, NOW, &mut out).map(drop));
        assert_eq!(out, "before");
        refused(request.prepare_at(&device.0, NOW).unwrap().finish(signature).map(drop));
        #[cfg(feature = "post")]
        {
            let policy = bucket.post_policy().key("boat.jpg");
            refused(policy.sign_at(&device, NOW).map(drop));
            refused(policy.prepare_at(&device.0, NOW).unwrap().finish(signature).map(drop));
        }
        #[cfg(feature = "token")]
        {
            let database = presign::token::Rds::new("db.example.com", 5432, "jane", "us-east-1").unwrap();
            refused(database.sign_at(&device, NOW).map(drop));
            refused(database.prepare_at(&device.0, NOW).unwrap().finish(signature).map(drop));
        }
    }
    assert!(request.sign_at(&Device(Identity::new("AKIDEXAMPLE"), &[0xab; 32]), NOW).is_ok());

    let identity = Identity::new("AKIDEXAMPLE").with_algorithm(Algorithm::Sigv4a);
    for signature in [&[][..], &[0xab; 32], &[0xab; 64], &[0x30; 72], &ECDSA_SIGNATURE[..7]] {
        let message = format!(
            "signature of {} bytes is not an ECDSA signature for P-256 in DER, which has 8 to 72 bytes: pass the DER \
             form, not the raw numbers, hexadecimal digits or base64",
            signature.len()
        );
        let signed = request.sign_at(&Device(identity.clone(), signature), NOW);
        assert_error(signed, ErrorKind::InvalidSignature, &message);
        let finished = request.prepare_at(&identity, NOW).unwrap().finish(signature);
        assert_error(finished, ErrorKind::InvalidSignature, &message);
    }
    assert!(request.sign_at(&Device(identity, &ECDSA_SIGNATURE), NOW).is_ok());
}

#[test]
fn sigv4_signers_for_several_regions() {
    let scope = Scope::new(NOW.date(), "us-east-1", "s3").unwrap();
    let other = Scope::without_region(NOW.date(), "s3").unwrap();
    let identity = credentials().identity().clone().with_algorithm(Algorithm::Sigv4a);
    let signers: [(&str, Box<dyn Signer>); 5] = [
        ("Credentials", Box::new(credentials())),
        ("ScopedSigner", Box::new(credentials().scoped(&scope))),
        ("ScopedSigner, for no region", Box::new(credentials().scoped(&other))),
        // The key is a SigV4 key, although the identity says SigV4A.
        ("ScopedSigner, of another identity", Box::new(ScopedSigner::from_key(identity, &other, [7; 32]))),
        #[cfg(feature = "std")]
        ("CachedSigner", Box::new(presign::CachedSigner::new(credentials()))),
        #[cfg(not(feature = "std"))]
        ("Credentials", Box::new(credentials())),
    ];
    let bucket = Bucket::builder("arn:aws:s3::123456789012:accesspoint:mfzwi23gnjvgw.mrap").build().unwrap();
    let service = Service::multi_region("execute-api", "us-*,eu-west-1", "https://api.example.com:8443").unwrap();
    for (name, signer) in signers {
        for (request, place) in [
            (bucket.get_object("boat.jpg"), ("mfzwi23gnjvgw.mrap.accesspoint.s3-global.amazonaws.com", "*")),
            (
                bucket.get_object("boat.jpg").query("A", "1"),
                ("mfzwi23gnjvgw.mrap.accesspoint.s3-global.amazonaws.com", "*"),
            ),
            (service.request(Method::Get, "/"), ("api.example.com:8443", "us-*,eu-west-1")),
        ] {
            let (host, region_set) = place;
            let message = format!(
                "{host} accepts only SigV4A (AWS4-ECDSA-P256-SHA256) for the region set {region_set}: sign with \
                 `presign::sigv4a::Sigv4aSigner` (feature `sigv4a`), or with an identity that uses `Algorithm::Sigv4a`"
            );
            let error = request.sign_at(&signer, NOW).expect_err(name);
            assert_error::<()>(Err(error), ErrorKind::Sigv4aRequired, &message);
        }
    }
}

#[test]
fn a_custom_signer() {
    let error = Error::signer(std::io::Error::other("slot 3 is locked"));
    assert_eq!((error.kind(), error.to_string().as_str()), (ErrorKind::Signer, "the signer failed"));
    assert_eq!(error.source().unwrap().downcast_ref::<std::io::Error>().unwrap().to_string(), "slot 3 is locked");
    assert_eq!(error.clone().source().unwrap().to_string(), "slot 3 is locked");
    assert_eq!(Error::signer("no answer").source().unwrap().to_string(), "no answer");
}
