//! Questions they asked me: the topic, the slip, and the better answer behind it.
use std::ops::Range;

use crate::model::{Asks, Place, Point, PointId, PointKind, Private, Question};

use super::Reader;
use super::name;
use super::opening::{first_word, starts_with_subject};
use super::owner::Owner;
use super::pieces::Piece;
use super::private;
use super::route;
use super::route::{Routed, is_blunder};
use super::unit::Unit;

/// A question they asked, waiting for the better answer.
#[derive(Debug, Clone)]
pub(super) struct Open {
    pub(super) topic: Range<usize>,
    pub(super) owner: Owner,
    pub(super) line: usize,
    pub(super) span: Range<usize>,
    pub(super) blunder: bool,
    pub(super) better: Option<Range<usize>>,
    pub(super) age: usize,
}

impl Reader<'_> {
    /// A slip named where no question is open: its topic stands before it, in the same line, or nowhere.
    pub(super) fn own_blunder(
        &mut self,
        u: &Unit,
        piece: &Piece,
        text: &str,
        who: Owner,
        merged: &mut Vec<(Range<usize>, Owner, Option<Routed>)>,
    ) -> bool {
        self.close_question();
        let open = |topic: Range<usize>, owner: Owner, start: usize| Open {
            topic,
            owner,
            line: u.line,
            span: start..piece.span.end,
            blunder: true,
            better: None,
            age: 0,
        };
        if let Some(topic) = route::topic_first(text) {
            let topic = piece.span.start + topic.start..piece.span.start + topic.end;
            self.open = Some(open(topic, who, piece.span.start));
            return true;
        }
        if merged.last().is_some_and(|m| {
            m.2.is_none() || matches!(m.2, Some(Routed::Point(PointKind::Mine | PointKind::Moment, _)))
        }) && let Some((span, owner, _)) = merged.pop()
        {
            self.open = Some(open(span.clone(), owner, span.start));
            return true;
        }
        let before = self
            .points
            .pop_if(|(_, p)| p.place.line == u.line && matches!(p.kind, PointKind::Moment | PointKind::Mine));
        if let Some((owner, p)) = before {
            self.open = Some(open(p.place.span.clone(), owner, p.place.span.start));
            return true;
        }
        self.hold(piece.span.clone(), u.line, Private::Blunder, who.person());
        true
    }

    /// Follows a question they asked through the words behind it. True when the segment was part of that.
    pub(super) fn question_step(
        &mut self,
        u: &Unit,
        piece: &Piece,
        text: &str,
        routed: Option<&Routed>,
        who: Owner,
        inner: bool,
    ) -> bool {
        if let Some(Routed::Asked { topic, blunder, better }) = routed {
            self.close_question();
            let better = better
                .as_ref()
                .map(|b| piece.span.start + b.start..piece.span.start + b.end);
            let topic = piece.span.start + topic.start..piece.span.start + topic.end;
            let owner = piece.owner.unwrap_or(who);
            self.open = Some(Open {
                topic,
                owner,
                line: u.line,
                span: piece.span.clone(),
                blunder: *blunder,
                better,
                age: 0,
            });
            return true;
        }
        let Some(open) = &mut self.open else {
            return false;
        };
        open.age += 1;
        let named = !self
            .roster
            .mentions(&name::words(self.text, piece.span.clone()))
            .is_empty()
            || text.to_ascii_lowercase().starts_with("said ");
        let same_breath = u.line == open.line || u.line == open.line + 1 && open.better.is_none();
        match routed {
            Some(Routed::Better(range)) if same_breath => {
                open.better = Some(piece.span.start + range.start..piece.span.end);
                open.span.end = piece.span.end;
                true
            }
            // "Should have said: sit on the floor first" behind a question that went badly.
            Some(Routed::Point(PointKind::Forgot, range))
                if same_breath
                    && open.blunder
                    && open.better.is_none()
                    && text.to_ascii_lowercase().starts_with("should") =>
            {
                open.better = Some(piece.span.start + range.start..piece.span.end);
                open.span.end = piece.span.end;
                true
            }
            // "The fuller answer is A, B, and C": what goes on without a new subject belongs to it.
            _ if open.better.is_some() && u.line == open.line => {
                let lower = text.to_ascii_lowercase();
                // Dictation makes units of its clauses.
                let goes_on = (inner
                    || u.siblings > 3 && (lower.starts_with("and i ") || lower.starts_with("and we ")))
                    && !named
                    && !matches!(
                        routed,
                        Some(
                            Routed::Point(
                                PointKind::Promised
                                    | PointKind::Forgot
                                    | PointKind::Wants
                                    | PointKind::Shared
                                    | PointKind::Advice
                                    | PointKind::Quote,
                                _
                            ) | Routed::Decision
                        )
                    )
                    && !lower.starts_with("i told")
                    && !lower.starts_with("told ")
                    && !lower.starts_with("she ")
                    && !lower.starts_with("he ")
                    && !private::withheld(text)
                    && !lower.starts_with("also ")
                    && !(lower.starts_with("then ") && starts_with_subject(text));
                let checked = lower.starts_with("i checked");
                if goes_on && !checked {
                    if let Some(better) = &mut open.better {
                        better.end = piece.span.end;
                    }
                    open.span.end = piece.span.end;
                    return true;
                }
                if checked {
                    open.span.end = piece.span.end;
                    return true;
                }
                self.close_question();
                false
            }
            _ if same_breath
                && open.age <= 3
                && open.better.is_none()
                && !matches!(routed, Some(Routed::Better(_) | Routed::Point(PointKind::Promised, _)))
                && (is_blunder(text)
                    || route::is_own_blunder(text)
                    || (inner || u.siblings > 3) && is_short_own_past(text)) =>
            {
                open.blunder = true;
                open.span.end = piece.span.end;
                // "and I got vague: they moved the team" goes on to the answer.
                if let Some(answer) = route::answer_behind(text) {
                    open.better = Some(piece.span.start + answer.start..piece.span.start + answer.end);
                }
                true
            }
            // "somebody who is good but always late": the question goes on.
            None if inner
                && u.line == open.line
                && !open.blunder
                && open.better.is_none()
                && text.starts_with("but ")
                && !starts_with_subject(text)
                && !is_blunder(text) =>
            {
                open.topic.end = piece.span.end;
                open.span.end = piece.span.end;
                true
            }
            // "asked X, I froze, you sell the fillet and ...": after the blunder the next own words are the answer.
            None if u.line == open.line
                && open.blunder
                && open.age <= 3
                && !private::withheld(text)
                && !starts_with_they(text)
                && !named
                && (inner || starts_with_own(text)) =>
            {
                open.better = Some(piece.span.clone());
                open.span.end = piece.span.end;
                true
            }
            Some(Routed::Point(PointKind::Mine, _))
                if u.line == open.line
                    && open.blunder
                    && open.age <= 3
                    && !text.to_ascii_lowercase().starts_with("i told")
                    && !text.to_ascii_lowercase().starts_with("told") =>
            {
                open.better = Some(piece.span.clone());
                open.span.end = piece.span.end;
                true
            }
            _ => {
                if u.line != open.line {
                    self.close_question();
                }
                false
            }
        }
    }

    pub(super) fn close_question(&mut self) {
        let Some(open) = self.open.take() else { return };
        let who = open.owner;
        if let Some(better) = open.better {
            let topic = self.topic(open.topic);
            let id = self.id();
            self.points.push((
                who,
                Point {
                    id,
                    kind: PointKind::AskedMe,
                    text: topic,
                    better: Some(without_sigh(self.text[better].trim_end_matches(['!', ' '])).to_owned()),
                    due: None,
                    favourite: false,
                    doubted: false,
                    place: Place {
                        line: open.line,
                        span: open.span,
                    },
                },
            ));
            return;
        }
        let topic = self.topic(open.topic.clone());
        let name = who
            .person()
            .map_or_else(|| "They".to_owned(), |p| self.roster.people[p].given_name().to_owned());
        self.hold(open.span.clone(), open.line, Private::Blunder, who.person());
        let id = PointId(self.next_id);
        self.questions.push(Question {
            about: id.to_string(),
            text: format!(
                "{name} asked you about {}. What would you answer now?",
                topic_words(&topic)
            ),
            line: Some(open.line),
            asks: Asks::Better {
                point: Box::new(Point {
                    id,
                    kind: PointKind::AskedMe,
                    text: topic,
                    better: None,
                    due: None,
                    favourite: false,
                    doubted: false,
                    place: Place {
                        line: open.line,
                        span: open.span,
                    },
                }),
                person: who.person(),
            },
            guess: None,
        });
    }

    /// The question without the words about how it went: "LRU eviction and i botched it" -> "LRU eviction".
    fn topic(&self, range: Range<usize>) -> String {
        let text = self.text[range].to_owned();
        let lower = text.to_ascii_lowercase();
        let mut end = text.len();
        if let Some(at) = route::blunder_at(&text) {
            let mut head = text[..at].trim_end_matches([' ', ',', '-', '.', ':', ';']);
            while let Some(cut) = [
                " and",
                " but",
                " i",
                " so",
                " we",
                " just",
                " only",
                " totally",
                " completely",
                " really",
                " &",
                " went",
                " it",
                " she pushed",
                " kinda",
                " my mind",
            ]
            .iter()
            .find(|t| head.to_ascii_lowercase().ends_with(**t))
            {
                head = head[..head.len() - cut.len()].trim_end_matches([' ', ',', '-', '.', ':', ';']);
            }
            if head.len() > 3 {
                end = head.len();
            }
        }
        // ", stuffed it up", ", got stuck": how I did is no part of the question.
        let ws = name::words(&text, 0..text.len());
        for w in ws.windows(2) {
            let past = crate::lexicon::lexicon().is_verb(&w[1].lower, crate::lexicon::VerbForm::Past);
            if w[0].gap.contains(',') && past && w[0].span.end > 3 {
                end = end.min(w[0].span.end);
            }
        }
        for stop in [
            " and i ",
            ", i ",
            " - i ",
            "... i ",
            ". i ",
            " but i ",
            " - ",
            "...",
            "\u{2026}",
            ", brain",
            ", and i",
            " so i ",
            " and my mind",
            ", blank",
            ", went",
            " and went",
        ] {
            if let Some(at) = lower.find(stop)
                && at > 3
            {
                end = end.min(at);
            }
        }
        let mut out = text[..end].trim_end_matches([',', '.', '-', ' ', '?', ':']).to_owned();
        for lead in ["about ", "abt ", "on ", "re ", "me about ", "me abt ", "me "] {
            if out.to_ascii_lowercase().starts_with(lead) {
                out = out[lead.len()..].to_owned();
            }
        }
        out
    }
}

