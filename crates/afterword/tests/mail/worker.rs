//! The worker from outside: it sends and reads by itself, ends in good order, and is missed when it does not.

use afterword_core::casebook::NoteState;

use crate::desk::{Desk, SENDER, audit};
use crate::servers::dovecot::Dovecot;
use crate::servers::postfix::Postfix;
use crate::servers::proxy::{At, Fault, Proxy};
use crate::servers::{free_port, wait_until};

fn signal(child: &std::process::Child, name: &str) {
    let done = std::process::Command::new("/bin/kill")
        .args([name, &child.id().to_string()])
        .status();
    assert!(done.is_ok_and(|s| s.success()), "it was alive");
}

#[test]
fn it_sends_what_is_due_reads_what_comes_and_ends_in_good_order() {
    let lmtp = free_port();
    let Some(postfix) = Postfix::with(&format!("virtual_transport = lmtp:inet:127.0.0.1:{lmtp}")) else {
        return;
    };
    let Some(dovecot) = Dovecot::start(lmtp, postfix.port) else {
        return;
    };
    let desk = Desk::new(postfix.port, 3);
    desk.read_from(dovecot.imap_port);
    let mut child = desk.start(&["worker"]);
    wait_until("all are sent", || {
        desk.notes()
            .iter()
            .all(|n| matches!(n.note.state, NoteState::Sent { .. }))
    });
    wait_until("their copies are in the folder of sent mail", || {
        desk.notes().iter().all(|n| n.filed.is_some())
    });
    assert_eq!(dovecot.inbox(&format!("{SENDER}/.Sent")).0.len(), 3);
    let notes = desk.notes();
    let NoteState::Sent { frozen, .. } = &notes[0].note.state else {
        panic!("not sent")
    };
    let reply = format!(
        "From: {}\r\nTo: {SENDER}\r\nSubject: Re: Thank you\r\nReferences: {}\r\nMessage-ID: <r@x>\r\n\
         Date: Tue, 03 Mar 2026 12:00:00 +0000\r\n\r\nThanks, that was kind. Let us talk.\r\n",
        notes[0].recipient.as_deref().unwrap(),
        frozen.message_id
    );
    dovecot.put(SENDER, "INBOX", reply.as_bytes());
    wait_until("the answer is in the book", || {
        desk.notes()[0].note.facts.replied.is_some()
    });
    assert!(!dovecot.inbox(SENDER).1, "nothing is marked");
    signal(&child, "-TERM");
    assert_eq!(child.wait().unwrap().code(), Some(0));
    let out = desk.afterword(&["doctor"]);
    let said = String::from_utf8_lossy(&out.stdout).into_owned();
    assert!(said.contains("ended in good order"), "{out:?}");
    assert_eq!(out.status.code(), Some(0), "{out:?}");
    // Filed once, however often it is looked at.
    desk.send();
    assert_eq!(dovecot.inbox(&format!("{SENDER}/.Sent")).0.len(), 3);
    for note in 0..3 {
        assert_eq!(dovecot.inbox(&format!("ann1x{note}@test.example")).0.len(), 1);
    }
}

#[test]
fn told_to_stop_it_waits_for_the_answer_about_the_note_on_its_way() {
    let Some(postfix) = Postfix::start() else { return };
    let proxy = Proxy::start(postfix.port, At::ReplyToDot, Fault::Hold);
    let desk = Desk::new(proxy.port, 3);
    let mut child = desk.start(&["worker"]);
    wait_until("the server has answered", || proxy.reached());
    signal(&child, "-TERM");
    proxy.release();
    assert_eq!(child.wait().unwrap().code(), Some(0));
    postfix.settle();
    let (sent, uncertain, waiting) = audit(&desk.notes(), &postfix.delivered());
    assert_eq!(
        (sent + waiting, uncertain),
        (3, 0),
        "no further note was begun in doubt"
    );
    assert!(sent >= 1);
}

#[test]
fn what_its_owner_took_into_another_program_is_left_to_them() {
    let Some(postfix) = Postfix::start() else { return };
    let desk = Desk::new(postfix.port, 2);
    let id = desk.notes()[0].note.id.to_string();
    let out = desk.afterword(&["send", "--eml", &id]);
    assert_eq!(out.status.code(), Some(0), "{out:?}");
    let mut child = desk.start(&["worker"]);
    wait_until("the other one is sent", || {
        matches!(desk.notes()[1].note.state, NoteState::Sent { .. })
    });
    signal(&child, "-TERM");
    child.wait().unwrap();
    assert!(matches!(desk.notes()[0].note.state, NoteState::Approved { .. }));
    // Said once more, it goes.
    desk.send();
    postfix.settle();
    assert_eq!(audit(&desk.notes(), &postfix.delivered()), (2, 0, 0));
}

#[test]
fn a_worker_that_died_is_missed() {
    let Some(postfix) = Postfix::start() else { return };
    let desk = Desk::new(postfix.port, 1);
    let mut child = desk.start(&["worker"]);
    wait_until("it is sent", || matches!(desk.state(), NoteState::Sent { .. }));
    wait_until("it gave a sign of life", || {
        String::from_utf8_lossy(&desk.afterword_at("2026-03-03T09:11:00Z", &["doctor"]).stdout).contains("the sender")
    });
    signal(&child, "-KILL");
    child.wait().unwrap();
    // Ten minutes later than the worker's own clock.
    let out = desk.afterword(&["doctor"]);
    let said = String::from_utf8_lossy(&out.stdout).into_owned();
    assert!(said.contains("and did not"), "{out:?}");
    assert_eq!(out.status.code(), Some(1));
}

#[test]
fn account_test_sends_to_oneself_and_finds_it() {
    let lmtp = free_port();
    let Some(postfix) = Postfix::with(&format!("virtual_transport = lmtp:inet:127.0.0.1:{lmtp}")) else {
        return;
    };
    let Some(dovecot) = Dovecot::start(lmtp, postfix.port) else {
        return;
    };
    let desk = Desk::new(postfix.port, 0);
    desk.read_from(dovecot.imap_port);
    let out = desk.bare(&["account", "test", "--login-only"]);
    assert_eq!(out.status.code(), Some(0), "{out:?}");
    assert!(dovecot.inbox(SENDER).0.is_empty());
    let out = desk.bare(&["account", "test"]);
    assert_eq!(out.status.code(), Some(0), "{out:?}");
    assert!(String::from_utf8_lossy(&out.stdout).contains("It arrived"), "{out:?}");
    assert_eq!(dovecot.inbox(SENDER).0.len(), 1);
}
