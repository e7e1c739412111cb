//! Opening a book: the file's rights and version, the pools, and whose book it is.
//!
//! A file is looked at before anything may write to it, so that a newer version is refused with its bytes unchanged.
//! One connection writes; the others only read. On a server every transaction says whose rows it may see.

use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous};

use super::error::{BookError, Done};
use super::sql::{Backend, Session, args};
use super::{Location, Snapshot, Transaction, migrate};

/// Seconds a writer waits for another one.
const WAIT_SECONDS: u64 = 5;

/// Connections that read at the same time.
const READERS: u32 = 4;

/// Connections to a server, for everything.
const SERVER_CONNECTIONS: u32 = 10;

/// Whose book it is: the candidate. On this machine there is one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Owner(pub i64);

impl Owner {
    /// The one person of a book on this machine.
    pub const LOCAL: Self = Self(1);
}

/// What can be done with an open book.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Everything.
    ReadWrite,
    /// Reading: the file or its folder cannot be written to.
    ReadOnly,
}

/// An open case book of one owner.
#[derive(Debug, Clone)]
pub struct Book {
    pub(super) pools: Pools,
    pub(super) owner: Owner,
    mode: Mode,
}

#[derive(Debug, Clone)]
pub(super) enum Pools {
    Sqlite {
        path: PathBuf,
        writer: SqlitePool,
        readers: SqlitePool,
    },
    Postgres {
        pool: PgPool,
    },
}

impl Book {
    /// Opens the book at `location`, made if it is a file that is not there yet.
    ///
    /// A file of an older version is renewed first; a server's tables are only by [`Book::migrate`].
    ///
    /// # Errors
    /// [`BookError::Newer`] (nothing was changed), [`BookError::Damaged`], [`BookError::Older`] on a server, and what the
    /// system says.
    pub async fn open(location: &Location, owner: Owner) -> Done<Self> {
        match location {
            Location::File(path) => Self::open_file(path, owner).await,
            Location::Server(url) => Self::open_server(url, owner).await,
        }
    }

    /// The same book for another owner, over the same connections.
    #[must_use]
    pub fn of(&self, owner: Owner) -> Self {
        Self {
            pools: self.pools.clone(),
            owner,
            mode: self.mode,
        }
    }

    /// Which database it is.
    #[must_use]
    pub fn backend(&self) -> Backend {
        match self.pools {
            Pools::Sqlite { .. } => Backend::Sqlite,
            Pools::Postgres { .. } => Backend::Postgres,
        }
    }

    /// Whether it can be written to.
    #[must_use]
    pub fn mode(&self) -> Mode {
        self.mode
    }

    /// Whose book it is.
    #[must_use]
    pub fn owner(&self) -> Owner {
        self.owner
    }

    /// One state of the book to read from.
    ///
    /// # Errors
    /// The database's.
    pub async fn read(&self) -> Done<Snapshot> {
        let mut session = match &self.pools {
            Pools::Sqlite { readers, .. } => Session::Sqlite(readers.begin().await.map_err(BookError::of)?),
            Pools::Postgres { pool } => {
                let begin = pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await;
                Session::Postgres(begin.map_err(BookError::of)?)
            }
        };
        self.enter(&mut session).await?;
        Ok(Snapshot {
            session,
            owner: self.owner.0,
            statements: 0,
        })
    }

    /// Begins a change. A second writer waits here for up to five seconds.
    ///
    /// # Errors
    /// [`BookError::Busy`], [`BookError::ReadOnly`], and the database's.
    pub async fn transaction(&self) -> Done<Transaction> {
        if self.mode == Mode::ReadOnly {
            return Err(BookError::ReadOnly);
        }
        let mut session = match &self.pools {
            Pools::Sqlite { writer, .. } => {
                Session::Sqlite(writer.begin_with("BEGIN IMMEDIATE").await.map_err(BookError::of)?)
            }
            Pools::Postgres { pool } => Session::Postgres(pool.begin().await.map_err(BookError::of)?),
        };
        self.enter(&mut session).await?;
        session
            .run(
                "INSERT INTO owners (owner) VALUES ($1) ON CONFLICT (owner) DO NOTHING",
                &args![self.owner.0],
            )
            .await?;
        let view = Snapshot {
            session,
            owner: self.owner.0,
            statements: 0,
        };
        Ok(Transaction { view })
    }

    /// Whose books these are.
    pub(super) async fn owners(&self) -> Done<Vec<Owner>> {
        let mut view = self.read().await?;
        let rows = view.rows("SELECT owner FROM owners ORDER BY owner", &[]).await?;
        rows.iter().map(|row| row.int("owner").map(Owner)).collect()
    }

