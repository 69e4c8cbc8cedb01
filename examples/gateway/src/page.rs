//! The page at `/`: links to the objects, and a form that makes other URLs.
//!
//! The page has no password of its own. Its URL is presigned, as those of objects are, and so is the target of its form.
//! What it makes is signed with the same key, so it can't do more than its holder. The host is signed too, so a page of
//! another site can't reach it under a name that resolves to this machine.

use std::time::Duration;

use axum::body::Body;
use axum::extract::State;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use axum::response::IntoResponse;
use http_body_util::{BodyExt, Limited};
use presign::{Method, PresignedUrl, Service};
use quick_xml::escape::escape;
use time::OffsetDateTime;

use crate::error::Error;
use crate::permissions::ListPermit;
use crate::storage::Listed;
use crate::verify::Signed;
use crate::{Gateway, ObjectKey, REGION, Storage};

/// How long the page and its form are valid.
const PAGE_LIFETIME: Duration = Duration::from_secs(12 * 60 * 60);
/// How long the links of the page are valid.
const LINK_LIFETIME: Duration = Duration::from_secs(15 * 60);
/// How many objects the page shows.
const MOST_LINKS: usize = 1000;
/// How long the text of the form may be: two keys, escaped.
const LONGEST_FORM: usize = 8 * 1024;

/// What keeps the page's URL, which is a password, on the page: no script, no other site, no cache, no referrer.
const HEADERS: [(axum::http::HeaderName, &str); 5] = [
    (CONTENT_TYPE, "text/html; charset=utf-8"),
    (CACHE_CONTROL, "no-store"),
    (
        CONTENT_SECURITY_POLICY,
        "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'",
    ),
    (REFERRER_POLICY, "no-referrer"),
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
];

/// Shows the objects, each with a URL that is valid for 15 minutes.
pub(crate) async fn page(State(gateway): State<Gateway>, signed: Signed) -> Result<impl IntoResponse, Error> {
    let permit = ListPermit::ask(gateway.database(), signed.user(), "").await?;
    let work = move |storage: &Storage| {
        let mut walk = storage.list(&permit, "")?;
        let mut objects = Vec::new();
        while objects.len() <= MOST_LINKS
            && let Some(object) = walk.next()?
        {
            objects.push(object);
        }
        Ok(objects)
    };
    let objects = gateway.storage().blocking(work).await?;
    Ok((HEADERS, html(&gateway, &signed, &objects, None).map_err(Error::internal)?))
}

/// Makes the URL that the form asks for.
pub(crate) async fn make_url(
    State(gateway): State<Gateway>,
    signed: Signed,
    body: Body,
) -> Result<impl IntoResponse, Error> {
    let body = Limited::new(body, LONGEST_FORM).collect().await.map_err(|_| Error::entity_too_large())?.to_bytes();
    let field = |name| {
        let mut fields = form_urlencoded::parse(&body);
        fields.find(|(found, _)| found == name).map(|(_, value)| value.into_owned()).unwrap_or_default()
    };
    let method: Method = field("method").parse().map_err(invalid)?;
    let seconds = field("seconds").parse().map_err(|_| Error::invalid_argument("seconds is not a number"))?;
    let key = ObjectKey::parse(&field("key"))?;
    let request = gateway.bucket().request(method, key.as_str()).expires_in(Duration::from_secs(seconds));
    let url = request.sign_at(signed.credentials(), OffsetDateTime::now_utc()).map_err(invalid)?;
    Ok((HEADERS, html(&gateway, &signed, &[], Some(&url)).map_err(Error::internal)?))
}

/// Makes the URL of the page.
///
/// # Errors
///
/// See `presign::PresignRequest::sign_at`.
pub(crate) fn url(
    gateway: &Gateway,
    credentials: &presign::Credentials,
    method: Method,
) -> Result<PresignedUrl, presign::Error> {
    let service = Service::new("s3", REGION, gateway.endpoint())?;
    service.request(method, "/").expires_in(PAGE_LIFETIME).sign_at(credentials, OffsetDateTime::now_utc())
}

fn invalid(error: presign::Error) -> Error {
    Error::invalid_argument(error.to_string())
}

fn html(
    gateway: &Gateway,
    signed: &Signed,
    objects: &[Listed],
    made: Option<&PresignedUrl>,
) -> Result<String, presign::Error> {
    let now = OffsetDateTime::now_utc();
    let mut html = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>{bucket}</title>\n\
         <style>body {{ font: 1rem/1.5 sans-serif; margin: 2rem auto; max-width: 50rem }} \
         code {{ word-break: break-all }}</style>\n</head>\n<body>\n<h1>{bucket}</h1>\n",
        bucket = escape(gateway.bucket_name()),
    );
    if let Some(url) = made {
        html += &format!(
            "<p>{method} until {until}:</p>\n<p><code>{url}</code></p>\n<p><code>{curl}</code></p>\n",
            method = url.method(),
            until = url.expires_at().map_or_else(String::new, |time| httpdate::fmt_http_date(time.into())),
            url = escape(url.as_str()),
            curl = escape(url.to_curl()),
        );
    }
    html += &format!(
        "<form method=\"post\" action=\"{action}\">\n\
         <select name=\"method\"><option>GET<option>HEAD<option>PUT<option>DELETE</select>\n\
         <input name=\"key\" placeholder=\"key\" required maxlength=\"1024\">\n\
         <select name=\"seconds\"><option value=\"900\">for 15 minutes<option value=\"86400\">for a day\
         <option value=\"604800\">for a week</select>\n<button>Make a URL</button>\n</form>\n",
        action = escape(url(gateway, signed.credentials(), Method::Post)?.as_str()),
    );
    html += &upload_form(gateway, signed, now)?;
    if objects.is_empty() {
        return Ok(html + "</body>\n</html>\n");
    }
    html += "<ul>\n";
    for object in objects.iter().take(MOST_LINKS) {
        let request = gateway.bucket().get_object(&object.key).expires_in(LINK_LIFETIME);
        let url = request.sign_at(signed.credentials(), now)?;
        let (link, key) = (escape(url.as_str()), escape(&object.key));
        html += &format!("<li><a href=\"{link}\">{key}</a> ({size} bytes)\n", size = object.size);
    }
    html += "</ul>\n";
    if objects.len() > MOST_LINKS {
        html += &format!("<p>Only the first {MOST_LINKS} objects are shown.</p>\n");
    }
    Ok(html + "<p>The links are valid for 15 minutes.</p>\n</body>\n</html>\n")
}

/// Returns a form that uploads a file, for as long as the page is valid. The server answers without a page, so the browser
/// stays on this one.
fn upload_form(gateway: &Gateway, signed: &Signed, now: OffsetDateTime) -> Result<String, presign::Error> {
    let policy = gateway.bucket().post_policy().key_starts_with("").expires_in(PAGE_LIFETIME);
    let form = policy.content_length_range(0..=gateway.max_upload_bytes()).sign_at(signed.credentials(), now)?;
    let mut html =
        format!("<form method=\"post\" enctype=\"multipart/form-data\" action=\"{}\">\n", escape(form.url()));
    for (name, value) in form.fields() {
        html += &format!("<input type=\"hidden\" name=\"{}\" value=\"{}\">\n", escape(name), escape(value));
    }
    Ok(html + "<input type=\"file\" name=\"file\" required>\n<button>Upload</button>\n</form>\n")
}
