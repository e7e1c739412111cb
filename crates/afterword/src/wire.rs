//! The shapes `--json` prints. Documented in `docs/JSON.md`; fields are added at the end of an object, never renamed.
//!
//! Domain types change when the domain is better understood. What scripts read must not, so every shape is spelled out
//! here once more, and nothing in the core derives what a script sees.

use std::collections::BTreeSet;

use afterword_core::check::likeness::{BOUND, Grid};
use afterword_core::model::{
    Asks, Finding, Format, HeldBack, InterviewKind, Note, NoteKind, Part, Person, PlanEntry, Point, PointId, Private,
    Question, Role, Sentence, Severity, When,
};
use afterword_core::post::{Advice, Arrival, MailClass, Verdict};
use afterword_core::read::deadline::{Deadline, DeadlineKind};
use afterword_core::read::jot::person_key;
use afterword_core::write::{Job, panel_likeness};
use jiff::civil::Date;
use serde::Serialize;

/// The number that changes when a field is renamed or goes away.
pub(crate) const SCHEMA: u8 = 1;

/// What `write --json` prints.
#[derive(Debug, Serialize)]
pub(crate) struct WriteOut<'a> {
    schema: u8,
    #[serde(flatten)]
    understood: Understood<'a>,
    notes: Vec<NoteOut<'a>>,
    held_back: Vec<HeldBackOut<'a>>,
    questions: Vec<QuestionOut<'a>>,
    plan: Vec<PlanOut<'a>>,
    findings: Vec<FindingOut<'a>>,
    files: Vec<String>,
    left_over: Vec<LeftOverOut<'a>>,
    set_aside: Vec<SetAsideOut<'a>>,
    hints: Vec<HintOut>,
    likeness: LikenessOut,
}

/// How alike notes are, each with each, and from where on it is too much.
#[derive(Debug, Serialize)]
pub(crate) struct LikenessOut {
    bound: f64,
    grid: Vec<Vec<f64>>,
}

/// A row a note, to three digits; no rows for fewer than two notes.
pub(crate) fn likeness(grid: Option<&Grid>) -> LikenessOut {
    let row = |grid: &Grid, a: usize| -> Vec<f64> {
        let cells = (0..grid.size()).filter_map(|b| grid.at(a, b));
        cells.map(|l| (l * 1000.0).round() / 1000.0).collect()
    };
    LikenessOut {
        bound: BOUND,
        grid: grid
            .filter(|grid| grid.size() > 1)
            .map(|grid| (0..grid.size()).map(|a| row(grid, a)).collect())
            .unwrap_or_default(),
    }
}

/// What `read jot --json` prints: the jot as understood, before anything is composed.
#[derive(Debug, Serialize)]
pub(crate) struct JotOut<'a> {
    schema: u8,
    #[serde(flatten)]
    understood: Understood<'a>,
    held_back: Vec<HeldBackOut<'a>>,
    questions: Vec<QuestionOut<'a>>,
    findings: Vec<FindingOut<'a>>,
}

#[derive(Debug, Serialize)]
struct Understood<'a> {
    interview: InterviewOut<'a>,
    candidate: CandidateOut<'a>,
    people: Vec<PersonOut<'a>>,
}

#[derive(Debug, Serialize)]
struct InterviewOut<'a> {
    organization: Option<&'a str>,
    role: Option<&'a str>,
    date: Option<Date>,
    format: Option<&'static str>,
    kind: &'static str,
    round: u8,
    decision: Option<DecisionOut<'a>>,
}

#[derive(Debug, Serialize)]
struct DecisionOut<'a> {
    kind: &'static str,
    earliest: Option<Date>,
    latest: Option<Date>,
    text: &'a str,
    who: Option<&'a str>,
    reason: &'a str,
}

/// What `read deadline --json` prints.
#[derive(Debug, Serialize)]
pub(crate) struct DeadlineOut<'a> {
    schema: u8,
    kind: &'static str,
    earliest: Option<Date>,
    latest: Option<Date>,
    words: Option<&'a str>,
    reason: &'a str,
}

