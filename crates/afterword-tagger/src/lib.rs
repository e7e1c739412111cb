//! How the line of a jot becomes the end of a sentence: a small transformer that tags words.
//!
//! Given the words of a line, the [`Line`] says whether it is a private remark ([`Line::private`]), which sentence it completes
//! ([`Line::uses`]) and, for one such use, by what rule each word is kept, left out or bent and which small words go between
//! ([`Line::tags`]). What the rules do is the caller's matter; nothing can come out that is neither in the line nor in `phrases.txt`.
//!
//! The weights began as all-MiniLM-L6-v2 (Apache-2.0, see `NOTICE`) and were trained further by `scripts/learn-tagger.py` on
//! lines with endings written by careful hands; [`KINDS`] and [`PRONOUNS`] are as they stand there. The same line is always
//! tagged the same on one machine; between machines a sum may round otherwise.

use std::sync::LazyLock;

mod encoder;
mod pieces;

use encoder::{Model, softmax};

/// What a line may have been taken for; anything else counts as the last.
pub const KINDS: [&str; 12] = [
    "Moment", "Quote", "Mine", "Wants", "Shared", "Thanks", "Advice", "AskedMe", "Forgot", "Promised", "Because", "?",
];

/// How the person is spoken of; anything else counts as the last.
pub const PRONOUNS: [&str; 4] = ["she", "he", "they", "unknown"];

/// More words than this are not read.
pub const LONGEST: usize = 60;

static RULES: LazyLock<Vec<&str>> = LazyLock::new(|| include_str!("rules.txt").lines().collect());
static PHRASES: LazyLock<Vec<&str>> = LazyLock::new(|| include_str!("phrases.txt").lines().collect());
static USES: LazyLock<Vec<&str>> = LazyLock::new(|| include_str!("uses.txt").lines().collect());

static MODEL: LazyLock<Model> = LazyLock::new(|| {
    Model::read(
        include_bytes!("weights.bin"),
        &encoder::Sizes {
            pieces: pieces::count(),
            kinds: KINDS.len(),
            pronouns: PRONOUNS.len(),
            uses: USES.len(),
            rules: RULES.len(),
            phrases: PHRASES.len(),
        },
    )
});

/// The names of all rules.
#[must_use]
pub fn rules() -> &'static [&'static str] {
    &RULES
}

/// The words and marks of a line. `an` is `a` here: which of them it is, the next word decides once all is done.
#[must_use]
pub fn words(line: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut open = false;
    for chunk in line.split_whitespace() {
        let mut rest = chunk;
        while let Some(c) = rest.chars().next().filter(|c| matches!(c, '“' | '"' | '(' | '[')) {
            out.push(if c == '"' { "“".to_owned() } else { c.to_string() });
            open |= c == '"';
            rest = &rest[c.len_utf8()..];
        }
        let mut after = Vec::new();
        while let Some(c) = rest.chars().next_back() {
            let mark = matches!(c, ',' | ';' | ':' | '!' | '?' | ')' | ']' | '”' | '"');
            let stop = c == '.' && !rest[..rest.len() - 1].contains('.');
            if !(mark || stop) {
                break;
            }
            rest = &rest[..rest.len() - c.len_utf8()];
            after.push(if c == '"' && open {
                "”".to_owned()
            } else {
                c.to_string()
            });
            open &= c != '"';
        }
        match rest {
            "" => {}
            "an" => out.push("a".to_owned()),
            _ => out.push(rest.to_owned()),
        }
        out.extend(after.into_iter().rev());
    }
    out
}

/// A line that has been read.
#[derive(Debug)]
pub struct Line {
    /// A row of numbers a piece, after the shared layers.
    read: Vec<f32>,
    /// The first and last piece of each word, with the line's two ends around them.
    ends: Vec<(usize, usize)>,
    kind: usize,
    pronoun: usize,
}

/// What happens to each word of a line.
#[derive(Debug, Clone, PartialEq)]
pub struct Tags {
    /// A rule a word.
    pub rules: Vec<&'static str>,
    /// What goes before each word, and at the end; mostly nothing.
    pub inserted: Vec<&'static str>,
    /// How likely the least likely of them is.
    pub least: f32,
    /// How likely they are all together.
    pub whole: f32,
}

impl Line {
    /// Reads the [`words`] of a line. `None` where there are none, or more than [`LONGEST`].
    #[must_use]
    pub fn read<S: AsRef<str>>(words: &[S], kind: &str, pronoun: &str) -> Option<Self> {
        if words.is_empty() || words.len() > LONGEST {
            return None;
        }
        let (pieces, ends) = pieces::line(words)?;
        let place = |names: &[&str], name: &str| names.iter().position(|n| *n == name).unwrap_or(names.len() - 1);
        Some(Self {
            read: MODEL.read_line(&pieces),
            ends,
            kind: place(&KINDS, kind),
            pronoun: place(&PRONOUNS, pronoun),
        })
    }

