//! The case book from outside: a whole search lived through, and the commands one by one.

use std::path::Path;

use serde_json::Value;

use crate::sandbox::{HARBOR, Ran, Sandbox, texts};

pub(crate) const PROFILE: &str = "name = 'Gabriela Garcia'\nemail = 'gabriela@garcia.example'\n";

/// A case book in a folder of its own, and a clock.
pub(crate) struct Book {
    pub(crate) sandbox: Sandbox,
}

/// That day at this time in New York.
pub(crate) fn at(day: &str, time: &str) -> String {
    format!("{day}T{time}[America/New_York]")
}

impl Book {
    pub(crate) fn new() -> Self {
        let sandbox = Sandbox::new();
        std::fs::create_dir_all(sandbox.path("config/afterword")).expect("a folder");
        sandbox.write("config/afterword/config.toml", PROFILE);
        Self { sandbox }
    }

    /// A book with the first jot of the examples in it.
    pub(crate) fn harbor() -> Self {
        let book = Self::new();
        book.sandbox.write("jot.txt", HARBOR);
        let ran = book.run("2026-03-02T18:00", &["new", "jot.txt"]);
        assert!(ran.code < 2, "{ran:?}");
        for (who, address) in [("theo", "theo@harbormag.example"), ("ines", "ines@harbormag.example")] {
            let ran = book.run("2026-03-02T18:01", &["person", who, "--email", address]);
            assert_eq!(ran.code, 0, "{ran:?}");
        }
        book
    }

    /// Runs a command at a moment of New York; every one ends by saying what comes next.
    #[track_caller]
    pub(crate) fn run(&self, now: &str, args: &[&str]) -> Ran {
        let (day, time) = now.split_once('T').expect("a day and a time");
        let now = at(day, time);
        let mut all = args.to_vec();
        all.extend_from_slice(&["--now", &now]);
        let ran = self.sandbox.run(&all);
        let plain = ran.code != 2 && !args.contains(&"--json") && args[0] != "feed";
        assert!(!plain || ran.stdout.contains("\nnext: "), "{ran:?}");
        assert!(
            ran.stdout
                .lines()
                .all(|l| l.chars().count() <= 80 || l.starts_with("next: "))
                || !plain,
            "{}",
            ran.stdout
        );
        ran
    }

    #[track_caller]
    pub(crate) fn json(&self, now: &str, args: &[&str]) -> Value {
        let mut all = args.to_vec();
        all.push("--json");
        self.run(now, &all).json()
    }

    /// Shown, approved and sent.
    #[track_caller]
    pub(crate) fn send(&self, now: &str, note: &str) {
        let shown = self.run(now, &["approve", note]);
        assert_eq!(shown.code, 1, "{shown:?}");
        let approved = self.run(now, &["approve", note, "--yes"]);
        assert_eq!(approved.code, 0, "{approved:?}");
        let sent = self.run(now, &["record", "sent", note]);
        assert_eq!(sent.code, 0, "{sent:?}");
    }

    /// The number of the newest draft.
    pub(crate) fn last_draft(&self, now: &str) -> String {
        let out = self.json(now, &["draft"]);
        let notes = out["notes"].as_array().expect("notes");
        notes.last().expect("a draft")["note"].to_string()
    }
}

/// The first line of `today`.
fn first(ran: &Ran) -> &str {
    ran.stdout.lines().next().unwrap_or_default()
}

/// UID, SEQUENCE and day of the entries whose summary has this word.
fn entries(ics: &str, word: &str) -> Vec<(String, u32, String, bool)> {
    let unfolded = ics.replace("\r\n ", "");
    let events = unfolded.split("BEGIN:VEVENT").skip(1);
    events
        .filter(|e| e.contains(word))
        .map(|e| {
            let value = |name: &str| {
                let line = e.lines().find(|l| l.starts_with(name)).unwrap_or_default();
                line.split_once(':').map(|(_, v)| v.to_owned()).unwrap_or_default()
            };
            let cancelled = e.contains("STATUS:CANCELLED");
            (
                value("UID"),
                value("SEQUENCE").parse().unwrap_or(0),
                value("DTSTART"),
                cancelled,
            )
        })
        .collect()
}

