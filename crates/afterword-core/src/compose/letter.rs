//! The letter: which points go where, in what order, within the length of its channel.

use std::collections::{HashMap, HashSet};

use jiff::civil::Date;
use rayon::prelude::*;

use crate::model::{
    Asks, Finding, InterviewKind, Note, Part, Person, Point, PointId, PointKind, Profile, Question, Role, Sentence,
    Severity, Starter, Wording,
};
use crate::read::jot::{Jot, best_home, is_own_sentence, person_key};
use crate::write::Seed;

use super::frames::{Place, Slots, Used, choose};
use super::say::{Channel, Context, Saying, joined, sayings, unfinished};

mod card;
mod mail;
mod short;
pub(super) mod words;

pub(super) use card::WORDS_AT_MOST as CARD_WORDS_AT_MOST;
use words::{capitals, slots};
pub(super) use words::{count_words, first_words};

/// What composing a jot gives.
#[derive(Debug, Clone, PartialEq)]
pub struct Composed {
    /// The notes, person by person: e-mail, then card.
    pub notes: Vec<Note>,
    /// What only the person can answer.
    pub questions: Vec<Question>,
    /// The people, each with the points that were given to them.
    pub people: Vec<Person>,
    /// Points that no note of their person uses, best first: the person, and the point.
    pub left_over: Vec<(usize, PointId)>,
    /// People whose note says nothing of why it mattered; only the candidate can.
    pub without_reason: Vec<usize>,
}

/// Everything a panel shares.
struct Panel<'a> {
    jot: &'a Jot,
    profile: &'a Profile,
    seed: u64,
    /// How the jot writes the names in it, by lower case.
    capitals: &'a HashMap<String, String>,
    /// What fills the letter's own sentences; the same for everybody.
    slots: Slots,
    used: Used,
    cards_used: Used,
}

/// The ways to say a point, or what the person should finish.
type Ways = Result<Vec<Saying>, Starter>;

/// A point with the ways to say it.
struct Said<'a> {
    point: &'a Point,
    ways: Vec<Saying>,
}

/// Composes a note for each person who has a usable point, and asks about the others.
///
/// `sent` is the local day on which the mails will go out, for "today" and "yesterday"; `day_first` puts the day before
/// the month. The jot's shared points are given to the people they fit best before anything is written.
#[must_use]
pub fn compose(jot: &Jot, profile: &Profile, sent: Date, day_first: bool, seed: Seed) -> Composed {
    let mut jot = jot.clone();
    for point in std::mem::take(&mut jot.everyone) {
        match best_home(&jot.people, &point) {
            Some(p) => jot.people[p].points.push(point),
            None if jot.left_out.contains(&point.id) => jot.set_aside.push(point.place),
            None => jot.questions.push(Question {
                about: point.id.to_string(),
                text: format!("Whose note should this go into: {}?", point.text),
                line: Some(point.place.line),
                asks: Asks::Whose { point: Box::new(point) },
                guess: None,
            }),
        }
    }
    let capitals = capitals(&jot.text);
    let mut panel = Panel {
        capitals: &capitals,
        slots: slots(&jot.interview, sent, day_first),
        jot: &jot,
        profile,
        seed: seed.0,
        used: Used::default(),
        cards_used: Used::default(),
    };
    let mut out = Composed {
        notes: Vec::new(),
        questions: Vec::new(),
        people: Vec::new(),
        left_over: Vec::new(),
        without_reason: Vec::new(),
    };
    let ways = panel.ways_of_all();
    for ((i, person), ways) in jot.people.iter().enumerate().zip(ways) {
        if !person.no_note {
            panel.person(i, person, ways, &mut out);
        }
    }
    if !jot.people.is_empty() {
        missing(&jot, profile, &mut out);
    }
    out.questions
        .extend(jot.questions.iter().filter(|q| !of_nobody(q, &jot.people)).cloned());
    if jot.people.is_empty() && !jot.declined.contains("people") {
        // Nothing of what was typed is lost: its end is named.
        let tail: Vec<char> = jot.text.trim().chars().rev().take(80).collect();
        let tail: String = tail.into_iter().rev().collect();
        let shown = if tail.is_empty() {
            String::new()
        } else {
            format!(" The jot ends: \u{201C}{}\u{201D}", tail.replace('\n', " "))
        };
        out.questions.insert(
            0,
            Question {
                about: "people".to_owned(),
                text: format!("Whom did you meet? A name and what they do.{shown}"),
                line: None,
                asks: Asks::People,
                guess: None,
            },
        );
    }
    drop(panel);
    super::apart::keep_apart(&mut out.notes, &jot.interview, &jot.people);
    order_others(&mut out.notes);
    out.left_over = left_over(&jot, &out);
    out.without_reason = without_reason(&jot.people, &out.notes);
    out.people = jot.people;
    out
}

