//! The rows. Those of MiniStack and JuiceFS, which have little in common with other servers, are in their own files.

use presign_e2e::ServerName;

use super::{Case, Difference, Expected, juicefs, ministack, otherwise, refused, status};

/// The error of Ceph's gateway without details.
const DENIED: Expected = refused(403, "AccessDenied").saying_nothing();

const NO_MESSAGES: &str = "its errors have no messages";
const NO_DETAILS: &str = "its errors do not say which parameter of the signature is wrong";
const NO_DETAILS_OF_FORM: &str = "its errors do not say what is wrong with the signature of a form";
const NO_SESSIONS: &str = "it has no temporary keys and ignores tokens";
const OBEYS: &str = "it obeys unsigned headers";
const HASH_COUNTS: &str = "it verifies the signature with the hash in the header, whether the header is signed or not";
const NO_CHECKSUMS: &str = "it does not support these headers";

/// Returns the row of a case. The `match` makes the compiler find cases that no test uses.
pub(super) fn known(case: Case, server: ServerName) -> Option<Difference> {
    use ServerName::{Embedded, JuiceFs, MiniStack, Radosgw, RadosgwSts, Swift};
    Some(match (case, server) {
        (case, MiniStack) => return ministack::known(case),
        (case, JuiceFs) => return juicefs::known(case),

        // The signature.
        (Case::WrongSignature | Case::SignedHeaderMissing | Case::VersionAdded, RadosgwSts) => {
            DENIED.because("with STS it tries several kinds of keys, and reports only that none of them fits")
        }
        (Case::HostWithoutPort, Radosgw | RadosgwSts) => {
            status(200).because("it adds its own port to a host without a port")
        }
        (Case::NoSignature, Radosgw | RadosgwSts) => DENIED.because(NO_DETAILS),
        (Case::NoSignature, Swift) => refused(403, "AccessDenied").because(NO_DETAILS),
        (Case::TwoSignatures, Radosgw | RadosgwSts) => {
            status(200).because("it verifies the signature in the header and ignores the parameters")
        }
        (Case::TwoAuthorizations | Case::TwoSignatures, Swift) => {
            status(200).because("it uses the parameters and ignores the header")
        }
        (Case::AnotherService, Radosgw | RadosgwSts) => status(200).because("it accepts signatures for any service"),
        (Case::AnotherRegion, Radosgw | RadosgwSts) => status(200).because("it accepts signatures for any region"),
        (Case::RegionInError, Radosgw | RadosgwSts) => otherwise("it accepts signatures for any region"),

        // The time.
        (Case::Expired, Radosgw | RadosgwSts) => DENIED.because(NO_MESSAGES),
        (Case::TimesOfExpiry, Radosgw | RadosgwSts | Swift) => otherwise("its errors have no such elements"),
        (Case::OverSevenDays | Case::ExpiresOver32Bits, Radosgw | RadosgwSts) => DENIED.because(NO_DETAILS),
        (Case::FromTheFuture, Radosgw | RadosgwSts | Swift) => status(200).because("it only checks the expiry"),

        // The signer.
        (Case::UnknownKey | Case::TokenMissing, RadosgwSts) => DENIED.because("as with a wrong signature"),
        (Case::UnknownKey | Case::TokenMissing, Swift) => {
            refused(403, "SignatureDoesNotMatch").because("it reports an unknown access key like a wrong secret")
        }
        (Case::TemporaryKey | Case::MadeUpToken | Case::TruncatedToken | Case::MissingKeyUnlisted, Radosgw) => {
            refused(403, "InvalidAccessKeyId").because(NO_SESSIONS)
        }
        (Case::TemporaryKey | Case::MadeUpToken | Case::TruncatedToken | Case::MissingKeyUnlisted, Swift) => {
            refused(403, "SignatureDoesNotMatch").because(NO_SESSIONS)
        }
        (Case::TokenOfAnother | Case::UnsignedToken, Radosgw | Swift) => status(200).because(NO_SESSIONS),
        (Case::MadeUpToken, RadosgwSts) => {
            refused(400, "InvalidArgument").saying_nothing().because("its tokens are base64, and this one is not")
        }
        (Case::TruncatedToken, RadosgwSts) => {
            DENIED.because("its tokens are encrypted, and this one cannot be decrypted")
        }
        (Case::TokenOfAnother, RadosgwSts) => DENIED.because("the token contains the key that it belongs to"),
        (Case::UnsignedToken, RadosgwSts) => DENIED.because("it uses the header as the token of this request"),
        (Case::NobodyAndObject | Case::NobodyAndNoBucket, Swift) => status(400).because(
            "it treats a request without S3 authentication as one in Swift's own protocol, where the path is invalid",
        ),
        (Case::NobodyAndBucket, Swift) => status(412).because("as for an object"),

        // The permissions of the signer.
        (Case::ReasonOfDenial, Radosgw | RadosgwSts) => DENIED.because(NO_MESSAGES),
        (Case::ReasonOfDenial, Swift) => {
            refused(403, "AccessDenied").saying("Access Denied.").because("its ACLs have no actions that it could name")
        }
        (Case::MissingKeyUnlisted, RadosgwSts) => refused(404, "NoSuchKey")
            .because("it checks whether the bucket's ACL allows the owner to list, not whether the role may"),
        (Case::MissingKeyUnreadable, Radosgw | RadosgwSts | Swift) => {
            refused(404, "NoSuchKey").because("a missing object has no ACL, and the bucket's ACL allows user2 to list")
        }
        (Case::DeletionsRefusedAtOnce, Radosgw | RadosgwSts) => {
            otherwise("it checks whether user2 may write to the bucket before it reads the list")
        }

        // Unsigned headers.
        (Case::UnsignedCopySource | Case::UnsignedAcl | Case::UnsignedAmzHeader, Radosgw | RadosgwSts) => {
            status(200).because(OBEYS)
        }
        (Case::UnsignedBodyHash | Case::WrongBodyHash, Radosgw) => {
            refused(403, "SignatureDoesNotMatch").because(HASH_COUNTS)
        }
        (Case::UnsignedBodyHash | Case::WrongBodyHash, RadosgwSts) => DENIED.because(HASH_COUNTS),
        (Case::WrongBodyHash, Swift) => status(200).because("it ignores the header if it is not signed"),

        // Buckets and listings.
        (Case::NameOfOnesOwn, Swift) => {
            refused(400, "MalformedXML").because("it uses path style for an unknown host, so the key names a bucket")
        }
        (Case::RegionOfBucket, Radosgw | RadosgwSts | Swift) => otherwise("it does not send the header"),
        (Case::SlashInListing, Radosgw | RadosgwSts) => otherwise("it also encodes the slashes"),
        (Case::MadeUpContinuation, Radosgw | RadosgwSts) => {
            status(200).because("its token is the last key of a page, so any text is valid")
        }
        (Case::MadeUpContinuation, Swift) => {
            refused(500, "InternalError").because("it fails on a token that it cannot decode")
        }

        // Downloads.
        (Case::AnotherVersion, Radosgw | RadosgwSts) => {
            refused(404, "NoSuchKey").because("it reports a missing version like a missing object")
        }
        (Case::AnotherVersion, Swift) => {
            refused(404, "NoSuchVersion").because("it looks for the version even in a bucket without versioning")
        }
        (Case::OnePart | Case::OnlyPart, Radosgw | RadosgwSts) => {
            status(200).because("it ignores the number and returns the whole object")
        }
        (Case::OnePart | Case::OnlyPart, Swift) => {
            refused(405, "MethodNotAllowed").because("it does not support downloads by part")
        }
        (Case::ChecksumKept, Radosgw | RadosgwSts | Swift) => otherwise(NO_CHECKSUMS),
        (Case::AnotherOwner, Radosgw | RadosgwSts | Swift) => status(200).because("it ignores the header"),
        (Case::Attributes, Radosgw | RadosgwSts | Swift) => {
            otherwise("it ignores the parameter and returns the object")
        }
        (Case::RestoreOfStandard, Radosgw | RadosgwSts) => refused(400, "InvalidArgument")
            .saying("Request Content-Type is not multipart/form-data")
            .because("it ignores the parameter and treats a POST to an object as a form"),
        (Case::RestoreOfStandard, Swift) => refused(501, "NotImplemented").because("it has no archive"),

        // Uploads.
        (Case::SignedBodyHash, Embedded) => refused(403, "SignatureDoesNotMatch")
            .because("`presign` accepts it, but s3s treats the body of every presigned URL as unsigned"),
        (Case::SignedBodyHash, Swift) => {
            refused(403, "SignatureDoesNotMatch").because("it treats the body of every presigned URL as unsigned")
        }
        (Case::WrongChecksum, Radosgw | RadosgwSts | Swift) => status(200).because(NO_CHECKSUMS),
        (Case::ConditionalPut, Swift) => refused(501, "NotImplemented")
            .saying("Conditional object PUTs are not supported")
            .because("its replicas are eventually consistent, so it cannot check the current object"),
        (Case::PutIfMatch, Radosgw | RadosgwSts) => refused(412, "PreconditionFailed")
            .because("for a PUT it compares the entity tag with quotes to one without"),
        (Case::StorageClasses, Radosgw | RadosgwSts) => {
            refused(400, "InvalidArgument").because("it only has the storage classes that its operator creates")
        }
        (Case::StorageClasses, Swift) => refused(400, "InvalidStorageClass").because("it only has STANDARD"),
        (Case::PublicRead, Radosgw | RadosgwSts | Swift) => {
            status(200).because("its buckets have ACLs enabled, as S3's formerly had")
        }
        (Case::CustomerKeys, Swift) => otherwise("it ignores the headers and stores the object unencrypted"),
        (Case::NoCustomerKey, Radosgw | RadosgwSts) => {
            refused(400, "InvalidArgument").because("it reports that the header with the algorithm is missing")
        }
        (Case::AnotherCustomerKey, Radosgw | RadosgwSts) => refused(400, "InvalidArgument")
            .because("it compares the MD5 of the keys, and reports that this one is wrong"),
        (Case::ServerKeys, Radosgw | RadosgwSts) => {
            status(200).because("it ignores the header and stores the object unencrypted")
        }
        (Case::ServerKeys, Swift) => refused(501, "NotImplemented").because("it encrypts all objects or none"),

        // Copies, tags and DeleteObjects.
        (Case::CopyOnCondition, Radosgw | RadosgwSts) => {
            status(200).because("it has other names for the conditions, such as x-amz-copy-if-match")
        }
        (Case::TagAlphabet, Radosgw | RadosgwSts) => status(200).because("it allows any character in tags"),
        (Case::Tagging, Swift) => refused(501, "NotImplemented").because("it has no tags"),
        (Case::TagsForEveryone, Swift) => status(200).because("it has no tags, and returns an empty list to everyone"),
        (
            Case::WrongDocumentMd5
            | Case::WrongDocumentChecksum
            | Case::WrongTagsChecksum
            | Case::DocumentWithoutChecksum,
            Radosgw | RadosgwSts,
        ) => status(200).because("it only checks the checksums of objects"),
        (Case::WrongDocumentChecksum, Swift) => refused(400, "InvalidRequest")
            .saying("Missing required header for this request: Content-MD5")
            .because("it only supports Content-MD5"),

        // Multipart uploads.
        (Case::PartsOutOfOrder, Radosgw | RadosgwSts) => {
            refused(400, "EntityTooSmall").because("it sorts the parts, and then reports that the first is too small")
        }
        (Case::PartLeftOut, Radosgw | RadosgwSts) => {
            refused(400, "InvalidPart").because("every part that was uploaded must be in the list")
        }
        (Case::PartsOfNoUpload, Radosgw | RadosgwSts) => refused(404, "NoSuchKey")
            .because("it stores the parts under an internal key, and reports that this key is missing"),
        (Case::CompletionOfNoUpload, Radosgw | RadosgwSts) => refused(500, "InternalError")
            .saying("This multipart completion is already in progress")
            .because("it cannot lock a missing upload, and reports it as locked"),
        (Case::EtagOfUpload, Radosgw | RadosgwSts) => otherwise("the entity tag in the response is empty"),
        (Case::UploadMarkers, Swift) => otherwise("the markers in the response are empty"),

        // Forms.
        (Case::Forms, Swift) => {
            status(412).because("it accepts no forms, since s3api ignores requests without S3 authentication")
        }
        (Case::WrongSignatureOfForm | Case::UnknownKeyOfForm, Radosgw | RadosgwSts) => {
            DENIED.because(NO_DETAILS_OF_FORM)
        }
        (Case::TemporaryKeyOfForm, Radosgw) => DENIED.because(NO_SESSIONS),
        (Case::MadeUpTokenOfForm | Case::FormWithoutToken, Radosgw | RadosgwSts) => DENIED.because(NO_DETAILS_OF_FORM),
        (Case::FormWithoutFile, Radosgw | RadosgwSts) => {
            status(204).because("it stores the line break before the last boundary")
        }
        (Case::PathOfFile | Case::WindowsPathOfFile, Radosgw | RadosgwSts) => {
            otherwise("it uses the whole path as the name")
        }
        (Case::RedirectWithQuery, Radosgw | RadosgwSts) => otherwise("it adds a second `?` to the URL"),

        _ => return None,
    })
}
