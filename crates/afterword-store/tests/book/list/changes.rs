//! Putting in, taking out, and who may change what when.

use afterword_core::casebook::{CaseId, Contact, Event, Key, Note, NoteId, NoteState, PersonId, Purpose, Recorded};
use afterword_core::model::{InterviewKind, Part};
use afterword_core::plan::Reading;
use jiff::civil::date;
use jiff::{Timestamp, ToSpan as _, Zoned};
use tokio::task::JoinSet;

use super::Place;
use super::sample::{approved, fill, now, people_and_case};
use afterword_store::book::{
    Book, BookError, CaseFilter, Item, ItemId, Link, NoteRecord, PersonRecord, Planned, RoundRecord, Transaction,
};

pub(super) async fn everything_put_in_comes_out(place: Place) {
    let book = place.book().await;
    let mut tx = book.transaction().await.unwrap();
    let filled = fill(&mut tx).await;
    let within = tx.contents().await.unwrap();
    tx.commit().await.unwrap();
    // Another connection, nothing cached.
    let mut view = place.book().await.read().await.unwrap();
    assert_eq!(view.contents().await.unwrap(), within);
    let note = view.note(filled.note).await.unwrap().unwrap();
    assert_eq!(note.enclosures, ["The menu"]);
    assert_eq!(note.note.announces.unwrap().day, date(2026, 5, 28));
    let card = view.card(filled.card).await.unwrap().unwrap();
    assert_eq!(card.card.id, filled.card);
    let person = view.person(filled.maya).await.unwrap().unwrap();
    assert_eq!(person.postal.unwrap().lines.len(), 2);
    let round = view.rounds(filled.case).await.unwrap().remove(0);
    assert_eq!(round.people, [filled.tom, filled.maya]);
    assert_eq!(round.begin.unwrap().time().hour(), 10);
    let uid = view.round_with_uid("invite-1@dalton.example").await.unwrap().unwrap();
    assert_eq!((uid.case, uid.sequence), (filled.case, 2));
    assert_eq!(view.points(filled.case).await.unwrap().len(), 2);
    assert_eq!(view.points_about(filled.maya).await.unwrap().len(), 1);
    assert_eq!(
        view.promises(filled.case).await.unwrap()[0].promise.due,
        Some(date(2026, 5, 20))
    );
    assert_eq!(view.events(filled.case).await.unwrap().len(), 2);
    assert_eq!(view.attachments(filled.case).await.unwrap()[0].note, Some(filled.note));
    assert_eq!(view.stationery().await.unwrap()[0].count, 9);
    assert_eq!(view.movements(Some(filled.item)).await.unwrap()[0].cost_cents, 120);
    assert_eq!(
        view.employer(filled.employer).await.unwrap().unwrap().name,
        "Dalton & Sons"
    );
    assert!(view.employer_named("DALTON  and sons").await.unwrap().is_none());
    assert!(view.employer_named("dalton sons").await.unwrap().is_some());
    assert_eq!(view.people_of(filled.case).await.unwrap().len(), 2);
    assert_eq!(view.people_at("MAYA@dalton.example").await.unwrap().len(), 1);
    let list = view.person_list().await.unwrap();
    assert_eq!((list.len(), list[0].cases), (2, 1));
    let cases = view.case_list(CaseFilter::Open).await.unwrap();
    assert_eq!((cases[0].rounds, cases[0].people, cases[0].waiting), (1, 2, 1));
    assert!(cases[0].next_due.is_some());
    // What is not there is none.
    assert!(view.note(NoteId(999)).await.unwrap().is_none());
    assert!(view.case(CaseId(999)).await.unwrap().is_none());
    assert!(view.person(PersonId(999)).await.unwrap().is_none());
}

