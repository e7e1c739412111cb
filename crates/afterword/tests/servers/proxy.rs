//! A proxy between a mail client and its server that knows how far the dialogue is, and there cuts, stalls or swallows.
//!
//! It runs on a thread of its own until it is dropped. Every connection is treated alike.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;

/// Where in the dialogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum At {
    /// Right after the connection was made.
    Accept,
    /// The client's line that begins so; it does not get through.
    Line(&'static str),
    /// The server's reply to the line that began so (`""` for the greeting); it does not get through.
    ReplyTo(&'static str),
    /// After so many whole lines of the text.
    TextLine(usize),
    /// The dot; it does not get through.
    Dot,
    /// The server's reply to the dot, which did get through.
    ReplyToDot,
}

/// What happens there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The connection is torn (RST).
    Reset,
    /// The connection is closed (FIN).
    Close,
    /// Nothing gets through any more, and nobody says so.
    Stall,
    /// The server's words are replaced by these, and the connection closed.
    Say(&'static str),
    /// It waits there until [`Proxy::release`], and then gets through.
    Hold,
    /// None: everything gets through.
    Nothing,
}

/// A running proxy.
#[derive(Debug)]
pub struct Proxy {
    pub port: u16,
    connections: Arc<AtomicUsize>,
    gate: Arc<Gate>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<thread::JoinHandle<()>>,
}

/// Whether the place was reached, and whether what waits there may go on.
#[derive(Debug, Default)]
struct Gate {
    reached: AtomicBool,
    open: AtomicBool,
}

impl Proxy {
    /// One in front of the server on this port.
    pub fn start(server: u16, at: At, fault: Fault) -> Self {
        let (stop, stopped) = oneshot::channel();
        let (told, port) = std::sync::mpsc::channel();
        let connections = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&connections);
        let gate = Arc::new(Gate::default());
        let shared = Arc::clone(&gate);
        let thread = thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .unwrap();
            let local = tokio::task::LocalSet::new();
            local.block_on(&runtime, async move {
                let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
                told.send(listener.local_addr().unwrap().port()).unwrap();
                let serve = async {
                    while let Ok((client, _)) = listener.accept().await {
                        count.fetch_add(1, Ordering::SeqCst);
                        let gate = Arc::clone(&shared);
                        tokio::task::spawn_local(async move {
                            let _ = Box::pin(carry(client, server, at, fault, &gate)).await;
                        });
                    }
                };
                tokio::select! { () = serve => {}, _ = stopped => {} }
            });
        });
        let port = port.recv().unwrap();
        Self {
            port,
            connections,
            gate,
            stop: Some(stop),
            thread: Some(thread),
        }
    }

    /// Whether somebody came to the place.
    pub fn reached(&self) -> bool {
        self.gate.reached.load(Ordering::SeqCst)
    }

    /// Lets through what waits, and everything after it.
    pub fn release(&self) {
        self.gate.open.store(true, Ordering::SeqCst);
    }

    /// How many connections were made.
    pub fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// What to do after a piece was looked at.
enum Next {
    Go,
    /// This piece is at the place.
    ToServer(Vec<u8>),
    /// This piece is at the place.
    ToClient(Vec<u8>),
}

struct Dialogue {
    at: Option<At>,
    /// Lines said and not answered yet; the greeting answers the empty one.
    unanswered: std::collections::VecDeque<String>,
    in_text: bool,
    text_lines: usize,
    from_client: Vec<u8>,
    from_server: Vec<u8>,
}

