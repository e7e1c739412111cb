//! `OAuth2` for mailboxes that take no password: the person's own client id, a login in their own browser that ends on this
//! machine (RFC 8252), with a proof that only this program can redeem it (PKCE, RFC 7636).
//!
//! Tokens lie beside the list of accounts, readable by their owner only, and never in the case book. A provider may
//! change the refresh token with every use; so one process refreshes at a time, and the new tokens are on the disk before
//! anybody uses them. Not here: how a token is shown to a mail server (`smtp::auth`).

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{Instant, sleep, timeout};
use tokio_rustls::rustls::SupportedCipherSuite;
use tokio_rustls::rustls::crypto::ring::cipher_suite::TLS13_AES_128_GCM_SHA256;

use super::https::{self, Reach};
use super::smtp::Roots;
use crate::failure::Failure;

/// How long a person has for the login in their browser.
const LOGIN: Duration = Duration::from_mins(10);

/// Seconds before its end at which a token is not used any more.
const MARGIN_SECONDS: i64 = 120;

/// The longest request of a browser that is read.
const REQUEST_MAX: usize = 16 * 1024;

/// Where and as whom tokens are asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct OAuth {
    /// The page on which the person agrees.
    pub(crate) authorize: String,
    /// Where tokens are given out.
    pub(crate) token: String,
    /// What is asked for.
    pub(crate) scope: String,
    /// The person's own client.
    pub(crate) client_id: String,
    /// A command that prints what some providers call a secret of a program.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) client_secret_command: Option<String>,
}

/// What was given out.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Tokens {
    access: String,
    refresh: String,
    until: Timestamp,
}

#[derive(Deserialize)]
struct Given {
    access_token: Option<String>,
    refresh_token: Option<String>,
    expires_in: Option<i64>,
    error: Option<String>,
}

/// The tokens of one account, as a file.
#[derive(Debug, Clone)]
pub(crate) struct Store {
    path: PathBuf,
}

impl Store {
    /// That of an account, beside the list of accounts.
    pub(crate) fn of(accounts: &Path, address: &str) -> Self {
        let safe = |c: char| {
            if c.is_ascii_alphanumeric() || "@.-".contains(c) {
                c.to_ascii_lowercase()
            } else {
                '_'
            }
        };
        let name: String = address.chars().map(safe).collect();
        Self {
            path: accounts.with_file_name("tokens").join(format!("{name}.json")),
        }
    }

    /// Takes the tokens away.
    pub(crate) fn forget(&self) -> io::Result<()> {
        match fs::remove_file(&self.path) {
            Err(e) if e.kind() != io::ErrorKind::NotFound => Err(e),
            _ => Ok(()),
        }
    }

    fn read(&self) -> Result<Tokens, Failure> {
        let login = "`afterword account login ADDRESS` asks for a new one";
        let text = fs::read_to_string(&self.path).map_err(|e| {
            Failure::new("there is no permission for this mailbox yet")
                .because(e)
                .hint(login)
        })?;
        // What the parser says could quote the token.
        serde_json::from_str(&text).map_err(|_| Failure::new("the kept permission cannot be read").hint(login))
    }

    /// All or nothing, and on the disk when it returns.
    fn write(&self, tokens: &Tokens) -> io::Result<()> {
        let folder = self.path.parent().unwrap_or(Path::new("."));
        fs::create_dir_all(folder)?;
        // Made with mode 0600.
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        file.write_all(serde_json::to_string(tokens)?.as_bytes())?;
        file.as_file().sync_all()?;
        file.persist(&self.path).map_err(|e| e.error)?;
        fs::File::open(folder)?.sync_all()
    }

