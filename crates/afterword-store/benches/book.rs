//! What the case book costs: all open cases for `today`, what is due next in small and large books on both databases, and
//! one durable change.

#[path = "../tests/book/cluster.rs"]
mod cluster;
#[path = "../tests/book/list/sample.rs"]
#[expect(dead_code, reason = "the tests use more of it")]
mod sample;

use std::hint::black_box;

use afterword_core::casebook::{CaseId, Frozen, Key, Note, NoteId, NoteState, PersonId, Purpose};
use afterword_store::book::{Book, CaseFilter, Location, NoteRecord, Owner, Transaction};
use criterion::{Criterion, criterion_group, criterion_main};
use sample::{now, people_and_case};
use tokio::runtime::Runtime;

fn runtime() -> Runtime {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.expect("a runtime")
}

fn block_on<T>(work: impl Future<Output = T>) -> T {
    runtime().block_on(work)
}

/// Beside the build, which is on a disk: a folder in memory would make durable changes look cheap.
fn folder() -> tempfile::TempDir {
    tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder")
}

fn sent(case: CaseId, to: PersonId, item: i64) -> NoteRecord {
    let key = Key {
        item,
        ..Key::to(Purpose::Material, 1, to)
    };
    let mut note = Note::drafted(NoteId(0), key, to, now());
    note.state = NoteState::Sent {
        frozen: Frozen {
            message_id: format!("{case}-{to}-{item}@home.example"),
            at: now(),
        },
        at: now(),
        reply: "250 2.0.0 Ok: queued".to_owned(),
    };
    let body = "Dear Dr. Okonkwo,\n\nthank you for showing me the bread oven on Thursday. ".repeat(8);
    NoteRecord::new(case, note, "Thank you".to_owned(), body)
}

async fn fill(tx: &mut Transaction, cases: i64, touches_each: i64) {
    for n in 0..cases {
        let (_, case, maya, tom) = people_and_case(tx, &format!("Employer {n}")).await;
        for item in 1..=touches_each {
            let to = if item % 2 == 0 { maya } else { tom };
            tx.add_note(&sent(case, to, item)).await.expect("a note");
        }
    }
}

fn today(c: &mut Criterion) {
    let dir = folder();
    let runtime = runtime();
    let mut group = c.benchmark_group("today");
    group.sample_size(10);
    for (name, touches_each) in [("1,000 cases, 1,000 touches", 1), ("1,000 cases, 100,000 touches", 100)] {
        let location = Location::File(dir.path().join(format!("{touches_each}.db")));
        let book = runtime.block_on(async {
            let book = Book::open(&location, Owner::LOCAL).await.expect("a book");
            let mut tx = book.transaction().await.expect("a transaction");
            fill(&mut tx, 1000, touches_each).await;
            tx.commit().await.expect("kept");
            book
        });
        group.bench_function(format!("all open cases whole: {name}"), |b| {
            b.iter(|| {
                runtime.block_on(async {
                    let mut view = book.read().await.expect("a state");
                    black_box(view.open_cases().await.expect("cases"))
                })
            });
        });
        group.bench_function(format!("a line for each case: {name}"), |b| {
            b.iter(|| {
                runtime.block_on(async {
                    let mut view = book.read().await.expect("a state");
                    black_box(view.case_list(CaseFilter::Open).await.expect("cases"))
                })
            });
        });
    }
    group.finish();
}

