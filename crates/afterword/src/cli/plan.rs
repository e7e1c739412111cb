//! `afterword plan`: what may be done, what opens when, and what stays closed; with the reasons on request.

use afterword_core::casebook::Case;
use afterword_core::plan::{Decision, NOTHING_TO_DO};
use serde::Serialize;

use super::{Ended, page_width, print, print_json};
use crate::book::open_now::due;
use crate::book::{self, BookArgs, Desk, decided, lookup, words};
use crate::screen::{QUIET, Screen};
use crate::wire_book::{self, ActionOut, RefusalOut};

const EXAMPLES: &str = "\
Examples:
  afterword plan
  afterword plan harbor --why
  afterword plan --json
";

/// Show what may be done when
///
/// With --why each entry and each refusal says its reason in one sentence, with the practice it follows.
#[derive(Debug, clap::Args)]
#[command(before_help = EXAMPLES, help_template = super::TEMPLATE)]
pub(super) struct Args {
    /// The case: its number, or its employer [default: all that are open]
    #[arg(value_name = "CASE")]
    case: Option<String>,
    /// Say why
    #[arg(long)]
    why: bool,
    #[command(flatten)]
    book: BookArgs,
}

#[derive(Debug, Serialize)]
struct PlanOut {
    actions: Vec<ActionOut>,
    refusals: Vec<RefusalOut>,
}

pub(super) fn run(args: &Args) -> anyhow::Result<Ended> {
    book::with(&args.book, async |desk| {
        let mut view = desk.book.read().await?;
        let cases = match &args.case {
            Some(named) => {
                let found = lookup::case(&mut view, Some(named)).await?;
                view.case(found.id).await?.into_iter().collect()
            }
            None => view.open_cases().await?,
        };
        let decided: Vec<(Case, Decision)> = cases
            .into_iter()
            .map(|case| {
                let decision = decided(&case, &desk.moment);
                (case, decision)
            })
            .collect();
        if desk.json {
            let actions = decided
                .iter()
                .flat_map(|(c, d)| d.actions.iter().map(|a| wire_book::action(c, a)));
            let refusals = decided
                .iter()
                .flat_map(|(c, d)| d.refusals.iter().map(|r| wire_book::refusal(c, r)));
            print_json(&wire_book::out(PlanOut {
                actions: actions.collect(),
                refusals: refusals.collect(),
            }))?;
        } else {
            print(page(desk, &decided, args).as_bytes())?;
        }
        Ok(Ended::Done)
    })
}

fn page(desk: &Desk, decided: &[(Case, Decision)], args: &Args) -> String {
    let mut screen = Screen::new(page_width());
    if decided.iter().all(|(_, d)| d.is_rest()) {
        screen.head(NOTHING_TO_DO);
    }
    if let Some(doubt) = desk.doubt() {
        screen.block(&doubt);
    }
    for (case, decision) in decided {
        one(desk, &mut screen, case, decision, args.why);
    }
    let next = decided
        .iter()
        .find_map(|(case, d)| d.actions.first().map(|a| words::command(case, a)));
    screen.next(&match next {
        Some(command) => command,
        None if decided.is_empty() => "afterword new JOT".to_owned(),
        None if args.why => "afterword today".to_owned(),
        None => "afterword plan --why".to_owned(),
    });
    screen.text()
}

fn one(desk: &Desk, screen: &mut Screen, case: &Case, decision: &Decision, why: bool) {
    /// Where what stands beside a date begins.
    const DATE: usize = 24;
    let label = words::case(&case.organization, case.role.as_deref());
    screen.section(&format!("{}  {label}", case.id));
    for action in &decision.actions {
        let when = due(desk, action).unwrap_or_default();
        screen.row(&when, DATE, &words::action(case, action));
        if why {
            screen.row_in("", DATE, &format!("{} [{}]", action.reason, action.practice), QUIET);
        }
    }
    for refusal in &decision.refusals {
        let when = match &refusal.until {
            Some(until) => format!("from {}", words::day(until.date(), &desk.now)),
            None => "not now".to_owned(),
        };
        if refusal.until.is_none() && !why {
            continue;
        }
        let what = if refusal.until.is_some() {
            words::opening(case, refusal)
        } else {
            let to = refusal.to.and_then(|id| case.person(id)).map(|p| p.name.as_str());
            let what = words::purpose(refusal.key.purpose);
            to.map_or_else(|| what.to_owned(), |to| format!("{what} to {to}"))
        };
        screen.row(&when, DATE, &what);
        if why {
            screen.row_in("", DATE, &format!("{} [{}]", refusal.reason, refusal.practice), QUIET);
        }
    }
    if decision.actions.is_empty() && decision.refusals.iter().all(|r| r.until.is_none()) {
        screen.aside("Nothing opens by the calendar alone.");
    }
}
