//! AWS IoT Core: MQTT over WebSocket.

use alloc::format;
use alloc::string::String;
use core::time::Duration;

use time::OffsetDateTime;

use crate::endpoint::url::parse_host;
use crate::error::Error;
use crate::method::Method;
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
/// let endpoint = IotMqtt::new("a1b2c3d4e5f6g7-ats.iot.us-east-1.amazonaws.com", "us-east-1");
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
#[must_use = "an endpoint gives no URL until it is signed"]
pub struct IotMqtt {
    service: Result<Service, Error>,
    expires_in: Option<Duration>,
}

impl IotMqtt {
    /// Creates a request from the host of the account's endpoint (`iot:Data-ATS` of DescribeEndpoint) or of a custom
    /// domain, and its region.
    pub fn new(endpoint_host: impl AsRef<str>, region: impl Into<String>) -> Self {
        Self { service: service(endpoint_host.as_ref(), region.into()), expires_in: None }
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
    /// - the host: `HostNotAlone` (with a scheme, port, path or more), `EndpointWithoutHost`, `InvalidEndpointHost`,
    ///   `EndpointUserInfo`, `EndpointQuery`, `EndpointFragment`; the region: `InvalidRegion`;
    /// - the expiry: `ExpiryTooShort` (0, or under a second), `ExpiryTooLong` (over 7 days);
    /// - the time and the signer: see [`PresignRequest::sign_at`](crate::PresignRequest::sign_at).
    pub fn sign_at(&self, signer: &dyn Signer, at: OffsetDateTime) -> Result<PresignedUrl, Error> {
        let service = self.service.as_ref().map_err(Error::clone)?;
        let request = service.request(Method::Get, "/mqtt").with_token_after_signing();
        let request = match self.expires_in {
            Some(expires_in) => request.expires_in(expires_in),
            None => request.without_expiry(),
        };
        request.sign_at(signer, at)
    }
}

fn service(host: &str, region: String) -> Result<Service, Error> {
    let host = parse_host(host)?;
    Service::of_token("iotdevicegateway", region, format!("wss://{host}"))
}
