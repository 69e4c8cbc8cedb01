//! The claim of a form.

use super::{ALGORITHM, Carrier, Claim, is_signature, parse_amz_date, split_credential, version_2_refused};
use crate::post_form::{PostForm, invalid, missing};
use crate::refusal::Refusal;

/// The fields without which a form is not signed. `x-amz-security-token` is the one that may be missing.
const REQUIRED: [&str; 5] = ["policy", "x-amz-algorithm", "x-amz-credential", "x-amz-date", "x-amz-signature"];

impl Claim {
    /// Reads the claim of a form, `None` if it is anonymous.
    ///
    /// # Errors
    ///
    /// Signature Version 2, a field that is missing or malformed.
    pub(crate) fn of_form(form: &PostForm) -> Result<Option<Self>, Refusal> {
        if form.field("awsaccesskeyid").is_some() || form.field("signature").is_some() {
            return Err(version_2_refused());
        }
        let values = REQUIRED.map(|name| form.field(name));
        if values.iter().all(Option::is_none) {
            return Ok(None);
        }
        let [Some(_), Some(algorithm), Some(credential), Some(date), Some(signature)] = values else {
            let absent = REQUIRED.into_iter().zip(values).find(|(_, value)| value.is_none());
            return Err(missing(absent.map_or("policy", |(name, _)| name)));
        };

        if algorithm != ALGORITHM {
            return Err(invalid("x-amz-algorithm", format!("X-Amz-Algorithm only supports {ALGORITHM}")));
        }
        let Some([access_key_id, scope_date, region, service]) = split_credential(credential) else {
            return Err(invalid(
                "x-amz-credential",
                "the Credential is mal-formed; expecting \"<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request\".",
            ));
        };
        let signed_at = parse_amz_date(date).ok_or_else(|| {
            invalid("x-amz-date", "X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"")
        })?;
        if date.get(..8) != Some(scope_date) {
            let message = format!("the date \"{scope_date}\" is not that of X-Amz-Date.");
            return Err(invalid("x-amz-credential", message));
        }
        if !is_signature(signature) {
            let message = "X-Amz-Signature must be 64 lower-case hexadecimal digits";
            return Err(invalid("x-amz-signature", message));
        }
        Ok(Some(Self {
            carrier: Carrier::Form { signed_at },
            access_key_id: access_key_id.to_owned(),
            region: region.to_owned(),
            service: service.to_owned(),
            session_token: form.field("x-amz-security-token").map(str::to_owned),
            signed_headers: Vec::new(),
        }))
    }
}
