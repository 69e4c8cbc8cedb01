//! Compares tokens with those of other implementations, and checks that services accept them.

#![cfg(feature = "token")]

mod naive;
mod naive_token;
mod util;

use std::time::Duration;

use presign::sigv4::{Scope, Signature, SigningKey};
use presign::token::{AuthToken, Bedrock, Dsql, Eks, ElastiCache, IotMqtt, MemoryDb, Msk, PreparedToken, Rds};
use presign::{Credentials, Error, ErrorKind, Method, Prepared, Signed, Signer, SigningJob};
use serde_json::Value;

use crate::naive_token::{check_eks, decode_bedrock, decode_url};
use crate::util::urls::split_last;
use crate::util::vectors::{rows, text};
use crate::util::{NOW, SECRET, credentials};

const HOST: &str = "db.abcdefghijkl.us-east-1.rds.amazonaws.com";

#[test]
fn tokens_agree_with_other_implementations() {
    let rows = rows(include_str!("vectors/tokens.json"), "tokens");
    assert_eq!(rows.len(), 58, "the number of rows changed");
    for row in &rows {
        let name = text(row, "name");
        let ours = token_of(row).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(parts(row, &ours), parts(row, text(row, "token")), "{name}");
    }
}

fn token_of(row: &Value) -> Result<String, Error> {
    let region = text(row, "region");
    let mut signer = credentials();
    if let Some(token) = row["session_token"].as_str() {
        signer = signer.with_session_token(token);
    }
    let expires_in = row["expires_in"].as_u64().map(Duration::from_secs);
    // Creates each token in two ways that must agree: prepared and completed with a signature, and signed in one call.
    macro_rules! signed {
        ($request:expr, $finish:expr) => {{
            let request = $request;
            let request = match expires_in {
                Some(expires_in) => request.expires_in(expires_in),
                None => request,
            };
            let prepared = request.prepare_at(signer.identity(), NOW)?;
            let signature = SigningKey::derive(SECRET, &prepared.scope()).sign(prepared.message());
            let finished = $finish(prepared, signature)?;
            let signed = request.sign_at(&signer, NOW)?;
            assert_eq!(finished, signed);
            Ok(signed.into())
        }};
        ($request:expr) => {
            signed!($request, |prepared: PreparedToken, signature: Signature| prepared.finish(signature.as_bytes()))
        };
    }
    match text(row, "type") {
        "rds" => {
            let port = row["port"].as_u64().unwrap().try_into().unwrap();
            signed!(Rds::new(text(row, "host"), port, text(row, "user"), region).unwrap())
        }
        "dsql" if row["admin"] == true => signed!(Dsql::connect_admin(text(row, "host"), region)?),
        "dsql" => signed!(Dsql::connect(text(row, "host"), region)?),
        "elasticache" => {
            let cache = ElastiCache::new(text(row, "cluster"), text(row, "user"), region)?;
            signed!(cache.serverless(row["serverless"] == true))
        }
        "memorydb" => signed!(MemoryDb::new(text(row, "cluster"), text(row, "user"), region)?),
        "eks" => signed!(Eks::new(text(row, "cluster"), region)?),
        "msk" => signed!(Msk::new(region)?.user_agent(text(row, "user_agent"))),
        "bedrock" => signed!(Bedrock::new(region)?),
        "iot" => {
            signed!(IotMqtt::new(text(row, "host"), region)?, |prepared: Prepared, signature: Signature| prepared
                .finish(signature.as_bytes()))
        }
        other => panic!("unknown type: {other}"),
    }
}

/// Splits a token for comparison. Implementations differ in the order of parameters and the case of the host.
fn parts(row: &Value, token: &str) -> (String, Vec<String>) {
    let url = match text(row, "type") {
        "eks" => decode_url(token.strip_prefix("k8s-aws-v1.").unwrap()).unwrap(),
        "msk" => decode_url(token).unwrap(),
        "bedrock" => decode_bedrock(token).unwrap(),
        _ => token.into(),
    };
    let (place, query) = url.split_once('?').unwrap();
    let mut parameters: Vec<_> = query.split('&').map(String::from).collect();
    // The last parameter of MSK is not signed. It must stay the last one.
    let last = (row["type"] == "msk").then(|| parameters.pop()).flatten();
    parameters.sort_unstable();
    parameters.extend(last);
    (place.to_lowercase(), parameters)
}

