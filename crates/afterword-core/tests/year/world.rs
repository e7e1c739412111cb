//! A year of one case: an employer who does what employers do, an owner who slips, a machine whose clock jumps.
//!
//! The world keeps the true time and a [`Log`] of what truly happened beside the [`Case`] that the program sees.

use std::collections::{BTreeMap, BTreeSet};

use afterword_core::calendar::Holidays;
use afterword_core::casebook::{
    Announcement, Approval, Card, CardId, CardState, Case, CaseId, Contact, Content, Event, Key, Note, NoteId,
    NoteState, Person, PersonId, Promise, PromiseId, Purpose, Round, Stated, TextHash,
};
use afterword_core::model::{Format, InterviewKind, Part};
use afterword_core::plan::policy::Policy;
use afterword_core::plan::{Action, Decision, Moment, Reading, Step, What, decide};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan as _};

use crate::oracle::{Contacted, End, Log, Meeting, Somebody, Wrong};
use crate::seeded::Seeded;

const ZONES: [&str; 8] = [
    "America/New_York",
    "Europe/Berlin",
    "Africa/Cairo",
    "Australia/Lord_Howe",
    "America/St_Johns",
    "Asia/Kathmandu",
    "Pacific/Apia",
    "America/Los_Angeles",
];

/// What a year brought: the counts that must be nought, and those that must not.
#[derive(Default, Debug, Clone)]
pub(crate) struct Tally {
    pub(crate) early: Vec<String>,
    pub(crate) duplicate: Vec<String>,
    pub(crate) over_budget: Vec<String>,
    pub(crate) stopped: Vec<String>,
    pub(crate) never_shown: Vec<String>,
    pub(crate) wrongly_shown: Vec<String>,
    pub(crate) other: Vec<String>,
    pub(crate) seen: BTreeMap<&'static str, u64>,
}

impl Tally {
    pub(crate) fn add(&mut self, other: Self) {
        self.early.extend(other.early);
        self.duplicate.extend(other.duplicate);
        self.over_budget.extend(other.over_budget);
        self.stopped.extend(other.stopped);
        self.never_shown.extend(other.never_shown);
        self.wrongly_shown.extend(other.wrongly_shown);
        self.other.extend(other.other);
        for (what, count) in other.seen {
            *self.seen.entry(what).or_default() += count;
        }
    }

    fn saw(&mut self, what: &'static str) {
        *self.seen.entry(what).or_default() += 1;
    }

    fn wrong(&mut self, wrong: Wrong, text: String) {
        match wrong {
            Wrong::Early => self.early.push(text),
            Wrong::Duplicate => self.duplicate.push(text),
            Wrong::OverBudget => self.over_budget.push(text),
            Wrong::Stopped => self.stopped.push(text),
            Wrong::Unadvised => self.other.push(text),
        }
    }
}

pub(crate) struct World<'a> {
    seed: u64,
    dice: Seeded,
    policy: &'a Policy,
    case: Case,
    log: Log,
    now: Timestamp,
    /// What the machine's clock shows beyond the true time, in seconds.
    offset: i64,
    run: u64,
    elapsed: i64,
    right: Reading,
    next_id: i64,
    /// The last date shown for an entry with the sequence it had then, and the last sequence.
    dated: BTreeMap<Key, (Option<(Timestamp, u32)>, u32)>,
    pub(crate) tally: Tally,
}

