//! The command `presign-sql`, end to end.

use std::fs;
use std::path::Path;

use assert_cmd::Command;
use presign::{Bucket, Credentials};
use tempfile::TempDir;
use time::OffsetDateTime;

const SECRET: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
const AT: &str = "'2026-11-23T12:00:00Z'";
const COLUMNS: &str = "bucket,key,size,last_modified_date";

/// Returns the command in a directory, with credentials in the environment and nothing else.
fn sql(directory: &Path) -> Command {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin!("presign-sql"));
    command.current_dir(directory).env_clear().env("HOME", directory).env("AWS_REGION", "eu-west-1");
    command.env("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE").env("AWS_SECRET_ACCESS_KEY", SECRET);
    command
}

/// Runs the command and returns its output.
fn output<const N: usize>(directory: &Path, arguments: [&str; N]) -> String {
    let output = sql(directory).args(arguments).assert().success();
    String::from_utf8(output.get_output().stdout.clone()).unwrap()
}

/// Runs the command and returns its message, which contains nothing secret.
fn message<const N: usize>(directory: &Path, arguments: [&str; N]) -> String {
    let output = sql(directory).args(arguments).assert().failure();
    let message = String::from_utf8(output.get_output().stderr.clone()).unwrap();
    assert!(!message.contains(SECRET) && !message.contains("X-Amz-"), "{message}");
    message
}

/// Returns a directory with an inventory.
fn inventory<const N: usize>(arguments: [&str; N]) -> TempDir {
    let directory = TempDir::new().unwrap();
    sql(directory.path()).arg("generate").args(arguments).assert().success();
    directory
}

fn url(bucket: &str, key: &str) -> String {
    let bucket = Bucket::builder(bucket).region("eu-west-1").build().unwrap();
    let at = OffsetDateTime::from_unix_timestamp(1_795_435_200).unwrap();
    let request = bucket.get_object(key).expires_in(std::time::Duration::from_secs(3600));
    request.sign_at(&Credentials::new("AKIAIOSFODNN7EXAMPLE", SECRET), at).unwrap().into_string()
}

