//! The dialogue with one server, and the one place where a dot is written.

use std::fmt::Write as _;
use std::future::ready;
use std::io;
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::select;
use tokio::task::yield_now;
use tokio::time::{Instant, timeout, timeout_at};

use super::auth::Login;
use super::message::{MailEnvelope, a_label, stuffed, unfit, xtext};
use super::reply::{self, Garbled, Reply};
use super::stream::{self, Security, Server, Wire};
use super::{Outcome, Phase, Waits};

/// What we call ourselves: an address literal that says nothing of the machine or its network.
const HELLO: &str = "EHLO [127.0.0.1]";

/// What a server offers (RFC 5321, section 4.1.1.1).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Offers {
    pipelining: bool,
    starttls: bool,
    eight_bit: bool,
    utf8: bool,
    dsn: bool,
    /// The most bytes it takes; `None` if it does not say.
    size: Option<u64>,
    auth: Vec<String>,
}

impl Offers {
    fn of(reply: &Reply) -> Self {
        let mut offers = Self::default();
        for line in reply.lines.iter().skip(1) {
            let mut words = line.split_whitespace();
            match words.next().unwrap_or_default().to_ascii_uppercase().as_str() {
                "PIPELINING" => offers.pipelining = true,
                "STARTTLS" => offers.starttls = true,
                "8BITMIME" => offers.eight_bit = true,
                "SMTPUTF8" => offers.utf8 = true,
                "DSN" => offers.dsn = true,
                "SIZE" => offers.size = words.next().and_then(|n| n.parse().ok()).filter(|n| *n > 0),
                "AUTH" => offers.auth.extend(words.map(str::to_owned)),
                _ => {}
            }
        }
        offers
    }
}

/// Why a reply did not come.
#[derive(Debug)]
enum Lost {
    Closed,
    Silent,
    Garbled,
    Broken(io::Error),
}

impl std::fmt::Display for Lost {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Closed => f.write_str("the server closed the connection"),
            Self::Silent => f.write_str("the server did not answer in time"),
            Self::Garbled => Garbled.fmt(f),
            Self::Broken(e) => write!(f, "the connection broke: {e}"),
        }
    }
}

/// A connection that was greeted, encrypted and logged in, fit for one message after another.
#[derive(Debug)]
pub(crate) struct Session {
    wire: Box<dyn Wire>,
    received: Vec<u8>,
    offers: Offers,
    waits: Waits,
    /// An earlier message was not finished: `RSET` first.
    unfinished: bool,
    /// Nothing more can be said over this connection.
    broken: bool,
}

impl Session {
    /// Connects, encrypts, logs in.
    ///
    /// # Errors
    /// Always [`Outcome::NotSent`], [`Outcome::Refused`] or [`Outcome::Deferred`]: nothing of a message has left.
    pub(crate) async fn open(server: &Server, login: &Login, waits: Waits) -> Result<Self, Outcome> {
        let tcp = stream::connect(server, waits.connect)
            .await
            .map_err(|e| not_sent(Phase::Connect, e.kind() != io::ErrorKind::PermissionDenied, &e))?;
        let mut session = match server.security {
            Security::Tls => Self::over(encrypted(tcp, server, waits).await?, waits),
            Security::StartTls => Self::start_tls(tcp, server, waits).await?,
            Security::None => Self::over(Box::new(tcp), waits),
        };
        if server.security != Security::StartTls {
            session.greeted().await?;
        }
        session.hello().await?;
        session.log_in(server, login).await?;
        Ok(session)
    }

    fn over(wire: Box<dyn Wire>, waits: Waits) -> Self {
        Self {
            wire,
            received: Vec::new(),
            offers: Offers::default(),
            waits,
            unfinished: false,
            broken: false,
        }
    }

