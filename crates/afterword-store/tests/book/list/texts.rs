//! Words: found, kept as they were, and never taken for commands.

use serde_json::json;

use super::Place;
use super::sample::{fill, people_and_case};
use afterword_store::book::{BookError, HitKind, MAX_ATTACHMENT_BYTES, PersonRecord, PointRecord, PointRowId};

pub(super) async fn words_are_found_however_they_are_spelt(place: Place) {
    let book = place.book().await;
    let mut tx = book.transaction().await.unwrap();
    let filled = fill(&mut tx).await;
    let zoe = tx
        .add_person(&PersonRecord::named("Zoë O'Brien-Kravčenko"))
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let mut view = book.read().await.unwrap();
    for words in ["okonkwo", "MAYA okon", "dalton.example", "head kitchen"] {
        let hits = view.find(words, 10).await.unwrap();
        assert!(
            hits.iter().any(|h| h.kind == HitKind::Person && h.id == filled.maya.0),
            "{words}: {hits:?}"
        );
    }
    for words in ["zoe", "kravcenko", "o'brien", "Zoe\u{308} Kravc\u{30c}enko"] {
        assert_eq!(view.find(words, 10).await.unwrap()[0].id, zoe.0, "{words}");
    }
    let hits = view.find("bread oven", 10).await.unwrap();
    let kinds: Vec<_> = hits.iter().map(|h| h.kind).collect();
    assert_eq!(kinds, [HitKind::Point, HitKind::Note, HitKind::Card]);
    assert_eq!(hits[0].organization.as_deref(), Some("Dalton & Sons"));
    assert_eq!(hits[0].name.as_deref(), Some("Maya Okonkwo"));
    assert_eq!(hits[0].text, "the bread oven from 1920");
    assert_eq!(view.find("bread oven", 1).await.unwrap().len(), 1);
    assert!(view.find("bread okapi", 10).await.unwrap().is_empty());
    drop(view);
    // A changed text is found by its new words only.
    let mut tx = book.transaction().await.unwrap();
    let mut maya = tx.person(filled.maya).await.unwrap().unwrap();
    (maya.name, maya.addr_spec) = ("Maya Lindqvist".to_owned(), None);
    tx.update_person(&maya).await.unwrap();
    tx.set_points(filled.case, 1, &[]).await.unwrap();
    tx.commit().await.unwrap();
    let mut view = book.read().await.unwrap();
    let people = |hits: Vec<afterword_store::book::Hit>| hits.iter().filter(|h| h.kind == HitKind::Person).count();
    assert_eq!(people(view.find("lindqvist", 10).await.unwrap()), 1);
    assert_eq!(people(view.find("okonkwo", 10).await.unwrap()), 0);
    assert!(view.find("1920", 10).await.unwrap().is_empty());
}

pub(super) async fn no_question_is_a_command(place: Place) {
    let book = place.book().await;
    let mut tx = book.transaction().await.unwrap();
    fill(&mut tx).await;
    tx.commit().await.unwrap();
    let mut view = book.read().await.unwrap();
    for words in [
        "",
        " ",
        "\"",
        "'",
        "*",
        "a*b",
        "NOT",
        "OR maya",
        "maya AND",
        "NEAR(a b)",
        "folded:maya",
        "(",
        ")",
        "-maya",
        "^x",
        "!",
        "a & b | !c",
        ":*",
        "<->",
        "\\",
        "%",
        "_",
        "; DROP TABLE people",
        "' OR 1=1 --",
        "\0",
        "\u{202e}",
        "maya\0okonkwo",
    ] {
        view.find(words, 10).await.unwrap_or_else(|e| panic!("{words:?}: {e}"));
        view.people_named(words).await.unwrap();
        view.employer_named(words).await.unwrap();
    }
    assert_eq!(view.find("\"maya\"*", 10).await.unwrap()[0].kind, HitKind::Person);
    let long = "word ".repeat(10_000);
    view.find(&long, 10).await.unwrap();
    assert_eq!(view.people().await.unwrap().len(), 2);
}

