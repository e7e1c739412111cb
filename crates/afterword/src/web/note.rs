//! One note: reading it alone, changing, mending, rewording, approving, handing over.

use std::sync::Arc;

use afterword_core::casebook::{Case, NoteId, NoteState};
use afterword_core::check::{Remark, fix};
use afterword_core::model::NoteKind;
use afterword_store::book::{NoteRecord, PersonRecord, RoundRecord};
use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::app::App;
use super::error::{Answer, WebError};
use super::notes::last_jot;
use super::sheet::{self, Found, Line, Sheet};
use super::shell::{Html, Shell, sentence};
use super::take::{Form, Path};
use super::undo::{Back, Undo};
use crate::book::letters::{self, Kept};
use crate::book::measure::{self, Known};
use crate::book::trace::Trace;
use crate::book::{self, Desk, decided, drafting, gate, happened, words};
use crate::failure::Failure;
use crate::mail::outbox::left_to_its_owner;

#[derive(Debug, Template)]
#[template(path = "note.html")]
pub(crate) struct One {
    shell: Shell,
    label: String,
    sheet: Sheet,
    jot: Vec<Line>,
    me: String,
    advice: Option<String>,
    problem: Option<String>,
}

#[derive(Debug, Template)]
#[template(path = "findings.html")]
pub(crate) struct Findings {
    id: i64,
    revision: u32,
    found: Vec<Found>,
    can_mend: bool,
}

/// One note with everything around it.
struct Around {
    desk: Desk,
    case: Case,
    rounds: Vec<RoundRecord>,
    to: PersonRecord,
    record: NoteRecord,
    known: Known,
}

impl Around {
    async fn of(app: &App, id: i64) -> Answer<Self> {
        let desk = app.desk().await?;
        let mut view = desk.book.read().await?;
        let record = view.note(NoteId(id)).await?.ok_or(WebError::Missing)?;
        let case = view.case(record.case).await?.ok_or(WebError::Missing)?;
        let to = view.person(record.note.to).await?.ok_or(WebError::Missing)?;
        let known = Known::of(&desk, &mut view, &case).await?;
        let rounds = view.rounds(case.id).await?;
        drop(view);
        Ok(Self {
            desk,
            case,
            rounds,
            to,
            record,
            known,
        })
    }

    async fn remarks(&self, app: &App) -> Vec<Remark> {
        app.remarks(self.known.clone(), self.record.clone()).await
    }

    fn round(&self) -> Option<&RoundRecord> {
        let number = self.record.note.key.round;
        let own = self.rounds.iter().find(|r| r.number == number && r.jot.is_some());
        own.or_else(|| last_jot(&self.rounds))
    }

    fn sheet(&self, remarks: &[Remark]) -> Sheet {
        let lines = self.round().map(sheet::lines_of).unwrap_or_default();
        Sheet::of(&self.desk, &self.record, &self.to, remarks, &lines)
    }

    fn page(&self, app: &App, remarks: &[Remark], problem: Option<String>) -> One {
        let mut sheet = self.sheet(remarks);
        let decision = decided(&self.case, &self.desk.moment);
        let key = self.record.note.key;
        if app.sends {
            sheet.goes_by_itself(&self.desk, &decision, &key);
        }
        let advice = match decision.action(&key) {
            Some(action) => Some(sentence(&action.reason)),
            None => decision
                .refusals
                .iter()
                .find(|r| r.key == key)
                .map(|r| sentence(&r.reason)),
        };
        let jot = self
            .round()
            .map(|r| sheet::jot_lines(r, &sheet::used(std::slice::from_ref(&sheet))));
        One {
            shell: Shell::new(app, &self.desk, "cases", format!("Note to {}", self.to.name)),
            label: words::case(&self.case.organization, self.case.role.as_deref()),
            me: self.desk.profile().candidate.name.clone().unwrap_or_default(),
            sheet,
            jot: jot.unwrap_or_default(),
            advice,
            problem,
        }
    }