    async fn start_tls(tcp: TcpStream, server: &Server, waits: Waits) -> Result<Self, Outcome> {
        let (tcp, extra) = {
            let mut tcp = tcp;
            // The dialogue borrows the connection and gives it back bare.
            let mut received = Vec::new();
            let mut plain = Plain {
                tcp: &mut tcp,
                received: &mut received,
                wait: waits.command,
            };
            let greeting = plain.reply(Phase::Hello).await?;
            expect(&greeting, 220, Phase::Hello)?;
            let offers = Offers::of(&plain.ask(HELLO, Phase::Hello).await?);
            if !offers.starttls {
                let why = "the server does not offer encryption, which your account's settings ask for";
                return Err(not_sent(Phase::Tls, false, why));
            }
            let reply = plain.ask("STARTTLS", Phase::Tls).await?;
            expect(&reply, 220, Phase::Tls)?;
            (tcp, received)
        };
        if !extra.is_empty() {
            // Somebody put words into the server's mouth before the lock closed.
            return Err(not_sent(
                Phase::Tls,
                false,
                "something was said between STARTTLS and the handshake",
            ));
        }
        Ok(Self::over(encrypted(tcp, server, waits).await?, waits))
    }

    async fn greeted(&mut self) -> Result<(), Outcome> {
        let reply = self.reply_before(Phase::Hello).await?;
        expect(&reply, 220, Phase::Hello)
    }

    async fn hello(&mut self) -> Result<(), Outcome> {
        let reply = self.ask(HELLO, Phase::Hello).await?;
        expect(&reply, 250, Phase::Hello)?;
        self.offers = Offers::of(&reply);
        Ok(())
    }

    async fn log_in(&mut self, server: &Server, login: &Login) -> Result<(), Outcome> {
        if *login == Login::None {
            return Ok(());
        }
        let Some(exchange) = login.exchange(&self.offers.auth) else {
            let offered = self.offers.auth.join(", ");
            let why = format!(
                "the server {} offers no way to log in that fits (it offers: {offered})",
                server.host
            );
            return Err(not_sent(Phase::Auth, false, why));
        };
        let mut reply = self.ask(&exchange.command, Phase::Auth).await?;
        for answer in &exchange.answers {
            if reply.code != 334 {
                break;
            }
            reply = self.ask(answer, Phase::Auth).await?;
        }
        match reply.code {
            235 => Ok(()),
            _ if reply.is_transient() => Err(Outcome::Deferred {
                phase: Phase::Auth,
                reply,
            }),
            // Nothing is wrong with the note: a password or a token is.
            _ => Err(not_sent(
                Phase::Auth,
                false,
                format!("the server did not let us in: {reply}"),
            )),
        }
    }

    /// Submits one message. `message` holds the frozen bytes, `mark` is called after all of it but the dot was written
    /// and must be durable when it returns; without it the dot does not leave.
    pub(crate) async fn submit<M>(&mut self, envelope: &MailEnvelope, message: &[u8], mark: M) -> Outcome
    where
        M: AsyncFnOnce() -> Result<(), String>,
    {
        match self.up_to_the_dot(envelope, message, mark).await {
            Ok(copied) => self.dot(copied).await,
            Err(outcome) => outcome,
        }
    }

    /// Whether another message can be submitted over this connection.
    pub(crate) fn is_usable(&self) -> bool {
        !self.broken
    }

    /// Says goodbye. What comes of it is of no consequence.
    pub(crate) async fn quit(mut self) {
        if !self.broken {
            let wait = Duration::from_secs(2);
            if timeout(wait, self.write(b"QUIT\r\n"))
                .await
                .is_ok_and(|written| written.is_ok())
            {
                let _ = self.read_reply(wait).await;
            }
        }
    }

    /// Everything before the dot; says whether the sender's own copy goes with it.
    async fn up_to_the_dot<M>(&mut self, envelope: &MailEnvelope, message: &[u8], mark: M) -> Result<bool, Outcome>
    where
        M: AsyncFnOnce() -> Result<(), String>,
    {
        if self.broken {
            return Err(not_sent(Phase::Connect, true, "the connection is gone"));
        }
        let commands = self.commands(envelope, message)?;
        if std::mem::take(&mut self.unfinished) {
            let reply = self.ask("RSET", Phase::Mail).await?;
            expect(&reply, 250, Phase::Mail).inspect_err(|_| self.broken = true)?;
        }
        let replies = self.replies(&commands).await?;
        let copied = self.verdict(&commands, replies)?;
        self.body(&stuffed(message)).await?;
        if let Err(why) = mark().await {
            self.broken = true;
            return Err(not_sent(Phase::Mark, true, why));
        }
        Ok(copied)
    }

