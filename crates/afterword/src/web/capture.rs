//! Capture: one box where anything can be typed or dictated, and how it is understood beside it.

use std::sync::Arc;

use afterword_core::model::{Format, PointKind};
use afterword_core::read::jot;
use afterword_core::write::{Choices, Seed, write_with};
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use jiff::Zoned;
use serde::Deserialize;

use super::app::App;
use super::error::{Answer, WebError};
use super::shell::{Html, Shell};
use super::take::{Form, Query};
use crate::book::letters::Kept;
use crate::book::take_up::{self, Existing};
use crate::book::{self, Desk, drafting, words};
use crate::failure::Failure;

pub(crate) use crate::book::take_up::Wishes;

/// Bytes of a jot; what is longer is no jot.
pub(crate) const JOT_BYTES: usize = 1_000_000;

#[derive(Debug, Deserialize)]
pub(crate) struct Asked {
    case: Option<i64>,
}

/// What is posted.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Jotted {
    pub(crate) jot: String,
    pub(crate) case: Option<String>,
    pub(crate) employer: Option<String>,
    pub(crate) role: Option<String>,
    /// `add` or `replace`, where something is jotted already.
    pub(crate) existing: Option<String>,
    /// Made by a browser that kept the jot while there was no connection: the same mark is taken up once.
    pub(crate) mark: Option<String>,
    /// `look` shows how it is understood, and changes nothing.
    pub(crate) action: Option<String>,
}

impl Jotted {
    fn wishes(&self) -> Wishes {
        let said = |field: &Option<String>| {
            field
                .as_deref()
                .map(str::trim)
                .filter(|f| !f.is_empty())
                .map(str::to_owned)
        };
        Wishes {
            employer: said(&self.employer),
            role: said(&self.role),
            case: said(&self.case),
            existing: match self.existing.as_deref() {
                Some("add") => Some(Existing::Add),
                Some("replace") => Some(Existing::Replace),
                _ => None,
            },
            ..Wishes::default()
        }
    }
}

/// How a jot is understood.
#[derive(Debug, Clone, Default)]
pub(crate) struct Understood {
    pub(crate) heading: Option<String>,
    pub(crate) when: Option<String>,
    pub(crate) people: Vec<Who>,
    pub(crate) everyone: Vec<Thing>,
    pub(crate) held: Vec<Held>,
    /// When they decide, as a date and in their words.
    pub(crate) decide: Option<(String, String)>,
    pub(crate) questions: Vec<String>,
    /// What could still be said: the chip, and the line it begins.
    pub(crate) chips: Vec<(&'static str, &'static str)>,
    pub(crate) empty: bool,
}

#[derive(Debug, Clone)]
pub(crate) struct Who {
    pub(crate) name: String,
    pub(crate) title: Option<String>,
    pub(crate) address: Option<String>,
    pub(crate) things: Vec<Thing>,
}

#[derive(Debug, Clone)]
pub(crate) struct Thing {
    pub(crate) kind: &'static str,
    pub(crate) text: String,
}

#[derive(Debug, Clone)]
pub(crate) struct Held {
    pub(crate) text: String,
    pub(crate) why: &'static str,
}

/// What sort of thing a line is, in a word or two.
pub(crate) fn kind(kind: PointKind) -> &'static str {
    match kind {
        PointKind::Moment => "came up",
        PointKind::Quote => "their words",
        PointKind::Mine => "you told them",
        PointKind::Wants => "they need",
        PointKind::Shared => "in common",
        PointKind::Thanks => "to thank for",
        PointKind::Advice => "advice",
        PointKind::AskedMe => "they asked",
        PointKind::Forgot => "forgot to say",
        PointKind::Promised => "promised",
        PointKind::Because => "why you",
    }
}

