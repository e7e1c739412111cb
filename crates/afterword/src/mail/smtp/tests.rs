//! The client against Debian's own servers, with a proxy in between that makes every phase go wrong.

use std::cell::Cell;
use std::time::Duration;

use super::*;
use crate::mail::servers::postfix::Postfix;
use crate::mail::servers::proxy::{At, Fault, Proxy};
use crate::mail::servers::sink::Sink;

const NOTE: &[u8] =
    b"Message-ID: <n1@test.example>\r\nSubject: Thank you\r\n\r\nDear Ann,\r\n.\r\n..two\r\nThanks.\r\n";

fn run<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
        .block_on(work)
}

fn server(port: u16) -> Server {
    Server {
        host: "127.0.0.1".into(),
        port,
        security: Security::None,
        roots: Roots::default(),
    }
}

fn envelope() -> MailEnvelope {
    MailEnvelope {
        from: "gabriela@test.example".into(),
        to: "ann@test.example".into(),
        copy_to: None,
        envid: Some("n1+x".into()),
    }
}

/// Waits short enough for a test to see silence.
fn short() -> Waits {
    let wait = Duration::from_millis(700);
    Waits {
        connect: wait,
        tls: wait,
        command: wait,
        body: wait,
        dot: wait,
    }
}

/// One try, and whether the mark was made.
fn try_once(port: u16, envelope: &MailEnvelope, message: &[u8], waits: Waits) -> (Outcome, bool) {
    let marked = Cell::new(false);
    let outcome = run(async {
        let mut session = match Session::open(&server(port), &Login::None, waits).await {
            Ok(session) => session,
            Err(outcome) => return outcome,
        };
        let outcome = session
            .submit(envelope, message, async || {
                marked.set(true);
                Ok(())
            })
            .await;
        session.quit().await;
        outcome
    });
    (outcome, marked.get())
}

/// Everything that can go wrong on the way, what must come of it, and how many copies arrive.
fn phases() -> Vec<(At, Phase)> {
    vec![
        (At::Accept, Phase::Hello),
        (At::ReplyTo(""), Phase::Hello),
        (At::Line("EHLO"), Phase::Hello),
        (At::ReplyTo("EHLO"), Phase::Hello),
        (At::Line("MAIL"), Phase::Mail),
        (At::ReplyTo("MAIL"), Phase::Mail),
        (At::Line("RCPT"), Phase::Rcpt),
        (At::ReplyTo("RCPT"), Phase::Rcpt),
        (At::Line("DATA"), Phase::Data),
        (At::ReplyTo("DATA"), Phase::Data),
        (At::TextLine(0), Phase::Body),
        (At::TextLine(4), Phase::Body),
        (At::Dot, Phase::Dot),
        (At::ReplyToDot, Phase::Dot),
    ]
}

#[test]
fn every_phase_cut_stalled_and_swallowed_leaves_an_honest_outcome() {
    let Some(postfix) = Postfix::start() else { return };
    let mut expected = 0;
    for fault in [
        Fault::Close,
        Fault::Reset,
        Fault::Stall,
        Fault::Say("421 4.3.0 going down\r\n"),
    ] {
        for (at, phase) in phases() {
            let proxy = Proxy::start(postfix.port, at, fault);
            let (outcome, marked) = try_once(proxy.port, &envelope(), NOTE, short());
            let case = format!("{at:?} {fault:?}: {outcome:?}, marked {marked}");
            if at == At::ReplyToDot {
                expected += 1;
            }
            match &outcome {
                Outcome::NotSent {
                    phase: seen, retryable, ..
                } => {
                    // What was torn while the text was written is seen only when the dot leaves.
                    assert!(!marked && *retryable && *seen <= phase, "{case}");
                    assert_ne!(phase, Phase::Dot, "{case}");
                }
                Outcome::Deferred { phase: seen, reply } => {
                    assert!(matches!(fault, Fault::Say(_)) && reply.code == 421, "{case}");
                    assert_eq!(*seen == Phase::Dot, marked, "{case}");
                }
                Outcome::Uncertain { .. } => {
                    assert!(marked && phase >= Phase::Body, "{case}");
                }
                Outcome::Sent { .. } | Outcome::Refused { .. } => panic!("{case}"),
            }
            assert_eq!(
                outcome.is_uncertain() || matches!(outcome, Outcome::Deferred { phase: Phase::Dot, .. }),
                marked,
                "{case}"
            );
        }
    }
    postfix.settle();
    assert_eq!(
        postfix.delivered().len(),
        expected,
        "only what got its dot through arrives"
    );
}