    /// `MAIL`, `RCPT` once or twice, `DATA`.
    fn commands(&self, envelope: &MailEnvelope, message: &[u8]) -> Result<Vec<String>, Outcome> {
        let refuse = |why: &str| not_sent(Phase::Message, false, why);
        if let Some(why) = unfit(message) {
            return Err(refuse(why));
        }
        if let Some(most) = self.offers.size.filter(|most| *most < message.len() as u64) {
            return Err(refuse(&format!(
                "the note has {} bytes, and the server takes {most} at most",
                message.len()
            )));
        }
        let from = a_label(&envelope.from).map_err(|e| refuse(&e))?;
        let to = a_label(&envelope.to).map_err(|e| refuse(&e))?;
        let copy_to = envelope
            .copy_to
            .as_deref()
            .map(a_label)
            .transpose()
            .map_err(|e| refuse(&e))?;
        let headers = message
            .windows(4)
            .position(|w| w == b"\r\n\r\n")
            .unwrap_or(message.len());
        let addresses_ascii = [Some(&from), Some(&to), copy_to.as_ref()]
            .into_iter()
            .flatten()
            .all(|a| a.is_ascii());
        let utf8 = !addresses_ascii || !message[..headers].is_ascii();
        if utf8 && !self.offers.utf8 {
            let whose = if to.is_ascii() {
                "this note's headers have"
            } else {
                "the recipient's address has"
            };
            return Err(refuse(&format!(
                "{whose} letters outside ASCII, and the server does not carry them (SMTPUTF8)"
            )));
        }
        if !message.is_ascii() && !self.offers.eight_bit {
            return Err(refuse(
                "the note has bytes outside ASCII, and the server does not carry them (8BITMIME)",
            ));
        }
        let mut mail = format!("MAIL FROM:<{from}>");
        if self.offers.size.is_some() {
            let _ = write!(mail, " SIZE={}", message.len());
        }
        if !message.is_ascii() {
            mail.push_str(" BODY=8BITMIME");
        }
        if utf8 {
            mail.push_str(" SMTPUTF8");
        }
        let mut notify = "";
        if self.offers.dsn {
            // Word of failure and delay only: word of success would be a receipt.
            notify = " NOTIFY=FAILURE,DELAY";
            mail.push_str(" RET=HDRS");
            if let Some(envid) = &envelope.envid {
                let _ = write!(mail, " ENVID={}", xtext(envid));
            }
        }
        let mut commands = vec![mail, format!("RCPT TO:<{to}>{notify}")];
        commands.extend(copy_to.map(|copy| format!("RCPT TO:<{copy}>{notify}")));
        commands.push("DATA".to_owned());
        Ok(commands)
    }

    /// Says the commands, all at once where the server allows it, and reads a reply to each. Stops at the first refusal
    /// where they are said one by one.
    async fn replies(&mut self, commands: &[String]) -> Result<Vec<Reply>, Outcome> {
        let mut replies = Vec::with_capacity(commands.len());
        if self.offers.pipelining {
            let batch = commands.join("\r\n") + "\r\n";
            self.said(batch.as_bytes(), Phase::Mail).await?;
            for at in 0..commands.len() {
                let phase = phase_of(at, commands.len());
                match self.reply_before(phase).await {
                    Ok(reply) => replies.push(reply),
                    // The server said why before it hung up: that is the verdict.
                    Err(_) if replies.iter().any(is_refusal) => return Ok(replies),
                    Err(outcome) => return Err(outcome),
                }
            }
            return Ok(replies);
        }
        for (at, command) in commands.iter().enumerate() {
            let phase = phase_of(at, commands.len());
            let reply = self.ask(command, phase).await?;
            let copy = at == 2 && commands.len() == 4;
            let stop = is_refusal(&reply) && !copy;
            replies.push(reply);
            if stop {
                break;
            }
        }
        Ok(replies)
    }

