//! The rows.

use presign_e2e::ServerName;

use super::{Case, Difference, Expected, otherwise, refused, status};

/// What Ceph's gateway says whenever it says no more.
const DENIED: Expected = refused(403, "AccessDenied").saying_nothing();

const NO_MESSAGES: &str = "its errors have no messages";
const NO_DETAILS: &str = "it does not say what is wrong with a parameter of the signature";
const NO_DETAILS_OF_FORM: &str = "it does not say what is wrong with the signature of a form";
const NO_SESSIONS: &str = "there are no temporary keys, and a token is ignored";
const OBEYS: &str = "it obeys a header that nobody signed";
const NO_ELEMENTS: &str = "s3s has no elements in its errors but the code and the message";
const BROKEN_POLICY: &str = "s3s reports a form that breaks its policy as a broken policy";
const HASH_COUNTS: &str = "it takes the header, signed or not, for the hash that was signed";
const NO_CHECKSUMS: &str = "it does not know these headers";

/// The table. (A `match`, so that the compiler finds a case that no test asks for.)
pub(super) fn known(case: Case, server: ServerName) -> Option<Difference> {
    use ServerName::{Embedded, Radosgw, RadosgwSts, Swift};
    Some(match (case, server) {
        // The signature.
        (Case::WrongSignature, RadosgwSts) => DENIED
            .because("with STS it tries one kind of key after another, and in the end it only knows that none fits"),
        (Case::HostWithoutPort, Radosgw | RadosgwSts) => {
            status(200).because("it adds its own port to a host without one")
        }
        (Case::NoSignature, Radosgw | RadosgwSts) => DENIED.because(NO_DETAILS),
        (Case::NoSignature, Embedded) => {
            refused(403, "AccessDenied").because("to s3s, a request without the signature is anonymous")
        }
        (Case::NoSignature, Swift) => refused(403, "AccessDenied").because(NO_DETAILS),
        (Case::TwoAuthorisations, Embedded) => refused(403, "AccessDenied")
            .because("s3s verifies the parameters and ignores the header; then the access hook denies the request"),
        (Case::TwoAuthorisations, Swift) => status(200).because("it takes the parameters and ignores the header"),
        (Case::AnotherRegion, Radosgw | RadosgwSts) => status(200).because("it takes a signature for any region"),
        (Case::RegionInError, Radosgw | RadosgwSts) => otherwise("it takes a signature for any region"),
        (Case::RegionInError, Embedded) => otherwise(NO_ELEMENTS),

        // The time.
        (Case::Expired, Radosgw | RadosgwSts) => DENIED.because(NO_MESSAGES),
        (Case::TimesOfExpiry, Embedded) => otherwise(NO_ELEMENTS),
        (Case::TimesOfExpiry, Radosgw | RadosgwSts | Swift) => otherwise("its errors have no such elements"),
        (Case::OverSevenDays | Case::ExpiresOf37Bits, Radosgw | RadosgwSts) => DENIED.because(NO_DETAILS),
        (Case::OverSevenDays, Embedded) => refused(403, "SignatureDoesNotMatch")
            .because("s3s has no such limit; the access hook has, but comes after the signature"),
        (Case::ExpiresOf37Bits, Embedded) => refused(400, "InvalidRequest")
            .because("s3s cannot read the number, and does not say which parameter is wrong"),
        (Case::FromTheFuture, Radosgw | RadosgwSts | Swift) => {
            status(200).because("it looks at the end of a URL's life only")
        }

        // Who signed.
        (Case::UnknownKey, RadosgwSts) => DENIED.because("as with a wrong signature"),
        (Case::UnknownKey, Swift) => refused(403, "SignatureDoesNotMatch")
            .because("it does not tell an access key that it has never heard of from a wrong secret"),
        (Case::TemporaryKey | Case::MadeUpToken | Case::TruncatedToken | Case::MissingKeyUnlisted, Radosgw) => {
            refused(403, "InvalidAccessKeyId").because(NO_SESSIONS)
        }
        (Case::TemporaryKey | Case::MadeUpToken | Case::TruncatedToken | Case::MissingKeyUnlisted, Swift) => {
            refused(403, "SignatureDoesNotMatch").because(NO_SESSIONS)
        }
        (Case::TokenOfAnother | Case::UnsignedToken, Radosgw | Swift) => status(200).because(NO_SESSIONS),
        (Case::MadeUpToken, RadosgwSts) => {
            refused(400, "InvalidArgument").saying_nothing().because("its tokens are base64, and that is not")
        }
        (Case::TruncatedToken, RadosgwSts) => DENIED.because("its tokens are encrypted, and that does not decrypt"),
        (Case::TokenOfAnother, RadosgwSts) => DENIED.because("the token says which key it belongs to"),
        (Case::UnsignedToken, RadosgwSts) => DENIED.because("it takes the header for the token of this request"),
        (Case::NobodyAndObject, Swift) => status(400)
            .because("a request without S3 authentication is one in Swift's own protocol, where the path is wrong"),
        (Case::NobodyAndBucket, Swift) => status(412).because("as with an object"),

        // What the signer may do.
        (Case::ReasonOfDenial, Radosgw | RadosgwSts) => DENIED.because(NO_MESSAGES),
        (Case::ReasonOfDenial, Swift) => {
            refused(403, "AccessDenied").saying("Access Denied.").because("its ACLs have no actions to name")
        }
        (Case::MissingKeyUnlisted, RadosgwSts) => refused(404, "NoSuchKey")
            .because("it asks whether the bucket's ACL lets the owner list, not whether the role may"),
        (Case::MissingKeyUnreadable, Radosgw | RadosgwSts | Swift) => refused(404, "NoSuchKey")
            .because("an object that is not there has no ACL, and by the bucket's user2 may know"),
        (Case::DeletionsRefusedAtOnce, Radosgw | RadosgwSts) => {
            otherwise("it asks whether user2 may write to the bucket before it looks at the list")
        }

        // Headers that nobody signed.
        (Case::UnsignedCopySource | Case::UnsignedAmzHeader, Radosgw | RadosgwSts) => status(200).because(OBEYS),
        (Case::HeadersNotSigned, Embedded) => otherwise(NO_ELEMENTS),
        (Case::UnsignedBodyHash | Case::WrongBodyHash, Radosgw) => {
            refused(403, "SignatureDoesNotMatch").because(HASH_COUNTS)
        }
        (Case::UnsignedBodyHash | Case::WrongBodyHash, RadosgwSts) => DENIED.because(HASH_COUNTS),
        (Case::WrongBodyHash, Swift) => status(200).because("it ignores the header where it is not signed"),

        // Buckets and listings.
        (Case::NameOfOnesOwn, Swift) => {
            refused(400, "MalformedXML").because("a host that it does not know is path style: the key names a bucket")
        }
        (Case::RegionOfBucket, Radosgw | RadosgwSts | Swift) => otherwise("it does not send the header"),
        (Case::SlashInListing, Radosgw | RadosgwSts) => otherwise("it encodes the slashes, too"),
        (Case::MadeUpContinuation, Radosgw | RadosgwSts) => {
            status(200).because("any text is a token: the key to go on after")
        }
        (Case::MadeUpContinuation, Swift) => {
            refused(500, "InternalError").because("it trips over what it can't decode")
        }

        // Downloads.
        (Case::AnotherVersion, Radosgw | RadosgwSts) => {
            refused(404, "NoSuchKey").because("it does not tell a version that is missing from an object that is")
        }
        (Case::OnePart, Radosgw | RadosgwSts) => {
            status(200).because("it ignores the number, and gives the whole object")
        }
        (Case::OnePart, Swift) => refused(405, "MethodNotAllowed").because("it gives no object by part"),
        (Case::ChecksumKept, Radosgw | RadosgwSts | Swift) => otherwise(NO_CHECKSUMS),
        (Case::AnotherOwner, Radosgw | RadosgwSts | Swift) => status(200).because("it ignores the header"),
        (Case::Attributes, Radosgw | RadosgwSts | Swift) => {
            otherwise("it does not know the parameter, and gives the object itself")
        }
        (Case::RestoreOfStandard, Radosgw | RadosgwSts) => refused(400, "InvalidArgument")
            .saying("Request Content-Type is not multipart/form-data")
            .because("it does not know the parameter, and takes a POST to an object for a form"),
        (Case::RestoreOfStandard, Swift) => refused(501, "NotImplemented").because("it has no archive"),

        // Uploads.
        (Case::SignedBodyHash, Embedded | Swift) => {
            refused(403, "SignatureDoesNotMatch").because("in a URL it takes every body for unsigned")
        }
        (Case::WrongChecksum, Radosgw | RadosgwSts | Swift) => status(200).because(NO_CHECKSUMS),
        (Case::ConditionalPut, Swift) => refused(501, "NotImplemented")
            .saying("Conditional object PUTs are not supported")
            .because("its copies of an object agree only in the end, so it can't know what is there"),
        (Case::PutIfMatch, Radosgw | RadosgwSts) => refused(412, "PreconditionFailed")
            .because("in a PUT it compares the entity tag with its quotes to one without"),
        (Case::StorageClasses, Radosgw | RadosgwSts) => {
            refused(400, "InvalidArgument").because("it has the storage classes that its operator makes")
        }
        (Case::StorageClasses, Swift) => refused(400, "InvalidStorageClass").because("it has none but STANDARD"),
        (Case::PublicRead, Radosgw | RadosgwSts | Swift) => {
            status(200).because("its buckets have ACLs, as S3's once had")
        }
        (Case::CustomerKeys, Swift) => otherwise("it ignores the headers, and stores the object in the clear"),
        (Case::NoCustomerKey, Radosgw | RadosgwSts) => {
            refused(400, "InvalidArgument").because("it says that the header with the algorithm is missing")
        }
        (Case::AnotherCustomerKey, Radosgw | RadosgwSts) => {
            refused(400, "InvalidArgument").because("it compares the MD5 of the keys, and says that this one is wrong")
        }
        (Case::ServerKeys, Radosgw | RadosgwSts) => {
            status(200).because("it ignores the header, and stores the object in the clear")
        }
        (Case::ServerKeys, Swift) => refused(501, "NotImplemented").because("it encrypts everything or nothing"),

        // Copies, tags, and deleting many at once.
        (Case::CopyOnCondition, Radosgw | RadosgwSts) => {
            status(200).because("it knows the conditions under other names, x-amz-copy-if-match for one")
        }
        (Case::Tagging, Swift) => refused(501, "NotImplemented").because("it has no tags"),
        (Case::TagsForEveryone, Swift) => status(200).because("it has no tags, and says so to everyone"),
        (
            Case::WrongDocumentMd5 | Case::WrongDocumentChecksum | Case::DocumentWithoutChecksum,
            Radosgw | RadosgwSts,
        ) => status(200).because("it looks at the checksums of objects only"),
        (Case::WrongDocumentChecksum, Swift) => refused(400, "InvalidRequest")
            .saying("Missing required header for this request: Content-MD5")
            .because("it knows no checksum but Content-MD5"),

        // Uploads in parts.
        (Case::PartsOutOfOrder, Radosgw | RadosgwSts) => {
            refused(400, "EntityTooSmall").because("it puts the parts in order, and then finds the first too small")
        }
        (Case::PartLeftOut, Radosgw | RadosgwSts) => {
            refused(400, "InvalidPart").because("every part that was uploaded must be in the list")
        }
        (Case::PartsOfNoUpload, Radosgw | RadosgwSts) => refused(404, "NoSuchKey")
            .because("it keeps the parts under a key of its own, and says that this is missing"),
        (Case::CompletionOfNoUpload, Radosgw | RadosgwSts) => refused(500, "InternalError")
            .saying("This multipart completion is already in progress")
            .because("it can't lock what is not there, and takes it for locked"),
        (Case::EtagOfUpload, Radosgw | RadosgwSts) => otherwise("the entity tag in the answer is empty"),
        (Case::UploadMarkers, Swift) => otherwise("the markers in the answer are empty"),

        // Forms.
        (Case::Forms, Swift) => {
            status(412).because("it takes none: a request without S3 authentication is not for s3api")
        }
        (Case::UnmetCondition, Embedded) => refused(400, "InvalidPolicyDocument").because(BROKEN_POLICY),
        (Case::WrongSignatureOfForm | Case::UnknownKeyOfForm, Radosgw | RadosgwSts) => {
            DENIED.because(NO_DETAILS_OF_FORM)
        }
        (Case::TemporaryKeyOfForm, Radosgw) => DENIED.because(NO_SESSIONS),
        (Case::MadeUpTokenOfForm | Case::FormWithoutToken, Radosgw | RadosgwSts) => DENIED.because(NO_DETAILS_OF_FORM),
        (Case::MadeUpTokenOfForm | Case::FormWithoutToken, Embedded) => refused(400, "InvalidPolicyDocument").because(
            "the token is a condition of the policy, which s3s checks before the access hook checks the token",
        ),
        (Case::FormWithoutSignature, Embedded) => {
            refused(403, "AccessDenied").because("to s3s, a form without the signature is anonymous")
        }
        (Case::FormWithoutFile, Radosgw | RadosgwSts) => {
            status(204).because("it stores the line break in front of the last boundary")
        }
        (Case::PathOfFile, Radosgw | RadosgwSts) => otherwise("it takes the whole path for the name"),
        (Case::RedirectWithQuery, Radosgw | RadosgwSts) => otherwise("it adds a second `?` to the URL"),

        _ => return None,
    })
}
