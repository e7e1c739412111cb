//! The first page: the one thing to do now, what else is open, what comes; and an example for an empty book.

use std::collections::BTreeSet;
use std::sync::Arc;

use afterword_core::casebook::{Case, Purpose};
use afterword_core::plan::{Action, What};
use afterword_store::book::{CaseFilter, Forget, Planned, Snapshot};
use askama::Template;
use axum::extract::State;
use axum::response::Redirect;
use jiff::SignedDuration;

use super::app::App;
use super::capture;
use super::error::{Answer, WebError};
use super::shell::{Html, Shell, sentence};
use crate::book::open_now::{coming, due, headline, open_in};
use crate::book::{Desk, OWN, words};
use crate::config::Own;

/// The jot that shows how it works; its days are put in when it is shown.
const EXAMPLE: &str = include_str!("../../../../examples/harbor-magazine.txt");

/// Cases shown on one page; a day is not longer.
const CASES: usize = 20;

/// The case the example went to, as the book remembers it.
const DEMO: &str = "demo";

/// One thing to do, as a line that leads there.
#[derive(Debug, Clone)]
pub(crate) struct Slip {
    pub(crate) what: String,
    pub(crate) label: String,
    pub(crate) when: String,
    pub(crate) why: String,
    pub(crate) href: String,
}

impl Slip {
    pub(crate) fn of(desk: &Desk, case: &Case, action: &Action) -> Self {
        Self {
            what: words::action(case, action),
            label: words::case(&case.organization, case.role.as_deref()),
            when: due(desk, action).unwrap_or_default(),
            why: sentence(&action.reason),
            href: href(case, action),
        }
    }
}

/// The page on which it is done.
pub(crate) fn href(case: &Case, action: &Action) -> String {
    match &action.what {
        What::Note { key, to, note, .. } => match (key.purpose, note) {
            (Purpose::Card, _) => format!("/case/{}/card/{}", case.id, to.0),
            (_, Some(note)) => format!("/note/{note}"),
            (_, None) => format!("/case/{}/notes", case.id),
        },
        What::ReadReply { .. } | What::ReadAutomaticReply { .. } => format!("/case/{}#happened", case.id),
        What::GiveAddress { person } => format!("/person/{}", person.0),
        What::ChooseContact => format!("/case/{}#contact", case.id),
        What::Settle { note } => format!("/note/{note}"),
    }
}

/// What opens later.
#[derive(Debug)]
struct Later {
    when: String,
    what: String,
    label: String,
    href: String,
}

/// An interview that is just over.
#[derive(Debug)]
struct JustOut {
    label: String,
    when: String,
    case: i64,
}

#[derive(Debug, Template)]
#[template(path = "today.html")]
pub(crate) struct Today {
    shell: Shell,
    headline: String,
    first: Option<Slip>,
    rest: Vec<Slip>,
    /// Cases in which something is open, and which are not shown.
    more: usize,
    coming: Vec<Later>,
    just_out: Vec<JustOut>,
    /// Cases whose thanks are written and may go out within the hour: they can be read now.
    ready: Vec<(i64, String)>,
    empty: bool,
    demo: bool,
    nameless: bool,
    example: String,
}

pub(crate) async fn page(State(app): State<Arc<App>>) -> Answer<Html<Today>> {
    let desk = app.desk().await?;
    let mut view = desk.book.read().await?;
    let (list, more) = open_in(&desk, &mut view, CASES).await?;
    let later = coming(&desk, &mut view).await?;
    let any = !view.case_list(CaseFilter::All).await?.is_empty();
    let demo = view.setting::<i64>(DEMO).await?.is_some();
    let just_out = just_out(&desk, &mut view).await?;
    let ready = ready(&desk, &mut view).await?;
    let mut slips: Vec<Slip> = list.iter().map(|o| Slip::of(&desk, &o.case, &o.action)).collect();
    let first = (!slips.is_empty()).then(|| slips.remove(0));
    Ok(Html(Today {
        shell: Shell::new(&app, &desk, "today", "Today"),
        headline: if list.is_empty() && !ready.is_empty() {
            "Your drafts are ready to read.".to_owned()
        } else {
            headline(&list)
        },
        first,
        rest: slips,
        more,
        coming: later
            .into_iter()
            .map(|c| Later {
                when: words::day(c.on, &desk.now),
                what: c.what,
                label: c.organization,
                href: format!("/case/{}/plan", c.case),
            })
            .collect(),
        just_out,
        ready,
        empty: !any,
        demo,
        nameless: desk.profile().candidate.name.is_none(),
        example: example(&desk),
    }))
}

