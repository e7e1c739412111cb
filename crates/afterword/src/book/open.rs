//! Opening the book for one command.
//!
//! The book's own place comes from `--database`, else `AFTERWORD_DATABASE`, else the XDG data folder. The moment is the
//! machine's or `--now`; a date that runs back, or forward by more than a month since the book was last used, is in doubt
//! until somebody says that it is right, and what opened meanwhile is held.

use std::path::PathBuf;

use afterword_core::model::Profile;
use afterword_core::plan::Moment;
use afterword_store::book::{Book, BookError, Location, Mode, Owner};
use etcetera::BaseStrategy as _;
use jiff::{SignedDuration, Zoned};

use super::letters::Jobs;
use crate::config::{Own, Settings};
use crate::failure::Failure;
use crate::{clock, config};

/// Days between two uses of the book after which its owner is asked whether the date is right.
const QUIET_DAYS: i64 = 31;

/// Seconds by which the clock may run back before anybody is asked.
const BACK_SECONDS: i64 = 120;

/// Seconds between two notes of how far the clock was: looking at the book should not write to it each time.
const SEEN_EVERY_SECONDS: i64 = 3600;

/// The name under which the book keeps what its owner set in it.
pub(crate) const OWN: &str = "own";

/// Where the book is and what time it is.
#[derive(Debug, Clone, Default, clap::Args)]
pub(crate) struct BookArgs {
    /// The case book: a file, or postgres://… [default: $`AFTERWORD_DATABASE`, else afterword/book.db in the data folder]
    #[arg(long, value_name = "PLACE", global = true)]
    pub(crate) database: Option<String>,
    /// Print the result as JSON
    #[arg(long, global = true)]
    pub(crate) json: bool,
    #[arg(
        long,
        global = true,
        value_name = "TIME",
        help = "As if it were this moment, like 2026-03-02T18:00:00-05:00[America/New_York]"
    )]
    pub(crate) now: Option<String>,
    /// The machine's date is right, although it jumped since the book was last used
    #[arg(long, global = true)]
    pub(crate) date_is_right: bool,
    /// Read your name, address and tone from this file [default: afterword/config.toml in the configuration folder]
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) profile: Option<PathBuf>,
}

impl BookArgs {
    /// Where the book is.
    ///
    /// # Errors
    /// A place that is none, or no data folder.
    pub(crate) fn location(&self) -> Result<Location, Failure> {
        let named = self.database.clone().or_else(|| {
            let set = std::env::var("AFTERWORD_DATABASE").ok();
            set.filter(|text| !text.trim().is_empty())
        });
        match named {
            Some(text) => Location::parse(&text).map_err(failure),
            None => etcetera::choose_base_strategy()
                .map(|base| Location::File(base.data_dir().join("afterword").join("book.db")))
                .map_err(|e| {
                    Failure::new("no place for the case book")
                        .because(e)
                        .hint("name one with --database FILE")
                }),
        }
    }
}

/// An open book and all that one command needs beside it.
pub(crate) struct Desk {
    pub(crate) book: Book,
    pub(crate) location: Location,
    /// The moment, in the person's own zone.
    pub(crate) now: Zoned,
    /// The moment as far as it can be trusted.
    pub(crate) moment: Moment,
    pub(crate) settings: Settings,
    pub(crate) json: bool,
    /// What was composed already.
    pub(crate) jobs: Jobs,
}

impl Desk {
    /// An open book at a moment, with what its owner set in it laid over their profile.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn at(
        book: Book,
        location: Location,
        mut settings: Settings,
        now: Zoned,
        date_is_right: bool,
    ) -> anyhow::Result<Self> {
        let own = book.read().await?.setting::<Own>(OWN).await?;
        if let Some(own) = own {
            own.lay_over(&mut settings);
        }
        let moment = moment(&book, &now, date_is_right).await?;
        Ok(Self {
            book,
            location,
            now,
            moment,
            settings,
            json: false,
            jobs: Jobs::default(),
        })
    }

    /// Whose notes these are, and how they sound.
    pub(crate) fn profile(&self) -> &Profile {
        &self.settings.profile
    }

    /// What to say where the date is in doubt.
    pub(crate) fn doubt(&self) -> Option<String> {
        let sure = self.moment.sure_until?;
        let zone = self.now.time_zone();
        let last = zone.to_datetime(sure).strftime("%a %-d %b %Y");
        let shown = self.now.strftime("%a %-d %b %Y");
        let how = if self.moment.at < sure { "back" } else { "forward" };
        Some(format!(
            "The date went {how}, from {last} to {shown}. What opened since is held; if the date is right, add \
             --date-is-right."
        ))
    }
}

