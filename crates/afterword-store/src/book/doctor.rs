//! Facts about a book for `doctor`: whether it is whole, where it lies, who may read it.
//!
//! Facts only; what to say about them is the binary's.

use std::fs;
use std::path::Path;

use super::connect::{Mode, Pools, beside};
use super::error::{BookError, Done};
use super::{Backend, Book, SCHEMA_VERSION, migrate};

/// File systems of other machines, on which a lock may not hold and a log may tear.
const NETWORK: [&str; 15] = [
    "nfs",
    "nfs4",
    "cifs",
    "smb3",
    "smbfs",
    "afs",
    "9p",
    "ceph",
    "glusterfs",
    "lustre",
    "davfs",
    "fuse.sshfs",
    "fuse.rclone",
    "fuse.davfs",
    "fuse.glusterfs",
];

/// What is known about a book's health.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// Which database.
    pub backend: Backend,
    /// Its own version.
    pub database_version: String,
    /// The version of the tables.
    pub schema_version: i64,
    /// The version this program makes.
    pub known_version: i64,
    /// Whether it can be written to.
    pub mode: Mode,
    /// What the check of the whole found wrong; empty if nothing.
    pub problems: Vec<String>,
    /// Facts of a file.
    pub file: Option<FileFacts>,
    /// Facts of a server.
    pub server: Option<ServerFacts>,
}

/// Facts of a book in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileFacts {
    /// Bytes of the file.
    pub bytes: u64,
    /// Bytes of the log beside it that are not in it yet.
    pub wal_bytes: u64,
    /// The file's permission bits, where the system has them.
    pub permissions: Option<u32>,
    /// Others than its owner may read or write it.
    pub open_to_others: bool,
    /// The kind of network file system it lies on, if it does.
    pub network: Option<String>,
}

/// Facts of a book on a server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServerFacts {
    /// The role in use.
    pub role: String,
    /// It passes by the wall between owners: a superuser, or one said to.
    pub bypasses_wall: bool,
    /// It owns tables of the book, and could take the wall down.
    pub owns_tables: bool,
    /// Tables that hold an owner's rows and have no wall.
    pub unwalled: Vec<String>,
}

impl Facts {
    /// Whether the whole was found sound.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.problems.is_empty()
    }
}

impl Book {
    /// Reads the whole book and says what was found. Takes time with the size of the book.
    ///
    /// # Errors
    /// The database's, but not that it is damaged: that is among the problems.
    pub async fn facts(&self) -> Done<Facts> {
        match &self.pools {
            Pools::Sqlite { path, readers, .. } => self.file_facts(path, readers).await,
            Pools::Postgres { pool } => self.server_facts(pool).await,
        }
    }

    async fn file_facts(&self, path: &Path, readers: &sqlx::SqlitePool) -> Done<Facts> {
        let said = async {
            let mut said = sqlx::query_scalar::<_, String>("PRAGMA integrity_check")
                .fetch_all(readers)
                .await?;
            said.retain(|s| s != "ok");
            let lost = sqlx::query_scalar::<_, i64>("SELECT count(*) FROM pragma_foreign_key_check")
                .fetch_one(readers)
                .await?;
            if lost > 0 {
                said.push(format!("{lost} rows belong to something that is not there"));
            }
            Ok(said)
        };
        let problems = match said.await.map_err(BookError::of) {
            Ok(said) => said,
            Err(BookError::Damaged { what }) => vec![what],
            Err(e) => return Err(e),
        };
        let version = sqlx::query_scalar("SELECT sqlite_version()").fetch_one(readers).await;
        let meta = fs::metadata(path).map_err(BookError::file("look at", path))?;
        let permissions = permissions(&meta);
        Ok(Facts {
            backend: Backend::Sqlite,
            database_version: version.map_err(BookError::of)?,
            schema_version: migrate::file_version(readers).await?,
            known_version: SCHEMA_VERSION,
            mode: self.mode(),
            problems,
            file: Some(FileFacts {
                bytes: meta.len(),
                wal_bytes: fs::metadata(beside(path, "-wal")).map_or(0, |m| m.len()),
                permissions,
                open_to_others: permissions.is_some_and(|p| p & 0o077 != 0),
                network: network(path),
            }),
            server: None,
        })
    }