#[test]
fn serverless_can_be_unset() {
    let cache = ElastiCache::new("cache", "jane", "us-east-1").unwrap();
    let sign = |cache: ElastiCache| cache.sign_at(&credentials(), NOW).unwrap();
    let serverless = sign(cache.clone().serverless(true).serverless(true));
    assert_eq!(serverless.as_str().matches("ResourceType").count(), 1);
    assert_eq!(sign(cache.clone().serverless(true).serverless(false)), sign(cache));
}

type Sign = fn(Option<Duration>, &dyn Signer) -> Result<AuthToken, Error>;

/// Each kind of token: how to sign it with an optional expiry, and its default and maximum expiry in seconds. The default
/// is also that of a token for Amazon EKS which states another expiry.
const KINDS: [(Sign, i64, u64); 7] = [
    (
        |expiry, by| with(expiry, Rds::new(HOST, 5432, "jane", "us-east-1").unwrap(), Rds::expires_in).sign_at(by, NOW),
        900,
        900,
    ),
    (
        |expiry, by| with(expiry, Dsql::connect(HOST, "us-east-1").unwrap(), Dsql::expires_in).sign_at(by, NOW),
        900,
        604_800,
    ),
    (
        |expiry, by| {
            with(expiry, ElastiCache::new("cache", "jane", "us-east-1").unwrap(), ElastiCache::expires_in)
                .sign_at(by, NOW)
        },
        900,
        900,
    ),
    (
        |expiry, by| {
            with(expiry, MemoryDb::new("cluster", "jane", "us-east-1").unwrap(), MemoryDb::expires_in).sign_at(by, NOW)
        },
        900,
        900,
    ),
    (|expiry, by| with(expiry, Eks::new("cluster", "us-east-1").unwrap(), Eks::expires_in).sign_at(by, NOW), 900, 900),
    (|expiry, by| with(expiry, Msk::new("us-east-1").unwrap(), Msk::expires_in).sign_at(by, NOW), 900, 900),
    (
        |expiry, by| with(expiry, Bedrock::new("us-east-1").unwrap(), Bedrock::expires_in).sign_at(by, NOW),
        43_200,
        43_200,
    ),
];

fn with<T>(expiry: Option<Duration>, token: T, expires_in: fn(T, Duration) -> T) -> T {
    match expiry {
        Some(expiry) => expires_in(token, expiry),
        None => token,
    }
}

#[test]
fn default_and_maximum_expiries() {
    for (sign, default, longest) in KINDS {
        let seconds = |token: AuthToken| (token.expires_at() - NOW).whole_seconds();
        let asked = |expiry| sign(Some(expiry), &credentials());
        assert_eq!(seconds(sign(None, &credentials()).unwrap()), default);
        assert_eq!(seconds(asked(Duration::from_millis(longest * 1000 + 999)).unwrap()), longest as i64);
        let shortest = asked(Duration::from_millis(1999)).unwrap();
        let is_eks = shortest.as_str().starts_with("k8s-aws-v1.");
        assert_eq!(seconds(shortest), if is_eks { 900 } else { 1 });
        assert_eq!(asked(Duration::from_secs(longest + 1)).unwrap_err().kind(), ErrorKind::ExpiryTooLong);
        assert_eq!(asked(Duration::MAX).unwrap_err().kind(), ErrorKind::ExpiryTooLong);
        assert_eq!(asked(Duration::from_millis(999)).unwrap_err().kind(), ErrorKind::ExpiryTooShort);
    }
}

#[test]
fn credentials_that_expire_first_shorten_the_token() {
    for (sign, ..) in KINDS {
        let ends = NOW + Duration::from_secs(30);
        let token = sign(None, &credentials().with_expiry(ends)).unwrap();
        assert_eq!(token.expires_at(), ends);
        assert_eq!(sign(None, &credentials().with_expiry(NOW)).unwrap_err().kind(), ErrorKind::ExpiredCredentials);
    }
}

#[test]
fn every_signer_gives_the_same_token() {
    let services = ["rds-db", "dsql", "elasticache", "memorydb", "sts", "kafka-cluster", "bedrock"];
    for ((sign, ..), service) in KINDS.into_iter().zip(services) {
        let scope = Scope::new(NOW.date(), "us-east-1", service).unwrap();
        let credentials = credentials().with_session_token("AQoDYXdzEPT//////////wEXAMPLE");
        let expected = sign(None, &credentials).unwrap();
        assert_eq!(sign(None, &credentials.scoped(&scope)).unwrap(), expected);
        #[cfg(feature = "std")]
        {
            let cached = presign::CachedSigner::new(credentials);
            assert_eq!(sign(None, &cached).unwrap(), expected);
            assert_eq!(sign(None, &cached).unwrap(), expected);
        }
    }
}

