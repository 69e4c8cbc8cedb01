//! URLs of `presign`, used against a server: the one that `PRESIGN_E2E_SERVER` names, or an embedded one.
//!
//! Nothing here may depend on which server it is, but for what the table in `differences` says of it.

mod addressing;
mod answers;
mod browser_upload;
mod buckets;
mod copying;
mod deleting;
mod differences;
mod downloads;
mod identities;
mod keys;
mod listing;
mod multipart;
mod reading;
mod refused;
mod tagging;
mod uploads;
mod writing;

use answers::{TestResult, assert_refused, assert_status};
use differences::{Expected, refused};

/// What S3 answers where the signature is not that of the request.
const WRONG_SIGNATURE: Expected = refused(403, "SignatureDoesNotMatch");
