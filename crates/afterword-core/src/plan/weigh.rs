//! Weighing one entry: what bars it, whether its owner overruled that, and what the next step is.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

use super::history::{History, Outcome, Pause};
use super::policy::Policy;
use super::{Action, Decision, Moment, Refusal, Standing, Step, What};
use crate::casebook::{Card, CardState, Case, Contact, Key, Note, NoteState, PersonId, Purpose, Round};

/// A rule that stands against an entry.
pub(super) struct Bar {
    pub(super) practice: &'static str,
    pub(super) reason: String,
    pub(super) until: Option<Zoned>,
    pub(super) may_overrule: bool,
}

impl Bar {
    /// One that the owner may overrule.
    pub(super) fn new(practice: &'static str, reason: impl Into<String>) -> Self {
        Self {
            practice,
            reason: reason.into(),
            until: None,
            may_overrule: true,
        }
    }

    /// One that rests on a fact, which no reason changes.
    pub(super) fn fact(practice: &'static str, reason: impl Into<String>) -> Self {
        Self {
            may_overrule: false,
            ..Self::new(practice, reason)
        }
    }

    pub(super) fn until(self, moment: &Zoned) -> Self {
        Self {
            until: Some(moment.clone()),
            ..self
        }
    }
}

/// An entry to be weighed.
pub(super) struct Entry {
    pub(super) key: Key,
    pub(super) to: Option<PersonId>,
    pub(super) opens: Option<Zoned>,
    pub(super) due: Option<Zoned>,
    pub(super) standing: Standing,
    pub(super) practice: &'static str,
    pub(super) reason: String,
    /// What its own rules say against it, the first thing first.
    pub(super) bars: Vec<Bar>,
}

/// Where one case is decided.
pub(super) struct Desk<'a> {
    pub(super) case: &'a Case,
    pub(super) policy: &'a Policy,
    pub(super) now: &'a Moment,
    pub(super) history: History<'a>,
    actions: Vec<Action>,
    refusals: Vec<Refusal>,
}

impl<'a> Desk<'a> {
    pub(super) fn new(case: &'a Case, policy: &'a Policy, now: &'a Moment, history: History<'a>) -> Self {
        Self {
            case,
            policy,
            now,
            history,
            actions: Vec::new(),
            refusals: Vec::new(),
        }
    }

    pub(super) fn is_past(&self, moment: &Zoned) -> bool {
        self.now.at >= moment.timestamp()
    }

    pub(super) fn today(&self, zone: &TimeZone) -> Date {
        zone.to_datetime(self.now.at).date()
    }