#[test]
fn a_token_converts_to_text() {
    let token = Rds::new(HOST, 5432, "jane", "us-east-1").unwrap().sign_at(&credentials(), NOW).unwrap();
    assert_eq!(token.to_string(), token.as_str());
    assert_eq!(token.as_ref(), token.as_str());
    assert_eq!(String::from(token.clone()), token.clone().into_string());
    assert!(
        token.as_str().starts_with("db.abcdefghijkl.us-east-1.rds.amazonaws.com:5432/?Action=connect&DBUser=jane&")
    );
}

#[test]
fn hosts_are_signed_as_clients_send_them() {
    let begins = |host: &str, port| {
        let token = Rds::new(host, port, "u", "us-east-1").unwrap().sign_at(&credentials(), NOW).unwrap().into_string();
        token.split_once("/?").unwrap().0.to_string()
    };
    assert_eq!(begins("DB.Example.com", 5432), "db.example.com:5432");
    assert_eq!(begins("db.example.com", 443), "db.example.com:443");
    assert_eq!(begins("db.example.com", 80), "db.example.com:80");
    assert_eq!(begins("[2001:DB8::0:1]", 65535), "[2001:db8::1]:65535");
    assert_eq!(begins("127.0.0.1", 1), "127.0.0.1:1");
    assert_eq!(begins("localhost", 3306), "localhost:3306");
}

#[test]
fn the_msk_user_agent_is_optional() {
    let url = |msk: Msk| decode_url(msk.sign_at(&credentials(), NOW).unwrap().as_str()).unwrap();
    let by_default = format!("&User-Agent=presign%2F{}", env!("CARGO_PKG_VERSION"));
    assert!(url(Msk::new("us-east-1").unwrap()).ends_with(&by_default));
    assert!(!url(Msk::new("us-east-1").unwrap().user_agent("")).contains("User-Agent"));
}

/// With a session token, AWS's generator writes the parameters in another order, and the keys differ.
#[test]
fn a_bedrock_key_is_the_text_that_aws_generates() {
    let rows = rows(include_str!("vectors/tokens.json"), "tokens");
    let mut compared = 0;
    for row in rows.iter().filter(|row| row["type"] == "bedrock" && row["session_token"].is_null()) {
        assert_eq!(token_of(row).unwrap(), text(row, "token"), "{}", text(row, "name"));
        compared += 1;
    }
    assert_eq!(compared, 4);
}

/// Tokens pass the checks of a cluster's authenticator, in every partition.
#[test]
fn an_eks_server_accepts_the_token() {
    let sts = [
        ("us-east-1", "sts.us-east-1.amazonaws.com"),
        ("eu-west-1", "sts.eu-west-1.amazonaws.com"),
        ("cn-north-1", "sts.cn-north-1.amazonaws.com.cn"),
        ("us-gov-west-1", "sts.us-gov-west-1.amazonaws.com"),
        ("us-iso-east-1", "sts.us-iso-east-1.c2s.ic.gov"),
        ("us-isob-east-1", "sts.us-isob-east-1.sc2s.sgov.gov"),
        ("eusc-de-east-1", "sts.eusc-de-east-1.amazonaws.eu"),
    ];
    let with_session = credentials().with_session_token("AQoDYXdzEPT//////////wEXAMPLE".repeat(20));
    for (region, host) in sts {
        for (signer, expiry) in [(credentials(), 1), (with_session.clone(), 900)] {
            let eks = Eks::new("my-cluster", region).unwrap().expires_in(Duration::from_secs(expiry));
            let token = eks.sign_at(&signer, NOW).unwrap();
            check_eks(token.as_str(), &[host], "20261123T120000Z").unwrap();
            check_eks(token.as_str(), &[host], "20261123T121500Z").unwrap();
            assert_eq!(check_eks(token.as_str(), &[host], "20261123T121501Z").unwrap_err(), "too old");
            assert_eq!(check_eks(token.as_str(), &["sts.amazonaws.com"], "20261123T120000Z").unwrap_err(), "the host");
            let url = decode_url(&token.as_str()["k8s-aws-v1.".len()..]).unwrap();
            let signature = naive::signature("GET", &url, &[("x-k8s-aws-id", "my-cluster")], SECRET);
            assert!(
                url.ends_with(&format!("&X-Amz-Signature={signature}")),
                "the signature must be valid for this cluster"
            );
            let other = naive::signature("GET", &url, &[("x-k8s-aws-id", "other-cluster")], SECRET);
            assert!(!url.contains(&other), "the signature must not be valid for another cluster");
        }
    }
}