    async fn server_facts(&self, pool: &sqlx::PgPool) -> Done<Facts> {
        let version = sqlx::query_scalar("SHOW server_version").fetch_one(pool).await;
        let (role, bypasses_wall) = sqlx::query_as::<_, (String, bool)>(
            "SELECT rolname::text, rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user",
        )
        .fetch_one(pool)
        .await
        .map_err(BookError::of)?;
        let owns_tables = sqlx::query_scalar(
            "SELECT EXISTS (SELECT 1 FROM pg_tables WHERE schemaname = current_schema() AND tableowner = current_user)",
        )
        .fetch_one(pool)
        .await;
        Ok(Facts {
            backend: Backend::Postgres,
            database_version: version.map_err(BookError::of)?,
            schema_version: migrate::server_version(pool).await?,
            known_version: SCHEMA_VERSION,
            mode: self.mode(),
            problems: Vec::new(),
            file: None,
            server: Some(ServerFacts {
                role,
                bypasses_wall,
                owns_tables: owns_tables.map_err(BookError::of)?,
                unwalled: unwalled(pool).await?,
            }),
        })
    }
}

/// Tables with an owner column that lack the wall: not enabled, not forced, or without a policy.
pub(super) async fn unwalled(pool: &sqlx::PgPool) -> Done<Vec<String>> {
    let tables = sqlx::query_scalar(
        "SELECT c.relname::text FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'owner' \
         WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace AND NOT (c.relrowsecurity \
         AND c.relforcerowsecurity AND EXISTS (SELECT 1 FROM pg_policy p WHERE p.polrelid = c.oid \
         AND p.polqual IS NOT NULL AND p.polwithcheck IS NOT NULL)) ORDER BY 1",
    )
    .fetch_all(pool)
    .await;
    tables.map_err(BookError::of)
}

#[cfg(unix)]
#[expect(clippy::unnecessary_wraps, reason = "other systems have no such bits")]
fn permissions(meta: &fs::Metadata) -> Option<u32> {
    use std::os::unix::fs::PermissionsExt as _;
    Some(meta.permissions().mode() & 0o777)
}

#[cfg(not(unix))]
fn permissions(_: &fs::Metadata) -> Option<u32> {
    None
}

/// The network file system a path lies on, as far as the system lists its mounts.
fn network(path: &Path) -> Option<String> {
    let mounts = fs::read_to_string("/proc/self/mounts").ok()?;
    kind_at(&mounts, &fs::canonicalize(path).ok()?).filter(|kind| NETWORK.contains(&kind.as_str()))
}

/// The kind of the innermost mount that holds `path`; of two at one place the later one covers the other.
fn kind_at(mounts: &str, path: &Path) -> Option<String> {
    let mut best: Option<(usize, &str)> = None;
    for line in mounts.lines() {
        let mut fields = line.split(' ').skip(1);
        let (Some(place), Some(kind)) = (fields.next(), fields.next()) else {
            continue;
        };
        let place = place.replace("\\040", " ");
        if path.starts_with(&place) && best.is_none_or(|(len, _)| place.len() >= len) {
            best = Some((place.len(), kind));
        }
    }
    best.map(|(_, kind)| kind.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn row_92_a_network_drive_is_known_by_its_mount() {
        let mounts = "/dev/sda1 / ext4 rw 0 0\nnas:/home /home nfs4 rw 0 0\n/dev/sdb1 /home/ann/local ext4 rw 0 0\n\
                      //nas/x /mnt/my\\040share cifs rw 0 0\n";
        let check = |path: &str, kind: &str| assert_eq!(kind_at(mounts, Path::new(path)).unwrap(), kind, "{path}");
        check("/home/ann/book.db", "nfs4");
        check("/home/ann/local/book.db", "ext4");
        check("/homework/book.db", "ext4");
        check("/mnt/my share/book.db", "cifs");
        assert!(NETWORK.contains(&"nfs4") && NETWORK.contains(&"cifs"));
    }
}
