//! What only a clock or a server of ours can bring about; the crash matrix itself is run from outside.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

use afterword_core::plan::Moment;
use afterword_store::book::{Location, Owner};
use jiff::Zoned;

use super::*;
use crate::mail::servers::book::{self, SENDER};
use crate::mail::servers::postfix::Postfix;
use crate::mail::smtp::{Roots, Security};

/// A clock that stands still, and breaks at its `breaks_at`-th reading.
struct Stopped {
    now: Zoned,
    sure_until: Option<Timestamp>,
    breaks_at: Option<u32>,
    read: Cell<u32>,
}

impl Stopped {
    fn at(now: &str) -> Self {
        Self {
            now: now.parse().unwrap(),
            sure_until: None,
            breaks_at: None,
            read: Cell::new(0),
        }
    }
}

impl Clock for Stopped {
    fn now(&self) -> Zoned {
        self.read.set(self.read.get() + 1);
        assert_ne!(Some(self.read.get()), self.breaks_at, "the clock breaks");
        self.now.clone()
    }

    fn moment(&self, now: &Zoned) -> Moment {
        Moment {
            at: now.timestamp(),
            sure_until: self.sure_until,
        }
    }
}

fn run<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
        .block_on(work)
}

fn to_port(port: u16) -> Vec<Carrier> {
    vec![Carrier {
        address: SENDER.to_owned(),
        server: Server {
            host: "127.0.0.1".into(),
            port,
            security: Security::None,
            roots: Roots::default(),
        },
        login: Login::None,
        waits: Waits {
            dot: Duration::from_secs(20),
            ..Waits::default()
        },
        self_copy: false,
    }]
}

async fn open(path: &std::path::Path) -> Book {
    Book::open(&Location::File(path.to_owned()), Owner::LOCAL)
        .await
        .unwrap()
}

async fn states(book: &Book) -> Vec<&'static str> {
    let notes = book.read().await.unwrap().all_notes().await.unwrap();
    notes.iter().map(|n| n.note.state.name()).collect()
}

#[test]
fn many_lanes_send_each_note_once() {
    let Some(postfix) = Postfix::start() else { return };
    let dir = tempfile::tempdir().unwrap();
    run(async {
        let book = open(&dir.path().join("book.db")).await;
        book::fill(&book, 40).await;
        let (outbox, _) = Outbox::open(&book).await.unwrap().unwrap();
        let clock = Stopped::at("2026-03-03T09:00:00+00:00[UTC]");
        let told = outbox
            .run(&to_port(postfix.port), 8, &clock, &Cell::new(false))
            .await
            .unwrap();
        assert!(
            told.len() == 40 && told.iter().all(|t| matches!(t, Told::Sent { .. })),
            "{told:?}"
        );
        assert!(states(&book).await.iter().all(|s| *s == "sent"));
    });
    postfix.settle();
    assert_eq!(postfix.delivered().len(), 40);
}

#[test]
fn row_93_a_panic_before_the_mark_waits_and_after_it_is_uncertain() {
    let Some(postfix) = Postfix::start() else { return };
    // The clock is read at the claim, at the mark, and when the outcome is kept.
    for (breaks_at, state) in [(2, "approved"), (3, "uncertain")] {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("book.db");
        let clock = Stopped {
            breaks_at: Some(breaks_at),
            ..Stopped::at("2026-03-03T09:00:00+00:00[UTC]")
        };
        let before = postfix.delivered().len();
        let broke = catch_unwind(AssertUnwindSafe(|| {
            run(async {
                let book = open(&path).await;
                book::fill(&book, 1).await;
                let (outbox, _) = Outbox::open(&book).await.unwrap().unwrap();
                let _ = outbox.run(&to_port(postfix.port), 1, &clock, &Cell::new(false)).await;
            });
        }));
        assert!(broke.is_err());
        run(async {
            let book = open(&path).await;
            let (_, found) = Outbox::open(&book).await.unwrap().unwrap();
            assert_eq!(found.settled.len(), 1);
            assert_eq!(states(&book).await, [state]);
        });
        postfix.settle();
        assert_eq!(postfix.delivered().len() - before, usize::from(state == "uncertain"));
    }
}

