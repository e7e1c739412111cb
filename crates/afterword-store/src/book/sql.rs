//! One SQL text on either database: values in, rows out.
//!
//! Both know `$1`, `RETURNING` and `ON CONFLICT`, and every column here is a 64-bit integer, a text or bytes, so that one
//! statement serves both. What truly differs stands beside its use, chosen by [`Backend`]. Not here: what the statements
//! mean, and when a transaction begins.

use sqlx::sqlite::SqliteRow;
use sqlx::{AssertSqlSafe, Executor as _, Postgres, Row as _, Sqlite, Transaction, postgres::PgRow};

use super::error::{BookError, Done};
use super::values::clean;

/// Which database answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Backend {
    /// A file of this machine.
    Sqlite,
    /// A server.
    Postgres,
}

/// A value bound to a statement. An absent one still has a type, which `PostgreSQL` wants to know.
#[derive(Debug, Clone)]
pub(crate) enum Value {
    Int(Option<i64>),
    Text(Option<String>),
    Bytes(Option<Vec<u8>>),
}

macro_rules! values {
    ($($from:ty => $variant:ident($convert:expr)),+ $(,)?) => {$(
        impl From<$from> for Value {
            fn from(value: $from) -> Self {
                Self::$variant(($convert)(value))
            }
        }
    )+};
}

values! {
    i64 => Int(Some),
    Option<i64> => Int(|v| v),
    i32 => Int(|v| Some(i64::from(v))),
    u32 => Int(|v| Some(i64::from(v))),
    u8 => Int(|v| Some(i64::from(v))),
    bool => Int(|v| Some(i64::from(v))),
    String => Text(|v: String| Some(clean(&v))),
    &str => Text(|v: &str| Some(clean(v))),
    &String => Text(|v: &String| Some(clean(v))),
    Option<String> => Text(|v: Option<String>| v.map(|v| clean(&v))),
    &Option<String> => Text(|v: &Option<String>| v.as_deref().map(clean)),
    Option<&str> => Text(|v: Option<&str>| v.map(clean)),
    Vec<u8> => Bytes(Some),
    Option<Vec<u8>> => Bytes(|v| v),
    &Option<Vec<u8>> => Bytes(|v: &Option<Vec<u8>>| v.clone()),
}

/// Values for a statement, in order.
macro_rules! args {
    ($($value:expr),* $(,)?) => { [$($crate::book::sql::Value::from($value)),*] };
}
pub(crate) use args;

/// An open transaction on either database.
pub(crate) enum Session {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

macro_rules! bound {
    ($sql:expr, $args:expr) => {{
        let mut query = sqlx::query($sql);
        for value in $args {
            query = match value {
                Value::Int(v) => query.bind(*v),
                Value::Text(v) => query.bind(v.clone()),
                Value::Bytes(v) => query.bind(v.clone()),
            };
        }
        query
    }};
}

impl Session {
    pub(crate) fn backend(&self) -> Backend {
        match self {
            Self::Sqlite(_) => Backend::Sqlite,
            Self::Postgres(_) => Backend::Postgres,
        }
    }

    /// Runs a statement; returns how many rows it changed.
    pub(crate) async fn run(&mut self, sql: &'static str, args: &[Value]) -> Done<u64> {
        match self {
            Self::Sqlite(tx) => {
                let done = bound!(sql, args).execute(&mut **tx).await;
                Ok(done.map_err(BookError::of)?.rows_affected())
            }
            Self::Postgres(tx) => {
                let done = bound!(sql, args).execute(&mut **tx).await;
                Ok(done.map_err(BookError::of)?.rows_affected())
            }
        }
    }

    /// Every row of an answer.
    pub(crate) async fn rows(&mut self, sql: &'static str, args: &[Value]) -> Done<Vec<Row>> {
        match self {
            Self::Sqlite(tx) => {
                let rows = bound!(sql, args).fetch_all(&mut **tx).await;
                Ok(rows.map_err(BookError::of)?.into_iter().map(Row::Sqlite).collect())
            }
            Self::Postgres(tx) => {
                let rows = bound!(sql, args).fetch_all(&mut **tx).await;
                Ok(rows.map_err(BookError::of)?.into_iter().map(Row::Postgres).collect())
            }
        }
    }

    /// The one row of an answer, if there is one.
    pub(crate) async fn row(&mut self, sql: &'static str, args: &[Value]) -> Done<Option<Row>> {
        Ok(self.rows(sql, args).await?.into_iter().next())
    }

    /// Runs statements of ours that take no values.
    pub(crate) async fn script(&mut self, sql: String) -> Done {
        match self {
            Self::Sqlite(tx) => {
                let done = (&mut **tx).execute(sqlx::raw_sql(AssertSqlSafe(sql))).await;
                done.map_err(BookError::of)?;
            }
            Self::Postgres(tx) => {
                let done = (&mut **tx).execute(sqlx::raw_sql(AssertSqlSafe(sql))).await;
                done.map_err(BookError::of)?;
            }
        }
        Ok(())
    }

    pub(crate) async fn commit(self) -> Done {
        match self {
            Self::Sqlite(tx) => tx.commit().await.map_err(BookError::of),
            Self::Postgres(tx) => tx.commit().await.map_err(BookError::of),
        }
    }

    pub(crate) async fn rollback(self) -> Done {
        match self {
            Self::Sqlite(tx) => tx.rollback().await.map_err(BookError::of),
            Self::Postgres(tx) => tx.rollback().await.map_err(BookError::of),
        }
    }
}

/// A row of an answer.
pub(crate) enum Row {
    Sqlite(SqliteRow),
    Postgres(PgRow),
}

macro_rules! column {
    ($row:expr, $at:expr, $type:ty) => {
        match $row {
            Row::Sqlite(row) => row.try_get::<$type, _>($at),
            Row::Postgres(row) => row.try_get::<$type, _>($at),
        }
        .map_err(BookError::of)
    };
}

impl Row {
    pub(crate) fn int(&self, at: &str) -> Done<i64> {
        column!(self, at, i64)
    }

    pub(crate) fn maybe_int(&self, at: &str) -> Done<Option<i64>> {
        column!(self, at, Option<i64>)
    }

    pub(crate) fn text(&self, at: &str) -> Done<String> {
        column!(self, at, String)
    }

    pub(crate) fn maybe_text(&self, at: &str) -> Done<Option<String>> {
        column!(self, at, Option<String>)
    }

    pub(crate) fn bytes(&self, at: &str) -> Done<Vec<u8>> {
        column!(self, at, Vec<u8>)
    }

    pub(crate) fn maybe_bytes(&self, at: &str) -> Done<Option<Vec<u8>>> {
        column!(self, at, Option<Vec<u8>>)
    }
}
