//! A copy of the whole book, and a book from a copy.
//!
//! A backup of a file is a file, made by the database itself while others go on; one of a server is an export. Restoring
//! never overwrites: the book that was there is laid aside under another name. And because nobody knows what was sent
//! after the copy was made, whatever a sender could have taken since is uncertain in the restored book.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use afterword_core::casebook::{Frozen, NoteState};
use jiff::Timestamp;
use sqlx::sqlite::{SqliteConnectOptions, SqlitePoolOptions};

use super::connect::{self, Mode, Pools, beside};
use super::error::{BookError, Done};
use super::{Book, Location, Owner, Transaction};

/// When the book was restored, as a setting: until then nobody knows what else was sent.
pub const RESTORED: &str = "restored.at";

/// What restoring did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    /// Where the book that was there lies now.
    pub laid_aside: Option<PathBuf>,
    /// How many notes may have been sent since the copy was made, and are uncertain now.
    pub uncertain: usize,
}

/// A new file under a hidden name, readable by its owner alone; gone again unless it is kept.
pub(super) struct Fresh {
    file: tempfile::NamedTempFile,
}

impl Fresh {
    /// Beside where it is to be in the end, so that it can be moved there at once.
    pub(super) fn beside(path: &Path) -> Done<Self> {
        if fs::symlink_metadata(path).is_ok() {
            return Err(BookError::conflict(format!("there is already {}", path.display())));
        }
        let folder = path
            .parent()
            .filter(|p| !p.as_os_str().is_empty())
            .unwrap_or(Path::new("."));
        let file = tempfile::Builder::new().prefix(".afterword-").tempfile_in(folder);
        let file = file.map_err(BookError::file("write into", folder))?;
        Ok(Self { file })
    }

    pub(super) fn reopen(&self) -> Done<File> {
        self.file.reopen().map_err(BookError::file("open", self.file.path()))
    }

    fn path(&self) -> &Path {
        self.file.path()
    }

    /// Forces it to the disk and gives it its name, never taking one in use.
    pub(super) fn keep_as(self, path: &Path) -> Done {
        let synced = self.file.as_file().sync_all();
        synced.map_err(BookError::file("write", path))?;
        match self.file.persist_noclobber(path) {
            Ok(_) => sync_folder(path),
            Err(e) if e.error.kind() == std::io::ErrorKind::AlreadyExists => {
                Err(BookError::conflict(format!("there is already {}", path.display())))
            }
            Err(e) => Err(BookError::file("write", path)(e.error)),
        }
    }
}