#[test]
fn row_23_what_arrives_is_what_was_frozen() {
    let Some(postfix) = Postfix::start() else { return };
    let (outcome, marked) = try_once(postfix.port, &envelope(), NOTE, Waits::default());
    assert!(
        matches!(&outcome, Outcome::Sent { reply, copied: false } if reply.code == 250) && marked,
        "{outcome:?}"
    );
    postfix.settle();
    let delivered = postfix.delivered();
    assert_eq!(delivered.len(), 1);
    let text = String::from_utf8(delivered[0].clone()).unwrap().replace('\n', "\r\n");
    assert!(
        text.ends_with("\r\n\r\nDear Ann,\r\n.\r\n..two\r\nThanks.\r\n"),
        "{text}"
    );
}

#[test]
fn the_senders_copy_goes_with_the_note_and_never_alone() {
    let Some(postfix) = Postfix::with(
        "smtpd_reject_unlisted_recipient = yes\ncheck_list = inline:{refused@test.example=REJECT}\nsmtpd_recipient_restrictions = check_recipient_access inline:{refused@test.example=REJECT}, permit_mynetworks, reject",
    ) else {
        return;
    };
    let copy = |to: &str, copy_to: &str| MailEnvelope {
        to: to.into(),
        copy_to: Some(copy_to.into()),
        ..envelope()
    };
    let (outcome, _) = try_once(
        postfix.port,
        &copy("ann@test.example", "gabriela@test.example"),
        NOTE,
        Waits::default(),
    );
    assert!(matches!(outcome, Outcome::Sent { copied: true, .. }), "{outcome:?}");
    let (outcome, _) = try_once(
        postfix.port,
        &copy("ann@test.example", "refused@test.example"),
        NOTE,
        Waits::default(),
    );
    assert!(matches!(outcome, Outcome::Sent { copied: false, .. }), "{outcome:?}");
    postfix.settle();
    assert_eq!(postfix.delivered().len(), 3);
    let (outcome, marked) = try_once(
        postfix.port,
        &copy("refused@test.example", "gabriela@test.example"),
        NOTE,
        Waits::default(),
    );
    assert!(
        matches!(&outcome, Outcome::Refused { phase: Phase::Rcpt, reply } if reply.code == 554) && !marked,
        "{outcome:?}"
    );
    postfix.settle();
    assert_eq!(postfix.delivered().len(), 3, "the copy alone is never sent");
}

#[test]
fn a_server_that_refuses_is_believed() {
    for (flags, check) in [
        ("-r mail", (Phase::Mail, true)),
        ("-r rcpt", (Phase::Rcpt, true)),
        ("-r data", (Phase::Data, true)),
        ("-r .", (Phase::Dot, true)),
        ("-f mail", (Phase::Mail, false)),
        ("-f rcpt", (Phase::Rcpt, false)),
        ("-f data", (Phase::Data, false)),
        ("-f .", (Phase::Dot, false)),
    ] {
        for pipelining in ["", "-p "] {
            let Some(sink) = Sink::start(&format!("{pipelining}{flags}")) else {
                return;
            };
            let (outcome, marked) = try_once(sink.port, &envelope(), NOTE, short());
            let (phase, soft) = check;
            match outcome {
                Outcome::Deferred { phase: seen, .. } => assert!(soft && seen == phase, "{flags}: {seen:?}"),
                Outcome::Refused { phase: seen, .. } => assert!(!soft && seen == phase, "{flags}: {seen:?}"),
                other => panic!("{flags}: {other:?}"),
            }
            assert_eq!(marked, phase == Phase::Dot, "{flags}");
        }
    }
}

