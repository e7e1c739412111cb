//! `afterword people` and `afterword person`: whom you know, and the years with each of them.

use afterword_store::book::{PersonRecord, PersonSummary, Snapshot, Touched};
use jiff::Timestamp;
use serde::Serialize;

use super::{Ended, page_width, print, print_json};
use crate::book::known::{Change, change, occasion};
use crate::book::{self, BookArgs, Desk, lookup, words};
use crate::failure::Failure;
use crate::screen::Screen;
use crate::wire_book;

const PEOPLE_EXAMPLES: &str = "\
Examples:
  afterword people
";

const PERSON_EXAMPLES: &str = "\
Examples:
  afterword person maria
  afterword person maria --email maria@harbor.example
  afterword person 'Maria Gonzalez' --post '12 Wharf St; Boston MA 02110'
";

/// Show everybody on one line
#[derive(Debug, clap::Args)]
#[command(before_help = PEOPLE_EXAMPLES, help_template = super::TEMPLATE)]
pub(super) struct PeopleArgs {
    #[command(flatten)]
    book: BookArgs,
}

/// Show somebody, and everything there was between you
///
/// With an option, what is known of them is changed first.
#[derive(Debug, clap::Args)]
#[command(before_help = PERSON_EXAMPLES, help_template = super::TEMPLATE)]
pub(super) struct PersonArgs {
    /// Who: a name or the beginning of it, an address, or #NUMBER
    #[arg(value_name = "PERSON")]
    person: String,
    /// Their mail address
    #[arg(long, value_name = "ADDRESS")]
    email: Option<String>,
    /// Their name as it is spelled
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// Their job title
    #[arg(long, value_name = "TITLE")]
    title: Option<String>,
    /// Where their post goes, like '12 Wharf St; Boston MA 02110'
    #[arg(long, value_name = "STREET; CITY")]
    post: Option<String>,
    /// The department, for an address from a website
    #[arg(long, value_name = "NAME")]
    department: Option<String>,
    /// A card for them, however you met
    #[arg(long)]
    wants_card: bool,
    /// No note to them
    #[arg(long, conflicts_with = "wants_card")]
    no_note: bool,
    #[command(flatten)]
    book: BookArgs,
}

#[derive(Debug, Serialize)]
struct PeopleOut {
    people: Vec<SummaryOut>,
}

#[derive(Debug, Serialize)]
struct SummaryOut {
    person: i64,
    name: String,
    title: Option<String>,
    organization: Option<String>,
    email: Option<String>,
    cases: u32,
    last_touch: Option<Timestamp>,
}

#[derive(Debug, Serialize)]
struct PersonOut {
    person: i64,
    name: String,
    title: Option<String>,
    department: Option<String>,
    organization: Option<String>,
    email: Option<String>,
    phones: Vec<String>,
    post: Option<Vec<String>>,
    timeline: Vec<TouchOut>,
    points: Vec<String>,
}

#[derive(Debug, Serialize)]
struct TouchOut {
    at: Timestamp,
    case: i64,
    organization: String,
    what: String,
}

pub(super) fn people(args: &PeopleArgs) -> anyhow::Result<Ended> {
    book::with(&args.book, async |desk| {
        let mut view = desk.book.read().await?;
        let people = view.person_list().await?;
        if desk.json {
            print_json(&wire_book::out(PeopleOut {
                people: people.iter().map(summary).collect(),
            }))?;
        } else {
            print(list(desk, &people).as_bytes())?;
        }
        Ok(Ended::Done)
    })
}

fn summary(p: &PersonSummary) -> SummaryOut {
    SummaryOut {
        person: p.id.0,
        name: p.name.clone(),
        title: p.title.clone(),
        organization: p.organization.clone(),
        email: p.addr_spec.clone(),
        cases: p.cases,
        last_touch: p.last_touch,
    }
}

