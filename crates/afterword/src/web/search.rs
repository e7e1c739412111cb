//! Looking for words in names, points, notes and cards.

use std::sync::Arc;

use afterword_store::book::{Hit, HitKind};
use askama::Template;
use axum::extract::State;
use serde::Deserialize;

use super::app::App;
use super::error::Answer;
use super::shell::{Html, Shell};
use super::take::Query;

/// Things shown at most.
const SHOWN: u32 = 60;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    q: String,
}

#[derive(Debug)]
struct Thing {
    kind: &'static str,
    text: String,
    about: String,
    href: Option<String>,
}

#[derive(Debug, Template)]
#[template(path = "find.html")]
pub(crate) struct Find {
    shell: Shell,
    q: String,
    things: Vec<Thing>,
}

fn thing(hit: Hit) -> Thing {
    /// Characters of a long text that are shown.
    const TEXT: usize = 220;
    let (kind, href) = match hit.kind {
        HitKind::Person => ("person", Some(format!("/person/{}", hit.id))),
        HitKind::Point => ("jotted", hit.case.map(|c| format!("/case/{c}"))),
        HitKind::Note => ("note", Some(format!("/note/{}", hit.id))),
        HitKind::Card => (
            "card",
            hit.case
                .zip(hit.person)
                .map(|(case, person)| format!("/case/{case}/card/{}", person.0)),
        ),
    };
    let mut text: String = hit.text.chars().take(TEXT).collect();
    if text.len() < hit.text.len() {
        text.push('\u{2026}');
    }
    Thing {
        kind,
        text,
        about: [hit.name, hit.organization]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(", "),
        href,
    }
}

pub(crate) async fn page(State(app): State<Arc<App>>, Query(asked): Query<Asked>) -> Answer<Html<Find>> {
    let desk = app.desk().await?;
    let mut view = desk.book.read().await?;
    let q = asked.q.trim().to_owned();
    let hits = if q.is_empty() {
        Vec::new()
    } else {
        view.find(&q, SHOWN).await?
    };
    Ok(Html(Find {
        shell: Shell::new(&app, &desk, "find", "Find"),
        q,
        things: hits.into_iter().map(thing).collect(),
    }))
}
