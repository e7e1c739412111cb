//! The plan for a jot that is in no case book yet, for the stateless `afterword write`.
//!
//! A pure decision from the jot's own facts: the notes due now, the card, what was promised, and the first day on which
//! asking is allowed. Silence never triggers anything (S52): without a stated time the plan says so and ends.

use jiff::civil::Date;
use jiff::{ToSpan, Zoned};

use crate::calendar::Holidays;
use crate::model::{Format, Interview, InterviewKind, Note, NoteKind, Person, PlanEntry, PointKind, When};
use crate::read::deadline::{DeadlineKind, deadline};

/// Days that must lie between the interview and the decision for a card to be advised (practices, defaults).
const CARD_NEEDS_DAYS: i32 = 5;

fn days(from: Date, to: Date) -> i32 {
    from.until(to).map_or(0, |s| s.get_days())
}

fn plus(day: Date, n: i64) -> Date {
    day.checked_add(n.days()).unwrap_or(day)
}

/// The plan for one interview, in order of time.
#[must_use]
pub fn plan(
    interview: &Interview,
    people: &[Person],
    notes: &[Note],
    now: &Zoned,
    holidays: &Holidays,
) -> Vec<PlanEntry> {
    if people.is_empty() {
        return Vec::new();
    }
    let today = now.date();
    let day = interview.date.filter(|d| *d <= today).unwrap_or(today);
    let mut out = Vec::new();
    thank(&mut out, people, notes, day, today);
    cards(&mut out, interview, people, notes, day, today);
    promises(&mut out, people, now, day, today, holidays);
    after(&mut out, interview, day, holidays);
    out.sort_by_key(|e| match &e.when {
        When::On(d) | When::After(d) => *d,
        When::At(z) => z.date(),
    });
    out
}

fn thank(out: &mut Vec<PlanEntry>, people: &[Person], notes: &[Note], day: Date, today: Date) {
    let age = days(day, today);
    for note in notes.iter().filter(|n| n.kind != NoteKind::Card) {
        let name = &people[note.to].name;
        let why = match age {
            0 => "a thank-you is best the same day, while the conversation is fresh; it is due within 24 hours",
            1 => "a thank-you is due within 24 hours of the interview",
            2 => "a thank-you is late after 48 hours; today is still in time",
            _ => "it is more than two days ago; a thank-you is still worth sending, without an excuse",
        };
        out.push(PlanEntry {
            when: When::On(today),
            what: "send the e-mail".to_owned(),
            to: Some(name.clone()),
            why: why.to_owned(),
            practice: if age <= 1 { "S46" } else { "S45" },
            key: format!("mail-{}", note.to),
        });
    }
}

fn cards(out: &mut Vec<PlanEntry>, interview: &Interview, people: &[Person], notes: &[Note], day: Date, today: Date) {
    let latest = interview.decision.as_ref().and_then(|d| d.deadline.latest);
    let tight = latest.filter(|l| days(day, *l) < CARD_NEEDS_DAYS);
    for note in notes.iter().filter(|n| n.kind == NoteKind::Card) {
        let (what, why, practice) = match (interview.format, tight) {
            (_, Some(_)) => (
                "leave the card, or post it after the decision",
                "the decision comes within five days, before a card would be on the desk".to_owned(),
                "S32",
            ),
            (Some(Format::InPerson), None) => (
                "copy out the card by hand and post it",
                "a handwritten card a few days after the e-mail is read twice; it needs their work address".to_owned(),
                "S28",
            ),
            _ => (
                "send a card only if you wish to",
                "after a phone or video call the e-mail is enough; a card is yours to choose".to_owned(),
                "S36",
            ),
        };
        out.push(PlanEntry {
            when: When::On(today),
            what: what.to_owned(),
            to: Some(people[note.to].name.clone()),
            why,
            practice,
            key: format!("card-{}", note.to),
        });
    }
}

fn promises(out: &mut Vec<PlanEntry>, people: &[Person], now: &Zoned, day: Date, today: Date, holidays: &Holidays) {
    let said_on = day
        .at(12, 0, 0, 0)
        .to_zoned(now.time_zone().clone())
        .unwrap_or_else(|_| now.clone());
    for (i, person) in people.iter().enumerate() {
        for point in person.points.iter().filter(|p| p.kind == PointKind::Promised) {
            let stated = point.due.as_deref().and_then(|d| {
                deadline(d, &said_on, holidays)
                    .latest
                    .or_else(|| deadline(d, &said_on, holidays).earliest)
            });
            let (when, why) = match stated {
                Some(d) => (
                    d.max(today),
                    format!("you promised it {}", point.due.as_deref().unwrap_or_default()),
                ),
                None => (
                    holidays.next_business_day(today),
                    "you promised it and named no day; soon is best".to_owned(),
                ),
            };
            out.push(PlanEntry {
                when: When::On(when),
                what: format!("send {}", point.text),
                to: Some(person.name.clone()),
                why,
                practice: "S59",
                key: format!("promise-{i}-{}", point.id),
            });
        }
    }
}

fn after(out: &mut Vec<PlanEntry>, interview: &Interview, day: Date, holidays: &Holidays) {
    if interview.kind == InterviewKind::Informational {
        return;
    }
    let stated = interview.decision.as_ref().map(|d| (&d.deadline, d.text.as_str()));
    match stated {
        Some((d, words)) if d.kind != DeadlineKind::Unknown => {
            let last = d.latest.or(d.earliest).unwrap_or(day);
            let from = holidays.next_business_day(last);
            out.push(PlanEntry {
                when: When::After(from),
                what: "one brief check-in is possible, if you have heard nothing".to_owned(),
                to: None,
                why: format!("they said \u{201C}{words}\u{201D}; asking earlier than one business day after that would be pushing"),
                practice: "S49",
                key: "check-in".to_owned(),
            });
        }
        _ => {
            out.push(PlanEntry {
                when: When::After(plus(day, 7)),
                what: "one question about their timeline is allowed".to_owned(),
                to: None,
                why: if stated.is_some() {
                    "what they said about the time names no day; until then there is nothing to do".to_owned()
                } else {
                    "no time for the decision was noted; until then there is nothing to do".to_owned()
                },
                practice: "S54",
                key: "timeline-question".to_owned(),
            });
        }
    }
}
