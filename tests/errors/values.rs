//! Methods, checksums and customer keys given as text.

use presign::s3::{Checksum, ChecksumAlgorithm, CustomerKey};
use presign::{Bucket, ErrorKind, Method};

use crate::util::errors::assert_error;

#[test]
fn methods() {
    for wrong in ["", "get", "Get", " GET", "GET\n", "GETS", "CONNECT", "TRACE", "*"] {
        assert_error(
            wrong.parse::<Method>(),
            ErrorKind::UnsupportedMethod,
            &format!(
                "method {wrong:?} is not supported: use GET, HEAD, PUT, POST, DELETE, PATCH or OPTIONS, in upper case"
            ),
        );
    }
}

#[test]
fn buckets() {
    for wrong in ["", "photos/2026", "arn:aws:s3", " photos"] {
        let error = wrong.parse::<Bucket>().unwrap_err();
        assert_eq!(error.to_string(), Bucket::new(wrong).unwrap_err().to_string());
    }
}

const SHA256: &str = "LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=";
const SHA256_HEX: &str = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

#[test]
fn checksums_in_base64_of_another_length() {
    use ChecksumAlgorithm as Algorithm;

    for (algorithm, text, problem) in [
        (Algorithm::Crc32, "", "CRC32 checksum is 0 characters long: use 8 characters"),
        (Algorithm::Crc32, "NhCmhg", "CRC32 checksum is 6 characters long: use 8 characters"),
        (Algorithm::Crc32, "NhCmhg=", "CRC32 checksum is 7 characters long: use 8 characters"),
        (Algorithm::Crc32, "NhCmhg===", "CRC32 checksum is 9 characters long: use 8 characters"),
        (Algorithm::Crc32c, "lVXoVVxi3P0=", "CRC32C checksum is 12 characters long: use 8 characters"),
        (Algorithm::Crc64Nvme, "NhCmhg==", "CRC64NVME checksum is 8 characters long: use 12 characters"),
        (Algorithm::XxHash64, "NhCmhg==", "XXHASH64 checksum is 8 characters long: use 12 characters"),
        (Algorithm::XxHash3, "NhCmhg==", "XXHASH3 checksum is 8 characters long: use 12 characters"),
        (Algorithm::XxHash128, "NhCmhg==", "XXHASH128 checksum is 8 characters long: use 24 characters"),
        (Algorithm::Md5, SHA256, "MD5 checksum is 44 characters long: use 24 characters"),
        (Algorithm::Sha1, SHA256, "SHA1 checksum is 44 characters long: use 28 characters"),
        (Algorithm::Sha256, &SHA256[..43], "SHA256 checksum is 43 characters long: use 44 characters"),
        (Algorithm::Sha256, SHA256_HEX, "SHA256 checksum is 64 characters long: use 44 characters"),
        (Algorithm::Sha512, SHA256, "SHA512 checksum is 44 characters long: use 88 characters"),
    ] {
        let message = format!("{problem} of base64 with padding, or `Checksum::from_hex`");
        assert_error(Checksum::from_base64(algorithm, text), ErrorKind::InvalidChecksum, &message);
    }
}

