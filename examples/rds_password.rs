//! The password for a database of Amazon RDS or Aurora: `cargo run --features token --example rds_password`
//!
//! Nothing is sent. The password is a signature, which the database has IAM look at when a client connects.

use presign::token::Rds;
use presign::{CachedSigner, Credentials, Error};

const HOST: &str = "db.abcdefghijkl.eu-west-1.rds.amazonaws.com";
const PORT: u16 = 5432;
const USER: &str = "jane_doe";

fn main() -> Result<(), Error> {
    // The keys of AWS's documentation. Yours come from `Credentials::from_env`, a secret store, or an instance role; IAM must
    // allow them `rds-db:connect` as this user, and the database must have granted that user the role `rds_iam`.
    let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
    let signer = CachedSigner::new(credentials);

    // Kept, and signed anew for each connection: a pool opens some when the last password has long expired.
    let database = Rds::new(HOST, PORT, USER, "eu-west-1");
    let password = database.sign(&signer)?;

    // With tokio-postgres:
    //     Config::new().host(HOST).port(PORT).user(USER).password(password.as_str()).ssl_mode(SslMode::Require)
    // With sqlx:
    //     PgConnectOptions::new().host(HOST).port(PORT).username(USER).password(password.as_str()).ssl_mode(PgSslMode::VerifyFull)
    println!("PGPASSWORD='{password}' psql 'host={HOST} port={PORT} user={USER} dbname=postgres sslmode=require'");
    eprintln!("Connects until {}, and the connection lasts as long as it likes.", password.expires_at());
    Ok(())
}
