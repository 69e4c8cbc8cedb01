use presign::diagnose::{Comparison, Part};

use super::*;

/// What differs: the part, the offset, and both versions.
type Found = (Part, usize, Option<String>, Option<String>);

fn found(comparison: &Comparison) -> Vec<Found> {
    let differences = comparison.differences().iter();
    differences
        .map(|found| (found.part.clone(), found.offset, found.expected.clone(), found.received.clone()))
        .collect()
}

fn one(part: Part, offset: usize, expected: &str, received: &str) -> Found {
    let side = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    (part, offset, side(expected), side(received))
}

#[test]
fn nothing_differs() {
    let trace = upload();
    for answer in [
        xml(trace.canonical_request(), trace.string_to_sign()),
        json(trace.canonical_request(), trace.string_to_sign()),
        // With `Error` around it, and cut short at any place.
        format!("<ErrorResponse>{}</ErrorResponse>", xml(trace.canonical_request(), trace.string_to_sign())),
    ] {
        let comparison = trace.compare(&answer);
        assert!(comparison.is_equal() && comparison.has_texts(), "{comparison}");
        assert_eq!(comparison.to_string(), "the canonical request and the string to sign are the same\n");
        for end in (0..answer.len()).filter(|end| answer.is_char_boundary(*end)) {
            let comparison = trace.compare(&answer[..end]);
            assert_eq!(found(&comparison), [], "{}", &answer[..end]);
        }
    }
}

#[test]
fn no_texts() {
    for answer in ["", "<Error><Code>AccessDenied</Code></Error>", "<html>403", "{}", "\u{0}"] {
        let comparison = upload().compare(answer);
        assert!(!comparison.has_texts() && !comparison.is_equal());
        assert_eq!(comparison.to_string(), "the response contains neither a canonical request nor a string to sign\n");
    }
}

#[test]
fn every_line_of_the_canonical_request() {
    let trace = upload();
    let header = |name: &str| Part::Header(name.into());
    let parameter = |name: &str| Part::Parameter(name.into());
    for (from, to, expected) in [
        ("PUT\n", "POST\n", one(Part::Method, 1, "PUT", "POST")),
        (
            "\n/photos/a%20boat%2Boar.jpg\n",
            "\n/photos/a%2520boat%2Boar.jpg\n",
            one(Part::Path, 11, "/photos/a%20boat%2Boar.jpg", "/photos/a%2520boat%2Boar.jpg"),
        ),
        (
            "&X-Amz-Expires=3600",
            "&X-Amz-Expires=360",
            one(parameter("X-Amz-Expires"), 17, "X-Amz-Expires=3600", "X-Amz-Expires=360"),
        ),
        ("&X-Amz-Expires=3600", "", one(parameter("X-Amz-Expires"), 0, "X-Amz-Expires=3600", "")),
        ("\ncontent-type", "&utm_source=mail\ncontent-type", one(parameter("utm_source"), 0, "", "utm_source=mail")),
        ("content-type:image/jpeg\n", "content-type:\n", one(header("content-type"), 0, "image/jpeg", "")),
        ("content-type:image/jpeg\n", "", one(header("content-type"), 0, "image/jpeg", "")),
        ("author:Jane", "author:jane", one(header("x-amz-meta-author"), 0, "Jane", "jane")),
        (
            "host:s3.example.com:8443",
            "host:s3.example.com",
            one(header("host"), 14, "s3.example.com:8443", "s3.example.com"),
        ),
        ("host:s3.example.com:8443", "host:minio:9000", one(header("host"), 0, "s3.example.com:8443", "minio:9000")),
        (
            "\ncontent-type;host;x-amz-meta-author\n",
            "\ncontent-type;host\n",
            one(Part::SignedHeaders, 17, "content-type;host;x-amz-meta-author", "content-type;host"),
        ),
        ("\nUNSIGNED-PAYLOAD", "\ne3b0c442", one(Part::PayloadHash, 0, "UNSIGNED-PAYLOAD", "e3b0c442")),
    ] {
        // Some replacements occur in the list of signed headers too.
        let received = match trace.canonical_request().matches(from).count() {
            1 => replaced(trace.canonical_request(), from, to),
            _ => trace.canonical_request().replacen(from, to, 1),
        };
        let mut expected = expected;
        if expected.3.is_none() && expected.0 == header("content-type") && received.contains("content-type:\n") {
            expected.3 = Some(String::new());
        }
        for answer in [xml(&received, trace.string_to_sign()), json(&received, trace.string_to_sign())] {
            assert_eq!(found(&trace.compare(answer)), [expected.clone()], "{from}");
        }
    }
}

