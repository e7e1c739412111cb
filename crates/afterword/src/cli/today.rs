//! `afterword today`: the one thing to do now, what else may be done, and what comes; at most a screen.

use jiff::Timestamp;
use serde::Serialize;

use super::{Ended, page_width, print, print_json};
use crate::book::open_now::{Open, coming, due, headline, open};
use crate::book::{self, BookArgs, Desk, words};
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
