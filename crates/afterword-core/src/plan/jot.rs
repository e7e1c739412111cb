//! The plan for a jot that is in no case book yet, for the stateless `afterword write`.
//!
//! Makes a case of one round from the jot's own facts and lets [`decide`] judge it, then says the answer in the jot's own
//! words. Drafts are addressed by hand here, so that an address which the jot does not have bars nothing.

use jiff::civil::Date;
use jiff::{SignedDuration, Zoned};

use super::policy::{DEFAULT, Policy};
use super::{Decision, Moment, decide};
use crate::calendar::Holidays;
use crate::casebook::{Case, CaseId, Contact, Key, PersonId, Promise, PromiseId, Purpose, Round, Stated};
use crate::model::{Interview, Note, NoteKind, Person, PlanEntry, Point, PointKind, When};
use crate::read::deadline::deadline;

const ROUND: u8 = 1;

/// The plan for one interview, in order of time.
#[must_use]
pub fn plan(
    interview: &Interview,
    people: &[Person],
    notes: &[Note],
    now: &Zoned,
    holidays: &Holidays,
) -> Vec<PlanEntry> {
    let Some(mut policy) = Policy::built_in(DEFAULT).filter(|_| !people.is_empty()) else {
        return Vec::new();
    };
    // The drafts are there; whether a large panel gets them one by one is for the person to say.
    policy.panel.individual_at_most = people.len();
    let case = case(interview, people, now, holidays);
    // The interview may have ended this minute; its first notes go out half an hour later.
    let half_an_hour = SignedDuration::from_mins(policy.thank_you.offered_minutes);
    let moment = Moment::steady(now.timestamp().saturating_add(half_an_hour).unwrap_or(now.timestamp()));
    let book = Book {
        decision: decide(&case, &policy, &moment),
        today: now.date(),
        case,
    };
    let mut out = Vec::new();
    for note in notes {
        let name = &people[note.to].name;
        out.extend(if note.kind == NoteKind::Card {
            book.card(note, name)
        } else {
            book.mail(note, name)
        });
    }
    out.extend(book.promises(people));
    out.extend(book.question(interview));
    out.sort_by_key(|e| match &e.when {
        When::On(d) | When::After(d) => *d,
        When::At(z) => z.date(),
    });
    out
}

fn id(index: usize) -> PersonId {
    PersonId(i64::try_from(index).unwrap_or(i64::MAX))
}

/// What a jot says, as a case of one round.
fn case(interview: &Interview, people: &[Person], now: &Zoned, holidays: &Holidays) -> Case {
    let day = interview.date.filter(|d| *d <= now.date()).unwrap_or(now.date());
    let zone = now.time_zone();
    let stated = interview.decision.as_ref().map(|d| Stated {
        words: d.text.clone(),
        earliest: d.deadline.earliest,
        latest: d.deadline.latest,
        who: None,
    });
    let said_on = day
        .at(12, 0, 0, 0)
        .to_zoned(zone.clone())
        .unwrap_or_else(|_| now.clone());
    let promises = promised(people).enumerate().map(|(item, (person, point))| Promise {
        id: PromiseId(i64::try_from(item).unwrap_or(i64::MAX).saturating_add(1)),
        round: ROUND,
        to: id(person),
        text: point.text.clone(),
        asked_for: false,
        due: point.due.as_deref().and_then(|words| {
            let read = deadline(words, &said_on, holidays);
            read.latest.or(read.earliest)
        }),
    });
    Case {
        id: CaseId(0),
        organization: interview.organization.clone().unwrap_or_default(),
        role: interview.role.clone(),
        policy: DEFAULT.to_owned(),
        contact: Contact::Direct,
        holidays: holidays.clone(),
        people: people.iter().enumerate().map(|(i, p)| somebody(id(i), p)).collect(),
        rounds: vec![Round {
            number: ROUND,
            kind: interview.kind,
            format: interview.format,
            end: Round::end_on(day, zone, now),
            people: (0..people.len()).map(id).collect(),
            stated,
            follow_up_invited: false,
        }],
        promises: promises.collect(),
        notes: Vec::new(),
        cards: Vec::new(),
        events: Vec::new(),
        asked_elsewhere: Vec::new(),
    }
}

fn somebody(id: PersonId, person: &Person) -> crate::casebook::Person {
    crate::casebook::Person {
        id,
        name: person.name.clone(),
        part: person.part,
        addr_spec: Some(person.addr_spec.clone().unwrap_or_default()),
        work_address: true,
        wants_card: false,
        no_note: false,
    }
}

