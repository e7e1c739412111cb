//! Reading a mailbox without leaving a trace in it (RFC 3501): folders are opened with `EXAMINE`, messages read with
//! `BODY.PEEK`. All that is ever written is a draft the person asked for, and the copy of a note that was sent.
//!
//! A small client of our own: what is needed is a dozen commands, and what is read comes from a stranger, so everything has
//! a bound. Not here: what a message means.

mod response;
#[cfg(test)]
mod tests;

use std::io;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::time::{Instant, timeout, timeout_at};

use super::smtp::stream::{self, Wire};
use super::smtp::{Login, Security, Server, xoauth2};
use response::{Line, quoted};

/// The most bytes of one message that are read; the rest is left there.
pub(crate) const MESSAGE_MAX: usize = 2 * 1024 * 1024;
/// The most bytes of one answer.
const ANSWER_MAX: usize = 16 * 1024 * 1024;

/// Why a mailbox could not be read.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ImapError {
    /// The server could not be reached, or the connection broke.
    #[error("the mail server cannot be reached: {0}")]
    Broken(#[from] io::Error),
    /// It did not answer.
    #[error("the mail server did not answer in time")]
    Silent,
    /// It said no.
    #[error("the mail server refused `{command}`: {words}")]
    Refused {
        /// Which command, without its arguments.
        command: &'static str,
        /// Its words.
        words: String,
    },
    /// Not IMAP, or too much of it.
    #[error("the mail server's answer cannot be read")]
    Garbled,
    /// No encryption, or no way to log in.
    #[error("the mail server {0}")]
    Unfit(&'static str),
}

/// A folder opened for reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(crate) struct Folder {
    /// `UIDVALIDITY`: numbers of messages hold as long as it stays.
    pub(crate) uid_validity: u32,
    /// `UIDNEXT`: the number the next message will have.
    pub(crate) uid_next: u32,
}

/// What a folder is for (RFC 6154).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Use {
    /// Sent mail.
    Sent,
    /// Drafts.
    Drafts,
}

impl Use {
    fn attribute(self) -> &'static str {
        match self {
            Self::Sent => "\\sent",
            Self::Drafts => "\\drafts",
        }
    }

    /// What such a folder is called where the server does not say.
    fn names(self) -> &'static [&'static str] {
        match self {
            Self::Sent => &[
                "sent",
                "sent items",
                "sent mail",
                "sent messages",
                "gesendet",
                "inbox.sent",
            ],
            Self::Drafts => &["drafts", "draft", "entwürfe", "inbox.drafts"],
        }
    }
}

/// How a message is laid into a folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Flag {
    /// Not sent yet.
    Draft,
    /// The person's own, so there is nothing new in it.
    Seen,
}

impl Flag {
    fn name(self) -> &'static str {
        match self {
            Self::Draft => "\\Draft",
            Self::Seen => "\\Seen",
        }
    }
}

/// A connection that is logged in.
#[derive(Debug)]
pub(crate) struct Imap {
    wire: Box<dyn Wire>,
    received: Vec<u8>,
    tag: u32,
    wait: Duration,
    capabilities: Vec<String>,
}

impl Imap {
    /// Connects, encrypts, logs in.
    ///
    /// # Errors
    /// As of [`ImapError`]; without encryption nothing secret is said.
    pub(crate) async fn open(server: &Server, login: &Login, wait: Duration) -> Result<Self, ImapError> {
        let tcp = stream::connect(server, wait).await?;
        let mut imap = match server.security {
            Security::Tls => Self::over(stream::encrypt(tcp, server, wait).await?, wait),
            Security::None => Self::over(Box::new(tcp), wait),
            Security::StartTls => Self::start_tls(tcp, server, wait).await?,
        };
        if server.security != Security::StartTls {
            imap.greeted().await?;
        }
        imap.capabilities().await?;
        imap.log_in(login).await?;
        // What is offered may grow with the login.
        imap.capabilities().await?;
        Ok(imap)
    }

