//! Books that move, are restored, or forget.

use std::io::Cursor;

use afterword_core::casebook::{Event, Frozen, Key, NoteState, Purpose, Recorded};
use jiff::{Timestamp, ToSpan as _};

use super::Place;
use super::sample::{approved, fill, now, people_and_case};
use afterword_store::book::{
    BookError, Contents, ExtraFile, Forget, HitKind, Occasion, PersonRecord, PointRecord, PointRowId, RESTORED,
};

pub(super) async fn a_book_moves_to_another_place(place: Place) {
    let book = place.book().await;
    let mut tx = book.transaction().await.unwrap();
    let filled = fill(&mut tx).await;
    let (_, gone, _, _) = people_and_case(&mut tx, "Gone").await;
    tx.commit().await.unwrap();
    // An identity that was given out and is not in use is not given out again over there either.
    book.forget(Forget::Case(gone), now(), &[1; 16]).await.unwrap().unwrap();
    let mut view = book.read().await.unwrap();
    let contents = view.contents().await.unwrap();
    let json = serde_json::to_string(&contents).unwrap();
    let read: Contents = serde_json::from_str(&json).unwrap();
    assert_eq!(read, contents, "its JSON says everything");
    let mut zip = Cursor::new(Vec::new());
    let extra = ExtraFile {
        name: "plan.ics".to_owned(),
        bytes: b"BEGIN:VCALENDAR".to_vec(),
    };
    view.write_zip(&mut zip, std::slice::from_ref(&extra)).await.unwrap();
    drop(view);
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), zip.get_ref()).unwrap();
    let there = place.strangers_book().await;
    there.import(file.path()).await.unwrap();
    let mut view = there.read().await.unwrap();
    assert_eq!(view.contents().await.unwrap(), contents);
    assert_eq!(
        view.attachment_bytes(filled.attachment).await.unwrap().as_deref(),
        Some(b"%PDF-1.7 menu".as_slice())
    );
    assert!(view.is_forgotten("gone@nowhere.example").await.unwrap());
    assert_eq!(view.find("okonkwo", 10).await.unwrap(), {
        let mut view = book.read().await.unwrap();
        view.find("okonkwo", 10).await.unwrap()
    });
    drop(view);
    let again = there.import(file.path()).await;
    assert!(
        matches!(again, Err(BookError::Conflict { .. })),
        "not into a book that is not empty: {again:?}"
    );
    let mut tx = there.transaction().await.unwrap();
    let next = tx.add_case(filled.employer, None, now()).await.unwrap();
    assert!(next > gone);
}

/// Row 96.
pub(super) async fn a_restored_book_doubts_what_could_have_been_sent(place: Place) {
    let book = place.book().await;
    let mut tx = book.transaction().await.unwrap();
    let filled = fill(&mut tx).await;
    let mut again = approved(
        filled.case,
        filled.maya,
        Key::to(Purpose::Material, 1, filled.maya),
        "the menu",
    );
    let NoteState::Approved { approval, frozen } = &mut again.note.state else {
        panic!("approved")
    };
    *frozen = Some(Frozen {
        message_id: "tried@home.example".to_owned(),
        at: now(),
    });
    let approval = *approval;
    let again = tx.add_note(&again).await.unwrap();
    let mut draft = approved(
        filled.case,
        filled.tom,
        Key::to(Purpose::PassOn, 1, filled.tom),
        "please pass it on",
    );
    draft.note.state = NoteState::Drafted { at: now() };
    let draft = tx.add_note(&draft).await.unwrap();
    let at = now().saturating_add(72.hours()).unwrap();
    assert_eq!(tx.doubt_what_may_be_sent(at).await.unwrap(), 2);
    tx.commit().await.unwrap();
    let mut view = book.read().await.unwrap();
    let state = |n: Option<afterword_store::book::NoteRecord>| n.unwrap().note.state;
    let NoteState::Uncertain { frozen, .. } = state(view.note(again).await.unwrap()) else {
        panic!("uncertain")
    };
    assert_eq!(frozen.message_id, "tried@home.example");
    let first = state(view.note(filled.note).await.unwrap());
    assert!(
        matches!(first, NoteState::Uncertain { approval: a, .. } if a.at == approval.at),
        "{first:?}"
    );
    assert_eq!(state(view.note(draft).await.unwrap()).name(), "drafted");
    assert!(view.setting::<Timestamp>(RESTORED).await.unwrap().is_some());
    drop(view);
    let lease = book.sender_lease().await.unwrap().unwrap();
    let mut tx = book.transaction().await.unwrap();
    let year = now().saturating_add((24 * 365).hours()).unwrap();
    assert!(
        tx.claim(&lease, year).await.unwrap().is_none(),
        "nothing goes out by itself"
    );
}

