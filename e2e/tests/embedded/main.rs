//! The embedded server itself, and the demo that runs on it. The `suite` is what is run on other servers, too.

// One set of assertions for both.
#[path = "../suite/answers.rs"]
mod answers;
mod curl;
mod embedded_server;
mod forms;
mod permissions;
mod share_object;
mod signatures;

use answers::{TestResult, assert_refused, assert_status};
