//! How the signed URL becomes a token.

use alloc::borrow::Cow;
use alloc::string::String;

use base64ct::{Base64, Base64UrlUnpadded, Encoding};
use zeroize::Zeroizing;

use super::AuthToken;
use crate::error::{Error, Repr};
use crate::signing::PresignedUrl;
use crate::sigv4::append_component;

/// The form in which a service expects the URL.
#[derive(Clone, Debug)]
pub(super) enum TokenFormat {
    /// The URL without its scheme.
    WithoutScheme,
    /// The URL without its scheme, with the port 443 that is not signed because it is the scheme's default.
    WithPort443,
    /// The URL in base64, after a prefix. Amazon EKS.
    Eks,
    /// The URL and the name of the client in base64. Amazon MSK.
    Msk { user_agent: Cow<'static, str> },
    /// The URL without its scheme and with a version in base64, after a prefix. Amazon Bedrock.
    Bedrock,
}

/// Amazon EKS rejects longer tokens unread.
const LONGEST_EKS_TOKEN: usize = 4096;

impl TokenFormat {
    /// Turns the signed URL into the token.
    pub(super) fn token(&self, signed: &PresignedUrl) -> Result<AuthToken, Error> {
        let url = signed.as_str();
        let without_scheme = url.strip_prefix("https://").unwrap_or(url);
        let token = match self {
            Self::WithoutScheme => without_scheme.into(),
            Self::WithPort443 => without_scheme.replacen('/', ":443/", 1),
            Self::Eks => ["k8s-aws-v1.", &Base64UrlUnpadded::encode_string(url.as_bytes())].concat(),
            Self::Msk { user_agent } => {
                let mut url = String::from(url);
                if !user_agent.is_empty() {
                    url.push_str("&User-Agent=");
                    append_component(user_agent, &mut url);
                }
                Base64UrlUnpadded::encode_string(url.as_bytes())
            }
            Self::Bedrock => {
                // The version is not signed.
                let url = Zeroizing::new([without_scheme, "&Version=1"].concat());
                let encoded = Zeroizing::new(Base64::encode_string(url.as_bytes()));
                ["bedrock-api-key-", &*encoded].concat()
            }
        };
        if matches!(self, Self::Eks) && token.len() > LONGEST_EKS_TOKEN {
            return Err(Repr::TokenTooLong { length: token.len() }.into());
        }
        Ok(AuthToken::new(token, signed.validity()))
    }
}
