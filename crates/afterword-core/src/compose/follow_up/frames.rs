//! The sentences of the notes that follow, chosen from data: see `follow_up.toml`.

use std::sync::LazyLock;

use serde::Deserialize;

use super::super::frames::Slots;
use crate::casebook::Purpose;
use crate::model::{Warmth, Wording};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    frame: Vec<Group>,
}

/// Sentences of one slot that fit the same notes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Group {
    id: String,
    purpose: Vec<Purpose>,
    slot: String,
    #[serde(default)]
    warmth: Vec<Warmth>,
    /// What must be so.
    #[serde(default)]
    when: Vec<String>,
    /// Only where no other group can be said.
    #[serde(default)]
    fallback: bool,
    texts: Vec<String>,
    /// The first of the texts, filled in.
    #[cfg_attr(not(test), expect(dead_code, reason = "examples are for the tests"))]
    example: String,
}

static GROUPS: LazyLock<Vec<Group>> = LazyLock::new(|| {
    let file: File =
        toml::from_str(include_str!("../follow_up.toml")).expect("follow_up.toml is part of the program and is tested");
    file.frame
});

/// Where a sentence is wanted.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place<'a> {
    pub(super) purpose: Purpose,
    pub(super) warmth: Warmth,
    /// What is so: `again`, `moved`, `rejection`.
    pub(super) facts: &'a [&'static str],
}

impl Group {
    fn fits(&self, slot: &str, place: Place<'_>) -> bool {
        self.slot == slot
            && self.purpose.contains(&place.purpose)
            && (self.warmth.is_empty() || self.warmth.contains(&place.warmth))
            && self.when.iter().all(|w| place.facts.contains(&w.as_str()))
    }

    /// More said about where it fits goes first, what always fits last.
    fn rank(&self) -> usize {
        if self.fallback { 0 } else { 1 + self.when.len() }
    }
}

/// A sentence as it was filled, and the slots it names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Filled {
    pub(super) way: Wording,
    pub(super) slots: Vec<String>,
}

/// The ways to fill a slot that fit best, in the order of the file. Empty where nothing fits.
pub(super) fn ways(slot: &str, place: Place<'_>, slots: &Slots) -> Vec<Filled> {
    let fitting = GROUPS.iter().filter(|g| g.fits(slot, place));
    let filled: Vec<(usize, Filled)> = fitting
        .flat_map(|group| group.texts.iter().enumerate().map(move |(i, text)| (group, i, text)))
        .filter_map(|(group, i, text)| {
            let way = Wording {
                text: slots.fill(text)?,
                frame: format!("{}.{}", group.id, i + 1),
            };
            let slots = named(text);
            Some((group.rank(), Filled { way, slots }))
        })
        .collect();
    let best = filled.iter().map(|(rank, _)| *rank).max();
    filled
        .into_iter()
        .filter(|(rank, _)| Some(*rank) == best)
        .map(|(_, filled)| filled)
        .collect()
}

/// The slots a text names.
fn named(text: &str) -> Vec<String> {
    let pieces = text.split('{').skip(1);
    pieces.filter_map(|p| p.split('}').next()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::super::tests::slots;
    use super::*;

    #[test]
    fn every_group_has_its_own_id_and_its_example() {
        let (mut ids, mut texts) = (HashSet::new(), HashSet::new());
        let known = [
            "again",
            "moved",
            "after",
            "requested",
            "forwarded",
            "rejection",
            "withdrawal",
            "accepted",
            "referrer",
            "interviewed",
            "coordinator",
        ];
        for group in GROUPS.iter() {
            assert!(ids.insert(&group.id), "{} twice", group.id);
            assert_eq!(
                slots().fill(&group.texts[0]).as_ref(),
                Some(&group.example),
                "{}",
                group.id
            );
            assert!(group.when.iter().all(|w| known.contains(&w.as_str())), "{}", group.id);
            for text in &group.texts {
                assert!(
                    texts.insert((text, group.purpose[0], group.warmth.first().copied())),
                    "{text} twice"
                );
                assert!(
                    text.ends_with(['.', '?']) && !text.contains(['\'', '!', '\u{2019}']),
                    "{text}"
                );
                assert!(slots().fill(text).is_some(), "{text} names an unknown slot");
                assert!(text.split_whitespace().count() <= 26, "{text} is long");
            }
        }
    }
}
