//! A folder of its own for every test, and the binary run inside it.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

pub(crate) const NOW: &str = "2026-03-02T18:00:00-05:00[America/New_York]";

/// The first jot of the examples, as its owner typed it.
pub(crate) const HARBOR: &str = include_str!("../../../../examples/harbor-magazine.txt");

pub(crate) struct Sandbox {
    dir: tempfile::TempDir,
}

#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Sandbox {
    pub(crate) fn new() -> Self {
        Self {
            dir: tempfile::tempdir().expect("a temporary folder"),
        }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        fs::write(&path, bytes).expect("a file to write");
        path
    }

    pub(crate) fn command(&self, program: &Path, args: &[&str]) -> Command {
        let mut command = Command::new(program);
        command
            .args(args)
            .current_dir(self.dir.path())
            .env_clear()
            .env("HOME", self.dir.path())
            .env("XDG_CONFIG_HOME", self.path("config"))
            .env("TZ", "America/New_York");
        command
    }

    pub(crate) fn run(&self, args: &[&str]) -> Ran {
        self.run_with(args, b"")
    }

    pub(crate) fn run_with(&self, args: &[&str], stdin: &[u8]) -> Ran {
        ran(self.command(Path::new(env!("CARGO_BIN_EXE_afterword")), args), stdin)
    }

    /// Runs as somebody without special rights, which tests as root are not.
    #[cfg(unix)]
    pub(crate) fn run_as_nobody(&self, args: &[&str]) -> Ran {
        use std::os::unix::fs::PermissionsExt as _;
        use std::os::unix::process::CommandExt as _;

        let program = Path::new(env!("CARGO_BIN_EXE_afterword"));
        let probe = self.write("probe", "");
        fs::set_permissions(&probe, fs::Permissions::from_mode(0o000)).expect("permissions to set");
        if fs::read(&probe).is_err() {
            return self.run(args);
        }
        let own = self.path("afterword-as-nobody");
        // By another process: a descriptor open for writing here could be inherited by a test beside this one, and
        // the copy would then be too busy to run.
        assert!(
            Command::new("cp")
                .arg(program)
                .arg(&own)
                .status()
                .expect("cp to run")
                .success()
        );
        fs::set_permissions(self.dir.path(), fs::Permissions::from_mode(0o755)).expect("permissions to set");
        let mut command = self.command(&own, args);
        command.uid(65534).gid(65534);
        ran(command, b"")
    }

    /// `write` with a fixed clock.
    pub(crate) fn write_jot(&self, jot: impl AsRef<[u8]>, more: &[&str]) -> Ran {
        self.write("jot.txt", jot);
        let mut args = vec!["write", "jot.txt", "--now", NOW];
        args.extend_from_slice(more);
        self.run(&args)
    }

    /// Everything in a folder, by name.
    pub(crate) fn files(&self, folder: &str) -> BTreeMap<String, Vec<u8>> {
        let Ok(entries) = fs::read_dir(self.path(folder)) else {
            return BTreeMap::new();
        };
        entries
            .map(|entry| entry.expect("an entry").path())
            .map(|path| {
                let name = path.file_name().expect("a name").to_string_lossy().into_owned();
                (name, fs::read(&path).unwrap_or_default())
            })
            .collect()
    }
}

fn ran(mut command: Command, stdin: &[u8]) -> Ran {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary to start");
    // A program that fails early does not read to the end, which is its right.
    let _ = child.stdin.take().expect("a pipe").write_all(stdin);
    let output = child.wait_with_output().expect("the binary to end");
    Ran {
        code: output.status.code().expect("an exit code, not a signal"),
        stdout: String::from_utf8(output.stdout).expect("UTF-8 on standard output"),
        stderr: String::from_utf8(output.stderr).expect("UTF-8 on standard error"),
    }
}

impl Ran {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|e| panic!("{e} in {self:?}"))
    }

    /// Failed with this text in the error, a hint, and nothing on standard output.
    #[track_caller]
    pub(crate) fn refused(&self, text: &str) {
        assert_eq!(self.code, 2, "{self:?}");
        assert!(
            self.stderr.starts_with("afterword: ") && self.stderr.contains(text),
            "{text:?} in {self:?}"
        );
        assert!(self.stderr.contains("\nhint: "), "{self:?}");
        assert_eq!(self.stdout, "", "{self:?}");
        let first = self.stderr.lines().next().expect("a line");
        assert!(!first.ends_with('.'), "{first}");
    }
}

/// The texts of a JSON list of objects under one key.
pub(crate) fn texts<'a>(list: &'a Value, key: &str) -> Vec<&'a str> {
    list.as_array()
        .into_iter()
        .flatten()
        .filter_map(|v| v[key].as_str())
        .collect()
}
