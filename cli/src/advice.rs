//! What the library advises, in words of the command line.
//!
//! The library's messages name its methods, which nobody can call from a shell.

/// What the library says, and what the command says in its place. A phrase stands before those that it contains.
pub(crate) const ADVICE: [(&str, &str); 46] = [
    // Where
    ("`Addressing::VirtualHosted` or `Auto`", "--addressing virtual or auto"),
    ("`Addressing::VirtualHosted`", "--addressing virtual"),
    ("`Addressing::Path` or `Auto`", "--addressing path or auto"),
    ("`Addressing::Path`", "--addressing path"),
    ("set `Addressing::Cname`", "pass --addressing cname"),
    ("`Addressing::Cname`", "--addressing cname"),
    ("set `region` of the bucket or service", "pass --region"),
    ("set `region` of the bucket", "pass --region"),
    ("Set `region` to one", "Pass a --region"),
    ("`fips(true)` for a bucket", "AWS_USE_FIPS_ENDPOINT=true for a bucket"),
    ("`use_arn_region` is false: set the same region, or `use_arn_region(true)`", USE_ARN_REGION),
    ("hand the URL out `with_base_url`", "put the address that clients use into the signed URL"),
    (" (`PresignedUrl::with_base_url`)", ""),
    (": `candidate_host`", ": --candidate-host"),
    // What
    (", which `Bucket::key_of` returns", ""),
    ("use `bucket_request` for bucket operations", "give a key"),
    ("call `allow_dot_segments`", "pass --allow-dot-segments"),
    ("or sign another URL for HEAD: `head_object`", "or sign another URL with `presign head`"),
    (
        "`header(\"content-type\")` can't be used with `get_object`",
        "--header content-type can't be used with `presign get`",
    ),
    (
        "`header(\"content-type\")` can't be used with `head_object`",
        "--header content-type can't be used with `presign head`",
    ),
    ("use `response_content_type`", "use --query response-content-type=TYPE"),
    ("use `response_content_disposition(\"attachment\")`", "use --query response-content-disposition=attachment"),
    ("use `download_as` for", "use --download-as for"),
    ("add query parameters with `query`", "add query parameters with --query"),
    ("add each header with `header`", "add each header with --header"),
    ("`header` or the setter for it", "--header"),
    ("Sign without `acl`", "Sign without `x-amz-acl`"),
    ("Sign with `request_payer`", "Sign with --query x-amz-request-payer=requester"),
    ("`PresignedUrl::headers` lists them", "`presign inspect` lists them"),
    // For how long, and when
    ("`expires_in`", "--expires-in"),
    ("pass the time to `sign_at`", "use --at"),
    ("set the session's expiry with `with_expiry`", "set AWS_CREDENTIAL_EXPIRATION"),
    // Who
    ("add it with `with_session_token`, or set AWS_SESSION_TOKEN for `from_env`", SET_TOKEN),
    (
        "Set the session token on the credentials: `Credentials::with_session_token`, or `AWS_SESSION_TOKEN`",
        "Set AWS_SESSION_TOKEN, or aws_session_token in the profile",
    ),
    (
        "Sign with the session token: `with_session_token`",
        "Sign with the session token: AWS_SESSION_TOKEN, or aws_session_token in the profile",
    ),
    (
        "Sign with all three parts of the credentials: `with_session_token`",
        "Sign with all three parts of the credentials: the session token is in AWS_SESSION_TOKEN",
    ),
    (
        "Sign with `SessionCredentials`, which CreateSession returns",
        "Sign with the credentials that CreateSession returns",
    ),
    (
        "sign with `presign::sigv4a::Sigv4aSigner` (feature `sigv4a`), or with an identity that uses `Algorithm::Sigv4a`",
        "use a bucket or an access point of one region",
    ),
    ("With the credentials, `explain` tries them all", "With the secret access key, `presign explain` tries them all"),
    // Forms
    (" (`field`, `field_starts_with`)", " (--field)"),
    (
        "it is a condition, not a field; use `content_length_range`",
        "it is a condition, not a field; use --min-size and --max-size",
    ),
    (": `content_length_range`", ": --min-size and --max-size"),
    ("use `key` or `key_starts_with`", "write the key in s3://BUCKET/KEY"),
    ("call `key` or `key_starts_with`", "write the key in s3://BUCKET/KEY"),
    ("if this is intended, call `allow_file_name_variable`", "use it only in the key"),
    ("use a form with `content_type_starts_with`", "use `presign post --content-type 'image/*'`"),
];

const USE_ARN_REGION: &str = "use_arn_region is false: give the same region, or set AWS_S3_USE_ARN_REGION=true";
const SET_TOKEN: &str = "set AWS_SESSION_TOKEN, or aws_session_token in the profile";

/// Returns a message of the library in words of the command line.
pub(crate) fn for_command(message: &str) -> String {
    ADVICE.iter().fold(message.to_owned(), |message, (library, command)| message.replace(library, command))
}
