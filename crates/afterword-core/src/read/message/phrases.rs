//! The small pattern language of the rule tables, and the words it runs over.
//!
//! A pattern is a line of words: `offer you [a|the] .. role|position`. `a|b` is either word, `word*` any word that
//! begins so, `*word*` any that holds it, `[word]` may be absent, `..` stands for up to six words, and `?` is the mark
//! at the end of a question. A pattern never reaches across the end of a sentence. Case, accents and the form of apostrophes do not matter, and English contractions are spelled out
//! (`won't` is `will not`), so one pattern serves the hasty and the careful writer.

use std::ops::Range;

/// More text than this says nothing new about what kind of message it is.
const MAX_WORDS: usize = 6_000;
const MAX_GAP: usize = 6;

/// A folded word and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Word {
    pub(crate) text: String,
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) sentence: usize,
}

/// A text cut into folded words and sentences.
#[derive(Debug, Default)]
pub(crate) struct Words {
    pub(crate) words: Vec<Word>,
    /// The byte range of each sentence, in order.
    pub(crate) sentences: Vec<Range<usize>>,
}

/// Lower case without accents: `Größe` becomes `grosse`.
pub(crate) fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars().flat_map(char::to_lowercase) {
        match character {
            'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' => out.push('a'),
            'ç' => out.push('c'),
            'è' | 'é' | 'ê' | 'ë' => out.push('e'),
            'ì' | 'í' | 'î' | 'ï' => out.push('i'),
            'ñ' => out.push('n'),
            'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' => out.push('o'),
            'ù' | 'ú' | 'û' | 'ü' => out.push('u'),
            'ß' => out.push_str("ss"),
            'œ' => out.push_str("oe"),
            'æ' => out.push_str("ae"),
            '’' | '‘' | 'ʼ' | '`' | '´' => out.push('\''),
            // Combining marks: the decomposed form equals the composed one.
            '\u{300}'..='\u{36f}' => {}
            other => out.push(other),
        }
    }
    out
}

/// Words before a full stop that does not end a sentence.
const ABBREVIATIONS: [&str; 44] = [
    "dr", "mr", "mrs", "ms", "prof", "st", "no", "nr", "vs", "e", "g", "i", "z", "b", "bzw", "ca", "inkl", "einschl",
    "ref", "dept", "inc", "ltd", "co", "corp", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct",
    "nov", "dec", "mon", "tue", "wed", "thu", "fri", "sat", "sun", "approx",
];

impl Words {
    pub(crate) fn new(text: &str) -> Self {
        let mut out = Self::default();
        let mut sentence_start = 0;
        let mut from = 0;
        let bytes = text.as_bytes();
        let mut chars = text.char_indices().peekable();
        let mut word: Option<usize> = None;
        while let Some((at, character)) = chars.next() {
            let joins = character.is_alphanumeric()
                || matches!(character, '\u{300}'..='\u{36f}')
                || (matches!(character, '\'' | '’' | '‘' | 'ʼ')
                    && word.is_some()
                    && chars.peek().is_some_and(|(_, next)| next.is_alphabetic()));
            if joins {
                word.get_or_insert(at);
                continue;
            }
            if let Some(start) = word.take() {
                out.push(text, start..at);
                if out.words.len() >= MAX_WORDS {
                    break;
                }
            }
            let next = at + character.len_utf8();
            let ends = match character {
                '!' | '?' | '…' | ';' => true,
                '.' => out.full_stop(text, next),
                '\n' => line_ends_sentence(&text[from..at], &text[next..]),
                _ => false,
            };
            if character == '?'
                && out
                    .words
                    .last()
                    .is_some_and(|word| word.sentence == out.sentences.len())
            {
                out.words.push(Word {
                    text: "?".to_owned(),
                    start: at,
                    end: next,
                    sentence: out.sentences.len(),
                });
            }
            if character == '\n' {
                from = next;
            }
            if ends
                && (character == '\n'
                    || bytes
                        .get(next)
                        .is_none_or(|&b| b.is_ascii_whitespace() || b == b'"' || b == b')' || b == b'<'))
            {
                out.close(sentence_start..at + if character == '\n' { 0 } else { character.len_utf8() });
                sentence_start = next;
            }
        }
        if let Some(start) = word {
            out.push(text, start..text.len());
        }
        out.close(sentence_start..text.len());
        out
    }

    fn close(&mut self, range: Range<usize>) {
        if self
            .words
            .last()
            .is_some_and(|word| word.sentence == self.sentences.len())
        {
            self.sentences.push(range);
        }
    }

