//! What a line of a jot sounds like: a second reader that follows no rule.
//!
//! Whether it is private the tagger says, over all of it. Whose matter it is, a linear model over its words and the habits of
//! phrasing, learned from labelled lines (`tests/cases/kinds`) by `scripts/learn-lines.py`. A
//! word counts by its *sense*, numbers that words of like meaning share, so that "plastered" counts though only "drunk"
//! was seen; a phrase counts by its *habits*: single words, pairs of words, and pairs and triples of shapes, in which common
//! words stand as they are and others only by their ending. They are additive, so the same words always count the same.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use afterword_tagger::{LONGEST, Line};
use regex::Regex;

use crate::memo::Memo;

static TOKEN: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\p{L}+(?:'\p{L}+)*|\d[\d.,:]*k?|\S").expect("a fixed pattern"));

static COMMON: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| include_str!("common.txt").split_whitespace().collect());

/// What a common word counts in the sense of a line, beside 1 for any other.
const COMMON_WEIGHT: f64 = 0.3;

/// A model of `N` classes: what each word and habit adds to each of them.
struct Model<const N: usize> {
    sense: HashMap<&'static str, [f64; N]>,
    habit: HashMap<&'static str, [f64; N]>,
}

fn table<const N: usize>(text: &'static str) -> HashMap<&'static str, [f64; N]> {
    let row = |line: &'static str| {
        let (key, numbers) = line.split_once('\t')?;
        let mut weights = [0.0; N];
        for (weight, number) in weights.iter_mut().zip(numbers.split('\t')) {
            *weight = number.parse().ok()?;
        }
        Some((key, weights))
    };
    text.lines().filter(|l| !l.starts_with("# ")).filter_map(row).collect()
}

impl<const N: usize> Model<N> {
    fn of(words: &'static str, habits: &'static str) -> Self {
        Self {
            sense: table(words),
            habit: table(habits),
        }
    }

    /// What the line adds up to, a class each.
    fn weigh(&self, line: &str) -> [f64; N] {
        let lower = line.to_lowercase().replace('\u{2019}', "'");
        let words: Vec<&str> = TOKEN.find_iter(&lower).map(|m| m.as_str()).collect();
        let mut sum = self.habit.get("always").copied().unwrap_or([0.0; N]);
        self.add_sense(&words, &mut sum);
        self.add_habits(&words, &mut sum);
        sum
    }

    /// The senses of the known words, each by its weight, over the root of the weights' sum.
    fn add_sense(&self, words: &[&str], sum: &mut [f64; N]) {
        let (mut senses, mut total) = ([0.0; N], 0.0);
        for word in words.iter().filter(|t| t.starts_with(char::is_alphabetic)) {
            let bare = word.strip_suffix("'s").unwrap_or(word);
            if let Some(sense) = self.sense.get(bare) {
                let counts = if COMMON.contains(bare) { COMMON_WEIGHT } else { 1.0 };
                add(&mut senses, sense, counts);
                total += counts;
            }
        }
        add(sum, &senses, 1.0 / f64::max(total, 1.0).sqrt());
    }

    /// Each word as often as it stands there, each pair and triple once, and the length.
    fn add_habits(&self, words: &[&str], sum: &mut [f64; N]) {
        let mut key = String::new();
        for word in words {
            key.clear();
            key.push_str("1 ");
            key.push_str(word);
            if let Some(weights) = self.habit.get(key.as_str()) {
                add(sum, weights, 1.0);
            }
        }
        let edged = |of: &mut dyn Iterator<Item = &str>| -> Vec<String> {
            let of = of.map(str::to_owned);
            std::iter::once("^".to_owned())
                .chain(of)
                .chain(["$".to_owned()])
                .collect()
        };
        let typed = edged(&mut words.iter().copied());
        let shapes = edged(&mut words.iter().map(|t| shape(t)));
        let mut seen: HashSet<&'static str> = HashSet::new();
        for (kind, n, of) in [("2t", 2, &typed), ("2s", 2, &shapes), ("3s", 3, &shapes)] {
            for gram in of.windows(n) {
                key.clear();
                key.push_str(kind);
                for word in gram {
                    key.push(' ');
                    key.push_str(word);
                }
                if let Some((known, weights)) = self.habit.get_key_value(key.as_str())
                    && seen.insert(known)
                {
                    add(sum, weights, 1.0);
                }
            }
        }
        let long = words.iter().filter(|t| t.starts_with(char::is_alphanumeric)).count();
        if let Some(weights) = self.habit.get("length") {
            #[expect(clippy::cast_precision_loss, reason = "a line has few words")]
            add(sum, weights, long as f64 / 10.0);
        }
    }
}

