//! The cases, in the order of the table.

/// What is asked of a server, where one of them answers otherwise than S3. S3's answer is in the test.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Case {
    /// A signature that is not the request's.
    WrongSignature,
    /// The host without the port that was signed with it.
    HostWithoutPort,
    /// No signature, but all the other parameters of one.
    NoSignature,
    /// An `Authorization` header besides the parameters.
    TwoAuthorisations,
    /// A scope that names another region.
    AnotherRegion,
    /// The element that names the right region.
    RegionInError,

    /// An expired URL.
    Expired,
    /// The elements that say when it expired, and what time it is.
    TimesOfExpiry,
    /// `X-Amz-Expires` of more than seven days.
    OverSevenDays,
    /// `X-Amz-Expires` that does not fit into 32 bits.
    ExpiresOf37Bits,
    /// `X-Amz-Date` more than a quarter of an hour ahead.
    FromTheFuture,

    /// An access key that nobody has, or a temporary one without its token.
    UnknownKey,
    /// A temporary key with its token.
    TemporaryKey,
    /// A temporary key with any text for a token.
    MadeUpToken,
    /// A temporary key with its token, but for the last character.
    TruncatedToken,
    /// A long-term key with the token of a temporary one.
    TokenOfAnother,
    /// `x-amz-security-token`, sent and not signed.
    UnsignedToken,
    /// An object, asked for without credentials.
    NobodyAndObject,
    /// A bucket, asked for without credentials.
    NobodyAndBucket,

    /// The message that says who may not do what.
    ReasonOfDenial,
    /// A key that is not there, asked for by someone who may read objects and not list them.
    MissingKeyUnlisted,
    /// A key that is not there, asked for by someone who may list objects and not read them.
    MissingKeyUnreadable,
    /// DeleteObjects by someone who may delete none of them.
    DeletionsRefusedAtOnce,

    /// `x-amz-copy-source`, sent and not signed.
    UnsignedCopySource,
    /// Another `x-amz-*` header, sent and not signed.
    UnsignedAmzHeader,
    /// The element that names the unsigned headers.
    HeadersNotSigned,
    /// `x-amz-content-sha256`, sent and not signed, which S3 allows.
    UnsignedBodyHash,
    /// The same, of another body.
    WrongBodyHash,

    /// A bucket that the whole host names.
    NameOfOnesOwn,
    /// The header `x-amz-bucket-region`.
    RegionOfBucket,
    /// A `/` in a listing with `encoding-type=url`.
    SlashInListing,
    /// A continuation token that no listing has given.
    MadeUpContinuation,

    /// A version ID in a bucket without versioning.
    AnotherVersion,
    /// One part of an object, by its number.
    OnePart,
    /// The checksum of an upload, asked for by the download.
    ChecksumKept,
    /// `x-amz-expected-bucket-owner` of another account.
    AnotherOwner,
    /// GetObjectAttributes.
    Attributes,
    /// RestoreObject, of an object that is not archived.
    RestoreOfStandard,

    /// `x-amz-content-sha256`, signed, so that the signature is over it.
    SignedBodyHash,
    /// A body that is not that of the `x-amz-checksum-*`.
    WrongChecksum,
    /// A PUT with `If-None-Match: *`.
    ConditionalPut,
    /// A PUT with `If-Match`, of what is there.
    PutIfMatch,
    /// The storage class `STANDARD_IA`.
    StorageClasses,
    /// The ACL `public-read`, in a bucket as S3 makes them today.
    PublicRead,
    /// SSE-C. (All the servers here take it over plain HTTP, which S3 does not.)
    CustomerKeys,
    /// SSE-C, read without the key.
    NoCustomerKey,
    /// SSE-C, read with another key.
    AnotherCustomerKey,
    /// SSE-S3.
    ServerKeys,

    /// A copy on a condition that does not hold.
    CopyOnCondition,
    /// The tags of an object.
    Tagging,
    /// GetObjectTagging by someone who may not.
    TagsForEveryone,
    /// The document of DeleteObjects or PutObjectTagging, with the `Content-MD5` of another.
    WrongDocumentMd5,
    /// The same with its `x-amz-checksum-*`.
    WrongDocumentChecksum,
    /// DeleteObjects without any checksum.
    DocumentWithoutChecksum,

    /// The parts of an upload in another order than that of their numbers.
    PartsOutOfOrder,
    /// A list of parts without one that was uploaded.
    PartLeftOut,
    /// ListParts of an upload that is not there.
    PartsOfNoUpload,
    /// CompleteMultipartUpload of an upload that is not there.
    CompletionOfNoUpload,
    /// The entity tag in the answer to CompleteMultipartUpload.
    EtagOfUpload,
    /// Where to go on after some of the uploads in progress.
    UploadMarkers,

    /// A form, whatever is in it.
    Forms,
    /// A form that does not meet a condition of its policy.
    UnmetCondition,
    /// A form with a signature that is not the policy's.
    WrongSignatureOfForm,
    /// A form with an access key that nobody has.
    UnknownKeyOfForm,
    /// A form of a temporary key with its token.
    TemporaryKeyOfForm,
    /// A form of a temporary key with any text for a token.
    MadeUpTokenOfForm,
    /// A form of a temporary key without its token.
    FormWithoutToken,
    /// A form without its signature, but with all other fields of one.
    FormWithoutSignature,
    /// A form without a file.
    FormWithoutFile,
    /// A path in the name of a form's file.
    PathOfFile,
    /// A form with a redirect to a URL that has a query.
    RedirectWithQuery,
}
