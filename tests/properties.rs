//! Properties of URLs with arbitrary input:
//!
//! - A URL parses, decodes to its input, and has its parameters in canonical order.
//! - Its signature is the one that a second implementation computes from the URL alone.
//! - Every way to sign it gives the same URL.
//! - Input that can't be signed is an error, never a panic.

#![cfg(feature = "std")]

mod given;
mod naive;
mod util;

use std::collections::BTreeSet;
use std::time::Duration;

use presign::s3::{Addressing, Checksum, CopySource};
use presign::sigv4::{AmzDate, Scope, SigningKey, encode_component, normalize_path, percent_decode};
use presign::{
    Bucket, CachedSigner, Credentials, ErrorKind, Identity, Method, PresignRequest, PresignedUrl, ScopedSigner,
    Service, TokenKind,
};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use time::{OffsetDateTime, UtcOffset};

use crate::given::*;
use crate::naive::Url;
use crate::util::{NOW, SECRET, cases, vectors};

proptest! {
    #![proptest_config(cases(400))]

    #[test]
    fn a_url_decodes_to_what_went_in(given in given()) {
        let signed = given.request().sign_at(&given.credentials(), given.at).unwrap();
        given.check_place(&signed);
        given.check_parameters(&signed);
        prop_assert_eq!(signed.method(), given.method);
        prop_assert_eq!(signed.headers().map(owned).collect::<Vec<_>>(), given.headers_to_send());
    }

    #[test]
    fn parameters_are_in_canonical_order(given in given()) {
        let signed = given.request().sign_at(&given.credentials(), given.at).unwrap();
        check_order(signed.as_str());
    }

    #[test]
    fn a_naive_implementation_computes_the_same_signature(given in given()) {
        let signed = given.request().sign_at(&given.credentials(), given.at).unwrap();
        check_signature(&signed, &given.secret);
    }

    #[test]
    fn every_signer_gives_the_same_url(given in given()) {
        let (request, credentials) = (given.request(), given.credentials());
        let expected = request.sign_at(&credentials, given.at).unwrap();

        let cached = CachedSigner::new(credentials.clone());
        // Fill the cache with a key for another scope, which must not be used for this one.
        let elsewhere = Service::new("sts", "eu-north-1", "https://sts.eu-north-1.amazonaws.com").unwrap();
        prop_assert!(elsewhere.request(Method::Get, "/").sign_at(&cached, given.at).is_ok());
        prop_assert_eq!(&request.sign_at(&cached, given.at).unwrap(), &expected, "without a cached key");
        prop_assert_eq!(&request.sign_at(&cached, given.at).unwrap(), &expected, "with a cached key");

        let date = AmzDate::new(given.at).unwrap().date();
        let scope = Scope::new(date, given.place.region(), given.place.service()).unwrap();
        let scoped = credentials.scoped(&scope);
        prop_assert_eq!(&request.sign_at(&scoped, given.at).unwrap(), &expected, "with a scoped signer");
        let key = SigningKey::derive(&given.secret, &scope);
        let scoped = ScopedSigner::from_key(credentials.identity().clone(), &scope, *key.to_bytes());
        prop_assert_eq!(&request.sign_at(&scoped, given.at).unwrap(), &expected, "from the bytes of a key");
    }

    #[test]
    fn every_terminal_call_gives_the_same_url(given in given(), prefix in text()) {
        let (request, credentials) = (given.request(), given.credentials());
        let expected = request.sign_at(&credentials, given.at).unwrap();

        let mut page = prefix.clone();
        let validity = request.sign_into(&credentials, given.at, &mut page).unwrap();
        prop_assert_eq!(page.strip_prefix(&prefix), Some(expected.as_str()));
        prop_assert_eq!(validity, expected.validity());

        let trace = request.trace_at(&credentials, given.at).unwrap();
        prop_assert_eq!(trace.url(), &expected);

        let prepared = request.prepare_at(credentials.identity(), given.at).unwrap();
        prop_assert_eq!(prepared.message(), trace.string_to_sign().as_bytes());
        let signature = SigningKey::derive(&given.secret, &prepared.scope()).sign(prepared.message());
        prop_assert_eq!(&prepared.finish(signature.as_bytes()).unwrap(), &expected);
    }

    #[test]
    fn an_s3_express_session_has_its_own_parameter(given in given(), token in credential()) {
        let bucket = Bucket::builder("photos--usw2-az1--x-s3").region("us-west-2").build().unwrap();
        let directory = Place::Bucket { bucket: Box::new(bucket), addressing: Addressing::Auto, endpoint: None };
        let identity = Identity::new(&given.access_key_id).with_token(TokenKind::S3Session, &token);
        if given.place.service() != "s3express" {
            let error = given.request().prepare_at(&identity, given.at).unwrap_err();
            prop_assert_eq!(error.kind(), ErrorKind::SessionCredentials);
        }
        let expires_in = given.expires_in.map(|seconds| seconds.min(MAX_SESSION));
        let given = Given { place: directory, expires_in, ..given };
        prop_assume!(given.path.len() <= 1024);
        let prepared = given.request().prepare_at(&identity, given.at).unwrap();
        let signature = SigningKey::derive(&given.secret, &prepared.scope()).sign(prepared.message());
        let signed = prepared.finish(signature.as_bytes()).unwrap();
        prop_assert_eq!(Url::parse(signed.as_str()).parameter("X-Amz-S3session-Token"), token);
        check_order(signed.as_str());
        check_signature(&signed, &given.secret);
    }

    #[test]
    fn keys_that_name_something_else_are_rejected(key in any_key(), place in place_on_bucket(), at in time()) {
        let refused = |request: PresignRequest<'_>| {
            request.sign_at(&Credentials::new("AKIDEXAMPLE", "secret"), at).err().map(|error| error.kind())
        };
        let length = match key.len() {
            0 => Some(ErrorKind::EmptyKey),
            1..=1024 => None,
            _ => Some(ErrorKind::KeyTooLong),
        };
        let has_dot_segment = key.split('/').any(|segment| matches!(segment, "." | ".."));
        let dot_segment = has_dot_segment.then_some(ErrorKind::DotSegment);
        prop_assert_eq!(refused(place.request(Method::Get, &key)), length.or(dot_segment));
        prop_assert_eq!(refused(place.request(Method::Get, &key).allow_dot_segments()), length);
    }

    #[test]
    fn the_expiry_of_the_credentials_is_honored(
        given in given(),
        left in -5..MAX_SECONDS as i64,
        nanos in 0u32..1_000_000_000,
    ) {
        let requested = i64::from(given.expires_in.unwrap_or(900));
        let signed_at = AmzDate::new(given.at).unwrap().time();
        let ends = signed_at + time::Duration::seconds(left) + time::Duration::nanoseconds(nanos.into());
        let request = given.request().expires_in(Duration::from_secs(requested as u64));
        let credentials = given.credentials().with_expiry(ends);

        let expected = match left {
            _ if ends <= signed_at => Err(ErrorKind::ExpiredCredentials),
            0 => Err(ErrorKind::LifetimeTooShort),
            _ => Ok(left.min(requested)),
        };
        let result = request.sign_at(&credentials, given.at);
        prop_assert_eq!(result.as_ref().map(lifetime).map_err(|error| error.kind()), expected);
        if let Ok(signed) = &result {
            prop_assert_eq!(signed.signed_at(), signed_at);
            prop_assert!(signed.expires_at().unwrap() <= ends);
        }
        let full = request.require_full_lifetime().sign_at(&credentials, given.at);
        let expected = expected.and_then(|left| if left < requested { Err(ErrorKind::LifetimeTooShort) } else { Ok(left) });
        prop_assert_eq!(full.as_ref().map(lifetime).map_err(|error| error.kind()), expected);
    }

    #[test]
    fn any_time_is_signed_or_rejected(at in any_time(), seconds in 1..=MAX_SECONDS) {
        let bucket = Bucket::new("photos").unwrap();
        let request = bucket.get_object("boat.jpg").expires_in(Duration::from_secs(seconds.into()));
        let result = request.sign_at(&Credentials::new("AKIDEXAMPLE", "secret"), at);
        let utc = at.checked_to_offset(UtcOffset::UTC).filter(|utc| utc.year() >= 0);
        match utc.filter(|utc| utc.checked_add(time::Duration::seconds(seconds.into())).is_some()) {
            Some(utc) => {
                let signed = result.unwrap();
                prop_assert_eq!(Url::parse(signed.as_str()).parameter("X-Amz-Date"), amz_date(utc));
                prop_assert_eq!(lifetime(&signed), i64::from(seconds));
                check_signature(&signed, "secret");
            }
            None => prop_assert_eq!(result.unwrap_err().kind(), ErrorKind::InvalidTime),
        }
    }

    #[test]
    fn arbitrary_input_is_rejected_or_signed_correctly(
        place in any_place(),
        path in any_text(),
        query in vec((prop_oneof![query_name(), any_text()], any_text()), 0..3),
        headers in vec((prop_oneof![9 => header_name(), 1 => any_text()], prop_oneof![header_value(), any_text()]), 0..3),
        who in (any_text(), any_text(), option::of(prop_oneof![credential(), any_text()])),
        when in (prop_oneof![time(), any_time()], prop_oneof![Just(Duration::from_secs(1)), any::<Duration>()]),
        prefix in any_text(),
    ) {
        let (access_key_id, secret, token) = who;
        let mut credentials = Credentials::new(access_key_id, secret.as_str());
        if let Some(token) = token {
            credentials = credentials.with_session_token(token);
        }
        let mut request = place.request(Method::Put, &path);
        for (name, value) in &query {
            request = request.query(name, value);
        }
        for (name, value) in &headers {
            request = request.header(name, value);
        }
        for request in [request.clone(), request.clone().allow_dot_segments().expires_in(when.1)] {
            let mut out = prefix.clone();
            let result = request.sign_into(&credentials, when.0, &mut out);
            match request.sign_at(&credentials, when.0) {
                Ok(signed) => {
                    prop_assert_eq!(out.strip_prefix(&prefix), Some(signed.as_str()));
                    check_order(signed.as_str());
                    check_signature(&signed, &secret);
                }
                Err(error) => {
                    prop_assert_eq!(&out, &prefix, "an error leaves the string unchanged");
                    prop_assert_eq!(result.unwrap_err().kind(), error.kind());
                }
            }
        }
    }

    #[test]
    fn typed_parameters_are_rejected_or_signed_correctly(
        key in key(),
        given in vec((0..SETTERS.len(), any_text(), any::<u64>(), any_time()), 1..5),
        source in (any_text(), any_text()),
    ) {
        let bucket = Bucket::new("photos").unwrap();
        let mut requests = vec![
            bucket.request(Method::Get, &key),
            bucket.request(Method::Put, &key),
            bucket.get_object(&key),
            bucket.put_object(&key),
            bucket.get_object_attributes(&key, [&source.0, &source.1]),
            bucket.create_multipart_upload(&key),
            bucket.list_parts(&key, &source.0),
        ];
        if let Ok(source) = CopySource::new(&source.0, &source.1) {
            requests.push(bucket.copy_object(&key, &source));
        }
        for mut request in requests {
            for (setter, text, number, at) in &given {
                request = SETTERS[*setter](request, text, *number, *at);
            }
            if let Ok(signed) = request.allow_dot_segments().sign_at(&Credentials::new("AKIDEXAMPLE", "secret"), NOW) {
                check_order(signed.as_str());
                check_signature(&signed, "secret");
                let parameters = Url::parse(signed.as_str()).query;
                let names: BTreeSet<_> = parameters.iter().map(|(name, _)| name).collect();
                prop_assert_eq!(names.len(), parameters.len(), "each parameter occurs once: {}", signed);
                prop_assert!(signed.headers().all(|(_, value)| !value.contains(|c: char| c.is_ascii_control() && c != '\t')));
            }
        }
    }

    #[test]
    fn response_overrides_fit_into_a_header_or_are_refused(name in "response-[a-z-]{1,20}", value in any_text()) {
        let bucket = Bucket::new("photos").unwrap();
        let request = bucket.get_object("boat.jpg").query(&name, &value);
        let signed = request.sign_at(&Credentials::new("AKIDEXAMPLE", "secret"), NOW);
        let fits = |c: char| c == '\t' || (!c.is_control() && u32::from(c) <= 0xff);
        if value.chars().all(fits) {
            check_signature(&signed.unwrap(), "secret");
        } else {
            let kind = signed.unwrap_err().kind();
            let kinds = [ErrorKind::InvalidResponseOverride, ErrorKind::ResponseOverrideNotLatin1];
            prop_assert!(kinds.contains(&kind), "{:?}", kind);
        }
    }

    #[test]
    fn headers_outside_ascii_are_refused(
        given in given(),
        name in header_name(),
        value in header_value_outside_ascii(),
    ) {
        let request = given.request().header(&name, &value);
        let error = request.sign_at(&given.credentials(), given.at).unwrap_err();
        prop_assert_eq!(error.kind(), ErrorKind::NonAsciiHeader, "{}: {:?}", name, value);
    }

    #[test]
    fn encoding_is_undone_by_decoding(text in any_text()) {
        let encoded = encode_component(&text).to_string();
        prop_assert_eq!(percent_decode(&encoded).unwrap(), text.as_bytes());
        prop_assert_eq!(naive::encode(text.as_bytes(), ""), encoded);

        let normal = normalize_path(&text);
        prop_assert_eq!(normalize_path(&normal), normal.as_str());
        prop_assert!(!normal.contains("//") && !normal.split('/').any(|segment| matches!(segment, "." | "..")));
        let _ = (percent_decode(&text), text.parse::<AmzDate>());
    }
}

