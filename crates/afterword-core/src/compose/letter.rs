//! The letter: which points go where, in what order, within the length of its channel.

use std::collections::HashMap;

use jiff::civil::Date;

use crate::lexicon::lexicon;
use crate::model::{
    Finding, Interview, InterviewKind, Note, NoteKind, Part, Person, Point, PointId, PointKind, Profile, Question,
    Role, Sentence, Severity, Starter, Warmth,
};
use crate::read::deadline::DeadlineKind;
use crate::read::jot::{Jot, best_home};
use crate::write::Seed;

use super::frames::{Place, Slots, Used, choose};
use super::say::{Channel, Context, Saying, joined, parts, sayings};
use super::{dates, say_known};

/// Words a thank-you e-mail is written to; practice "60-130 words, hard limit 180".
const MAIL_WORDS: usize = 145;
const MAIL_WORDS_AT_MOST: usize = 175;
/// Words a card is written to; practice "35-60 words".
const CARD_WORDS: usize = 52;
const CARD_WORDS_AT_MOST: usize = 64;

/// What composing a jot gives.
#[derive(Debug, Clone, PartialEq)]
pub struct Composed {
    /// The notes, person by person: e-mail, then card.
    pub notes: Vec<Note>,
    /// What only the person can answer.
    pub questions: Vec<Question>,
    /// The people, each with the points that were given to them.
    pub people: Vec<Person>,
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
            None => jot.questions.push(Question {
                about: point.id.to_string(),
                text: format!("Whose note should this go into: {}?", point.text),
                line: Some(point.place.line),
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
    };
    for (i, person) in jot.people.iter().enumerate() {
        if !person.no_note {
            panel.person(i, person, &mut out);
        }
    }
    if !jot.people.is_empty() {
        missing(&jot, profile, &mut out);
    }
    out.questions.extend(jot.questions.iter().cloned());
    if jot.people.is_empty() {
        // Nothing of what was typed is lost: its end is named.
        let tail: Vec<char> = jot.text.trim().chars().rev().take(80).collect();
        let tail: String = tail.into_iter().rev().collect();
        let shown = if tail.is_empty() {
            String::new()
        } else {
            format!(" The jot ends: \u{201C}{}\u{201D}", tail.replace('\n', " "))
        };
        out.questions.push(Question {
            about: "people".to_owned(),
            text: format!("Whom did you meet? A line such as: Maria Gonzalez, editor in chief.{shown}"),
            line: None,
        });
    }
    out.people = jot.people;
    out
}

/// Role, organisation and name are needed in every note: what is missing is asked for once and closes the gate.
fn missing(jot: &Jot, profile: &Profile, out: &mut Composed) {
    let informational = jot.interview.kind == InterviewKind::Informational;
    let mut ask = |about: &str, text: &str| {
        out.questions.insert(
            0,
            Question {
                about: about.to_owned(),
                text: text.to_owned(),
                line: None,
            },
        );
        for note in &mut out.notes {
            note.findings.push(Finding {
                rule: format!("missing_{about}"),
                severity: Severity::Error,
                excerpt: String::new(),
                message: text.to_owned(),
                fix: None,
            });
        }
    };
    if jot.candidate.name.is_none() && profile.candidate.name.is_none() {
        ask("name", "What is your own full name, as you sign?");
    }
    if jot.interview.role.is_none() && !informational {
        ask("role", "What position was it for?");
    }
    if jot.interview.organization.is_none() {
        ask("organization", "Which company or organisation was it?");
    }
}

fn words(text: &str) -> usize {
    text.split_whitespace().count()
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
        let (text, frame) = choose(slot, place, &self.slots, used, self.seed)?;
        let text = text
            .replace("  ", " ")
            .replace(" ,", ",")
            .replace(" .", ".")
            .replace(" ;", ";");
        Some(Sentence {
            text,
            role,
            points: Vec::new(),
            frame,
        })
    }

