//! `afterword doctor`: whether the case book is whole, who can read it, and whether the clock can be trusted.

use afterword_store::book::{Facts, Mode};
use jiff::Timestamp;
use serde::Serialize;

use super::{Ended, page_width, print, print_json};
use crate::book::{self, BookArgs, Desk, words};
use crate::mail::watching::{Heartbeat, READER};
use crate::screen::Screen;
use crate::wire_book;
use crate::worker::WORKER;

const EXAMPLES: &str = "\
Examples:
  afterword doctor
  afterword doctor --rebuild
";

/// Look whether the case book is well
///
/// Exit code: 0 all is well, 1 something deserves a look, 2 it cannot be opened.
#[derive(Debug, clap::Args)]
#[command(before_help = EXAMPLES, help_template = super::TEMPLATE)]
pub(super) struct Args {
    /// Decide every open case anew, for the index that `today` looks into
    #[arg(long)]
    rebuild: bool,
    #[command(flatten)]
    book: BookArgs,
}

#[derive(Debug, Serialize)]
struct DoctorOut {
    place: String,
    database: &'static str,
    version: String,
    tables: i64,
    whole: bool,
    can_write: bool,
    remarks: Vec<String>,
    /// What works by itself: when it last did, and when it means to again.
    signs: Vec<Sign>,
}

/// A sign of life of something that works by itself.
#[derive(Debug, Clone, Serialize)]
struct Sign {
    what: &'static str,
    last: Timestamp,
    next: Option<Timestamp>,
}

impl Sign {
    /// What to say where it should have worked since, and did not.
    fn missed(&self, desk: &Desk) -> Option<String> {
        let next = self.next.filter(|next| *next < desk.now.timestamp())?;
        let zone = desk.now.time_zone();
        Some(format!(
            "{} was to work again by {} and did not: it was ended, or this machine slept",
            self.what,
            words::moment(&next.to_zoned(zone.clone()), &desk.now)
        ))
    }
}

async fn signs(desk: &Desk) -> anyhow::Result<Vec<Sign>> {
    let mut view = desk.book.read().await?;
    let mut signs = Vec::new();
    for (what, name) in [("the sender", WORKER), ("the reader of your mailbox", READER)] {
        if let Some(Heartbeat { at, next }) = Heartbeat::read(&mut view, name).await? {
            signs.push(Sign { what, last: at, next });
        }
    }
    Ok(signs)
}

pub(super) fn run(args: &Args) -> anyhow::Result<Ended> {
    book::with(&args.book, async |desk| {
        let facts = desk.book.facts().await?;
        if args.rebuild {
            let mut tx = desk.book.transaction().await?;
            for case in tx.open_cases().await? {
                book::index(&mut tx, &case, &desk.moment).await?;
            }
            tx.commit().await?;
        }
        let mut remarks = remarks(desk, &facts);
        let signs = signs(desk).await?;
        remarks.extend(signs.iter().filter_map(|s| s.missed(desk)));
        let database = match facts.backend {
            afterword_store::book::Backend::Sqlite => "SQLite",
            afterword_store::book::Backend::Postgres => "PostgreSQL",
        };
        if desk.json {
            print_json(&wire_book::out(DoctorOut {
                place: desk.location.to_string(),
                database,
                version: facts.database_version.clone(),
                tables: facts.schema_version,
                whole: facts.is_whole(),
                can_write: facts.mode == Mode::ReadWrite,
                remarks: remarks.clone(),
                signs,
            }))?;
        } else {
            /// Where what stands beside a label begins.
            const LABEL: usize = 10;
            let mut screen = Screen::new(page_width());
            screen.head(if remarks.is_empty() {
                "All is well."
            } else {
                "Worth a look."
            });
            screen.row("book", LABEL, &desk.location.to_string());
            let version = format!(
                "{database} {}, tables of version {}",
                facts.database_version, facts.schema_version
            );
            screen.row("database", LABEL, &version);
            screen.row("whole", LABEL, if facts.is_whole() { "yes" } else { "no" });
            if let Some(file) = &facts.file {
                screen.row("size", LABEL, &format!("{} kB", file.bytes.div_ceil(1024)));
            }
            for sign in &signs {
                let zone = desk.now.time_zone();
                let said = |at: Timestamp| words::moment(&at.to_zoned(zone.clone()), &desk.now);
                let next = match sign.next {
                    Some(next) => format!("the next time by {}", said(next)),
                    None => "and ended in good order".to_owned(),
                };
                screen.row(
                    "at work",
                    LABEL,
                    &format!("{}: last {}, {next}", sign.what, said(sign.last)),
                );
            }
            for remark in &remarks {
                screen.row("look", LABEL, remark);
            }
            screen.next(if facts.is_whole() {
                "afterword backup FILE"
            } else {
                "afterword restore BACKUP"
            });
            print(screen.text().as_bytes())?;
        }
        Ok(if remarks.is_empty() {
            Ended::Done
        } else {
            Ended::Waiting
        })
    })
}

fn remarks(desk: &Desk, facts: &Facts) -> Vec<String> {
    let mut out: Vec<String> = facts.problems.iter().map(|p| format!("damaged: {p}")).collect();
    if facts.mode == Mode::ReadOnly {
        out.push("it can only be read; make the file and its folder writable for you".to_owned());
    }
    if let Some(file) = &facts.file {
        if file.open_to_others {
            out.push("others on this machine may read it: chmod 600".to_owned());
        }
        if let Some(kind) = &file.network {
            out.push(format!(
                "it lies on a network drive ({kind}), where locks can fail; keep it on a local disk"
            ));
        }
    }
    if let Some(server) = &facts.server {
        if server.bypasses_wall {
            out.push(format!(
                "the role {} passes by the wall between owners; use one that does not",
                server.role
            ));
        }
        if server.owns_tables {
            out.push(format!(
                "the role {} owns the tables; serve with one that owns nothing",
                server.role
            ));
        }
        for table in &server.unwalled {
            out.push(format!("the table {table} has no wall between owners"));
        }
    }
    out.extend(desk.doubt());
    out
}
