//! PostObject: the upload of a browser form.

use axum::body::Body;
use axum::extract::State;
use axum::http::header::{CONTENT_TYPE, ETAG, LOCATION};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use percent_encoding::percent_decode_str;
use presign::verify::{PostForm, Rejection, VerifiedForm};
use time::OffsetDateTime;

use crate::Gateway;
use crate::conditions::WriteConditions;
use crate::error::Error;
use crate::multipart::Form;
use crate::permissions::{Permit, Put};
use crate::storage::ETag;
use crate::xml::Document;

/// The fields of a form that it obeys. `Content-Type` is ignored, as in a PUT.
const KNOWN_FIELDS: [&str; 6] =
    ["bucket", "content-type", "key", "redirect", "success_action_redirect", "success_action_status"];

/// Receives a form and the object in it. The signature is in the fields, before the object: nothing is written until they
/// are verified.
pub(crate) async fn post_form(
    State(gateway): State<Gateway>,
    uri: Uri,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Error> {
    check_bucket(&gateway, &uri)?;
    let mut form = Form::new(&headers, body)?;
    let (fields, mut file) = form.read_fields().await?;

    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (&**name, &**value)).collect();
    let mut submitted = PostForm::new(gateway.bucket_name(), &fields);
    let file_name = file.name().map(str::to_owned);
    if let Some(name) = &file_name {
        submitted = submitted.file_name(name);
    }
    let unverified = submitted.parse()?;
    let found = gateway.database().key(unverified.access_key_id()).await?;
    let key = found.ok_or_else(Rejection::invalid_access_key_id)?;
    let verified = unverified.verify_at(&key.credentials, gateway.policy(), OffsetDateTime::now_utc())?;

    let permit = Permit::<Put>::ask(gateway.database(), &key.user, verified.key()).await?;
    check_fields(&verified)?;
    let policy_limit = verified.size_range().map_or(u64::MAX, |range| *range.end());
    let mut upload = gateway.storage().put(permit, WriteConditions::default()).await?;
    let mut size = 0;
    while let Some(chunk) = file.chunk().await? {
        size += chunk.len() as u64;
        if size > gateway.max_upload_bytes() {
            return Err(Error::entity_too_large());
        }
        if size > policy_limit {
            break;
        }
        upload.write(&chunk).await?;
    }
    verified.check_size(size)?;
    form.finish(file).await?;
    let etag = upload.commit().await?;
    respond(&gateway, &verified, &etag)
}

/// Checks that the form was sent to the bucket. The path is not signed: the policy names the bucket.
fn check_bucket(gateway: &Gateway, uri: &Uri) -> Result<(), Error> {
    let path = percent_decode_str(uri.path()).decode_utf8_lossy();
    let path = path.strip_prefix('/').unwrap_or(&path);
    match path.split_once('/') {
        None | Some((_, "")) if path.trim_end_matches('/') == gateway.bucket_name() => Ok(()),
        Some((_, key)) if !key.is_empty() => Err(Error::method_not_allowed()),
        _ => Err(Error::no_such_bucket()),
    }
}

/// Refuses what S3 would keep with the object, and what it would do besides.
fn check_fields(form: &VerifiedForm<'_>) -> Result<(), Error> {
    let is_known = |name: &str| KNOWN_FIELDS.iter().any(|known| name.eq_ignore_ascii_case(known));
    match form.fields().find(|(name, _)| !is_known(name)) {
        Some((name, _)) => Err(Error::not_implemented(format_args!("the form field {name}"))),
        None => Ok(()),
    }
}

fn respond(gateway: &Gateway, form: &VerifiedForm<'_>, etag: &ETag) -> Result<Response, Error> {
    let tag = [(ETAG, etag.to_string())];
    let redirect = form.field("success_action_redirect").or_else(|| form.field("redirect"));
    if let Some(location) = redirect.and_then(|url| redirection(gateway, form, url, etag)) {
        return Ok((StatusCode::SEE_OTHER, tag, [(LOCATION, location)]).into_response());
    }
    Ok(match form.field("success_action_status") {
        Some("200") => (StatusCode::OK, tag).into_response(),
        Some("201") => {
            let url = gateway.bucket().object_url(form.key());
            let mut document = Document::new("PostResponse", None);
            document.text("Location", &url);
            document.text("Bucket", gateway.bucket_name());
            document.text("Key", form.key());
            document.text("ETag", etag.as_str());
            (StatusCode::CREATED, tag, [(CONTENT_TYPE, "application/xml")], document.finish()).into_response()
        }
        _ => (StatusCode::NO_CONTENT, tag).into_response(),
    })
}

/// Returns where the browser goes then. The policy covers the URL, so only who has a key chooses it. As in S3, one that
/// is none counts as none.
fn redirection(gateway: &Gateway, form: &VerifiedForm<'_>, url: &str, etag: &ETag) -> Option<HeaderValue> {
    let uri: Uri = url.parse().ok()?;
    if !matches!(uri.scheme_str(), Some("http" | "https")) {
        return None;
    }
    let added = form_urlencoded::Serializer::new(String::new())
        .append_pair("bucket", gateway.bucket_name())
        .append_pair("key", form.key())
        .append_pair("etag", etag.as_str())
        .finish();
    let separator = if uri.query().is_some() { '&' } else { '?' };
    HeaderValue::try_from(format!("{uri}{separator}{added}")).ok()
}