    fn over(wire: Box<dyn Wire>, wait: Duration) -> Self {
        Self {
            wire,
            received: Vec::new(),
            tag: 0,
            wait,
            capabilities: Vec::new(),
        }
    }

    async fn start_tls(mut tcp: tokio::net::TcpStream, server: &Server, wait: Duration) -> Result<Self, ImapError> {
        let mut received = Vec::new();
        bare_line(&mut tcp, &mut received, wait).await?;
        tcp.write_all(b"a STARTTLS\r\n").await?;
        let answer = bare_line(&mut tcp, &mut received, wait).await?;
        if !answer.to_ascii_uppercase().starts_with("A OK") {
            return Err(ImapError::Unfit(
                "does not offer encryption, which your account's settings ask for",
            ));
        }
        if !received.is_empty() {
            return Err(ImapError::Unfit("said something between STARTTLS and the handshake"));
        }
        Ok(Self::over(stream::encrypt(tcp, server, wait).await?, wait))
    }

    async fn greeted(&mut self) -> Result<(), ImapError> {
        let until = Instant::now() + self.wait;
        let line = self.line(until).await?;
        if line.text.to_ascii_uppercase().starts_with("* OK") {
            Ok(())
        } else {
            Err(ImapError::Garbled)
        }
    }

    async fn capabilities(&mut self) -> Result<(), ImapError> {
        let lines = self.ask("CAPABILITY", "CAPABILITY").await?;
        let words = lines.iter().filter_map(|l| l.text.strip_prefix("* CAPABILITY "));
        self.capabilities = words.flat_map(|w| w.split(' ').map(str::to_ascii_uppercase)).collect();
        Ok(())
    }

    fn has(&self, capability: &str) -> bool {
        self.capabilities.iter().any(|c| c == capability)
    }

    async fn log_in(&mut self, login: &Login) -> Result<(), ImapError> {
        let secret = match login {
            Login::None => {
                return Err(ImapError::Unfit(
                    "needs a login, and the account has no password_command",
                ));
            }
            Login::Token { user, token } => ("XOAUTH2", xoauth2(user, token)),
            Login::Password { user, password } => ("PLAIN", STANDARD.encode(format!("\0{user}\0{password}"))),
        };
        let (mechanism, words) = secret;
        if !self.has(&format!("AUTH={mechanism}")) {
            if let Login::Password { user, password } = login {
                if self.has("LOGINDISABLED") {
                    return Err(ImapError::Unfit("does not let us log in over this connection"));
                }
                let command = format!("LOGIN {} {}", quoted(user)?, quoted(password)?);
                return self.ask("LOGIN", &command).await.map(|_| ());
            }
            return Err(ImapError::Unfit("does not take OAuth2 tokens"));
        }
        // With a continuation, so that servers without SASL-IR understand it too.
        let tag = self.say(&format!("AUTHENTICATE {mechanism}")).await?;
        let until = Instant::now() + self.wait;
        self.continued(&tag, "AUTHENTICATE", until).await?;
        self.write(format!("{words}\r\n").as_bytes()).await?;
        self.answer(&tag, "AUTHENTICATE", until, true).await.map(|_| ())
    }

    /// The folder's name for a use, if there is one.
    ///
    /// # Errors
    /// As of [`ImapError`].
    pub(crate) async fn folder_for(&mut self, purpose: Use) -> Result<Option<String>, ImapError> {
        let command = if self.has("SPECIAL-USE") {
            "LIST \"\" \"*\" RETURN (SPECIAL-USE)"
        } else {
            "LIST \"\" \"*\""
        };
        let lines = match self.ask("LIST", command).await {
            Err(ImapError::Refused { .. }) => self.ask("LIST", "LIST \"\" \"*\"").await?,
            other => other?,
        };
        let folders: Vec<(String, String)> = lines.iter().filter_map(Line::listed).collect();
        let by_use = folders.iter().find(|(attributes, _)| {
            attributes
                .split(' ')
                .any(|a| a.eq_ignore_ascii_case(purpose.attribute()))
        });
        let by_name = || {
            folders
                .iter()
                .find(|(_, name)| purpose.names().contains(&name.to_lowercase().as_str()))
        };
        Ok(by_use.or_else(by_name).map(|(_, name)| name.clone()))
    }

