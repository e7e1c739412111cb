//! What no plan may do, whatever was said and when.

use afterword_core::calendar::Holidays;
use afterword_core::casebook::{
    Case, CaseId, Contact, Event, Frozen, Key, Note, NoteId, NoteState, Person, PersonId, Purpose, Recorded, Round,
    Stated,
};
use afterword_core::model::{Format, InterviewKind, Part};
use afterword_core::plan::policy::{NAMES, Policy};
use afterword_core::plan::{Moment, NOTHING_TO_DO, decide};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _};
use proptest::prelude::*;

const ZONES: [&str; 5] = [
    "America/New_York",
    "Africa/Cairo",
    "Pacific/Kiritimati",
    "America/Los_Angeles",
    "Australia/Lord_Howe",
];

fn person(id: i64) -> Person {
    Person {
        id: PersonId(id),
        name: format!("Person {id}"),
        part: Part::Interviewer,
        addr_spec: Some(format!("p{id}@harbor.example")),
        work_address: true,
        wants_card: false,
        no_note: false,
    }
}

fn case(zone: &TimeZone, end: i64, stated: Option<i64>) -> Case {
    let end = Timestamp::from_second(1_767_600_000 + end)
        .expect("2026")
        .to_zoned(zone.clone());
    let latest = stated.map(|days| end.date().saturating_add(days.days()));
    Case {
        id: CaseId(1),
        organization: "Harbor Magazine".to_owned(),
        role: None,
        policy: "strategic".to_owned(),
        contact: Contact::Direct,
        holidays: Holidays::us(),
        people: vec![person(1), person(2)],
        rounds: vec![Round {
            number: 1,
            kind: InterviewKind::Interview,
            format: Some(Format::InPerson),
            end,
            people: vec![PersonId(1), PersonId(2)],
            stated: Some(Stated {
                words: "then".to_owned(),
                latest,
                ..Stated::default()
            }),
            follow_up_invited: false,
        }],
        promises: Vec::new(),
        notes: Vec::new(),
        cards: Vec::new(),
        events: Vec::new(),
        asked_elsewhere: Vec::new(),
    }
}

fn sent(id: i64, key: Key, at: Timestamp) -> Note {
    let frozen = Frozen {
        message_id: format!("{id}@afterword.invalid"),
        at,
    };
    Note {
        state: NoteState::Sent {
            frozen,
            at,
            reply: String::new(),
        },
        ..Note::drafted(NoteId(id), key, PersonId(1), at)
    }
}

fn local_day(zone: &TimeZone, now: Timestamp) -> Date {
    zone.to_datetime(now).date()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3000))]

    /// Under no policy does a question open on or before the day they named, nor on the days off after it.
    #[test]
    fn no_question_before_the_stated_day_has_passed(
        zone in prop::sample::select(&ZONES[..]),
        policy in prop::sample::select(&NAMES[..]),
        end in 0..25_000_000_i64,
        stated in prop::option::of(0..40_i64),
        later in 0..6_000_000_i64,
    ) {
        let zone = TimeZone::get(zone).expect("a known zone");
        let case = case(&zone, end, stated);
        let now = case.rounds[0].end.timestamp() + jiff::SignedDuration::from_secs(later);
        let decision = decide(&case, &Policy::built_in(policy).expect("built in"), &Moment::steady(now));
        let asks = |p: Purpose| decision.actions.iter().filter_map(|a| a.key()).any(|k| k.purpose == p);
        let today = local_day(&zone, now);
        if let Some(day) = case.rounds[0].stated.as_ref().and_then(Stated::day) {
            let mut first = day.tomorrow().expect("in the calendar");
            while !case.holidays.is_business_day(first) {
                first = first.tomorrow().expect("in the calendar");
            }
            prop_assert_eq!(asks(Purpose::CheckIn), today >= first && policy != "patient");
            prop_assert!(!asks(Purpose::TimelineQuestion));
        } else {
            prop_assert!(!asks(Purpose::CheckIn), "silence is no reason to ask");
            let week = case.rounds[0].day().saturating_add(7.days());
            prop_assert_eq!(asks(Purpose::TimelineQuestion), today >= week);
        }
        for refusal in &decision.refusals {
            prop_assert!(refusal.practice.starts_with('S') && refusal.reason.len() > 15);
            prop_assert!(refusal.until.as_ref().is_none_or(|u| u.timestamp() > now), "what opens has not opened yet");
        }
    }

    /// The order in which notes were kept says nothing, and deciding twice says the same.
    #[test]
    fn a_plan_depends_on_what_happened_and_not_on_its_storage(
        keys in prop::collection::vec((0..4_u8, 1..3_i64, 0..4_000_000_i64), 0..8),
        later in 0..6_000_000_i64,
        events in prop::collection::vec(0..4_u8, 0..4),
    ) {
        let mut case = case(&TimeZone::UTC, 3_000_000, Some(10));
        let end = case.rounds[0].end.timestamp();
        let after = |seconds| end + jiff::SignedDuration::from_secs(seconds);
        for (id, (kind, item, seconds)) in (1..).zip(keys) {
            let key = match kind {
                0 => Key::to(Purpose::ThankYou, 1, PersonId(item)),
                1 => Key::numbered(Purpose::TimelineQuestion, 1, 0),
                _ => Key::numbered(Purpose::CheckIn, 1, item),
            };
            let note = sent(id, key, after(seconds));
            case.notes.push(if kind == 3 { Note::drafted(note.id, key, note.to, after(seconds)) } else { note });
        }
        for event in events {
            let event = match event {
                0 => Event::Reply { from: PersonId(1), to_note: None },
                1 => Event::OutOfOffice { from: PersonId(1), back_on: None },
                2 => Event::Resumed,
                _ => Event::Rejection,
            };
            case.events.push(Recorded { at: after(0), event });
        }
        let policy = Policy::built_in("strategic").expect("built in");
        let now = Moment::steady(after(later));
        let decision = decide(&case, &policy, &now);
        let mut other = case.clone();
        other.notes.reverse();
        let (mut a, mut b) = (decision.clone(), decide(&other, &policy, &now));
        for decision in [&mut a, &mut b] {
            // Two notes for one entry: either may be the one to go on with.
            decision.actions.iter_mut().for_each(|action| {
                if let afterword_core::plan::What::Note { note, .. } = &mut action.what {
                    *note = None;
                }
            });
        }
        prop_assert_eq!(a, b);
        prop_assert_eq!(decide(&case, &policy, &now), decision);
    }
}

#[test]
fn waiting_is_an_answer() {
    let zone = TimeZone::get("America/New_York").expect("a known zone");
    let mut case = case(&zone, 0, Some(20));
    let end = case.rounds[0].end.timestamp();
    for id in [1, 2] {
        case.notes
            .push(sent(id, Key::to(Purpose::ThankYou, 1, PersonId(id)), end));
        let key = Key::to(Purpose::Card, 1, PersonId(id));
        case.events.push(Recorded {
            at: end,
            event: Event::CardPosted { key },
        });
    }
    let later = end + jiff::SignedDuration::from_hours(10 * 24);
    let decision = decide(
        &case,
        &Policy::built_in("strategic").expect("built in"),
        &Moment::steady(later),
    );
    assert!(decision.is_rest(), "{:?}", decision.actions);
    assert!(NOTHING_TO_DO.contains("Waiting is the right move"));
    let next = decision.refusals.first().expect("the check-in that may come");
    assert_eq!((next.key.purpose, next.practice), (Purpose::CheckIn, "S49"));
    assert!(next.until.is_some());
}
