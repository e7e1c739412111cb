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
use crate::tally::Tally;

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

mod employer;
mod owner;
mod sender;

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
