//! The steps of the demo.

use std::io::{self, Write};
use std::time::Duration;

use presign::{Bucket, Error as PresignError, ErrorKind, PresignedUrl};
use presign_e2e::{BUCKET, Call, Error, Target};
use time::OffsetDateTime;

use crate::report::{Expected, Report};
use crate::shared_file::SharedFile;

/// The validity of the URL that expires during the demo.
const SHORT_LIFE: Duration = Duration::from_secs(2);

/// The server, its bucket, and the file in the bucket.
#[derive(Debug)]
pub(crate) struct Stage {
    target: Target,
    bucket: Bucket,
    file: SharedFile,
    expires_in: Duration,
}

impl Stage {
    /// Starts the server and puts the file into the bucket.
    ///
    /// # Errors
    ///
    /// presign rejects the expiry or the name of the file, or the server does not start.
    pub(crate) async fn set(file: SharedFile, expires_in: Duration) -> Result<Self, Error> {
        let target = Target::embedded()?;
        target.store_object(&file.name, file.bytes.clone(), file.content_type).await?;
        let stage = Self { bucket: target.bucket()?, target, file, expires_in };
        match stage.download_url(OffsetDateTime::now_utc()) {
            Ok(_) => Ok(stage),
            Err(e) if matches!(e.kind(), ErrorKind::ExpiryTooShort | ErrorKind::ExpiryTooLong) => {
                Err(format!("--expires-in: {e}").into())
            }
            Err(e) => Err(format!("--file: {e}").into()),
        }
    }

    /// Returns the owner's URL for the file, signed at this time.
    pub(crate) fn download_url(&self, at: OffsetDateTime) -> Result<PresignedUrl, PresignError> {
        let request = self.bucket.get_object(&self.file.name).expires_in(self.expires_in);
        request.sign_at(&self.target.owner, at)
    }

    /// Returns the owner's URL for the file, signed now.
    ///
    /// Signing times have whole seconds, so a URL that is valid for one second and signed late in a second expires
    /// almost at once. Such a URL is signed at the beginning of the next second.
    pub(crate) async fn fresh_download_url(&self) -> Result<PresignedUrl, PresignError> {
        if self.expires_in < SHORT_LIFE {
            beginning_of_a_second().await;
        }
        self.download_url(OffsetDateTime::now_utc())
    }
}

/// Runs all steps.
///
/// # Errors
///
/// A request gets no response, or the output cannot be written. An unexpected response is not an error; the report
/// counts it.
pub(crate) async fn tell<W: Write>(stage: &Stage, report: &mut Report<W>) -> Result<(), Error> {
    introduce(stage, report)?;
    let mut story = Story { stage, report };
    story.nobody_gets_in().await?;
    let url = story.the_owner_shares().await?;
    story.someone_changes_the_url(&url).await?;
    story.time_passes().await?;
    story.time_has_passed().await?;
    story.user2_shares_what_it_may_not_read().await?;
    story.user2_shares_what_it_may_list().await?;
    story.the_owner_takes_an_upload().await
}

fn introduce<W: Write>(stage: &Stage, report: &mut Report<W>) -> io::Result<()> {
    let SharedFile { name, content_type, bytes } = &stage.file;
    report.say(&format!(
        "{BUCKET} is a private bucket on an S3 server in this process, at {endpoint}.\n\
         It contains {name}, {length} bytes of {content_type}. Two users have access keys:\n\
         \n\
         \x20  owner  may do everything,\n\
         \x20  user2  may list the bucket, but not read the file.\n\
         \n\
         Every request below is sent without credentials. It has only its URL.",
        endpoint = stage.target.endpoint,
        length = bytes.len(),
    ))
}

struct Story<'a, W> {
    stage: &'a Stage,
    report: &'a mut Report<W>,
}