/// Everything promised, with the index of the person it was promised to.
fn promised(people: &[Person]) -> impl Iterator<Item = (usize, &Point)> {
    let all = people
        .iter()
        .enumerate()
        .flat_map(|(i, p)| p.points.iter().map(move |point| (i, point)));
    all.filter(|(_, point)| point.kind == PointKind::Promised)
}

/// What was decided about one entry.
struct Verdict<'a> {
    /// Since when, or from when.
    from: Option<Date>,
    open: bool,
    practice: &'static str,
    reason: &'a str,
}

struct Book {
    decision: Decision,
    today: Date,
    case: Case,
}

impl Book {
    fn verdict(&self, key: &Key) -> Option<Verdict<'_>> {
        if let Some(action) = self.decision.action(key) {
            return Some(Verdict {
                from: action.opens.as_ref().map(Zoned::date),
                open: true,
                practice: action.practice,
                reason: &action.reason,
            });
        }
        let refusal = self.decision.refusals.iter().find(|r| r.key == *key)?;
        Some(Verdict {
            from: refusal.until.as_ref().map(Zoned::date),
            open: false,
            practice: refusal.practice,
            reason: &refusal.reason,
        })
    }

    fn mail(&self, note: &Note, name: &str) -> Option<PlanEntry> {
        let verdict = self.verdict(&Key::to(Purpose::ThankYou, ROUND, id(note.to)))?;
        Some(PlanEntry {
            when: When::On(self.today),
            what: "send the e-mail".to_owned(),
            to: Some(name.to_owned()),
            why: verdict.reason.to_owned(),
            practice: verdict.practice,
            key: format!("mail-{}", note.to),
        })
    }

    fn card(&self, note: &Note, name: &str) -> Option<PlanEntry> {
        let verdict = self.verdict(&Key::to(Purpose::Card, ROUND, id(note.to)))?;
        let (what, why) = match (verdict.open, verdict.practice) {
            (true, _) => (
                "copy out the card by hand and post it",
                format!("{}; it needs their work address", verdict.reason),
            ),
            (false, "S32") => (
                "leave the card, or post it after the decision",
                verdict.reason.to_owned(),
            ),
            (false, _) => ("send a card only if you wish to", verdict.reason.to_owned()),
        };
        Some(PlanEntry {
            when: When::On(self.today),
            what: what.to_owned(),
            to: Some(name.to_owned()),
            why,
            practice: verdict.practice,
            key: format!("card-{}", note.to),
        })
    }

    fn promises(&self, people: &[Person]) -> Vec<PlanEntry> {
        let entry = |(promise, (person, point)): (&Promise, (usize, &Point))| {
            let key = Key::numbered(Purpose::Material, ROUND, promise.id.0);
            let verdict = self.verdict(&key)?;
            let next = || self.case.holidays.next_business_day(self.today);
            let why = match (&point.due, promise.due) {
                (Some(words), Some(_)) => format!("you promised it {words}"),
                _ => verdict.reason.to_owned(),
            };
            Some(PlanEntry {
                when: When::On(promise.due.map_or_else(next, |d| d.max(self.today))),
                what: format!("send {}", point.text),
                to: Some(people[person].name.clone()),
                why,
                practice: verdict.practice,
                key: format!("promise-{person}-{}", point.id),
            })
        };
        self.case
            .promises
            .iter()
            .zip(promised(people))
            .filter_map(entry)
            .collect()
    }

    /// The one question that the time may bring, from the day on which it opens.
    fn question(&self, interview: &Interview) -> Option<PlanEntry> {
        let words = interview.decision.as_ref().map(|d| d.text.as_str());
        let check_in = Key::numbered(Purpose::CheckIn, ROUND, 1);
        let timeline = Key::numbered(Purpose::TimelineQuestion, ROUND, 0);
        let (verdict, what, key, why) = if let Some(verdict) = self.verdict(&timeline) {
            let why = match words {
                Some(_) => "what they said about the time names no day; until then there is nothing to do".to_owned(),
                None => "no time for the decision was noted; until then there is nothing to do".to_owned(),
            };
            (
                verdict,
                "one question about their timeline is allowed",
                "timeline-question",
                why,
            )
        } else {
            let what = "one brief check-in is possible, if you have heard nothing";
            let why = format!(
                "they said \u{201C}{}\u{201D}; asking earlier than one business day after that would be pushing",
                words.unwrap_or_default()
            );
            (self.verdict(&check_in)?, what, "check-in", why)
        };
        Some(PlanEntry {
            when: When::After(verdict.from?),
            what: what.to_owned(),
            to: None,
            why,
            practice: verdict.practice,
            key: key.to_owned(),
        })
    }
}
