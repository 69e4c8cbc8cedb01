//! The comparison for a caller who has the trace.

use super::canonical::Lines;
use super::rendered;
use super::string_to_sign::StringLines;
use super::texts::changes;
use crate::diagnose::answer::{Answer, Echo};
use crate::diagnose::comparison::Comparison;
use crate::diagnose::secrets::Secrets;
use crate::signing::SigningTrace;

/// Comparing with what a server received (feature `diagnose`).
impl SigningTrace {
    /// Compares the canonical request and the string to sign with those in a server's answer to a wrong signature, line
    /// by line. No secret is needed.
    ///
    /// It takes the body of the response: the XML of S3 and compatible servers, or the JSON of AWS's other services. A
    /// body that is cut short is compared as far as it goes.
    ///
    /// See [`Comparison`] for an example.
    pub fn compare(&self, error_document: impl AsRef<[u8]>) -> Comparison {
        let fields = Answer::fields_of(error_document.as_ref());
        let echo = Echo::of(&fields);
        let request = Lines::parse(self.canonical_request(), true);
        let string = StringLines::parse(self.string_to_sign(), true);
        let mut secrets = Secrets::of_texts([self.url().as_str(), self.canonical_request()]);
        secrets.add_from_answer(fields.iter().map(|field| (&*field.name, field.text.as_str())));
        let changes = changes(&request, &string, &echo);
        Comparison { has_texts: !echo.is_empty(), ..rendered::comparison(&changes, &secrets) }
    }
}