/// Returns the names of the files in a directory.
fn files(directory: &Path) -> Vec<String> {
    let mut names: Vec<_> =
        directory.read_dir().unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn parquet_to_parquet_and_back() {
    let directory = inventory(["inventory.parquet", "--rows", "10000"]);
    let directory = directory.path();
    let query = format!("SELECT bucket, key, presign_get(bucket, key, INTERVAL '1 hour', {AT}) AS url FROM inventory");
    let table = "inventory=inventory.parquet";
    output(directory, ["--table", table, "-o", "urls.parquet", "--memory-limit", "64MB", "--partitions", "2", &query]);
    assert_eq!(files(directory), ["inventory.parquet", "urls.parquet"]);
    let rows = output(directory, ["SELECT bucket, key, url FROM 'urls.parquet'"]);
    let rows: Vec<serde_json::Value> = rows.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(rows.len(), 10_000);
    for row in &rows {
        let text = |name: &str| row[name].as_str().unwrap();
        assert_eq!(text("url"), url(text("bucket"), text("key")));
    }
    // The keys that are easily signed wrong are there.
    for part in [" ", "+", "%", "//", "?", "#", "ß", "한", "\n", "🚀"] {
        assert!(rows.iter().any(|row| row["key"].as_str().unwrap().contains(part)), "{part}");
    }
}

#[test]
fn a_csv_inventory_is_the_same_when_decoded() {
    let directory = inventory(["inventory.csv", "--rows", "3000"]);
    let directory = directory.path();
    sql(directory).args(["generate", "inventory.parquet", "--rows", "3000"]).assert().success();
    // No header, and each value in quotes, as S3 Inventory writes them.
    assert!(fs::read_to_string(directory.join("inventory.csv")).unwrap().starts_with("\"example-"));
    let query = "SELECT count(*) AS n FROM csv JOIN parquet
                 ON csv.bucket = parquet.bucket AND decode_inventory_key(csv.key) = parquet.key";
    let tables = ["--table", "csv=inventory.csv", "--csv-columns", COLUMNS, "-t", "parquet=inventory.parquet"];
    let [a, b, c, d, e, f] = tables;
    assert_eq!(output(directory, [a, b, c, d, e, f, query]), "{\"n\":3000}\n");
}

#[test]
fn the_formats_of_the_output() {
    let directory = TempDir::new().unwrap();
    let directory = directory.path();
    let query = format!("SELECT 1 AS one, presign_get('photos', 'a b', 3600, {AT}) AS url, NULL AS nothing");
    let expected = url("photos", "a b");
    let json = format!("{{\"one\":1,\"url\":\"{expected}\",\"nothing\":null}}\n");
    let csv = format!("one,url,nothing\n1,{expected},\n");
    assert_eq!(output(directory, [&query]), json);
    assert_eq!(output(directory, [&query, "--format", "csv"]), csv);
    for (name, text) in [("out.jsonl", &json), ("out.csv", &csv)] {
        output(directory, [&query, "-o", name]);
        assert_eq!(fs::read_to_string(directory.join(name)).unwrap(), *text);
    }
    output(directory, [&query, "-o", "out.txt", "--format", "jsonl"]);
    assert_eq!(fs::read_to_string(directory.join("out.txt")).unwrap(), json);
    let parquet = sql(directory).args([&query, "--format", "parquet"]).assert().success().get_output().stdout.clone();
    assert!(parquet.starts_with(b"PAR1") && parquet.ends_with(b"PAR1"));
}

#[test]
fn a_failed_query_leaves_no_file() {
    let directory = inventory(["inventory.parquet", "--rows", "20000", "--unsignable"]);
    let directory = directory.path();
    fs::write(directory.join("urls.csv"), "from before").unwrap();
    let query = "SELECT presign_get(bucket, key, 3600) AS url FROM inventory";
    for name in ["urls.parquet", "urls.csv"] {
        let found = message(directory, ["-t", "inventory=inventory.parquet", query, "-o", name]);
        assert!(found.contains("presign_get: bucket \"example-") && found.contains("has the dot segment"), "{found}");
    }
    assert_eq!(files(directory), ["inventory.parquet", "urls.csv"]);
    assert_eq!(fs::read_to_string(directory.join("urls.csv")).unwrap(), "from before");
    let query = "SELECT count(*) AS n, count(try_presign_get(bucket, key, 3600)) AS urls FROM inventory";
    let counted = output(directory, ["-t", "inventory=inventory.parquet", query]);
    assert_eq!(counted, "{\"n\":20000,\"urls\":19980}\n");
}

#[cfg(unix)]
#[test]
fn what_is_no_file_is_written_directly() {
    let directory = TempDir::new().unwrap();
    let directory = directory.path();
    output(directory, ["SELECT 1 AS one", "-o", "/dev/null", "--format", "csv"]);
    assert!(!Path::new("/dev/null").is_file());
    // A link stays one.
    fs::write(directory.join("target.csv"), "").unwrap();
    std::os::unix::fs::symlink("target.csv", directory.join("link.csv")).unwrap();
    output(directory, ["SELECT 1 AS one", "-o", "link.csv"]);
    assert_eq!(fs::read_to_string(directory.join("target.csv")).unwrap(), "one\n1\n");
    assert_eq!(output(directory, ["SELECT 1 AS one", "-o", "-"]), "{\"one\":1}\n");
}

#[test]
fn directories_and_compressed_files() {
    let directory = inventory(["part-1.csv", "--rows", "10"]);
    let directory = directory.path();
    let folder = directory.join("data");
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("_SUCCESS"), "").unwrap();
    for part in ["part-1.csv", "part-2.csv"] {
        fs::copy(directory.join("part-1.csv"), folder.join(part)).unwrap();
    }
    let query = "SELECT count(*) AS n FROM t";
    assert_eq!(output(directory, ["-t", "t=data/", "--csv-columns", COLUMNS, query]), "{\"n\":20}\n");
    assert_eq!(output(directory, ["-t", "t=data/*.csv", "--csv-columns", COLUMNS, query]), "{\"n\":20}\n");
}

