use std::collections::BTreeSet;

use jiff::civil::date;

use super::*;
use crate::calendar::Holidays;
use crate::casebook::{CaseId, Contact, Frozen, Note, NoteId, PromiseId, Recorded, Stated};
use crate::check::{Proofreader, Record, RecordPerson, check};
use crate::model::{Candidate, Format, InterviewKind, Warmth};

const WARMTHS: [Warmth; 3] = [Warmth::Plain, Warmth::Warm, Warmth::Formal];
const MARIA: PersonId = PersonId(1);
const THEO: PersonId = PersonId(2);
const ANA: PersonId = PersonId(3);
const INES: PersonId = PersonId(4);
const RUTH: PersonId = PersonId(5);

/// Every slot filled, for the examples of the frames.
pub(super) fn slots() -> Slots {
    let known = [
        ("day", "on March 2"),
        ("Role", "The staff writer position"),
        ("role", "the staff writer position"),
        ("org", "Harbor Magazine"),
        ("decide", "Friday, March 13"),
        ("after", "Friday, March 13"),
        ("asked", "on March 16"),
        ("thing", "two clips"),
        ("names", "Maria Gonzalez, Theo Lund and Ana Silva"),
        ("whose", "Theo Lund"),
    ];
    Slots(known.iter().map(|(n, v)| (*n, Some((*v).to_owned()))).collect())
}

fn somebody(id: PersonId, name: &str, part: Part) -> crate::casebook::Person {
    crate::casebook::Person {
        id,
        name: name.to_owned(),
        part,
        addr_spec: Some("x@harbor.example".to_owned()),
        work_address: false,
        wants_card: false,
        no_note: false,
    }
}

fn case() -> Case {
    Case {
        id: CaseId(1),
        organization: "Harbor Magazine".to_owned(),
        role: Some("Staff Writer".to_owned()),
        policy: "strategic".to_owned(),
        contact: Contact::Direct,
        holidays: Holidays::us(),
        people: vec![
            somebody(MARIA, "Maria Gonzalez", Part::Interviewer),
            somebody(THEO, "Theo Lund", Part::Interviewer),
            somebody(ANA, "Ana Silva", Part::Interviewer),
            somebody(INES, "Ines Marchetti", Part::Coordinator),
            somebody(RUTH, "Ruth Abara", Part::Referrer),
        ],
        rounds: vec![Round {
            number: 1,
            kind: InterviewKind::Interview,
            format: Some(Format::InPerson),
            end: "2026-03-02T15:00:00-05:00[America/New_York]".parse().unwrap(),
            people: vec![MARIA, THEO, ANA, INES],
            stated: Some(Stated {
                words: "by the 13th".to_owned(),
                latest: Some(date(2026, 3, 13)),
                ..Stated::default()
            }),
            follow_up_invited: false,
        }],
        promises: vec![Promise {
            id: PromiseId(7),
            round: 1,
            to: THEO,
            text: "two clips.".to_owned(),
            asked_for: false,
            due: None,
        }],
        notes: Vec::new(),
        cards: Vec::new(),
        events: Vec::new(),
        asked_elsewhere: Vec::new(),
    }
}

fn happened(case: Case, event: Event) -> Case {
    let mut case = case;
    case.events.push(Recorded {
        at: "2026-03-20T09:00:00Z".parse().unwrap(),
        event,
    });
    case
}

fn asked_already() -> Case {
    let mut case = case();
    let at: Timestamp = "2026-03-16T15:00:00Z".parse().unwrap();
    case.notes.push(Note {
        state: NoteState::Sent {
            frozen: Frozen {
                message_id: "1@x".to_owned(),
                at,
            },
            at,
            reply: "250".to_owned(),
        },
        ..Note::drafted(NoteId(1), Key::numbered(Purpose::CheckIn, 1, 1), MARIA, at)
    });
    case
}

