//! What the practices allow, worked out a second time from `practices.md` and from a plain log of what truly happened.
//!
//! Nothing of the planner is used here, not even its business days: a mistake would have to be made twice.

use std::collections::{BTreeMap, BTreeSet};

use afterword_core::casebook::{Contact, Key, NoteId, PersonId, Purpose};
use afterword_core::model::Part;
use jiff::civil::{Date, Weekday, date};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _};

/// Federal holidays of 2026 and 2027 as offices keep them, copied out by hand; legal days on weekends are free anyway.
const FEDERAL: [(i16, i8, i8); 22] = [
    (2026, 1, 1),
    (2026, 1, 19),
    (2026, 2, 16),
    (2026, 5, 25),
    (2026, 6, 19),
    (2026, 7, 3),
    (2026, 9, 7),
    (2026, 10, 12),
    (2026, 11, 11),
    (2026, 11, 26),
    (2026, 12, 25),
    (2027, 1, 1),
    (2027, 1, 18),
    (2027, 2, 15),
    (2027, 5, 31),
    (2027, 6, 18),
    (2027, 7, 5),
    (2027, 9, 6),
    (2027, 10, 11),
    (2027, 11, 11),
    (2027, 11, 25),
    (2027, 12, 24),
];

pub(crate) struct Somebody {
    pub(crate) part: Part,
    pub(crate) address: bool,
    pub(crate) bounced: bool,
    pub(crate) work_address: bool,
    pub(crate) wants_card: bool,
    pub(crate) no_note: bool,
    pub(crate) away_until: Option<Date>,
}

pub(crate) struct Meeting {
    pub(crate) end: Timestamp,
    pub(crate) zone: TimeZone,
    pub(crate) people: Vec<PersonId>,
    pub(crate) in_person: bool,
    pub(crate) informational: bool,
    pub(crate) invited: bool,
    pub(crate) stated: Option<Date>,
    pub(crate) who: Option<PersonId>,
}

pub(crate) struct Contacted {
    pub(crate) key: Key,
    pub(crate) note: Option<NoteId>,
    pub(crate) at: Timestamp,
    /// The announced day, and the decision day as it was told at the time.
    pub(crate) announced: Option<(Date, Option<Date>)>,
    /// Came back for good, or is to be sent again by a person's wish.
    pub(crate) void: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum End {
    Offer,
    Over,
}

/// What truly happened, without any of the program's words for it.
#[derive(Default)]
pub(crate) struct Log {
    pub(crate) policy: &'static str,
    pub(crate) contact: Contact,
    pub(crate) own_holidays: BTreeSet<Date>,
    pub(crate) people: BTreeMap<PersonId, Somebody>,
    pub(crate) meetings: Vec<Meeting>,
    /// Id, round, to whom, asked for.
    pub(crate) promises: Vec<(i64, u8, PersonId, bool)>,
    pub(crate) contacted: Vec<Contacted>,
    pub(crate) paused: bool,
    pub(crate) ended: Option<(End, Timestamp)>,
    pub(crate) left_out: BTreeSet<Key>,
    pub(crate) overruled: BTreeSet<Key>,
    pub(crate) elsewhere: Vec<Timestamp>,
}

/// Why a touch would be wrong.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Wrong {
    Early,
    Duplicate,
    OverBudget,
    /// Stopped by an answer, an end, an agency or an address.
    Stopped,
    /// Not advised; harmless.
    Unadvised,
}

impl Log {
    fn works(&self, day: Date) -> bool {
        let weekend = day.weekday() == Weekday::Saturday || day.weekday() == Weekday::Sunday;
        let holiday = FEDERAL.iter().any(|(y, m, d)| date(*y, *m, *d) == day);
        !weekend && !holiday && !self.own_holidays.contains(&day)
    }

    fn business_days_after(&self, day: Date, count: u32) -> Date {
        let (mut day, mut left) = (day, count);
        while left > 0 {
            day = day.tomorrow().expect("within the calendar");
            if self.works(day) {
                left -= 1;
            }
        }
        day
    }

