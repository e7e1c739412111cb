//! The main job on real input, end to end. These hold once the reader and the composer are there.

use serde_json::Value;

use crate::drafts::sound;
use crate::sandbox::{HARBOR, NOW, Sandbox, texts};

const TIDY: &str = include_str!("../../../../examples/harbor-magazine.jot");

#[test]
fn both_ends_of_the_grammar_tell_the_same_story() {
    for jot in [HARBOR, TIDY] {
        let out = sound(jot);
        assert_eq!(out["interview"]["organization"], "Harbor Magazine");
        assert_eq!(out["interview"]["role"], "staff writer");
        assert_eq!(out["interview"]["date"], "2026-03-02");
        assert_eq!(out["interview"]["format"], "in person");
        assert_eq!(out["interview"]["decision"]["latest"], "2026-03-13");
        assert_eq!(out["candidate"]["name"], "Gabriela Garcia");
        assert_eq!(
            texts(&out["people"], "name"),
            ["Maria Gonzalez", "Theo Lund", "Ines Marchetti"]
        );
        assert_eq!(texts(&out["people"], "email"), ["mgonzalez@harbormag.example"]);
    }
}

#[test]
fn everybody_gets_a_note_and_a_card_of_their_own() {
    let out = sound(HARBOR);
    for name in ["Maria Gonzalez", "Theo Lund", "Ines Marchetti"] {
        for kind in ["thank_you", "card"] {
            let notes = out["notes"].as_array().expect("notes").iter();
            let own: Vec<&Value> = notes.filter(|n| n["to"] == name && n["kind"] == kind).collect();
            assert_eq!(own.len(), 1, "{kind} to {name}");
            let traced = own[0]["sentences"]
                .as_array()
                .expect("sentences")
                .iter()
                .any(|s| s["points"] != serde_json::json!([]));
            assert!(traced, "{kind} to {name} uses a point of theirs");
        }
    }
}

#[test]
fn private_things_stay_here() {
    for jot in [HARBOR, TIDY] {
        let sandbox = Sandbox::new();
        sandbox.write_jot(jot, &["--out", "out"]);
        let files = sandbox.files("out");
        assert!(files.len() >= 8, "{:?}", files.keys());
        for (name, bytes) in files {
            let text = String::from_utf8_lossy(&bytes).to_lowercase();
            for never in ["tired", "salary", "blanked"] {
                assert!(!text.contains(never), "{never} in {name}");
            }
        }
    }
}

#[test]
fn every_file_that_was_promised_is_there() {
    let sandbox = Sandbox::new();
    let ran = sandbox.write_jot(
        HARBOR,
        &[
            "--out",
            "out",
            "--address",
            "Maria Gonzalez: 12 Wharf St; Boston MA 02110",
        ],
    );
    assert!(matches!(ran.code, 0 | 1), "{ran:?}");
    let files = sandbox.files("out");
    for name in [
        "01-maria-gonzalez.eml",
        "01-maria-gonzalez.txt",
        "01-maria-gonzalez-card.pdf",
        "01-maria-gonzalez-envelope.pdf",
        "02-theo-lund.eml",
        "02-theo-lund-card.pdf",
        "03-ines-marchetti.txt",
        "plan.ics",
    ] {
        assert!(files.contains_key(name), "{name} in {:?}", files.keys());
    }
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let made = || {
        let sandbox = Sandbox::new();
        let ran = sandbox.write_jot(HARBOR, &["--json", "--out", "out"]);
        (ran.stdout, sandbox.files("out"))
    };
    let (first, second) = (made(), made());
    assert_eq!(first.0, second.0);
    assert_eq!(first.1, second.1);
}

#[test]
fn standard_input_is_as_good_as_a_file() {
    let sandbox = Sandbox::new();
    sandbox.write("jot.txt", HARBOR);
    let from_file = sandbox.run(&["write", "jot.txt", "--json", "--now", NOW]);
    let from_stdin = sandbox.run_with(&["write", "-", "--json", "--now", NOW], HARBOR.as_bytes());
    assert_eq!(from_file.stdout, from_stdin.stdout);
}

#[test]
fn a_profile_signs_the_notes() {
    let sandbox = Sandbox::new();
    let jot = HARBOR.replace("i'm Gabriela Garcia\n", "");
    sandbox.write(
        "me.toml",
        "name = 'Gabriela Garcia'\nemail = 'gabriela@garcia.example'\nphone = '555 0100'\n",
    );
    let ran = sandbox.write_jot(&jot, &["--json", "--out", "out", "--profile", "me.toml"]);
    assert_eq!(ran.json()["candidate"]["name"], "Gabriela Garcia", "{ran:?}");
    let eml = sandbox.files("out").remove("01-maria-gonzalez.eml").expect("a draft");
    let eml = String::from_utf8(eml).expect("UTF-8");
    assert!(
        eml.contains("From: \"Gabriela Garcia\" <gabriela@garcia.example>\r\n"),
        "{eml}"
    );
}

#[test]
fn without_a_folder_named_the_employer_and_the_day_name_it() {
    let sandbox = Sandbox::new();
    let ran = sandbox.write_jot(HARBOR, &[]);
    assert!(
        ran.stdout.contains("files in afterword-out/harbor-magazine-2026-03-02"),
        "{ran:?}"
    );
    assert!(
        sandbox
            .files("afterword-out/harbor-magazine-2026-03-02")
            .contains_key("plan.ics")
    );
}

#[test]
fn no_line_of_a_jot_is_lost() {
    const BAKERY: &str = include_str!("../../../../examples/bakery-trial-shift.txt");
    const SCHOOL: &str = include_str!("../../../../examples/school-librarian.jot");
    for jot in [HARBOR, TIDY, BAKERY, SCHOOL] {
        let whole = sound(jot).to_string().to_lowercase();
        for line in jot
            .to_lowercase()
            .lines()
            .filter(|line| !line.starts_with("when") && !line.ends_with(':'))
        {
            let mut words = line
                .split(|c: char| !c.is_alphabetic())
                .filter(|word| word.len() > 3)
                .peekable();
            assert!(
                words.peek().is_none() || words.any(|word| whole.contains(word)),
                "{line}"
            );
        }
    }
}

#[test]
fn every_point_a_sentence_names_is_a_point_of_its_reader() {
    for jot in [HARBOR, TIDY] {
        let out = sound(jot);
        for note in out["notes"].as_array().expect("notes") {
            let people = out["people"].as_array().expect("people");
            let person = people.iter().find(|p| p["name"] == note["to"]).expect("a person");
            let own = texts(&person["points"], "id");
            for sentence in note["sentences"].as_array().expect("sentences") {
                for id in sentence["points"]
                    .as_array()
                    .expect("ids")
                    .iter()
                    .filter_map(Value::as_str)
                {
                    assert!(
                        own.contains(&id),
                        "{id} in a note to {}, whose points are {own:?}",
                        note["to"]
                    );
                }
            }
        }
    }
}