impl<W: Write> Story<'_, W> {
    async fn nobody_gets_in(&mut self) -> Result<(), Error> {
        self.report.step("Someone requests the file by its plain URL.")?;
        let signed = self.stage.download_url(OffsetDateTime::now_utc())?;
        let plain = signed.as_str().split('?').next().unwrap_or_default();
        let expected = Expected::refusal(403, "AccessDenied", "the bucket is private");
        self.request(Call::new("GET", plain), &expected).await
    }

    async fn the_owner_shares(&mut self) -> Result<PresignedUrl, Error> {
        let Stage { file, expires_in, .. } = self.stage;
        let life = in_words(*expires_in);
        self.report.step(&format!(
            "The owner creates a URL for {} that is valid for {life}, and someone opens it.",
            file.name
        ))?;
        let url = self.stage.fresh_download_url().await?;
        let because = "anyone who has the URL gets the file, byte for byte";
        self.request(Call::presigned(&url), &Expected::bytes(&file.bytes, because)).await?;
        Ok(url)
    }

    async fn someone_changes_the_url(&mut self, url: &PresignedUrl) -> Result<(), Error> {
        self.report.step("Someone changes that URL.")?;
        let other_life = if self.stage.expires_in == Duration::from_secs(604_800) { 86_400 } else { 604_800 };
        self.report.line(&format!("With another expiry, {}:", in_words(Duration::from_secs(other_life))))?;
        let call = Call::presigned(url).map_url(|url| {
            let change = |parameter: &str| {
                let is_life = parameter.starts_with("X-Amz-Expires=");
                if is_life { format!("X-Amz-Expires={other_life}") } else { parameter.to_owned() }
            };
            url.split('&').map(change).collect::<Vec<_>>().join("&")
        });
        let expected = Expected::refusal(403, "SignatureDoesNotMatch", "the expiry is signed");
        self.request(call, &expected).await?;

        self.report.line("With another key:")?;
        let call = Call::presigned(url).map_url(|url| url.replacen('?', ".secret?", 1));
        let expected = Expected::refusal(403, "SignatureDoesNotMatch", "the key is signed");
        self.request(call, &expected).await
    }

    async fn time_passes(&mut self) -> Result<(), Error> {
        let Stage { target, bucket, file, .. } = self.stage;
        self.report.step("The owner creates a URL that is valid for 2 seconds.")?;
        beginning_of_a_second().await;
        let url = bucket.get_object(&file.name).expires_in(SHORT_LIFE).sign(&target.owner)?;
        let expected = Expected::bytes(&file.bytes, "it has not expired yet");
        self.request(Call::presigned(&url), &expected).await?;
        if let Some(end) = url.expires_at() {
            sleep_until(end).await;
        }
        self.report.line("The same URL again, 2 seconds later:")?;
        let expected = Expected::refusal(403, "AccessDenied", "it has expired");
        self.send(Call::presigned(&url), &expected).await
    }

    async fn time_has_passed(&mut self) -> Result<(), Error> {
        let life = in_words(self.stage.expires_in);
        self.report.step(&format!("As in step 2, but the owner created the URL {life} and 1 second ago."))?;
        let ago = self.stage.expires_in + Duration::from_secs(1);
        let url = self.stage.download_url(OffsetDateTime::now_utc() - ago)?;
        let expected = Expected::refusal(403, "AccessDenied", "an expired URL works for nobody, not even its owner");
        self.request(Call::presigned(&url), &expected).await
    }

    async fn user2_shares_what_it_may_not_read(&mut self) -> Result<(), Error> {
        let Stage { target, bucket, file, .. } = self.stage;
        self.report
            .step(&format!("user2, who may not read, also creates a URL for {}, and someone opens it.", file.name))?;
        let url = bucket.get_object(&file.name).sign(&target.user2)?;
        let because = "the signature is valid, but a URL never allows more than its signer may do";
        self.request(Call::presigned(&url), &Expected::refusal(403, "AccessDenied", because)).await
    }

    async fn user2_shares_what_it_may_list(&mut self) -> Result<(), Error> {
        let Stage { target, bucket, file, .. } = self.stage;
        self.report.step("user2 creates a URL that lists the bucket, and someone opens it.")?;
        let url = bucket.list_objects_v2().sign(&target.user2)?;
        let keys = [&*file.name];
        let expected = Expected::keys(&keys, "user2 may list the bucket, and so may anyone who has the URL");
        self.request(Call::presigned(&url), &expected).await
    }

    async fn the_owner_takes_an_upload(&mut self) -> Result<(), Error> {
        let Stage { target, bucket, file, .. } = self.stage;
        let key = format!("uploads/{}", file.name);
        self.report.step(&format!(
            "The owner creates a URL to upload {key}, and someone uses it. Then the owner shares the upload."
        ))?;
        let upload = bucket.put_object(&key).header("Content-Type", file.content_type).sign(&target.owner)?;
        let call = Call::presigned(&upload).body(file.bytes.clone());
        self.request(call, &Expected::bytes(b"", "it is in the bucket now")).await?;
        let url = bucket.get_object(&key).sign(&target.owner)?;
        let expected = Expected::bytes(&file.bytes, "the download is the same as the upload");
        self.request(Call::presigned(&url), &expected).await
    }

    /// Writes a request, sends it, and checks the response.
    async fn request(&mut self, call: Call, expected: &Expected<'_>) -> Result<(), Error> {
        self.report.line(&call.to_string())?;
        for (name, value) in call.headers() {
            self.report.line(&format!("with the header {name}: {value}"))?;
        }
        self.send(call, expected).await
    }

    async fn send(&mut self, call: Call, expected: &Expected<'_>) -> Result<(), Error> {
        let answer = self.stage.target.send(call).await?;
        Ok(self.report.check(&answer, expected)?)
    }
}

/// Waits until this time, by the clock of this machine, which is also the server's.
pub(crate) async fn sleep_until(end: OffsetDateTime) {
    let left = end - OffsetDateTime::now_utc();
    if let Ok(left) = Duration::try_from(left) {
        // The clock and the timer may differ by a millisecond.
        tokio::time::sleep(left + Duration::from_millis(10)).await;
    }
}

async fn beginning_of_a_second() {
    let into_second = OffsetDateTime::now_utc().nanosecond();
    tokio::time::sleep(Duration::from_nanos(1_000_000_000 - u64::from(into_second))).await;
}

/// Writes a duration in the largest unit that gives a whole number: `30 minutes`, `1 day`, `90 seconds`.
pub(crate) fn in_words(duration: Duration) -> String {
    let seconds = duration.as_secs();
    let (unit, size) = [("day", 86_400), ("hour", 3600), ("minute", 60)]
        .into_iter()
        .find(|(_, size)| seconds.is_multiple_of(*size))
        .unwrap_or(("second", 1));
    let number = seconds / size;
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {unit}{plural}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words() {
        for (seconds, words) in
            [(1, "1 second"), (90, "90 seconds"), (1800, "30 minutes"), (3600, "1 hour"), (604_800, "7 days")]
        {
            assert_eq!(in_words(Duration::from_secs(seconds)), words);
        }
    }
}
