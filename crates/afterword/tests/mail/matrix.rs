//! The crash and fault matrix: every step of one note's way, with what can befall it there. After each the program starts
//! again with a healthy server, and the audit must hold.

use std::process::Child;
use std::time::Duration;

use afterword_core::casebook::NoteState;

use crate::desk::{Desk, audit, copies, run};
use crate::servers::dovecot::Dovecot;
use crate::servers::postfix::Postfix;
use crate::servers::proxy::{At, Fault, Proxy};
use crate::servers::script::Script;
use crate::servers::sink::Sink;
use crate::servers::{free_port, wait_until};

/// What the book must say at the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    /// Sent, and one copy there.
    Sent,
    /// Uncertain, with so many copies there.
    Uncertain(usize),
    /// A short text is in the network's hands before anybody sees that it is cut there: sent once, or uncertain and not
    /// there, as the cut was seen before the mark or after it.
    Honest,
}

fn frozen_id(record: &afterword_store::book::NoteRecord) -> Option<String> {
    match &record.note.state {
        NoteState::Approved { frozen, .. } => frozen.as_ref().map(|f| f.message_id.clone()),
        NoteState::Sent { frozen, .. } => Some(frozen.message_id.clone()),
        _ => None,
    }
}

fn kill(mut child: Child, signal: &str) {
    let done = std::process::Command::new("/bin/kill")
        .args([signal, &child.id().to_string()])
        .status();
    assert!(done.is_ok_and(|s| s.success()), "the process was alive");
    child.wait().unwrap();
}

/// Brings the program to `at`, ends it there, starts it again, and looks.
fn ended_at(postfix: &Postfix, at: At, signal: &str, end: End) {
    let before = postfix.delivered().len();
    let proxy = Proxy::start(postfix.port, at, Fault::Hold);
    let desk = Desk::new(proxy.port, 1);
    let child = desk.start(&["send", "--yes"]);
    wait_until("the step is reached", || proxy.reached());
    if at == At::ReplyToDot {
        wait_until("the message is delivered", || postfix.delivered().len() > before);
    }
    kill(child, signal);
    drop(proxy);
    desk.submit_to(postfix.port);
    check(&desk, postfix, before, end);
}

/// Lets a fault happen at `at`, starts the program again, and looks.
fn faulted_at(postfix: &Postfix, at: At, fault: Fault, end: End) {
    let before = postfix.delivered().len();
    let proxy = Proxy::start(postfix.port, at, fault);
    let desk = Desk::new(proxy.port, 1);
    desk.send();
    drop(proxy);
    desk.submit_to(postfix.port);
    check(&desk, postfix, before, end);
}

fn check(desk: &Desk, postfix: &Postfix, before: usize, end: End) {
    let said = desk.send();
    postfix.settle();
    let delivered = postfix.delivered();
    let ids = copies(&delivered);
    assert!(ids.values().all(|n| *n == 1), "somebody got two: {said}");
    let arrived = delivered.len() - before;
    match (desk.state(), end) {
        (NoteState::Sent { .. }, End::Sent) => assert_eq!(arrived, 1, "{said}"),
        (NoteState::Uncertain { .. }, End::Uncertain(copies)) => assert_eq!(arrived, copies, "{said}"),
        (NoteState::Sent { .. }, End::Honest) => assert_eq!(arrived, 1, "{said}"),
        (NoteState::Uncertain { .. }, End::Honest) => assert_eq!(arrived, 0, "{said}"),
        (state, end) => panic!("{} instead of {end:?}: {said}", state.name()),
    }
    // A third start changes nothing.
    desk.send();
    postfix.settle();
    assert_eq!(postfix.delivered().len() - before, arrived);
}

