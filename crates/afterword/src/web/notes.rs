//! The notes of an interview, one sheet a person: reading, answering what is asked, choosing what goes in.

use std::sync::Arc;

use afterword_core::casebook::{Case, CaseId, Event, NoteState, Purpose};
use afterword_core::check::{Record, likeness};
use afterword_core::model::{Directness, Question, Warmth};
use afterword_core::plan::{Step, What};
use afterword_core::write::Job;
use afterword_store::book::{NoteRecord, PersonRecord, RoundRecord, Snapshot, Transaction};
use askama::Template;
use axum::extract::State;
use axum::response::Redirect;
use serde::Deserialize;

use super::app::App;
use super::capture;
use super::error::{Answer, WebError};
use super::sheet::{self, Line, Sheet};
use super::shell::{Html, Shell, sentence};
use super::take::{Form, Path};
use super::undo::{Back, Undo};
use crate::book::letters::{self, Kept};
use crate::book::measure::{Known, Text};
use crate::book::{self, Desk, decided, drafting, words};

/// A line that stays with its owner, and whether they switched it on.
#[derive(Debug, Clone)]
struct Noted {
    point: String,
    text: String,
    why: String,
}

/// How alike two notes are, in a row of the grid.
#[derive(Debug, Clone)]
struct Row {
    name: String,
    cells: Vec<Cell>,
}

#[derive(Debug, Clone)]
struct Cell {
    /// `12 %`, or empty on the diagonal.
    text: String,
    alike: bool,
}

/// A card beside the notes.
#[derive(Debug, Clone)]
struct CardLink {
    person: i64,
    name: String,
    state: String,
}

#[derive(Debug, Template)]
#[template(path = "notes.html")]
pub(crate) struct Notes {
    shell: Shell,
    case: i64,
    label: String,
    sheets: Vec<Sheet>,
    questions: Vec<Question>,
    held: Vec<Noted>,
    brought_in: Vec<Noted>,
    left_over: Vec<Noted>,
    jot: Vec<Line>,
    grid: Vec<Row>,
    names: Vec<String>,
    too_alike: bool,
    warmth: &'static str,
    directness: &'static str,
    cards: Vec<CardLink>,
    /// Entries that are open and unwritten.
    unwritten: usize,
    waits: Vec<String>,
}

fn warmth(w: Warmth) -> &'static str {
    match w {
        Warmth::Plain => "plain",
        Warmth::Warm => "warm",
        Warmth::Formal => "formal",
    }
}

fn directness(d: Directness) -> &'static str {
    match d {
        Directness::Reserved => "reserved",
        Directness::Warm => "warm",
        Directness::Direct => "direct",
    }
}

/// A case and its last round with a jot.
async fn case_of(view: &mut Snapshot, id: i64) -> Answer<(Case, Vec<RoundRecord>)> {
    let case = view.case(CaseId(id)).await?.ok_or(WebError::Missing)?;
    let rounds = view.rounds(CaseId(id)).await?;
    Ok((case, rounds))
}

pub(super) fn last_jot(rounds: &[RoundRecord]) -> Option<&RoundRecord> {
    rounds.iter().rev().find(|r| r.jot.is_some())
}

