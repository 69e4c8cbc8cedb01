//! Connections: how many, how slow, and how they end.

use std::io;
use std::net::SocketAddr;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::time::Duration;

use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio_io_timeout::TimeoutStream;
use tracing::{debug, warn};

use crate::Gateway;
use crate::router::router;

/// What one client may take of the server.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Limits {
    /// How many connections there may be. Others wait to be accepted.
    pub connections: usize,
    /// How many bytes the request line and the headers may have.
    pub header_bytes: usize,
    /// How long a request line and headers may take, from the first byte or the end of the request before.
    pub headers: Duration,
    /// How long a client may send nothing of a body, or read nothing of a response.
    pub idle: Duration,
    /// How long a body may take in all, that of a request or that of a response.
    pub body: Duration,
    /// How long running requests may go on when the server ends.
    pub grace: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 1024,
            header_bytes: 64 * 1024,
            headers: Duration::from_secs(10),
            idle: Duration::from_secs(30),
            body: Duration::from_secs(60 * 60),
            grace: Duration::from_secs(10),
        }
    }
}

/// A server that is bound to its address.
#[derive(Debug)]
pub struct Server {
    listener: TcpListener,
    limits: Limits,
}

impl Server {
    /// Binds an address. Clients can connect from now on, and wait until the server [runs](Self::run).
    ///
    /// # Errors
    ///
    /// The address is in use, or not one of this machine.
    pub async fn bind(address: SocketAddr, limits: Limits) -> io::Result<Self> {
        Ok(Self { listener: TcpListener::bind(address).await?, limits })
    }

    /// Returns the address, with the port that the system chose.
    ///
    /// # Errors
    ///
    /// The system does not tell.
    pub fn address(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }

    /// Answers requests until `stop` is ready. Then it accepts no more, lets running requests go on for
    /// [a while](Limits::grace), and drops those that are left. What a dropped upload wrote is removed.
    pub async fn run(self, gateway: Gateway, stop: impl Future<Output = ()>) {
        let app = router(gateway, &self.limits);
        let mut http = http1::Builder::new();
        http.timer(TokioTimer::new())
            .header_read_timeout(self.limits.headers)
            .max_header_size(self.limits.header_bytes);
        let slots = Arc::new(Semaphore::new(self.limits.connections));
        let graceful = GracefulShutdown::new();
        let mut connections = JoinSet::new();
        let mut stop = pin!(stop);
        loop {
            let accepted = async {
                let slot = Arc::clone(&slots).acquire_owned().await;
                (slot, self.listener.accept().await)
            };
            let (slot, stream) = tokio::select! {
                (slot, accepted) = accepted => match accepted {
                    Ok((stream, _)) => (slot, stream),
                    Err(error) => {
                        // Such as too many open files. The next attempt would fail as well if it came at once.
                        warn!(%error, "can't accept a connection");
                        tokio::time::sleep(Duration::from_millis(100)).await;
                        continue;
                    }
                },
                () = &mut stop => break,
            };
            let connection = http.serve_connection(self.with_timeout(stream), TowerToHyperService::new(app.clone()));
            let connection = graceful.watch(connection);
            connections.spawn(async move {
                if let Err(error) = connection.await {
                    debug!(%error, "a connection failed");
                }
                drop(slot);
            });
            // Forget those that have ended.
            while connections.try_join_next().is_some() {}
        }
        drop(self.listener);
        if tokio::time::timeout(self.limits.grace, graceful.shutdown()).await.is_err() {
            warn!("dropping the requests that still run");
        }
        // Waits until the tasks are gone, and the files of their uploads with them.
        connections.shutdown().await;
    }

    /// Closes a connection whose client does not read what is sent. For what a client sends there are other limits: during
    /// a long download, it sends nothing.
    fn with_timeout(&self, stream: TcpStream) -> TokioIo<Pin<Box<TimeoutStream<TcpStream>>>> {
        // The answer to a small request would wait for an acknowledgment. It only costs time if that fails.
        let _ = stream.set_nodelay(true);
        let mut stream = TimeoutStream::new(stream);
        stream.set_write_timeout(Some(self.limits.idle));
        TokioIo::new(Box::pin(stream))
    }
}