/// A question about somebody who gets no note.
fn of_nobody(question: &Question, people: &[Person]) -> bool {
    match &question.asks {
        Asks::Better { person, .. } | Asks::Promised { person, .. } => person.is_some_and(|p| people[p].no_note),
        _ => false,
    }
}

/// Other wordings that stand in no other note come first, and none that stands in one already.
fn order_others(notes: &mut [Note]) {
    let texts: HashSet<String> = notes.iter().flat_map(Note::sentences).map(|s| s.text.clone()).collect();
    let frames: HashSet<String> = notes
        .iter()
        .flat_map(Note::sentences)
        .map(|s| s.frame.clone())
        .collect();
    for sentence in notes.iter_mut().flat_map(|n| n.paragraphs.iter_mut().flatten()) {
        sentence.others.retain(|w| !texts.contains(&w.text));
        sentence.others.sort_by_key(|w| frames.contains(&w.frame));
    }
}

/// What no note of its person uses and no question asks about, best first within each person.
fn left_over(jot: &Jot, out: &Composed) -> Vec<(usize, PointId)> {
    let used: HashSet<PointId> = out
        .notes
        .iter()
        .flat_map(Note::sentences)
        .flat_map(|s| s.points.iter().copied())
        .collect();
    let asked: HashSet<String> = out.questions.iter().map(|q| q.about.clone()).collect();
    let mut left = Vec::new();
    for (i, person) in jot.people.iter().enumerate().filter(|(_, p)| !p.no_note) {
        let mut own: Vec<&Point> = person
            .points
            .iter()
            .filter(|p| !used.contains(&p.id) && !jot.left_out.contains(&p.id) && !asked.contains(&p.id.to_string()))
            .collect();
        own.sort_by_key(|p| (!p.favourite, worth(p.kind), p.place.span.start));
        left.extend(own.into_iter().map(|p| (i, p.id)));
    }
    left
}

/// How soon a note takes up a point of this kind, 0 first.
fn worth(kind: PointKind) -> u8 {
    match kind {
        PointKind::AskedMe | PointKind::Promised => 0,
        PointKind::Forgot => 1,
        PointKind::Moment | PointKind::Quote | PointKind::Advice => 2,
        PointKind::Mine | PointKind::Wants => 3,
        PointKind::Thanks | PointKind::Shared => 4,
        PointKind::Because => 5,
    }
}

fn without_reason(people: &[Person], notes: &[Note]) -> Vec<usize> {
    let reasoned = |p: &Person| p.points.iter().any(|q| q.kind == PointKind::Because);
    people
        .iter()
        .enumerate()
        .filter(|(i, p)| p.part == Part::Interviewer && !reasoned(p) && notes.iter().any(|n| n.to == *i))
        .map(|(i, _)| i)
        .collect()
}

/// Role, organisation and name are needed in every note: what is missing is asked for once and closes the gate.
fn missing(jot: &Jot, profile: &Profile, out: &mut Composed) {
    let informational = jot.interview.kind == InterviewKind::Informational;
    let mut ask = |asks: Asks, about: &str, text: &str| {
        let declined = jot.declined.contains(about);
        if !declined {
            out.questions.insert(
                0,
                Question {
                    about: about.to_owned(),
                    text: text.to_owned(),
                    line: None,
                    asks,
                    guess: None,
                },
            );
        } else if about != "name" {
            return;
        }
        for note in &mut out.notes {
            note.findings.push(Finding {
                rule: format!("missing_{about}"),
                severity: if declined { Severity::Warning } else { Severity::Error },
                excerpt: String::new(),
                message: if declined {
                    "Your name is not under it; sign it yourself.".to_owned()
                } else {
                    text.to_owned()
                },
                fix: None,
            });
        }
    };
    if jot.candidate.name.is_none() && profile.candidate.name.is_none() {
        ask(Asks::OwnName, "name", "What is your own full name, as you sign?");
    }
    if jot.interview.role.is_none() && !informational {
        ask(Asks::Role, "role", "What position was it for?");
    }
    if jot.interview.organization.is_none() {
        ask(
            Asks::Organization,
            "organization",
            "Which company or organisation was it?",
        );
    }
}