impl<'a> World<'a> {
    pub(crate) fn new(seed: u64, policies: &'a [Policy]) -> Self {
        let mut dice = Seeded::new(seed);
        let policy = &policies[dice.below(3) as usize];
        let policy_name = ["patient", "promised", "strategic"]
            .into_iter()
            .find(|n| *n == policy.name)
            .expect("built in");
        let start = Timestamp::from_second(1_767_600_000 + dice.between(0, 300 * 86_400)).expect("2026");
        let own: BTreeSet<Date> = (0..dice.below(4))
            .map(|_| {
                TimeZone::UTC
                    .to_datetime(start)
                    .date()
                    .saturating_add(dice.between(0, 200).days())
            })
            .collect();
        let contact = match dice.below(20) {
            0 => Contact::None,
            1 | 2 => Contact::Unasked,
            3 | 4 => Contact::ThroughRecruiter,
            _ => Contact::Direct,
        };
        let case = Case {
            id: CaseId(1),
            organization: "Harbor Magazine".to_owned(),
            role: None,
            policy: policy.name.clone(),
            contact,
            holidays: Holidays::us().with(own.iter().copied()),
            people: Vec::new(),
            rounds: Vec::new(),
            promises: Vec::new(),
            notes: Vec::new(),
            cards: Vec::new(),
            events: Vec::new(),
            asked_elsewhere: Vec::new(),
        };
        let log = Log {
            policy: policy_name,
            contact,
            own_holidays: own,
            ..Log::default()
        };
        let right = Reading {
            wall: start,
            run: 0,
            elapsed_seconds: 0,
        };
        let mut world = Self {
            seed,
            dice,
            policy,
            case,
            log,
            now: start,
            offset: 0,
            run: 0,
            elapsed: 0,
            right,
            next_id: 1,
            dated: BTreeMap::new(),
            tally: Tally::default(),
        };
        world.people();
        world.round();
        world
    }

    pub(crate) fn year(&mut self) {
        let end = self.now.as_second() + 365 * 86_400;
        while self.now.as_second() < end {
            self.pass();
            self.machine();
            if self.dice.percent(25) {
                self.employer();
            }
            self.worker();
            if self.dice.percent(80) {
                self.look();
            }
        }
    }

    fn fresh(&mut self) -> i64 {
        self.next_id += 1;
        self.next_id
    }

    /// What the machine believes.
    fn shown(&self) -> Timestamp {
        Timestamp::from_second(self.now.as_second() + self.offset).expect("within the calendar")
    }

    fn reading(&self) -> Reading {
        Reading {
            wall: self.shown(),
            run: self.run,
            elapsed_seconds: self.elapsed,
        }
    }

    fn moment(&self) -> Moment {
        Moment::judge(self.right, self.reading())
    }

    fn people(&mut self) {
        let panel = if self.dice.percent(6) {
            self.dice.between(8, 9)
        } else {
            self.dice.between(1, 4)
        };
        let mut parts = vec![Part::Interviewer; usize::try_from(panel).expect("few")];
        for (percent, part) in [
            (40, Part::Coordinator),
            (25, Part::Recruiter),
            (15, Part::Referrer),
            (10, Part::Receptionist),
        ] {
            if self.dice.percent(percent) {
                parts.push(part);
            }
        }
        for part in parts {
            let id = PersonId(self.fresh());
            let somebody = Somebody {
                part,
                address: self.dice.percent(90),
                bounced: false,
                work_address: self.dice.percent(60),
                wants_card: self.dice.percent(15),
                no_note: self.dice.percent(4),
                away_until: None,
            };
            self.case.people.push(Person {
                id,
                name: format!("Person {id}"),
                part,
                addr_spec: somebody.address.then(|| format!("p{id}@harbor.example")),
                work_address: somebody.work_address,
                wants_card: somebody.wants_card,
                no_note: somebody.no_note,
            });
            self.log.people.insert(id, somebody);
        }
    }

