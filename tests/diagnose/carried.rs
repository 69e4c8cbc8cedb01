//! What mails, documents, shells and programs do to a URL.

use presign::diagnose::Certainty::{Certain, Likely, Possible};
use presign::diagnose::{Attempt, explain};
use presign::{Bucket, Credentials};
use time::OffsetDateTime;
use time::macros::datetime;

use crate::url::{Expected, get, of_botocore, wrong_findings};

const NOW: OffsetDateTime = datetime!(2026-11-23 12:05 UTC);

/// An upload with all the parameters that a URL usually has.
fn upload() -> String {
    let token = "IQoJb3JpZ2luX2VjEKb+/wEaCXVzLWVhc3QtMSJHMEUCIQDx+4kL/8f==";
    let credentials = Credentials::new("ASIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
    let bucket = Bucket::builder("photos").region("eu-west-1").build().unwrap();
    let request = bucket.put_object("2026/a boat.jpg").content_type("image/jpeg");
    request.sign_at(&credentials.with_session_token(token), datetime!(2026-11-23 12:00 UTC)).unwrap().into_string()
}

/// Writes each `%2F` as Go's `fmt` does.
fn go(url: &str) -> String {
    let mut parts = url.split('%');
    let mut out = parts.next().unwrap().to_owned();
    for part in parts {
        out += &format!("%!{}(MISSING){}", &part[1..2], &part[2..]);
    }
    out
}

#[test]
fn what_carried_a_url() {
    let (get, upload) = (get(), upload());
    let (start, end) = get.split_at(200);
    let at = |url: &str, from: &str, to: &str| {
        assert!(url.contains(from), "{from}");
        url.replacen(from, to, 1)
    };
    let encode = |text: &str| text.replace('%', "%25").replace('&', "%26").replace('=', "%3D");
    let (place, query) = get.split_once('?').unwrap();
    const HTML: Expected<'_> = &[("html-escaped", Certain)];
    const JSON: Expected<'_> = &[("json-escaped", Certain)];
    const SHELL: Expected<'_> = &[("shell-escaped", Certain)];
    const FORMAT: Expected<'_> = &[("format-string", Certain)];
    const TWICE: Expected<'_> = &[("encoded-twice", Certain)];
    const WRAPPED: Expected<'_> = &[("line-wrapped", Certain)];
    const PUNCTUATION: Expected<'_> = &[("trailing-punctuation", Certain)];
    const AROUND: Expected<'_> = &[("trailing-punctuation", Likely)];
    const AMPERSAND: Expected<'_> = &[("cut-at-ampersand", Certain)];
    const SHORT: Expected<'_> = &[("cut-short", Certain)];
    const TRACKING: Expected<'_> = &[("tracking-parameter", Likely)];
    let table: &[(&str, String, Expected<'_>)] = &[
        ("nothing", get.clone(), &[]),
        ("nothing", upload.clone(), &[]),
        ("a line break after it", format!(" {get}\r\n"), &[]),
        ("&amp;", upload.replace('&', "&amp;"), HTML),
        ("&amp;amp;", get.replace('&', "&amp;amp;"), HTML),
        ("&#38;", get.replace('&', "&#38;"), HTML),
        ("&#x26;", get.replace('&', "&#X26;").replace('=', "&#x3D;"), HTML),
        ("&amp; encoded", get.replace('&', "&amp%3B"), HTML),
        (r"\u0026", upload.replace('&', r"\u0026"), JSON),
        (r"\/", get.replace('/', r"\/"), JSON),
        (r"\u0026 without its backslash", get.replace('&', "u0026"), JSON),
        (r"\u0026 encoded", get.replace('&', "%5Cu0026"), JSON),
        (r"\u003d", get.replace('&', r"\u0026").replace('=', r"\u003D"), JSON),
        (r"\u0026amp;", get.replace('&', r"\u0026amp;"), &[("html-escaped", Certain), ("json-escaped", Certain)]),
        ("backslashes", upload.replace('&', r"\&").replace('?', r"\?").replace('=', r"\="), SHELL),
        ("carets", get.replace('&', "^&"), SHELL),
        ("Go", go(&get), FORMAT),
        ("Go, with a token", go(&at(&upload, "a%20boat", "boat")), FORMAT),
        ("printf", get.replace("%2F", "0.000000"), FORMAT),
        ("batch file", get.replace("%2", ""), FORMAT),
        ("doubled", get.replace('%', "%%"), FORMAT),
        ("percent signs lost", get.replace('%', ""), FORMAT),
        (
            "all of it in a path",
            format!(
                "https://example.com/{}",
                encode(&get.replace('%', "%25"))
                    .replace("%2525", "%25")
                    .replace(':', "%3A")
                    .replace('/', "%2F")
                    .replace('?', "%3F")
            ),
            TWICE,
        ),
        ("separators lost", get.replace("%2F", ""), FORMAT),
        ("values", upload.replace('%', "%25"), TWICE),
        ("the query alone", at(&get, query, &query.replace('%', "%25")), TWICE),
        ("values, twice", get.replace('%', "%2525"), TWICE),
        ("question mark", at(&get, "?", "%3F"), TWICE),
        ("separators", format!("{place}?{}", encode(query)), TWICE),
        (
            "all of it",
            encode(&get.replace('%', "%25"))
                .replace("%2525", "%25")
                .replace(':', "%3A")
                .replace('/', "%2F")
                .replace('?', "%3F"),
            TWICE,
        ),
        ("a line break", format!("{start}\n{end}"), WRAPPED),
        ("CR LF and blanks", format!("{start}  \r\n    {end}"), WRAPPED),
        ("a quoted mail", format!("> {start}\n> {end}"), WRAPPED),
        (
            "many",
            upload.as_bytes().chunks(70).map(|line| str::from_utf8(line).unwrap()).collect::<Vec<_>>().join("\n"),
            WRAPPED,
        ),
        ("soft breaks", format!("{start}=\n{end}"), WRAPPED),
        ("quoted-printable", format!("{}=\r\n{}", start.replace('=', "=3D"), end.replace('=', "=3D")), WRAPPED),
        ("a backslash", format!("{start}\\\n{end}"), WRAPPED),
        ("a space in the signature", at(&get, &get[get.len() - 9..], &format!(" {}", &get[get.len() - 9..])), WRAPPED),
        ("a space after &", at(&get, "&X-Amz-Date", "& X-Amz-Date"), WRAPPED),
        ("%0A in the signature", at(&get, "X-Amz-Signature=", "X-Amz-Signature=%0A"), WRAPPED),
        ("%0D%0A after it", format!("{get}%0D%0A"), WRAPPED),
        ("%20 in the credential", at(&get, "%2F20261123", "%2F%2020261123"), WRAPPED),
        ("%0A in the credential", at(&get, "AKIDEXAMPLE", "AKIDE%0AXAMPLE"), WRAPPED),
        ("a zero-width space", at(&get, "X-Amz-Signature=", "X-Amz-Signature=\u{200b}"), WRAPPED),
        ("text on the next line", format!("{get}\nBest regards"), &[]),
        ("text on the same line", format!("{get} is the link"), &[]),
        ("a space in the path", at(&upload, "a%20boat", "a boat"), &[("path-encoding", Possible)]),
        ("period", format!("{get}."), PUNCTUATION),
        ("comma", format!("{upload},"), PUNCTUATION),
        ("bracket", format!("{get})"), PUNCTUATION),
        ("encoded", format!("{get}%22%3E"), PUNCTUATION),
        ("quote", format!("{get}\"}}"), PUNCTUATION),
        ("after the name of an operation", format!("{get}&x-id=GetObject)."), PUNCTUATION),
        ("quotes", format!("\"{get}\""), AROUND),
        ("brackets", format!("<{get}>"), AROUND),
        ("Markdown", format!("[boat]({get})"), &[]),
        ("a command", format!("curl -o boat.jpg '{get}' -v"), &[]),
        ("another ?", format!("{get}?t=1"), &[("query-changed", Certain)]),
        ("fragment", format!("{get}#page=2"), &[]),
        ("# in the key", at(&get, "cat.jpg", "cat#1.jpg"), &[("fragment", Certain)]),
        ("first parameter", get.split('&').next().unwrap().into(), AMPERSAND),
        ("first parameter, with a token", upload.split('&').next().unwrap().into(), AMPERSAND),
        (
            "an override alone",
            format!("{place}?response-content-type=text%2Fplain"),
            &[("not-presigned", Certain), ("cut-at-ampersand", Possible)],
        ),
        ("in the signature", get[..get.len() - 1].into(), SHORT),
        ("before the signature", get[..get.len() - 64].into(), SHORT),
        ("in a name", get[..get.len() - 70].into(), SHORT),
        ("in the date", get.split("T120000Z").next().unwrap().into(), SHORT),
        ("in the credential", get.split("%2Faws4").next().unwrap().into(), SHORT),
        ("crontab", get.split('%').next().unwrap().into(), SHORT),
        (
            "after the date",
            get.split("&X-Amz-Expires").next().unwrap().into(),
            &[("missing-parameter", Certain), ("cut-short", Possible)],
        ),
        ("dots", format!("{}...", &get[..get.len() - 30]), SHORT),
        ("utm", format!("{get}&utm_source=mail&utm_medium=email"), TRACKING),
        ("fbclid", format!("{upload}&fbclid=IwAR0"), TRACKING),
        (
            "utm after a signature that is sorted among the others",
            at(&format!("{get}&utm_source=mail"), "&X-Amz-SignedHeaders=host", "")
                .replace("&utm", "&X-Amz-SignedHeaders=host&utm"),
            &[("tracking-parameter", Possible)],
        ),
        (
            "in the query of another URL",
            format!("https://example.com/?url={}", encode(&get.replace('%', "%25")).replace("%2525", "%25")),
            &[("not-presigned", Certain)],
        ),
        ("in a sentence", format!("See the news: {get}"), &[]),
        ("utm that may be signed", at(&get, "?", "?utm_source=mail&"), &[("tracking-parameter", Possible)]),
    ];
    let wrong = table.iter().filter_map(|(row, url, expected)| wrong_findings(&Attempt::new(url), expected, row));
    let wrong: String = wrong.collect();
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn quotes_were_not_sent_if_there_is_an_answer() {
    let attempt = Attempt::new(format!("\"{}\"", get())).response(403, "");
    let diagnosis = explain(&attempt, None, NOW);
    let found = diagnosis.findings().first().map(|finding| (finding.code, finding.certainty));
    assert_eq!(found, Some(("trailing-punctuation", Possible)));
}

#[test]
fn a_url_of_any_shape_is_not_changed() {
    for name in ["s3/get_object", "s3/list_objects_v2", "s3/put_object"] {
        let diagnosis = explain(&Attempt::new(of_botocore(name)), None, NOW);
        assert!(diagnosis.findings().iter().all(|finding| finding.certainty == Possible), "{name}: {diagnosis}");
    }
}
