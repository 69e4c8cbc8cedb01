//! Generates arbitrary requests that can be signed, and text that may be invalid. Checks the URLs of such requests.

use std::time::Duration;

use presign::s3::Addressing;
use presign::sigv4::AmzDate;
use presign::{Bucket, Credentials, Method, PresignRequest, PresignedUrl, Service};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use time::{Date, OffsetDateTime, PrimitiveDateTime, Time, UtcOffset};

use crate::naive::{self, Url};
use crate::util::is_credential;

pub(crate) const MAX_SECONDS: u32 = 604_800;
pub(crate) const MAX_SESSION: u32 = 129_600;

/// All inputs of a URL.
#[derive(Clone, Debug)]
pub(crate) struct Given {
    pub(crate) place: Place,
    pub(crate) method: Method,
    /// For a bucket: an object key, or empty for the bucket itself. For a service: the path as it is sent.
    pub(crate) path: String,
    pub(crate) query: Vec<(String, String)>,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) access_key_id: String,
    pub(crate) secret: String,
    pub(crate) token: Option<String>,
    pub(crate) at: OffsetDateTime,
    /// If `None`, S3 uses the default, and other services have no expiry.
    pub(crate) expires_in: Option<u32>,
}

#[derive(Clone, Debug)]
pub(crate) enum Place {
    Bucket { bucket: Box<Bucket>, addressing: Addressing, endpoint: Option<Endpoint> },
    Service { service: Box<Service>, endpoint: Endpoint },
}

#[derive(Clone, Debug)]
pub(crate) struct Endpoint {
    pub(crate) url: String,
    /// The host and port as a client sends them.
    pub(crate) authority: String,
    pub(crate) path: String,
}

impl Given {
    pub(crate) fn request(&self) -> PresignRequest<'_> {
        let mut request = match &self.place {
            Place::Bucket { bucket, .. } if self.path.is_empty() => bucket.bucket_request(self.method),
            place => place.request(self.method, &self.path).allow_dot_segments(),
        };
        for (name, value) in &self.query {
            request = request.query(name, value);
        }
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        match self.expires_in {
            Some(seconds) => request.expires_in(Duration::from_millis(u64::from(seconds) * 1000 + 999)),
            None if self.place.is_s3() => request,
            None => request.without_expiry(),
        }
    }

    pub(crate) fn credentials(&self) -> Credentials {
        let credentials = Credentials::new(&self.access_key_id, &self.secret);
        match &self.token {
            Some(token) => credentials.with_session_token(token),
            None => credentials,
        }
    }

    /// Returns the headers as a client sends them: lower-case names in order, values trimmed. The values of a repeated
    /// name are joined in the order in which they were added.
    pub(crate) fn headers_to_send(&self) -> Vec<(String, String)> {
        let mut headers: Vec<(String, String)> = Vec::new();
        for (name, value) in &self.headers {
            let (name, value) = (name.to_lowercase(), value.trim_matches([' ', '\t']));
            match headers.iter_mut().find(|(other, _)| *other == name) {
                Some((_, joined)) => *joined += &format!(",{value}"),
                None => headers.push((name, value.into())),
            }
        }
        headers.sort();
        headers
    }

    pub(crate) fn check_place(&self, signed: &PresignedUrl) {
        let url = Url::parse(signed.as_str());
        match &self.place {
            Place::Bucket { bucket, addressing, endpoint } => {
                let name = bucket.name();
                let base = endpoint.as_ref().map_or("", |endpoint| &endpoint.path);
                let in_host = url.authority.starts_with(&format!("{name}."));
                let mut path = naive::decode(base);
                if !in_host && *addressing != Addressing::Cname {
                    path.extend(format!("/{name}").bytes());
                }
                if !self.path.is_empty() || path.is_empty() {
                    path.extend(format!("/{}", self.path).bytes());
                }
                assert_eq!(naive::decode(url.path), path, "{signed}");
                assert!(url.path.ends_with(&naive::encode(self.path.as_bytes(), "/")), "{signed}");
                assert_eq!(url.authority, bucket.host(), "{signed}");
                let authority = endpoint.as_ref().map_or("", |endpoint| &endpoint.authority);
                assert!(url.authority.ends_with(authority), "{signed}");
            }
            Place::Service { service, endpoint } => {
                let path = format!("{}{}", endpoint.path, self.path);
                assert_eq!(url.path, if path.is_empty() { "/" } else { &path }, "{signed}");
                assert_eq!((url.authority, service.host()), (&*endpoint.authority, &*endpoint.authority), "{signed}");
            }
        }
    }

    pub(crate) fn check_parameters(&self, signed: &PresignedUrl) {
        let date = amz_date(AmzDate::new(self.at).unwrap().time());
        let (region, service) = (self.place.region(), self.place.service());
        let mut names: Vec<_> = self.headers_to_send().into_iter().map(|(name, _)| name).collect();
        names.push("host".into());
        names.sort();
        let mut expected = self.query.clone();
        let mut expect = |name: &str, value: String| expected.push((name.into(), value));
        expect("X-Amz-Algorithm", "AWS4-HMAC-SHA256".into());
        expect("X-Amz-Credential", format!("{}/{}/{region}/{service}/aws4_request", self.access_key_id, &date[..8]));
        expect("X-Amz-Date", date);
        if let Some(seconds) = self.expires_in.or(self.place.is_s3().then_some(900)) {
            expect("X-Amz-Expires", seconds.to_string());
        }
        if let Some(token) = &self.token {
            expect("X-Amz-Security-Token", token.clone());
        }
        expect("X-Amz-SignedHeaders", names.join(";"));
        let url = Url::parse(signed.as_str());
        expect("X-Amz-Signature", url.parameter("X-Amz-Signature"));
        expected.sort();
        let text = |encoded| String::from_utf8(naive::decode(encoded)).unwrap();
        let mut found: Vec<_> = url.query.iter().map(|(name, value)| (text(name), text(value))).collect();
        found.sort();
        assert_eq!(found, expected, "{signed}");
    }
}