    fn round(&mut self) {
        let zone = TimeZone::get(self.dice.pick(&ZONES)).expect("a known zone");
        let end = Timestamp::from_second(self.now.as_second() + self.dice.between(-3600, 12 * 86_400)).expect("2026");
        let end = end.to_zoned(zone.clone());
        let ids: Vec<PersonId> = self.log.people.keys().copied().collect();
        let mut people: Vec<PersonId> = ids.into_iter().filter(|_| self.dice.percent(85)).collect();
        if people.is_empty() {
            people.extend(self.log.people.keys().next());
        }
        let number = u8::try_from(self.case.rounds.len() + 1).expect("few");
        let stated = self.dice.percent(65).then(|| self.stated(end.date()));
        let in_person = self.dice.percent(50);
        let informational = self.dice.percent(5);
        let invited = self.dice.percent(40);
        self.log.meetings.push(Meeting {
            end: end.timestamp(),
            zone,
            people: people.clone(),
            in_person,
            informational,
            invited,
            stated: stated.as_ref().and_then(|s| s.latest.or(s.earliest)),
            who: stated.as_ref().and_then(|s| s.who),
        });
        self.case.rounds.push(Round {
            number,
            kind: if informational {
                InterviewKind::Informational
            } else {
                InterviewKind::Interview
            },
            format: Some(if in_person {
                Format::InPerson
            } else {
                self.dice.pick(&[Format::Phone, Format::Video])
            }),
            end: end.clone(),
            people: people.clone(),
            stated,
            follow_up_invited: invited,
        });
        self.tally.saw("rounds");
        if self.dice.percent(30) {
            let (id, to, asked_for) = (self.fresh(), self.dice.pick(&people), self.dice.percent(50));
            let due = self
                .dice
                .percent(50)
                .then(|| end.date().saturating_add(self.dice.between(0, 9).days()));
            self.log.promises.push((id, number, to, asked_for));
            let (id, text) = (PromiseId(id), "the sample chapter".to_owned());
            self.case.promises.push(Promise {
                id,
                round: number,
                to,
                text,
                asked_for,
                due,
            });
        }
    }

    /// A day, a window, a first day, or words without any.
    fn stated(&mut self, from: Date) -> Stated {
        let day = from.saturating_add(self.dice.between(1, 30).days());
        let ids: Vec<PersonId> = self.log.people.keys().copied().collect();
        let who = self.dice.percent(30).then(|| self.dice.pick(&ids));
        let (earliest, latest) = match self.dice.below(10) {
            0 => (None, None),
            1 => (Some(day), None),
            2 | 3 => (Some(day), Some(day.saturating_add(4.days()))),
            _ => (None, Some(day)),
        };
        Stated {
            words: "soon".to_owned(),
            earliest,
            latest,
            who,
        }
    }

    fn pass(&mut self) {
        let seconds = match self.dice.below(10) {
            0..4 => self.dice.between(600, 30 * 3600),
            4..8 => self.dice.between(86_400, 7 * 86_400),
            _ => self.dice.between(7 * 86_400, 30 * 86_400),
        };
        self.now = Timestamp::from_second(self.now.as_second() + seconds).expect("2027");
        if self.dice.percent(10) {
            self.tally.saw("sleeps");
            self.elapsed += seconds / 3;
        } else {
            self.elapsed += seconds;
        }
    }

    fn machine(&mut self) {
        if self.dice.percent(8) {
            self.restart();
        }
        if self.dice.percent(6) {
            let jump = self.dice.between(3600, 20 * 86_400);
            let back = self.dice.percent(50);
            self.tally.saw(if back { "jumps back" } else { "jumps forward" });
            self.offset += if back { -jump } else { jump };
        } else if self.offset != 0 && self.dice.percent(15) {
            self.offset = 0;
        }
    }

    /// The state is written out and read again; a sender that died is recovered.
    fn restart(&mut self) {
        self.tally.saw("restarts");
        self.run += 1;
        self.elapsed = self.dice.between(0, 100);
        let text = serde_json::to_string(&self.case).expect("a case can be written");
        let read: Case = serde_json::from_str(&text).expect("a case can be read");
        if read != self.case {
            self.tally.other.push(format!(
                "seed {}: the case changed on its way to disk and back",
                self.seed
            ));
        }
        self.case = read;
    }

