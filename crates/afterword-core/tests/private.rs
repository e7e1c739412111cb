//! What people jot and would never send, and its look-alikes that they would: one line at a time under a person.
//!
//! The lines were written without sight of what holds lines back, and nothing was learned from them. An awkward line leaks
//! when a sentence was made of it or a word of its own stands in a note; an innocent one is held when it is off at first.

mod common;

use std::collections::HashSet;

use afterword_core::model::{Note, Sentence};
use afterword_core::read::jot;
use serde::Deserialize;

use common::{content_words, evening, fold, frame_words, text_of, written};

/// Three sets that nothing was learned from or tuned to, each with another writer. The third is the half of a set whose
/// other half was learned from.
const SETS: [Set; 4] = [
    Set {
        name: "first",
        lines: include_str!("cases/private/first.jsonl"),
        leaks_at_most: 15,
        held_at_most: 17,
    },
    Set {
        name: "second",
        lines: include_str!("cases/private/second.jsonl"),
        leaks_at_most: 9,
        held_at_most: 32,
    },
    Set {
        name: "third",
        lines: include_str!("cases/private/third.jsonl"),
        leaks_at_most: 6,
        held_at_most: 16,
    },
    // By a writer whose other lines were not learned from; most awkward ones have no judging word.
    Set {
        name: "fourth",
        lines: include_str!("cases/private/fourth.jsonl"),
        leaks_at_most: 110,
        held_at_most: 89,
    },
];

struct Set {
    name: &'static str,
    lines: &'static str,
    /// Awkward lines that reach a note; the goal is 1 or 2 of a hundred.
    leaks_at_most: usize,
    /// Innocent lines that are off at first, wholly or in part; the goal is 15 of a hundred.
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

/// What of a line came into a note.
fn said(line: &str, frames: &HashSet<String>, base: &HashSet<String>) -> Option<String> {
    let job = written(&jot_with(line));
    let points = job.people.iter().flat_map(|p| &p.points);
    let on_line: HashSet<_> = points.filter(|p| p.place.line == LINE).map(|p| p.id).collect();
    let from_line = |s: &&Sentence| s.points.iter().any(|id| on_line.contains(id));
    let sentence = job.notes.iter().flat_map(Note::sentences).find(from_line);
    if let Some(sentence) = sentence {
        return Some(sentence.text.clone());
    }
    let text: String = job.notes.iter().map(text_of).collect();
    let said: HashSet<String> = content_words(&text).into_iter().collect();
    content_words(line)
        .into_iter()
        .find(|w| w.chars().count() > 3 && said.contains(w) && !base.contains(w) && !frames.contains(w))
        .map(|word| format!("the word {word}"))
}

/// What of a line is off at first: all of it, or a part. Nothing need be composed to tell.
fn held(line: &str) -> Option<String> {
    let jot = jot::read(&jot_with(line), &evening(jiff::civil::date(2026, 3, 2)));
    let held = jot.held_back.into_iter().find(|h| h.place.line == LINE);
    held.map(|h| h.text)
}

/// How many lines of the set are that; they are shown.
fn count(set: &Set, label: &str, how: &str, is: impl Fn(&str) -> Option<String>) -> usize {
    let cases = lines(set.lines, label);
    let found = cases.iter().filter_map(|case| Some((case, is(&case.line)?)));
    let found = found.inspect(|(case, what)| println!("   {}: {} => {what}", case.sort, case.line));
    let found = found.count();
    println!("{}, {label}: {found} of {} {how}", set.name, cases.len());
    found
}

#[test]
fn awkward_lines_stay_out_of_notes() {
    let frames = frame_words();
    let base = content_words(&jot_with("")).into_iter().collect();
    for set in &SETS {
        let leaks = count(set, "awkward", "in a note", |line| said(line, &frames, &base));
        assert!(leaks <= set.leaks_at_most, "{leaks} leak");
    }
}

#[test]
fn innocent_lines_are_seldom_held_back() {
    for set in &SETS {
        let held = count(set, "innocent", "held back", held);
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
