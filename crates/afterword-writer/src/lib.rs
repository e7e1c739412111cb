//! How the line of a jot becomes the end of a sentence: a small language model that may write with the line's own words alone.
//!
//! Given a line, the [`Line`] says which sentence it completes ([`Line::uses`]) and, for one such use, how
//! ([`Line::ending`]). The caller says of what [`Words`] an ending may be made; the model chooses among them and their order, and
//! how likely all its choices were tells how far it is to be believed: where the word it would have liked is not to be had, that
//! number falls.
//!
//! The weights began as SmolLM2-135M (Apache-2.0, see `NOTICE`), of which six layers of thirty were left out, and were trained
//! further by `scripts/learn-writer.py` on lines with endings written by careful hands. The same line is always written the same
//! on one machine; between machines a sum may round otherwise.

use std::collections::HashMap;
use std::sync::LazyLock;

mod matrix;
mod model;
mod tokens;

use model::{Model, Read, Text};

/// Which sentences an ending may complete.
pub const USES: [&str; 20] = [
    "that", "mine", "none", "will", "thanks", "forgot", "look", "both", "because", "need", "me", "bad", "want",
    "about", "how", "quote", "did", "liked", "ask", "advice",
];

/// Longer lines are not read, in tokens.
const LONGEST: usize = 120;
/// Nor longer endings written.
const LONGEST_ENDING: usize = 80;
/// Endings begun at once.
const AT_ONCE: usize = 4;
/// So many endings are found; those that cannot become as likely need not be ended.
const FOUND: usize = 3;
/// Less likely ones are not ended.
const LEAST: f32 = 0.002;
/// Nor those that are so much less likely than the best.
const NEAR: f32 = 0.03;

// Tokens of the model that no text has, put to a use of ours.
const BEGIN: usize = 0;
const GIVEN: usize = 1;
const END: usize = 2;

static MODEL: LazyLock<Model> = LazyLock::new(|| {
    let layers: [&[u8]; 4] = [
        include_bytes!("weights/layers0.bin"),
        include_bytes!("weights/layers1.bin"),
        include_bytes!("weights/layers2.bin"),
        include_bytes!("weights/layers3.bin"),
    ];
    Model::read(include_bytes!("weights/tokens.bin"), &layers, tokens::count())
});

/// A word with the space before it, where that is one token.
fn word(name: &str) -> usize {
    tokens::of(&format!(" {name}"))[0]
}

fn kind(name: &str) -> usize {
    let known = [
        "Moment", "Quote", "Mine", "Wants", "Shared", "Thanks", "Advice", "AskedMe", "Forgot", "Promised", "Because",
    ];
    match name {
        "AskedMe" => word("asked"),
        _ if known.contains(&name) => word(&name.to_lowercase()),
        _ => word("unknown"),
    }
}

/// Words that an ending may be made of.
#[derive(Debug)]
pub struct Words {
    nodes: Vec<Node>,
}

#[derive(Debug, Default)]
struct Node {
    next: HashMap<usize, usize>,
    /// Whether a word ends here.
    word: bool,
}

/// Where a word begins, the space before it with it.
const SPACED: usize = 0;
/// Where a word begins behind an opening bracket.
const OPENED: usize = 1;
/// Behind a closing bracket.
const CLOSED: usize = 2;

/// Marks behind a word, and where they lead.
const MARKS: [(&str, usize); 6] = [
    (",", SPACED),
    (";", SPACED),
    (":", SPACED),
    (" (", OPENED),
    (")", CLOSED),
    ("),", SPACED),
];

impl Words {
    /// These words; commas, colons and brackets go without saying.
    pub fn of<S: AsRef<str>>(words: impl IntoIterator<Item = S>) -> Self {
        let mut out = Self {
            nodes: (0..3).map(|_| Node::default()).collect(),
        };
        out.nodes[CLOSED].word = true;
        for word in words {
            let word = word.as_ref();
            if !word.is_empty() && !word.contains(char::is_whitespace) {
                out.add(SPACED, &tokens::of(&format!(" {word}")));
                out.add(OPENED, &tokens::of(word));
            }
        }
        out
    }

