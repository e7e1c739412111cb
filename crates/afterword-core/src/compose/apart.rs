//! Notes of one panel are kept apart: people in one office compare their mail.
//!
//! Where two mails, or two cards, to different people are as alike as [`BOUND`] or more, single sentences are said
//! another way, each time the one that helps the panel most, until no pair is left or no wording helps. Every wording is
//! as true as the one it takes the place of, so nothing but the words changes; what the person wrote stays.
//!
//! Every wording is read once. What another wording would change is kept as the runs it takes from its note and the runs it
//! brings, and counted anew only against the note that was changed last.

use std::collections::HashMap;

use crate::check::likeness::{BOUND, Measure, Numbers, Stretch, paragraph_runs, share};
use crate::check::{Record, RecordPerson};
use crate::model::{Interview, Note, NoteKind, Person};

use super::letter::{CARD_WORDS_AT_MOST, count_words, first_words};

/// Sentences said another way in one panel at most; every one lowers what is over the bound.
const STEPS: usize = 60;

/// Notes of a panel that are kept apart: mails and cards for the seven people who get notes of their own (practices,
/// defaults), and a few more. What is alike in a larger panel is said and not mended, as every note is held against every other.
const NOTES: usize = 16;

/// Whether two notes are held against each other: to different people, and both mails or both cards.
pub(crate) fn comparable(a: &Note, b: &Note) -> bool {
    a.to != b.to && (a.kind == NoteKind::Card) == (b.kind == NoteKind::Card)
}

/// Says sentences another way until no two notes are too alike. The same notes give the same notes.
pub(super) fn keep_apart(notes: &mut [Note], interview: &Interview, people: &[Person]) {
    if notes.len() > NOTES {
        return;
    }
    let people: Vec<RecordPerson> = people.iter().map(RecordPerson::from).collect();
    let record = Record {
        organization: interview.organization.as_deref().unwrap_or_default(),
        role: interview.role.as_deref().unwrap_or_default(),
        people: &people,
        ..Record::default()
    };
    let mut panel = Panel::of(notes, Measure::of(&record));
    for _ in 0..STEPS {
        let Some(swap) = panel.best_swap(notes) else {
            return;
        };
        if let Some(sentence) = notes[swap.note].sentence_mut(swap.number) {
            sentence.reword(swap.step);
        }
        panel.changed(notes, swap.note);
    }
}

/// One sentence of one note said another way.
struct Swap {
    note: usize,
    /// Which sentence, counted from 1.
    number: usize,
    /// Which of its other wordings, counted from 1.
    step: usize,
    /// How much less is over the bound.
    gain: f64,
}

/// A text by its number.
type TextId = usize;

/// One wording, wherever it stands.
struct Wording {
    stretch: Stretch,
    /// Its first two words.
    start: String,
    words: usize,
}

/// A note as it stands.
#[derive(Default)]
struct Standing {
    paragraphs: Vec<Vec<TextId>>,
    /// How often each run stands in it, by the run's number.
    runs: Vec<u16>,
    /// How many runs stand in it.
    size: usize,
    /// How many words it has.
    words: usize,
    /// How many runs it shares with every note.
    shared: Vec<usize>,
    /// Its likeness to every note; 0 to those it is not compared with.
    alike: Vec<f64>,
    /// What its sentences may be changed to; `None` while nobody asked.
    ways: Option<Vec<Way>>,
}

/// What another wording of a sentence would make of its note.
struct Way {
    number: usize,
    step: usize,
    text: TextId,
    /// Where the sentence stands.
    paragraph: usize,
    place: usize,
    /// Runs that would be new to the note, and runs that would be gone.
    brings: Vec<usize>,
    takes: Vec<usize>,
    words: usize,
    /// The changed note's likeness to every note.
    alike: Vec<f64>,
}

struct Panel {
    measure: Measure,
    numbers: Numbers,
    ids: HashMap<String, TextId>,
    wordings: Vec<Wording>,
    /// How many sentences say this text.
    said: Vec<usize>,
    notes: Vec<Standing>,
    /// Which notes are held against which.
    pairs: Vec<Vec<bool>>,
}

impl Panel {
    fn of(notes: &[Note], measure: Measure) -> Self {
        let pairs = notes
            .iter()
            .map(|a| notes.iter().map(|b| comparable(a, b)).collect())
            .collect();
        let mut panel = Self {
            measure,
            numbers: Numbers::default(),
            ids: HashMap::new(),
            wordings: Vec::new(),
            said: Vec::new(),
            notes: notes.iter().map(|_| Standing::default()).collect(),
            pairs,
        };
        for at in 0..notes.len() {
            panel.stand(notes, at);
        }
        for at in 0..notes.len() {
            panel.notes[at].shared = (0..notes.len()).map(|o| panel.shared(at, o)).collect();
            panel.notes[at].alike = (0..notes.len()).map(|o| panel.likeness(at, o)).collect();
        }
        panel
    }

