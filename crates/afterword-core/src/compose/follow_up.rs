//! What is written after the thank-you: a check-in, the one question about the time, something promised, the note at the
//! end, thanks to those who helped, and thanks for a large panel to be passed on (practices S13, S14, S49, S54, S55,
//! S59, S60, S63, S64).
//!
//! A note is made of the facts of its [`Case`] and of nothing else; each sentence says which. Whether it may be written at
//! all, and when it may go, is for [`crate::plan`] to say. Not here: the thank-you itself and the card, which are made of
//! what was jotted.

use jiff::Timestamp;
use jiff::civil::Date;

use super::dates;
use super::frames::Slots;
use super::letter::words::{bare_role, capitalise, contact_line, greeting, role_phrase, sign_off};
use crate::casebook::{Case, Event, Key, NoteState, PersonId, Promise, Purpose, Round};
use crate::check::Kind;
use crate::model::{Part, Person, Profile, Wording};
use crate::write::Seed;

mod frames;

use frames::{Filled, Place};

/// What a sentence rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Source {
    /// Employer and position of the case.
    Case,
    /// The interview with this number.
    Round(u8),
    /// When they decide, as last heard for this round.
    Stated(u8),
    /// The question before this one.
    Asked(Key),
    /// Something promised.
    Promise(crate::casebook::PromiseId),
    /// Who took part in the round.
    People(u8),
    /// How it ended, or the part somebody took: the circumstance that the sentence was chosen for.
    Outcome,
}

/// One sentence and what it rests on; nothing where it is a courtesy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its words.
    pub text: String,
    /// What it rests on.
    pub sources: Vec<Source>,
    /// The frame it was cast in.
    pub frame: String,
    /// The other ways to say the same.
    pub others: Vec<Wording>,
}

/// A note that follows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FollowUp {
    /// The mail's subject.
    pub subject: String,
    /// `Dear Maria,`
    pub greeting: String,
    /// Paragraphs of sentences.
    pub paragraphs: Vec<Vec<Line>>,
    /// `With kind regards,`
    pub sign_off: String,
    /// The name under it; empty if unknown.
    pub signature: String,
    /// Telephone and address under the name.
    pub contact_line: Option<String>,
    /// What must go with it, as a checklist.
    pub enclosures: Vec<String>,
}

impl FollowUp {
    /// The whole text as it will be read.
    #[must_use]
    pub fn body(&self) -> String {
        let mut out = self.greeting.clone();
        for paragraph in &self.paragraphs {
            out.push_str("\n\n");
            let texts: Vec<&str> = paragraph.iter().map(|l| l.text.as_str()).collect();
            out.push_str(&texts.join(" "));
        }
        out.push_str("\n\n");
        out.push_str(&self.sign_off);
        out.push('\n');
        out.push_str(&self.signature);
        if let Some(line) = &self.contact_line {
            out.push('\n');
            out.push_str(line);
        }
        out.push('\n');
        out
    }

    /// Every sentence in order.
    pub fn lines(&self) -> impl Iterator<Item = &Line> {
        self.paragraphs.iter().flatten()
    }

    /// Words of the sentences, without greeting and signature.
    #[must_use]
    pub fn words(&self) -> usize {
        self.lines().map(|l| super::letter::count_words(&l.text)).sum()
    }
}

/// What the checker has to measure a note of this purpose by.
#[must_use]
pub fn kind(purpose: Purpose) -> Kind {
    match purpose {
        Purpose::ThankYou => Kind::Email,
        Purpose::Card => Kind::Card,
        Purpose::CheckIn | Purpose::TimelineQuestion => Kind::FollowUp,
        Purpose::PassOn | Purpose::Material | Purpose::Closing | Purpose::Gratitude => Kind::Short,
    }
}

/// Who writes to whom, and on which day.
#[derive(Debug, Clone, Copy)]
pub struct Letter<'a> {
    /// The case.
    pub case: &'a Case,
    /// The entry of its plan.
    pub key: Key,
    /// The reader's identity in the case.
    pub to: PersonId,
    /// How the reader is addressed.
    pub reader: &'a Person,
    /// Who signs, and how warmly.
    pub profile: &'a Profile,
    /// The local day on which it will go out.
    pub sent: Date,
    /// The day stands before the month.
    pub day_first: bool,
}

/// The slots of each purpose, paragraph by paragraph. A slot for which nothing can be said is left out, except the first.
fn layout(purpose: Purpose) -> &'static [&'static [&'static str]] {
    match purpose {
        Purpose::CheckIn | Purpose::TimelineQuestion => &[
            &["opening", "stated"],
            &["question", "patience"],
            &["interest", "close"],
        ],
        Purpose::Material => &[&["opening", "request", "reason"], &["close"]],
        Purpose::Closing => &[&["opening", "wish"], &["close"]],
        Purpose::Gratitude => &[&["opening", "news", "close"]],
        Purpose::PassOn => &[&["opening"], &["request", "interest", "close"]],
        Purpose::ThankYou | Purpose::Card => &[],
    }
}

