//! All cases by what comes next: to capture, to approve, to post, due, waiting, closed.

use std::sync::Arc;

use afterword_core::casebook::{Case, Purpose};
use afterword_core::plan::{Decision, Standing, Step, What};
use afterword_store::book::{CaseFilter, CaseSummary};
use askama::Template;
use axum::extract::State;

use super::app::App;
use super::error::Answer;
use super::shell::{Html, Shell};
use super::today::Slip;
use crate::book::{Desk, decided, words};

/// Cases shown in a column; the others are found by their name.
const SHOWN: usize = 60;

/// Cases for which the same comes next.
#[derive(Debug)]
struct Column {
    name: &'static str,
    about: &'static str,
    slips: Vec<Slip>,
    /// How many there are; the first of them are shown.
    count: usize,
}

#[derive(Debug, Template)]
#[template(path = "cases.html")]
pub(crate) struct Board {
    shell: Shell,
    columns: Vec<Column>,
    closed: Vec<Slip>,
    empty: bool,
}

/// Where a case stands: the column of the most pressing thing in it.
fn column(case: &Case, decision: &Decision, jotted: bool) -> usize {
    let over = case.rounds.iter().any(|r| r.end.timestamp() <= decision.at);
    if over && !jotted {
        return 0;
    }
    let first = decision
        .actions
        .iter()
        .min_by_key(|a| (a.standing, a.due.as_ref().map(jiff::Zoned::timestamp)));
    match first.map(|a| (&a.what, a.standing)) {
        None => 4,
        Some((What::Note { key, step, .. }, standing)) => match (step, key.purpose) {
            (
                Step::Write | Step::Open | Step::Approve | Step::Edit | Step::Mend,
                Purpose::ThankYou | Purpose::PassOn,
            ) => 1,
            (_, Purpose::Card) => 2,
            (Step::Send | Step::Confirm, _) => 3,
            _ if standing == Standing::Offered => 3,
            _ => 1,
        },
        Some(_) => 3,
    }
}

/// What opens next in a case in which nothing is to be done.
fn waiting(desk: &Desk, case: &Case, decision: &Decision) -> Slip {
    let opening = decision
        .refusals
        .iter()
        .filter_map(|r| r.until.as_ref().map(|until| (until, r)));
    let next = opening.min_by_key(|(until, _)| until.timestamp());
    Slip {
        what: next.map_or_else(String::new, |(_, r)| words::opening(case, r)),
        label: String::new(),
        when: next.map_or_else(String::new, |(until, _)| {
            format!("from {}", words::day(until.date(), &desk.now))
        }),
        why: String::new(),
        href: String::new(),
    }
}

fn closed(c: &CaseSummary) -> Slip {
    Slip {
        what: words::case(&c.organization, c.role.as_deref()),
        label: format!("{} {}", c.sent, if c.sent == 1 { "note sent" } else { "notes sent" }),
        when: String::new(),
        why: String::new(),
        href: format!("/case/{}", c.id),
    }
}

pub(crate) async fn page(State(app): State<Arc<App>>) -> Answer<Html<Board>> {
    let desk = app.desk().await?;
    let mut view = desk.book.read().await?;
    let all = view.case_list(CaseFilter::All).await?;
    let mut columns = [
        ("To jot", "the interview is over, and nothing is written down"),
        ("To read and approve", "drafts wait for your eyes"),
        ("To post", "cards to copy, seal and post"),
        ("To send or settle", "one act of yours is open"),
        ("Waiting", "nothing to do; waiting is the right move"),
    ]
    .map(|(name, about)| Column {
        name,
        about,
        slips: Vec::new(),
        count: 0,
    });
    for case in view.open_cases().await? {
        let decision = decided(&case, &desk.moment);
        // A case with points was jotted about; one without people was not.
        let jotted = !case.people.is_empty();
        let at = column(&case, &decision, jotted);
        let first = decision
            .actions
            .iter()
            .min_by_key(|a| (a.standing, a.due.as_ref().map(jiff::Zoned::timestamp)));
        let mut slip = first.map_or_else(
            || waiting(&desk, &case, &decision),
            |action| Slip::of(&desk, &case, action),
        );
        slip.label = words::case(&case.organization, case.role.as_deref());
        slip.href = format!("/case/{}", case.id);
        columns[at].count += 1;
        if columns[at].slips.len() < SHOWN {
            columns[at].slips.push(slip);
        }
    }
    Ok(Html(Board {
        shell: Shell::new(&app, &desk, "cases", "Cases"),
        empty: all.is_empty(),
        closed: all.iter().filter(|c| c.closed.is_some()).map(closed).collect(),
        columns: columns.into_iter().collect(),
    }))
}
