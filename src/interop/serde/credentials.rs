//! Credentials from the output of a credential process, and from the responses of AWS services.

use alloc::format;
use core::mem;

use serde_core::de::{Deserialize, Deserializer, Error};

use super::object::{Object, Value};
use crate::credentials::Credentials;

const VERSION: &str = "Version";
const CODE: &str = "Code";
const ACCESS_KEY_ID: &str = "AccessKeyId";
const SECRET_ACCESS_KEY: &str = "SecretAccessKey";
const SECRET_KEY: &str = "SecretKey";
const SESSION_TOKEN: &str = "SessionToken";
const TOKEN: &str = "Token";
const EXPIRATION: &str = "Expiration";
const CREDENTIALS: &str = "Credentials";
const IOT_CREDENTIALS: &str = "credentials";
const ERROR: &str = "Error";

/// The objects that the credentials may be in. A response of STS has a result, and the result the credentials.
const PLACES: [&str; 8] = [
    "AssumeRoleResponse",
    "AssumeRoleWithSAMLResponse",
    "AssumeRoleWithWebIdentityResponse",
    "AssumeRootResponse",
    "GetFederationTokenResponse",
    "GetSessionTokenResponse",
    CREDENTIALS,
    IOT_CREDENTIALS,
];

/// Deserializes credentials from the JSON of these sources (feature `serde`):
///
/// | source | form |
/// |---|---|
/// | a [credential process][process], and `aws configure export-credentials` | `Version` (1), `AccessKeyId`, `SecretAccessKey`; optionally `SessionToken` (an empty one counts as none) and `Expiration` |
/// | the [instance metadata][imds] of Amazon EC2 | `Code` (`Success`), `AccessKeyId`, `SecretAccessKey`, `Token`, `Expiration` |
/// | the credentials endpoint of [Amazon ECS][ecs] and of EKS Pod Identity | `AccessKeyId`, `SecretAccessKey`, `Token`, `Expiration` |
/// | [AWS STS][sts], as its endpoint responds to `Accept: application/json`, or as the AWS CLI prints it | `Credentials`: `AccessKeyId`, `SecretAccessKey`, `SessionToken`, `Expiration` |
/// | [Amazon Cognito][cognito] identity pools | `Credentials`: `AccessKeyId`, `SecretKey`, `SessionToken`, `Expiration` |
/// | the credentials provider of [AWS IoT][iot] | `credentials`: `accessKeyId`, `secretAccessKey`, `sessionToken`, `expiration` |
///
/// An expiration is a time as in RFC 3339. From STS and Cognito, it may also be a number of seconds since 1970. It
/// becomes the [expiry](Credentials::with_expiry). Other fields are ignored.
///
/// The credentials wipe their copies of the secret and the token. The JSON is the caller's to wipe. If a value has an
/// escape, such as `\/`, serde_json also copies it to a buffer of its own, which it does not wipe;
/// `serde_json::from_reader` copies every value there.
///
/// There is no `Serialize`: a secret access key should not be written anywhere. To let another process sign, send it a
/// [`ScopedSigner`](crate::ScopedSigner).
///
/// ```
/// use presign::Credentials;
/// use time::macros::datetime;
///
/// let credentials: Credentials = serde_json::from_str(
///     r#"{
///         "Code": "Success",
///         "LastUpdated": "2026-11-23T12:00:00Z",
///         "Type": "AWS-HMAC",
///         "AccessKeyId": "ASIAIOSFODNN7EXAMPLE",
///         "SecretAccessKey": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
///         "Token": "AQoDYXdzEPT//////////wEXAMPLE",
///         "Expiration": "2026-11-23T18:00:00Z"
///     }"#,
/// )?;
/// assert_eq!(credentials.access_key_id(), "ASIAIOSFODNN7EXAMPLE");
/// assert_eq!(credentials.expires_at(), Some(datetime!(2026-11-23 18:00 UTC)));
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// # Errors
///
/// - A response that is an error, such as one with a `Code` other than `Success`. The message shows the code if it
///   consists of letters.
/// - A `Version` other than 1, or none in the output of a process.
/// - A required field that is missing, a field that is repeated, or one of another type.
/// - Fields of two forms, such as `Token` and `SessionToken`.
/// - An expiration that is not a time.
/// - Credentials that can't be valid: empty, with a control character, with white space or a quotation mark at either
///   end, an ID `ASIA...` without a session token, or an ID and a secret that are swapped.
///
/// No error shows any other value.
///
/// [process]: https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-sourcing-external.html
/// [imds]: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instance-metadata-security-credentials.html
/// [ecs]: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html
/// [sts]: https://docs.aws.amazon.com/STS/latest/APIReference/API_Credentials.html
/// [cognito]: https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/API_GetCredentialsForIdentity.html
/// [iot]: https://docs.aws.amazon.com/iot/latest/developerguide/authorizing-direct-aws.html
impl<'de> Deserialize<'de> for Credentials {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let object = Object::read("credentials JSON", NAMES, deserializer)?;
        let (mut object, form) = find_credentials(object)?;
        let [mut access_key_id, mut secret] =
            [object.required_text(form.access_key_id)?, object.required_text(form.secret)?];
        let mut credentials = Self::new(mem::take(&mut *access_key_id), mem::take(&mut *secret));
        let token = if form.temporary {
            Some(object.required_text(form.token)?)
        } else {
            object.text(form.token)?.filter(|token| !token.is_empty())
        };
        if let Some(mut token) = token {
            credentials = credentials.with_session_token(mem::take(&mut *token));
        }
        let ends =
            if form.seconds { object.moment_or_seconds(form.expiration)? } else { object.moment(form.expiration)? };
        match ends {
            Some(ends) => credentials = credentials.with_expiry(ends),
            None if form.temporary => return Err(object.error(form.expiration, "is missing")),
            None => {}
        }
        credentials.identity().check_parts().map_err(D::Error::custom)?;
        Ok(credentials)
    }
}

