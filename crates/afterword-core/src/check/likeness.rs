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

use std::collections::{BTreeSet, HashMap};

use super::Record;
use super::names::Names;
use super::tags::Tags;
use super::text::{Head, Part, Tail, Text, Token, TokenKind};

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
pub(crate) struct Measure {
    names: Names,
    role: Vec<String>,
}

impl Measure {
    /// Knows the terms of the interview.
    pub(crate) fn of(record: &Record<'_>) -> Self {
        Self {
            names: Names::of(record),
            role: super::names::words(record.role),
        }
    }

    /// What of a note counts.
    fn runs(&self, note: &str) -> Runs {
        let mut text = Text::note(note, None);
        self.names.mark(&mut text);
        let mut out = Runs {
            runs: BTreeSet::new(),
            words: Vec::new(),
        };
        for sentence in text.part(Part::Body) {
            let words: Vec<(&str, bool)> = text
                .tokens_of(sentence)
                .iter()
                .filter(|t| t.is_wordlike())
                .map(|t| (t.low.as_str(), self.term(t)))
                .collect();
            for run in words.windows(RUN).filter(|run| run.iter().all(|(_, term)| !term)) {
                out.runs
                    .insert(run.iter().map(|(word, _)| (*word).to_owned()).collect());
            }
            out.words.extend(words.iter().map(|(word, _)| (*word).to_owned()));
        }
        out
    }

    /// Whether a word that was marked is a term of the interview, which stands in every note for good reason.
    fn term(&self, token: &Token<'_>) -> bool {
        let terms = Tags::NAME
            .with(Tags::ORGANIZATION)
            .with(Tags::WEEKDAY)
            .with(Tags::MONTH);
        token.tags.any(terms)
            || token.kind == TokenKind::Number
            || self.role.contains(&token.low)
            || matches!(token.low.as_str(), "today" | "yesterday" | "morning" | "afternoon")
    }

    /// Reads a stretch of a body that white space parts from the next.
    pub(crate) fn stretch(&self, text: &str, numbers: &mut Numbers) -> Stretch {
        let mut text = Text::line(text, None);
        self.names.mark(&mut text);
        let mut out = Stretch {
            words: Vec::with_capacity(text.tokens.len()),
            closed: false,
            ends: text.ends(),
            inner: Vec::new(),
        };
        for (i, sentence) in text.sentences.iter().enumerate() {
            out.closed = i > 0;
            for token in text.tokens_of(sentence).iter().filter(|t| t.is_wordlike()) {
                out.words.push(Word {
                    number: numbers.word(&token.low),
                    term: self.term(token),
                    begins: out.closed,
                });
                out.closed = false;
            }
        }
        runs_into(&out.words, numbers, &mut out.inner);
        out
    }
}

/// The words and the runs of a panel, each by its number.
#[derive(Default)]
pub(crate) struct Numbers {
    words: HashMap<String, u32>,
    runs: HashMap<[u32; RUN], usize>,
}

impl Numbers {
    fn word(&mut self, word: &str) -> u32 {
        if let Some(number) = self.words.get(word) {
            return *number;
        }
        let number = u32::try_from(self.words.len()).unwrap_or(u32::MAX);
        self.words.insert(word.to_owned(), number);
        number
    }

    fn run(&mut self, run: [u32; RUN]) -> usize {
        let next = self.runs.len();
        *self.runs.entry(run).or_insert(next)
    }

    /// How many runs have a number.
    pub(crate) fn runs(&self) -> usize {
        self.runs.len()
    }
}

#[derive(Clone, Copy)]
struct Word {
    number: u32,
    term: bool,
    /// A sentence begins with it, as far as the stretch itself tells.
    begins: bool,
}

/// A stretch of a body, read once: what one wording says.
pub(crate) struct Stretch {
    words: Vec<Word>,
    /// A sentence ends behind its last word, before its end.
    closed: bool,
    ends: Option<(Head, Tail)>,
    /// The runs within it.
    inner: Vec<usize>,
}

impl Stretch {
    /// The numbers of its words.
    pub(crate) fn words(&self) -> impl Iterator<Item = u32> {
        self.words.iter().map(|w| w.number)
    }

    /// How many words it has.
    pub(crate) fn len(&self) -> usize {
        self.words.len()
    }

    /// The runs that lie within it, each as often as it stands there.
    pub(crate) fn inner(&self) -> &[usize] {
        &self.inner
    }

    /// Whether no run reaches from this stretch into the next.
    pub(crate) fn parted_from(&self, next: &Self) -> bool {
        let ends = self.ends.zip(next.ends);
        self.closed || ends.is_some_and(|((_, tail), (head, _))| tail.ends_before(head))
    }
}

/// The runs of a paragraph, each as often as it stands there.
pub(crate) fn paragraph_runs(stretches: &[&Stretch], numbers: &mut Numbers) -> Vec<usize> {
    let mut words: Vec<Word> = Vec::new();
    let mut before: Option<&Stretch> = None;
    let mut parted = true;
    for stretch in stretches.iter().filter(|s| s.ends.is_some()) {
        parted |= before.is_some_and(|b| b.parted_from(stretch));
        for word in &stretch.words {
            words.push(Word {
                begins: parted || word.begins,
                ..*word
            });
            parted = false;
        }
        before = Some(stretch);
    }
    let mut out = Vec::new();
    runs_into(&words, numbers, &mut out);
    out
}

fn runs_into(words: &[Word], numbers: &mut Numbers, out: &mut Vec<usize>) {
    for run in words.windows(RUN) {
        if run.iter().all(|w| !w.term) && run[1..].iter().all(|w| !w.begins) {
            out.push(numbers.run([run[0].number, run[1].number, run[2].number]));
        }
    }
}

/// The likeness of two notes that share so many runs, the shorter having so many.
pub(crate) fn share(shared: usize, least: usize) -> f64 {
    if least == 0 { 0.0 } else { ratio(shared, least) }
}

/// The runs of a body, and the body itself for notes too short to have any.
struct Runs {
    runs: BTreeSet<Vec<String>>,
    words: Vec<String>,
}

/// The likeness of two notes that were read.
fn overlap(a: &Runs, b: &Runs) -> f64 {
    if a.words == b.words {
        return 1.0;
    }
    let least = a.runs.len().min(b.runs.len());
    share(a.runs.intersection(&b.runs).count(), least)
}

fn ratio(part: usize, whole: usize) -> f64 {
    let number = |n: usize| f64::from(u32::try_from(n).unwrap_or(u32::MAX));
    number(part) / number(whole)
}