    fn meeting(&self, round: u8) -> Option<&Meeting> {
        self.meetings.get(usize::from(round).checked_sub(1)?)
    }

    fn reachable(&self, id: PersonId) -> bool {
        self.people.get(&id).is_some_and(|p| p.address && !p.bounced)
    }

    fn sent(&self, round: u8) -> impl Iterator<Item = &Contacted> {
        self.contacted.iter().filter(move |c| c.key.round == round && !c.void)
    }

    fn thanked(&self, round: u8, id: PersonId) -> bool {
        self.sent(round)
            .any(|c| matches!(c.key.purpose, Purpose::ThankYou | Purpose::PassOn) && c.key.person == Some(id))
    }

    fn recruiter(&self) -> Option<PersonId> {
        let found = self
            .people
            .iter()
            .find(|(_, p)| p.part == Part::Recruiter && !p.no_note);
        found.map(|(id, _)| *id)
    }

    fn asked_for(&self, promise: i64) -> bool {
        self.promises.iter().any(|p| p.0 == promise && p.3)
    }

    /// Touches that count against the two of a round, over all channels and people.
    fn spent(&self, round: u8) -> usize {
        let counts = |c: &&Contacted| match c.key.purpose {
            Purpose::CheckIn | Purpose::TimelineQuestion => true,
            Purpose::Material => !self.asked_for(c.key.item),
            _ => false,
        };
        let end = self.meeting(round).map_or(Timestamp::MIN, |m| m.end);
        self.sent(round).filter(counts).count() + self.elsewhere.iter().filter(|t| **t >= end).count()
    }

    /// Whom the thanks of a round go to, and as what.
    fn thanks(&self, round: u8) -> Vec<(Purpose, PersonId)> {
        if self.contact == Contact::ThroughRecruiter {
            return self.recruiter().map(|id| (Purpose::PassOn, id)).into_iter().collect();
        }
        let Some(meeting) = self.meeting(round) else {
            return Vec::new();
        };
        let present: Vec<PersonId> = meeting
            .people
            .iter()
            .copied()
            .filter(|id| !self.people[id].no_note)
            .collect();
        let (panel, others): (Vec<_>, Vec<_>) = present
            .into_iter()
            .partition(|id| self.people[id].part == Part::Interviewer);
        let big = panel.len() > 7;
        let left = |id: PersonId| self.left_out.contains(&Key::to(Purpose::ThankYou, round, id));
        let missing = panel
            .iter()
            .any(|id| !self.reachable(*id) && !self.thanked(round, *id) && !left(*id));
        let own = |id: PersonId| {
            self.sent(round)
                .any(|c| c.key.purpose == Purpose::ThankYou && c.key.person == Some(id))
        };
        let first = others
            .iter()
            .copied()
            .find(|id| self.people[id].part == Part::Coordinator && self.reachable(*id));
        let courier = first.filter(|id| (big || missing) && !own(*id));
        let mut out = Vec::new();
        for id in panel {
            if courier.is_none() || (!big && self.reachable(id)) {
                out.push((Purpose::ThankYou, id));
            }
        }
        for id in others {
            let purpose = if courier == Some(id) {
                Purpose::PassOn
            } else {
                Purpose::ThankYou
            };
            out.push((purpose, id));
        }
        out
    }

    pub(crate) fn addressee(&self, round: u8) -> Option<PersonId> {
        if self.contact == Contact::ThroughRecruiter {
            return self.recruiter();
        }
        let meeting = self.meeting(round)?;
        let willing = |id: &PersonId| !self.people[id].no_note;
        if let Some(who) = meeting.who.filter(willing) {
            return Some(who);
        }
        [Part::Recruiter, Part::Coordinator, Part::Interviewer]
            .into_iter()
            .find_map(|part| {
                meeting
                    .people
                    .iter()
                    .copied()
                    .find(|id| willing(id) && self.people[id].part == part)
            })
    }

