//! Where the sentences of a kept note come from, as JSON beside the note.
//!
//! When its owner changes the text, a sentence left as it was keeps its trace; any other is theirs.

use afterword_core::compose::follow_up::{FollowUp, Source};
use afterword_core::model::{Note, Starter};
use serde::{Deserialize, Serialize};

/// The trace of one note.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Trace {
    /// Every sentence, in order.
    pub(crate) sentences: Vec<Traced>,
    /// What is left to finish.
    #[serde(default)]
    pub(crate) starters: Vec<Unfinished>,
    /// The day the text was written for: its "today" and "yesterday" hold on that day.
    #[serde(default)]
    pub(crate) written_for: Option<jiff::civil::Date>,
}

/// One sentence.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub(crate) struct Traced {
    /// Its words.
    pub(crate) text: String,
    /// The points of the jot it was made from: `p3`.
    #[serde(default)]
    pub(crate) points: Vec<String>,
    /// The facts of the case it rests on: `round 1`, `stated 1`.
    #[serde(default)]
    pub(crate) facts: Vec<String>,
    /// The frame it was cast in.
    #[serde(default)]
    pub(crate) frame: String,
    /// Its owner's own words.
    #[serde(default)]
    pub(crate) own: bool,
}

/// A sentence left to the person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub(crate) struct Unfinished {
    /// Its beginning.
    pub(crate) text: String,
    /// The jot's own words.
    pub(crate) jot: String,
    /// The point.
    pub(crate) point: String,
}

impl Trace {
    /// Of a note made from a jot.
    pub(crate) fn of_note(note: &Note, written_for: jiff::civil::Date) -> Self {
        let sentence = |s: &afterword_core::model::Sentence| Traced {
            text: s.text.clone(),
            points: s.points.iter().map(ToString::to_string).collect(),
            facts: Vec::new(),
            frame: s.frame.clone(),
            own: s.frame == "own",
        };
        let unfinished = |s: &Starter| Unfinished {
            text: s.text.clone(),
            jot: s.jot.clone(),
            point: s.point.to_string(),
        };
        Self {
            sentences: note.sentences().map(sentence).collect(),
            starters: note.starters.iter().map(unfinished).collect(),
            written_for: Some(written_for),
        }
    }

    /// Of a note made from the case.
    pub(crate) fn of_follow_up(note: &FollowUp, written_for: jiff::civil::Date) -> Self {
        let sentences = note.lines().map(|line| Traced {
            text: line.text.clone(),
            points: Vec::new(),
            facts: line.sources.iter().map(fact).collect(),
            frame: line.frame.clone(),
            own: false,
        });
        Self {
            sentences: sentences.collect(),
            starters: Vec::new(),
            written_for: Some(written_for),
        }
    }

    /// What is kept beside a note.
    pub(crate) fn read(kept: Option<&serde_json::Value>) -> Self {
        kept.and_then(|v| serde_json::from_value(v.clone()).ok())
            .unwrap_or_default()
    }

    /// As it is kept.
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::to_value(self).unwrap_or_default()
    }

    /// Whether its owner wrote any of it.
    pub(crate) fn is_edited(&self) -> bool {
        self.sentences.iter().any(|s| s.own)
    }

    /// The trace of a text its owner made of the old one. A sentence that stands there as it was keeps its trace; what
    /// stands between is their own. Nothing is left to finish once they had it in hand.
    #[must_use]
    pub(crate) fn after_edit(&self, body: &str) -> Self {
        let mut sentences = Vec::new();
        for paragraph in inner(body) {
            let mut rest = paragraph;
            while !rest.trim().is_empty() {
                let next = self
                    .sentences
                    .iter()
                    .filter(|s| !s.text.is_empty())
                    .filter_map(|s| rest.find(&s.text).map(|at| (at, s)))
                    .min_by_key(|(at, s)| (*at, usize::MAX - s.text.len()));
                let (before, kept) = match next {
                    Some((at, kept)) => (&rest[..at], Some(kept)),
                    None => (rest, None),
                };
                if before.chars().any(char::is_alphanumeric) {
                    sentences.push(Traced {
                        text: before.trim().to_owned(),
                        own: true,
                        ..Traced::default()
                    });
                }
                let Some(kept) = kept else { break };
                sentences.push(kept.clone());
                rest = &rest[before.len() + kept.text.len()..];
            }
        }
        Self {
            sentences,
            starters: Vec::new(),
            written_for: self.written_for,
        }
    }
}

/// The paragraphs between the greeting and the sign-off.
fn inner(body: &str) -> Vec<&str> {
    let paragraphs: Vec<&str> = body.split("\n\n").map(str::trim).filter(|p| !p.is_empty()).collect();
    match paragraphs.as_slice() {
        [_, inner @ .., _] if !inner.is_empty() => inner.to_vec(),
        all => all.to_vec(),
    }
}

fn fact(source: &Source) -> String {
    match source {
        Source::Case => "case".to_owned(),
        Source::Round(n) => format!("round {n}"),
        Source::Stated(n) => format!("stated {n}"),
        Source::Asked(key) => format!("asked {key}"),
        Source::Promise(id) => format!("promise {id}"),
        Source::People(n) => format!("people {n}"),
        Source::Outcome => "outcome".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn traced(text: &str, point: &str) -> Traced {
        Traced {
            text: text.to_owned(),
            points: vec![point.to_owned()],
            ..Traced::default()
        }
    }

    #[test]
    fn untouched_sentences_keep_their_trace_and_the_rest_is_the_owners() {
        let trace = Trace {
            sentences: vec![
                traced("Thank you for the call.", "p1"),
                traced("You moved from Boston.", "p2"),
                traced("I would like to join.", "p3"),
            ],
            ..Trace::default()
        };
        let body = "Dear Maria,\n\nThank you for the call. The ferry story made me smile. You moved from Boston.\n\n\
                    I would love to join.\n\nBest,\nGabriela\n";
        let after = trace.after_edit(body);
        let seen: Vec<(&str, bool)> = after.sentences.iter().map(|s| (s.text.as_str(), s.own)).collect();
        assert_eq!(
            seen,
            [
                ("Thank you for the call.", false),
                ("The ferry story made me smile.", true),
                ("You moved from Boston.", false),
                ("I would love to join.", true),
            ]
        );
        assert_eq!(after.sentences[2].points, ["p2"]);
        assert!(after.is_edited() && !trace.is_edited());
    }
}
