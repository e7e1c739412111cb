//! A home folder with an account and a book of approved notes, the binary run in it, and what must always hold after.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};

use afterword_core::casebook::NoteState;
use afterword_store::book::{Book, Location, NoteRecord, Owner};
use jiff::{ToSpan as _, Zoned};

use crate::servers::book;
pub(crate) use crate::servers::book::SENDER;

/// Minutes after midnight that a test starts at, on the next day.
const BEGIN: &str = "2026-03-03T09:00:00+00:00[UTC]";

/// A home with an account and a book.
#[derive(Debug)]
pub(crate) struct Desk {
    folder: tempfile::TempDir,
    location: Location,
    minutes: std::cell::Cell<i64>,
    port: std::cell::Cell<u16>,
    more: std::cell::RefCell<String>,
}

pub(crate) fn run<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
        .block_on(work)
}

impl Desk {
    /// A book in a file with so many approved notes, to be submitted on this port.
    pub(crate) fn new(port: u16, notes: usize) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let location = Location::File(folder.path().join("book.db"));
        Self::at(folder, location, port, notes)
    }

    /// The same with the book elsewhere.
    pub(crate) fn at(folder: tempfile::TempDir, location: Location, port: u16, notes: usize) -> Self {
        let desk = Self {
            folder,
            location,
            minutes: std::cell::Cell::new(0),
            port: std::cell::Cell::new(port),
            more: std::cell::RefCell::default(),
        };
        desk.submit_to(port);
        run(async {
            let book = desk.book().await;
            book::fill(&book, notes).await;
            book.close().await;
        });
        desk
    }

    /// Has notes submitted on another port.
    pub(crate) fn submit_to(&self, port: u16) {
        let path = self.folder.path().join("config/afterword");
        fs::create_dir_all(&path).unwrap();
        self.port.set(port);
        let more = self.more.borrow();
        let text = format!("[[account]]\naddress = '{SENDER}'\nsmtp = 'plain://127.0.0.1:{port}'\n{more}");
        fs::write(path.join("accounts.toml"), text).unwrap();
    }

    /// Has the mailbox read on this port. The server that takes mail wants no login, and is not told the password.
    pub(crate) fn read_from(&self, imap: u16) {
        let more = format!("imap = 'plain://127.0.0.1:{imap}'\nimap_password_command = 'echo secret'\n");
        self.more.borrow_mut().push_str(&more);
        self.submit_to(self.port.get());
    }

    /// Has the account want a login, by a password or whatever this line of its settings says; `""` for none.
    pub(crate) fn log_in_by(&self, line: &str) {
        *self.more.borrow_mut() = format!("{line}\n");
        self.submit_to(self.port.get());
    }

    /// Has notes submitted by STARTTLS on another port.
    pub(crate) fn submit_encrypted_to(&self, port: u16) {
        self.submit_to(port);
        let path = self.folder.path().join("config/afterword/accounts.toml");
        let text = fs::read_to_string(&path).unwrap().replace("plain://", "starttls://");
        fs::write(path, text).unwrap();
    }

    /// Has the sender get a copy of every note.
    pub(crate) fn copy_to_self(&self) {
        *self.more.borrow_mut() += "self_copy = true\n";
        self.submit_to(self.port.get());
    }

    /// Gives the first note's reader another address, and approves the note anew.
    pub(crate) fn readdress(&self, addr_spec: &str) {
        self.change(Some(addr_spec), None);
    }

    /// Gives the first note another text, and approves it anew.
    pub(crate) fn rewrite(&self, body: &str) {
        self.change(None, Some(body));
    }

    fn change(&self, addr_spec: Option<&str>, body: Option<&str>) {
        run(async {
            let kept = self.book().await;
            let mut tx = kept.transaction().await.unwrap();
            let mut record = tx.all_notes().await.unwrap().remove(0);
            if let Some(addr_spec) = addr_spec {
                let mut person = tx.person(record.note.to).await.unwrap().unwrap();
                person.addr_spec = Some(addr_spec.to_owned());
                assert!(tx.update_person(&person).await.unwrap());
                record.recipient = Some(addr_spec.to_owned());
            }
            if let Some(body) = body {
                record.body = body.to_owned();
            }
            let read = record.note.revision;
            let at = book::ENDED
                .parse::<Zoned>()
                .unwrap()
                .timestamp()
                .checked_add(2.hours())
                .unwrap();
            let approval = book::approval(&record, at);
            let note = record.note.clone();
            // What was tried already is taken back first.
            let note = note.clone().withdrawn(at).or_else(|_| note.edited(at)).unwrap();
            let note = note.opened(at, approval.text).unwrap();
            record.note = note.approved(approval).unwrap();
            tx.save_note(&record, read).await.unwrap();
            tx.commit().await.unwrap();
            kept.close().await;
        });
    }

    /// Approves the first note as it stands.
    pub(crate) fn approve_again(&self) {
        let address = self.notes()[0].recipient.clone().unwrap();
        self.readdress(&address);
    }

    pub(crate) fn path(&self) -> PathBuf {
        self.folder.path().join("book.db")
    }

    fn place(&self) -> String {
        match &self.location {
            Location::File(path) => path.display().to_string(),
            Location::Server(url) => url.clone(),
        }
    }

    pub(crate) async fn book(&self) -> Book {
        Book::open(&self.location, Owner::LOCAL).await.unwrap()
    }

    /// The test's own moment; it moves on by ten minutes with every run of the binary, past any delay.
    pub(crate) fn now(&self) -> Zoned {
        let begin: Zoned = BEGIN.parse().unwrap();
        begin.checked_add(self.minutes.get().minutes()).unwrap()
    }

    fn command(&self, args: &[&str]) -> Command {
        self.minutes.set(self.minutes.get() + 10);
        self.command_at(&self.now().to_string(), args)
    }

    fn command_at(&self, now: &str, args: &[&str]) -> Command {
        let mut command = self.plain(args);
        command.args(["--database", &self.place(), "--now", now]);
        command
    }

    fn plain(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_afterword"));
        command
            .args(args)
            .env_clear()
            .env("HOME", self.folder.path())
            .env("XDG_CONFIG_HOME", self.folder.path().join("config"))
            .env("XDG_DATA_HOME", self.folder.path().join("data"))
            .current_dir(self.folder.path())
            .stdin(Stdio::null());
        command
    }

    /// Runs a command that has nothing to do with the book.
    pub(crate) fn bare(&self, args: &[&str]) -> Output {
        self.plain(args).output().unwrap()
    }

    /// Runs the binary to its end.
    pub(crate) fn afterword(&self, args: &[&str]) -> Output {
        self.command(args).output().unwrap()
    }

    /// Runs the binary to its end at another moment.
    pub(crate) fn afterword_at(&self, now: &str, args: &[&str]) -> Output {
        self.command_at(now, args).output().unwrap()
    }

    /// Runs `send --yes` to its end and gives what it said.
    pub(crate) fn send(&self) -> String {
        let out = self.afterword(&["send", "--yes"]);
        format!(
            "{}{}",
            String::from_utf8_lossy(&out.stdout),
            String::from_utf8_lossy(&out.stderr)
        )
    }

    /// Starts the binary and comes back at once.
    pub(crate) fn start(&self, args: &[&str]) -> Child {
        self.command(args)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap()
    }

    /// Every note.
    pub(crate) fn notes(&self) -> Vec<NoteRecord> {
        run(async { self.book().await.read().await.unwrap().all_notes().await.unwrap() })
    }

    /// The state of the one note.
    pub(crate) fn state(&self) -> NoteState {
        self.notes().remove(0).note.state
    }
}

