//! Postfix's `smtp-sink`: takes mail and throws it away, with the faults it is told to make.

use super::{Keeper, free_port, is_root, missing, program, wait_for};

/// A running `smtp-sink`.
#[derive(Debug)]
pub struct Sink {
    pub port: u16,
    _keeper: Keeper,
}

impl Sink {
    /// Starts one with these flags, such as `-q .`; `None` if it is not installed.
    pub fn start(flags: &str) -> Option<Self> {
        let Some(path) = program("smtp-sink") else {
            missing("smtp-sink (Debian's postfix)");
            return None;
        };
        let port = free_port();
        // Run by root, it wants another user to be.
        let user = if is_root() { "-u nobody" } else { "" };
        let start = format!("{} {user} {flags} 127.0.0.1:{port} 128 & sink=$!", path.display());
        let keeper = Keeper::start(&start, "kill $sink").unwrap();
        wait_for(port);
        Some(Self { port, _keeper: keeper })
    }
}