    /// The number of a text, read where it was not.
    fn id(&mut self, text: &str) -> TextId {
        if let Some(id) = self.ids.get(text) {
            return *id;
        }
        let id = self.wordings.len();
        self.wordings.push(Wording {
            stretch: self.measure.stretch(text, &mut self.numbers),
            start: first_words(text, 2).join(" "),
            words: count_words(text),
        });
        self.said.push(0);
        self.ids.insert(text.to_owned(), id);
        id
    }

    /// Reads a note as it stands now.
    fn stand(&mut self, notes: &[Note], at: usize) {
        for id in self.notes[at].paragraphs.iter().flatten() {
            self.said[*id] -= 1;
        }
        let mut paragraphs: Vec<Vec<TextId>> = Vec::new();
        for paragraph in &notes[at].paragraphs {
            paragraphs.push(paragraph.iter().map(|s| self.id(&s.text)).collect());
        }
        let mut runs = Vec::new();
        for paragraph in &paragraphs {
            runs.extend(self.runs_of(paragraph));
        }
        let mut tally = vec![0; self.numbers.runs()];
        for run in runs {
            tally[run] += 1;
        }
        for id in paragraphs.iter().flatten() {
            self.said[*id] += 1;
        }
        let words = paragraphs
            .iter()
            .flatten()
            .map(|id| self.wordings[*id].stretch.len())
            .sum();
        let standing = &mut self.notes[at];
        standing.size = tally.iter().filter(|n| **n > 0).count();
        standing.runs = tally;
        standing.words = words;
        standing.paragraphs = paragraphs;
        standing.ways = None;
    }

    fn runs_of(&mut self, paragraph: &[TextId]) -> Vec<usize> {
        let stretches: Vec<&Stretch> = paragraph.iter().map(|id| &self.wordings[*id].stretch).collect();
        paragraph_runs(&stretches, &mut self.numbers)
    }

    /// How alike two notes are as they stand.
    fn likeness(&self, a: usize, b: usize) -> f64 {
        if !self.pairs[a][b] {
            return 0.0;
        }
        let (x, y) = (&self.notes[a], &self.notes[b]);
        let words = |n: &Standing| n.paragraphs.iter().flatten().copied().collect::<Vec<_>>();
        if x.words == y.words && self.words(&words(x)).eq(self.words(&words(y))) {
            return 1.0;
        }
        share(x.shared[b], x.size.min(y.size))
    }

    /// How many runs two notes share as they stand; nobody asks of notes that are not compared.
    fn shared(&self, a: usize, b: usize) -> usize {
        let (x, y) = (&self.notes[a].runs, &self.notes[b].runs);
        if self.pairs[a][b] {
            x.iter().zip(y).filter(|(i, j)| **i > 0 && **j > 0).count()
        } else {
            0
        }
    }

    fn words<'s>(&'s self, texts: &'s [TextId]) -> impl Iterator<Item = u32> + 's {
        texts.iter().flat_map(|id| self.wordings[*id].stretch.words())
    }

    /// How alike note `b` is to note `a` changed so.
    fn likeness_if(&self, a: usize, way: &Way, b: usize) -> f64 {
        if !self.pairs[a][b] {
            return 0.0;
        }
        let (x, y) = (&self.notes[a], &self.notes[b]);
        if way.words == y.words {
            let mut texts: Vec<TextId> = Vec::new();
            for (i, paragraph) in x.paragraphs.iter().enumerate() {
                texts.extend(paragraph);
                if i == way.paragraph {
                    let at = texts.len() - paragraph.len() + way.place;
                    texts[at] = way.text;
                }
            }
            let other: Vec<TextId> = y.paragraphs.iter().flatten().copied().collect();
            if self.words(&texts).eq(self.words(&other)) {
                return 1.0;
            }
        }
        let has = |run: &&usize| y.runs.get(**run).is_some_and(|n| *n > 0);
        let shared = x.shared[b] + way.brings.iter().filter(has).count() - way.takes.iter().filter(has).count();
        share(shared, (x.size + way.brings.len() - way.takes.len()).min(y.size))
    }

    /// A note was changed: it is read again, and what hangs on it is counted again.
    fn changed(&mut self, notes: &[Note], at: usize) {
        self.stand(notes, at);
        for other in 0..notes.len() {
            let shared = self.shared(at, other);
            self.notes[other].shared[at] = shared;
            self.notes[at].shared[other] = shared;
            let likeness = self.likeness(at, other);
            self.notes[other].alike[at] = likeness;
            self.notes[at].alike[other] = likeness;
        }
        for other in (0..notes.len()).filter(|o| *o != at) {
            let Some(mut ways) = self.notes[other].ways.take() else {
                continue;
            };
            for way in &mut ways {
                way.alike[at] = self.likeness_if(other, way, at);
            }
            self.notes[other].ways = Some(ways);
        }
    }