pub(super) async fn forgetting_a_person_takes_what_was_counted(place: Place) {
    let book = place.book().await;
    let mut tx = book.transaction().await.unwrap();
    let filled = fill(&mut tx).await;
    let mut points = tx.points(filled.case).await.unwrap();
    points.push(PointRecord {
        id: PointRowId(0),
        case: filled.case,
        round: 1,
        person: Some(filled.tom),
        kind: None,
        text: "Ms. Okonkwo trained him".to_owned(),
        better: None,
        private: None,
        line: 3,
    });
    tx.set_points(filled.case, 1, &points).await.unwrap();
    let mut to_tom = approved(
        filled.case,
        filled.tom,
        Key::to(Purpose::PassOn, 1, filled.tom),
        "please thank Maya Okonkwo",
    );
    to_tom.recipient = Some("tom@dalton.example".to_owned());
    let to_tom = tx.add_note(&to_tom).await.unwrap();
    tx.commit().await.unwrap();
    let before = book.read().await.unwrap().contents().await.unwrap();
    let person = Forget::Person(filled.maya);
    let counted = book.would_forget(person).await.unwrap().unwrap();
    assert_eq!(
        book.read().await.unwrap().contents().await.unwrap(),
        before,
        "counting changes nothing"
    );
    let done = book.forget(person, now(), &[3; 16]).await.unwrap().unwrap();
    assert_eq!(done.count, counted);
    assert_eq!(
        (counted.people, counted.jots, counted.points, counted.promises),
        (1, 1, 2, 1)
    );
    assert_eq!(
        (counted.notes, counted.cards, counted.attachments, counted.notes_blanked),
        (1, 1, 1, 1)
    );
    assert_eq!(counted.addresses, 1);
    let mut view = book.read().await.unwrap();
    let after = serde_json::to_string(&view.contents().await.unwrap())
        .unwrap()
        .to_lowercase();
    for word in ["maya", "okonkwo", "main st", "bread oven"] {
        assert!(!after.contains(word), "{word} is left: {after}");
    }
    assert!(view.find("okonkwo", 10).await.unwrap().is_empty());
    assert_eq!(view.note(to_tom).await.unwrap().unwrap().note.state.name(), "approved");
    assert!(
        view.case(filled.case)
            .await
            .unwrap()
            .is_some_and(|c| c.people.len() == 1)
    );
    assert!(view.is_forgotten(" Maya@DALTON.example ").await.unwrap());
    assert!(!view.is_forgotten("tom@dalton.example").await.unwrap());
    drop(view);
    let mut tx = book.transaction().await.unwrap();
    let mut back = PersonRecord::named("M. O.");
    back.addr_spec = Some("maya@dalton.example".to_owned());
    assert!(matches!(tx.add_person(&back).await, Err(BookError::Forgotten)));
    drop(tx);
    assert!(
        book.forget(person, now(), &[3; 16]).await.unwrap().is_none(),
        "there is no such person any more"
    );
}

pub(super) async fn forgetting_keeps_the_budget_and_the_stop(place: Place) {
    let book = place.book().await;
    let mut tx = book.transaction().await.unwrap();
    let (_, case, maya, tom) = people_and_case(&mut tx, "Dalton").await;
    let mut asked = approved(case, maya, Key::numbered(Purpose::CheckIn, 1, 1), "any news?");
    let NoteState::Approved { approval, .. } = asked.note.state else {
        panic!("approved")
    };
    let frozen = Frozen {
        message_id: "q@home.example".to_owned(),
        at: now(),
    };
    asked.note.state = NoteState::Sending {
        approval,
        frozen: frozen.clone(),
    };
    let id = tx.add_note(&asked).await.unwrap();
    tx.commit().await.unwrap();
    let held = book.forget(Forget::Person(maya), now(), &[3; 16]).await;
    assert!(
        matches!(held, Err(BookError::Conflict { .. })),
        "not while it is being sent: {held:?}"
    );
    let mut tx = book.transaction().await.unwrap();
    let mut note = tx.note(id).await.unwrap().unwrap().note;
    note.state = NoteState::Sent {
        frozen,
        at: now(),
        reply: "250".to_owned(),
    };
    note.revision += 1;
    tx.save_state(&note, 0).await.unwrap();
    for event in [
        Event::Reply {
            from: maya,
            to_note: Some(id),
        },
        Event::Reply {
            from: tom,
            to_note: None,
        },
    ] {
        tx.append(case, &Recorded { at: now(), event }).await.unwrap();
    }
    tx.commit().await.unwrap();
    book.forget(Forget::Person(maya), now(), &[3; 16])
        .await
        .unwrap()
        .unwrap();
    let kept = book.read().await.unwrap().case(case).await.unwrap().unwrap();
    let asked = kept.events.iter().any(|r| {
        let by_hand = Event::SentByHand {
            key: Key::numbered(Purpose::CheckIn, 1, 1),
        };
        r.at == now() && r.event == by_hand
    });
    assert!(asked, "the question still counts: {:?}", kept.events);
    let replies = kept
        .events
        .iter()
        .filter(|r| matches!(r.event, Event::Reply { to_note: None, .. }));
    assert_eq!(replies.count(), 2, "that somebody answered still stops the plan");
    assert!(kept.notes.is_empty());
    // And such a book still moves.
    let contents = book.read().await.unwrap().contents().await.unwrap();
    let there = place.strangers_book().await;
    let mut tx = there.transaction().await.unwrap();
    tx.fill(&contents, |_| Ok(None)).await.unwrap();
    assert_eq!(tx.contents().await.unwrap(), contents);
}

