//! Encodes, decodes and normalizes any text. Checks that:
//!
//! - encoded text is valid in a URL, and decodes to the original;
//! - decoded text has one canonical encoding;
//! - a normalized path has no `//` and no dot segments, and normalizing it again changes nothing.

#![no_main]

use libfuzzer_sys::fuzz_target;
use presign::ErrorKind;
use presign::sigv4::{encode_component, encode_path, normalize_path, percent_decode};

fuzz_target!(|bytes: &[u8]| {
    check_encoding(bytes);
    if let Ok(text) = std::str::from_utf8(bytes) {
        check_decoding(text);
        check_normal_path(text);
    }
});

fn check_encoding(bytes: &[u8]) {
    let component = encode_component(bytes).to_string();
    let path = encode_path(bytes).to_string();
    assert_eq!(percent_decode(&component).expect("well-formed escapes"), bytes);
    assert!(is_canonical(&component), "{component}");
    assert_eq!(component.replace("%2F", "/"), path);
}

fn check_decoding(text: &str) {
    match percent_decode(text) {
        Ok(bytes) => {
            let canonical = encode_component(&bytes).to_string();
            assert_eq!(percent_decode(&canonical).expect("well-formed escapes"), bytes);
            // Each value has one canonical form: re-encoding changes a text if and only if it is not in that form.
            assert_eq!(is_canonical(text), text == canonical, "{text:?} became {canonical:?}");
        }
        Err(error) => {
            assert_eq!(error.kind(), ErrorKind::MalformedEscape);
            assert!(!has_only_whole_escapes(text), "{text:?}");
        }
    }
}

fn check_normal_path(path: &str) {
    let normal = normalize_path(path);
    assert_eq!(normalize_path(&normal), normal);
    assert!(normal.starts_with('/') && !normal.contains("//"), "{normal:?}");
    assert!(segments(&normal).all(|segment| !matches!(segment, "." | "..")), "{normal:?}");

    // Normalizing only removes segments.
    let mut left = segments(path);
    assert!(segments(&normal).all(|segment| left.any(|other| other == segment)), "{path:?} became {normal:?}");

    let was_normal =
        path.starts_with('/') && !path.contains("//") && segments(path).all(|segment| !matches!(segment, "." | ".."));
    assert_eq!(was_normal, path == normal);
}

fn segments(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').filter(|segment| !segment.is_empty())
}

/// Returns whether a text has only unreserved characters, and upper-case escapes of other bytes.
fn is_canonical(text: &str) -> bool {
    let unreserved = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    let mut rest = text.as_bytes();
    while let [byte, after @ ..] = rest {
        rest = match (byte, after) {
            (b'%', [high, low, after @ ..]) => {
                let value = |digit: &u8| char::from(*digit).to_digit(16).filter(|_| !digit.is_ascii_lowercase());
                match (value(high), value(low)) {
                    (Some(high), Some(low)) if !unreserved((16 * high + low) as u8) => after,
                    _ => return false,
                }
            }
            (byte, after) if unreserved(*byte) => after,
            _ => return false,
        };
    }
    true
}

fn has_only_whole_escapes(text: &str) -> bool {
    let starts_with_digits =
        |part: &str| matches!(part.as_bytes(), [high, low, ..] if high.is_ascii_hexdigit() && low.is_ascii_hexdigit());
    text.split('%').skip(1).all(starts_with_digits)
}