    /// Which sentence the line completes, and how likely it is: every use there is, the likeliest first.
    #[must_use]
    pub fn uses(&self) -> Vec<(&'static str, f32)> {
        let likely = softmax(&MODEL.uses(&self.read, self.kind, self.pronoun));
        let mut out: Vec<_> = USES.iter().copied().zip(likely).collect();
        out.sort_by(|a, b| b.1.total_cmp(&a.1));
        out
    }

    /// The log-odds that it is a remark for nobody's eyes: pay, moods, looks, other candidates, digs. Whoever asks this alone may
    /// read the line as of any kind.
    #[must_use]
    pub fn private(&self) -> f32 {
        MODEL.private(&self.read)
    }

    /// What happens to each word if the line completes this sentence. A rule is taken for a word only if `fits` the two,
    /// words counted from 0. `None` for a use that there is not.
    #[must_use]
    pub fn tags(&self, of: &str, fits: impl Fn(usize, &'static str) -> bool) -> Option<Tags> {
        let of = USES.iter().position(|u| *u == of)?;
        let (rules, phrases) = MODEL.tags(&self.read, &self.ends, [self.kind, self.pronoun, of]);
        let mut out = Tags {
            rules: Vec::new(),
            inserted: Vec::new(),
            least: 1.0,
            whole: 1.0,
        };
        for (i, row) in rules.chunks_exact(RULES.len()).enumerate() {
            let rule = best(row, &RULES, |rule| fits(i, rule))?;
            let rule = out.taken(rule);
            out.rules.push(rule);
        }
        for row in phrases.chunks_exact(PHRASES.len()) {
            let phrase = best(row, &PHRASES, |_| true)?;
            let phrase = out.taken(phrase);
            out.inserted.push(phrase);
        }
        Some(out)
    }
}

impl Tags {
    fn taken(&mut self, (name, likely): (&'static str, f32)) -> &'static str {
        self.least = self.least.min(likely);
        self.whole *= likely;
        name
    }
}

fn best(row: &[f32], names: &[&'static str], fits: impl Fn(&'static str) -> bool) -> Option<(&'static str, f32)> {
    let likely = softmax(row);
    let all = names.iter().copied().zip(likely);
    let mut found: Option<(&'static str, f32)> = None;
    for (name, p) in all {
        if found.is_none_or(|(_, most)| p > most) && fits(name) {
            found = Some((name, p));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `checks.jsonl` has what the trainer itself makes of these lines.
    #[test]
    fn tags_as_its_trainer_does() {
        let text = include_str!("checks.jsonl");
        assert!(text.lines().count() > 20);
        for check in text.lines() {
            let check: serde_json::Value = serde_json::from_str(check).unwrap();
            let list = |key: &str| -> Vec<&str> {
                let list = check[key].as_array().unwrap();
                list.iter().map(|w| w.as_str().unwrap()).collect()
            };
            let words = list("words");
            let text = |key: &str| check[key].as_str().unwrap();
            let number = |key: &str| check[key].as_f64().unwrap();
            let line = Line::read(&words, text("kind"), text("pronoun")).unwrap();
            let (of, sure) = line.uses()[0];
            assert_eq!(of, text("use"), "{words:?}");
            assert!((f64::from(sure) - number("sure")).abs() < 0.01, "{words:?}: {sure}");
            let private = f64::from(line.private());
            assert!((private - number("private")).abs() < 0.05, "{words:?}: {private}");
            let tags = line.tags(of, |_, _| true).unwrap();
            assert_eq!(tags.rules, list("rules"), "{words:?}");
            assert_eq!(tags.inserted, list("inserted"), "{words:?}");
            assert!(
                (f64::from(tags.least) - number("least")).abs() < 0.01,
                "{words:?}: {}",
                tags.least
            );
        }
    }

    #[test]
    fn what_cannot_be_read_is_not() {
        let none: [&str; 0] = [];
        assert!(Line::read(&none, "Moment", "she").is_none());
        assert!(Line::read(&["word"; LONGEST + 1], "Moment", "she").is_none());
        let long = "x".repeat(100_000);
        assert!(Line::read(&[long.as_str(), "\u{0}", "日本", "é"], "nothing", "").is_some());
        assert!(
            Line::read(&["word"], "", "")
                .unwrap()
                .tags("no such use", |_, _| true)
                .is_none()
        );
        assert!(
            Line::read(&["word"], "", "")
                .unwrap()
                .tags("that", |_, _| false)
                .is_none()
        );
    }

    #[test]
    fn a_line_is_words_and_marks() {
        let apart = words("an egg, (\"6 p.m.\") 92%!");
        assert_eq!(apart, ["a", "egg", ",", "(", "“", "6", "p.m.", "”", ")", "92%", "!"]);
    }

    #[test]
    fn every_table_is_whole() {
        assert!(!RULES.is_empty() && RULES.iter().all(|r| !r.is_empty()));
        assert!(PHRASES.contains(&""), "nothing goes into most gaps");
        assert!(USES.contains(&"none"));
    }
}