    fn person(&mut self, index: usize, person: &'a Person, out: &mut Composed) {
        let capitals = self.capitals;
        let known = |w: &str| capitals.get(&w.to_ascii_lowercase()).cloned();
        let cx = self.context(person, Channel::Mail, &known);
        let mut said: Vec<Said<'a>> = Vec::new();
        let mut starters: Vec<Starter> = Vec::new();
        for point in &person.points {
            match sayings(point, &cx) {
                Ok(ways) if !ways.is_empty() => said.push(Said { point, ways }),
                Ok(_) => {}
                Err(starter) => {
                    let parts = parts(point, &cx);
                    if parts.is_empty() {
                        starters.push(starter);
                    }
                    said.extend(parts.into_iter().map(|ways| Said { point, ways }));
                }
            }
        }
        let short = matches!(person.part, Part::Coordinator | Part::Receptionist | Part::Referrer);
        let specific = said
            .iter()
            .any(|s| !matches!(s.point.kind, PointKind::Because | PointKind::Promised));
        for starter in &starters {
            out.questions.push(Question {
                about: starter.point.to_string(),
                text: format!(
                    "How would you put this to {}: \u{201C}{}\u{201D}? One line, or - to leave it out.",
                    person.given_name(),
                    starter.jot
                ),
                line: person
                    .points
                    .iter()
                    .find(|p| p.id == starter.point)
                    .map(|p| p.place.line),
            });
        }
        if !specific && !(short && !said.is_empty()) && !(person.part == Part::Coordinator) {
            let given = person.given_name();
            let text = if short {
                format!("Did {given} do something you would like to thank for? One line, or - for no note.")
            } else if starters.is_empty() {
                format!("What is one thing {given} said or showed you? One line, or - for no note.")
            } else {
                // Everything about this person waits for a word from the candidate, and is asked for already.
                return;
            };
            out.questions.push(Question {
                about: person.name.clone(),
                text,
                line: Some(person.line),
            });
            return;
        }
        if short {
            let note = self.short(index, person, &said);
            out.notes.push(note);
            return;
        }
        let (mail, spare) = self.mail(index, person, &said, &cx);
        let card = self.card(index, person, &said, &spare, &mail);
        out.notes.push(mail);
        out.notes.extend(card);
    }

    fn greeting(&self, person: &Person) -> String {
        let formal = self.profile.warmth == Warmth::Formal;
        let name = match (&person.honorific_prefix, person.family_name()) {
            (Some(h), Some(f)) => format!("{h} {}", family(&person.name).unwrap_or(f)),
            (Some(h), None) => format!("{h} {}", person.name),
            (None, _) if formal => person.name.clone(),
            (None, _) => person.given_name().to_owned(),
        };
        format!("Dear {name},")
    }

    fn sign_off(&self, card: bool) -> String {
        if let Some(own) = &self.profile.sign_off {
            return own.clone();
        }
        match (self.profile.warmth, card) {
            (Warmth::Formal, _) => "Yours sincerely,",
            (Warmth::Plain, _) => "Best regards,",
            (Warmth::Warm, false) => "Best regards,",
            (Warmth::Warm, true) => "With best wishes,",
        }
        .to_owned()
    }

    fn signature(&self) -> String {
        self.jot
            .candidate
            .name
            .clone()
            .or_else(|| self.profile.candidate.name.clone())
            .unwrap_or_default()
    }

    fn contact_line(&self) -> Option<String> {
        if self.profile.no_contact_line {
            return None;
        }
        let c = &self.profile.candidate;
        let parts: Vec<&str> = [c.phone.as_deref(), c.addr_spec.as_deref()]
            .into_iter()
            .flatten()
            .collect();
        (!parts.is_empty()).then(|| parts.join(" \u{B7} "))
    }

