//! `afterword cases`: every employer and position on one line; and laying a case aside.

use afterword_store::book::{CaseFilter, CaseRecord, CaseSummary};
use serde::Serialize;

use super::{Ended, page_width, print, print_json};
use crate::book::{self, BookArgs, Desk, lookup, words};
use crate::failure::Failure;
use crate::screen::Screen;
use crate::wire_book::{self, CaseOut};

const EXAMPLES: &str = "\
Examples:
  afterword cases
  afterword cases --all
  afterword cases --close harbor
";

/// Show every case on one line
#[derive(Debug, clap::Args)]
#[command(before_help = EXAMPLES, help_template = super::TEMPLATE)]
pub(super) struct Args {
    /// Those laid aside too
    #[arg(long)]
    all: bool,
    /// Lay a case aside: its plan is not shown any more
    #[arg(long, value_name = "CASE", conflicts_with = "reopen")]
    close: Option<String>,
    /// Take a case up again
    #[arg(long, value_name = "CASE")]
    reopen: Option<String>,
    #[command(flatten)]
    book: BookArgs,
}

#[derive(Debug, Serialize)]
struct CasesOut {
    cases: Vec<CaseOut>,
}

pub(super) fn run(args: &Args) -> anyhow::Result<Ended> {
    book::with(&args.book, async |desk| {
        let named = args.close.as_deref().or(args.reopen.as_deref());
        if let Some(named) = named {
            set_aside(desk, named, args.close.is_some()).await?;
        }
        let mut view = desk.book.read().await?;
        let filter = if args.all { CaseFilter::All } else { CaseFilter::Open };
        let cases = view.case_list(filter).await?;
        if desk.json {
            print_json(&wire_book::out(CasesOut {
                cases: cases.iter().map(wire_book::case).collect(),
            }))?;
        } else {
            print(page(desk, &cases).as_bytes())?;
        }
        Ok(Ended::Done)
    })
}

async fn set_aside(desk: &Desk, named: &str, closed: bool) -> anyhow::Result<()> {
    let mut tx = desk.book.transaction().await?;
    let found = lookup::case(&mut tx, Some(named)).await?;
    let record = tx.case_record(found.id).await?;
    let record =
        record.ok_or_else(|| Failure::new("this case is not in the book").hint("look with `afterword cases`"))?;
    let changed = CaseRecord {
        closed: closed.then(|| desk.now.timestamp()),
        ..record
    };
    tx.update_case(&changed).await?;
    match tx.case(found.id).await? {
        Some(case) if !closed => book::index(&mut tx, &case, &desk.moment).await?,
        _ => tx.set_planned(found.id, &[]).await?,
    }
    Ok(tx.commit().await?)
}

fn page(desk: &Desk, cases: &[CaseSummary]) -> String {
    let mut screen = Screen::new(page_width());
    screen.head(&match cases.len() {
        0 => "No case yet.".to_owned(),
        1 => "1 case".to_owned(),
        n => format!("{n} cases"),
    });
    for case in cases {
        let number = case.id.to_string();
        let label = words::case(&case.organization, case.role.as_deref());
        let rounds = match case.rounds {
            0 => "no interview".to_owned(),
            1 => "1 interview".to_owned(),
            n => format!("{n} interviews"),
        };
        let zone = desk.now.time_zone();
        let state = match (case.closed, case.next_due) {
            (Some(_), _) => "laid aside".to_owned(),
            (None, Some(due)) if due <= desk.now.timestamp() => "something is open".to_owned(),
            (None, Some(due)) => format!("next {}", words::day(zone.to_datetime(due).date(), &desk.now)),
            (None, None) => "waiting".to_owned(),
        };
        screen.cells(&[(&number, 3), (&label, 38), (&rounds, 12)], &state);
    }
    screen.next(match cases.first() {
        Some(_) => "afterword today",
        None => "afterword new JOT",
    });
    screen.text()
}
