//! The person's own mailboxes: which servers, and where the secret comes from. Never the secret itself.
//!
//! Accounts are kept in `afterword/accounts.toml` in the configuration folder, apart from the case book, so that no
//! backup and no export of the book holds them. A password or an access token is what a command of the person's prints
//! (`pass`, `secret-tool`, `age -d`, …), asked for when it is needed and kept in memory only.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::str::FromStr;

use etcetera::BaseStrategy as _;
use serde::{Deserialize, Serialize};

use super::oauth::{OAuth, Store};
use super::smtp::{Login, Roots, Security, Server};
use crate::clock;
use crate::failure::Failure;

/// The providers whose settings come with the program.
const PROVIDERS: &str = include_str!("providers.toml");

/// A server as it is written: `tls://smtp.example.org:465`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub(crate) struct Endpoint {
    /// How the connection is protected.
    pub(crate) security: Security,
    /// The server's name.
    pub(crate) host: String,
    /// Its port.
    pub(crate) port: u16,
}

impl FromStr for Endpoint {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong =
            || format!("{text:?} is no server; write it like tls://smtp.example.org:465 or starttls://host:587");
        let (scheme, rest) = text.split_once("://").ok_or_else(wrong)?;
        let security = match scheme {
            "tls" => Security::Tls,
            "starttls" => Security::StartTls,
            "plain" => Security::None,
            _ => return Err(wrong()),
        };
        let (host, port) = rest.trim_end_matches('/').rsplit_once(':').ok_or_else(wrong)?;
        let fit = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '[' | ']');
        if host.is_empty() || !host.chars().all(fit) {
            return Err(wrong());
        }
        let host = host.trim_matches(['[', ']']).to_owned();
        if security == Security::None && !is_loopback(&host) {
            return Err(format!(
                "{text:?} has no protection, which only a server on this machine may do without"
            ));
        }
        Ok(Self {
            security,
            host,
            port: port.parse().map_err(|_| wrong())?,
        })
    }
}

fn is_loopback(host: &str) -> bool {
    host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

impl TryFrom<String> for Endpoint {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl From<Endpoint> for String {
    fn from(endpoint: Endpoint) -> Self {
        endpoint.to_string()
    }
}

impl std::fmt::Display for Endpoint {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let scheme = match self.security {
            Security::Tls => "tls",
            Security::StartTls => "starttls",
            Security::None => "plain",
        };
        if self.host.contains(':') {
            write!(f, "{scheme}://[{}]:{}", self.host, self.port)
        } else {
            write!(f, "{scheme}://{}:{}", self.host, self.port)
        }
    }
}

/// A mailbox of the person's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Account {
    /// Its address.
    pub(crate) address: String,
    /// Where mail is submitted.
    pub(crate) smtp: Endpoint,
    /// Where mail is read, if it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) imap: Option<Endpoint>,
    /// The name to log in with; the address unless said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) user: Option<String>,
    /// A command that prints the password.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) password_command: Option<String>,
    /// A command that prints an `OAuth2` access token, where a program of its owner's has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) token_command: Option<String>,
    /// A command that prints the password for reading, where that is another one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) imap_password_command: Option<String>,
    /// Certificates to trust instead of the public ones: a PEM file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) certificate: Option<PathBuf>,
    /// Send oneself a copy in the same transaction.
    #[serde(default)]
    pub(crate) self_copy: bool,
    /// The provider files sent mail by itself.
    #[serde(default)]
    pub(crate) files_sent: bool,
    /// Where to ask for `OAuth2` tokens, with a client of its owner's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) oauth: Option<OAuth>,
}

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    account: Vec<Account>,
}

/// What is known of a provider.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Provider {
    /// Its name, for `--provider`.
    pub(crate) name: String,
    domains: Vec<String>,
    /// Where mail is submitted.
    pub(crate) smtp: Endpoint,
    /// Where mail is read.
    pub(crate) imap: Endpoint,
    /// It files sent mail by itself.
    pub(crate) files_sent: bool,
    /// What to know before.
    pub(crate) note: String,
    /// Where it gives out `OAuth2` tokens.
    #[serde(default)]
    pub(crate) oauth: Option<Grants>,
}

/// Where a provider gives out tokens.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Grants {
    pub(crate) authorize: String,
    pub(crate) token: String,
    pub(crate) scope: String,
}

/// The provider of this name, or whose domain the address has.
pub(crate) fn provider(name: Option<&str>, address: &str) -> Option<Provider> {
    #[derive(Deserialize)]
    struct Table {
        provider: Vec<Provider>,
    }
    let table: Table = toml::from_str(PROVIDERS).expect("the table comes with the program and is tested");
    let domain = address.rsplit_once('@').map_or("", |(_, d)| d).to_ascii_lowercase();
    table.provider.into_iter().find(|p| match name {
        Some(name) => p.name == name,
        None => p.domains.contains(&domain),
    })
}