macro_rules! steps {
    ($($name:ident: $at:expr => $end:expr;)*) => {$(
        mod $name {
            use super::*;

            #[test]
            fn killed() {
                let Some(postfix) = Postfix::start() else { return };
                ended_at(&postfix, $at, "-KILL", $end);
            }

            #[test]
            fn terminated() {
                let Some(postfix) = Postfix::start() else { return };
                ended_at(&postfix, $at, "-TERM", $end);
            }

            #[test]
            fn torn_and_closed() {
                let Some(postfix) = Postfix::start() else { return };
                faulted_at(&postfix, $at, Fault::Reset, $end);
                faulted_at(&postfix, $at, Fault::Close, $end);
            }
        }
    )*};
}

steps! {
    at_connect: At::Accept => End::Sent;
    at_greeting: At::ReplyTo("") => End::Sent;
    at_hello: At::ReplyTo("EHLO") => End::Sent;
    at_mail: At::ReplyTo("MAIL") => End::Sent;
    at_rcpt: At::ReplyTo("RCPT") => End::Sent;
    at_data: At::ReplyTo("DATA") => End::Sent;
    mid_body: At::TextLine(3) => End::Honest;
    at_the_last_line_of_the_text: At::TextLine(11) => End::Honest;
    after_the_mark_before_the_dot: At::Dot => End::Uncertain(0);
    after_the_dot: At::ReplyToDot => End::Uncertain(1);
}

/// Ends the program once so many more lines were heard, before anything of a note was said, and looks.
fn ended_before_the_note(desk: &Desk, postfix: &Postfix, script: &Script, lines: usize, then: impl Fn()) {
    for signal in ["-KILL", "-TERM"] {
        let before = script.lines();
        let child = desk.start(&["send", "--yes"]);
        wait_until("the step is reached", || script.lines() >= before + lines);
        kill(child, signal);
        assert!(
            matches!(desk.state(), NoteState::Approved { .. } | NoteState::Sending { .. }),
            "{}",
            desk.state().name()
        );
    }
    then();
    check(desk, postfix, 0, End::Sent);
}

#[test]
fn at_tls_killed_and_terminated() {
    let Some(postfix) = Postfix::start() else { return };
    let script = Script::start("220 x\r\n", &["250-x\r\n250 STARTTLS\r\n", "220 go on\r\n"]);
    let desk = Desk::new(script.port, 1);
    desk.submit_encrypted_to(script.port);
    ended_before_the_note(&desk, &postfix, &script, 2, || desk.submit_to(postfix.port));
}

#[test]
fn at_auth_killed_and_terminated() {
    let Some(postfix) = Postfix::start() else { return };
    let script = Script::start("220 x\r\n", &["250-x\r\n250 AUTH PLAIN\r\n"]);
    let desk = Desk::new(script.port, 1);
    desk.log_in_by("password_command = 'echo secret'");
    ended_before_the_note(&desk, &postfix, &script, 2, || {
        desk.log_in_by("");
        desk.submit_to(postfix.port);
    });
}

#[test]
fn a_token_that_was_revoked_leaves_the_note_waiting() {
    let Some(postfix) = Postfix::start() else { return };
    let script = Script::start(
        "220 x\r\n",
        &[
            "250-x\r\n250 AUTH XOAUTH2\r\n",
            "334 eyJzdGF0dXMiOiI0MDAifQ==\r\n",
            "535 5.7.8 revoked\r\n",
            "221 x\r\n",
        ],
    );
    let desk = Desk::new(script.port, 1);
    desk.log_in_by("token_command = 'echo token'");
    let said = desk.send();
    assert!(said.contains("did not let us in: 535"), "{said}");
    assert!(
        matches!(desk.state(), NoteState::Approved { .. }),
        "nothing is wrong with the note"
    );
    desk.log_in_by("");
    desk.submit_to(postfix.port);
    check(&desk, &postfix, 0, End::Sent);
}

