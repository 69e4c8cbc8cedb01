//! Checks the kind and the message of each error about tokens, word for word.

#![cfg(feature = "token")]

mod util;

use std::time::Duration;

use presign::token::{Bedrock, Dsql, Eks, ElastiCache, IotMqtt, MemoryDb, Msk, Rds};
use presign::{Credentials, Error, ErrorKind, Service};
use time::macros::datetime;

use crate::util::errors::assert_error;
use crate::util::{NOW, credentials};

/// Creates each type that takes a host.
fn hosts(host: &str) -> [Result<(), Error>; 3] {
    [
        Rds::new(host, 5432, "jane", "us-east-1").map(drop),
        Dsql::connect(host, "us-east-1").map(drop),
        IotMqtt::new(host, "us-east-1").map(drop),
    ]
}

#[test]
fn hosts_with_other_parts_of_a_url() {
    let rows = [
        ("https://db.example.com", "a scheme", 5),
        ("arn:aws:rds:us-east-1:123456789012:db:photos", "an ARN", 0),
        ("postgres://db.example.com:5432/app", "a scheme", 8),
        ("db.example.com/", "a path", 14),
        ("db.example.com/app", "a path", 14),
        ("db.example.com:5432", "a port", 14),
        ("db.example.com:", "a port", 14),
        ("db.example.com:x", "a port", 14),
        ("[::1]:5432", "a port", 5),
        ("[jane:hunter2]", "a port", 5),
        ("jane:hunter2", "a port", 4),
        ("a:b:hunter2", "a port", 1),
        ("host=db password=hunter2", "an equals sign", 4),
        ("db example.com", "whitespace", 2),
        ("db\n", "whitespace", 2),
        ("é\u{2003}hunter2", "whitespace", 2),
        ("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "a path", 13),
        ("wJalrXUtnFEMI+K7MDENG+bPxRfiCYEXAMPLEKEY", "a plus sign", 13),
    ];
    for (host, what, offset) in rows {
        let message = format!("host has {what} at byte {offset}: give only the host");
        for result in hosts(host) {
            assert_error(result, ErrorKind::HostNotAlone, &message);
        }
    }
}

#[test]
fn invalid_hosts() {
    for result in hosts("") {
        assert_error(result, ErrorKind::EndpointWithoutHost, "endpoint \"\" has no host");
    }
    for host in ["a..b", "münchen.de", "::1", "[::1", "127.1", "a%2fb", "a\\b"] {
        for result in hosts(host) {
            let error = result.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::InvalidEndpointHost, "{host}: {error}");
        }
    }
    for result in hosts("a..b") {
        assert_error(
            result,
            ErrorKind::InvalidEndpointHost,
            "endpoint host \"a..b\" is not valid: use a DNS name in ASCII (Punycode for other scripts), an IPv4 \
             address, or an IPv6 address in brackets",
        );
    }
}

/// A connection string may contain a password, which must not appear in messages.
#[test]
fn hosts_with_secrets() {
    for result in hosts("postgres://jane:hunter2@db.example.com") {
        assert_error(
            result,
            ErrorKind::EndpointUserInfo,
            "endpoint has user info before the `@` at byte 23: pass credentials to the signer instead",
        );
    }
    for result in hosts("db.example.com?password=hunter2") {
        assert_error(
            result,
            ErrorKind::EndpointQuery,
            "endpoint has a query at byte 14: add query parameters to the request instead",
        );
    }
    for result in hosts("db.example.com#hunter2") {
        assert_error(
            result,
            ErrorKind::EndpointFragment,
            "endpoint has a fragment at byte 14: remove it, because fragments are never sent",
        );
    }
}

#[test]
fn ports() {
    assert_error(
        Rds::new("db.example.com", 0, "jane", "us-east-1").map(drop),
        ErrorKind::InvalidEndpointPort,
        "endpoint port \"0\" is not a number from 1 to 65535",
    );
}

#[test]
fn users() {
    let rows = [
        ("database user", Rds::new("db.example.com", 5432, "", "us-east-1").map(drop)),
        ("cache user", ElastiCache::new("cache", "", "us-east-1").map(drop)),
        ("cluster user", MemoryDb::new("cluster", "", "us-east-1").map(drop)),
    ];
    for (field, result) in rows {
        assert_error(
            result,
            ErrorKind::EmptyUser,
            &format!("{field} is empty: name the one user that the token is for"),
        );
    }
}

