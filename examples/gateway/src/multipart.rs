//! Reads a form, whose sender is not known until its fields are verified: in little memory, whatever is sent.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll, ready};

use axum::body::{Body, BodyDataStream};
use axum::http::HeaderMap;
use axum::http::header::CONTENT_TYPE;
use bytes::Bytes;
use futures_util::Stream;
use multer::{Field, Multipart};
use presign::verify::{FormRejection, Rejection};

use crate::error::Error;

/// How many bytes there may be before the file, and after it. S3 allows 20 KB of fields, which multipart/form-data makes
/// longer.
const LONGEST_FRAME: u64 = 64 * 1024;

/// The fields before the file.
pub(crate) type Fields = Vec<(String, String)>;

/// A form that is being read.
pub(crate) struct Form {
    multipart: Multipart<'static>,
    budget: Budget,
}

impl Form {
    pub(crate) fn new(headers: &HeaderMap, body: Body) -> Result<Self, Error> {
        let content_type = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let boundary = content_type.and_then(|value| multer::parse_boundary(value).ok());
        let boundary = boundary.ok_or(Rejection::from(FormRejection::NotMultipart))?;
        let budget = Budget::default();
        let body = Paced { body: body.into_data_stream(), budget: budget.clone(), is_paused: false };
        budget.set(LONGEST_FRAME);
        Ok(Self { multipart: Multipart::new(body, boundary), budget })
    }

    /// Reads the fields, and the headers of the file.
    pub(crate) async fn read_fields(&mut self) -> Result<(Fields, File), Error> {
        let mut fields = Fields::new();
        while let Some(field) = self.multipart.next_field().await.map_err(error)? {
            let name = field.name().ok_or(Rejection::from(FormRejection::MalformedBody))?.to_owned();
            if name.eq_ignore_ascii_case("file") {
                self.budget.set(u64::MAX);
                return Ok((fields, File(field)));
            }
            let value = String::from_utf8(field.bytes().await.map_err(error)?.into());
            fields.push((name, value.map_err(|_| Rejection::from(FormRejection::MalformedBody))?));
        }
        Err(Rejection::from(FormRejection::FileCount { count: 0 }).into())
    }

    /// Reads what follows the file, which S3 ignores: the button of a form, for instance. Another file is an error.
    pub(crate) async fn finish(mut self, file: File) -> Result<(), Error> {
        drop(file);
        self.budget.set(LONGEST_FRAME);
        while let Some(field) = self.multipart.next_field().await.map_err(error)? {
            if field.name().is_some_and(|name| name.eq_ignore_ascii_case("file")) {
                return Err(Rejection::from(FormRejection::FileCount { count: 2 }).into());
            }
        }
        Ok(())
    }
}

/// The file of a form, in pieces.
pub(crate) struct File(Field<'static>);

impl File {
    /// Returns what the client calls the file.
    pub(crate) fn name(&self) -> Option<&str> {
        self.0.file_name()
    }

    pub(crate) async fn chunk(&mut self) -> Result<Option<Bytes>, Error> {
        self.0.chunk().await.map_err(error)
    }
}

fn error(error: multer::Error) -> Error {
    match error {
        multer::Error::StreamReadFailed(cause) if cause.is::<OverBudget>() => {
            Rejection::from(FormRejection::FieldsTooLong).into()
        }
        multer::Error::StreamReadFailed(_) => Error::incomplete_body(),
        _ => Rejection::from(FormRejection::MalformedBody).into(),
    }
}

/// How many more bytes may be read.
#[derive(Clone, Debug, Default)]
struct Budget(Arc<AtomicU64>);

impl Budget {
    fn set(&self, bytes: u64) {
        self.0.store(bytes, Ordering::Relaxed);
    }

    fn take(&self, bytes: usize) -> Result<(), OverBudget> {
        match self.0.load(Ordering::Relaxed) {
            0 => Err(OverBudget),
            left => {
                // The last piece may have the beginning of the file.
                self.set(left.saturating_sub(bytes as u64));
                Ok(())
            }
        }
    }
}

#[derive(Debug, thiserror::Error)]
#[error("the fields are too long")]
struct OverBudget;

/// A body that is handed out in one piece at a time. multer collects all that is ready before it looks at any of it, so it
/// would keep a form in memory that arrives faster than it is written.
struct Paced {
    body: BodyDataStream,
    budget: Budget,
    is_paused: bool,
}

impl Stream for Paced {
    type Item = Result<Bytes, Box<dyn std::error::Error + Send + Sync>>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.is_paused {
            self.is_paused = false;
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        let next = ready!(Pin::new(&mut self.body).poll_next(context));
        self.is_paused = true;
        Poll::Ready(next.map(|piece| {
            let piece = piece?;
            self.budget.take(piece.len())?;
            Ok(piece)
        }))
    }
}
