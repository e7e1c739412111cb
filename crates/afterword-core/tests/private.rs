//! What people jot and would never send, and its look-alikes that they would: one line at a time under a person.
//!
//! The lines are of eight trades, written without sight of the cues. An awkward line leaks when a sentence was made of
//! it or a word of its own stands in a note; an innocent one is held when it is off at first.

mod common;

use std::collections::{BTreeMap, HashSet};

use afterword_core::model::Note;
use serde::Deserialize;

use common::{content_words, fold, frame_words, text_of, written};

/// Awkward lines of 320 that reach a note today. The goal is 0.
const LEAKS_AT_MOST: usize = 229;
/// Innocent lines of 320 that are off at first. The goal is 48 (15 %).
const HELD_AT_MOST: usize = 48;

/// Shown of each trade family.
const SHOWN: usize = 60;

#[derive(Deserialize)]
struct Case {
    line: String,
    trade_family: String,
    #[serde(alias = "why", alias = "looks_like")]
    sort: String,
}

fn lines(of: &str) -> Vec<Case> {
    of.lines()
        .filter(|l| !l.trim().is_empty())
        .map(|l| serde_json::from_str(l).expect("a case is one JSON object a line"))
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

/// How many of each trade family became that; the first of them are shown.
fn count(of: &str, what: Became) -> usize {
    let frames = frame_words();
    let mut by_family: BTreeMap<String, [usize; 2]> = BTreeMap::new();
    let mut by_sort: BTreeMap<String, [usize; 2]> = BTreeMap::new();
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut asked = 0;
    for case in lines(of) {
        let (is, how) = became(&case.line, &frames);
        let hit = usize::from(is == what);
        for (map, key) in [(&mut by_family, &case.trade_family), (&mut by_sort, &case.sort)] {
            let entry = map.entry(key.clone()).or_default();
            entry[0] += hit;
            entry[1] += 1;
        }
        asked += usize::from(is == Became::Asked);
        if is == what {
            let shown = format!("{}: {} => {how}", case.sort, case.line);
            found.entry(case.trade_family).or_default().push(shown);
        }
    }
    for map in [by_family, by_sort] {
        let parts: Vec<String> = map.iter().map(|(k, [n, of])| format!("{k} {n}/{of}")).collect();
        println!("   {}", parts.join(", "));
    }
    println!("   neither said nor held, but asked or set aside: {asked}");
    for line in found.values().flat_map(|lines| lines.iter().take(SHOWN)) {
        println!("   {line}");
    }
    found.values().map(Vec::len).sum()
}

#[test]
fn awkward_lines_stay_out_of_notes() {
    println!("awkward lines that reach a note:");
    let leaks = count(include_str!("cases/awkward.jsonl"), Became::Said);
    println!("awkward: {leaks} leak");
    assert!(leaks <= LEAKS_AT_MOST, "{leaks} leak");
}

#[test]
fn innocent_lines_are_seldom_held_back() {
    println!("innocent lines held back:");
    let held = count(include_str!("cases/innocent.jsonl"), Became::Held);
    println!("innocent: {held} held back");
    assert!(held <= HELD_AT_MOST, "{held} held back");
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