    /// One way of saying, new to the panel where there is one, and never opening like the sentence before.
    fn pick(used: &mut Used, ways: &[Saying], before: Option<&str>, seed: u64) -> Option<Saying> {
        let same_start = |w: &Saying| before.is_some_and(|b| first_words(b, 2) == first_words(&w.text, 2));
        let rank = |w: &Saying| {
            i32::from(used.frames.contains(&w.frame)) * 4
                + i32::from(used.openings.contains(&w.opening)) * 3
                + i32::from(same_start(w)) * 6
                + i32::from(w.text.starts_with("I ") && before.is_some_and(|b| b.starts_with("I "))) * 2
                - i32::from(w.strength) / 16
        };
        let best = ways.iter().map(rank).min()?;
        let top: Vec<&Saying> = ways.iter().filter(|w| rank(w) == best).collect();
        let chosen = top[usize::try_from(seed % top.len() as u64).unwrap_or(0)].clone();
        used.frames.insert(chosen.frame.clone());
        used.openings.insert(chosen.opening.clone());
        Some(chosen)
    }

    fn mail(&mut self, index: usize, person: &'a Person, said: &[Said<'a>], cx: &Context<'_>) -> (Note, Vec<PointId>) {
        let thanks = self.framed("thanks", Role::Thanks, person, false);
        let has = |k: PointKind| said.iter().filter(move |s| s.point.kind == k);
        // What must be in comes first; the general pitch gives way to it (practice X6).
        let mut order: Vec<&Said<'a>> = Vec::new();
        order.extend(said.iter().filter(|s| s.point.favourite));
        order.extend(has(PointKind::AskedMe));
        order.extend(has(PointKind::Promised));
        order.extend(has(PointKind::Forgot).take(2));
        let moments: Vec<&Said<'a>> = said
            .iter()
            .filter(|s| matches!(s.point.kind, PointKind::Moment | PointKind::Quote | PointKind::Advice))
            .collect();
        order.extend(moments.iter().take(1));
        order.extend(has(PointKind::Mine).take(1));
        order.extend(has(PointKind::Wants).take(1));
        order.extend(has(PointKind::Because).take(1));
        order.extend(moments.iter().skip(1).take(1));
        order.extend(has(PointKind::Thanks).take(1));
        // One thing is kept for the card where there is one to keep.
        order.extend(has(PointKind::Shared).take(1));
        order.extend(moments.iter().skip(2).rev().take(1));
        order.extend(has(PointKind::Mine).skip(1).take(1));
        order.extend(said.iter());
        let mut chosen: Vec<&Said<'a>> = Vec::new();
        let mut budget = 45;
        let keep_for_card = said
            .iter()
            .filter(|s| s.point.kind != PointKind::Because)
            .count()
            .saturating_sub(1)
            .min(1);
        let cardable = |s: &Said<'_>| {
            matches!(
                s.point.kind,
                PointKind::Moment | PointKind::Quote | PointKind::Shared | PointKind::Thanks | PointKind::Advice
            )
        };
        for s in order {
            if chosen
                .iter()
                .any(|c| c.point.id == s.point.id && c.ways[0].text == s.ways[0].text)
            {
                continue;
            }
            let cost = s.ways.first().map_or(0, |w| words(&w.text));
            let must = matches!(
                s.point.kind,
                PointKind::AskedMe | PointKind::Promised | PointKind::Forgot
            ) || s.point.favourite;
            let limit = if must || chosen.len() < 3 {
                MAIL_WORDS_AT_MOST
            } else {
                MAIL_WORDS
            };
            if budget + cost > limit {
                continue;
            }
            let left_for_card = said
                .iter()
                .filter(|o| cardable(o) && o.point.id != s.point.id && !chosen.iter().any(|c| c.point.id == o.point.id))
                .count();
            if cardable(s)
                && !must
                && left_for_card < keep_for_card
                && chosen.iter().filter(|c| cardable(c)).count() >= 1
            {
                continue;
            }
            budget += cost;
            chosen.push(s);
        }
        chosen.sort_by_key(|s| s.point.place.span.start);
        let by = |kinds: &[PointKind]| -> Vec<&Said<'a>> {
            chosen
                .iter()
                .filter(|s| kinds.contains(&s.point.kind))
                .copied()
                .collect()
        };
        let mut paragraphs: Vec<Vec<Sentence>> = Vec::new();
        let mut first: Vec<Sentence> = thanks.into_iter().collect();
        let mut before = first.last().map(|s| s.text.clone());
        let seed = self.seed.wrapping_add(index as u64);
        self.say_all(&mut first, &by(&[PointKind::Thanks]), &mut before, seed, cx);
        paragraphs.push(first);
        let mut middle = Vec::new();
        self.say_all(
            &mut middle,
            &by(&[
                PointKind::Moment,
                PointKind::Quote,
                PointKind::Advice,
                PointKind::Shared,
            ]),
            &mut before,
            seed,
            cx,
        );
        paragraphs.push(middle);
        let mut strength = Vec::new();
        self.strength(
            &mut strength,
            &by(&[PointKind::Mine]),
            &by(&[PointKind::Wants]),
            &mut before,
            seed,
            cx,
        );
        paragraphs.push(strength);
        let mut amends = Vec::new();
        self.say_all(&mut amends, &by(&[PointKind::AskedMe]), &mut before, seed, cx);
        self.say_all(&mut amends, &by(&[PointKind::Forgot]), &mut before, seed, cx);
        self.say_all(&mut amends, &by(&[PointKind::Promised]), &mut before, seed, cx);
        paragraphs.push(amends);
        let mut last = Vec::new();
        self.say_all(&mut last, &by(&[PointKind::Because]), &mut before, seed, cx);
        if self.jot.interview.kind != InterviewKind::Informational {
            if let Some(s) = self.framed("interest", Role::Interest, person, false) {
                last.push(s);
            }
            let first_note = index
                == self
                    .jot
                    .people
                    .iter()
                    .position(|p| p.part == Part::Interviewer && !p.points.is_empty())
                    .unwrap_or(0);
            let slot = if first_note && self.slots.has("decide") {
                "timeline"
            } else {
                "look_forward"
            };
            if slot == "timeline" || index % 2 == 1 {
                last.extend(self.framed(slot, Role::Timeline, person, false));
            }
        }
        last.extend(self.framed("close", Role::Close, person, false));
        let mut paragraphs = flowing(paragraphs);
        paragraphs.push(last);
        let enclosures = by(&[PointKind::Promised])
            .iter()
            .map(|s| s.point.text.clone())
            .collect();
        let note = Note {
            to: index,
            kind: NoteKind::ThankYou,
            subject: Some(self.subject()),
            greeting: self.greeting(person),
            paragraphs,
            sign_off: self.sign_off(false),
            signature: self.signature(),
            contact_line: self.contact_line(),
            enclosures,
            starters: Vec::new(),
            findings: Vec::new(),
        };
        let spare = said
            .iter()
            .map(|s| s.point.id)
            .filter(|id| !chosen.iter().any(|c| c.point.id == *id))
            .collect();
        (note, spare)
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
                .map(|next| joined(points[i].point, next.point, cx))
                .filter(|w| !w.is_empty());
            let (ways, ids, step) = match &pair {
                Some(ways) => (ways, vec![points[i].point.id, points[i + 1].point.id], 2),
                None => (&points[i].ways, vec![points[i].point.id], 1),
            };
            if let Some(way) = Self::pick(&mut self.used, ways, before.as_deref(), seed) {
                *before = Some(way.text.clone());
                into.push(Sentence {
                    text: way.text,
                    role: way.role,
                    points: ids,
                    frame: way.frame,
                });
            }
            i += step;
        }
    }

    /// My strength answers their need where both were jotted.
    fn strength(
        &mut self,
        into: &mut Vec<Sentence>,
        mine: &[&Said<'_>],
        wants: &[&Said<'_>],
        before: &mut Option<String>,
        seed: u64,
        cx: &Context<'_>,
    ) {
        if let (Some(w), Some(m)) = (wants.first(), mine.first()) {
            let ways = joined(w.point, m.point, cx);
            if let Some(way) = Self::pick(&mut self.used, &ways, before.as_deref(), seed) {
                *before = Some(way.text.clone());
                into.push(Sentence {
                    text: way.text,
                    role: way.role,
                    points: vec![w.point.id, m.point.id],
                    frame: way.frame,
                });
                self.say_all(into, &wants[1..], before, seed, cx);
                self.say_all(into, &mine[1..], before, seed, cx);
                return;
            }
        }
        self.say_all(into, wants, before, seed, cx);
        self.say_all(into, mine, before, seed, cx);
    }

    fn subject(&self) -> String {
        let i = &self.jot.interview;
        let role = i.role.as_deref().map(bare_role);
        match (i.kind, role, &i.organization) {
            (InterviewKind::Informational, _, _) => "Thank you for our conversation".to_owned(),
            (_, Some(role), Some(org)) if role.len() + org.len() < 50 => {
                format!("Thank you - {role}, {org}")
            }
            (_, Some(role), _) => format!("Thank you - {role} interview"),
            _ => "Thank you for our conversation".to_owned(),
        }
    }

    fn card(
        &mut self,
        index: usize,
        person: &'a Person,
        said: &[Said<'a>],
        spare: &[PointId],
        mail: &Note,
    ) -> Option<Note> {
        let capitals = self.capitals;
        let known = |w: &str| capitals.get(&w.to_ascii_lowercase()).cloned();
        let cx = self.context(person, Channel::Card, &known);
        let rank = |s: &Said<'_>| {
            let spare_first = usize::from(!spare.contains(&s.point.id)) * 10;
            spare_first
                + match s.point.kind {
                    PointKind::Quote | PointKind::Moment => 0,
                    PointKind::Shared | PointKind::Advice => 1,
                    PointKind::Thanks => 2,
                    PointKind::Mine => 3,
                    PointKind::Wants => 4,
                    PointKind::Forgot | PointKind::AskedMe | PointKind::Promised | PointKind::Because => 9,
                }
        };
        let mut order: Vec<&Said<'a>> = said.iter().collect();
        order.sort_by_key(|s| rank(s));
        let mut body: Vec<Sentence> = Vec::new();
        let mut before: Option<String> = None;
        let open = self.framed("card_thanks", Role::Thanks, person, true);
        let mut count = open.as_ref().map_or(0, |s| words(&s.text)) + 14;
        body.extend(open);
        let seed = self.seed.wrapping_add(index as u64).wrapping_add(1);
        let mut taken = 0;
        for s in order {
            if rank(s) >= 19 || taken > 0 && rank(s) >= 10 {
                break;
            }
            // Said in the mail already: only in other words.
            let ways: Vec<Saying> = match sayings(s.point, &cx) {
                Ok(ways) => ways
                    .into_iter()
                    .filter(|w| !mail.sentences().any(|m| m.text == w.text))
                    .collect(),
                Err(_) => Vec::new(),
            };
            let fitting: Vec<Saying> = ways
                .into_iter()
                .filter(|w| count + words(&w.text) <= if taken == 0 { CARD_WORDS_AT_MOST + 8 } else { CARD_WORDS })
                .collect();
            if let Some(way) = Self::pick(&mut self.cards_used, &fitting, before.as_deref(), seed) {
                count += words(&way.text);
                before = Some(way.text.clone());
                body.push(Sentence {
                    text: way.text,
                    role: way.role,
                    points: vec![s.point.id],
                    frame: way.frame,
                });
                taken += 1;
            }
            if count > 44 {
                break;
            }
        }
        if taken == 0 {
            return None;
        }
        let close = self.framed("card_close", Role::Close, person, true);
        let mut paragraphs = vec![body];
        if let Some(c) = close {
            paragraphs[0].push(c);
        }
        Some(Note {
            to: index,
            kind: NoteKind::Card,
            subject: None,
            greeting: self.greeting(person),
            paragraphs,
            sign_off: self.sign_off(true),
            signature: self.signature(),
            contact_line: None,
            enclosures: Vec::new(),
            starters: Vec::new(),
            findings: Vec::new(),
        })
    }

    fn short(&mut self, index: usize, person: &'a Person, said: &[Said<'a>]) -> Note {
        let capitals = self.capitals;
        let known = |w: &str| capitals.get(&w.to_ascii_lowercase()).cloned();
        let cx = self.context(person, Channel::Mail, &known);
        let mut body: Vec<Sentence> = Vec::new();
        let points: Vec<&Said<'a>> = said.iter().collect();
        let thanked = points.iter().any(|s| s.point.kind == PointKind::Thanks);
        let mut before = None;
        if !thanked || person.part == Part::Coordinator {
            body.extend(self.framed("short_thanks", Role::Thanks, person, false));
            before = body.last().map(|s| s.text.clone());
        }
        let seed = self.seed.wrapping_add(index as u64);
        self.say_all(&mut body, &points, &mut before, seed, &cx);
        body.extend(self.framed("short_close", Role::Close, person, false));
        Note {
            to: index,
            kind: NoteKind::Coordinator,
            subject: Some(self.subject()),
            greeting: self.greeting(person),
            paragraphs: vec![body],
            sign_off: self.sign_off(false),
            signature: self.signature(),
            contact_line: None,
            enclosures: Vec::new(),
            starters: Vec::new(),
            findings: Vec::new(),
        }
    }
}