pub(super) async fn a_case_is_loaded_whole(place: Place) {
    let book = place.book().await;
    let mut tx = book.transaction().await.unwrap();
    let filled = fill(&mut tx).await;
    tx.commit().await.unwrap();
    let mut view = book.read().await.unwrap();
    let case = view.case(filled.case).await.unwrap().unwrap();
    assert_eq!(case.organization, "Dalton & Sons");
    let people: Vec<_> = case
        .people
        .iter()
        .map(|p| (p.id, p.part, p.work_address, p.wants_card))
        .collect();
    let expected = [
        (filled.maya, Part::Interviewer, true, true),
        (filled.tom, Part::Coordinator, false, false),
    ];
    assert_eq!(people, expected);
    assert_eq!((case.rounds.len(), case.rounds[0].people.len()), (1, 2));
    assert_eq!(
        case.rounds[0].end.to_string(),
        "2026-05-14T11:00:00-04:00[America/New_York]"
    );
    assert_eq!(
        (
            case.promises.len(),
            case.notes.len(),
            case.cards.len(),
            case.events.len()
        ),
        (1, 1, 1, 2)
    );
    assert_eq!(case.stated(1).unwrap().latest, Some(date(2026, 6, 5)));
    assert_eq!(view.open_cases().await.unwrap(), [case]);
    let mut tx = book.transaction().await.unwrap();
    let mut record = tx.case_record(filled.case).await.unwrap().unwrap();
    record.closed = Some(now());
    assert!(tx.update_case(&record).await.unwrap());
    tx.commit().await.unwrap();
    let mut view = book.read().await.unwrap();
    assert!(view.open_cases().await.unwrap().is_empty());
    assert!(view.case_list(CaseFilter::Open).await.unwrap().is_empty());
    assert_eq!(view.case_list(CaseFilter::All).await.unwrap().len(), 1);
}

pub(super) async fn a_book_is_loaded_in_a_fixed_number_of_statements(place: Place) {
    let book = place.book().await;
    let mut counts = Vec::new();
    for batch in 0..2 {
        let mut tx = book.transaction().await.unwrap();
        for n in 0..5 {
            people_and_case(&mut tx, &format!("Employer {batch} {n}")).await;
        }
        tx.commit().await.unwrap();
        let mut view = book.read().await.unwrap();
        let before = view.statements();
        assert_eq!(view.open_cases().await.unwrap().len(), 5 * (batch + 1));
        let loaded = view.statements();
        view.case_list(CaseFilter::Open).await.unwrap();
        counts.push((loaded - before, view.statements() - loaded));
    }
    assert_eq!(
        counts[0], counts[1],
        "the number of statements does not grow with the book"
    );
    assert!(counts[0].0 <= 10 && counts[0].1 == 1, "{counts:?}");
}

pub(super) async fn a_stale_change_is_refused(place: Place) {
    let book = place.book().await;
    let mut tx = book.transaction().await.unwrap();
    let filled = fill(&mut tx).await;
    tx.commit().await.unwrap();
    let mut view = book.read().await.unwrap();
    let read = view.note(filled.note).await.unwrap().unwrap();
    let card = view.card(filled.card).await.unwrap().unwrap();
    drop(view);
    // The first of two tabs takes it back.
    let mut tx = book.transaction().await.unwrap();
    let mut first = read.clone();
    first.note = first.note.withdrawn(now()).unwrap();
    tx.save_note(&first, read.note.revision).await.unwrap();
    tx.save_card(&card).await.unwrap();
    tx.commit().await.unwrap();
    // The second still has it approved before its eyes.
    let mut tx = book.transaction().await.unwrap();
    let mut second = read.clone();
    second.body = "something else".to_owned();
    second.note.revision += 1;
    let refused = tx.save_note(&second, read.note.revision).await;
    assert!(matches!(refused, Err(BookError::Conflict { .. })), "{refused:?}");
    drop(tx);
    let mut tx = book.transaction().await.unwrap();
    assert!(matches!(tx.save_card(&card).await, Err(BookError::Conflict { .. })));
    drop(tx);
    let mut view = book.read().await.unwrap();
    let kept = view.note(filled.note).await.unwrap().unwrap();
    assert_eq!(kept, first);
    assert_eq!(
        view.card(filled.card).await.unwrap().unwrap().revision,
        card.revision + 1
    );
}