#[test]
fn a_server_that_drops_after_the_dot_leaves_it_uncertain() {
    for flags in ["-q .", "-W .:600"] {
        let Some(sink) = Sink::start(flags) else { return };
        let (outcome, marked) = try_once(sink.port, &envelope(), NOTE, short());
        assert!(outcome.is_uncertain() && marked, "{flags}: {outcome:?}");
    }
    let Some(sink) = Sink::start("-Q .") else { return };
    let (outcome, _) = try_once(sink.port, &envelope(), NOTE, short());
    assert!(
        matches!(&outcome, Outcome::Deferred { phase: Phase::Dot, reply } if reply.code == 421),
        "{outcome:?}"
    );
}

#[test]
fn row_77_a_stripped_starttls_sends_nothing() {
    let Some(sink) = Sink::start("") else { return };
    let proxy = Proxy::start(sink.port, At::Line("MAIL"), Fault::Nothing);
    let stripped = Server {
        security: Security::StartTls,
        ..server(proxy.port)
    };
    let login = Login::Password {
        user: "gabriela".into(),
        password: "secret".into(),
    };
    let outcome = run(Session::open(&stripped, &login, short())).unwrap_err();
    assert!(
        matches!(
            outcome,
            Outcome::NotSent {
                phase: Phase::Tls,
                retryable: false,
                ..
            }
        ),
        "{outcome:?}"
    );
}

#[test]
fn an_unprotected_connection_stays_on_this_machine() {
    let far = Server {
        host: "192.0.2.1".into(),
        ..server(25)
    };
    let outcome = run(Session::open(&far, &Login::None, short())).unwrap_err();
    assert!(
        matches!(
            outcome,
            Outcome::NotSent {
                phase: Phase::Connect,
                retryable: false,
                ..
            }
        ),
        "{outcome:?}"
    );
}

#[test]
fn row_18_an_address_the_server_cannot_carry_is_said() {
    let Some(sink) = Sink::start("") else { return };
    let utf8 = MailEnvelope {
        to: "åsa@test.example".into(),
        ..envelope()
    };
    let (outcome, marked) = try_once(sink.port, &utf8, NOTE, short());
    assert!(
        matches!(&outcome, Outcome::NotSent { phase: Phase::Message, retryable: false, why } if why.contains("SMTPUTF8"))
            && !marked,
        "{outcome:?}"
    );
    let Some(postfix) = Postfix::start() else { return };
    let (outcome, _) = try_once(postfix.port, &utf8, NOTE, Waits::default());
    assert!(matches!(outcome, Outcome::Sent { .. }), "{outcome:?}");
}

#[test]
fn row_71_what_is_too_large_is_not_begun() {
    let Some(postfix) = Postfix::with("message_size_limit = 10000\nvirtual_mailbox_limit = 20000") else {
        return;
    };
    let large = [NOTE, b"word\r\n".repeat(2_000).as_slice()].concat();
    let (outcome, marked) = try_once(postfix.port, &envelope(), &large, Waits::default());
    assert!(
        matches!(&outcome, Outcome::NotSent { phase: Phase::Message, retryable: false, why } if why.contains("10000 at most"))
            && !marked,
        "{outcome:?}"
    );
}

#[test]
fn rows_22_and_24_bytes_that_servers_would_mend_are_not_sent() {
    let Some(sink) = Sink::start("") else { return };
    let long = [b"Subject: x\r\n\r\n".as_slice(), &[b'a'; 1_200], b"\r\n"].concat();
    for bad in [b"Subject: x\r\n\r\na\nb\r\n".as_slice(), b"Subject: x\r\n\r\na", &long] {
        let (outcome, marked) = try_once(sink.port, &envelope(), bad, short());
        assert!(
            matches!(
                outcome,
                Outcome::NotSent {
                    phase: Phase::Message,
                    ..
                }
            ) && !marked,
            "{outcome:?}"
        );
    }
}