async fn carry(mut client: TcpStream, server: u16, at: At, fault: Fault, gate: &Gate) -> std::io::Result<()> {
    let mut server = TcpStream::connect(SocketAddr::from(([127, 0, 0, 1], server))).await?;
    client.set_nodelay(true)?;
    server.set_nodelay(true)?;
    let mut dialogue = Dialogue {
        at: if fault == Fault::Nothing { None } else { Some(at) },
        unanswered: std::collections::VecDeque::from([String::new()]),
        in_text: false,
        text_lines: 0,
        from_client: Vec::new(),
        from_server: Vec::new(),
    };
    if at == At::Accept && fault != Fault::Nothing {
        gate.reached.store(true, Ordering::SeqCst);
        if fault != Fault::Hold {
            return act(fault, client, server).await;
        }
        opened(gate).await;
    }
    let (mut up, mut down) = ([0; 16_384], [0; 16_384]);
    loop {
        let mut next = tokio::select! {
            n = client.read(&mut up) => match n? {
                0 => return Ok(()),
                n => { dialogue.from_client.extend_from_slice(&up[..n]); dialogue.client_said(&mut server).await? }
            },
            n = server.read(&mut down) => match n? {
                0 => return Ok(()),
                n => { dialogue.from_server.extend_from_slice(&down[..n]); dialogue.server_said(&mut client).await? }
            },
        };
        loop {
            match next {
                Next::Go => {}
                Next::ToServer(_) | Next::ToClient(_) if fault != Fault::Hold => {
                    gate.reached.store(true, Ordering::SeqCst);
                    return act(fault, client, server).await;
                }
                Next::ToServer(bytes) => {
                    gate.reached.store(true, Ordering::SeqCst);
                    opened(gate).await;
                    dialogue.at = None;
                    server.write_all(&bytes).await?;
                }
                Next::ToClient(bytes) => {
                    gate.reached.store(true, Ordering::SeqCst);
                    opened(gate).await;
                    dialogue.at = None;
                    client.write_all(&bytes).await?;
                    next = dialogue.server_said(&mut client).await?;
                    continue;
                }
            }
            // A `DATA` that was answered may have let text through that had been waiting.
            next = dialogue.client_said(&mut server).await?;
            if matches!(next, Next::Go) {
                break;
            }
        }
    }
}

async fn opened(gate: &Gate) {
    while !gate.open.load(Ordering::SeqCst) {
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
}

async fn act(fault: Fault, mut client: TcpStream, server: TcpStream) -> std::io::Result<()> {
    match fault {
        Fault::Reset => {
            client.set_zero_linger()?;
            server.set_zero_linger()?;
        }
        Fault::Say(words) => {
            client.write_all(words.as_bytes()).await?;
            client.shutdown().await?;
        }
        Fault::Stall => {
            let mut void = [0; 1_024];
            // What the client still says is heard by nobody.
            while tokio::time::timeout(Duration::from_secs(30), client.read(&mut void))
                .await
                .is_ok_and(|n| n.is_ok_and(|n| n > 0))
            {}
        }
        Fault::Close | Fault::Hold | Fault::Nothing => {}
    }
    Ok(())
}

impl Dialogue {
    async fn client_said(&mut self, server: &mut TcpStream) -> std::io::Result<Next> {
        while let Some(end) = self.from_client.iter().position(|b| *b == b'\n') {
            let waits_for_354 = self.unanswered.back().is_some_and(|l| l.starts_with("DATA"));
            if !self.in_text && waits_for_354 {
                break;
            }
            let line: Vec<u8> = self.from_client.drain(..=end).collect();
            let here = if self.in_text && line == b".\r\n" {
                self.in_text = false;
                self.unanswered.push_back(".".to_owned());
                self.at == Some(At::Dot)
            } else if self.in_text {
                self.text_lines += 1;
                self.at == Some(At::TextLine(self.text_lines - 1))
            } else {
                let text = String::from_utf8_lossy(&line).to_uppercase();
                let here = matches!(self.at, Some(At::Line(begin)) if text.starts_with(begin));
                self.unanswered.push_back(text);
                here
            };
            if here {
                return Ok(Next::ToServer(line));
            }
            server.write_all(&line).await?;
        }
        Ok(Next::Go)
    }

    async fn server_said(&mut self, client: &mut TcpStream) -> std::io::Result<Next> {
        let mut reply = Vec::new();
        while let Some(end) = self.from_server.iter().position(|b| *b == b'\n') {
            let line: Vec<u8> = self.from_server.drain(..=end).collect();
            let last = line.get(3) != Some(&b'-');
            reply.extend_from_slice(&line);
            if !last {
                continue;
            }
            let to = self.unanswered.pop_front().unwrap_or_default();
            if to.starts_with("DATA") && reply.starts_with(b"354") {
                self.in_text = true;
                self.text_lines = 0;
            }
            let here = match self.at {
                Some(At::ReplyTo("")) => to.is_empty(),
                Some(At::ReplyTo(begin)) => to.starts_with(begin),
                Some(At::ReplyToDot) => to == ".",
                _ => false,
            };
            if here {
                return Ok(Next::ToClient(reply));
            }
            client.write_all(&reply).await?;
            reply.clear();
        }
        self.from_server.splice(0..0, reply);
        Ok(Next::Go)
    }
}