/// Words a paragraph grows to when short ones are joined.
const PARAGRAPH_WORDS: usize = 62;

/// Joins short paragraphs in order: a sentence to a paragraph reads as a list.
fn flowing(parts: Vec<Vec<Sentence>>) -> Vec<Vec<Sentence>> {
    let length = |p: &[Sentence]| p.iter().map(|s| words(&s.text)).sum::<usize>();
    let mut out: Vec<Vec<Sentence>> = Vec::new();
    for part in parts.into_iter().filter(|p| !p.is_empty()) {
        match out.last_mut() {
            Some(before) if length(before) + length(&part) <= PARAGRAPH_WORDS && before.len() + part.len() <= 4 => {
                before.extend(part);
            }
            _ => out.push(part),
        }
    }
    out
}

/// What the interview gives to the letter's own sentences.
fn slots(i: &Interview, sent: Date, day_first: bool) -> Slots {
    let day = i.date.filter(|d| *d <= sent);
    let role = i.role.as_deref().map(role_phrase);
    let bare = i.role.as_deref().map(bare_role);
    let decide = i.decision.as_ref().and_then(|d| {
        let full = |d: Date| dates::near(d, sent, day_first);
        let x = &d.deadline;
        match (x.kind, x.earliest, x.latest) {
            (DeadlineKind::By, _, Some(l)) => Some(format!("by {}", full(l))),
            (DeadlineKind::Window, Some(e), Some(l)) if e == l => Some(format!("on {}", full(l))),
            (DeadlineKind::Window, Some(_), Some(l)) => Some(format!("by {}", full(l))),
            _ => None,
        }
    });
    Slots(vec![
        // Without a day the sentence closes up: "Thank you for meeting with me about ...".
        (
            "day",
            Some(day.map_or_else(String::new, |d| dates::for_mail(d, sent, day_first))),
        ),
        (
            "date",
            Some(day.map_or_else(String::new, |d| dates::for_card(d, day_first))),
        ),
        ("Role", role.as_deref().map(capitalise)),
        ("role", role),
        ("bare_role", bare.clone()),
        ("as_role", bare.map(|r| format!("{} {r}", article(&r)))),
        ("org", i.organization.clone()),
        ("decide", decide),
    ])
}

