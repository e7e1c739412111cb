//! Real servers for the tests, on loopback, each in a folder of its own, stopped when the test's process ends however it
//! ends: a helper shell holds a pipe from us and stops the server once the pipe closes.
//!
//! A server that is not installed is said on the test's output and skips what needs it; where
//! `AFTERWORD_REQUIRE_SERVERS` is set (as by `scripts/check`) it is an error.

#![allow(dead_code, unreachable_pub, reason = "every test binary uses a part of it")]

pub mod book;
pub mod dovecot;
pub mod postfix;
pub mod postgres;
pub mod proxy;
pub mod script;
pub mod sink;

use std::io;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// How long anything is waited for: a machine that builds beside the tests is slow.
const PATIENCE: Duration = Duration::from_mins(3);

/// Where a program is, if it is installed.
pub fn program(name: &str) -> Option<PathBuf> {
    ["/usr/sbin", "/usr/bin", "/usr/local/bin", "/usr/lib/dovecot"]
        .iter()
        .map(|folder| Path::new(folder).join(name))
        .find(|path| path.exists())
}

/// Says that a test was left out, or fails where none may be.
pub fn missing(what: &str) {
    assert!(
        std::env::var_os("AFTERWORD_REQUIRE_SERVERS").is_none(),
        "{what} is missing here, and AFTERWORD_REQUIRE_SERVERS is set"
    );
    eprintln!("NOT TESTED: {what} is missing here");
}

/// Whether we may start servers that change their user.
pub fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|o| o.stdout == b"0\n")
}

/// A port nobody listens on just now.
pub fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// Waits until something listens there.
pub fn wait_for(port: u16) {
    let until = Instant::now() + PATIENCE;
    while TcpStream::connect(SocketAddr::from(([127, 0, 0, 1], port))).is_err() {
        assert!(Instant::now() < until, "nothing listens on port {port}");
        thread::sleep(Duration::from_millis(20));
    }
}

/// Waits until `done` says so.
pub fn wait_until(what: &str, mut done: impl FnMut() -> bool) {
    let until = Instant::now() + PATIENCE;
    while !done() {
        assert!(Instant::now() < until, "waited in vain until {what}");
        thread::sleep(Duration::from_millis(20));
    }
}

/// A shell that runs `start`, waits for our pipe to close, then runs `stop`.
#[derive(Debug)]
pub struct Keeper(Child);

impl Keeper {
    pub fn start(start: &str, stop: &str) -> io::Result<Self> {
        let script = format!("{start}\nread -r line\n{stop}\n");
        let child = Command::new("/bin/sh")
            .args(["-c", &script])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        Ok(Self(child))
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        drop(self.0.stdin.take());
        let _ = self.0.wait();
    }
}
