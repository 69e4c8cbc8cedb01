//! A WebSocket to Amazon Transcribe, which writes down what a page hears: `cargo run --example transcribe_websocket`
//!
//! Nothing is sent. A server signs, and the page that streams the sound has no credentials of its own. The clock stands
//! still, and the keys are those of AWS's documentation; with `-- --now` the clock is the system's, and the keys are those in
//! the environment.

use std::time::Duration;

use presign::{Credentials, Error, Method, Service};
use time::macros::datetime;

fn main() -> Result<(), Error> {
    // 8443 is not the port of wss, so a client names it in its Host, and it is signed with the host.
    let endpoint = "wss://transcribestreaming.eu-west-1.amazonaws.com:8443";
    let transcribe = Service::new("transcribe", "eu-west-1", endpoint)?;
    // The method is GET, as that of every WebSocket. IAM must allow `transcribe:StartStreamTranscriptionWebSocket`.
    let request = transcribe
        .request(Method::Get, "/stream-transcription-websocket")
        // Signed with the rest: whoever has the URL can stream this language in this form, and nothing else.
        .query("language-code", "en-GB")
        .query("media-encoding", "pcm")
        .query("sample-rate", "16000")
        // The longest that Transcribe takes. It is the time to connect in; the stream may go on after it.
        .expires_in(Duration::from_secs(300));

    let url = if std::env::args().any(|argument| argument == "--now") {
        request.sign(&Credentials::from_env()?)?
    } else {
        let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
        request.sign_at(&credentials, datetime!(2026-11-23 12:00 UTC))?
    };

    // In a page: `new WebSocket(url)`, then binary messages in AWS's event stream encoding: the sound as AudioEvents, an
    // empty one at its end. What comes back is encoded so, too.
    println!("{url}");
    if let Some(until) = url.expires_at() {
        eprintln!("Opens one stream, until {until}.");
    }
    Ok(())
}