/// The second implementation must itself agree with others.
#[test]
fn the_naive_implementation_agrees_with_others() {
    for row in vectors::rows(include_str!("vectors/independent.json"), "urls") {
        let url = vectors::text(&row, "url");
        let (method, _) = vectors::text(&row, "canonical_request").split_once('\n').unwrap();
        let headers: Vec<_> = vectors::pairs(&row["headers"]).collect();
        let signature = naive::signature(method, url, &headers, SECRET);
        assert_eq!(signature, Url::parse(url).parameter("X-Amz-Signature"), "{}", row["name"]);
    }
}

type Setter = for<'a> fn(PresignRequest<'a>, &str, u64, OffsetDateTime) -> PresignRequest<'a>;

/// The setters of all typed parameters. Their arguments are made from a text, a number or a time.
#[rustfmt::skip]
const SETTERS: [Setter; 63] = [
    |request, text, _, _| request.acl(text),
    |request, _, _, _| request.request_payer(),
    |request, text, _, _| request.expected_bucket_owner(text),
    |request, _, _, _| request.bypass_governance_retention(),
    |request, text, _, _| request.session_mode(text),
    |request, text, _, _| request.if_match(text),
    |request, text, _, _| request.if_none_match(text),
    |request, _, _, at| request.if_modified_since(at),
    |request, _, _, at| request.if_unmodified_since(at),
    |request, _, number, _| request.copy_source_range(number..),
    |request, text, _, _| request.copy_source_range(text),
    |request, text, _, _| request.copy_source_if_match(text),
    |request, text, _, _| request.copy_source_if_none_match(text),
    |request, _, _, at| request.copy_source_if_modified_since(at),
    |request, _, _, at| request.copy_source_if_unmodified_since(at),
    |request, text, _, _| request.metadata_directive(text),
    |request, text, _, _| request.tagging_directive(text),
    |request, _, number, _| request.copy_source_sse_c([number as u8; 32]),
    |request, text, _, _| request.expected_source_bucket_owner(text),
    |request, _, _, _| request.sse_s3(),
    |request, text, _, _| request.sse_kms(text),
    |request, _, _, _| request.sse_kms_default(),
    |request, text, _, _| request.sse_kms_dsse(text),
    |request, _, number, _| request.bucket_key(number == 0),
    |request, text, _, _| request.encryption_context([(text, text)]),
    |request, _, number, _| request.sse_c([number as u8; 32]),
    |request, _, number, _| request.checksum(Checksum::Crc64Nvme(number)),
    |request, text, _, _| request.checksum(Checksum::md5_of(text)),
    |request, text, _, _| request.checksum_algorithm(text),
    |request, text, _, _| request.checksum_type(text),
    |request, _, _, _| request.checksum_mode(),
    |request, text, _, _| request.prefix(text),
    |request, text, _, _| request.delimiter(text),
    |request, _, number, _| request.max_keys(number as u32),
    |request, text, _, _| request.continuation_token(text),
    |request, text, _, _| request.start_after(text),
    |request, _, _, _| request.encoding_type_url(),
    |request, _, _, _| request.fetch_owner(),
    |request, text, _, _| request.key_marker(text),
    |request, text, _, _| request.version_id_marker(text),
    |request, text, _, _| request.upload_id_marker(text),
    |request, _, number, _| request.max_uploads(number as u32),
    |request, _, number, _| request.max_parts(number as u32),
    |request, _, number, _| request.part_number_marker(number as u32),
    |request, text, _, _| request.version_id(text),
    |request, _, number, _| request.part_number(number as u16),
    |request, _, number, _| request.range(number / 2..=number),
    |request, _, number, _| request.range(..number),
    |request, text, _, _| request.download_as(text),
    |request, text, _, _| request.response_content_disposition(text),
    |request, _, _, at| request.response_expires(at),
    |request, text, _, _| request.content_type(format!("a/b;{text}")),
    |request, _, number, _| request.content_length(number),
    |request, text, _, _| request.cache_control(text).content_encoding(text).content_language(text),
    |request, _, _, at| request.expires_header(at),
    |request, text, _, _| request.metadata(text, text),
    |request, text, _, _| request.metadata("a", text),
    |request, text, _, _| request.storage_class(text),
    |request, text, number, _| request.tagging((0..number % 12).map(|tag| (format!("{text}{tag}"), text))),
    |request, text, _, _| request.website_redirect_location(text),
    |request, text, _, at| request.object_lock(text, at),
    |request, _, number, _| request.mpu_object_size(number).write_offset_bytes(number),
    |request, _, number, _| request.payload_sha256([number as u8; 32]),
];