/// EKS goes by the signing time alone. The expiry that a token states is for servers that check it.
#[test]
fn eks_tokens_expire_after_fifteen_minutes() {
    let eks = Eks::new("my-cluster", "us-east-1").unwrap();
    for (expiry, stated) in [(None, 60), (Some(1), 1), (Some(900), 900)] {
        let eks = with(expiry.map(Duration::from_secs), eks.clone(), Eks::expires_in);
        for ends in [None, Some(NOW + Duration::from_secs(600)), Some(NOW + Duration::from_secs(3600))] {
            let signer = ends.map_or(credentials(), |ends| credentials().with_expiry(ends));
            let prepared = eks.prepare_at(signer.identity(), NOW).unwrap();
            let prepared = prepared.finish(&[0; 32]).unwrap();
            let token = eks.sign_at(&signer, NOW).unwrap();
            let url = decode_url(&token.as_str()["k8s-aws-v1.".len()..]).unwrap();
            let stated = ends.map_or(stated, |ends| stated.min((ends - NOW).whole_seconds()));
            assert!(url.contains(&format!("&X-Amz-Expires={stated}&")), "{url}");
            let expected = ends.into_iter().chain([NOW + Duration::from_secs(900)]).min().unwrap();
            assert_eq!((token.expires_at(), prepared.expires_at()), (expected, expected));
        }
    }
}

/// A token of the maximum length is signed, and a longer one is an error.
#[test]
fn eks_tokens_have_a_maximum_length() {
    let eks = Eks::new("my-cluster", "us-east-1").unwrap();
    let sign = |length| eks.sign_at(&credentials().with_session_token("a".repeat(length)), NOW);
    let longest = (2600..3000).take_while(|&length| sign(length).is_ok()).last().unwrap();
    let token = sign(longest).unwrap();
    assert!((4094..=4096).contains(&token.as_str().len()), "{}", token.as_str().len());
    check_eks(token.as_str(), &["sts.us-east-1.amazonaws.com"], "20261123T120000Z").unwrap();
    let identity = credentials().with_session_token("a".repeat(longest + 1));
    let prepared = eks.prepare_at(identity.identity(), NOW).unwrap();
    assert_eq!(prepared.finish(&[0; 32]).unwrap_err().kind(), ErrorKind::TokenTooLong);
    let error = sign(longest + 1).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TokenTooLong);
    assert_eq!(
        error.to_string(),
        "token is 4097 bytes long, mostly the session token: Amazon EKS accepts at most 4096 bytes, so use \
         credentials with a shorter session token"
    );
    assert_eq!(sign(100_000).unwrap_err().kind(), ErrorKind::TokenTooLong);
}

const IOT_HOST: &str = "a1b2c3d4e5f6g7-ats.iot.us-east-1.amazonaws.com";
const SESSION_TOKEN: &str = "AQoDYXdzEPT//////////wEXAMPLE";

#[test]
fn an_iot_url_has_the_documented_form() {
    let iot = IotMqtt::new(IOT_HOST.to_uppercase(), "us-east-1").unwrap();
    let url = iot.sign_at(&credentials(), NOW).unwrap();
    assert!(url.as_str().starts_with(&format!("wss://{IOT_HOST}/mqtt?X-Amz-Algorithm=AWS4-HMAC-SHA256&")));
    assert_eq!((url.method(), url.headers().count(), url.expires_at()), (Method::Get, 0, None));
    assert!(!url.as_str().contains("X-Amz-Expires"));
    let ends = NOW + Duration::from_secs(3600);
    assert_eq!(iot.sign_at(&credentials().with_expiry(ends), NOW).unwrap().expires_at(), Some(ends));

    let day = iot.clone().expires_in(Duration::from_secs(86_400));
    let url = day.sign_at(&credentials(), NOW).unwrap();
    assert_eq!(url.expires_at(), Some(NOW + Duration::from_secs(86_400)));
    assert!(url.as_str().contains("&X-Amz-Expires=86400&"));
    let url = day.sign_at(&credentials().with_expiry(ends), NOW).unwrap();
    assert_eq!(url.expires_at(), Some(ends));
    assert!(url.as_str().contains("&X-Amz-Expires=3600&"));
}