    /// The right to refresh, which ends with the returned file.
    async fn lock(&self) -> Result<fs::File, Failure> {
        let fail = |e: io::Error| Failure::new("the kept permission cannot be locked").because(e);
        let mut options = fs::OpenOptions::new();
        options.append(true).create(true);
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(self.path.with_extension("lock")).map_err(fail)?;
        let until = Instant::now() + Duration::from_mins(1);
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(file),
                Err(fs::TryLockError::Error(e)) => return Err(fail(e)),
                Err(fs::TryLockError::WouldBlock) if Instant::now() > until => {
                    return Err(Failure::new(
                        "another program is renewing the permission for this mailbox",
                    ));
                }
                Err(fs::TryLockError::WouldBlock) => sleep(Duration::from_millis(50)).await,
            }
        }
    }

    /// A token that holds for a while; renewed, and kept before it is given, where the old one ends.
    ///
    /// # Errors
    /// Nobody logged in, the provider took the permission back, or it cannot be reached.
    pub(crate) async fn access(&self, oauth: &OAuth, roots: &Roots, now: Timestamp) -> Result<String, Failure> {
        let tokens = self.read()?;
        if holds(&tokens, now) {
            return Ok(tokens.access);
        }
        let _lock = self.lock().await?;
        // Whoever had the lock before may have renewed it.
        let tokens = self.read()?;
        if holds(&tokens, now) {
            return Ok(tokens.access);
        }
        let mut form = vec![
            ("grant_type", "refresh_token".to_owned()),
            ("refresh_token", tokens.refresh.clone()),
            ("client_id", oauth.client_id.clone()),
        ];
        form.extend(oauth.secret()?);
        let given = oauth.given(&form, roots).await?;
        let renewed = Tokens {
            access: given.access_token.unwrap_or_default(),
            refresh: given.refresh_token.unwrap_or(tokens.refresh),
            until: ends(now, given.expires_in),
        };
        let kept = self.write(&renewed);
        kept.map_err(|e| Failure::new("the renewed permission cannot be kept").because(e))?;
        Ok(renewed.access)
    }
}

fn holds(tokens: &Tokens, now: Timestamp) -> bool {
    tokens.until.duration_since(now).as_secs() > MARGIN_SECONDS
}

fn ends(now: Timestamp, seconds: Option<i64>) -> Timestamp {
    let seconds = seconds.unwrap_or(3_600).clamp(0, 30 * 86_400);
    now.checked_add(SignedDuration::from_secs(seconds)).unwrap_or(now)
}

impl OAuth {
    fn secret(&self) -> Result<Option<(&'static str, String)>, Failure> {
        let command = self.client_secret_command.as_deref();
        command
            .map(|command| Ok(("client_secret", super::accounts::printed(command)?)))
            .transpose()
    }

    async fn given(&self, form: &[(&str, String)], roots: &Roots) -> Result<Given, Failure> {
        let body: Vec<String> = form
            .iter()
            .map(|(key, value)| format!("{key}={}", percent(value)))
            .collect();
        let answer = https::ask(&self.token, Some(&body.join("&")), Reach::Anywhere, roots).await;
        let answer = answer.map_err(|e| Failure::new("the provider gave no token").because(e))?;
        let given: Given = serde_json::from_slice(&answer.body).map_err(|_| {
            Failure::new(format!(
                "the provider gave no token: its answer ({}) cannot be read",
                answer.status
            ))
        })?;
        if answer.status == 200 && given.access_token.is_some() {
            return Ok(given);
        }
        let why: String = given
            .error
            .unwrap_or_default()
            .chars()
            .filter(char::is_ascii_graphic)
            .take(60)
            .collect();
        Err(
            Failure::new(format!("the provider gave no token ({} {why})", answer.status))
                .hint("`afterword account login ADDRESS` asks for permission anew"),
        )
    }
}