#[test]
fn without_a_mark_the_dot_does_not_leave() {
    let Some(postfix) = Postfix::start() else { return };
    let outcome = run(async {
        let mut session = Session::open(&server(postfix.port), &Login::None, short())
            .await
            .unwrap();
        session
            .submit(&envelope(), NOTE, async || Err("no room left".to_owned()))
            .await
    });
    assert!(
        matches!(
            outcome,
            Outcome::NotSent {
                phase: Phase::Mark,
                retryable: true,
                ..
            }
        ),
        "{outcome:?}"
    );
    postfix.settle();
    assert!(postfix.delivered().is_empty());
}

#[test]
fn one_connection_carries_many_notes_past_a_refused_one() {
    let Some(postfix) = Postfix::with(
        "smtpd_recipient_restrictions = check_recipient_access inline:{refused@test.example=REJECT}, permit_mynetworks, reject",
    ) else {
        return;
    };
    run(async {
        let mut session = Session::open(&server(postfix.port), &Login::None, Waits::default())
            .await
            .unwrap();
        for at in 0..10 {
            if !session.is_usable() {
                session = Session::open(&server(postfix.port), &Login::None, Waits::default())
                    .await
                    .unwrap();
            }
            let to = if at == 4 {
                "refused@test.example"
            } else {
                "ann@test.example"
            };
            let outcome = session
                .submit(
                    &MailEnvelope {
                        to: to.into(),
                        ..envelope()
                    },
                    NOTE,
                    async || Ok(()),
                )
                .await;
            assert_eq!(matches!(outcome, Outcome::Sent { .. }), at != 4, "{outcome:?}");
        }
        session.quit().await;
    });
    postfix.settle();
    assert_eq!(postfix.delivered().len(), 9);
}

#[test]
fn a_reply_that_is_none_is_no_verdict() {
    let Some(sink) = Sink::start("") else { return };
    for words in [
        "250-half\r\n",
        "what?\r\n",
        "354 go on\r\n",
        "251 elsewhere\r\n",
        "250-a\r\n550 b\r\n",
    ] {
        let proxy = Proxy::start(sink.port, At::ReplyToDot, Fault::Say(words));
        let (outcome, _) = try_once(proxy.port, &envelope(), NOTE, short());
        assert!(outcome.is_uncertain(), "{words:?}: {outcome:?}");
    }
}

#[test]
fn row_94_a_login_that_runs_out_is_no_refusal_of_the_note() {
    let Some(sink) = Sink::start("") else { return };
    for at in [At::ReplyTo("MAIL"), At::ReplyTo("RCPT"), At::ReplyTo("DATA")] {
        let proxy = Proxy::start(sink.port, at, Fault::Say("530 5.7.0 Authentication required\r\n"));
        let (outcome, marked) = try_once(proxy.port, &envelope(), NOTE, short());
        assert!(
            matches!(outcome, Outcome::NotSent { retryable: true, .. }) && !marked,
            "{outcome:?}"
        );
    }
}

/// A certificate for `localhost` and its key.
fn certificate(folder: &std::path::Path) -> Option<(String, String)> {
    let openssl = crate::mail::servers::program("openssl")?;
    let (certificate, key) = (folder.join("certificate.pem"), folder.join("key.pem"));
    let made = std::process::Command::new(openssl)
        .args([
            "req",
            "-x509",
            "-newkey",
            "rsa:2048",
            "-nodes",
            "-days",
            "2",
            "-subj",
            "/CN=localhost",
        ])
        .args([
            "-addext",
            "subjectAltName=DNS:localhost",
            "-addext",
            "basicConstraints=critical,CA:FALSE",
        ])
        .arg("-out")
        .arg(&certificate)
        .arg("-keyout")
        .arg(&key)
        .output();
    assert!(made.is_ok_and(|o| o.status.success()));
    Some((certificate.display().to_string(), key.display().to_string()))
}