pub(super) async fn an_entry_has_one_living_note(place: Place) {
    let book = place.book().await;
    let mut tx = book.transaction().await.unwrap();
    let filled = fill(&mut tx).await;
    tx.commit().await.unwrap();
    let key = Key::to(Purpose::ThankYou, 1, filled.maya);
    let second = NoteRecord::new(
        filled.case,
        Note::drafted(NoteId(0), key, filled.maya, now()),
        String::new(),
        String::new(),
    );
    let mut tx = book.transaction().await.unwrap();
    assert!(matches!(tx.add_note(&second).await, Err(BookError::Conflict { .. })));
    drop(tx);
    // Once the first is discarded, its place is free; and a note that came back for good fills none.
    for end in ["discarded", "bounced"] {
        let mut tx = book.transaction().await.unwrap();
        let notes = tx.notes(filled.case).await.unwrap();
        let living = notes.into_iter().next_back().unwrap().note;
        let read = living.revision;
        let mut ended = living;
        if end == "discarded" {
            ended = ended.discarded(now()).unwrap();
        } else {
            ended.facts.bounced = Some(afterword_core::casebook::Bounced { at: now(), hard: true });
            ended.revision += 1;
        }
        tx.save_state(&ended, read).await.unwrap();
        tx.add_note(&second).await.unwrap();
        tx.commit().await.unwrap();
    }
    let mut tx = book.transaction().await.unwrap();
    let employer = tx.employer(filled.employer).await.unwrap().unwrap();
    assert!(matches!(
        tx.add_employer(&employer).await,
        Err(BookError::Conflict { .. })
    ));
}

pub(super) async fn what_happened_is_appended(place: Place) {
    let book = place.book().await;
    let mut tx = book.transaction().await.unwrap();
    let filled = fill(&mut tx).await;
    tx.commit().await.unwrap();
    let before = book.read().await.unwrap().case(filled.case).await.unwrap().unwrap();
    let event = Event::ContactChosen {
        contact: Contact::ThroughRecruiter,
    };
    let after = before.clone().record(now(), event).unwrap();
    let mut tx = book.transaction().await.unwrap();
    tx.save_case(&before, &after).await.unwrap();
    tx.commit().await.unwrap();
    let kept = book.read().await.unwrap().case(filled.case).await.unwrap().unwrap();
    assert_eq!(kept, after);
    // What was read before that is stale.
    let late = before.clone().record(now(), Event::Rejection).unwrap();
    let mut tx = book.transaction().await.unwrap();
    assert!(matches!(
        tx.save_case(&before, &late).await,
        Err(BookError::Conflict { .. })
    ));
    drop(tx);
    // A note that is answered changes with the event, or neither does.
    let mut sent = kept.clone();
    let note = &mut sent.notes[0];
    let NoteState::Approved { approval, .. } = note.state else {
        panic!("approved")
    };
    let frozen = afterword_core::casebook::Frozen {
        message_id: "m1@home.example".to_owned(),
        at: now(),
    };
    note.state = NoteState::Dot {
        approval,
        frozen,
        at: now(),
    };
    *note = note.clone().sent(now(), "250 ok").unwrap();
    let mut tx = book.transaction().await.unwrap();
    tx.save_case(&kept, &sent).await.unwrap();
    let reply = Event::Reply {
        from: filled.maya,
        to_note: Some(filled.note),
    };
    let answered = sent.clone().record(now(), reply).unwrap();
    tx.save_case(&sent, &answered).await.unwrap();
    tx.commit().await.unwrap();
    let mut view = book.read().await.unwrap();
    assert_eq!(view.case(filled.case).await.unwrap().unwrap(), answered);
    let found = view.note_with_message_id("m1@home.example").await.unwrap().unwrap();
    assert_eq!((found.note.id, found.note.facts.replied), (filled.note, Some(now())));
}