/// Where accounts are kept.
pub(crate) fn place() -> Result<PathBuf, Failure> {
    etcetera::choose_base_strategy()
        .map(|base| base.config_dir().join("afterword").join("accounts.toml"))
        .map_err(|e| Failure::new("no place for accounts").because(e).hint("set HOME"))
}

/// Every account, in the order in which they were added.
pub(crate) fn load(path: &Path) -> Result<Vec<Account>, Failure> {
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(e) => return Err(Failure::new(format!("cannot read {}", path.display())).because(e)),
    };
    let file: File = toml::from_str(&text).map_err(|e| {
        // The parser's own message would quote the line, and the line may be a password somebody put there.
        let line = e
            .span()
            .map_or(0, |s| text[..s.start.min(text.len())].matches('\n').count() + 1);
        Failure::new(format!("cannot use {} at line {line}", path.display()))
            .hint("`afterword account add` writes it; a password does not belong into it, only a password_command")
    })?;
    Ok(file.account)
}

/// Keeps the accounts, readable by their owner only, all at once.
pub(crate) fn save(path: &Path, accounts: &[Account]) -> Result<(), Failure> {
    let fail = |e: io::Error| Failure::new(format!("cannot write {}", path.display())).because(e);
    let mut text =
        String::from("# Written by `afterword account`. Secrets do not belong here, only commands that print them.\n");
    for account in accounts {
        text.push_str(&table(account));
    }
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(fail)?;
    // Made with mode 0600.
    let mut file = tempfile::NamedTempFile::new_in(folder).map_err(fail)?;
    file.write_all(text.as_bytes()).map_err(fail)?;
    file.as_file().sync_all().map_err(fail)?;
    file.persist(path).map(|_| ()).map_err(|e| fail(e.error))
}

fn table(account: &Account) -> String {
    use std::fmt::Write as _;
    let mut out = String::from("\n[[account]]\n");
    // A JSON string is a basic string of TOML as well.
    let quoted = |text: &str| serde_json::Value::from(text).to_string();
    let mut line = |key: &str, value: String| {
        let _ = writeln!(out, "{key} = {value}");
    };
    line("address", quoted(&account.address));
    line("smtp", quoted(&account.smtp.to_string()));
    let texts = [
        ("imap", account.imap.as_ref().map(ToString::to_string)),
        ("user", account.user.clone()),
        ("password_command", account.password_command.clone()),
        ("token_command", account.token_command.clone()),
        ("imap_password_command", account.imap_password_command.clone()),
        (
            "certificate",
            account.certificate.as_ref().map(|p| p.display().to_string()),
        ),
    ];
    for (key, value) in texts {
        if let Some(value) = value {
            line(key, quoted(&value));
        }
    }
    line("self_copy", account.self_copy.to_string());
    line("files_sent", account.files_sent.to_string());
    if let Some(oauth) = &account.oauth {
        out.push_str("[account.oauth]\n");
        let mut line = |key: &str, value: &str| {
            let _ = writeln!(out, "{key} = {}", quoted(value));
        };
        line("authorize", &oauth.authorize);
        line("token", &oauth.token);
        line("scope", &oauth.scope);
        line("client_id", &oauth.client_id);
        if let Some(command) = &oauth.client_secret_command {
            line("client_secret_command", command);
        }
    }
    out
}

impl Account {
    /// A server of this account.
    pub(crate) fn server(&self, endpoint: &Endpoint) -> Result<Server, Failure> {
        let roots = match &self.certificate {
            None => Roots::default(),
            Some(path) => {
                let pem = fs::read(path)
                    .map_err(|e| Failure::new(format!("cannot read the certificate {}", path.display())).because(e))?;
                Roots::pem(&pem).map_err(Failure::new)?
            }
        };
        Ok(Server {
            host: endpoint.host.clone(),
            port: endpoint.port,
            security: endpoint.security,
            roots,
        })
    }

    /// Asks the person's own command for the secret, or takes the token they gave permission for.
    pub(crate) async fn login(&self) -> Result<Login, Failure> {
        let user = self.user.clone().unwrap_or_else(|| self.address.clone());
        if let Some(oauth) = &self.oauth {
            let store = Store::of(&place()?, &self.address);
            let now = clock::now(None)?.timestamp();
            let token = store.access(oauth, &Roots::default(), now).await?;
            return Ok(Login::Token { user, token });
        }
        match (&self.token_command, &self.password_command) {
            (Some(command), _) => Ok(Login::Token {
                user,
                token: printed(command)?,
            }),
            (None, Some(command)) => Ok(Login::Password {
                user,
                password: printed(command)?,
            }),
            (None, None) => Ok(Login::None),
        }
    }
}

