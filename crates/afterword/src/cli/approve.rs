//! `afterword approve`: shows the exact text, and takes its owner's word for it.
//!
//! A text is opened by being shown here; only what was shown can be approved, and only while nothing found in it is an
//! error. An approval binds the text, its recipient and its sender: whatever changes afterwards is a draft again.

use std::io::{self, IsTerminal as _};
use std::path::PathBuf;

use afterword_core::casebook::{Approval, Content, NoteState, TextHash};
use afterword_core::check::Remark;
use afterword_store::book::{NoteRecord, PersonRecord};
use afterword_store::{Existing, KeptFile, keep};
use serde::Serialize;

use super::check::agreed;
use super::draft::file_name;
use super::{Ended, page_width, print, print_json};
use crate::book::measure::{self, Known, Text};
use crate::book::trace::Trace;
use crate::book::{self, BookArgs, Desk, letters, lookup, words};
use crate::failure::Failure;
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
        let hash = hash(desk, &record, &to);
        let shown_before = matches!(&record.note.state, NoteState::Opened { text, .. } if *text == hash);
        let unfinished = Trace::read(record.trace.as_ref()).starters.len();
        let errors = measure::errors(&remarks);
        let mut page = shown(&record, &to, &remarks);
        let record = open(desk, record, hash, shown_before).await?;
        let already = matches!(record.note.state, NoteState::Approved { .. });
        let stopped = stopped(&record, errors, unfinished);
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
            approve(desk, record, &to, hash).await?
        } else {
            record
        };
        let approved = matches!(record.note.state, NoteState::Approved { .. });
        let file = match &args.eml {
            Some(folder) if approved => Some(eml(desk, &record, &to, folder)?),
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

/// What an approval binds.
pub(super) fn hash(desk: &Desk, record: &NoteRecord, to: &PersonRecord) -> TextHash {
    TextHash::of(&Content {
        recipient: to.addr_spec.as_deref().unwrap_or_default(),
        identity: &identity(desk),
        subject: &record.subject,
        body: &record.body,
        not_before: record.not_before,
        expires: record.expires,
    })
}

/// The sender's mailbox.
fn identity(desk: &Desk) -> String {
    let own = &desk.profile().candidate;
    match (&own.name, &own.addr_spec) {
        (Some(name), Some(address)) => format!("{name} <{address}>"),
        (name, address) => name.clone().or_else(|| address.clone()).unwrap_or_default(),
    }
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

/// Remembers that this very text was before its owner's eyes.
async fn open(desk: &Desk, record: NoteRecord, hash: TextHash, shown_before: bool) -> anyhow::Result<NoteRecord> {
    let opens = matches!(
        record.note.state,
        NoteState::Drafted { .. } | NoteState::Opened { .. } | NoteState::Failed { .. }
    );
    if !opens || shown_before {
        return Ok(record);
    }
    let read = record.note.revision;
    let note = record
        .note
        .clone()
        .opened(desk.now.timestamp(), hash)
        .map_err(refused)?;
    save(desk, NoteRecord { note, ..record }, read).await
}

async fn save(desk: &Desk, record: NoteRecord, read: u32) -> anyhow::Result<NoteRecord> {
    let mut tx = desk.book.transaction().await?;
    tx.save_note(&record, read).await?;
    if let Some(case) = tx.case(record.case).await? {
        book::index(&mut tx, &case, &desk.moment).await?;
    }
    tx.commit().await?;
    Ok(record)
}

#[expect(clippy::needless_pass_by_value, reason = "an error handed on, as `map_err` hands it")]
fn refused(refused: afterword_core::casebook::Refused) -> Failure {
    Failure::new(refused.to_string()).hint("nothing was changed; `afterword plan --why` says how things stand")
}

/// What keeps the gate closed, in words.
fn stopped(record: &NoteRecord, errors: usize, unfinished: usize) -> Option<String> {
    match &record.note.state {
        NoteState::Drafted { .. } | NoteState::Opened { .. } | NoteState::Failed { .. } => {}
        NoteState::Approved { .. } => return None,
        state => return Some(format!("It is {} already.", state.name())),
    }
    match (errors, unfinished) {
        (0, 0) => None,
        (0, 1) => Some("One sentence is left to you; finish or drop it first.".to_owned()),
        (0, n) => Some(format!("{n} sentences are left to you; finish or drop them first.")),
        (1, _) => Some("One thing found in it must be mended first.".to_owned()),
        (n, _) => Some(format!("{n} things found in it must be mended first.")),
    }
}

async fn approve(desk: &Desk, record: NoteRecord, to: &PersonRecord, hash: TextHash) -> anyhow::Result<NoteRecord> {
    let read = record.note.revision;
    let approval = Approval {
        at: desk.now.timestamp(),
        text: hash,
        not_before: record.not_before,
        expires: record.expires,
    };
    let note = record.note.clone().approved(approval).map_err(refused)?;
    let record = NoteRecord {
        note,
        recipient: to.addr_spec.clone(),
        identity: Some(identity(desk)),
        ..record
    };
    save(desk, record, read).await
}

async fn take_back(desk: &Desk, record: NoteRecord) -> anyhow::Result<Ended> {
    let read = record.note.revision;
    let note = record.note.clone().withdrawn(desk.now.timestamp()).map_err(refused)?;
    let record = save(desk, NoteRecord { note, ..record }, read).await?;
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
