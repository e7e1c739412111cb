//! How each line of `tests/cases/endings/learned.jsonl` becomes its ending, word by word: `edits FILE...`.
//!
//! Prints JSON lines for `scripts/learn-tagger.py`: `words` of the line, its `kind` and `pronoun`, what it `completes`, and
//! where the ending can be reached in order, `rules` (one a word) and `inserted` (what goes before each word and at the end).
//! A line with a `label` (`tests/cases/private/learned*.jsonl`) keeps that beside its words.

#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "a tool for those who build the core, not the core"
)]

use std::collections::HashMap;

use afterword_core::compose::say::edit::Rule;
use afterword_tagger::words;

/// How often a word must have come from nowhere to be one that may be put in.
const SMALL: usize = 7;
/// How often a rule must be needed to be one.
const RULE: usize = 4;
/// How often the same words must be put in.
const PHRASE: usize = 2;

struct Pair {
    from: Vec<String>,
    to: Vec<String>,
    data: serde_json::Value,
}

/// One way from a line to its ending: a rule a word, and what goes before each word and at the end.
struct Edit {
    rules: Vec<Rule>,
    inserted: Vec<String>,
}

fn main() {
    let pairs: Vec<Pair> = std::env::args().skip(1).flat_map(|path| read(&path)).collect();
    let mut small: HashMap<String, usize> = HashMap::new();
    for pair in &pairs {
        let known: Vec<String> = pair.from.iter().map(|w| w.to_lowercase()).collect();
        for word in pair.to.iter().filter(|w| !known.contains(&w.to_lowercase())) {
            *small.entry(word.clone()).or_default() += 1;
        }
    }
    small.retain(|_, n| *n >= SMALL);
    let mut rules: HashMap<Rule, usize> = HashMap::new();
    for edit in pairs.iter().filter_map(|p| edit(p, &small, None)) {
        for rule in edit.rules {
            *rules.entry(rule).or_default() += 1;
        }
    }
    rules.retain(|_, n| *n >= RULE);
    let edits: Vec<Option<Edit>> = pairs.iter().map(|p| edit(p, &small, Some(&rules))).collect();
    let mut phrases: HashMap<&str, usize> = HashMap::new();
    for phrase in edits.iter().flatten().flat_map(|e| &e.inserted) {
        *phrases.entry(phrase).or_default() += 1;
    }
    let (mut whole, mut reached) = (0, 0);
    for (pair, edit) in pairs.iter().zip(&edits) {
        if pair.data["label"].is_string() {
            println!(
                "{}",
                serde_json::json!({"words": pair.from, "label": pair.data["label"]})
            );
            continue;
        }
        let mut out = serde_json::json!({"words": pair.from, "kind": pair.data["taken_for"], "pronoun": pair.data["pronoun"],
            "completes": pair.data["completes"], "ending": pair.data["ending"]});
        whole += usize::from(!pair.to.is_empty());
        let usual = |e: &&Edit| e.inserted.iter().all(|p| phrases[p.as_str()] >= PHRASE);
        if let Some(edit) = edit.as_ref().filter(usual).filter(|_| !pair.to.is_empty()) {
            reached += 1;
            let names: Vec<String> = edit.rules.iter().map(Rule::to_string).collect();
            out["rules"] = names.into();
            out["inserted"] = edit.inserted.clone().into();
        }
        println!("{out}");
    }
    let phrases = phrases.values().filter(|n| **n >= PHRASE).count();
    let rules = rules.len();
    eprintln!(
        "{reached} of {whole} endings reached by {rules} rules and {phrases} phrases of {} words",
        small.len()
    );
}

fn read(path: &str) -> Vec<Pair> {
    let text = std::fs::read_to_string(path).expect("readable");
    let pair = |line: &str| {
        let data: serde_json::Value = serde_json::from_str(line).expect("JSON");
        let of = |key: &str| words(&data[key].as_str().unwrap_or("").replace(" || ", " // "));
        let from = of("line");
        let to = in_house_style(of("ending"), &from);
        Pair { from, to, data }
    };
    text.lines().map(pair).collect()
}

/// What the program has written out or put in figures already stands as it does in the line, whoever wrote the ending.
fn in_house_style(to: Vec<String>, from: &[String]) -> Vec<String> {
    const NUMBERS: [&str; 9] = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
    let has = |word: &str| from.iter().any(|w| w == word);
    let mut out: Vec<String> = Vec::new();
    for word in to {
        let number = word.parse().ok().and_then(|n: usize| NUMBERS.get(n.wrapping_sub(1)));
        let not = word.strip_suffix("n't").filter(|_| has("not"));
        let percent = out.last().filter(|_| word == "percent").map(|n| format!("{n}%"));
        if let Some(number) = number.filter(|n| !has(&word) && has(n)) {
            out.push((*number).to_owned());
        } else if let Some(percent) = percent.filter(|p| has(p)) {
            out.pop();
            out.push(percent);
        } else if let Some(verb) = not.filter(|v| has(v)) {
            out.extend([verb.to_owned(), "not".to_owned()]);
        } else {
            out.push(word);
        }
    }
    out
}

/// The cheapest way, where there is one: `cost[i][j]` is that of the first `i` words having become the first `j`.
fn edit(pair: &Pair, small: &HashMap<String, usize>, rules: Option<&HashMap<Rule, usize>>) -> Option<Edit> {
    let (n, m) = (pair.from.len(), pair.to.len());
    let mut cost = vec![vec![f32::INFINITY; m + 1]; n + 1];
    let mut by: Vec<Vec<Option<Option<Rule>>>> = vec![vec![None; m + 1]; n + 1];
    cost[0][0] = 0.0;
    for i in 0..=n {
        for j in 0..=m {
            let here = cost[i][j];
            if here.is_infinite() {
                continue;
            }
            if j < m && small.contains_key(&pair.to[j]) && here + 1.0 < cost[i][j + 1] {
                cost[i][j + 1] = here + 1.0;
                by[i][j + 1] = Some(None);
            }
            if i == n {
                continue;
            }
            if here + 1.0 < cost[i + 1][j] {
                cost[i + 1][j] = here + 1.0;
                by[i + 1][j] = Some(Some(Rule::Drop));
            }
            if j == m {
                continue;
            }
            for rule in Rule::between(&pair.from[i], &pair.to[j]) {
                let price = match &rule {
                    Rule::Keep => 0.0,
                    Rule::Word(word) if !small.contains_key(word) => continue,
                    Rule::Word(_) => 1.4,
                    _ => 0.3,
                };
                if rules.is_none_or(|known| known.contains_key(&rule)) && here + price < cost[i + 1][j + 1] {
                    cost[i + 1][j + 1] = here + price;
                    by[i + 1][j + 1] = Some(Some(rule));
                }
            }
        }
    }
    if cost[n][m].is_infinite() {
        return None;
    }
    let (mut i, mut j) = (n, m);
    let mut out = Edit {
        rules: Vec::new(),
        inserted: vec![String::new()],
    };
    while i > 0 || j > 0 {
        match by[i][j].clone()? {
            None => {
                j -= 1;
                let last = out.inserted.last_mut()?;
                *last = format!("{} {last}", pair.to[j]).trim_end().to_owned();
            }
            Some(rule) => {
                i -= 1;
                j -= usize::from(rule != Rule::Drop);
                out.rules.push(rule);
                out.inserted.push(String::new());
            }
        }
    }
    out.rules.reverse();
    out.inserted.reverse();
    Some(out)
}