impl Place {
    pub(crate) fn request<'a>(&'a self, method: Method, path: &'a str) -> PresignRequest<'a> {
        match self {
            Self::Bucket { bucket, .. } => bucket.request(method, path),
            Self::Service { service, .. } => service.request(method, path),
        }
    }

    pub(crate) fn region(&self) -> &str {
        match self {
            Self::Bucket { bucket, .. } => bucket.region(),
            Self::Service { service, .. } => service.region(),
        }
    }

    pub(crate) fn service(&self) -> &str {
        match self {
            Self::Bucket { bucket, .. } => bucket.signing_service(),
            Self::Service { service, .. } => service.signing_service(),
        }
    }

    pub(crate) fn is_s3(&self) -> bool {
        matches!(self.service(), "s3" | "s3express" | "s3-object-lambda" | "s3-outposts")
    }
}

pub(crate) fn given() -> impl Strategy<Value = Given> {
    let place = prop_oneof![
        5 => (place_on_bucket(), key()),
        1 => (place_on_bucket(), Just(String::new())),
        4 => (place_on_service(), path()),
    ];
    let methods =
        [Method::Get, Method::Head, Method::Put, Method::Post, Method::Delete, Method::Patch, Method::Options];
    let sent = (vec((query_name(), text()), 0..6), vec((header_name(), header_value()), 0..5));
    let who = (credential(), credential(), option::of(credential()));
    let when = (time(), option::weighted(0.9, 1..=MAX_SECONDS));
    (place, select(methods.to_vec()), sent, who, when).prop_map(|(place, method, sent, who, when)| Given {
        place: place.0,
        method,
        path: place.1,
        query: sent.0,
        headers: sent.1,
        access_key_id: who.0,
        secret: who.1,
        // No URL may outlast AWS's longest session if nobody says when its own session expires.
        expires_in: when.1.map(|seconds| if who.2.is_some() { seconds.min(MAX_SESSION) } else { seconds }),
        token: who.2,
        at: when.0,
    })
}

pub(crate) fn place_on_bucket() -> impl Strategy<Value = Place> {
    let name = prop_oneof![
        4 => "[a-z0-9][a-z0-9-]{1,20}[a-z0-9]",
        1 => "[a-z0-9]{3,8}\\.[a-z0-9]{3,8}",
        1 => words("My_Bucket é 100% a+b b?c#d arn"),
        1 => "[^/\\pC]{1,20}",
    ];
    let addressing = select(vec![Addressing::Auto, Addressing::VirtualHosted, Addressing::Path, Addressing::Cname]);
    // Not every name is valid for every host.
    (
        name,
        prop_oneof![9 => region(), 1 => words("my_region eu_west_1")],
        option::of(endpoint("https HTTP")),
        addressing,
    )
        .prop_filter_map("the bucket can't be addressed this way", |(name, region, endpoint, addressing)| {
            let mut builder = Bucket::builder(name).region(region).addressing(addressing);
            if let Some(endpoint) = &endpoint {
                builder = builder.endpoint(&endpoint.url);
            }
            Some(Place::Bucket { bucket: Box::new(builder.build().ok()?), addressing, endpoint })
        })
}