/// With every signer, the URL contains the session token, but has the signature of the URL without it.
#[test]
fn the_session_token_of_iot_is_not_signed() {
    struct Device(Credentials);
    impl Signer for Device {
        fn sign<'j>(&self, job: SigningJob<'j>) -> Result<Signed<'j>, Error> {
            let unsigned = job.identify(self.0.identity())?;
            let message = String::from_utf8(unsigned.message().to_vec()).unwrap();
            let key = SigningKey::derive(SECRET, &unsigned.scope());
            assert!(message.starts_with("AWS4-HMAC-SHA256\n"), "{message}");
            unsigned.finish(key.sign(message.as_bytes()).as_bytes())
        }
    }

    let scope = Scope::new(NOW.date(), "us-east-1", "iotdevicegateway").unwrap();
    for expiry in [None, Some(Duration::from_secs(900))] {
        let iot = with(expiry, IotMqtt::new(IOT_HOST, "us-east-1").unwrap(), IotMqtt::expires_in);
        let without = iot.sign_at(&credentials(), NOW).unwrap().into_string();
        let session = credentials().with_session_token(SESSION_TOKEN);
        let signature = "&X-Amz-Signature=";
        let token = "&X-Amz-Security-Token=AQoDYXdzEPT%2F%2F%2F%2F%2F%2F%2F%2F%2F%2FwEXAMPLE";
        let expected = without.replace(signature, &format!("{token}{signature}"));
        let signers: &[&dyn Signer] = &[
            &session,
            &session.scoped(&scope),
            &Device(session.clone()),
            #[cfg(feature = "std")]
            &presign::CachedSigner::new(session.clone()),
        ];
        for signer in signers {
            // Twice, because one of the signers has a cache.
            for _ in 0..2 {
                let url = iot.sign_at(signer, NOW).unwrap();
                assert_eq!(url.as_str(), expected);
                assert!(url.redacted().ends_with("&X-Amz-Security-Token=REDACTED&X-Amz-Signature=REDACTED"));
            }
        }
        assert_eq!(naive::signature("GET", &without, &[], SECRET), split_last(&without).1);
    }
}

/// URLs with a signed and with an unsigned session token must not share cache entries, even within the same second.
#[cfg(feature = "std")]
#[test]
fn a_cached_signer_keeps_signed_and_unsigned_tokens_apart() {
    let session = credentials().with_session_token(SESSION_TOKEN);
    let cached = presign::CachedSigner::new(session.clone());
    let service = presign::Service::new("iotdevicegateway", "us-east-1", format!("wss://{IOT_HOST}")).unwrap();
    let signed = service.request(Method::Get, "/mqtt").without_expiry();
    let iot = IotMqtt::new(IOT_HOST, "us-east-1").unwrap();
    for _ in 0..2 {
        assert_eq!(signed.sign_at(&cached, NOW).unwrap(), signed.sign_at(&session, NOW).unwrap());
        assert_eq!(iot.sign_at(&cached, NOW).unwrap(), iot.sign_at(&session, NOW).unwrap());
    }
    assert_ne!(signed.sign_at(&cached, NOW).unwrap(), iot.sign_at(&cached, NOW).unwrap());
}

/// `sign` uses the system clock, so each token is signed between the first and the last URL.
#[cfg(feature = "std")]
#[test]
fn tokens_are_signed_at_the_system_time() {
    let by = &credentials();
    let url = IotMqtt::new(IOT_HOST, "us-east-1").unwrap().sign(by).unwrap();
    let earliest = url.signed_at();
    let ends = [
        (900, Rds::new(HOST, 5432, "jane", "us-east-1").unwrap().sign(by)),
        (900, Dsql::connect(HOST, "us-east-1").unwrap().sign(by)),
        (900, ElastiCache::new("cache", "jane", "us-east-1").unwrap().sign(by)),
        (900, MemoryDb::new("cluster", "jane", "us-east-1").unwrap().sign(by)),
        (900, Eks::new("cluster", "us-east-1").unwrap().sign(by)),
        (900, Msk::new("us-east-1").unwrap().sign(by)),
        (43_200, Bedrock::new("us-east-1").unwrap().sign(by)),
    ];
    let latest = IotMqtt::new(IOT_HOST, "us-east-1").unwrap().sign(by).unwrap().signed_at();
    for (life, token) in ends {
        let signed_at = token.unwrap().expires_at() - Duration::from_secs(life);
        assert!((earliest..=latest).contains(&signed_at), "{signed_at}");
    }
}