/// The family name with its particles: `van der Berg` of `Anna van der Berg`.
fn family(name: &str) -> Option<&str> {
    let at = name.find(' ')?;
    let rest = &name[at + 1..];
    let words: Vec<&str> = rest.split(' ').collect();
    let particle = words
        .iter()
        .position(|w| w.chars().next().is_some_and(char::is_lowercase));
    match particle {
        Some(p) => Some(&rest[words[..p].iter().map(|w| w.len() + 1).sum::<usize>()..]),
        None => rest.rsplit(' ').next(),
    }
}

fn first_words(text: &str, n: usize) -> Vec<&str> {
    text.split_whitespace().take(n).collect()
}

fn capitalise(text: &str) -> String {
    let mut chars = text.chars();
    chars
        .next()
        .map_or_else(String::new, |c| c.to_uppercase().collect::<String>() + chars.as_str())
}

/// The role as it stands in a sentence: an own name stays, a title typed with a capital is lowered.
fn bare_role(role: &str) -> String {
    let role = role
        .split(['(', '/'])
        .next()
        .unwrap_or(role)
        .trim()
        .trim_end_matches(',');
    role.split(' ')
        .map(|w| {
            let ordinary = w.chars().skip(1).all(|c| c.is_lowercase() || c == '-') && w.len() > 2;
            let l = w.to_lowercase();
            if ordinary && say_known(&l) { l } else { w.to_owned() }
        })
        .map(|w| {
            lexicon()
                .proper(&w)
                .filter(|(_, also)| !also)
                .map_or(w, |(c, _)| c.to_owned())
        })
        .collect::<Vec<_>>()
        .join(" ")
}

