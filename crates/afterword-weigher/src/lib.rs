//! What a line of a jot sounds like: whether it is a remark for nobody's eyes, and whose matter it is.
//!
//! A small transformer reads the [`words`] of a line; what it has learned from lines labelled by hand, it says of the [`Line`].
//! Both are guesses, and follow no rule that could be named.
//!
//! The weights began as the first four layers of all-MiniLM-L6-v2 (Apache-2.0, see `NOTICE`). They were trained further on the lines
//! that `scripts/learn-weigher.py` reads, the layers together with a tagger of words that is gone, what is said of matter
//! afterwards and by itself; the script trains all of it at once. The same line always weighs the same on one machine; between
//! machines a sum may round otherwise.

use std::sync::LazyLock;

mod encoder;
mod pieces;

use encoder::Model;

/// More words than this are not read.
pub const LONGEST: usize = 60;

static MODEL: LazyLock<Model> = LazyLock::new(|| Model::read(include_bytes!("weights.bin"), pieces::count(), MATTERS));

/// How many there are in [`Matter`].
const MATTERS: usize = 6;

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

/// Whose matter a line is, each as a share of 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Matter {
    /// What I answered badly or left out, and what I would say now.
    pub amends: f32,
    /// What I did, have and can.
    pub mine: f32,
    /// Why I want the job.
    pub reason: f32,
    /// What they said, do and have; what we share, and what they did for me.
    pub theirs: f32,
    /// What I will send or do.
    pub todo: f32,
    /// What they need or look for.
    pub wants: f32,
}

/// A line that has been read.
#[derive(Debug)]
pub struct Line(Vec<f32>);

impl Line {
    /// Reads the [`words`] of a line. `None` where there are none, or more than [`LONGEST`].
    #[must_use]
    pub fn read<S: AsRef<str>>(words: &[S]) -> Option<Self> {
        if words.is_empty() || words.len() > LONGEST {
            return None;
        }
        Some(Self(MODEL.line(&pieces::line(words)?)))
    }

    /// The log-odds that it is a remark for nobody's eyes: pay, moods, looks, other candidates, digs.
    #[must_use]
    pub fn private(&self) -> f32 {
        MODEL.private(&self.0)
    }

    /// Whose matter it is.
    #[must_use]
    pub fn matter(&self) -> Matter {
        let share = MODEL.matter(&self.0);
        Matter {
            amends: share[0],
            mine: share[1],
            reason: share[2],
            theirs: share[3],
            todo: share[4],
            wants: share[5],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `checks.jsonl` has what the trainer itself makes of these lines.
    #[test]
    fn weighs_as_its_trainer_does() {
        let text = include_str!("checks.jsonl");
        assert!(text.lines().count() > 30);
        for check in text.lines() {
            let check: serde_json::Value = serde_json::from_str(check).unwrap();
            let line = Line::read(&words(check["line"].as_str().unwrap())).unwrap();
            let near =
                |got: f32, learned: &serde_json::Value| (f64::from(got) - learned.as_f64().unwrap()).abs() < 0.05;
            assert!(near(line.private(), &check["private"]), "{check}: {}", line.private());
            let m = line.matter();
            let shares = [m.amends, m.mine, m.reason, m.theirs, m.todo, m.wants];
            let learned = check["matter"].as_array().unwrap();
            assert!(
                shares.into_iter().zip(learned).all(|(s, l)| near(s, l)),
                "{check}: {m:?}"
            );
        }
    }

    #[test]
    fn what_cannot_be_read_is_not() {
        let none: [&str; 0] = [];
        assert!(Line::read(&none).is_none());
        assert!(Line::read(&["word"; LONGEST + 1]).is_none());
        let long = "x".repeat(100_000);
        assert!(Line::read(&[long.as_str(), "\u{0}", "日本", "é"]).is_some());
    }

    #[test]
    fn a_line_is_words_and_marks() {
        let apart = words("an egg, (\"6 p.m.\") 92%!");
        assert_eq!(apart, ["a", "egg", ",", "(", "“", "6", "p.m.", "”", ")", "92%", "!"]);
    }
}
