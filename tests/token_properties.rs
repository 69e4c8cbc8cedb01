//! Properties of tokens with arbitrary input:
//!
//! - A token contains the given values, and nothing else.
//! - Its signature is the one that a second implementation computes from the token alone.
//! - Input that can't be signed is an error, never a panic.

#![cfg(feature = "token")]

mod naive;
mod naive_token;
mod util;

use std::time::Duration;

use presign::token::{Bedrock, Dsql, Eks, ElastiCache, IotMqtt, MemoryDb, Msk, Rds};
use presign::{Credentials, Error};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use time::OffsetDateTime;

use crate::naive::Url;
use crate::naive_token::{check_eks, decode_bedrock, decode_url};
use crate::util::urls::split_last;
use crate::util::{NOW, cases, is_credential};

/// The inputs that all kinds of tokens share.
#[derive(Clone, Debug)]
struct Given {
    region: String,
    secret: String,
    token: Option<String>,
    at: OffsetDateTime,
    expires_in: u32,
}

impl Given {
    fn credentials(&self) -> Credentials {
        let credentials = Credentials::new("AKIDEXAMPLE", &self.secret);
        match &self.token {
            Some(token) => credentials.with_session_token(token),
            None => credentials,
        }
    }

    fn expiry(&self) -> Duration {
        Duration::from_secs(self.expires_in.into())
    }

    /// Checks the authority of a token's URL, its parameters other than those of the signature, and its signature.
    fn check(&self, url: &str, authority: &str, own: &[(&str, &str)], headers: &[(&str, &str)]) {
        self.check_with("GET", url, authority, own, headers);
    }

    fn check_with(&self, method: &str, url: &str, authority: &str, own: &[(&str, &str)], headers: &[(&str, &str)]) {
        let text = |encoded: &str| String::from_utf8(naive::decode(encoded)).unwrap();
        let read = Url::parse(url);
        assert_eq!((read.scheme, read.authority, read.path), ("https", authority, "/"), "{url}");
        let found: Vec<_> = read.query.iter().map(|(name, value)| (text(name), text(value))).collect();
        let mut others: Vec<_> = found.iter().filter(|(name, _)| !name.starts_with("X-Amz-")).cloned().collect();
        others.sort();
        let own: Vec<_> = own.iter().map(|&(name, value)| (String::from(name), String::from(value))).collect();
        assert_eq!(others, own, "{url}");
        let mut names: Vec<_> =
            found.iter().map(|(name, _)| name.as_str()).filter(|n| n.starts_with("X-Amz-")).collect();
        names.sort_unstable();
        let mut expected = vec!["X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Date", "X-Amz-Expires"];
        expected.extend(self.token.as_ref().map(|_| "X-Amz-Security-Token"));
        expected.extend(["X-Amz-Signature", "X-Amz-SignedHeaders"]);
        assert_eq!(names, expected, "{url}");
        assert_eq!(read.parameter("X-Amz-Expires"), self.expires_in.to_string());
        assert_eq!(read.parameter("X-Amz-Signature"), naive::signature(method, url, headers, &self.secret), "{url}");
        if let Some(token) = &self.token {
            assert_eq!(&read.parameter("X-Amz-Security-Token"), token);
        }
    }
}

fn given() -> impl Strategy<Value = Given> {
    (region(), credential(), option::of(credential()), time(), 1u32..=900)
        .prop_map(|(region, secret, token, at, expires_in)| Given { region, secret, token, at, expires_in })
}

/// Generates any time at which a token can be signed.
fn time() -> impl Strategy<Value = OffsetDateTime> {
    (-62_167_219_200..=253_402_300_799 - 900i64)
        .prop_map(|seconds| OffsetDateTime::from_unix_timestamp(seconds).unwrap())
}

fn region() -> impl Strategy<Value = String> {
    prop_oneof![words("us-east-1 cn-north-1 us-gov-west-1 EU-WEST-1"), "[a-z]{2}-[a-z]{4,9}-[1-9]"]
}

/// Generates a part of credentials: any text without control characters, and without characters at its ends that may have
/// been copied by mistake.
fn credential() -> impl Strategy<Value = String> {
    prop_oneof!["[A-Za-z0-9+/=]{1,100}", "\\PC{1,40}"].prop_filter("a credential", is_credential)
}

