//! The signing path of a form: what is signed of it stands in the buffer, too.

use alloc::string::String;

use time::OffsetDateTime;

use super::expiry::ExpiresAfter;
use super::pending::{Artefact, Pending};
use super::validity::Validity;
use crate::credentials::Identity;
use crate::endpoint::target::Target;
use crate::error::{Error, Repr};
use crate::sigv4::{Algorithm, AmzDate};

/// All that a form has settled before it is known who signs it.
pub(crate) struct UnsignedForm<'j> {
    pub(crate) target: &'j Target,
    pub(crate) date: AmzDate,
    pub(crate) expiry: ExpiresAfter,
    pub(crate) fields: &'j dyn FormFields,
}

/// The fields of a form, which can be written when it is known who signs it and until when.
pub(crate) trait FormFields: Send + Sync {
    /// Appends a line `name:value` for each field but the signature, with line feeds between them. The value of the last one
    /// is the string to sign; gives where it begins.
    fn write_to(&self, out: &mut String, identity: &Identity, expires_at: OffsetDateTime) -> Result<usize, Error>;
}

impl UnsignedForm<'_> {
    pub(crate) fn write_unsigned(&self, identity: &Identity, out: &mut String) -> Result<Pending, Error> {
        identity.check(self.date)?;
        self.check_identity(identity)?;
        let (_, expires_at) = self.expiry.settle(identity, self.date)?;
        let message_start = self.fields.write_to(out, identity, expires_at.time())?;
        let validity = Validity::new(self.date, Some(expires_at));
        Ok(Pending { artefact: Artefact::Form, message_start, date: self.date, validity })
    }

    /// No implementation signs a form with SigV4A, and nothing says what S3 would take.
    pub(crate) fn check_identity(&self, identity: &Identity) -> Result<(), Error> {
        if self.target.takes_only_sigv4a() || identity.algorithm() == Algorithm::Sigv4a {
            return Err(Repr::Sigv4aForm {}.into());
        }
        self.target.check_identity(identity, true)
    }
}
