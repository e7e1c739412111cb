//! What is wrong with a note, before anybody signs it.
//!
//! Two tiers. [`fast`] is ready at once: identity, etiquette, placeholders, lengths, missing parts and the real-word
//! errors a spelling checker cannot see. [`Proofreader`] owns harper-core's dictionary and rules; it is loaded once, by
//! an explicit call, and adds the spelling of everything else. [`check`] runs both.
//!
//! Rules are data (`rules/*.toml`): reason, practice, severity, patterns or the numbers of a measure, and examples that
//! are their tests. Everything is judged against a [`Record`]; what the record does not say is not held against a note.
//! Nothing here reads a clock, a file or a setting, and nothing prints.

mod copied;
mod days;
pub mod fix;
pub mod gate;
mod generic;
mod grammar;
mod identity;
pub mod likeness;
mod names;
mod pattern;
mod proofread;
mod rule_file;
mod rules;
mod shape;
mod tags;
mod text;
mod timing;
mod titles;
mod token;

use std::ops::Range;

use jiff::civil::Date;

pub use self::names::greeted;
pub use self::proofread::{Dialect, Proofreader};
use self::text::{Tagger, Text};
use crate::model::{Finding, Format, Person, Severity};

/// Somebody of the interview, as the checker needs to know them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RecordPerson {
    /// Full name without honorific.
    pub name: String,
    /// Job title, if known.
    pub title: Option<String>,
    /// The one honorific they go by, if known: `Dr.`, `Professor`.
    pub honorific: Option<String>,
}

impl From<&Person> for RecordPerson {
    fn from(person: &Person) -> Self {
        Self {
            name: person.name.clone(),
            title: person.title.clone(),
            honorific: person.honorific_prefix.clone(),
        }
    }
}

/// What is known of the interview a note belongs to: the measure of every name, day and claim in it.
#[derive(Debug, Clone, Default)]
pub struct Record<'a> {
    /// Who signs; empty if unknown.
    pub candidate: &'a str,
    /// The employer; empty if unknown.
    pub organization: &'a str,
    /// The position; empty if unknown.
    pub role: &'a str,
    /// The day of the interview, in its own zone.
    pub interview_date: Option<Date>,
    /// The day they said they would decide by, if they said one.
    pub decision_date: Option<Date>,
    /// The days on which the plan has something for the person to do; `None` when there is no plan to look into.
    pub planned: Option<Vec<Date>>,
    /// The day of writing, in the writer's zone.
    pub now: Date,
    /// Everybody met.
    pub people: &'a [RecordPerson],
    /// Short names the person confirmed: whose, by full name, and the name.
    pub nicknames: Vec<(String, String)>,
    /// Full name of the recipient; empty if unknown.
    pub to: &'a str,
    /// What the jot says, one point or line each.
    pub points: Vec<String>,
    /// Names of what goes with the note.
    pub attachments: Vec<String>,
    /// The texts of the other notes of this interview.
    pub other_notes: Vec<String>,
    /// How the conversation was held, if known.
    pub format: Option<Format>,
    /// Further words known to be right: trade words, places, names the person confirmed.
    pub other_words: Vec<String>,
}

impl Record<'_> {
    /// The recipient among the people.
    #[must_use]
    pub fn recipient(&self) -> Option<&RecordPerson> {
        self.people.iter().find(|p| p.name == self.to)
    }
}

/// What a note is, as far as its rules differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// The thank-you e-mail.
    Email,
    /// The handwritten card.
    Card,
    /// The question after the stated date has passed.
    FollowUp,
    /// The short note to a coordinator, receptionist or referrer; it need take up no point.
    Short,
}

/// What a finding is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// The note as a whole.
    Note,
    /// These bytes of the text.
    Text(Range<usize>),
    /// These bytes of the subject.
    Subject(Range<usize>),
}

/// A finding and where it stands. A fix replaces exactly the excerpt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// What is the matter.
    pub finding: Finding,
    /// Where.
    pub place: Place,
}

/// The findings of the fast tier: nothing is loaded for it.
#[must_use]
pub fn fast(text: &str, subject: Option<&str>, kind: Kind, record: &Record<'_>) -> Vec<Remark> {
    let mut out = judge(text, subject, kind, record, None);
    arrange(text, &mut out);
    out
}

/// Both tiers, or the fast one alone when no proofreader is given.
#[must_use]
pub fn check(
    text: &str,
    subject: Option<&str>,
    kind: Kind,
    record: &Record<'_>,
    proofreader: Option<&mut Proofreader>,
) -> Vec<Remark> {
    let Some(proofreader) = proofreader else {
        return fast(text, subject, kind, record);
    };
    let tagger = proofreader.tagger();
    let mut out = judge(text, subject, kind, record, Some(&tagger));
    out.extend(proofreader.proofread(text, record));
    if let Some(subject) = subject {
        out.extend(
            proofreader
                .proofread(subject, record)
                .into_iter()
                .map(Remark::in_subject),
        );
    }
    arrange(text, &mut out);
    out
}

impl Remark {
    fn in_subject(mut self) -> Self {
        if let Place::Text(span) = self.place {
            self.place = Place::Subject(span);
        }
        self
    }