#[test]
fn a_whole_search() {
    let book = Book::harbor();
    let now = "2026-03-02T18:30";
    let today = book.run(now, &["today"]);
    assert!(first(&today).starts_with("Write the thank-you to "), "{today:?}");
    assert!(today.stdout.lines().count() <= 24, "{}", today.stdout);

    // Nothing is approved that was not seen, and the text is shown as it is.
    let drafts = book.json(now, &["draft"]);
    let notes = drafts["notes"].as_array().unwrap();
    assert_eq!(notes.len(), 4, "three thanks, and the clips: {drafts}");
    for note in notes {
        let traced =
            |s: &Value| !s["points"].as_array().unwrap().is_empty() || !s["facts"].as_array().unwrap().is_empty();
        let sentences = note["sentences"].as_array().unwrap();
        assert!(sentences.iter().any(traced), "{note}");
        assert!(!note["body"].as_str().unwrap().contains("tired"), "{note}");
    }
    let unseen = book.run(now, &["approve", "1", "--yes"]);
    assert_eq!(unseen.code, 1, "{unseen:?}");
    assert!(
        unseen.stdout.contains("You had not seen this text yet"),
        "{}",
        unseen.stdout
    );
    for note in notes {
        let number = note["note"].to_string();
        book.send(now, &number);
    }

    // From here on there is nothing to do before their date.
    let waiting = book.run("2026-03-05T09:00", &["today"]);
    assert_eq!(
        (waiting.code, first(&waiting)),
        (0, "Nothing to do. Waiting is the right move."),
        "{waiting:?}"
    );
    assert!(waiting.stdout.contains("Mon 16 Mar"), "{}", waiting.stdout);
    let why = book.run("2026-03-05T09:00", &["plan", "--why"]);
    assert!(
        why.stdout.contains("[S49]") && why.stdout.contains("pushing"),
        "{}",
        why.stdout
    );

    // They move their date: the plan moves with it, under the same UID.
    let before = book.run("2026-03-11T09:00", &["feed"]).stdout;
    let moved = book.run("2026-03-12T09:00", &["record", "moved", "harbor", "by friday march 20"]);
    assert!(moved.stdout.contains("Fri 20 Mar"), "{moved:?}");
    let after = book.run("2026-03-12T09:01", &["feed"]).stdout;
    let (old, new) = (entries(&before, "check-in"), entries(&after, "check-in"));
    assert_eq!((old.len(), new.len()), (1, 1), "{before}\n{after}");
    assert_eq!(old[0].0, new[0].0);
    assert!(new[0].1 > old[0].1, "{old:?} {new:?}");
    assert_eq!((old[0].2.as_str(), new[0].2.as_str()), ("20260316", "20260323"));
    assert!(!after.contains("oyster") && !after.contains("Dear"), "{after}");
    let early = book.run("2026-03-16T09:00", &["today"]);
    assert_eq!(first(&early), "Nothing to do. Waiting is the right move.");

    // The day after their date one check-in is possible.
    let now = "2026-03-23T09:00";
    let today = book.run(now, &["today"]);
    assert!(first(&today).starts_with("Write the check-in to "), "{today:?}");
    let number = book.last_draft(now);
    let shown = book.run(now, &["approve", &number]);
    assert!(shown.stdout.contains("Friday, March 20"), "{}", shown.stdout);
    book.send(now, &number);
    assert_eq!(
        first(&book.run("2026-03-24T09:00", &["today"])),
        "Nothing to do. Waiting is the right move."
    );
    let done = book.run("2026-03-24T09:00", &["feed"]).stdout;
    let old = new[0].clone();
    let cancelled = entries(&done, &old.0);
    assert!(cancelled[0].3 && cancelled[0].1 > old.1, "{cancelled:?}");

    // They say no; one gracious note ends it.
    let now = "2026-03-25T12:00";
    book.run(now, &["record", "rejection", "harbor"]);
    let number = book.last_draft(now);
    let shown = book.run(now, &["approve", &number]);
    assert!(
        shown.stdout.contains("considering me") && !shown.stdout.contains("news"),
        "{}",
        shown.stdout
    );
    book.send(now, &number);
    let rest = book.run("2026-03-26T09:00", &["today"]);
    assert_eq!(first(&rest), "Nothing to do. Waiting is the right move.", "{rest:?}");
    let person = book.json("2026-03-26T09:00", &["person", "maria"]);
    let between = texts(&person["timeline"], "what").join("; ");
    assert!(
        between.contains("interview") && between.contains("thank-you sent"),
        "{between}"
    );
}

#[test]
fn drafts_are_there_within_a_minute_of_the_jot() {
    let book = Book::new();
    book.sandbox.write("jot.txt", HARBOR);
    book.run("2026-03-02T18:00", &["new", "jot.txt"]);
    let drafts = book.json("2026-03-02T18:01", &["draft"]);
    let thanks = texts(&drafts["notes"], "key")
        .iter()
        .filter(|k| k.starts_with("thank_you"))
        .count();
    assert_eq!(thanks, 3, "also where the address is not known yet: {drafts}");
    let again = book.json("2026-03-02T18:02", &["draft"]);
    assert_eq!(
        texts(&again["notes"], "key"),
        texts(&drafts["notes"], "key"),
        "none is written twice"
    );
}