fn add<const N: usize>(sum: &mut [f64; N], weights: &[f64; N], by: f64) {
    for (s, w) in sum.iter_mut().zip(weights) {
        *s += w * by;
    }
}

/// A common word as it is; of another its ending; a number as #.
fn shape(token: &str) -> &str {
    let first = token.chars().next().unwrap_or(' ');
    if COMMON.contains(token) {
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

/// The log-odds that a line is a remark for oneself, and not for a note: above 0, more likely than not. Of a long one, of its
/// most private stretch.
pub(crate) fn private(line: &str) -> f64 {
    static SEEN: LazyLock<Memo<f32>> = LazyLock::new(Memo::default);
    let words = afterword_tagger::words(line);
    let stretch = |words: &[String]| Line::read(words, "", "").map_or(f32::MIN, |line| line.private());
    let most = || words.chunks(LONGEST).map(stretch).fold(f32::MIN, f32::max);
    SEEN.answer(&words, most).into()
}

/// Whose matter a line is, each as a share of 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Matter {
    /// What I answered badly or left out, and what I would say now.
    pub(crate) amends: f64,
    /// What I did, have and can.
    pub(crate) mine: f64,
    /// Why I want the job.
    pub(crate) reason: f64,
    /// What they said, do and have; what we share, and what they did for me.
    pub(crate) theirs: f64,
    /// What I will send or do.
    pub(crate) todo: f64,
    /// What they need or look for.
    pub(crate) wants: f64,
}

impl Matter {
    /// Whether something else than theirs is by far likelier. Most lines that nothing marks are theirs, more than among those
    /// that were learned from, so that a little more does not count.
    pub(crate) fn hardly_theirs(&self) -> bool {
        let other = [self.amends, self.mine, self.reason, self.todo, self.wants];
        other.into_iter().any(|share| share > 6.0 * self.theirs)
    }
}

static MATTER: LazyLock<Model<6>> =
    LazyLock::new(|| Model::of(include_str!("matter.words.tsv"), include_str!("matter.habits.tsv")));

/// Whose matter a line is that nothing marks.
pub(crate) fn matter(line: &str) -> Matter {
    let sum = MATTER.weigh(line);
    let top = sum.iter().copied().fold(f64::MIN, f64::max);
    let raised = sum.map(|s| (s - top).exp());
    let total: f64 = raised.iter().sum();
    let [amends, mine, reason, theirs, todo, wants] = raised.map(|r| r / total);
    Matter {
        amends,
        mine,
        reason,
        theirs,
        todo,
        wants,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The learner wrote down what it makes of some lines; both must count alike, or the weights mean nothing.
    fn alike<const N: usize>(checks: &str, weigh: impl Fn(&str) -> [f64; N]) {
        let mut seen = 0;
        for row in checks.lines().filter(|l| !l.starts_with("# ")) {
            let (line, numbers) = row.split_once('\t').expect("a line and its numbers");
            let expect: Vec<f64> = numbers.split('\t').map(|n| n.parse().expect("a number")).collect();
            let got = weigh(line);
            assert!(
                got.iter().zip(&expect).all(|(g, e)| (g - e).abs() < 0.05),
                "{line}: {got:?} not {expect:?}"
            );
            seen += 1;
        }
        assert!(seen >= 40, "{seen} lines");
    }

    #[test]
    fn lines_weigh_what_the_learner_says() {
        alike(include_str!("matter.checks.tsv"), |line| MATTER.weigh(line));
    }
}
