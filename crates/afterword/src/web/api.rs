//! The same data and acts for programs: JSON under `/api/v1`, problem details where something is refused, and a
//! description of all of it (`OpenAPI`) that is served and tested.

use std::sync::Arc;

use afterword_core::casebook::{CaseId, NoteId, NoteState, PersonId};
use afterword_store::book::CaseFilter;
use askama::Template;
use axum::extract::rejection::JsonRejection;
use axum::extract::{FromRequest, FromRequestParts, State};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::{Deserialize, Serialize};
use utoipa::{OpenApi, ToSchema};

use super::app::App;
use super::capture;
use super::case::Happened;
use super::error::{Answer, WebError};
use super::sheet;
use super::shell::{Html, Shell};
use super::take::Query;
use crate::book::cards::CardStep;
use crate::book::known::occasion;
use crate::book::measure;
use crate::book::open_now::{coming, headline, open};
use crate::book::{decided, gate, happened};
use crate::wire_book::{self, ActionOut, CaseOut, ComingOut, NoteOut, RefusalOut};

/// What went wrong, as problem details.
pub(crate) struct Problem(WebError);

impl<E: Into<WebError>> From<E> for Problem {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        self.0.problem()
    }
}

type Out<T> = Result<Json<T>, Problem>;

/// A body of JSON; what is none is a problem, too.
pub(crate) struct Body<T>(T);

impl<S: Send + Sync, T> FromRequest<S> for Body<T>
where
    Json<T>: FromRequest<S, Rejection = JsonRejection>,
{
    type Rejection = Problem;

    async fn from_request(request: axum::extract::Request, state: &S) -> Result<Self, Problem> {
        match Json::from_request(request, state).await {
            Ok(Json(body)) => Ok(Self(body)),
            Err(rejection) => Err(Problem(WebError::refused(
                "this body cannot be used",
                format!("{}; see /api/openapi.json", rejection.body_text()),
            ))),
        }
    }
}

/// What stands in the path; a number that is none names nothing.
pub(crate) struct Path<T>(T);

impl<S: Send + Sync, T: serde::de::DeserializeOwned + Send> FromRequestParts<S> for Path<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut axum::http::request::Parts, state: &S) -> Result<Self, Problem> {
        let super::take::Path(value) = super::take::Path::from_request_parts(parts, state).await?;
        Ok(Self(value))
    }
}

/// What is open now and what comes.
#[derive(Debug, Serialize, ToSchema)]
struct TodayOut {
    headline: String,
    actions: Vec<ActionOut>,
    coming: Vec<ComingOut>,
}

#[derive(Debug, Serialize, ToSchema)]
struct CasesOut {
    cases: Vec<CaseOut>,
}

/// The plan of a case.
#[derive(Debug, Serialize, ToSchema)]
struct PlanOut {
    case: i64,
    organization: String,
    actions: Vec<ActionOut>,
    refusals: Vec<RefusalOut>,
}

#[derive(Debug, Serialize, ToSchema)]
struct NotesOut {
    notes: Vec<NoteOut>,
}

/// A note with what is found in it, and the hash that an approval names.
#[derive(Debug, Serialize, ToSchema)]
struct CheckedOut {
    note: NoteOut,
    findings: Vec<FoundOut>,
    shown: String,
    revision: u32,
}

