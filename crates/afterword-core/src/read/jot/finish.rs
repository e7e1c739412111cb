//! Everything read, put together: points to their people, and the one decision.
use jiff::Zoned;

use crate::calendar::Holidays;
use crate::model::{Candidate, Decision, Finding, Interview, PointKind, Question};
use crate::read::deadline::{DeadlineKind, deadline};

use super::Jot;
use super::Reader;
use super::owner::Owner;
use super::question::topic_words;

impl Reader<'_> {
    pub(super) fn finish(mut self, text: String, findings: Vec<Finding>) -> Jot {
        let mut people = std::mem::take(&mut self.roster.people);
        let mut everyone = Vec::new();
        for (owner, point) in self.points {
            if owner == Owner::Nobody && people.len() > 1 && point.kind == PointKind::AskedMe {
                self.questions.push(Question {
                    about: point.id.to_string(),
                    text: format!("Who asked you about {}?", topic_words(&point.text)),
                    line: Some(point.place.line),
                });
                self.set_aside.push(point.place);
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
        let said_on = self.header.date.map_or_else(
            || self.now.clone(),
            |d| {
                d.at(12, 0, 0, 0)
                    .to_zoned(self.now.time_zone().clone())
                    .unwrap_or_else(|_| self.now.clone())
            },
        );
        let decision = self.decisions.iter().map(|(text, place)| {
            let deadline = when(text, &said_on);
            Decision {
                text: text.clone(),
                deadline,
                who: None,
                place: place.clone(),
            }
        });
        let decision = decision.fold(None::<Decision>, |best, d| match &best {
            Some(b) if b.deadline.kind != DeadlineKind::Unknown && d.deadline.kind == DeadlineKind::Unknown => best,
            _ => Some(d),
        });
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
        }
    }
}

/// What decision words mean; words known to be about the decision are read again without their lead where the whole
/// was not sure to be: "they reckon theyll let me know in a couple of weeks".
fn when(text: &str, said_on: &Zoned) -> crate::read::deadline::Deadline {
    let whole = deadline(text, said_on, &Holidays::us());
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
    .map_or(whole, |at| deadline(&text[at + 1..], said_on, &Holidays::us()))
}
