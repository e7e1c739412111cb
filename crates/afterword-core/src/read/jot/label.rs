//! What stands before a colon and says whom the line is about: "Piers again:", "to Al:", "for everybody:".
use std::ops::Range;

use super::Reader;
use super::name;
use super::owner::Owner;
use super::unit;

/// Bytes a label takes at most, and its words.
const LONGEST: usize = 48;
const MOST_WORDS: usize = 6;

/// Words of a label that name nobody.
const FILLING: &[&str] = &[
    "to", "for", "re", "about", "with", "and", "again", "also", "back", "now", "the", "a", "general", "note", "notes",
    "thing", "things", "more", "of", "one", "from", "them", "us", "on", "plus", "oh", "again", "3", "4", "three",
    "four", "two",
];
const EVERYONE: &[&str] = &["everyone", "everybody", "all", "both", "team", "panel", "whole"];

impl Reader<'_> {
    /// Whom the label in front of `span` names, and what stands behind it.
    pub(super) fn label(&self, span: &Range<usize>) -> Option<(Owner, Range<usize>)> {
        let piece = &self.text[span.clone()];
        let colon = piece.find(": ").filter(|at| *at <= LONGEST)?;
        let ws = name::words(self.text, span.start..span.start + colon);
        let said: Vec<&name::Word> = ws.iter().filter(|w| !FILLING.contains(&w.lower.as_str())).collect();
        if said.is_empty() || ws.len() > MOST_WORDS {
            return None;
        }
        let rest = unit::trim(self.text, span.start + colon + 1..span.end)?;
        if let ([only], Some(p)) = (&said[..], self.current)
            && matches!(only.lower.as_str(), "she" | "he")
        {
            return Some((Owner::Person(p), rest));
        }
        if said.iter().all(|w| EVERYONE.contains(&w.lower.as_str())) {
            return Some((Owner::Everyone, rest));
        }
        let lower = said.iter().map(|w| w.lower.as_str()).collect::<Vec<_>>().join(" ");
        let found = self.roster.lookup(&lower).or_else(|| self.roster.misspelt(&lower))?;
        Some((Owner::Person(found), rest))
    }
}

/// "They all wear name badges", "the whole team stood up", "all three of them eat lunch together".
pub(super) fn is_about_all(lower: &str) -> bool {
    [
        "all of them ",
        "all three ",
        "all four ",
        "all five ",
        "they all ",
        "everyone ",
        "everybody ",
        "the whole team ",
        "the whole panel ",
        "the whole crew ",
        "all lovely ",
        "all so ",
        "all very ",
        "all were ",
    ]
    .iter()
    .any(|lead| lower.starts_with(lead))
}
