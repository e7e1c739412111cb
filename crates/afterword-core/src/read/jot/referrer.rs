//! Who put in a word: "Tobias Lindahl put us in touch", "referred by Hal Jessup". A line in passing, and what stands below
//! goes on about whoever it was about before.

use std::sync::LazyLock;

use regex::Regex;

use crate::model::Part;

use super::Reader;
use super::name;
use super::people::inline;
use super::unit::Unit;

/// Whose line it is for now, and to whom the jot goes back below it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Passing {
    line: usize,
    /// Where the sentence ends, in a line of many: dictation has all of the jot in one.
    until: Option<usize>,
    back_to: Option<usize>,
    free: bool,
}

/// Whether a sentence says that somebody brought me and them together.
fn brings_together(text: &str) -> bool {
    static WORD: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"(?i)\b(?:put (?:us|me) (?:both )?in (?:touch|contact)|(?:got|helped) me (?:in\b|(?:the|this) interview)|sent me (?:to|their way|here|over to) |(?:referred|recommended) (?:me\b|by\b)|put in a (?:good )?word|passed (?:on )?my (?:name|cv|resume|details)|gave (?:him|her|them) my name|(?:connected|introduced) us\b|hooked (?:us|me) up|told me (?:about|of) (?:the|this) (?:job|opening|post|role|vacancy|position))",
        )
        .expect("tested")
    });
    WORD.is_match(text)
}

impl Reader<'_> {
    /// Remembers where the jot was, where a line only names whoever put in a word.
    pub(super) fn passing(&mut self, u: &Unit) {
        if let Some(passing) = self
            .passing
            .take_if(|p| p.line != u.line || p.until.is_some_and(|end| u.span.start >= end))
        {
            self.current = passing.back_to;
            self.free = passing.free;
        }
        if self.passing.is_some() || !brings_together(&self.text[u.span.clone()]) {
            return;
        }
        let ws = name::words(self.text, u.span.clone());
        let introduced = inline(self.text, u.span.clone(), &self.roster, u.line, false);
        let named = introduced
            .first()
            .and_then(|i| self.roster.lookup(&i.person.name.to_lowercase()))
            .or_else(|| self.roster.mentions(&ws).first().map(|m| m.0));
        let Some(p) = named else { return };
        // Somebody with a post there who also introduced me is met all the same.
        let person = &mut self.roster.people[p];
        let relation = |t: &str| {
            t.starts_with("my ")
                || t.split(' ').next_back().is_some_and(|w| {
                    matches!(
                        w,
                        "friend" | "colleague" | "neighbour" | "neighbor" | "cousin" | "classmate"
                    )
                })
        };
        let posted = person.title.as_deref().is_some_and(|t| !relation(t));
        if person.line != u.line || posted {
            return;
        }
        person.part = Part::Referrer;
        self.passing = Some(Passing {
            line: u.line,
            until: (u.siblings > 3).then_some(u.span.end),
            back_to: self.current,
            free: self.free,
        });
        self.current = Some(p);
        self.free = false;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bringing_together_is_told_from_bringing_about() {
        for yes in [
            "Tobias Lindahl put us in touch",
            "Bea Nordin got me in",
            "Priscilla got me the interview",
            "referred by Hal Jessup",
            "Wanda Prokop sent me to him",
            "Inez put in a good word",
        ] {
            assert!(brings_together(yes), "{yes}");
        }
        for no in [
            "she sent me the plans",
            "put the two lines in",
            "told me about the flood",
            "introduced me to the crew",
        ] {
            assert!(!brings_together(no), "{no}");
        }
    }
}