/// Asks the person for permission in their browser: `show` is given the page's address. Keeps the tokens.
///
/// # Errors
/// They said no, or ten minutes passed, or the provider gave nothing.
pub(crate) async fn log_in(
    oauth: &OAuth,
    store: &Store,
    address: &str,
    roots: &Roots,
    now: Timestamp,
    show: impl FnOnce(&str) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let redirect = format!("http://127.0.0.1:{}", listener.local_addr()?.port());
    let (state, verifier) = (random()?, random()?);
    show(&oauth.page(&redirect, &state, &verifier, address))?;
    let code = timeout(LOGIN, redirected(&listener, &state)).await.map_err(|_| {
        Failure::new("nobody agreed within ten minutes").hint("`afterword account login ADDRESS` begins anew")
    })??;
    let mut form = vec![
        ("grant_type", "authorization_code".to_owned()),
        ("code", code),
        ("redirect_uri", redirect),
        ("client_id", oauth.client_id.clone()),
        ("code_verifier", verifier),
    ];
    form.extend(oauth.secret()?);
    let given = oauth.given(&form, roots).await?;
    let refresh = given.refresh_token.ok_or_else(|| {
        Failure::new("the provider gave a token that cannot be renewed")
            .hint("take the permission back on the provider's page and log in again")
    })?;
    let tokens = Tokens {
        access: given.access_token.unwrap_or_default(),
        refresh,
        until: ends(now, given.expires_in),
    };
    store
        .write(&tokens)
        .map_err(|e| Failure::new("the permission cannot be kept").because(e))?;
    Ok(())
}

impl OAuth {
    fn page(&self, redirect: &str, state: &str, verifier: &str, address: &str) -> String {
        let query = [
            ("response_type", "code"),
            ("client_id", &self.client_id),
            ("redirect_uri", redirect),
            ("scope", &self.scope),
            ("state", state),
            ("code_challenge", &challenge(verifier)),
            ("code_challenge_method", "S256"),
            ("login_hint", address),
            ("access_type", "offline"),
            ("prompt", "consent"),
        ];
        let query: Vec<String> = query
            .iter()
            .map(|(key, value)| format!("{key}={}", percent(value)))
            .collect();
        format!("{}?{}", self.authorize, query.join("&"))
    }
}

/// 32 random bytes as a word.
fn random() -> Result<String, Failure> {
    let mut bytes = [0_u8; 32];
    getrandom::fill(&mut bytes).map_err(|e| Failure::new("the system has no randomness").because(e))?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}

/// SHA-256 of the verifier, by the hash that TLS brings.
fn challenge(verifier: &str) -> String {
    let hash = match TLS13_AES_128_GCM_SHA256 {
        SupportedCipherSuite::Tls12(suite) => suite.common.hash_provider.hash(verifier.as_bytes()),
        SupportedCipherSuite::Tls13(suite) => suite.common.hash_provider.hash(verifier.as_bytes()),
    };
    URL_SAFE_NO_PAD.encode(hash.as_ref())
}

fn percent(text: &str) -> String {
    use std::fmt::Write as _;
    text.bytes().fold(String::new(), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
        out
    })
}

