//! Checksums of uploads: `x-amz-checksum-*`, and `Content-MD5`.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD as BASE64;
use hyper::header::{HeaderMap, HeaderName, HeaderValue};
use s3s::crypto::{Checksum as _, Crc32, Crc32c, Crc64Nvme, Md5, Sha1, Sha256};
use s3s::{S3Result, dto, s3_error};

/// A checksum algorithm of S3.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Algorithm {
    Crc32,
    Crc32c,
    Crc64Nvme,
    Sha1,
    Sha256,
}

impl Algorithm {
    pub(crate) const ALL: [Self; 5] = [Self::Crc32, Self::Crc32c, Self::Crc64Nvme, Self::Sha1, Self::Sha256];

    /// Returns the header that carries the value.
    pub(crate) fn header(self) -> &'static str {
        match self {
            Self::Crc32 => "x-amz-checksum-crc32",
            Self::Crc32c => "x-amz-checksum-crc32c",
            Self::Crc64Nvme => "x-amz-checksum-crc64nvme",
            Self::Sha1 => "x-amz-checksum-sha1",
            Self::Sha256 => "x-amz-checksum-sha256",
        }
    }

    fn digest(self, body: &[u8]) -> Vec<u8> {
        match self {
            Self::Crc32 => Crc32::checksum(body).to_vec(),
            Self::Crc32c => Crc32c::checksum(body).to_vec(),
            Self::Crc64Nvme => Crc64Nvme::checksum(body).to_vec(),
            Self::Sha1 => Sha1::checksum(body).to_vec(),
            Self::Sha256 => Sha256::checksum(body).to_vec(),
        }
    }
}

/// Headers whose names look like those of checksums, but which carry none.
const NO_CHECKSUMS: [&str; 3] = ["x-amz-checksum-algorithm", "x-amz-checksum-mode", "x-amz-checksum-type"];

/// A checksum that a client sends, or that an object has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Checksum {
    pub(crate) algorithm: Algorithm,
    /// In base64.
    pub(crate) value: String,
}

impl Checksum {
    /// Returns the checksum in the headers of a request, if there is one.
    ///
    /// # Errors
    ///
    /// More than one checksum, the name of an algorithm without a value, or an algorithm that s3s does not implement.
    pub(crate) fn in_headers(headers: &HeaderMap) -> S3Result<Option<Self>> {
        for name in headers.keys().filter(|name| name.as_str().starts_with("x-amz-checksum-")) {
            let known = Algorithm::ALL.iter().any(|algorithm| algorithm.header() == name.as_str());
            if !known && !NO_CHECKSUMS.contains(&name.as_str()) {
                return Err(s3_error!(NotImplemented, "The checksum {name} is not implemented"));
            }
        }
        let text = |name| headers.get(name).map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned());
        let promised = Self::only_one(Algorithm::ALL.map(|algorithm| text(algorithm.header())))?;
        if promised.is_none() && headers.contains_key("x-amz-sdk-checksum-algorithm") {
            return Err(s3_error!(
                InvalidRequest,
                "x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* \
                 or x-amz-trailer headers were found."
            ));
        }
        Ok(promised)
    }

    /// Returns the only value that is present. `values` has the order of [`Algorithm::ALL`].
    pub(crate) fn only_one(values: [Option<String>; 5]) -> S3Result<Option<Self>> {
        let given = Algorithm::ALL.into_iter().zip(values);
        let mut given = given.filter_map(|(algorithm, value)| Some(Self { algorithm, value: value? }));
        let first = given.next();
        if given.next().is_some() {
            return Err(s3_error!(
                InvalidRequest,
                "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed."
            ));
        }
        Ok(first)
    }

    /// Checks that the body has this checksum.
    pub(crate) fn check(&self, body: &[u8]) -> S3Result<()> {
        let header = self.algorithm.header();
        let digest = self.algorithm.digest(body);
        match BASE64.decode(&self.value) {
            Ok(promised) if promised == digest => Ok(()),
            Ok(promised) if promised.len() == digest.len() => {
                Err(s3_error!(BadDigest, "The {header} you specified did not match the calculated checksum."))
            }
            _ => Err(s3_error!(InvalidRequest, "Value for {header} header is invalid.")),
        }
    }

    /// Writes the checksum into the headers of a response.
    pub(crate) fn write_header(&self, headers: &mut HeaderMap) {
        if let Ok(value) = HeaderValue::from_str(&self.value) {
            headers.insert(HeaderName::from_static(self.algorithm.header()), value);
        }
    }

    /// Converts the checksum to the elements of an XML document.
    pub(crate) fn to_elements(&self) -> dto::Checksum {
        let of = |algorithm| (self.algorithm == algorithm).then(|| self.value.clone());
        dto::Checksum {
            checksum_crc32: of(Algorithm::Crc32),
            checksum_crc32c: of(Algorithm::Crc32c),
            checksum_crc64nvme: of(Algorithm::Crc64Nvme),
            checksum_sha1: of(Algorithm::Sha1),
            checksum_sha256: of(Algorithm::Sha256),
            checksum_type: None,
        }
    }
}

