//! What a server is known to answer otherwise than S3, and why.
//!
//! A test says what S3 answers, and names the case. Where the table has the case for the server under test, the test
//! asserts the answer in the table instead. None is left out: a server that changes fails the suite, in either direction.
//! The servers are those of Debian 12: Ceph 16.2 and Swift 2.30.
//!
//! ```ignore
//! let s3 = refused(403, "AccessDenied").saying("Request has expired");
//! target.expect(Case::Expired, s3).of(&answer);
//!
//! // Where it is not one answer that differs:
//! assert_eq!(keys.is_empty(), target.differs(Case::Listing));
//! ```

use presign_e2e::{Answer, ServerName, Target};

/// An answer that a test awaits.
#[derive(Clone, Copy, Debug)]
#[must_use]
pub(crate) struct Expected {
    status: u16,
    /// Empty for a success, and for an answer that is no S3 error document.
    code: &'static str,
    message: Message,
    /// Why this is not S3's answer, if it is not.
    why: Option<&'static str>,
}

#[derive(Clone, Copy, Debug)]
enum Message {
    Any,
    Containing(&'static str),
    Empty,
}

/// A success, or another status without an S3 error document.
pub(crate) const fn status(status: u16) -> Expected {
    refused(status, "")
}

/// An error document.
pub(crate) const fn refused(status: u16, code: &'static str) -> Expected {
    Expected { status, code, message: Message::Any, why: None }
}

impl Expected {
    /// With a message that contains this text.
    pub(crate) const fn saying(self, text: &'static str) -> Self {
        Self { message: Message::Containing(text), ..self }
    }

    /// Without a message.
    pub(crate) const fn saying_nothing(self) -> Self {
        Self { message: Message::Empty, ..self }
    }

    /// As the server's answer in the table, and the reason why it is not S3's.
    const fn because(self, why: &'static str) -> Difference {
        Difference { answer: Some(Self { why: Some(why), ..self }) }
    }

    /// Asserts that the answer is this one.
    #[track_caller]
    pub(crate) fn of(self, answer: &Answer) {
        let known = self.why.map(|why| format!("\nthis server is known to differ: {why}")).unwrap_or_default();
        let error = answer.error().unwrap_or_default();
        assert_eq!((answer.status.as_u16(), &*error.code), (self.status, self.code), "{answer}{known}");
        match self.message {
            Message::Any => {}
            Message::Containing(text) => assert!(error.message.contains(text), "{answer} does not say {text:?}{known}"),
            Message::Empty => assert_eq!(error.message, "", "{answer}{known}"),
        }
    }
}

/// What the table holds.
#[derive(Clone, Copy, Debug)]
struct Difference {
    /// None where something else differs than the status and the error. The test says what.
    answer: Option<Expected>,
}

/// A difference in something else than the status and the error, and the reason.
const fn otherwise(_why: &'static str) -> Difference {
    Difference { answer: None }
}

/// What the suite asks of the table.
pub(crate) trait Differences {
    /// The server's answer, if the case is known to differ there, or else S3's.
    fn expect(&self, case: Case, s3: Expected) -> Expected;

    /// Whether the case is known to differ.
    fn differs(&self, case: Case) -> bool;
}

impl Differences for Target {
    fn expect(&self, case: Case, s3: Expected) -> Expected {
        match known(case, self.server) {
            Some(difference) => difference.answer.expect("the table gives an answer"),
            None => s3,
        }
    }

