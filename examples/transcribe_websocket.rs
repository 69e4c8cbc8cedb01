//! Creates the URL of a WebSocket to Amazon Transcribe: `cargo run --example transcribe_websocket`
//!
//! Nothing is sent. A server signs, so the page that streams the audio needs no credentials. The time is fixed, and the
//! credentials are the examples of the AWS documentation. `-- --now` uses the system clock and credentials from the
//! environment.

use std::time::Duration;

use presign::{Credentials, Error, Method, Service};
use time::macros::datetime;

fn main() -> Result<(), Error> {
    // 8443 is not the default port of wss, so clients include it in `Host`, and it is signed.
    let endpoint = "wss://transcribestreaming.eu-west-1.amazonaws.com:8443";
    let transcribe = Service::new("transcribe", "eu-west-1", endpoint)?;
    // WebSockets always use GET. IAM must allow `transcribe:StartStreamTranscriptionWebSocket`.
    let request = transcribe
        .request(Method::Get, "/stream-transcription-websocket")
        // These parameters are signed too, so anyone with the URL can stream only this language in this format.
        .query("language-code", "en-GB")
        .query("media-encoding", "pcm")
        .query("sample-rate", "16000")
        // The longest expiry that Transcribe accepts. The client must connect before it; the stream may last longer.
        .expires_in(Duration::from_secs(300));

    let url = if std::env::args().any(|argument| argument == "--now") {
        request.sign(&Credentials::from_env()?)?
    } else {
        let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
        request.sign_at(&credentials, datetime!(2026-11-23 12:00 UTC))?
    };

    // In a page, use `new WebSocket(url)` and send binary messages in AWS's event stream encoding: the audio as
    // AudioEvents, then an empty one. Responses use the same encoding.
    println!("{url}");
    if let Some(until) = url.expires_at() {
        eprintln!("The URL opens one stream, and expires at {until}.");
    }
    Ok(())
}