    /// Keeps another text as its owner's.
    async fn keep(&mut self, app: &App, subject: String, body: String, trace: Trace) -> Answer<()> {
        let before = self.record.clone();
        let read = before.note.revision;
        let note = before.note.clone().edited(self.desk.now.timestamp());
        let note =
            note.map_err(|r| Failure::new(r.to_string()).hint("it is on its way or done; nothing was changed"))?;
        let record = NoteRecord {
            note,
            subject,
            body,
            trace: Some(trace.json()),
            ..before.clone()
        };
        let mut tx = self.desk.book.transaction().await?;
        tx.save_note(&record, read).await?;
        if let Some(case) = tx.case(record.case).await? {
            book::index(&mut tx, &case, &self.desk.moment).await?;
        }
        tx.commit().await?;
        app.can_undo(Undo {
            what: format!("changed the note to {}", self.to.name),
            page: format!("/note/{}", before.note.id),
            back: Back::Text(Box::new(before)),
        });
        self.record = record;
        Ok(())
    }
}

/// One sheet alone.
pub(crate) async fn one(State(app): State<Arc<App>>, Path(id): Path<i64>) -> Answer<Html<One>> {
    let around = Around::of(&app, id).await?;
    let remarks = around.remarks(&app).await;
    Ok(Html(around.page(&app, &remarks, None)))
}

#[derive(Debug, Deserialize)]
pub(crate) struct Edited {
    #[serde(default)]
    subject: String,
    body: String,
    revision: Option<u32>,
}

/// Keeps what its owner made of it.
pub(crate) async fn edit(
    State(app): State<Arc<App>>,
    Path(id): Path<i64>,
    Form(form): Form<Edited>,
) -> Answer<Redirect> {
    edit_text(&app, id, &form.subject, &form.body, form.revision).await?;
    Ok(Redirect::to(&format!("/note/{id}")))
}

/// Keeps another text of a note, if it is still as it was read.
///
/// # Errors
/// It was changed meanwhile, is on its way, or came back empty.
pub(crate) async fn edit_text(app: &App, id: i64, subject: &str, body: &str, read: Option<u32>) -> Answer<()> {
    let mut around = Around::of(app, id).await?;
    if read.is_some_and(|r| r != around.record.note.revision) {
        return Err(WebError::Changed);
    }
    let (subject, body) = (one_line(subject), unified(body));
    if body.trim().is_empty() {
        return Err(WebError::refused("the note came back empty", "nothing was changed"));
    }
    if body.len() > 100_000 || subject.len() > 2_000 {
        return Err(WebError::refused("this is longer than any note", "nothing was changed"));
    }
    if body != around.record.body || subject != around.record.subject {
        let trace = Trace::read(around.record.trace.as_ref()).after_edit(&body);
        around.keep(app, subject, body, trace).await?;
    }
    Ok(())
}

