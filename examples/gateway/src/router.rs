//! From a request to the handler of its operation.

use axum::extract::{Request, State};
use axum::handler::Handler;
use axum::http::Method;
use axum::response::{IntoResponse, Response};
use axum::{Router, middleware};
use tower_http::timeout::{RequestBodyDeadlineLayer, RequestBodyTimeoutLayer, ResponseBodyDeadlineLayer};

use crate::error::Error;
use crate::operation::Operation;
use crate::query::Query;
use crate::verify::{Signed, VerifyLayer};
use crate::{Gateway, Limits, delete, get, list, page, post_form, put, respond};

/// Creates the service that answers all requests.
///
/// There is one route, for every method and path. A router would choose by the path as it was sent, where
/// `/photos%2Fboat.jpg` is one segment. The signature covers the decoded path, so the operation is chosen by what was
/// verified.
pub(crate) fn router(gateway: Gateway, limits: &Limits) -> Router {
    let verify = VerifyLayer::new(gateway.clone());
    Router::new()
        .fallback(move |State(gateway): State<Gateway>, request: Request| async move {
            if is_form(&request) {
                post_form::post_form.call(request, gateway).await
            } else {
                dispatch.layer(verify).call(request, gateway).await
            }
        })
        .layer(middleware::from_fn(respond::respond))
        .layer(RequestBodyTimeoutLayer::new(limits.idle))
        .layer(RequestBodyDeadlineLayer::new(limits.body))
        .layer(ResponseBodyDeadlineLayer::new(limits.body))
        .with_state(gateway)
}

/// Returns whether the signature is to be found in a form: its URL has none.
fn is_form(request: &Request) -> bool {
    request.method() == Method::POST && request.uri().query().is_none()
}

/// Answers a request that was verified.
async fn dispatch(State(gateway): State<Gateway>, signed: Signed, query: Query, request: Request) -> Response {
    let operation = match operation(&gateway, &signed, &query, &request) {
        Ok(operation) => operation,
        Err(error) => return error.into_response(),
    };
    match operation {
        Operation::Page => page::page.call(request, gateway).await,
        Operation::MakeUrl => page::make_url.call(request, gateway).await,
        Operation::HeadBucket => list::head_bucket.call(request, gateway).await,
        Operation::ListObjectsV2 => list::list_objects.call(request, gateway).await,
        Operation::GetObject | Operation::HeadObject => get::get_object.call(request, gateway).await,
        Operation::PutObject => put::put_object.call(request, gateway).await,
        Operation::DeleteObject => delete::delete_object.call(request, gateway).await,
    }
}

fn operation(gateway: &Gateway, signed: &Signed, query: &Query, request: &Request) -> Result<Operation, Error> {
    if !signed.bucket().is_empty() && signed.bucket() != gateway.bucket_name() {
        return Err(Error::no_such_bucket());
    }
    Operation::of(request.method(), signed, query, request.headers())
}
