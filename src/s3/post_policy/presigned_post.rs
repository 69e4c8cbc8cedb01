//! What signing a policy gives: where a form goes, its fields, and how long it works.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use time::OffsetDateTime;

use super::html_form;
use crate::endpoint::target::Target;
use crate::signing::{Pending, Validity, push_quoted};
use crate::sigv4::Scope;

/// A form that carries its own authorisation: whoever has it can upload within its limits until it expires.
///
/// The client sends a POST to the [URL](Self::url), as `multipart/form-data`, of the [fields](Self::fields) and, after
/// them, of the file in a field named `file`; S3 ignores what comes behind it. [`to_html_form`](Self::to_html_form) does
/// that in a page, [`to_curl`](Self::to_curl) in a command.
///
/// `Debug` shows no values of fields: the signature and the session token are among them.
#[doc(alias = "presigned", alias = "pre-signed")]
#[derive(Clone, PartialEq, Eq)]
pub struct PresignedPost {
    url: String,
    /// A line `name:value` for each field: neither holds a line feed, and a name no colon.
    fields: String,
    open: Vec<String>,
    validity: Validity,
}

impl PresignedPost {
    pub(super) fn new(url: String, fields: String, open: Vec<String>, validity: Validity) -> Self {
        Self { url, fields, open, validity }
    }

    /// Where the form is sent: the bucket's URL.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The fields but the file, as names and values, in the order to send them: the policy's in the order of the calls that
    /// gave them, `key`, and the signature's own. An [open field](Self::open_fields) has its prefix for a value.
    pub fn fields(&self) -> impl Iterator<Item = (&str, &str)> + Clone {
        self.fields.split('\n').map(|line| line.split_once(':').unwrap_or((line, "")))
    }

    /// The names of the fields that the client may complete, whose value in [`fields`](Self::fields) is a prefix:
    /// those of [`content_type_starts_with`](super::PostPolicy::content_type_starts_with) and
    /// [`field_starts_with`](super::PostPolicy::field_starts_with). S3 wants them to be there, and takes the prefix alone as
    /// well; the object then has the content type `image/`.
    ///
    /// (The key of [`key_starts_with`](super::PostPolicy::key_starts_with) is complete, as it ends with `${filename}`.)
    pub fn open_fields(&self) -> impl Iterator<Item = &str> + Clone {
        self.open.iter().map(String::as_str)
    }

    /// When it was signed, in UTC, to the second.
    pub fn signed_at(&self) -> OffsetDateTime {
        self.validity.signed_at()
    }

    /// Returns the time, in UTC, at which the form expires: `expires_in` after signing, or earlier if the credentials expire
    /// first.
    pub fn expires_at(&self) -> OffsetDateTime {
        // There always is one: a form is not signed without.
        self.validity.expires_at().unwrap_or(self.validity.signed_at())
    }

    /// A page of HTML with the form in it, which works as it is: it has what whoever uploads completes, a choice of the file
    /// and a button, and takes nothing from anywhere else. Everything in it is escaped.
    ///
    /// An open content type is filled in by a script, with the type of the chosen file; the other
    /// [open fields](Self::open_fields) are there to be typed in. Without a script a browser sends the prefix.
    ///
    /// Whoever sees the page can upload.
    pub fn to_html_form(&self) -> String {
        let is_open = |name| self.open_fields().any(|open| open == name);
        html_form::page(&self.url, self.fields().map(|(name, value)| (name, value, is_open(name))))
    }

    /// A command line that uploads the file of that path, for a shell of the POSIX kind. (Curl takes `-` for standard
    /// input.) [Open fields](Self::open_fields) are sent as they are.
    ///
    /// It holds the signature, so treat it like the form itself.
    pub fn to_curl(&self, file: &str) -> String {
        let mut command = String::from("curl --globoff --path-as-is");
        for (name, value) in self.fields() {
            // Of a value, `--form` would read a file after `@` or `<`, and a type after `;`.
            command.push_str(" --form-string ");
            push_quoted(&[name, "=", value], &mut command);
        }
        let file = file.replace('\\', r"\\").replace('"', r#"\""#);
        command.push_str(" --form ");
        push_quoted(&["file=@\"", &file, "\""], &mut command);
        command.push(' ');
        push_quoted(&[&self.url], &mut command);
        command
    }
}

impl fmt::Debug for PresignedPost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PresignedPost")
            .field("url", &self.url)
            .field("fields", &self.fields().map(|(name, _)| name).collect::<Vec<_>>())
            .field("open_fields", &self.open)
            .field("validity", &self.validity)
            .finish()
    }
}

/// A form that lacks only its signature, made by [`PostPolicy::prepare_at`](super::PostPolicy::prepare_at). It borrows
/// nothing, so that it can be kept across an await.
#[must_use = "a prepared form does nothing until it is finished"]
pub struct PreparedPost {
    unsigned: PresignedPost,
    pending: Pending,
    region: String,
    service: String,
}

impl PreparedPost {
    pub(super) fn new(unsigned: PresignedPost, pending: Pending, target: &Target) -> Self {
        Self { unsigned, pending, region: target.region().into(), service: target.service().into() }
    }

    /// The day, region and service that the key must be for.
    pub fn scope(&self) -> Scope<'_> {
        Scope::from_checked(self.pending.date.date(), &self.region, &self.service)
    }

    /// The string to sign, which is the base64 policy.
    pub fn message(&self) -> &[u8] {
        self.pending.message(&self.unsigned.fields)
    }

    /// Takes the signature: the raw bytes of HMAC-SHA256 over [`message`](Self::message). Whether they are the right ones
    /// only the server can tell.
    pub fn finish(self, signature: &[u8]) -> PresignedPost {
        let mut post = self.unsigned;
        self.pending.finish(signature, &mut post.fields);
        post
    }
}

impl fmt::Debug for PreparedPost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PreparedPost")
            .field("scope", &format_args!("{}", self.scope()))
            .field("unsigned", &self.unsigned)
            .finish_non_exhaustive()
    }
}