/// `count` planned entries over a thousand cases, by the databases' own means.
async fn plan(location: &Location, count: i64) -> Book {
    let book = Book::open(location, Owner::LOCAL).await.expect("a book");
    let mut tx = book.transaction().await.expect("a transaction");
    fill(&mut tx, 1000, 0).await;
    tx.commit().await.expect("kept");
    let columns = "INSERT INTO planned (owner, case_id, purpose, round, key_person, item, person_id, due_at, text)";
    let values = "1, n % 1000 + 1, 'material', 1, 0, n, NULL, 1780000000 + (n * 7919) % 31536000, 'send the menu'";
    match location {
        Location::File(path) => {
            let url = format!("sqlite:{}", path.display());
            let pool = sqlx::SqlitePool::connect(&url).await.expect("a pool");
            let sql = format!(
                "{columns} WITH RECURSIVE s (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < {count}) \
                 SELECT {values} FROM s"
            );
            sqlx::query(sqlx::AssertSqlSafe(sql))
                .execute(&pool)
                .await
                .expect("planned");
            pool.close().await;
        }
        Location::Server(url) => {
            let pool = sqlx::PgPool::connect(url).await.expect("a pool");
            let mut connection = pool.acquire().await.expect("a connection");
            sqlx::query("SET afterword.owner = '1'")
                .execute(&mut *connection)
                .await
                .expect("set");
            let sql = format!("{columns} SELECT {values} FROM generate_series(1, {count}) n");
            sqlx::query(sqlx::AssertSqlSafe(sql))
                .execute(&mut *connection)
                .await
                .expect("planned");
            drop(connection);
            pool.close().await;
        }
    }
    book
}

fn next_due(c: &mut Criterion) {
    let dir = folder();
    let cluster = cluster::cluster();
    let runtime = runtime();
    let mut group = c.benchmark_group("next due");
    for count in [1_000, 1_000_000] {
        let places = [
            ("SQLite", Location::File(dir.path().join(format!("{count}.db")))),
            ("PostgreSQL", cluster.database(&format!("due{count}"))),
        ];
        for (name, location) in places {
            let book = runtime.block_on(plan(&location, count));
            if let Location::Server(_) = location {
                cluster.sql(&format!("due{count}"), cluster::KEEPER, "ANALYZE planned");
            }
            group.bench_function(format!("{name}, {count} planned"), |b| {
                b.iter(|| {
                    runtime.block_on(async {
                        let mut view = book.read().await.expect("a state");
                        black_box(view.next_due(20).await.expect("planned"))
                    })
                });
            });
            runtime.block_on(book.close());
        }
    }
    group.finish();
}

fn change(c: &mut Criterion) {
    let dir = folder();
    let cluster = cluster::cluster();
    let runtime = runtime();
    let mut group = c.benchmark_group("one durable change");
    let places = [
        ("SQLite", Location::File(dir.path().join("change.db"))),
        ("PostgreSQL without fsync", cluster.database("change")),
    ];
    for (name, location) in places {
        let (book, mut note) = runtime.block_on(async {
            let book = Book::open(&location, Owner::LOCAL).await.expect("a book");
            let mut tx = book.transaction().await.expect("a transaction");
            let (_, case, maya, _) = people_and_case(&mut tx, "Dalton").await;
            let id = tx.add_note(&sent(case, maya, 1)).await.expect("a note");
            let note = tx.note(id).await.expect("read").expect("there").note;
            tx.commit().await.expect("kept");
            (book, note)
        });
        group.bench_function(format!("a note's next state: {name}"), |b| {
            b.iter(|| {
                runtime.block_on(async {
                    let read = note.revision;
                    note.revision += 1;
                    let mut tx = book.transaction().await.expect("a transaction");
                    tx.save_state(&note, read).await.expect("saved");
                    tx.commit().await.expect("kept");
                });
            });
        });
        runtime.block_on(book.close());
    }
    group.finish();
}

fn start(c: &mut Criterion) {
    let dir = folder();
    let location = Location::File(dir.path().join("start.db"));
    let runtime = runtime();
    runtime.block_on(async {
        let book = Book::open(&location, Owner::LOCAL).await.expect("a book");
        let mut tx = book.transaction().await.expect("a transaction");
        fill(&mut tx, 1000, 1).await;
        tx.commit().await.expect("kept");
        book.close().await;
    });
    c.bench_function("open a book of 1,000 cases and read what is due next", |b| {
        b.iter(|| {
            block_on(async {
                let book = Book::open(&location, Owner::LOCAL).await.expect("a book");
                black_box(book.read().await.expect("a state").next_due(20).await.expect("planned"))
            })
        });
    });
}

criterion_group!(benches, start, today, next_due, change);
criterion_main!(benches);