/// Checks that the body has the MD5 in a `Content-MD5` header.
pub(crate) fn check_md5(promised: &str, body: &[u8]) -> S3Result<()> {
    match BASE64.decode(promised) {
        Ok(promised) if promised == Md5::checksum(body) => Ok(()),
        Ok(promised) if promised.len() == 16 => {
            Err(s3_error!(BadDigest, "The Content-MD5 you specified did not match what we received."))
        }
        _ => Err(s3_error!(InvalidDigest, "The Content-MD5 you specified is not valid.")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(result: S3Result<()>) -> Option<String> {
        result.err().map(|e| e.code().as_str().to_owned())
    }

    #[test]
    fn the_check_values_of_the_algorithms() {
        // For "123456789": from the catalog of CRC algorithms, and from sha1sum and sha256sum.
        for (algorithm, hexadecimal) in [
            (Algorithm::Crc32, "cbf43926"),
            (Algorithm::Crc32c, "e3069283"),
            (Algorithm::Crc64Nvme, "ae8b14860a799888"),
            (Algorithm::Sha1, "f7c3bc1d808e04732adf679965ccc34ca7ae3441"),
            (Algorithm::Sha256, "15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225"),
        ] {
            assert_eq!(hex::encode(algorithm.digest(b"123456789")), hexadecimal, "{algorithm:?}");
            let right = Checksum { algorithm, value: BASE64.encode(hex::decode(hexadecimal).unwrap()) };
            assert_eq!(code(right.check(b"123456789")), None);
            assert_eq!(code(right.check(b"12345678")).as_deref(), Some("BadDigest"));
            let short = Checksum { algorithm, value: "AAA=".to_owned() };
            assert_eq!(code(short.check(b"123456789")).as_deref(), Some("InvalidRequest"));
        }
    }

    #[test]
    fn no_more_than_one() {
        let mut headers = HeaderMap::new();
        assert_eq!(Checksum::in_headers(&headers).unwrap(), None);
        headers.insert("x-amz-sdk-checksum-algorithm", HeaderValue::from_static("CRC32"));
        assert!(Checksum::in_headers(&headers).is_err());
        headers.insert("x-amz-checksum-crc32", HeaderValue::from_static("y/Q5Jg=="));
        let checksum = Checksum::in_headers(&headers).unwrap().unwrap();
        assert_eq!((checksum.algorithm, &*checksum.value), (Algorithm::Crc32, "y/Q5Jg=="));
        headers.insert("x-amz-checksum-type", HeaderValue::from_static("FULL_OBJECT"));
        assert!(Checksum::in_headers(&headers).is_ok());
        headers.insert("x-amz-checksum-sha1", HeaderValue::from_static("x"));
        assert!(Checksum::in_headers(&headers).is_err());
        let unknown =
            HeaderMap::from_iter([(HeaderName::from_static("x-amz-checksum-sha512"), HeaderValue::from_static("x"))]);
        assert!(Checksum::in_headers(&unknown).is_err());
    }

    #[test]
    fn md5() {
        assert_eq!(code(check_md5("XUFAKrxLKna5cZ2REBfFkg==", b"hello")), None);
        assert_eq!(code(check_md5("XUFAKrxLKna5cZ2REBfFkg==", b"jello")).as_deref(), Some("BadDigest"));
        assert_eq!(code(check_md5("XUFA", b"hello")).as_deref(), Some("InvalidDigest"));
        assert_eq!(code(check_md5("5d41402abc4b2a76b9719d911017c592", b"hello")).as_deref(), Some("InvalidDigest"));
    }
}