/// How a source names the fields.
struct Form {
    access_key_id: &'static str,
    secret: &'static str,
    token: &'static str,
    expiration: &'static str,
    /// Whether there must be a token and an expiration.
    temporary: bool,
    /// Whether the expiration may be a number of seconds since 1970.
    seconds: bool,
}

const PROCESS: Form = Form {
    access_key_id: ACCESS_KEY_ID,
    secret: SECRET_ACCESS_KEY,
    token: SESSION_TOKEN,
    expiration: EXPIRATION,
    temporary: false,
    seconds: false,
};
/// EC2, ECS and EKS.
const ROLE: Form = Form { token: TOKEN, temporary: true, ..PROCESS };
const STS: Form = Form { temporary: true, seconds: true, ..PROCESS };
const COGNITO: Form = Form { secret: SECRET_KEY, ..STS };
const IOT: Form = Form {
    access_key_id: "accessKeyId",
    secret: "secretAccessKey",
    token: "sessionToken",
    expiration: "expiration",
    temporary: true,
    seconds: false,
};

/// Finds the object that the fields of the credentials are in, and their form.
fn find_credentials<E: Error>(mut object: Object) -> Result<(Object, &'static Form), E> {
    let is_success = match object.take(CODE) {
        Value::Null => false,
        Value::Text(code) if *code == "Success" => true,
        Value::Text(code) => return Err(error_response(Some(&code))),
        _ => return Err(object.error(CODE, "is not a string")),
    };
    let flat = [ACCESS_KEY_ID, SECRET_ACCESS_KEY, SESSION_TOKEN, TOKEN, EXPIRATION, VERSION];
    let flat = is_success.then_some(CODE).or(flat.into_iter().find(|name| object.has(name)));
    let mut places = PLACES.into_iter().filter(|name| object.has(name));
    match (flat, places.next(), places.next()) {
        (None, None, _) => Err(no_credentials(object)),
        (Some(_), None, _) => flat_form(object, is_success),
        (None, Some(name), None) => nested_form(object, name),
        (Some(name), Some(other), _) | (None, Some(other), Some(name)) => Err(object.conflict(name, other)),
    }
}

