//! What only a server has: roles, the wall between owners, tables that somebody else makes.

use afterword_store::book::{Book, BookError, Location, Owner};

use crate::block_on;
use crate::cluster::{KEEPER, SERVING, cluster};
use crate::list::{fill, now};

#[test]
fn every_table_with_an_owner_has_a_wall() {
    let cluster = cluster();
    let location = cluster.database("walls");
    let facts = block_on(async { Book::open(&location, Owner(1)).await.unwrap().facts().await.unwrap() });
    let server = facts.server.unwrap();
    assert_eq!(server.unwalled, Vec::<String>::new());
    assert_eq!(
        (server.role.as_str(), server.bypasses_wall, server.owns_tables),
        (SERVING, false, false)
    );
    let count = "SELECT count(*) FROM pg_policy";
    assert_eq!(cluster.sql("walls", KEEPER, count), "21");
    // A table that somebody forgets to wall in is noticed, however it is left open.
    for (table, rest) in [
        ("bare", ""),
        (
            "half",
            "ALTER TABLE half ENABLE ROW LEVEL SECURITY; CREATE POLICY p ON half USING (true) WITH CHECK (true);",
        ),
        (
            "shut",
            "ALTER TABLE shut ENABLE ROW LEVEL SECURITY; ALTER TABLE shut FORCE ROW LEVEL SECURITY;",
        ),
    ] {
        cluster.sql(
            "walls",
            KEEPER,
            &format!("CREATE TABLE {table} (owner BIGINT NOT NULL); {rest}"),
        );
    }
    let facts = block_on(async { Book::open(&location, Owner(1)).await.unwrap().facts().await.unwrap() });
    assert_eq!(facts.server.unwrap().unwalled, ["bare", "half", "shut"]);
}

#[test]
fn another_owners_rows_can_be_neither_seen_nor_touched() {
    let cluster = cluster();
    let location = cluster.database("strangers");
    block_on(async {
        let book = Book::open(&location, Owner(1)).await.unwrap();
        let mut tx = book.transaction().await.unwrap();
        fill(&mut tx).await;
        tx.commit().await.unwrap();
    });
    let tables = cluster.sql(
        "strangers",
        KEEPER,
        "SELECT string_agg(c.relname, ' ' ORDER BY 1) FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid \
         AND a.attname = 'owner' WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace",
    );
    let as_owner = |owner: &str, sql: &str| format!("SET afterword.owner = '{owner}'; {sql}");
    // The role that serves, and the one that owns the tables: neither sees through the wall, nor without a name.
    for role in [SERVING, KEEPER] {
        for table in tables.split(' ') {
            let count = format!("SELECT count(*) FROM {table}");
            assert_ne!(
                cluster.sql("strangers", role, &as_owner("1", &count)),
                "0",
                "{table} holds something"
            );
            assert_eq!(
                cluster.sql("strangers", role, &as_owner("2", &count)),
                "0",
                "{role} {table}"
            );
            assert_eq!(cluster.sql("strangers", role, &count), "0", "{role} {table}");
            assert_eq!(
                cluster.sql("strangers", role, &as_owner("", &count)),
                "0",
                "{role} {table}"
            );
            let gone = as_owner(
                "2",
                &format!("WITH d AS (DELETE FROM {table} RETURNING 1) SELECT count(*) FROM d"),
            );
            assert_eq!(cluster.sql("strangers", role, &gone), "0", "{role} {table}");
            let taken = as_owner(
                "2",
                &format!("WITH d AS (UPDATE {table} SET owner = 2 RETURNING 1) SELECT count(*) FROM d"),
            );
            assert_eq!(cluster.sql("strangers", role, &taken), "0", "{role} {table}");
        }
        let planted = as_owner("2", "INSERT INTO settings (owner, name, value) VALUES (1, 'x', '1')");
        let refused = cluster.try_sql("strangers", role, &planted).unwrap_err();
        assert!(refused.contains("row-level security"), "{refused}");
        let given = as_owner("1", "UPDATE settings SET owner = 2");
        let refused = cluster.try_sql("strangers", role, &given).unwrap_err();
        assert!(refused.contains("row-level security"), "{refused}");
    }
}