fn check_order(url: &str) {
    let mut pairs = Url::parse(url).query;
    let (name, signature) = pairs.pop().unwrap();
    assert_eq!(name, "X-Amz-Signature", "{url}");
    // In DER: two numbers of up to 33 bytes. Each has a type and a length, and so does the sequence.
    let lengths = if url.contains("X-Amz-Region-Set=") { 16..=144 } else { 64..=64 };
    assert!(lengths.contains(&signature.len()), "{url}");
    // Names and values are compared separately: in joined text the `=` would affect the order.
    assert!(pairs.is_sorted(), "{url}");
    let canonical = |text| naive::encode(&naive::decode(text), "");
    assert!(
        pairs.iter().all(|(name, value)| (canonical(name), canonical(value)) == (name.to_string(), value.to_string())),
        "{url}"
    );
}

fn check_signature(signed: &PresignedUrl, secret: &str) {
    let headers: Vec<_> = signed.headers().collect();
    let expected = naive::signature(signed.method().as_str(), signed.as_str(), &headers, secret);
    assert_eq!(Url::parse(signed.as_str()).parameter("X-Amz-Signature"), expected, "{signed}");
}

/// Returns `X-Amz-Expires`, and checks that the URL reports the same lifetime.
fn lifetime(signed: &PresignedUrl) -> i64 {
    let seconds = Url::parse(signed.as_str()).parameter("X-Amz-Expires").parse().unwrap();
    assert_eq!(signed.expires_at().unwrap() - signed.signed_at(), time::Duration::seconds(seconds));
    seconds
}