    /// The swap that leaves the least over the bound; of equals the first. `None` where there is nothing to mend or none helps.
    fn best_swap(&mut self, notes: &[Note]) -> Option<Swap> {
        let mut best: Option<Swap> = None;
        for at in 0..notes.len() {
            let before = self.excess(at, &self.notes[at].alike);
            if before <= 0.0 {
                continue;
            }
            if self.notes[at].ways.is_none() {
                self.notes[at].ways = Some(self.ways(notes, at));
            }
            for way in self.notes[at].ways.iter().flatten() {
                // What stands in some note is not said again.
                if self.said[way.text] > 0 {
                    continue;
                }
                let gain = before - self.excess(at, &way.alike);
                if gain > 1e-9 && best.as_ref().is_none_or(|b| gain > b.gain + 1e-9) {
                    best = Some(Swap {
                        note: at,
                        number: way.number,
                        step: way.step,
                        gain,
                    });
                }
            }
        }
        best
    }

    /// How far a note is over the bound, summed over those it is compared with; a pair at the bound counts a little.
    fn excess(&self, at: usize, alike: &[f64]) -> f64 {
        alike
            .iter()
            .zip(&self.pairs[at])
            .filter(|(likeness, compared)| **compared && **likeness >= BOUND)
            .map(|(likeness, _)| likeness - BOUND + 0.01)
            .sum()
    }

    /// Every other wording that may stand in its note, in order.
    fn ways(&mut self, notes: &[Note], at: usize) -> Vec<Way> {
        let paragraphs = self.notes[at].paragraphs.clone();
        let all: Vec<TextId> = paragraphs.iter().flatten().copied().collect();
        let words: usize = all.iter().map(|id| self.wordings[*id].words).sum();
        let mut out: Vec<Way> = Vec::new();
        let mut number: usize = 0;
        for (paragraph, texts) in paragraphs.iter().enumerate() {
            for place in 0..texts.len() {
                number += 1;
                let now = texts[place];
                let beside = [number.checked_sub(2), Some(number)];
                let beside: Vec<TextId> = beside.into_iter().filter_map(|i| all.get(i?).copied()).collect();
                let others = &notes[at].paragraphs[paragraph][place].others;
                for (i, other) in others.iter().enumerate() {
                    let text = self.id(&other.text);
                    let starts_like = |id: TextId| {
                        let start = &self.wordings[id].start;
                        beside.iter().any(|b| self.wordings[*b].start == *start)
                    };
                    let long = words - self.wordings[now].words + self.wordings[text].words;
                    let overflows = notes[at].kind == NoteKind::Card && long > words.max(CARD_WORDS_AT_MOST);
                    if starts_like(text) && !starts_like(now) || overflows {
                        continue;
                    }
                    let (brings, takes) = self.change(at, texts, place, text);
                    let way = Way {
                        number,
                        step: i + 1,
                        text,
                        paragraph,
                        place,
                        brings,
                        takes,
                        words: self.notes[at].words + self.wordings[text].stretch.len()
                            - self.wordings[now].stretch.len(),
                        alike: Vec::new(),
                    };
                    let alike = (0..notes.len()).map(|o| self.likeness_if(at, &way, o)).collect();
                    out.push(Way { alike, ..way });
                }
            }
        }
        out
    }

    /// The runs that would be new to the note, and those that would be gone, were this text put there.
    fn change(&mut self, at: usize, texts: &[TextId], place: usize, text: TextId) -> (Vec<usize>, Vec<usize>) {
        let mut becomes = texts.to_vec();
        becomes[place] = text;
        let stretch = |id: TextId| &self.wordings[id].stretch;
        let parted = |texts: &[TextId]| {
            let from = place.saturating_sub(1);
            let to = (place + 2).min(texts.len());
            texts[from..to]
                .windows(2)
                .all(|w| stretch(w[0]).parted_from(stretch(w[1])))
        };
        // Where runs reach over the ends of the sentence the whole paragraph is counted.
        let (old, new) = if parted(texts) && parted(&becomes) {
            (stretch(texts[place]).inner().to_vec(), stretch(text).inner().to_vec())
        } else {
            (self.runs_of(texts), self.runs_of(&becomes))
        };
        let mut change: HashMap<usize, i32> = HashMap::new();
        for run in new {
            *change.entry(run).or_default() += 1;
        }
        for run in old {
            *change.entry(run).or_default() -= 1;
        }
        let stands = |run: usize| self.notes[at].runs.get(run).map_or(0, |n| i32::from(*n));
        let mut brings = Vec::new();
        let mut takes = Vec::new();
        for (run, by) in change {
            let before = stands(run);
            match (before > 0, before + by > 0) {
                (false, true) => brings.push(run),
                (true, false) => takes.push(run),
                _ => {}
            }
        }
        (brings, takes)
    }
}