#[derive(Debug, Serialize, ToSchema)]
struct FoundOut {
    rule: String,
    severity: &'static str,
    excerpt: String,
    message: String,
    fix: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
struct PeopleOut {
    people: Vec<PersonOut>,
}

#[derive(Debug, Serialize, ToSchema)]
struct PersonOut {
    person: i64,
    name: String,
    title: Option<String>,
    organization: Option<String>,
    email: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    between_you: Vec<String>,
}

#[derive(Debug, Serialize, ToSchema)]
struct HitsOut {
    hits: Vec<HitOut>,
}

#[derive(Debug, Serialize, ToSchema)]
struct HitOut {
    #[schema(value_type = String)]
    kind: afterword_store::book::HitKind,
    id: i64,
    case: Option<i64>,
    text: String,
}

#[derive(Debug, Deserialize, ToSchema)]
struct JotIn {
    /// The text, as typed.
    jot: String,
    /// The case it belongs to.
    case: Option<i64>,
    employer: Option<String>,
    role: Option<String>,
    /// `add` or `replace`, where something is jotted of that day already.
    existing: Option<String>,
    /// The same mark is taken up once.
    mark: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
struct TakenOut {
    case: i64,
}

/// How a jot is understood.
#[derive(Debug, Serialize, ToSchema)]
struct ReadingOut {
    heading: Option<String>,
    when: Option<String>,
    people: Vec<ReadPersonOut>,
    kept_with_you: Vec<HeldOut>,
    decide: Option<String>,
    questions: Vec<String>,
}

#[derive(Debug, Serialize, ToSchema)]
struct ReadPersonOut {
    name: String,
    title: Option<String>,
    points: Vec<String>,
}

#[derive(Debug, Serialize, ToSchema)]
struct HeldOut {
    text: String,
    why: String,
}

#[derive(Debug, Deserialize, ToSchema)]
struct TextIn {
    subject: String,
    body: String,
    /// The revision that was read.
    revision: u32,
}

#[derive(Debug, Deserialize, ToSchema)]
struct ApproveIn {
    /// The hash of the text that was read (`shown`).
    shown: String,
}

#[derive(Debug, Deserialize, ToSchema)]
struct EventIn {
    /// `reply`, `moved`, `offer`, `rejection`, `withdrawal`, `accepted`, `resumed`, `away`, `promised`, `close`, `reopen`.
    what: String,
    #[serde(default)]
    words: String,
    person: Option<i64>,
}

#[derive(Debug, Serialize, ToSchema)]
struct SaidOut {
    said: Vec<String>,
}

#[utoipa::path(get, path = "/api/v1/today", responses((status = 200, body = TodayOut)))]
async fn today(State(app): State<Arc<App>>) -> Out<TodayOut> {
    let desk = app.desk().await?;
    let mut view = desk.book.read().await?;
    let list = open(&desk, &mut view).await?;
    Ok(Json(TodayOut {
        headline: headline(&list),
        actions: list.iter().map(|o| wire_book::action(&o.case, &o.action)).collect(),
        coming: coming(&desk, &mut view).await?,
    }))
}

#[utoipa::path(get, path = "/api/v1/cases", responses((status = 200, body = CasesOut)))]
async fn cases(State(app): State<Arc<App>>) -> Out<CasesOut> {
    let desk = app.desk().await?;
    let list = desk.book.read().await?.case_list(CaseFilter::All).await?;
    Ok(Json(CasesOut {
        cases: list.iter().map(wire_book::case).collect(),
    }))
}

#[utoipa::path(get, path = "/api/v1/cases/{id}/plan", params(("id" = i64, Path)), responses((status = 200, body = PlanOut), (status = 404)))]
async fn plan(State(app): State<Arc<App>>, Path(id): Path<i64>) -> Out<PlanOut> {
    let desk = app.desk().await?;
    let case = desk
        .book
        .read()
        .await?
        .case(CaseId(id))
        .await?
        .ok_or(WebError::Missing)?;
    let decision = decided(&case, &desk.moment);
    Ok(Json(PlanOut {
        case: id,
        organization: case.organization.clone(),
        actions: decision.actions.iter().map(|a| wire_book::action(&case, a)).collect(),
        refusals: decision.refusals.iter().map(|r| wire_book::refusal(&case, r)).collect(),
    }))
}

#[utoipa::path(get, path = "/api/v1/cases/{id}/notes", params(("id" = i64, Path)), responses((status = 200, body = NotesOut), (status = 404)))]
async fn notes(State(app): State<Arc<App>>, Path(id): Path<i64>) -> Out<NotesOut> {
    let desk = app.desk().await?;
    let mut view = desk.book.read().await?;
    let case = view.case(CaseId(id)).await?.ok_or(WebError::Missing)?;
    let records = view.notes(CaseId(id)).await?;
    let name = |id| case.person(id).map_or("", |p| p.name.as_str());
    let living = records
        .iter()
        .filter(|r| !matches!(r.note.state, NoteState::Discarded { .. }));
    Ok(Json(NotesOut {
        notes: living.map(|r| wire_book::note(r, name(r.note.to))).collect(),
    }))
}

#[utoipa::path(post, path = "/api/v1/cases/{id}/events", params(("id" = i64, Path)), request_body = EventIn, responses((status = 200, body = SaidOut), (status = 422)))]
async fn event(State(app): State<Arc<App>>, Path(id): Path<i64>, Body(body): Body<EventIn>) -> Out<SaidOut> {
    let desk = app.desk().await?;
    let form = Happened {
        what: body.what,
        words: body.words,
        person: body.person.map(|p| p.to_string()),
    };
    let said = super::case::take(&app, &desk, id, &form).await?;
    Ok(Json(SaidOut { said }))
}

async fn checked(app: &App, id: i64) -> Answer<CheckedOut> {
    let desk = app.desk().await?;
    let mut view = desk.book.read().await?;
    let record = view.note(NoteId(id)).await?.ok_or(WebError::Missing)?;
    let case = view.case(record.case).await?.ok_or(WebError::Missing)?;
    let to = view.person(record.note.to).await?.ok_or(WebError::Missing)?;
    let known = measure::Known::of(&desk, &mut view, &case).await?;
    drop(view);
    let remarks = app.remarks(known, record.clone()).await;
    let found = sheet::found(&remarks).into_iter().map(|f| FoundOut {
        rule: f.rule,
        severity: f.severity,
        excerpt: f.excerpt,
        message: f.message,
        fix: f.fix,
    });
    Ok(CheckedOut {
        note: wire_book::note(&record, &to.name),
        findings: found.collect(),
        shown: sheet::hex(&gate::hash(&desk, &record, &to)),
        revision: record.note.revision,
    })
}

#[utoipa::path(get, path = "/api/v1/notes/{id}", params(("id" = i64, Path)), responses((status = 200, body = CheckedOut), (status = 404)))]
async fn note(State(app): State<Arc<App>>, Path(id): Path<i64>) -> Out<CheckedOut> {
    Ok(Json(checked(&app, id).await?))
}

#[utoipa::path(post, path = "/api/v1/notes/{id}/text", params(("id" = i64, Path)), request_body = TextIn, responses((status = 200, body = CheckedOut), (status = 409), (status = 422)))]
async fn text(State(app): State<Arc<App>>, Path(id): Path<i64>, Body(body): Body<TextIn>) -> Out<CheckedOut> {
    super::note::edit_text(&app, id, &body.subject, &body.body, Some(body.revision)).await?;
    Ok(Json(checked(&app, id).await?))
}

#[utoipa::path(post, path = "/api/v1/notes/{id}/approve", params(("id" = i64, Path)), request_body = ApproveIn, responses((status = 200, body = CheckedOut), (status = 409), (status = 422)))]
async fn approve(State(app): State<Arc<App>>, Path(id): Path<i64>, Body(body): Body<ApproveIn>) -> Out<CheckedOut> {
    if let Some(stopped) = super::note::approve_text(&app, id, &body.shown).await? {
        return Err(Problem(WebError::refused(
            stopped,
            "mend it, and approve the text as it is then",
        )));
    }
    Ok(Json(checked(&app, id).await?))
}

#[utoipa::path(post, path = "/api/v1/notes/{id}/withdraw", params(("id" = i64, Path)), responses((status = 200, body = CheckedOut), (status = 404)))]
async fn withdraw(State(app): State<Arc<App>>, Path(id): Path<i64>) -> Out<CheckedOut> {
    super::note::take_back(&app, id).await?;
    Ok(Json(checked(&app, id).await?))
}

#[utoipa::path(post, path = "/api/v1/notes/{id}/sent", params(("id" = i64, Path)), responses((status = 200, body = SaidOut), (status = 422)))]
async fn sent(State(app): State<Arc<App>>, Path(id): Path<i64>) -> Out<SaidOut> {
    let desk = app.desk().await?;
    let mut tx = desk.book.transaction().await?;
    tx.note(NoteId(id)).await?.ok_or(WebError::Missing)?;
    let done = happened::sent(&desk, &mut tx, &id.to_string()).await?;
    tx.commit().await?;
    app.is_out(NoteId(id));
    Ok(Json(SaidOut { said: done.said }))
}

#[utoipa::path(get, path = "/api/v1/people", responses((status = 200, body = PeopleOut)))]
async fn people(State(app): State<Arc<App>>) -> Out<PeopleOut> {
    let desk = app.desk().await?;
    let list = desk.book.read().await?.person_list().await?;
    let people = list.into_iter().map(|p| PersonOut {
        person: p.id.0,
        name: p.name,
        title: p.title,
        organization: p.organization,
        email: p.addr_spec,
        between_you: Vec::new(),
    });
    Ok(Json(PeopleOut {
        people: people.collect(),
    }))
}

#[utoipa::path(get, path = "/api/v1/people/{id}", params(("id" = i64, Path)), responses((status = 200, body = PersonOut), (status = 404)))]
async fn person(State(app): State<Arc<App>>, Path(id): Path<i64>) -> Out<PersonOut> {
    let desk = app.desk().await?;
    let mut view = desk.book.read().await?;
    let p = view.person(PersonId(id)).await?.ok_or(WebError::Missing)?;
    let timeline = view.timeline(p.id).await?;
    Ok(Json(PersonOut {
        person: p.id.0,
        name: p.name,
        title: p.title,
        organization: p.organization,
        email: p.addr_spec,
        between_you: timeline
            .iter()
            .map(|t| format!("{}: {}", t.at, occasion(&t.what)))
            .collect(),
    }))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    q: String,
}

#[utoipa::path(get, path = "/api/v1/find", params(("q" = String, Query)), responses((status = 200, body = HitsOut)))]
async fn find(State(app): State<Arc<App>>, Query(asked): Query<Asked>) -> Out<HitsOut> {
    let desk = app.desk().await?;
    let hits = desk.book.read().await?.find(&asked.q, 60).await?;
    let hits = hits.into_iter().map(|h| HitOut {
        kind: h.kind,
        id: h.id,
        case: h.case.map(|c| c.0),
        text: h.text,
    });
    Ok(Json(HitsOut { hits: hits.collect() }))
}

#[utoipa::path(post, path = "/api/v1/jots", request_body = JotIn, responses((status = 200, body = TakenOut), (status = 422)))]
async fn jot(State(app): State<Arc<App>>, Body(body): Body<JotIn>) -> Out<TakenOut> {
    let desk = app.desk().await?;
    let jotted = capture::Jotted {
        jot: body.jot,
        case: body.case.map(|c| c.to_string()),
        employer: body.employer,
        role: body.role,
        existing: body.existing,
        mark: body.mark,
        action: None,
    };
    let case = capture::taken(&app, &desk, &jotted).await?;
    Ok(Json(TakenOut { case }))
}

#[utoipa::path(post, path = "/api/v1/readings", request_body = JotIn, responses((status = 200, body = ReadingOut)))]
async fn reading(State(app): State<Arc<App>>, Body(body): Body<JotIn>) -> Out<ReadingOut> {
    let desk = app.desk().await?;
    let read = capture::Understood::of(&body.jot, &desk.now);
    let people = read.people.into_iter().map(|p| ReadPersonOut {
        name: p.name,
        title: p.title,
        points: p.things.into_iter().map(|t| t.text).collect(),
    });
    let held = read.held.into_iter().map(|h| HeldOut {
        text: h.text,
        why: h.why.to_owned(),
    });
    Ok(Json(ReadingOut {
        heading: read.heading,
        when: read.when,
        people: people.collect(),
        kept_with_you: held.collect(),
        decide: read.decide.map(|(date, _)| date),
        questions: read.questions,
    }))
}

/// A card, its words and how far it is.
#[derive(Debug, Serialize, ToSchema)]
struct CardOut {
    case: i64,
    person: i64,
    to: String,
    /// `written`, `proofed`, `sealed`, `posted`, `discarded`; none before it is written.
    state: Option<&'static str>,
    text: String,
}

#[derive(Debug, Deserialize, ToSchema)]
struct StepIn {
    /// `written`, `proofed`, `sealed`, `posted` or `discarded`.
    #[schema(value_type = String)]
    step: CardStep,
}

#[utoipa::path(get, path = "/api/v1/cases/{id}/cards/{person}", params(("id" = i64, Path), ("person" = i64, Path)), responses((status = 200, body = CardOut), (status = 404), (status = 422)))]
async fn card(State(app): State<Arc<App>>, Path((id, person)): Path<(i64, i64)>) -> Out<CardOut> {
    let (to, card) = super::card::words_of(&app, id, person).await?;
    Ok(Json(CardOut {
        case: id,
        person,
        to,
        state: card.record.as_ref().map(|r| r.card.state.name()),
        text: card.text,
    }))
}

#[utoipa::path(post, path = "/api/v1/cases/{id}/cards/{person}", params(("id" = i64, Path), ("person" = i64, Path)), request_body = StepIn, responses((status = 200, body = CardOut), (status = 422)))]
async fn card_step(
    State(app): State<Arc<App>>,
    Path((id, person)): Path<(i64, i64)>,
    Body(body): Body<StepIn>,
) -> Out<CardOut> {
    super::card::take_step(&app, id, person, body.step).await?;
    card(State(app), Path((id, person))).await
}

#[derive(Debug, Deserialize, ToSchema)]
struct AnswerIn {
    /// What the question is about.
    about: String,
    text: String,
}

#[derive(Debug, Serialize, ToSchema)]
struct QuestionsOut {
    questions: Vec<QuestionOut>,
}

#[derive(Debug, Serialize, ToSchema)]
struct QuestionOut {
    about: String,
    text: String,
    /// The sentence that is offered in it: the answer `yes`, or the sentence itself, takes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    guess: Option<String>,
}

#[utoipa::path(get, path = "/api/v1/cases/{id}/questions", params(("id" = i64, Path)), responses((status = 200, body = QuestionsOut), (status = 404)))]
async fn questions(State(app): State<Arc<App>>, Path(id): Path<i64>) -> Out<QuestionsOut> {
    let list = super::notes::questions(&app, id).await?;
    let questions = list.into_iter().map(|q| QuestionOut {
        about: q.about,
        text: q.text,
        guess: q.guess,
    });
    Ok(Json(QuestionsOut {
        questions: questions.collect(),
    }))
}

#[utoipa::path(post, path = "/api/v1/cases/{id}/answers", params(("id" = i64, Path)), request_body = AnswerIn, responses((status = 200, body = QuestionsOut), (status = 422)))]
async fn answer(State(app): State<Arc<App>>, Path(id): Path<i64>, Body(body): Body<AnswerIn>) -> Out<QuestionsOut> {
    super::notes::take_answer(&app, id, &body.about, &body.text).await?;
    questions(State(app), Path(id)).await
}

#[utoipa::path(post, path = "/api/v1/cases/{id}/choices", params(("id" = i64, Path)), request_body = super::notes::Choose, responses((status = 200, body = NotesOut), (status = 422)))]
async fn choices(
    State(app): State<Arc<App>>,
    Path(id): Path<i64>,
    Body(body): Body<super::notes::Choose>,
) -> Out<NotesOut> {
    super::notes::take_choice(&app, id, &body).await?;
    notes(State(app), Path(id)).await
}

#[utoipa::path(post, path = "/api/v1/people/{id}", params(("id" = i64, Path)), request_body = super::people::PersonForm, responses((status = 200, body = PersonOut), (status = 422)))]
async fn person_change(
    State(app): State<Arc<App>>,
    Path(id): Path<i64>,
    Body(body): Body<super::people::PersonForm>,
) -> Out<PersonOut> {
    let desk = app.desk().await?;
    super::people::change_form(&app, &desk, id, &body).await?;
    person(State(app), Path(id)).await
}

#[utoipa::path(get, path = "/api/v1/settings", responses((status = 200, body = super::settings::SettingsForm)))]
async fn settings(State(app): State<Arc<App>>) -> Out<super::settings::SettingsForm> {
    Ok(Json(super::settings::SettingsForm::of(&app.desk().await?)))
}

#[utoipa::path(post, path = "/api/v1/settings", request_body = super::settings::SettingsForm, responses((status = 200, body = super::settings::SettingsForm), (status = 422)))]
async fn settings_change(
    State(app): State<Arc<App>>,
    Body(body): Body<super::settings::SettingsForm>,
) -> Out<super::settings::SettingsForm> {
    let desk = app.desk().await?;
    if let Some((what, hint)) = super::settings::keep(&desk, &body).await? {
        return Err(Problem(WebError::refused(what, hint)));
    }
    settings(State(app)).await
}

#[derive(Debug, Serialize, ToSchema)]
struct HoursOut {
    notes: Vec<HoursOfOut>,
}

/// Hours from the end of an interview to its thank-you.
#[derive(Debug, Serialize, ToSchema)]
struct HoursOfOut {
    note: String,
    #[schema(value_type = String)]
    sent: jiff::Timestamp,
    hours: i64,
}

#[utoipa::path(get, path = "/api/v1/hours", responses((status = 200, body = HoursOut)))]
async fn hours(State(app): State<Arc<App>>) -> Out<HoursOut> {
    let desk = app.desk().await?;
    let cases = desk.book.read().await?.open_cases().await?;
    let notes = cases
        .iter()
        .flat_map(super::hours::sent)
        .map(|(sent, note, hours)| HoursOfOut { note, sent, hours });
    Ok(Json(HoursOut { notes: notes.collect() }))
}

/// The description of the interface.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Afterword",
        description = "The case book over HTTP. Every request carries the key that `afterword serve` \
        prints: `Authorization: Bearer KEY`. What is refused answers with problem details (RFC 9457)."
    ),
    paths(
        today,
        cases,
        plan,
        notes,
        event,
        questions,
        answer,
        choices,
        card,
        card_step,
        note,
        text,
        approve,
        withdraw,
        sent,
        people,
        person,
        person_change,
        settings,
        settings_change,
        hours,
        find,
        jot,
        reading
    )
)]
struct Description;