    fn record(&mut self, event: Event) {
        let at = self.shown();
        self.tally.saw(event.name());
        match self.case.clone().record(at, event) {
            Ok(case) => self.case = case,
            Err(refused) => self.tally.other.push(format!("seed {}: {refused}", self.seed)),
        }
    }

    fn employer(&mut self) {
        let ids: Vec<PersonId> = self.log.people.keys().copied().collect();
        let from = self.dice.pick(&ids);
        let last = u8::try_from(self.case.rounds.len()).expect("few");
        let local = self.log.meetings[usize::from(last) - 1]
            .zone
            .to_datetime(self.now)
            .date();
        match self.dice.below(100) {
            0..22 => {
                self.record(Event::Reply { from, to_note: None });
                self.log.paused = true;
            }
            22..36 => {
                let back_on = self
                    .dice
                    .percent(75)
                    .then(|| local.saturating_add(self.dice.between(1, 20).days()));
                // A doubt stays until it is settled, also when somebody else writes.
                let waits = self.log.paused;
                self.record(Event::OutOfOffice { from, back_on });
                match back_on {
                    Some(day) => {
                        self.log.people.get_mut(&from).expect("known").away_until = Some(day);
                        self.log.paused = waits && !self.waits_for_return_of(from);
                    }
                    None => self.log.paused = true,
                }
            }
            36..56 => self.moved(last),
            56..60 => self.ended(Event::Rejection, End::Over),
            60..63 => self.ended(Event::Withdrawal, End::Over),
            63..65 => self.ended(Event::Offer, End::Offer),
            65..66 => self.ended(Event::Accepted, End::Over),
            66..78 => self.bounce(),
            78..82 => {
                self.tally.saw("asked elsewhere");
                self.log.elsewhere.push(self.now);
                // The other case was written to under a clock that somebody vouched for.
                self.case.asked_elsewhere.push(self.now);
            }
            82..88 if self.case.rounds.len() < 4 => self.round(),
            88..94 => self.by_hand(),
            _ => {}
        }
    }

    /// Whether the case waits only for word of when this person is back: read off the events, newest first.
    fn waits_for_return_of(&self, person: PersonId) -> bool {
        let mut waiting = None;
        for recorded in self.case.events.iter().rev().skip(1) {
            match &recorded.event {
                Event::OutOfOffice { from, back_on: None } => waiting = Some(*from),
                // An answer outweighs the doubt.
                Event::Reply { .. } => return false,
                Event::OutOfOffice { from, back_on: Some(_) } if waiting.is_none() && *from == person => return false,
                Event::OutOfOffice { from, back_on: Some(_) } if waiting == Some(*from) => break,
                Event::Resumed
                | Event::DecisionMoved { .. }
                | Event::Offer
                | Event::Accepted
                | Event::Rejection
                | Event::Withdrawal => break,
                _ => {}
            }
        }
        waiting == Some(person)
    }

    fn moved(&mut self, round: u8) {
        let meeting = &self.log.meetings[usize::from(round) - 1];
        let from = meeting
            .stated
            .unwrap_or_else(|| meeting.zone.to_datetime(self.now).date());
        let mut stated = self.stated(from);
        if self.dice.percent(15) {
            // Sooner than they had said.
            stated.latest = stated.latest.map(|d| d.saturating_sub(self.dice.between(5, 30).days()));
        }
        let meeting = &mut self.log.meetings[usize::from(round) - 1];
        meeting.stated = stated.latest.or(stated.earliest);
        meeting.who = stated.who;
        self.log.paused = false;
        self.log.ended = None;
        self.log.overruled.retain(|key| key.round != round);
        self.record(Event::DecisionMoved { round, stated });
    }

    fn ended(&mut self, event: Event, end: End) {
        self.log.ended = Some((end, self.shown()));
        self.log.paused = false;
        self.record(event);
    }

