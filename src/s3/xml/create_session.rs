//! The response to CreateSession.

use super::element::Element;
use super::s3_error::read;
use crate::error::Error;
use crate::s3::SessionCredentials;
use crate::sigv4::rfc3339::parse_date_time;

impl SessionCredentials {
    /// Parses the body of a CreateSession response (feature `xml`).
    ///
    /// ```
    /// use presign::s3::SessionCredentials;
    ///
    /// let session = SessionCredentials::from_xml(
    ///     r#"<?xml version="1.0" encoding="UTF-8"?>
    ///     <CreateSessionResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">
    ///         <Credentials>
    ///             <AccessKeyId>ASIAIOSFODNN7EXAMPLE</AccessKeyId>
    ///             <Expiration>2026-11-23T12:05:00Z</Expiration>
    ///             <SecretAccessKey>secret</SecretAccessKey>
    ///             <SessionToken>token</SessionToken>
    ///         </Credentials>
    ///     </CreateSessionResult>"#,
    /// )?;
    /// assert_eq!(session.identity().access_key_id(), "ASIAIOSFODNN7EXAMPLE");
    /// # Ok::<(), presign::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// No error shows a value.
    ///
    /// - [`S3Error`](crate::ErrorKind::S3Error) for an error document.
    /// - [`InvalidXml`](crate::ErrorKind::InvalidXml) for a body that is not well-formed XML.
    /// - [`InvalidResponse`](crate::ErrorKind::InvalidResponse) for another document, and if one of the four elements is
    ///   missing, repeated or empty, or the expiration is not an RFC 3339 time.
    pub fn from_xml(body: impl AsRef<[u8]>) -> Result<Self, Error> {
        read(body.as_ref(), "CreateSession response", &["CreateSessionResult"], |root| {
            let credentials = root.required_child("Credentials")?;
            let text = |name| text(credentials, name);
            let problem = "is not a valid RFC 3339 time, such as 2026-11-23T12:00:00Z";
            let expiration =
                parse_date_time(text("Expiration")?).ok_or_else(|| credentials.invalid("Expiration", problem))?;
            Ok(Self::new(text("AccessKeyId")?, text("SecretAccessKey")?, text("SessionToken")?, expiration))
        })
    }
}

/// Returns a value without the white space around it.
fn text<'d>(credentials: Element<'d>, name: &'static str) -> Result<&'d str, Error> {
    match credentials.required_text(name)?.trim_ascii() {
        "" => Err(credentials.invalid(name, "is empty")),
        text => Ok(text),
    }
}