/// Rows 14 and 15.
pub(super) async fn people_of_one_name_stay_two(place: Place) {
    let book = place.book().await;
    let mut tx = book.transaction().await.unwrap();
    let mut here = PersonRecord::named("Zoë Kravčenko");
    here.organization = Some("Dalton".to_owned());
    let mut there = PersonRecord::named("Zoe\u{308} Kravc\u{30c}enko");
    there.organization = Some("Elsewhere".to_owned());
    let a = tx.add_person(&here).await.unwrap();
    let b = tx.add_person(&there).await.unwrap();
    tx.commit().await.unwrap();
    assert_ne!(a, b);
    let mut view = book.read().await.unwrap();
    for name in ["zoe kravcenko", "ZOË KRAVČENKO", "Zoë  Kravčenko"] {
        let found = view.people_named(name).await.unwrap();
        assert_eq!(found.iter().map(|p| p.id).collect::<Vec<_>>(), [a, b], "{name}");
    }
    let kept = view.people_named("zoe kravcenko").await.unwrap();
    assert_eq!(
        (kept[0].organization.as_deref(), kept[1].organization.as_deref()),
        (Some("Dalton"), Some("Elsewhere"))
    );
}

/// One transaction over every table, taken back after each of its steps.
pub(super) async fn nothing_of_a_change_taken_back_stays(place: Place) {
    let book = place.book().await;
    let mut tx = book.transaction().await.unwrap();
    let filled = fill(&mut tx).await;
    tx.commit().await.unwrap();
    let before = book.read().await.unwrap().contents().await.unwrap();
    let hits = book.read().await.unwrap().find("okonkwo", 50).await.unwrap();
    for steps in 1..=STEPS {
        let mut tx = book.transaction().await.unwrap();
        for step in 0..steps {
            change(&mut tx, step, &filled).await;
        }
        assert_ne!(tx.contents().await.unwrap(), before, "after {steps} steps");
        if steps % 2 == 0 {
            tx.rollback().await.unwrap();
        } else {
            drop(tx);
        }
        let mut view = book.read().await.unwrap();
        assert_eq!(view.contents().await.unwrap(), before, "taken back after {steps} steps");
        assert_eq!(view.find("okonkwo", 50).await.unwrap(), hits);
    }
}

const STEPS: u32 = 12;

async fn change(tx: &mut Transaction, step: u32, filled: &super::Filled) {
    match step {
        0 => {
            tx.add_person(&PersonRecord::named("New Okonkwo")).await.unwrap();
        }
        1 => {
            let mut person = tx.person(filled.maya).await.unwrap().unwrap();
            person.name = "Somebody Else".to_owned();
            tx.update_person(&person).await.unwrap();
        }
        2 => tx.set_points(filled.case, 1, &[]).await.unwrap(),
        3 => {
            let mut note = tx.note(filled.note).await.unwrap().unwrap();
            let read = note.note.revision;
            note.note = note.note.withdrawn(now()).unwrap();
            note.body = "changed".to_owned();
            tx.save_note(&note, read).await.unwrap();
        }
        4 => {
            let mut card = tx.card(filled.card).await.unwrap().unwrap();
            card.text = "changed".to_owned();
            tx.save_card(&card).await.unwrap();
        }
        5 => {
            let event = Event::Rejection;
            tx.append(filled.case, &Recorded { at: now(), event }).await.unwrap();
        }
        6 => tx.set_planned(filled.case, &[]).await.unwrap(),
        7 => {
            tx.move_item(filled.item, now(), -2, "two").await.unwrap();
        }
        8 => {
            tx.detach(filled.attachment).await.unwrap();
        }
        9 => {
            tx.show_on("thank_you-r1-p1@afterword", None, 0, None).await.unwrap();
        }
        10 => tx.set("locale", &"sv-SE").await.unwrap(),
        _ => {
            people_and_case(tx, "Another").await;
        }
    }
}

