//! `afterword card`: the text to copy out by hand, and how far the card is: written, proofed, sealed, posted.

use std::path::PathBuf;

use afterword_core::casebook::{CardState, Case, PersonId};
use afterword_store::book::{CardRecord, Transaction};
use afterword_store::{Existing, keep};
use serde::Serialize;

use super::{Ended, page_width, print, print_json};
use crate::book::cards::{self, CardStep};
use crate::book::{self, BookArgs, lookup};
use crate::failure::Failure;
use crate::screen::Screen;
use crate::wire_book;

const EXAMPLES: &str = "\
Examples:
  afterword card 'Maria Gonzalez'
  afterword card maria --out cards
  afterword card maria --written
";

/// Show the card to somebody, and say how far it is
#[derive(Debug, clap::Args)]
#[command(before_help = EXAMPLES, help_template = super::TEMPLATE)]
#[command(group = clap::ArgGroup::new("step"))]
pub(super) struct Args {
    /// To whom
    #[arg(value_name = "PERSON")]
    person: String,
    /// The case, where they belong to several
    #[arg(long, value_name = "CASE")]
    case: Option<String>,
    /// You copied it out
    #[arg(long, group = "step")]
    written: bool,
    /// You read it word by word against the text
    #[arg(long, group = "step")]
    proofed: bool,
    /// It is in its envelope
    #[arg(long, group = "step")]
    sealed: bool,
    /// It is in the post
    #[arg(long, group = "step")]
    posted: bool,
    /// It will not be posted
    #[arg(long, group = "step")]
    discarded: bool,
    /// Put the sheet to copy from, and the envelope where the address is known, into this folder
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    #[command(flatten)]
    book: BookArgs,
}

#[derive(Debug, Serialize)]
struct CardOut {
    case: i64,
    to: String,
    state: Option<&'static str>,
    text: String,
    files: Vec<String>,
}

pub(super) fn run(args: &Args) -> anyhow::Result<Ended> {
    book::with(&args.book, async |desk| {
        let mut tx = desk.book.transaction().await?;
        let person = lookup::person(&mut tx, &args.person).await?;
        let case = the_case(&mut tx, args.case.as_deref(), person.id).await?;
        let found = match cards::find(desk, &mut tx, &case, person.id).await? {
            Ok(found) => found,
            Err(question) => {
                return Err(Failure::new(format!("there is no card to {} yet", person.name))
                    .hint(format!("{question} Answer with `afterword draft {} --answer`", case.id))
                    .into());
            }
        };
        let (key, text) = (found.key, found.text.clone());
        let moved = match step(args) {
            Some(step) => Some(cards::step(desk, &mut tx, &case, &person.name, found, step).await?),
            None => found.record,
        };
        let files = match &args.out {
            Some(folder) => {
                let files = cards::printed(desk, &case, &person, &text)?;
                let kept = keep(&files, folder, Existing::Replace);
                kept.map_err(|e| {
                    Failure::new("cannot keep the files")
                        .because(e)
                        .hint("name another folder with --out")
                })?
            }
            None => Vec::new(),
        };
        let after = tx.case(case.id).await?;
        if let Some(case) = &after {
            book::index(&mut tx, case, &desk.moment).await?;
        }
        tx.commit().await?;
        let files: Vec<String> = files.iter().map(|p| p.display().to_string()).collect();
        if desk.json {
            print_json(&wire_book::out(CardOut {
                case: case.id.0,
                to: person.name.clone(),
                state: moved.as_ref().map(|c| c.card.state.name()),
                text,
                files,
            }))?;
        } else {
            let advice = after.as_ref().and_then(|c| cards::advice(desk, c, key));
            let advice = advice.map(|(why, practice)| format!("{why} [{practice}]"));
            print(page(&person.name, &text, moved.as_ref(), advice.as_deref(), &files).as_bytes())?;
        }
        Ok(Ended::Done)
    })
}

fn step(args: &Args) -> Option<CardStep> {
    [
        (args.written, CardStep::Written),
        (args.proofed, CardStep::Proofed),
        (args.sealed, CardStep::Sealed),
        (args.posted, CardStep::Posted),
        (args.discarded, CardStep::Discarded),
    ]
    .into_iter()
    .find_map(|(said, step)| said.then_some(step))
}

async fn the_case(tx: &mut Transaction, named: Option<&str>, person: PersonId) -> anyhow::Result<Case> {
    let id = if named.is_some() {
        lookup::case(tx, named).await?.id
    } else {
        let links = tx.links_of(person).await?;
        match links.as_slice() {
            [one] => one.case,
            [] => {
                return Err(Failure::new("this person belongs to no case")
                    .hint("say which with --case")
                    .into());
            }
            several => {
                let list: Vec<String> = several.iter().map(|l| l.case.to_string()).collect();
                return Err(Failure::new("this person belongs to several cases")
                    .hint(format!("say which with --case: {}", list.join(", ")))
                    .into());
            }
        }
    };
    let case = tx.case(id).await?;
    Ok(case.ok_or_else(|| Failure::new("this case is not in the book").hint("`afterword cases` lists them all"))?)
}

fn page(name: &str, text: &str, record: Option<&CardRecord>, advice: Option<&str>, files: &[String]) -> String {
    let mut screen = Screen::new(page_width());
    let state = record.map_or("to be copied out by hand", |r| r.card.state.name());
    screen.head(&format!("Card to {name}: {state}."));
    screen.gap();
    screen.quoted(text);
    if let Some(advice) = advice {
        screen.gap();
        screen.aside(advice);
    }
    for file in files {
        screen.block(file);
    }
    let who = book::words::quoted(name);
    screen.next(&match record.map(|r| &r.card.state) {
        None => format!("afterword card {who} --written"),
        Some(CardState::Written { .. }) => format!("afterword card {who} --proofed"),
        Some(CardState::Proofed { .. }) => format!("afterword card {who} --sealed"),
        Some(CardState::Sealed { .. }) => format!("afterword card {who} --posted"),
        Some(_) => "afterword today".to_owned(),
    });
    screen.text()
}
