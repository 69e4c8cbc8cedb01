//! Connects to an Amazon RDS or Aurora database with a token as the password:
//! `cargo run --features token --example rds_token`
//!
//! Nothing is sent. IAM checks the token's signature when a client connects. The time is fixed, and the credentials are
//! the examples of the AWS documentation. `-- --now` uses the system clock and credentials from the environment.

use presign::sigv4::encode_component;
use presign::token::{AuthToken, Rds};
use presign::{Credentials, Error};
use time::macros::datetime;

fn main() -> Result<(), Error> {
    let database = Database {
        // Use the database's own endpoint. A token for another name, such as a tunnel's, is rejected.
        host: "db.abcdefghijkl.eu-west-1.rds.amazonaws.com",
        port: 5432,
        // IAM must allow the signer `rds-db:connect` as this user, who needs the PostgreSQL role `rds_iam`.
        user: "jane_doe",
        region: "eu-west-1",
        name: "orders",
        root_certificates: "global-bundle.pem",
    };

    // Keep this value and sign again for each connection: a pool opens connections long after the first password
    // expires. With sqlx, pass the new password to `Pool::set_connect_options`.
    let token = database.token()?;
    let password = if std::env::args().any(|argument| argument == "--now") {
        token.sign(&Credentials::from_env()?)?
    } else {
        let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
        token.sign_at(&credentials, datetime!(2026-11-23 12:00 UTC))?
    };

    println!("{}", database.url(&password));
    eprintln!("The password expires at {}. Connections opened before then stay open.", password.expires_at());
    Ok(())
}

/// The connection's parameters. The token signs host, port and user, so both use this value.
struct Database<'a> {
    host: &'a str,
    port: u16,
    user: &'a str,
    region: &'a str,
    name: &'a str,
    /// A file: <https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem>
    root_certificates: &'a str,
}

impl Database<'_> {
    fn token(&self) -> Result<Rds, Error> {
        Rds::new(self.host, self.port, self.user, self.region)
    }

    /// Returns the URL for libpq and sqlx. The token already contains percent-encoding, and is encoded again like any
    /// password in a URL: its `%2F` becomes `%252F`. Pass it unchanged to a driver's setter:
    ///
    /// - sqlx: `PgConnectOptions::new().host(..).port(..).username(..).password(token.as_str()).database(..)`
    ///   `.ssl_mode(PgSslMode::VerifyFull).ssl_root_cert("global-bundle.pem")`
    /// - tokio-postgres: `Config::new().host(..).port(..).user(..).password(token.as_str()).dbname(..)`
    ///   `.ssl_mode(SslMode::Require).connect(tls)`, where `tls` is a connector that trusts those certificates and
    ///   checks the host's name
    ///
    /// The client sends the password itself, so encrypt the connection and check the server's certificate
    /// (`verify-full`). `require` alone would send the password to any server that answers.
    fn url(&self, password: &AuthToken) -> String {
        format!(
            "postgres://{user}:{password}@{host}:{port}/{name}?sslmode=verify-full&sslrootcert={root_certificates}",
            user = encode_component(self.user),
            password = encode_component(password.as_str()),
            host = self.host,
            port = self.port,
            name = encode_component(self.name),
            root_certificates = encode_component(self.root_certificates),
        )
    }
}
