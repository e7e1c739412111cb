//! Making the tables and renewing them, forward only.
//!
//! A version is one text for both databases and one for each of them, run in one transaction together with the note of
//! the version: a power cut leaves the old book or the new one. `SQLite` keeps the version in its header, so that looking
//! costs nothing; `PostgreSQL` in a table of one row. Versions are never edited once released, only followed.

use sqlx::{PgPool, SqlitePool};

use super::connect::keep_log;
use super::error::{BookError, Done};
use super::sql::{Session, args};

/// The version of the tables that this program makes.
pub const SCHEMA_VERSION: i64 = 2;

/// The texts of one version: for both, for `SQLite`, for `PostgreSQL`.
struct Version {
    both: &'static str,
    sqlite: &'static str,
    postgres: &'static str,
}

const VERSIONS: [Version; 2] = [
    Version {
        both: include_str!("migrations/0001.sql"),
        sqlite: include_str!("migrations/0001.sqlite.sql"),
        postgres: include_str!("migrations/0001.postgres.sql"),
    },
    Version {
        both: include_str!("migrations/0002.sql"),
        sqlite: include_str!("migrations/0002.sqlite.sql"),
        postgres: include_str!("migrations/0002.postgres.sql"),
    },
];

/// Refuses what a newer program made.
pub(super) fn known(found: i64) -> Done {
    if found > SCHEMA_VERSION {
        return Err(BookError::Newer {
            found,
            known: SCHEMA_VERSION,
        });
    }
    Ok(())
}

/// What is still to be done to a book of version `found`.
fn missing(found: i64) -> impl Iterator<Item = (i64, &'static Version)> {
    (1..).zip(&VERSIONS).filter(move |(number, _)| *number > found)
}

pub(super) async fn file_version(pool: &SqlitePool) -> Done<i64> {
    let version = sqlx::query_scalar("PRAGMA user_version").fetch_one(pool).await;
    version.map_err(BookError::of)
}

/// Refuses a file whose tables are described in no text: the driver trusts these bytes, and would stop for ever at them.
pub(super) async fn readable(pool: &SqlitePool) -> Done {
    let texts = sqlx::query_scalar::<_, Option<Vec<u8>>>("SELECT CAST(sql AS BLOB) FROM sqlite_schema")
        .fetch_all(pool)
        .await
        .map_err(BookError::of)?;
    if texts.iter().flatten().all(|t| str::from_utf8(t).is_ok()) {
        return Ok(());
    }
    Err(BookError::Damaged {
        what: "the description of its tables is no text".to_owned(),
    })
}

/// Renews a file. Another process may be at the same: whoever comes second finds it done.
pub(super) async fn file(writer: &SqlitePool) -> Done {
    keep_log(writer).await?;
    let begin = writer.begin_with("BEGIN IMMEDIATE").await;
    let mut session = Session::Sqlite(begin.map_err(BookError::of)?);
    let row = session
        .row("SELECT user_version AS n FROM pragma_user_version", &[])
        .await?;
    let found = row.map_or(Ok(0), |r| r.int("n"))?;
    known(found)?;
    for (number, version) in missing(found) {
        session.script(version.both.replace("{bytes}", "BLOB")).await?;
        session.script(version.sqlite.to_owned()).await?;
        session.script(format!("PRAGMA user_version = {number}")).await?;
    }
    session.commit().await?;
    // The header shows the new version also to who looks without reading the log.
    let done = sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(writer).await;
    done.map_err(BookError::of).map(|_| ())
}

pub(super) async fn server_version(pool: &PgPool) -> Done<i64> {
    let found = sqlx::query_scalar::<_, bool>("SELECT to_regclass('afterword_schema') IS NOT NULL")
        .fetch_one(pool)
        .await;
    if !found.map_err(BookError::of)? {
        return Ok(0);
    }
    let version = sqlx::query_scalar("SELECT version FROM afterword_schema")
        .fetch_one(pool)
        .await;
    version.map_err(BookError::of)
}

/// Renews a server's tables and grants the serving role its rows.
pub(super) async fn server(pool: &PgPool, serving: Option<&str>) -> Done {
    let begin = pool.begin().await;
    let mut session = Session::Postgres(begin.map_err(BookError::of)?);
    // Two that renew at once would both find the old version; the number means nothing but "this program's tables".
    session.rows("SELECT pg_advisory_xact_lock(4158250011)", &[]).await?;
    session
        .script("CREATE TABLE IF NOT EXISTS afterword_schema (version BIGINT NOT NULL)".to_owned())
        .await?;
    let row = session
        .row("SELECT max(version) AS n FROM afterword_schema", &[])
        .await?;
    let found = row.map_or(Ok(None), |r| r.maybe_int("n"))?;
    if found.is_none() {
        session
            .run("INSERT INTO afterword_schema (version) VALUES (0)", &[])
            .await?;
    }
    let found = found.unwrap_or(0);
    known(found)?;
    for (number, version) in missing(found) {
        session.script(version.both.replace("{bytes}", "BYTEA")).await?;
        session.script(version.postgres.to_owned()).await?;
        session
            .run("UPDATE afterword_schema SET version = $1", &args![number])
            .await?;
    }
    if let Some(role) = serving {
        let schema = session.row("SELECT current_schema()::text AS name", &[]).await?;
        let schema = schema.map_or(Ok(None), |r| r.maybe_text("name"))?;
        let (role, schema) = (quoted(role), quoted(schema.as_deref().unwrap_or("public")));
        session
            .script(format!(
                "GRANT USAGE ON SCHEMA {schema} TO {role};
                 GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {schema} TO {role};
                 REVOKE ALL ON afterword_schema FROM {role};
                 GRANT SELECT ON afterword_schema TO {role};
                 GRANT USAGE ON ALL SEQUENCES IN SCHEMA {schema} TO {role};"
            ))
            .await?;
    }
    session.commit().await
}

/// A name as an identifier.
fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
