//! What is found in a kept note: the checker, with everything the book knows of the case as its measure.

use afterword_core::casebook::{Case, Key, Purpose};
use afterword_core::check::{self, Dialect, Kind, Record, RecordPerson, Remark};
use afterword_core::compose::follow_up;
use afterword_core::model::Severity;
use afterword_store::book::{NoteRecord, Snapshot};
use jiff::civil::Date;

use super::{Desk, decided};
use crate::language::Language;

/// Everything a [`Record`] borrows, for one case.
#[derive(Debug, Clone, Default)]
pub(crate) struct Known {
    candidate: String,
    organization: String,
    role: String,
    round: Vec<(u8, Date, Option<afterword_core::model::Format>, Option<Date>)>,
    people: Vec<(i64, RecordPerson)>,
    points: Vec<(u8, Option<i64>, String)>,
    words: Vec<String>,
    others: Vec<(i64, i64, String)>,
    attached: Vec<(i64, String)>,
    planned: Vec<Date>,
    now: Date,
}

impl Known {
    /// What the book knows of a case.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn of(desk: &Desk, view: &mut Snapshot, case: &Case) -> anyhow::Result<Self> {
        let rounds = view.rounds(case.id).await?;
        let people = view.people_of(case.id).await?;
        let notes = view.notes(case.id).await?;
        let points = view.points(case.id).await?;
        let capital = |word: &&str| word.chars().any(|c| c.is_uppercase() || c.is_ascii_digit());
        let words = rounds
            .iter()
            .filter_map(|r| r.jot.as_deref())
            .flat_map(|jot| jot.split(|c: char| !c.is_alphanumeric() && !matches!(c, '\'' | '-' | '&')))
            .filter(capital)
            .map(str::to_owned)
            .collect();
        let usable = points.into_iter().filter(|p| p.private.is_none());
        let texts = usable.flat_map(|p| {
            let whose = p.person.map(|id| id.0);
            [Some(p.text), p.better]
                .into_iter()
                .flatten()
                .map(move |text| (p.round, whose, text))
        });
        let decision = decided(case, &desk.moment);
        // The days on which something besides the thanks is to do: with these a promise in a note is kept.
        let besides = |k: &Key| !matches!(k.purpose, Purpose::ThankYou | Purpose::PassOn | Purpose::Card);
        let day = |at: Option<&jiff::Zoned>| at.map(jiff::Zoned::date);
        let actions = decision.actions.iter().filter(|a| a.key().is_some_and(|k| besides(&k)));
        let later = decision.refusals.iter().filter(|r| besides(&r.key));
        let dates = actions
            .filter_map(|a| day(a.due.as_ref().or(a.opens.as_ref())))
            .chain(later.filter_map(|r| day(r.until.as_ref())));
        Ok(Self {
            candidate: desk.profile().candidate.name.clone().unwrap_or_default(),
            organization: case.organization.clone(),
            role: case.role.clone().unwrap_or_default(),
            round: case
                .rounds
                .iter()
                .map(|r| {
                    let stated = case.stated(r.number).and_then(afterword_core::casebook::Stated::day);
                    (r.number, r.day(), r.format, stated)
                })
                .collect(),
            people: people
                .into_iter()
                .map(|p| {
                    let person = RecordPerson {
                        name: p.name,
                        title: p.title,
                        honorific: p.honorific_prefix,
                    };
                    (p.id.0, person)
                })
                .collect(),
            points: texts.collect(),
            words,
            others: notes.into_iter().map(|n| (n.note.id.0, n.note.to.0, n.body)).collect(),
            attached: view
                .attachments(case.id)
                .await?
                .into_iter()
                .filter_map(|a| Some((a.note?.0, a.name)))
                .collect(),
            planned: dates.collect(),
            now: desk.now.date(),
        })
    }

    /// What is found in a text of this entry; the language too where a proofreader is there.
    pub(crate) fn remarks(&self, language: Option<&Language>, text: &Text<'_>) -> Vec<Remark> {
        let kind = follow_up::kind(text.key.purpose);
        let mut remarks = match language {
            None => {
                let people = self.record_people();
                check::fast(text.body, text.subject, kind, &self.record(&people, text))
            }
            Some(language) => {
                let (known, owned) = (self.clone(), OwnedText::of(text));
                language.with(move |proofreader| {
                    let people = known.record_people();
                    let text = owned.text();
                    let record = known.record(&people, &text);
                    check::check(text.body, text.subject, kind, &record, Some(proofreader))
                })
            }
        };
        if kind == Kind::FollowUp {
            for remark in remarks.iter_mut().filter(|r| is_length(&r.finding.rule)) {
                // A question is brief or it is not sent (S55): here the bounds of length close the gate.
                remark.finding.severity = Severity::Error;
            }
        }
        remarks
    }

    fn record_people(&self) -> Vec<RecordPerson> {
        self.people.iter().map(|(_, p)| p.clone()).collect()
    }

    fn record<'a>(&'a self, people: &'a [RecordPerson], text: &Text<'_>) -> Record<'a> {
        let number = text.key.round;
        let round = self.round.iter().find(|r| r.0 == number).or_else(|| self.round.last());
        let to = self.people.iter().find(|(id, _)| *id == text.to);
        let theirs = |(round, whose, _): &&(u8, Option<i64>, String)| {
            (number == 0 || *round == number) && whose.is_none_or(|id| id == text.to)
        };
        let others = self
            .others
            .iter()
            .filter(|(id, to, _)| *id != text.note && *to != text.to);
        Record {
            candidate: &self.candidate,
            organization: &self.organization,
            role: &self.role,
            interview_date: round.map(|r| r.1),
            decision_date: round.and_then(|r| r.3),
            planned: Some(self.planned.clone()),
            now: self.now,
            people,
            to: to.map_or("", |(_, p)| p.name.as_str()),
            points: self
                .points
                .iter()
                .filter(theirs)
                .map(|(_, _, text)| text.clone())
                .collect(),
            attachments: text
                .enclosures
                .iter()
                .cloned()
                .chain(
                    self.attached
                        .iter()
                        .filter(|(id, _)| *id == text.note)
                        .map(|(_, name)| name.clone()),
                )
                .collect(),
            other_notes: others.map(|(_, _, body)| body.clone()).collect(),
            format: round.and_then(|r| r.2),
            other_words: self.words.clone(),
            ..Record::default()
        }
    }
}