/// Opens the book, does something with it, and closes it.
///
/// # Errors
/// Whatever opening it or the work says.
pub(crate) fn with<T>(args: &BookArgs, work: impl AsyncFnOnce(&Desk) -> anyhow::Result<T>) -> anyhow::Result<T> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let now = clock::now(args.now.as_deref())?;
        let mut settings = config::load(args.profile.as_deref())?;
        settings.profile.calendars = settings.calendars.read(&[])?;
        let location = args.location()?;
        let book = Book::open(&location, Owner::LOCAL).await.map_err(failure)?;
        let desk = Desk {
            json: args.json,
            ..Desk::at(book, location, settings, now, args.date_is_right).await?
        };
        let done = work(&desk).await.map_err(with_hint);
        desk.book.close().await;
        done
    })
}

/// What the database said, with what to do about it.
fn with_hint(error: anyhow::Error) -> anyhow::Error {
    match error.downcast::<BookError>() {
        Ok(error) => failure(error).into(),
        Err(error) => error,
    }
}

/// What a date is worth by when the book was last used; `vouched` says that its owner stands for it.
///
/// # Errors
/// The database's.
pub(crate) async fn moment(book: &Book, now: &Zoned, vouched: bool) -> anyhow::Result<Moment> {
    let at = now.timestamp();
    let last = book.read().await?.last_seen().await?;
    let moved = last.map_or(0, |last| at.duration_since(last).as_secs());
    let quiet = SignedDuration::from_hours(QUIET_DAYS * 24).as_secs();
    let doubted = (moved < -BACK_SECONDS || moved > quiet) && !vouched;
    if let (Some(last), true) = (last, doubted) {
        return Ok(Moment::doubted(at, last));
    }
    if book.mode() == Mode::ReadWrite && (last.is_none() || moved > SEEN_EVERY_SECONDS || vouched) {
        let mut tx = book.transaction().await?;
        if vouched {
            tx.set_last_seen(at).await?;
        } else {
            tx.see(at).await?;
        }
        tx.commit().await?;
    }
    Ok(Moment::steady(at))
}

/// A refusal of the book, with what to do about it.
#[expect(clippy::needless_pass_by_value, reason = "an error handed on, as `map_err` hands it")]
pub(crate) fn failure(error: BookError) -> Failure {
    let hint = match &error {
        BookError::Busy => "wait for the other program to end, and try again",
        BookError::Full => "make room on the disk; nothing was changed",
        BookError::ReadOnly => "looking works; to change something, make the file and its folder writable for you",
        BookError::Newer { .. } => "use the newer program; the book was not touched",
        BookError::Older { .. } => "open it once as the owner of the database, which renews its tables",
        BookError::Damaged { .. } | BookError::Corrupt { .. } => {
            "nothing was changed; `afterword restore BACKUP` brings a copy back, and lays this file aside"
        }
        BookError::Forgotten => "leave the address out; to write there after all, use your own mail program",
        BookError::Conflict { .. } => "look at it as it is now, and try again",
        BookError::File { .. } => "look at the rights of the file and its folder, or name another with --database",
        BookError::Unavailable { .. } => "look at the address and whether the server is running; nothing was changed",
        _ => "nothing was changed",
    };
    let mut message = error.to_string();
    if let BookError::File { source, .. } = &error {
        message = format!("{message}: {source}");
    }
    Failure::new(message).hint(hint)
}
