//! What the command line promises: help, streams, template, completions, manual pages.

use crate::sandbox::{HARBOR, NOW, Sandbox};

#[test]
fn help_begins_with_examples() {
    let sandbox = Sandbox::new();
    for args in [
        &["--help"][..],
        &["-h"],
        &["write", "--help"],
        &["read", "--help"],
        &["read", "signature", "-h"],
        &["read", "message", "-h"],
        &["read", "invite", "-h"],
        &["read", "vcard", "-h"],
        &["check", "--help"],
        &["edit", "--help"],
        &["new", "-h"],
        &["sheet", "--help"],
        &["envelope", "--help"],
        &["stationery", "--help"],
        &["stationery", "hand", "-h"],
        &["arrival", "--help"],
        &["send", "--help"],
        &["resolve", "--help"],
        &["attach", "--help"],
        &["watch", "--help"],
        &["worker", "--help"],
        &["account", "--help"],
        &["print", "--help"],
        &["man", "-h"],
        &["draft", "-h"],
        &["approve", "-h"],
        &["card", "-h"],
        &["record", "-h"],
        &["today", "-h"],
        &["plan", "-h"],
        &["brief", "-h"],
        &["cases", "-h"],
        &["people", "-h"],
        &["person", "-h"],
        &["find", "-h"],
        &["feed", "-h"],
        &["stationery", "-h"],
        &["doctor", "-h"],
        &["backup", "-h"],
        &["restore", "-h"],
        &["export", "-h"],
        &["import", "-h"],
        &["forget", "-h"],
    ] {
        let ran = sandbox.run(args);
        assert_eq!((ran.code, ran.stderr.as_str()), (0, ""), "{ran:?}");
        assert!(ran.stdout.starts_with("Examples:\n  afterword "), "{}", ran.stdout);
        assert!(ran.stdout.lines().all(|l| l.chars().count() <= 100), "{}", ran.stdout);
    }
    assert!(sandbox.run(&["-V"]).stdout.starts_with("afterword 0."));
}

#[test]
fn the_template_is_an_empty_jot() {
    let sandbox = Sandbox::new();
    let template = sandbox.run(&["new", "--template"]);
    assert_eq!(template.code, 0);
    let ran = sandbox.run_with(&["write", "-", "--json", "--now", NOW], template.stdout.as_bytes());
    let out = ran.json();
    assert_eq!(
        (ran.code, &out["people"], &out["notes"]),
        (1, &serde_json::json!([]), &serde_json::json!([]))
    );
    assert_eq!(out["interview"]["organization"], serde_json::Value::Null);
    assert_eq!(out["candidate"]["name"], serde_json::Value::Null);
}

#[test]
fn completions_and_manual_pages_come_from_the_binary() {
    let sandbox = Sandbox::new();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        assert!(
            sandbox.run(&["completions", shell]).stdout.contains("afterword"),
            "{shell}"
        );
    }
    assert!(sandbox.run(&["man"]).stdout.contains(".SH NAME"));
    assert_eq!(sandbox.run(&["man", "--out", "man"]).code, 0);
    assert_eq!(
        sandbox.run(&["man", "--out", "man"]).code,
        0,
        "pages are made again without a word"
    );
    let pages: Vec<String> = sandbox.files("man").into_keys().collect();
    for page in ["afterword.1", "afterword-write.1", "afterword-read-jot.1"] {
        assert!(pages.contains(&page.to_owned()), "{pages:?}");
    }
}

#[test]
fn json_writes_no_files_unless_asked() {
    let sandbox = Sandbox::new();
    let ran = sandbox.write_jot(HARBOR, &["--json"]);
    assert_eq!(
        (ran.stderr.as_str(), &ran.json()["files"]),
        ("", &serde_json::json!([]))
    );
    assert_eq!(sandbox.files(".").into_keys().collect::<Vec<_>>(), ["jot.txt"]);
}

#[test]
fn read_jot_composes_and_writes_nothing() {
    let sandbox = Sandbox::new();
    sandbox.write("jot.txt", HARBOR);
    let ran = sandbox.run(&["read", "jot", "jot.txt", "--json", "--now", NOW]);
    let out = ran.json();
    assert_eq!(ran.code, 0);
    assert!(out["people"].is_array() && out.get("notes").is_none());
    assert_eq!(sandbox.run(&["read", "jot", "jot.txt", "--now", NOW]).code, 0);
    assert_eq!(sandbox.files(".").into_keys().collect::<Vec<_>>(), ["jot.txt"]);
}

#[test]
fn read_deadline_says_which_days_are_meant() {
    let sandbox = Sandbox::new();
    let out = sandbox
        .run(&[
            "read",
            "deadline",
            "--json",
            "--said-on",
            NOW,
            "we decide by Friday the 13th of March",
        ])
        .json();
    assert_eq!(
        (&out["kind"], &out["latest"]),
        (&"by".into(), &"2026-03-13".into()),
        "{out}"
    );
    let ran = sandbox.run_with(&["read", "deadline", "--said-on", NOW, "-"], b"we will let you know");
    assert_eq!(ran.code, 0);
    assert!(ran.stdout.starts_with("no date\n"), "{ran:?}");
    sandbox
        .run(&["read", "deadline", "soon", "--said-on", "then"])
        .refused("cannot read --said-on");
}

#[test]
fn no_colour_where_nobody_sees_it() {
    let ran = Sandbox::new().write_jot(HARBOR, &[]);
    assert!(!ran.stdout.contains('\x1b') && !ran.stderr.contains('\x1b'), "{ran:?}");
}
