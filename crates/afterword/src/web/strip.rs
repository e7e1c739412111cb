//! The plan of a case as one strip: what reached somebody, what may come, the days on which they decide, and the days on
//! which they are left in peace; why each is where it is stands below.

use std::sync::Arc;

use afterword_core::casebook::{Case, CaseId, NoteState, Purpose};
use afterword_core::plan::{Decision, What};
use afterword_core::post;
use askama::Template;
use axum::extract::State;
use jiff::civil::Date;
use jiff::{Span, Zoned};

use super::app::App;
use super::error::{Answer, WebError};
use super::shell::{Html, Shell, sentence};
use super::take::Path;
use super::today::href;
use crate::book::{Desk, decided, words};

/// The width of the strip in its own units, and what is left free at both ends.
const WIDTH: i64 = 1000;
const EDGE: i64 = 24;

/// A mark on the strip.
#[derive(Debug, Clone)]
pub(crate) struct Mark {
    pub(crate) x: i64,
    /// Its height on the strip: marks of one day stand above each other.
    pub(crate) y: i64,
    /// `done`, `now` or `later`.
    pub(crate) class: &'static str,
    pub(crate) title: String,
}

/// Days that belong together.
#[derive(Debug, Clone)]
pub(crate) struct Band {
    pub(crate) x: i64,
    pub(crate) width: i64,
    pub(crate) says: String,
}

/// A day with its name below the strip.
#[derive(Debug, Clone)]
pub(crate) struct Tick {
    pub(crate) x: i64,
    pub(crate) label: String,
    pub(crate) today: bool,
}

/// A line below the strip.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub(crate) when: String,
    pub(crate) what: String,
    pub(crate) why: String,
    pub(crate) practice: &'static str,
    pub(crate) href: Option<String>,
    /// `done`, `now`, `later` or `never`.
    pub(crate) class: &'static str,
}

#[derive(Debug, Template)]
#[template(path = "plan.html")]
pub(crate) struct PlanPage {
    shell: Shell,
    id: i64,
    label: String,
    marks: Vec<Mark>,
    ticks: Vec<Tick>,
    decide: Option<Band>,
    peace: Option<Band>,
    letter: Option<Band>,
    entries: Vec<Entry>,
    rest: bool,
    /// The strip in words, for whoever does not see it.
    spoken: String,
}

struct Scale {
    from: Date,
    days: i64,
}

impl Scale {
    fn x(&self, day: Date) -> i64 {
        let at = i64::from(day.since(self.from).map_or(0, |s| s.get_days()));
        EDGE + (WIDTH - 2 * EDGE) * at.clamp(0, self.days) / self.days.max(1)
    }

    fn band(&self, from: Date, to: Date, says: String) -> Band {
        let x = self.x(from);
        let end = self.x(to.tomorrow().unwrap_or(to));
        Band {
            x,
            width: (end - x).max(8),
            says,
        }
    }
}

fn day_of(at: &Zoned) -> Date {
    if at.time() == jiff::civil::Time::midnight() {
        at.date().yesterday().unwrap_or(at.date())
    } else {
        at.date()
    }
}

/// What was done, with its day.
fn done(desk: &Desk, case: &Case) -> Vec<(Date, String)> {
    let zone = desk.now.time_zone();
    let name = |id| case.person(id).map_or("somebody", |p| p.name.as_str());
    let mut out: Vec<(Date, String)> = case
        .rounds
        .iter()
        .filter(|r| r.end.timestamp() <= desk.moment.at)
        .map(|r| (r.day(), format!("Interview {}", r.number)))
        .collect();
    for note in &case.notes {
        if let NoteState::Sent { at, .. } = &note.state {
            out.push((
                zone.to_datetime(*at).date(),
                format!("The {} to {} went out", words::purpose(note.key.purpose), name(note.to)),
            ));
        }
    }
    for card in &case.cards {
        if let afterword_core::casebook::CardState::Posted { at, .. } = &card.state {
            out.push((
                zone.to_datetime(*at).date(),
                format!("The card to {} went into the post", name(card.to)),
            ));
        }
    }
    for recorded in &case.events {
        if let afterword_core::casebook::Event::SentByHand { key } = &recorded.event {
            let to = key
                .person
                .and_then(|id| case.person(id))
                .map_or("them", |p| p.name.as_str());
            let what = format!("You sent the {} to {to}", words::purpose(key.purpose));
            out.push((zone.to_datetime(recorded.at).date(), what));
        }
    }
    out.sort();
    out
}