fn owned((name, value): (&str, &str)) -> (String, String) {
    (name.into(), value.into())
}

#[cfg(feature = "serde")]
mod json {
    use super::*;

    fn scoped(given: &Given, lives: Option<u32>, kind: TokenKind) -> ScopedSigner {
        let at = AmzDate::new(given.at).unwrap();
        let scope = Scope::new(at.date(), given.place.region(), given.place.service()).unwrap();
        let mut identity = Identity::new(&given.access_key_id);
        if let Some(token) = &given.token {
            identity = identity.with_token(kind, token);
        }
        if let Some(ends) = lives.and_then(|seconds| at.time().checked_add(time::Duration::seconds(seconds.into()))) {
            identity = identity.with_expiry(ends);
        }
        ScopedSigner::from_key(identity, &scope, *given.credentials().scoped(&scope).key_bytes())
    }

    proptest! {
        #![proptest_config(cases(256))]

        #[test]
        fn a_deserialized_scoped_signer_signs_the_same(
            given in given(),
            lives in option::of(0..2 * MAX_SECONDS),
            is_session in proptest::bool::weighted(0.2),
        ) {
            let scoped = scoped(&given, lives, if is_session { TokenKind::S3Session } else { TokenKind::Security });
            let text = serde_json::to_string(&scoped).unwrap();
            let handed_on: ScopedSigner = serde_json::from_str(&text).unwrap();
            prop_assert_eq!(handed_on.scope(), scoped.scope());
            prop_assert_eq!(handed_on.key_bytes(), scoped.key_bytes());
            prop_assert_eq!(handed_on.identity().expires_at(), scoped.identity().expires_at());
            prop_assert_eq!(serde_json::to_string(&handed_on).unwrap(), text);

            let request = given.request();
            let [before, after] = [&scoped, &handed_on].map(|signer| request.sign_at(signer, given.at));
            prop_assert_eq!(after.map_err(|error| error.to_string()), before.map_err(|error| error.to_string()));
        }

        #[test]
        fn a_url_is_the_same_in_json(given in given()) {
            let url = given.request().sign_at(&given.credentials(), given.at).unwrap();
            let json = serde_json::to_value(&url).unwrap();
            prop_assert_eq!(json["url"].as_str(), Some(url.as_str()));
            prop_assert_eq!(json["method"].as_str(), Some(url.method().as_str()));
            let headers = json["headers"].as_object().unwrap().iter();
            let headers: Vec<_> = headers.map(|(name, value)| (name.as_str(), value.as_str().unwrap())).collect();
            prop_assert_eq!(headers, url.headers().collect::<Vec<_>>());
        }
    }
}