/// Cases in which a thank-you waits for nothing but the half hour after the interview.
async fn ready(desk: &Desk, view: &mut Snapshot) -> anyhow::Result<Vec<(i64, String)>> {
    const HOUR: SignedDuration = SignedDuration::from_hours(1);
    let now = desk.moment.at;
    let soon = view
        .due_until(now.checked_add(HOUR).unwrap_or(now), u32::MAX >> 1)
        .await?;
    let waits = |p: &&Planned| p.due > now && p.key.purpose == Purpose::ThankYou;
    let cases: BTreeSet<_> = soon.iter().filter(waits).map(|p| p.case).collect();
    let mut out = Vec::new();
    for id in cases.into_iter().take(CASES) {
        if let Some(case) = view.case(id).await? {
            out.push((id.0, words::case(&case.organization, case.role.as_deref())));
        }
    }
    Ok(out)
}

/// Interviews of today that nobody jotted about yet.
async fn just_out(desk: &Desk, view: &mut Snapshot) -> anyhow::Result<Vec<JustOut>> {
    let midnight = desk.now.start_of_day()?;
    let mut out = Vec::new();
    for round in view
        .unjotted(midnight.timestamp(), midnight.tomorrow()?.timestamp())
        .await?
    {
        let begin = round.begin.as_ref().unwrap_or(&round.end);
        if begin.timestamp() > desk.moment.at {
            continue;
        }
        if let Some(case) = view.case(round.case).await? {
            out.push(JustOut {
                label: words::case(&case.organization, case.role.as_deref()),
                when: begin.strftime("%H:%M").to_string(),
                case: case.id.0,
            });
        }
    }
    Ok(out)
}

/// Takes the example up, into an empty book.
pub(crate) async fn demo(State(app): State<Arc<App>>) -> Answer<Redirect> {
    let desk = app.desk().await?;
    let mut view = desk.book.read().await?;
    if !view.case_list(CaseFilter::All).await?.is_empty() {
        return Err(WebError::refused(
            "the book is not empty",
            "the example is only for an empty one",
        ));
    }
    drop(view);
    let case = load_demo(&desk).await?;
    Ok(Redirect::to(&format!("/case/{case}/notes")))
}

/// The example as if it were jotted today.
fn example(desk: &Desk) -> String {
    let today = desk.now.strftime("%a %b %-d %Y").to_string().to_lowercase();
    let decide = desk
        .now
        .date()
        .checked_add(jiff::Span::new().days(11))
        .unwrap_or(desk.now.date());
    let decide = decide.strftime("%A %b %-d").to_string().to_lowercase();
    EXAMPLE
        .replace("mon mar 2 2026", &today)
        .replace("friday the 13th", &decide)
}

/// The example, taken up and written.
pub(crate) async fn load_demo(desk: &Desk) -> anyhow::Result<i64> {
    let taken = capture::take_up(desk, &example(desk), &capture::Wishes::default()).await?;
    let mut tx = desk.book.transaction().await?;
    tx.set(DEMO, &taken).await?;
    tx.commit().await?;
    Ok(taken)
}

/// Throws the example away, with everybody in it.
pub(crate) async fn demo_away(State(app): State<Arc<App>>) -> Answer<Redirect> {
    let desk = app.desk().await?;
    let mut view = desk.book.read().await?;
    let Some(case) = view.setting::<i64>(DEMO).await? else {
        return Err(WebError::refused(
            "there is no example in this book",
            "nothing was changed",
        ));
    };
    drop(view);
    let mut salt = [0; 16];
    getrandom::fill(&mut salt).map_err(|e| anyhow::anyhow!("no random bytes: {e}"))?;
    let what = Forget::Case(afterword_core::casebook::CaseId(case));
    desk.book.forget(what, desk.now.timestamp(), &salt).await?;
    let mut tx = desk.book.transaction().await?;
    tx.unset(DEMO).await?;
    if tx.setting::<Own>(OWN).await?.is_none() {
        tx.unset(OWN).await?;
    }
    tx.commit().await?;
    Ok(Redirect::to("/"))
}
