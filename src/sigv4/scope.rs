//! The credential scope: the day, region and service that a signing key is valid for.

use core::fmt;

use time::Date;

use super::amz_date::{date_digits, parse_day};
use super::span::span;
use crate::error::{Error, Found, Repr};

/// A credential scope. `Display` gives `YYYYMMDD/region/service/aws4_request`, or `YYYYMMDD/service/aws4_request` for
/// SigV4A, whose scope has no region.
///
/// ```
/// use presign::sigv4::{AmzDate, Scope};
///
/// let date: AmzDate = "20130524T000000Z".parse()?;
/// let scope = Scope::new(date.date(), "us-east-1", "s3")?;
/// assert_eq!(scope.to_string(), "20130524/us-east-1/s3/aws4_request");
/// # Ok::<(), presign::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Scope<'a> {
    date: Date,
    /// Empty if the scope has no region.
    region: &'a str,
    service: &'a str,
}

impl<'a> Scope<'a> {
    /// Creates a scope from a day in UTC, a region such as `us-east-1`, and a signing name such as `s3`.
    ///
    /// # Errors
    ///
    /// - [`InvalidTime`](crate::ErrorKind::InvalidTime) when the year is not within 0 to 9999.
    /// - [`InvalidRegion`](crate::ErrorKind::InvalidRegion) when the region is empty, over 63 bytes, or has anything
    ///   but letters, digits, underscores and inner hyphens.
    /// - [`InvalidService`](crate::ErrorKind::InvalidService) when the service is empty, over 64 bytes, or has anything
    ///   but letters, digits, `-`, `_` and `.`.
    ///
    /// ```
    /// use presign::ErrorKind;
    /// use presign::sigv4::Scope;
    /// use time::macros::datetime;
    ///
    /// let date = datetime!(2026-11-23 0:00 UTC).date();
    /// let scope = Scope::new(date, "eu-west-1", "execute-api")?;
    /// assert_eq!((scope.date(), scope.region(), scope.service()), (date, "eu-west-1", "execute-api"));
    /// assert_eq!(Scope::new(date, "eu west", "s3").unwrap_err().kind(), ErrorKind::InvalidRegion);
    /// # Ok::<(), presign::Error>(())
    /// ```
    pub fn new(date: Date, region: &'a str, service: &'a str) -> Result<Self, Error> {
        check_year(date)?;
        check_region(region)?;
        check_service(service)?;
        Ok(Self { date, region, service })
    }

    /// Creates a scope from a day in UTC and a signing name, for [SigV4A](crate::Algorithm::Sigv4a).
    ///
    /// # Errors
    ///
    /// The errors of [`new`](Self::new), except `InvalidRegion`.
    ///
    /// ```
    /// use presign::sigv4::{AmzDate, Scope};
    ///
    /// let date: AmzDate = "20130524T000000Z".parse()?;
    /// let scope = Scope::without_region(date.date(), "s3")?;
    /// assert_eq!((scope.region(), scope.to_string().as_str()), ("", "20130524/s3/aws4_request"));
    /// # Ok::<(), presign::Error>(())
    /// ```
    pub fn without_region(date: Date, service: &'a str) -> Result<Self, Error> {
        check_year(date)?;
        check_service(service)?;
        Ok(Self::from_checked(date, "", service))
    }

    /// Parses the text of a scope, of SigV4 or SigV4A.
    ///
    /// # Errors
    ///
    /// - [`InvalidScope`](crate::ErrorKind::InvalidScope) for a text of another form: one with more or fewer parts, with
    ///   a day that does not exist, or that does not end with `aws4_request`.
    /// - [`InvalidRegion`](crate::ErrorKind::InvalidRegion) and [`InvalidService`](crate::ErrorKind::InvalidService) as
    ///   for [`new`](Self::new).
    ///
    /// ```
    /// use presign::ErrorKind;
    /// use presign::sigv4::Scope;
    ///
    /// let scope = Scope::parse("20130524/us-east-1/s3/aws4_request")?;
    /// assert_eq!((scope.region(), scope.service()), ("us-east-1", "s3"));
    /// assert_eq!(Scope::parse("20130524/s3/aws4_request")?.region(), "");
    /// assert_eq!(Scope::parse("20130524/us-east-1/s3").unwrap_err().kind(), ErrorKind::InvalidScope);
    /// # Ok::<(), presign::Error>(())
    /// ```
    pub fn parse(text: &'a str) -> Result<Self, Error> {
        let malformed = || Error::from(Repr::InvalidScope { found: Found::new(text) });
        let mut parts = text.split('/').rev();
        let (end, service, region_or_day) = (parts.next(), parts.next(), parts.next());
        let (day, region) = match parts.next() {
            Some(day) => (Some(day), region_or_day),
            None => (region_or_day, None),
        };
        let (Some(TERMINATOR), Some(service), Some(day), None) = (end, service, day, parts.next()) else {
            return Err(malformed());
        };
        let date = parse_day(day).ok_or_else(malformed)?;
        match region {
            Some(region) => Self::new(date, region, service),
            None => Self::without_region(date, service),
        }
    }

