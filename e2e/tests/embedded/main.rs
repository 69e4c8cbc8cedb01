//! Tests of the embedded server and of the demo. The tests in `suite` also run on other servers.

// The assertions of the suite.
#[path = "../suite/answers.rs"]
mod answers;
mod by_hand;
mod curl;
mod disagreements;
mod embedded_server;
mod explained;
mod forms;
mod http2;
mod permissions;
mod recorded;
mod share_object;
mod signatures;

use answers::{TestResult, assert_refused, assert_status};
