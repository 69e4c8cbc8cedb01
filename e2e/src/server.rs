//! The server: s3s on a loopback port that the system picks.

use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use bytes::Bytes;
use hyper::body::Incoming;
use hyper::header::{CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, HeaderValue};
use hyper::http::request::Parts;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use s3s::config::{S3Config, StaticConfigProvider};
use s3s::service::{S3Service as S3sService, S3ServiceBuilder};
use s3s::{Body, HttpError};
use tokio::sync::oneshot;

use crate::User;
use crate::access::AccessHook;
use crate::host::{DOMAIN, Hosts};
use crate::post_form::{self, FromForm, PostForm};
use crate::refusal::Refusal;
use crate::s3_service::body::Document;
use crate::s3_service::{MAX_OBJECT_BYTES, S3Service};
use crate::store::Store;
use crate::users::{Secrets, Users};

/// The limit for the document of DeleteObjects: a thousand of the longest keys, in XML.
const MAX_DOCUMENT_BYTES: usize = 2 * 1024 * 1024;

/// The limit for a form: the largest object and the form's fields.
const MAX_FORM_BYTES: usize = MAX_OBJECT_BYTES + 64 * 1024;

/// A running S3 server. It runs on its own thread, so it works in a `main` without a runtime and in a test with a
/// single-threaded one. Dropping it closes all connections.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    region: String,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

/// Builds a [`Server`].
#[derive(Clone, Debug)]
#[must_use]
pub struct ServerBuilder {
    region: String,
    users: Vec<User>,
    store: Store,
}

impl ServerBuilder {
    /// Sets the region that signatures must name. The default is `us-east-1`.
    pub fn region(mut self, region: impl Into<String>) -> Self {
        self.region = region.into();
        self
    }

    /// Adds a user. It replaces an earlier one with the same access key.
    pub fn user(mut self, user: User) -> Self {
        self.users.push(user);
        self
    }

    /// Sets the store. A clone of it can read and change the objects while the server runs.
    pub fn store(mut self, store: Store) -> Self {
        self.store = store;
        self
    }

    /// Starts the server. Clients can connect as soon as this returns.
    ///
    /// # Errors
    ///
    /// The system cannot provide a port or a thread.
    pub fn start(self) -> io::Result<Server> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let users: Arc<Users> = Arc::new(self.users.into_iter().collect());
        let front = Arc::new(Front { s3: s3_service(self.store, users, self.region.clone()) });
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let (stop, stopped) = oneshot::channel();
        let thread = std::thread::Builder::new()
            .name("s3-server".to_owned())
            .spawn(move || runtime.block_on(serve(listener, front, stopped)))?;
        Ok(Server { address, region: self.region, stop: Some(stop), thread: Some(thread) })
    }
}

impl Server {
    /// Creates a builder without users and buckets.
    pub fn builder() -> ServerBuilder {
        ServerBuilder { region: "us-east-1".to_owned(), users: Vec::new(), store: Store::new() }
    }

    /// Returns the socket to connect to, whatever host a URL names.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Returns the endpoint for path-style URLs, `http://127.0.0.1:PORT`.
    #[must_use]
    pub fn endpoint(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Returns the endpoint for virtual-hosted URLs, `http://s3.localhost:PORT`.
    #[must_use]
    pub fn named_endpoint(&self) -> String {
        format!("http://{DOMAIN}:{}", self.address.port())
    }

    /// Returns the region that signatures must name.
    #[must_use]
    pub fn region(&self) -> &str {
        &self.region
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            // A panic on the server's thread has already been printed, and `drop` must not panic.
            let _ = thread.join();
        }
    }
}

fn s3_service(store: Store, users: Arc<Users>, region: String) -> S3sService {
    let mut builder =
        S3ServiceBuilder::new(S3Service { store: store.clone(), users: Arc::clone(&users), region: region.clone() });
    builder.set_auth(Secrets(Arc::clone(&users)));
    builder.set_access(AccessHook { region, users, store });
    builder.set_host(Hosts);
    builder.set_config(Arc::new(StaticConfigProvider::new(Arc::new(config()))));
    builder.build()
}