#[test]
fn a_query_over_more_than_its_memory() {
    let directory = inventory(["inventory.parquet", "--rows", "60000"]);
    let directory = directory.path();
    let query = format!("SELECT key, presign_get(bucket, key, 3600, {AT}) AS url FROM inventory ORDER BY url");
    let tight = ["-t", "inventory=inventory.parquet", "-o", "urls.csv", "--partitions", "1", "--memory-limit"];
    let [a, b, c, d, e, f, g] = tight;
    output(directory, [a, b, c, d, e, f, g, "24MB", &query]);
    let urls = fs::read_to_string(directory.join("urls.csv")).unwrap();
    // A line break in a key is kept, so that there are more lines than rows.
    assert!(urls.lines().count() > 60_000);
    let found = message(directory, [a, b, c, d, e, f, g, "10kB", &query]);
    assert!(found.contains("Resources exhausted"), "{found}");
}

#[test]
fn credentials_and_settings_of_a_profile() {
    let directory = TempDir::new().unwrap();
    let home = directory.path();
    fs::create_dir(home.join(".aws")).unwrap();
    let profile = "[profile minio]\nregion = local\nendpoint_url = http://127.0.0.1:9000\n\
                   aws_access_key_id = AKIAI44QH8DHBEXAMPLE\naws_secret_access_key = je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY\n";
    fs::write(home.join(".aws/config"), profile).unwrap();
    let query = "SELECT presign_get('photos', 'k', 60) AS url";
    let mut command = sql(home);
    command.env_remove("AWS_ACCESS_KEY_ID").env_remove("AWS_SECRET_ACCESS_KEY").env_remove("AWS_REGION");
    let out = command.args(["--profile", "minio", query]).assert().success().get_output().stdout.clone();
    let out = String::from_utf8(out).unwrap();
    assert!(out.contains("http://127.0.0.1:9000/photos/k?"), "{out}");
    assert!(out.contains("AKIAI44QH8DHBEXAMPLE%2F") && out.contains("%2Flocal%2Fs3%2F"), "{out}");

    let out = output(home, ["--region", "us-west-2", "--endpoint-url", "https://s3.example.com", query]);
    assert!(out.contains("https://s3.example.com/photos/k?") && out.contains("%2Fus-west-2%2F"), "{out}");
}

#[test]
fn mistakes() {
    let directory = TempDir::new().unwrap();
    let directory = directory.path();
    fs::write(directory.join("notes.txt"), "").unwrap();
    for (arguments, expected) in [
        (["-t", "t=notes.txt", "SELECT 1"], "notes.txt: no file ends in .parquet, .csv or .jsonl"),
        (["-t", "notes.txt", "SELECT 1"], "write NAME=PATH"),
        (["-o", "out.txt", "SELECT 1"], "out.txt: the extension is none of .parquet, .csv and .jsonl: give --format"),
        (["-o", "no/such/out.csv", "SELECT 1"], "no/such/out.csv: No such file or directory"),
        (["--memory-limit", "much", "SELECT 1"], "invalid value 'much' for '--memory-limit <SIZE>'"),
        (["--format", "csv", "SELEC 1"], "SELEC"),
        (["--format", "csv", "SELECT presign_get('photos', 'k', 0)"], "presign_get: bucket \"photos\": "),
    ] {
        let found = message(directory, arguments);
        assert!(found.contains(expected), "{arguments:?}: {found}");
    }
    let found = sql(directory).env_remove("AWS_ACCESS_KEY_ID").arg("SELECT 1").assert().failure();
    assert!(String::from_utf8_lossy(&found.get_output().stderr).contains("presign-sql: "));
    assert_eq!(files(directory), ["notes.txt"]);
}
