//! Everything read, put together: points to their people, and the one decision.
use std::collections::{BTreeMap, BTreeSet};

use jiff::Zoned;
use jiff::civil::Date;

use crate::calendar::Holidays;
use crate::model::{Candidate, Decision, Finding, Interview, Part, Place, Point, PointId, PointKind, Private};
use crate::read::deadline::{DeadlineKind, deadline};

use super::Jot;
use super::Reader;
use super::owner::Owner;
use super::point::whose;

impl Reader<'_> {
    pub(super) fn finish(mut self, text: String, findings: Vec<Finding>) -> Jot {
        let mut people = std::mem::take(&mut self.roster.people);
        let mut everyone = Vec::new();
        for (owner, point) in std::mem::take(&mut self.points) {
            // "Both of them took me round the market": each is thanked.
            if let (Owner::Everyone, PointKind::Thanks, Some(text)) = (owner, point.kind, did_together(&point.text)) {
                for person in people.iter_mut().filter(|p| p.part == Part::Interviewer) {
                    self.next_id += 1;
                    person.points.push(Point {
                        id: PointId(self.next_id),
                        text: text.to_owned(),
                        ..point.clone()
                    });
                }
                continue;
            }
            if owner == Owner::Nobody && people.len() > 1 && point.kind == PointKind::AskedMe {
                self.questions.push(whose(point));
                continue;
            }
            match owner {
                Owner::Person(p) => people[p].points.push(point),
                Owner::Everyone | Owner::Nobody => everyone.push(point),
            }
        }
        for p in &mut people {
            p.points.sort_by_key(|x| x.place.span.start);
        }
        let decisions: Vec<Decision> = std::mem::take(&mut self.decisions)
            .into_iter()
            .map(|(text, place)| decided(text, place, self.header.date, self.now))
            .collect();
        // The last line that names a time counts; the others are shown and not lost.
        let mut decision: Option<Decision> = None;
        let mut overruled = Vec::new();
        for d in decisions {
            let keeps = decision
                .as_ref()
                .is_some_and(|b| b.deadline.kind != DeadlineKind::Unknown && d.deadline.kind == DeadlineKind::Unknown);
            overruled.extend(if keeps { Some(d) } else { decision.replace(d) });
        }
        for d in overruled {
            self.hold(d.place.span, d.place.line, Private::OtherDate, None);
        }
        Jot {
            text,
            interview: Interview {
                organization: self.header.organization,
                role: self.header.role,
                date: self.header.date,
                format: self.header.format,
                kind: self.header.kind,
                round: self.header.round,
                decision,
            },
            candidate: Candidate {
                name: self.header.candidate,
                ..Candidate::default()
            },
            people,
            everyone,
            held_back: self.held,
            questions: self.questions,
            findings,
            set_aside: self.set_aside,
            header: self.header_places,
            own_words: BTreeMap::new(),
            left_out: BTreeSet::new(),
            brought_in: BTreeSet::new(),
            reread: BTreeSet::new(),
            declined: BTreeSet::new(),
            last_id: self.next_id,
        }
    }
}

/// What all of them did, without who: "both of them took me round the market" -> "took me round the market".
fn did_together(text: &str) -> Option<&str> {
    let lower = text.to_ascii_lowercase();
    [
        "both of them ",
        "all of them ",
        "they all ",
        "they both ",
        "all three ",
        "everyone ",
        "everybody ",
    ]
    .iter()
    .find(|lead| lower.starts_with(**lead))
    .map(|lead| text[lead.len()..].trim_start())
}

/// Counts the days of the decision again, by the free days of the employer, who is known only once the jot is read.
///
/// `now` is the moment of writing, as for [`read`](super::read).
pub fn recount(jot: &mut Jot, now: &Zoned, holidays: &Holidays) {
    let said_on = said_on(jot.interview.date, now);
    if let Some(decision) = &mut jot.interview.decision {
        decision.deadline = when(&decision.text, &said_on, holidays);
    }
}

/// Noon on the day of the interview, or the moment of writing.
fn said_on(date: Option<Date>, now: &Zoned) -> Zoned {
    date.and_then(|d| d.at(12, 0, 0, 0).to_zoned(now.time_zone().clone()).ok())
        .unwrap_or_else(|| now.clone())
}

/// The decision that words name, said on the day of the interview, by the federal holidays.
pub(super) fn decided(text: String, place: Place, date: Option<Date>, now: &Zoned) -> Decision {
    Decision {
        deadline: when(&text, &said_on(date, now), &Holidays::us()),
        text,
        who: None,
        place,
    }
}

/// What decision words mean; words known to be about the decision are read again without their lead where the whole
/// was not sure to be: "they reckon theyll let me know in a couple of weeks".
fn when(text: &str, said_on: &Zoned, holidays: &Holidays) -> crate::read::deadline::Deadline {
    let whole = deadline(text, said_on, holidays);
    if whole.kind != DeadlineKind::Unknown {
        return whole;
    }
    let lower = text.to_ascii_lowercase();
    [
        " not before ",
        " by ",
        " in ",
        " within ",
        " on ",
        " before ",
        " after ",
        " next ",
        " end of ",
        " mid ",
        " early ",
    ]
    .iter()
    .filter_map(|p| lower.find(p))
    .min()
    .map_or(whole, |at| deadline(&text[at + 1..], said_on, holidays))
}
