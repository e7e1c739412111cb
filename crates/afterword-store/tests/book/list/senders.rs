//! Approved notes and those who take them.

use std::collections::BTreeMap;

use afterword_core::casebook::{CaseId, Frozen, Key, NoteId, NoteState, PersonId, Purpose};
use jiff::{Timestamp, ToSpan as _};
use tokio::task::JoinSet;

use super::Place;
use super::sample::{approved, now, people_and_case};
use afterword_store::book::{Book, BookError, NoteRecord};

const WORKERS: i64 = 8;
const NOTES: i64 = 40;

fn later() -> Timestamp {
    now().saturating_add(20.seconds()).unwrap()
}

fn sending(note: &mut NoteRecord, worker: i64) {
    let NoteState::Approved { approval, .. } = note.note.state else {
        panic!("claimed in another state: {:?}", note.note.state)
    };
    let frozen = Frozen {
        message_id: format!("worker-{worker}-note-{}@home.example", note.note.id),
        at: later(),
    };
    note.note.state = NoteState::Sending { approval, frozen };
    note.note.revision += 1;
    note.frozen = Some(b"the bytes".to_vec());
}

async fn notes(book: &Book, count: i64) -> (CaseId, PersonId, Vec<NoteId>) {
    let mut tx = book.transaction().await.unwrap();
    let (_, case, maya, _) = people_and_case(&mut tx, "Dalton").await;
    let mut ids = Vec::new();
    for item in 1..=count {
        let key = Key {
            item,
            ..Key::to(Purpose::Material, 1, maya)
        };
        ids.push(tx.add_note(&approved(case, maya, key, "the menu")).await.unwrap());
    }
    tx.commit().await.unwrap();
    (case, maya, ids)
}

pub(super) async fn each_note_is_claimed_once_by_eight_workers(place: Place) {
    let book = place.book().await;
    let (_, _, ids) = notes(&book, NOTES).await;
    let lease = std::sync::Arc::new(book.sender_lease().await.unwrap().unwrap());
    let mut workers = JoinSet::new();
    for worker in 0..WORKERS {
        let (place, lease) = (place.clone(), lease.clone());
        workers.spawn(async move {
            let book = place.book().await;
            let mut taken = Vec::new();
            let mut refused = 0;
            loop {
                let mut tx = book.transaction().await.unwrap();
                let Some(claimed) = tx.claim(&lease, later()).await.unwrap() else {
                    break;
                };
                let mut note = claimed.note;
                // Every worker drops its second claim: the note must come to somebody all the same.
                refused += 1;
                if refused == 2 {
                    tx.rollback().await.unwrap();
                    continue;
                }
                let read = note.note.revision;
                sending(&mut note, worker);
                tx.save_note(&note, read).await.unwrap();
                tx.commit().await.unwrap();
                taken.push(note.note.id);
                tokio::task::yield_now().await;
            }
            book.close().await;
            taken
        });
    }
    let mut taken: BTreeMap<NoteId, usize> = BTreeMap::new();
    while let Some(done) = workers.join_next().await {
        for id in done.unwrap() {
            *taken.entry(id).or_default() += 1;
        }
    }
    // A worker may find nothing while others still hold the last ones and give them back; what is left is taken now.
    loop {
        let mut tx = book.transaction().await.unwrap();
        let Some(mut claimed) = tx.claim(&lease, later()).await.unwrap() else {
            break;
        };
        let read = claimed.note.note.revision;
        sending(&mut claimed.note, 99);
        tx.save_note(&claimed.note, read).await.unwrap();
        tx.commit().await.unwrap();
        *taken.entry(claimed.note.note.id).or_default() += 1;
    }
    assert_eq!(taken.keys().copied().collect::<Vec<_>>(), ids, "every note was taken");
    assert!(taken.values().all(|n| *n == 1), "and once: {taken:?}");
    let mut view = book.read().await.unwrap();
    for id in ids {
        assert_eq!(view.note(id).await.unwrap().unwrap().note.state.name(), "sending");
    }
}

