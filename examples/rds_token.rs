//! A connection to a database of Amazon RDS or Aurora with a token for a password:
//! `cargo run --features token --example rds_token`
//!
//! Nothing is sent. The token is a signature, which the database has IAM look at when a client connects. The clock stands
//! still, and the keys are those of AWS's documentation; with `-- --now` the clock is the system's, and the keys are those in
//! the environment.

use presign::sigv4::encode_component;
use presign::token::{AuthToken, Rds};
use presign::{Credentials, Error};
use time::macros::datetime;

fn main() -> Result<(), Error> {
    let database = Database {
        // The endpoint's own name: a token for another name that leads there, such as a tunnel's, is refused.
        host: "db.abcdefghijkl.eu-west-1.rds.amazonaws.com",
        port: 5432,
        // IAM must allow whoever signs `rds-db:connect` as this user, to whom PostgreSQL has granted the role `rds_iam`.
        user: "jane_doe",
        region: "eu-west-1",
        name: "orders",
        root_certificates: "global-bundle.pem",
    };

    // Kept, and signed anew for each connection: a pool opens some when the first password has long expired. With sqlx,
    // `Pool::set_connect_options` is given the new one.
    let token = database.token();
    let password = if std::env::args().any(|argument| argument == "--now") {
        token.sign(&Credentials::from_env()?)?
    } else {
        let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
        token.sign_at(&credentials, datetime!(2026-11-23 12:00 UTC))?
    };

    println!("{}", database.url(&password));
    eprintln!("Connects until {}, and the connection lasts as long as it likes.", password.expires_at());
    Ok(())
}

/// What a connection is opened with. Host, port and user are signed as well, so the token and the connection are made from
/// the same value.
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
    fn token(&self) -> Rds {
        Rds::new(self.host, self.port, self.user, self.region)
    }

    /// As libpq and sqlx read it. The token is percent-encoded once already, and is so once more, as any password in a URL:
    /// its `%2F` becomes `%252F`. A driver's setter takes it as it is:
    ///
    /// - sqlx: `PgConnectOptions::new().host(..).port(..).username(..).password(token.as_str()).database(..)`
    ///   `.ssl_mode(PgSslMode::VerifyFull).ssl_root_cert("global-bundle.pem")`
    /// - tokio-postgres: `Config::new().host(..).port(..).user(..).password(token.as_str()).dbname(..)`
    ///   `.ssl_mode(SslMode::Require).connect(tls)`, where `tls` is a connector that trusts those certificates and checks the
    ///   host's name
    ///
    /// The password crosses the connection as it is. So the connection is encrypted and the server's certificate checked
    /// (`verify-full`); `require` alone would give the password to whoever answers.
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