/// A host of AWS contains its region. Signed for another one, the token is rejected.
#[test]
fn hosts_in_another_region() {
    let rows = [
        ("db.abcdefghijkl.eu-west-1.rds.amazonaws.com", "eu-west-1"),
        ("my-db-1.abcdefghijkl.eu-west-1.rds.amazonaws.com", "eu-west-1"),
        ("proxy.proxy-abc.eu-west-1.rds.amazonaws.com", "eu-west-1"),
        ("db.abcdefghijkl.rds.cn-north-1.amazonaws.com.cn", "cn-north-1"),
    ];
    for (host, own) in rows {
        let message = format!(
            "host {host} is in the region {own:?}, but the region \"us-east-1\" is given: give the host's region"
        );
        let rds = |region| Rds::new(host, 5432, "jane", region);
        assert_error(rds("us-east-1"), ErrorKind::EndpointRegionMismatch, &message);
        assert!(rds(own).is_ok() && rds(&own.to_uppercase()).is_ok());
    }
    for (host, own) in [
        ("peccy4example5cluster6abcde.dsql.eu-west-1.on.aws", "eu-west-1"),
        ("peccy4example5cluster6abcde.dsql.us-gov-west-1.on.aws", "us-gov-west-1"),
    ] {
        let message = format!(
            "host {host} is in the region {own:?}, but the region \"us-east-1\" is given: give the host's region"
        );
        assert_error(Dsql::connect(host, "us-east-1"), ErrorKind::EndpointRegionMismatch, &message);
        assert_error(Dsql::connect_admin(host, "us-east-1"), ErrorKind::EndpointRegionMismatch, &message);
        assert!(Dsql::connect(host, own).is_ok());
    }
    let iot = "a1b2c3d4e5f6g7-ats.iot.eu-west-1.amazonaws.com";
    let message = format!(
        "host {iot} is in the region \"eu-west-1\", but the region \"us-east-1\" is given: give the host's region"
    );
    assert_error(IotMqtt::new(iot, "us-east-1"), ErrorKind::EndpointRegionMismatch, &message);
    let sts = Service::new("sts", "us-east-1", "https://sts.eu-west-1.amazonaws.com");
    assert_eq!(sts.unwrap_err().kind(), ErrorKind::EndpointRegionMismatch);

    // These hosts have no single region, or are not AWS's.
    for host in ["db.global-abc.global.rds.amazonaws.com", "db.eu-west-1.rds.example.com", "localhost", "10.0.0.1"] {
        assert!(Rds::new(host, 5432, "jane", "us-east-1").is_ok(), "{host}");
    }
    assert!(Service::new("sts", "us-east-1", "https://sts.amazonaws.com").is_ok());
    assert!(IotMqtt::new("iot.example.com", "us-east-1").is_ok());
}

#[test]
fn the_id_of_a_cluster_is_not_its_host() {
    assert_error(
        Dsql::connect("abc", "us-east-1"),
        ErrorKind::InvalidEndpointHost,
        "host \"abc\" is not that of a cluster: give the cluster's endpoint, such as `abc.dsql.us-east-1.on.aws`, not \
         its ID",
    );
}

/// What is not a region of AWS, in every constructor.
#[test]
fn regions_that_aws_does_not_have() {
    for wrong in ["us-east-1a", "EU", "oregon", "null", "fips-us-gov-west-1"] {
        for error in [
            Rds::new("db.example.com", 5432, "jane", wrong).unwrap_err(),
            Dsql::connect("db.example.com", wrong).unwrap_err(),
            ElastiCache::new("cache", "jane", wrong).unwrap_err(),
            MemoryDb::new("cluster", "jane", wrong).unwrap_err(),
            Eks::new("cluster", wrong.to_lowercase()).unwrap_err(),
            Msk::new(wrong).unwrap_err(),
            Bedrock::new(wrong).unwrap_err(),
            IotMqtt::new("iot.example.com", wrong).unwrap_err(),
        ] {
            assert_eq!(error.kind(), ErrorKind::InvalidRegion, "{wrong}");
        }
    }
    assert_error(
        Msk::new("us-east-1a"),
        ErrorKind::InvalidRegion,
        "region \"us-east-1a\" is the name of a zone: use `us-east-1`",
    );
}