/// What `arrival --json` prints.
#[derive(Debug, Serialize)]
pub(crate) struct ArrivalOut<'a> {
    schema: u8,
    posted: Date,
    taken: Date,
    class: &'a str,
    delivered: [Date; 2],
    on_desk: [Date; 2],
    decision: Option<[Option<Date>; 2]>,
    verdict: &'static str,
    card_is_advised: bool,
    reasons: &'a [String],
    for_email: &'a [String],
    for_card: &'a [String],
    source: &'a str,
    noted: &'a str,
}

#[derive(Debug, Serialize)]
struct CandidateOut<'a> {
    name: Option<&'a str>,
    email: Option<&'a str>,
    phone: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct PersonOut<'a> {
    name: &'a str,
    title: Option<&'a str>,
    part: Part,
    email: Option<&'a str>,
    honorific_prefix: Option<&'a str>,
    line: usize,
    points: Vec<PointOut<'a>>,
}

#[derive(Debug, Serialize)]
struct PointOut<'a> {
    id: String,
    kind: PointKindOut,
    text: &'a str,
    line: usize,
    #[serde(rename = "use")]
    usage: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    better: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    used_in: Vec<NoteKind>,
}

#[derive(Debug, Serialize)]
#[serde(untagged)]
enum PointKindOut {
    Point(afterword_core::model::PointKind),
    Private(&'static str),
}

#[derive(Debug, Serialize)]
struct NoteOut<'a> {
    to: &'a str,
    kind: NoteKind,
    subject: Option<&'a str>,
    body: String,
    ready: bool,
    words: usize,
    sentences: Vec<SentenceOut<'a>>,
    findings: Vec<FindingOut<'a>>,
    starters: Vec<StarterOut<'a>>,
    enclosures: &'a [String],
    number: usize,
}

#[derive(Debug, Serialize)]
struct SentenceOut<'a> {
    text: &'a str,
    role: Role,
    points: Vec<String>,
    wordings: usize,
    own: bool,
}

#[derive(Debug, Serialize)]
struct StarterOut<'a> {
    text: &'a str,
    jot: &'a str,
    point: String,
}

#[derive(Debug, Serialize)]
pub(crate) struct FindingOut<'a> {
    rule: &'a str,
    severity: Severity,
    excerpt: &'a str,
    message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    fix: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct HeldBackOut<'a> {
    line: usize,
    text: &'a str,
    reason: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    about: Option<&'a str>,
    id: String,
}

#[derive(Debug, Serialize)]
struct QuestionOut<'a> {
    about: &'a str,
    text: &'a str,
    line: Option<usize>,
    asks: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    guess: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct LeftOverOut<'a> {
    id: String,
    about: String,
    text: &'a str,
    line: usize,
}

#[derive(Debug, Serialize)]
struct SetAsideOut<'a> {
    line: usize,
    text: &'a str,
}

#[derive(Debug, Serialize)]
struct HintOut {
    about: String,
    text: String,
}

#[derive(Debug, Serialize)]
struct PlanOut<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    on: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    after: Option<String>,
    what: &'a str,
    to: Option<&'a str>,
    why: &'a str,
    practice: &'static str,
    key: &'a str,
}

/// The whole job.
pub(crate) fn write_out(job: &Job, files: Vec<String>) -> WriteOut<'_> {
    WriteOut {
        schema: SCHEMA,
        understood: understood(job),
        notes: (1..)
            .zip(&job.notes)
            .map(|(number, note)| note_out(number, note, job))
            .collect(),
        held_back: held_back(job),
        questions: job.questions.iter().map(question).collect(),
        plan: job.plan.iter().map(plan_entry).collect(),
        findings: job.findings.iter().map(finding).collect(),
        files,
        left_over: left_over(job),
        set_aside: job
            .set_aside
            .iter()
            .map(|aside| SetAsideOut {
                line: aside.place.line,
                text: &aside.text,
            })
            .collect(),
        hints: hints(job),
        likeness: likeness(Some(&panel_likeness(job))),
    }
}