/// An answer without what the candidate says to themselves behind it: "its 1 in 60 i knew that".
fn without_sigh(answer: &str) -> &str {
    let lower = answer.to_ascii_lowercase();
    [
        " i knew that",
        " i know that",
        " of course",
        " obviously",
        " duh",
        " argh",
        " ffs",
        " easy",
        " damn",
    ]
    .iter()
    .find_map(|sigh| lower.strip_suffix(sigh))
    .filter(|rest| rest.split_whitespace().count() >= 2)
    .map_or(answer, |rest| {
        answer[..rest.len()].trim_end_matches([' ', ',', '-', '.', '!'])
    })
}

pub(super) fn topic_words(topic: &str) -> String {
    if topic.split_whitespace().next().is_some_and(|w| {
        matches!(
            w.to_ascii_lowercase().as_str(),
            "what" | "how" | "why" | "which" | "where" | "when" | "whether" | "if" | "who"
        )
    }) {
        format!("\u{201C}{topic}\u{201D}")
    } else {
        topic.to_owned()
    }
}

fn starts_with_own(text: &str) -> bool {
    matches!(
        first_word(text).as_str(),
        "i" | "i'd"
            | "id"
            | "i'm"
            | "im"
            | "it"
            | "it's"
            | "its"
            | "you"
            | "really"
            | "the"
            | "step"
            | "on"
            | "my"
            | "ours"
            | "we"
    )
}

fn starts_with_they(text: &str) -> bool {
    matches!(
        first_word(text).as_str(),
        "he" | "she" | "they" | "hes" | "shes" | "he's" | "she's" | "theyre" | "they're"
    )
}

/// "got stuck", "stuffed it up", "I got turned around": how I did, right behind what they asked.
fn is_short_own_past(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let first = first_word(text);
    let own_turn = ["i got", "i went", "i was", "i gave", "i said", "i did", "got ", "went "]
        .iter()
        .any(|p| {
            lower
                .trim_start_matches("and ")
                .trim_start_matches("but ")
                .starts_with(p)
        });
    if own_turn && lower.split_whitespace().count() <= 16 {
        return true;
    }
    let own = first == "i" || crate::lexicon::lexicon().is_verb(&first, crate::lexicon::VerbForm::Past);
    own && lower.split_whitespace().count() <= 6 && !lower.contains('"')
}
