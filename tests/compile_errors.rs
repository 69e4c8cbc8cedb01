//! Checks that a wrong guess at an argument gets a compile error that says what to write instead.

#![cfg(feature = "std")]

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Wrong arguments in place of a bucket, and how the error shows their type.
const NOT_BUCKETS: [(&str, &str); 6] = [
    (r#"("photos", "eu-west-1", "http://127.0.0.1:9000")"#, "(&str, &str, &str)"),
    (r#"Some("photos")"#, "Option<&str>"),
    (r#"["photos", "eu-west-1"]"#, "[&str; 2]"),
    (r#"&["photos", "eu-west-1"][..]"#, "[&str]"),
    (r#"Bucket::new("photos")"#, "Result<"),
    (r#"Bucket::builder("photos")"#, "BucketBuilder"),
];

const BUCKET_NOTES: [&str; 3] = [
    r#"note: pass a name (`"photos"`, in us-east-1), a name and a region (`("photos", "eu-west-1")`), or a `Bucket`"#,
    r#"note: for an endpoint or other settings, pass `&Bucket::builder("photos").endpoint("http://127.0.0.1:9000").build()?`"#,
    "note: a `Result` or an `Option` must be unwrapped first, for instance with `?`",
];

/// Wrong arguments in place of a signer, and how the error shows their type.
const NOT_SIGNERS: [(&str, &str); 3] = [
    (r#"&("AKIDEXAMPLE", "secret")"#, "(&str, &str)"),
    (r#"&String::from("AKIDEXAMPLE")"#, "String"),
    ("&Credentials::from_env()", "Result<"),
];

const SIGNER_NOTES: [&str; 2] = [
    "note: pass a reference to credentials, such as `&Credentials::new(access_key_id, secret_access_key)`, or to a \
     `CachedSigner` or `ScopedSigner`",
    "note: a `Result` or an `Option` must be unwrapped first, as in `&Credentials::from_env()?`",
];

#[test]
fn wrong_arguments() {
    let library = library();
    for (bucket, found) in NOT_BUCKETS {
        check(&library, ["&credentials", bucket], [found, "does not name a bucket"], &BUCKET_NOTES);
    }
    for (signer, found) in NOT_SIGNERS {
        check(&library, [signer, r#""photos""#], [found, "does not sign"], &SIGNER_NOTES);
    }
}

fn check(library: &Path, [signer, bucket]: [&str; 2], [found, problem]: [&str; 2], notes: &[&str]) {
    let errors = compile(library, signer, bucket).expect_err(bucket);
    // Compilers differ in whether they show lifetimes.
    let errors = errors.replace("&'static str", "&str");
    for expected in [&format!("error[E0277]: `{found}"), problem].iter().chain(notes) {
        assert!(errors.contains(expected), "expected {expected}\nfound:\n{errors}");
    }
}

/// Compiles a call with these arguments. Returns the compiler's errors.
fn compile(library: &Path, signer: &str, bucket: &str) -> Result<(), String> {
    let program = format!(
        r#"use presign::{{Bucket, Credentials, Error, PresignedUrl, presign_get}};
        pub fn call(credentials: Credentials) -> Result<PresignedUrl, Error> {{
            presign_get({signer}, {bucket}, "boat.jpg", std::time::Duration::from_secs(60))
        }}"#
    );
    let mut compiler = Command::new(Path::new(env!("CARGO")).with_file_name("rustc"))
        .args(["--edition=2024", "--crate-type=lib", "--crate-name=call", "--emit=metadata", "--color=never", "-"])
        .args(["--cap-lints=allow", "--out-dir", env!("CARGO_TARGET_TMPDIR")])
        .arg("-L")
        .arg(library.parent().expect("the library is in a directory"))
        .arg(format!("--extern=presign={}", library.display()))
        .stdin(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("rustc is next to cargo");
    compiler.stdin.take().expect("it is piped").write_all(program.as_bytes()).unwrap();
    let output = compiler.wait_with_output().unwrap();
    if output.status.success() { Ok(()) } else { Err(String::from_utf8_lossy(&output.stderr).into_owned()) }
}

/// Returns the latest build of this crate that a correct program compiles with. Others may have other features, or be
/// those of another compiler.
fn library() -> PathBuf {
    let directory = std::env::current_exe().unwrap().parent().expect("the test is in a directory").to_path_buf();
    let mut builds: Vec<_> = directory
        .read_dir()
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| {
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            name.starts_with("libpresign-") && name.ends_with(".rlib")
        })
        .collect();
    builds.sort_by_key(|path| path.metadata().and_then(|metadata| metadata.modified()).expect("a time"));
    let mut failed = String::new();
    for path in builds.into_iter().rev() {
        match compile(&path, "&credentials", r#"("photos", "eu-west-1")"#) {
            Ok(()) => return path,
            Err(error) => failed = error,
        }
    }
    panic!("no build in {} works: {failed}", directory.display());
}
