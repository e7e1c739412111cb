//! `afterword today`: the one thing to do now, what else may be done, and what comes; at most a screen.

use std::collections::BTreeSet;

use afterword_core::casebook::{Case, CaseId};
use afterword_core::plan::{Action, NOTHING_TO_DO, Standing, What};
use afterword_store::book::{Planned, Snapshot};
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

use super::{Ended, page_width, print, print_json};
use crate::book::{self, BookArgs, Desk, decided, words};
use crate::screen::{Screen, shortened};
use crate::wire_book::{self, ActionOut, ComingOut};

const EXAMPLES: &str = "\
Examples:
  afterword today
  afterword today --json
";

/// Lines of a terminal.
const LINES: usize = 24;

/// Show the one thing to do now
///
/// The first line is what to do, or that waiting is right. Exit code: 0 nothing presses, 1 something waits for you.
#[derive(Debug, clap::Args)]
#[command(before_help = EXAMPLES, help_template = super::TEMPLATE)]
pub(super) struct Args {
    #[command(flatten)]
    book: BookArgs,
}

#[derive(Debug, Serialize)]
struct TodayOut {
    headline: String,
    /// The date is in doubt since then.
    sure_until: Option<Timestamp>,
    actions: Vec<ActionOut>,
    coming: Vec<ComingOut>,
}

/// What may be done, with its case.
pub(super) struct Open {
    pub(super) case: Case,
    pub(super) action: Action,
}

pub(super) fn run(args: &Args) -> anyhow::Result<Ended> {
    book::with(&args.book, async |desk| {
        let mut view = desk.book.read().await?;
        let open = open(desk, &mut view).await?;
        let coming = coming(desk, &mut view).await?;
        if desk.json {
            print_json(&wire_book::out(TodayOut {
                headline: headline(&open),
                sure_until: desk.moment.sure_until,
                actions: open.iter().map(|o| wire_book::action(&o.case, &o.action)).collect(),
                coming,
            }))?;
        } else {
            print(page(desk, &open, &coming).as_bytes())?;
        }
        Ok(if open.is_empty() { Ended::Done } else { Ended::Waiting })
    })
}

fn headline(open: &[Open]) -> String {
    open.first().map_or_else(
        || NOTHING_TO_DO.to_owned(),
        |o| format!("{}.", words::action(&o.case, &o.action)),
    )
}

/// Everything open now, the most pressing first. Only cases of which the index says that something opened are decided.
pub(super) async fn open(desk: &Desk, view: &mut Snapshot) -> anyhow::Result<Vec<Open>> {
    /// Cases looked at one by one; beyond, all at once is cheaper.
    const ONE_BY_ONE: usize = 30;
    // A day ahead, in case a zone changed its rules since the index was made.
    let until = desk
        .moment
        .at
        .checked_add(SignedDuration::from_hours(24))
        .unwrap_or(Timestamp::MAX);
    let due = view.due_until(until, u32::MAX >> 1).await?;
    let ids: BTreeSet<CaseId> = due.iter().map(|p| p.case).collect();
    let mut cases = Vec::new();
    if ids.len() > ONE_BY_ONE {
        cases = view.open_cases().await?;
        cases.retain(|c| ids.contains(&c.id));
    } else {
        for id in &ids {
            cases.extend(view.case(*id).await?);
        }
    }
    let mut open = Vec::new();
    for case in cases {
        for action in decided(&case, &desk.moment).actions {
            open.push(Open {
                case: case.clone(),
                action,
            });
        }
    }
    let due = |a: &Action| a.due.as_ref().map_or(Timestamp::MAX, jiff::Zoned::timestamp);
    // An address is needed only for sending: what can be written now goes before it.
    let standing = |a: &Action| match a.what {
        What::GiveAddress { .. } => Standing::Due,
        _ => a.standing,
    };
    open.sort_by_key(|o| (standing(&o.action), due(&o.action), o.case.id, o.action.key()));
    Ok(open)
}

/// What opens next, in order of time.
async fn coming(desk: &Desk, view: &mut Snapshot) -> anyhow::Result<Vec<ComingOut>> {
    const SHOWN: usize = 3;
    let now = desk.moment.at;
    let mut limit = 16;
    let next: Vec<Planned> = loop {
        let next = view.next_due(limit).await?;
        let read = u32::try_from(next.len()).unwrap_or(u32::MAX);
        let later: Vec<Planned> = next.into_iter().filter(|p| p.due > now).collect();
        if later.len() >= SHOWN || read < limit || limit > 4096 {
            break later;
        }
        limit *= 4;
    };
    let mut out = Vec::new();
    for planned in next.into_iter().take(SHOWN) {
        let employer = match view.case_record(planned.case).await? {
            Some(case) => view.employer(case.employer).await?,
            None => None,
        };
        out.push(ComingOut {
            case: planned.case.0,
            organization: employer.map(|e| e.name).unwrap_or_default(),
            on: desk.now.time_zone().to_datetime(planned.due).date(),
            what: planned.text,
        });
    }
    Ok(out)
}

fn page(desk: &Desk, open: &[Open], coming: &[ComingOut]) -> String {
    const REASON: usize = 150;
    let mut screen = Screen::new(page_width());
    screen.head(&headline(open));
    if let Some(first) = open.first() {
        let case = words::case(&first.case.organization, first.case.role.as_deref());
        let due = due(desk, &first.action).map(|d| format!(", {d}")).unwrap_or_default();
        screen.block(&format!("{case}{due}"));
        let why = shortened(&first.action.reason, REASON);
        screen.aside(&format!("{why} [{}]", first.action.practice));
        screen.command(&words::command(&first.case, &first.action));
    }
    if let Some(doubt) = desk.doubt() {
        screen.gap();
        screen.block(&doubt);
    }
    let coming_lines = if coming.is_empty() { 0 } else { coming.len() + 2 };
    if open.len() > 1 {
        screen.section("Also open");
        let room = LINES.saturating_sub(screen.lines() + coming_lines + 2);
        let rest = &open[1..];
        let shown = if rest.len() <= room {
            rest.len()
        } else {
            room.saturating_sub(1)
        };
        for o in &rest[..shown] {
            let when = due(desk, &o.action).unwrap_or_default();
            screen.cells(
                &[(&words::action(&o.case, &o.action), 36), (&o.case.organization, 18)],
                &when,
            );
        }
        if shown < rest.len() {
            screen.aside(&format!("and {} more", rest.len() - shown));
        }
    }
    if !coming.is_empty() {
        screen.section("Coming");
        for entry in coming {
            let when = words::day(entry.on, &desk.now);
            screen.cells(&[(&when, 10), (&entry.what, 44)], &entry.organization);
        }
    }
    screen.next(if open.len() > 1 {
        "afterword plan --why"
    } else if open.is_empty() && coming.is_empty() {
        "afterword new JOT"
    } else {
        "afterword plan"
    });
    screen.text()
}

/// By when, in words.
pub(super) fn due(desk: &Desk, action: &Action) -> Option<String> {
    use afterword_core::plan::Standing::{Asked, Due, Late, Offered};
    match (action.standing, &action.due) {
        (Asked, _) => Some("waits for you".to_owned()),
        (Late, _) => Some("late, still good".to_owned()),
        (Due, Some(due)) => Some(format!("by {}", words::moment(due, &desk.now))),
        (Offered, Some(due)) => Some(format!("until {}", words::moment(due, &desk.now))),
        (_, None) => Some("if you wish".to_owned()).filter(|_| action.standing == Offered),
    }
}
