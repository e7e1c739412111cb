//! `afterword serve`: the case book as pages in a browser.

use std::io::Write as _;
use std::net::IpAddr;
use std::sync::Arc;

use afterword_store::book::{Book, CaseFilter, Owner};
use base64::Engine as _;
use serde::Serialize;

use super::{Ended, page_width, print};
use crate::book::{self, BookArgs};
use crate::failure::Failure;
use crate::mail::accounts;
use crate::screen::Screen;
use crate::web::{self, App, Parts, Place};
use crate::worker::{self, Orders};
use crate::{clock, config, wire_book};

const EXAMPLES: &str = "\
Examples:
  afterword serve
  afterword serve --demo
  afterword serve --lan 192.168.1.20
";

/// The port that is asked for if none is named; another is taken where it is in use.
const PORT: u16 = 4780;

/// Show the case book as pages in your browser
///
/// Only this machine can reach them, and only with the link that is shown. --lan ADDRESS lets a phone on the same network
/// in; there is no encryption on the way then.
#[derive(Debug, clap::Args)]
#[command(before_help = EXAMPLES, help_template = super::TEMPLATE)]
pub(super) struct Args {
    /// The port [default: 4780, or any free one; 0 for any]
    #[arg(long, value_name = "NUMBER")]
    port: Option<u16>,
    /// Let other machines on this network in, at this address of yours
    #[arg(long, value_name = "ADDRESS")]
    lan: Option<IpAddr>,
    /// You know that what goes over that network can be read there
    #[arg(long, requires = "lan")]
    yes: bool,
    /// Show an example in a book of its own, which is gone afterwards
    #[arg(long, conflicts_with = "database")]
    demo: bool,
    /// Open no browser
    #[arg(long)]
    no_open: bool,
    #[command(flatten)]
    book: BookArgs,
}

#[derive(Debug, Serialize)]
struct ServeOut {
    url: String,
    port: u16,
    key: String,
}

pub(super) fn run(args: &Args) -> anyhow::Result<Ended> {
    if let Some(address) = args.lan
        && !args.yes
        && !super::check::agreed(&format!(
            "Everybody on the network of {address} who sees the link can read your book, and what goes over it. Go on?"
        ))?
    {
        return Err(Failure::new("nothing is served")
            .hint("leave --lan out for this machine alone, or say --yes")
            .into());
    }
    let scratch = if args.demo { Some(tempfile::tempdir()?) } else { None };
    let mut where_to = args.book.clone();
    if let Some(scratch) = &scratch {
        where_to.database = Some(scratch.path().join("book.db").display().to_string());
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(serve(args, &where_to))?;
    drop(scratch);
    Ok(Ended::Done)
}

/// A key that nobody guesses.
fn key() -> anyhow::Result<String> {
    let mut bytes = [0; 18];
    getrandom::fill(&mut bytes)
        .map_err(|e| Failure::new(format!("no random bytes: {e}")).hint("nothing was changed"))?;
    Ok(base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bytes))
}

/// The calendar's key, made once for a book: calendars remember their link.
async fn feed_key(book: &Book) -> anyhow::Result<String> {
    const NAME: &str = "feed_key";
    if let Some(key) = book.read().await?.setting::<String>(NAME).await? {
        return Ok(key);
    }
    let key = key()?;
    if book.mode() == afterword_store::book::Mode::ReadWrite {
        let mut tx = book.transaction().await?;
        tx.set(NAME, &key).await?;
        tx.commit().await?;
    }
    Ok(key)
}

async fn serve(args: &Args, where_to: &BookArgs) -> anyhow::Result<()> {
    let given = match &where_to.now {
        Some(text) => Some(clock::now(Some(text))?),
        None => None,
    };
    let mut settings = config::load(where_to.profile.as_deref())?;
    settings.profile.calendars = settings.calendars.read(&[])?;
    let location = where_to.location()?;
    let book = Book::open(&location, Owner::LOCAL).await.map_err(book::failure)?;
    let parts = Parts {
        feed_key: feed_key(&book).await?,
        book,
        location,
        settings,
        given,
        date_is_right: where_to.date_is_right,
        key: key()?,
        lan: args.lan.is_some(),
        sends: false,
    };
    let mut place = Place::here(args.port.unwrap_or(PORT));
    if let Some(ip) = args.lan {
        place.ip = ip;
    }
    let listener = match (web::listen(place).await, args.port) {
        (Err(e), None) if e.kind() == std::io::ErrorKind::AddrInUse => web::listen(Place { port: 0, ..place }).await,
        (listener, _) => listener,
    };
    let listener = listener.map_err(|e| {
        Failure::new(format!("cannot serve at {}", place.ip))
            .because(e)
            .hint("another program may have this port: name one with --port, or 0 for any free one")
    })?;
    let accounts = accounts::place()?;
    let sends = !args.demo && !accounts::load(&accounts)?.is_empty();
    let orders = Orders {
        location: parts.location.clone(),
        owner: Owner::LOCAL,
        now: where_to.now.clone(),
        accounts,
        tell: Arc::new(|line| eprintln!("{line}")),
    };
    let app = App::new(Parts { sends, ..parts }, listener.local_addr()?);
    if args.demo
        && app
            .desk()
            .await?
            .book
            .read()
            .await?
            .case_list(CaseFilter::All)
            .await?
            .is_empty()
    {
        web::load_demo(&app.desk().await?).await?;
    }
    say(args, &app)?;
    // Approved notes go out, and answers come in, as long as the pages are served; without an account there is nothing to do.
    let worker = sends.then(|| worker::spawn(orders));
    web::serve(listener, &app).await;
    if let Some(worker) = worker {
        worker.stop();
    }
    Ok(())
}

fn say(args: &Args, app: &App) -> anyhow::Result<()> {
    let url = app.link();
    if args.book.json {
        let out = wire_book::out(ServeOut {
            url,
            port: app.address.port(),
            key: app.key.clone(),
        });
        // On one line: whoever started this reads a line and goes on.
        print(format!("{}\n", serde_json::to_string(&out)?).as_bytes())?;
    } else {
        let mut screen = Screen::new(page_width());
        screen.head("Your case book is at:");
        screen.block(&url);
        if app.lan {
            screen.raw(&code(&url));
            screen.aside("Point your phone's camera here. Whoever sees this can read your book.");
        } else {
            screen.aside("Only this machine can reach it. Ctrl-C ends it.");
        }
        print(screen.text().as_bytes())?;
    }
    std::io::stdout().flush()?;
    if !args.no_open && !args.book.json && !app.lan {
        open(&app.link());
    }
    Ok(())
}

/// The link as a code for a camera.
fn code(url: &str) -> String {
    match qrcode::QrCode::new(url) {
        Ok(code) => {
            code.render::<qrcode::render::unicode::Dense1x2>()
                .quiet_zone(true)
                .build()
                + "\n"
        }
        Err(_) => String::new(),
    }
}

/// Opens the person's browser, where there is a program for that; nothing is said if not.
fn open(url: &str) {
    let program = if cfg!(target_os = "macos") {
        "open"
    } else if cfg!(windows) {
        "explorer"
    } else {
        "xdg-open"
    };
    let mut command = std::process::Command::new(program);
    command.arg(url).stdin(std::process::Stdio::null());
    command
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null());
    let _ = command.spawn();
}