/// Every situation a note can arise from, with its reader.
fn situations() -> Vec<(Case, Key, PersonId)> {
    let check_in = |n| Key::numbered(Purpose::CheckIn, 1, n);
    let closing = Key::numbered(Purpose::Closing, 0, 0);
    let gratitude = Key::to(Purpose::Gratitude, 0, RUTH);
    let pass_on = Key::to(Purpose::PassOn, 1, INES);
    let material = Key::numbered(Purpose::Material, 1, 7);
    let timeline = Key::numbered(Purpose::TimelineQuestion, 1, 0);
    let mut undated = case();
    undated.rounds[0].stated = None;
    let mut after = case();
    after.rounds[0].stated = Some(Stated {
        earliest: Some(date(2026, 3, 13)),
        ..Stated::default()
    });
    let moved = happened(
        case(),
        Event::DecisionMoved {
            round: 1,
            stated: Stated {
                latest: Some(date(2026, 3, 18)),
                ..Stated::default()
            },
        },
    );
    let mut requested = case();
    requested.promises[0].asked_for = true;
    let mut helper = case();
    helper.people[4].part = Part::Recruiter;
    let mut out = vec![
        (case(), check_in(1), MARIA),
        (case(), check_in(1), INES),
        (asked_already(), check_in(2), MARIA),
        (moved, check_in(1), MARIA),
        (after, check_in(1), MARIA),
        (undated, timeline, INES),
        (case(), material, THEO),
        (requested, material, THEO),
        (case(), material, INES),
        (case(), gratitude, RUTH),
        (helper, gratitude, RUTH),
        (case(), pass_on, INES),
        (case(), Key::to(Purpose::PassOn, 1, RUTH), RUTH),
    ];
    for end in [Event::Rejection, Event::Withdrawal, Event::Accepted] {
        out.push((happened(case(), end.clone()), closing, MARIA));
        out.push((happened(case(), end), gratitude, RUTH));
    }
    let nameless: Vec<(Case, Key, PersonId)> = out
        .iter()
        .cloned()
        .map(|(mut case, key, to)| {
            case.role = None;
            (case, key, to)
        })
        .collect();
    out.extend(nameless);
    out
}

fn profile(warmth: Warmth) -> Profile {
    Profile {
        candidate: Candidate {
            name: Some("Gabriela Garcia".to_owned()),
            ..Candidate::default()
        },
        warmth,
        ..Profile::default()
    }
}

fn written(case: &Case, key: Key, to: PersonId, warmth: Warmth, nth: usize) -> FollowUp {
    let profile = profile(warmth);
    let reader = Person {
        name: case.person(to).unwrap().name.clone(),
        ..Person::default()
    };
    let letter = Letter {
        case,
        key,
        to,
        reader: &reader,
        profile: &profile,
        sent: date(2026, 3, 24),
        day_first: false,
    };
    write(&letter, &mut |_, ways| nth % ways).unwrap_or_else(|| panic!("nothing for {key} {warmth:?}"))
}

/// Every note that any choice of frames gives, each frame at least once.
fn every_note() -> Vec<(Case, Key, PersonId, FollowUp)> {
    let mut out = Vec::new();
    for (case, key, to) in situations() {
        for warmth in WARMTHS {
            for nth in 0..6 {
                out.push((case.clone(), key, to, written(&case, key, to, warmth, nth)));
            }
        }
    }
    out
}

#[test]
fn the_checker_finds_nothing_in_a_note_of_ours() {
    let mut proofreader = Proofreader::load();
    let mut wrong = BTreeSet::new();
    for (case, key, to, note) in every_note() {
        let people: Vec<RecordPerson> = case
            .people
            .iter()
            .map(|p| RecordPerson {
                name: p.name.clone(),
                ..RecordPerson::default()
            })
            .collect();
        let record = Record {
            candidate: "Gabriela Garcia",
            organization: &case.organization,
            role: case.role.as_deref().unwrap_or_default(),
            interview_date: Some(date(2026, 3, 2)),
            decision_date: case.stated(1).and_then(Stated::day),
            planned: Some(Vec::new()),
            now: date(2026, 3, 24),
            people: &people,
            to: &case.person(to).unwrap().name,
            attachments: note.enclosures.clone(),
            points: vec!["two clips".to_owned()],
            ..Record::default()
        };
        let found = check(
            &note.body(),
            Some(&note.subject),
            kind(key.purpose),
            &record,
            Some(&mut proofreader),
        );
        wrong.extend(found.into_iter().map(|r| {
            let frames: Vec<&str> = note.lines().map(|l| l.frame.as_str()).collect();
            format!(
                "{} {:?}: {} {frames:?}",
                r.finding.rule, r.finding.excerpt, r.finding.message
            )
        }));
    }
    assert!(wrong.is_empty(), "{}", wrong.into_iter().collect::<Vec<_>>().join("\n"));
}

