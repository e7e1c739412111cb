//! What it costs to plan one case: a fresh one, one in the middle of things, and one with a long history.

use std::hint::black_box;

use afterword_core::calendar::Holidays;
use afterword_core::casebook::{
    Case, CaseId, Contact, Event, Frozen, Key, Note, NoteId, NoteState, Person, PersonId, Purpose, Recorded, Round,
    Stated,
};
use afterword_core::model::{Format, InterviewKind, Part};
use afterword_core::plan::policy::Policy;
use afterword_core::plan::{Moment, decide};
use criterion::{Criterion, criterion_group, criterion_main};
use jiff::civil::date;
use jiff::{Timestamp, Zoned};

fn person(id: i64) -> Person {
    Person {
        id: PersonId(id),
        name: format!("Person {id}"),
        part: if id == 1 { Part::Coordinator } else { Part::Interviewer },
        addr_spec: Some(format!("p{id}@harbor.example")),
        work_address: id % 2 == 0,
        wants_card: false,
        no_note: false,
    }
}

/// A case with `people` at each of `rounds` interviews, all thanked but those of the last.
fn case(people: i64, rounds: u8, events: usize) -> Case {
    let end: Zoned = "2026-03-02T11:00:00-05:00[America/New_York]".parse().expect("a moment");
    let at = end.timestamp();
    let sent = |id, key, to| Note {
        state: NoteState::Sent {
            frozen: Frozen {
                message_id: format!("{id}@afterword.invalid"),
                at,
            },
            at,
            reply: "250 2.0.0 Ok".to_owned(),
        },
        ..Note::drafted(NoteId(id), key, to, at)
    };
    let ids: Vec<PersonId> = (1..=people).map(PersonId).collect();
    let mut notes = Vec::new();
    for round in 1..rounds {
        for id in &ids {
            let number = i64::try_from(notes.len()).expect("few");
            notes.push(sent(number, Key::to(Purpose::ThankYou, round, *id), *id));
        }
    }
    let stated = |day| Stated {
        words: "by then".to_owned(),
        latest: Some(day),
        ..Stated::default()
    };
    Case {
        id: CaseId(1),
        organization: "Harbor Magazine".to_owned(),
        role: None,
        policy: "strategic".to_owned(),
        contact: Contact::Direct,
        holidays: Holidays::us(),
        people: ids.iter().map(|id| person(id.0)).collect(),
        rounds: (1..=rounds)
            .map(|number| Round {
                number,
                kind: InterviewKind::Interview,
                format: Some(Format::InPerson),
                end: end.clone(),
                people: ids.clone(),
                stated: Some(stated(date(2026, 3, 13))),
                follow_up_invited: false,
            })
            .collect(),
        promises: Vec::new(),
        notes,
        cards: Vec::new(),
        events: (0..events)
            .map(|_| Recorded {
                at,
                event: Event::DecisionMoved {
                    round: rounds,
                    stated: stated(date(2026, 3, 20)),
                },
            })
            .collect(),
        asked_elsewhere: Vec::new(),
    }
}

fn plan(c: &mut Criterion) {
    let policy = Policy::built_in("strategic").expect("comes with the program");
    let now: Timestamp = "2026-03-03T09:00:00-05:00".parse().expect("a moment");
    let mut group = c.benchmark_group("decide");
    for (name, case) in [
        ("fresh, 1 person", case(1, 1, 0)),
        ("3 people, 2 rounds, 2 events", case(3, 2, 2)),
        ("7 people, 4 rounds, 100 events", case(7, 4, 100)),
    ] {
        group.bench_function(name, |b| {
            b.iter(|| decide(black_box(&case), &policy, &Moment::steady(now)));
        });
    }
    group.finish();
}

criterion_group!(benches, plan);
criterion_main!(benches);