#[test]
fn names_of_caches() {
    let cache = |name: &str| ElastiCache::new(name, "jane", "us-east-1").map(drop);
    let cluster = |name: &str| MemoryDb::new(name, "jane", "us-east-1").map(drop);
    let allowed = "1 to 50 letters, digits and single hyphens, beginning with a letter and not ending with a hyphen \
                   (give the name, not the endpoint's host)";
    let host = "cache.abcdef.clustercfg.use1.cache.amazonaws.com";
    for wrong in ["", "1a", "-a", "a-", "a--b", "a_b", "a.b", "é", host] {
        assert_error(
            cache(wrong),
            ErrorKind::InvalidClusterName,
            &format!("cache name {wrong:?} is not valid for Amazon ElastiCache: use {allowed}"),
        );
        assert_error(
            cluster(wrong),
            ErrorKind::InvalidClusterName,
            &format!("cluster name {wrong:?} is not valid for Amazon MemoryDB: use {allowed}"),
        );
    }
    for (wrong, what, offset) in [
        ("a b", "whitespace", 1),
        ("a/b", "a path", 1),
        ("a:6379", "a port", 1),
        ("redis://:hunter2", "a scheme", 5),
        ("cache,password=hunter2", "an equals sign", 14),
        ("wJalrXUtnFEMI+K7MDENG", "a plus sign", 13),
    ] {
        let message = |field| format!("{field} has {what} at byte {offset}: give only the name");
        assert_error(cache(wrong), ErrorKind::InvalidClusterName, &message("cache name"));
        assert_error(cluster(wrong), ErrorKind::InvalidClusterName, &message("cluster name"));
    }
    let secret = "endpoint has user info before the `@` at byte 21: pass credentials to the signer instead";
    assert_error(cache("rediss://jane:hunter2@cache"), ErrorKind::EndpointUserInfo, secret);
    assert_eq!(cluster("a?password=hunter2").unwrap_err().kind(), ErrorKind::EndpointQuery);
    for (length, right) in [(1, true), (50, true), (51, false)] {
        let name = "a".repeat(length);
        assert_eq!((cache(&name).is_ok(), cluster(&name).is_ok()), (right, right), "{length}");
    }
}

#[test]
fn names_of_eks_clusters() {
    let eks = |name: &str| Eks::new(name, "us-east-1").map(drop);
    for wrong in ["", "-a", "_a", "a.b", "a\0", "é"] {
        let message = format!(
            "cluster name {wrong:?} is not valid for Amazon EKS: use 1 to 100 letters, digits, hyphens and \
             underscores, beginning with a letter or digit"
        );
        assert_error(eks(wrong), ErrorKind::InvalidClusterName, &message);
    }
    for (wrong, what, offset) in [
        ("a b", "whitespace", 1),
        ("a\r\nx-evil: 1", "whitespace", 1),
        ("a/b", "a path", 1),
        ("arn:aws:eks:us-east-1:123456789012:cluster/a", "an ARN", 0),
    ] {
        let message = format!("cluster name has {what} at byte {offset}: give only the name");
        assert_error(eks(wrong), ErrorKind::InvalidClusterName, &message);
    }
    for (length, right) in [(1, true), (100, true), (101, false)] {
        assert_eq!(eks(&"a".repeat(length)).is_ok(), right, "{length}");
    }
    assert!(eks("0a-_Z").is_ok());
}

#[test]
fn regions() {
    let message = "region \"us east 1\" is not a DNS label: 1 to 63 letters, digits and inner hyphens are allowed";
    for result in [
        Rds::new("db.example.com", 5432, "jane", "us east 1").map(drop),
        Dsql::connect("db.example.com", "us east 1").map(drop),
        Dsql::connect_admin("db.example.com", "us east 1").map(drop),
        ElastiCache::new("cache", "jane", "us east 1").map(drop),
        MemoryDb::new("cluster", "jane", "us east 1").map(drop),
        Eks::new("cluster", "us east 1").map(drop),
        Msk::new("us east 1").map(drop),
        Bedrock::new("us east 1").map(drop),
    ] {
        assert_error(result, ErrorKind::InvalidRegion, message);
    }
    let iot = IotMqtt::new("iot.example.com", "us east 1").map(drop);
    assert_error(iot, ErrorKind::InvalidRegion, message);
}

/// EKS clusters are in a single region, and so is the STS host that the token is for.
#[test]
fn regions_of_eks() {
    for region in ["aws-global", "aws-cn-global", "aws-us-gov-global", "US-EAST-1", "us-east-1A"] {
        let message = format!("region {region:?} is not valid for Amazon EKS: use a single region in lower case");
        let result = Eks::new("cluster", region).map(drop);
        assert_error(result, ErrorKind::InvalidRegion, &message);
    }
    for region in ["us-east-1", "cn-north-1", "us-gov-west-1", "eu-isle-9"] {
        assert!(Eks::new("cluster", region).map(drop).is_ok(), "{region}");
    }
}

