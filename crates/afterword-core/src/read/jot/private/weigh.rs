//! How much a segment reads like a remark for oneself, by its words and the habits of phrasing.
//!
//! A linear model learned from labelled lines (`tests/cases/private`) by `scripts/learn-private.py`. A word counts by its
//! *sense*, one number that words of like meaning share, so that "plastered" counts though only "drunk" was seen; a
//! phrase counts by its *habits*: single words, pairs of words, and pairs and triples of shapes, in which common words
//! stand as they are and others only by their ending. It is additive, so the same words always count the same.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use regex::Regex;

static TOKEN: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\p{L}+(?:'\p{L}+)*|\d[\d.,:]*k?|\S").expect("a fixed pattern"));

/// What a common word counts in the sense of a line, beside 1 for any other.
const COMMON_WEIGHT: f64 = 0.3;

struct Weights {
    common: HashSet<&'static str>,
    sense: HashMap<&'static str, f64>,
    habit: HashMap<&'static str, f64>,
}

fn table(text: &'static str) -> HashMap<&'static str, f64> {
    text.lines()
        .filter(|l| !l.starts_with("# "))
        .filter_map(|l| l.split_once('\t'))
        .filter_map(|(key, weight)| Some((key, weight.parse().ok()?)))
        .collect()
}

static WEIGHTS: LazyLock<Weights> = LazyLock::new(|| Weights {
    common: include_str!("common.txt").split_whitespace().collect(),
    sense: table(include_str!("words.tsv")),
    habit: table(include_str!("habits.tsv")),
});

/// The log-odds that the segment is a private remark: above 0, more likely than not.
pub(super) fn weigh(segment: &str) -> f64 {
    let w = &*WEIGHTS;
    let lower = segment.to_lowercase().replace('\u{2019}', "'");
    let words: Vec<&str> = TOKEN.find_iter(&lower).map(|m| m.as_str()).collect();
    w.of("always") + sense(w, &words) + habits(w, &words)
}

impl Weights {
    fn of(&self, habit: &str) -> f64 {
        self.habit.get(habit).copied().unwrap_or(0.0)
    }
}

/// The senses of the known words, each by its weight, over the root of the weights' sum.
fn sense(w: &Weights, words: &[&str]) -> f64 {
    let (mut sum, mut total) = (0.0, 0.0);
    for word in words.iter().filter(|t| t.starts_with(char::is_alphabetic)) {
        let bare = word.strip_suffix("'s").unwrap_or(word);
        if let Some(sense) = w.sense.get(bare) {
            let counts = if w.common.contains(bare) { COMMON_WEIGHT } else { 1.0 };
            sum += counts * sense;
            total += counts;
        }
    }
    sum / f64::max(total, 1.0).sqrt()
}

/// Each word as often as it stands there, each pair and triple once, and the length.
fn habits(w: &Weights, words: &[&str]) -> f64 {
    let shapes: Vec<&str> = words.iter().map(|t| shape(t, &w.common)).collect();
    let mut grams: HashSet<String> = HashSet::new();
    for (kind, n, of) in [("2t", 2, words), ("2s", 2, &shapes), ("3s", 3, &shapes)] {
        let edged: Vec<&str> = std::iter::once("^").chain(of.iter().copied()).chain(["$"]).collect();
        grams.extend(edged.windows(n).map(|g| format!("{kind} {}", g.join(" "))));
    }
    let single: f64 = words.iter().map(|t| w.of(&format!("1 {t}"))).sum();
    let paired: f64 = grams.iter().map(|g| w.of(g)).sum();
    let long = words.iter().filter(|t| t.starts_with(char::is_alphanumeric)).count();
    #[expect(clippy::cast_precision_loss, reason = "a line has few words")]
    let length = long as f64 / 10.0;
    single + paired + length * w.of("length")
}

/// A common word as it is; of another its ending; a number as #.
fn shape<'a>(token: &'a str, common: &HashSet<&'static str>) -> &'a str {
    let first = token.chars().next().unwrap_or(' ');
    if common.contains(token) {
        return token;
    }
    match first {
        c if c.is_numeric() => "#",
        '£' | '$' | '€' | '₹' => "$",
        c if !c.is_alphabetic() => token,
        _ => ending(token),
    }
}

fn ending(word: &str) -> &'static str {
    let long = word.chars().count();
    [
        ("ing", "-ing"),
        ("ed", "-ed"),
        ("ly", "-ly"),
        ("er", "-er"),
        ("est", "-est"),
        ("s", "-s"),
    ]
    .into_iter()
    .find(|(e, _)| long > e.len() + 2 && word.ends_with(e))
    .map_or("_", |(_, shape)| shape)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The learner wrote down what it makes of some lines; both must count alike, or the weights mean nothing.
    #[test]
    fn lines_weigh_what_the_learner_says() {
        let mut seen = 0;
        for row in include_str!("checks.tsv").lines().filter(|l| !l.starts_with("# ")) {
            let (line, score) = row.rsplit_once('\t').expect("a line and its score");
            let score: f64 = score.parse().expect("a number");
            assert!(
                (weigh(line) - score).abs() < 0.05,
                "{line}: {} not {score}",
                weigh(line)
            );
            seen += 1;
        }
        assert!(seen >= 40, "{seen} lines");
    }
}