impl Understood {
    /// Of a text, as of a moment.
    pub(crate) fn of(text: &str, now: &Zoned) -> Self {
        if text.trim().is_empty() {
            return Self {
                empty: true,
                ..Self::default()
            };
        }
        let read = jot::read(text, now);
        let thing = |p: &afterword_core::model::Point| Thing {
            kind: kind(p.kind),
            text: match &p.better {
                Some(better) => format!("{} \u{2192} {better}", p.text),
                None => p.text.clone(),
            },
        };
        let interview = &read.interview;
        let has = |kind| {
            let mut points = read.people.iter().flat_map(|p| &p.points).chain(&read.everyone);
            points.any(|p| p.kind == kind)
        };
        let mut chips = Vec::new();
        if interview.decision.is_none() {
            chips.push(("Decide by?", "they decide: "));
        }
        if !has(PointKind::Forgot) {
            chips.push(("Forgot to mention?", "forgot: "));
        }
        if !has(PointKind::Because) {
            chips.push(("Why this one?", "because: "));
        }
        let format = interview.format.map(|f| match f {
            Format::InPerson => "in person",
            Format::Phone => "by phone",
            Format::Video => "by video",
        });
        let day = interview.date.map(|d| words::day(d, now));
        let when: Vec<String> = [day, format.map(str::to_owned)].into_iter().flatten().collect();
        Self {
            heading: interview
                .organization
                .as_deref()
                .map(|o| words::case(o, interview.role.as_deref())),
            when: (!when.is_empty()).then(|| when.join(", ")),
            people: read
                .people
                .iter()
                .map(|p| Who {
                    name: p.name.clone(),
                    title: p.title.clone(),
                    address: p.addr_spec.clone(),
                    things: p.points.iter().map(thing).collect(),
                })
                .collect(),
            everyone: read.everyone.iter().map(thing).collect(),
            held: read
                .held_back
                .iter()
                .map(|h| Held {
                    text: h.text.clone(),
                    why: h.why.reason(),
                })
                .collect(),
            decide: interview.decision.as_ref().map(|d| {
                let day = |date| words::day(date, now);
                let date = match (d.deadline.earliest, d.deadline.latest) {
                    (Some(a), Some(b)) if a != b => format!("{} to {}", day(a), day(b)),
                    (_, Some(b)) => format!("by {}", day(b)),
                    (Some(a), None) => format!("not before {}", day(a)),
                    (None, None) => "no date in it".to_owned(),
                };
                (date, d.text.clone())
            }),
            questions: read.questions.iter().map(|q| q.text.clone()).collect(),
            chips,
            empty: false,
        }
    }
}

#[derive(Debug, Template)]
#[template(path = "capture.html")]
pub(crate) struct Capture {
    shell: Shell,
    text: String,
    case: Option<String>,
    /// The case it belongs to, where that is known.
    label: Option<String>,
    /// The employer is not in the text: it is asked for.
    asks_employer: bool,
    employer: String,
    role: String,
    problem: Option<(String, String)>,
    /// Something is jotted of that day already; since when.
    already: Option<String>,
    reading: Understood,
}

#[derive(Debug, Template)]
#[template(path = "reading.html")]
pub(crate) struct Reading {
    reading: Understood,
}

/// The empty box.
pub(crate) async fn page(State(app): State<Arc<App>>, Query(asked): Query<Asked>) -> Answer<Html<Capture>> {
    let desk = app.desk().await?;
    app.wake_language();
    let label = match asked.case {
        None => None,
        Some(id) => {
            let mut view = desk.book.read().await?;
            let case = view
                .case(afterword_core::casebook::CaseId(id))
                .await?
                .ok_or(WebError::Missing)?;
            Some(words::case(&case.organization, case.role.as_deref()))
        }
    };
    Ok(Html(Capture {
        shell: Shell::new(&app, &desk, "jot", "New jot"),
        text: String::new(),
        case: asked.case.map(|c| c.to_string()),
        label,
        asks_employer: false,
        employer: String::new(),
        role: String::new(),
        problem: None,
        already: None,
        reading: Understood::of("", &desk.now),
    }))
}

/// How the text is understood so far. Changes nothing.
pub(crate) async fn reading(State(app): State<Arc<App>>, Form(form): Form<Jotted>) -> Answer<Html<Reading>> {
    let desk = app.desk().await?;
    let text: &str = if form.jot.len() > JOT_BYTES { "" } else { &form.jot };
    Ok(Html(Reading {
        reading: Understood::of(text, &desk.now),
    }))
}

/// Takes a jot up and writes its notes.
pub(crate) async fn take(State(app): State<Arc<App>>, Form(form): Form<Jotted>) -> Answer<Response> {
    let desk = app.desk().await?;
    if form.action.as_deref() == Some("look") {
        return Ok(again(&app, &desk, &form, None, StatusCode::OK));
    }
    match taken(&app, &desk, &form).await {
        Ok(case) => Ok(Redirect::to(&format!("/case/{case}/notes")).into_response()),
        Err(error) => {
            let status = if form.jot.len() > JOT_BYTES {
                StatusCode::PAYLOAD_TOO_LARGE
            } else {
                error.status()
            };
            Ok(again(&app, &desk, &form, Some(&error), status))
        }
    }
}

