//! A `PostgreSQL` of our own for the time of the tests: on a socket in a temporary folder, stopped at the end.
//!
//! Its absence is an error. A test of two databases that quietly ran on one would prove nothing about the other.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::{Arc, Mutex, Weak};

use afterword_store::book::{Book, Location};

use crate::block_on;

/// Owns the databases and nothing of the machine.
pub(crate) const KEEPER: &str = "keeper";

/// Reads and writes rows, and owns nothing.
pub(crate) const SERVING: &str = "serving";

pub(crate) struct Cluster {
    bin: PathBuf,
    dir: tempfile::TempDir,
    as_root: bool,
}

/// The cluster that tests of this process share; it stops with the last of them.
pub(crate) fn cluster() -> Arc<Cluster> {
    static SHARED: Mutex<Weak<Cluster>> = Mutex::new(Weak::new());
    let mut shared = SHARED.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    if let Some(running) = shared.upgrade() {
        return running;
    }
    let started = Arc::new(Cluster::start());
    *shared = Arc::downgrade(&started);
    started
}

/// Where `PostgreSQL`'s programs are: in the path, or where Debian puts them, the newest first.
fn programs() -> PathBuf {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    let mut debian: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .map(|all| all.flatten().map(|e| e.path().join("bin")).collect())
        .unwrap_or_default();
    debian.sort();
    folders.extend(debian.into_iter().rev());
    let has_all = |f: &PathBuf| ["initdb", "pg_ctl", "psql"].iter().all(|p| f.join(p).is_file());
    let found = folders.into_iter().find(has_all);
    found.expect("PostgreSQL is not installed, and the case book is tested on it: apt-get install postgresql")
}

impl Cluster {
    fn start() -> Self {
        let as_root =
            String::from_utf8_lossy(&Command::new("id").arg("-u").output().expect("id runs").stdout).trim() == "0";
        let dir = tempfile::Builder::new()
            .prefix("afterword-pg-")
            .tempdir()
            .expect("a folder");
        let cluster = Self {
            bin: programs(),
            dir,
            as_root,
        };
        if as_root {
            // The server refuses to run as root; Debian's package made this account for it.
            let chown = Command::new("chown").arg("postgres").arg(cluster.dir.path()).output();
            assert!(
                chown.expect("chown runs").status.success(),
                "there is no account `postgres`: apt-get install postgresql"
            );
        }
        let data = cluster.data();
        cluster.must(
            "initdb",
            &[
                OsStr::new("-D"),
                data.as_ref(),
                "-U".as_ref(),
                "super".as_ref(),
                "-A".as_ref(),
                "trust".as_ref(),
                "-N".as_ref(),
                "--locale=C.UTF-8".as_ref(),
                "-E".as_ref(),
                "UTF8".as_ref(),
            ],
        );
        let options = format!(
            "-c listen_addresses='' -c unix_socket_directories='{}' -c fsync=off -c max_connections=200",
            cluster.dir.path().display()
        );
        let log = cluster.dir.path().join("log");
        cluster.must(
            "pg_ctl",
            &[
                OsStr::new("-D"),
                data.as_ref(),
                "-l".as_ref(),
                log.as_ref(),
                "-o".as_ref(),
                options.as_ref(),
                "-w".as_ref(),
                "start".as_ref(),
            ],
        );
        for role in [KEEPER, SERVING] {
            cluster.sql(
                "postgres",
                "super",
                &format!("CREATE ROLE {role} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS"),
            );
        }
        cluster
    }

    fn data(&self) -> PathBuf {
        self.dir.path().join("data")
    }

    fn run(&self, program: &str, args: &[&OsStr]) -> Output {
        let program = self.bin.join(program);
        let mut command = if self.as_root {
            let mut command = Command::new("runuser");
            command.args(["-u", "postgres", "--"]).arg(program);
            command
        } else {
            Command::new(program)
        };
        let done = command.args(args).current_dir("/").stdin(std::process::Stdio::null());
        done.output().expect("the program runs")
    }

    fn must(&self, program: &str, args: &[&OsStr]) {
        let done = self.run(program, args);
        let said = String::from_utf8_lossy(&done.stderr);
        assert!(
            done.status.success(),
            "{program}: {said}{}",
            String::from_utf8_lossy(&done.stdout)
        );
    }

    /// Runs SQL as this role, and says what came out.
    pub(crate) fn try_sql(&self, database: &str, role: &str, sql: &str) -> Result<String, String> {
        let args = [
            "-X",
            "-q",
            "-A",
            "-t",
            "-v",
            "ON_ERROR_STOP=1",
            "-h",
            self.dir.path().to_str().unwrap(),
            "-U",
            role,
            "-d",
            database,
            "-c",
            sql,
        ];
        let done = self.run("psql", &args.map(OsStr::new));
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim().to_owned();
        if done.status.success() {
            Ok(text(&done.stdout))
        } else {
            Err(text(&done.stderr))
        }
    }

    pub(crate) fn sql(&self, database: &str, role: &str, sql: &str) -> String {
        self.try_sql(database, role, sql)
            .unwrap_or_else(|e| panic!("{sql}: {e}"))
    }

    /// An empty database that the keeper owns.
    pub(crate) fn empty_database(&self, name: &str) {
        self.sql("postgres", "super", &format!("CREATE DATABASE {name} OWNER {KEEPER}"));
        self.sql(name, "super", &format!("ALTER SCHEMA public OWNER TO {KEEPER}"));
    }

    pub(crate) fn location(&self, name: &str, role: &str) -> Location {
        let socket: &Path = self.dir.path();
        Location::parse(&format!("postgres://{role}@localhost/{name}?host={}", socket.display())).expect("an address")
    }

    /// A database with the book's tables, as the serving role sees it.
    pub(crate) fn database(&self, name: &str) -> Location {
        self.empty_database(name);
        block_on(Book::migrate(&self.location(name, KEEPER), Some(SERVING))).expect("the tables are made");
        self.location(name, SERVING)
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        let data = self.data();
        self.run(
            "pg_ctl",
            &[
                OsStr::new("-D"),
                data.as_ref(),
                "-m".as_ref(),
                "immediate".as_ref(),
                "-w".as_ref(),
                "stop".as_ref(),
            ],
        );
    }
}
