//! What has been done about a case and what came back, put in order once for all that is weighed.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::casebook::{CardState, Case, Event, Key, Note, NoteState, PersonId, Purpose};

/// A note that reached somebody, or may have.
pub(super) struct Touch {
    pub(super) key: Key,
    pub(super) at: Timestamp,
    /// A sender has it; nobody knows yet.
    pub(super) in_flight: bool,
}

/// What the plan waits for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Pause {
    Reply(PersonId),
    AutomaticReply(PersonId),
}

/// How it ended.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    Offer,
    Accepted,
    Rejection,
    Withdrawal,
}

pub(super) struct History<'a> {
    case: &'a Case,
    touches: Vec<Touch>,
    pub(super) paused: Option<Pause>,
    pub(super) outcome: Option<(Outcome, Timestamp)>,
    /// People whose address a note came back from.
    unreachable: Vec<PersonId>,
}

impl<'a> History<'a> {
    pub(super) fn of(case: &'a Case) -> Self {
        let mut history = Self {
            case,
            touches: touches(case),
            paused: None,
            outcome: None,
            unreachable: Vec::new(),
        };
        for recorded in &case.events {
            history.take(&recorded.event, recorded.at);
        }
        history
    }

    fn take(&mut self, event: &Event, at: Timestamp) {
        match event {
            Event::Reply { from, .. } => self.paused = Some(Pause::Reply(*from)),
            Event::OutOfOffice { from, back_on: None } if self.paused.is_none() => {
                self.paused = Some(Pause::AutomaticReply(*from));
            }
            Event::OutOfOffice { from, back_on: Some(_) } if self.paused == Some(Pause::AutomaticReply(*from)) => {
                self.paused = None;
            }
            Event::Resumed => self.paused = None,
            Event::DecisionMoved { .. } => {
                self.paused = None;
                // Who names a new date has not decided.
                self.outcome = None;
            }
            Event::Offer => self.end(Outcome::Offer, at),
            Event::Accepted => self.end(Outcome::Accepted, at),
            Event::Rejection => self.end(Outcome::Rejection, at),
            Event::Withdrawal => self.end(Outcome::Withdrawal, at),
            Event::Bounce { note, hard: true } => {
                let to = self.case.notes.iter().find(|n| n.id == *note).map(|n| n.to);
                self.unreachable.extend(to);
            }
            Event::AddressCorrected { person } => self.unreachable.retain(|p| p != person),
            _ => {}
        }
    }

    fn end(&mut self, outcome: Outcome, at: Timestamp) {
        self.paused = None;
        self.outcome = Some((outcome, at));
    }

    pub(super) fn is_reachable(&self, person: PersonId) -> bool {
        let address = self.case.person(person).is_some_and(|p| p.addr_spec.is_some());
        address && !self.bounced(person)
    }

    pub(super) fn bounced(&self, person: PersonId) -> bool {
        self.unreachable.contains(&person)
    }

    /// Touches of a round.
    pub(super) fn in_round(&self, round: u8) -> impl Iterator<Item = &Touch> {
        self.touches.iter().filter(move |t| t.key.round == round)
    }

    /// Whether this entry was carried out. Thanks by mail are one entry, directly or to be passed on.
    pub(super) fn is_done(&self, key: &Key) -> bool {
        let thanks = |p: Purpose| matches!(p, Purpose::ThankYou | Purpose::PassOn);
        self.in_round(key.round).any(|touch| {
            touch.key == *key
                || key.person.is_some()
                    && touch.key.person == key.person
                    && thanks(key.purpose)
                    && thanks(touch.key.purpose)
        })
    }

    pub(super) fn is_left_out(&self, key: &Key) -> bool {
        let left = |e: &Event| matches!(e, Event::LeftOut { key: of } if of == key);
        self.case.events.iter().any(|r| left(&r.event))
    }

