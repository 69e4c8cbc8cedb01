//! A WebSocket to AWS IoT, over which a page or a device speaks MQTT: `cargo run --features token --example iot_websocket`
//!
//! Nothing is sent. The clock stands still, and the keys are those of AWS's documentation; with `-- --now` the clock is the
//! system's, and the keys are those in the environment.

use presign::token::IotMqtt;
use presign::{Credentials, Error};
use time::macros::datetime;

fn main() -> Result<(), Error> {
    // The account's own endpoint: `aws iot describe-endpoint --endpoint-type iot:Data-ATS`
    let endpoint = IotMqtt::new("a1b2c3d4e5f6g7-ats.iot.eu-west-1.amazonaws.com", "eu-west-1");
    let url = if std::env::args().any(|argument| argument == "--now") {
        endpoint.sign(&Credentials::from_env()?)?
    } else {
        // Temporary, as those of a role or of Amazon Cognito are. Other services want the session token signed; AWS IoT
        // refuses it then, so here it stands in the URL beside what is signed.
        let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
            .with_session_token("AQoDYXdzEPT//////////wEXAMPLE");
        endpoint.sign_at(&credentials, datetime!(2026-11-23 12:00 UTC))?
    };

    // The client connects to it byte for byte, with the subprotocol `mqtt`. In a page: `new WebSocket(url, "mqtt")`, or
    // mqtt.js, whose `transformWsUrl` asks for a new URL when it connects again. With tungstenite: the URL's
    // `into_client_request`, with a header `Sec-WebSocket-Protocol: mqtt`.
    println!("{url}");

    // What the connection may do is what the policies of the credentials allow: `iot:Connect` as one client, `iot:Publish`
    // and `iot:Subscribe` to its topics. Whoever has the URL may do so, so a page is given one of narrow credentials.
    eprintln!("For a log: {}", url.redacted());
    match url.expires_at() {
        Some(until) => eprintln!("Opens until {until}, when the credentials end."),
        None => eprintln!("It speaks of no end: AWS IoT decides until when it opens."),
    }
    Ok(())
}