    /// Opens a folder for reading only.
    ///
    /// # Errors
    /// As of [`ImapError`].
    pub(crate) async fn examine(&mut self, name: &str) -> Result<Folder, ImapError> {
        let lines = self.ask("EXAMINE", &format!("EXAMINE {}", quoted(name)?)).await?;
        let number = |key: &str| lines.iter().find_map(|l| l.bracketed(key));
        Ok(Folder {
            uid_validity: number("UIDVALIDITY").ok_or(ImapError::Garbled)?,
            uid_next: number("UIDNEXT").unwrap_or(1),
        })
    }

    /// The messages of the open folder from this number on, in rising order.
    ///
    /// # Errors
    /// As of [`ImapError`].
    pub(crate) async fn since_uid(&mut self, uid: u32) -> Result<Vec<u32>, ImapError> {
        let found = self.search(&format!("UID {uid}:*")).await?;
        // `n:*` also names the last message where all are older.
        Ok(found.into_iter().filter(|found| *found >= uid).collect())
    }

    /// The messages of the open folder with this `Message-ID`.
    ///
    /// # Errors
    /// As of [`ImapError`].
    pub(crate) async fn with_message_id(&mut self, id: &str) -> Result<Vec<u32>, ImapError> {
        self.search(&format!("HEADER Message-ID {}", quoted(id)?)).await
    }

    async fn search(&mut self, what: &str) -> Result<Vec<u32>, ImapError> {
        let lines = self.ask("UID SEARCH", &format!("UID SEARCH {what}")).await?;
        let words = lines.iter().filter_map(|l| l.text.strip_prefix("* SEARCH"));
        let mut found: Vec<u32> = words
            .flat_map(|w| w.split_whitespace().filter_map(|n| n.parse().ok()))
            .collect();
        found.sort_unstable();
        Ok(found)
    }

    /// The first [`MESSAGE_MAX`] bytes of a message; nothing is marked as seen.
    ///
    /// # Errors
    /// As of [`ImapError`].
    pub(crate) async fn message(&mut self, uid: u32) -> Result<Option<Vec<u8>>, ImapError> {
        let lines = self
            .ask("UID FETCH", &format!("UID FETCH {uid} BODY.PEEK[]<0.{MESSAGE_MAX}>"))
            .await?;
        Ok(lines
            .into_iter()
            .find(|l| l.text.contains(" FETCH "))
            .and_then(|mut l| l.literals.pop()))
    }

    /// Lays a message into a folder.
    ///
    /// # Errors
    /// As of [`ImapError`].
    pub(crate) async fn append(&mut self, folder: &str, flag: Flag, message: &[u8]) -> Result<(), ImapError> {
        let (folder, flag) = (quoted(folder)?, flag.name());
        let tag = self
            .say(&format!("APPEND {folder} ({flag}) {{{}}}", message.len()))
            .await?;
        let until = Instant::now() + self.wait;
        self.continued(&tag, "APPEND", until).await?;
        self.write(message).await?;
        self.write(b"\r\n").await?;
        self.answer(&tag, "APPEND", until, false).await.map(|_| ())
    }

    /// Waits until something happens in the open folder, at most so long; asks again where the server cannot tell.
    ///
    /// # Errors
    /// As of [`ImapError`].
    pub(crate) async fn idle(&mut self, most: Duration) -> Result<(), ImapError> {
        if !self.has("IDLE") {
            tokio::time::sleep(most.min(Duration::from_mins(1))).await;
            return self.ask("NOOP", "NOOP").await.map(|_| ());
        }
        let tag = self.say("IDLE").await?;
        let until = Instant::now() + self.wait;
        self.continued(&tag, "IDLE", until).await?;
        let until = Instant::now() + most;
        loop {
            match self.line(until).await {
                Ok(line) if line.text.ends_with(" EXISTS") => break,
                Ok(_) => {}
                Err(ImapError::Silent) => break,
                Err(error) => return Err(error),
            }
        }
        self.write(b"DONE\r\n").await?;
        self.answer(&tag, "IDLE", Instant::now() + self.wait, false)
            .await
            .map(|_| ())
    }

