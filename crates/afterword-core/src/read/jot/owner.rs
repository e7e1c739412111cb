//! Whose a segment is: the person named, the one a pronoun fits, the one the block is about, everyone, or nobody.
use std::ops::Range;

use crate::model::{Person, PointKind, Pronoun};

use super::Reader;
use super::label::is_about_all;
use super::name;
use super::people;
use super::route::Routed;
use super::unit::Unit;

/// Who a segment belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Owner {
    Person(usize),
    Everyone,
    Nobody,
}

impl Owner {
    pub(super) fn person(self) -> Option<usize> {
        match self {
            Self::Person(p) => Some(p),
            Self::Everyone | Self::Nobody => None,
        }
    }
}

impl Reader<'_> {
    pub(super) fn owner(
        &mut self,
        u: &Unit,
        span: &Range<usize>,
        given: Option<Owner>,
        routed: Option<&Routed>,
    ) -> Owner {
        if let Some(owner) = given {
            return owner;
        }
        // "referred by Hal, called Naveed himself": all of the line is about who put in a word.
        if let (Some(p), true) = (self.current, self.passing.is_some()) {
            return Owner::Person(p);
        }
        let text = &self.text[span.clone()];
        let lower = text.to_ascii_lowercase();
        let ws = name::words(self.text, span.clone());
        let mentions = self.roster.mentions(&ws);
        let told_all = [
            "both of them",
            "told both",
            "them both",
            "tell both",
            "everyone",
            "everybody",
            "anybody",
            "told them all",
            "all of them",
            "both the",
            "both of the",
            "either of them",
            "the whole panel",
        ]
        .iter()
        .any(|p| lower.contains(p));
        let directed = matches!(
            routed,
            Some(
                Routed::Point(
                    PointKind::Promised
                        | PointKind::Forgot
                        | PointKind::Mine
                        | PointKind::Thanks
                        | PointKind::Wants
                        | PointKind::Shared
                        | PointKind::Advice
                        | PointKind::Quote,
                    _
                ) | Routed::Asked { .. }
            )
        );
        let in_bullets = u.bullet && self.current.is_some();
        if mentions.is_empty() && (told_all && directed || is_about_all(&lower) && !in_bullets) {
            return Owner::Everyone;
        }
        // "(Priscilla's Q)", "(also cheryl)" at the end, and a name at the front or right behind a verb of telling.
        if let Some((p, at, _)) = mentions.first().copied() {
            let in_block =
                self.current.is_some() && !self.free && (self.bulleted || u.siblings == 1) && !self.everyone_section;
            let front = at <= 1;
            let told = at > 0
                && matches!(
                    ws[at - 1].lower.as_str(),
                    "told"
                        | "tell"
                        | "promised"
                        | "send"
                        | "owe"
                        | "get"
                        | "text"
                        | "email"
                        | "e-mail"
                        | "give"
                        | "gave"
                        | "to"
                        | "showed"
                        | "asked"
                        | "with"
                        | "by"
                        | "for"
                        | "from"
                        | "explained"
                        | "scan"
                        | "thats"
                        | "dear"
                        | "also"
                );
            if !in_block
                || front
                || told && directed
                || lower.ends_with(')') && mentions.last().is_some_and(|m| m.1 + 2 >= ws.len())
            {
                if !in_block && (front || !u.bullet) {
                    self.current = Some(p);
                }
                return Owner::Person(p);
            }
        }
        let spoken = people::pronoun(text);
        let fits = |p: usize, pronoun: Pronoun, people: &[Person]| people[p].pronoun.is_none_or(|q| q == pronoun);
        if let Some(pronoun) = spoken {
            if let Some(c) = self.current.filter(|c| fits(*c, pronoun, &self.roster.people))
                && !self.everyone_section
            {
                return Owner::Person(c);
            }
            // The most recent other person it fits.
            let other = self
                .points
                .iter()
                .rev()
                .filter_map(|(o, _)| o.person())
                .find(|p| self.roster.people[*p].pronoun == Some(pronoun));
            if let Some(p) = other {
                return Owner::Person(p);
            }
        }
        if self.everyone_section {
            return Owner::Everyone;
        }
        let loose = matches!(routed, Some(Routed::Point(PointKind::Forgot | PointKind::Because, _)));
        if self.free {
            // "Q: my worst CAPA" behind somebody's bullets was theirs all the same.
            if let (Some(c), Some(Routed::Asked { .. } | Routed::Better(_)), false) =
                (self.current, routed, u.after_blank)
            {
                return Owner::Person(c);
            }
            if self.single {
                return Owner::Person(0);
            }
            return if matches!(
                routed,
                Some(Routed::Point(
                    PointKind::Forgot | PointKind::Because | PointKind::Mine,
                    _
                ))
            ) {
                Owner::Everyone
            } else {
                Owner::Nobody
            };
        }
        match self.current {
            Some(c) => Owner::Person(c),
            _ if self.single => Owner::Person(0),
            _ if loose => Owner::Everyone,
            _ => Owner::Nobody,
        }
    }

    pub(super) fn learn_pronoun(&self, text: &str, person: usize) -> Option<Pronoun> {
        let mentions = self.roster.mentions(&name::words(text, 0..text.len()));
        // "sent me to him": of somebody else.
        if self.passing.is_some() {
            return None;
        }
        if mentions.iter().any(|m| m.0 != person) {
            return None;
        }
        people::pronoun(text)
    }
}
