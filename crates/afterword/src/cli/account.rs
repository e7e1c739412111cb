//! `afterword account`: the mailboxes notes leave from.

use std::fmt::Write as _;
use std::io::{self, IsTerminal as _, Write as _};
use std::path::PathBuf;
use std::time::Duration;

use super::{Ended, print};
use crate::failure::Failure;
use crate::mail::accounts::{self, Account, Endpoint};
use crate::mail::discovery::{Found, discover};
use crate::mail::imap::Imap;
use crate::mail::oauth::{self, OAuth, Store};
use crate::mail::outbox::freeze;
use crate::mail::smtp::{Login, MailEnvelope, Outcome, Roots, Session, Waits, a_label};
use crate::{clock, mail, text};

const EXAMPLES: &str = "\
Examples:
  afterword account add ann@gmail.com --password-command 'pass show gmail'
  afterword account test
  afterword account list
";

/// Your mailboxes
#[derive(Debug, clap::Args)]
#[command(before_help = EXAMPLES, help_template = super::TEMPLATE)]
pub(super) struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// Add a mailbox, or change one
    ///
    /// Servers of well-known providers are known; for others name them. A password is never given here: name a command
    /// that prints it, such as 'pass show mail' or 'age -d -i key.txt password.age'.
    Add(Box<Add>),
    /// Send a mail to yourself and look for it
    Test {
        /// Its address [default: the first]
        address: Option<String>,
        /// Only log in, and send nothing
        #[arg(long)]
        login_only: bool,
    },
    /// Give permission in your browser, where the provider takes no passwords (`OAuth2`)
    Login {
        /// Its address [default: the first]
        address: Option<String>,
    },
    /// The mailboxes there are
    List,
    /// Forget a mailbox; its mail is not touched
    Remove {
        /// Its address
        address: String,
    },
}

#[derive(Debug, clap::Args)]
struct Add {
    /// Your address
    address: String,
    /// A provider by name, where the address does not say it: microsoft365, …
    #[arg(long, value_name = "NAME")]
    provider: Option<String>,
    /// Where mail is submitted, like `tls://smtp.example.org:465`
    #[arg(long, value_name = "SERVER")]
    smtp: Option<Endpoint>,
    /// Where mail is read, like `tls://imap.example.org:993`
    #[arg(long, value_name = "SERVER")]
    imap: Option<Endpoint>,
    /// Never read this mailbox
    #[arg(long, conflicts_with = "imap")]
    no_imap: bool,
    /// The name to log in with [default: the address]
    #[arg(long, value_name = "NAME")]
    user: Option<String>,
    /// A command that prints the password
    #[arg(long, value_name = "COMMAND", conflicts_with = "token_command")]
    password_command: Option<String>,
    /// A command that prints an `OAuth2` access token
    #[arg(long, value_name = "COMMAND")]
    token_command: Option<String>,
    /// Your own `OAuth2` client at the provider; then `account login` asks for permission in your browser
    #[arg(long, value_name = "ID", conflicts_with_all = ["password_command", "token_command"])]
    client_id: Option<String>,
    /// A command that prints what the provider calls the client's secret
    #[arg(long, value_name = "COMMAND", requires = "client_id")]
    client_secret_command: Option<String>,
    /// Take the servers that the domain itself names, without asking
    #[arg(long, short = 'y')]
    yes: bool,
    /// Trust the certificates of this PEM file instead of the public ones
    #[arg(long, value_name = "FILE")]
    certificate: Option<PathBuf>,
    /// Send yourself a copy of each note: evidence, should the server's answer be lost
    #[arg(long)]
    self_copy: bool,
}

pub(super) fn run(args: &Args) -> anyhow::Result<Ended> {
    match &args.what {
        What::Add(add) => self::add(add),
        What::Test { address, login_only } => test(address.as_deref(), *login_only),
        What::Login { address } => log_in(address.as_deref()),
        What::List => list(),
        What::Remove { address } => remove(address),
    }
}