    fn bounce(&mut self) {
        let gone: Vec<(NoteId, PersonId)> = self
            .case
            .notes
            .iter()
            .filter(|n| matches!(n.state, NoteState::Sent { .. }))
            .map(|n| (n.id, n.to))
            .collect();
        if gone.is_empty() {
            return;
        }
        let (note, to) = self.dice.pick(&gone);
        let hard = self.dice.percent(70);
        if hard {
            self.log.people.get_mut(&to).expect("known").bounced = true;
            for contacted in self.log.contacted.iter_mut().filter(|c| c.note == Some(note)) {
                contacted.void = true;
            }
        }
        self.record(Event::Bounce { note, hard });
    }

    /// The owner does something without the program, at a moment that is right.
    fn by_hand(&mut self) {
        let keys: Vec<Key> = self.log.open(self.now).into_iter().collect();
        if keys.is_empty() || self.offset != 0 {
            return;
        }
        let key = self.dice.pick(&keys);
        self.record(if key.purpose == Purpose::Card {
            Event::CardPosted { key }
        } else {
            Event::SentByHand { key }
        });
        self.log.contacted.push(Contacted {
            key,
            note: None,
            at: self.now,
            announced: None,
            void: false,
        });
    }

    /// The sender tries everything that is approved, allowed or not.
    fn worker(&mut self) {
        self.settle();
        let waiting: Vec<NoteId> = self
            .case
            .notes
            .iter()
            .filter(|n| matches!(n.state, NoteState::Approved { .. }))
            .map(|n| n.id)
            .collect();
        if waiting.is_empty() {
            return;
        }
        let (at, moment) = (self.shown(), self.moment());
        let mut decision = decide(&self.case, self.policy, &moment);
        for id in waiting {
            let note = self.case.notes.iter().find(|n| n.id == id).expect("known").clone();
            match decision.permit(&note.key) {
                Err(_) => self.tally.saw("permits refused"),
                Ok(permit) => {
                    let sending = note.clone().sending(at, text(&note), &permit, "m@afterword.invalid");
                    if let Ok(sending) = sending {
                        self.deliver(sending, at);
                        decision = decide(&self.case, self.policy, &moment);
                    }
                }
            }
        }
    }

    fn deliver(&mut self, sending: Note, at: Timestamp) {
        let key = sending.key;
        let fate = self.dice.below(20);
        let note = match fate {
            0 => sending.backed_off(),
            1 => sending.failed(at, "550 no such user"),
            2 => Ok(sending.recovered()),
            3 => sending.dot(at).and_then(Note::deferred),
            4 => sending.dot(at).and_then(Note::lost),
            5 => sending.dot(at).map(Note::recovered),
            _ => sending.dot(at).and_then(|n| n.sent(at, "250 2.0.0 Ok")),
        };
        let note = note.expect("a way that delivery goes");
        if matches!(note.state, NoteState::Sent { .. } | NoteState::Uncertain { .. }) {
            self.touched(key, Some(note.id), note.announces.map(|a| (a.day, a.stated)));
        }
        self.put(note);
    }

    fn touched(&mut self, key: Key, note: Option<NoteId>, announced: Option<(Date, Option<Date>)>) {
        self.tally.saw("touches");
        self.tally.saw(key.purpose.name());
        if self.log.overruled.contains(&key) {
            self.tally.saw("overruled touches");
        } else if let Err(wrong) = self.log.verdict(&key, self.now) {
            // Under a wrong clock a note may still go that is no longer advised; that harms nobody.
            if wrong != Wrong::Unadvised || self.offset == 0 {
                self.tally
                    .wrong(wrong, format!("seed {}: {key} at {} is {wrong:?}", self.seed, self.now));
            }
        }
        let at = self.now;
        self.log.contacted.push(Contacted {
            key,
            note,
            at,
            announced,
            void: false,
        });
    }

    fn put(&mut self, note: Note) {
        match self.case.notes.iter_mut().find(|n| n.id == note.id) {
            Some(old) => *old = note,
            None => self.case.notes.push(note),
        }
    }

