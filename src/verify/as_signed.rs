//! The fast path: reads a request with a target that arrives exactly as it was signed.
//!
//! Almost every target does. Its path and query are in canonical form, and the signature comes last. The path and query of
//! the canonical request are then slices of the target, so one pass can parse and check it. Every other target, valid or
//! not, is left to [`Values`].

use super::canonical::Received;
use super::claimed_signature::ClaimedSignature;
use super::claims::{ClaimedDate, Claims, Region};
use super::headers::SignedNames;
use super::notable_headers::NotableHeaders;
use super::policy::LONGEST;
#[cfg(doc)]
use super::values::Values;
use crate::credentials::TokenKind;
use crate::endpoint::target::PathRule;
use crate::sigv4::escaped::Escaped;
use crate::sigv4::received::Request;
use crate::sigv4::{Algorithm, amz_date, split_region, split_service};

/// Returns `None` for a target that the general code must parse.
// Inlined, so that the result is written to its place and not copied twice.
#[inline(always)]
pub(super) fn read<'a>(request: &Request<'a>, headers: NotableHeaders<'a>) -> Option<Received<'a>> {
    // A question mark would be escaped in a canonical path, so the path ends there.
    let (path, rest) = Escaped::of_path(request.target()).split_canonical();
    let (path, query) = (path.raw(), rest.strip_prefix('?')?);
    if !path.starts_with('/') {
        return None;
    }
    let mut rest = Rest(query);
    rest.skip("X-Amz-Algorithm=AWS4-HMAC-SHA256&")?;
    let content_sha256 = rest.optional("X-Amz-Content-Sha256=")?;
    rest.skip("X-Amz-Credential=")?;
    let access_key_id = rest.unreserved()?;
    rest.skip("%2F")?;
    let day = rest.take("YYYYMMDD".len())?;
    rest.skip("%2F")?;
    let region = rest.part(split_region)?;
    rest.skip("%2F")?;
    let service = rest.part(split_service)?;
    rest.skip("%2Faws4_request&X-Amz-Date=")?;
    let date = rest.take("YYYYMMDDTHHMMSSZ".len())?;
    rest.skip("&X-Amz-Expires=")?;
    let expires = rest.number()?;
    rest.skip("&")?;
    let session = rest.optional("X-Amz-S3session-Token=")?;
    let security = rest.optional("X-Amz-Security-Token=")?;
    rest.skip("X-Amz-SignedHeaders=")?;
    let names = SignedNames::parse(rest.component()).ok()?;
    if !rest.0.starts_with(SIGNATURE) {
        rest.others()?;
    }
    let canonical_query = query.get(..query.len() - rest.0.len())?;
    rest.skip(SIGNATURE)?;

    if access_key_id.is_empty() || !date.starts_with(day) || expires > LONGEST {
        return None;
    }
    let token = match (security, session) {
        (Some(_), Some(_)) => return None,
        (security, session) => {
            security.map(|token| (TokenKind::Security, token)).or(session.map(|token| (TokenKind::S3Session, token)))
        }
    };
    let claims = Claims {
        algorithm: Algorithm::Sigv4,
        access_key_id: access_key_id.into(),
        region: Region::One(region.into()),
        service: service.into(),
        date: ClaimedDate { time: amz_date::parse(date)?, text: date.into() },
        expires,
        token,
        names,
        content_sha256,
        signature: ClaimedSignature::parse(Algorithm::Sigv4, rest.0)?,
        canonical_query: Some(canonical_query),
    };
    Some(Received { request: *request, path, query, headers, claims, rule: PathRule::of(service) })
}

/// The rest of a query, which has not been read yet.
struct Rest<'a>(&'a str);

impl<'a> Rest<'a> {
    /// Skips a text that must be next.
    #[inline(always)]
    fn skip(&mut self, text: &str) -> Option<()> {
        self.0 = self.0.strip_prefix(text)?;
        Some(())
    }

    fn take(&mut self, length: usize) -> Option<&'a str> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    /// Takes the part that a function splits off.
    #[inline(always)]
    fn part(&mut self, split: impl FnOnce(&'a str) -> Option<(&'a str, &'a str)>) -> Option<&'a str> {
        let (part, rest) = split(self.0)?;
        self.0 = rest;
        Some(part)
    }

    /// Takes everything before the first byte that is not an unreserved character.
    fn unreserved(&mut self) -> Option<&'a str> {
        self.take(Escaped::of_query(self.0).unreserved_length())
    }

    /// Takes a canonical name or value.
    #[inline(always)]
    fn component(&mut self) -> Escaped<'a> {
        let (component, rest) = Escaped::of_query(self.0).split_canonical();
        self.0 = rest;
        component
    }

    /// Takes the value of a parameter, if it is the next one, and the separator behind it.
    #[inline(always)]
    fn optional(&mut self, name: &str) -> Option<Option<Escaped<'a>>> {
        if self.skip(name).is_none() {
            return Some(None);
        }
        let value = self.component();
        self.skip("&")?;
        Some(Some(value))
    }

    /// Takes a number of at most nine digits.
    #[inline(always)]
    fn number(&mut self) -> Option<u32> {
        let (mut number, mut length) = (0, 0);
        while let Some(digit @ b'0'..=b'9') = self.0.as_bytes().get(length).filter(|_| length < 9) {
            number = 10 * number + u32::from(digit - b'0');
            length += 1;
        }
        self.take(length).filter(|digits| !digits.is_empty()).map(|_| number)
    }

    /// Takes the other parameters, which are between `X-Amz-SignedHeaders` and the signature.
    ///
    /// They must be sorted, and each name must begin with a lower-case letter other than `x`. Such a name sorts after all
    /// parameters of the signature, and is not one of them in another case.
    fn others(&mut self) -> Option<()> {
        let mut earlier = ("", "");
        while !self.0.starts_with(SIGNATURE) {
            self.skip("&")?;
            let name = self.component().raw();
            self.skip("=")?;
            let value = self.component().raw();
            if earlier > (name, value) || !matches!(name.as_bytes(), [b'a'..=b'w' | b'y' | b'z', ..]) {
                return None;
            }
            earlier = (name, value);
        }
        Some(())
    }
}

