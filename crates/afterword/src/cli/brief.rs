//! `afterword brief`: one page before an interview: whom you meet, what you know, and what to ask for.

use afterword_core::casebook::PersonId;
use afterword_store::book::{PersonRecord, RoundRecord, Snapshot};
use jiff::Zoned;
use serde::Serialize;

use super::{Ended, page_width, print, print_json};
use crate::book::{self, BookArgs, Desk, lookup, words};
use crate::screen::Screen;
use crate::text::plain;
use crate::wire_book;

const EXAMPLES: &str = "\
Examples:
  afterword brief
  afterword brief harbor
";

/// Points shown of what is known of somebody.
const KNOWN: usize = 3;

/// Show what to know and what to ask for before an interview
#[derive(Debug, clap::Args)]
#[command(before_help = EXAMPLES, help_template = super::TEMPLATE)]
pub(super) struct Args {
    /// The case: its number, or its employer [default: the only open one]
    #[arg(value_name = "CASE")]
    case: Option<String>,
    #[command(flatten)]
    book: BookArgs,
}

#[derive(Debug, Serialize)]
struct BriefOut {
    case: i64,
    organization: String,
    role: Option<String>,
    begin: Option<Zoned>,
    people: Vec<WhoOut>,
    ask_for: Vec<String>,
}

#[derive(Debug, Serialize)]
struct WhoOut {
    name: String,
    title: Option<String>,
    known: Vec<String>,
    met_before: u32,
}

pub(super) fn run(args: &Args) -> anyhow::Result<Ended> {
    book::with(&args.book, async |desk| {
        let mut view = desk.book.read().await?;
        let found = lookup::case(&mut view, args.case.as_deref()).await?;
        let rounds = view.rounds(found.id).await?;
        let now = desk.now.timestamp();
        let next = rounds.iter().find(|r| r.end.timestamp() > now);
        let people = people(&mut view, &rounds, next, found.id).await?;
        let mut who = Vec::new();
        for person in &people {
            who.push(about(&mut view, person, now).await?);
        }
        let ask_for = ask_for(&people);
        if desk.json {
            print_json(&wire_book::out(BriefOut {
                case: found.id.0,
                organization: found.organization.clone(),
                role: found.role.clone(),
                begin: next.and_then(|r| r.begin.clone()),
                people: who,
                ask_for,
            }))?;
        } else {
            let label = words::case(&found.organization, found.role.as_deref());
            print(page(desk, &label, next, rounds.last(), &who, &ask_for).as_bytes())?;
        }
        Ok(Ended::Done)
    })
}

/// Who takes part in the next interview; where none is planned, everybody of the case.
async fn people(
    view: &mut Snapshot,
    rounds: &[RoundRecord],
    next: Option<&RoundRecord>,
    case: afterword_core::casebook::CaseId,
) -> anyhow::Result<Vec<PersonRecord>> {
    let all = view.people_of(case).await?;
    let Some(round) = next.or(rounds.last()) else {
        return Ok(all);
    };
    let of = |id: &PersonId| all.iter().find(|p| p.id == *id).cloned();
    Ok(round.people.iter().filter_map(of).collect())
}

async fn about(view: &mut Snapshot, person: &PersonRecord, now: jiff::Timestamp) -> anyhow::Result<WhoOut> {
    let points = view.points_about(person.id).await?;
    let usable = points.into_iter().rev().filter(|p| p.private.is_none());
    let timeline = view.timeline(person.id).await?;
    let met = |t: &&afterword_store::book::Touched| {
        matches!(t.what, afterword_store::book::Occasion::Interview { .. }) && t.at <= now
    };
    Ok(WhoOut {
        name: person.name.clone(),
        title: person.title.clone(),
        known: usable.take(KNOWN).map(|p| p.text).collect(),
        met_before: u32::try_from(timeline.iter().filter(met).count()).unwrap_or(u32::MAX),
    })
}

/// What only the interview can give.
fn ask_for(people: &[PersonRecord]) -> Vec<String> {
    let mut out = vec!["how soon they decide, and who will tell you: note their words".to_owned()];
    let without: Vec<&str> = people
        .iter()
        .filter(|p| p.addr_spec.is_none() || p.postal.is_none())
        .map(|p| p.name.as_str())
        .collect();
    out.push(if without.is_empty() {
        "a business card, should anything have changed".to_owned()
    } else {
        format!("a business card of {}: address and title stand on it", list(&without))
    });
    let names: Vec<&str> = people.iter().map(|p| p.name.as_str()).collect();
    out.push(if names.is_empty() {
        "everybody's name as it is spelled, and what they do".to_owned()
    } else {
        format!(
            "whether these are spelled right: {}; and who else is in the room",
            list(&names)
        )
    });
    out.push("whether a follow-up is welcome".to_owned());
    out
}

fn list(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

fn page(
    desk: &Desk,
    label: &str,
    next: Option<&RoundRecord>,
    last: Option<&RoundRecord>,
    who: &[WhoOut],
    ask_for: &[String],
) -> String {
    let mut screen = Screen::new(page_width());
    screen.head(label);
    match (next, last) {
        (Some(round), _) => {
            let when = words::moment(round.begin.as_ref().unwrap_or(&round.end), &desk.now);
            let how = round.format.map_or("", |f| match f {
                afterword_core::model::Format::InPerson => ", in person",
                afterword_core::model::Format::Phone => ", by phone",
                afterword_core::model::Format::Video => ", by video",
            });
            screen.block(&format!("{when}{how}"));
        }
        (None, Some(round)) => {
            let day = words::day(round.end.date(), &desk.now);
            screen.aside(&format!("No interview is planned; the last was {day}."));
        }
        (None, None) => screen.aside("No interview is planned."),
    }
    if !who.is_empty() {
        screen.section("You meet");
        for person in who {
            let title = person.title.as_deref().map(|t| format!(", {t}")).unwrap_or_default();
            let before = match person.met_before {
                0 => String::new(),
                1 => " (met once before)".to_owned(),
                n => format!(" (met {n} times before)"),
            };
            screen.block(&format!("{}{title}{before}", person.name));
            for known in &person.known {
                screen.row("", 2, &plain(known));
            }
        }
    }
    screen.section("Ask for");
    for thing in ask_for {
        screen.block(&format!("[ ] {thing}"));
    }
    screen.next("afterword new JOT   (right after it, in the nearest coffee shop)");
    screen.text()
}
