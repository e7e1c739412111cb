//! A book with something in every table.

use afterword_core::calendar::Holidays;
use afterword_core::casebook::{
    Announcement, Approval, Card, CardId, CardState, CaseId, Contact, Content, Event, Facts, Key, Note, NoteId,
    NoteState, PersonId, Promise, PromiseId, Purpose, Recorded, Stated, TextHash,
};
use afterword_core::model::{Format, InterviewKind, Part, PointKind, Private, Pronoun};
use jiff::civil::date;
use jiff::{Timestamp, ToSpan as _};
use serde_json::json;

use afterword_store::book::{
    AddressSource, CardRecord, Employer, EmployerId, Item, ItemId, Link, NoteRecord, PersonRecord, Planned,
    PointRecord, PointRowId, PostalAddress, RoundRecord, Transaction,
};

/// The moment at which the sample is made.
#[must_use]
pub(crate) fn now() -> Timestamp {
    "2026-05-14T20:00:00Z".parse().expect("an instant")
}

/// What [`fill`] made.
#[derive(Debug, Clone)]
pub(crate) struct Filled {
    pub(crate) employer: EmployerId,
    pub(crate) case: CaseId,
    pub(crate) maya: PersonId,
    pub(crate) tom: PersonId,
    pub(crate) note: NoteId,
    pub(crate) card: CardId,
    pub(crate) item: ItemId,
    pub(crate) attachment: afterword_store::book::AttachmentId,
}

/// An employer, a case and two people.
pub(crate) async fn people_and_case(tx: &mut Transaction, name: &str) -> (EmployerId, CaseId, PersonId, PersonId) {
    let employer = Employer {
        id: EmployerId(0),
        name: name.to_owned(),
        policy: "strategic".to_owned(),
        contact: Contact::Direct,
        holidays: Holidays::us(),
    };
    let employer = tx.add_employer(&employer).await.expect("an employer");
    let case = tx.add_case(employer, Some("Head Cook"), now()).await.expect("a case");
    let maya = PersonRecord {
        given_name: Some("Maya".to_owned()),
        honorific_prefix: Some("Dr.".to_owned()),
        title: Some("Head of Kitchen".to_owned()),
        department: Some("Kitchen".to_owned()),
        organization: Some(name.to_owned()),
        addr_spec: Some("maya@dalton.example".to_owned()),
        phones: vec!["+1 555 0100".to_owned()],
        postal: Some(PostalAddress {
            lines: vec!["1 Main St".to_owned(), "Dalton GA 30720".to_owned()],
            country: Some("US".to_owned()),
            source: AddressSource::Card,
        }),
        pronoun: Some(Pronoun::She),
        ..PersonRecord::named("Maya Okonkwo")
    };
    let maya = tx.add_person(&maya).await.expect("a person");
    let tom = tx
        .add_person(&PersonRecord::named("Tom Reyes"))
        .await
        .expect("a person");
    for (person, part) in [(maya, Part::Interviewer), (tom, Part::Coordinator)] {
        let link = Link {
            case,
            person,
            part,
            wants_card: person == maya,
            no_note: false,
        };
        tx.link(&link).await.expect("a link");
    }
    (employer, case, maya, tom)
}

/// A note to somebody, approved at [`now`].
#[must_use]
pub(super) fn approved(case: CaseId, to: PersonId, key: Key, body: &str) -> NoteRecord {
    let text = TextHash::of(&Content {
        recipient: "maya@dalton.example",
        identity: "ann@home.example",
        subject: "Thank you",
        body,
        not_before: None,
        expires: None,
    });
    let approval = Approval {
        at: now(),
        text,
        not_before: None,
        expires: None,
    };
    let mut note = Note::drafted(NoteId(0), key, to, now());
    note.state = NoteState::Approved { approval, frozen: None };
    let mut record = NoteRecord::new(case, note, "Thank you".to_owned(), body.to_owned());
    record.recipient = Some("maya@dalton.example".to_owned());
    record.identity = Some("ann@home.example".to_owned());
    record
}

