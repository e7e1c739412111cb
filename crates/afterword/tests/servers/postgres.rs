//! A `PostgreSQL` on loopback with a database for each test.

use std::path::PathBuf;
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};

use afterword_store::book::{Book, Location};

use super::{Keeper, free_port, is_root, missing, wait_for};

/// A running `PostgreSQL`.
#[derive(Debug)]
pub struct Postgres {
    port: u16,
    bin: PathBuf,
    made: AtomicU32,
    _keeper: Keeper,
    _folder: tempfile::TempDir,
}

impl Postgres {
    /// Starts one; `None` if it is not installed, or if we may not. What it commits may be lost with the machine.
    pub fn start() -> Option<Self> {
        Self::with("-c fsync=off")
    }

    /// Starts one with these settings.
    pub fn with(settings: &str) -> Option<Self> {
        let mut found: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
            .map(|all| all.flatten().map(|e| e.path().join("bin")).collect())
            .unwrap_or_default();
        found.sort();
        let Some(bin) = found.pop().filter(|_| is_root()) else {
            missing("PostgreSQL (Debian's, with root to become its user)");
            return None;
        };
        let folder = tempfile::Builder::new().prefix("afterword-pg-").tempdir().unwrap();
        let (home, port) = (folder.path().display().to_string(), free_port());
        let as_user = format!("runuser -u postgres -- {}", bin.display());
        let start = format!(
            "cd / && chown postgres {home} && {as_user}/initdb -D {home}/data -U super -A trust -N && \
             {as_user}/pg_ctl -D {home}/data -l {home}/log -w \
             -o \"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories={home} {settings}\" start"
        );
        let keeper = Keeper::start(&start, &format!("{as_user}/pg_ctl -D {home}/data -m immediate stop")).unwrap();
        wait_for(port);
        Some(Self {
            port,
            bin,
            made: AtomicU32::new(0),
            _keeper: keeper,
            _folder: folder,
        })
    }

    /// A fresh database with the book's tables.
    pub async fn database(&self) -> Location {
        let name = format!("book{}", self.made.fetch_add(1, Ordering::SeqCst));
        let port = self.port.to_string();
        let made = Command::new(self.bin.join("createdb"))
            .args(["-h", "127.0.0.1", "-p", &port, "-U", "super", &name])
            .output()
            .unwrap();
        assert!(made.status.success(), "{made:?}");
        let location = Location::Server(format!("postgres://super@127.0.0.1:{port}/{name}"));
        Book::migrate(&location, None).await.unwrap();
        location
    }
}