    fn differs(&self, case: Case) -> bool {
        known(case, self.server).is_some()
    }
}

/// What is asked of a server, where one of them answers otherwise than S3. The comments say what is special in the question;
/// S3's answer is in the test.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Case {
    /// A signature that is not the request's.
    WrongSignature,
    /// The host without the port that was signed with it.
    HostWithoutPort,
    /// No signature, but all the other parameters of one.
    NoSignature,
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
    /// An expired URL.
    Expired,
    /// The elements that say when it expired, and what time it is.
    TimesOfExpiry,
    /// `X-Amz-Expires` of more than seven days.
    OverSevenDays,
    /// `X-Amz-Date` more than a quarter of an hour ahead.
    FromTheFuture,
    /// A scope that names another region.
    AnotherRegion,
    /// An `Authorization` header besides the parameters.
    TwoAuthorisations,
    /// `x-amz-copy-source`, sent and not signed.
    UnsignedCopySource,
    /// `x-amz-security-token`, sent and not signed.
    UnsignedToken,
    /// Another `x-amz-*` header, sent and not signed.
    UnsignedAmzHeader,
    /// `x-amz-content-sha256`, sent and not signed, which S3 allows.
    UnsignedBodyHash,
    /// The same, of another body.
    WrongBodyHash,
    /// `x-amz-content-sha256`, signed, so that the signature is over it.
    SignedBodyHash,
    /// A PUT with `If-None-Match: *`.
    ConditionalPut,
    /// A bucket that the whole host names.
    NameOfOnesOwn,
    /// The header `x-amz-bucket-region`.
    RegionOfBucket,
    /// A continuation token that no listing has given.
    MadeUpContinuation,
    /// A `/` in a listing with `encoding-type=url`.
    SlashInListing,
    /// A body that is not that of the `Content-MD5`.
    WrongMd5,
    /// A body that is not that of the `x-amz-checksum-*`.
    WrongChecksum,
    /// The same of DeleteObjects or PutObjectTagging.
    WrongDocumentChecksum,
    /// DeleteObjects without any checksum.
    DocumentWithoutChecksum,
    /// DeleteObjects by someone who may delete none of them.
    DeletionsRefusedAtOnce,
    /// Parts that make no object.
    UncompletedUpload,
    /// A copy of an object onto itself that changes nothing.
    CopyOntoItself,
    /// A copy from a bucket that is not there.
    CopyFromNoBucket,
    /// A version ID in a bucket without versioning.
    AnotherVersion,
    /// GetObjectAttributes.
    Attributes,
    /// RestoreObject, of an object that is not archived.
    RestoreOfStandard,
    /// ListObjectVersions by a temporary key that may only read and write.
    VersionsForTemporary,
    /// The checksum of an upload, asked for by the download.
    ChecksumKept,
    /// `x-amz-expected-bucket-owner` of another account.
    AnotherOwner,
    /// SSE-C over plain HTTP, which S3 refuses to do and the embedded server does.
    CustomerKeys,
    /// A key that is not the object's.
    AnotherCustomerKey,
    /// SSE-S3.
    ServerKeys,
    /// The storage class `STANDARD_IA`.
    StorageClasses,
    /// The ACL `public-read`, in a bucket as S3 makes them today.
    PublicRead,
    /// A form that does not meet a condition of its policy.
    UnmetCondition,
    /// A form with a field that no condition is about.
    UncoveredField,
    /// A form whose policy has expired.
    ExpiredForm,
    /// A form with a signature that is not the policy's.
    WrongSignatureOfForm,
    /// A form without a signature, but with a policy.
    FormWithoutSignature,
    /// A form with an access key that nobody has.
    UnknownKeyOfForm,
    /// A form of a temporary key with its token.
    TemporaryKeyOfForm,
    /// A form of a temporary key with any text for a token.
    MadeUpTokenOfForm,
    /// A form of a temporary key without its token.
    FormWithoutToken,
    /// A form without a file.
    FormWithoutFile,
    /// A form without a key.
    FormWithoutKey,
    /// A form without policy and signature.
    AnonymousForm,
    /// A path in the name of a form's file.
    PathOfFile,
}