/// Generates text that is likely to be encoded incorrectly, and any other text.
fn text() -> impl Strategy<Value = String> {
    let awkward = words("/ // .. % %2e + & = ? # ; : @ * ' \" ~ \\ < \0 \n \t é e\u{301} 日本 🚤 a Z9");
    vec(prop_oneof![4 => awkward, 1 => any::<String>(), 1 => "[ -~]{0,8}"], 0..8).prop_map(|pieces| pieces.concat())
}

/// Generates one of the words in `text`.
fn words(text: &'static str) -> impl Strategy<Value = String> {
    select(text.split(' ').map(String::from).collect::<Vec<_>>())
}

fn user() -> impl Strategy<Value = String> {
    let known = words("jane a+b a&b=c a%20b DBUser=x&Action=y é ? # / X-Amz-Expires=9");
    prop_oneof![1 => known, 2 => text()].prop_filter("a user has a name", |user| !user.is_empty())
}

fn host() -> impl Strategy<Value = String> {
    words("db.abcdefghijkl.global.rds.amazonaws.com DB.Example.com localhost 10.0.0.1 [::1] my_db.local")
}

/// Generates hosts and names. Many are invalid but look almost valid.
fn any_name() -> impl Strategy<Value = String> {
    let parts = words("https:// db .example com [ ::1 ] 127.1 : 5432 @ / - -- _ % ? # é \0");
    prop_oneof![2 => vec(parts, 0..5).prop_map(|parts| parts.concat()), 1 => text(), 1 => cache(), 1 => host()]
}

fn cache() -> impl Strategy<Value = String> {
    "[A-Za-z][A-Za-z0-9]{0,10}(-[A-Za-z0-9]{1,9}){0,2}"
}

