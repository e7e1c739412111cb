//! Everything read, put together: points to their people, and the one decision.
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::LazyLock;

use jiff::Zoned;
use jiff::civil::Date;
use regex::Regex;

use crate::calendar::Holidays;
use crate::model::{Candidate, Decision, Finding, Interview, Part, Place, Point, PointId, PointKind, Private};
use crate::read::deadline::{DeadlineKind, deadline};

use super::Jot;
use super::Reader;
use super::owner::Owner;
use super::point::whose;

impl Reader<'_> {
    /// Where no line was known to be about the decision: the last one below the people that brings an answer and names a day,
    /// "give us till end of next week then chase me".
    fn decision_in_passing(&mut self) {
        let said = said_on(self.header.date, self.now);
        let dated = |text: &str| when(text, &said, &Holidays::us()).kind != DeadlineKind::Unknown;
        if self.decisions.iter().any(|(text, _)| dated(text)) {
            return;
        }
        let met = self.roster.people.iter().map(|p| p.line).max().unwrap_or(0);
        let lines: Vec<(usize, Range<usize>)> = self
            .text
            .split('\n')
            .scan(0, |at, line| {
                let begin = *at;
                *at += line.len() + 1;
                Some(begin..begin + line.len())
            })
            .enumerate()
            .map(|(i, span)| (i + 1, span))
            .collect();
        let blank = |line: usize| {
            lines
                .get(line - 1)
                .is_none_or(|(_, s)| self.text[s.clone()].trim().is_empty())
        };
        let under_a_name = |line: usize| {
            let first = (1..=line).rev().find(|l| blank(*l)).map_or(1, |l| l + 1);
            first == 1 || self.roster.people.iter().any(|p| (first..=line).contains(&p.line))
        };
        let written = lines
            .iter()
            .rev()
            .filter(|(_, span)| !self.text[span.clone()].trim().is_empty());
        let found = written.take(LAST_LINES).find(|(line, span)| {
            let text = &self.text[span.clone()];
            let marked = self
                .held
                .iter()
                .any(|h| h.place.line == *line && !matches!(h.why, Private::Unsure | Private::Blunder));
            let told = self
                .points
                .iter()
                .any(|(_, p)| p.place.line == *line && !matches!(p.kind, PointKind::Moment | PointKind::Quote));
            // Under somebody's name a day is mostly one of theirs: there only plain words count.
            let words: &Regex = if under_a_name(*line) {
                &ENDS_THE_WAIT
            } else {
                &BRINGS_AN_ANSWER
            };
            *line > met && !marked && !told && words.is_match(text) && dated(text)
        });
        let Some((line, span)) = found.cloned() else { return };
        let Some(span) = super::unit::trim(self.text, span) else {
            return;
        };
        self.held.retain(|h| h.place.line != line);
        self.points.retain(|(_, p)| p.place.line != line);
        self.questions.retain(|q| q.line != Some(line));
        self.decisions
            .push((self.text[span.clone()].to_owned(), Place { line, span }));
    }

    pub(super) fn finish(mut self, text: String, findings: Vec<Finding>) -> Jot {
        self.decision_in_passing();
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
            // "(first one was Hilde, already thanked)", and nothing more of her.
            p.no_note |= p.met_before && p.points.is_empty();
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

/// Lines at the end of a jot among which the day they decide is looked for.
const LAST_LINES: usize = 7;

/// Words of whoever brings an answer: a line with one and a day is about the decision where no other line is.
static BRINGS_AN_ANSWER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)\b(?:ring(?:s|ing)?|call(?:s|ing)?|phon(?:es?|ing)|e-?mail(?:s|ing)?|mails|text(?:s|ing)?|writ(?:es|ing)|letter|answers?|deci(?:des?|sion|ding)|hear|knows?|picks?|choos(?:es?|ing)|chase|figures?|reckons?|thinks?|says?|said|latest|give (?:us|me|them)|slip|news|word|results?|offers?|verdict|nudge|follow up|get back)\b",
    )
    .expect("tested")
});

/// The same in words that are said of nothing else.
static ENDS_THE_WAIT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)\b(?:give (?:us|me|them) (?:till|until|to)|chase (?:me|us|him|her|them)|(?:ring|call|phon|e-?mail|text)(?:s|ing)? (?:me|everyone|everybody|us)|latest|deci(?:des?|sion)|answer|verdict|offers?|for sure)\b",
    )
    .expect("tested")
});

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
    // "next = small written task fri, then last call with the ceo week after": the next news is about the first of them.
    let stage = text.find(", then ").map(|at| deadline(&text[..at], said_on, holidays));
    let of_candidate = [
        "task",
        "test",
        "exercise",
        "interview",
        "call",
        "round",
        "trial",
        "visit",
        "assessment",
        "case study",
    ];
    if let Some(stage) = stage.filter(|d| d.kind != DeadlineKind::Unknown)
        && let Some((first, _)) = text.split_once(", then ")
        && of_candidate.iter().any(|w| first.to_lowercase().contains(w))
    {
        return stage;
    }
    let whole = deadline(text, said_on, holidays);
    if whole.kind != DeadlineKind::Unknown {
        return whole;
    }
    let lower = text.to_ascii_lowercase();
    // "I hear the day after from Yves": from whom says nothing of when.
    if let Some((front, who)) = text.rsplit_once(" from ")
        && who.split_whitespace().count() <= 2
        && !who.contains(|c: char| c.is_ascii_digit())
    {
        let front = deadline(front, said_on, holidays);
        if front.kind != DeadlineKind::Unknown {
            return front;
        }
    }
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
