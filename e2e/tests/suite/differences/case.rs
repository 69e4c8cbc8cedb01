//! The cases, in the order of the table.

/// A request to which at least one server responds differently than S3. S3's response is in the test.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Case {
    /// A wrong signature.
    WrongSignature,
    /// A host without the port that was signed.
    HostWithoutPort,
    /// All parameters of a presigned URL except the signature.
    NoSignature,
    /// An `Authorization` header in addition to the parameters.
    TwoAuthorizations,
    /// A scope that names another region.
    AnotherRegion,
    /// The element in the error that names the right region.
    RegionInError,

    /// An expired URL.
    Expired,
    /// The elements in the error with the expiry and the server's time.
    TimesOfExpiry,
    /// `X-Amz-Expires` of more than seven days.
    OverSevenDays,
    /// `X-Amz-Expires` that does not fit into 32 bits.
    ExpiresOver32Bits,
    /// `X-Amz-Date` more than a quarter of an hour in the future.
    FromTheFuture,

    /// An unknown access key, or a temporary one without its token.
    UnknownKey,
    /// A temporary key with its token.
    TemporaryKey,
    /// A temporary key with a made-up token.
    MadeUpToken,
    /// A temporary key with its token without the last character.
    TruncatedToken,
    /// A long-term key with the token of a temporary one.
    TokenOfAnother,
    /// `x-amz-security-token`, sent but not signed.
    UnsignedToken,
    /// A request for an object without a signature.
    NobodyAndObject,
    /// A request for a bucket without a signature.
    NobodyAndBucket,

    /// The message that names the user and the denied action.
    ReasonOfDenial,
    /// A missing key, requested by a user who may read objects but not list them.
    MissingKeyUnlisted,
    /// A missing key, requested by a user who may list objects but not read them.
    MissingKeyUnreadable,
    /// DeleteObjects by a user who may not delete objects.
    DeletionsRefusedAtOnce,

    /// `x-amz-copy-source`, sent but not signed.
    UnsignedCopySource,
    /// Another `x-amz-*` header, sent but not signed.
    UnsignedAmzHeader,
    /// The element in the error that names the unsigned headers.
    HeadersNotSigned,
    /// `x-amz-content-sha256`, sent but not signed, which S3 allows.
    UnsignedBodyHash,
    /// The same with the hash of another body.
    WrongBodyHash,

    /// A bucket whose name is the whole host.
    NameOfOnesOwn,
    /// The header `x-amz-bucket-region`.
    RegionOfBucket,
    /// A `/` in a listing with `encoding-type=url`.
    SlashInListing,
    /// A made-up continuation token.
    MadeUpContinuation,

    /// A version ID in a bucket without versioning.
    AnotherVersion,
    /// A download of one part of an object.
    OnePart,
    /// The checksum of an upload, requested with the download.
    ChecksumKept,
    /// `x-amz-expected-bucket-owner` of another account.
    AnotherOwner,
    /// GetObjectAttributes.
    Attributes,
    /// RestoreObject, of an object that is not archived.
    RestoreOfStandard,

    /// `x-amz-content-sha256`, signed.
    SignedBodyHash,
    /// A body that does not match its `x-amz-checksum-*`.
    WrongChecksum,
    /// A PUT with `If-None-Match: *`.
    ConditionalPut,
    /// A PUT with `If-Match` and the current entity tag.
    PutIfMatch,
    /// The storage class `STANDARD_IA`.
    StorageClasses,
    /// The ACL `public-read`, in a bucket with S3's default settings.
    PublicRead,
    /// SSE-C. (All servers here accept it over plain HTTP, unlike S3.)
    CustomerKeys,
    /// SSE-C, read without the key.
    NoCustomerKey,
    /// SSE-C, read with another key.
    AnotherCustomerKey,
    /// SSE-S3.
    ServerKeys,

    /// A copy with a condition that does not hold.
    CopyOnCondition,
    /// The tags of an object.
    Tagging,
    /// GetObjectTagging by a user who may not read tags.
    TagsForEveryone,
    /// A document of DeleteObjects or PutObjectTagging that does not match its `Content-MD5`.
    WrongDocumentMd5,
    /// Such a document that does not match its `x-amz-checksum-*`.
    WrongDocumentChecksum,
    /// DeleteObjects without any checksum.
    DocumentWithoutChecksum,

    /// A list of parts that is not sorted by part number.
    PartsOutOfOrder,
    /// A list of parts without one of the uploaded parts.
    PartLeftOut,
    /// ListParts of a missing upload.
    PartsOfNoUpload,
    /// CompleteMultipartUpload of a missing upload.
    CompletionOfNoUpload,
    /// The entity tag in the response to CompleteMultipartUpload.
    EtagOfUpload,
    /// The markers for the next page of ListMultipartUploads.
    UploadMarkers,

    /// Any form.
    Forms,
    /// A form that does not meet a condition of its policy.
    UnmetCondition,
    /// A form with a wrong signature.
    WrongSignatureOfForm,
    /// A form with an unknown access key.
    UnknownKeyOfForm,
    /// A form with a temporary key and its token.
    TemporaryKeyOfForm,
    /// A form with a temporary key and a made-up token.
    MadeUpTokenOfForm,
    /// A form with a temporary key without its token.
    FormWithoutToken,
    /// A form with all fields except the signature.
    FormWithoutSignature,
    /// A form without a file.
    FormWithoutFile,
    /// A path in the name of a form's file.
    PathOfFile,
    /// A form with a redirect to a URL that has a query.
    RedirectWithQuery,
}