/// Puts something into every table.
pub(crate) async fn fill(tx: &mut Transaction) -> Filled {
    let (employer, case, maya, tom) = people_and_case(tx, "Dalton & Sons").await;
    fill_round(tx, case, maya, tom).await;
    let key = Key::to(Purpose::ThankYou, 1, maya);
    let mut record = approved(
        case,
        maya,
        key,
        "Dear Dr. Okonkwo, thank you for showing me the bread oven.",
    );
    record.note.announces = Some(Announcement {
        day: date(2026, 5, 28),
        stated: Some(date(2026, 5, 22)),
    });
    record.note.facts = Facts::default();
    record.enclosures = vec!["The menu".to_owned()];
    record.trace = Some(json!([{"sentence": "Thank you", "points": ["p1"]}]));
    let note = tx.add_note(&record).await.expect("a note");
    let card = CardRecord {
        case,
        card: Card {
            id: CardId(0),
            key: Key::to(Purpose::Card, 1, maya),
            to: maya,
            state: CardState::Written { at: now() },
        },
        recipient: Some("Dr. Maya Okonkwo".to_owned()),
        text: "Thank you for the bread oven.".to_owned(),
        trace: None,
        revision: 0,
    };
    let card = tx.add_card(&card).await.expect("a card");
    for event in [
        Event::OutOfOffice {
            from: tom,
            back_on: Some(date(2026, 5, 18)),
        },
        Event::DecisionMoved {
            round: 1,
            stated: Stated {
                words: "early June".to_owned(),
                earliest: Some(date(2026, 6, 1)),
                latest: Some(date(2026, 6, 5)),
                who: Some(maya),
            },
        },
    ] {
        tx.append(case, &Recorded { at: now(), event }).await.expect("an event");
    }
    let planned = Planned {
        case,
        key,
        to: Some(maya),
        due: now().saturating_add(24.hours()).expect("in range"),
        text: "thank Maya Okonkwo".to_owned(),
    };
    tx.set_planned(case, &[planned]).await.expect("planned");
    let item = Item {
        id: ItemId(0),
        kind: "card".to_owned(),
        name: "Cream, folded".to_owned(),
        size: Some("A6".to_owned()),
        count: 10,
        reorder_at: 3,
        cost_cents: 120,
    };
    let item = tx.add_item(&item).await.expect("an item");
    tx.move_item(item, now(), -1, "a card to Maya Okonkwo")
        .await
        .expect("a movement");
    let attachment = tx
        .attach(
            case,
            Some(note),
            "Menu.PDF",
            "application/pdf",
            b"%PDF-1.7 menu".to_vec(),
        )
        .await
        .expect("an attachment");
    tx.show_on("thank_you-r1-p1@afterword", Some(date(2026, 5, 15)), 0, Some(case))
        .await
        .expect("a calendar entry");
    tx.set("locale", &"en-US").await.expect("a setting");
    tx.see(now()).await.expect("the clock");
    tx.forget_address("gone@nowhere.example", now(), &[7; 16])
        .await
        .expect("an address to forget");
    Filled {
        employer,
        case,
        maya,
        tom,
        note,
        card,
        item,
        attachment: attachment.id,
    }
}

async fn fill_round(tx: &mut Transaction, case: CaseId, maya: PersonId, tom: PersonId) {
    let round = RoundRecord {
        case,
        number: 1,
        kind: InterviewKind::Interview,
        format: Some(Format::InPerson),
        begin: Some("2026-05-14T10:00:00-04:00[America/New_York]".parse().expect("a time")),
        end: "2026-05-14T11:00:00-04:00[America/New_York]".parse().expect("a time"),
        people: vec![tom, maya],
        stated: Some(Stated {
            words: "by next Friday".to_owned(),
            earliest: None,
            latest: Some(date(2026, 5, 22)),
            who: Some(maya),
        }),
        follow_up_invited: true,
        jot: Some("with Maya Okonkwo: the bread oven\n- pay is 30 an hour".to_owned()),
        choices: Some(json!({"warmth": "warm"})),
        uid: Some("invite-1@dalton.example".to_owned()),
        sequence: 2,
    };
    tx.put_round(&round).await.expect("a round");
    let point = |person, kind, private, text: &str, line| PointRecord {
        id: PointRowId(0),
        case,
        round: 1,
        person,
        kind,
        text: text.to_owned(),
        better: None,
        private,
        line,
    };
    let points = [
        point(Some(maya), Some(PointKind::Moment), None, "the bread oven from 1920", 1),
        point(None, None, Some(Private::Pay), "pay is 30 an hour", 2),
    ];
    tx.set_points(case, 1, &points).await.expect("points");
    let promise = Promise {
        id: PromiseId(0),
        round: 1,
        to: maya,
        text: "the menu".to_owned(),
        asked_for: true,
        due: Some(date(2026, 5, 20)),
    };
    tx.add_promise(case, &promise).await.expect("a promise");
}
