//! A case book with approved thank-yous in it.

use afterword_core::calendar::Holidays;
use afterword_core::casebook::{Approval, CaseId, Contact, Content, Key, Note, NoteId, PersonId, Purpose, TextHash};
use afterword_core::model::{Format, InterviewKind, Part};
use afterword_store::book::{Book, Employer, EmployerId, Link, NoteRecord, PersonRecord, RoundRecord};
use jiff::{Timestamp, ToSpan as _, Zoned};

/// The sender of every note.
pub const SENDER: &str = "gabriela@test.example";

/// When the interviews ended; notes were approved two hours later.
pub const ENDED: &str = "2026-03-02T15:00:00+00:00[UTC]";

/// Takes up so many people, five to a case, and an approved note to each.
pub async fn fill(book: &Book, count: usize) {
    let ended: Zoned = ENDED.parse().unwrap();
    let at = ended.timestamp().checked_add(2.hours()).unwrap();
    let mut tx = book.transaction().await.unwrap();
    let mut left = count;
    let mut number = 0;
    while left > 0 {
        number += 1;
        let employer = tx
            .add_employer(&Employer {
                id: EmployerId(0),
                name: format!("Harbor {number}"),
                policy: "strategic".into(),
                contact: Contact::Direct,
                holidays: Holidays::default(),
            })
            .await
            .unwrap();
        let case = tx
            .add_case(employer, Some("staff writer"), ended.timestamp())
            .await
            .unwrap();
        let mut people = Vec::new();
        for nth in 0..left.min(5) {
            let mut person = PersonRecord::named(&format!("Ann Reader{number}x{nth}"));
            person.addr_spec = Some(format!("ann{number}x{nth}@test.example"));
            let id = tx.add_person(&person).await.unwrap();
            let link = Link {
                case,
                person: id,
                part: Part::Interviewer,
                wants_card: false,
                no_note: false,
            };
            tx.link(&link).await.unwrap();
            people.push((id, person));
        }
        tx.put_round(&RoundRecord {
            case,
            number: 1,
            kind: InterviewKind::Interview,
            format: Some(Format::Video),
            begin: None,
            end: ended.clone(),
            people: people.iter().map(|(id, _)| *id).collect(),
            stated: None,
            follow_up_invited: false,
            jot: None,
            choices: None,
            uid: None,
            sequence: 0,
        })
        .await
        .unwrap();
        left -= people.len();
        for (id, person) in people {
            tx.add_note(&approved(case, id, &person, at)).await.unwrap();
        }
    }
    tx.commit().await.unwrap();
}

/// An approved thank-you to this person.
pub fn approved(case: CaseId, id: PersonId, person: &PersonRecord, at: Timestamp) -> NoteRecord {
    let note = Note::drafted(NoteId(0), Key::to(Purpose::ThankYou, 1, id), id, at);
    let mut record = NoteRecord::new(
        case,
        note,
        "Thank you".into(),
        format!("Dear {},\n\nThe ferry story stayed with me.\n.\nGabriela", person.name),
    );
    record.recipient.clone_from(&person.addr_spec);
    record.identity = Some(format!("Gabriela García <{SENDER}>"));
    let approval = approval(&record, at);
    record.note = record
        .note
        .opened(at, approval.text)
        .unwrap()
        .approved(approval)
        .unwrap();
    record
}

/// An approval of exactly this.
pub fn approval(record: &NoteRecord, at: Timestamp) -> Approval {
    let text = TextHash::of(&Content {
        recipient: record.recipient.as_deref().unwrap(),
        identity: record.identity.as_deref().unwrap(),
        subject: &record.subject,
        body: &record.body,
        not_before: record.not_before,
        expires: record.expires,
    });
    Approval {
        at,
        text,
        not_before: record.not_before,
        expires: record.expires,
    }
}
