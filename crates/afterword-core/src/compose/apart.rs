//! Notes of one panel are kept apart: people in one office compare their mail.
//!
//! Where two mails, or two cards, to different people are as alike as [`BOUND`] or more, single sentences are said
//! another way, each time the one that helps the panel most, until no pair is left or no wording helps. Every wording is
//! as true as the one it takes the place of, so nothing but the words changes; what the person wrote stays.

use crate::check::likeness::{BOUND, Measure, Runs, overlap};
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
    let measure = Measure::of(&record);
    let mut runs: Vec<Runs> = notes.iter().map(|note| measure.runs(&note.body())).collect();
    for _ in 0..STEPS {
        let Some(swap) = best_swap(notes, &runs, &measure) else {
            return;
        };
        notes[swap.note] = swap.becomes;
        runs[swap.note] = swap.runs;
    }
}

/// One note with one sentence said another way.
struct Swap {
    note: usize,
    becomes: Note,
    runs: Runs,
    /// How much less is over the bound.
    gain: f64,
}

/// The swap that leaves the least over the bound; of equals the first. `None` where there is nothing to mend or none helps.
fn best_swap(notes: &[Note], runs: &[Runs], measure: &Measure<'_>) -> Option<Swap> {
    let mut best: Option<Swap> = None;
    for at in 0..notes.len() {
        let before = excess(at, &runs[at], notes, runs);
        if before <= 0.0 {
            continue;
        }
        for number in 1..=notes[at].sentences().count() {
            for (becomes, read) in other_ways(notes, at, number, measure) {
                let gain = before - excess(at, &read, notes, runs);
                if gain > 1e-9 && best.as_ref().is_none_or(|b| gain > b.gain + 1e-9) {
                    best = Some(Swap {
                        note: at,
                        becomes,
                        runs: read,
                        gain,
                    });
                }
            }
        }
    }
    best
}

/// How far the note is over the bound, summed over those it is compared with; a pair at the bound counts a little.
fn excess(at: usize, read: &Runs, notes: &[Note], runs: &[Runs]) -> f64 {
    let others = (0..notes.len()).filter(|o| comparable(&notes[at], &notes[*o]));
    others
        .map(|o| overlap(read, &runs[o]))
        .filter(|likeness| *likeness >= BOUND)
        .map(|likeness| likeness - BOUND + 0.01)
        .sum()
}

/// The note with this sentence said in each of the other ways that may stand there.
fn other_ways(notes: &[Note], at: usize, number: usize, measure: &Measure<'_>) -> Vec<(Note, Runs)> {
    let all: Vec<_> = notes[at].sentences().collect();
    let sentence = all[number - 1];
    let beside = [number.checked_sub(2), Some(number)];
    let beside: Vec<Vec<&str>> = beside
        .into_iter()
        .filter_map(|i| all.get(i?).map(|s| first_words(&s.text, 2)))
        .collect();
    let words: usize = all.iter().map(|s| count_words(&s.text)).sum();
    let mut out = Vec::new();
    for (i, way) in sentence.others.iter().enumerate() {
        let stands = notes.iter().flat_map(Note::sentences).any(|s| s.text == way.text);
        let same_start =
            beside.contains(&first_words(&way.text, 2)) && !beside.contains(&first_words(&sentence.text, 2));
        let long = words - count_words(&sentence.text) + count_words(&way.text);
        let overflows = notes[at].kind == NoteKind::Card && long > words.max(CARD_WORDS_AT_MOST);
        if stands || same_start || overflows {
            continue;
        }
        let mut becomes = notes[at].clone();
        if becomes.sentence_mut(number).is_some_and(|s| s.reword(i + 1)) {
            let read = measure.runs(&becomes.body());
            out.push((becomes, read));
        }
    }
    out
}
