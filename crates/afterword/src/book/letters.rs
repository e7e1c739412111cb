//! The words of an entry of the plan: made from its jot where it thanks, else from the facts of its case.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use afterword_core::casebook::{Case, Key, PersonId, Purpose};
use afterword_core::compose::follow_up::{Letter, follow_up};
use afterword_core::model::{Directness, NoteKind, Person, Profile, Warmth};
use afterword_core::read::jot::Answer;
use afterword_core::write::{Choices, Job, Reword, Seed, day_first, write_for};
use afterword_store::book::{NoteRecord, PersonRecord, RoundRecord, Snapshot};
use jiff::Zoned;
use serde::{Deserialize, Serialize};

use super::Desk;
use super::trace::Trace;
use crate::mail;

/// What a jot was read and composed with; kept beside it, so that it can be composed again.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Kept {
    /// When it was written, with its zone.
    pub(crate) written: Option<Zoned>,
    /// Answers to questions: what each is about, and the words.
    #[serde(default)]
    pub(crate) answers: Vec<(String, String)>,
    /// Points to bring in.
    #[serde(default, rename = "use")]
    pub(crate) bring_in: Vec<u32>,
    /// Points to leave out.
    #[serde(default, rename = "drop")]
    pub(crate) leave_out: Vec<u32>,
    /// Which wordings.
    #[serde(default)]
    pub(crate) seed: u64,
    /// Sentences to say another way: the note, the sentence, and which way.
    #[serde(default)]
    pub(crate) reword: Vec<(usize, usize, usize)>,
    /// How warmly these notes speak, where not as the profile says.
    #[serde(default)]
    pub(crate) warmth: Option<Warmth>,
    /// How directly.
    #[serde(default)]
    pub(crate) directness: Option<Directness>,
    /// Who the people of the jot are in the book, in its order.
    #[serde(default)]
    pub(crate) people: Vec<i64>,
}

impl Kept {
    /// What is kept beside a round.
    pub(crate) fn of(round: &RoundRecord) -> Self {
        let kept = round.choices.clone();
        kept.and_then(|v| serde_json::from_value(v).ok()).unwrap_or_default()
    }

    /// As the composer takes it.
    pub(crate) fn choices(&self) -> Choices {
        let points = |ids: &[u32]| ids.iter().map(|id| afterword_core::model::PointId(*id)).collect();
        Choices {
            answers: self
                .answers
                .iter()
                .map(|(about, text)| Answer {
                    about: about.clone(),
                    text: text.clone(),
                })
                .collect(),
            bring_in: points(&self.bring_in),
            leave_out: points(&self.leave_out),
            reword: self
                .reword
                .iter()
                .map(|(note, sentence, step)| Reword {
                    note: *note,
                    sentence: *sentence,
                    step: *step,
                })
                .collect(),
        }
    }

    /// The profile with the tone chosen for these notes.
    pub(crate) fn toned(&self, profile: &Profile) -> Profile {
        Profile {
            warmth: self.warmth.unwrap_or(profile.warmth),
            directness: self.directness.unwrap_or(profile.directness),
            ..profile.clone()
        }
    }
}

/// Words for an entry.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Words {
    pub(crate) subject: String,
    pub(crate) body: String,
    pub(crate) enclosures: Vec<String>,
    pub(crate) trace: Trace,
}

/// What came of writing an entry.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Written {
    /// Words.
    Words(Words),
    /// Nothing can be written before its owner says something.
    Asks(String),
}

/// Jobs that were composed, for whoever asks for the same one again: a round's notes are written one by one, and its page
/// shows all of them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Jobs(Arc<Mutex<VecDeque<(String, Arc<Job>)>>>);

impl Jobs {
    /// Jobs kept; the oldest goes first.
    const AT_MOST: usize = 16;

    fn get(&self, made_of: String, make: impl FnOnce() -> Job) -> Arc<Job> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, job)) = kept.iter().find(|(of, _)| *of == made_of) {
            return Arc::clone(job);
        }
        let job = Arc::new(make());
        kept.push_back((made_of, Arc::clone(&job)));
        if kept.len() > Self::AT_MOST {
            kept.pop_front();
        }
        job
    }
}

/// The job of a round's jot, composed for today; none where nothing was jotted. The same jot, choices, profile and day give
/// the same job, which is composed once.
pub(crate) fn job(desk: &Desk, round: &RoundRecord) -> Option<Arc<Job>> {
    let jot = round.jot.as_deref()?;
    let today = desk.now.date();
    let made_of = format!("{:?}", (jot, &round.choices, &round.end, today, desk.profile()));
    Some(desk.jobs.get(made_of, || {
        let kept = Kept::of(round);
        let written = kept.written.clone().unwrap_or_else(|| round.end.clone());
        let profile = kept.toned(desk.profile());
        write_for(jot, &profile, &written, today, Seed(kept.seed), &kept.choices()).0
    }))
}