/// One kind of line end, and one at the end.
fn unified(text: &str) -> String {
    format!("{}\n", text.replace("\r\n", "\n").replace('\r', "\n").trim_end())
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What is found in a text that is being written. Changes nothing.
pub(crate) async fn check(
    State(app): State<Arc<App>>,
    Path(id): Path<i64>,
    Form(form): Form<Edited>,
) -> Answer<Html<Findings>> {
    let mut around = Around::of(&app, id).await?;
    around.record.body = unified(&form.body);
    around.record.subject = one_line(&form.subject);
    let remarks = around.remarks(&app).await;
    Ok(Html(Findings {
        id,
        revision: around.record.note.revision,
        found: sheet::found(&remarks),
        can_mend: false,
    }))
}

/// What is found in a note as it is kept, language too.
pub(crate) async fn findings(State(app): State<Arc<App>>, Path(id): Path<i64>) -> Answer<Html<Findings>> {
    let around = Around::of(&app, id).await?;
    let remarks = around.remarks(&app).await;
    Ok(Html(Findings {
        id,
        revision: around.record.note.revision,
        found: sheet::found(&remarks),
        can_mend: around.sheet(&remarks).can_change,
    }))
}

#[derive(Debug, Deserialize)]
pub(crate) struct Mend {
    rule: String,
    excerpt: String,
    revision: Option<u32>,
}

/// Puts the better words of one finding in.
pub(crate) async fn mend(State(app): State<Arc<App>>, Path(id): Path<i64>, Form(form): Form<Mend>) -> Answer<Redirect> {
    let mut around = Around::of(&app, id).await?;
    if form.revision.is_some_and(|r| r != around.record.note.revision) {
        return Err(WebError::Changed);
    }
    let remarks = around.remarks(&app).await;
    let wanted =
        |r: &&Remark| r.finding.rule == form.rule && r.finding.excerpt == form.excerpt && r.finding.fix.is_some();
    let Some(remark) = remarks.iter().find(wanted).cloned() else {
        return Err(WebError::refused(
            "this is mended already",
            "look at the note as it is now",
        ));
    };
    let in_subject = matches!(remark.place, afterword_core::check::Place::Subject(_));
    let (mut subject, mut body) = (around.record.subject.clone(), around.record.body.clone());
    if let (afterword_core::check::Place::Subject(span), Some(better)) = (&remark.place, &remark.finding.fix) {
        subject.replace_range(span.clone(), better);
    }
    if !in_subject {
        body = fix::apply(&body, std::slice::from_ref(&remark));
    }
    let trace = Trace::read(around.record.trace.as_ref()).after_edit(&body);
    around.keep(&app, subject, body, trace).await?;
    Ok(Redirect::to(&format!("/note/{id}")))
}

#[derive(Debug, Deserialize)]
pub(crate) struct RewordForm {
    sentence: usize,
    /// Back to the page of all notes.
    #[serde(default)]
    from: Option<String>,
}

/// Says one sentence another way.
pub(crate) async fn reword(
    State(app): State<Arc<App>>,
    Path(id): Path<i64>,
    Form(form): Form<RewordForm>,
) -> Answer<Redirect> {
    let mut around = Around::of(&app, id).await?;
    let mut trace = Trace::read(around.record.trace.as_ref());
    let none = || {
        WebError::refused(
            "there is no other wording of this sentence",
            "to say it your way, change the text",
        )
    };
    let Some(now) = form
        .sentence
        .checked_sub(1)
        .and_then(|i| trace.sentences.get(i))
        .cloned()
    else {
        return Err(none());
    };
    let Some(round) = around.round().cloned() else {
        return Err(none());
    };
    let job = letters::job(&around.desk, &round).ok_or_else(none)?;
    let mut kept = Kept::of(&round);
    let place = kept.people.iter().position(|p| *p == around.to.id.0).ok_or_else(none)?;
    let is_mail = |n: &&afterword_core::model::Note| n.to == place && n.kind != NoteKind::Card;
    let (index, note) = job
        .notes
        .iter()
        .enumerate()
        .find(|(_, n)| is_mail(n))
        .ok_or_else(none)?;
    let says = |s: &afterword_core::model::Sentence| s.text == now.text || s.others.iter().any(|o| o.text == now.text);
    let (number, sentence) = note.sentences().enumerate().find(|(_, s)| says(s)).ok_or_else(none)?;
    // The wordings in their order, the one that stands there first.
    let mut ways: Vec<&str> = std::iter::once(sentence.text.as_str())
        .chain(sentence.others.iter().map(|o| o.text.as_str()))
        .collect();
    let at = ways.iter().position(|w| *w == now.text).unwrap_or(0);
    ways.rotate_left(at);
    let Some(next) = ways.get(1).map(|w| (*w).to_owned()) else {
        return Err(none());
    };
    match kept
        .reword
        .iter_mut()
        .find(|(n, s, _)| *n == index + 1 && *s == number + 1)
    {
        Some((_, _, step)) => *step += 1,
        None => kept.reword.push((index + 1, number + 1, 1)),
    }
    let body = around.record.body.replacen(&now.text, &next, 1);
    if let Some(sentence) = trace.sentences.get_mut(form.sentence - 1) {
        sentence.text = next;
    }
    let subject = around.record.subject.clone();
    around.keep(&app, subject, body, trace).await?;
    let mut tx = around.desk.book.transaction().await?;
    let changed = RoundRecord {
        choices: Some(serde_json::to_value(&kept).map_err(anyhow::Error::from)?),
        ..round
    };
    tx.put_round(&changed).await?;
    tx.commit().await?;
    Ok(Redirect::to(&match form.from.as_deref() {
        Some("notes") => format!("/case/{}/notes#note-{id}", around.case.id),
        _ => format!("/note/{id}"),
    }))
}

#[derive(Debug, Deserialize)]
pub(crate) struct Approve {
    /// The text that was on the page, by its hash.
    shown: String,
    #[serde(default)]
    from: Option<String>,
}

/// Takes its owner's word for a text as it stood on their page.
pub(crate) async fn approve(
    State(app): State<Arc<App>>,
    Path(id): Path<i64>,
    Form(form): Form<Approve>,
) -> Answer<Response> {
    if let Some(stopped) = approve_text(&app, id, &form.shown).await? {
        let around = Around::of(&app, id).await?;
        let remarks = around.remarks(&app).await;
        let page = around.page(&app, &remarks, Some(stopped));
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page)).into_response());
    }
    let to_page = match form.from.as_deref() {
        Some("notes") => {
            let around = Around::of(&app, id).await?;
            format!("/case/{}/notes#note-{id}", around.case.id)
        }
        _ => format!("/note/{id}"),
    };
    Ok(Redirect::to(&to_page).into_response())
}