    /// The name of a person in a sentence.
    pub(super) fn name(&self, id: PersonId) -> &'a str {
        self.case.person(id).map_or("they", |p| p.name.as_str())
    }

    /// Whom to write to about the round as a whole: who said when they decide, else the recruiter, the coordinator, the
    /// first interviewer.
    pub(super) fn addressee(&self, round: &Round) -> Option<PersonId> {
        use crate::model::Part::{Coordinator, Interviewer, Recruiter};
        let takes = |id: &PersonId| self.case.person(*id).is_some_and(|p| !p.no_note);
        if self.case.contact == Contact::ThroughRecruiter {
            return self.recruiter();
        }
        let said = self.case.stated(round.number).and_then(|s| s.who).filter(takes);
        let of = |part| {
            let mut ids = round.people.iter().copied().filter(takes);
            ids.find(|id| self.case.person(*id).is_some_and(|p| p.part == part))
        };
        said.or_else(|| of(Recruiter))
            .or_else(|| of(Coordinator))
            .or_else(|| of(Interviewer))
    }

    pub(super) fn recruiter(&self) -> Option<PersonId> {
        let recruits = |p: &&crate::casebook::Person| p.part == crate::model::Part::Recruiter && !p.no_note;
        self.case.people.iter().find(recruits).map(|p| p.id)
    }

    /// The questions that only the owner can answer.
    pub(super) fn ask(&mut self) {
        if self.case.contact == Contact::Unasked {
            let reason = "an agency is involved; ask it once whether you may write to the employer yourself";
            self.question(What::ChooseContact, "S70", reason.to_owned());
        }
        match self.history.paused {
            Some(Pause::Reply(from)) => {
                let reason = format!(
                    "{} answered; say what it means before anything else goes out",
                    self.name(from)
                );
                self.question(What::ReadReply { from }, "S57", reason);
            }
            Some(Pause::AutomaticReply(from)) => {
                let reason = format!(
                    "{} is away and the automatic reply names no day; read it",
                    self.name(from)
                );
                self.question(What::ReadAutomaticReply { from }, "S52", reason);
            }
            None => {}
        }
        for note in &self.case.notes {
            if let NoteState::Uncertain { .. } = note.state {
                let reason = format!(
                    "the connection broke while the note to {} was handed over; it may have arrived, so it is not sent again by itself",
                    self.name(note.to)
                );
                self.question(What::Settle { note: note.id }, "S53", reason);
            }
        }
    }

    fn question(&mut self, what: What, practice: &'static str, reason: String) {
        if self.actions.iter().all(|a| a.what != what) {
            self.actions.push(Action {
                what,
                standing: Standing::Asked,
                opens: None,
                due: None,
                practice,
                reason,
                sequence: 0,
            });
        }
    }

    /// Asks for an address, where a note waits for nothing else.
    fn ask_address(&mut self, person: PersonId) {
        let name = self.name(person);
        let reason = if self.history.bounced(person) {
            format!("a note to {name} came back; another address is needed, or word that this one is right")
        } else {
            format!("no address of {name} is known, and none is ever guessed")
        };
        self.question(What::GiveAddress { person }, "S38", reason);
    }

    /// Weighs an entry and takes it up as an action, a refusal, or nothing if it is done or was left out.
    pub(super) fn weigh(&mut self, mut entry: Entry) {
        if self.history.is_done(&entry.key) || self.history.is_left_out(&entry.key) {
            return;
        }
        let sequence = self.history.sequence(entry.key.round);
        let mut overruled = None;
        for bar in self.bars(&mut entry) {
            let because = self.history.overruled(&entry.key, bar.practice);
            if let Some(because) = because.filter(|_| bar.may_overrule) {
                overruled = Some((bar.practice, because));
            } else {
                return self.refuse(&entry, bar, sequence);
            }
        }
        if let Some((practice, because)) = overruled {
            entry.practice = practice;
            entry.reason = format!("you overruled {practice}: {because}");
        }
        self.open(entry, sequence);
    }

    /// What stands against an entry, the first thing first. For want of an address alone, one is asked for.
    fn bars(&mut self, entry: &mut Entry) -> Vec<Bar> {
        let mut bars: Vec<Bar> = self.barred_by_case(entry.key.purpose).into_iter().collect();
        bars.append(&mut entry.bars);
        bars.extend(self.early(entry));
        if let Some(bar) = self.unreachable(entry) {
            if let Some(to) = entry.to.filter(|_| bars.is_empty()) {
                self.ask_address(to);
            }
            bars.push(bar);
        }
        bars
    }

    fn refuse(&mut self, entry: &Entry, bar: Bar, sequence: u32) {
        self.refusals.push(Refusal {
            key: entry.key,
            to: entry.to,
            practice: bar.practice,
            reason: bar.reason,
            until: bar.until,
            may_overrule: bar.may_overrule,
            sequence,
        });
    }

    fn open(&mut self, entry: Entry, sequence: u32) {
        let Some(to) = entry.to else { return };
        let (note, card) = (self.furthest_note(&entry.key), self.furthest_card(&entry.key));
        let mut action = Action {
            what: What::Note {
                key: entry.key,
                to,
                step: self.step(&entry.key, note, card),
                note: note.map(|n| n.id),
                card: card.map(|c| c.id),
            },
            standing: entry.standing,
            opens: entry.opens,
            due: entry.due,
            practice: entry.practice,
            reason: entry.reason,
            sequence,
        };
        self.mend_reason(&mut action);
        self.actions.push(action);
    }

    /// Where the step is not simply the next one, the reason says why.
    fn mend_reason(&self, action: &mut Action) {
        let What::Note { key, step, .. } = &mut action.what else {
            return;
        };
        let opens = action.opens.as_ref().map(Zoned::timestamp);
        let held = self.now.holds(opens, super::is_question(key.purpose));
        if held {
            *step = Step::Confirm;
            let zone = action.opens.as_ref().map_or(TimeZone::UTC, |o| o.time_zone().clone());
            let shown = zone.to_datetime(self.now.at).strftime("%A, %B %-d, %H:%M");
            action.reason = format!("this opened while nobody could vouch for the clock; is it really {shown}?");
            action.practice = crate::casebook::DELIVERY;
        } else if *step == Step::Edit {
            action.reason = format!(
                "the text names a day that no longer holds, because they moved {}",
                what_moved(*key)
            );
            action.practice = "S22";
        } else if *step == Step::Mend {
            action.reason = "the server refused this note; look at its words and change what is wrong".to_owned();
        }
    }

    fn early(&self, entry: &Entry) -> Option<Bar> {
        let opens = entry.opens.as_ref().filter(|o| !self.is_past(o))?;
        let is_over = self.case.round(entry.key.round).is_none_or(|r| self.is_past(&r.end));
        let bar = match entry.key.purpose {
            Purpose::ThankYou | Purpose::PassOn if is_over => Bar::new(
                "S45",
                "a thank-you comes half an hour after the interview at the earliest",
            ),
            // No reason makes it right to thank for what has not taken place.
            Purpose::ThankYou | Purpose::PassOn => Bar::fact("S45", "a thank-you comes after the interview"),
            // A question waits by its own rules, which its owner may overrule.
            Purpose::CheckIn | Purpose::TimelineQuestion if is_over => return None,
            Purpose::Card => Bar::fact("S28", "a card is written when the interview is over"),
            _ => Bar::fact("S59", "the interview is not over yet"),
        };
        Some(bar.until(opens))
    }

    fn unreachable(&self, entry: &Entry) -> Option<Bar> {
        let Some(to) = entry.to else {
            return Some(Bar::fact("S38", "nobody of this round can be written to"));
        };
        if entry.key.purpose == Purpose::Card || self.history.is_reachable(to) {
            return None;
        }
        Some(Bar::fact(
            "S38",
            format!("there is no address at which {} can be reached", self.name(to)),
        ))
    }

    /// What stands against every entry of the case.
    fn barred_by_case(&self, purpose: Purpose) -> Option<Bar> {
        match self.case.contact {
            Contact::None => return Some(Bar::fact("S70", "the agency wants nobody at the employer written to")),
            Contact::Unasked => {
                return Some(Bar::fact(
                    "S70",
                    "the agency has not been asked yet whether you may write",
                ));
            }
            Contact::Direct | Contact::ThroughRecruiter => {}
        }
        match self.history.paused {
            Some(Pause::Reply(from)) => {
                let reason = format!(
                    "{} answered; until you say what it means, nothing goes out",
                    self.name(from)
                );
                return Some(Bar::fact("S57", reason));
            }
            Some(Pause::AutomaticReply(from)) => {
                let reason = format!(
                    "{} is away for an unknown time; the plan waits for your word",
                    self.name(from)
                );
                return Some(Bar::fact("S52", reason));
            }
            None => {}
        }
        if matches!(purpose, Purpose::Closing | Purpose::Gratitude) {
            return None;
        }
        let reason = match self.history.outcome?.0 {
            Outcome::Offer => "they made an offer; your answer to it is the next word",
            Outcome::Accepted => "you took the position; one last note of thanks says it all",
            Outcome::Rejection => "they decided; one gracious note says it all",
            Outcome::Withdrawal => "you withdrew; one gracious note says it all",
        };
        Some(Bar::fact("S63", reason))
    }

    fn furthest_note(&self, key: &Key) -> Option<&'a Note> {
        let live = self.case.notes.iter().filter(|n| n.key == *key);
        let rank = |n: &&Note| match n.state {
            NoteState::Failed { .. } => 1,
            NoteState::Drafted { .. } => 2,
            NoteState::Opened { .. } => 3,
            NoteState::Approved { .. } => 4,
            _ => 0,
        };
        live.filter(|n| rank(n) > 0).max_by_key(rank)
    }

    fn furthest_card(&self, key: &Key) -> Option<&'a Card> {
        let rank = |c: &&Card| match c.state {
            CardState::Written { .. } => 1,
            CardState::Proofed { .. } => 2,
            CardState::Sealed { .. } => 3,
            _ => 0,
        };
        let live = self.case.cards.iter().filter(|c| c.key == *key && rank(c) > 0);
        live.max_by_key(rank)
    }

    /// The card of this entry that waits to be proofread, sealed or posted, with the moment of its last step.
    pub(super) fn card_begun(&self, key: &Key) -> Option<Timestamp> {
        match self.furthest_card(key)?.state {
            CardState::Written { at } | CardState::Proofed { at, .. } | CardState::Sealed { at, .. } => Some(at),
            _ => None,
        }
    }

    fn step(&self, key: &Key, note: Option<&Note>, card: Option<&Card>) -> Step {
        if let Some(card) = card {
            return match card.state {
                CardState::Written { .. } => Step::Proof,
                CardState::Proofed { .. } => Step::Seal,
                _ => Step::Post,
            };
        }
        let Some(note) = note else { return Step::Write };
        let stated = self.case.stated(key.round).and_then(crate::casebook::Stated::day);
        match note.state {
            NoteState::Failed { .. } => Step::Mend,
            _ if note.announces.is_some_and(|a| a.stated != stated) => Step::Edit,
            NoteState::Drafted { .. } => Step::Open,
            NoteState::Opened { .. } => Step::Approve,
            _ => Step::Send,
        }
    }

    /// Notes that wait although the plan has no place for them are refused too, so that none lies there unexplained.
    fn leftovers(&mut self) {
        for note in &self.case.notes {
            let waits = matches!(
                note.state,
                NoteState::Drafted { .. }
                    | NoteState::Opened { .. }
                    | NoteState::Approved { .. }
                    | NoteState::Failed { .. }
            );
            let listed = self.actions.iter().any(|a| a.key() == Some(note.key))
                || self.refusals.iter().any(|r| r.key == note.key);
            if !waits || listed {
                continue;
            }
            let (practice, reason) = if self.history.is_done(&note.key) {
                ("S53", "a note for this has gone out already")
            } else if self.history.is_left_out(&note.key) {
                ("S36", "you left this out")
            } else if note.key.purpose == Purpose::TimelineQuestion {
                ("S54", "they have said when they decide, so nobody needs to ask")
            } else {
                ("S53", "what has happened since leaves no place for this note")
            };
            self.refusals.push(Refusal {
                key: note.key,
                to: Some(note.to),
                practice,
                reason: reason.to_owned(),
                until: None,
                may_overrule: false,
                sequence: self.history.sequence(note.key.round),
            });
        }
    }

    pub(super) fn finish(mut self) -> Decision {
        self.leftovers();
        let moment = |z: Option<&Zoned>| z.map_or(Timestamp::MAX, Zoned::timestamp);
        self.actions
            .sort_by_key(|a| (a.standing, moment(a.due.as_ref()), a.key()));
        self.refusals.sort_by_key(|r| (moment(r.until.as_ref()), r.key));
        Decision {
            at: self.now.at,
            actions: self.actions,
            refusals: self.refusals,
        }
    }
}

fn what_moved(key: Key) -> &'static str {
    match key.purpose {
        Purpose::ThankYou | Purpose::PassOn => "the date of their decision",
        _ => "their date",
    }
}

/// The first moment of a day where the clocks of `zone` show it.
pub(super) fn start_of(day: Date, zone: &TimeZone) -> Zoned {
    // Only the last day of the calendar has no such moment.
    day.to_zoned(zone.clone())
        .unwrap_or_else(|_| Timestamp::MAX.to_zoned(zone.clone()))
}

/// `Monday, March 16`
pub(super) fn spoken(day: Date) -> impl std::fmt::Display {
    day.strftime("%A, %B %-d")
}