fn left_over(job: &Job) -> Vec<LeftOverOut<'_>> {
    job.left_over
        .iter()
        .filter_map(|(i, id)| {
            let point = job.people.get(*i)?.points.iter().find(|p| p.id == *id)?;
            Some(LeftOverOut {
                id: id.to_string(),
                about: person_key(&job.people, *i),
                text: &point.text,
                line: point.place.line,
            })
        })
        .collect()
}

/// What would make a note more the person's own; nothing waits for it.
fn hints(job: &Job) -> Vec<HintOut> {
    job.without_reason
        .iter()
        .map(|i| HintOut {
            about: person_key(&job.people, *i),
            text: "If something mattered to you, say why: an answer that begins with `because:`.".to_owned(),
        })
        .collect()
}

/// The jot alone.
pub(crate) fn jot_out(job: &Job) -> JotOut<'_> {
    JotOut {
        schema: SCHEMA,
        understood: understood(job),
        held_back: held_back(job),
        questions: job.questions.iter().map(question).collect(),
        findings: job.findings.iter().map(finding).collect(),
    }
}

fn understood(job: &Job) -> Understood<'_> {
    let interview = &job.interview;
    Understood {
        interview: InterviewOut {
            organization: interview.organization.as_deref(),
            role: interview.role.as_deref(),
            date: interview.date,
            format: interview.format.map(format_word),
            kind: match interview.kind {
                InterviewKind::Interview => "interview",
                InterviewKind::Informational => "informational",
                InterviewKind::Working => "working",
            },
            round: interview.round,
            decision: interview.decision.as_ref().map(|decision| DecisionOut {
                kind: deadline_word(decision.deadline.kind),
                earliest: decision.deadline.earliest,
                latest: decision.deadline.latest,
                text: &decision.text,
                who: decision.who.as_deref(),
                reason: &decision.deadline.reason,
            }),
        },
        candidate: CandidateOut {
            name: job.candidate.name.as_deref(),
            email: job.candidate.addr_spec.as_deref(),
            phone: job.candidate.phone.as_deref(),
        },
        people: job
            .people
            .iter()
            .enumerate()
            .map(|(i, person)| person_out(i, person, job))
            .collect(),
    }
}

/// When a decision comes, and the words that say so.
pub(crate) fn deadline_out<'a>(deadline: &'a Deadline, text: &'a str) -> DeadlineOut<'a> {
    DeadlineOut {
        schema: SCHEMA,
        kind: deadline_word(deadline.kind),
        earliest: deadline.earliest,
        latest: deadline.latest,
        words: deadline.span.clone().and_then(|span| text.get(span)),
        reason: &deadline.reason,
    }
}

/// When a card is on the desk, and what that means.
pub(crate) fn arrival_out<'a>(
    posted: Date,
    class: &'a MailClass,
    arrival: &Arrival,
    said: Option<&Deadline>,
    advice: &'a Advice,
) -> ArrivalOut<'a> {
    ArrivalOut {
        schema: SCHEMA,
        posted,
        taken: arrival.taken,
        class: &class.name,
        delivered: [arrival.delivered.first, arrival.delivered.last],
        on_desk: [arrival.on_desk.first, arrival.on_desk.last],
        decision: said.map(|said| [said.earliest, said.latest]),
        verdict: match advice.verdict {
            Verdict::InTime => "in_time",
            Verdict::MayBeLate => "may_be_late",
            Verdict::TooLate => "too_late",
            Verdict::NoDate => "no_date",
        },
        card_is_advised: advice.card_is_advised,
        reasons: &advice.reasons,
        for_email: &advice.for_email,
        for_card: &advice.for_card,
        source: &class.source,
        noted: &class.noted,
    }
}

fn deadline_word(kind: DeadlineKind) -> &'static str {
    match kind {
        DeadlineKind::By => "by",
        DeadlineKind::After => "after",
        DeadlineKind::Window => "window",
        DeadlineKind::Unknown => "unknown",
    }
}

/// How the interview was held, as a person says it.
pub(crate) fn format_word(format: Format) -> &'static str {
    match format {
        Format::InPerson => "in person",
        Format::Phone => "phone",
        Format::Video => "video",
    }
}