    /// Creates a scope from parts that have been checked.
    pub(crate) const fn from_checked(date: Date, region: &'a str, service: &'a str) -> Self {
        Self { date, region, service }
    }

    /// Returns the day, in UTC.
    pub fn date(&self) -> Date {
        self.date
    }

    /// Returns the region, or an empty string if the scope has none.
    pub fn region(&self) -> &'a str {
        self.region
    }

    /// Returns the signing name of the service.
    pub fn service(&self) -> &'a str {
        self.service
    }
}

/// The last part of every scope.
const TERMINATOR: &str = "aws4_request";

/// Returns the pieces of a credential scope after the day. The layout is written down only here. `region` is empty for
/// SigV4A; `slash` is `/`, or `%2F` in a query.
pub(crate) fn scope_ending<'a>(region: &'a str, service: &'a str, slash: &'a str) -> [&'a str; 6] {
    let [before_region, region] = if region.is_empty() { ["", ""] } else { [slash, region] };
    [before_region, region, slash, service, slash, TERMINATOR]
}

impl fmt::Display for Scope<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let date = date_digits(self.date);
        f.write_str(core::str::from_utf8(&date).map_err(|_| fmt::Error)?)?;
        scope_ending(self.region, self.service, "/").into_iter().try_for_each(|piece| f.write_str(piece))
    }
}

fn check_year(date: Date) -> Result<(), Error> {
    if (0..=9999).contains(&date.year()) { Ok(()) } else { Err(Repr::InvalidTime { year: date.year() }.into()) }
}

/// Checks that a region can be part of a scope. Unlike in a host, underscores are allowed: MinIO's regions may contain
/// them.
pub(crate) fn check_region(region: &str) -> Result<(), Error> {
    match (region, split_region(region)) {
        (_, Some((_, ""))) => Ok(()),
        ("", _) => Err(Repr::EmptyRegion {}.into()),
        _ => Err(Repr::RegionNotForScope { found: Found::new(region) }.into()),
    }
}

/// Splits after the longest beginning that could be a region, if it is one.
#[inline]
pub(crate) fn split_region(text: &str) -> Option<(&str, &str)> {
    let (region, rest) = split_allowed(text, &IN_REGIONS);
    let is_region = (1..=63).contains(&region.len()) && !region.starts_with('-') && !region.ends_with('-');
    is_region.then_some((region, rest))
}

/// Checks that a region is a DNS label (RFC 1123, section 2.1), since it becomes part of host names.
pub(crate) fn check_region_of_host(region: &str) -> Result<(), Error> {
    match region {
        "" => Err(Repr::EmptyRegion {}.into()),
        _ if is_dns_label(region) => Ok(()),
        _ => Err(Repr::InvalidRegion { found: Found::new(region) }.into()),
    }
}

/// Checks that a region set is `*`, or regions separated by commas without spaces. A `*` in a region matches any
/// characters (`us-*`).
pub(crate) fn check_region_set(region_set: &str) -> Result<(), Error> {
    let is_region = |region: &str| is_dns_label(&region.replace('*', "a"));
    match region_set.split(',').find(|region| !is_region(region)) {
        Some(region) => Err(Repr::InvalidRegionSet { found: Found::new(region) }.into()),
        None => Ok(()),
    }
}

pub(crate) fn check_service(service: &str) -> Result<(), Error> {
    match split_service(service) {
        Some((_, "")) => Ok(()),
        _ => Err(Repr::InvalidService { found: Found::new(service) }.into()),
    }
}

/// Splits after the longest beginning that could be a service, if it is one.
#[inline]
pub(crate) fn split_service(text: &str) -> Option<(&str, &str)> {
    let (service, rest) = split_allowed(text, &IN_SERVICES);
    (1..=64).contains(&service.len()).then_some((service, rest))
}

/// For each byte, whether it may occur in a text.
type Allowed = [bool; 256];

static IN_REGIONS: Allowed = letters_digits_and(b"-_");
static IN_SERVICES: Allowed = letters_digits_and(b"-_.");

const fn letters_digits_and(others: &[u8]) -> Allowed {
    let mut allowed = [false; 256];
    let mut byte = 0;
    while byte < allowed.len() {
        allowed[byte] = (byte as u8).is_ascii_alphanumeric();
        byte += 1;
    }
    let mut at = 0;
    while at < others.len() {
        allowed[others[at] as usize] = true;
        at += 1;
    }
    allowed
}

#[inline]
fn split_allowed<'a>(text: &'a str, allowed: &Allowed) -> (&'a str, &'a str) {
    text.split_at(span(text.as_bytes(), |byte| allowed[usize::from(byte)]))
}

/// Returns whether a text is 1 to 63 letters, digits and hyphens, with a letter or digit at both ends.
pub(crate) fn is_dns_label(text: &str) -> bool {
    (1..=63).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        && !text.starts_with('-')
        && !text.ends_with('-')
}
