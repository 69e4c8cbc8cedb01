//! The kinds of errors, each with its messages and the values in them.

use alloc::boxed::Box;
use alloc::sync::Arc;

use super::fault::Fault;
use super::mistakes::mistakes;
use super::shown::{Byte, Found};

mistakes! {
    /// An object operation or a copy source has an empty key, so the URL would name the bucket.
    "{field} is empty{hint}"
    EmptyKey: Request { field: &'static str, hint: &'static str },
    /// The key is longer than S3's 1,024 bytes of UTF-8.
    "{field} is {length} bytes long: at most 1024 bytes of UTF-8 are allowed"
    KeyTooLong: Request { field: &'static str, length: usize },
    /// The key is a URL of the bucket. It is not shown, because it may be presigned.
    "object key is a URL of the bucket: pass only the key, which `Bucket::key_of` returns"
    KeyIsUrl: Request {},
    /// The URL given to [`key_of`](crate::Bucket::key_of) is not one of the bucket's objects. It is not shown, because it
    /// may be presigned.
    "the URL is not that of an object of this bucket: it must begin with `{base}/`"
    ForeignUrl: Request { base: Box<str> },
    /// A key or path has a `.` or `..` segment. Clients remove such segments before sending, and so request another
    /// object.
    "{field} {found} has the dot segment `{segment}` at byte {offset}: {hint}"
    DotSegment: Request { field: &'static str, found: Found, segment: Box<str>, offset: usize, hint: &'static str },
    /// The bucket name is not valid for its addressing or its kind of bucket.
    "bucket name {found} is not valid {place}: {reason}"
    InvalidBucketName: Configuration { found: Found, place: &'static str, reason: &'static str },
    /// The ARN is malformed, or names something that has no S3 endpoint.
    "ARN {found} is not valid: {reason}"
    InvalidArn: Configuration { found: Found, reason: &'static str },
    /// The ARN is in a different AWS partition from the bucket's region.
    "ARN {arn} is in the partition {arn_partition}, but the region {region} is in {partition}: set a region in the \
     ARN's partition, or none"
    PartitionMismatch: Configuration { arn: Found, arn_partition: Box<str>, region: Found, partition: &'static str },
    /// The ARN's region differs from the bucket's, and `use_arn_region(false)` was set.
    "the ARN's region {arn} differs from the bucket's region {found}, and `use_arn_region` is false: set the same \
     region, or `use_arn_region(true)`"
    ArnRegionMismatch: Configuration { arn: Found, found: Found },
    /// The ARN names an access point, and the builder was set to reject it.
    "the ARN names an access point, but {what} are disabled: give the name of a bucket"
    AccessPointsDisabled: Configuration { what: &'static str },
    /// Two settings of a bucket exclude each other, such as FIPS and a custom endpoint.
    "{setting} can't be combined with {with}"
    UnsupportedCombination: Configuration { setting: &'static str, with: &'static str },
    /// The operation or form does not exist for this kind of bucket, such as CreateBucket on an access point.
    "{what} is not supported on {on}: {hint}"
    UnsupportedOperation: Request { what: &'static str, on: &'static str, hint: &'static str },
    /// The region has an invalid character or length, or it is not a region of AWS but, for instance, a zone, a place
    /// or the text `null`. AWS's hosts contain the region, so it must be a DNS label; elsewhere, `_` is allowed too.
    "region {found} is not a DNS label: 1 to 63 letters, digits and inner hyphens are allowed"
    InvalidRegion: Configuration { found: Found },
    /// The region set is neither `*` nor a list of regions.
    "region {found} in the region set is not valid: 1 to 63 letters, digits, inner hyphens and `*` are allowed, with \
     only a comma between regions"
    InvalidRegionSet: Configuration { found: Found },
    /// The signing name has an invalid character or length.
    "service {found} is not a valid signing name: 1 to 64 letters, digits, `-`, `_` and `.` are allowed"
    InvalidService: Configuration { found: Found },
    /// The endpoint's scheme is missing or not supported.
    "endpoint {found} must begin with {allowed}"
    InvalidEndpointScheme: Configuration { found: Found, allowed: &'static str },
    /// The endpoint contains a user name or password. The value is not shown.
    "endpoint has user info before the `@` at byte {offset}: pass credentials to the signer instead"
    EndpointUserInfo: Configuration { offset: usize },
    /// The endpoint has a query. It is not shown, because it may contain a secret.
    "endpoint has a query at byte {offset}: add query parameters to the request instead"
    EndpointQuery: Configuration { offset: usize },
    /// The endpoint has a fragment. It is not shown.
    "endpoint has a fragment at byte {offset}: remove it, because fragments are never sent"
    EndpointFragment: Configuration { offset: usize },
    /// The endpoint has no host.
    "endpoint {found} has no host"
    EndpointWithoutHost: Configuration { found: Found },
    /// The endpoint's host is neither a DNS name nor an IP address.
    "endpoint host {found} is not valid: use a DNS name in ASCII (Punycode for other scripts), an IPv4 address, or an \
     IPv6 address in brackets"
    InvalidEndpointHost: Configuration { found: Found },
    /// The endpoint's port is not a number from 1 to 65535.
    "endpoint port {found} is not a number from 1 to 65535"
    InvalidEndpointPort: Configuration { found: Found },
    /// The endpoint's host is an IP address, but the name of the bucket or access point must be part of the host.
    "endpoint host {host} is an IP address, which can't have subdomains: use path-style addressing for a bucket, or a \
     DNS name for an access point"
    BucketUnderIpAddress: Configuration { host: Box<str> },
    /// The region differs from the region of the endpoint's host.
    "endpoint host {host} is in the region {own}, but the region {set} is set: set the host's region, or none"
    EndpointRegionMismatch: Configuration { host: Box<str>, own: Found, set: Found },
    /// The endpoint's host or path already names a bucket.
    "endpoint {endpoint} already names the bucket {bucket}: leave it out, or use `Addressing::Cname` for the endpoint \
     as it is"
    EndpointNamesBucket: Configuration { endpoint: Found, bucket: Found },
    /// The service at the endpoint does not support the chosen addressing.
    "{style} addressing is not supported by {provider} at {host}, {because}: use {instead}"
    UnsupportedAddressing: Configuration {
        style: &'static str,
        provider: &'static str,
        host: Box<str>,
        because: &'static str,
        instead: &'static str,
    },
    /// The endpoint is one for static websites, which accept no signatures.
    "endpoint host {host} is for static websites, which answer only anonymous GET and HEAD: use an S3 endpoint, such \
     as `https://s3.eu-west-1.amazonaws.com`, or none"
    WebsiteEndpoint: Configuration { host: Box<str> },
    /// The bucket needs an endpoint: no AWS host is known for it, for instance with `Addressing::Cname`.
    "{what} requires an endpoint: {hint}"
    EndpointRequired: Configuration { what: &'static str, hint: &'static str },
    /// The path of a request or an endpoint can't be sent unchanged.
    "{field} {found} has {what} at byte {offset}: {hint}"
    InvalidPath: Request { field: &'static str, found: Found, what: &'static str, offset: usize, hint: &'static str },
    /// The text is not a method that this crate signs. Methods are case-sensitive.
    "method {found} is not supported: use GET, HEAD, PUT, POST, DELETE, PATCH or OPTIONS, in upper case"
    UnsupportedMethod: Request { found: Found },
    /// The expiry is shorter than a second.
    "expiry of {seconds} s is too short: use 1 second to {longest} (rounded down to whole seconds)"
    ExpiryTooShort: Request { seconds: f64, longest: &'static str },
    /// The expiry is over the protocol's 604,800 seconds, or over the longest that the service accepts for a token.
    "expiry of {seconds} s{added} is too long: {by} allows at most {most} s ({longest})"
    ExpiryTooLong: Request { seconds: u64, added: Box<str>, by: &'static str, most: u32, longest: &'static str },
    /// The window given to `cacheable` is shorter than a second.
    "cache window of {seconds} s is too short: use at least 1 second (rounded down to whole seconds)"
    CacheWindowTooShort: Request { seconds: f64 },
    /// `cacheable` was combined with `without_expiry`: there is no expiry to extend by the window.
    "`cacheable` extends the expiry, but `without_expiry` leaves none to extend: call only one of them"
    CacheWindowWithoutExpiry: Request {},
    /// `without_expiry` was used on S3, which rejects a URL without `X-Amz-Expires`.
    "service {service} requires URLs to expire: use `without_expiry` only for services that allow it"
    ExpiryRequired: Request { service: Found },
    /// The credentials expire before the signature would, and `require_full_lifetime` was called. Also reported when
    /// they expire within a second of signing, since no expiry is that short.
    "the credentials expire {available} s after signing, but {requested} s were requested: renew them, or request a \
     shorter expiry"
    LifetimeTooShort: Credentials { available: i64, requested: u32 },
    /// `require_full_lifetime` was called, but the credentials have a session token whose expiry is not known.
    "the credentials have a session token but no expiry, so it is not known whether they last for the full lifetime: \
     set their expiry with `with_expiry`"
    UnknownCredentialsExpiry: Credentials {},
    /// The expiry is longer than any session of AWS, and that of the credentials' session is not known.
    "expiry of {seconds} s is too long for credentials with a session token: AWS sessions are valid for at most {most} \
     s (36 hours); request at most that, or set the session's expiry with `with_expiry` to shorten the URL to it"
    ExpiryBeyondSession: Credentials { seconds: u32, most: u32 },
    /// The header name is not valid in HTTP.
    "header name {found} is not a valid HTTP token: byte {offset} is {byte}"
    InvalidHeaderName: Request { found: Found, offset: usize, byte: Byte },
    /// The header name is empty.
    "header name is empty"
    EmptyHeaderName: Request {},
    /// The header value is not valid in HTTP. It is not shown, because it may be a secret.
    "value of header {name} has a control character: byte {offset} is {byte}"
    InvalidHeaderValue: Request { name: Found, offset: usize, byte: Byte },
    /// The value of the signed header is not ASCII, so clients would send different bytes. It is not shown.
    "value of header {name} is not ASCII, and clients differ in how they send it: byte {offset} is {byte}; {hint}"
    NonAsciiHeader: Request { name: Found, offset: usize, byte: Byte, hint: &'static str },
    /// The header can't be added to the signed headers: proxies or clients change it, a script in a browser can't set
    /// it, the URL already carries it, or it is `host`, which is always signed.
    "header `{name}` can't be signed: {reason}"
    UnsignableHeader: Request { name: Box<str>, reason: &'static str },
    /// The name of the query parameter is empty.
    "query parameter name is empty"
    EmptyQueryName: Request {},
    /// The query parameter is one that the signer sets itself, or one of an older signature.
    "query parameter `{name}` is set by the signer: {hint}"
    ReservedQueryParameter: Request { name: Box<str>, hint: &'static str },
    /// A parameter that sets a header of the response, such as `response-content-disposition`, has a control
    /// character. The value is not shown.
    "value of query parameter {name} has a control character: byte {offset} is {byte}; remove it, because the value \
     becomes a header of the response"
    InvalidResponseOverride: Request { name: Found, offset: usize, byte: Byte },
    /// A parameter that sets a header of the response has a character outside ISO 8859-1, which S3 rejects. The value
    /// is not shown.
    "value of query parameter {name} has a character outside ISO 8859-1, which S3 rejects: byte {offset} is {byte}; \
     {hint}"
    ResponseOverrideNotLatin1: Request { name: Found, offset: usize, byte: Byte, hint: &'static str },
    /// A percent-escape is not `%` and two hexadecimal digits.
    "{field} has an invalid percent-escape at byte {offset}: `%` must be followed by two hexadecimal digits"
    MalformedEscape: Request { field: &'static str, offset: usize },
    /// The part number is outside S3's 1 to 10,000.
    "part number {found} is out of range: 1 to 10000 are allowed"
    InvalidPartNumber: Request { found: u16 },
    /// The setter is for another operation: S3 would ignore its parameter, or reject the request.
    "`{setter}` can't be used with `{operation}`: {hint}"
    WrongOperation: Request { setter: &'static str, operation: &'static str, hint: Box<str> },
    /// An operation on a multipart upload has no upload ID: S3 would perform another operation.
    "upload ID is empty, so S3 would perform another operation: use the ID from CreateMultipartUpload"
    EmptyUploadId: Request {},
    /// The POST policy has no key, or an empty one.
    "form has no object key, which S3 requires: call `key` or `key_starts_with`"
    FormWithoutKey: Request {},
    /// The name of the form field is empty.
    "form field name is empty"
    EmptyFormFieldName: Request {},
    /// The name of the form field is not valid as a header name.
    "form field name {found} is not a valid HTTP token: byte {offset} is {byte}"
    InvalidFormFieldName: Request { found: Found, offset: usize, byte: Byte },
    /// The value of the form field would not arrive unchanged. It is not shown, because it may be a secret.
    "value of form field {name} has a control character: byte {offset} is {byte}"
    InvalidFormFieldValue: Request { name: Found, offset: usize, byte: Byte },
    /// The form field can't be set by the caller, or has its own setter.
    "form field `{name}` can't be added: {reason}"
    ReservedFormField: Request { name: Box<str>, reason: &'static str },
    /// The form field or the content length range was already set. Field names are case-insensitive.
    "form field `{name}` is set twice: set it only once"
    DuplicateFormField: Request { name: Box<str> },
    /// The content length range ends before it begins.
    "content length range {start}..={end} is empty: the start must not be greater than the end"
    EmptyContentLengthRange: Request { start: u64, end: u64 },
    /// The URL to redirect to after an upload is not absolute, so S3 would ignore it. It is not shown, because its
    /// query may contain a secret.
    "value of form field `{name}` is not an absolute URL, so S3 would ignore it: begin it with a scheme and a host, \
     such as `https://example.com/`"
    InvalidRedirect: Request { name: Box<str> },
    /// A value or prefix of a form has `${filename}`, which lets the client choose the rest. The value is not shown.
    "value of form field `{name}` has `${{filename}}` at byte {offset}, so the client can choose the rest of it: if \
     this is intended, call `allow_file_name_variable`"
    FileNameVariable: Request { name: Box<str>, offset: usize },
    /// The form field `tagging` is not an XML document. It is not shown.
    "value of form field `{name}` is not XML, so S3 would reject the upload: write it as \
     `<Tagging><TagSet><Tag><Key>...</Key><Value>...</Value></Tag></TagSet></Tagging>`"
    FormTaggingNotXml: Request { name: Box<str> },
    /// S3 does not support this status for the response to an upload.
    "success status {found} is not supported by S3: 200, 201 and 204 are allowed"
    InvalidSuccessStatus: Request { found: u16 },
    /// The form is larger than S3's limit of 20 KiB.
    "form is up to {length} bytes long, not counting the file: at most 20480 bytes are allowed, including the \
     multipart/form-data delimiters"
    FormTooLong: Request { length: usize },
    /// The part size is outside S3's 5 MiB to 5 GiB.
    "part size of {found} bytes is out of range: 5242880 (5 MiB) to 5368709120 (5 GiB) are allowed"
    PartSizeOutOfRange: Request { found: u64 },
    /// The upload would have more than S3's limit of 10,000 parts.
    "file of {file_size} bytes has {parts} parts of {part_size} bytes, but at most 10000 parts are allowed: use a part \
     size of at least {smallest} bytes"
    TooManyParts: Request { file_size: u64, part_size: u64, parts: u64, smallest: u64 },
    /// The file is larger than 10,000 parts of 5 GiB.
    "file of {file_size} bytes is too large for a multipart upload: at most 53687091200000 bytes (10000 parts of \
     5 GiB) are allowed"
    FileTooLarge: Request { file_size: u64 },
    /// The version ID is empty, which S3 rejects.
    "version ID is empty: leave it out to select the current version"
    EmptyVersionId: Request {},
    /// The byte range is empty, which HTTP can't express.
    "byte range {found} is empty: select at least one byte"
    EmptyByteRange: Request { found: Box<str> },
    /// The byte range of a copy source has only a first or only a last byte.
    "copy source range {found} has only one end: S3 requires both a first and a last byte here"
    OpenCopyRange: Request { found: Box<str> },
    /// The text is not a byte range of HTTP.
    "byte range {found} is not valid: write it as `bytes=0-499`, or pass a Rust range such as `0..500`"
    InvalidByteRange: Request { found: Found },
    /// The text is not the checksum of the given algorithm in base64 or hexadecimal digits.
    "{algorithm} checksum is {length} characters long: use {expected} {unit}, or `Checksum::{other}`"
    InvalidChecksum: Request {
        algorithm: &'static str,
        length: usize,
        expected: usize,
        unit: &'static str,
        other: &'static str,
    },
    /// The customer key does not have 32 bytes, or is not valid base64. It is not shown.
    "customer key is {length} bytes long: use 32 bytes, or `CustomerKey::from_base64` for their base64"
    InvalidCustomerKey: Request { length: usize },
    /// The date is outside the years 0 to 9999, which HTTP can't express.
    "date of `{parameter}` is in the year {year}: only the years 0 to 9999 are allowed"
    DateOutOfRange: Request { parameter: &'static str, year: i32 },
    /// The file name of a download is empty.
    "file name is empty: for a download without a file name, use `response_content_disposition(\"attachment\")`"
    EmptyFileName: Request {},
    /// The name of the metadata is empty.
    "metadata name is empty"
    EmptyMetadataName: Request {},
    /// The name of the metadata already has the prefix of its header.
    "metadata name {name} begins with `x-amz-meta-`, which the setter adds: leave it out"
    MetadataNameWithPrefix: Request { name: Found },
    /// The keyword differs from one of S3's only in case, hyphens, underscores or spaces.
    "{found} is not a keyword of S3 for `{parameter}`: write it as `{known}`"
    MisspelledKeyword: Request { parameter: &'static str, found: Found, known: &'static str },
    /// The account ID is not 12 digits.
    "account ID {found} for `{setter}` is not valid: use the 12 digits of the AWS account, without hyphens"
    InvalidAccountId: Request { setter: &'static str, found: Found },
    /// A grantee is not written as `id="..."`, `uri="..."` or `emailAddress="..."`.
    "grantee {found} for `{setter}` is not valid: write it as `id=\"...\"`, `uri=\"...\"` or `emailAddress=\"...\"`, with \
     a comma between grantees"
    InvalidGrantee: Request { setter: &'static str, found: Found },
    /// The serial number of an MFA device, or the code that it shows, is not valid. Neither is shown.
    "MFA code is not valid: use the 6 digits that the device shows"
    InvalidMfa: Request {},
    /// No client sends this content type for a file.
    "content type {found} {problem}: {hint}"
    InvalidContentType: Request { found: Found, problem: &'static str, hint: &'static str },
    /// The metadata is not ASCII. The value is not shown.
    "value of metadata {name} is not ASCII: byte {offset} is {byte}; S3 preserves only ASCII, so encode the value"
    NonAsciiMetadata: Request { name: Found, offset: usize, byte: Byte },
    /// The tag is not valid in S3, or there are too many tags. The value is not shown.
    "tag {name} can't be set: {reason}"
    InvalidTag: Request { name: Found, reason: &'static str },
    /// A list of object attributes is empty.
    "no object attributes are requested: request at least one"
    NoObjectAttributes: Request {},
    /// An access key ID, secret access key or session token is empty.
    "{field} is empty{hint}"
    EmptyCredentials: Credentials { field: &'static str, hint: &'static str },
    /// A credential has a control character, such as the line break at the end of a file. The value is not shown.
    "{field} has a control character: byte {offset} is {byte}; trim the value if it was read from a file"
    MalformedCredentials: Credentials { field: &'static str, offset: usize, byte: Byte },
    /// A credential begins or ends with white space, an invisible character or a quotation mark, as copying leaves
    /// them. The value is not shown.
    "{field} {at} with {what}: remove it"
    UntrimmedCredentials: Credentials { field: &'static str, at: &'static str, what: &'static str },
    /// The access key ID is a secret access key and the secret an access key ID. Neither is shown.
    "the access key ID and the secret access key are swapped: pass the access key ID first"
    SwappedCredentials: Credentials {},
    /// The access key ID is that of temporary credentials, which are invalid without their session token.
    "access key ID begins with ASIA, as those of temporary credentials do, but there is no session token: add it with \
     `with_session_token`, or set AWS_SESSION_TOKEN for `from_env`"
    SessionTokenRequired: Credentials {},
    /// The credentials have expired.
    "the credentials expired at {expired_at}, but the signing time is {now}: renew them"
    ExpiredCredentials: Credentials { expired_at: Box<str>, now: Box<str> },
    /// An environment variable is not set, is empty or can't be read.
    "environment variable {name} {problem}"
    Environment: Configuration { name: &'static str, problem: &'static str },
    /// The body of a response or error document is not well-formed XML in UTF-8, or it has a DOCTYPE, which S3 never
    /// sends. It may be incomplete, or the page of a proxy. It is not shown.
    "{what} has {problem} at byte {at}: pass the whole body of a response from S3"
    InvalidXml: Configuration { what: &'static str, problem: &'static str, at: usize },
    /// The body of a response is not the expected document: it has another root element, or an element in it is missing,
    /// repeated or invalid. Values of a CreateSession response are not shown.
    "element `{element}` of the {what} {problem}"
    InvalidResponse: Configuration { what: &'static str, element: &'static str, problem: Box<str> },
    /// The body of a response is S3's error document. With the feature `xml`, `Error::s3_error` returns it.
    "{what} is an S3 error: {answer}"
    S3Error: Configuration { what: &'static str, answer: Arc<dyn core::error::Error + Send + Sync> },
    /// The list of CompleteMultipartUpload is empty. An empty file has one empty part.
    "no parts are listed: a multipart upload needs at least one, even if it is empty"
    NoParts: Request {},
    /// The list of CompleteMultipartUpload has the same part number twice.
    "part {number} is listed twice: list only the upload that came last"
    DuplicatePart: Request { number: u16 },
    /// The list of CompleteMultipartUpload has a part without its entity tag.
    "entity tag of part {number} is empty: use the header ETag of the response to UploadPart, which a script in a browser \
     can read if the bucket's CORS rules expose it (`ExposeHeader`)"
    EmptyEtag: Request { number: u16 },
    /// DeleteObjects deletes 1 to 1,000 objects.
    "{count} objects are listed: DeleteObjects deletes 1 to 1000 at a time"
    ObjectCountOutOfRange: Request { count: usize },
    /// The key, version ID or entity tag has a character that XML 1.0 can't represent, such as most control characters.
    "{what} of the object at index {index} has a character that XML 1.0 can't represent: U+{character:04X} at byte \
     {offset}; delete this object with `delete_object`"
    NotInXml: Request { what: &'static str, index: usize, offset: usize, character: u32 },
    /// A SigV4 signer was given for a multi-region access point or service, which requires a SigV4A signer.
    "{host} accepts only SigV4A (AWS4-ECDSA-P256-SHA256) for the region set {region_set}: sign with \
     `presign::sigv4a::Sigv4aSigner` (feature `sigv4a`), or with an identity that uses `Algorithm::Sigv4a`"
    Sigv4aRequired: Configuration { host: Box<str>, region_set: Box<str> },
    /// A SigV4A signer was given for a service that does not accept it: S3 Express, or a service that takes a token as
    /// a password.
    "{host} accepts only SigV4 (AWS4-HMAC-SHA256): sign with `Credentials`, or with an identity that uses \
     `Algorithm::Sigv4`"
    Sigv4Required: Configuration { host: Box<str> },
    /// Browser form uploads are not supported with SigV4A: AWS does not document them.
    "forms can't be signed with SigV4A (AWS4-ECDSA-P256-SHA256): use a SigV4 signer"
    Sigv4aForm: Configuration {},
    /// No SigV4A key pair can be derived from the access key.
    "no SigV4A key can be derived from the credentials, because all 254 candidates are out of range for P-256: use \
     another access key"
    NoSigv4aKey: Credentials {},
    /// The credentials belong to an S3 Express session, but the request must be signed with ordinary AWS credentials.
    "the request to {host} can't be signed with S3 Express session credentials, which are only for the objects of a \
     directory bucket, and not for copies: use ordinary credentials"
    SessionCredentials: Credentials { host: Box<str> },
    /// The text of a credential scope is malformed.
    "credential scope {found} is malformed: it must be YYYYMMDD/region/service/aws4_request, or for SigV4A \
     YYYYMMDD/service/aws4_request"
    InvalidScope: Configuration { found: Found },
    /// The signing key was derived for a scope other than the request's.
    "the signing key is for the scope {key}, but the request is in {request}: derive a key for the request's scope"
    ScopeMismatch: Credentials { key: Box<str>, request: Box<str> },
    /// The signature from your own signer does not have the form of its algorithm. It is not shown.
    "signature is {length} bytes long, but HMAC-SHA256 returns 32: pass its raw bytes, not hexadecimal digits or base64"
    InvalidSignature: Signer { length: usize },
    /// The signing time, or the time at which the signature expires, is outside the years 0 to 9999.
    "year {year} is out of range: the signing time and the time of expiry must be in the years 0 to 9999"
    InvalidTime: Configuration { year: i32 },
    /// A host was given together with a scheme, a port, a path or the rest of a connection string, where only the host
    /// is allowed. The value is not shown, because it may contain a password.
    "host has {what} at byte {offset}: give only the host"
    HostNotAlone: Configuration { what: &'static str, offset: usize },
    /// The user of a token is empty.
    "{field} is empty: name the one user that the token is for"
    EmptyUser: Configuration { field: &'static str },
    /// The name of a cache or cluster is not valid for its service.
    "{field} {found} is not valid for {service}: use {allowed}"
    InvalidClusterName: Configuration {
        field: &'static str,
        found: Found,
        service: &'static str,
        allowed: &'static str,
    },
    /// The token is over the 4,096 bytes that Amazon EKS accepts.
    "token is {length} bytes long, mostly the session token: Amazon EKS accepts at most 4096 bytes, so use credentials \
     with a shorter session token"
    TokenTooLong: Credentials { length: usize },
    /// The URL can't be converted to a `url::Url`, which would send other bytes than were signed. It is not shown.
    "`url::Url` would change the {part} of the URL at byte {offset}, and invalidate the signature: send the text of \
     `as_str` instead"
    UrlNotPreserved: Request { part: &'static str, offset: usize },
    /// The text given to `diagnose::inspect` has no parameter of a signature. It is not shown.
    "the text is not a presigned URL: no parameter of its query belongs to a signature, so pass the whole URL as the \
     signer returned it"
    NotPresigned: Request {},
    /// The text is not a time in the protocol's form.
    "date {found} is not a valid time in the form YYYYMMDD'T'HHMMSS'Z'"
    InvalidDate: Request { found: Found },
    /// Your own [`Signer`](crate::Signer) failed: see the source.
    "the signer failed"
    Signer: Signer { cause: Arc<dyn core::error::Error + Send + Sync> },

    // What is no host or port may hold a password, and is not shown.
    or "endpoint must begin with {allowed}"
    NoEndpointScheme of InvalidEndpointScheme { allowed: &'static str },
    or "endpoint host has an invalid character at byte {offset}: {byte}; use a DNS name in ASCII, an IPv4 address, or an \
        IPv6 address in brackets"
    EndpointHostWithOther of InvalidEndpointHost { offset: usize, byte: Byte },
    or "endpoint port has an invalid character at byte {offset}: {byte}; use a number from 1 to 65535"
    EndpointPortWithOther of InvalidEndpointPort { offset: usize, byte: Byte },
    or "region is empty: name one, or leave the setting out for the default"
    EmptyRegion of InvalidRegion {},
    or "bucket name {found} {at} with {what}: remove it"
    UntrimmedBucketName of InvalidBucketName { found: Found, at: &'static str, what: &'static str },
    or "region {found} is not valid for Amazon EKS: use a single region in lower case"
    NoEksRegion of InvalidRegion { found: Found },
    or "region {found} is not valid: 1 to 63 letters, digits, underscores and inner hyphens are allowed"
    RegionNotForScope of InvalidRegion { found: Found },
    or "host {host} is in the region {own}, but the region {set} is given: give the host's region"
    HostInOtherRegion of EndpointRegionMismatch { host: Box<str>, own: Found, set: Found },
    or "host {found} is not that of a cluster: give the cluster's endpoint, such as \
        `{found_id}.dsql.us-east-1.on.aws`, not its ID"
    ClusterIdForHost of InvalidEndpointHost { found: Found, found_id: Box<str> },
    or "path of the URL is not UTF-8 once it is decoded, as the keys of S3 are"
    KeyNotUtf8 of MalformedEscape {},
    or "region {found} is {what}: {hint}"
    NoAwsRegion of InvalidRegion { found: Found, what: &'static str, hint: Box<str> },
    // A text that is more than a name may hold a password.
    or "{field} has {what} at byte {offset}: give only the name"
    ClusterNameNotAlone of InvalidClusterName { field: &'static str, what: &'static str, offset: usize },
    or "bucket name {found} is not valid in a host name, and path-style addressing is not supported by {provider}, \
        {answer}: use a bucket whose name has 3 to 63 lower-case letters, digits and inner hyphens{or}"
    BucketNameForHost of InvalidBucketName {
        found: Found,
        provider: &'static str,
        answer: &'static str,
        or: &'static str,
    },
    or "{what} can't be reached at endpoint host {host}, only general purpose buckets: leave the endpoint out, or give a \
        bucket by its name"
    NotReachedAtHost of UnsupportedCombination { what: &'static str, host: Box<str> },
    or "prefix of form field `{name}` has `${{filename}}` at byte {offset}, so the condition would cover only the text \
        before it: leave it out"
    FileNameVariableInPrefix of FileNameVariable { name: Box<str>, offset: usize },
    or "query parameter `{name}` belongs to Signature Version 2: {hint}"
    Version2QueryParameter of ReservedQueryParameter { name: Box<str>, hint: &'static str },
    or "signature of {length} bytes is not an ECDSA signature for P-256 in DER, which has 8 to 72 bytes: pass the DER \
        form, not the raw numbers, hexadecimal digits or base64"
    InvalidSigv4aSignature of InvalidSignature { length: usize },
    or "{what} has the root element {found}, not `{expected}`: pass the body of the matching response"
    UnexpectedRoot of InvalidResponse { what: &'static str, found: Found, expected: Box<str> },
    or "key of the object at index {index} is empty: name an object"
    EmptyKeyInList of EmptyKey { index: usize },
    or "key of the object at index {index} is {length} bytes long: at most 1024 bytes of UTF-8 are allowed"
    KeyInListTooLong of KeyTooLong { index: usize, length: usize },
    or "version ID of the object at index {index} is empty: leave it out to delete the current version"
    EmptyVersionIdInList of EmptyVersionId { index: usize },
    or "entity tag of part {number} has a character that XML 1.0 can't represent: U+{character:04X} at byte {offset}; use \
        the header ETag of the response to UploadPart"
    EtagNotInXml of NotInXml { number: u16, offset: usize, character: u32 },
    or "`url::Url` can't hold the URL ({reason}): send the text of `as_str` instead"
    NoStandardUrl of UrlNotPreserved { reason: Box<str> },
    or "{algorithm} checksum has an invalid character at byte {offset}: {byte}; use {alphabet}, or `Checksum::{other}`"
    ChecksumWithOther of InvalidChecksum {
        algorithm: &'static str,
        offset: usize,
        byte: Byte,
        alphabet: &'static str,
        other: &'static str,
    },
    or "{algorithm} checksum in base64 has bits after its last byte: encode only the checksum's bytes"
    ChecksumWithExcessBits of InvalidChecksum { algorithm: &'static str },
    or "customer key in base64 is {length} characters long: use {expected} characters with padding, which encode 32 \
        bytes"
    CustomerKeyOfOtherLength of InvalidCustomerKey { length: usize, expected: usize },
    or "customer key in base64 has an invalid character at byte {offset}: {byte}; use the base64 alphabet (`A` to `Z`, \
        `a` to `z`, `0` to `9`, `+`, `/`), and trim the value if it was read from a file"
    CustomerKeyWithOther of InvalidCustomerKey { offset: usize, byte: Byte },
    or "customer key in base64 has bits after its last byte: encode only the key's 32 bytes"
    CustomerKeyWithExcessBits of InvalidCustomerKey {},
    or "MFA serial number is empty: use that of the device, or its ARN if it is virtual"
    EmptyMfaSerialNumber of InvalidMfa {},
    or "MFA serial number has an invalid character at byte {offset}: {byte}; use letters, digits and punctuation"
    MfaSerialNumberWithOther of InvalidMfa { offset: usize, byte: Byte },
    or "header `{name}` is already signed: set the host in the endpoint"
    HostHeader of UnsignableHeader { name: Box<str> },
}