#[test]
fn at_token_refresh_killed_and_terminated() {
    let Some(postfix) = Postfix::start() else { return };
    // It hears the request and says nothing.
    let provider = Script::start("", &[]);
    let desk = Desk::new(postfix.port, 1);
    let tokens = desk.path().with_file_name("config").join("afterword/tokens");
    std::fs::create_dir_all(&tokens).unwrap();
    let kept = tokens.join(format!("{}.json", crate::desk::SENDER));
    let old = "{\"access\":\"a\",\"refresh\":\"r\",\"until\":\"2020-01-01T00:00:00Z\"}";
    std::fs::write(&kept, old).unwrap();
    desk.log_in_by(&format!(
        "[account.oauth]\nauthorize = 'https://x.example/a'\ntoken = 'http://127.0.0.1:{}/t'\nscope = 's'\nclient_id = 'c'",
        provider.port
    ));
    ended_before_the_note(&desk, &postfix, &provider, 4, || {
        assert_eq!(
            std::fs::read_to_string(&kept).unwrap(),
            old,
            "the old permission is whole"
        );
        desk.log_in_by("");
        desk.submit_to(postfix.port);
    });
}

#[test]
fn after_it_was_stored_and_before_quit_nothing_is_lost() {
    let Some(postfix) = Postfix::start() else { return };
    for signal in ["-KILL", "-TERM"] {
        let before = postfix.delivered().len();
        let proxy = Proxy::start(postfix.port, At::Line("QUIT"), Fault::Hold);
        let desk = Desk::new(proxy.port, 1);
        let child = desk.start(&["send", "--yes"]);
        wait_until("it says goodbye", || proxy.reached());
        assert!(matches!(desk.state(), NoteState::Sent { .. }));
        kill(child, signal);
        drop(proxy);
        desk.submit_to(postfix.port);
        check(&desk, &postfix, before, End::Sent);
    }
}

#[test]
fn at_append_the_note_is_sent_and_its_copy_is_filed_once_later() {
    let lmtp = free_port();
    let Some(postfix) = Postfix::with(&format!("virtual_transport = lmtp:inet:127.0.0.1:{lmtp}")) else {
        return;
    };
    let Some(dovecot) = Dovecot::start(lmtp, postfix.port) else {
        return;
    };
    // The seventh command of a session that files: it is held, torn, or let through with its answer lost.
    let append = "A7 APPEND";
    for (at, fault) in [
        (At::Line(append), Fault::Hold),
        (At::Line(append), Fault::Reset),
        (At::Line(append), Fault::Close),
    ] {
        let proxy = Proxy::start(dovecot.imap_port, at, fault);
        let desk = Desk::new(postfix.port, 1);
        let before = dovecot.inbox(&format!("{}/.Sent", crate::desk::SENDER)).0.len();
        desk.read_from(proxy.port);
        let child = desk.start(&["send", "--yes"]);
        wait_until("the copy is being filed", || proxy.reached());
        if fault == Fault::Hold {
            kill(child, "-KILL");
        } else {
            let mut child = child;
            child.wait().unwrap();
        }
        let record = desk.notes().remove(0);
        assert!(matches!(record.note.state, NoteState::Sent { .. }) && record.filed.is_none());
        drop(proxy);
        desk.log_in_by("");
        desk.read_from(dovecot.imap_port);
        for _ in 0..2 {
            desk.send();
        }
        assert_eq!(
            dovecot.inbox(&format!("{}/.Sent", crate::desk::SENDER)).0.len(),
            before + 1
        );
        assert!(desk.notes()[0].filed.is_some());
    }
}

#[test]
fn a_backup_or_an_export_that_is_killed_harms_nothing() {
    let Some(postfix) = Postfix::start() else { return };
    let desk = Desk::new(postfix.port, 20);
    let begin = std::time::Instant::now();
    assert!(desk.afterword(&["doctor"]).status.success());
    let whole = begin.elapsed();
    for part in 1..=8 {
        for command in ["backup", "export"] {
            let file = desk
                .path()
                .with_file_name(format!("{command}-{part}"))
                .display()
                .to_string();
            let mut child = desk.start(&[command, &file]);
            std::thread::sleep(whole * part / 8);
            let _ = child.kill();
            child.wait().unwrap();
            // All or nothing: what is there under its name is whole.
            if command == "backup" && std::path::Path::new(&file).exists() {
                let out = desk.bare(&["doctor", "--database", &file, "--now", "2026-03-03T12:00:00Z"]);
                assert_eq!(out.status.code(), Some(0), "{out:?}");
            }
        }
    }
    desk.send();
    postfix.settle();
    assert_eq!(audit(&desk.notes(), &postfix.delivered()), (20, 0, 0));
    assert_eq!(desk.afterword(&["doctor"]).status.code(), Some(0));
}