/// All notes of a case that are not done with.
pub(crate) async fn page(State(app): State<Arc<App>>, Path(id): Path<i64>) -> Answer<Html<Notes>> {
    app.wake_language();
    let desk = app.desk().await?;
    let mut view = desk.book.read().await?;
    let (case, rounds) = case_of(&mut view, id).await?;
    let known = Known::of(&desk, &mut view, &case).await?;
    let people = view.people_of(case.id).await?;
    let records = view.notes(case.id).await?;
    let cards = view.cards(case.id).await?;
    let round = last_jot(&rounds);
    let lines = round.map(sheet::lines_of).unwrap_or_default();
    // What its owner sent before the plan would have is laid aside, and yet it is out.
    let by_hand = |n: &NoteRecord| {
        case.events
            .iter()
            .any(|e| e.event == Event::SentByHand { key: n.note.key })
    };
    let done = |n: &NoteRecord| matches!(n.note.state, NoteState::Discarded { .. }) && !by_hand(n);
    let mut records: Vec<NoteRecord> = records.into_iter().filter(|n| !done(n)).collect();
    records.sort_by_key(|r| (std::cmp::Reverse(r.note.key.round), r.note.key, r.note.id));
    let decision = decided(&case, &desk.moment);
    let mut sheets = Vec::new();
    for record in &records {
        if let Some(to) = people.iter().find(|p| p.id == record.note.to) {
            let remarks = known.remarks(None, &Text::of(record));
            let mut sheet = Sheet::of(&desk, record, to, &remarks, &lines);
            if app.sends {
                sheet.goes_by_itself(&desk, &decision, &record.note.key);
            }
            if sheet.is("discarded") {
                "You sent it yourself.".clone_into(&mut sheet.says);
            }
            sheets.push(sheet);
        }
    }
    let (names, grid, too_alike) = grid(&case, &records, &people);
    let job = round.and_then(|r| letters::job(&desk, r));
    let kept = round.map(Kept::of).unwrap_or_default();
    let is_unwritten = |a: &&afterword_core::plan::Action| matches!(&a.what, What::Note { key, step: Step::Write, .. } if key.purpose != Purpose::Card);
    let toned = kept.toned(desk.profile());
    let mut page = Notes {
        shell: Shell::new(&app, &desk, "cases", format!("Notes: {}", case.organization)),
        case: id,
        label: words::case(&case.organization, case.role.as_deref()),
        cards: card_links(&case, &cards, &decision),
        unwritten: decision.actions.iter().filter(is_unwritten).count(),
        waits: waits(&decision),
        sheets,
        questions: Vec::new(),
        held: Vec::new(),
        brought_in: Vec::new(),
        left_over: Vec::new(),
        jot: Vec::new(),
        grid,
        names,
        too_alike,
        warmth: warmth(toned.warmth),
        directness: directness(toned.directness),
    };
    if let Some(job) = &job {
        of_job(&mut page, job, &kept);
    }
    if let Some(round) = round {
        page.jot = sheet::jot_lines(round, &sheet::used(&page.sheets));
    }
    Ok(Html(page))
}

/// Why a note is not to be sent now, once for each reason.
fn waits(decision: &afterword_core::plan::Decision) -> Vec<String> {
    let thanks = decision.refusals.iter().filter(|r| r.key.purpose == Purpose::ThankYou);
    let mut out: Vec<String> = thanks.map(|r| sentence(&r.reason)).collect();
    out.dedup();
    out.truncate(3);
    out
}

fn of_job(page: &mut Notes, job: &Job, kept: &Kept) {
    page.questions.clone_from(&job.questions);
    page.held = job
        .held_back
        .iter()
        .map(|h| Noted {
            point: h.id.to_string(),
            text: h.text.clone(),
            why: h.why.reason().to_owned(),
        })
        .collect();
    let point = |id: afterword_core::model::PointId| {
        job.people
            .iter()
            .flat_map(|p| p.points.iter().map(move |q| (p, q)))
            .find(|(_, q)| q.id == id)
    };
    page.left_over = job
        .left_over
        .iter()
        .filter_map(|(_, id)| point(*id))
        .map(|(person, p)| Noted {
            point: p.id.to_string(),
            text: p.text.clone(),
            why: person.name.clone(),
        })
        .collect();
    page.brought_in = kept
        .bring_in
        .iter()
        .filter_map(|id| point(afterword_core::model::PointId(*id)))
        .map(|(person, p)| Noted {
            point: p.id.to_string(),
            text: p.text.clone(),
            why: person.name.clone(),
        })
        .collect();
}