impl<'a> Panel<'a> {
    /// What the sentence engine needs to know beside the point.
    fn context<'c>(
        &self,
        person: &'c Person,
        channel: Channel,
        known_words: &'c dyn Fn(&str) -> Option<String>,
    ) -> Context<'c>
    where
        'a: 'c,
    {
        Context {
            person,
            people: &self.jot.people,
            interview: &self.jot.interview,
            warmth: self.profile.warmth,
            channel,
            known_words,
        }
    }

    fn place(&self, person: &Person) -> Place {
        Place {
            format: self.jot.interview.format,
            kind: self.jot.interview.kind,
            warmth: self.profile.warmth,
            directness: self.profile.directness,
            part: person.part,
            again: self.jot.interview.round > 1 && person.met_before,
        }
    }

    /// A sentence of the letter's own.
    fn framed(&mut self, slot: &str, role: Role, person: &Person, card: bool) -> Option<Sentence> {
        let place = self.place(person);
        let used = if card { &mut self.cards_used } else { &mut self.used };
        let mut ways = choose(slot, place, &self.slots, used, self.seed).into_iter();
        let first = ways.next()?;
        Some(Sentence {
            text: first.text,
            role,
            points: Vec::new(),
            frame: first.frame,
            others: ways.collect(),
        })
    }

    /// For each person the points of their mail with the ways to say them. To read a line takes a tenth of a second, so they are read
    /// on all processors.
    fn ways_of_all(&self) -> Vec<Vec<(&'a Point, Ways)>> {
        let of = |person: &'a Person| {
            if person.no_note {
                return Vec::new();
            }
            let points = person.points.par_iter().filter(|p| !self.jot.left_out.contains(&p.id));
            let ways = |point| {
                let known = |w: &str| self.capitals.get(&w.to_ascii_lowercase()).cloned();
                (point, self.ways(point, &self.context(person, Channel::Mail, &known)))
            };
            points.map(ways).collect()
        };
        self.jot.people.par_iter().map(of).collect()
    }

    fn person(&mut self, index: usize, person: &'a Person, ways: Vec<(&'a Point, Ways)>, out: &mut Composed) {
        let capitals = self.capitals;
        let known = |w: &str| capitals.get(&w.to_ascii_lowercase()).cloned();
        let cx = self.context(person, Channel::Mail, &known);
        let mut said: Vec<Said<'a>> = Vec::new();
        let mut starters: Vec<Starter> = Vec::new();
        let mut wanting: Vec<Starter> = Vec::new();
        for (point, ways) in ways {
            let ways = match ways {
                // The frame of last resort serves once a note.
                Ok(ways) if ways.first().is_some_and(Saying::neutral) && said.iter().any(|s| s.ways[0].neutral()) => {
                    Err(unfinished(point))
                }
                ways => ways,
            };
            match ways {
                Ok(ways) if !ways.is_empty() => said.push(Said { point, ways }),
                Ok(_) => {}
                Err(starter) => {
                    if self.must(point) {
                        wanting.push(starter.clone());
                    }
                    starters.push(starter);
                }
            }
        }
        let short = matches!(person.part, Part::Coordinator | Part::Receptionist | Part::Referrer);
        let specific = said
            .iter()
            .any(|s| !matches!(s.point.kind, PointKind::Because | PointKind::Promised));
        for starter in &starters {
            out.questions.push(self.wording(index, person, starter));
        }
        if !specific && !(short && !said.is_empty()) && !(person.part == Part::Coordinator) {
            let given = person.given_name();
            let text = if short {
                format!("Did {given} do something you would like to thank for?")
            } else if starters.is_empty() && !self.answer_awaited(index) {
                format!("What is one thing {given} said or showed you?")
            } else {
                // Everything about this person waits for a word from the candidate, and is asked for already.
                return;
            };
            out.questions.push(Question {
                about: person_key(&self.jot.people, index),
                text,
                line: Some(person.line),
                asks: Asks::Thing { person: index },
                guess: None,
            });
            return;
        }
        if short {
            let mut note = self.short(index, person, &said);
            note.starters = wanting;
            out.notes.push(note);
            return;
        }
        let (mut mail, spare) = self.mail(index, person, &said, &cx);
        let card = self.card(index, person, &said, &spare, &mail);
        mail.starters = wanting;
        out.notes.push(mail);
        out.notes.extend(card);
    }

    /// Whether a question this person put still wants its better answer, which will be what the note takes up.
    fn answer_awaited(&self, index: usize) -> bool {
        let theirs = |q: &Question| matches!(q.asks, Asks::Better { person: Some(p), .. } if p == index);
        self.jot.questions.iter().any(theirs)
    }

    /// What a note is not whole without.
    fn must(&self, point: &Point) -> bool {
        let kind = matches!(point.kind, PointKind::AskedMe | PointKind::Promised | PointKind::Forgot);
        kind || self.wanted(point)
    }

    /// The person marked it, or asked for it.
    fn wanted(&self, point: &Point) -> bool {
        point.favourite || self.jot.brought_in.contains(&point.id)
    }

    /// The ways to say a point: the person's own where there is one.
    fn ways(&self, point: &Point, cx: &Context<'_>) -> Ways {
        match self.jot.own_words.get(&point.id) {
            // What would not be kept word for word as an answer cannot be agreed to.
            None => sayings(point, cx).map_err(|starter| Starter {
                guess: starter.guess.filter(|guess| is_own_sentence(guess)),
                ..starter
            }),
            Some(own) => Ok(vec![Saying::own(own)]),
        }
    }

    fn wording(&self, index: usize, person: &Person, starter: &Starter) -> Question {
        let given = person.given_name();
        let jotted = &starter.jot;
        let text = if let Some(guess) = &starter.guess {
            format!("You jotted \u{201C}{jotted}\u{201D}. Would you say to {given}: \u{201C}{guess}\u{201D}?")
        } else if self.jot.reread.contains(&starter.point) {
            format!(
                "How would you say this to {given}, as a sentence with \u{201C}you\u{201D}: \u{201C}{jotted}\u{201D}?"
            )
        } else {
            format!("How would you put this to {given}: \u{201C}{jotted}\u{201D}?")
        };
        Question {
            about: starter.point.to_string(),
            text,
            line: person
                .points
                .iter()
                .find(|p| p.id == starter.point)
                .map(|p| p.place.line),
            asks: Asks::Wording {
                person: index,
                point: starter.point,
            },
            guess: starter.guess.clone(),
        }
    }

    /// One way of saying, new to the panel where there is one, and never opening like the sentence before; the others
    /// are kept beside it, best first.
    fn pick(used: &mut Used, ways: &[Saying], before: Option<&str>, seed: u64, ids: Vec<PointId>) -> Option<Sentence> {
        let same_start = |w: &Saying| before.is_some_and(|b| first_words(b, 2) == first_words(&w.text, 2));
        let rank = |w: &Saying| {
            i32::from(used.frames.contains(&w.frame)) * 4
                + i32::from(used.openings.contains(&w.opening)) * 3
                + i32::from(same_start(w)) * 6
                + i32::from(w.text.starts_with("I ") && before.is_some_and(|b| b.starts_with("I "))) * 2
                - i32::from(w.strength) / 16
        };
        let best = ways.iter().map(rank).min()?;
        let top: Vec<usize> = (0..ways.len()).filter(|i| rank(&ways[*i]) == best).collect();
        let at = top[usize::try_from(seed % top.len() as u64).unwrap_or(0)];
        let mut rest: Vec<&Saying> = ways.iter().filter(|w| w.text != ways[at].text).collect();
        rest.sort_by_key(|w| rank(w));
        let mut others: Vec<Wording> = Vec::new();
        for w in rest {
            if !others.iter().any(|o| o.text == w.text) {
                others.push(Wording {
                    text: w.text.clone(),
                    frame: w.frame.clone(),
                });
            }
        }
        let chosen = &ways[at];
        used.frames.insert(chosen.frame.clone());
        used.openings.insert(chosen.opening.clone());
        Some(Sentence {
            text: chosen.text.clone(),
            role: chosen.role,
            points: ids,
            frame: chosen.frame.clone(),
            others,
        })
    }

    /// Says points one after another, two in one go where they belong together.
    fn say_all(
        &mut self,
        into: &mut Vec<Sentence>,
        points: &[&Said<'_>],
        before: &mut Option<String>,
        seed: u64,
        cx: &Context<'_>,
    ) {
        let mut i = 0;
        while i < points.len() {
            let pair = points
                .get(i + 1)
                .map(|next| {
                    let (a, b) = (points[i], *next);
                    joined((a.point, &a.ways), (b.point, &b.ways), cx)
                })
                .filter(|w| !w.is_empty());
            let (ways, ids, step) = match &pair {
                Some(ways) => (ways, vec![points[i].point.id, points[i + 1].point.id], 2),
                None => (&points[i].ways, vec![points[i].point.id], 1),
            };
            if let Some(sentence) = Self::pick(&mut self.used, ways, before.as_deref(), seed, ids) {
                *before = Some(sentence.text.clone());
                into.push(sentence);
            }
            i += step;
        }
    }
}
