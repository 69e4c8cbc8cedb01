//! What is encoded decodes to what it was, and nothing that a URL can't carry is left in it; what decodes has one
//! canonical form; a normal path is normal.

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
            // One form for each value: whatever is in that form stays as it is, and nothing else comes out as itself.
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

    // Segments are only ever left out.
    let mut left = segments(path);
    assert!(segments(&normal).all(|segment| left.any(|other| other == segment)), "{path:?} became {normal:?}");

    let was_normal =
        path.starts_with('/') && !path.contains("//") && segments(path).all(|segment| !matches!(segment, "." | ".."));
    assert_eq!(was_normal, path == normal);
}

fn segments(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').filter(|segment| !segment.is_empty())
}

/// Unreserved characters as themselves, and every other byte as an escape in upper case.
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
