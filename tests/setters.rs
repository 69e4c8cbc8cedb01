//! Tests setters in any order: they join, add, replace and remove values as documented.
//!
//! A simple model gives the expected headers and parameters. A second implementation computes the expected signature.

mod naive;
mod util;

use std::collections::BTreeMap;

use presign::{Bucket, Credentials, Method, PresignRequest};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use crate::naive::Url;
use crate::util::{NOW, cases};

const SSE: &str = "x-amz-server-side-encryption";
const KMS_KEY: &str = "x-amz-server-side-encryption-aws-kms-key-id";

/// A setter with its arguments.
#[derive(Clone, Debug)]
enum Call {
    /// Joins the value to those of earlier headers with this name.
    Header(&'static str, String),
    /// Adds a parameter.
    Query(&'static str, String),
    /// This setter and the next six replace any earlier value.
    Metadata(&'static str, String),
    ContentType(String),
    CacheControl(String),
    PayloadSha256(u8),
    VersionId(String),
    Prefix(String),
    ResponseContentType(String),
    /// Sets one header and removes another.
    SseS3,
    /// Sets both headers.
    SseKms(String),
}

/// The expected headers and query parameters, unencoded and unsorted.
#[derive(Default)]
struct Model {
    headers: BTreeMap<String, String>,
    query: Vec<(&'static str, String)>,
}

impl Call {
    fn on<'a>(&self, request: PresignRequest<'a>) -> PresignRequest<'a> {
        match self {
            Self::Header(name, value) => request.header(name, value),
            Self::Query(name, value) => request.query(name, value),
            Self::Metadata(name, value) => request.metadata(name, value),
            Self::ContentType(value) => request.content_type(value),
            Self::CacheControl(value) => request.cache_control(value),
            Self::PayloadSha256(byte) => request.payload_sha256([*byte; 32]),
            Self::VersionId(value) => request.version_id(value),
            Self::Prefix(value) => request.prefix(value),
            Self::ResponseContentType(value) => request.response_content_type(value),
            Self::SseS3 => request.sse_s3(),
            Self::SseKms(key_id) => request.sse_kms(key_id),
        }
    }
}

impl Model {
    fn call(&mut self, call: &Call) {
        match call {
            Call::Header(name, value) => {
                let value = value.trim_matches([' ', '\t']);
                let join = |joined: &mut String| *joined += &format!(",{value}");
                self.headers.entry(name.to_lowercase()).and_modify(join).or_insert(value.into());
            }
            Call::Query(name, value) => self.query.push((name, value.clone())),
            Call::Metadata(name, value) => self.set(&format!("x-amz-meta-{}", name.to_lowercase()), value),
            Call::ContentType(value) => self.set("content-type", value),
            Call::CacheControl(value) => self.set("cache-control", value),
            Call::PayloadSha256(byte) => self.set("x-amz-content-sha256", &format!("{byte:02x}").repeat(32)),
            Call::VersionId(value) => self.set_query("versionId", value),
            Call::Prefix(value) => self.set_query("prefix", value),
            Call::ResponseContentType(value) => self.set_query("response-content-type", value),
            Call::SseS3 => {
                self.set(SSE, "AES256");
                self.headers.remove(KMS_KEY);
            }
            Call::SseKms(key_id) => {
                self.set(SSE, "aws:kms");
                self.set(KMS_KEY, key_id);
            }
        }
    }

    fn set(&mut self, name: &str, value: &str) {
        self.headers.insert(name.into(), value.trim_matches([' ', '\t']).into());
    }

    fn set_query(&mut self, name: &'static str, value: &str) {
        self.query.retain(|(other, _)| *other != name);
        self.query.push((name, value.into()));
    }
}

fn call() -> impl Strategy<Value = Call> {
    // Names that sort around `host`, that are escaped in the query, that hold a secret, or that also have a setter.
    let headers = [
        "a",
        "A",
        "hos",
        "Host-x",
        "hosu",
        "z|`^_",
        "x-amz-meta-a",
        "X-Amz-Meta-a-b",
        "x-amz-content-sha256",
        KMS_KEY,
        "content-type",
        "x-amz-server-side-encryption-customer-key",
    ];
    let names = ["a", "a-b", "a=b", "A", "X-Amz-F", "é", "prefix", "prefix-", "versionId", "response-content-type"];
    let long = "long ".repeat(60);
    let ascii = ["", "a", "b,c", "b=c&d", " two  spaces ", "\ttab\tand space", "~", "9", &long].map(String::from);
    let of_query = [&ascii[..], &["é".into()]].concat();
    let (of_header, of_query) = (move || select(ascii.to_vec()), move || select(of_query.clone()));
    let metadata = prop_oneof!["[ -~]{1,20}", " {0,3}[a-z]  [a-z] {0,3}"];
    prop_oneof![
        4 => (select(headers.to_vec()), of_header()).prop_map(|(name, value)| Call::Header(name, value)),
        4 => (select(names.to_vec()), of_query()).prop_map(|(name, value)| Call::Query(name, value)),
        2 => (select(vec!["a", "A", "a-b", "z"]), metadata).prop_map(|(name, value)| Call::Metadata(name, value)),
        1 => of_header().prop_map(|value| Call::ContentType(format!("a/b;{value}"))),
        1 => of_header().prop_map(Call::CacheControl),
        1 => any::<u8>().prop_map(Call::PayloadSha256),
        1 => "[a-z=&]{1,9}".prop_map(Call::VersionId),
        1 => of_query().prop_map(Call::Prefix),
        1 => of_query().prop_map(Call::ResponseContentType),
        1 => Just(Call::SseS3),
        1 => of_header().prop_map(Call::SseKms),
    ]
}

proptest! {
    #![proptest_config(cases(1000))]

    #[test]
    fn calls_in_any_order_match_the_model(mut calls in vec(call(), 0..16), is_long in any::<bool>()) {
        if is_long {
            // These sort last, so all others belong far from the end and are sorted only when the request is signed.
            let padding = "~".repeat(5000);
            calls.insert(0, Call::Header("~padding", padding.clone()));
            calls.insert(0, Call::Query("~padding", padding));
        }
        let bucket = Bucket::new("photos").unwrap();
        let (mut request, mut model) = (bucket.request(Method::Put, "boat.jpg"), Model::default());
        for call in &calls {
            request = call.on(request);
            model.call(call);
        }
        let signed = request.sign_at(&Credentials::new("AKIDEXAMPLE", "secret"), NOW).unwrap();

        let headers: Vec<_> = signed.headers().collect();
        let expected: Vec<_> = model.headers.iter().map(|(name, value)| (&**name, &**value)).collect();
        prop_assert_eq!(&headers, &expected);

        let url = Url::parse(signed.as_str());
        let own = |name: &str| {
            ["Algorithm", "Credential", "Date", "Expires", "SignedHeaders", "Signature"]
                .contains(&name.trim_start_matches("X-Amz-"))
        };
        let query: Vec<_> = url.query.iter().copied().filter(|(name, _)| !own(name)).collect();
        let encode = |text: &str| naive::encode(text.as_bytes(), "");
        let mut expected: Vec<_> = model.query.iter().map(|(name, value)| (encode(name), encode(value))).collect();
        expected.sort();
        prop_assert_eq!(query, expected.iter().map(|(name, value)| (&**name, &**value)).collect::<Vec<_>>());

        let mut names: Vec<_> = model.headers.keys().map(String::as_str).chain(["host"]).collect();
        names.sort_unstable();
        prop_assert_eq!(url.parameter("X-Amz-SignedHeaders"), names.join(";"));
        let signature = naive::signature("PUT", signed.as_str(), &headers, "secret");
        prop_assert_eq!(url.parameter("X-Amz-Signature"), signature);
    }
}