fn grid(case: &Case, records: &[NoteRecord], people: &[PersonRecord]) -> (Vec<String>, Vec<Row>, bool) {
    let round = records
        .iter()
        .filter(|r| r.note.key.purpose == Purpose::ThankYou)
        .map(|r| r.note.key.round)
        .max();
    let of_round: Vec<&NoteRecord> = records
        .iter()
        .filter(|r| r.note.key.purpose == Purpose::ThankYou && Some(r.note.key.round) == round)
        .collect();
    if of_round.len() < 2 {
        return (Vec::new(), Vec::new(), false);
    }
    let measured: Vec<afterword_core::check::RecordPerson> = people
        .iter()
        .map(|p| afterword_core::check::RecordPerson {
            name: p.name.clone(),
            title: p.title.clone(),
            honorific: p.honorific_prefix.clone(),
        })
        .collect();
    let record = Record {
        organization: &case.organization,
        role: case.role.as_deref().unwrap_or_default(),
        people: &measured,
        ..Record::default()
    };
    let bodies: Vec<&str> = of_round.iter().map(|r| r.body.as_str()).collect();
    let grid = likeness::panel(&bodies, &record);
    let given = |r: &&NoteRecord| {
        let name = people
            .iter()
            .find(|p| p.id == r.note.to)
            .map(|p| p.name.clone())
            .unwrap_or_default();
        name.split(' ').next().unwrap_or_default().to_owned()
    };
    let names: Vec<String> = of_round.iter().map(given).collect();
    let rows = names.iter().enumerate().map(|(a, name)| Row {
        name: name.clone(),
        cells: (0..names.len())
            .map(|b| {
                let alike = grid.at(a, b).unwrap_or_default();
                Cell {
                    text: if a == b {
                        String::new()
                    } else {
                        format!("{:.0}\u{a0}%", alike * 100.0)
                    },
                    alike: a != b && alike >= likeness::BOUND,
                }
            })
            .collect(),
    });
    let rows: Vec<Row> = rows.collect();
    let too_alike = !grid.too_alike().is_empty();
    (names, rows, too_alike)
}

fn card_links(
    case: &Case,
    cards: &[afterword_store::book::CardRecord],
    decision: &afterword_core::plan::Decision,
) -> Vec<CardLink> {
    let name = |id| case.person(id).map(|p| p.name.clone()).unwrap_or_default();
    let mut out: Vec<CardLink> = cards
        .iter()
        .filter(|c| !matches!(c.card.state, afterword_core::casebook::CardState::Discarded { .. }))
        .map(|c| CardLink {
            person: c.card.to.0,
            name: name(c.card.to),
            state: c.card.state.name().to_owned(),
        })
        .collect();
    let advised = |id| {
        let is_card = |k: afterword_core::casebook::Key| k.purpose == Purpose::Card && k.person == Some(id);
        decision
            .actions
            .iter()
            .filter_map(afterword_core::plan::Action::key)
            .any(is_card)
    };
    for id in case.rounds.last().iter().flat_map(|r| &r.people) {
        if !out.iter().any(|c| c.person == id.0) && case.person(*id).is_some_and(|p| !p.no_note) {
            let state = if advised(*id) {
                "to be copied out"
            } else {
                "if you wish"
            };
            out.push(CardLink {
                person: id.0,
                name: name(*id),
                state: state.to_owned(),
            });
        }
    }
    out
}

/// Writes what is open and unwritten.
pub(crate) async fn write(State(app): State<Arc<App>>, Path(id): Path<i64>) -> Answer<Redirect> {
    let desk = app.desk().await?;
    capture::draft(&desk, CaseId(id)).await?;
    Ok(Redirect::to(&format!("/case/{id}/notes")))
}

#[derive(Debug, Deserialize)]
pub(crate) struct AnswerForm {
    about: String,
    #[serde(default)]
    text: String,
}

/// Takes an answer to a question.
pub(crate) async fn answer(
    State(app): State<Arc<App>>,
    Path(id): Path<i64>,
    Form(form): Form<AnswerForm>,
) -> Answer<Redirect> {
    take_answer(&app, id, &form.about, &form.text).await?;
    Ok(Redirect::to(&format!("/case/{id}/notes")))
}

/// What only its owner can answer about the last jot of a case.
///
/// # Errors
/// No such case, and the database's.
pub(crate) async fn questions(app: &App, id: i64) -> Answer<Vec<Question>> {
    let desk = app.desk().await?;
    let mut view = desk.book.read().await?;
    let (_, rounds) = case_of(&mut view, id).await?;
    let job = last_jot(&rounds).and_then(|round| letters::job(&desk, round));
    Ok(job.map(|job| job.questions.clone()).unwrap_or_default())
}