pub(super) async fn forgetting_a_case_leaves_nothing(place: Place) {
    let book = place.book().await;
    let mut tx = book.transaction().await.unwrap();
    let filled = fill(&mut tx).await;
    let (_, other, _, _) = people_and_case(&mut tx, "Other").await;
    // Tom belongs to both, so that he stays.
    let link = afterword_store::book::Link {
        case: other,
        person: filled.tom,
        part: afterword_core::model::Part::Referrer,
        wants_card: false,
        no_note: false,
    };
    tx.link(&link).await.unwrap();
    tx.commit().await.unwrap();
    let done = book
        .forget(Forget::Case(filled.case), now(), &[3; 16])
        .await
        .unwrap()
        .unwrap();
    assert_eq!((done.count.cases, done.count.people, done.count.notes), (1, 1, 1));
    let mut view = book.read().await.unwrap();
    assert!(view.employer(filled.employer).await.unwrap().is_none());
    assert!(view.person(filled.maya).await.unwrap().is_none());
    assert!(view.person(filled.tom).await.unwrap().is_some());
    let left = view.contents().await.unwrap();
    assert_eq!((left.cases.len(), left.employers.len()), (1, 1));
    assert!(left.rounds.is_empty() && left.points.is_empty() && left.promises.is_empty() && left.notes.is_empty());
    assert!(left.cards.is_empty() && left.events.is_empty() && left.planned.is_empty());
    assert!(left.attachments.is_empty() && left.calendar.is_empty());
    assert_eq!((left.items.len(), left.movements.len()), (1, 1));
    let hits = view.find("bread", 10).await.unwrap();
    assert!(hits.is_empty(), "{hits:?}");
}

pub(super) async fn owners_are_strangers(place: Place) {
    let book = place.book().await;
    let mut tx = book.transaction().await.unwrap();
    let filled = fill(&mut tx).await;
    tx.commit().await.unwrap();
    let contents = book.read().await.unwrap().contents().await.unwrap();
    let there = place.strangers_book().await;
    let mut view = there.read().await.unwrap();
    assert!(view.is_empty().await.unwrap());
    assert!(view.person(filled.maya).await.unwrap().is_none());
    assert!(view.find("okonkwo", 10).await.unwrap().is_empty());
    assert!(view.attachment_bytes(filled.attachment).await.unwrap().is_none());
    assert!(!view.is_forgotten("gone@nowhere.example").await.unwrap());
    drop(view);
    let mut tx = there.transaction().await.unwrap();
    let mut person = PersonRecord::named("Stranger");
    person.id = filled.maya;
    assert!(!tx.update_person(&person).await.unwrap());
    assert!(!tx.detach(filled.attachment).await.unwrap());
    // Numbers begin anew: nobody's tell of anybody else's book.
    assert_eq!(tx.add_person(&person).await.unwrap().0, 1);
    tx.commit().await.unwrap();
    assert_eq!(book.read().await.unwrap().contents().await.unwrap(), contents);
}

pub(super) async fn the_years_with_somebody(place: Place) {
    let book = place.book().await;
    let mut tx = book.transaction().await.unwrap();
    let filled = fill(&mut tx).await;
    let mut note = tx.note(filled.note).await.unwrap().unwrap().note;
    let NoteState::Approved { approval, .. } = note.state else {
        panic!("approved")
    };
    let read = note.revision;
    let (frozen, at) = (
        Frozen {
            message_id: "m@home.example".to_owned(),
            at: now(),
        },
        now(),
    );
    note.state = NoteState::Dot { approval, frozen, at };
    note.revision += 1;
    let note = note.sent(now().saturating_add(1.minute()).unwrap(), "250 ok").unwrap();
    tx.save_state(&note, read).await.unwrap();
    let event = Event::Reply {
        from: filled.maya,
        to_note: Some(filled.note),
    };
    let at = now().saturating_add(2.hours()).unwrap();
    tx.append(filled.case, &Recorded { at, event }).await.unwrap();
    tx.commit().await.unwrap();
    let mut view = book.read().await.unwrap();
    let years = view.timeline(filled.maya).await.unwrap();
    let what: Vec<_> = years.iter().map(|t| &t.what).collect();
    let sent = Occasion::Note {
        note: filled.note,
        purpose: Purpose::ThankYou,
        subject: "Thank you".to_owned(),
    };
    let reply = Occasion::Event {
        name: "reply".to_owned(),
    };
    assert_eq!(what, [&Occasion::Interview { round: 1 }, &sent, &reply]);
    assert_eq!(years[0].organization, "Dalton & Sons");
    assert!(view.person_list().await.unwrap()[0].last_touch.is_some());
    assert_eq!(view.find("maya", 1).await.unwrap()[0].kind, HitKind::Person);
}