/// A few of the Big List of Naughty Strings and their kind; the whole list is the binary's to try.
const STRANGE: [&str; 14] = [
    "undefined",
    "NULL",
    "'; DROP TABLE notes; --",
    "$1",
    "{bytes}",
    "Ann\r\nBcc: x@evil.example",
    "\u{202e}oof",
    "👩‍🍳🇸🇪",
    "ÅÄÖ",
    "A\u{30a}",
    "Ṱ̺̺̕o͞ ̷i̲̬͇̪͙n̝̗͕v̟̜̘̦͟o̶̙̰̠kè͚̮̺̪̹̱̤",
    "\u{feff}\u{200b}",
    "<script>alert(1)</script>",
    "=HYPERLINK(\"x\")",
];

pub(super) async fn strange_texts_come_back_as_they_were(place: Place) {
    let book = place.book().await;
    let mut tx = book.transaction().await.unwrap();
    let filled = fill(&mut tx).await;
    let mut people = Vec::new();
    for text in STRANGE {
        let mut person = PersonRecord::named(text);
        person.title = Some(text.to_owned());
        person.phones = vec![text.to_owned()];
        person.id = tx.add_person(&person).await.unwrap();
        people.push(person);
        tx.set(text, &text).await.unwrap();
        let mut note = tx.note(filled.note).await.unwrap().unwrap();
        let read = note.note.revision;
        note.note.revision += 1;
        (note.subject, note.body) = (text.to_owned(), text.repeat(50));
        note.trace = Some(json!({ text: [text] }));
        tx.save_note(&note, read).await.unwrap();
        assert_eq!(tx.note(filled.note).await.unwrap().unwrap(), note);
    }
    let points: Vec<_> = STRANGE
        .iter()
        .map(|text| PointRecord {
            id: PointRowId(0),
            case: filled.case,
            round: 1,
            person: None,
            kind: None,
            text: (*text).to_owned(),
            better: Some((*text).to_owned()),
            private: None,
            line: 1,
        })
        .collect();
    tx.set_points(filled.case, 1, &points).await.unwrap();
    tx.commit().await.unwrap();
    let mut view = book.read().await.unwrap();
    for person in people {
        assert_eq!(view.person(person.id).await.unwrap(), Some(person));
    }
    for text in STRANGE {
        assert_eq!(view.setting::<String>(text).await.unwrap().as_deref(), Some(text));
    }
    let kept: Vec<_> = view
        .points(filled.case)
        .await
        .unwrap()
        .into_iter()
        .map(|p| p.text)
        .collect();
    assert_eq!(kept, STRANGE);
    drop(view);
    // A NUL is in no text that a person reads; it is left out, not a reason to lose the rest.
    let mut tx = book.transaction().await.unwrap();
    let id = tx.add_person(&PersonRecord::named("An\0n")).await.unwrap();
    assert_eq!(tx.person(id).await.unwrap().unwrap().name, "Ann");
}

pub(super) async fn attachments_are_bounded_and_checked(place: Place) {
    let book = place.book().await;
    let mut tx = book.transaction().await.unwrap();
    let (_, case, _, _) = people_and_case(&mut tx, "Dalton").await;
    let bytes: Vec<u8> = (0..=255).cycle().take(100_000).collect();
    let kept = tx
        .attach(case, None, "../../.ssh/x", "a/b\r\nc", bytes.clone())
        .await
        .unwrap();
    assert_eq!(
        (kept.name.as_str(), kept.media_type.as_str()),
        ("attachment-1-x", "application/octet-stream")
    );
    let large = vec![0; MAX_ATTACHMENT_BYTES + 1];
    let refused = tx.attach(case, None, "large", "a/b", large).await;
    assert!(matches!(refused, Err(BookError::Invalid { .. })), "{refused:?}");
    tx.commit().await.unwrap();
    let mut view = book.read().await.unwrap();
    assert_eq!(view.attachment_bytes(kept.id).await.unwrap(), Some(bytes));
    assert_eq!(view.attachments(case).await.unwrap(), [kept]);
}