fn unpercent(text: &str) -> String {
    let mut out = Vec::new();
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        match byte {
            b'+' => out.push(b' '),
            b'%' => {
                let digits = [bytes.next().unwrap_or(b'0'), bytes.next().unwrap_or(b'0')];
                let digits = std::str::from_utf8(&digits).unwrap_or("00");
                out.push(u8::from_str_radix(digits, 16).unwrap_or(b'?'));
            }
            other => out.push(other),
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// Waits until the browser comes with our `state`. Whatever else knocks is told to go away.
async fn redirected(listener: &TcpListener, state: &str) -> anyhow::Result<String> {
    loop {
        let (mut stream, _) = listener.accept().await?;
        let Ok(Some(path)) = timeout(Duration::from_secs(10), requested(&mut stream)).await else {
            continue;
        };
        let query = path.split_once('?').map_or("", |(_, q)| q);
        let of = |name: &str| {
            let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
            pairs.find(|(key, _)| *key == name).map(|(_, value)| unpercent(value))
        };
        if of("state").as_deref() != Some(state) {
            respond(&mut stream, "404 Not Found", "There is nothing here.").await;
            continue;
        }
        if let Some(code) = of("code") {
            respond(
                &mut stream,
                "200 OK",
                "Done. You can close this page and go back to Afterword.",
            )
            .await;
            return Ok(code);
        }
        respond(
            &mut stream,
            "200 OK",
            "No permission was given. You can close this page.",
        )
        .await;
        return Err(Failure::new("no permission was given")
            .hint("nothing was changed")
            .into());
    }
}

/// The path of a `GET`, read within bounds.
async fn requested(stream: &mut TcpStream) -> Option<String> {
    let mut head = Vec::new();
    let mut bytes = [0; 1_024];
    while !head.windows(4).any(|w| w == b"\r\n\r\n") {
        let n = stream.read(&mut bytes).await.ok().filter(|n| *n > 0)?;
        head.extend_from_slice(&bytes[..n]);
        if head.len() > REQUEST_MAX {
            return None;
        }
    }
    let text = String::from_utf8_lossy(&head).into_owned();
    let mut words = text.lines().next()?.split(' ');
    (words.next() == Some("GET")).then(|| words.next().map(str::to_owned))?
}

async fn respond(stream: &mut TcpStream, status: &str, words: &str) {
    let page =
        format!("<!doctype html><html lang=en><meta charset=utf-8><title>Afterword</title><p>{words}</p></html>");
    let answer = format!(
        "HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {}\r\nConnection: close\r\n\
         Content-Security-Policy: default-src 'none'\r\nReferrer-Policy: no-referrer\r\nCache-Control: no-store\r\n\r\n{page}",
        page.len()
    );
    let _ = timeout(Duration::from_secs(5), async {
        stream.write_all(answer.as_bytes()).await?;
        stream.shutdown().await
    })
    .await;
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;
    use std::sync::{Arc, Mutex};

    use super::*;

    /// A provider that gives out tokens, changes the refresh token each time, and takes each only once.
    struct Provider {
        port: u16,
        seen: Arc<Mutex<Vec<String>>>,
    }

    impl Provider {
        fn start() -> Self {
            let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
            let port = listener.local_addr().unwrap().port();
            let seen = Arc::new(Mutex::new(Vec::new()));
            let kept = Arc::clone(&seen);
            std::thread::spawn(move || {
                let mut valid = String::from("r0");
                let mut count = 0;
                for stream in listener.incoming() {
                    let mut stream = stream.unwrap();
                    let mut request = Vec::new();
                    let mut bytes = [0; 2_048];
                    while !String::from_utf8_lossy(&request).contains("grant_type") {
                        let n = stream.read(&mut bytes).unwrap();
                        assert_ne!(n, 0);
                        request.extend_from_slice(&bytes[..n]);
                    }
                    let text = String::from_utf8_lossy(&request).into_owned();
                    let body = text.split("\r\n\r\n").nth(1).unwrap_or_default().to_owned();
                    let good = body.contains("authorization_code") || body.contains(&format!("refresh_token={valid}&"));
                    kept.lock().unwrap().push(body);
                    let (status, answer) = if good {
                        count += 1;
                        valid = format!("r{count}");
                        (
                            "200 OK",
                            format!(
                                "{{\"access_token\":\"a{count}\",\"refresh_token\":\"{valid}\",\"expires_in\":3600}}"
                            ),
                        )
                    } else {
                        ("400 Bad Request", "{\"error\":\"invalid_grant\"}".to_owned())
                    };
                    let _ = stream.write_all(
                        format!(
                            "HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{answer}",
                            answer.len()
                        )
                        .as_bytes(),
                    );
                }
            });
            Self { port, seen }
        }

        fn oauth(&self) -> OAuth {
            OAuth {
                authorize: "https://login.provider.example/authorize".into(),
                token: format!("http://127.0.0.1:{}/token", self.port),
                scope: "mail offline".into(),
                client_id: "my own client".into(),
                client_secret_command: None,
            }
        }
    }

    fn mode(path: &Path) -> u32 {
        use std::os::unix::fs::PermissionsExt as _;
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    fn run<T>(work: impl Future<Output = T>) -> T {
        tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap()
            .block_on(work)
    }

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_800_000_000 + second).unwrap()
    }

    fn field(url: &str, name: &str) -> String {
        let query = url.split_once('?').unwrap().1;
        let found = query.split('&').find_map(|p| p.strip_prefix(&format!("{name}=")));
        unpercent(found.unwrap())
    }

    #[test]
    fn the_challenge_is_that_of_the_standard() {
        // RFC 7636, appendix B.
        assert_eq!(
            challenge("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"),
            "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
        );
    }

    #[test]
    fn a_login_ends_on_this_machine_and_only_with_our_own_state() {
        let provider = Provider::start();
        let dir = tempfile::tempdir().unwrap();
        let store = Store::of(&dir.path().join("accounts.toml"), "ann@firm.example");
        let (told, asked) = std::sync::mpsc::channel::<String>();
        let browser = std::thread::spawn(move || {
            let page = asked.recv().unwrap();
            let redirect = field(&page, "redirect_uri");
            let place = redirect.trim_start_matches("http://").to_owned();
            let get = |path: &str| {
                let mut stream = std::net::TcpStream::connect(&place).unwrap();
                stream
                    .write_all(format!("GET {path} HTTP/1.1\r\nHost: x\r\n\r\n").as_bytes())
                    .unwrap();
                let mut answer = String::new();
                stream.read_to_string(&mut answer).unwrap();
                answer
            };
            assert!(get("/favicon.ico").starts_with("HTTP/1.1 404"));
            assert!(
                get("/?code=theirs&state=guessed").starts_with("HTTP/1.1 404"),
                "somebody else's code is not taken"
            );
            let answer = get(&format!("/?state={}&code=c%2F1", field(&page, "state")));
            assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
            page
        });
        run(log_in(
            &provider.oauth(),
            &store,
            "ann@firm.example",
            &Roots::default(),
            at(0),
            |page| {
                told.send(page.to_owned())?;
                Ok(())
            },
        ))
        .unwrap();
        let page = browser.join().unwrap();
        assert_eq!(field(&page, "code_challenge_method"), "S256");
        let body = provider.seen.lock().unwrap()[0].clone();
        let verifier = unpercent(body.split("code_verifier=").nth(1).unwrap().split('&').next().unwrap());
        assert_eq!(challenge(&verifier), field(&page, "code_challenge"));
        assert!(body.contains("code=c%2F1&"), "{body}");
        assert_eq!(mode(&store.path), 0o600);
        assert_eq!(
            run(store.access(&provider.oauth(), &Roots::default(), at(10))).unwrap(),
            "a1"
        );
    }

    #[test]
    fn a_refresh_token_is_rotated_once_however_many_ask() {
        let provider = Provider::start();
        let dir = tempfile::tempdir().unwrap();
        let store = Store::of(&dir.path().join("accounts.toml"), "ann@firm.example");
        let old = Tokens {
            access: "a0".into(),
            refresh: "r0".into(),
            until: at(0),
        };
        store.write(&old).unwrap();
        let all: Vec<_> = (0..4)
            .map(|_| {
                let (store, oauth) = (store.clone(), provider.oauth());
                std::thread::spawn(move || run(store.access(&oauth, &Roots::default(), at(10))).unwrap())
            })
            .collect();
        for one in all {
            assert_eq!(one.join().unwrap(), "a1");
        }
        assert_eq!(provider.seen.lock().unwrap().len(), 1, "the provider was asked once");
        // The next one uses the new token; the old one would be refused.
        assert_eq!(
            run(store.access(&provider.oauth(), &Roots::default(), at(4_000))).unwrap(),
            "a2"
        );
    }

    #[test]
    fn a_token_that_was_taken_back_is_said_and_nothing_is_lost() {
        let provider = Provider::start();
        let dir = tempfile::tempdir().unwrap();
        let store = Store::of(&dir.path().join("accounts.toml"), "ann@firm.example");
        let old = Tokens {
            access: "a0".into(),
            refresh: "revoked".into(),
            until: at(0),
        };
        store.write(&old).unwrap();
        let error = run(store.access(&provider.oauth(), &Roots::default(), at(10))).unwrap_err();
        assert!(
            error.to_string().contains("invalid_grant") && !error.to_string().contains("revoked"),
            "{error}"
        );
        assert!(store.read().unwrap() == old);
    }
}