/// A text to be measured.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Text<'a> {
    /// Its entry of the plan.
    pub(crate) key: Key,
    /// Its number; 0 for a new one.
    pub(crate) note: i64,
    /// The reader.
    pub(crate) to: i64,
    /// None on paper.
    pub(crate) subject: Option<&'a str>,
    pub(crate) body: &'a str,
    pub(crate) enclosures: &'a [String],
}

impl<'a> Text<'a> {
    /// Of a kept note.
    pub(crate) fn of(record: &'a NoteRecord) -> Self {
        Self {
            key: record.note.key,
            note: record.note.id.0,
            to: record.note.to.0,
            subject: Some(&record.subject),
            body: &record.body,
            enclosures: &record.enclosures,
        }
    }
}

struct OwnedText {
    key: Key,
    note: i64,
    to: i64,
    subject: Option<String>,
    body: String,
    enclosures: Vec<String>,
}

impl OwnedText {
    fn of(text: &Text<'_>) -> Self {
        Self {
            key: text.key,
            note: text.note,
            to: text.to,
            subject: text.subject.map(str::to_owned),
            body: text.body.to_owned(),
            enclosures: text.enclosures.to_vec(),
        }
    }

    fn text(&self) -> Text<'_> {
        Text {
            key: self.key,
            note: self.note,
            to: self.to,
            subject: self.subject.as_deref(),
            body: &self.body,
            enclosures: &self.enclosures,
        }
    }
}

/// The proofreader, beginning to load.
pub(crate) fn language() -> Language {
    Language::load(Dialect::default())
}

fn is_length(rule: &str) -> bool {
    matches!(rule, "too_long" | "too_short")
}

/// How many errors there are.
pub(crate) fn errors(remarks: &[Remark]) -> usize {
    remarks.iter().filter(|r| r.finding.severity == Severity::Error).count()
}
