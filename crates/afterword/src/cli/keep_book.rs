//! `afterword backup`, `restore`, `export` and `import`: the whole book in and out.

use std::io::{self, IsTerminal as _};
use std::path::PathBuf;

use afterword_store::book::{Book, Owner};
use serde::Serialize;

use super::check::agreed;
use super::{Ended, page_width, print, print_json};
use crate::book::{self, BookArgs, failure};
use crate::clock;
use crate::failure::Failure;
use crate::screen::Screen;
use crate::wire_book;

const BACKUP_EXAMPLES: &str = "\
Examples:
  afterword backup ~/afterword-2026-03-02.db
";

const RESTORE_EXAMPLES: &str = "\
Examples:
  afterword restore ~/afterword-2026-03-02.db --dry-run
  afterword restore ~/afterword-2026-03-02.db --yes
";

const EXPORT_EXAMPLES: &str = "\
Examples:
  afterword export everything.zip
";

const IMPORT_EXAMPLES: &str = "\
Examples:
  afterword import everything.zip --database new.db
";

/// Copy the whole book into a new file
#[derive(Debug, clap::Args)]
#[command(before_help = BACKUP_EXAMPLES, help_template = super::TEMPLATE)]
pub(super) struct BackupArgs {
    /// The new file
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[command(flatten)]
    book: BookArgs,
}

/// Put a backup in the place of the book
///
/// The book that is there is laid aside, not lost. Whatever could have been sent since the backup is uncertain afterwards.
#[derive(Debug, clap::Args)]
#[command(before_help = RESTORE_EXAMPLES, help_template = super::TEMPLATE)]
pub(super) struct RestoreArgs {
    /// The backup
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Do it without asking
    #[arg(long)]
    yes: bool,
    /// Say what would be done, and do nothing
    #[arg(long, conflicts_with = "yes")]
    dry_run: bool,
    #[command(flatten)]
    book: BookArgs,
}

/// Write everything into one zip: JSON, mails, calendar, contacts, tables
#[derive(Debug, clap::Args)]
#[command(before_help = EXPORT_EXAMPLES, help_template = super::TEMPLATE)]
pub(super) struct ExportArgs {
    /// The new file
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[command(flatten)]
    book: BookArgs,
}

/// Read an export into an empty book
#[derive(Debug, clap::Args)]
#[command(before_help = IMPORT_EXAMPLES, help_template = super::TEMPLATE)]
pub(super) struct ImportArgs {
    /// The export
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[command(flatten)]
    book: BookArgs,
}

#[derive(Debug, Serialize)]
struct KeptOut {
    file: String,
    laid_aside: Option<String>,
    uncertain: usize,
}

pub(super) fn backup(args: &BackupArgs) -> anyhow::Result<Ended> {
    book::with(&args.book, async |desk| {
        desk.book.backup(&args.file).await?;
        told(&args.book, &args.file, "The book is copied", "afterword today")
    })
}

pub(super) fn export(args: &ExportArgs) -> anyhow::Result<Ended> {
    book::with(&args.book, async |desk| {
        desk.book.export(&args.file, &[]).await?;
        told(&args.book, &args.file, "Everything is written", "afterword today")
    })
}

pub(super) fn import(args: &ImportArgs) -> anyhow::Result<Ended> {
    book::with(&args.book, async |desk| {
        desk.book.import(&args.file).await?;
        let mut tx = desk.book.transaction().await?;
        for case in tx.open_cases().await? {
            book::index(&mut tx, &case, &desk.moment).await?;
        }
        tx.commit().await?;
        told(&args.book, &args.file, "Everything is read", "afterword today")
    })
}

pub(super) fn restore(args: &RestoreArgs) -> anyhow::Result<Ended> {
    let location = args.book.location()?;
    let now = clock::now(args.book.now.as_deref())?;
    if !args.file.is_file() {
        return Err(Failure::new(format!("there is no backup {}", args.file.display()))
            .hint("name the file that `afterword backup` made")
            .into());
    }
    let question = format!("Put {} in the place of {location}?", args.file.display());
    if args.dry_run {
        let mut screen = Screen::new(page_width());
        screen.head("Nothing was done.");
        screen.block(&format!(
            "{} would stand in the place of {location}, which would be laid aside.",
            args.file.display()
        ));
        screen.next(&format!(
            "afterword restore {} --yes",
            book::words::quoted(&args.file.display().to_string())
        ));
        print(screen.text().as_bytes())?;
        return Ok(Ended::Done);
    }
    consent(args.yes, args.book.json, &question)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let restored = runtime
        .block_on(Book::restore(&location, &args.file, Owner::LOCAL, now.timestamp()))
        .map_err(failure)?;
    let laid_aside = restored.laid_aside.as_ref().map(|p| p.display().to_string());
    if args.book.json {
        print_json(&wire_book::out(KeptOut {
            file: args.file.display().to_string(),
            laid_aside,
            uncertain: restored.uncertain,
        }))?;
        return Ok(Ended::Done);
    }
    let mut screen = Screen::new(page_width());
    screen.head("The backup is in its place.");
    if let Some(aside) = laid_aside {
        screen.block(&format!("The book that was there lies at {aside}."));
    }
    match restored.uncertain {
        0 => {}
        1 => screen.block("1 note may have been sent since; say whether it was."),
        n => screen.block(&format!("{n} notes may have been sent since; say whether they were.")),
    }
    screen.next("afterword today");
    print(screen.text().as_bytes())?;
    Ok(Ended::Done)
}

/// Whether the person wants it: by --yes, or asked at a terminal; never without either.
pub(super) fn consent(yes: bool, json: bool, question: &str) -> anyhow::Result<()> {
    if yes {
        return Ok(());
    }
    let asking = !json && io::stdin().is_terminal() && io::stderr().is_terminal();
    if asking && agreed(&crate::text::plain(question))? {
        return Ok(());
    }
    Err(Failure::new("nothing was done: nobody said yes")
        .hint("--yes does it without asking, --dry-run says what would be done")
        .into())
}

fn told(args: &BookArgs, file: &std::path::Path, what: &str, next: &str) -> anyhow::Result<Ended> {
    let file = file.display().to_string();
    if args.json {
        print_json(&wire_book::out(KeptOut {
            file,
            laid_aside: None,
            uncertain: 0,
        }))?;
    } else {
        let mut screen = Screen::new(page_width());
        screen.head(&format!("{what}: {file}"));
        screen.next(next);
        print(screen.text().as_bytes())?;
    }
    Ok(Ended::Done)
}