/// Takes a jot up, once for the same mark; gives the case.
///
/// # Errors
/// Longer than any jot, nothing to take up, and what [`take_up`] refuses.
pub(crate) async fn taken(app: &App, desk: &Desk, jotted: &Jotted) -> Answer<i64> {
    let mark = jotted.mark.as_deref().filter(|m| !m.is_empty());
    if let Some(case) = mark.and_then(|mark| app.marked(mark)) {
        return Ok(case);
    }
    if jotted.jot.len() > JOT_BYTES {
        return Err(WebError::refused(
            "this is longer than any jot",
            "keep what matters, a line for each thing; nothing was lost, the text is below",
        ));
    }
    let case = take_up(desk, &jotted.jot, &jotted.wishes()).await?;
    if let Some(mark) = mark {
        app.mark(mark.to_owned(), case);
    }
    Ok(case)
}

/// The same page with what was typed.
fn again(app: &App, desk: &Desk, form: &Jotted, error: Option<&WebError>, status: StatusCode) -> Response {
    let reading = Understood::of(if form.jot.len() > JOT_BYTES { "" } else { &form.jot }, &desk.now);
    let already = error.and_then(|e| match e {
        WebError::Refused { hint: Some(hint), .. } if hint == ADD_OR_REPLACE => Some(e.words().0),
        _ => None,
    });
    let page = Capture {
        shell: Shell::new(app, desk, "jot", "New jot"),
        text: form.jot.clone(),
        case: form.case.clone().filter(|c| !c.is_empty()),
        label: None,
        asks_employer: form.case.as_deref().is_none_or(str::is_empty) && reading.heading.is_none(),
        employer: form.employer.clone().unwrap_or_default(),
        role: form.role.clone().unwrap_or_default(),
        problem: error.map(WebError::words),
        already,
        reading,
    };
    (status, Html(page)).into_response()
}

const ADD_OR_REPLACE: &str = "add this below it, or put it in its place";

/// Takes a text up as a jot, and writes what is due. Gives the case.
///
/// # Errors
/// Nothing to take up, no employer, or something is jotted already; nothing was changed then.
pub(crate) async fn take_up(desk: &Desk, text: &str, wishes: &Wishes) -> anyhow::Result<i64> {
    let choices = Choices::default();
    let read = |text: &str| write_with(text, desk.profile(), &desk.now, Seed(0), &choices).0;
    let mut job = read(text);
    let nobody = job.people.is_empty() && job.interview.organization.is_none();
    if text.trim().is_empty() || (nobody && wishes.case.is_none() && wishes.employer.is_none()) {
        return Err(Failure::new("there is nothing to write about yet")
            .hint("say whom you met and one thing each of them said; a first line names employer, position and day")
            .into());
    }
    if job.interview.organization.is_none() && wishes.employer.is_none() && wishes.case.is_none() {
        return Err(Failure::new("which employer was it?")
            .hint("name it below, or on the first line of the jot")
            .into());
    }
    let (mut whole, mut wishes) = (text.to_owned(), wishes.clone());
    if wishes.existing.is_none()
        && let Some(round) = take_up::jotted(desk, &job, &wishes).await?
        && !text.trim().starts_with(round.jot.as_deref().unwrap_or_default().trim())
    {
        let day = words::day(round.end.date(), &desk.now);
        return Err(Failure::new(format!("something is jotted about {day} already"))
            .hint(ADD_OR_REPLACE)
            .into());
    }
    if let Some((combined, existing)) = take_up::combined(desk, text, &job, &wishes).await? {
        whole = combined;
        wishes.existing = Some(existing);
        job = read(&whole);
    }
    let kept = Kept {
        written: Some(desk.now.clone()),
        ..Kept::default()
    };
    let taken = take_up::jot(desk, &whole, &job, kept, &wishes).await?;
    draft(desk, taken.case).await?;
    Ok(taken.case.0)
}

/// Writes what is due in a case; the questions that stand in the way.
///
/// # Errors
/// The database's.
pub(crate) async fn draft(desk: &Desk, id: afterword_core::casebook::CaseId) -> anyhow::Result<Vec<String>> {
    let mut tx = desk.book.transaction().await?;
    let mut questions = Vec::new();
    if let Some(case) = tx.case(id).await? {
        drafting::one(desk, &mut tx, &case, &mut Vec::new(), &mut questions).await?;
    }
    if let Some(case) = tx.case(id).await? {
        book::index(&mut tx, &case, &desk.moment).await?;
    }
    tx.commit().await?;
    Ok(questions)
}
