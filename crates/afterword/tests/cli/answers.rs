//! Answers, and choices about single sentences and points, from outside.

use serde_json::Value;

use crate::drafts::sound;
use crate::sandbox::{HARBOR, NOW, Sandbox, texts};

const ASKING: &str = "staff writer, Harbor Magazine, mon mar 2\n\nMaria Gonzalez, editor in chief\n- loves long-form\n\
                      - asked what I would cut and I blanked\n\nTheo Lund, art director\n- private: seemed tired\n";

fn run(jot: &str, answers: &str, more: &[&str]) -> crate::sandbox::Ran {
    let sandbox = Sandbox::new();
    sandbox.write("answers.txt", answers);
    let mut args = vec!["--json", "--answers", "answers.txt"];
    args.extend(more);
    sandbox.write_jot(jot, &args)
}

fn question_about(out: &Value, words: &str) -> String {
    let questions = out["questions"].as_array().expect("questions");
    let found = questions
        .iter()
        .find(|q| q["text"].as_str().is_some_and(|t| t.contains(words)));
    let about = found.map(|q| q["about"].as_str().expect("what it is about"));
    about.unwrap_or_else(|| panic!("{words} in {questions:?}")).to_owned()
}

#[test]
fn answers_finish_the_notes_and_are_not_asked_again() {
    let asked = sound(ASKING);
    let blunder = question_about(&asked, "would cut");
    let answers = format!(
        "# typed on the train\n\nname: Gabriela Garcia\n{blunder}: the gift guide\nTheo Lund: showed me the darkroom\n"
    );
    let ran = run(ASKING, &answers, &[]);
    assert_eq!(ran.code, 0, "{ran:?}");
    let out = ran.json();
    assert_eq!(out["questions"], serde_json::json!([]));
    let bodies = texts(&out["notes"], "body").join("\n");
    assert!(
        bodies.contains("the gift guide") && bodies.contains("darkroom"),
        "{bodies}"
    );
    assert!(bodies.contains("\nGabriela Garcia\n") && !bodies.contains("blanked"));
    assert_eq!(run(ASKING, &answers, &[]).stdout, ran.stdout);
}

#[test]
fn a_dash_leaves_out_and_ends_the_asking() {
    let asked = sound(ASKING);
    let blunder = question_about(&asked, "would cut");
    let out = run(ASKING, &format!("name: Jo Avery\n{blunder}: -\nTheo Lund: -\n"), &[]).json();
    assert_eq!(out["questions"], serde_json::json!([]));
    assert!(
        out["notes"]
            .as_array()
            .expect("notes")
            .iter()
            .all(|n| n["to"] != "Theo Lund")
    );
}

#[test]
fn an_answer_about_nothing_is_refused_and_writes_nothing() {
    for (answers, message) in [
        (
            "Teo Lunt: showed me the darkroom\n",
            "`Teo Lunt` is nothing in this jot",
        ),
        ("p99: the gift guide\n", "`p99` is nothing in this jot"),
        ("the gift guide\n", "`the gift guide` is not an answer"),
    ] {
        run(ASKING, answers, &["--out", "out"]).refused(message);
    }
    let sandbox = Sandbox::new();
    let ran = sandbox.run_with(&["write", "-", "--answers", "-", "--now", NOW], ASKING.as_bytes());
    ran.refused("cannot both come from standard input");
    sandbox.write("jot.txt", ASKING);
    let ran = sandbox.run_with(
        &["write", "jot.txt", "--answers", "-", "--json", "--now", NOW],
        b"name: Jo Avery\n",
    );
    assert_eq!(ran.json()["candidate"]["name"], "Jo Avery");
}

#[test]
fn nothing_is_asked_where_nobody_can_answer() {
    let ran = Sandbox::new().write_jot(ASKING, &[]);
    assert_eq!((ran.code, ran.stderr.as_str()), (1, ""), "{ran:?}");
    assert!(
        ran.stdout.contains("--answers FILE") && ran.stdout.contains("name: Gabriela Garcia"),
        "{}",
        ran.stdout
    );
    let quiet = Sandbox::new().write_jot(ASKING, &["--no-ask"]);
    assert_eq!(quiet.stdout, ran.stdout);
}

#[test]
fn one_sentence_is_said_another_way() {
    let plain = Sandbox::new().write_jot(HARBOR, &["--json"]).json();
    let reworded = Sandbox::new().write_jot(HARBOR, &["--json", "--reword", "1.2"]).json();
    let ways = plain["notes"][0]["sentences"][1]["wordings"].as_u64().expect("a count");
    assert!(ways > 1);
    let body = |out: &Value, i: usize| out["notes"][i]["body"].as_str().expect("a body").to_owned();
    assert_ne!(body(&plain, 0), body(&reworded, 0));
    for i in 1..plain["notes"].as_array().expect("notes").len() {
        assert_eq!(body(&plain, i), body(&reworded, i));
    }
    let round = format!("1.2={ways}");
    let back = Sandbox::new().write_jot(HARBOR, &["--json", "--reword", &round]).json();
    assert_eq!(back["notes"], plain["notes"]);
    let twice = Sandbox::new()
        .write_jot(HARBOR, &["--json", "--reword", "1.2", "--reword", "1.2"])
        .json();
    let second = Sandbox::new()
        .write_jot(HARBOR, &["--json", "--reword", "1.2=2"])
        .json();
    assert_eq!(twice["notes"], second["notes"]);
    Sandbox::new()
        .write_jot(HARBOR, &["--reword", "99.1"])
        .refused("names note 99");
}

#[test]
fn a_point_is_left_out_and_a_line_held_back_is_switched_on() {
    let plain = Sandbox::new().write_jot(HARBOR, &["--json"]).json();
    assert!(texts(&plain["notes"], "body").concat().contains("Boston"));
    let without = Sandbox::new().write_jot(HARBOR, &["--json", "--drop", "p1"]).json();
    assert!(!texts(&without["notes"], "body").concat().contains("Boston"));
    assert_eq!(without["people"][0]["points"][0]["use"], "left_out");
    let jot = HARBOR.replace("- seemed tired", "- private: she started as a proofreader");
    let held = sound(&jot);
    let id = held["held_back"][0]["id"].as_str().expect("an id");
    assert!(!texts(&held["notes"], "body").concat().contains("proofreader"));
    let on = Sandbox::new().write_jot(jot, &["--json", "--use", id]).json();
    assert!(texts(&on["notes"], "body").concat().contains("proofreader"));
    Sandbox::new()
        .write_jot(HARBOR, &["--use", "p99"])
        .refused("`p99` is nothing in this jot");
}

#[test]
fn the_register_is_chosen_for_one_run() {
    let bodies = |more: &[&str]| {
        let args: Vec<&str> = ["--json"].iter().chain(more).copied().collect();
        texts(&Sandbox::new().write_jot(HARBOR, &args).json()["notes"], "body").concat()
    };
    let formal = bodies(&["--warmth", "formal", "--directness", "reserved"]);
    assert!(
        formal.contains("Dear Maria Gonzalez,") && formal.contains("Sincerely,"),
        "{formal}"
    );
    assert!(!formal.contains("would like to join"), "{formal}");
    let plain = bodies(&["--warmth", "plain", "--directness", "direct"]);
    assert!(plain.contains("Hello Maria,") && plain.contains("I want "), "{plain}");
    assert_ne!(bodies(&[]), plain);
}
