//! `afterword card`: the text to copy out by hand, and how far the card is: written, proofed, sealed, posted.

use std::path::PathBuf;

use afterword_core::casebook::{Card, CardId, CardState, Case, Content, Key, PersonId, Purpose, Refused, TextHash};
use afterword_store::book::{AddressSource, CardRecord, Transaction};
use afterword_store::name::slug;
use afterword_store::{Existing, KeptFile, keep};
use serde::Serialize;

use super::{Ended, page_width, print, print_json};
use crate::book::letters::{self, Written};
use crate::book::{self, BookArgs, Desk, decided, lookup};
use crate::bundle::return_address;
use crate::failure::Failure;
use crate::paper;
use crate::screen::Screen;
use crate::stationery::CardOptions;
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
        let key = key(&case, person.id)?;
        let cards = tx.cards(case.id).await?;
        let living = |c: &&CardRecord| c.card.key == key && !matches!(c.card.state, CardState::Discarded { .. });
        let mut record = cards.iter().find(living).cloned();
        let text = match &record {
            Some(record) => record.text.clone(),
            None => match letters::write(desk, &mut tx, &case, key, person.id).await? {
                Written::Words(words) => words.body,
                Written::Asks(question) => {
                    return Err(Failure::new(format!("there is no card to {} yet", person.name))
                        .hint(format!("{question} Answer with `afterword draft {} --answer`", case.id))
                        .into());
                }
            },
        };
        let moved = step(desk, &mut tx, &case, args, key, &person.name, &text, record.take()).await?;
        let files = match &args.out {
            Some(folder) => {
                let files = printed(desk, &case, &person, &text)?;
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
            let advice = after.as_ref().and_then(|c| advice(desk, c, key));
            print(page(&person.name, &text, moved.as_ref(), advice.as_deref(), &files).as_bytes())?;
        }
        Ok(Ended::Done)
    })
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

/// The card of the last round in which they met.
fn key(case: &Case, person: PersonId) -> Result<Key, Failure> {
    let round = case.rounds.iter().rev().find(|r| r.people.contains(&person));
    round.map(|r| Key::to(Purpose::Card, r.number, person)).ok_or_else(|| {
        Failure::new("you met nobody of this name in this case").hint("`afterword brief CASE` shows who took part")
    })
}

fn hash(name: &str, text: &str) -> TextHash {
    TextHash::of(&Content {
        recipient: name,
        identity: "",
        subject: "",
        body: text,
        not_before: None,
        expires: None,
    })
}

#[expect(
    clippy::too_many_arguments,
    reason = "one step needs all that is known of one card, and has one caller"
)]
async fn step(
    desk: &Desk,
    tx: &mut Transaction,
    case: &Case,
    args: &Args,
    key: Key,
    name: &str,
    text: &str,
    record: Option<CardRecord>,
) -> anyhow::Result<Option<CardRecord>> {
    let at = desk.now.timestamp();
    let refused = |refused: Refused| {
        Failure::new(refused.to_string()).hint("a card is written, proofed, sealed and posted, in this order")
    };
    let Some(mut record) = record else {
        if args.written {
            let to = key.person.unwrap_or(PersonId(0));
            let card = CardRecord {
                case: case.id,
                card: Card::written(CardId(0), key, to, at),
                recipient: Some(name.to_owned()),
                text: text.to_owned(),
                trace: None,
                revision: 0,
            };
            let id = tx.add_card(&card).await?;
            return Ok(tx.card(id).await?);
        }
        if args.proofed || args.sealed || args.posted || args.discarded {
            return Err(Failure::new(format!("no card to {name} is written yet"))
                .hint("when it is copied out: `afterword card NAME --written`")
                .into());
        }
        return Ok(None);
    };
    let card = record.card.clone();
    let text = hash(name, text);
    let moved = if args.written {
        card.edited(at)
    } else if args.proofed {
        card.proofed(at, text)
    } else if args.sealed {
        card.sealed(at, text)
    } else if args.posted {
        card.posted(at)
    } else if args.discarded {
        card.discarded(at)
    } else {
        return Ok(Some(record));
    };
    record.card = moved.map_err(refused)?;
    tx.save_card(&record).await?;
    if args.posted {
        super::stationery::take_for_card(tx, at).await?;
    }
    Ok(Some(record))
}

/// The owner's card, paper and return address.
fn stationery(desk: &Desk) -> paper::Stationery {
    let options = CardOptions::default();
    let card = desk.settings.card.card(&options);
    paper::Stationery {
        card,
        paper: desk.settings.card.paper(&options),
        envelope: card.format.envelope_size(),
        return_address: return_address(desk.profile().candidate.name.as_ref(), &desk.settings),
        country: desk.settings.country.clone(),
        ..paper::Stationery::default()
    }
}

fn printed(
    desk: &Desk,
    case: &Case,
    person: &afterword_store::book::PersonRecord,
    text: &str,
) -> anyhow::Result<Vec<KeptFile>> {
    let press = afterword_paper::Press::new();
    let stem = slug(&person.name, "person");
    let cannot = |e: afterword_paper::PaperError| {
        let text = e.to_string();
        let (message, hint) = text.split_once("\nhint: ").unwrap_or((&text, "shorten the text"));
        Failure::new(message.to_owned()).hint(hint.to_owned())
    };
    let mut on = stationery(desk);
    let mut files = vec![KeptFile {
        name: format!("{stem}-card.pdf"),
        bytes: paper::sheet(&press, text, &person.name, &on).map_err(cannot)?,
    }];
    if let Some(postal) = &person.postal {
        // What an employer's site has leads to the building; the department leads to the person (S39).
        if postal.source == AddressSource::Website {
            on.source = afterword_paper::AddressSource::Website;
        }
        let to = paper::EnvelopeTo {
            name: &person.name,
            honorific_prefix: person.honorific_prefix.as_deref(),
            department: person.department.as_deref(),
            organization: &case.organization,
            lines: &postal.lines,
            country: postal.country.as_deref(),
        };
        files.push(KeptFile {
            name: format!("{stem}-envelope.pdf"),
            bytes: paper::envelope_to(&press, &to, &on).map_err(cannot)?,
        });
    }
    Ok(files)
}

/// What the plan says about the card.
fn advice(desk: &Desk, case: &Case, key: Key) -> Option<String> {
    let decision = decided(case, &desk.moment);
    if let Some(action) = decision.action(&key) {
        Some(format!("{} [{}]", action.reason, action.practice))
    } else {
        let refusal = decision.refusals.iter().find(|r| r.key == key)?;
        Some(format!("{} [{}]", refusal.reason, refusal.practice))
    }
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