    /// The owner's reason for overruling `practice` for this entry. A date moved since makes it void: it was said about
    /// another date.
    pub(super) fn overruled(&self, key: &Key, practice: &str) -> Option<&'a str> {
        for recorded in self.case.events.iter().rev() {
            match &recorded.event {
                Event::Overruled {
                    key: of,
                    practice: rule,
                    because,
                } if of == key && rule == practice => {
                    return Some(because);
                }
                Event::DecisionMoved { round, .. } if *round == key.round => return None,
                _ => {}
            }
        }
        None
    }

    /// What counts against the round's budget: questions, and material that nobody asked for.
    pub(super) fn spent(&self, round: u8, since: Timestamp) -> usize {
        let volunteered = |key: &Key| {
            let promise = self.case.promises.iter().find(|p| p.id.0 == key.item);
            key.purpose == Purpose::Material && promise.is_none_or(|p| !p.asked_for)
        };
        let here = self
            .in_round(round)
            .filter(|t| super::is_question(t.key.purpose) || volunteered(&t.key));
        here.count() + self.case.asked_elsewhere.iter().filter(|t| **t >= since).count()
    }

    /// The day of the last question to this employer, here or about another position.
    pub(super) fn last_question(&self, round: u8, zone: &TimeZone) -> Option<Date> {
        let here = self
            .in_round(round)
            .filter(|t| super::is_question(t.key.purpose))
            .map(|t| t.at);
        let last = here.chain(self.case.asked_elsewhere.iter().copied()).max()?;
        Some(zone.to_datetime(last).date())
    }

    /// The day until which this person said to be away, as last heard.
    pub(super) fn away_until(&self, person: PersonId) -> Option<Date> {
        self.case.events.iter().rev().find_map(|r| match r.event {
            Event::OutOfOffice {
                from,
                back_on: Some(day),
            } if from == person => Some(day),
            _ => None,
        })
    }

    /// The follow-up that a thank-you really sent announces, against the decision day as it stands.
    pub(super) fn announced(&self, round: u8, stated: Date) -> Option<Date> {
        let notes = self
            .case
            .notes
            .iter()
            .filter(|n| n.key.round == round && reached(n).is_some());
        let days = notes
            .filter_map(|n| n.announces)
            .filter(|a| a.stated == Some(stated))
            .map(|a| a.day);
        days.min()
    }

    /// Rises at least whenever a date of this round's entries moves, and never falls: records are only added, and a
    /// note's revision only grows.
    pub(super) fn sequence(&self, round: u8) -> u32 {
        let notes = self
            .case
            .notes
            .iter()
            .filter(|n| n.key.round == round)
            .map(|n| n.revision);
        let records = self.case.events.len() + self.case.asked_elsewhere.len();
        notes.fold(u32::try_from(records).unwrap_or(u32::MAX), u32::saturating_add)
    }
}

fn touches(case: &Case) -> Vec<Touch> {
    let mut touches = Vec::with_capacity(case.notes.len() + case.cards.len());
    for note in &case.notes {
        if let Some((at, in_flight)) = reached(note) {
            touches.push(Touch {
                key: note.key,
                at,
                in_flight,
            });
        }
    }
    for card in &case.cards {
        if let CardState::Posted { at, .. } = card.state {
            touches.push(Touch {
                key: card.key,
                at,
                in_flight: false,
            });
        }
    }
    for recorded in &case.events {
        if let Event::CardPosted { key } | Event::SentByHand { key } = recorded.event {
            touches.push(Touch {
                key,
                at: recorded.at,
                in_flight: false,
            });
        }
    }
    touches
}

/// When a note went out, if it may have reached somebody.
fn reached(note: &Note) -> Option<(Timestamp, bool)> {
    if note.facts.bounced.is_some_and(|b| b.hard) {
        return None;
    }
    match &note.state {
        NoteState::Sending { frozen, .. } => Some((frozen.at, true)),
        NoteState::Dot { at, .. } => Some((*at, true)),
        NoteState::Sent { at, .. } | NoteState::Uncertain { at, .. } => Some((*at, false)),
        _ => None,
    }
}
