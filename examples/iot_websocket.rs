//! Creates the URL of an MQTT WebSocket to AWS IoT: `cargo run --features token --example iot_websocket`
//!
//! Nothing is sent. The time is fixed, and the credentials are the examples of the AWS documentation. `-- --now` uses
//! the system clock and credentials from the environment.

use presign::token::IotMqtt;
use presign::{Credentials, Error};
use time::macros::datetime;

fn main() -> Result<(), Error> {
    // The account's own endpoint: `aws iot describe-endpoint --endpoint-type iot:Data-ATS`
    let endpoint = IotMqtt::new("a1b2c3d4e5f6g7-ats.iot.eu-west-1.amazonaws.com", "eu-west-1")?;
    let url = if std::env::args().any(|argument| argument == "--now") {
        endpoint.sign(&Credentials::from_env()?)?
    } else {
        // Temporary credentials, such as those of a role or Amazon Cognito. Other services require the session token to
        // be signed. AWS IoT rejects a signed session token, so it is appended after signing.
        let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
            .with_session_token("AQoDYXdzEPT//////////wEXAMPLE");
        endpoint.sign_at(&credentials, datetime!(2026-11-23 12:00 UTC))?
    };

    // The client must use the URL unchanged, with the subprotocol `mqtt`. In a page, use `new WebSocket(url, "mqtt")`,
    // or mqtt.js, which calls `transformWsUrl` for a new URL when it reconnects. With tungstenite, use the URL's
    // `into_client_request` and add the header `Sec-WebSocket-Protocol: mqtt`.
    println!("{url}");

    // The credentials' policies limit the connection: `iot:Connect` as one client, `iot:Publish` and `iot:Subscribe` to
    // its topics. Anyone with the URL has these permissions, so sign URLs for pages with narrow credentials.
    eprintln!("Safe to log: {}", url.redacted());
    match url.expires_at() {
        Some(until) => eprintln!("The URL expires with the credentials, at {until}."),
        None => eprintln!("The URL has no expiry: AWS IoT decides how long to accept it."),
    }
    Ok(())
}