    /// Says goodbye.
    pub(crate) async fn log_out(mut self) {
        let _ = timeout(Duration::from_secs(2), self.ask("LOGOUT", "LOGOUT")).await;
    }

    async fn ask(&mut self, name: &'static str, command: &str) -> Result<Vec<Line>, ImapError> {
        let tag = self.say(command).await?;
        let until = Instant::now() + self.wait;
        self.answer(&tag, name, until, false).await
    }

    async fn say(&mut self, command: &str) -> Result<String, ImapError> {
        self.tag += 1;
        let tag = format!("a{}", self.tag);
        self.write(format!("{tag} {command}\r\n").as_bytes()).await?;
        Ok(tag)
    }

    async fn continued(&mut self, tag: &str, command: &'static str, until: Instant) -> Result<(), ImapError> {
        loop {
            let line = self.line(until).await?;
            if line.text.starts_with('+') {
                return Ok(());
            }
            if line.text.starts_with(&format!("{tag} ")) {
                return Err(line.refused(command, tag));
            }
        }
    }

    /// Everything up to the tagged line. A refused login may come as one more continuation, answered by nothing.
    async fn answer(
        &mut self,
        tag: &str,
        command: &'static str,
        until: Instant,
        logging_in: bool,
    ) -> Result<Vec<Line>, ImapError> {
        let mut lines = Vec::new();
        let mut size = 0;
        loop {
            let line = self.line(until).await?;
            size += line.size();
            if size > ANSWER_MAX {
                return Err(ImapError::Garbled);
            }
            if let Some(rest) = line.text.strip_prefix(tag).and_then(|r| r.strip_prefix(' ')) {
                let ok = rest.get(..2).is_some_and(|w| w.eq_ignore_ascii_case("OK"));
                return if ok { Ok(lines) } else { Err(line.refused(command, tag)) };
            }
            if logging_in && line.text.starts_with('+') {
                self.write(b"\r\n").await?;
                continue;
            }
            lines.push(line);
        }
    }

    /// The next line with its literals.
    async fn line(&mut self, until: Instant) -> Result<Line, ImapError> {
        loop {
            if let Some(line) = Line::take(&mut self.received)? {
                return Ok(line);
            }
            let mut bytes = [0; 4_096];
            match timeout_at(until, self.wire.read(&mut bytes)).await {
                Err(_) => return Err(ImapError::Silent),
                Ok(Ok(0)) => return Err(io::Error::from(io::ErrorKind::UnexpectedEof).into()),
                Ok(Ok(n)) => self.received.extend_from_slice(&bytes[..n]),
                Ok(Err(e)) => return Err(e.into()),
            }
        }
    }

    async fn write(&mut self, bytes: &[u8]) -> Result<(), ImapError> {
        let work = async {
            self.wire.write_all(bytes).await?;
            self.wire.flush().await
        };
        timeout(self.wait, work)
            .await
            .map_err(|_| ImapError::Silent)?
            .map_err(ImapError::from)
    }
}

/// A line before encryption; nothing of it is kept.
async fn bare_line(
    tcp: &mut tokio::net::TcpStream,
    received: &mut Vec<u8>,
    wait: Duration,
) -> Result<String, ImapError> {
    let until = Instant::now() + wait;
    let mut bytes = [0; 4_096];
    loop {
        if let Some(line) = Line::take(received)? {
            return Ok(line.text);
        }
        match timeout_at(until, tcp.read(&mut bytes)).await {
            Err(_) => return Err(ImapError::Silent),
            Ok(Ok(0)) => return Err(io::Error::from(io::ErrorKind::UnexpectedEof).into()),
            Ok(Ok(n)) => received.extend_from_slice(&bytes[..n]),
            Ok(Err(e)) => return Err(e.into()),
        }
    }
}