fn add(args: &Add) -> anyhow::Result<Ended> {
    mail::address(&args.address).map_err(|e| Failure::new(format!("{:?} {e}", args.address)))?;
    let known = accounts::provider(args.provider.as_deref(), &args.address);
    if let (Some(name), None) = (&args.provider, &known) {
        let hint = "gmail, outlook, microsoft365, icloud, yahoo, fastmail, proton, gmx, gmx.com, zoho, zoho.eu";
        return Err(Failure::new(format!("no provider is called {name:?}"))
            .hint(hint)
            .into());
    }
    let named = args.smtp.clone().or_else(|| known.as_ref().map(|p| p.smtp.clone()));
    let (smtp, found) = if let Some(smtp) = named {
        (smtp, None)
    } else {
        let found = look_up(args)?;
        (found.smtp.clone(), Some(found))
    };
    let imap = args
        .imap
        .clone()
        .or_else(|| known.as_ref().map(|p| p.imap.clone()))
        .or_else(|| found.as_ref().and_then(|f| f.imap.clone()))
        .filter(|_| !args.no_imap);
    let oauth = match (&args.client_id, known.as_ref().and_then(|p| p.oauth.clone())) {
        (None, _) => None,
        (Some(client_id), Some(grants)) => Some(OAuth {
            authorize: grants.authorize,
            token: grants.token,
            scope: grants.scope,
            client_id: client_id.clone(),
            client_secret_command: args.client_secret_command.clone(),
        }),
        (Some(_), None) => {
            return Err(Failure::new("where this provider gives out tokens is not known")
                .hint("name it with --provider: gmail, outlook, microsoft365, yahoo; or use --token-command")
                .into());
        }
    };
    let account = Account {
        address: args.address.clone(),
        files_sent: known.as_ref().is_some_and(|p| p.files_sent),
        smtp,
        imap,
        user: args.user.clone().or_else(|| found.and_then(|f| f.user)),
        password_command: args.password_command.clone(),
        token_command: args.token_command.clone(),
        imap_password_command: None,
        certificate: args.certificate.as_deref().map(std::path::absolute).transpose()?,
        self_copy: args.self_copy,
        oauth,
    };
    let place = accounts::place()?;
    let mut all = accounts::load(&place)?;
    all.retain(|a| !a.address.eq_ignore_ascii_case(&account.address));
    all.push(account.clone());
    accounts::save(&place, &all)?;
    let mut said = format!("{} is kept in {}.\n", account.address, place.display());
    if let Some(provider) = &known {
        let _ = writeln!(said, "{}: {}.", provider.name, provider.note);
    }
    let next = if account.oauth.is_some() { "login" } else { "test" };
    if account.password_command.is_none() && account.token_command.is_none() && account.oauth.is_none() {
        said.push_str(
            "It has no password yet: add it again with --password-command, --token-command or --client-id.\n",
        );
    }
    let _ = writeln!(said, "Next: afterword account {next} {}", account.address);
    print(said.as_bytes())?;
    Ok(Ended::Done)
}

/// What the address's own domain says of its servers, once its owner agrees.
fn look_up(args: &Add) -> anyhow::Result<Found> {
    let hint = "name them: --smtp tls://smtp.example.org:465 --imap tls://imap.example.org:993";
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let Some(found) = runtime.block_on(discover(&args.address)) else {
        return Err(
            Failure::new("the servers of this address are not known, and its domain does not say")
                .hint(hint)
                .into(),
        );
    };
    let mut said = format!(
        "{} says:\n  mail is submitted at {}\n",
        text::plain(&found.source),
        found.smtp
    );
    if let Some(imap) = &found.imap {
        let _ = writeln!(said, "  mail is read at {imap}");
    }
    if !found.vouched {
        said.push_str(
            "Nobody vouches for that, and a server is outside the domain: look whether it is your provider's.\n",
        );
    }
    print(said.as_bytes())?;
    if args.yes {
        return Ok(found);
    }
    if !io::stdin().is_terminal() {
        return Err(Failure::new("nobody is here to say yes to these servers")
            .hint("add --yes, or name them yourself with --smtp and --imap")
            .into());
    }
    let mut stderr = anstream::stderr();
    write!(stderr, "Use these? [y/N] ")?;
    stderr.flush()?;
    let mut answer = String::new();
    io::stdin().read_line(&mut answer)?;
    if !matches!(answer.trim(), "y" | "Y" | "yes") {
        return Err(Failure::new("nothing was changed").hint(hint).into());
    }
    Ok(found)
}

/// Asks for permission in the person's browser.
fn log_in(address: Option<&str>) -> anyhow::Result<Ended> {
    let place = accounts::place()?;
    let all = accounts::load(&place)?;
    let account = named(&all, address)?;
    let oauth = account.oauth.as_ref().ok_or_else(|| {
        Failure::new("this account has no client id to ask for permission with")
            .hint("`afterword account add ADDRESS --client-id ID`; the provider's developer pages give one out")
    })?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let store = Store::of(&place, &account.address);
    let now = clock::now(None)?.timestamp();
    let show = |page: &str| print(format!("Open this page in your browser on this machine:\n\n{page}\n\n").as_bytes());
    runtime.block_on(oauth::log_in(
        oauth,
        &store,
        &account.address,
        &Roots::default(),
        now,
        show,
    ))?;
    print(
        format!(
            "The permission is kept.\nNext: afterword account test {}\n",
            account.address
        )
        .as_bytes(),
    )?;
    Ok(Ended::Done)
}

fn named<'a>(all: &'a [Account], address: Option<&str>) -> Result<&'a Account, Failure> {
    let found = match address {
        Some(address) => all.iter().find(|a| a.address.eq_ignore_ascii_case(address)),
        None => all.first(),
    };
    found.ok_or_else(|| {
        Failure::new("there is no such account").hint("`afterword account list`, or `account add ADDRESS`")
    })
}

fn list() -> anyhow::Result<Ended> {
    let all = accounts::load(&accounts::place()?)?;
    let line = |a: &Account| {
        let imap = a
            .imap
            .as_ref()
            .map_or_else(|| "not read".to_owned(), ToString::to_string);
        format!("{}  {}  {imap}\n", text::plain(&a.address), a.smtp)
    };
    print(all.iter().map(line).collect::<String>().as_bytes())?;
    Ok(Ended::Done)
}

