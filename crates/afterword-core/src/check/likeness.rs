//! How alike the notes of one panel are: people in one office compare their mail.
//!
//! **The measure.** A note is its body, without greeting and close. Each sentence gives its runs of three words (word
//! trigrams, in lower case). A run with a term of the interview in it does not count: the employer, the position, a
//! name, a number or a day stand in every note of a panel for good reason. The likeness of two notes is the overlap
//! coefficient of their sets of runs, |A ∩ B| / min(|A|, |B|) (Szymkiewicz and Simpson): the share of the shorter note
//! that stands in the longer one word for word. It is symmetric, between 0 and 1, and 1 for the same body.
//!
//! **The bound.** Two paragraphs of six sentences that share one of them are about 0.17 alike; two that share the usual
//! formulas and nothing else stay under 0.1. [`BOUND`] lies between; the test over the letters of the case files holds it
//! there. Where `copy_paste` finds a sentence, likeness finds the note that was put together from the same pieces.

use std::collections::BTreeSet;

use super::Record;
use super::names::Names;
use super::tags::Tags;
use super::text::{Part, Text, TokenKind};

/// Words a run has.
const RUN: usize = 3;

/// From here on two notes are too alike to be sent to one office.
pub const BOUND: f64 = 0.15;

/// The likeness of every two notes of a panel.
#[derive(Debug, Clone, PartialEq)]
pub struct Grid {
    size: usize,
    cells: Vec<f64>,
}

impl Grid {
    /// How many notes it compares.
    #[must_use]
    pub fn size(&self) -> usize {
        self.size
    }

    /// The likeness of two notes by their places in the panel, 0 to 1; `None` outside of it.
    #[must_use]
    pub fn at(&self, a: usize, b: usize) -> Option<f64> {
        (a < self.size && b < self.size).then(|| self.cells[a * self.size + b])
    }

    /// Every two notes at or above the bound, each pair once, the most alike first.
    #[must_use]
    pub fn too_alike(&self) -> Vec<(usize, usize, f64)> {
        let pairs = (0..self.size).flat_map(|a| (a + 1..self.size).map(move |b| (a, b)));
        let mut out: Vec<_> = pairs.map(|(a, b)| (a, b, self.cells[a * self.size + b])).collect();
        out.retain(|(_, _, likeness)| *likeness >= BOUND);
        out.sort_by(|x, y| y.2.total_cmp(&x.2).then((x.0, x.1).cmp(&(y.0, y.1))));
        out
    }
}

/// The likeness of two notes, 0 to 1. The record says which words are terms of the interview.
#[must_use]
pub fn likeness(a: &str, b: &str, record: &Record<'_>) -> f64 {
    let measure = Measure::of(record);
    overlap(&measure.runs(a), &measure.runs(b))
}

/// The likeness of every two notes of a panel.
#[must_use]
pub fn panel(notes: &[&str], record: &Record<'_>) -> Grid {
    let measure = Measure::of(record);
    let runs: Vec<Runs> = notes.iter().map(|note| measure.runs(note)).collect();
    let cells = runs.iter().flat_map(|a| runs.iter().map(|b| overlap(a, b))).collect();
    Grid {
        size: notes.len(),
        cells,
    }
}

/// Reads the notes of one panel; for whoever chooses among wordings, and must not read a note twice.
pub(crate) struct Measure<'r> {
    record: &'r Record<'r>,
    names: Names,
}

impl<'r> Measure<'r> {
    /// Knows the terms of the interview.
    pub(crate) fn of(record: &'r Record<'r>) -> Self {
        Self {
            record,
            names: Names::of(record),
        }
    }

    /// What of a note counts.
    pub(crate) fn runs(&self, note: &str) -> Runs {
        runs(note, self.record, &self.names)
    }
}

/// The runs of a body, and the body itself for notes too short to have any.
pub(crate) struct Runs {
    runs: BTreeSet<Vec<String>>,
    words: Vec<String>,
}

fn runs(note: &str, record: &Record<'_>, names: &Names) -> Runs {
    let mut text = Text::note(note, None);
    names.mark(&mut text);
    let role = super::names::words(record.role);
    let term = Tags::NAME
        .with(Tags::ORGANIZATION)
        .with(Tags::WEEKDAY)
        .with(Tags::MONTH);
    let mut out = Runs {
        runs: BTreeSet::new(),
        words: Vec::new(),
    };
    for sentence in text.part(Part::Body) {
        let words: Vec<(&str, bool)> = text
            .tokens_of(sentence)
            .iter()
            .filter(|t| t.is_wordlike())
            .map(|t| {
                let own = t.tags.any(term) || t.kind == TokenKind::Number || role.contains(&t.low);
                let day = matches!(t.low.as_str(), "today" | "yesterday" | "morning" | "afternoon");
                (t.low.as_str(), own || day)
            })
            .collect();
        for run in words.windows(RUN).filter(|run| run.iter().all(|(_, term)| !term)) {
            out.runs
                .insert(run.iter().map(|(word, _)| (*word).to_owned()).collect());
        }
        out.words.extend(words.iter().map(|(word, _)| (*word).to_owned()));
    }
    out
}

/// The likeness of two notes that were read.
pub(crate) fn overlap(a: &Runs, b: &Runs) -> f64 {
    if a.words == b.words {
        return 1.0;
    }
    let least = a.runs.len().min(b.runs.len());
    if least == 0 {
        return 0.0;
    }
    ratio(a.runs.intersection(&b.runs).count(), least)
}

fn ratio(part: usize, whole: usize) -> f64 {
    let number = |n: usize| f64::from(u32::try_from(n).unwrap_or(u32::MAX));
    number(part) / number(whole)
}