    /// Whether a full stop ends the sentence: not after an abbreviation, a number or an initial.
    fn full_stop(&self, text: &str, next: usize) -> bool {
        let rest = text[next..].trim_start_matches([' ', '\t']);
        let follows = rest.chars().next();
        let Some(last) = self.words.last().filter(|word| word.end + 1 == next) else {
            return true;
        };
        if ABBREVIATIONS.contains(&last.text.as_str()) {
            return false;
        }
        if last.text.chars().all(|c| c.is_ascii_digit()) && last.text.len() <= 2 {
            // `7. Dezember`, `5.` at the end of a list number; a new line after it is an end.
            let word: String = rest.chars().take_while(|c| c.is_alphabetic()).collect();
            return follows.is_none_or(|c| c == '\n')
                || rest.len() == text[next..].len()
                || follows.is_some_and(char::is_uppercase) && super::dates::month(&fold(&word)).is_none();
        }
        !(last.text.chars().count() == 1 && last.text != "i" && follows.is_some_and(char::is_alphabetic))
    }

    fn push(&mut self, text: &str, range: Range<usize>) {
        let folded = fold(&text[range.clone()]);
        let sentence = self.sentences.len();
        let parts = expand(&folded);
        self.words
            .extend(parts.into_iter().filter(|part| !part.is_empty()).map(|part| Word {
                text: part.to_owned(),
                start: range.start,
                end: range.end,
                sentence,
            }));
    }

    /// The words of one sentence.
    pub(crate) fn sentence(&self, index: usize) -> Range<usize> {
        let start = self.words.partition_point(|word| word.sentence < index);
        let end = self.words.partition_point(|word| word.sentence <= index);
        start..end
    }

    /// The first place the pattern matches at or after `from`, as a range of words.
    pub(crate) fn find(&self, pattern: &Pattern, from: usize, to: usize) -> Option<Range<usize>> {
        (from..to.min(self.words.len())).find_map(|at| {
            let end = self.matches(&pattern.0, at, self.words[at].sentence, to)?;
            (end > at).then_some(at..end)
        })
    }

    pub(crate) fn any(&self, patterns: &[Pattern], from: usize, to: usize) -> Option<Range<usize>> {
        patterns
            .iter()
            .filter_map(|pattern| self.find(pattern, from, to))
            .min_by_key(|range| range.start)
    }

    fn matches(&self, elements: &[Element], at: usize, sentence: usize, to: usize) -> Option<usize> {
        let Some((element, rest)) = elements.split_first() else {
            return Some(at);
        };
        let word = self.words[..to.min(self.words.len())]
            .get(at)
            .filter(|word| word.sentence == sentence);
        match element {
            Element::Word(choices) => {
                word.filter(|word| hits(choices, &word.text))?;
                self.matches(rest, at + 1, sentence, to)
            }
            Element::Maybe(choices) => word
                .filter(|word| hits(choices, &word.text))
                .and_then(|_| self.matches(rest, at + 1, sentence, to))
                .or_else(|| self.matches(rest, at, sentence, to)),
            Element::Gap => (0..=MAX_GAP).find_map(|skip| self.matches(rest, at + skip, sentence, to)),
        }
    }
}

/// Spells out a contraction: `won't` is `will not`, `d'ici` two words, `today's` one.
fn expand(word: &str) -> Vec<&str> {
    let Some((head, tail)) = word.split_once('\'') else {
        return match word {
            "cannot" | "cant" => vec!["can", "not"],
            "dont" => vec!["do", "not"],
            "didnt" => vec!["did", "not"],
            "doesnt" => vec!["does", "not"],
            "isnt" => vec!["is", "not"],
            "wasnt" => vec!["was", "not"],
            "havent" => vec!["have", "not"],
            "couldnt" => vec!["could", "not"],
            "wouldnt" => vec!["would", "not"],
            "whats" => vec!["what", "is"],
            "theres" => vec!["there", "is"],
            "whos" => vec!["who", "is"],
            "youre" => vec!["you", "are"],
            "youll" => vec!["you", "will"],
            "theyre" => vec!["they", "are"],
            "lemme" => vec!["let", "me"],
            "wanna" => vec!["want", "to"],
            "gonna" => vec!["going", "to"],
            _ => vec![word],
        };
    };
    match (head, tail) {
        ("won", "t") => vec!["will", "not"],
        ("can", "t") => vec!["can", "not"],
        (_, "t") if head.ends_with('n') => vec![&head[..head.len() - 1], "not"],
        (_, "re") => vec![head, "are"],
        (_, "ve") => vec![head, "have"],
        (_, "ll") => vec![head, "will"],
        (_, "d") => vec![head, "would"],
        ("i", "m") => vec!["i", "am"],
        ("it" | "that" | "he" | "she" | "there" | "here" | "what", "s") => vec![head, "is"],
        ("let", "s") => vec!["let", "us"],
        (_, "s") => vec![head],
        _ => word.split('\'').collect(),
    }
}

