//! The shapes `--json` prints for the commands of the case book. Documented in `docs/JSON.md`.
//!
//! As in `wire`: what scripts read is spelled out here and follows from no domain type.

use afterword_core::casebook::Case;
use afterword_core::plan::{Action, Refusal, Standing, Step, What};
use jiff::civil::Date;
use jiff::{Timestamp, Zoned};
use serde::Serialize;

use crate::book::words;
use crate::wire::SCHEMA;

/// Anything with the schema beside it.
#[derive(Debug, Serialize)]
pub(crate) struct Out<T> {
    schema: u8,
    #[serde(flatten)]
    rest: T,
}

/// With the schema's number.
pub(crate) fn out<T: Serialize>(rest: T) -> Out<T> {
    Out { schema: SCHEMA, rest }
}

/// Something to do.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct ActionOut {
    case: i64,
    organization: String,
    role: Option<String>,
    what: String,
    /// None for a question that is no note.
    key: Option<String>,
    step: &'static str,
    to: Option<String>,
    standing: &'static str,
    #[schema(value_type = Option<String>)]
    opens: Option<Zoned>,
    #[schema(value_type = Option<String>)]
    due: Option<Zoned>,
    practice: &'static str,
    reason: String,
    note: Option<i64>,
    command: String,
}

/// Something not to do now.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct RefusalOut {
    case: i64,
    organization: String,
    key: String,
    to: Option<String>,
    #[schema(value_type = Option<String>)]
    until: Option<Zoned>,
    practice: &'static str,
    reason: String,
    may_overrule: bool,
}

/// What opens later, as the index has it.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct ComingOut {
    pub(crate) case: i64,
    pub(crate) organization: String,
    #[schema(value_type = String)]
    pub(crate) on: Date,
    pub(crate) what: String,
}

pub(crate) fn action(case: &Case, action: &Action) -> ActionOut {
    let note = match action.what {
        What::Note { note, .. } => note,
        What::Settle { note } => Some(note),
        _ => None,
    };
    ActionOut {
        case: case.id.0,
        organization: case.organization.clone(),
        role: case.role.clone(),
        what: words::action(case, action),
        key: action.key().map(|k| k.to_string()),
        step: step(action),
        to: words::addressee(action)
            .and_then(|id| case.person(id))
            .map(|p| p.name.clone()),
        standing: standing(action.standing),
        opens: action.opens.clone(),
        due: action.due.clone(),
        practice: action.practice,
        reason: action.reason.clone(),
        note: note.map(|n| n.0),
        command: words::command(case, action),
    }
}

pub(crate) fn refusal(case: &Case, refusal: &Refusal) -> RefusalOut {
    RefusalOut {
        case: case.id.0,
        organization: case.organization.clone(),
        key: refusal.key.to_string(),
        to: refusal.to.and_then(|id| case.person(id)).map(|p| p.name.clone()),
        until: refusal.until.clone(),
        practice: refusal.practice,
        reason: refusal.reason.clone(),
        may_overrule: refusal.may_overrule,
    }
}

fn step(action: &Action) -> &'static str {
    match &action.what {
        What::Note { step, .. } => match step {
            Step::Write => "write",
            Step::Open => "open",
            Step::Approve => "approve",
            Step::Send => "send",
            Step::Edit => "edit",
            Step::Mend => "mend",
            Step::Proof => "proof",
            Step::Seal => "seal",
            Step::Post => "post",
            Step::Confirm => "confirm",
        },
        What::ReadReply { .. } => "read_reply",
        What::ReadAutomaticReply { .. } => "read_automatic_reply",
        What::GiveAddress { .. } => "give_address",
        What::ChooseContact => "choose_contact",
        What::Settle { .. } => "settle",
    }
}

fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::Asked => "asked",
        Standing::Late => "late",
        Standing::Due => "due",
        Standing::Offered => "offered",
    }
}

/// A case on one line.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct CaseOut {
    case: i64,
    organization: String,
    role: Option<String>,
    #[schema(value_type = String)]
    opened: Timestamp,
    #[schema(value_type = Option<String>)]
    closed: Option<Timestamp>,
    rounds: u32,
    people: u32,
    sent: u32,
    waiting: u32,
    #[schema(value_type = Option<String>)]
    next_due: Option<Timestamp>,
}

pub(crate) fn case(c: &afterword_store::book::CaseSummary) -> CaseOut {
    CaseOut {
        case: c.id.0,
        organization: c.organization.clone(),
        role: c.role.clone(),
        opened: c.opened,
        closed: c.closed,
        rounds: c.rounds,
        people: c.people,
        sent: c.sent,
        waiting: c.waiting,
        next_due: c.next_due,
    }
}

/// A note with its words and its state.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct NoteOut {
    note: i64,
    case: i64,
    key: String,
    to: String,
    state: &'static str,
    subject: String,
    body: String,
    enclosures: Vec<String>,
    sentences: Vec<crate::book::trace::Traced>,
    unfinished: Vec<crate::book::trace::Unfinished>,
}

pub(crate) fn note(record: &afterword_store::book::NoteRecord, to: &str) -> NoteOut {
    let trace = crate::book::trace::Trace::read(record.trace.as_ref());
    NoteOut {
        note: record.note.id.0,
        case: record.case.0,
        key: record.note.key.to_string(),
        to: to.to_owned(),
        state: record.note.state.name(),
        subject: record.subject.clone(),
        body: record.body.clone(),
        enclosures: record.enclosures.clone(),
        sentences: trace.sentences,
        unfinished: trace.starters,
    }
}