    /// Takes neighbouring words into the excerpt until it is found at its own place and nowhere before, so that a
    /// reader who has only the words finds them; the fix grows alike.
    fn widen(&mut self, text: &str) {
        let Place::Text(span) = &mut self.place else { return };
        for _ in 0..4 {
            let short = text[span.clone()].chars().filter(|c| c.is_alphanumeric()).count() < 2;
            if !short && text.find(&text[span.clone()]) == Some(span.start) {
                break;
            }
            let before = &text[..span.start];
            let trimmed = before.trim_end_matches(' ');
            if trimmed.is_empty() || trimmed.ends_with('\n') {
                break;
            }
            let start = trimmed.rfind([' ', '\n']).map_or(0, |i| i + 1);
            if let Some(fix) = &mut self.finding.fix {
                *fix = format!("{}{fix}", &text[start..span.start]);
            }
            span.start = start;
        }
        text[span.clone()].clone_into(&mut self.finding.excerpt);
    }

    fn span(&self) -> Option<(bool, Range<usize>)> {
        match &self.place {
            Place::Note => None,
            Place::Text(span) => Some((false, span.clone())),
            Place::Subject(span) => Some((true, span.clone())),
        }
    }
}

fn judge(raw: &str, subject: Option<&str>, kind: Kind, record: &Record<'_>, tagger: Option<Tagger<'_>>) -> Vec<Remark> {
    let names = names::Names::of(record);
    let mut text = Text::note(raw, tagger);
    names.mark(&mut text);
    let mut out = rules::RULES.run(&text, kind, record, false);
    grammar::judge(&text, &mut out);
    shape::judge(&text, kind, record, &mut out);
    identity::judge(&text, record, &names, &mut out);
    titles::judge(&text, record, &names, &mut out);
    days::judge(&text, record, &mut out);
    timing::judge(&text, kind, record, &mut out);
    generic::judge(&text, kind, record, &names, &mut out);
    copied::judge(&text, record, &names, &mut out);
    if let Some(subject) = subject.filter(|s| !s.trim().is_empty()) {
        let mut line = Text::line(subject, tagger);
        names.mark(&mut line);
        let mut more = rules::RULES.run(&line, kind, record, true);
        shape::placeholders(&line, &mut more);
        out.extend(more.into_iter().map(Remark::in_subject));
    }
    out
}

/// Orders findings as they are read, whole-note ones last, and keeps one of several about the same words: the graver,
/// then the one that came first, so that a wrong name is not called a spelling error as well.
fn arrange(text: &str, out: &mut Vec<Remark>) {
    let mut kept: Vec<Remark> = Vec::with_capacity(out.len());
    for remark in out.drain(..) {
        let doubled = kept.iter().any(|k| match (k.span(), remark.span()) {
            (None, None) => k.finding.rule == remark.finding.rule,
            (Some((ka, k_span)), Some((a, span))) => {
                let overlap = ka == a && k_span.start < span.end && span.start < k_span.end;
                overlap
                    && (k.finding.rule == remark.finding.rule
                        || both_about_words(&k.finding.rule, &remark.finding.rule))
            }
            _ => false,
        });
        if !doubled {
            kept.push(remark);
            continue;
        }
        // Of two that say the same about the same words, the one that knows what to do.
        let same = kept.iter_mut().find(|k| {
            let overlap = match (k.span(), remark.span()) {
                (Some((ka, a)), Some((kb, b))) => ka == kb && a.start < b.end && b.start < a.end,
                _ => false,
            };
            overlap && k.finding.rule == remark.finding.rule
        });
        if let Some(same) = same
            && same.finding.fix.is_none()
            && remark.finding.fix.is_some()
        {
            *same = remark;
        }
    }
    for remark in &mut kept {
        remark.widen(text);
    }
    kept.sort_by_key(|r| match &r.place {
        Place::Subject(s) => (0, s.start),
        Place::Text(s) => (1, s.start),
        Place::Note => (2, 0),
    });
    *out = kept;
}

/// Rules that compete for the same words; the first to speak keeps them.
fn both_about_words(a: &str, b: &str) -> bool {
    const ABOUT_WORDS: &[&str] = &[
        "spelling",
        "grammar",
        "wrong_name",
        "wrong_company",
        "wrong_role",
        "wrong_honorific",
        "placeholder_left",
    ];
    ABOUT_WORDS.contains(&a) && ABOUT_WORDS.contains(&b)
}

/// One rule as its file gives it, for the page that explains them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleDoc {
    /// What its findings are called; several rules may share it.
    pub id: &'static str,
    /// Why anybody should care.
    pub reason: &'static str,
    /// The practice it carries out, `S43`.
    pub practice: &'static str,
    /// How grave its findings are.
    pub severity: Severity,
    /// What it says.
    pub message: &'static str,
    /// Whether a function judges and not patterns; its examples are sentences of a letter, or whole letters.
    pub measured: bool,
    /// Sentences it must find.
    pub fails: &'static [String],
    /// Sentences it must leave alone.
    pub passes: &'static [String],
}

/// Every rule, in the order of their files.
#[must_use]
pub fn rule_docs() -> Vec<RuleDoc> {
    let doc = |rule: &'static rules::Rule| RuleDoc {
        id: &rule.file.id,
        reason: &rule.file.reason,
        practice: &rule.file.practice,
        severity: rule.severity,
        message: &rule.file.message,
        measured: rule.file.measure.is_some(),
        fails: &rule.file.examples.fails,
        passes: &rule.file.examples.passes,
    };
    rules::RULES.all().iter().map(doc).collect()
}

/// Whether any finding closes the gate.
#[must_use]
pub fn closes_gate(remarks: &[Remark]) -> bool {
    remarks.iter().any(|r| r.finding.severity == Severity::Error)
}