const SIGNATURE: &str = "&X-Amz-Signature=";

#[cfg(test)]
mod tests {
    use alloc::format;
    use alloc::string::String;

    use super::super::parameters::Sorted;
    use super::super::values::Values;
    use super::*;

    const TARGET: &str = "/a%20b/%C3%BC?X-Amz-Algorithm=AWS4-HMAC-SHA256\
        &X-Amz-Credential=AKIA-~%2F20261123%2Feu-west-1%2Fs3%2Faws4_request&X-Amz-Date=20261123T120000Z\
        &X-Amz-Expires=900&X-Amz-Security-Token=a%2Fb%3D&X-Amz-SignedHeaders=host%3Bx-amz-acl\
        &partNumber=1&versionId=%C3%BC&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404";

    /// Checks that a target which is read in one pass is read in the same way by the general code.
    fn is_read(target: &str) -> bool {
        let request = Request::new("GET", target, &[]);
        let Some(Received { path, query, claims, .. }) = read(&request, NotableHeaders::of(&request)) else {
            return false;
        };
        assert_eq!(request.path_and_query(), (path, Some(query)), "{target}");

        let values =
            Values::of(&request, &NotableHeaders::of(&request)).unwrap_or_else(|error| panic!("{target} {error}"));
        let expected = Claims::parse(&values).unwrap_or_else(|error| panic!("{target} {error}"));
        let of = |claims: &Claims<'_>| {
            let Region::One(region) = &claims.region else { panic!("SigV4 has a region") };
            let texts = (claims.access_key_id.clone(), region.clone(), claims.service.clone());
            let raw = |text: Escaped<'_>| String::from(text.raw());
            let token = claims.token.map(|(kind, token)| (kind, raw(token)));
            let names: String = claims.names.iter().map(|name| format!("{};", name.text().unwrap())).collect();
            let numbers = (claims.date.time, claims.expires, claims.signature.as_bytes());
            format!("{texts:?} {token:?} {names} {numbers:?} {:?}", claims.content_sha256.map(raw))
        };
        assert_eq!(of(&claims), of(&expected), "{target}");
        let mut sorted = String::new();
        Sorted::of(query).write(&mut sorted).unwrap();
        assert_eq!(claims.canonical_query, Some(&*sorted), "{target}");
        let mut recoded = String::new();
        Escaped::of_path(path).recode(&mut recoded).unwrap();
        assert_eq!(path, recoded, "{target}");
        true
    }

    #[test]
    fn a_target_is_read_as_by_the_general_code() {
        assert!(is_read(TARGET));
        assert!(is_read(&TARGET.replace("Security-Token", "S3session-Token")));
        let payload = "&X-Amz-Content-Sha256=UNSIGNED-PAYLOAD&X-Amz-Credential=";
        assert!(is_read(&TARGET.replace("&X-Amz-Credential=", payload)));
        assert!(is_read(&TARGET.replace("&partNumber=1", "")));
        // Every change at one place, with the characters that mean something in a URL.
        let mut read = 0;
        for at in 0..TARGET.len() {
            let (before, after) = TARGET.split_at(at);
            for character in [
                "", "a", "f", "A", "Z", "2", "9", "%", "%2F", "%2f", "%41", "%FF", "/", "&", "=", "+", ";", "~", "ü",
                " ",
            ] {
                read += usize::from(is_read(&format!("{before}{character}{after}")));
                // In place of one byte, and of as many as it has: a date is taken by its length.
                for length in [1, character.len()] {
                    let rest = after.get(length..).unwrap_or_default();
                    read += usize::from(is_read(&format!("{before}{character}{rest}")));
                }
            }
        }
        assert!((500..3000).contains(&read), "{read}");
    }

    #[test]
    fn other_forms_are_left_to_the_general_code() {
        for (found, other) in [
            ("%20", "+"),
            ("%2F2026", "/2026"),
            ("%C3%BC?", "%c3%bc?"),
            ("%C3%BC?", "%C3?"),
            ("AKIA-~", ""),
            ("=900", "=604801"),
            ("=900", "=+900"),
            ("&partNumber=1&versionId=%C3%BC", "&versionId=1&partNumber=1"),
            ("&partNumber=1", "&x-amz-date=1"),
            ("&partNumber=1", "&Signature=1"),
            ("&partNumber=1", "&partNumber"),
            ("&partNumber=1", "&"),
            ("=host", "=x-amz-acl%3Bhost"),
            ("%2Faws4_request", "%2Faws4_reques"),
            ("20261123T", "20261124T"),
            ("20261123T1", "2026112üT"),
            ("%2F20261123", "%2F20261122"),
            ("&X-Amz-SignedHeaders", "&X-Amz-S3session-Token=1&X-Amz-SignedHeaders"),
        ] {
            let target = TARGET.replacen(found, other, 1);
            assert_ne!(target, TARGET);
            assert!(!is_read(&target), "{target}");
        }
    }
}
