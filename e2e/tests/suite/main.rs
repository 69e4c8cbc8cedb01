//! Uses URLs from `presign` on a server: the one that `PRESIGN_E2E_SERVER` names, or an embedded one.
//!
//! No test may depend on the server, except through the table in `differences`.

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
mod multipart_documents;
mod other_signatures;
mod reading;
mod refused;
mod tagging;
mod uploads;
mod writing;

use answers::{TestResult, assert_refused, assert_status};
use differences::{Expected, refused};

/// S3's response if the signature is not that of the request.
const WRONG_SIGNATURE: Expected = refused(403, "SignatureDoesNotMatch");