#[test]
fn refused_and_put_off_at_every_step() {
    for (flags, waits) in [
        ("-f mail", false),
        ("-f rcpt", false),
        ("-f data", false),
        ("-f .", false),
        ("-r mail", true),
        ("-r rcpt", true),
        ("-r data", true),
        ("-r .", true),
        ("-Q .", true),
    ] {
        let Some(sink) = Sink::start(flags) else { return };
        let desk = Desk::new(sink.port, 1);
        let said = desk.send();
        match desk.state() {
            NoteState::Approved { frozen: Some(_), .. } => assert!(waits, "{flags}: {said}"),
            NoteState::Failed { .. } => assert!(!waits, "{flags}: {said}"),
            other => panic!("{flags}: {}: {said}", other.name()),
        }
    }
}

#[test]
fn put_off_and_later_taken_it_is_the_same_bytes() {
    let Some(postfix) = Postfix::start() else { return };
    let Some(sink) = Sink::start("-r .") else { return };
    let desk = Desk::new(sink.port, 1);
    desk.send();
    let first = desk.notes().remove(0);
    desk.submit_to(postfix.port);
    desk.send();
    let last = desk.notes().remove(0);
    assert_eq!(first.frozen, last.frozen, "the bytes are frozen");
    postfix.settle();
    assert_eq!(audit(&[last], &postfix.delivered()), (1, 0, 0));
}

#[test]
fn tried_taken_back_and_written_anew_only_the_new_text_leaves() {
    let Some(postfix) = Postfix::start() else { return };
    let Some(sink) = Sink::start("-r .") else { return };
    let desk = Desk::new(sink.port, 1);
    desk.send();
    let first = desk.notes().remove(0);
    assert!(first.frozen.is_some(), "it was tried");
    desk.rewrite("Dear Ann,\n\nThe second thought.\n\nGabriela");
    desk.submit_to(postfix.port);
    let said = desk.send();
    postfix.settle();
    let delivered = postfix.delivered();
    assert_eq!(audit(&desk.notes(), &delivered), (1, 0, 0), "{said}");
    let text = String::from_utf8_lossy(&delivered[0]).into_owned();
    assert!(text.contains("second thought") && !text.contains("ferry"), "{text}");
    assert_ne!(
        frozen_id(&first),
        frozen_id(&desk.notes()[0]),
        "another text is another mail"
    );
}

#[test]
fn row_96_a_restored_book_sends_nothing_by_itself() {
    let Some(postfix) = Postfix::start() else { return };
    let desk = Desk::new(postfix.port, 1);
    let backup = desk.path().with_file_name("backup.db").display().to_string();
    assert!(desk.afterword(&["backup", &backup]).status.success());
    desk.send();
    let out = desk.afterword(&["restore", &backup, "--yes"]);
    assert!(out.status.success(), "{out:?}");
    desk.send();
    let NoteState::Uncertain { .. } = desk.state() else {
        panic!("{}", desk.state().name())
    };
    postfix.settle();
    assert_eq!(
        postfix.delivered().len(),
        1,
        "it left before the backup came back, and not again"
    );
    // Its owner looks, and wants it sent: a mail of its own, with an identity of its own.
    let id = desk.notes()[0].note.id.to_string();
    desk.afterword(&["resolve", &id, "--send-again"]);
    let said = desk.send();
    postfix.settle();
    let copies = copies(&postfix.delivered());
    assert!(
        copies.len() == 2 && copies.keys().all(|id| id.ends_with("@test.example>")),
        "{copies:?} {said}"
    );
}

