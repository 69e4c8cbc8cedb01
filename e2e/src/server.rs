//! The server: s3s on a loopback port that the system picks, for HTTP/1.1 and for HTTP/2 without TLS.

use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto;
use tokio::sync::oneshot;

use crate::User;
use crate::front::{Disagreement, Front};
use crate::host::DOMAIN;
use crate::store::Store;
use crate::users::Users;

/// A running S3 server. It runs on its own thread, so it works in a `main` without a runtime and in a test with a
/// single-threaded one. Dropping it closes all connections.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    region: String,
    front: Arc<Front>,
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
        let front = Arc::new(Front::new(self.store, users, &self.region));
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let (stop, stopped) = oneshot::channel();
        let thread = std::thread::Builder::new().name("s3-server".to_owned()).spawn({
            let front = Arc::clone(&front);
            move || runtime.block_on(serve(listener, front, stopped))
        })?;
        Ok(Server { address, region: self.region, front, stop: Some(stop), thread: Some(thread) })
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

    /// Returns the requests so far about whose signature `presign` and s3s disagree.
    #[must_use]
    pub fn disagreements(&self) -> Vec<Disagreement> {
        self.front.disagreements()
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
            let service = service_fn(move |request| {
                let front = Arc::clone(&front);
                async move { front.answer(request).await }
            });
            let mut builder = auto::Builder::new(TokioExecutor::new());
            builder.http1().timer(TokioTimer::new());
            // A broken connection concerns only its client.
            let _ = builder.serve_connection(TokioIo::new(stream), service).await;
        });
    }
}