/// `the staff writer position`; a role that already says `position` or `post` keeps its word.
fn role_phrase(role: &str) -> String {
    let bare = bare_role(role);
    if [
        "position",
        "role",
        "post",
        "job",
        "internship",
        "fellowship",
        "apprenticeship",
        "clerkship",
        "traineeship",
    ]
    .iter()
    .any(|w| bare.to_lowercase().ends_with(w))
    {
        format!("the {bare}")
    } else {
        format!("the {bare} position")
    }
}

/// `a` or `an`, by sound: letters of an acronym are spelled out.
fn article(word: &str) -> &'static str {
    let first = word.split([' ', '-']).next().unwrap_or(word);
    let acronym = first.len() > 1 && first.chars().all(|c| c.is_uppercase() || c.is_ascii_digit());
    let c = first.chars().next().unwrap_or('x').to_ascii_lowercase();
    let vowel = if acronym {
        matches!(
            c,
            'a' | 'e' | 'f' | 'h' | 'i' | 'l' | 'm' | 'n' | 'o' | 'r' | 's' | 'x' | '8'
        )
    } else {
        matches!(c, 'a' | 'e' | 'i' | 'o')
            || (c == 'u' && !first.to_lowercase().starts_with("uni") && !first.to_lowercase().starts_with("use"))
            || first.to_lowercase().starts_with("hour")
            || first.to_lowercase().starts_with("hono")
    };
    if vowel { "an" } else { "a" }
}