fn remove(address: &str) -> anyhow::Result<Ended> {
    let place = accounts::place()?;
    let mut all = accounts::load(&place)?;
    named(&all, Some(address))?;
    all.retain(|a| !a.address.eq_ignore_ascii_case(address));
    accounts::save(&place, &all)?;
    let forgotten = Store::of(&place, address).forget();
    forgotten.map_err(|e| Failure::new("the permission of this mailbox cannot be removed").because(e))?;
    Ok(Ended::Done)
}

fn test(address: Option<&str>, login_only: bool) -> anyhow::Result<Ended> {
    let all = accounts::load(&accounts::place()?)?;
    let account = named(&all, address)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let login = account.login().await?;
        let no = |outcome: &Outcome| {
            Failure::new(format!("{} does not take mail from us: {}", account.smtp, why(outcome)))
                .hint("nothing was sent; look at the server, the name and the password, and add the account again")
        };
        let mut session = Session::open(&account.server(&account.smtp)?, &login, Waits::default())
            .await
            .map_err(|outcome| no(&outcome))?;
        print(format!("{} lets us in.\n", account.smtp).as_bytes())?;
        let mut imap = mailbox(account).await?;
        if login_only {
            session.quit().await;
            if let Some(imap) = imap {
                imap.log_out().await;
            }
            return Ok(Ended::Done);
        }
        let (id, message) = to_oneself(&account.address)?;
        let envelope = MailEnvelope {
            from: account.address.clone(),
            to: account.address.clone(),
            copy_to: None,
            envid: None,
        };
        let outcome = session.submit(&envelope, &message, async || Ok(())).await;
        session.quit().await;
        let Outcome::Sent { reply, .. } = &outcome else {
            return Err(no(&outcome).into());
        };
        print(format!("It took a mail to yourself ({}).\n", text::plain(&reply.to_string())).as_bytes())?;
        let Some(imap) = &mut imap else {
            print(b"Whether it arrives, only you can see: no mailbox is read.\n")?;
            return Ok(Ended::Done);
        };
        let found = arrived(imap, &id).await?;
        let said: &[u8] = if found {
            b"It arrived in your inbox. All is well; you can delete it.\n"
        } else {
            b"It has not arrived within a minute. It may be slow, or lie among unwanted mail; look there.\n"
        };
        print(said)?;
        Ok(if found { Ended::Done } else { Ended::Waiting })
    })
}

/// The mailbox, opened for reading; `None` where none is set up.
async fn mailbox(account: &Account) -> anyhow::Result<Option<Imap>> {
    let reading = account.imap_login().await?;
    let Some(endpoint) = account.imap.as_ref().filter(|_| reading != Login::None) else {
        return Ok(None);
    };
    let opened = Imap::open(&account.server(endpoint)?, &reading, Duration::from_mins(1)).await;
    let mut imap = opened.map_err(|e| Failure::new(format!("{endpoint} cannot be read")).because(e))?;
    let inbox = imap.examine("INBOX").await;
    inbox.map_err(|e| Failure::new("the inbox cannot be opened").because(e))?;
    print(format!("{endpoint} can be read.\n").as_bytes())?;
    Ok(Some(imap))
}

/// A mail to oneself, and its `Message-ID`.
fn to_oneself(address: &str) -> anyhow::Result<(String, Vec<u8>)> {
    let wire = a_label(address).map_err(Failure::new)?;
    let (id, _) = freeze::identity(address).map_err(|e| Failure::new(format!("the address {e}")))?;
    let date = clock::now(None)?.strftime("%a, %d %b %Y %H:%M:%S %z").to_string();
    let message = format!(
        "From: <{wire}>\r\nTo: <{wire}>\r\nSubject: Afterword can send\r\nDate: {date}\r\nMessage-ID: {id}\r\n\
         Auto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=us-ascii\r\n\r\n\
         You asked Afterword to test this account. This mail went out and came back; delete it as you like.\r\n"
    );
    Ok((id, message.into_bytes()))
}

/// Whether a message with this id comes into the inbox within a minute.
async fn arrived(imap: &mut Imap, id: &str) -> anyhow::Result<bool> {
    let until = tokio::time::Instant::now() + Duration::from_mins(1);
    loop {
        // Opened anew each time: not every server tells of new mail otherwise.
        imap.examine("INBOX").await?;
        if !imap.with_message_id(id).await?.is_empty() {
            return Ok(true);
        }
        if tokio::time::Instant::now() >= until {
            return Ok(false);
        }
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
}

fn why(outcome: &Outcome) -> String {
    match outcome {
        Outcome::NotSent { why, phase, .. } => format!("{why} ({phase})"),
        Outcome::Refused { reply, phase } | Outcome::Deferred { reply, phase } => format!("{reply} ({phase})"),
        Outcome::Sent { reply, .. } => reply.to_string(),
        Outcome::Uncertain { why } => why.clone(),
    }
}