    /// Brings what the log holds into the file itself.
    pub(super) async fn settle(&self) -> Done {
        if let Pools::Sqlite { writer, .. } = &self.pools {
            let done = sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(writer).await;
            done.map_err(BookError::of)?;
        }
        Ok(())
    }

    /// Lets the file grow to so many pages and no further, for as long as this book is open; no less than it has already.
    /// Nothing on a server.
    ///
    /// # Errors
    /// The database's.
    pub async fn limit_pages(&self, pages: u32) -> Done<i64> {
        let Pools::Sqlite { writer, .. } = &self.pools else {
            return Ok(i64::MAX);
        };
        let sql = sqlx::AssertSqlSafe(format!("PRAGMA max_page_count = {pages}"));
        sqlx::query_scalar(sql).fetch_one(writer).await.map_err(BookError::of)
    }

    /// Closes every connection; what was committed stays.
    pub async fn close(self) {
        match self.pools {
            Pools::Sqlite { writer, readers, .. } => {
                readers.close().await;
                writer.close().await;
            }
            Pools::Postgres { pool } => pool.close().await,
        }
    }

    /// Says to a server whose rows this transaction may see.
    async fn enter(&self, session: &mut Session) -> Done {
        if session.backend() == Backend::Postgres {
            session
                .rows(
                    "SELECT set_config('afterword.owner', $1, true)",
                    &args![self.owner.0.to_string()],
                )
                .await?;
        }
        Ok(())
    }

    async fn open_file(path: &Path, owner: Owner) -> Done<Self> {
        let mode = match Header::of(path)? {
            None => {
                make_file(path)?;
                Mode::ReadWrite
            }
            Some(header) => {
                header.check(path)?;
                mode_of(path)
            }
        };
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(false)
            .foreign_keys(true)
            // 16 MiB of pages: a large book is read again and again, and two would be read from the file each time.
            .pragma("cache_size", "-16384")
            .busy_timeout(Duration::from_secs(WAIT_SECONDS));
        let pool = |size| {
            SqlitePoolOptions::new()
                .max_connections(size)
                .idle_timeout(None)
                .max_lifetime(None)
                .test_before_acquire(false)
                .acquire_timeout(Duration::from_secs(WAIT_SECONDS * 2))
        };
        // Where the folder takes no file, SQLite cannot make its index of the log; without a log it needs none.
        let still = mode == Mode::ReadOnly && !has_log(path);
        let readers = pool(READERS).connect_lazy_with(options.clone().read_only(true).immutable(still));
        let writer = pool(1).connect_lazy_with(
            options
                .synchronous(SqliteSynchronous::Full)
                .pragma("secure_delete", "ON"),
        );
        let pools = Pools::Sqlite {
            path: path.to_owned(),
            writer: writer.clone(),
            readers: readers.clone(),
        };
        let found = migrate::file_version(&readers).await?;
        migrate::known(found)?;
        migrate::readable(&readers).await?;
        if found < migrate::SCHEMA_VERSION {
            if mode == Mode::ReadOnly {
                return Err(BookError::Older {
                    found,
                    known: migrate::SCHEMA_VERSION,
                });
            }
            migrate::file(&writer).await?;
        }
        Ok(Self { pools, owner, mode })
    }

    async fn open_server(url: &str, owner: Owner) -> Done<Self> {
        let pool = server(url).await?;
        let found = migrate::server_version(&pool).await?;
        migrate::known(found)?;
        if found < migrate::SCHEMA_VERSION {
            return Err(BookError::Older {
                found,
                known: migrate::SCHEMA_VERSION,
            });
        }
        let pools = Pools::Postgres { pool };
        Ok(Self {
            pools,
            owner,
            mode: Mode::ReadWrite,
        })
    }

    /// Makes or renews the tables as the role that owns them, and lets `serving` read and write rows: a role that owns
    /// nothing, so that no mistake in a statement gets past the wall between owners. On a file, which renews itself, it
    /// is the same as opening.
    ///
    /// # Errors
    /// [`BookError::Newer`], and the database's; a half-done renewal is taken back.
    pub async fn migrate(location: &Location, serving: Option<&str>) -> Done {
        match location {
            Location::File(path) => {
                Self::open_file(path, Owner::LOCAL).await?.close().await;
                Ok(())
            }
            Location::Server(url) => {
                let pool = server(url).await?;
                let done = migrate::server(&pool, serving).await;
                pool.close().await;
                done
            }
        }
    }
}

async fn server(url: &str) -> Done<PgPool> {
    let options: PgConnectOptions = url
        .parse()
        .map_err(|e: sqlx::Error| BookError::invalid(format!("the database's address cannot be read: {e}")))?;
    let options = options.options([("lock_timeout", format!("{WAIT_SECONDS}s"))]);
    let pool = PgPoolOptions::new()
        .max_connections(SERVER_CONNECTIONS)
        .acquire_timeout(Duration::from_secs(WAIT_SECONDS * 2))
        .connect_with(options.application_name("afterword"))
        .await;
    pool.map_err(BookError::of)
}