/// Writes the note of this entry from the facts of its case; none for a thank-you or a card, and where the case lacks
/// what such a note is about. The same seed gives the same note.
#[must_use]
pub fn follow_up(letter: &Letter<'_>, seed: Seed) -> Option<FollowUp> {
    write(letter, &mut |place, ways| turn(seed, place, ways))
}

/// Which of so many ways the seed takes at this place; neighbouring places do not move together.
fn turn(seed: Seed, place: usize, ways: usize) -> usize {
    let mixed = seed
        .0
        .wrapping_add(place as u64 + 1)
        .wrapping_mul(0x9e37_79b9_7f4a_7c15)
        >> 33;
    usize::try_from(mixed % ways as u64).unwrap_or(0)
}

/// The same with the choice among so many ways given from outside.
fn write(letter: &Letter<'_>, pick: &mut dyn FnMut(usize, usize) -> usize) -> Option<FollowUp> {
    let desk = Desk::of(letter)?;
    let facts = desk.facts();
    let place = Place {
        purpose: letter.key.purpose,
        warmth: letter.profile.warmth,
        facts: &facts,
    };
    let slots = desk.slots();
    let mut paragraphs = Vec::new();
    let mut number = 0;
    for slots_of_paragraph in layout(letter.key.purpose) {
        let mut paragraph = Vec::new();
        for slot in *slots_of_paragraph {
            let mut ways = frames::ways(slot, place, &slots);
            if ways.is_empty() {
                if number == 0 {
                    return None;
                }
                continue;
            }
            let chosen = pick(number, ways.len()).min(ways.len() - 1);
            ways.rotate_left(chosen);
            number += 1;
            paragraph.extend(desk.line(ways));
        }
        if !paragraph.is_empty() {
            paragraphs.push(paragraph);
        }
    }
    let profile = letter.profile;
    (!paragraphs.is_empty()).then(|| FollowUp {
        subject: desk.subject(),
        greeting: greeting(letter.reader, profile.warmth, false),
        paragraphs,
        sign_off: sign_off(profile, false),
        signature: profile.candidate.name.clone().unwrap_or_default(),
        contact_line: contact_line(profile),
        enclosures: desk.promise.iter().map(|p| p.text.clone()).collect(),
    })
}

/// The facts of one note, looked up once.
struct Desk<'a> {
    letter: &'a Letter<'a>,
    round: Option<&'a Round>,
    promise: Option<&'a Promise>,
    asked: Option<(Key, Timestamp)>,
}

impl<'a> Desk<'a> {
    fn of(letter: &'a Letter<'a>) -> Option<Self> {
        let (case, key) = (letter.case, letter.key);
        let round = case.round(key.round).or_else(|| case.rounds.last());
        let promise = (key.purpose == Purpose::Material)
            .then(|| case.promises.iter().find(|p| p.id.0 == key.item))
            .flatten();
        if key.purpose == Purpose::Material && promise.is_none() {
            return None;
        }
        Some(Self {
            letter,
            round,
            promise,
            asked: asked(case, key.round),
        })
    }

