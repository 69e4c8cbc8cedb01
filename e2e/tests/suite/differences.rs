//! What a server is known to answer otherwise than S3, and why.
//!
//! A test says what S3 answers, and names the case. Where the table has the case for the server under test, the test
//! asserts the answer in the table instead. No test is left out anywhere: a server that changes fails the suite.
//! The servers are those of Debian 12: Ceph 16.2 and Swift 2.30.
//!
//! ```ignore
//! let s3 = refused(403, "AccessDenied").saying("Request has expired");
//! target.expect(Case::Expired, s3).of(&answer);
//!
//! // Where it is not one answer that differs:
//! assert_eq!(keys.is_empty(), target.differs(Case::Listing));
//! ```

mod case;
mod table;

use presign_e2e::{Answer, ServerName, Target};

pub(crate) use case::Case;
use table::known;

/// An answer that a test awaits.
#[derive(Clone, Copy, Debug)]
#[must_use]
pub(crate) struct Expected {
    status: u16,
    /// Empty for a success, and for an answer that is no S3 error document.
    code: &'static str,
    message: Message,
    /// Why this is not S3's answer, if it is not.
    why: Option<&'static str>,
}

#[derive(Clone, Copy, Debug)]
enum Message {
    Any,
    Containing(&'static str),
    Empty,
}

/// A success, or another status without an S3 error document.
pub(crate) const fn status(status: u16) -> Expected {
    refused(status, "")
}

/// An error document.
pub(crate) const fn refused(status: u16, code: &'static str) -> Expected {
    Expected { status, code, message: Message::Any, why: None }
}

impl Expected {
    /// With a message that contains this text.
    pub(crate) const fn saying(self, text: &'static str) -> Self {
        Self { message: Message::Containing(text), ..self }
    }

    /// Without a message.
    pub(crate) const fn saying_nothing(self) -> Self {
        Self { message: Message::Empty, ..self }
    }

    /// As the server's answer in the table, and the reason why it is not S3's.
    const fn because(self, why: &'static str) -> Difference {
        Difference { answer: Some(Self { why: Some(why), ..self }) }
    }

    /// Asserts that the answer is this one.
    #[track_caller]
    pub(crate) fn of(self, answer: &Answer) {
        let known = self.why.map(|why| format!("\nthis server is known to differ: {why}")).unwrap_or_default();
        let error = answer.error().unwrap_or_default();
        assert_eq!((answer.status.as_u16(), &*error.code), (self.status, self.code), "{answer}{known}");
        match self.message {
            Message::Any => {}
            Message::Containing(text) => assert!(error.message.contains(text), "{answer} does not say {text:?}{known}"),
            Message::Empty => assert_eq!(error.message, "", "{answer}{known}"),
        }
    }
}

/// What the table holds.
#[derive(Clone, Copy, Debug)]
struct Difference {
    /// None where something else differs than the status and the error. The test says what.
    answer: Option<Expected>,
}

/// A difference in something else than the status and the error, and the reason.
const fn otherwise(_why: &'static str) -> Difference {
    Difference { answer: None }
}

/// What the suite asks of the table.
pub(crate) trait Differences {
    /// The server's answer, if the case is known to differ there, or else S3's.
    fn expect(&self, case: Case, s3: Expected) -> Expected;

    /// Whether the case is known to differ.
    fn differs(&self, case: Case) -> bool;
}

impl Differences for Target {
    fn expect(&self, case: Case, s3: Expected) -> Expected {
        match look_up(case, self.server) {
            Some(difference) => difference.answer.expect("the table gives an answer"),
            None => s3,
        }
    }

    fn differs(&self, case: Case) -> bool {
        look_up(case, self.server).is_some()
    }
}

/// The row. A case without any has no place in the tests.
fn look_up(case: Case, server: ServerName) -> Option<Difference> {
    assert!(ServerName::ALL.into_iter().any(|server| known(case, server).is_some()), "{case:?} has no row");
    known(case, server)
}
