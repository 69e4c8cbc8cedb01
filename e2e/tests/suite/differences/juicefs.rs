//! The rows of JuiceFS 1.4.2. Its gateway is MinIO's code of 2022, its keys are the paths of a file system.

use super::{Case, Difference, Expected, otherwise, refused, status};

const OBEYS: &str = "it obeys unsigned headers";
const WRONG_TOKEN: Expected = refused(403, "InvalidTokenId");
const OTHER_NAME: &str = "it has its own name for this error";
const UNCONDITIONAL: &str = "it ignores the conditions of a PUT";
const A_FILE_SYSTEM: &str = "a path of a file system has no such segments";
const ID_ALONE: &str = "it knows an upload by its ID alone";
const A_DIRECTORY: &str = "the path is a directory";

pub(super) fn known(case: Case) -> Option<Difference> {
    Some(match case {
        // The signature.
        Case::SignedHeaderMissing => refused(400, "AccessDenied")
            .saying("There were headers present in the request which were not signed")
            .because("it takes a missing header for an unsigned one"),
        Case::VersionAdded => refused(400, "InvalidArgument").because("it checks the version ID before the signature"),
        Case::TwoAuthorizations | Case::TwoSignatures => refused(400, "InvalidRequest").because(OTHER_NAME),
        Case::AnotherService => refused(400, "AuthorizationParametersError").because(OTHER_NAME),
        Case::AnotherRegion => refused(400, "AuthorizationHeaderMalformed")
            .saying("expecting 'us-east-1'")
            .because("it reports the scope as a part of the header Authorization, and only the right region"),
        Case::TimesOfExpiry => otherwise("its errors have no such elements"),
        Case::ExpiresOver32Bits => refused(400, "AuthorizationQueryParametersError")
            .saying("X-Amz-Expires should be a number")
            .because("it cannot parse the number"),

        // The signer and the permissions.
        Case::TokenMissing | Case::MadeUpToken | Case::TruncatedToken | Case::TokenOfAnother => {
            WRONG_TOKEN.because(OTHER_NAME)
        }
        Case::MadeUpTokenOfForm | Case::FormWithoutToken => WRONG_TOKEN.because(OTHER_NAME),
        Case::NobodyAndNoBucket => refused(403, "AccessDenied").because("it checks the permissions first"),
        Case::ReasonOfDenial => {
            refused(403, "AccessDenied").saying("Access Denied.").because("its errors give no reason")
        }
        Case::MissingKeyUnlisted => {
            refused(404, "NoSuchKey").because("it does not check whether the user may list the bucket")
        }

        // Unsigned headers.
        Case::UnsignedCopySource | Case::UnsignedAmzHeader => status(200).because(OBEYS),
        Case::UnsignedAcl => status(200).because("it ignores ACLs"),
        Case::UnsignedToken => WRONG_TOKEN.because("it uses the header as the token of this request"),
        Case::UnsignedBodyHash | Case::WrongBodyHash => refused(403, "SignatureDoesNotMatch")
            .because("it verifies the signature with the hash in the header, whether the header is signed or not"),

        // Keys, buckets and listings.
        Case::DotSegments => refused(400, "XMinioInvalidResourceName").because(A_FILE_SYSTEM),
        Case::MergedSlashes => otherwise("slashes in a row are one, and those at the beginning none"),
        Case::SlashAtEnd => refused(409, "XMinioObjectExistsAsDirectory").because(A_DIRECTORY),
        Case::OnlySlash => refused(500, "InternalError").because("the path is that of the bucket"),
        Case::NameOfOnesOwn => {
            refused(400, "MalformedXML").because("it uses path style for an unknown host, so the key names a bucket")
        }
        Case::VersionMarkers => otherwise("it ignores `max-keys`"),

        // Downloads.
        Case::OnePart => {
            refused(416, "InvalidPartNumber").because("it does not remember the parts, so there is only one")
        }
        Case::ChecksumKept | Case::WrongChecksum => status(200).because("it does not support these headers"),
        Case::AnotherOwner => status(200).because("it ignores the header"),
        Case::Attributes => otherwise("it ignores the parameter and returns the object"),
        Case::RestoreOfStandard => refused(501, "NotImplemented").because("it has no archive"),

        // Uploads.
        Case::PutOfExisting => status(200).because(UNCONDITIONAL),
        Case::LostHeaders => otherwise("it does not keep these headers"),
        Case::StorageClasses => refused(400, "InvalidStorageClass").because("it only has STANDARD"),
        Case::PublicRead => status(200).because("it ignores ACLs"),
        Case::CustomerKeysOverHttp => refused(400, "InvalidRequest").because("like S3, it requires TLS"),
        Case::ServerKeys => refused(501, "NotImplemented").because("it encrypts nothing"),

        // Copies, tags, DeleteObjects and multipart uploads.
        Case::WrongDocumentMd5 => status(200).because("it only checks that the header is present"),
        Case::WrongDocumentChecksum | Case::DocumentWithoutChecksum => {
            refused(400, "MissingContentMD5").because("it only supports Content-MD5")
        }
        Case::KeysOfDeletions => otherwise("its response does not name the keys"),
        Case::WrongTagsChecksum => status(200).because("it does not support these headers"),
        Case::PartOfAnotherKey => status(200).because(ID_ALONE),
        Case::AbortOfAnotherKey => status(204).because(ID_ALONE),
        Case::PartNotUploaded => {
            refused(404, "NoSuchUpload").because("it reports a missing part like a missing upload")
        }
        Case::PartTooSmall => status(200).because("it allows parts of any size"),

        // Forms.
        Case::FieldWithoutCondition => status(204).because("it only checks fields that have a condition"),
        Case::RedirectWithoutCondition => status(303).because("as for other fields, and it obeys this one"),
        Case::FormWithoutFile => refused(400, "EntityTooSmall").because("it takes a missing file for an empty one"),
        Case::FormWithoutSignature => {
            refused(403, "SignatureDoesNotMatch").because("a missing signature is a wrong one")
        }
        Case::FormWithoutKey => refused(403, "AccessDenied").because("it checks the policy first"),
        Case::AnonymousForm => refused(400, "AuthorizationQueryParametersError").because("it requires a signature"),
        Case::WindowsPathOfFile => otherwise("it only knows slashes"),
        Case::QueryOfRedirect => otherwise("it replaces the query of the URL"),

        _ => return None,
    })
}