pub(super) async fn writers_at_once_lose_nothing(place: Place) {
    let mut writers = JoinSet::new();
    for writer in 0..8 {
        let place = place.clone();
        writers.spawn(async move {
            let book = place.book().await;
            for n in 0..5 {
                let mut tx = book.transaction().await.unwrap();
                let person = PersonRecord::named(&format!("Person {writer} {n}"));
                tx.add_person(&person).await.unwrap();
                tx.commit().await.unwrap();
            }
            book.close().await;
        });
    }
    while let Some(done) = writers.join_next().await {
        done.unwrap();
    }
    let people = place.book().await.read().await.unwrap().people().await.unwrap();
    let ids: Vec<i64> = people.iter().map(|p| p.id.0).collect();
    assert_eq!(ids, (1..=40).collect::<Vec<_>>(), "every identity once");
}

pub(super) async fn what_belongs_to_nothing_is_refused(place: Place) {
    let book = place.book().await;
    let (nobody, nowhere) = (PersonId(77), CaseId(88));
    let key = Key::to(Purpose::ThankYou, 1, nobody);
    let conflict = |done: Result<(), BookError>| assert!(matches!(done, Err(BookError::Conflict { .. })), "{done:?}");
    let mut tx = book.transaction().await.unwrap();
    conflict(tx.add_note(&approved(nowhere, nobody, key, "x")).await.map(|_| ()));
    drop(tx);
    let mut tx = book.transaction().await.unwrap();
    let link = Link {
        case: nowhere,
        person: nobody,
        part: Part::Interviewer,
        wants_card: false,
        no_note: false,
    };
    conflict(tx.link(&link).await);
    drop(tx);
    let mut tx = book.transaction().await.unwrap();
    let recorded = Recorded {
        at: now(),
        event: Event::Offer,
    };
    conflict(tx.append(nowhere, &recorded).await.map(|_| ()));
    drop(tx);
    let mut tx = book.transaction().await.unwrap();
    conflict(tx.attach(nowhere, None, "x", "text/plain", vec![1]).await.map(|_| ()));
    drop(tx);
    let mut tx = book.transaction().await.unwrap();
    assert!(!tx.update_person(&PersonRecord::named("Nobody")).await.unwrap());
    let unnamed = tx.add_person(&PersonRecord::named("  ")).await;
    assert!(matches!(unnamed, Err(BookError::Invalid { .. })));
}

/// Rows 78, 79 and 81: the local time and its zone are what was agreed.
pub(super) async fn local_times_are_kept(place: Place) {
    let book = place.book().await;
    let mut tx = book.transaction().await.unwrap();
    let (_, case, maya, _) = people_and_case(&mut tx, "Dalton").await;
    let ends = [
        // 01:30 comes twice; both are kept apart.
        "2026-11-01T01:30:00-04:00[America/New_York]",
        "2026-11-01T01:30:00-05:00[America/New_York]",
        "2026-03-08T03:30:00-04:00[America/New_York]",
        "2024-02-29T12:00:00+00:00[UTC]",
    ];
    for (number, end) in (1..).zip(ends) {
        let end: Zoned = end.parse().unwrap();
        let round = round(case, number, end, vec![maya]);
        tx.put_round(&round).await.unwrap();
    }
    let nameless: Zoned = "2026-05-14T11:00:00-04:00[-04:00]".parse().unwrap();
    let refused = tx.put_round(&round(case, 9, nameless, vec![])).await;
    assert!(matches!(refused, Err(BookError::Invalid { .. })), "{refused:?}");
    let mut backwards = round(case, 9, ends[0].parse().unwrap(), vec![]);
    backwards.begin = Some(ends[1].parse().unwrap());
    assert!(tx.put_round(&backwards).await.is_err(), "the end is before the begin");
    tx.commit().await.unwrap();
    let kept = book.read().await.unwrap().case(case).await.unwrap().unwrap();
    let kept: Vec<String> = kept.rounds.iter().map(|r| r.end.to_string()).collect();
    assert_eq!(kept, ends);
}