/// Whether a line break is more than the wrapping of a paragraph.
fn line_ends_sentence(line: &str, rest: &str) -> bool {
    let next = rest.lines().next().unwrap_or("").trim();
    let line = line.trim_end();
    let starts_high = next
        .chars()
        .next()
        .is_none_or(|c| c.is_uppercase() || c.is_ascii_digit());
    let bullet = |text: &str| text.trim_start().starts_with(['-', '*', '•', '·', '+', '–']);
    line.trim().is_empty()
        || next.is_empty()
        || bullet(next)
        || bullet(line) && starts_high
        || line.ends_with(':')
        // A short line before a capital was broken on purpose: a greeting, a name, a list.
        || starts_high && line.chars().count() < 45
}

/// How words are typed in haste; their own meaning ("u" in Dutch) stays beside it.
const SHORT: [(&str, &str); 16] = [
    ("u", "you"),
    ("ur", "your"),
    ("r", "are"),
    ("pls", "please"),
    ("plz", "please"),
    ("tmrw", "tomorrow"),
    ("tmr", "tomorrow"),
    ("tomoz", "tomorrow"),
    ("thx", "thanks"),
    ("ty", "thanks"),
    ("w", "with"),
    ("abt", "about"),
    ("b4", "before"),
    ("wk", "week"),
    ("ref", "reference"),
    ("msg", "message"),
];

fn hits(choices: &[Choice], word: &str) -> bool {
    let long = SHORT.iter().find(|(short, _)| *short == word);
    long.is_some_and(|(_, long)| {
        choices
            .iter()
            .any(|choice| matches!(choice.reach, Reach::Whole) && choice.text == *long)
    }) || hits_word(choices, word)
}

fn hits_word(choices: &[Choice], word: &str) -> bool {
    choices.iter().any(|choice| match choice.reach {
        Reach::Whole => word == choice.text,
        Reach::Start => word.starts_with(&choice.text),
        Reach::Within => word.contains(&choice.text),
    })
}

/// One element of a pattern.
#[derive(Debug)]
enum Element {
    Word(Vec<Choice>),
    Maybe(Vec<Choice>),
    Gap,
}

#[derive(Debug)]
struct Choice {
    text: String,
    reach: Reach,
}

/// How much of a word a choice must cover.
#[derive(Debug)]
enum Reach {
    Whole,
    Start,
    Within,
}

/// A parsed pattern.
#[derive(Debug)]
pub(crate) struct Pattern(Vec<Element>);

impl Pattern {
    pub(crate) fn new(line: &str) -> Self {
        let choices = |text: &str| {
            fold(text)
                .split('|')
                .filter(|choice| !choice.is_empty())
                .map(|choice| match (choice.strip_suffix('*'), choice.strip_prefix('*')) {
                    (Some(_), Some(_)) => Choice {
                        text: choice.trim_matches('*').to_owned(),
                        reach: Reach::Within,
                    },
                    (Some(stem), None) => Choice {
                        text: stem.to_owned(),
                        reach: Reach::Start,
                    },
                    _ => Choice {
                        text: choice.to_owned(),
                        reach: Reach::Whole,
                    },
                })
                .collect()
        };
        Self(
            line.split_whitespace()
                .map(|part| match part {
                    ".." => Element::Gap,
                    _ => match part.strip_prefix('[').and_then(|part| part.strip_suffix(']')) {
                        Some(part) => Element::Maybe(choices(part)),
                        None => Element::Word(choices(part)),
                    },
                })
                .collect(),
        )
    }

    pub(crate) fn all(lines: &[&str]) -> Vec<Self> {
        lines.iter().map(|line| Self::new(line)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_match_within_a_sentence() {
        for (pattern, text, found) in [
            ("offer you [a|the] role", "We'd like to offer you the role.", true),
            ("offer you .. role", "offer you a very well paid role", true),
            ("offer you .. role", "I offer you tea. The role is gone.", false),
            ("will not be", "We won’t be in", true),
            ("candidat*", "zwei Kandidaten, ein candidate", true),
            ("fur sie", "für Sie", true),
            ("can not", "I cannot say", true),
        ] {
            let words = Words::new(text);
            assert_eq!(
                words.find(&Pattern::new(pattern), 0, words.words.len()).is_some(),
                found,
                "{pattern} in {text}"
            );
        }
    }

    #[test]
    fn sentences_end_where_a_reader_would_stop() {
        let count = |text: &str| Words::new(text).sentences.len();
        assert_eq!(count("We meet Dr. Voss on the 7. Dezember at noon. Fine?"), 2);
        assert_eq!(count("Hi Ann,\n\nthis goes on\nand on."), 2);
        assert_eq!(count("Need:\n- a transcript\n- a date"), 3);
        assert_eq!(count(""), 0);
    }
}
