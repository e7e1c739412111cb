//! What stands before a colon and says whom the line is about: "Piers again:", "to Al:", "for everybody:".
use std::ops::Range;

use super::Reader;
use super::name;
use super::owner::Owner;
use super::unit;
use crate::model::PointKind;

/// Bytes a label takes at most, and its words.
const LONGEST: usize = 48;
const MOST_WORDS: usize = 6;

/// Words of a label that name nobody.
const FILLING: &[&str] = &[
    "to", "for", "re", "about", "with", "and", "again", "also", "back", "now", "the", "a", "general", "note", "notes",
    "thing", "things", "more", "of", "ps", "one", "from", "them", "us", "on", "plus", "oh", "again", "3", "4", "three",
    "four", "two",
];
const EVERYONE: &[&str] = &["everyone", "everybody", "all", "both", "team", "panel", "whole"];

impl Reader<'_> {
    /// Whom the label in front of `span` names, what stands behind it, and the kind of thing it says that is.
    pub(super) fn label(&self, span: &Range<usize>) -> Option<(Owner, Range<usize>, Option<PointKind>)> {
        let piece = &self.text[span.clone()];
        let colon = piece.find(": ").filter(|at| *at <= LONGEST);
        let (end, joint) = match colon {
            Some(at) => (at, 1),
            None => (piece.find(" - ").filter(|at| *at <= LONGEST)?, 2),
        };
        let ws = name::words(self.text, span.start..span.start + end);
        let kind = ws.iter().find_map(|w| match w.lower.as_str() {
            "me" | "mine" => Some(PointKind::Mine),
            "owe" | "send" | "promised" | "promise" => Some(PointKind::Promised),
            _ => None,
        });
        let marks = ["me", "mine", "owe", "send", "promised", "promise"];
        let said: Vec<&name::Word> = ws
            .iter()
            .filter(|w| !FILLING.contains(&w.lower.as_str()) && !marks.contains(&w.lower.as_str()))
            .collect();
        if said.is_empty() || ws.len() > MOST_WORDS {
            return None;
        }
        let rest = unit::trim(self.text, span.start + end + joint..span.end)?;
        let lower = said.iter().map(|w| w.lower.as_str()).collect::<Vec<_>>().join(" ");
        let named = || {
            self.roster
                .lookup(&lower)
                .or_else(|| self.roster.initial(&lower))
                .or_else(|| self.roster.shortened(&lower))
                .or_else(|| self.roster.misspelt(&lower))
                .map(Owner::Person)
        };
        // "-> lukas: my late data test suite"
        let kind = kind.or((piece.starts_with("->") || piece.starts_with('\u{2192}')).then_some(PointKind::Promised));
        if colon.is_none() {
            // A dash is a label's only behind a name that the roster knows by another spelling.
            let other = self.roster.lookup(&lower).is_none() && said.len() == ws.len();
            return named().filter(|_| other).map(|owner| (owner, rest, kind));
        }
        if let ([only], Some(p)) = (&said[..], self.current)
            && matches!(only.lower.as_str(), "she" | "he")
        {
            return Some((Owner::Person(p), rest, kind));
        }
        if said.iter().all(|w| EVERYONE.contains(&w.lower.as_str())) {
            return Some((Owner::Everyone, rest, kind));
        }
        named().map(|owner| (owner, rest, kind))
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