/// Approves the text of this hash; gives what keeps the gate closed, if something does.
///
/// # Errors
/// The text is another by now, and the database's.
pub(crate) async fn approve_text(app: &App, id: i64, shown: &str) -> Answer<Option<String>> {
    let around = Around::of(app, id).await?;
    let hash = gate::hash(&around.desk, &around.record, &around.to);
    if sheet::hex(&hash) != shown {
        return Err(WebError::Changed);
    }
    if matches!(around.record.note.state, NoteState::Approved { .. }) {
        return Ok(None);
    }
    let remarks = around.remarks(app).await;
    let unfinished = Trace::read(around.record.trace.as_ref()).starters.len();
    if let Some(stopped) = gate::stopped(&around.record, measure::errors(&remarks), unfinished) {
        return Ok(Some(stopped));
    }
    let record = gate::open(&around.desk, around.record.clone(), hash, false).await?;
    gate::approve(&around.desk, record, &around.to, hash).await?;
    app.can_undo(Undo {
        what: format!("approved the note to {}", around.to.name),
        page: format!("/note/{id}"),
        back: Back::Approval(NoteId(id)),
    });
    Ok(None)
}

/// Takes an approval back.
pub(crate) async fn withdraw(State(app): State<Arc<App>>, Path(id): Path<i64>) -> Answer<Redirect> {
    take_back(&app, id).await?;
    Ok(Redirect::to(&format!("/note/{id}")))
}

/// The approved note is a draft again; any other stays as it is.
///
/// # Errors
/// The database's.
pub(crate) async fn take_back(app: &App, id: i64) -> Answer<()> {
    let around = Around::of(app, id).await?;
    if matches!(around.record.note.state, NoteState::Approved { .. }) {
        gate::take_back(&around.desk, around.record).await?;
    }
    Ok(())
}

/// Its owner sent it themselves.
pub(crate) async fn sent(State(app): State<Arc<App>>, Path(id): Path<i64>) -> Answer<Redirect> {
    let desk = app.desk().await?;
    let mut tx = desk.book.transaction().await?;
    let record = tx.note(NoteId(id)).await?.ok_or(WebError::Missing)?;
    // A second click, or a second window: it is recorded already.
    if matches!(record.note.state, NoteState::Sent { .. } | NoteState::Discarded { .. }) {
        return Ok(Redirect::to(&format!("/case/{}/notes", record.case)));
    }
    happened::sent(&desk, &mut tx, &id.to_string()).await?;
    tx.commit().await?;
    app.is_out(NoteId(id));
    Ok(Redirect::to(&format!("/case/{}/notes", record.case)))
}

/// The note for a mail program.
pub(crate) async fn mail(State(app): State<Arc<App>>, Path(id): Path<i64>) -> Answer<Response> {
    let around = Around::of(&app, id).await?;
    if !matches!(around.record.note.state, NoteState::Approved { .. }) {
        return Err(WebError::refused(
            "this note is not approved yet",
            "read it and approve it first",
        ));
    }
    let bytes = letters::eml(&around.desk, &around.record, &around.to)?;
    if app.sends {
        // By one way or the other, never by both.
        left_to_its_owner(&around.desk.book, around.record.note.id, around.desk.now.timestamp()).await?;
    }
    let name = drafting::file_name(&around.record, &around.to.name, "eml");
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, header::HeaderValue::from_static("message/rfc822"));
    if let Ok(value) = header::HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    Ok((headers, bytes).into_response())
}