#[test]
fn every_line_of_the_string_to_sign() {
    let trace = upload();
    for (from, to, expected) in [
        ("AWS4-HMAC-SHA256\n", "AWS4-HMAC-SHA512\n", one(Part::Algorithm, 13, "AWS4-HMAC-SHA256", "AWS4-HMAC-SHA512")),
        ("20261123T120000Z", "20261123T120001Z", one(Part::Date, 14, "20261123T120000Z", "20261123T120001Z")),
        ("\n20261123/", "\n20261124/", one(Part::Day, 7, "20261123", "20261124")),
        ("eu-west-1", "us-east-1", one(Part::Region, 0, "eu-west-1", "us-east-1")),
        ("/s3/", "/s3express/", one(Part::Service, 2, "s3", "s3express")),
    ] {
        let received = replaced(trace.string_to_sign(), from, to);
        assert_eq!(found(&trace.compare(xml(trace.canonical_request(), &received))), [expected], "{from}");
    }
    // The hash counts if the texts that are hashed are not there.
    let (rest, hash) = trace.string_to_sign().rsplit_once('\n').unwrap();
    let other = format!("{rest}\n{}", "0".repeat(64));
    assert!(trace.compare(xml(trace.canonical_request(), &other)).is_equal());
    let alone = format!("<Error><StringToSign>{other}</StringToSign></Error>");
    let comparison = trace.compare(alone);
    let [(part, _, Some(expected), Some(received))] = &*found(&comparison) else { panic!("{comparison}") };
    assert_eq!((part, &**expected, &**received), (&Part::CanonicalRequestHash, hash, &*"0".repeat(64)));
}

#[test]
fn the_order_of_the_query() {
    let trace = upload();
    let mut lines: Vec<&str> = trace.canonical_request().split('\n').collect();
    let mut pairs: Vec<&str> = lines[2].split('&').collect();
    pairs.reverse();
    let query = pairs.join("&");
    lines[2] = &query;
    let comparison = trace.compare(xml(&lines.join("\n"), trace.string_to_sign()));
    assert_eq!(comparison.differences().len(), 1);
    assert_eq!(comparison.differences()[0].part, Part::Query);
}

/// XML normalizes line ends and has no control characters, so S3 sends the bytes too.
#[test]
fn bytes_count_more_than_text() {
    let trace = upload();
    let hex = |text: &str| text.bytes().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().join(" ");
    let received = replaced(trace.canonical_request(), "author:Jane", "author:Ja\u{1}\rne");
    let answer = format!(
        "<Error><CanonicalRequest>{}</CanonicalRequest><CanonicalRequestBytes>{}</CanonicalRequestBytes></Error>",
        trace.canonical_request().replace('&', "&amp;"),
        hex(&received)
    );
    let expected = one(Part::Header("x-amz-meta-author".into()), 2, "Jane", "Ja\\u{1}\\rne");
    assert_eq!(found(&trace.compare(&answer)), [expected]);
    // Nor do bytes that were cut short.
    assert!(trace.compare(&answer[..answer.len() - 100]).is_equal());
    // Bytes that are not hexadecimal digits don't count.
    let damaged = answer.replace("<CanonicalRequestBytes>", "<CanonicalRequestBytes>zz ");
    assert!(trace.compare(damaged).is_equal());
}

/// The texts of Google's and others' documents are found in any order and case.
#[test]
fn several_differences_in_their_order() {
    let trace = upload();
    let received = trace.canonical_request().replace("PUT\n", "GET\n").replace("image/jpeg", "text/plain");
    let received = received.replace(":8443", "").replace("X-Amz-Expires=3600", "X-Amz-Expires=60");
    let string = trace.string_to_sign().replace("eu-west-1", "us-east-1");
    let comparison = trace.compare(xml(&received, &string));
    let parts: Vec<String> = comparison.differences().iter().map(|found| found.part.to_string()).collect();
    assert_eq!(
        parts,
        [
            "the method",
            "the parameter `X-Amz-Expires`",
            "the header `content-type`",
            "the header `host`",
            "the region in the scope"
        ]
    );
}
