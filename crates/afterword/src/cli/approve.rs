//! `afterword approve`: shows the exact text, and takes its owner's word for it.
//!
//! A text is opened by being shown here; only what was shown can be approved, and only while nothing found in it is an
//! error. An approval binds the text, its recipient and its sender: whatever changes afterwards is a draft again.

use std::io::{self, IsTerminal as _};
use std::path::PathBuf;

use afterword_core::casebook::NoteState;
use afterword_core::check::Remark;
use afterword_store::book::{NoteRecord, PersonRecord};
use afterword_store::{Existing, KeptFile, keep};
use serde::Serialize;

use super::check::agreed;
use super::{Ended, page_width, print, print_json};
use crate::book::drafting::file_name;
use crate::book::measure::{self, Known, Text};
use crate::book::trace::Trace;
use crate::book::{self, BookArgs, Desk, gate, letters, lookup, words};
use crate::failure::Failure;
use crate::mail::outbox::left_to_its_owner;
use crate::screen::Screen;
use crate::wire_book::{self, NoteOut};
use crate::{annotated, wire};

const EXAMPLES: &str = "\
Examples:
  afterword approve 3
  afterword approve 3 --yes --eml notes
";

/// Read a note as it will be read, and approve it
///
/// What was never shown cannot be approved: --yes holds for a text that an earlier `approve` showed. Exit code: 0 approved,
/// 1 not yet, 2 failed.
#[derive(Debug, clap::Args)]
#[command(before_help = EXAMPLES, help_template = super::TEMPLATE)]
pub(super) struct Args {
    /// The note's number
    #[arg(value_name = "NOTE")]
    note: String,
    /// Approve the text that was shown before
    #[arg(long)]
    yes: bool,
    /// Put it into this folder as a draft for your mail program
    #[arg(long, value_name = "DIR")]
    eml: Option<PathBuf>,
    /// Take the approval back
    #[arg(long, conflicts_with_all = ["yes", "eml"])]
    take_back: bool,
    #[command(flatten)]
    book: BookArgs,
}

#[derive(Debug, Serialize)]
struct ApproveOut<'a> {
    note: NoteOut,
    approved: bool,
    findings: Vec<wire::FindingOut<'a>>,
    file: Option<String>,
}

pub(super) fn run(args: &Args) -> anyhow::Result<Ended> {
    book::with(&args.book, async |desk| {
        let mut view = desk.book.read().await?;
        let record = lookup::note(&mut view, &args.note).await?;
        let case = view.case(record.case).await?.ok_or_else(|| {
            Failure::new("the case of this note is not in the book").hint("look with `afterword cases`")
        })?;
        let to = view.person(record.note.to).await?.ok_or_else(|| {
            Failure::new("the reader of this note is not in the book").hint("look with `afterword people`")
        })?;
        if args.take_back {
            drop(view);
            return take_back(desk, record).await;
        }
        let language = measure::language();
        let known = Known::of(desk, &mut view, &case).await?;
        drop(view);
        let remarks = known.remarks(Some(&language), &Text::of(&record));
        let hash = gate::hash(desk, &record, &to);
        let shown_before = matches!(&record.note.state, NoteState::Opened { text, .. } if *text == hash);
        let unfinished = Trace::read(record.trace.as_ref()).starters.len();
        let errors = measure::errors(&remarks);
        let mut page = shown(&record, &to, &remarks);
        let record = gate::open(desk, record, hash, shown_before).await?;
        let already = matches!(record.note.state, NoteState::Approved { .. });
        let stopped = gate::stopped(&record, errors, unfinished);
        let asking = !desk.json && io::stdin().is_terminal() && io::stderr().is_terminal();
        let wanted = if already || stopped.is_some() {
            false
        } else if args.yes {
            shown_before
        } else if asking {
            print(page.text().as_bytes())?;
            page = Screen::new(page_width());
            agreed(&format!("Send this to {}, as it stands?", crate::text::plain(&to.name)))?
        } else {
            false
        };
        let record = if wanted {
            gate::approve(desk, record, &to, hash).await?
        } else {
            record
        };
        let approved = matches!(record.note.state, NoteState::Approved { .. });
        let file = match &args.eml {
            Some(folder) if approved => {
                left_to_its_owner(&desk.book, record.note.id, desk.now.timestamp()).await?;
                Some(eml(desk, &record, &to, folder)?)
            }
            _ => None,
        };
        if desk.json {
            print_json(&wire_book::out(ApproveOut {
                note: wire_book::note(&record, &to.name),
                approved,
                findings: remarks.iter().map(|r| wire::finding(&r.finding)).collect(),
                file,
            }))?;
        } else {
            end(&mut page, args, &record, stopped.as_deref(), file.as_deref());
            print(page.text().as_bytes())?;
        }
        Ok(if approved { Ended::Done } else { Ended::Waiting })
    })
}

