//! A server that says what it is told to, word for word, up to a place where it stays silent: for steps of a dialogue that
//! none of Debian's servers can be made to stop at.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// A running script, for one connection after another.
#[derive(Debug)]
pub struct Script {
    pub port: u16,
    lines: Arc<AtomicUsize>,
}

impl Script {
    /// Says `greeting`, then for each line that comes the next of `answers`; after the last it is silent.
    pub fn start(greeting: &'static str, answers: &'static [&'static str]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let lines = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&lines);
        // It ends with the test's process.
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let count = Arc::clone(&count);
                thread::spawn(move || {
                    let mut writer = stream.try_clone().unwrap();
                    let _ = writer.write_all(greeting.as_bytes());
                    let mut answers = answers.iter();
                    for _ in BufReader::new(stream).lines().map_while(Result::ok) {
                        count.fetch_add(1, Ordering::SeqCst);
                        if let Some(answer) = answers.next() {
                            let _ = writer.write_all(answer.as_bytes());
                        }
                    }
                });
            }
        });
        Self { port, lines }
    }

    /// How many lines have come, over all connections.
    pub fn lines(&self) -> usize {
        self.lines.load(Ordering::SeqCst)
    }
}