fn person_out<'a>(index: usize, person: &'a Person, job: &'a Job) -> PersonOut<'a> {
    let asked = asked_about(job);
    let private = job
        .held_back
        .iter()
        .filter(|held| held.person == Some(index))
        .map(|held| (held.id, private_point(held)));
    let mut points: Vec<(PointId, PointOut<'a>)> = person
        .points
        .iter()
        .map(|point| (point.id, point_out(point, job, &asked)))
        .chain(private)
        .collect();
    points.sort_by_key(|(id, _)| *id);
    PersonOut {
        name: &person.name,
        title: person.title.as_deref(),
        part: person.part,
        email: person.addr_spec.as_deref(),
        honorific_prefix: person.honorific_prefix.as_deref(),
        line: person.line,
        points: points.into_iter().map(|(_, point)| point).collect(),
    }
}

/// Points that came back to the person: named by a question, or left as a sentence to finish.
pub(crate) fn asked_about(job: &Job) -> BTreeSet<String> {
    let questions = job.questions.iter().map(|q| q.about.clone());
    let starters = job.notes.iter().flat_map(|n| &n.starters).map(|s| s.point.to_string());
    questions.chain(starters).collect()
}

fn point_out<'a>(point: &'a Point, job: &Job, asked: &BTreeSet<String>) -> PointOut<'a> {
    let uses = |note: &&Note| note.sentences().any(|s| s.points.contains(&point.id));
    let used_in: Vec<NoteKind> = job.notes.iter().filter(uses).map(|note| note.kind).collect();
    let id = point.id.to_string();
    let usage = if !used_in.is_empty() {
        "note"
    } else if job.left_out.contains(&point.id) {
        "left_out"
    } else if asked.contains(&id) {
        "question"
    } else {
        "left_over"
    };
    PointOut {
        usage,
        id,
        kind: PointKindOut::Point(point.kind),
        text: &point.text,
        line: point.place.line,
        reason: None,
        better: point.better.as_deref(),
        used_in,
    }
}

fn private_point(held: &HeldBack) -> PointOut<'_> {
    PointOut {
        id: held.id.to_string(),
        kind: PointKindOut::Private("private"),
        text: &held.text,
        line: held.place.line,
        usage: "private",
        reason: Some(held.why.reason()),
        better: None,
        used_in: Vec::new(),
    }
}

fn note_out<'a>(number: usize, note: &'a Note, job: &'a Job) -> NoteOut<'a> {
    NoteOut {
        to: job.people.get(note.to).map_or("", |person| &person.name),
        kind: note.kind,
        subject: note.subject.as_deref(),
        body: note.body(),
        ready: note.ready(),
        words: words(note),
        sentences: note.sentences().map(sentence).collect(),
        findings: note.findings.iter().map(finding).collect(),
        starters: note
            .starters
            .iter()
            .map(|s| StarterOut {
                text: &s.text,
                jot: &s.jot,
                point: s.point.to_string(),
            })
            .collect(),
        enclosures: &note.enclosures,
        number,
    }
}

/// Words of the sentences, without greeting and signature.
pub(crate) fn words(note: &Note) -> usize {
    note.sentences().map(|s| s.text.split_whitespace().count()).sum()
}

fn sentence(sentence: &Sentence) -> SentenceOut<'_> {
    SentenceOut {
        text: &sentence.text,
        role: sentence.role,
        points: sentence.points.iter().map(ToString::to_string).collect(),
        wordings: sentence.others.len() + 1,
        own: sentence.frame == "own",
    }
}

pub(crate) fn finding(finding: &Finding) -> FindingOut<'_> {
    FindingOut {
        rule: &finding.rule,
        severity: finding.severity,
        excerpt: &finding.excerpt,
        message: &finding.message,
        fix: finding.fix.as_deref(),
    }
}

fn held_back(job: &Job) -> Vec<HeldBackOut<'_>> {
    job.held_back
        .iter()
        .map(|held| HeldBackOut {
            line: held.place.line,
            text: &held.text,
            reason: Private::reason(held.why),
            about: held
                .person
                .and_then(|i| job.people.get(i))
                .map(|person| person.name.as_str()),
            id: held.id.to_string(),
        })
        .collect()
}