fn round(case: CaseId, number: u8, end: Zoned, people: Vec<PersonId>) -> RoundRecord {
    RoundRecord {
        case,
        number,
        kind: InterviewKind::Interview,
        format: None,
        begin: None,
        end,
        people,
        stated: None,
        follow_up_invited: false,
        jot: None,
        choices: None,
        uid: None,
        sequence: 0,
    }
}

/// A question about one position counts for the employer's other ones.
pub(super) async fn an_employer_has_one_budget(place: Place) {
    let book = place.book().await;
    let mut tx = book.transaction().await.unwrap();
    let (employer, first, maya, _) = people_and_case(&mut tx, "Dalton").await;
    let second = tx.add_case(employer, Some("Baker"), now()).await.unwrap();
    let (_, elsewhere, _, _) = people_and_case(&mut tx, "Other").await;
    let asked = Event::SentByHand {
        key: Key::numbered(Purpose::CheckIn, 1, 1),
    };
    let thanked = Event::SentByHand {
        key: Key::to(Purpose::ThankYou, 1, maya),
    };
    let later = now().saturating_add(48.hours()).unwrap();
    tx.append(
        first,
        &Recorded {
            at: now(),
            event: thanked,
        },
    )
    .await
    .unwrap();
    tx.append(
        first,
        &Recorded {
            at: later,
            event: asked,
        },
    )
    .await
    .unwrap();
    let mut note = approved(first, maya, Key::numbered(Purpose::TimelineQuestion, 1, 0), "when?");
    let NoteState::Approved { approval, .. } = note.note.state else {
        panic!("approved")
    };
    note.note.state = NoteState::Uncertain {
        approval,
        frozen: afterword_core::casebook::Frozen {
            message_id: "q@home.example".to_owned(),
            at: now(),
        },
        at: now(),
    };
    tx.add_note(&note).await.unwrap();
    tx.commit().await.unwrap();
    let mut view = book.read().await.unwrap();
    let one = view.case(second).await.unwrap().unwrap();
    assert_eq!(one.asked_elsewhere, [now(), later]);
    let all = view.open_cases().await.unwrap();
    let asked = |id: CaseId| all.iter().find(|c| c.id == id).unwrap().asked_elsewhere.len();
    assert_eq!((asked(first), asked(second), asked(elsewhere)), (0, 2, 0));
}

pub(super) async fn stationery_never_falls_below_none(place: Place) {
    let book = place.book().await;
    let mut tx = book.transaction().await.unwrap();
    let item = Item {
        id: ItemId(0),
        kind: "stamp".to_owned(),
        name: "Forever".to_owned(),
        size: None,
        count: 3,
        reorder_at: 1,
        cost_cents: 78,
    };
    let id = tx.add_item(&item).await.unwrap();
    tx.commit().await.unwrap();
    let mut takers = JoinSet::new();
    for _ in 0..5 {
        let book = place.book().await;
        takers.spawn(async move {
            let mut tx = book.transaction().await.unwrap();
            match tx.move_item(id, now(), -1, "a card").await {
                Ok(_) => {
                    tx.commit().await.unwrap();
                    1
                }
                Err(BookError::Conflict { .. }) => 0,
                Err(e) => panic!("{e}"),
            }
        });
    }
    let mut taken = 0;
    while let Some(done) = takers.join_next().await {
        taken += done.unwrap();
    }
    let mut view = book.read().await.unwrap();
    let left = view.stationery().await.unwrap().remove(0);
    assert_eq!((taken, left.count), (3, 0));
    assert!(left.is_low());
    assert_eq!(view.movements(None).await.unwrap().len(), 3);
}

