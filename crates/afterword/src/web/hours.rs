//! How many hours from each interview to its thank-you: a picture with the lines of 24 and 48 hours, for oneself alone.

use std::sync::Arc;

use afterword_core::casebook::{Case, Event, NoteState, Purpose};
use askama::Template;
use axum::extract::State;

use super::app::App;
use super::error::Answer;
use super::shell::{Html, Shell};
use crate::book::words;

/// Hours the picture shows; what took longer stands at its end.
const HOURS: i64 = 72;
const WIDTH: i64 = 720;
const LEFT: i64 = 150;
const ROW: i64 = 26;
const TOP: i64 = 30;

#[derive(Debug)]
struct Bar {
    y: i64,
    x: i64,
    label: String,
    says: String,
}

#[derive(Debug, Template)]
#[template(path = "hours.html")]
pub(crate) struct Hours {
    shell: Shell,
    bars: Vec<Bar>,
    width: i64,
    height: i64,
    left: i64,
    line24: i64,
    line48: i64,
    bottom: i64,
}

fn x(hours: i64) -> i64 {
    LEFT + (WIDTH - LEFT - 20) * hours.clamp(0, HOURS) / HOURS
}

/// Hours from the end of the interview to the note, for every thank-you that is out.
pub(crate) fn sent(case: &Case) -> Vec<(jiff::Timestamp, String, i64)> {
    let mut out = Vec::new();
    for note in case.notes.iter().filter(|n| n.key.purpose == Purpose::ThankYou) {
        let NoteState::Sent { at, .. } = &note.state else {
            continue;
        };
        let Some(round) = case.round(note.key.round) else {
            continue;
        };
        let hours = at.duration_since(round.end.timestamp()).as_hours();
        let to = case.person(note.to).map_or("somebody", |p| p.name.as_str());
        out.push((*at, format!("{to}, {}", case.organization), hours));
    }
    for recorded in &case.events {
        let Event::SentByHand { key } = &recorded.event else {
            continue;
        };
        let round = case.round(key.round).filter(|_| key.purpose == Purpose::ThankYou);
        let to = key.person.and_then(|id| case.person(id));
        if let (Some(round), Some(to)) = (round, to) {
            let hours = recorded.at.duration_since(round.end.timestamp()).as_hours();
            out.push((recorded.at, format!("{}, {}", to.name, case.organization), hours));
        }
    }
    out
}

pub(crate) async fn page(State(app): State<Arc<App>>) -> Answer<Html<Hours>> {
    /// Notes shown, the latest first.
    const SHOWN: usize = 30;
    let desk = app.desk().await?;
    let mut view = desk.book.read().await?;
    let mut all: Vec<_> = view.open_cases().await?.iter().flat_map(sent).collect();
    all.sort_by_key(|(at, _, _)| std::cmp::Reverse(*at));
    all.truncate(SHOWN);
    let bars: Vec<Bar> = all
        .into_iter()
        .zip(0i64..)
        .map(|((at, label, hours), i)| {
            let day = words::day(desk.now.time_zone().to_datetime(at).date(), &desk.now);
            Bar {
                y: TOP + ROW * i,
                x: x(hours),
                says: format!("{label}: {hours} h, {day}"),
                label: label.chars().take(24).collect(),
            }
        })
        .collect();
    let rows = i64::try_from(bars.len()).unwrap_or(0);
    Ok(Html(Hours {
        shell: Shell::new(&app, &desk, "", "From interview to thank-you"),
        width: WIDTH,
        height: TOP + ROW * rows + 20,
        bottom: TOP + ROW * rows,
        left: LEFT,
        line24: x(24),
        line48: x(48),
        bars,
    }))
}
