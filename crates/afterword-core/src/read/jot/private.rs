//! What is held back at first. The cues are data with their own examples: see `private.toml`.

use std::sync::LazyLock;

use regex::RegexSet;
use serde::Deserialize;

use crate::model::Private;

#[derive(Deserialize)]
struct File {
    cue: Vec<Cue>,
}

#[derive(Deserialize)]
struct Cue {
    why: Why,
    patterns: Vec<String>,
    #[cfg_attr(not(test), expect(dead_code, reason = "examples are for the tests"))]
    holds: Vec<String>,
    #[cfg_attr(not(test), expect(dead_code, reason = "examples are for the tests"))]
    lets: Vec<String>,
}

#[derive(Deserialize, Clone, Copy)]
#[serde(rename_all = "snake_case")]
enum Why {
    Marked,
    Pay,
    Mood,
    Criticism,
    Gossip,
    ToSelf,
    FormerEmployer,
}

impl From<Why> for Private {
    fn from(why: Why) -> Self {
        match why {
            Why::Marked => Self::Marked,
            Why::Pay => Self::Pay,
            Why::Mood => Self::Mood,
            Why::Criticism => Self::Criticism,
            Why::Gossip => Self::Gossip,
            Why::ToSelf => Self::ToSelf,
            Why::FormerEmployer => Self::FormerEmployer,
        }
    }
}

struct Cues {
    set: RegexSet,
    why: Vec<Private>,
}

fn file() -> File {
    toml::from_str(include_str!("private.toml")).expect("private.toml is part of the program and is tested")
}

static CUES: LazyLock<Cues> = LazyLock::new(|| {
    let mut patterns = Vec::new();
    let mut why = Vec::new();
    for cue in file().cue {
        why.extend(std::iter::repeat_n(Private::from(cue.why), cue.patterns.len()));
        patterns.extend(cue.patterns);
    }
    Cues {
        set: RegexSet::new(&patterns).expect("the patterns are tested"),
        why,
    }
});

/// Why a segment is held back, if it is. Quotation marks do not protect it.
pub(super) fn private(segment: &str) -> Option<Private> {
    let lower = segment.to_lowercase();
    CUES.set.matches(lower.trim()).iter().next().map(|i| CUES.why[i])
}

/// Whether the segment is nothing but a mark about what stands before it: "skip", "keep mum", "don't go there".
pub(super) fn only_a_mark(segment: &str) -> bool {
    segment.split_whitespace().count() <= 6 && private(segment) == Some(Private::Marked)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_cue_holds_its_examples_and_lets_its_look_alikes_through() {
        for cue in file().cue {
            for line in &cue.holds {
                assert!(private(line).is_some(), "should be held back: {line}");
            }
            for line in &cue.lets {
                assert_eq!(private(line), None, "should be let through: {line}");
            }
        }
    }
}
