//! A gateway to a temporary directory.

use std::fs;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::thread::JoinHandle;
use std::time::Duration;

use presign::{Bucket, Credentials, PresignRequest};
use presign_gateway::{Database, Gateway, Limits, Server, Storage};
use tempfile::TempDir;
use time::OffsetDateTime;
use tokio::sync::oneshot;

use crate::client::{Answer, Call};

pub(crate) const MAX_UPLOAD_BYTES: u64 = 1_000_000;

/// A running gateway.
pub(crate) struct Site {
    /// It has the served directory, `photos`, and the database, `keys`.
    root: TempDir,
    pub(crate) address: SocketAddr,
    pub(crate) gateway: Gateway,
    pub(crate) database: Database,
    pub(crate) owner: Credentials,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Site {
    pub(crate) fn start() -> Self {
        Self::start_with(Limits::default())
    }

    pub(crate) fn start_with(limits: Limits) -> Self {
        let root = TempDir::new().unwrap();
        fs::create_dir(root.path().join("photos")).unwrap();
        let storage = Storage::open(&root.path().join("photos")).unwrap();
        let database = Database::open(&root.path().join("keys")).unwrap();
        let owner = database.owner().unwrap();

        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        let server = runtime.block_on(Server::bind((Ipv4Addr::LOCALHOST, 0).into(), limits)).unwrap();
        let address = server.address().unwrap();
        let endpoint = format!("http://{address}");
        let gateway = Gateway::new("photos", &endpoint, database.clone(), storage, MAX_UPLOAD_BYTES).unwrap();
        let (stop, stopped) = oneshot::channel();
        let shared = gateway.clone();
        let thread = std::thread::spawn(move || {
            runtime.block_on(server.run(shared, async move {
                let _ = stopped.await;
            }));
        });
        Self { root, address, gateway, database, owner, stop: Some(stop), thread: Some(thread) }
    }

    pub(crate) fn bucket(&self) -> &Bucket {
        self.gateway.bucket()
    }

    /// Adds a user with a key.
    pub(crate) fn user(&self, name: &str, permissions: &[(&str, &str)]) -> Credentials {
        let id = format!("GATE{}", name.to_uppercase());
        let secret = format!("the secret access key of {name}!!!!!!!!!!!");
        self.database.add((&id, &secret), name, permissions).unwrap();
        Credentials::new(id, secret)
    }

    /// Returns the path of an object or of something else in the directory.
    pub(crate) fn path(&self, key: &str) -> PathBuf {
        self.root.path().join("photos").join(key)
    }

    /// Writes a file into the directory, as somebody with an editor does.
    pub(crate) fn write(&self, key: &str, content: &str) {
        fs::create_dir_all(self.path(key).parent().unwrap()).unwrap();
        fs::write(self.path(key), content).unwrap();
    }

    /// Returns the request that the owner makes with a URL.
    pub(crate) fn call(&self, request: &PresignRequest<'_>) -> Call {
        self.call_as(&self.owner, request)
    }

    pub(crate) fn call_as(&self, credentials: &Credentials, request: &PresignRequest<'_>) -> Call {
        Call::presigned(&request.sign_at(credentials, OffsetDateTime::now_utc()).unwrap())
    }

    pub(crate) fn send(&self, request: &PresignRequest<'_>) -> Answer {
        self.call(request).send(self.address)
    }

    pub(crate) fn get(&self, key: &str) -> Answer {
        self.send(&self.bucket().get_object(key))
    }

    pub(crate) fn put(&self, key: &str, body: &str) -> Answer {
        self.call(&self.bucket().put_object(key)).body(body).send(self.address)
    }

    /// Returns the paths of all files below the directory, hidden ones included, in order.
    pub(crate) fn files(&self) -> Vec<String> {
        let mut files = Vec::new();
        let mut directories = vec![self.path("")];
        while let Some(directory) = directories.pop() {
            for entry in fs::read_dir(directory).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() && !path.is_symlink() {
                    directories.push(path);
                } else {
                    files.push(path.strip_prefix(self.path("")).unwrap().to_str().unwrap().to_owned());
                }
            }
        }
        files.sort();
        files
    }

    /// Waits until the directory has these files. What a client abandoned is removed a little later.
    pub(crate) fn await_files(&self, expected: &[&str]) {
        for _ in 0..1000 {
            if self.files() == expected {
                return;
            }
            std::thread::sleep(Duration::from_millis(25));
        }
        assert_eq!(self.files(), expected);
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            let ended = thread.join();
            assert!(ended.is_ok() || std::thread::panicking(), "the server panicked");
        }
    }
}