/// The words that stand with a capital in the jot and not at the start of a line or a sentence, by lower case.
///
/// Ordinary words are left out: the State of Weller State is no state.
fn capitals(jot: &str) -> HashMap<String, String> {
    let mut out = HashMap::new();
    let mut from = 0;
    while let Some(at) = jot[from..].find(char::is_uppercase).map(|p| p + from) {
        let end = jot[at..]
            .find(|c: char| !c.is_alphanumeric() && c != '\'' && c != '-')
            .map_or(jot.len(), |e| at + e);
        let inner = jot[..at].ends_with(' ') && !jot[..at].trim_end().ends_with(['.', '!', '?', ':', '-', '\n', '*']);
        let typed = &jot[at..end];
        if inner && !say_known(&typed.to_lowercase()) {
            out.entry(typed.to_ascii_lowercase())
                .or_insert_with(|| typed.to_owned());
        }
        from = end.max(at + jot[at..].chars().next().map_or(1, char::len_utf8));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_read_well_in_a_sentence() {
        assert_eq!(role_phrase("Grant Writer"), "the grant writer position");
        assert_eq!(article("RN"), "an");
        assert_eq!(article("UX designer"), "a");
        assert_eq!(article("account executive"), "an");
        assert_eq!(family("Anna van der Berg"), Some("van der Berg"));
        assert_eq!(family("Adaeze Nwokolo"), Some("Nwokolo"));
    }
}
