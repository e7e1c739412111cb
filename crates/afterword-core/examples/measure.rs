//! How good the checker is, in figures: ours and harper-core alone over the same letters and sentences in one run.
//!
//! `cargo run -p afterword-core --example measure [-- --show] [FILE.jsonl ...]`. Without files it takes the sets of the
//! tests. A letter set counts a rule as found when a finding of that rule exists, a sentence set when a finding touches
//! the marked words. `harper alone` is every curated linter of harper-core as it comes.

#[path = "../tests/common/notes.rs"]
mod notes;

use std::collections::{BTreeMap, BTreeSet};

use afterword_core::check::{Kind, Place, Proofreader, Record, Remark, check};
use harper_core::linting::{LintGroup, Linter as _};
use harper_core::spell::FstDictionary;
use harper_core::{Dialect, Document};
use serde_json::Value;

const LETTERS: &[(&str, &str)] = &[
    ("clean, first set", include_str!("../tests/cases/notes_clean.jsonl")),
    ("planted, first set", include_str!("../tests/cases/notes_planted.jsonl")),
    ("identity", include_str!("../tests/cases/notes_identity.jsonl")),
    ("tone", include_str!("../tests/cases/notes_tone.jsonl")),
    (
        "clean, second set",
        include_str!("../tests/cases/notes_second_clean.jsonl"),
    ),
    (
        "planted, second set",
        include_str!("../tests/cases/notes_second_planted.jsonl"),
    ),
];

fn main() {
    let mut show = false;
    let mut files = Vec::new();
    for arg in std::env::args().skip(1) {
        if arg == "--show" {
            show = true;
        } else {
            files.push(arg);
        }
    }
    let mut ours = Proofreader::load();
    let dictionary = FstDictionary::curated();
    let mut harper = LintGroup::new_curated(dictionary, Dialect::American);
    if files.is_empty() {
        for (name, jsonl) in LETTERS {
            letters(name, jsonl, &mut ours, &mut harper, show);
        }
        sentences(
            "sentences",
            include_str!("../tests/cases/sentences.jsonl"),
            &mut ours,
            &mut harper,
            show,
        );
    }
    for file in &files {
        let jsonl = std::fs::read_to_string(file).expect("a file of cases");
        if jsonl.contains("\"gold\"") {
            letters(file, &jsonl, &mut ours, &mut harper, show);
        } else {
            sentences(file, &jsonl, &mut ours, &mut harper, show);
        }
    }
}

/// Found, missed and wrongly said.
#[derive(Default, Clone, Copy)]
struct Count {
    right: usize,
    missed: usize,
    extra: usize,
}

impl Count {
    fn recall(self) -> f64 {
        ratio(self.right, self.right + self.missed)
    }

    fn f1(self) -> f64 {
        ratio(2 * self.right, 2 * self.right + self.missed + self.extra)
    }
}

fn ratio(a: usize, b: usize) -> f64 {
    if b == 0 {
        return 1.0;
    }
    f64::from(u32::try_from(a).unwrap_or(u32::MAX)) / f64::from(u32::try_from(b).unwrap_or(u32::MAX))
}

fn letters(name: &str, jsonl: &str, ours: &mut Proofreader, harper: &mut LintGroup, show: bool) {
    let mut rules: BTreeMap<String, Count> = BTreeMap::new();
    let (mut clean, mut flagged, mut harper_flagged) = (0, 0, 0);
    let mut language = (0, 0);
    for case in notes::cases(jsonl) {
        let gold: BTreeMap<&str, &str> = case.raw["gold"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|g| Some((g["rule"].as_str()?, g["excerpt"].as_str()?)))
            .collect();
        let remarks = case.remarks(ours);
        let said: BTreeSet<&str> = remarks.iter().map(|r| r.finding.rule.as_str()).collect();
        let marks = lint(harper, case.text());
        clean += usize::from(gold.is_empty());
        flagged += usize::from(gold.is_empty() && !said.is_empty());
        harper_flagged += usize::from(gold.is_empty() && !marks.is_empty());
        for (rule, excerpt) in &gold {
            let count = rules.entry((*rule).to_owned()).or_default();
            if matches!(*rule, "spelling" | "grammar") {
                let at = case.text().find(excerpt).unwrap_or_default();
                let touched = marks.iter().any(|m| m.0 < at + excerpt.len() && at < m.1);
                language = (language.0 + usize::from(touched), language.1 + 1);
            }
            if said.contains(rule) {
                count.right += 1;
            } else {
                count.missed += 1;
                if show {
                    println!("  missed {} {rule}: {excerpt}", case.raw["id"]);
                }
            }
        }
        for remark in remarks.iter().filter(|r| !gold.contains_key(r.finding.rule.as_str())) {
            rules.entry(remark.finding.rule.clone()).or_default().extra += 1;
            if show {
                println!(
                    "  extra {} {}: {:?} {}",
                    case.raw["id"], remark.finding.rule, remark.finding.excerpt, remark.finding.message
                );
            }
        }
    }
    let mut all = Count::default();
    for count in rules.values() {
        all.right += count.right;
        all.missed += count.missed;
        all.extra += count.extra;
    }
    println!(
        "{name}: micro F1 {:.3}, recall {:.3}, clean letters flagged {flagged} of {clean} (harper alone {harper_flagged}); \
         of {} language errors harper alone touches {}",
        all.f1(),
        all.recall(),
        language.1,
        language.0
    );
    if show {
        for (rule, count) in &rules {
            println!(
                "    {rule:<18} right {:>3} missed {:>3} extra {:>3}",
                count.right, count.missed, count.extra
            );
        }
    }
}

