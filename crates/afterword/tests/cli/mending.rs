//! `check --fix`, `check` of several notes, and `edit`: what is shown, what is changed, and what is left alone.

use crate::sandbox::Sandbox;

const NOTE: &str = "\u{feff}Dear Dana,\r\n\r\nThank you for you time at the loom. I enjoyed the the tour of the mill and \
the bell on the warp stopper, which I will remember.\r\n\r\nBest,\r\nLeon Haskett\r\n";

const CONTEXT: &str = r#"{"candidate": "Leon Haskett", "company": "Calder Mill", "now": "2026-03-04",
  "people": [{"name": "Dana Whitlock"}, {"name": "Ravi Patel"}], "jots": ["bell on the warp stopper"]}"#;

fn sandbox() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("note.txt", NOTE);
    sandbox.write("c.json", CONTEXT);
    sandbox
}

const FIX: &[&str] = &["check", "--context", "c.json", "--fix", "note.txt"];

#[test]
fn without_a_terminal_mending_is_only_shown() {
    let sandbox = sandbox();
    let ran = sandbox.run(FIX);
    assert_eq!((ran.code, ran.stderr.as_str()), (1, ""), "{ran:?}");
    assert!(
        ran.stdout.contains("\n+ Thank you for your time at the loom.\n"),
        "{}",
        ran.stdout
    );
    assert!(ran.stdout.contains("nothing was changed"), "{}", ran.stdout);
    assert_eq!(sandbox.files(".")["note.txt"], NOTE.as_bytes());
}

#[test]
fn mending_changes_the_words_and_nothing_else_and_once() {
    let sandbox = sandbox();
    let first = sandbox.run(&[FIX, &["--yes"]].concat());
    assert!(first.stdout.contains("mended"), "{first:?}");
    let mended = NOTE.replace("you time", "your time").replace("the the", "the");
    assert_eq!(String::from_utf8_lossy(&sandbox.files(".")["note.txt"]), mended);
    let second = sandbox.run(&[FIX, &["--yes"]].concat());
    assert_eq!(
        (second.code, second.stdout.as_str()),
        (0, "note.txt: nothing found\n"),
        "{second:?}"
    );
    assert_eq!(String::from_utf8_lossy(&sandbox.files(".")["note.txt"]), mended);
    assert_eq!(sandbox.files(".").len(), 2, "nothing is left beside the note");
}

#[test]
fn what_cannot_be_mended_in_place_is_refused() {
    let sandbox = sandbox();
    sandbox
        .run_with(&["check", "--fix", "-"], NOTE.as_bytes())
        .refused("cannot mend standard input");
    assert_eq!(sandbox.run(&["check", "--yes", "note.txt"]).code, 2);
    assert_eq!(sandbox.run(&["check", "--fix", "--json", "note.txt"]).code, 2);
    let latin = b"Dear Dana,\n\nThank you for you time, Zo\xeb.\n\nBest,\nLeon Haskett\n";
    sandbox.write("note.txt", latin);
    let ran = sandbox.run(&[FIX, &["--yes"]].concat());
    assert!(ran.code == 2 && ran.stderr.contains("not in UTF-8"), "{ran:?}");
    assert_eq!(sandbox.files(".")["note.txt"], latin);
}

#[test]
fn findings_stand_in_their_words_and_fit_eighty_columns() {
    let sandbox = sandbox();
    sandbox.write("note.txt", NOTE.replace("which I", "which \u{1b}[31m I"));
    let ran = sandbox.run(&[
        "check",
        "--context",
        "c.json",
        "--subject",
        "Thank you for you time",
        "note.txt",
    ]);
    assert_eq!(ran.code, 1, "{ran:?}");
    assert!(
        !ran.stdout.contains('\u{1b}'),
        "no colour and nothing that steers: {}",
        ran.stdout
    );
    assert!(ran.stdout.lines().all(|l| l.chars().count() <= 80), "{}", ran.stdout);
    for line in [
        "error[grammar]: \u{201c}you\u{201d} for \u{201c}your\u{201d}.",
        "--> note.txt:3:11",
        "--> note.txt, subject:1:15",
        " = better: for your",
    ] {
        assert!(ran.stdout.contains(line), "{line} in {}", ran.stdout);
    }
}

#[test]
fn several_notes_are_compared() {
    let sandbox = sandbox();
    sandbox.write("other.txt", NOTE.replace("Dana", "Ravi"));
    let args = ["check", "--context", "c.json", "note.txt", "other.txt"];
    let ran = sandbox.run(&args);
    assert!(
        ran.stdout.contains("note.txt and other.txt share 100 %"),
        "{}",
        ran.stdout
    );
    let out = sandbox.run(&[&args[..], &["--json"]].concat()).json();
    assert_eq!(out["likeness"]["grid"], serde_json::json!([[1.0, 1.0], [1.0, 1.0]]));
    assert_eq!(out["notes"][1]["file"], "other.txt");
    assert!(
        out["notes"][1]["findings"].as_array().is_some_and(|f| !f.is_empty()),
        "{out}"
    );
}

#[cfg(unix)]
#[test]
fn edit_goes_by_the_editor_and_says_what_is_left() {
    use std::process::Command;

    let sandbox = sandbox();
    sandbox.run(&["edit", "note.txt"]).refused("no editor is set");
    let edit = |editor: &str| {
        let program = std::path::Path::new(env!("CARGO_BIN_EXE_afterword"));
        let mut command: Command = sandbox.command(program, &["edit", "--context", "c.json", "note.txt"]);
        command
            .env("PATH", "/usr/bin:/bin")
            .env("VISUAL", editor)
            .env("EDITOR", "false");
        let out = command.output().expect("the binary to run");
        (out.status.code(), String::from_utf8_lossy(&out.stdout).into_owned())
    };
    let (code, said) = edit("sed -i 's/you time/your time/'");
    assert_eq!(code, Some(1), "{said}");
    assert!(
        said.contains("better: the\n") && said.contains("note.txt: 1 finding\n"),
        "{said}"
    );
    assert_eq!(edit("sed -i 's/the the/the/'").0, Some(0));
    assert_eq!(edit("false").0, Some(2));
}
