//! What could go when a text is too long: its sentences, as a person would strike them out.
//!
//! Nothing is ever cut here. Whole sentences are offered, because half of one says something else; a greeting and a
//! signature are none.

use std::ops::Range;

/// Sentences whose going makes the text fit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cut {
    /// The sentences, as they stand in the text.
    pub sentences: Vec<String>,
    /// How many words they have.
    pub words: usize,
}

/// More sentences than a card can hold are not gone through.
const MOST_SENTENCES: usize = 24;
/// Up to this many are tried in pairs.
const MOST_IN_PAIRS: usize = 12;
/// How many ways out are offered.
const OFFERED: usize = 3;

/// The ways out with the fewest words, at most three: single sentences, or pairs where no single one is enough.
pub(crate) fn could_go(text: &str, fits: impl Fn(&str) -> bool) -> Vec<Cut> {
    let sentences = sentences(text);
    if sentences.len() < 2 || sentences.len() > MOST_SENTENCES {
        return Vec::new();
    }
    let offered = |groups: Vec<Vec<Range<usize>>>| {
        let mut cuts: Vec<Cut> = groups
            .into_iter()
            .filter(|group| group.len() < sentences.len() && fits(&without(text, group)))
            .map(|group| cut(text, &group))
            .collect();
        cuts.sort_by_key(|cut| cut.words);
        cuts.truncate(OFFERED);
        cuts
    };
    let single = offered(sentences.iter().map(|one| vec![one.clone()]).collect());
    if !single.is_empty() || sentences.len() > MOST_IN_PAIRS {
        return single;
    }
    let mut pairs = Vec::new();
    for (index, first) in sentences.iter().enumerate() {
        pairs.extend(
            sentences[index + 1..]
                .iter()
                .map(|second| vec![first.clone(), second.clone()]),
        );
    }
    offered(pairs)
}

fn cut(text: &str, group: &[Range<usize>]) -> Cut {
    let sentences: Vec<String> = group
        .iter()
        .map(|range| text[range.clone()].split_whitespace().collect::<Vec<_>>().join(" "))
        .collect();
    let words = sentences.iter().map(|one| one.split(' ').count()).sum();
    Cut { sentences, words }
}

/// The text with these ranges, in order, struck out.
fn without(text: &str, group: &[Range<usize>]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for range in group {
        out.push_str(&text[at..range.start]);
        at = range.end;
    }
    out.push_str(&text[at..]);
    out
}

/// The sentences of a text: what ends in a full stop, question or exclamation mark, from where the last one ended.
fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut at = 0;
    for paragraph in text.split_inclusive("\n\n") {
        let mut start = at;
        for (offset, c) in paragraph.char_indices() {
            let end = at + offset + c.len_utf8();
            if matches!(c, '.' | '!' | '?') && ends_sentence(&text[start..end], &text[end..]) {
                let closing = text[end..].chars().take_while(|c| matches!(c, '"' | '”' | '’' | ')'));
                let end = end + closing.map(char::len_utf8).sum::<usize>();
                let from = start + (text[start..end].len() - text[start..end].trim_start().len());
                out.push(from..end);
                start = end;
            }
        }
        at += paragraph.len();
    }
    out
}

fn ends_sentence(sentence: &str, after: &str) -> bool {
    let word = sentence
        .trim_end_matches(['.', '!', '?'])
        .rsplit(|c: char| !c.is_alphabetic())
        .next()
        .unwrap_or_default();
    let is_short_form = sentence.ends_with('.')
        && (["Mr", "Mrs", "Ms", "Dr", "St", "Prof", "vs", "etc"].contains(&word)
            || (word.chars().count() == 1 && word.chars().all(char::is_uppercase)));
    let rest = after.trim_start_matches(['"', '”', '’', ')']);
    let parted = rest.is_empty() || rest.starts_with(char::is_whitespace);
    parted && !is_short_form && sentence.split_whitespace().nth(1).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_are_whole_and_greetings_are_none() {
        let text = "Dear Dr. Chen,\n\nThank you for the hour. You asked \u{201C}why?\u{201D} and J. Lee knew! I did not.\n\nWarmly,\nSam W.";
        let found: Vec<&str> = sentences(text).into_iter().map(|range| &text[range]).collect();
        assert_eq!(
            found,
            [
                "Thank you for the hour.",
                "You asked \u{201C}why?\u{201D}",
                "and J. Lee knew!",
                "I did not."
            ]
        );
    }

    #[test]
    fn the_shortest_way_out_comes_first_and_something_stays() {
        let text = "Dear Ann,\n\nOne two three four. Five six. Seven eight nine.\n\nSam";
        let fits = |limit: usize| move |text: &str| text.split_whitespace().count() <= limit;
        let words = |limit| {
            could_go(text, fits(limit))
                .into_iter()
                .map(|cut| cut.words)
                .collect::<Vec<_>>()
        };
        assert_eq!(words(10), [2, 3, 4]);
        assert_eq!(words(9), [3, 4]);
        assert_eq!(words(5), [7], "a pair, where one is not enough");
        assert_eq!(words(3), [0; 0], "nothing is offered that leaves no sentence");
        assert_eq!(could_go("Thank you kindly.", fits(0)), []);
    }
}
