//! Another payload hash was signed.

use alloc::format;
use alloc::vec::Vec;

use crate::diagnose::cause::Cause;
use crate::diagnose::search::candidate::{Candidate, Part};
use crate::diagnose::search::change::{Change, Rank};
use crate::diagnose::search::known::Known;
use crate::sigv4::{EMPTY_PAYLOAD_HASH, UNSIGNED_PAYLOAD};

pub(super) fn find<'a>(known: &'a Known<'a>, base: &Candidate<'a>, changes: &mut Vec<Change<'a>>) {
    let sent = known.sent("x-amz-content-sha256").iter().copied();
    let sent = sent.map(|hash| (hash, "the value of the header `x-amz-content-sha256`", Rank::Usual));
    let usual = [
        (EMPTY_PAYLOAD_HASH, "the hash of an empty body", Rank::Usual),
        (UNSIGNED_PAYLOAD, "`UNSIGNED-PAYLOAD`", Rank::Usual),
        ("STREAMING-AWS4-HMAC-SHA256-PAYLOAD", "`STREAMING-AWS4-HMAC-SHA256-PAYLOAD`", Rank::Unusual),
        ("STREAMING-UNSIGNED-PAYLOAD-TRAILER", "`STREAMING-UNSIGNED-PAYLOAD-TRAILER`", Rank::Unusual),
        ("STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER", "`STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER`", Rank::Rare),
        ("", "an empty line", Rank::Unusual),
    ];
    let is_s3 = known.facts.claims.is_s3();
    for (hash, what, rank) in usual.into_iter().chain(sent) {
        if hash == base.payload {
            continue;
        }
        let change = Change::new(Part::Payload, rank, move |candidate| candidate.payload = hash.into());
        changes.push(change.because(Cause::PayloadHash, move || {
            let right = match is_s3 {
                true => "S3 expects `UNSIGNED-PAYLOAD` there",
                false => "other services than S3 expect the hash of the empty body there",
            };
            let fix = format!("End the canonical request with the hash that the server expects: {right}.");
            (format!("The last line of what the signer signed is {what}, and {right}."), fix)
        }));
    }
}