#[test]
fn row_88_a_second_process_sends_nothing_and_says_so() {
    let Some(postfix) = Postfix::start() else { return };
    let proxy = Proxy::start(postfix.port, At::Dot, Fault::Hold);
    let desk = Desk::new(proxy.port, 3);
    let child = desk.start(&["send", "--yes"]);
    wait_until("the first process is at its dot", || proxy.reached());
    let second = desk.afterword(&["send", "--yes"]);
    assert_eq!(second.status.code(), Some(2));
    assert!(
        String::from_utf8_lossy(&second.stderr).contains("another afterword is sending"),
        "{second:?}"
    );
    assert!(
        matches!(desk.state(), NoteState::Dot { .. }),
        "a living owner's rows are not touched"
    );
    proxy.release();
    let mut child = child;
    child.wait().unwrap();
    postfix.settle();
    assert_eq!(audit(&desk.notes(), &postfix.delivered()), (3, 0, 0));
}

#[test]
fn answered_and_not_kept_because_the_book_is_locked_is_uncertain_after_a_kill() {
    let Some(postfix) = Postfix::start() else { return };
    let proxy = Proxy::start(postfix.port, At::ReplyToDot, Fault::Hold);
    let desk = Desk::new(proxy.port, 1);
    let child = desk.start(&["send", "--yes"]);
    wait_until("the server has answered", || proxy.reached());
    run(async {
        let book = desk.book().await;
        let lock = book.transaction().await.unwrap();
        proxy.release();
        // The answer is read now and cannot be kept.
        tokio::time::sleep(Duration::from_millis(300)).await;
        kill(child, "-KILL");
        lock.rollback().await.unwrap();
        book.close().await;
    });
    desk.submit_to(postfix.port);
    check(&desk, &postfix, 0, End::Uncertain(1));
}

#[test]
fn answered_while_the_book_is_busy_for_a_moment_is_kept_all_the_same() {
    let Some(postfix) = Postfix::start() else { return };
    let proxy = Proxy::start(postfix.port, At::ReplyToDot, Fault::Hold);
    let desk = Desk::new(proxy.port, 1);
    let mut child = desk.start(&["send", "--yes"]);
    wait_until("the server has answered", || proxy.reached());
    run(async {
        let book = desk.book().await;
        let lock = book.transaction().await.unwrap();
        proxy.release();
        tokio::time::sleep(Duration::from_secs(2)).await;
        lock.rollback().await.unwrap();
        book.close().await;
    });
    child.wait().unwrap();
    postfix.settle();
    assert_eq!(audit(&desk.notes(), &postfix.delivered()), (1, 0, 0));
}

#[test]
fn erofs_a_book_that_cannot_be_written_sends_nothing() {
    let Some(postfix) = Postfix::start() else { return };
    let desk = Desk::new(postfix.port, 1);
    let copy = std::fs::read(desk.path()).unwrap();
    let mounted = std::process::Command::new("/bin/sh")
        .args([
            "-c",
            &format!(
                "mount --bind {0} {0} && mount -o remount,ro,bind {0}",
                desk.path().parent().unwrap().display()
            ),
        ])
        .output();
    if !mounted.is_ok_and(|o| o.status.success()) {
        eprintln!("NOT TESTED: a read-only file system cannot be mounted here");
        return;
    }
    let out = desk.afterword(&["send", "--yes"]);
    let unmounted = std::process::Command::new("/bin/umount")
        .arg(desk.path().parent().unwrap())
        .status();
    assert!(unmounted.is_ok_and(|s| s.success()));
    assert_eq!(out.status.code(), Some(2), "{out:?}");
    assert_eq!(std::fs::read(desk.path()).unwrap(), copy);
    postfix.settle();
    assert!(postfix.delivered().is_empty());
}