    fn add(&mut self, from: usize, tokens: &[usize]) {
        let mut at = from;
        for token in tokens {
            let new = self.nodes.len();
            at = *self.nodes[at].next.entry(*token).or_insert(new);
            if at == new {
                self.nodes.push(Node::default());
            }
        }
        self.nodes[at].word = true;
    }

    /// The tokens that may come next, and where they lead.
    fn after(&self, at: usize) -> impl Iterator<Item = (usize, usize)> {
        let node = &self.nodes[at];
        let within = node.next.iter();
        let new = self.nodes[SPACED].next.iter().filter(|_| node.word);
        let marks = MARKED.iter().filter(|_| node.word);
        within.chain(new).map(|(t, to)| (*t, *to)).chain(marks.copied())
    }
}

static MARKED: LazyLock<Vec<(usize, usize)>> = LazyLock::new(|| {
    let one = |(mark, to): (&str, usize)| Some((*tokens::of(mark).first()?, to));
    MARKS.into_iter().filter_map(one).collect()
});

/// The end of a sentence.
#[derive(Debug, Clone, PartialEq)]
pub struct Ending {
    /// Its words.
    pub text: String,
    /// How likely all of it is, given the use.
    pub likely: f32,
}

/// A line that has been read.
#[derive(Debug)]
pub struct Line {
    text: Text,
    uses: Vec<f32>,
}

impl Line {
    /// Reads a line: what it was taken for, and how the person is spoken of ("she", "he", "they" or "unknown"). `None` where it
    /// is empty, or too long.
    #[must_use]
    pub fn read(line: &str, taken_for: &str, pronoun: &str) -> Option<Self> {
        let words: Vec<&str> = line.split_whitespace().collect();
        let mut given = vec![BEGIN];
        for word in &words {
            given.extend(tokens::of(&format!(" {word}")));
            if given.len() > LONGEST {
                return None;
            }
        }
        let pronoun = if matches!(pronoun, "she" | "he" | "they") {
            pronoun
        } else {
            "unknown"
        };
        given.extend([GIVEN, kind(taken_for), word(pronoun)]);
        let mut text = MODEL.begin();
        let next = MODEL.next(&mut [Read {
            text: &mut text,
            tokens: &given,
        }]);
        let next = &next[0];
        let of_all: f32 = USES.iter().map(|u| next[word(u)]).sum();
        (!words.is_empty()).then(|| Self {
            uses: USES.iter().map(|u| next[word(u)] / of_all).collect(),
            text,
        })
    }

    /// Which sentence the line completes, and how likely it is: every use there is, the likeliest first.
    #[must_use]
    pub fn uses(&self) -> Vec<(&'static str, f32)> {
        let mut out: Vec<_> = USES.into_iter().zip(self.uses.iter().copied()).collect();
        out.sort_by(|a, b| b.1.total_cmp(&a.1));
        out
    }

    /// How likely it ends the sentence of this use in these words.
    #[must_use]
    pub fn likely(&self, of: &str, ending: &str) -> f32 {
        let mut all = vec![word(of)];
        if !ending.is_empty() {
            all.extend(tokens::of(&format!(" {ending}")));
        }
        all.push(END);
        all.truncate(LONGEST);
        MODEL.likely(&mut self.text.clone(), &all)
    }