#[test]
fn rows_84_and_85_what_opened_while_the_clock_was_in_doubt_is_held() {
    let dir = tempfile::tempdir().unwrap();
    run(async {
        let book = open(&dir.path().join("book.db")).await;
        book::fill(&book, 1).await;
        let (outbox, _) = Outbox::open(&book).await.unwrap().unwrap();
        let mut clock = Stopped::at("2027-03-03T09:00:00+00:00[UTC]");
        clock.sure_until = Some("2026-03-02T15:00:00Z".parse().unwrap());
        let told = outbox.run(&to_port(1), 1, &clock, &Cell::new(false)).await.unwrap();
        assert!(matches!(told[..], [Told::Held(_)]), "{told:?}");
        assert_eq!(states(&book).await, ["approved"]);
    });
}

#[test]
fn row_95_two_clicks_are_one_send() {
    let dir = tempfile::tempdir().unwrap();
    run(async {
        let book = open(&dir.path().join("book.db")).await;
        let first = Outbox::open(&book).await.unwrap();
        assert!(first.is_some());
        assert!(Outbox::open(&book).await.unwrap().is_none(), "the second has no lease");
        drop(first);
        assert!(Outbox::open(&book).await.unwrap().is_some());
    });
}

/// So many bare commits of this book a second.
async fn bare_commits(book: Book, count: u32) -> f64 {
    let begin = std::time::Instant::now();
    for at in 0..count {
        let mut tx = book.transaction().await.unwrap();
        tx.set("bench", &at).await.unwrap();
        tx.commit().await.unwrap();
    }
    let rate = f64::from(count) / begin.elapsed().as_secs_f64();
    book.close().await;
    rate
}

/// So many notes of this book sent a second, over so many lanes.
async fn notes_sent(book: Book, count: u32, port: u16, lanes: usize) -> f64 {
    book::fill(&book, count as usize).await;
    let (outbox, _) = Outbox::open(&book).await.unwrap().unwrap();
    let clock = Stopped::at("2026-03-03T09:00:00+00:00[UTC]");
    let begin = std::time::Instant::now();
    let told = outbox
        .run(&to_port(port), lanes, &clock, &Cell::new(false))
        .await
        .unwrap();
    assert!(told.iter().all(|t| matches!(t, Told::Sent { .. })) && told.len() == count as usize);
    let rate = f64::from(count) / begin.elapsed().as_secs_f64();
    drop(outbox);
    book.close().await;
    rate
}

/// Figures for docs/RELIABILITY.md: what durability costs, beside bare commits of the same database on the same disk.
#[test]
#[ignore = "measures; run it alone with --ignored --nocapture"]
fn throughput_of_the_durable_outbox() {
    let Some(sink) = crate::mail::servers::sink::Sink::start("") else {
        return;
    };
    let count = 600_u32;
    for round in 1..=3 {
        let dir = tempfile::tempdir_in(".").unwrap();
        let bare = run(async { bare_commits(open(&dir.path().join("bare.db")).await, count).await });
        println!("SQLite, round {round}: bare commits {bare:.0}/s");
        for lanes in [1, 8, 16] {
            let path = dir.path().join(format!("{lanes}.db"));
            let rate = run(async { notes_sent(open(&path).await, count, sink.port, lanes).await });
            println!(
                "SQLite, round {round}: outbox, {lanes} lane(s): {rate:.0} notes/s ({:.2}x of bare commits)",
                rate / bare
            );
        }
    }
}

/// The same on a `PostgreSQL` that syncs every commit to the disk.
#[test]
#[ignore = "measures; run it alone with --ignored --nocapture"]
fn throughput_of_the_durable_outbox_on_postgresql() {
    use crate::mail::servers::postgres::Postgres;
    let (Some(sink), Some(postgres)) = (
        crate::mail::servers::sink::Sink::start(""),
        Postgres::with("-c fsync=on"),
    ) else {
        return;
    };
    let count = 400_u32;
    let book = async || Book::open(&postgres.database().await, Owner::LOCAL).await.unwrap();
    for round in 1..=3 {
        let bare = run(async { bare_commits(book().await, count).await });
        println!("PostgreSQL, round {round}: bare commits {bare:.0}/s");
        for lanes in [1, 8, 16] {
            let rate = run(async { notes_sent(book().await, count, sink.port, lanes).await });
            println!(
                "PostgreSQL, round {round}: outbox, {lanes} lane(s): {rate:.0} notes/s ({:.2}x of bare commits)",
                rate / bare
            );
        }
    }
}