#[test]
fn expiries() {
    let (short, long) = (Duration::from_millis(999), Duration::from_secs(901));
    let rds = Rds::new("db.example.com", 5432, "jane", "us-east-1").unwrap();
    let cache = ElastiCache::new("cache", "jane", "us-east-1").unwrap();
    let cluster = MemoryDb::new("cluster", "jane", "us-east-1").unwrap();
    let (eks, msk) = (Eks::new("cluster", "us-east-1").unwrap(), Msk::new("us-east-1").unwrap());
    let rows = [
        ("Amazon RDS", [short, long].map(|expiry| rds.clone().expires_in(expiry).sign_at(&credentials(), NOW))),
        (
            "Amazon ElastiCache",
            [short, long].map(|expiry| cache.clone().expires_in(expiry).sign_at(&credentials(), NOW)),
        ),
        (
            "Amazon MemoryDB",
            [short, long].map(|expiry| cluster.clone().expires_in(expiry).sign_at(&credentials(), NOW)),
        ),
        ("AWS STS", [short, long].map(|expiry| eks.clone().expires_in(expiry).sign_at(&credentials(), NOW))),
        ("Amazon MSK", [short, long].map(|expiry| msk.clone().expires_in(expiry).sign_at(&credentials(), NOW))),
    ];
    for (service, [too_short, too_long]) in rows {
        assert_error(
            too_short,
            ErrorKind::ExpiryTooShort,
            "expiry of 0.999 s is too short: use 1 second to 15 minutes (rounded down to whole seconds)",
        );
        let message = format!("expiry of 901 s is too long: {service} allows at most 900 s (15 minutes)");
        assert_error(too_long, ErrorKind::ExpiryTooLong, &message);
    }
    let bedrock = Bedrock::new("us-east-1").unwrap();
    assert_error(
        bedrock.clone().expires_in(Duration::from_secs(43_201)).sign_at(&credentials(), NOW),
        ErrorKind::ExpiryTooLong,
        "expiry of 43201 s is too long: Amazon Bedrock allows at most 43200 s (12 hours)",
    );
    assert_error(
        bedrock.expires_in(short).prepare_at(credentials().identity(), NOW),
        ErrorKind::ExpiryTooShort,
        "expiry of 0.999 s is too short: use 1 second to 12 hours (rounded down to whole seconds)",
    );
    let (dsql, iot) =
        (Dsql::connect("db.example.com", "us-east-1").unwrap(), IotMqtt::new("iot.example.com", "us-east-1").unwrap());
    let week = Duration::from_secs(604_801);
    let message = "expiry of 604801 s is too long: SigV4 allows at most 604800 s (7 days)";
    assert_error(dsql.expires_in(week).sign_at(&credentials(), NOW), ErrorKind::ExpiryTooLong, message);
    assert_error(iot.clone().expires_in(week).sign_at(&credentials(), NOW), ErrorKind::ExpiryTooLong, message);
    assert_error(
        iot.expires_in(Duration::ZERO).sign_at(&credentials(), NOW),
        ErrorKind::ExpiryTooShort,
        "expiry of 0 s is too short: use 1 second to 7 days (rounded down to whole seconds)",
    );
}

#[test]
fn times_and_signers() {
    let rds = Rds::new("db.example.com", 5432, "jane", "us-east-1").unwrap();
    let error = rds.sign_at(&credentials(), datetime!(-0001-12-31 23:59:59 UTC)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidTime);
    let error = rds.sign_at(&Credentials::new("", "secret"), NOW).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::EmptyCredentials);
}

#[test]
fn the_first_error_is_reported() {
    assert_eq!(Rds::new("https://db.example.com", 0, "", "").unwrap_err().kind(), ErrorKind::HostNotAlone);
    assert_eq!(Rds::new("db.example.com", 0, "", "").unwrap_err().kind(), ErrorKind::EmptyUser);
    assert_eq!(ElastiCache::new("a b", "", "").unwrap_err().kind(), ErrorKind::InvalidClusterName);
    let rds = Rds::new("db.example.com", 5432, "jane", "us-east-1").unwrap().expires_in(Duration::ZERO);
    assert_eq!(rds.sign_at(&Credentials::new("", ""), NOW).unwrap_err().kind(), ErrorKind::ExpiryTooShort);
    assert_eq!(rds.prepare_at(credentials().identity(), NOW).unwrap_err().kind(), ErrorKind::ExpiryTooShort);
}