fn sentences(name: &str, jsonl: &str, ours: &mut Proofreader, harper: &mut LintGroup, show: bool) {
    let mut groups: BTreeMap<String, (Count, usize)> = BTreeMap::new();
    let (mut clean, mut flagged, mut harper_flagged) = (0, 0, 0);
    for line in jsonl.lines() {
        let case: Value = serde_json::from_str(line).expect("a case a line");
        let text = case["text"].as_str().expect("a text");
        let remarks = language(text, ours);
        let marks = lint(harper, text);
        if let Some(excerpt) = case["excerpt"].as_str() {
            let start = usize::try_from(case["start"].as_u64().expect("a place")).expect("small");
            let end = start + excerpt.len();
            let touches = |a: usize, b: usize| a <= end && start <= b;
            let found = remarks.iter().any(|r| match &r.place {
                Place::Text(span) => touches(span.start, span.end),
                _ => false,
            });
            let group = groups
                .entry(case["group"].as_str().unwrap_or_default().to_owned())
                .or_default();
            group.1 += usize::from(marks.iter().any(|m| touches(m.0, m.1)));
            if found {
                group.0.right += 1;
            } else {
                group.0.missed += 1;
                if show {
                    println!("  missed {text}");
                }
            }
        } else {
            clean += 1;
            flagged += usize::from(!remarks.is_empty());
            harper_flagged += usize::from(!marks.is_empty());
            if show {
                for remark in &remarks {
                    println!("  extra {:?} in {text}", remark.finding.excerpt);
                }
            }
        }
    }
    let (right, wrong, harpers) = groups.values().fold((0, 0, 0), |(r, w, h), (count, harper)| {
        (r + count.right, w + count.right + count.missed, h + harper)
    });
    println!(
        "{name}: found {right} of {wrong}, harper alone {harpers} ({:.2}x); clean sentences flagged {flagged} of {clean}, \
         harper alone {harper_flagged} ({:.2}x)",
        ratio(right, harpers),
        ratio(flagged, harper_flagged)
    );
    if show {
        for (group, (count, harper)) in &groups {
            println!(
                "    {group:<24} {:>2} of {:>2}, harper {harper}",
                count.right,
                count.right + count.missed
            );
        }
    }
}

/// The findings about words; a sentence alone has no letter to judge.
fn language(text: &str, ours: &mut Proofreader) -> Vec<Remark> {
    let record = Record::default();
    let mut remarks = check(text, None, Kind::Short, &record, Some(ours));
    remarks.retain(|r| matches!(r.finding.rule.as_str(), "spelling" | "grammar" | "comma_splice"));
    remarks
}

/// The bytes of every mark harper makes by itself.
fn lint(harper: &mut LintGroup, text: &str) -> Vec<(usize, usize)> {
    let document = Document::new_plain_english_curated(text);
    let bytes: Vec<usize> = text.char_indices().map(|(i, _)| i).chain([text.len()]).collect();
    let lints = harper.lint(&document);
    lints
        .iter()
        .map(|l| (bytes[l.span.start], bytes[l.span.end.min(bytes.len() - 1)]))
        .collect()
}