    /// Whether the text may follow. A refused recipient whose `DATA` was taken all the same ends the connection, because
    /// a dot now could deliver the text to somebody else, or to nobody.
    fn verdict(&mut self, commands: &[String], mut replies: Vec<Reply>) -> Result<bool, Outcome> {
        let has_copy = commands.len() == 4;
        let copied = has_copy && replies.get(2).is_some_and(|r| matches!(r.code, 250 | 251));
        let data_taken = replies.len() == commands.len() && replies.last().is_some_and(|r| r.code == 354);
        for at in (0..replies.len()).filter(|at| !(has_copy && *at == 2)) {
            let phase = phase_of(at, commands.len());
            let wanted: &[u16] = match phase {
                Phase::Data => &[354],
                Phase::Rcpt => &[250, 251],
                _ => &[250],
            };
            if wanted.contains(&replies[at].code) {
                continue;
            }
            self.unfinished = true;
            self.broken |= data_taken || replies.len() < commands.len() && self.offers.pipelining;
            return Err(outcome_of(replies.swap_remove(at), phase));
        }
        if !data_taken {
            self.broken = true;
            return Err(not_sent(Phase::Data, true, "the server did not ask for the text"));
        }
        Ok(copied)
    }

    /// The text. A server that speaks or hangs up now has not got the message.
    async fn body(&mut self, text: &[u8]) -> Result<(), Outcome> {
        let written = timeout(self.waits.body, self.write(text)).await;
        let why = match written {
            Ok(Ok(())) => match self.said_something().await {
                None => return Ok(()),
                Some(why) => why,
            },
            Ok(Err(e)) => Lost::Broken(e).to_string(),
            Err(_) => "the text could not be handed over in time".to_owned(),
        };
        self.broken = true;
        if let Ok(reply) = self.read_reply(Duration::from_secs(1)).await {
            return Err(outcome_of(reply, Phase::Body));
        }
        Err(not_sent(Phase::Body, true, why))
    }

    /// Looks without waiting whether the server has said anything that nobody asked for.
    async fn said_something(&mut self) -> Option<String> {
        let mut bytes = [0; 1_024];
        // What has arrived by now is seen once the runtime has looked at its sockets; a timer would cost a millisecond.
        yield_now().await;
        let heard = select! {
            biased;
            read = self.wire.read(&mut bytes) => Some(read),
            () = ready(()) => None,
        };
        match heard {
            None => (!self.received.is_empty()).then(|| Lost::Garbled.to_string()),
            Some(Ok(0)) => Some(Lost::Closed.to_string()),
            Some(Ok(n)) => {
                self.received.extend_from_slice(&bytes[..n]);
                Some("the server interrupted".to_owned())
            }
            Some(Err(e)) => Some(Lost::Broken(e).to_string()),
        }
    }

    /// The dot and its reply. From here on there is no error, only a verdict or none.
    async fn dot(&mut self, copied: bool) -> Outcome {
        let written = timeout(self.waits.dot, self.write(b".\r\n")).await;
        let read = match written {
            Ok(Ok(())) => self.read_reply(self.waits.dot).await,
            Ok(Err(e)) => Err(Lost::Broken(e)),
            Err(_) => Err(Lost::Silent),
        };
        match read {
            Ok(reply) if reply.code == 250 => Outcome::Sent { reply, copied },
            Ok(reply) if is_refusal(&reply) => {
                self.broken |= reply.code == 421;
                outcome_of(reply, Phase::Dot)
            }
            Ok(reply) => {
                self.broken = true;
                Outcome::Uncertain {
                    why: format!("the server answered the last line with {reply}"),
                }
            }
            Err(lost) => {
                self.broken = true;
                Outcome::Uncertain { why: lost.to_string() }
            }
        }
    }

    async fn ask(&mut self, command: &str, phase: Phase) -> Result<Reply, Outcome> {
        self.said(format!("{command}\r\n").as_bytes(), phase).await?;
        self.reply_before(phase).await
    }

    async fn said(&mut self, bytes: &[u8], phase: Phase) -> Result<(), Outcome> {
        let written = timeout(self.waits.command, self.write(bytes)).await;
        let lost = match written {
            Ok(Ok(())) => return Ok(()),
            Ok(Err(e)) => Lost::Broken(e),
            Err(_) => Lost::Silent,
        };
        self.broken = true;
        Err(not_sent(phase, true, lost))
    }

