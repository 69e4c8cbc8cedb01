//! A presigned form as the response of an API.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::String;
use alloc::vec::Vec;
use core::mem;

use serde_core::de::{Deserialize, Deserializer};
use serde_core::ser::{Serialize, SerializeStruct, Serializer};

use super::moment;
use super::object::{Object, Texts};
use super::place::authority_end;
use super::presigned_url::{IS_SHORTENED, Pairs};
use crate::endpoint::url::Schemes;
use crate::s3::PresignedPost;
use crate::signing::Validity;
use crate::sigv4::{AmzDate, WipedString, find_control, find_non_token};

const URL: &str = "url";
const FIELDS: &str = "fields";
const OPEN_FIELDS: &str = "open_fields";
const SIGNED_AT: &str = "signed_at";
const EXPIRES_AT: &str = "expires_at";

/// Serializes a form for the page that uploads (feature `serde`): `url`, `fields` (an object, in the order to send
/// them; the file comes after them), `open_fields` (the names of the fields that the client may complete), `signed_at`
/// and `expires_at` (RFC 3339, in UTC). If the [credentials expire first](Validity::is_shortened), `is_shortened` is true.
///
/// The output includes the signature, and whoever has it can upload: keep it out of logs.
///
/// ```
/// use presign::{Bucket, Credentials};
/// use time::macros::datetime;
///
/// let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
/// let bucket = Bucket::new("photos")?;
/// let form = bucket.post_policy().key("boat.jpg").content_type_starts_with("image/");
/// let json = serde_json::to_value(form.sign_at(&credentials, datetime!(2026-11-23 12:00 UTC))?)?;
/// assert_eq!(json["url"], "https://photos.s3.us-east-1.amazonaws.com/");
/// assert_eq!(json["fields"]["key"], "boat.jpg");
/// assert_eq!(json["open_fields"][0], "Content-Type");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
impl Serialize for PresignedPost {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let is_shortened = self.validity().is_shortened();
        let mut json = serializer.serialize_struct("PresignedPost", 5 + usize::from(is_shortened))?;
        json.serialize_field(URL, self.url())?;
        json.serialize_field(FIELDS, &Pairs(self.fields()))?;
        json.serialize_field(OPEN_FIELDS, &self.open_fields().collect::<Vec<_>>())?;
        json.serialize_field(SIGNED_AT, &moment::<S::Error>(SIGNED_AT, self.signed_at())?)?;
        json.serialize_field(EXPIRES_AT, &moment::<S::Error>(EXPIRES_AT, self.expires_at())?)?;
        if is_shortened {
            json.serialize_field(IS_SHORTENED, &true)?;
        }
        json.end()
    }
}

/// Deserializes what [`Serialize`] wrote, for a client in Rust (feature `serde`). Other fields are ignored.
///
/// The fields and the times must agree. Only the server can tell whether the signature is valid.
///
/// ```
/// use presign::s3::PresignedPost;
/// use presign::{Bucket, Credentials};
/// use time::macros::datetime;
///
/// let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
/// let bucket = Bucket::new("photos")?;
/// let form = bucket.post_policy().key("boat.jpg").sign_at(&credentials, datetime!(2026-11-23 12:00 UTC))?;
///
/// let arrived: PresignedPost = serde_json::from_str(&serde_json::to_string(&form)?)?;
/// assert_eq!(arrived, form);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// When a required field is missing, repeated or of another type, or when:
///
/// - `url` is not an absolute URL, with `http` or `https` and without a query, as this crate writes it;
/// - `fields` have no `key`, `policy` or `x-amz-signature`, a name that is invalid or occurs twice, `file`, or a control
///   character other than a tab in a value;
/// - `open_fields` name another field;
/// - `signed_at` is not the field `x-amz-date`, or `expires_at` is before it.
///
/// No error shows a value.
impl<'de> Deserialize<'de> for PresignedPost {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let names = &[URL, FIELDS, OPEN_FIELDS, SIGNED_AT, EXPIRES_AT, IS_SHORTENED];
        let mut object = Object::read_collections("presigned form", names, deserializer)?;
        let mut url = object.required_text(URL)?;
        authority_end(&url, Schemes::Http)
            .ok_or_else(|| object.error(URL, "is not an absolute URL with `http` or `https` and without a query"))?;

        let fields = object.required_map(FIELDS)?;
        let lines =
            to_lines(&fields).ok_or_else(|| object.error(FIELDS, "has a field that is invalid or occurs twice"))?;
        let by_name: BTreeMap<_, _> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        for required in ["key", "policy", "x-amz-signature"] {
            if by_name.get(required).is_none_or(|value| value.is_empty()) {
                return Err(object.error(FIELDS, "has no `key`, `policy` or `x-amz-signature`"));
            }
        }
        let open = object.required_list(OPEN_FIELDS)?;
        let distinct: BTreeSet<_> = open.iter().map(|name| name.as_str()).collect();
        if distinct.len() < open.len() || !distinct.iter().all(|name| by_name.contains_key(name)) {
            return Err(object.error(OPEN_FIELDS, "has a name that is not in `fields`, or occurs twice"));
        }

        let signed_at = object.required_moment(SIGNED_AT)?;
        let date: Option<AmzDate> = by_name.get("x-amz-date").and_then(|date| date.parse().ok());
        let date = date
            .filter(|date| date.time() == signed_at)
            .ok_or_else(|| object.error(SIGNED_AT, "is not the field `x-amz-date`"))?;
        let expires_at = object.required_moment(EXPIRES_AT)?;
        let expires_at = AmzDate::new(expires_at)
            .ok()
            .filter(|at| date <= *at)
            .ok_or_else(|| object.error(EXPIRES_AT, "is before `signed_at`"))?;
        let is_shortened = object.flag(IS_SHORTENED)?.unwrap_or(false);
        let validity = Validity::new(date, Some(expires_at)).shortened(is_shortened);
        Ok(Self::new(mem::take(&mut *url), lines, open.iter().map(|name| name.as_str()), validity))
    }
}

/// Returns the fields as lines, or `None` if one is invalid or occurs twice. Names are case-insensitive, as in S3.
fn to_lines(fields: &Texts) -> Option<WipedString> {
    let length = fields.iter().map(|(name, value)| name.len() + value.len() + ":\n".len()).sum();
    let (mut lines, mut names) = (WipedString::from(String::with_capacity(length)), BTreeSet::new());
    for (index, (name, value)) in fields.iter().enumerate() {
        let is_repeated = !names.insert(name.to_ascii_lowercase());
        let is_token = !name.is_empty() && find_non_token(name).is_none();
        if is_repeated || !is_token || name.eq_ignore_ascii_case("file") || find_control(value).is_some() {
            return None;
        }
        if index > 0 {
            lines.push('\n');
        }
        for part in [name, ":", value] {
            lines.push_str(part);
        }
    }
    Some(lines)
}