/// Takes an answer, and writes the notes anew.
///
/// # Errors
/// An answer that answers nothing, and the database's.
pub(crate) async fn take_answer(app: &App, id: i64, about: &str, text: &str) -> Answer<()> {
    let desk = app.desk().await?;
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.is_empty() {
        return Err(WebError::refused("there is no answer in it", "a few words are enough"));
    }
    let mut tx = desk.book.transaction().await?;
    let (case, rounds) = case_of(&mut tx, id).await?;
    let before = last_jot(&rounds).cloned();
    drafting::answer(&desk, &mut tx, &case, &[format!("{about}: {text}")], None).await?;
    redraft(&desk, tx, CaseId(id)).await?;
    can_undo(app, id, before, "answered a question");
    Ok(())
}

/// Writes a case's notes anew after its jot or choices changed.
async fn redraft(desk: &Desk, mut tx: Transaction, id: CaseId) -> anyhow::Result<()> {
    if let Some(case) = tx.case(id).await? {
        drafting::one(desk, &mut tx, &case, &mut Vec::new(), &mut Vec::new()).await?;
        if let Some(case) = tx.case(id).await? {
            book::index(&mut tx, &case, &desk.moment).await?;
        }
    }
    Ok(tx.commit().await?)
}

fn can_undo(app: &App, case: i64, before: Option<RoundRecord>, what: &str) {
    if let Some(before) = before {
        app.can_undo(Undo {
            what: what.to_owned(),
            page: format!("/case/{case}/notes"),
            back: Back::Round(Box::new(before)),
        });
    }
}

/// Which lines are used, and how the notes sound; what is left open stays.
#[derive(Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(default)]
pub(crate) struct Choose {
    /// A point to use: `p7`.
    r#use: Option<String>,
    /// A point to leave out.
    drop: Option<String>,
    /// `plain`, `warm` or `formal`.
    #[schema(value_type = Option<String>)]
    warmth: Option<Warmth>,
    /// `reserved`, `warm` or `direct`.
    #[schema(value_type = Option<String>)]
    directness: Option<Directness>,
    /// `next` says everything in other words.
    seed: Option<String>,
}

/// Which lines are used, how the notes sound, other wordings of all of them.
pub(crate) async fn choose(
    State(app): State<Arc<App>>,
    Path(id): Path<i64>,
    Form(form): Form<Choose>,
) -> Answer<Redirect> {
    take_choice(&app, id, &form).await?;
    Ok(Redirect::to(&format!("/case/{id}/notes")))
}

/// Takes a choice, and writes the notes anew.
///
/// # Errors
/// Nothing is jotted, and the database's.
pub(crate) async fn take_choice(app: &App, id: i64, form: &Choose) -> Answer<()> {
    let desk = app.desk().await?;
    let mut tx = desk.book.transaction().await?;
    let (_, rounds) = case_of(&mut tx, id).await?;
    let Some(round) = last_jot(&rounds).cloned() else {
        return Err(WebError::refused(
            "nothing is jotted in this case yet",
            "begin with a jot",
        ));
    };
    let mut kept = Kept::of(&round);
    let number = |text: &Option<String>| -> Option<u32> { text.as_deref()?.strip_prefix('p')?.parse().ok() };
    if let Some(point) = number(&form.r#use) {
        kept.leave_out.retain(|p| *p != point);
        if !kept.bring_in.contains(&point) {
            kept.bring_in.push(point);
        }
    }
    if let Some(point) = number(&form.drop) {
        if kept.bring_in.contains(&point) {
            kept.bring_in.retain(|p| *p != point);
        } else if !kept.leave_out.contains(&point) {
            kept.leave_out.push(point);
        }
    }
    kept.warmth = form.warmth.or(kept.warmth);
    kept.directness = form.directness.or(kept.directness);
    if form.seed.is_some() {
        kept.seed += 1;
        kept.reword.clear();
    }
    let changed = RoundRecord {
        choices: Some(serde_json::to_value(&kept).map_err(anyhow::Error::from)?),
        ..round.clone()
    };
    tx.put_round(&changed).await?;
    redraft(&desk, tx, CaseId(id)).await?;
    can_undo(app, id, Some(round), "chose otherwise");
    Ok(())
}