fn question(question: &Question) -> QuestionOut<'_> {
    QuestionOut {
        about: &question.about,
        text: &question.text,
        line: question.line,
        guess: question.guess.as_deref(),
        asks: match &question.asks {
            Asks::OwnName => "name",
            Asks::Role => "role",
            Asks::Organization => "organization",
            Asks::People => "people",
            Asks::Thing { .. } => "thing",
            Asks::Wording { .. } => "wording",
            Asks::Better { .. } => "better",
            Asks::Whose { .. } => "whose",
            Asks::Promised { .. } => "promised",
        },
    }
}

fn plan_entry(entry: &PlanEntry) -> PlanOut<'_> {
    let (on, after) = match &entry.when {
        When::On(date) => (Some(date.to_string()), None),
        When::At(zoned) => (Some(zoned.to_string()), None),
        When::After(date) => (None, Some(date.to_string())),
    };
    PlanOut {
        on,
        after,
        what: &entry.what,
        to: entry.to.as_deref(),
        why: &entry.why,
        practice: entry.practice,
        key: &entry.key,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::fixture;

    fn written() -> Value {
        serde_json::to_value(write_out(&fixture::job(), vec!["x/plan.ics".to_owned()])).unwrap()
    }

    #[test]
    fn the_documented_shape_holds() {
        let out = written();
        assert_eq!(out["interview"]["date"], "2026-03-02");
        assert_eq!(out["interview"]["format"], "in person");
        assert_eq!(
            out["interview"]["decision"],
            json!({"kind": "by", "earliest": null, "latest": "2026-03-13", "text": "Fri 13 March (Ines will e-mail)",
                   "who": "Ines", "reason": "a Friday in March"})
        );
        assert_eq!(out["candidate"]["name"], "Gabriela García");
        assert_eq!(out["people"][0]["part"], "interviewer");
        assert_eq!(out["notes"][0]["kind"], "thank_you");
        assert_eq!(out["notes"][0]["to"], "Maria Gonzalez");
        assert_eq!(out["notes"][0]["sentences"][1]["role"], "moment");
        assert_eq!(out["notes"][0]["sentences"][1]["points"], json!(["p1"]));
        assert_eq!(out["notes"][0]["findings"][0]["severity"], "warning");
        assert_eq!(out["notes"][2]["ready"], false);
        assert_eq!(
            out["held_back"],
            json!([{"line": 14, "text": "seemed tired", "reason": "you marked it private", "about": "Maria Gonzalez",
                    "id": "p4"}])
        );
        assert_eq!(out["questions"][0]["about"], "Ines Marchetti");
        assert_eq!(out["plan"][0]["on"], "2026-03-03T12:00:00-05:00[America/New_York]");
        assert_eq!(out["plan"][1]["after"], "2026-03-16");
        assert!(out["plan"][1].get("on").is_none());
    }

    #[test]
    fn every_point_says_what_became_of_it() {
        let out = written();
        let uses = |person: usize| -> Vec<(String, String)> {
            let text = |v: &Value| v.as_str().unwrap_or_default().to_owned();
            let points = out["people"][person]["points"].as_array().unwrap();
            points.iter().map(|p| (text(&p["id"]), text(&p["use"]))).collect()
        };
        let expect = |list: &[(&str, &str)]| {
            list.iter()
                .map(|(a, b)| ((*a).to_owned(), (*b).to_owned()))
                .collect::<Vec<_>>()
        };
        assert_eq!(
            uses(0),
            expect(&[("p1", "note"), ("p2", "note"), ("p3", "note"), ("p4", "private")])
        );
        assert_eq!(uses(1), expect(&[("p5", "question")]));
        assert_eq!(out["people"][0]["points"][1]["used_in"], json!(["thank_you", "card"]));
        assert_eq!(out["people"][0]["points"][3]["reason"], "you marked it private");
    }

    #[test]
    fn read_jot_composes_nothing() {
        let out = serde_json::to_value(jot_out(&fixture::job())).unwrap();
        assert!(out.get("notes").is_none() && out.get("plan").is_none());
        assert_eq!(out["people"][2]["name"], "Ines Marchetti");
    }
}