    /// The owner finds out about notes that may have arrived, sooner or later.
    fn settle(&mut self) {
        let at = self.shown();
        let unsure: Vec<Note> = self
            .case
            .notes
            .iter()
            .filter(|n| matches!(n.state, NoteState::Uncertain { .. }))
            .cloned()
            .collect();
        for note in unsure {
            if self.dice.percent(70) {
                continue;
            }
            self.tally.saw("uncertain settled");
            let id = note.id;
            let note = if self.dice.percent(60) {
                note.found("own copy")
            } else {
                note.sent_again(at)
            };
            let note = note.expect("a way out of uncertainty");
            if matches!(note.state, NoteState::Approved { .. }) {
                let last = self.log.contacted.iter_mut().rev().find(|c| c.note == Some(id));
                last.expect("it was logged").void = true;
            }
            self.put(note);
        }
    }

    /// The owner looks at the plan, is held against the oracle, and acts.
    fn look(&mut self) {
        self.tally.saw("looks");
        let moment = self.moment();
        let mut decision = decide(&self.case, self.policy, &moment);
        self.compare(&decision);
        self.sequences(&decision);
        if decision.is_rest() {
            self.tally.saw("nothing to do");
        }
        let asks_for_date = decision.actions.iter().any(|a| a.step() == Some(Step::Confirm));
        if moment.sure_until.is_none() {
            self.right = self.reading();
        } else if asks_for_date || self.dice.percent(30) {
            self.tally.saw("dates confirmed");
            // The owner knows what day it is, and sets the clock if it is wrong.
            self.offset = 0;
            self.right = self.reading();
            decision = decide(&self.case, self.policy, &self.moment());
        }
        self.slips(&decision);
        for action in decision.actions {
            if self.dice.percent(60) {
                self.act(&action);
            }
        }
    }

    fn compare(&mut self, decision: &Decision) {
        let exempt = |key: &Key| self.log.overruled.contains(key);
        let shown: BTreeSet<Key> = decision
            .actions
            .iter()
            .filter_map(Action::key)
            .filter(|k| !exempt(k))
            .collect();
        if self.offset == 0 {
            let open: BTreeSet<Key> = self.log.open(self.now).into_iter().filter(|k| !exempt(k)).collect();
            for key in open.difference(&shown) {
                let why = decision.refusal(key);
                self.tally.never_shown.push(format!(
                    "seed {}: {key} at {}: {} {}",
                    self.seed, self.now, why.practice, why.reason
                ));
            }
            for key in shown.difference(&open) {
                let wrong = self.log.verdict(key, self.now);
                self.tally
                    .wrongly_shown
                    .push(format!("seed {}: {key} at {}: {wrong:?}", self.seed, self.now));
            }
            *self.tally.seen.entry("entries compared").or_default() += open.len() as u64;
        } else {
            self.tally.saw("looks under a wrong clock");
            for action in decision.actions.iter().filter(|a| a.step() == Some(Step::Send)) {
                let Some(key) = action.key().filter(|k| !exempt(k)) else {
                    continue;
                };
                if let Err(wrong @ (Wrong::Early | Wrong::Duplicate | Wrong::OverBudget)) =
                    self.log.verdict(&key, self.now)
                {
                    self.tally.wrongly_shown.push(format!(
                        "seed {}: {key} at {}, clock off by {}: {wrong:?}",
                        self.seed, self.now, self.offset
                    ));
                }
            }
        }
        for refusal in &decision.refusals {
            let plain = refusal.reason.len() > 15 && refusal.practice.len() >= 2;
            let twice = shown.contains(&refusal.key);
            if !plain || twice {
                self.tally.other.push(format!(
                    "seed {}: {} refused without reason or twice",
                    self.seed, refusal.key
                ));
            }
        }
    }

