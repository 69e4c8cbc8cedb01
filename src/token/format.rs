//! How the signed URL becomes a token.

use alloc::borrow::Cow;
use alloc::string::String;

use base64ct::{Base64, Base64UrlUnpadded, Encoding};

use super::AuthToken;
use crate::error::{Error, Repr};
use crate::signing::PresignedUrl;
use crate::sigv4::{WipedString, append_component};

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
    ///
    /// The URL contains the session token. Every text here is wiped when dropped, and none outgrows its buffer.
    pub(super) fn token(&self, signed: PresignedUrl) -> Result<AuthToken, Error> {
        let validity = signed.validity();
        let url = WipedString::from(signed.into_string());
        let without_scheme = url.strip_prefix("https://").unwrap_or(&url);
        let token = match self {
            Self::WithoutScheme => String::from(without_scheme).into(),
            Self::WithPort443 => {
                let (host, rest) = without_scheme.split_at(without_scheme.find('/').unwrap_or(without_scheme.len()));
                [host, ":443", rest].concat().into()
            }
            Self::Eks => ["k8s-aws-v1.", &in_base64(&url)].concat().into(),
            Self::Msk { user_agent } if user_agent.is_empty() => in_base64(&url),
            Self::Msk { user_agent } => {
                let name = "&User-Agent=";
                let length = url.len() + name.len() + 3 * user_agent.len();
                let mut named = WipedString::from(String::with_capacity(length));
                named.push_str(&url);
                named.push_str(name);
                append_component(user_agent, &mut named);
                in_base64(&named)
            }
            Self::Bedrock => {
                // The version is not signed.
                let url = WipedString::from([without_scheme, "&Version=1"].concat());
                let encoded = WipedString::from(Base64::encode_string(url.as_bytes()));
                ["bedrock-api-key-", &encoded].concat().into()
            }
        };
        if matches!(self, Self::Eks) && token.len() > LONGEST_EKS_TOKEN {
            return Err(Repr::TokenTooLong { length: token.len() }.into());
        }
        Ok(AuthToken::new(token, validity))
    }
}

fn in_base64(url: &str) -> WipedString {
    Base64UrlUnpadded::encode_string(url.as_bytes()).into()
}