#[test]
fn the_serving_role_cannot_take_the_wall_down() {
    let cluster = cluster();
    cluster.database("serving");
    for sql in [
        "DROP POLICY own_rows ON people",
        "ALTER TABLE people DISABLE ROW LEVEL SECURITY",
        "DROP TABLE people",
        "UPDATE afterword_schema SET version = 99",
        "SET ROLE keeper",
        "CREATE TABLE mine (id INT)",
        "TRUNCATE people CASCADE",
    ] {
        let refused = cluster.try_sql("serving", SERVING, sql).unwrap_err();
        assert!(
            refused.contains("must be owner") || refused.contains("permission denied"),
            "{sql}: {refused}"
        );
    }
}

#[test]
fn versions_are_told_apart() {
    let cluster = cluster();
    cluster.empty_database("versions");
    block_on(async {
        let keeper = cluster.location("versions", KEEPER);
        let none = Book::open(&keeper, Owner(1)).await;
        assert!(matches!(none, Err(BookError::Older { found: 0, .. })), "{none:?}");
        // Two that renew at once, and once more.
        let (a, b) = tokio::join!(Book::migrate(&keeper, Some(SERVING)), Book::migrate(&keeper, None));
        a.unwrap();
        b.unwrap();
        Book::migrate(&keeper, Some(SERVING)).await.unwrap();
        Book::open(&cluster.location("versions", SERVING), Owner(1))
            .await
            .unwrap();
        let serving = Book::migrate(&cluster.location("versions", SERVING), None).await;
        assert!(serving.is_err(), "it owns nothing");
    });
    cluster.sql("versions", KEEPER, "UPDATE afterword_schema SET version = 99");
    block_on(async {
        for role in [SERVING, KEEPER] {
            let newer = Book::open(&cluster.location("versions", role), Owner(1)).await;
            assert!(matches!(newer, Err(BookError::Newer { found: 99, .. })), "{newer:?}");
        }
        let newer = Book::migrate(&cluster.location("versions", KEEPER), None).await;
        assert!(matches!(newer, Err(BookError::Newer { found: 99, .. })), "{newer:?}");
    });
}

#[test]
fn a_book_moves_from_a_file_to_a_server_and_back() {
    let cluster = cluster();
    let server = cluster.database("moves");
    let dir = tempfile::tempdir().unwrap();
    let file = |name: &str| Location::File(dir.path().join(name));
    block_on(async {
        let here = Book::open(&file("a.db"), Owner::LOCAL).await.unwrap();
        let mut tx = here.transaction().await.unwrap();
        fill(&mut tx).await;
        tx.commit().await.unwrap();
        let contents = here.read().await.unwrap().contents().await.unwrap();
        here.export(&dir.path().join("a.zip"), &[]).await.unwrap();
        let there = Book::open(&server, Owner(7)).await.unwrap();
        there.import(&dir.path().join("a.zip")).await.unwrap();
        assert_eq!(there.read().await.unwrap().contents().await.unwrap(), contents);
        there.backup(&dir.path().join("b.zip")).await.unwrap();
        let back = Book::open(&file("c.db"), Owner::LOCAL).await.unwrap();
        back.import(&dir.path().join("b.zip")).await.unwrap();
        assert_eq!(back.read().await.unwrap().contents().await.unwrap(), contents);
        // Restored over what came after.
        let mut tx = there.transaction().await.unwrap();
        tx.set("later", &1).await.unwrap();
        tx.commit().await.unwrap();
        there.close().await;
        let restored = Book::restore(&server, &dir.path().join("b.zip"), Owner(7), now())
            .await
            .unwrap();
        assert_eq!((restored.uncertain, restored.laid_aside), (1, None));
        let there = Book::open(&server, Owner(7)).await.unwrap();
        let mut view = there.read().await.unwrap();
        assert_eq!(view.setting::<i32>("later").await.unwrap(), None);
        assert_eq!(view.contents().await.unwrap().people, contents.people);
    });
}

#[test]
fn a_server_that_is_not_there_is_said_so() {
    let nowhere = Location::parse("postgres://nobody@localhost/none?host=/nonexistent").unwrap();
    let error = block_on(Book::open(&nowhere, Owner(1))).unwrap_err();
    assert!(
        matches!(error, BookError::Unavailable { .. } | BookError::Busy),
        "{error:?}"
    );
}