#[test]
fn what_the_owner_changed_stays_theirs_and_must_be_approved_again() {
    let book = Book::harbor();
    let now = "2026-03-02T18:30";
    book.run(now, &["draft"]);
    book.run(now, &["approve", "1"]);
    assert_eq!(book.run(now, &["approve", "1", "--yes"]).code, 0);
    let edit = |script: &str| {
        let now = at("2026-03-02", "18:40");
        let program = Path::new(env!("CARGO_BIN_EXE_afterword"));
        let mut command = book.sandbox.command(program, &["edit", "1", "--now", &now]);
        let output = command
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("EDITOR", script)
            .output()
            .expect("the binary to start");
        String::from_utf8(output.stdout).expect("UTF-8")
    };
    let said = edit("sed -i 's/^Dear Maria,$/Dear Maria,\\n\\nThe ferry was late and I was glad of it./'");
    assert!(said.contains("Kept as your draft"), "{said}");
    let drafts = book.json("2026-03-02T18:45", &["draft"]);
    let note = drafts["notes"]
        .as_array()
        .unwrap()
        .iter()
        .find(|n| n["note"] == 1)
        .unwrap()
        .clone();
    assert_eq!(note["state"], "drafted");
    let own: Vec<&Value> = note["sentences"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|s| s["own"] == true)
        .collect();
    assert_eq!(own.len(), 1, "{note}");
    assert_eq!(own[0]["text"], "The ferry was late and I was glad of it.");
    // Another day would write it anew; this one is theirs.
    let next = book.json("2026-03-03T09:00", &["draft"]);
    let same = next["notes"]
        .as_array()
        .unwrap()
        .iter()
        .find(|n| n["note"] == 1)
        .unwrap()
        .clone();
    assert_eq!(same["body"], note["body"]);
    let again = book.run("2026-03-03T09:00", &["approve", "1", "--yes"]);
    assert_eq!(again.code, 1, "what changed was not seen yet: {again:?}");
}

#[test]
fn an_approved_note_becomes_a_mail_without_any_mailbox() {
    let book = Book::harbor();
    let now = "2026-03-02T18:30";
    book.run(now, &["draft", "--out", "drafts"]);
    assert!(book.sandbox.files("drafts").len() >= 8);
    book.run(now, &["approve", "1"]);
    let approved = book.run(now, &["approve", "1", "--yes", "--eml", "out"]);
    assert!(approved.stdout.contains("ready to send"), "{approved:?}");
    let files = book.sandbox.files("out");
    let (name, bytes) = files.iter().next().expect("a file");
    assert!(Path::new(name).extension().is_some_and(|e| e == "eml"), "{name}");
    let mail = String::from_utf8_lossy(bytes);
    assert!(
        mail.contains("To: \"Maria Gonzalez\" <mgonzalez@harbormag.example>")
            || mail.contains("mgonzalez@harbormag.example"),
        "{mail}"
    );
    assert!(!mail.contains("Cc:") && !mail.contains("Bcc:"), "{mail}");
}

#[test]
fn a_rule_is_overruled_only_with_a_reason_that_is_kept() {
    let book = Book::harbor();
    let now = "2026-03-04T09:00";
    let refused = book.run(now, &["draft", "harbor", "--overrule", "check-in"]);
    assert_eq!(refused.code, 2, "{refused:?}");
    let because = "they asked me to write this week";
    let ran = book.run(
        now,
        &["draft", "harbor", "--overrule", "check-in", "--because", because],
    );
    assert_eq!(ran.code, 0, "{ran:?}");
    let plan = book.run(now, &["plan", "--why"]);
    assert!(
        plan.stdout.contains("you overruled S49: they asked me"),
        "{}",
        plan.stdout
    );
}

#[test]
fn a_card_goes_its_way_and_takes_from_the_stock() {
    let book = Book::harbor();
    let now = "2026-03-02T19:00";
    book.run(
        now,
        &[
            "stationery",
            "add",
            "card",
            "cream A6",
            "--count",
            "4",
            "--cost",
            "0.80",
        ],
    );
    book.run(now, &["person", "maria", "--post", "12 Wharf St; Boston MA 02110"]);
    let shown = book.run(now, &["card", "maria", "--out", "cards"]);
    assert_eq!(shown.code, 0, "{shown:?}");
    assert_eq!(book.sandbox.files("cards").len(), 2);
    let early = book.run(now, &["card", "maria", "--sealed"]);
    assert_eq!(early.code, 2, "{early:?}");
    for step in ["--written", "--proofed", "--sealed", "--posted"] {
        let ran = book.run(now, &["card", "maria", step]);
        assert_eq!(ran.code, 0, "{step}: {ran:?}");
    }
    assert_eq!(
        book.run(now, &["card", "maria", "--posted"]).code,
        2,
        "it is in the post already"
    );
    let stock = book.json(now, &["stationery"]);
    assert_eq!(
        (&stock["items"][0]["count"], &stock["spent_cents"]),
        (&Value::from(3), &Value::from(80))
    );
    assert_eq!(stock["items"][0]["order_more"], true);
}

