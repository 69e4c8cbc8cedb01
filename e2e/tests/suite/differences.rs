//! The known differences between servers and S3, with reasons.
//!
//! A test states S3's response and names the case. If the table has a row for this case and the server under test, the
//! test asserts the response in the row instead. No test is skipped on any server, so a change of a server fails the
//! suite. The servers are the embedded one, those of Debian 12 (Ceph 16.2 and Swift 2.30), MiniStack 1.5.33 and
//! JuiceFS 1.4.2, whose gateway is MinIO's code.
//!
//! ```ignore
//! let s3 = refused(403, "AccessDenied").saying("Request has expired");
//! target.expect(Case::Expired, s3).of(&answer);
//!
//! // If something other than the status and the error differs:
//! assert_eq!(keys.is_empty(), target.differs(Case::Listing));
//! ```

mod case;
mod juicefs;
mod ministack;
mod table;

use presign_e2e::{Answer, ServerName, Target};

pub(crate) use case::Case;
use table::known;

/// A response that a test expects.
#[derive(Clone, Copy, Debug)]
#[must_use]
pub(crate) struct Expected {
    status: u16,
    /// Empty for a success, and for a response that is not an S3 error document.
    code: &'static str,
    message: Message,
    /// The reason, if this is not S3's response.
    why: Option<&'static str>,
}

#[derive(Clone, Copy, Debug)]
enum Message {
    Any,
    Containing(&'static str),
    Empty,
}

/// Expects a success, or another status without an S3 error document.
pub(crate) const fn status(status: u16) -> Expected {
    refused(status, "")
}

/// Expects an S3 error document.
pub(crate) const fn refused(status: u16, code: &'static str) -> Expected {
    Expected { status, code, message: Message::Any, why: None }
}

impl Expected {
    /// Also expects a message that contains this text.
    pub(crate) const fn saying(self, text: &'static str) -> Self {
        Self { message: Message::Containing(text), ..self }
    }

    /// Also expects no message.
    pub(crate) const fn saying_nothing(self) -> Self {
        Self { message: Message::Empty, ..self }
    }

    /// Makes a row of the table from the server's response and the reason why it is not S3's.
    const fn because(self, why: &'static str) -> Difference {
        Difference { answer: Some(Self { why: Some(why), ..self }) }
    }

    /// Asserts that a response is the expected one.
    #[track_caller]
    pub(crate) fn of(self, answer: &Answer) {
        let known = self.why.map(|why| format!("\nthis server is known to differ from S3: {why}")).unwrap_or_default();
        let error = answer.error().unwrap_or_default();
        assert_eq!((answer.status.as_u16(), &*error.code), (self.status, self.code), "{answer}{known}");
        match self.message {
            Message::Any => {}
            Message::Containing(text) => {
                assert!(error.message.contains(text), "{answer} does not contain {text:?}{known}")
            }
            Message::Empty => assert_eq!(error.message, "", "{answer}{known}"),
        }
    }
}

/// A row of the table.
#[derive(Clone, Copy, Debug)]
struct Difference {
    /// `None` if only something other than the status and the error differs. The test says what.
    answer: Option<Expected>,
}

/// Makes a row for a difference in something other than the status and the error.
const fn otherwise(_why: &'static str) -> Difference {
    Difference { answer: None }
}

/// Looks up cases in the table.
pub(crate) trait Differences {
    /// Returns the server's response if the table has a row for it, or else S3's.
    fn expect(&self, case: Case, s3: Expected) -> Expected;

    /// Returns whether the table has a row for the case on this server.
    fn differs(&self, case: Case) -> bool;
}

impl Differences for Target {
    fn expect(&self, case: Case, s3: Expected) -> Expected {
        match look_up(case, self.server) {
            Some(difference) => difference.answer.expect("the row has no response"),
            None => s3,
        }
    }

    fn differs(&self, case: Case) -> bool {
        look_up(case, self.server).is_some()
    }
}

/// Returns the row. Panics if the case has no row for any server, and so is not needed.
fn look_up(case: Case, server: ServerName) -> Option<Difference> {
    assert!(ServerName::ALL.into_iter().any(|server| known(case, server).is_some()), "{case:?} has no row");
    known(case, server)
}