proptest! {
    #![proptest_config(cases(300))]

    #[test]
    fn database_tokens_are_valid(
        given in given(),
        host in host(),
        user in user(),
        port in select(vec![1, 80, 443, 3306, 65535]),
    ) {
        let credentials = given.credentials();
        let place = format!("{}:{port}", host.to_lowercase());
        let rds = Rds::new(&host, port, &user, &given.region).unwrap().expires_in(given.expiry());
        let token = rds.sign_at(&credentials, given.at).unwrap();
        given.check(&format!("https://{token}"), &place, &[("Action", "connect"), ("DBUser", &user)], &[]);

        let (connect, admin) = (Dsql::connect(&host, &given.region).unwrap(), Dsql::connect_admin(&host, &given.region).unwrap());
        for (dsql, action) in [(connect, "DbConnect"), (admin, "DbConnectAdmin")] {
            let token = dsql.expires_in(given.expiry()).sign_at(&credentials, given.at).unwrap();
            given.check(&format!("https://{token}"), &host.to_lowercase(), &[("Action", action)], &[]);
        }
    }

    #[test]
    fn cache_tokens_are_valid(given in given(), cache in cache(), user in user(), serverless in any::<bool>()) {
        let credentials = given.credentials();
        let mut own = vec![("Action", "connect"), ("User", user.as_str())];
        let token = MemoryDb::new(&cache, &user, &given.region).unwrap().expires_in(given.expiry());
        let token = token.sign_at(&credentials, given.at).unwrap();
        given.check(&format!("https://{token}"), &cache.to_lowercase(), &own, &[]);

        let token = ElastiCache::new(&cache, &user, &given.region).unwrap().serverless(serverless).expires_in(given.expiry());
        let token = token.sign_at(&credentials, given.at).unwrap();
        if serverless {
            own.insert(1, ("ResourceType", "ServerlessCache"));
        }
        given.check(&format!("https://{token}"), &cache.to_lowercase(), &own, &[]);
    }

    #[test]
    fn cluster_tokens_are_valid(given in given(), cluster in "[A-Za-z0-9][A-Za-z0-9_-]{0,99}", agent in text()) {
        let given = Given { region: given.region.to_lowercase(), ..given };
        let credentials = given.credentials();
        let token = Eks::new(&cluster, &given.region).unwrap().expires_in(given.expiry()).sign_at(&credentials, given.at).unwrap();
        let url = decode_url(token.as_str().strip_prefix("k8s-aws-v1.").unwrap()).unwrap();
        let suffix = if given.region.starts_with("cn-") { "amazonaws.com.cn" } else { "amazonaws.com" };
        let host = format!("sts.{}.{suffix}", given.region);
        let own = [("Action", "GetCallerIdentity"), ("Version", "2011-06-15")];
        given.check(&url, &host, &own, &[("X-K8s-Aws-Id", &cluster)]);
        let now = Url::parse(&url).parameter("X-Amz-Date");
        prop_assert_eq!(check_eks(token.as_str(), &[&host], &now), Ok(()));

        let msk = Msk::new(&given.region).unwrap().user_agent(&agent).expires_in(given.expiry());
        let url = decode_url(msk.sign_at(&credentials, given.at).unwrap().as_str()).unwrap();
        let (signed, found) = url.split_once("&User-Agent=").unwrap_or((&url, ""));
        prop_assert_eq!(String::from_utf8(naive::decode(found)).unwrap(), agent);
        let host = format!("kafka.{}.amazonaws.com", given.region.to_lowercase());
        given.check(signed, &host, &[("Action", "kafka-cluster:Connect")], &[]);
    }

    #[test]
    fn bedrock_keys_are_valid(given in given()) {
        let key = Bedrock::new(&given.region).unwrap().expires_in(given.expiry());
        let key = key.sign_at(&given.credentials(), given.at).unwrap();
        let url = decode_bedrock(key.as_str()).unwrap();
        given.check_with("POST", &url, "bedrock.amazonaws.com", &[("Action", "CallWithBearerToken")], &[]);
    }

    #[test]
    fn iot_urls_are_valid(given in given(), host in host(), expires in any::<bool>()) {
        let mut iot = IotMqtt::new(&host, &given.region).unwrap();
        if expires {
            iot = iot.expires_in(given.expiry());
        }
        let url = iot.sign_at(&given.credentials(), given.at).unwrap();
        let (signed, signature) = split_last(url.as_str());
        // The token follows everything that is signed.
        let (signed, token) = match signed.split_once("&X-Amz-Security-Token=") {
            Some((signed, token)) => (signed, Some(String::from_utf8(naive::decode(token)).unwrap())),
            None => (signed, None),
        };
        prop_assert_eq!(&token, &given.token);
        prop_assert_eq!(naive::signature("GET", signed, &[], &given.secret), signature);
        let read = Url::parse(signed);
        let host = host.to_lowercase();
        prop_assert_eq!((read.scheme, read.authority, read.path), ("wss", host.as_str(), "/mqtt"));
        let names: Vec<_> = read.query.iter().map(|(name, _)| *name).collect();
        let mut expected = vec!["X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Date", "X-Amz-SignedHeaders"];
        if expires {
            expected.insert(3, "X-Amz-Expires");
        }
        prop_assert_eq!(names, expected);
    }

    #[test]
    fn anything_else_is_an_error(name in any_name(), user in text(), region in any_name(), ok in any::<bool>(), year in -9999..=9999i32) {
        let region = if ok { "us-east-1" } else { &region };
        let credentials = Credentials::new("AKIDEXAMPLE", "secret");
        let at = NOW.replace_year(year).unwrap();
        let results: [Result<String, Error>; 8] = [
            Rds::new(&name, 0, &user, region).and_then(|token| token.sign_at(&credentials, at)).map(String::from),
            Rds::new(&name, 5432, &user, region).and_then(|token| token.sign_at(&credentials, at)).map(String::from),
            Dsql::connect(&name, region).and_then(|token| token.sign_at(&credentials, at)).map(String::from),
            ElastiCache::new(&name, &user, region).and_then(|token| token.sign_at(&credentials, at)).map(String::from),
            MemoryDb::new(&name, &user, region).and_then(|token| token.sign_at(&credentials, at)).map(String::from),
            Eks::new(&name, region).and_then(|token| token.sign_at(&credentials, at)).map(String::from),
            IotMqtt::new(&name, region).and_then(|token| token.sign_at(&credentials, at)).map(String::from),
            Bedrock::new(region).and_then(|token| token.sign_at(&credentials, at)).map(String::from),
        ];
        for result in results {
            match result {
                Ok(token) => prop_assert!(token.is_ascii()),
                Err(error) => prop_assert!(!error.to_string().is_empty()),
            }
        }
    }
}