pub(super) async fn settings_and_the_clock_are_kept(place: Place) {
    let book = place.book().await;
    let mut tx = book.transaction().await.unwrap();
    assert_eq!(tx.last_seen().await.unwrap(), None);
    let reading = Reading {
        wall: now(),
        run: u64::MAX,
        elapsed_seconds: 42,
    };
    tx.set_clock_reading(&reading).await.unwrap();
    tx.see(now()).await.unwrap();
    // A clock that went back does not pull the mark down with it.
    tx.see(Timestamp::UNIX_EPOCH).await.unwrap();
    tx.set("undo.1", &vec![1, 2]).await.unwrap();
    tx.set("undo.1", &vec![3]).await.unwrap();
    tx.commit().await.unwrap();
    let mut view = book.read().await.unwrap();
    assert_eq!(view.last_seen().await.unwrap(), Some(now()));
    assert_eq!(view.clock_reading().await.unwrap(), Some(reading));
    assert_eq!(view.setting::<Vec<i32>>("undo.1").await.unwrap(), Some(vec![3]));
    let wrong = view.setting::<String>("undo.1").await;
    assert!(
        matches!(
            wrong,
            Err(BookError::Corrupt {
                table: "settings",
                column: "value",
                ..
            })
        ),
        "{wrong:?}"
    );
    drop(view);
    let mut tx = book.transaction().await.unwrap();
    tx.set_last_seen(Timestamp::UNIX_EPOCH).await.unwrap();
    assert!(tx.unset("undo.1").await.unwrap() && !tx.unset("undo.1").await.unwrap());
    assert_eq!(tx.last_seen().await.unwrap(), Some(Timestamp::UNIX_EPOCH));
}

pub(super) async fn the_next_due_comes_first(place: Place) {
    let book = place.book().await;
    let mut tx = book.transaction().await.unwrap();
    let mut cases = Vec::new();
    for n in 0..4_i64 {
        let (_, case, maya, _) = people_and_case(&mut tx, &format!("Employer {n}")).await;
        let due = now().saturating_add((10 - n).hours()).unwrap();
        let key = Key::to(Purpose::ThankYou, 1, maya);
        let planned = Planned {
            case,
            key,
            to: Some(maya),
            due,
            text: "thank her".to_owned(),
        };
        tx.set_planned(case, std::slice::from_ref(&planned)).await.unwrap();
        cases.push(planned);
    }
    tx.commit().await.unwrap();
    let mut view = book.read().await.unwrap();
    cases.reverse();
    assert_eq!(view.next_due(2).await.unwrap(), cases[..2]);
    assert_eq!(view.due_until(cases[2].due, 10).await.unwrap(), cases[..3]);
    assert_eq!(view.planned(cases[0].case).await.unwrap(), cases[..1]);
    drop(view);
    let mut tx = book.transaction().await.unwrap();
    tx.set_planned(cases[0].case, &[]).await.unwrap();
    assert_eq!(tx.next_due(1).await.unwrap(), cases[1..2]);
}

pub(super) async fn a_calendar_sequence_never_falls(place: Place) {
    let book: Book = place.book().await;
    let mut tx = book.transaction().await.unwrap();
    let (day, moved) = (Some(date(2026, 5, 22)), Some(date(2026, 6, 5)));
    let uid = "check_in-r1-1@afterword";
    assert_eq!(tx.show_on(uid, day, 0, None).await.unwrap(), 0);
    assert_eq!(tx.show_on(uid, day, 0, None).await.unwrap(), 0);
    assert_eq!(tx.show_on(uid, moved, 0, None).await.unwrap(), 1);
    assert_eq!(tx.show_on(uid, moved, 7, None).await.unwrap(), 7);
    // Events were forgotten, so that the plan counts fewer.
    assert_eq!(tx.show_on(uid, day, 2, None).await.unwrap(), 8);
    assert_eq!(tx.show_on(uid, None, 0, None).await.unwrap(), 9);
    let mut entry = tx.calendar_entry(uid).await.unwrap().unwrap();
    entry.sequence = 3;
    let lower = tx.put_calendar_entry(&entry).await;
    assert!(matches!(lower, Err(BookError::Conflict { .. })), "{lower:?}");
}