/// How often each Message-ID was delivered.
pub(crate) fn copies(delivered: &[Vec<u8>]) -> BTreeMap<String, usize> {
    let mut copies = BTreeMap::new();
    for message in delivered {
        let text = String::from_utf8_lossy(message);
        let id = text
            .lines()
            .find_map(|l| l.strip_prefix("Message-ID: "))
            .expect("a Message-ID");
        *copies.entry(id.trim().to_owned()).or_default() += 1;
    }
    copies
}

/// What must hold whatever happened: nobody got two, `sent` means one, waiting and failed mean none, and an uncertain note
/// is past its mark. Gives how many are sent, uncertain, and waiting.
pub(crate) fn audit(notes: &[NoteRecord], delivered: &[Vec<u8>]) -> (usize, usize, usize) {
    let copies = copies(delivered);
    let (mut sent, mut uncertain, mut waiting) = (0, 0, 0);
    for (id, count) in &copies {
        assert_eq!(*count, 1, "{id} arrived {count} times");
    }
    let mut known = std::collections::BTreeSet::new();
    for record in notes {
        let got = |id: &str| copies.get(id).copied().unwrap_or(0);
        match &record.note.state {
            NoteState::Sent { frozen, .. } => {
                assert_eq!(got(&frozen.message_id), 1, "note {} is called sent", record.note.id);
                known.insert(frozen.message_id.clone());
                sent += 1;
            }
            NoteState::Uncertain { frozen, .. } => {
                known.insert(frozen.message_id.clone());
                uncertain += 1;
            }
            NoteState::Approved { frozen, .. } => {
                let count = frozen.as_ref().map_or(0, |f| got(&f.message_id));
                assert_eq!(count, 0, "note {} waits and arrived", record.note.id);
                waiting += 1;
            }
            NoteState::Sending { frozen, .. } => {
                assert_eq!(
                    got(&frozen.message_id),
                    0,
                    "note {} had no mark and arrived",
                    record.note.id
                );
                waiting += 1;
            }
            NoteState::Dot { frozen, .. } => {
                known.insert(frozen.message_id.clone());
                uncertain += 1;
            }
            NoteState::Failed { .. } => waiting += 1,
            other => panic!("note {} is {}", record.note.id, other.name()),
        }
    }
    for id in copies.keys() {
        assert!(known.contains(id), "{id} arrived and no note says so");
    }
    (sent, uncertain, waiting)
}