    /// An entry whose date moved has a higher sequence, and none ever falls.
    fn sequences(&mut self, decision: &Decision) {
        let actions = decision
            .actions
            .iter()
            .filter_map(|a| Some((a.key()?, a.opens.as_ref(), a.sequence)));
        let refusals = decision.refusals.iter().map(|r| (r.key, r.until.as_ref(), r.sequence));
        for (key, date, sequence) in actions.chain(refusals) {
            let date = date.map(jiff::Zoned::timestamp);
            let (shown, last) = self.dated.get(&key).copied().unwrap_or((None, 0));
            let moved = shown.filter(|(old, _)| date.is_some_and(|d| d != *old));
            if moved.is_some() {
                self.tally.saw("dates moved");
            }
            if sequence < last || moved.is_some_and(|(_, then)| sequence <= then) {
                let text = format!(
                    "seed {}: {key} moved to {date:?} with {sequence} after {shown:?}",
                    self.seed
                );
                self.tally.other.push(text);
            }
            self.dated
                .insert(key, (date.map(|d| (d, sequence)).or(shown), sequence));
        }
    }

    /// Things an owner should not be able to do.
    fn slips(&mut self, decision: &Decision) {
        let at = self.shown();
        let mut let_through = Vec::new();
        for note in &self.case.notes {
            match &note.state {
                NoteState::Drafted { .. } if note.clone().approved(approval(at, text(note))).is_ok() => {
                    let_through.push("approved unopened");
                }
                NoteState::Opened { .. } if note.clone().approved(approval(at, TextHash([7; 32]))).is_ok() => {
                    let_through.push("approved unread");
                }
                NoteState::Sent { .. } | NoteState::Uncertain { .. } if note.clone().edited(at).is_ok() => {
                    let_through.push("edited when gone");
                }
                _ => {}
            }
        }
        for refusal in &decision.refusals {
            if decision.permit(&refusal.key).is_ok() {
                let_through.push("permitted what is refused");
            }
        }
        for slip in let_through {
            self.tally.other.push(format!("seed {}: {slip}", self.seed));
        }
        if self.dice.percent(5) {
            self.overrule(decision);
        }
    }