#[test]
fn row_86_a_full_disk_at_the_claim_or_the_mark_sends_nothing() {
    let Some(postfix) = Postfix::start() else { return };
    let folder = tempfile::tempdir().unwrap();
    let mount = format!("mount -t tmpfs -o size=1m,mode=700 none {}", folder.path().display());
    if !std::process::Command::new("/bin/sh")
        .args(["-c", &mount])
        .output()
        .is_ok_and(|o| o.status.success())
    {
        eprintln!("NOT TESTED: a small file system cannot be mounted here");
        return;
    }
    let path = folder.path().join("book.db");
    let desk = Desk::at(
        tempfile::tempdir().unwrap(),
        afterword_store::book::Location::File(path),
        postfix.port,
        1,
    );
    let ballast = folder.path().join("ballast");
    for left in [0_usize, 4, 8, 12, 16, 24, 32, 48] {
        // Fill the disk, leave a little, try.
        let _ = std::process::Command::new("/bin/sh")
            .args([
                "-c",
                &format!(
                    "dd if=/dev/zero of={0} bs=4096 2>/dev/null; truncate -s -{1} {0}",
                    ballast.display(),
                    left * 1024
                ),
            ])
            .status();
        desk.send();
        postfix.settle();
        // Nobody can look into a book on a full disk.
        std::fs::remove_file(&ballast).unwrap();
        audit(&desk.notes(), &postfix.delivered());
    }
    desk.send();
    postfix.settle();
    let counts = audit(&desk.notes(), &postfix.delivered());
    assert_eq!(counts.0 + counts.1, 1, "{counts:?}");
    let _ = std::process::Command::new("/bin/umount")
        .args(["-l", &folder.path().display().to_string()])
        .status();
}

#[test]
fn row_83_a_clock_that_went_back_sends_nothing_again() {
    let Some(postfix) = Postfix::start() else { return };
    let desk = Desk::new(postfix.port, 1);
    desk.send();
    for now in ["2026-03-02T09:00:00Z", "1970-01-01T00:00:00Z"] {
        desk.afterword_at(now, &["send", "--yes"]);
    }
    postfix.settle();
    assert_eq!(audit(&desk.notes(), &postfix.delivered()), (1, 0, 0));
}

#[test]
fn row_84_a_clock_that_went_forward_holds_what_fell_due() {
    let Some(postfix) = Postfix::start() else { return };
    let desk = Desk::new(postfix.port, 1);
    // The book has seen the day of the interview.
    desk.afterword_at("2026-03-02T15:10:00Z", &["send", "--dry-run"]);
    let out = desk.afterword_at("2027-03-03T12:00:00Z", &["send", "--yes"]);
    let said = String::from_utf8_lossy(&out.stdout).into_owned();
    assert!(
        said.contains("held") && matches!(desk.state(), NoteState::Approved { frozen: None, .. }),
        "{out:?}"
    );
    postfix.settle();
    assert!(postfix.delivered().is_empty());
}

#[test]
fn a_copied_book_mid_write_is_whole_and_honest() {
    let Some(postfix) = Postfix::start() else { return };
    let proxy = Proxy::start(postfix.port, At::Dot, Fault::Hold);
    let desk = Desk::new(proxy.port, 1);
    let child = desk.start(&["send", "--yes"]);
    wait_until("the mark is made", || proxy.reached());
    let copy = Desk::new(postfix.port, 0);
    for suffix in ["", "-wal"] {
        let name = format!("book.db{suffix}");
        let from = desk.path().with_file_name(&name);
        if from.exists() {
            std::fs::copy(from, copy.path().with_file_name(&name)).unwrap();
        }
    }
    let _ = std::fs::remove_file(copy.path().with_file_name("book.db-shm"));
    copy.send();
    assert!(matches!(copy.state(), NoteState::Uncertain { .. }));
    kill(child, "-KILL");
    // What the proxy holds ends with it.
    drop(proxy);
    postfix.settle();
    assert!(postfix.delivered().is_empty());
}