pub(crate) fn place_on_service() -> impl Strategy<Value = Place> {
    let known = words("sts execute-api es s3 s3express s3-object-lambda s3-outposts S3");
    let name = prop_oneof![known, "[A-Za-z0-9._-]{1,64}"];
    (name, region(), endpoint("https http wss Ws")).prop_map(|(name, region, endpoint)| Place::Service {
        service: Box::new(Service::new(name, region, &endpoint.url).unwrap()),
        endpoint,
    })
}

pub(crate) fn region() -> impl Strategy<Value = String> {
    prop_oneof![words("us-east-1 cn-north-1 us-gov-west-1 auto garage EU-WEST-1"), "[a-z]{2}-[a-z]{4,9}-[1-9]"]
}

pub(crate) fn endpoint(schemes: &'static str) -> impl Strategy<Value = Endpoint> {
    let host = words("storage.example.com Host localhost 127.0.0.1 [::1] minio_1 example.com.");
    let port = select(vec!["", ":", ":443", ":80", ":9000", ":65535"]);
    let path = select(vec!["", "/", "/v1/s3", "/v1//", "/a%20b/", "/a+b", "/%c3%bc"]);
    (words(schemes), host, port, path).prop_map(|(scheme, host, port, path)| {
        let own = if matches!(&*scheme, "https" | "wss") { ":443" } else { ":80" };
        let kept = if port == ":" || port == own { "" } else { port };
        Endpoint {
            url: format!("{scheme}://{host}{port}{path}"),
            authority: format!("{}{kept}", host.to_lowercase()),
            path: path.trim_end_matches('/').into(),
        }
    })
}

/// Generates keys that S3 accepts: 1 to 1,024 bytes.
pub(crate) fn key() -> impl Strategy<Value = String> {
    any_key().prop_filter("a key has 1 to 1,024 bytes", |key| (1..=1024).contains(&key.len()))
}

pub(crate) fn any_key() -> impl Strategy<Value = String> {
    let edges = ["".into(), "a".repeat(1024), "é".repeat(512), "%".repeat(1024), "/".repeat(1025), "é".repeat(513)];
    prop_oneof![20 => text(), 1 => select(edges.to_vec())]
}

/// Generates encoded paths.
pub(crate) fn path() -> impl Strategy<Value = String> {
    let parts = vec(words("/ // /. /.. /../ a %2F %2f %20 %2e %E1%88%B4 %ff !$&'()*+,;=:@ ~"), 0..10);
    prop_oneof![9 => parts.prop_map(|parts| format!("/{}", parts.concat())), 1 => Just(String::new())]
}

/// Generates up to a few hundred bytes that are likely to be encoded incorrectly, and any other text.
pub(crate) fn text() -> impl Strategy<Value = String> {
    let awkward = words(
        "/ // . .. /../ /./ % %2e %2F + & = ? # ; : @ * ' \" ~ \\ < \0 \n \r\n \t \u{7f} \u{85} é e\u{301} ሴ 日本 🚤 \u{feff} \u{202e} a Z9",
    );
    let piece = prop_oneof![4 => awkward, 1 => any::<String>(), 1 => "[ -~]{0,8}"];
    vec(piece, 0..8).prop_map(|pieces| pieces.concat())
}

/// Generates names that sort before, between and after the signature's own parameters.
pub(crate) fn query_name() -> impl Strategy<Value = String> {
    let known = words(
        "0 A X X-Amz X-Amz- X-Amz-Cat X-Amz-Credentials X-Amz-Expiresx X-Amz-F X-Amz-Sig X-Amz-SignedHeaderz X-Amz-T Y \
         a a-b a=b versionId ~ é % x-amz-meta - +",
    );
    prop_oneof![4 => known, 1 => text()].prop_filter("a name is not empty", |name| !name.is_empty())
}

pub(crate) fn header_name() -> impl Strategy<Value = String> {
    let known = words("range Content-Type X-Amz-Meta-A x-amz-content-sha256 hos Host-X hosu ! ~ a A z- |`^_");
    let unsignable = [
        "baggage", "cdn-loop", "cf-ray", "cookie", "cookie2", "dnt", "expect", "host", "origin", "referer", "te",
        "trailer", "upgrade", "via",
    ];
    prop_oneof![3 => known, 1 => "[!#$%&'*+.^_`|~0-9A-Za-z-]{1,8}"].prop_filter(
        "the header can't be signed",
        move |name| {
            let name = name.to_lowercase();
            !unsignable.contains(&&*name) && !name.starts_with("sec-")
        },
    )
}