    fn overrule(&mut self, decision: &Decision) {
        let open: Vec<(Key, &'static str)> = decision
            .refusals
            .iter()
            .filter(|r| r.may_overrule)
            .map(|r| (r.key, r.practice))
            .collect();
        if open.is_empty() {
            return;
        }
        let (key, practice) = self.dice.pick(&open);
        let because = if self.dice.percent(10) {
            "  "
        } else {
            "she asked me to on the phone"
        };
        let event = Event::Overruled {
            key,
            practice: practice.to_owned(),
            because: because.to_owned(),
        };
        if because.trim().is_empty() {
            if self.case.clone().record(self.shown(), event).is_ok() {
                self.tally
                    .other
                    .push(format!("seed {}: overruled without a reason", self.seed));
            }
            return;
        }
        self.record(event);
        self.log.overruled.insert(key);
        let after = decide(&self.case, self.policy, &self.moment());
        let still = after.refusals.iter().any(|r| r.key == key && r.practice == practice);
        if still {
            self.tally.other.push(format!(
                "seed {}: {key} is refused by {practice} although overruled",
                self.seed
            ));
        }
    }

    fn act(&mut self, action: &Action) {
        let at = self.shown();
        match &action.what {
            What::ReadReply { .. } | What::ReadAutomaticReply { .. } => {
                self.log.paused = false;
                self.record(Event::Resumed);
            }
            What::GiveAddress { person } => {
                let somebody = self.log.people.get_mut(person).expect("known");
                (somebody.address, somebody.bounced) = (true, false);
                let known = self.case.people.iter_mut().find(|p| p.id == *person).expect("known");
                known.addr_spec = Some(format!("other{person}@harbor.example"));
                self.record(Event::AddressCorrected { person: *person });
            }
            What::ChooseContact => {
                let contact = self
                    .dice
                    .pick(&[Contact::Direct, Contact::ThroughRecruiter, Contact::None]);
                self.log.contact = contact;
                self.record(Event::ContactChosen { contact });
            }
            What::Settle { .. } => {}
            What::Note {
                key,
                to,
                step,
                note,
                card,
            } => {
                if self.dice.percent(4) {
                    self.log.left_out.insert(*key);
                    self.record(Event::LeftOut { key: *key });
                } else if key.purpose == Purpose::Card {
                    self.handle_card(*key, *to, *card, at);
                } else {
                    self.write(*key, *to, *step, *note, at);
                }
            }
        }
    }

    fn handle_card(&mut self, key: Key, to: PersonId, card: Option<CardId>, at: Timestamp) {
        let words = TextHash([3; 32]);
        let Some(id) = card else {
            let id = CardId(self.fresh());
            self.case.cards.push(Card::written(id, key, to, at));
            return;
        };
        let place = self.case.cards.iter().position(|c| c.id == id).expect("known");
        let card = self.case.cards[place].clone();
        let next = match card.state {
            CardState::Written { .. } => card.proofed(at, words),
            CardState::Proofed { .. } => card.sealed(at, words),
            _ => card.posted(at),
        };
        self.case.cards[place] = next.expect("the next step of a card");
        if matches!(self.case.cards[place].state, CardState::Posted { .. }) {
            self.touched(key, None, None);
        }
    }

    /// The owner goes one to three steps towards an approved note, sometimes changing it again.
    fn write(&mut self, key: Key, to: PersonId, step: Step, note: Option<NoteId>, at: Timestamp) {
        if step == Step::Confirm {
            return;
        }
        let mut note = match note {
            Some(id) => self.case.notes.iter().find(|n| n.id == id).expect("known").clone(),
            None => {
                let mut note = Note::drafted(NoteId(self.fresh()), key, to, at);
                let meeting = key
                    .round
                    .checked_sub(1)
                    .and_then(|r| self.log.meetings.get(usize::from(r)));
                let announces = meeting.filter(|_| key.purpose == Purpose::ThankYou && self.dice.percent(40));
                note.announces = announces.and_then(|m| {
                    let (stated, met) = (m.stated?, m.zone.to_datetime(m.end).date());
                    let days = i64::from(met.until(stated).ok()?.get_days());
                    let day = met.saturating_add(self.dice.between(1, (days + 5).max(2)).days());
                    Some(Announcement {
                        day,
                        stated: Some(stated),
                    })
                });
                note
            }
        };
        if step == Step::Edit {
            self.tally.saw("texts overtaken by a moved date");
            note.announces = None;
            note = match note.clone().withdrawn(at).or_else(|_| note.edited(at)) {
                Ok(note) => note,
                Err(refused) => return self.tally.other.push(format!("seed {}: {refused}", self.seed)),
            };
        }
        if step == Step::Send && self.dice.percent(10) {
            note = note
                .clone()
                .edited(at)
                .unwrap_or_else(|_| note.withdrawn(at).expect("can be taken back"));
        }
        if self.dice.percent(85) && !matches!(note.state, NoteState::Approved { .. }) {
            let hash = text(&note);
            note = note.opened(at, hash).expect("a draft can be opened");
            if self.dice.percent(85) {
                note = note
                    .approved(approval(at, hash))
                    .expect("an opened draft can be approved");
            }
        }
        self.put(note);
    }
}

fn approval(at: Timestamp, text: TextHash) -> Approval {
    Approval {
        at,
        text,
        not_before: None,
        expires: Some(at + SignedDuration::from_hours(24 * 60)),
    }
}

/// The text of a note follows from what it is.
fn text(note: &Note) -> TextHash {
    TextHash::of(&Content {
        recipient: "p@harbor.example",
        identity: "me@home.example",
        subject: &note.key.to_string(),
        body: &format!("{:?}", note.announces),
        not_before: None,
        expires: None,
    })
}
