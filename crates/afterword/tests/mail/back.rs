//! What comes back, made by real servers: a vacation notice of Sieve, a bounce of Postfix, copies in a real mailbox.

use afterword_core::casebook::{Event, NoteState};
use jiff::ToSpan as _;

use crate::desk::{Desk, SENDER, run};
use crate::servers::dovecot::Dovecot;
use crate::servers::postfix::Postfix;
use crate::servers::proxy::{At, Fault, Proxy};
use crate::servers::{free_port, wait_until};

fn servers() -> Option<(Postfix, Dovecot)> {
    let lmtp = free_port();
    let postfix = Postfix::with(&format!("virtual_transport = lmtp:inet:127.0.0.1:{lmtp}"))?;
    let dovecot = Dovecot::start(lmtp, postfix.port)?;
    Some((postfix, dovecot))
}

fn events(desk: &Desk) -> Vec<Event> {
    run(async {
        let cases = desk.book().await.read().await.unwrap().open_cases().await.unwrap();
        cases
            .iter()
            .flat_map(|c| c.events.iter().map(|r| r.event.clone()))
            .collect()
    })
}

#[test]
fn a_real_vacation_notice_is_no_reply_and_moves_the_plan_past_its_date() {
    let Some((postfix, dovecot)) = servers() else { return };
    // The notice bears the machine's own date.
    let back = jiff::Zoned::now().date().checked_add(20.days()).unwrap();
    let text = format!("I am out of office until {}.", back.strftime("%-d %B %Y"));
    dovecot.on_vacation("ann1x0@test.example", "Out of office", &text);
    let desk = Desk::new(postfix.port, 1);
    desk.read_from(dovecot.imap_port);
    let said = desk.send();
    wait_until("the notice is in the inbox", || !dovecot.inbox(SENDER).0.is_empty());
    let out = desk.afterword(&["watch", "--once"]);
    let found = events(&desk);
    let Some(Event::OutOfOffice { back_on: Some(day), .. }) = found.first() else {
        panic!("{found:?} {said} {out:?}");
    };
    // Until that day, or back on it: a day more waits for nobody in vain.
    assert!((0..=1).contains(&(*day - back).get_days()), "{day} {back}");
    assert_eq!(found.len(), 1);
    assert!(!dovecot.inbox(SENDER).1, "nothing is marked");
    // Looking again records nothing twice.
    desk.afterword(&["watch", "--once"]);
    assert_eq!(events(&desk).len(), 1);
}

#[test]
fn a_real_bounce_is_hard_and_asks_for_another_address() {
    let Some((postfix, dovecot)) = servers() else { return };
    let desk = Desk::new(postfix.port, 1);
    desk.read_from(dovecot.imap_port);
    desk.readdress("ann@gone.example");
    let said = desk.send();
    wait_until("the bounce is in the inbox", || !dovecot.inbox(SENDER).0.is_empty());
    let out = desk.afterword(&["watch", "--once"]);
    assert!(
        matches!(events(&desk)[..], [Event::Bounce { hard: true, .. }]),
        "{said} {out:?}"
    );
    assert!(desk.notes()[0].note.facts.bounced.is_some_and(|b| b.hard));
    assert!(!dovecot.inbox(SENDER).1, "nothing is marked");
}

#[test]
fn an_uncertain_note_whose_copy_is_in_the_mailbox_was_sent() {
    let Some((postfix, dovecot)) = servers() else { return };
    let proxy = Proxy::start(postfix.port, At::ReplyToDot, Fault::Close);
    let desk = Desk::new(proxy.port, 1);
    desk.read_from(dovecot.imap_port);
    desk.send();
    assert!(matches!(desk.state(), NoteState::Uncertain { .. }));
    // Nothing found is no proof.
    let out = desk.afterword(&["resolve"]);
    assert_eq!(out.status.code(), Some(1), "{out:?}");
    assert!(matches!(desk.state(), NoteState::Uncertain { .. }));
    let bytes = desk.notes().remove(0).frozen.unwrap();
    dovecot.put(SENDER, "Sent", &bytes);
    let out = desk.afterword(&["resolve"]);
    assert_eq!(out.status.code(), Some(0), "{out:?}");
    assert!(matches!(desk.state(), NoteState::Sent { .. }));
}