    /// How it ends the sentence of this use, made of these words: the likeliest ways that were found, the likeliest first.
    #[must_use]
    pub fn endings(&self, of: &str, words: &Words) -> Vec<Ending> {
        let mut found: Vec<Ending> = Vec::new();
        let mut open = vec![Begun {
            text: self.text.clone(),
            written: vec![word(of)],
            likely: 1.0,
            at: SPACED,
        }];
        for _ in 0..LONGEST_ENDING {
            let mut read: Vec<Read> = open
                .iter_mut()
                .map(|b| Read {
                    text: &mut b.text,
                    tokens: &b.written[b.written.len() - 1..],
                })
                .collect();
            let next = MODEL.next(&mut read);
            let mut ways: Vec<(f32, usize, usize, usize)> = Vec::new();
            for (i, (begun, next)) in open.iter().zip(&next).enumerate() {
                let ways_on = words
                    .after(begun.at)
                    .map(|(token, to)| (begun.likely * next[token], i, token, to));
                ways.extend(ways_on);
                if words.nodes[begun.at].word {
                    found.push(Ending {
                        text: tokens::text(&begun.written[1..]).trim_start().to_owned(),
                        likely: begun.likely * next[END],
                    });
                }
            }
            found.sort_by(|a, b| b.likely.total_cmp(&a.likely));
            found.truncate(FOUND);
            let best = ways.iter().map(|w| w.0).chain(found.first().map(|e| e.likely));
            let near = NEAR * best.fold(0.0, f32::max);
            let least = found.get(FOUND - 1).map_or(0.0, |e| e.likely).max(LEAST).max(near);
            ways.retain(|(likely, ..)| *likely > least);
            ways.sort_by(|a, b| b.0.total_cmp(&a.0));
            ways.truncate(AT_ONCE);
            if ways.is_empty() {
                break;
            }
            let on = |(likely, from, token, at): (f32, usize, usize, usize)| {
                let before: &Begun = &open[from];
                let mut written = before.written.clone();
                written.push(token);
                Begun {
                    text: before.text.clone(),
                    written,
                    likely,
                    at,
                }
            };
            open = ways.into_iter().map(on).collect();
        }
        found.retain(|e| e.likely > LEAST);
        found
    }
}

/// An ending that is being written.
struct Begun {
    text: Text,
    /// The use, and the tokens after it.
    written: Vec<usize>,
    likely: f32,
    at: usize,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `checks.jsonl` has what the trainer itself makes of these lines, word by word and without being told of what words.
    #[test]
    fn writes_as_its_trainer_does() {
        let text = include_str!("checks.jsonl");
        assert!(text.lines().count() > 20);
        for check in text.lines() {
            let check: serde_json::Value = serde_json::from_str(check).unwrap();
            let text = |key: &str| check[key].as_str().unwrap();
            let near = |got: f32, key: &str| (f64::from(got) - check[key].as_f64().unwrap()).abs() < 0.01;
            let line = Line::read(text("line"), text("taken_for"), text("pronoun")).unwrap();
            let (of, sure) = line.uses()[0];
            assert_eq!(of, text("use"), "{check}");
            assert!(near(sure, "sure"), "{check}: {sure}");
            assert!(near(line.likely(of, text("ending")), "likely"), "{check}");
        }
    }

    #[test]
    fn an_ending_is_made_of_the_words_that_are_given() {
        let line = Line::read(
            "walked me round the yard herself even though it was raining",
            "Thanks",
            "she",
        )
        .unwrap();
        let given = [
            "walking", "me", "round", "the", "yard", "yourself", "even", "though", "it", "was", "raining",
        ];
        let found = line.endings("thanks", &Words::of(given));
        assert!(!found.is_empty());
        for Ending { text, likely } in &found {
            let own = |w: &str| given.contains(&w.trim_matches([',', ';', ':', '(', ')']));
            assert!(text.split(' ').all(own), "{text}");
            assert!((0.0..=1.0).contains(likely));
        }
        assert!(found.is_sorted_by(|a, b| a.likely >= b.likely));
        assert!(
            line.endings("thanks", &Words::of(["xylophone"]))
                .iter()
                .all(|e| e.likely < 0.01)
        );
    }

    #[test]
    fn what_cannot_be_read_is_not() {
        assert!(Line::read("  ", "Moment", "she").is_none());
        assert!(Line::read(&"word ".repeat(500), "Moment", "she").is_none());
        let odd = Line::read("\u{0} 日本 é <|im_end|>", "no such kind", "").unwrap();
        let none: [&str; 0] = [];
        assert!(odd.endings("that", &Words::of(none)).is_empty());
    }
}
