//! Books made by every version that was ever released: they open, renewed, with everything that was in them.
//!
//! A version's tables are made from its own texts, which are never edited once released, and filled with the rows that
//! version wrote (`tests/fixtures/vN.sql`). When a version is added, its rows are written by
//! `cargo test -p afterword-store --test book -- --ignored --nocapture versions::prints_the_rows`.

use std::fmt::Write as _;
use std::path::Path;

use afterword_store::book::{Book, Contents, Location, Owner, SCHEMA_VERSION};
use sha2::{Digest as _, Sha256};
use sqlx::{AssertSqlSafe, Row as _, SqlitePool};

use crate::block_on;
use crate::cluster::{Cluster, KEEPER, SERVING, cluster};
use crate::list::fill;

struct Released {
    both: &'static str,
    sqlite: &'static str,
    postgres: &'static str,
    rows: &'static str,
    /// SHA-256 of the first three, one after the other.
    hash: &'static str,
}

const RELEASED: [Released; 2] = [
    Released {
        both: include_str!("../../src/book/migrations/0001.sql"),
        sqlite: include_str!("../../src/book/migrations/0001.sqlite.sql"),
        postgres: include_str!("../../src/book/migrations/0001.postgres.sql"),
        rows: include_str!("../fixtures/v1.sql"),
        hash: "a4591382d2382d06c999b5dd7344e22f80c7fbec56aefe7d52388c3ac51ed99e",
    },
    Released {
        both: include_str!("../../src/book/migrations/0002.sql"),
        sqlite: include_str!("../../src/book/migrations/0002.sqlite.sql"),
        postgres: include_str!("../../src/book/migrations/0002.postgres.sql"),
        // The same tables with other indexes: the same rows.
        rows: include_str!("../fixtures/v1.sql"),
        hash: "561ff8f01689d2b15c105727bdaf7b8f1e95c418f04d4ea1d794c2824bc536f4",
    },
];

#[test]
fn a_released_version_is_never_edited() {
    assert_eq!(
        RELEASED.len(),
        usize::try_from(SCHEMA_VERSION).unwrap(),
        "every version stands here"
    );
    for (number, version) in (1..).zip(&RELEASED) {
        let texts = [version.both, version.sqlite, version.postgres].concat();
        let hash = Sha256::digest(texts).iter().fold(String::new(), |mut out, byte| {
            write!(out, "{byte:02x}").unwrap();
            out
        });
        assert_eq!(
            hash, version.hash,
            "version {number} was edited; add another one instead"
        );
    }
}

/// The sample as this version of the program makes it.
async fn expected(dir: &Path) -> Contents {
    let book = Book::open(&Location::File(dir.join("now.db")), Owner::LOCAL)
        .await
        .unwrap();
    let mut tx = book.transaction().await.unwrap();
    fill(&mut tx).await;
    tx.commit().await.unwrap();
    book.read().await.unwrap().contents().await.unwrap()
}

async fn check(location: &Location, expected: &Contents) {
    let book = Book::open(location, Owner::LOCAL).await.unwrap();
    let mut view = book.read().await.unwrap();
    assert_eq!(view.contents().await.unwrap(), *expected);
    assert_eq!(view.find("bread oven", 10).await.unwrap().len(), 3);
    drop(view);
    let facts = book.facts().await.unwrap();
    assert_eq!((facts.schema_version, facts.is_whole()), (SCHEMA_VERSION, true));
    let mut tx = book.transaction().await.unwrap();
    tx.set("after", &true).await.unwrap();
    tx.commit().await.unwrap();
}

#[test]
fn a_file_of_every_version_opens() {
    let dir = tempfile::tempdir().unwrap();
    block_on(async {
        let expected = expected(dir.path()).await;
        for number in 1..=RELEASED.len() {
            let path = dir.path().join(format!("{number}.db"));
            let pool = SqlitePool::connect(&format!("sqlite:{}?mode=rwc", path.display()))
                .await
                .unwrap();
            for version in &RELEASED[..number] {
                for text in [&version.both.replace("{bytes}", "BLOB"), version.sqlite] {
                    sqlx::raw_sql(AssertSqlSafe(text.to_owned()))
                        .execute(&pool)
                        .await
                        .unwrap();
                }
            }
            let rest = format!("{}; PRAGMA user_version = {number}", RELEASED[number - 1].rows);
            sqlx::raw_sql(AssertSqlSafe(rest)).execute(&pool).await.unwrap();
            pool.close().await;
            check(&Location::File(path), &expected).await;
        }
    });
}

#[test]
fn a_server_of_every_version_opens() {
    let cluster: std::sync::Arc<Cluster> = cluster();
    let dir = tempfile::tempdir().unwrap();
    let expected = block_on(expected(dir.path()));
    for number in 1..=RELEASED.len() {
        let name = format!("released{number}");
        cluster.empty_database(&name);
        let mut sql = String::new();
        for version in &RELEASED[..number] {
            sql += &version.both.replace("{bytes}", "BYTEA");
            sql += version.postgres;
        }
        write!(sql, "CREATE TABLE afterword_schema (version BIGINT NOT NULL);").unwrap();
        write!(
            sql,
            "INSERT INTO afterword_schema VALUES ({number}); SET afterword.owner = '1';"
        )
        .unwrap();
        // Bytes are the one kind of value that the two databases write differently.
        sql += &RELEASED[number - 1].rows.replace("X'", "'\\x");
        cluster.sql(&name, KEEPER, &sql);
        block_on(async {
            Book::migrate(&cluster.location(&name, KEEPER), Some(SERVING))
                .await
                .unwrap();
            check(&cluster.location(&name, SERVING), &expected).await;
        });
    }
}

#[test]
#[ignore = "prints the fixture of a version that is about to be released"]
fn prints_the_rows() {
    let dir = tempfile::tempdir().unwrap();
    block_on(async {
        expected(dir.path()).await;
        let pool = SqlitePool::connect(&format!("sqlite:{}", dir.path().join("now.db").display()))
            .await
            .unwrap();
        // In the order in which they were made, which is the one in which they refer to each other.
        let tables: Vec<String> = sqlx::query_scalar(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'search_index%' ORDER BY rowid",
        )
        .fetch_all(&pool)
        .await
        .unwrap();
        for table in tables {
            let columns: Vec<String> =
                sqlx::query_scalar("SELECT name FROM pragma_table_info($1) WHERE name <> 'rowno'")
                    .bind(&table)
                    .fetch_all(&pool)
                    .await
                    .unwrap();
            let quoted: Vec<String> = columns.iter().map(|c| format!("quote({c})")).collect();
            let sql = format!("SELECT {} AS line FROM {table}", quoted.join(" || ', ' || "));
            for row in sqlx::query(AssertSqlSafe(sql)).fetch_all(&pool).await.unwrap() {
                let values: String = row.get("line");
                println!("INSERT INTO {table} ({}) VALUES ({values});", columns.join(", "));
            }
        }
    });
}