impl Account {
    /// What to log in with for reading.
    pub(crate) async fn imap_login(&self) -> Result<Login, Failure> {
        let Some(command) = &self.imap_password_command else {
            return self.login().await;
        };
        let user = self.user.clone().unwrap_or_else(|| self.address.clone());
        Ok(Login::Password {
            user,
            password: printed(command)?,
        })
    }
}

/// The first line a command prints. Nothing of it is ever shown.
pub(crate) fn printed(command: &str) -> Result<String, Failure> {
    let output = Command::new("/bin/sh")
        .args(["-c", command])
        .stdin(Stdio::inherit())
        .stderr(Stdio::inherit())
        .output()
        .map_err(|e| Failure::new("cannot run the command for the password").because(e))?;
    let hint = "run it by hand: it must print the password or token on its first line and end with code 0";
    if !output.status.success() {
        return Err(Failure::new("the command for the password failed").hint(hint));
    }
    let text = String::from_utf8(output.stdout).unwrap_or_default();
    let line = text.lines().next().unwrap_or_default().trim_end_matches('\r');
    if line.is_empty() {
        return Err(Failure::new("the command for the password printed nothing").hint(hint));
    }
    Ok(line.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mode(path: &Path) -> u32 {
        use std::os::unix::fs::PermissionsExt as _;
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn every_provider_has_protected_servers() {
        for (name, address) in [
            ("gmail", "a@gmail.com"),
            ("outlook", "a@hotmail.com"),
            ("icloud", "a@ME.com"),
            ("yahoo", "a@yahoo.com"),
            ("fastmail", "a@fastmail.com"),
            ("proton", "a@proton.me"),
            ("gmx", "a@gmx.de"),
            ("zoho", "a@zoho.com"),
        ] {
            let found = provider(None, address).unwrap();
            assert_eq!(found.name, name);
            for endpoint in [&found.smtp, &found.imap] {
                assert_ne!(endpoint.security, Security::None, "{name}");
            }
        }
        assert!(provider(Some("microsoft365"), "a@firm.example").is_some());
        assert!(provider(None, "a@firm.example").is_none());
    }

    #[test]
    fn an_unprotected_server_elsewhere_is_no_server() {
        for bad in [
            "plain://smtp.example.org:25",
            "smtp.example.org",
            "tls://:465",
            "tls://h:99999",
            "ftp://h:21",
            "tls://a b:1",
        ] {
            assert!(bad.parse::<Endpoint>().is_err(), "{bad}");
        }
        for good in [
            "plain://127.0.0.1:25",
            "tls://smtp.example.org:465",
            "starttls://[::1]:587",
        ] {
            assert_eq!(good.parse::<Endpoint>().unwrap().to_string(), good);
        }
    }

    #[test]
    fn accounts_are_read_back_and_only_their_owner_may() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a/accounts.toml");
        let account = Account {
            address: "g@garcia.example".into(),
            smtp: "tls://smtp.garcia.example:465".parse().unwrap(),
            imap: None,
            user: Some("gabriela \"g\"".into()),
            password_command: Some("printf 's3cret\\n'".into()),
            token_command: None,
            imap_password_command: None,
            certificate: None,
            self_copy: true,
            files_sent: false,
            oauth: Some(OAuth {
                authorize: "https://login.garcia.example/authorize".into(),
                token: "https://login.garcia.example/token".into(),
                scope: "mail".into(),
                client_id: "my \"own\"".into(),
                client_secret_command: None,
            }),
        };
        save(&path, std::slice::from_ref(&account)).unwrap();
        assert_eq!(load(&path).unwrap(), std::slice::from_ref(&account));
        let account = Account { oauth: None, ..account };
        assert_eq!(mode(&path), 0o600);
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        assert_eq!(
            runtime.block_on(account.login()).unwrap(),
            Login::Password {
                user: "gabriela \"g\"".into(),
                password: "s3cret".into()
            }
        );
    }

    #[test]
    fn a_password_put_into_the_file_is_refused_and_not_repeated() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("accounts.toml");
        fs::write(
            &path,
            "[[account]]\naddress = 'a@b.example'\nsmtp = 'tls://h:465'\npassword = 's3cret'\n",
        )
        .unwrap();
        let error = load(&path).unwrap_err();
        let whole = format!("{error} {error:?} {:?}", std::error::Error::source(&error));
        assert!(!whole.contains("s3cret"), "{whole}");
    }
}