#[test]
fn row_34_the_own_copy_in_the_inbox_settles_and_is_no_reply() {
    let Some((postfix, dovecot)) = servers() else { return };
    let proxy = Proxy::start(postfix.port, At::ReplyToDot, Fault::Close);
    let desk = Desk::new(proxy.port, 1);
    desk.read_from(dovecot.imap_port);
    desk.copy_to_self();
    desk.send();
    assert!(matches!(desk.state(), NoteState::Uncertain { .. }));
    wait_until("the copy is in the inbox", || !dovecot.inbox(SENDER).0.is_empty());
    let out = desk.afterword(&["watch", "--once"]);
    assert!(matches!(desk.state(), NoteState::Sent { .. }), "{out:?}");
    assert!(events(&desk).is_empty());
}

#[test]
fn rows_26_32_and_33_a_reply_is_linked_by_its_references_and_otherwise_asked_about() {
    let Some((postfix, dovecot)) = servers() else { return };
    let desk = Desk::new(postfix.port, 2);
    desk.read_from(dovecot.imap_port);
    desk.send();
    let notes = desk.notes();
    let NoteState::Sent { frozen, .. } = &notes[0].note.state else {
        panic!("not sent")
    };
    let reply = |from: &str, references: &str, id: &str| {
        format!(
            "From: {from}\r\nTo: {SENDER}\r\nSubject: Re: Thank you\r\nMessage-ID: {id}\r\n{references}\
             Date: Tue, 03 Mar 2026 12:00:00 +0000\r\n\r\nThanks, that was kind. Let us talk.\r\n"
        )
    };
    // From another address of hers, naming our Message-ID.
    let alias = reply(
        "Ann <ann.private@elsewhere.example>",
        &format!("References: {}\r\n", frozen.message_id),
        "<a@x>",
    );
    dovecot.put(SENDER, "INBOX", alias.as_bytes());
    // From somebody who claims the second address and names nothing; its Message-ID is the first one's again.
    let forged = reply(
        &format!("Ann <{}>", notes[1].recipient.as_deref().unwrap()),
        "",
        "<a@x>",
    );
    dovecot.put(SENDER, "INBOX", forged.as_bytes());
    let out = desk.afterword(&["watch", "--once"]);
    let found = events(&desk);
    let replies: Vec<_> = found
        .iter()
        .filter_map(|e| match e {
            Event::Reply { from, to_note } => Some((*from, *to_note)),
            _ => None,
        })
        .collect();
    assert_eq!(
        replies,
        [(notes[0].note.to, Some(notes[0].note.id)), (notes[1].note.to, None)],
        "{out:?}"
    );
    assert!(
        String::from_utf8_lossy(&out.stdout).contains("only sender and subject say so"),
        "{out:?}"
    );
}

#[test]
fn a_draft_is_laid_into_the_folder_of_drafts_and_nothing_is_sent() {
    let Some((postfix, dovecot)) = servers() else { return };
    let desk = Desk::new(postfix.port, 1);
    desk.read_from(dovecot.imap_port);
    let id = desk.notes()[0].note.id.to_string();
    let out = desk.afterword(&["send", "--draft", &id]);
    assert_eq!(out.status.code(), Some(0), "{out:?}");
    let drafts = dovecot.inbox(&format!("{SENDER}/.Drafts")).0;
    assert_eq!(drafts.len(), 1);
    let text = String::from_utf8_lossy(&drafts[0]).into_owned();
    assert!(text.contains("X-Unsent: 1") && !text.contains("Message-ID"), "{text}");
    assert!(matches!(desk.state(), NoteState::Approved { frozen: None, .. }));
    assert!(dovecot.inbox("ann1x0@test.example").0.is_empty());
}
