//! A canary: a secret that must be nowhere after everything that touches it has run.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use crate::desk::Desk;
use crate::servers::sink::Sink;

const CANARY: &str = "canary-9f3c-secret";

fn holds(folder: &Path, found: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let path = entry.path();
        if path.is_dir() {
            holds(&path, found);
        } else if !path.ends_with("the-secret") {
            let bytes = fs::read(&path).unwrap_or_default();
            if bytes.windows(CANARY.len()).any(|w| w == CANARY.as_bytes()) {
                found.push(path.display().to_string());
            }
        }
    }
}

#[test]
fn a_secret_is_in_no_output_no_book_and_no_file() {
    let Some(sink) = Sink::start("") else { return };
    let desk = Desk::new(sink.port, 1);
    let home = desk.path().parent().unwrap().to_owned();
    fs::write(home.join("the-secret"), format!("{CANARY}\n")).unwrap();
    let command = format!("read -r s < {0}/the-secret; echo \"$s\"", home.display());
    let smtp = format!("plain://127.0.0.1:{}", sink.port);
    let address = crate::desk::SENDER;
    let mut said = String::new();
    for args in [
        vec![
            "account",
            "add",
            address,
            "--smtp",
            &smtp,
            "--no-imap",
            "--password-command",
            &command,
        ],
        vec!["account", "list"],
        vec!["account", "test", address],
    ] {
        let out = desk.bare(&args);
        writeln!(said, "{out:?}").unwrap();
    }
    for args in [vec!["send", "--dry-run"], vec!["send", "--yes"], vec!["resolve"]] {
        writeln!(said, "{:?}", desk.afterword(&args)).unwrap();
    }
    assert!(!said.contains(CANARY), "{said}");
    assert!(said.contains(&smtp), "the account was used: {said}");
    let mut found = Vec::new();
    holds(&home, &mut found);
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn a_password_is_no_flag() {
    let Some(sink) = Sink::start("") else { return };
    let desk = Desk::new(sink.port, 0);
    let out = desk.bare(&["account", "add", "a@gmail.com", "--password", "x"]);
    assert_eq!(out.status.code(), Some(2), "{out:?}");
}
