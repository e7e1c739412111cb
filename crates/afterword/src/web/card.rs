//! The card to somebody: its lines to copy by hand, how far it is, and the pictures of card and envelope.

use std::sync::Arc;

use afterword_core::casebook::{CardState, Case, CaseId, PersonId};
use afterword_store::book::PersonRecord;
use askama::Template;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::app::App;
use super::error::{Answer, WebError};
use super::shell::{Html, Shell, sentence};
use super::take::{Form, Path};
use super::undo::{Back, Undo};
use crate::book::cards::{self, CardStep, ToCopy};
use crate::book::{self, Desk, words};

#[derive(Debug, Template)]
#[template(path = "card.html")]
pub(crate) struct CardPage {
    shell: Shell,
    case: i64,
    person: i64,
    name: String,
    label: String,
    /// The lines as they come on the card; empty where it does not fit.
    lines: Vec<String>,
    text: String,
    /// How far it is, and the words for it.
    state: Option<&'static str>,
    says: &'static str,
    next: Option<(&'static str, &'static str)>,
    advice: Option<String>,
    /// Why it does not fit its paper.
    problem: Option<String>,
    question: Option<String>,
    has_address: bool,
    address: Vec<String>,
}

/// A case, somebody of it, and their card if there are words for one.
struct Found {
    desk: Desk,
    case: Case,
    person: PersonRecord,
    card: Result<ToCopy, String>,
}

async fn found(app: &App, id: i64, person: i64) -> Answer<Found> {
    let desk = app.desk().await?;
    let mut view = desk.book.read().await?;
    let case = view.case(CaseId(id)).await?.ok_or(WebError::Missing)?;
    let person = view.person(PersonId(person)).await?.ok_or(WebError::Missing)?;
    let card = cards::find(&desk, &mut view, &case, person.id).await?;
    drop(view);
    Ok(Found {
        desk,
        case,
        person,
        card,
    })
}

pub(crate) async fn page(State(app): State<Arc<App>>, Path((id, person)): Path<(i64, i64)>) -> Answer<Html<CardPage>> {
    let Found {
        desk,
        case,
        person,
        card,
    } = found(&app, id, person).await?;
    let on = cards::stationery(&desk);
    let (text, state, key) = match &card {
        Ok(card) => (
            card.text.clone(),
            card.record.as_ref().map(|r| &r.card.state),
            Some(card.key),
        ),
        Err(_) => (String::new(), None, None),
    };
    let laid = if text.is_empty() {
        Ok(Vec::new())
    } else {
        app.press().card_lines(text.trim_end(), &on.card)
    };
    let (lines, problem) = match laid {
        Ok(lines) => (lines, None),
        Err(error) => (Vec::new(), Some(error.to_string().replace("\nhint: ", " \u{2013} "))),
    };
    let (says, next) = match state {
        None => ("To be copied out by hand.", Some(("written", "I copied it out"))),
        Some(CardState::Written { .. }) => (
            "Copied out. Read it once more, word by word.",
            Some(("proofed", "I read it word by word")),
        ),
        Some(CardState::Proofed { .. }) => ("Proofread.", Some(("sealed", "It is in its envelope"))),
        Some(CardState::Sealed { .. }) => (
            "Sealed. It wants to be posted today.",
            Some(("posted", "It is in the post")),
        ),
        Some(CardState::Posted { .. }) => ("In the post.", None),
        Some(CardState::Discarded { .. }) => ("Laid aside.", None),
    };
    let postal = person.postal.as_ref();
    Ok(Html(CardPage {
        shell: Shell::new(&app, &desk, "cases", format!("Card to {}", person.name)),
        case: id,
        person: person.id.0,
        label: words::case(&case.organization, case.role.as_deref()),
        lines,
        text,
        state: state.map(CardState::name),
        says,
        next: next.filter(|_| card.is_ok()),
        advice: key
            .and_then(|key| cards::advice(&desk, &case, key))
            .map(|(why, _)| sentence(&why)),
        problem,
        question: card.err(),
        has_address: postal.is_some(),
        address: postal.map(|p| p.lines.clone()).unwrap_or_default(),
        name: person.name,
    }))
}