fn list(desk: &Desk, people: &[PersonSummary]) -> String {
    let mut screen = Screen::new(page_width());
    screen.head(&match people.len() {
        0 => "Nobody yet.".to_owned(),
        1 => "1 person".to_owned(),
        n => format!("{n} people"),
    });
    let zone = desk.now.time_zone();
    for person in people {
        let organization = person.organization.as_deref().unwrap_or("");
        let last = person.last_touch.map_or_else(
            || "no note yet".to_owned(),
            |at| format!("note of {}", words::day(zone.to_datetime(at).date(), &desk.now)),
        );
        screen.cells(&[(&person.name, 24), (organization, 24)], &last);
    }
    let next = people.first().map_or_else(
        || "afterword new JOT".to_owned(),
        |p| format!("afterword person {}", words::quoted(&p.name)),
    );
    screen.next(&next);
    screen.text()
}

pub(super) fn person(args: &PersonArgs) -> anyhow::Result<Ended> {
    book::with(&args.book, async |desk| {
        let changes = args.email.is_some()
            || args.name.is_some()
            || args.title.is_some()
            || args.post.is_some()
            || args.department.is_some()
            || args.wants_card
            || args.no_note;
        let mut id = None;
        if changes {
            let mut tx = desk.book.transaction().await?;
            let known = lookup::person(&mut tx, &args.person).await?;
            id = Some(known.id);
            let wanted = Change {
                name: args.name.clone(),
                email: args.email.clone(),
                title: args.title.clone(),
                post: args.post.clone(),
                department: args.department.clone(),
                wants_card: args.wants_card,
                no_note: args.no_note,
            };
            change(desk, &mut tx, known, &wanted).await?;
            tx.commit().await?;
        }
        let mut view = desk.book.read().await?;
        let person = match id {
            Some(id) => view.person(id).await?,
            None => Some(lookup::person(&mut view, &args.person).await?),
        };
        let person =
            person.ok_or_else(|| Failure::new("this person is gone").hint("`afterword people` lists them all"))?;
        show(desk, &mut view, &person).await
    })
}

async fn show(desk: &Desk, view: &mut Snapshot, person: &PersonRecord) -> anyhow::Result<Ended> {
    let timeline = view.timeline(person.id).await?;
    let points = view.points_about(person.id).await?;
    let usable: Vec<String> = points
        .into_iter()
        .filter(|p| p.private.is_none())
        .map(|p| p.text)
        .collect();
    if desk.json {
        print_json(&wire_book::out(PersonOut {
            person: person.id.0,
            name: person.name.clone(),
            title: person.title.clone(),
            department: person.department.clone(),
            organization: person.organization.clone(),
            email: person.addr_spec.clone(),
            phones: person.phones.clone(),
            post: person.postal.as_ref().map(|p| p.lines.clone()),
            timeline: timeline
                .iter()
                .map(|t| TouchOut {
                    at: t.at,
                    case: t.case.0,
                    organization: t.organization.clone(),
                    what: occasion(&t.what),
                })
                .collect(),
            points: usable,
        }))?;
        return Ok(Ended::Done);
    }
    let mut screen = Screen::new(page_width());
    let title = person.title.as_deref().map(|t| format!(", {t}")).unwrap_or_default();
    screen.head(&format!("{}{title}", person.name));
    if let Some(organization) = &person.organization {
        screen.block(organization);
    }
    screen.block(person.addr_spec.as_deref().unwrap_or("no mail address yet"));
    if let Some(postal) = &person.postal {
        screen.block(&postal.lines.join(", "));
    }
    if !timeline.is_empty() {
        screen.section("Between you");
        let zone = desk.now.time_zone();
        for touched in &timeline {
            let day = zone.to_datetime(touched.at).date().strftime("%-d %b %Y").to_string();
            screen.cells(&[(&day, 12), (&occasion(&touched.what), 36)], &touched.organization);
        }
    }
    if !usable.is_empty() {
        screen.section("What you noted");
        for point in &usable {
            screen.row("-", 2, point);
        }
    }
    screen.next(next(&timeline, person).as_str());
    print(screen.text().as_bytes())?;
    Ok(Ended::Done)
}

fn next(timeline: &[Touched], person: &PersonRecord) -> String {
    match (timeline.last(), &person.addr_spec) {
        (_, None) => format!("afterword person {} --email ADDRESS", words::quoted(&person.name)),
        (Some(last), _) => format!("afterword plan {}", last.case),
        _ => "afterword today".to_owned(),
    }
}
