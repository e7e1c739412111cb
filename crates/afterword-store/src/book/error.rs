//! Why the case book could not answer. Absence is no error: what is not there is `None`.

use std::path::PathBuf;

/// A result of the case book.
pub type Done<T = ()> = Result<T, BookError>;

/// Why the case book could not answer. Whatever the reason, the book is as it was before.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BookError {
    /// Somebody else changed it meanwhile, or there is already one of its kind.
    #[error("{what}")]
    Conflict {
        /// What clashes.
        what: String,
    },
    /// The database cannot be reached, is busy for long, or cannot be written to.
    #[error("the case book cannot be used: {what}")]
    Unavailable {
        /// What the database said.
        what: String,
        /// Its own error, where there was one.
        #[source]
        source: Option<Box<dyn std::error::Error + Send + Sync>>,
    },
    /// Somebody else writes for longer than we wait.
    #[error("another afterword is writing to the case book")]
    Busy,
    /// There is no room for it. Nothing of the change was kept.
    #[error("there is no room left for the case book")]
    Full,
    /// The book can be read only.
    #[error("the case book can only be read here")]
    ReadOnly,
    /// A value that this program did not write.
    #[error("the case book is damaged: `{table}.{column}` of row {row} cannot be read")]
    Corrupt {
        /// Table.
        table: &'static str,
        /// Column.
        column: &'static str,
        /// The row's identity, as text.
        row: String,
    },
    /// The file is no whole database.
    #[error("the case book is damaged: {what}")]
    Damaged {
        /// What the check said.
        what: String,
    },
    /// A newer version of the program made it.
    #[error("the case book is of version {found}, and this program knows versions up to {known}")]
    Newer {
        /// Its version.
        found: i64,
        /// Ours.
        known: i64,
    },
    /// The tables are not there yet, or are of an older version, and this role may not make them.
    #[error("the database holds version {found} of the case book, and this program needs {known}")]
    Older {
        /// Its version; 0 for none.
        found: i64,
        /// Ours.
        known: i64,
    },
    /// This address was forgotten at its owner's wish or its person's, and is not taken up again.
    #[error("this address was forgotten, and nobody is to be contacted there again")]
    Forgotten,
    /// Something given is out of bounds or makes no sense.
    #[error("{what}")]
    Invalid {
        /// What.
        what: String,
    },
    /// A file of the machine could not be read or written.
    #[error("cannot {what} {}", .path.display())]
    File {
        /// What was being done.
        what: &'static str,
        /// To what.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
}

impl BookError {
    pub(crate) fn conflict(what: impl Into<String>) -> Self {
        Self::Conflict { what: what.into() }
    }

    pub(crate) fn invalid(what: impl Into<String>) -> Self {
        Self::Invalid { what: what.into() }
    }

    pub(crate) fn unavailable(what: impl Into<String>) -> Self {
        Self::Unavailable {
            what: what.into(),
            source: None,
        }
    }

    pub(crate) fn file(what: &'static str, path: impl Into<PathBuf>) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.into();
        move |source| Self::File { what, path, source }
    }

    /// What the driver's error means to us.
    pub(crate) fn of(error: sqlx::Error) -> Self {
        let code = error
            .as_database_error()
            .and_then(|e| e.code().map(std::borrow::Cow::into_owned));
        match &error {
            sqlx::Error::Database(database) => {
                let message = database.message().to_owned();
                if database.is_unique_violation() {
                    return Self::conflict("there is already one of its kind in the case book");
                }
                if database.is_foreign_key_violation() {
                    return Self::conflict("what it belongs to is not in the case book any more");
                }
                // SQLite's extended result codes as decimal numbers, the primary one in the low byte; PostgreSQL's
                // SQLSTATE has five characters.
                let code = code.unwrap_or_default();
                match code.parse::<i64>().ok().filter(|_| code.len() < 5) {
                    Some(number) => match number & 0xff {
                        5 | 6 => return Self::Busy,
                        8 => return Self::ReadOnly,
                        11 | 26 => return Self::Damaged { what: message },
                        13 => return Self::Full,
                        _ => {}
                    },
                    None => match code.as_str() {
                        "40001" | "40P01" => return Self::conflict("somebody else changed the same thing meanwhile"),
                        "55P03" => return Self::Busy,
                        "53100" => return Self::Full,
                        "25006" => return Self::ReadOnly,
                        _ => {}
                    },
                }
                Self::Unavailable {
                    what: message,
                    source: Some(Box::new(error)),
                }
            }
            sqlx::Error::PoolTimedOut => Self::Busy,
            sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_) => Self::Damaged {
                what: error.to_string(),
            },
            _ => Self::Unavailable {
                what: error.to_string(),
                source: Some(Box::new(error)),
            },
        }
    }

    /// One line that says what to do, where there is something to do.
    #[must_use]
    pub fn hint(&self) -> Option<&'static str> {
        Some(match self {
            Self::Conflict { .. } => "look at it again and repeat the change",
            Self::Busy => "wait for the other one to finish and try again",
            Self::Full => "make room on the disk and try again; nothing was changed",
            Self::ReadOnly => "give yourself leave to write to the file and its folder",
            Self::Damaged { .. } | Self::Corrupt { .. } => {
                "keep a copy of the file, then `afterword restore` the last backup"
            }
            Self::Newer { .. } => "use the newer afterword; nothing was changed",
            Self::Older { .. } => "open the book once as the role that owns the tables",
            Self::Forgotten => "whoever is forgotten stays forgotten; leave the address out",
            Self::Unavailable { .. } | Self::Invalid { .. } | Self::File { .. } => return None,
        })
    }
}
