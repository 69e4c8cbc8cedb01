//! What the tests share.

use std::sync::Arc;
use std::time::Duration;

use datafusion::arrow::array::{ArrayRef, AsArray, RecordBatch, StringArray};
use datafusion::arrow::compute::concat_batches;
use datafusion::error::Result;
use datafusion::prelude::SessionContext;
use presign::{Bucket, CachedSigner, Credentials};
use presign_datafusion::Presigner;
use time::OffsetDateTime;
use time::macros::datetime;

pub(crate) const SECRET: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
pub(crate) const TOKEN: &str = "AQoDYXdzEPT//////////wEXAMPLE";

/// The time of `NOW`, in SQL.
pub(crate) const AT: &str = "TIMESTAMP '2026-11-23 12:00:00'";
pub(crate) const NOW: OffsetDateTime = datetime!(2026-11-23 12:00 UTC);
pub(crate) const HOUR: Duration = Duration::from_secs(3600);

pub(crate) fn credentials() -> Credentials {
    Credentials::new("AKIAIOSFODNN7EXAMPLE", SECRET)
}

/// Returns credentials with a token. They sign for at most 36 hours.
pub(crate) fn session() -> Credentials {
    credentials().with_session_token(TOKEN)
}

pub(crate) fn presigner() -> Presigner {
    Presigner::new(CachedSigner::new(credentials())).region("eu-west-1")
}

/// Returns a context with the functions of [`presigner`].
pub(crate) fn context() -> SessionContext {
    with_functions(&presigner())
}

pub(crate) fn with_functions(presigner: &Presigner) -> SessionContext {
    let mut context = SessionContext::new();
    presigner.register(&mut context).unwrap();
    context
}

/// Returns a context with a table `inventory` of these columns.
pub(crate) fn with_inventory<const N: usize>(columns: [(&str, ArrayRef); N]) -> SessionContext {
    let context = context();
    context
        .register_batch(
            "inventory",
            RecordBatch::try_from_iter_with_nullable(columns.map(|(n, a)| (n, a, true))).unwrap(),
        )
        .unwrap();
    context
}

pub(crate) fn strings<const N: usize>(values: [Option<&str>; N]) -> ArrayRef {
    Arc::new(StringArray::from(values.to_vec()))
}

/// Runs a query and returns its first column.
pub(crate) async fn run(context: &SessionContext, query: &str) -> Result<Vec<Option<String>>> {
    let batches = context.sql(query).await?.collect().await?;
    let Some(first) = batches.first() else { return Ok(Vec::new()) };
    let all = concat_batches(&first.schema(), &batches)?;
    Ok(all.column(0).as_string::<i32>().iter().map(|text| text.map(str::to_owned)).collect())
}

/// Runs a query and returns the message of its error.
pub(crate) async fn error(context: &SessionContext, query: &str) -> String {
    run(context, query).await.unwrap_err().strip_backtrace()
}

/// Returns the URL that the library signs.
pub(crate) fn url(bucket: &str, key: &str, ttl: Duration) -> String {
    let bucket = Bucket::builder(bucket).region("eu-west-1").build().unwrap();
    bucket.get_object(key).expires_in(ttl).sign_at(&credentials(), NOW).unwrap().into_string()
}
