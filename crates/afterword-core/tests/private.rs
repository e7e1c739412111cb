//! What people jot and would never send, and its look-alikes that they would: one line at a time under a person.
//!
//! The lines were written without sight of what holds lines back, and nothing was learned from them. An awkward line leaks
//! when a sentence was made of it or a word of its own stands in a note; an innocent one is held when it is off at first.

mod common;

use std::collections::HashSet;

use afterword_core::model::Note;
use serde::Deserialize;

use common::{content_words, fold, frame_words, text_of, written};

/// Three sets that nothing was learned from or tuned to, each with another writer. The third is the half of a set whose
/// other half was learned from.
const SETS: [Set; 4] = [
    Set {
        name: "first",
        lines: include_str!("cases/private/first.jsonl"),
        leaks_at_most: 16,
        held_at_most: 16,
    },
    Set {
        name: "second",
        lines: include_str!("cases/private/second.jsonl"),
        leaks_at_most: 14,
        held_at_most: 24,
    },
    Set {
        name: "third",
        lines: include_str!("cases/private/third.jsonl"),
        leaks_at_most: 11,
        held_at_most: 15,
    },
    // By a writer whose other lines were not learned from; most awkward ones have no judging word.
    Set {
        name: "fourth",
        lines: include_str!("cases/private/fourth.jsonl"),
        leaks_at_most: 139,
        held_at_most: 52,
    },
];

struct Set {
    name: &'static str,
    lines: &'static str,
    /// Awkward lines that reach a note; the goal is 1 or 2 of a hundred.
    leaks_at_most: usize,
    /// Innocent lines that are off at first; the goal is 15 of a hundred.
    held_at_most: usize,
}

#[derive(Deserialize)]
struct Case {
    line: String,
    label: String,
    sort: String,
}

fn lines(of: &str, label: &str) -> Vec<Case> {
    of.lines()
        .map(|l| serde_json::from_str::<Case>(l).expect("a case is one JSON object a line"))
        .filter(|c| c.label == label)
        .collect()
}

/// A jot with one good point and the line.
fn jot_with(line: &str) -> String {
    format!(
        "Ostrum Concern - coordinator\nwhen: Mon 2 March 2026\nhow: in person\nme: Ada Brookner\n\n\
         Juno Ravel, manager\n- she moved from Tromso in 2011\n- {line}\n"
    )
}

const LINE: usize = 8;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Became {
    Said,
    Held,
    Asked,
}

fn became(line: &str, frames: &HashSet<String>) -> (Became, String) {
    let jot = jot_with(line);
    let job = written(&jot);
    let text: String = job.notes.iter().map(text_of).collect();
    let on_line: HashSet<_> = job
        .people
        .iter()
        .flat_map(|p| &p.points)
        .filter(|p| p.place.line == LINE)
        .map(|p| p.id)
        .collect();
    let sentence = job
        .notes
        .iter()
        .flat_map(Note::sentences)
        .find(|s| s.points.iter().any(|id| on_line.contains(id)));
    if let Some(sentence) = sentence {
        return (Became::Said, sentence.text.clone());
    }
    let base: HashSet<String> = content_words(&jot_with("")).into_iter().collect();
    let said: HashSet<String> = content_words(&text).into_iter().collect();
    let own = content_words(line)
        .into_iter()
        .find(|w| w.chars().count() > 3 && said.contains(w) && !base.contains(w) && !frames.contains(w));
    if let Some(word) = own {
        return (Became::Said, format!("the word {word}"));
    }
    if job.held_back.iter().any(|h| h.place.line == LINE) {
        return (Became::Held, String::new());
    }
    (Became::Asked, String::new())
}

/// How many lines of the set became that, and of how many; they are shown.
fn count(set: &Set, label: &str, what: Became) -> usize {
    let frames = frame_words();
    let cases = lines(set.lines, label);
    let (mut found, mut asked) = (0, 0);
    for case in &cases {
        let (is, how) = became(&case.line, &frames);
        asked += usize::from(is == Became::Asked);
        if is == what {
            found += 1;
            println!("   {}: {} => {how}", case.sort, case.line);
        }
    }
    println!("   neither said nor held, but asked or set aside: {asked}");
    let what = if what == Became::Said { "in a note" } else { "held back" };
    println!("{}, {label}: {found} of {} {what}", set.name, cases.len());
    found
}

#[test]
fn awkward_lines_stay_out_of_notes() {
    for set in &SETS {
        let leaks = count(set, "awkward", Became::Said);
        assert!(leaks <= set.leaks_at_most, "{leaks} leak");
    }
}

#[test]
fn innocent_lines_are_seldom_held_back() {
    for set in &SETS {
        let held = count(set, "innocent", Became::Held);
        assert!(held <= set.held_at_most, "{held} held back");
    }
}

#[test]
fn the_jot_around_the_line_makes_notes() {
    let job = written(&jot_with("they press 40 tons of pears"));
    let text: String = job.notes.iter().map(text_of).collect();
    assert!(
        fold(&text).contains("tromso") && fold(&text).contains("pears"),
        "{text}"
    );
}
