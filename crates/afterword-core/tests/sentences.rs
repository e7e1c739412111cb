//! Fragments as people typed them, and what a careful reader accepted of what was made of them.
//!
//! The cases stand in `cases/said.jsonl`. `say` must come out word for word; `ask` must not come out as a sentence.
//! What is neither stands in docs/QUALITY.md, not here: a test does not keep a fault alive.

use afterword_core::compose::say::{Channel, Context, sayings};
use afterword_core::model::Warmth;
use afterword_core::read::jot;

/// What a note would say of a jot with one line in it; nothing where the person is asked.
fn said(fragment: &str, recipient: &str, title: &str, channel: &str) -> Option<String> {
    let now: jiff::Zoned = "2026-11-20T12:00:00[America/New_York]".parse().expect("a moment");
    let text = format!("how: {channel}\nme: Sam Whitlock\n\n{recipient} ({title})\n- {fragment}\n");
    let jot = jot::read(&text, &now);
    let mut out = Vec::new();
    for person in &jot.people {
        let cx = Context {
            person,
            people: &jot.people,
            interview: &jot.interview,
            warmth: Warmth::Warm,
            channel: Channel::Mail,
            known_words: &|_| None,
        };
        for point in person.points.iter().chain(&jot.everyone) {
            out.extend(sayings(point, &cx).ok().map(|found| found[0].text.clone()));
        }
    }
    (!out.is_empty()).then(|| out.join(" "))
}

#[test]
fn what_was_accepted_stays_and_what_is_asked_stays_asked() {
    let mut wrong = Vec::new();
    let mut cases = 0;
    for line in include_str!("cases/said.jsonl").lines() {
        let d: serde_json::Value = serde_json::from_str(line).expect("JSON");
        let s = |k: &str| d[k].as_str().unwrap_or("");
        let got = said(s("fragment"), s("recipient"), s("title"), s("channel"));
        let expect = d["say"].as_str();
        cases += 1;
        if got.as_deref() != expect {
            wrong.push(format!(
                "{}: {}\n  expected {expect:?}\n  got      {got:?}",
                s("id"),
                s("fragment")
            ));
        }
    }
    assert!(cases > 200, "the cases are there");
    assert!(
        wrong.is_empty(),
        "{} of {cases} changed:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}
