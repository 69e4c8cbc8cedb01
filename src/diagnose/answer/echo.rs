//! The canonical request and the string to sign that a server repeats.

use alloc::string::String;

use zeroize::Zeroizing;

use super::field::Field;

/// The texts that a server computed from the request that it received.
#[derive(Default)]
pub(in crate::diagnose) struct Echo {
    pub(in crate::diagnose) canonical_request: Option<EchoedText>,
    pub(in crate::diagnose) string_to_sign: Option<EchoedText>,
}

/// A text, which contains the session token.
pub(in crate::diagnose) struct EchoedText {
    pub(in crate::diagnose) text: Zeroizing<String>,
    /// Whether the body of the response was not cut within it.
    pub(in crate::diagnose) is_complete: bool,
}

impl Echo {
    pub(in crate::diagnose) fn of(fields: &[Field]) -> Self {
        let named = |name| fields.iter().find(|field: &&Field| field.name.eq_ignore_ascii_case(name));
        let text = |name, bytes| {
            // XML does not keep every control character.
            let from_bytes = named(bytes).filter(|field| field.is_complete).and_then(|field| from_hex(&field.text));
            let from_bytes = from_bytes.map(|text| EchoedText { text, is_complete: true });
            from_bytes.or_else(|| named(name).map(EchoedText::of))
        };
        let echo = Self {
            canonical_request: text("CanonicalRequest", "CanonicalRequestBytes"),
            string_to_sign: text("StringToSign", "StringToSignBytes"),
        };
        match named("message") {
            Some(message) if echo.is_empty() => Self::in_message(message).unwrap_or_default(),
            _ => echo,
        }
    }

    pub(in crate::diagnose) fn is_empty(&self) -> bool {
        self.canonical_request.is_none() && self.string_to_sign.is_none()
    }

    /// Reads the texts as AWS's other services quote them in their message.
    fn in_message(message: &Field) -> Option<Self> {
        const REQUEST: &str = "The Canonical String for this request should have been\n'";
        const STRING: &str = "The String-to-Sign should have been\n'";
        let (_, rest) = message.text.split_once(REQUEST)?;
        let Some((request, string)) = rest.split_once(STRING) else {
            let text = Zeroizing::new(rest.trim_end_matches(['\n', '\'']).into());
            let canonical_request = Some(EchoedText { text, is_complete: message.is_complete });
            return Some(Self { canonical_request, string_to_sign: None });
        };
        let request = request.trim_end().strip_suffix('\'')?;
        let string = string.trim_end();
        let is_complete = string.ends_with('\'');
        let string = string.strip_suffix('\'').unwrap_or(string);
        Some(Self {
            canonical_request: Some(EchoedText { text: Zeroizing::new(request.into()), is_complete: true }),
            string_to_sign: Some(EchoedText { text: Zeroizing::new(string.into()), is_complete }),
        })
    }
}

impl EchoedText {
    fn of(field: &Field) -> Self {
        Self { text: field.text.clone(), is_complete: field.is_complete }
    }

    /// Returns the text, unless it was cut.
    pub(in crate::diagnose) fn whole(self) -> Option<Zeroizing<String>> {
        self.is_complete.then_some(self.text)
    }
}

/// Decodes pairs of digits with spaces between them: `47 45 54 0a`. Bytes that are not UTF-8 are replaced.
fn from_hex(pairs: &str) -> Option<Zeroizing<String>> {
    let digits: Zeroizing<String> = Zeroizing::new(pairs.split_ascii_whitespace().collect());
    let bytes = Zeroizing::new(hex::decode(digits.as_bytes()).ok().filter(|bytes| !bytes.is_empty())?);
    Some(Zeroizing::new(String::from_utf8_lossy(&bytes).into_owned()))
}