#[derive(Debug, Deserialize)]
pub(crate) struct StepForm {
    step: CardStep,
}

/// Takes the card one step further.
pub(crate) async fn step(
    State(app): State<Arc<App>>,
    Path((id, person)): Path<(i64, i64)>,
    Form(form): Form<StepForm>,
) -> Answer<Redirect> {
    take_step(&app, id, person, form.step).await?;
    Ok(Redirect::to(&format!("/case/{id}/card/{person}")))
}

/// Whose card it is, and its words.
///
/// # Errors
/// There are no words for one yet, or no such person.
pub(crate) async fn words_of(app: &App, id: i64, person: i64) -> Answer<(String, ToCopy)> {
    let found = found(app, id, person).await?;
    let none = |question| WebError::refused(format!("there is no card to {} yet", found.person.name), question);
    let card = found.card.map_err(none)?;
    Ok((found.person.name, card))
}

/// One step further; a step that was taken already changes nothing.
///
/// # Errors
/// A step out of its order, and the database's.
pub(crate) async fn take_step(app: &App, id: i64, person: i64, step: CardStep) -> Answer<()> {
    let desk = app.desk().await?;
    let mut tx = desk.book.transaction().await?;
    let case = tx.case(CaseId(id)).await?.ok_or(WebError::Missing)?;
    let person = tx.person(PersonId(person)).await?.ok_or(WebError::Missing)?;
    let found = cards::find(&desk, &mut tx, &case, person.id).await?;
    let found =
        found.map_err(|question| WebError::refused(format!("there is no card to {} yet", person.name), question))?;
    let before = found.record.clone();
    if before.as_ref().is_some_and(|b| is_at(&b.card.state, step)) {
        return Ok(());
    }
    cards::step(&desk, &mut tx, &case, &person.name, found, step).await?;
    if let Some(case) = tx.case(case.id).await? {
        book::index(&mut tx, &case, &desk.moment).await?;
    }
    tx.commit().await?;
    if let Some(before) = before.filter(|_| step != CardStep::Posted) {
        app.can_undo(Undo {
            what: format!("moved the card to {} on", person.name),
            page: format!("/case/{id}/card/{}", person.id.0),
            back: Back::Card(Box::new(before)),
        });
    }
    Ok(())
}

/// Whether it is there already: a second click changes nothing.
fn is_at(state: &CardState, step: CardStep) -> bool {
    matches!(
        (state, step),
        (CardState::Written { .. }, CardStep::Written)
            | (CardState::Proofed { .. }, CardStep::Proofed)
            | (CardState::Sealed { .. }, CardStep::Sealed)
            | (CardState::Posted { .. }, CardStep::Posted)
            | (CardState::Discarded { .. }, CardStep::Discarded)
    )
}

/// The card or the envelope, as a picture or to print.
pub(crate) async fn file(
    State(app): State<Arc<App>>,
    Path((id, person, file)): Path<(i64, i64, String)>,
) -> Answer<Response> {
    let found = found(&app, id, person).await?;
    let card = found.card.map_err(|q| WebError::refused("there is no card yet", q))?;
    let paper = cards::Paper::of(&found.desk, &found.case, &found.person, &card.text);
    let (kind, bytes) = match file.as_str() {
        "card.svg" => ("image/svg+xml", paper.card_svg(app.press())?.into_bytes()),
        "envelope.svg" => (
            "image/svg+xml",
            paper.envelope(app.press())?.ok_or(WebError::Missing)?.0.into_bytes(),
        ),
        "sheet.pdf" => ("application/pdf", paper.sheet(app.press())?),
        "envelope.pdf" => (
            "application/pdf",
            paper.envelope(app.press())?.ok_or(WebError::Missing)?.1,
        ),
        _ => return Err(WebError::Missing),
    };
    Ok(([(header::CONTENT_TYPE, kind)], bytes).into_response())
}