fn entries(desk: &Desk, case: &Case, decision: &Decision) -> Vec<Entry> {
    let mut out = Vec::new();
    for action in &decision.actions {
        out.push(Entry {
            when: crate::book::open_now::due(desk, action).unwrap_or_default(),
            what: words::action(case, action),
            why: sentence(&action.reason),
            practice: action.practice,
            href: Some(href(case, action)),
            class: "now",
        });
    }
    let mut later: Vec<_> = decision.refusals.iter().collect();
    later.sort_by_key(|r| r.until.as_ref().map_or(jiff::Timestamp::MAX, Zoned::timestamp));
    for refusal in later {
        let to = refusal.to.and_then(|id| case.person(id)).map(|p| p.name.as_str());
        let what = words::purpose(refusal.key.purpose);
        out.push(Entry {
            when: match &refusal.until {
                Some(until) => format!("from {}", words::day(until.date(), &desk.now)),
                None => "not now".to_owned(),
            },
            what: if refusal.until.is_some() {
                words::opening(case, refusal)
            } else {
                to.map_or_else(|| what.to_owned(), |to| format!("{what} to {to}"))
            },
            why: sentence(&refusal.reason),
            practice: refusal.practice,
            href: None,
            class: if refusal.until.is_some() { "later" } else { "never" },
        });
    }
    out
}