/// Writes the words of an entry.
///
/// # Errors
/// The database's.
pub(crate) async fn write(
    desk: &Desk,
    view: &mut Snapshot,
    case: &Case,
    key: Key,
    to: PersonId,
) -> anyhow::Result<Written> {
    match key.purpose {
        Purpose::ThankYou | Purpose::Card => {
            let rounds = view.rounds(case.id).await?;
            let round = rounds.iter().find(|r| r.number == key.round);
            Ok(from_jot(desk, case, round, key, to))
        }
        _ => {
            let record = view.person(to).await?;
            Ok(from_case(desk, case, record.as_ref(), key, to))
        }
    }
}

fn from_jot(desk: &Desk, case: &Case, round: Option<&RoundRecord>, key: Key, to: PersonId) -> Written {
    let name = case.person(to).map_or("them", |p| p.name.as_str());
    let nothing = || Written::Asks(format!("Nothing is jotted yet about {name}."));
    let Some((round, job)) = round.and_then(|r| Some((r, job(desk, r)?))) else {
        return nothing();
    };
    let place = Kept::of(round).people.iter().position(|id| *id == to.0);
    let Some(index) = place else { return nothing() };
    let is_card = key.purpose == Purpose::Card;
    let note = job
        .notes
        .iter()
        .find(|n| n.to == index && (n.kind == NoteKind::Card) == is_card);
    let Some(note) = note else {
        let person = job.people.get(index).map(|p| p.name.clone()).unwrap_or_default();
        let given = person.split(' ').next().unwrap_or_default();
        let about = |about: &str| about.starts_with(&person) || person.starts_with(about) || about == given;
        let question = job
            .questions
            .iter()
            .find(|q| about(&q.about))
            .or_else(|| job.questions.first());
        return match question {
            Some(question) if !is_card => Written::Asks(question.text.clone()),
            _ => Written::Asks(format!(
                "There is not enough for a {} to {name} yet.",
                super::words::purpose(key.purpose)
            )),
        };
    };
    Written::Words(Words {
        subject: note.subject.clone().unwrap_or_default(),
        body: note.body(),
        enclosures: note.enclosures.clone(),
        trace: Trace::of_note(note, desk.now.date()),
    })
}

fn from_case(desk: &Desk, case: &Case, record: Option<&PersonRecord>, key: Key, to: PersonId) -> Written {
    let reader = Person {
        name: record.map(|p| p.name.clone()).unwrap_or_default(),
        honorific_prefix: record.and_then(|p| p.honorific_prefix.clone()),
        title: record.and_then(|p| p.title.clone()),
        addr_spec: record.and_then(|p| p.addr_spec.clone()),
        ..Person::default()
    };
    let letter = Letter {
        case,
        key,
        to,
        reader: &reader,
        profile: desk.profile(),
        sent: desk.now.date(),
        day_first: day_first(desk.now.time_zone()),
    };
    let seed = Seed(case.id.0.unsigned_abs());
    match follow_up(&letter, seed) {
        Some(note) => Written::Words(Words {
            subject: note.subject.clone(),
            body: note.body(),
            enclosures: note.enclosures.clone(),
            trace: Trace::of_follow_up(&note, desk.now.date()),
        }),
        None => Written::Asks("The book does not know enough for this note.".to_owned()),
    }
}

/// The mail as a draft that opens in a mail program.
///
/// # Errors
/// A name or an address that no mail can carry.
pub(crate) fn eml(desk: &Desk, note: &NoteRecord, to: &PersonRecord) -> anyhow::Result<Vec<u8>> {
    let letter = mail::Letter {
        kind: &note.note.key.to_string(),
        subject: &note.subject,
        body: &note.body,
        name: &to.name,
        addr_spec: to.addr_spec.as_deref(),
    };
    letter
        .draft(&desk.profile().candidate, &desk.now)
        .map_err(|(field, error)| {
            let what = match field {
                mail::Field::Name => "the name",
                mail::Field::Address => "the mail address",
                mail::Field::Sender => "your own name or address",
            };
            crate::failure::Failure::new(format!("no mail can be made for note {}: {what} {error}", note.note.id))
                .hint("correct it with `afterword person`, or in your profile")
                .into()
        })
}
