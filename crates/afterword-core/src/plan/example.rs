//! A policy held to its own examples.

use jiff::civil::Date;
use jiff::{Timestamp, Zoned};

use super::policy::{Example, Policy};
use super::{Moment, decide};
use crate::calendar::Holidays;
use crate::casebook::{
    Announcement, Case, CaseId, Contact, Event, Frozen, Key, Note, NoteId, NoteState, Person, PersonId, Purpose,
    Recorded, Round, Stated,
};
use crate::model::{Format, InterviewKind, Part};

const ANN: PersonId = PersonId(1);

impl Policy {
    /// The examples that this policy does not keep to, one plain sentence each; none when all is well.
    #[must_use]
    pub fn broken_examples(&self) -> Vec<String> {
        let wrong = |example: &Example, expected: bool| {
            let says = self.judge(example);
            let agrees = match &says {
                Ok(()) => expected,
                Err((practice, until)) => {
                    !expected && example.practice.as_deref() == Some(*practice) && example.until == *until
                }
            };
            (!agrees).then(|| format!("{}: {}: found {says:?}", self.name, example.says))
        };
        let passes = self.passes.iter().filter_map(|e| wrong(e, true));
        passes
            .chain(self.fails.iter().filter_map(|e| wrong(e, false)))
            .collect()
    }

    fn judge(&self, example: &Example) -> Result<(), (&'static str, Option<Date>)> {
        let case = case(example, &self.name);
        let decision = decide(&case, self, &Moment::steady(example.now.timestamp()));
        let of = |key: &Key| key.purpose == example.note;
        if decision
            .actions
            .iter()
            .filter_map(super::Action::key)
            .any(|key| of(&key))
        {
            return Ok(());
        }
        match decision.refusals.iter().find(|r| of(&r.key)) {
            Some(refusal) => Err((refusal.practice, refusal.until.as_ref().map(Zoned::date))),
            // The plan does not even weigh it.
            None if example.note == Purpose::TimelineQuestion => Err(("S54", None)),
            None => Err(("", None)),
        }
    }
}

fn case(example: &Example, policy: &str) -> Case {
    let noon = |day: Date| -> Timestamp {
        let noon = day.at(12, 0, 0, 0).to_zoned(example.interview.time_zone().clone());
        noon.unwrap_or_else(|_| example.interview.clone()).timestamp()
    };
    let sent = |id: i64, key: Key, at: Timestamp| Note {
        state: NoteState::Sent {
            frozen: Frozen {
                message_id: format!("{id}@afterword.invalid"),
                at,
            },
            at,
            reply: "250".to_owned(),
        },
        ..Note::drafted(NoteId(id), key, ANN, at)
    };
    let stated = |day: Date| Stated {
        words: format!("by {day}"),
        latest: Some(day),
        ..Stated::default()
    };
    let mut notes: Vec<Note> = (1..)
        .zip(&example.checked_in)
        .map(|(n, day)| sent(n, Key::numbered(Purpose::CheckIn, 1, n), noon(*day)))
        .collect();
    if let Some(day) = example.announced {
        let announcement = Announcement {
            day,
            stated: example.stated,
        };
        let key = Key::to(Purpose::ThankYou, 1, ANN);
        notes.push(Note {
            announces: Some(announcement),
            ..sent(100, key, example.interview.timestamp())
        });
    }
    let moved = example.moved.map(|day| Recorded {
        at: example.interview.timestamp(),
        event: Event::DecisionMoved {
            round: 1,
            stated: stated(day),
        },
    });
    Case {
        id: CaseId(1),
        organization: "Harbor Magazine".to_owned(),
        role: Some("editor".to_owned()),
        policy: policy.to_owned(),
        contact: Contact::Direct,
        holidays: Holidays::us(),
        people: vec![Person {
            id: ANN,
            name: "Ann Okafor".to_owned(),
            part: Part::Interviewer,
            addr_spec: Some("ann@harbor.example".to_owned()),
            work_address: true,
            wants_card: false,
            no_note: false,
        }],
        rounds: vec![Round {
            number: 1,
            kind: InterviewKind::Interview,
            format: Some(Format::InPerson),
            end: example.interview.clone(),
            people: vec![ANN],
            stated: example.stated.map(stated),
            follow_up_invited: example.invited,
        }],
        promises: Vec::new(),
        notes,
        cards: Vec::new(),
        events: moved.into_iter().collect(),
        asked_elsewhere: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::policy::NAMES;

    #[test]
    fn every_policy_keeps_to_its_own_examples() {
        for name in NAMES {
            let policy = Policy::built_in(name).unwrap_or_else(|| panic!("{name} cannot be read"));
            assert_eq!(policy.name, name);
            assert!(policy.passes.len() >= 3 && policy.fails.len() >= 5, "{name}");
            let broken = policy.broken_examples();
            assert!(broken.is_empty(), "{}", broken.join("\n"));
        }
    }

    #[test]
    fn examples_that_are_wrong_are_found() {
        let mut policy = Policy::built_in("strategic").unwrap();
        let (passes, fails) = (policy.passes.len(), policy.fails.len());
        std::mem::swap(&mut policy.passes, &mut policy.fails);
        assert_eq!(policy.broken_examples().len(), passes + fails);
    }

    #[test]
    fn a_policy_may_not_be_less_patient_than_the_practices() {
        let text = include_str!("policies/strategic.toml");
        let check = |from: &str, to: &str, expect: &str| {
            assert!(text.contains(from), "{from}");
            let error = Policy::parse(&text.replacen(from, to, 1)).unwrap_err().to_string();
            assert!(error.contains(expect), "{error}");
        };
        check("offered_minutes = 30", "offered_minutes = -1", "before the end");
        check("due_hours = 24", "due_hours = 72", "offered, then due, then late");
        check("business_days_after_date = 1", "business_days_after_date = 0", "S49");
        check("business_days_between = 5", "business_days_between = 4", "S53");
        check("at_most = 2", "at_most = 3", "S53");
        check("after_days = 7", "after_days = 6", "S54");
        check("within_days = 14", "within_days = -1", "counted from 0");
        check("at_most = 2", "at_mist = 2", "unknown field");
    }
}