pub(super) async fn one_sender_has_the_lease(place: Place) {
    let (book, other) = (place.book().await, place.book().await);
    let mut lease = book.sender_lease().await.unwrap().expect("nobody has it");
    assert!(lease.holds().await);
    assert!(other.sender_lease().await.unwrap().is_none(), "somebody has it");
    let stranger = place.strangers_book().await;
    let strangers = stranger.sender_lease().await.unwrap().expect("another book");
    let mut tx = book.transaction().await.unwrap();
    assert!(matches!(
        tx.claim(&strangers, now()).await,
        Err(BookError::Conflict { .. })
    ));
    assert!(matches!(tx.recover(&strangers).await, Err(BookError::Conflict { .. })));
    drop(tx);
    drop(lease);
    let mut again = None;
    // A server notices a closed connection a moment later.
    for _ in 0..100 {
        again = other.sender_lease().await.unwrap();
        if again.is_some() {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    assert!(again.is_some(), "it is free again");
}

pub(super) async fn what_a_dead_sender_left_is_settled(place: Place) {
    let book = place.book().await;
    let (_, _, ids) = notes(&book, 3).await;
    let lease = book.sender_lease().await.unwrap().unwrap();
    for steps in [1, 2] {
        let mut tx = book.transaction().await.unwrap();
        let mut note = tx.claim(&lease, later()).await.unwrap().unwrap().note;
        let read = note.note.revision;
        sending(&mut note, 0);
        if steps == 2 {
            note.note = note.note.dot(later()).unwrap();
        }
        tx.save_note(&note, read).await.unwrap();
        tx.commit().await.unwrap();
    }
    drop(lease);
    let mut lease = None;
    for _ in 0..100 {
        lease = book.sender_lease().await.unwrap();
        if lease.is_some() {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    let lease = lease.unwrap();
    let mut tx = book.transaction().await.unwrap();
    let settled = tx.recover(&lease).await.unwrap();
    tx.commit().await.unwrap();
    let states: Vec<_> = settled.iter().map(|n| (n.note.id, n.note.state.name())).collect();
    assert_eq!(states, [(ids[0], "approved"), (ids[1], "uncertain")]);
    let mut view = book.read().await.unwrap();
    let waiting = view.note(ids[0]).await.unwrap().unwrap();
    // The same bytes and the same name at the next try.
    assert_eq!(waiting.frozen.as_deref(), Some(b"the bytes".as_slice()));
    assert_eq!(waiting, settled[0]);
    let named = view.note_with_message_id("worker-0-note-2@home.example").await.unwrap();
    assert_eq!(named.unwrap().note.id, ids[1]);
    drop(view);
    let mut tx = book.transaction().await.unwrap();
    assert!(tx.recover(&lease).await.unwrap().is_empty(), "settled once");
    // What is uncertain is never claimed.
    let mut claimed = Vec::new();
    while let Some(next) = tx.claim(&lease, later()).await.unwrap() {
        let read = next.note.note.revision;
        let mut note = next.note;
        sending(&mut note, 1);
        tx.save_note(&note, read).await.unwrap();
        claimed.push(note.note.id);
    }
    assert_eq!(claimed, [ids[0], ids[2]]);
}

pub(super) async fn a_window_is_kept_to(place: Place) {
    let book = place.book().await;
    let mut tx = book.transaction().await.unwrap();
    let (_, case, maya, _) = people_and_case(&mut tx, "Dalton").await;
    let mut note = approved(case, maya, Key::to(Purpose::ThankYou, 1, maya), "thank you");
    let NoteState::Approved { approval, .. } = &mut note.note.state else {
        panic!("approved")
    };
    let (from, to) = (
        now().saturating_add(1.hour()).unwrap(),
        now().saturating_add(2.hours()).unwrap(),
    );
    (approval.not_before, approval.expires) = (Some(from), Some(to));
    (note.not_before, note.expires) = (Some(from), Some(to));
    let id = tx.add_note(&note).await.unwrap();
    let undone = tx
        .add_note(&approved(case, maya, Key::to(Purpose::ThankYou, 2, maya), "thank you"))
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let lease = book.sender_lease().await.unwrap().unwrap();
    let at = |seconds: i64| now().saturating_add(seconds.seconds()).unwrap();
    let mut tx = book.transaction().await.unwrap();
    assert!(
        tx.claim(&lease, at(14)).await.unwrap().is_none(),
        "there is still time to take it back"
    );
    assert_eq!(tx.claim(&lease, at(15)).await.unwrap().unwrap().note.note.id, undone);
    assert!(tx.put_off(undone, at(100_000)).await.unwrap());
    assert!(tx.claim(&lease, at(3599)).await.unwrap().is_none(), "not before");
    assert_eq!(tx.claim(&lease, at(3600)).await.unwrap().unwrap().note.note.id, id);
    assert!(tx.claim(&lease, at(7200)).await.unwrap().is_none(), "expired");
    assert_eq!(
        tx.claim(&lease, at(100_000)).await.unwrap().unwrap().note.note.id,
        undone
    );
}