    /// The day before which a question of this round may not come, if any day will do.
    fn question_day(&self, round: u8, purpose: Purpose) -> Option<Date> {
        let meeting = self.meeting(round)?;
        let met_on = meeting.zone.to_datetime(meeting.end).date();
        let mut day = match (purpose, meeting.stated) {
            (Purpose::TimelineQuestion, None) => met_on.checked_add(7.days()).ok()?,
            (Purpose::CheckIn, Some(stated)) => {
                let after = self.business_days_after(stated, 1);
                let first = self.sent(round).all(|c| c.key.purpose != Purpose::CheckIn);
                let valid = self
                    .sent(round)
                    .filter_map(|c| c.announced)
                    .filter(|a| a.1 == Some(stated))
                    .map(|a| a.0);
                let told = valid.min().filter(|_| first).map(|mut d| {
                    while !self.works(d) {
                        d = d.tomorrow().expect("within the calendar");
                    }
                    d
                });
                match (self.policy, told) {
                    ("promised", Some(told)) => told,
                    ("patient", _) if !meeting.invited => return None,
                    (_, Some(told)) => told.max(after),
                    _ => after,
                }
            }
            _ => return None,
        };
        let questions = self
            .sent(round)
            .filter(|c| matches!(c.key.purpose, Purpose::CheckIn | Purpose::TimelineQuestion));
        let last = questions.map(|c| c.at).chain(self.elsewhere.iter().copied()).max();
        if let Some(last) = last {
            day = day.max(self.business_days_after(meeting.zone.to_datetime(last).date(), 5));
        }
        if let Some(back) = self.addressee(round).and_then(|id| self.people[&id].away_until) {
            day = day.max(self.business_days_after(back, 1));
        }
        Some(day)
    }

    fn is_last(&self, round: u8) -> bool {
        usize::from(round) == self.meetings.len()
    }

    /// Whether a touch of this entry would be right at `now`.
    pub(crate) fn verdict(&self, key: &Key, now: Timestamp) -> Result<(), Wrong> {
        if matches!(self.contact, Contact::None | Contact::Unasked) || self.paused {
            return Err(Wrong::Stopped);
        }
        let last_note = matches!(key.purpose, Purpose::Closing | Purpose::Gratitude);
        if self.ended.is_some() && !last_note {
            return Err(Wrong::Stopped);
        }
        if self.contacted.iter().any(|c| !c.void && c.key == *key) {
            return Err(Wrong::Duplicate);
        }
        let to = self.recipient(key).ok_or(Wrong::Stopped)?;
        if key.purpose != Purpose::Card && !self.reachable(to) {
            return Err(Wrong::Stopped);
        }
        if self.left_out.contains(key) {
            return Err(Wrong::Unadvised);
        }
        match key.purpose {
            Purpose::ThankYou | Purpose::PassOn => self.thank_you(key, to, now),
            Purpose::Card => self.card(key, to, now),
            Purpose::Material => {
                if now < self.meeting(key.round).ok_or(Wrong::Stopped)?.end {
                    return Err(Wrong::Early);
                }
                let free = self.asked_for(key.item) || self.spent(key.round) < 2;
                free.then_some(()).ok_or(Wrong::OverBudget)
            }
            Purpose::CheckIn | Purpose::TimelineQuestion => self.question(key, now),
            Purpose::Closing => self.closing(now),
            Purpose::Gratitude => Ok(()),
        }
    }

    fn recipient(&self, key: &Key) -> Option<PersonId> {
        match key.purpose {
            Purpose::CheckIn | Purpose::TimelineQuestion => self.addressee(key.round),
            Purpose::Closing => self.addressee(u8::try_from(self.meetings.len()).ok()?),
            Purpose::Material if self.contact == Contact::ThroughRecruiter => self.recruiter(),
            Purpose::Material => self.promises.iter().find(|p| p.0 == key.item).map(|p| p.2),
            _ => key.person,
        }
    }

    fn met_again(&self, round: u8, id: PersonId, now: Timestamp) -> bool {
        self.meetings
            .iter()
            .skip(usize::from(round))
            .any(|m| m.end <= now && m.people.contains(&id))
    }

