//! AWS IoT Core: MQTT over WebSocket.

use alloc::format;
use alloc::string::String;
use core::time::Duration;

use time::OffsetDateTime;

use crate::credentials::Identity;
use crate::endpoint::url::parse_host;
use crate::error::Error;
use crate::method::Method;
use crate::request::{Prepared, PresignRequest};
use crate::service::Service;
use crate::signing::{PresignedUrl, Signer};

/// The URL with which an MQTT client opens a WebSocket to AWS IoT Core.
///
/// Connect to it unchanged, on port 443, with the subprotocol `mqtt`. The connection has the signer's permissions
/// (`iot:Connect`, `iot:Publish`, ...).
///
/// It has no `X-Amz-Expires` unless [`expires_in`](Self::expires_in) is called, as in AWS's own device SDKs. AWS IoT
/// then decides until when the URL can open a connection.
///
/// AWS IoT rejects a signed session token, so the token is appended to the URL after signing.
///
/// ```
/// use presign::Credentials;
/// use presign::token::IotMqtt;
/// use time::macros::datetime;
///
/// let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
/// let endpoint = IotMqtt::new("a1b2c3d4e5f6g7-ats.iot.us-east-1.amazonaws.com", "us-east-1")?;
/// let url = endpoint.sign_at(&credentials, datetime!(2026-11-23 12:00 UTC))?;
/// assert!(url.as_str().starts_with("wss://a1b2c3d4e5f6g7-ats.iot.us-east-1.amazonaws.com/mqtt?X-Amz-Algorithm="));
/// assert_eq!(url.expires_at(), None);
/// # Ok::<(), presign::Error>(())
/// ```
///
/// Source: [Device communication protocols][aws], "MQTT over WebSocket".
///
/// [aws]: https://docs.aws.amazon.com/iot/latest/developerguide/protocols.html
#[derive(Clone, Debug)]
#[must_use = "a URL request does nothing until it is signed"]
pub struct IotMqtt {
    service: Service,
    expires_in: Option<Duration>,
}

impl IotMqtt {
    /// Creates a request from the host of the account's endpoint (`iot:Data-ATS` of DescribeEndpoint) or of a custom
    /// domain, and its region.
    ///
    /// # Errors
    ///
    /// The first of these errors, each with the [`ErrorKind`](crate::ErrorKind) of its name:
    ///
    /// - the host: `HostNotAlone` (with a scheme, port, path or more), `EndpointWithoutHost`, `InvalidEndpointHost`,
    ///   `EndpointUserInfo`, `EndpointQuery`, `EndpointFragment`;
    /// - the region: `InvalidRegion`, and `EndpointRegionMismatch` for another one than that of a host on AWS.
    pub fn new(endpoint_host: impl AsRef<str>, region: impl Into<String>) -> Result<Self, Error> {
        let host = parse_host(endpoint_host.as_ref())?;
        Ok(Self { service: Service::of_token("iotdevicegateway", region, format!("wss://{host}"))?, expires_in: None })
    }

    /// Sets how long the URL is valid: 1 second to 7 days, rounded down to seconds; a day is common. By default the URL
    /// has no `X-Amz-Expires`.
    pub fn expires_in(mut self, expires_in: Duration) -> Self {
        self.expires_in = Some(expires_in);
        self
    }

    /// Signs at the given time, in any offset.
    ///
    /// # Errors
    ///
    /// The first of these errors, each with the [`ErrorKind`](crate::ErrorKind) of its name:
    ///
    /// - the expiry: `ExpiryTooShort` (0, or under a second), `ExpiryTooLong` (over 7 days);
    /// - the time and the signer: see [`PresignRequest::sign_at`](crate::PresignRequest::sign_at).
    pub fn sign_at(&self, signer: &dyn Signer, at: OffsetDateTime) -> Result<PresignedUrl, Error> {
        self.request().sign_at(signer, at)
    }

    /// Prepares the URL for an asynchronous signer: does everything except sign. See
    /// [`Prepared`](crate::Prepared) for an example.
    ///
    /// # Errors
    ///
    /// The errors of [`sign_at`](Self::sign_at), with the identity in place of the signer.
    pub fn prepare_at(&self, identity: &Identity, at: OffsetDateTime) -> Result<Prepared, Error> {
        self.request().prepare_at(identity, at)
    }

    fn request(&self) -> PresignRequest<'_> {
        let request = self.service.request(Method::Get, "/mqtt").with_token_after_signing();
        match self.expires_in {
            Some(expires_in) => request.expires_in(expires_in),
            None => request.without_expiry(),
        }
    }
}