fn shown(record: &NoteRecord, to: &PersonRecord, remarks: &[Remark]) -> Screen {
    let mut screen = Screen::new(page_width());
    screen.head(&format!(
        "Note {}: {} to {}",
        record.note.id,
        words::purpose(record.note.key.purpose),
        to.name
    ));
    screen.gap();
    let mailbox = match &to.addr_spec {
        Some(address) => format!("{} <{address}>", to.name),
        None => format!("{} (no address yet)", to.name),
    };
    screen.quoted(&format!(
        "To: {mailbox}\nSubject: {}\n\n{}",
        record.subject, record.body
    ));
    if !record.enclosures.is_empty() {
        screen.section("Goes with it");
        for enclosure in &record.enclosures {
            screen.block(&format!("[ ] {enclosure}"));
        }
    }
    if !remarks.is_empty() {
        screen.gap();
        let name = format!("note {}", record.note.id);
        let found = annotated::findings(&name, &record.body, Some(&record.subject), &[], remarks, page_width());
        screen.raw(&found);
    }
    screen
}

async fn take_back(desk: &Desk, record: NoteRecord) -> anyhow::Result<Ended> {
    let record = gate::take_back(desk, record).await?;
    let mut screen = Screen::new(page_width());
    screen.head(&format!("Note {} is a draft again.", record.note.id));
    screen.next(&format!("afterword approve {}", record.note.id));
    print(screen.text().as_bytes())?;
    Ok(Ended::Done)
}

fn eml(desk: &Desk, record: &NoteRecord, to: &PersonRecord, folder: &std::path::Path) -> anyhow::Result<String> {
    let file = KeptFile {
        name: file_name(record, &to.name, "eml"),
        bytes: letters::eml(desk, record, to)?,
    };
    let kept = keep(&[file], folder, Existing::Replace);
    let paths = kept.map_err(|e| {
        Failure::new("cannot keep the file")
            .because(e)
            .hint("name another folder with --eml")
    })?;
    Ok(paths.first().map(|p| p.display().to_string()).unwrap_or_default())
}

fn end(screen: &mut Screen, args: &Args, record: &NoteRecord, stopped: Option<&str>, file: Option<&str>) {
    let id = record.note.id;
    screen.gap();
    if matches!(record.note.state, NoteState::Approved { .. }) {
        match file {
            Some(file) => screen.block(&format!(
                "Approved, and ready to send: open {file} in your mail program."
            )),
            None => screen.block("Approved, and ready to send. --eml DIR makes a draft for your mail program."),
        }
        screen.aside("When it is sent, say so; the plan goes on from there.");
        screen.next(&format!("afterword record sent {id}"));
        return;
    }
    match stopped {
        Some(stopped) => {
            screen.block(stopped);
            screen.next(&format!("afterword edit {id}"));
        }
        None if args.yes => {
            screen.block("You had not seen this text yet, so it was not approved. Read it, then say yes again.");
            screen.next(&format!("afterword approve {id} --yes"));
        }
        None => screen.next(&format!("afterword approve {id} --yes   or   afterword edit {id}")),
    }
}