#[cfg(feature = "http")]
proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn an_http_request_matches_what_was_signed(given in given()) {
        let url = given.request().sign_at(&given.credentials(), given.at).unwrap();
        let request = http::Request::try_from(&url).unwrap();
        prop_assert_eq!(request.method().as_str(), url.method().as_str());
        prop_assert_eq!(request.uri().to_string(), url.as_str());
        let headers = request.headers().iter();
        let headers: BTreeSet<_> = headers.map(|(name, value)| (name.as_str(), value.as_bytes())).collect();
        let expected = url.headers().map(|(name, value)| (name, value.as_bytes()));
        prop_assert_eq!(headers, expected.collect::<BTreeSet<_>>());
    }
}

#[cfg(feature = "sigv4a")]
mod sigv4a {
    use hmac::{Hmac, KeyInit, Mac};
    use p256::ecdsa::{self, DerSignature, VerifyingKey, signature::Verifier};
    use presign::sigv4a::{SigningKey, Sigv4aSigner};
    use sha2::Sha256;

    use super::*;

    proptest! {
        #![proptest_config(cases(200))]

        /// The region set is either the region of the place or any set.
        #[test]
        fn sigv4a_signatures_verify(mut given in given(), region_set in option::of(region_set())) {
            let mut expected = given.place.region().to_owned();
            if let (Place::Service { service, endpoint }, Some(region_set)) = (&mut given.place, region_set) {
                **service = Service::multi_region(service.signing_service(), &region_set, &endpoint.url).unwrap();
                let error = given.request().sign_at(&given.credentials(), given.at).unwrap_err();
                prop_assert_eq!(error.kind(), ErrorKind::Sigv4aRequired);
                expected = region_set;
            }
            let (request, signer) = (given.request(), Sigv4aSigner::new(given.credentials()));
            if given.place.service() == "s3express" {
                prop_assert_eq!(request.sign_at(&signer, given.at).unwrap_err().kind(), ErrorKind::Sigv4Required);
                return Ok(());
            }
            let signed = request.sign_at(&signer, given.at).unwrap();
            given.check_place(&signed);
            check_order(signed.as_str());
            prop_assert_eq!(Url::parse(signed.as_str()).parameter("X-Amz-Region-Set"), expected);
            check_sigv4a(&signed, &given.access_key_id, &given.secret);

            let prepared = request.prepare_at(signer.identity(), given.at).unwrap();
            let signature = SigningKey::derive(&given.access_key_id, &given.secret).unwrap().sign(prepared.message());
            prop_assert_eq!(&prepared.finish(signature.as_bytes()).unwrap(), &signed);
        }
    }