#[test]
fn a_question_has_40_to_80_words() {
    for (_, key, _, note) in every_note() {
        if kind(key.purpose) == Kind::FollowUp {
            assert!(
                (40..=80).contains(&note.words()),
                "{} words: {}",
                note.words(),
                note.body()
            );
        } else {
            assert!(
                (12..=80).contains(&note.words()),
                "{} words: {}",
                note.words(),
                note.body()
            );
        }
    }
}

#[test]
fn every_sentence_with_a_fact_says_what_it_rests_on() {
    let facts = [
        "March",
        "Harbor",
        "staff writer",
        "two clips",
        "Theo",
        "accepted",
        "withdr",
        "work out",
        "word for",
    ];
    for (_, key, _, note) in every_note() {
        for line in note.lines() {
            let states = facts.iter().any(|f| line.text.contains(f));
            assert!(!states || !line.sources.is_empty(), "{key}: {line:?}");
            // What states no fact may still depend on how it ended.
            let outcome_at_most = line.sources.iter().all(|s| *s == Source::Outcome);
            assert!(states || outcome_at_most, "{key}: {line:?}");
        }
    }
}

#[test]
fn every_frame_can_be_reached_and_registers_differ() {
    let frames: BTreeSet<String> = every_note()
        .iter()
        .flat_map(|(_, _, _, n)| n.lines().map(|l| l.frame.clone()).collect::<Vec<_>>())
        .collect();
    let texts = include_str!("../follow_up.toml")
        .lines()
        .filter(|l| l.starts_with("  \""))
        .count();
    assert_eq!(frames.len(), texts);
    for (case, key, to) in situations() {
        let bodies: BTreeSet<String> = WARMTHS.iter().map(|w| written(&case, key, to, *w, 0).body()).collect();
        assert_eq!(bodies.len(), 3, "{key}");
    }
}

#[test]
fn what_is_not_known_is_not_said() {
    let (case, key) = (case(), Key::numbered(Purpose::CheckIn, 1, 1));
    let body = written(&case, key, MARIA, Warmth::Warm, 0).body();
    assert!(body.contains("Friday, March 13") && !body.contains('{'), "{body}");
    let mut bare = case.clone();
    bare.rounds.clear();
    bare.role = None;
    let body = written(&bare, Key::to(Purpose::Gratitude, 0, RUTH), RUTH, Warmth::Warm, 0).body();
    assert!(!body.contains("interview") && !body.contains("position"), "{body}");
    let unknown = Key::numbered(Purpose::Material, 1, 99);
    let (profile, reader) = (profile(Warmth::Warm), Person::default());
    let letter = Letter {
        case: &case,
        key: unknown,
        to: THEO,
        reader: &reader,
        profile: &profile,
        sent: date(2026, 3, 24),
        day_first: false,
    };
    assert_eq!(follow_up(&letter, Seed(0)), None);
}

#[test]
fn the_same_seed_gives_the_same_note_and_seeds_differ() {
    let (case, profile) = (case(), profile(Warmth::Warm));
    let reader = Person {
        name: "Maria Gonzalez".to_owned(),
        ..Person::default()
    };
    let letter = Letter {
        case: &case,
        key: Key::numbered(Purpose::CheckIn, 1, 1),
        to: MARIA,
        reader: &reader,
        profile: &profile,
        sent: date(2026, 3, 24),
        day_first: false,
    };
    let body = |seed| follow_up(&letter, Seed(seed)).unwrap().body();
    assert_eq!(body(3), body(3));
    let many: BTreeSet<String> = (0..20).map(body).collect();
    assert!(many.len() >= 8, "{}", many.len());
}