#[test]
fn row_77_a_certificate_nobody_vouches_for_sends_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let Some((certificate, key)) = certificate(dir.path()) else {
        crate::mail::servers::missing("openssl");
        return;
    };
    let Some(postfix) = Postfix::with(&format!(
        "smtpd_tls_security_level = may\nsmtpd_tls_cert_file = {certificate}\nsmtpd_tls_key_file = {key}"
    )) else {
        return;
    };
    let at = |host: &str, roots: Roots| Server {
        host: host.into(),
        port: postfix.port,
        security: Security::StartTls,
        roots,
    };
    let own = || Roots::pem(&std::fs::read(&certificate).unwrap()).unwrap();
    // Not trusted, then trusted for another name: nothing is sent, and trying again would not help.
    for server in [at("localhost", Roots::default()), at("127.0.0.1", own())] {
        let outcome = run(Session::open(&server, &Login::None, Waits::default())).unwrap_err();
        assert!(
            matches!(
                outcome,
                Outcome::NotSent {
                    phase: Phase::Tls,
                    retryable: false,
                    ..
                }
            ),
            "{outcome:?}"
        );
    }
    let outcome = run(async {
        let mut session = Session::open(&at("localhost", own()), &Login::None, Waits::default())
            .await
            .unwrap();
        let outcome = session.submit(&envelope(), NOTE, async || Ok(())).await;
        session.quit().await;
        outcome
    });
    assert!(matches!(outcome, Outcome::Sent { .. }), "{outcome:?}");
    postfix.settle();
    assert_eq!(postfix.delivered().len(), 1);
    assert!(postfix.log().contains("starttls=1"), "{}", postfix.log());
}

/// Figures for docs/RELIABILITY.md: this client and `smtp-source`, side by side, to one `smtp-sink`.
#[test]
#[ignore = "measures; run it alone with --ignored --nocapture"]
fn throughput_beside_smtp_source() {
    let Some(sink) = Sink::start("") else { return };
    let source = crate::mail::servers::program("smtp-source").unwrap();
    let note = [
        NOTE,
        "A line of sixty letters, as one would write them in a note.\r\n"
            .repeat(16)
            .as_bytes(),
    ]
    .concat();
    let count = 4_000;
    for connections in [1_usize, 8] {
        for round in 1..=3 {
            let begin = std::time::Instant::now();
            let sent = std::process::Command::new(&source)
                .args(["-d", "-s", &connections.to_string(), "-m", &count.to_string()])
                .args(["-l", &note.len().to_string(), &format!("127.0.0.1:{}", sink.port)])
                .status();
            assert!(sent.is_ok_and(|s| s.success()));
            let theirs = f64::from(count) / begin.elapsed().as_secs_f64();
            let begin = std::time::Instant::now();
            run(async {
                let each = usize::try_from(count).unwrap() / connections;
                let mut works: Vec<_> = (0..connections)
                    .map(|_| Box::pin(carry(sink.port, &note, each)))
                    .collect();
                std::future::poll_fn(|cx| {
                    works.retain_mut(|work| work.as_mut().poll(cx).is_pending());
                    if works.is_empty() {
                        std::task::Poll::Ready(())
                    } else {
                        std::task::Poll::Pending
                    }
                })
                .await;
            });
            let ours = f64::from(count) / begin.elapsed().as_secs_f64();
            println!(
                "{connections} connection(s), round {round}: smtp-source {theirs:.0}/s, afterword {ours:.0}/s ({:.2}x)",
                ours / theirs
            );
        }
    }
}

async fn carry(port: u16, note: &[u8], count: usize) {
    let mut session = Session::open(&server(port), &Login::None, Waits::default())
        .await
        .unwrap();
    for _ in 0..count {
        let outcome = session.submit(&envelope(), note, async || Ok(())).await;
        assert!(matches!(outcome, Outcome::Sent { .. }), "{outcome:?}");
    }
    session.quit().await;
}
