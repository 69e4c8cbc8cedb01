//! The rows of MiniStack 1.5.33.
//!
//! Its users here are IAM users. Of its root user, it reads objects for any URL with the right `X-Amz-Credential`, even
//! without a signature, so it says nothing about missing parameters.

use super::{Case, Difference, otherwise, refused, status};

const OBEYS: &str = "it obeys unsigned headers";

pub(super) fn known(case: Case) -> Option<Difference> {
    Some(match case {
        // The signature.
        Case::NoSignature => refused(400, "InvalidRequest").because("it reports an unknown kind of signature"),
        Case::TwoAuthorizations | Case::TwoSignatures => {
            status(200).because("it uses the parameters and ignores the header")
        }
        Case::AnotherService => refused(403, "SignatureDoesNotMatch")
            .because("it verifies the signature with the hash of the body, as for other services than S3"),
        Case::AnotherRegion => refused(301, "PermanentRedirect")
            .because("it redirects to the bucket's region before it looks at the scope"),
        Case::RegionInError => otherwise("it names an endpoint instead of the region"),
        Case::TimesOfExpiry => otherwise("its errors have no such elements"),
        Case::FromTheFuture => {
            refused(403, "AccessDenied").saying("Request is not yet valid").because("it words this otherwise")
        }

        // The signer.
        Case::TokenMissing => refused(400, "InvalidToken").because("it reports a missing token like a wrong one"),
        Case::FormWithoutToken => refused(400, "InvalidToken").because("as for a URL"),
        Case::MissingKeyUnlisted => {
            refused(404, "NoSuchKey").because("it does not check whether the role may list the bucket")
        }
        Case::DeletionsRefusedAtOnce => otherwise("it checks all keys before it deletes one"),

        // Unsigned headers.
        Case::UnsignedCopySource | Case::UnsignedAmzHeader => status(200).because(OBEYS),
        Case::UnsignedAcl => refused(400, "AccessControlListNotSupported").because(OBEYS),
        Case::UnsignedToken => status(200).because("it only uses the token in the URL"),
        Case::WrongBodyHash => status(200).because("it ignores the header if it is not signed"),
        Case::SignedBodyHash => {
            refused(403, "SignatureDoesNotMatch").because("it treats the body of every presigned URL as unsigned")
        }

        // Buckets, listings and downloads.
        Case::NameOfOnesOwn => {
            status(200).because("it uses path style for an unknown host, so the upload creates a bucket")
        }
        Case::MadeUpContinuation => status(200).because("its token is a key, so any text is valid"),
        Case::HeadOfPart | Case::OnlyPart => {
            status(200).because("it ignores the number and describes the whole object")
        }
        Case::OverridesOfHead => otherwise("it ignores the parameters"),
        Case::AnotherOwner => status(200).because("it ignores the header"),
        Case::RestoreOfStandard => {
            refused(403, "ObjectAlreadyInActiveTierError").because("it uses an error of S3 Intelligent-Tiering")
        }

        Case::AnotherVersion => {
            refused(404, "NoSuchVersion").because("it looks for the version even in a bucket without versioning")
        }

        // Copies, tags, DeleteObjects and multipart uploads.
        Case::CopyToItself => status(200).because("it copies the object to itself"),
        Case::TagAlphabet => status(200).because("it allows any character in tags"),
        Case::WrongDocumentMd5
        | Case::WrongDocumentChecksum
        | Case::WrongTagsChecksum
        | Case::DocumentWithoutChecksum => status(200).because("it only checks the checksums of objects"),
        Case::PartsOutOfOrder => status(200).because("it sorts the parts"),
        Case::NoParts => status(200).because("an empty list stands for all parts"),
        Case::PartTooSmall => status(200).because("it allows parts of any size"),

        // Forms.
        Case::FieldAfterFile => {
            refused(403, "AccessDenied").because("it requires a condition for every field, even after the file")
        }
        Case::PathOfFile | Case::WindowsPathOfFile => otherwise("it uses the whole path as the name"),
        Case::FileNameOutsideAscii => otherwise("it decodes the name of a file as ISO 8859-1"),

        _ => return None,
    })
}