fn flat_form<E: Error>(mut object: Object, is_success: bool) -> Result<(Object, &'static Form), E> {
    let has_version = object.has(VERSION);
    let role = is_success.then_some(CODE).or(object.has(TOKEN).then_some(TOKEN));
    match role {
        Some(name) if has_version => Err(object.conflict(name, VERSION)),
        Some(_) if object.has(SESSION_TOKEN) && object.has(TOKEN) => Err(object.conflict(SESSION_TOKEN, TOKEN)),
        Some(_) => Ok((object.called("role credentials"), &ROLE)),
        None => {
            object = object.called("credential process output");
            match object.take(VERSION) {
                Value::Number(1) => Ok((object, &PROCESS)),
                Value::Null => Err(object.error(VERSION, "is missing")),
                _ => Err(object.error(VERSION, "is not 1, the only supported version")),
            }
        }
    }
}

fn nested_form<E: Error>(mut object: Object, name: &'static str) -> Result<(Object, &'static Form), E> {
    if name == IOT_CREDENTIALS {
        return Ok((object.required_object(name, "`credentials` object")?, &IOT));
    }
    if let Some(action) = name.strip_suffix("Response") {
        let result = [action, "Result"].concat();
        object = object.required_object(name, "STS response")?.required_object(&result, "STS result")?;
    }
    let credentials = object.required_object(CREDENTIALS, "`Credentials` object")?;
    match (credentials.has(SECRET_KEY), credentials.has(SECRET_ACCESS_KEY)) {
        (true, true) => Err(credentials.conflict(SECRET_KEY, SECRET_ACCESS_KEY)),
        (true, false) => Ok((credentials, &COGNITO)),
        (false, _) => Ok((credentials, &STS)),
    }
}

/// Creates the error for JSON without credentials.
fn no_credentials<E: Error>(mut object: Object) -> E {
    // STS responds with an object `Error`, ECS with `code`, Cognito with `__type`, and AWS IoT only with `message`.
    let error = object.required_object::<E>(ERROR, "error").ok();
    if error.is_none() && !["code", "__type", "message", "Message"].iter().any(|name| object.has(name)) {
        return E::custom(
            "the credentials JSON has neither `AccessKeyId` nor `Credentials`: give the whole output of a credential \
             process, or the whole response of a service",
        );
    }
    let text = |object: &mut Object, name| object.text::<E>(name).ok().flatten();
    let code = error.and_then(|mut error| text(&mut error, CODE));
    let code = code.or_else(|| text(&mut object, "code")).or_else(|| text(&mut object, "__type"));
    error_response(code.as_ref().map(|code| code.as_str()))
}

/// Creates the error for a service's error response. Its message may be anything, so it is not shown.
fn error_response<E: Error>(code: Option<&str>) -> E {
    // Cognito may write the code after a namespace and `#`.
    let code = code.and_then(|code| code.rsplit('#').next());
    let is_code = |code: &&str| (1..=64).contains(&code.len()) && code.bytes().all(|byte| byte.is_ascii_alphabetic());
    match code.filter(is_code) {
        Some(code) => E::custom(format!("the response is the error {code}, not credentials: see its message")),
        None => E::custom("the response is an error, not credentials: see its message"),
    }
}

/// The names of all fields that are read, in whichever object.
#[rustfmt::skip]
const NAMES: &[&str] = &[
    VERSION, CODE, ACCESS_KEY_ID, SECRET_ACCESS_KEY, SECRET_KEY, SESSION_TOKEN, TOKEN, EXPIRATION,
    CREDENTIALS, IOT_CREDENTIALS, IOT.access_key_id, IOT.secret, IOT.token, IOT.expiration,
    "AssumeRoleResponse", "AssumeRoleResult",
    "AssumeRoleWithSAMLResponse", "AssumeRoleWithSAMLResult",
    "AssumeRoleWithWebIdentityResponse", "AssumeRoleWithWebIdentityResult",
    "AssumeRootResponse", "AssumeRootResult",
    "GetFederationTokenResponse", "GetFederationTokenResult",
    "GetSessionTokenResponse", "GetSessionTokenResult",
    ERROR, "code", "message", "Message", "__type",
];
