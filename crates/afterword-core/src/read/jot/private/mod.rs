//! What is held back at first: explicit marks, and what reads like a remark for oneself.
//!
//! Explicit marks and the words that name a reason are cues, data with their own examples (`cues.toml`). A list of words
//! is no safety, though: whether a line is for a note is weighed over all of it ([`crate::weigh`]), and in doubt it is held. A
//! held line is shown with its reason and can be switched on, so that the doubt costs one key.

use std::sync::LazyLock;

use regex::RegexSet;
use serde::Deserialize;

use crate::model::{PointKind, Private};
use crate::weigh::private as weigh;

use super::route::Routed;

/// Log-odds of a private remark from which a segment is held back.
const HELD_FROM: f64 = 0.0;
/// The same for a line of fewer words than [`FEW`], which say little.
const SHORT_HELD_FROM: f64 = 1.0;
/// From here on half a sentence is held whatever the other half says.
const SURELY: f64 = 2.5;
/// Words below which a segment is not weighed by itself.
const FEW: usize = 4;
/// What a cue adds to them.
const CUE: f64 = 3.0;

#[derive(Deserialize)]
struct File {
    cue: Vec<Cue>,
}

#[derive(Deserialize)]
struct Cue {
    why: Why,
    /// Holds whatever the rest of the line says.
    #[serde(default)]
    sure: bool,
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
    PersonalQuestion,
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
            Why::PersonalQuestion => Self::PersonalQuestion,
        }
    }
}

struct Cues {
    set: RegexSet,
    why: Vec<(Private, bool)>,
}

fn file() -> File {
    toml::from_str(include_str!("cues.toml")).expect("cues.toml is part of the program and is tested")
}

static CUES: LazyLock<Cues> = LazyLock::new(|| {
    let mut patterns = Vec::new();
    let mut why = Vec::new();
    for cue in file().cue {
        why.extend(std::iter::repeat_n(
            (Private::from(cue.why), cue.sure),
            cue.patterns.len(),
        ));
        patterns.extend(cue.patterns);
    }
    Cues {
        set: RegexSet::new(&patterns).expect("the patterns are tested"),
        why,
    }
});

/// Why a segment is held back, if it is. Quotation marks do not protect it.
///
/// What is plainly of a kind that people thank for (a promise, common ground, something shown) bears more doubt than a
/// moment that nothing marks.
/// `line` is what it stands in: half of a short private remark seldom is for a note ("counted three empty desks, nobody
/// mentioned it"), so a breath that is private as a whole takes its halves with it.
pub(super) fn private(segment: &str, line: &str, routed: Option<&Routed>) -> Option<Private> {
    let (cue, sure) = cue(segment).map_or((None, false), |(why, sure)| (Some(why), sure));
    if sure {
        return cue;
    }
    let few = segment.split_whitespace().count() < FEW;
    let held_from = if few { SHORT_HELD_FROM } else { HELD_FROM } + borne(routed);
    if cue.is_some() {
        return (weigh(segment) + CUE > held_from).then_some(cue).flatten();
    }
    // A breath stays whole: half of it would say something else ("hers at the top"). Two or three words of a longer line
    // are too few to weigh: "same as me", "31 yrs".
    let doubt = if one_breath(line) {
        weigh(line)
    } else if few {
        return None;
    } else {
        weigh(segment)
    };
    (doubt > held_from).then_some(Private::Unsure)
}

/// Whether the second half of a sentence is doubted with the first half as well, or so much by itself that this helps nothing.
/// `routed` is what the first half is.
pub(super) fn doubted(half: &str, sentence: &str, routed: Option<&Routed>) -> bool {
    let borne = borne(routed);
    weigh(sentence) > HELD_FROM + borne || weigh(half) > SURELY + borne
}

/// A short line without a turn from one thing to another.
fn one_breath(line: &str) -> bool {
    line.split_whitespace().count() <= 14 && !line.contains([';', '/', '.', ':']) && !line.contains(" but ")
}

/// The doubt that a kind bears beyond an unmarked moment.
fn borne(routed: Option<&Routed>) -> f64 {
    let Some(Routed::Point(kind, _)) = routed else {
        return 0.0;
    };
    match kind {
        PointKind::Promised | PointKind::Forgot | PointKind::Because => 3.0,
        PointKind::Thanks | PointKind::Shared | PointKind::Wants | PointKind::Advice => 2.0,
        PointKind::Quote => 2.5,
        PointKind::Mine => 0.8,
        _ => 0.0,
    }
}

/// Whether the answer to a question is not for a note: its writer means to give it, so only what is plain counts.
pub(super) fn withheld(segment: &str) -> bool {
    cue(segment).is_some()
}

/// Whether it is a question that an employer may hardly ask.
pub(super) fn forbidden(segment: &str) -> bool {
    cue(segment) == Some((Private::PersonalQuestion, true))
}

/// Whether an emoji behind a line says that it is not for a note.
pub(super) fn frowned_at(behind: &str) -> bool {
    behind.trim_start().starts_with([
        '\u{1F6A9}',
        '\u{1F92B}',
        '\u{1F910}',
        '\u{1F644}',
        '\u{1F62C}',
        '\u{1F44E}',
        '\u{274C}',
        '\u{1F6AB}',
        '\u{1F621}',
        '\u{1F620}',
        '\u{1F922}',
        '\u{1F92E}',
        '\u{1F480}',
        '\u{1F612}',
    ])
}

/// Whether the writer marked it private.
pub(super) fn marked(segment: &str) -> bool {
    cue(segment).is_some_and(|(why, _)| why == Private::Marked)
}

/// The reason that a cue names, and whether it holds by itself; a sure one goes first.
fn cue(segment: &str) -> Option<(Private, bool)> {
    let lower = segment.to_lowercase();
    let found: Vec<(Private, bool)> = CUES.set.matches(lower.trim()).iter().map(|i| CUES.why[i]).collect();
    found.iter().find(|(_, sure)| *sure).or(found.first()).copied()
}

/// Whether the segment is nothing but a mark about what stands before it: "skip", "keep mum", "don't go there".
pub(super) fn only_a_mark(segment: &str) -> bool {
    segment.split_whitespace().count() <= 6 && marked(segment)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_cue_holds_its_examples_and_lets_its_look_alikes_through() {
        for cue in file().cue {
            for line in &cue.holds {
                assert!(private(line, line, None).is_some(), "should be held back: {line}");
            }
            for line in &cue.lets {
                assert_eq!(super::cue(line), None, "should be no cue: {line}");
            }
        }
    }
}