/// A name is on the disk once its folder is.
fn sync_folder(path: &Path) -> Done {
    let folder = path
        .parent()
        .filter(|p| !p.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    let synced = File::open(folder).and_then(|f| f.sync_all());
    synced.map_err(BookError::file("write into", folder))
}

impl Book {
    /// Copies the whole book into a new file that only its owner may read, and checks the copy. A server's book is
    /// exported instead, this owner's alone.
    ///
    /// # Errors
    /// [`BookError::Conflict`] if there is something at `path` already; [`BookError::Damaged`] if the book is; the
    /// database's and the system's. Nothing is left at `path` then.
    pub async fn backup(&self, path: &Path) -> Done {
        let Pools::Sqlite { path: book, writer, .. } = &self.pools else {
            return self.export(path, &[]).await;
        };
        let fresh = Fresh::beside(path)?;
        if self.mode() == Mode::ReadOnly {
            fs::copy(book, fresh.path()).map_err(BookError::file("copy", book))?;
        } else {
            let target = fresh.path().to_string_lossy().into_owned();
            let done = sqlx::query("VACUUM INTO $1").bind(target).execute(writer).await;
            done.map_err(BookError::of)?;
        }
        check_file(fresh.path()).await?;
        fresh.keep_as(path)
    }

    /// Puts a backup in the place of the book at `location`. The caller closed that book; a sender at work on it is refused.
    ///
    /// # Errors
    /// [`BookError::Damaged`] or [`BookError::Newer`] if the backup is; [`BookError::Busy`] if a sender is at work. The book
    /// is as it was then.
    pub async fn restore(location: &Location, backup: &Path, owner: Owner, at: Timestamp) -> Done<Restored> {
        match location {
            Location::File(path) => restore_file(path, backup, owner, at).await,
            Location::Server(_) => {
                let book = Self::open(location, owner).await?;
                let lease = book.sender_lease().await?.ok_or(BookError::Busy)?;
                let mut tx = book.transaction().await?;
                tx.empty().await?;
                tx.import(backup).await?;
                let uncertain = tx.doubt_what_may_be_sent(at).await?;
                tx.commit().await?;
                drop(lease);
                book.close().await;
                Ok(Restored {
                    laid_aside: None,
                    uncertain,
                })
            }
        }
    }
}

async fn restore_file(path: &Path, backup: &Path, owner: Owner, at: Timestamp) -> Done<Restored> {
    check_file(backup).await?;
    connect::make_folder(path)?;
    let folder = path
        .parent()
        .filter(|p| !p.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    let staging = tempfile::Builder::new().prefix(".afterword-").tempdir_in(folder);
    let staging = staging.map_err(BookError::file("write into", folder))?;
    let copy = staging.path().join("book");
    connect::make_file(&copy)?;
    let bytes = File::open(backup).and_then(|mut from| {
        let mut to = fs::OpenOptions::new().write(true).open(&copy)?;
        std::io::copy(&mut from, &mut to)
    });
    bytes.map_err(BookError::file("copy", backup))?;
    // Everything that can fail is done on the copy.
    let book = Book::open(&Location::File(copy.clone()), owner).await?;
    let owners = book.owners().await?;
    let mut uncertain = 0;
    for owner in owners {
        let mut tx = book.of(owner).transaction().await?;
        uncertain += tx.doubt_what_may_be_sent(at).await?;
        tx.commit().await?;
    }
    book.settle().await?;
    book.close().await;
    let mut laid_aside = None;
    if fs::symlink_metadata(path).is_ok() {
        let lock = connect::sender_lock(path, owner);
        let lease = super::sending::lock_file(lock)?.ok_or(BookError::Busy)?;
        let aside = free_name(path, at)?;
        for suffix in ["-wal", "-shm", ""] {
            let from = beside(path, suffix);
            if fs::symlink_metadata(&from).is_ok() {
                fs::rename(&from, beside(&aside, suffix)).map_err(BookError::file("lay aside", &from))?;
            }
        }
        laid_aside = Some(aside);
        drop(lease);
    }
    fs::rename(&copy, path).map_err(BookError::file("write", path))?;
    sync_folder(path)?;
    Ok(Restored { laid_aside, uncertain })
}

fn free_name(path: &Path, at: Timestamp) -> Done<PathBuf> {
    let stamp = at.strftime("%Y%m%dT%H%M%SZ").to_string();
    (1..100)
        .map(|n| match n {
            1 => beside(path, &format!(".before-{stamp}")),
            n => beside(path, &format!(".before-{stamp}-{n}")),
        })
        .find(|p| fs::symlink_metadata(p).is_err())
        .ok_or_else(|| BookError::conflict("too many books were laid aside in this second"))
}

/// Reads a whole database file and says whether it is sound, without changing it or leaving anything beside it.
pub(super) async fn check_file(path: &Path) -> Done {
    connect::check_header(path)?;
    let options = SqliteConnectOptions::new()
        .filename(path)
        .read_only(true)
        .immutable(true);
    let pool = SqlitePoolOptions::new().max_connections(1).connect_with(options).await;
    let pool = pool.map_err(BookError::of)?;
    super::migrate::known(super::migrate::file_version(&pool).await?)?;
    super::migrate::readable(&pool).await?;
    let said = sqlx::query_scalar::<_, String>("PRAGMA integrity_check")
        .fetch_all(&pool)
        .await;
    pool.close().await;
    let said = said.map_err(BookError::of)?;
    if said == ["ok"] {
        Ok(())
    } else {
        Err(BookError::Damaged {
            what: format!("{}: {}", path.display(), said.join("; ")),
        })
    }
}

impl Transaction {
    /// Makes every note uncertain that a sender could have taken since this state of the book was current: the approved
    /// ones, and those a sender had. Says how many. Drafts stay drafts: they need a person's act anyway, and the setting
    /// [`RESTORED`] says from when on nobody knows.
    ///
    /// # Errors
    /// The database's.
    pub async fn doubt_what_may_be_sent(&mut self, at: Timestamp) -> Done<usize> {
        let mut doubted = 0;
        for mut record in self.all_notes().await? {
            let read = record.note.revision;
            let (approval, frozen) = match &record.note.state {
                NoteState::Approved { approval, frozen } => (*approval, frozen.clone()),
                NoteState::Sending { approval, frozen } | NoteState::Dot { approval, frozen, .. } => {
                    (*approval, Some(frozen.clone()))
                }
                _ => continue,
            };
            // Nobody knows under which name it may have gone; this one is nobody's (RFC 2606).
            let frozen = frozen.unwrap_or_else(|| Frozen {
                message_id: format!("restored-{}-{}@afterword.invalid", record.note.id, at.as_second()),
                at: approval.at,
            });
            record.note.state = NoteState::Uncertain {
                approval,
                frozen,
                at: approval.at,
            };
            record.note.revision = read.saturating_add(1);
            self.save_state(&record.note, read).await?;
            doubted += 1;
        }
        self.set(RESTORED, &at).await?;
        Ok(doubted)
    }
}
