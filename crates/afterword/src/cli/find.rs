//! `afterword find`: words in names, points, notes and cards.

use afterword_store::book::{Hit, HitKind};
use serde::Serialize;

use super::{Ended, page_width, print, print_json};
use crate::book::{self, BookArgs, words};
use crate::screen::Screen;
use crate::wire_book;

const EXAMPLES: &str = "\
Examples:
  afterword find oyster
  afterword find boston long-form
";

/// What is shown at most.
const SHOWN: u32 = 40;

/// Find words in people, points, notes and cards
///
/// A word finds what begins with it; several must all be there. Exit code: 0 found, 1 nothing found.
#[derive(Debug, clap::Args)]
#[command(before_help = EXAMPLES, help_template = super::TEMPLATE)]
pub(super) struct Args {
    /// The words
    #[arg(value_name = "WORDS", required = true)]
    words: Vec<String>,
    #[command(flatten)]
    book: BookArgs,
}

#[derive(Debug, Serialize)]
struct FindOut {
    hits: Vec<HitOut>,
}

#[derive(Debug, Serialize)]
struct HitOut {
    kind: HitKind,
    id: i64,
    case: Option<i64>,
    organization: Option<String>,
    person: Option<String>,
    text: String,
}

pub(super) fn run(args: &Args) -> anyhow::Result<Ended> {
    book::with(&args.book, async |desk| {
        let mut view = desk.book.read().await?;
        let hits = view.find(&args.words.join(" "), SHOWN).await?;
        if desk.json {
            print_json(&wire_book::out(FindOut {
                hits: hits.iter().map(hit).collect(),
            }))?;
        } else {
            print(page(&hits).as_bytes())?;
        }
        Ok(if hits.is_empty() { Ended::Waiting } else { Ended::Done })
    })
}

fn hit(hit: &Hit) -> HitOut {
    HitOut {
        kind: hit.kind,
        id: hit.id,
        case: hit.case.map(|c| c.0),
        organization: hit.organization.clone(),
        person: hit.name.clone(),
        text: hit.text.clone(),
    }
}

fn page(hits: &[Hit]) -> String {
    let mut screen = Screen::new(page_width());
    if hits.is_empty() {
        screen.head("Nothing found.");
        screen.next("afterword people");
        return screen.text();
    }
    for hit in hits {
        let kind = match hit.kind {
            HitKind::Person => "person",
            HitKind::Point => "point",
            HitKind::Note => "note",
            HitKind::Card => "card",
        };
        let who = hit.name.as_deref().or(hit.organization.as_deref()).unwrap_or("");
        let text: String = hit.text.split_whitespace().collect::<Vec<_>>().join(" ");
        screen.cells(&[(kind, 6), (who, 20)], &text);
    }
    let named = hits.iter().find_map(|h| h.name.as_deref());
    screen.next(&match (named, hits[0].case) {
        (Some(name), _) => format!("afterword person {}", words::quoted(name)),
        (None, Some(case)) => format!("afterword plan {case}"),
        _ => "afterword people".to_owned(),
    });
    screen.text()
}
