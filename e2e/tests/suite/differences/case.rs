//! The cases, in the order of the table.

/// A request to which at least one server responds differently than S3. S3's response is in the test.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Case {
    /// A wrong signature.
    WrongSignature,
    /// A signed header that is missing from the request.
    SignedHeaderMissing,
    /// `versionId`, added to a signed URL.
    VersionAdded,
    /// A host without the port that was signed.
    HostWithoutPort,
    /// All parameters of a presigned URL except the signature.
    NoSignature,
    /// An `Authorization` header in addition to the parameters.
    TwoAuthorizations,
    /// Such a header with a valid signature.
    TwoSignatures,
    /// A scope that names another service.
    AnotherService,
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

    /// An unknown access key.
    UnknownKey,
    /// A temporary key without its token.
    TokenMissing,
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
    /// A request without a signature for an object in a bucket that does not exist.
    NobodyAndNoBucket,

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
    /// `x-amz-acl`, sent but not signed.
    UnsignedAcl,
    /// Another `x-amz-*` header, sent but not signed.
    UnsignedAmzHeader,
    /// `x-amz-content-sha256`, sent but not signed, which S3 allows.
    UnsignedBodyHash,
    /// The same with the hash of another body.
    WrongBodyHash,

    /// A key with `.` or `..` between slashes.
    DotSegments,
    /// A key with a slash at the beginning, or with two in a row.
    MergedSlashes,
    /// A key with a slash at the end.
    SlashAtEnd,
    /// The key `/`.
    OnlySlash,

    /// A bucket whose name is the whole host.
    NameOfOnesOwn,
    /// The header `x-amz-bucket-region`.
    RegionOfBucket,
    /// A `/` in a listing with `encoding-type=url`.
    SlashInListing,
    /// A made-up continuation token.
    MadeUpContinuation,
    /// The markers for the next page of ListObjectVersions.
    VersionMarkers,

    /// A version ID in a bucket without versioning.
    AnotherVersion,
    /// A download of one part of an object.
    OnePart,
    /// The same with HEAD.
    HeadOfPart,
    /// A download of part 1 of an object that was uploaded at once.
    OnlyPart,
    /// `response-*` parameters of a HEAD request.
    OverridesOfHead,
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
    /// A PUT with a condition that does not hold.
    PutOfExisting,
    /// `Content-Language`, `Content-Encoding` and `Expires`, set by the upload.
    LostHeaders,
    /// The storage class `STANDARD_IA`.
    StorageClasses,
    /// The ACL `public-read`, in a bucket with S3's default settings.
    PublicRead,
    /// SSE-C over plain HTTP. S3 rejects it; here, most servers accept it.
    CustomerKeysOverHttp,
    /// SSE-C.
    CustomerKeys,
    /// SSE-C, read without the key.
    NoCustomerKey,
    /// SSE-C, read with another key.
    AnotherCustomerKey,
    /// SSE-S3.
    ServerKeys,

    /// A copy with a condition that does not hold.
    CopyOnCondition,
    /// A copy of an object to itself that changes nothing.
    CopyToItself,
    /// The tags of an object.
    Tagging,
    /// A tag key with `&`.
    TagAlphabet,
    /// GetObjectTagging by a user who may not read tags.
    TagsForEveryone,
    /// A document of DeleteObjects or PutObjectTagging that does not match its `Content-MD5`.
    WrongDocumentMd5,
    /// A document of DeleteObjects that does not match its `x-amz-checksum-*`.
    WrongDocumentChecksum,
    /// A document of PutObjectTagging that does not match its `x-amz-checksum-*`.
    WrongTagsChecksum,
    /// DeleteObjects without any checksum.
    DocumentWithoutChecksum,
    /// The keys in the response to DeleteObjects.
    KeysOfDeletions,

    /// A list of parts that is not sorted by part number.
    PartsOutOfOrder,
    /// A list of parts with one that was not uploaded.
    PartNotUploaded,
    /// An empty list of parts.
    NoParts,
    /// A part that is too small and not the last one.
    PartTooSmall,
    /// A list of parts without one of the uploaded parts.
    PartLeftOut,
    /// ListParts of a missing upload.
    PartsOfNoUpload,
    /// UploadPart and ListParts with the ID of an upload of another key.
    PartOfAnotherKey,
    /// AbortMultipartUpload with the ID of an upload of another key.
    AbortOfAnotherKey,
    /// CompleteMultipartUpload of a missing upload.
    CompletionOfNoUpload,
    /// The entity tag in the response to CompleteMultipartUpload.
    EtagOfUpload,
    /// The markers for the next page of ListMultipartUploads.
    UploadMarkers,

    /// Any form.
    Forms,
    /// A field without a condition in the policy, whose name does not begin with `x-amz-`.
    FieldWithoutCondition,
    /// `success_action_redirect` without a condition in the policy.
    RedirectWithoutCondition,
    /// A field after the file.
    FieldAfterFile,
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
    /// A form with only a key and a file.
    AnonymousForm,
    /// A form without a key.
    FormWithoutKey,
    /// A form without a file.
    FormWithoutFile,
    /// The name of a form's file, with characters outside ASCII.
    FileNameOutsideAscii,
    /// A path in the name of a form's file.
    PathOfFile,
    /// A path with backslashes in the name of a form's file.
    WindowsPathOfFile,
    /// A form with a redirect to a URL that has a query.
    RedirectWithQuery,
    /// The query of such a URL.
    QueryOfRedirect,
}