fn config() -> S3Config {
    let mut config = S3Config::default();
    // s3s also applies this limit to the age of a form, which may be up to seven days. The access hook limits how far
    // in the future a signature may be.
    config.presigned_url_max_skew_time_secs = 7 * 24 * 60 * 60;
    // s3s receives a form in one piece and counts all of it as fields.
    config.form_max_fields_size = MAX_FORM_BYTES;
    config.post_object_max_file_size = MAX_OBJECT_BYTES as u64;
    config
}

/// Prepares requests for s3s. All connections share it.
struct Front {
    s3: S3sService,
}

impl Front {
    async fn answer(&self, request: Request<Incoming>) -> Result<Response<Body>, HttpError> {
        let (mut head, body) = request.into_parts();
        match prepare(&mut head, Body::from(body)).await {
            Ok(body) => {
                let mut answer = self.s3.call(Request::from_parts(head, body)).await?;
                // s3s sends 200 for every HEAD, even if it is for a part of the object.
                if answer.status() == StatusCode::OK && answer.headers().contains_key(CONTENT_RANGE) {
                    *answer.status_mut() = StatusCode::PARTIAL_CONTENT;
                }
                Ok(answer)
            }
            Err(refusal) => Ok(refusal.into()),
        }
    }
}

/// Completes a form, and keeps a document for the check of its checksum. Returns the body for s3s.
async fn prepare(head: &mut Parts, body: Body) -> Result<Body, Refusal> {
    if head.method == Method::POST
        && let Some(boundary) = post_form::boundary(&head.headers)
    {
        let form = PostForm::parse(&boundary?, &read(body, MAX_FORM_BYTES).await?)?;
        head.extensions.insert(FromForm::from(&form));
        let (content_type, body) = form.encode();
        let content_type = HeaderValue::from_str(&content_type).map_err(|_| post_form::malformed())?;
        head.headers.insert(CONTENT_TYPE, content_type);
        head.headers.insert(CONTENT_LENGTH, HeaderValue::from(body.len()));
        return Ok(Body::from(body));
    }
    if is_document(&head.method, head.uri.query().unwrap_or_default()) {
        let document = read(body, MAX_DOCUMENT_BYTES).await?;
        head.extensions.insert(Document(document.clone()));
        return Ok(Body::from(document));
    }
    Ok(body)
}

/// Returns whether the request is DeleteObjects or PutObjectTagging, whose documents must have a checksum.
fn is_document(method: &Method, query: &str) -> bool {
    let names = |wanted: &str| query.split('&').any(|pair| pair.split('=').next() == Some(wanted));
    (*method == Method::POST && names("delete")) || (*method == Method::PUT && names("tagging"))
}

async fn read(mut body: Body, limit: usize) -> Result<Bytes, Refusal> {
    let too_large = |_| Refusal::bad_request("MaxMessageLengthExceeded", "Your request was too big or incomplete.");
    body.store_all_limited(limit).await.map_err(too_large)
}

/// Serves until the sender of `stopped` is dropped. The runtime then ends and closes all connections.
async fn serve(listener: TcpListener, front: Arc<Front>, mut stopped: oneshot::Receiver<()>) {
    let listener = match tokio::net::TcpListener::from_std(listener) {
        Ok(listener) => listener,
        Err(error) => {
            eprintln!("the S3 server cannot listen: {error}");
            return;
        }
    };
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            _ = &mut stopped => return,
        };
        let Ok((stream, _)) = accepted else {
            // The process is probably out of file descriptors. Trying again at once would only keep a core busy.
            tokio::time::sleep(Duration::from_millis(10)).await;
            continue;
        };
        let front = Arc::clone(&front);
        tokio::spawn(async move {
            let service = service_fn(|request| front.answer(request));
            // A broken connection concerns only its client.
            let _ =
                http1::Builder::new().timer(TokioTimer::new()).serve_connection(TokioIo::new(stream), service).await;
        });
    }
}