/// The table. (A `match`, so that the compiler finds a case that no test asks for.)
fn known(case: Case, server: ServerName) -> Option<Difference> {
    use ServerName::{Embedded, Radosgw, RadosgwSts, Swift};
    Some(match (case, server) {
        (Case::WrongSignature, RadosgwSts) => refused(403, "AccessDenied")
            .saying_nothing()
            .because("with STS it tries one kind of key after another, and what is left at the end is a plain refusal"),
        (Case::HostWithoutPort, Radosgw | RadosgwSts) => {
            status(200).because("it adds its own port to a host without one")
        }
        (Case::NoSignature, Radosgw | RadosgwSts) => refused(403, "AccessDenied")
            .saying_nothing()
            .because("it does not say what is wrong with a parameter of the signature"),
        (Case::NoSignature, Swift) => {
            refused(403, "AccessDenied").because("it does not say what is wrong with a parameter of the signature")
        }

        (Case::UnknownKey, RadosgwSts) => {
            refused(403, "AccessDenied").saying_nothing().because("as with a wrong signature")
        }
        (Case::UnknownKey, Swift) => refused(403, "SignatureDoesNotMatch")
            .because("it does not tell an access key that it has never heard of from a wrong secret"),
        (Case::TemporaryKey | Case::MadeUpToken | Case::TruncatedToken | Case::MissingKeyUnlisted, Radosgw) => {
            refused(403, "InvalidAccessKeyId")
                .because("without STS there are no temporary keys, and a token is ignored")
        }
        (Case::TemporaryKey | Case::MadeUpToken | Case::TruncatedToken | Case::MissingKeyUnlisted, Swift) => {
            refused(403, "SignatureDoesNotMatch").because("it has no temporary keys, and a token is ignored")
        }
        (Case::MadeUpToken, RadosgwSts) => {
            refused(400, "InvalidArgument").saying_nothing().because("its tokens are base64, and that is not")
        }
        (Case::TruncatedToken, RadosgwSts) => {
            refused(403, "AccessDenied").saying_nothing().because("its tokens are encrypted, and that does not decrypt")
        }
        (Case::TokenOfAnother, Radosgw | Swift) => {
            status(200).because("it has no temporary keys, and a token is ignored")
        }
        (Case::TokenOfAnother, RadosgwSts) => {
            refused(403, "AccessDenied").saying_nothing().because("the token says which key it belongs to")
        }
        (Case::MissingKeyUnlisted, RadosgwSts) => refused(404, "NoSuchKey")
            .because("it asks whether the bucket's ACL lets the owner list, not whether the role may"),
        (Case::MissingKeyUnreadable, Radosgw | RadosgwSts | Swift) => refused(404, "NoSuchKey")
            .because("an object that is not there has no ACL, and the bucket's lets user2 know"),

        (Case::NobodyAndObject, Swift) => status(400)
            .because("a request without S3 authentication is one in Swift's own protocol, where the path is wrong"),
        (Case::NobodyAndBucket, Swift) => status(412).because("as with an object"),
        (Case::ReasonOfDenial, Radosgw | RadosgwSts) => {
            refused(403, "AccessDenied").saying_nothing().because("its errors have no messages")
        }
        (Case::ReasonOfDenial, Swift) => {
            refused(403, "AccessDenied").saying("Access Denied.").because("its ACLs have no actions to name")
        }

        (Case::Expired, Radosgw | RadosgwSts) => {
            refused(403, "AccessDenied").saying_nothing().because("its errors have no messages")
        }
        (Case::TimesOfExpiry, Radosgw | RadosgwSts | Swift) => otherwise("its errors have no such elements"),
        (Case::OverSevenDays, Radosgw | RadosgwSts) => {
            refused(403, "AccessDenied").saying_nothing().because("it does not say what is wrong with a parameter")
        }
        (Case::FromTheFuture, Radosgw | RadosgwSts | Swift) => {
            status(200).because("it looks at the end of a URL's life only")
        }
        (Case::AnotherRegion, Radosgw | RadosgwSts) => status(200).because("it takes a signature for any region"),
        (Case::TwoAuthorisations, Swift) => status(200).because("it takes the parameters and ignores the header"),

        (Case::UnsignedCopySource, Radosgw | RadosgwSts) => status(200)
            .because("it obeys a header that nobody signed: the upload becomes a copy of what the client names"),
        (Case::UnsignedAmzHeader, Radosgw | RadosgwSts) => status(200).because("it obeys a header that nobody signed"),
        (Case::UnsignedToken, Radosgw | Swift) => {
            status(200).because("it has no temporary keys, and a token is ignored")
        }
        (Case::UnsignedToken, RadosgwSts) => {
            refused(403, "AccessDenied").saying_nothing().because("it takes the header for the token of this request")
        }
        (Case::UnsignedBodyHash | Case::WrongBodyHash, Radosgw) => refused(403, "SignatureDoesNotMatch")
            .because("it takes the header, signed or not, for what was signed of the body"),
        (Case::UnsignedBodyHash | Case::WrongBodyHash, RadosgwSts) => {
            refused(403, "AccessDenied").because("it takes the header, signed or not, for what was signed of the body")
        }
        (Case::WrongBodyHash, Swift) => status(200).because("it ignores the header where it is not signed"),
        (Case::SignedBodyHash, Embedded | Swift) => {
            refused(403, "SignatureDoesNotMatch").because("in a URL it takes every body for unsigned")
        }
        (Case::ConditionalPut, Swift) => refused(501, "NotImplemented")
            .saying("Conditional object PUTs are not supported")
            .because("its copies of an object agree only in the end, so it can't know what is there"),

        (Case::NameOfOnesOwn, Swift) => {
            refused(400, "MalformedXML").because("a host that it does not know is path style: the key names a bucket")
        }
        (Case::RegionOfBucket, Radosgw | RadosgwSts | Swift) => otherwise("it does not send the header"),
        (Case::MadeUpContinuation, Radosgw | RadosgwSts) => {
            status(200).because("any text is a token: the key to go on after")
        }
        (Case::MadeUpContinuation, Swift) => {
            refused(500, "InternalError").because("it trips over what it can't decode")
        }
        (Case::SlashInListing, Radosgw | RadosgwSts) => otherwise("it encodes the slashes, too"),

        (Case::UnmetCondition, Embedded) => {
            refused(400, "InvalidPolicyDocument").because("s3s takes a form that breaks the policy for a broken policy")
        }
        _ => return None,
    })
}
