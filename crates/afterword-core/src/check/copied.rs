//! One note's sentences in another: two people in one office compare their mail.

use super::names::Names;
use super::rules::RULES;
use super::tags::Tags;
use super::text::{Part, Sentence, Text};
use super::{Record, Remark};

struct Line {
    words: Vec<String>,
    span: std::ops::Range<usize>,
    formula: bool,
}

/// Judges a note against the other notes of its interview.
pub(crate) fn judge(text: &Text<'_>, record: &Record<'_>, names: &Names, out: &mut Vec<Remark>) {
    if record.other_notes.is_empty() {
        return;
    }
    let rule = RULES.measure("shared_sentences");
    let (long, alike) = (rule.number("long_sentence_words"), rule.number("alike_percent"));
    let mine = lines(text);
    for other in &record.other_notes {
        let mut other = Text::note(other, None);
        names.mark(&mut other);
        let theirs = lines(&other);
        let mut run: Vec<usize> = Vec::new();
        let mut expected: Option<usize> = None;
        for (i, line) in mine.iter().enumerate() {
            let hit = theirs.iter().position(|t| share(&line.words, &t.words, alike));
            match hit {
                Some(at) if run.is_empty() || expected == Some(at) => run.push(i),
                Some(_) => run = vec![i],
                None => run.clear(),
            }
            expected = hit.map(|h| h + 1);
            let solid: Vec<&usize> = run.iter().filter(|r| !mine[**r].formula).collect();
            let whole = run.iter().any(|r| mine[*r].words.len() >= long);
            if run.len() >= 2 && !solid.is_empty() && run.iter().map(|r| mine[*r].words.len()).sum::<usize>() >= 12
                || whole
            {
                let span = mine[run[0]].span.start..mine[i].span.end;
                out.push(rule.at(text.raw, span, None));
                return;
            }
        }
    }
}

/// Body sentences as folded words, names taken out.
fn lines(text: &Text<'_>) -> Vec<Line> {
    text.part(Part::Body)
        .map(|s| line(text, s))
        .filter(|l| !l.words.is_empty())
        .collect()
}

fn line(text: &Text<'_>, sentence: &Sentence) -> Line {
    let rule = RULES.measure("shared_sentences");
    let words: Vec<String> = text
        .tokens_of(sentence)
        .iter()
        .filter(|t| t.is_wordlike())
        .map(|t| {
            if t.tags.any(Tags::NAME) {
                "~".to_owned()
            } else {
                t.low.clone()
            }
        })
        .collect();
    let plain = words.join(" ");
    let formula = words.len() < 10
        && rule.file.words["formulas"]
            .lines()
            .map(str::trim)
            .any(|f| !f.is_empty() && plain.contains(f));
    Line {
        words,
        span: sentence.span.clone(),
        formula,
    }
}

/// Whether two sentences are the same but for a word here and there.
fn share(a: &[String], b: &[String], percent: usize) -> bool {
    if a.len() < 4 || b.len() < 4 {
        return a == b;
    }
    // Longest common subsequence of words.
    let mut row = vec![0usize; b.len() + 1];
    for x in a {
        let mut before = 0;
        for (j, y) in b.iter().enumerate() {
            let above = row[j + 1];
            row[j + 1] = if x == y { before + 1 } else { above.max(row[j]) };
            before = above;
        }
    }
    row[b.len()] * 100 >= percent * a.len().max(b.len())
}