async fn description() -> Response {
    match Description::openapi().to_json() {
        Ok(json) => ([(axum::http::header::CONTENT_TYPE, "application/json")], json).into_response(),
        Err(_) => axum::http::StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

#[derive(Debug, Template)]
#[template(path = "api.html")]
struct ApiPage {
    shell: Shell,
    paths: Vec<(String, String)>,
    link: String,
}

async fn page(State(app): State<Arc<App>>) -> Answer<Response> {
    let desk = app.desk().await?;
    let json = serde_json::to_value(Description::openapi()).map_err(anyhow::Error::from)?;
    let mut paths = Vec::new();
    for (path, methods) in json["paths"].as_object().into_iter().flatten() {
        for method in methods.as_object().into_iter().flat_map(serde_json::Map::keys) {
            paths.push((method.to_uppercase(), path.clone()));
        }
    }
    Ok(Html(ApiPage {
        shell: Shell::new(&app, &desk, "", "For programs"),
        paths,
        link: format!("http://{}", app.address),
    })
    .into_response())
}

async fn missing() -> Problem {
    Problem(WebError::Missing)
}

/// A method that this path does not have.
async fn other_method() -> Response {
    WebError::refused("this path does not take that", "see /api/openapi.json")
        .problem_as(axum::http::StatusCode::METHOD_NOT_ALLOWED)
}

pub(crate) fn router() -> Router<Arc<App>> {
    Router::new()
        .route("/api", get(page))
        .route("/api/openapi.json", get(description))
        .route("/api/v1/today", get(today))
        .route("/api/v1/cases", get(cases))
        .route("/api/v1/cases/{id}/plan", get(plan))
        .route("/api/v1/cases/{id}/notes", get(notes))
        .route("/api/v1/cases/{id}/events", post(event))
        .route("/api/v1/cases/{id}/questions", get(questions))
        .route("/api/v1/cases/{id}/answers", post(answer))
        .route("/api/v1/cases/{id}/choices", post(choices))
        .route("/api/v1/cases/{id}/cards/{person}", get(card).post(card_step))
        .route("/api/v1/settings", get(settings).post(settings_change))
        .route("/api/v1/hours", get(hours))
        .route("/api/v1/notes/{id}", get(note))
        .route("/api/v1/notes/{id}/text", post(text))
        .route("/api/v1/notes/{id}/approve", post(approve))
        .route("/api/v1/notes/{id}/withdraw", post(withdraw))
        .route("/api/v1/notes/{id}/sent", post(sent))
        .route("/api/v1/people", get(people))
        .route("/api/v1/people/{id}", get(person).post(person_change))
        .route("/api/v1/find", get(find))
        .route("/api/v1/jots", post(jot))
        .route("/api/v1/readings", post(reading))
        .route("/api/v1/{*rest}", axum::routing::any(missing))
        .method_not_allowed_fallback(other_method)
}