pub(crate) async fn page(State(app): State<Arc<App>>, Path(id): Path<i64>) -> Answer<Html<PlanPage>> {
    let desk = app.desk().await?;
    let mut view = desk.book.read().await?;
    let case = view.case(CaseId(id)).await?.ok_or(WebError::Missing)?;
    let decision = decided(&case, &desk.moment);
    let today = desk.now.date();
    let past = done(&desk, &case);
    let stated = case.rounds.last().and_then(|r| case.stated(r.number));
    let window = stated.and_then(|s| {
        let last = s.latest.or(s.earliest)?;
        Some((s.earliest.unwrap_or(last).min(last), last, s.words.clone()))
    });
    let mut days: Vec<Date> = past.iter().map(|(d, _)| *d).collect();
    days.push(today);
    days.extend(window.iter().flat_map(|(a, b, _)| [*a, *b]));
    days.extend(decision.actions.iter().filter_map(|a| a.due.as_ref()).map(day_of));
    days.extend(
        decision
            .refusals
            .iter()
            .filter_map(|r| r.until.as_ref())
            .map(Zoned::date),
    );
    let pad = |day: Date, by: i64| day.checked_add(Span::new().days(by)).unwrap_or(day);
    let first = pad(days.iter().min().copied().unwrap_or(today), -1);
    let last = pad(days.iter().max().copied().unwrap_or(today), 2);
    let scale = Scale {
        from: first,
        days: i64::from(last.since(first).map_or(1, |s| s.get_days())).max(1),
    };
    let mut placed: Vec<(Date, &'static str, String)> = past.iter().map(|(d, s)| (*d, "done", s.clone())).collect();
    for action in &decision.actions {
        if let (What::Note { .. }, Some(due)) = (&action.what, &action.due) {
            placed.push((day_of(due), "now", words::action(&case, action)));
        }
    }
    for refusal in &decision.refusals {
        if let Some(until) = &refusal.until {
            placed.push((until.date(), "later", words::opening(&case, refusal)));
        }
    }
    placed.sort();
    let mut marks: Vec<Mark> = Vec::new();
    for (day, class, title) in placed {
        let x = scale.x(day);
        let above = i64::try_from(marks.iter().filter(|m| (m.x - x).abs() < 14).count()).unwrap_or(0);
        marks.push(Mark {
            x,
            y: 88 - 15 * above.min(5),
            class,
            title: format!("{}: {title}", words::day(day, &desk.now)),
        });
    }
    // From the end of the thanks to the day on which one question is possible, they are left in peace.
    let asks = |p: Purpose| matches!(p, Purpose::CheckIn | Purpose::TimelineQuestion);
    let until = decision
        .refusals
        .iter()
        .filter(|r| asks(r.key.purpose))
        .filter_map(|r| r.until.as_ref())
        .map(Zoned::date)
        .min();
    let peace = until.filter(|until| *until > today).map(|until| {
        let thanks = case.rounds.last().map_or(today, |r| pad(r.day(), 2));
        let from = thanks.max(first).min(until);
        scale.band(from, until.yesterday().unwrap_or(until), "left in peace".to_owned())
    });
    let decide = window.map(|(from, to, said)| scale.band(from, to, format!("they decide: \u{201c}{said}\u{201d}")));
    let mut ticks: Vec<Tick> = Vec::new();
    let step = (scale.days / 6).max(1);
    let mut at = 0;
    while at <= scale.days {
        let day = pad(first, at);
        ticks.push(Tick {
            x: scale.x(day),
            label: words::day(day, &desk.now),
            today: false,
        });
        at += step;
    }
    ticks.retain(|t| (t.x - scale.x(today)).abs() > 70);
    ticks.push(Tick {
        x: scale.x(today),
        label: "today".to_owned(),
        today: true,
    });
    let letter = letter(&desk, &case, &decision, &scale);
    let spoken = spoken(&marks, [decide.as_ref(), letter.as_ref()], peace.as_ref());
    let entries = entries(&desk, &case, &decision);
    Ok(Html(PlanPage {
        shell: Shell::new(&app, &desk, "cases", format!("Plan: {}", case.organization)),
        id,
        label: words::case(&case.organization, case.role.as_deref()),
        marks,
        ticks,
        decide,
        peace,
        letter,
        // Written thanks that only wait for the half hour can be read meanwhile.
        rest: decision.is_rest()
            && !decision
                .refusals
                .iter()
                .any(|r| r.key.purpose == Purpose::ThankYou && r.until.is_some()),
        entries,
        spoken,
    }))
}

/// The days on which a card is on their desk: the one that was posted last, or one posted today where a card is possible.
fn letter(desk: &Desk, case: &Case, decision: &Decision, scale: &Scale) -> Option<Band> {
    let zone = desk.now.time_zone();
    let posted = case.cards.iter().filter_map(|card| match &card.state {
        afterword_core::casebook::CardState::Posted { at, .. } => Some(zone.to_datetime(*at).date()),
        _ => None,
    });
    let possible = decision
        .actions
        .iter()
        .filter_map(afterword_core::plan::Action::key)
        .any(|k| k.purpose == Purpose::Card);
    let (day, says) = match posted.max() {
        Some(day) => (day, "the card is on their desk"),
        None if possible => (desk.now.date(), "a card posted today is on their desk"),
        None => return None,
    };
    let class = post::classes().into_iter().next()?;
    let on_desk = post::arrival(day, false, &class, &case.holidays).on_desk;
    Some(scale.band(on_desk.first, on_desk.last, says.to_owned()))
}

fn spoken(marks: &[Mark], bands: [Option<&Band>; 2], peace: Option<&Band>) -> String {
    let mut all: Vec<String> = marks.iter().map(|m| m.title.clone()).collect();
    all.extend(bands.into_iter().flatten().map(|b| b.says.clone()));
    all.extend(peace.map(|_| "between the thanks and the next possible question they are left in peace".to_owned()));
    all.join("; ")
}
