//! States that no sequence of events may break.

use afterword_core::casebook::{
    Approval, Card, CardId, CardState, Content, Key, Note, NoteId, NoteState, PersonId, Purpose, TextHash,
};
use jiff::Timestamp;
use proptest::prelude::*;

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_770_000_000 + second).expect("2026")
}

fn hash(text: u8) -> TextHash {
    TextHash([text; 32])
}

fn key() -> Key {
    Key::to(Purpose::ThankYou, 1, PersonId(1))
}

/// What may befall a note, without the plan's leave: no sequence of these sends anything.
#[derive(Debug, Clone, Copy)]
enum Act {
    Open(u8),
    Approve(u8),
    Edit,
    Withdraw,
    Discard,
    BackOff,
    Dot,
    Sent,
    Failed,
    Deferred,
    Lost,
    Recover,
    Found,
    Again,
    Bounce(bool),
    Reply,
}

fn acts() -> impl Strategy<Value = Act> {
    prop_oneof![
        4 => (0..3_u8).prop_map(Act::Open),
        4 => (0..3_u8).prop_map(Act::Approve),
        2 => Just(Act::Edit),
        1 => Just(Act::Withdraw),
        1 => Just(Act::Discard),
        1 => Just(Act::BackOff),
        2 => Just(Act::Dot),
        2 => Just(Act::Sent),
        1 => Just(Act::Failed),
        1 => Just(Act::Deferred),
        2 => Just(Act::Lost),
        1 => Just(Act::Recover),
        1 => Just(Act::Found),
        1 => Just(Act::Again),
        1 => any::<bool>().prop_map(Act::Bounce),
        1 => Just(Act::Reply),
    ]
}

fn carry_out(note: &Note, act: Act, now: Timestamp) -> Option<Note> {
    let note = note.clone();
    let approval = |text| Approval {
        at: now,
        text: hash(text),
        not_before: None,
        expires: None,
    };
    let result = match act {
        Act::Open(text) => note.opened(now, hash(text)),
        Act::Approve(text) => note.approved(approval(text)),
        Act::Edit => note.edited(now),
        Act::Withdraw => note.withdrawn(now),
        Act::Discard => note.discarded(now),
        Act::BackOff => note.backed_off(),
        Act::Dot => note.dot(now),
        Act::Sent => note.sent(now, "250"),
        Act::Failed => note.failed(now, "550"),
        Act::Deferred => note.deferred(),
        Act::Lost => note.lost(),
        Act::Recover => Ok(note.recovered()),
        Act::Found => note.found("own copy"),
        Act::Again => note.sent_again(now),
        Act::Bounce(hard) => note.bounced(now, hard),
        Act::Reply => note.replied(now),
    };
    match result {
        Ok(note) => Some(note),
        Err(refused) => {
            assert!(refused.reason.len() > 15 && !refused.practice.is_empty(), "{refused}");
            assert!(!refused.reason.ends_with('.') && refused.to_string().contains(refused.practice));
            None
        }
    }
}

fn has_left(state: &NoteState) -> bool {
    matches!(
        state,
        NoteState::Dot { .. } | NoteState::Sent { .. } | NoteState::Uncertain { .. }
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    /// Only a text that was opened as it is, and not changed since, is ever approved; nothing leaves from a draft.
    #[test]
    fn approval_binds_the_text_that_was_read(acts in prop::collection::vec(acts(), 0..40)) {
        let mut note = Note::drafted(NoteId(1), key(), PersonId(1), at(0));
        let mut read = None;
        for (second, act) in (1..).zip(acts) {
            let Some(next) = carry_out(&note, act, at(second)) else { continue };
            match act {
                Act::Open(text) => read = Some(text),
                Act::Edit | Act::Withdraw => read = None,
                _ => {}
            }
            if let (Act::Approve(text), NoteState::Approved { approval, .. }) = (act, &next.state) {
                prop_assert_eq!(Some(text), read);
                prop_assert_eq!(approval.text, hash(text));
            }
            prop_assert!(next.revision >= note.revision);
            // Without the plan's leave there is no way to a socket.
            prop_assert!(!has_left(&next.state));
            prop_assert!(next.facts.bounced.is_none() && next.facts.replied.is_none());
            let written = serde_json::to_string(&next).expect("can be written");
            prop_assert_eq!(&serde_json::from_str::<Note>(&written).expect("can be read"), &next);
            note = next;
        }
    }

    /// A card is posted only in the order of the practice, with the text that was proofread.
    #[test]
    fn a_card_is_proofread_before_it_is_sealed(acts in prop::collection::vec((0..5_u8, 0..3_u8), 0..30)) {
        let mut card = Card::written(CardId(1), key(), PersonId(1), at(0));
        let (mut read, mut sealed) = (None, None);
        for (second, (act, text)) in (1..).zip(acts) {
            let now = at(second);
            let next = match act {
                0 | 1 => card.clone().proofed(now, hash(text)),
                2 => card.clone().sealed(now, hash(text)),
                3 => card.clone().posted(now),
                _ => card.clone().edited(now),
            };
            let Ok(next) = next else { continue };
            match next.state {
                CardState::Proofed { .. } => read = Some(hash(text)),
                CardState::Sealed { text, .. } => {
                    prop_assert_eq!(read, Some(text));
                    sealed = Some(text);
                }
                CardState::Posted { text, .. } => prop_assert_eq!(sealed, Some(text)),
                _ => (read, sealed) = (None, None),
            }
            let was_posted = matches!(card.state, CardState::Posted { .. });
            prop_assert!(!was_posted, "what is in the post stays there");
            card = next;
        }
    }

    /// Two contents share a hash only if they are the same, wherever one part ends and the next begins.
    #[test]
    fn every_part_of_a_content_is_bound(
        parts in prop::collection::vec("[ab]{0,3}", 8),
        windows in prop::collection::vec(prop::option::of(0..2_i64), 4),
    ) {
        let content = |parts: &'_ [String], windows: &[Option<i64>]| {
            TextHash::of(&Content {
                recipient: &parts[0],
                identity: &parts[1],
                subject: &parts[2],
                body: &parts[3],
                not_before: windows[0].map(at),
                expires: windows[1].map(at),
            })
        };
        let same = parts[..4] == parts[4..] && windows[..2] == windows[2..];
        prop_assert_eq!(content(&parts[..4], &windows[..2]) == content(&parts[4..], &windows[2..]), same);
    }
}