#[test]
fn checksums_that_are_not_base64() {
    let url_safe = SHA256.replace('+', "-");
    for (text, at) in [
        (&*url_safe, "6: `-`"),
        (&format!("{SHA256}\n"), "44: 0x0a"),
        (&format!(" {SHA256}"), "0: 0x20"),
        (&format!("\"{SHA256}\""), "0: `\"`"),
        (&format!("{}=Q=", &SHA256[..41]), "41: `=`"),
        (&SHA256.replace('L', "=").replace("Q=", "QQ"), "0: `=`"),
        ("é", "0: 0xc3"),
        ("LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=-2", "44: `-`"),
    ] {
        let message = format!(
            "SHA256 checksum has an invalid character at byte {at}; use the base64 alphabet (`A` to `Z`, `a` to `z`, \
             `0` to `9`, `+`, `/`), or `Checksum::from_hex`"
        );
        assert_error(Checksum::from_base64(ChecksumAlgorithm::Sha256, text), ErrorKind::InvalidChecksum, &message);
    }
    // The first three of these have bits in the last character that are not zero, the others a byte too many.
    for (algorithm, name, text) in [
        (ChecksumAlgorithm::Sha256, "SHA256", SHA256.replace("Q=", "R=")),
        (ChecksumAlgorithm::Crc32, "CRC32", "NhCmhh==".into()),
        (ChecksumAlgorithm::Crc64Nvme, "CRC64NVME", "lVXoVVxi3P1=".into()),
        (ChecksumAlgorithm::Sha256, "SHA256", SHA256.replace('=', "A")),
        (ChecksumAlgorithm::Crc32, "CRC32", "NhCmhgA=".into()),
        (ChecksumAlgorithm::Crc32, "CRC32", "NhCmhgAA".into()),
        (ChecksumAlgorithm::Crc32, "CRC32", "NhCmhg=A".into()),
    ] {
        let message =
            format!("{name} checksum in base64 has bits after its last byte: encode only the checksum's bytes");
        assert_error(Checksum::from_base64(algorithm, &text), ErrorKind::InvalidChecksum, &message);
    }
}

#[test]
fn checksums_that_are_not_hexadecimal() {
    for (text, length) in [("", 0), (&SHA256_HEX[1..], 63), (&format!("{SHA256_HEX}0"), 65), ("5d41402a", 8)] {
        let message = format!(
            "SHA256 checksum is {length} characters long: use 64 hexadecimal digits, or `Checksum::from_base64`"
        );
        assert_error(Checksum::from_hex(ChecksumAlgorithm::Sha256, text), ErrorKind::InvalidChecksum, &message);
    }
    for (text, at) in [
        (SHA256, "0: `L`"),
        (&SHA256_HEX.replace('f', "g"), "2: `g`"),
        (&format!("0x{}", &SHA256_HEX[2..]), "1: `x`"),
        (&format!("{SHA256_HEX}  -"), "64: 0x20"),
        (&format!("{}é", &SHA256_HEX[..62]), "62: 0xc3"),
    ] {
        let message = format!(
            "SHA256 checksum has an invalid character at byte {at}; use hexadecimal digits, or `Checksum::from_base64`"
        );
        assert_error(Checksum::from_hex(ChecksumAlgorithm::Sha256, text), ErrorKind::InvalidChecksum, &message);
    }
}

#[test]
fn customer_keys() {
    const KEY: &str = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

    for wrong in [&[][..], &[7; 31], &[7; 33], KEY.as_bytes()] {
        let message = format!(
            "customer key is {} bytes long: use 32 bytes, or `CustomerKey::from_base64` for their base64",
            wrong.len()
        );
        assert_error(CustomerKey::try_from(wrong), ErrorKind::InvalidCustomerKey, &message);
    }
    for wrong in ["", &KEY[..43], "MDEyMw==", SHA256_HEX, &format!("{KEY}=")] {
        let message = format!(
            "customer key in base64 is {} characters long: use 44 characters with padding, which encode 32 bytes",
            wrong.len()
        );
        assert_error(CustomerKey::from_base64(wrong), ErrorKind::InvalidCustomerKey, &message);
    }
    for (wrong, at) in [
        (&*format!("{KEY}\n"), "44: 0x0a"),
        (&format!("{KEY} "), "44: 0x20"),
        (&KEY.replace('j', "_"), "9: `_`"),
        (&format!("{}==", &KEY[..42]), "42: `=`"),
    ] {
        let message = format!(
            "customer key in base64 has an invalid character at byte {at}; use the base64 alphabet (`A` to `Z`, `a` \
             to `z`, `0` to `9`, `+`, `/`), and trim the value if it was read from a file"
        );
        assert_error(CustomerKey::from_base64(wrong), ErrorKind::InvalidCustomerKey, &message);
    }
    for wrong in [KEY.replace("Y=", "Z="), KEY.replace('=', "A")] {
        assert_error(
            CustomerKey::from_base64(&wrong),
            ErrorKind::InvalidCustomerKey,
            "customer key in base64 has bits after its last byte: encode only the key's 32 bytes",
        );
    }
}