    fn thank_you(&self, key: &Key, to: PersonId, now: Timestamp) -> Result<(), Wrong> {
        let meeting = self.meeting(key.round).ok_or(Wrong::Stopped)?;
        if now.as_second() < meeting.end.as_second() + 30 * 60 {
            return Err(Wrong::Early);
        }
        if self.thanked(key.round, to) {
            return Err(Wrong::Duplicate);
        }
        let listed = self.thanks(key.round).contains(&(key.purpose, to));
        (listed && !self.met_again(key.round, to, now))
            .then_some(())
            .ok_or(Wrong::Unadvised)
    }

    fn card(&self, key: &Key, to: PersonId, now: Timestamp) -> Result<(), Wrong> {
        let meeting = self.meeting(key.round).ok_or(Wrong::Stopped)?;
        let person = &self.people[&to];
        if now < meeting.end {
            return Err(Wrong::Early);
        }
        let today = meeting.zone.to_datetime(now).date();
        let lands = meeting
            .stated
            .is_none_or(|day| today.checked_add(5.days()).expect("in the calendar") <= day);
        let right = self.contact == Contact::Direct
            && !person.no_note
            && meeting.people.contains(&to)
            && (person.part == Part::Interviewer || person.wants_card)
            && (meeting.in_person || person.wants_card)
            && person.work_address
            && lands
            && !self.met_again(key.round, to, now);
        right.then_some(()).ok_or(Wrong::Unadvised)
    }

    fn question(&self, key: &Key, now: Timestamp) -> Result<(), Wrong> {
        let meeting = self.meeting(key.round).ok_or(Wrong::Stopped)?;
        if meeting.informational || !self.is_last(key.round) {
            return Err(Wrong::Stopped);
        }
        if self.spent(key.round) >= 2 {
            return Err(Wrong::OverBudget);
        }
        let asked = self
            .sent(key.round)
            .filter(|c| c.key.purpose == Purpose::CheckIn)
            .count();
        if key.purpose == Purpose::CheckIn && usize::try_from(key.item) != Ok(asked + 1) {
            return Err(Wrong::Unadvised);
        }
        let day = self.question_day(key.round, key.purpose).ok_or(Wrong::Early)?;
        let early = now < meeting.end || meeting.zone.to_datetime(now).date() < day;
        if early { Err(Wrong::Early) } else { Ok(()) }
    }

    fn closing(&self, now: Timestamp) -> Result<(), Wrong> {
        let Some((End::Over, at)) = self.ended else {
            return Err(Wrong::Stopped);
        };
        let zone = &self.meetings.last().ok_or(Wrong::Stopped)?.zone;
        let ends = at
            .to_zoned(zone.clone())
            .checked_add(14.days())
            .expect("in the calendar");
        (now < ends.timestamp()).then_some(()).ok_or(Wrong::Unadvised)
    }

    /// Every entry that is to be shown at `now`.
    pub(crate) fn open(&self, now: Timestamp) -> BTreeSet<Key> {
        let mut keys = BTreeSet::new();
        for round in 1..=u8::try_from(self.meetings.len()).expect("few rounds") {
            keys.extend(
                self.thanks(round)
                    .into_iter()
                    .map(|(purpose, id)| Key::to(purpose, round, id)),
            );
            keys.extend(
                self.meetings[usize::from(round) - 1]
                    .people
                    .iter()
                    .map(|id| Key::to(Purpose::Card, round, *id)),
            );
            keys.insert(Key::numbered(Purpose::TimelineQuestion, round, 0));
            keys.extend((1..=3).map(|n| Key::numbered(Purpose::CheckIn, round, n)));
        }
        keys.extend(self.promises.iter().map(|p| Key::numbered(Purpose::Material, p.1, p.0)));
        keys.insert(Key::numbered(Purpose::Closing, 0, 0));
        let met = |id: &PersonId| self.meetings.iter().any(|m| m.people.contains(id));
        let helpers = self
            .people
            .iter()
            .filter(|(id, p)| matches!(p.part, Part::Referrer | Part::Recruiter) && !p.no_note && !met(id));
        keys.extend(helpers.map(|(id, _)| Key::to(Purpose::Gratitude, 0, *id)));
        keys.retain(|key| self.verdict(key, now).is_ok());
        keys
    }
}