/// The first bytes of a database file, read without the database.
struct Header {
    bytes: [u8; 100],
    file_len: u64,
}

impl Header {
    /// None for a file that is not there or is empty.
    fn of(path: &Path) -> Done<Option<Self>> {
        let mut file = match fs::File::open(path) {
            Ok(file) => file,
            Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(e) => return Err(BookError::file("open", path)(e)),
        };
        let meta = file.metadata().map_err(BookError::file("look at", path))?;
        if !meta.is_file() {
            return Err(BookError::invalid(format!("not a file: {}", path.display())));
        }
        if meta.len() == 0 {
            return Ok(None);
        }
        let mut bytes = [0; 100];
        match file.read_exact(&mut bytes) {
            Ok(()) => Ok(Some(Self {
                bytes,
                file_len: meta.len(),
            })),
            Err(e) if e.kind() == io::ErrorKind::UnexpectedEof => Err(BookError::Damaged {
                what: format!("{} is cut off in its first bytes", path.display()),
            }),
            Err(e) => Err(BookError::file("read", path)(e)),
        }
    }

    fn number(&self, at: usize) -> u64 {
        self.bytes[at..at + 4]
            .iter()
            .fold(0, |sum, &b| (sum << 8) | u64::from(b))
    }

    /// A file cut off at its end opens without complaint and fails later, in the middle of something. Its first page says
    /// how long it should be (`SQLite` file format 1.3.7); with a log beside it the log may know better.
    fn check(&self, path: &Path) -> Done {
        if !self.bytes.starts_with(b"SQLite format 3\0") {
            return Err(BookError::Damaged {
                what: format!("{} is no case book", path.display()),
            });
        }
        let page = match u64::from(self.bytes[16]) << 8 | u64::from(self.bytes[17]) {
            1 => 65536,
            size => size,
        };
        let counted = self.number(24) == self.number(92);
        if counted && !has_log(path) && self.file_len < page.saturating_mul(self.number(28)) {
            return Err(BookError::Damaged {
                what: format!("{} is cut off at its end", path.display()),
            });
        }
        Ok(())
    }
}

/// Whether a log that may hold changes lies beside the file.
fn has_log(path: &Path) -> bool {
    fs::metadata(beside(path, "-wal")).is_ok_and(|m| m.len() > 0)
}

/// The file's name with something after it.
pub(super) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// Looks at a file's first page and length.
pub(super) fn check_header(path: &Path) -> Done {
    match Header::of(path)? {
        Some(header) => header.check(path),
        None => Err(BookError::Damaged {
            what: format!("{} is empty or not there", path.display()),
        }),
    }
}

/// The file whose lock is the right to send.
pub(super) fn sender_lock(path: &Path, owner: Owner) -> PathBuf {
    beside(path, &format!("-sender-{}", owner.0))
}

/// Makes the folder a file is to lie in, for its owner alone, where there is none.
pub(super) fn make_folder(path: &Path) -> Done {
    if let Some(folder) = path.parent().filter(|p| !p.as_os_str().is_empty()) {
        let mut builder = fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder
            .create(folder)
            .map_err(BookError::file("create the folder", folder))?;
    }
    Ok(())
}

/// Makes an empty file that only its owner may read, and the folder for it.
pub(super) fn make_file(path: &Path) -> Done {
    make_folder(path)?;
    let mut options = fs::OpenOptions::new();
    options.append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map_err(BookError::file("create", path)).map(|_| ())
}

/// Opens nothing that it could change: asks whether the file takes writing.
fn mode_of(path: &Path) -> Mode {
    let writable = fs::OpenOptions::new().append(true).open(path).is_ok();
    if writable { Mode::ReadWrite } else { Mode::ReadOnly }
}

/// Makes the file keep a log beside it. Kept in the file, so asked for once. Whoever opens it at the same moment is in the
/// way for a moment, and `SQLite` does not wait by itself here.
pub(super) async fn keep_log(writer: &SqlitePool) -> Done {
    let options = writer
        .connect_options()
        .as_ref()
        .clone()
        .journal_mode(SqliteJournalMode::Wal);
    let mut tries = WAIT_SECONDS * 50;
    loop {
        let one = SqlitePoolOptions::new().max_connections(1);
        match one.connect_with(options.clone()).await.map_err(BookError::of) {
            Ok(pool) => {
                pool.close().await;
                return Ok(());
            }
            Err(BookError::Busy) if tries > 0 => tries -= 1,
            Err(e) => return Err(e),
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}