#[test]
fn a_mail_that_came_is_classed_and_decides_nothing() {
    let book = Book::harbor();
    let now = "2026-03-02T18:30";
    book.run(now, &["draft"]);
    book.send(now, "1");
    let reply = "From: Maria Gonzalez <mgonzalez@harbormag.example>\r\nTo: gabriela@garcia.example\r\n\
                 Subject: Re: Thank you\r\nDate: Tue, 03 Mar 2026 10:00:00 -0500\r\n\r\n\
                 Dear Gabriela,\r\n\r\nThank you for your kind note. We need a little longer and will decide by March 27.\r\n\r\n\
                 Best,\r\nMaria\r\n";
    book.sandbox.write("reply.eml", reply);
    let ran = book.run("2026-03-03T11:00", &["record", "--message", "reply.eml"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(
        ran.stdout.contains("record moved") || ran.stdout.contains("record resumed"),
        "{}",
        ran.stdout
    );
    let today = book.run("2026-03-03T12:00", &["today"]);
    assert!(first(&today).contains("answer of Maria Gonzalez"), "{today:?}");
    let drafts = book.json("2026-03-03T12:00", &["draft"]);
    assert_eq!(
        drafts["notes"],
        serde_json::json!([]),
        "nothing goes out before it is read"
    );
    let unknown = reply
        .replace("mgonzalez@harbormag.example", "x@elsewhere.example")
        .replace("Maria Gonzalez", "Xaver Y");
    book.sandbox.write("other.eml", unknown);
    let ran = book.run("2026-03-03T12:00", &["record", "--message", "other.eml"]);
    assert_eq!(ran.code, 1, "{ran:?}");
}

#[test]
fn names_with_a_slip_get_a_suggestion() {
    let book = Book::harbor();
    let ran = book.run("2026-03-03T12:00", &["person", "Gonzales"]);
    ran.refused("there is no person");
    assert!(ran.stderr.contains("did you mean Maria Gonzalez?"), "{}", ran.stderr);
    book.run("2026-03-03T12:00", &["plan", "Harbour"])
        .refused("there is no case");
}

#[test]
fn forgetting_asks_first_and_is_complete() {
    let book = Book::harbor();
    let now = "2026-03-03T12:00";
    book.run(now, &["forget", "person", "maria"]).refused("nobody said yes");
    let dry = book.run(now, &["forget", "person", "maria", "--dry-run"]);
    assert_eq!(dry.code, 0, "{dry:?}");
    assert!(book.run(now, &["find", "oyster"]).code == 0);
    assert_eq!(book.run(now, &["forget", "person", "maria", "--yes"]).code, 0);
    assert_eq!(book.run(now, &["find", "oyster"]).code, 1);
    let bytes = std::fs::read(book.sandbox.path(".local/share/afterword/book.db")).expect("the book");
    let text = String::from_utf8_lossy(&bytes);
    assert!(
        !text.contains("oyster") && !text.contains("mgonzalez@"),
        "still in the file"
    );
}

#[test]
fn everything_goes_out_and_comes_back() {
    let book = Book::harbor();
    let now = "2026-03-03T12:00";
    assert_eq!(book.run(now, &["export", "all.zip"]).code, 0);
    let read = book.run(now, &["import", "all.zip", "--database", "other.db"]);
    assert_eq!(read.code, 0, "{read:?}");
    let (one, two) = (
        book.json(now, &["plan"]),
        book.json(now, &["plan", "--database", "other.db"]),
    );
    assert_eq!(one, two);
    let doctor = book.run(now, &["doctor"]);
    assert_eq!(doctor.code, 0, "{doctor:?}");
}

#[test]
fn every_screen_is_short_and_ends_with_the_next_command() {
    let book = Book::harbor();
    let now = "2026-03-03T12:00";
    book.run(now, &["draft"]);
    for args in [
        &["today"][..],
        &["plan"],
        &["brief"],
        &["cases"],
        &["people"],
        &["person", "theo"],
        &["find", "captions"],
        &["stationery"],
        &["doctor"],
    ] {
        let ran = book.run(now, args);
        assert!(
            ran.code < 2 && ran.stdout.lines().count() <= 30,
            "{args:?} {}",
            ran.stdout
        );
        let json = book.json(now, args);
        assert_eq!(json["schema"], 1, "{args:?}");
    }
}