pub(crate) fn header_value() -> impl Strategy<Value = String> {
    let parts = [" ", "  ", "\t", " \t ", "a", "B", ",", ";", ":", "\"", "%C3%A9"];
    prop_oneof![vec(select(parts.to_vec()), 0..8).prop_map(|parts| parts.concat()), "[ -~\t]{0,12}"]
}

/// Clients differ in how they send such a value.
pub(crate) fn header_value_outside_ascii() -> impl Strategy<Value = String> {
    let parts = ["é", "\u{a0}", "\u{85}", "日本", "🚤", "\u{feff}"];
    (header_value(), select(parts.to_vec()), header_value()).prop_map(|(before, part, after)| before + part + &after)
}

/// Generates a part of credentials: any text without control characters, and without characters at its ends that may have
/// been copied by mistake.
pub(crate) fn credential() -> impl Strategy<Value = String> {
    prop_oneof!["[A-Z0-9]{16,20}", "[A-Za-z0-9+/=]{1,100}", "\\PC{1,40}"].prop_filter("a credential", is_credential)
}

/// Generates any time at which a URL for seven days can be signed, in any offset.
pub(crate) fn time() -> impl Strategy<Value = OffsetDateTime> {
    let seconds = -62_167_219_200..=253_402_300_799 - i64::from(MAX_SECONDS);
    (seconds, 0u32..1_000_000_000, offset()).prop_map(|(seconds, nanos, offset)| {
        let utc = OffsetDateTime::from_unix_timestamp(seconds).unwrap().replace_nanosecond(nanos).unwrap();
        utc.checked_to_offset(offset).unwrap_or(utc)
    })
}

/// Generates any time that the type can represent.
pub(crate) fn any_time() -> impl Strategy<Value = OffsetDateTime> {
    let edges = [Date::MIN.to_julian_day(), -1, 0, 1_721_058, 1_721_059, 1_721_060, Date::MAX.to_julian_day()];
    let day = prop_oneof![Date::MIN.to_julian_day()..=Date::MAX.to_julian_day(), select(edges.to_vec())];
    let clock = select(vec![Time::MIDNIGHT, Time::from_hms(12, 34, 56).unwrap(), Time::MAX]);
    (day, clock, offset()).prop_map(|(day, clock, offset)| {
        PrimitiveDateTime::new(Date::from_julian_day(day).unwrap(), clock).assume_offset(offset)
    })
}

pub(crate) fn offset() -> impl Strategy<Value = UtcOffset> {
    (-93_599..=93_599i32).prop_map(|seconds| UtcOffset::from_whole_seconds(seconds).unwrap())
}

/// Generates text that may be rejected. Much of it looks almost valid.
pub(crate) fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![4 => text(), 2 => path(), 2 => header_name(), 1 => credential(), 1 => query_name(), 1 => any::<String>()]
}

/// Generates a place from arbitrary text if that is accepted, and otherwise a valid place.
pub(crate) fn any_place() -> impl Strategy<Value = Place> {
    let parts = words("http:// https:// wss:// host a.b [ ::1 ] 127.1 : 9000 @ / .. %2e % ? # é \0");
    let url = vec(parts, 1..6).prop_map(|parts| parts.concat());
    let good = prop_oneof![place_on_bucket(), place_on_service()];
    (good, any_text(), prop_oneof![region(), any_text()], url, any::<bool>()).prop_map(
        |(good, name, region, url, is_bucket)| {
            let endpoint = Endpoint { url: url.clone(), authority: String::new(), path: String::new() };
            if is_bucket {
                let bucket = Bucket::builder(name).region(region).endpoint(url).build();
                bucket.map_or(good, |bucket| Place::Bucket {
                    bucket: Box::new(bucket),
                    addressing: Addressing::Auto,
                    endpoint: Some(endpoint),
                })
            } else {
                Service::new(name, region, &url)
                    .map_or(good, |service| Place::Service { service: Box::new(service), endpoint })
            }
        },
    )
}

/// Generates one of the words in `text`.
pub(crate) fn words(text: &'static str) -> impl Strategy<Value = String> {
    select(text.split(' ').map(String::from).collect::<Vec<_>>())
}

pub(crate) fn amz_date(utc: OffsetDateTime) -> String {
    let (year, month, day) = utc.to_calendar_date();
    let (hour, minute, second) = utc.to_hms();
    format!("{year:04}{:02}{day:02}T{hour:02}{minute:02}{second:02}Z", u8::from(month))
}
