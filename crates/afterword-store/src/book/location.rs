//! Where a case book lies: a file of this machine, or a database server.

use std::path::{Path, PathBuf};

use super::error::{BookError, Done};

/// Where a case book lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Location {
    /// A file; its folder is made if it is missing.
    File(PathBuf),
    /// A `PostgreSQL` database, as `postgres://user@host/name`.
    Server(String),
}

impl Location {
    /// Reads `postgres://…`, `postgresql://…`, `sqlite:PATH`, or a path.
    ///
    /// # Errors
    /// Another scheme, or nothing at all.
    pub fn parse(text: &str) -> Done<Self> {
        let text = text.trim();
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            return Ok(Self::Server(text.to_owned()));
        }
        let path = match text.split_once(':') {
            Some(("sqlite", path)) => path.strip_prefix("//").unwrap_or(path),
            Some((scheme, rest)) if rest.starts_with("//") => {
                return Err(BookError::invalid(format!(
                    "a case book is kept in a file or in PostgreSQL, not at `{scheme}:`"
                )));
            }
            _ => text,
        };
        if path.is_empty() {
            return Err(BookError::invalid("a case book needs a place"));
        }
        Ok(Self::File(PathBuf::from(path)))
    }

    /// The file, if it is one.
    #[must_use]
    pub fn file(&self) -> Option<&Path> {
        match self {
            Self::File(path) => Some(path),
            Self::Server(_) => None,
        }
    }
}

impl std::fmt::Display for Location {
    /// Never shows a password.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::File(path) => write!(f, "{}", path.display()),
            Self::Server(url) => match url.split_once("://").map(|(s, rest)| (s, rest.rsplit_once('@'))) {
                Some((scheme, Some((user, host)))) => {
                    let user = user.split(':').next().unwrap_or("");
                    write!(f, "{scheme}://{user}@{}", host.split('?').next().unwrap_or(""))
                }
                _ => write!(f, "{}", url.split('?').next().unwrap_or("")),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_told_apart() {
        let file = |p: &str| Location::File(PathBuf::from(p));
        assert_eq!(Location::parse("book.db").unwrap(), file("book.db"));
        assert_eq!(Location::parse("sqlite:///a/b.db").unwrap(), file("/a/b.db"));
        assert_eq!(Location::parse("/a:b/c.db").unwrap(), file("/a:b/c.db"));
        assert!(matches!(
            Location::parse("postgres://u:p@h/db").unwrap(),
            Location::Server(_)
        ));
        for bad in ["", "  ", "mysql://u@h/db", "file:///etc/passwd", "https://x.example/db"] {
            assert!(Location::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_password_is_not_shown() {
        let place = Location::parse("postgres://ann:s3cret@h.example/db?password=s3cret").unwrap();
        assert_eq!(place.to_string(), "postgres://ann@h.example/db");
    }
}