    /// A reply that comes before any dot.
    async fn reply_before(&mut self, phase: Phase) -> Result<Reply, Outcome> {
        let read = self.read_reply(self.waits.command).await;
        read.map_err(|lost| {
            self.broken = true;
            not_sent(phase, true, lost)
        })
    }

    async fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.wire.write_all(bytes).await?;
        self.wire.flush().await
    }

    async fn read_reply(&mut self, wait: Duration) -> Result<Reply, Lost> {
        read_reply(&mut self.wire, &mut self.received, wait).await
    }
}

/// The words before encryption, over a connection that is given back bare.
struct Plain<'a> {
    tcp: &'a mut TcpStream,
    received: &'a mut Vec<u8>,
    wait: Duration,
}

impl Plain<'_> {
    async fn reply(&mut self, phase: Phase) -> Result<Reply, Outcome> {
        let read = read_reply(self.tcp, self.received, self.wait).await;
        read.map_err(|lost| not_sent(phase, true, lost))
    }

    async fn ask(&mut self, command: &str, phase: Phase) -> Result<Reply, Outcome> {
        let written = timeout(self.wait, self.tcp.write_all(format!("{command}\r\n").as_bytes())).await;
        match written {
            Ok(Ok(())) => self.reply(phase).await,
            Ok(Err(e)) => Err(not_sent(phase, true, Lost::Broken(e))),
            Err(_) => Err(not_sent(phase, true, Lost::Silent)),
        }
    }
}

/// The next whole reply; the wait is for all of it, so that a drop now and then does not stretch it.
async fn read_reply<W: tokio::io::AsyncRead + Unpin + ?Sized>(
    wire: &mut W,
    received: &mut Vec<u8>,
    wait: Duration,
) -> Result<Reply, Lost> {
    let until = Instant::now() + wait;
    let mut bytes = [0; 4_096];
    loop {
        match reply::take(received) {
            Ok(Some(reply)) => return Ok(reply),
            Ok(None) => {}
            Err(Garbled) => return Err(Lost::Garbled),
        }
        match timeout_at(until, wire.read(&mut bytes)).await {
            Err(_) => return Err(Lost::Silent),
            Ok(Ok(0)) => return Err(Lost::Closed),
            Ok(Ok(n)) => received.extend_from_slice(&bytes[..n]),
            Ok(Err(e)) => return Err(Lost::Broken(e)),
        }
    }
}

async fn encrypted(tcp: TcpStream, server: &Server, waits: Waits) -> Result<Box<dyn Wire>, Outcome> {
    stream::encrypt(tcp, server, waits.tls)
        .await
        .map_err(|e| not_sent(Phase::Tls, !stream::is_about_trust(&e), &e))
}

fn phase_of(at: usize, count: usize) -> Phase {
    match at {
        0 => Phase::Mail,
        _ if at + 1 == count => Phase::Data,
        _ => Phase::Rcpt,
    }
}

fn is_refusal(reply: &Reply) -> bool {
    reply.is_transient() || reply.is_permanent()
}

fn expect(reply: &Reply, code: u16, phase: Phase) -> Result<(), Outcome> {
    if reply.code == code {
        return Ok(());
    }
    // Before a message was offered a refusal is about the connection, never about the note.
    match outcome_of(reply.clone(), phase) {
        Outcome::Refused { reply, .. } => Err(not_sent(phase, false, format!("the server answered {reply}"))),
        other => Err(other),
    }
}

/// What a reply other than the hoped-for one means.
fn outcome_of(reply: Reply, phase: Phase) -> Outcome {
    // The login ran out between two commands (RFC 4954): nothing is wrong with the note.
    let login_gone = phase < Phase::Dot && matches!(reply.code, 530 | 535 | 538);
    match () {
        () if login_gone => not_sent(phase, true, format!("the server wants us to log in again: {reply}")),
        () if reply.is_transient() => Outcome::Deferred { phase, reply },
        () if reply.is_permanent() => Outcome::Refused { phase, reply },
        () => not_sent(
            phase,
            true,
            format!("the server answered {reply}, which means nothing here"),
        ),
    }
}

fn not_sent(phase: Phase, retryable: bool, why: impl std::fmt::Display) -> Outcome {
    Outcome::NotSent {
        phase,
        retryable,
        why: why.to_string(),
    }
}