    fn region_set() -> impl Strategy<Value = String> {
        let region = prop_oneof![region(), words("* us-* eu-west-* *-1 us-gov-*-1")];
        vec(region, 1..4).prop_map(|regions| regions.join(","))
    }

    fn check_sigv4a(signed: &PresignedUrl, access_key_id: &str, secret: &str) {
        let headers: Vec<_> = signed.headers().collect();
        let message = naive::string_to_sign(signed.method().as_str(), signed.as_str(), &headers);
        let signature = hex::decode(Url::parse(signed.as_str()).parameter("X-Amz-Signature")).unwrap();
        let signature = DerSignature::from_bytes(&signature).unwrap();
        let verified = naive_public_key(access_key_id, secret).verify(message.as_bytes(), &signature);
        assert!(verified.is_ok(), "{signed}");
    }

    /// Derives the public key literally as the specification describes.
    fn naive_public_key(access_key_id: &str, secret: &str) -> VerifyingKey {
        const ORDER_LESS_2: &str = "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc63254f";
        for counter in 1..=254 {
            let mut input = vec![0, 0, 0, 1];
            input.extend(b"AWS4-ECDSA-P256-SHA256\0");
            input.extend(access_key_id.bytes());
            input.extend([counter, 0, 0, 1, 0]);
            let mac = Hmac::<Sha256>::new_from_slice(format!("AWS4A{secret}").as_bytes()).unwrap().chain_update(&input);
            let mut candidate = mac.finalize().into_bytes().to_vec();
            // Both have the same length, so they sort like the numbers.
            if hex::encode(&candidate).as_str() <= ORDER_LESS_2 {
                let last = candidate.iter().rposition(|&byte| byte != 0xff).unwrap();
                candidate[last] += 1;
                candidate[last + 1..].fill(0);
                return *ecdsa::SigningKey::from_slice(&candidate).unwrap().verifying_key();
            }
        }
        panic!("no counter gives a key");
    }
}