    /// What is so.
    fn facts(&self) -> Vec<&'static str> {
        let (case, key) = (self.letter.case, self.letter.key);
        let mut facts = Vec::new();
        let mut so = |holds: bool, word| {
            if holds {
                facts.push(word);
            }
        };
        so(self.asked.is_some() && key.item > 1, "again");
        let moved = |e: &Event| matches!(e, Event::DecisionMoved { round, .. } if *round == key.round);
        so(case.events.iter().any(|r| moved(&r.event)), "moved");
        let stated = case.stated(key.round);
        so(
            stated.is_some_and(|s| s.latest.is_none() && s.earliest.is_some()),
            "after",
        );
        so(self.promise.is_some_and(|p| p.asked_for), "requested");
        so(self.promise.is_some_and(|p| p.to != self.letter.to), "forwarded");
        let outcome = outcome(case);
        so(outcome == Some("rejection"), "rejection");
        so(outcome == Some("withdrawal"), "withdrawal");
        so(outcome == Some("accepted"), "accepted");
        let part = case.person(self.letter.to).map(|p| p.part);
        so(part == Some(Part::Referrer), "referrer");
        so(part == Some(Part::Coordinator), "coordinator");
        let over = |r: &Round| r.day() <= self.letter.sent;
        so(self.round.is_some_and(over), "interviewed");
        facts
    }

    fn slots(&self) -> Slots {
        let (letter, case) = (self.letter, self.letter.case);
        let role = case.role.as_deref().map(role_phrase);
        let stated = case.stated(letter.key.round);
        let full = |day: Date| dates::full(day, letter.day_first);
        let day = |day: Date| dates::for_mail(day, letter.sent, letter.day_first);
        let held = self.round.map(Round::day).filter(|d| *d <= letter.sent);
        let asked = self.asked.map(|(_, at)| {
            let zone = self
                .round
                .map_or(jiff::tz::TimeZone::UTC, |r| r.end.time_zone().clone());
            day(zone.to_datetime(at).date())
        });
        let org = Some(case.organization.trim().to_owned()).filter(|o| !o.is_empty());
        let whose = self.promise.and_then(|p| case.person(p.to)).map(|p| p.name.clone());
        Slots(vec![
            // Without a day the sentence closes up.
            ("day", Some(held.map_or_else(String::new, day))),
            ("Role", role.as_deref().map(capitalise)),
            ("role", role),
            ("org", org),
            ("decide", stated.and_then(|s| s.latest).map(full)),
            ("after", stated.and_then(|s| s.earliest).map(full)),
            ("asked", asked),
            ("thing", self.promise.map(|p| thing(&p.text))),
            ("names", self.names()),
            ("whose", whose),
        ])
    }

    /// Whom the thanks are for: everybody of the round who interviewed, but the reader.
    fn names(&self) -> Option<String> {
        const NAMED_AT_MOST: usize = 15;
        let case = self.letter.case;
        let ids = self.round?.people.iter().filter(|id| **id != self.letter.to);
        let people = ids.filter_map(|id| case.person(*id));
        let names: Vec<&str> = people
            .filter(|p| p.part == Part::Interviewer && !p.no_note)
            .map(|p| p.name.as_str())
            .collect();
        match names.as_slice() {
            [] => None,
            [one] => Some((*one).to_owned()),
            all if all.len() > NAMED_AT_MOST => Some("everybody who interviewed me".to_owned()),
            [most @ .., last] => Some(format!("{} and {last}", most.join(", "))),
        }
    }

    /// The chosen sentence first, the other ways behind it.
    fn line(&self, ways: Vec<Filled>) -> Option<Line> {
        let mut ways = ways.into_iter();
        let first = ways.next()?;
        let mut sources: Vec<Source> = first.slots.iter().filter_map(|s| self.source(s)).collect();
        sources.sort_unstable();
        sources.dedup();
        let chosen_for = [
            "rejection",
            "withdrawal",
            "accepted",
            "referrer",
            "coordinator",
            "interviewed",
        ];
        if sources.is_empty() && chosen_for.iter().any(|w| first.way.frame.contains(w)) {
            sources.push(Source::Outcome);
        }
        Some(Line {
            text: first.way.text,
            sources,
            frame: first.way.frame,
            others: ways.map(|w| w.way).collect(),
        })
    }

    fn source(&self, slot: &str) -> Option<Source> {
        let round = self.round.map_or(self.letter.key.round, |r| r.number);
        match slot {
            "role" | "Role" | "org" => Some(Source::Case),
            "day" => Some(Source::Round(round)),
            "decide" | "after" => Some(Source::Stated(round)),
            "asked" => self.asked.map(|(key, _)| Source::Asked(key)),
            "thing" | "whose" => self.promise.map(|p| Source::Promise(p.id)),
            "names" => Some(Source::People(round)),
            _ => None,
        }
    }

    fn subject(&self) -> String {
        let case = self.letter.case;
        let role = case.role.as_deref().map(|r| capitalise(&bare_role(r)));
        let about = match role {
            Some(role) if role.len() + case.organization.len() < 45 => format!("{role}, {}", case.organization),
            Some(role) => role,
            None => case.organization.clone(),
        };
        let opening = match self.letter.key.purpose {
            Purpose::CheckIn => "Following up",
            Purpose::TimelineQuestion => "A question about the timeline",
            Purpose::Material if self.promise.is_some_and(|p| p.asked_for) => "What you asked for",
            Purpose::Material => "As promised",
            _ => "Thank you",
        };
        format!("{opening} - {about}")
    }
}

/// What was promised, as it stands behind a colon: a second colon becomes brackets.
fn thing(text: &str) -> String {
    let text = text.trim().trim_end_matches(['.', ';', ',']);
    match text.split_once(": ") {
        Some((what, which)) if !which.contains(['(', ')', ':']) => format!("{what} ({which})"),
        _ => text.to_owned(),
    }
}

/// The last question of this round that went out.
fn asked(case: &Case, round: u8) -> Option<(Key, Timestamp)> {
    let question = |k: &Key| k.round == round && matches!(k.purpose, Purpose::CheckIn | Purpose::TimelineQuestion);
    let sent = case.notes.iter().filter_map(|n| match n.state {
        NoteState::Sent { at, .. } | NoteState::Uncertain { at, .. } => Some((n.key, at)),
        _ => None,
    });
    let by_hand = case.events.iter().filter_map(|r| match r.event {
        Event::SentByHand { key } => Some((key, r.at)),
        _ => None,
    });
    let all = sent.chain(by_hand).filter(|(k, _)| question(k));
    all.max_by_key(|(_, at)| *at)
}

/// How it ended, as last recorded.
fn outcome(case: &Case) -> Option<&'static str> {
    case.events.iter().rev().find_map(|r| match r.event {
        Event::Rejection => Some(Some("rejection")),
        Event::Withdrawal => Some(Some("withdrawal")),
        Event::Accepted => Some(Some("accepted")),
        Event::Offer | Event::DecisionMoved { .. } => Some(None),
        _ => None,
    })?
}

#[cfg(test)]
mod tests;
