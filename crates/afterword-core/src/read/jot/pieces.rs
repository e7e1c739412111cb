//! Segments to points: what belongs together is put together again once each piece is known for what it is.
use std::ops::Range;

use crate::model::{Place, PointKind, Private};

use super::Reader;
use super::name;
use super::opening::starts_with_subject;
use super::owner::Owner;
use super::people;
use super::private;
use super::route;
use super::route::{Routed, route};
use super::unit::Unit;

#[derive(Debug, Clone)]
pub(super) struct Piece {
    pub(super) span: Range<usize>,
    pub(super) owner: Option<Owner>,
    pub(super) introduces: bool,
}

impl Reader<'_> {
    pub(super) fn pieces(&mut self, u: &Unit, pieces: &[Piece]) {
        // Whom an "and thank her too" names: what goes on is about them.
        let mut thanked: Option<usize> = None;
        let run_on = pieces.len() > 5;
        let decides = pieces
            .iter()
            .any(|p| matches!(route(&self.text[p.span.clone()]), Some(Routed::Decision)));
        let mut merged: Vec<(Range<usize>, Owner, Option<Routed>)> = Vec::new();
        let mut just_held = false;
        for (k, piece) in pieces.iter().enumerate() {
            let text = self.text[piece.span.clone()].to_owned();
            // "I said I'd ask around. NO. straight to the lead": no mark, where a question waits for its answer.
            if let Some(open) = self.open.as_mut().filter(|o| o.line == u.line && o.better.is_none())
                && matches!(
                    text.to_ascii_lowercase().trim_end_matches(['.', '!', ',']),
                    "no" | "nope" | "wrong"
                )
            {
                open.blunder = true;
                open.span.end = piece.span.end;
                continue;
            }
            if private::only_a_mark(&text) {
                // The mark is about what stands before it; that may be held back already.
                let held_before = self
                    .held
                    .last()
                    .is_some_and(|h| h.place.line == u.line && piece.span.start.saturating_sub(h.place.span.end) <= 4);
                if just_held || held_before {
                    self.hold(piece.span.clone(), u.line, Private::Marked, self.current);
                    continue;
                }
                just_held = true;
                self.hold_line_of_mark(u, piece.span.start);
                match merged.pop() {
                    Some((span, who, _)) => {
                        self.hold(span.start..piece.span.end, u.line, Private::Marked, who.person());
                    }
                    None => {
                        if let Some((_, point)) = self.points.pop_if(|(_, p)| {
                            p.place.line == u.line || p.place.line + 1 == u.line && u.siblings == 1 && pieces.len() == 1
                        }) {
                            self.hold(
                                point.place.span.start..piece.span.end,
                                u.line,
                                Private::Marked,
                                self.current,
                            );
                        } else {
                            self.hold(piece.span.clone(), u.line, Private::Marked, self.current);
                        }
                    }
                }
                continue;
            }
            if self.corrects_decision(u, &piece.span) {
                self.decision(&piece.span, u.line);
                continue;
            }
            // "not the 18th after all, ... so I hear by the 24th".
            if decides && withdraws_day(&text) {
                self.decision(&piece.span, u.line);
                continue;
            }
            if text.starts_with('(') && self.parenthesis(u, piece, &text, &mut merged) {
                continue;
            }
            if is_forgotten(&text) && forget(&mut merged) {
                self.aside(piece.span.clone(), u.line);
                continue;
            }
            let routed = route(&text);
            // What goes on without a name or a pronoun goes on about the same person.
            let silent = self
                .roster
                .mentions(&name::words(self.text, piece.span.clone()))
                .is_empty()
                && people::pronoun(&text).is_none();
            let before = merged.last().map(|m| m.1).filter(|_| silent && k > 0);
            let given = piece.owner.or(thanked.map(Owner::Person)).or(before);
            let who = self.owner(u, &piece.span, given, routed.as_ref());
            // "I'd email Signe the checklist, and Lou the mount photos".
            let after_promise = matches!(merged.last(), Some((_, _, Some(Routed::Point(PointKind::Promised, _)))))
                || k == 0
                    && merged.is_empty()
                    && self
                        .points
                        .last()
                        .is_some_and(|(_, p)| p.kind == PointKind::Promised && p.place.line + 1 >= u.line);
            if routed.is_none()
                && after_promise
                && let Some((p, at)) = self.given_too(&piece.span)
            {
                let range = at - piece.span.start..piece.span.len();
                merged.push((
                    piece.span.clone(),
                    Owner::Person(p),
                    Some(Routed::Point(PointKind::Promised, range)),
                ));
                continue;
            }
            // "forgot: I read German. for Signe, she has the letters" says for whom.
            if k == 0 && self.meant_for(u, &text, &piece.span) {
                continue;
            }
            if text.to_ascii_lowercase().starts_with("which ") && text.split_whitespace().count() <= 6 {
                self.aside(piece.span.clone(), u.line);
                continue;
            }
            if is_thanked(&text) {
                if let Some(p) = who.person().or(self.current) {
                    self.roster.people[p].met_before = true;
                }
                self.aside(piece.span.clone(), u.line);
                continue;
            }
            if let Owner::Person(p) = who
                && self.roster.people[p].pronoun.is_none()
                && !piece.introduces
                && !matches!(routed, Some(Routed::Decision))
            {
                self.roster.people[p].pronoun = self.learn_pronoun(&text, p);
            }
            // "she asked for the link -> send".
            if matches!(
                text.trim_start_matches(['-', '>', '\u{2192}', '=', ' ']),
                "send" | "send it" | "will send" | "sent after"
            ) && text.starts_with(['-', '\u{2192}', '='])
                && self.send_what_was_asked_for(u, piece, &mut merged)
            {
                continue;
            }
            // What an employer may hardly ask is no question to answer better.
            if private::forbidden(&text) {
                self.close_question();
                self.hold(piece.span.clone(), u.line, Private::PersonalQuestion, who.person());
                just_held = true;
                continue;
            }
            if self.question_step(u, piece, &text, routed.as_ref(), who, k > 0) {
                just_held = false;
                continue;
            }
            if route::is_own_blunder(&text) && self.own_blunder(u, piece, &text, who, &mut merged) {
                continue;
            }
            // "asked about salary, he said 58 to start": the answer is as private as the question.
            let lower = text.to_ascii_lowercase();
            if just_held
                && [
                    "he said",
                    "she said",
                    "they said",
                    "said ",
                    "he says",
                    "she says",
                    "i said",
                    "told him",
                    "told her",
                ]
                .iter()
                .any(|p| lower.starts_with(p))
            {
                self.hold(piece.span.clone(), u.line, Private::Marked, who.person());
                continue;
            }
            // "every junior is given a file, and nobody takes it off them": half of a sentence is weighed with the other half.
            let sentence = merged
                .last()
                .filter(|m| m.1 == who && !just_held && goes_on(&self.text[m.0.end..piece.span.start], &text))
                .map(|m| (&self.text[m.0.start..piece.span.end], m.2.as_ref()));
            let why = private::private(&text, &self.text[u.span.clone()], routed.as_ref()).filter(|why| {
                *why != Private::Unsure || sentence.is_none_or(|(whole, kind)| private::doubted(&text, whole, kind))
            });
            if let Some(why) = why {
                // "they said before xmas" may sound private, and is when they decide.
                let when = lower.starts_with("they said") || ["hear", "answer"].iter().any(|w| lower.contains(w));
                if why == Private::Unsure && routed.is_none() && when && self.datable(&text) {
                    self.decision(&piece.span, u.line);
                    continue;
                }
                let keeps = matches!(&routed, Some(Routed::Decision)) || who == Owner::Nobody && self.datable(&text);
                if !keeps {
                    self.hold(piece.span.clone(), u.line, why, who.person());
                    just_held = true;
                    continue;
                }
            }
            just_held = false;
            match &routed {
                Some(Routed::Private) => {
                    self.hold(piece.span.clone(), u.line, Private::Marked, who.person());
                    continue;
                }
                Some(Routed::Decision) => {
                    self.decision(&piece.span, u.line);
                    continue;
                }
                Some(Routed::Filler) => {
                    if lower.contains("thank ") {
                        let ws = name::words(self.text, piece.span.clone());
                        thanked = self.roster.mentions(&ws).first().map(|m| m.0);
                    }
                    self.aside(piece.span.clone(), u.line);
                    continue;
                }
                _ => {}
            }
            let routed = match routed {
                // "I should have said that I have my rope access ticket", and nobody asked.
                Some(Routed::Better(said))
                    if ["i should", "should", "also i should", "also should"]
                        .iter()
                        .any(|p| lower.starts_with(p)) =>
                {
                    Some(Routed::Point(PointKind::Forgot, said))
                }
                Some(Routed::Better(_) | Routed::Asked { .. }) => None,
                other => other,
            };
            let routed = match (routed, merged.last()) {
                (Some(Routed::Point(PointKind::Mine, _)), Some((_, _, Some(Routed::Point(PointKind::Thanks, _)))))
                    if goes_on_explaining(&text) =>
                {
                    Some(Routed::Point(PointKind::Thanks, 0..text.len()))
                }
                (routed, _) => routed,
            };
            if let Some((span, owner, kind)) = merged.last_mut() {
                let together = self.text[span.start..piece.span.end].split_whitespace().count();
                let same = *owner == who
                    && together <= 34
                    && piece.span.start >= span.end
                    && piece.span.start - span.end <= 6
                    && match (&*kind, &routed) {
                        (None, None) => !(run_on && starts_with_subject(&text)),
                        (Some(Routed::Point(PointKind::Shared, _)), Some(Routed::Point(PointKind::Shared, _))) => true,
                        // "same canal towpath to work, both of us by bike"
                        (None, Some(Routed::Point(PointKind::Shared, _))) => {
                            self.text[span.start..].to_ascii_lowercase().starts_with("same ")
                        }
                        (Some(Routed::Point(PointKind::Forgot, _)), Some(Routed::Point(PointKind::Mine, _))) => true,
                        (Some(Routed::Point(a, _)), Some(Routed::Point(b, _))) => {
                            a == b
                                && matches!(
                                    a,
                                    PointKind::Mine | PointKind::Shared | PointKind::Thanks | PointKind::Because
                                )
                        }
                        (
                            Some(Routed::Point(
                                PointKind::Quote
                                | PointKind::Forgot
                                | PointKind::Because
                                | PointKind::Advice
                                | PointKind::Wants
                                | PointKind::Promised
                                | PointKind::Shared
                                | PointKind::Thanks,
                                _,
                            )),
                            None,
                        ) => !starts_with_subject(&text),
                        (Some(Routed::Point(PointKind::Mine, _)), None) => {
                            !starts_with_subject(&text) || is_reaction(&text)
                        }
                        (None, Some(Routed::Point(PointKind::Quote, _))) => !starts_with_subject(&text),
                        _ => false,
                    };
                if same {
                    span.end = piece.span.end;
                    if let Some(Routed::Point(_, r)) = kind {
                        r.end = piece.span.end - span.start;
                    }
                    if let Some(Routed::Point(of @ (PointKind::Quote | PointKind::Shared), _)) = routed
                        && kind.is_none()
                    {
                        let len = span.len();
                        *kind = Some(Routed::Point(of, 0..len));
                    }
                    continue;
                }
            }
            merged.push((piece.span.clone(), who, routed));
        }
        for (span, who, routed) in merged {
            self.point(u, span, who, routed);
        }
    }

    /// "her son wants to sell. she cried a little. dont write this": a mark that closes a short line is about all of it.
    fn hold_line_of_mark(&mut self, u: &Unit, mark: usize) {
        const FEW: usize = 24;
        let begin = self.text[..mark].rfind('\n').map_or(0, |at| at + 1);
        let closes = !self.text[mark..]
            .lines()
            .next()
            .unwrap_or_default()
            .trim_end_matches(['.', '!', ' '])
            .contains(". ");
        let short = self.text[begin..mark].split_whitespace().count() <= FEW;
        if u.siblings < 2 || !short || !closes {
            return;
        }
        let of_line = |p: &Place| p.line == u.line && p.span.start >= begin && p.span.end <= mark;
        let (held, kept): (Vec<_>, Vec<_>) = std::mem::take(&mut self.points)
            .into_iter()
            .partition(|(_, p)| of_line(&p.place) && !matches!(p.kind, PointKind::Promised | PointKind::Forgot));
        self.points = kept;
        for (owner, point) in held {
            self.hold(point.place.span, u.line, Private::Marked, owner.person());
        }
    }

    /// "and Lou the mount photos": whom, and where the thing begins.
    fn given_too(&self, span: &Range<usize>) -> Option<(usize, usize)> {
        let mut ws = name::words(self.text, span.clone());
        if ws.first().is_some_and(|w| w.lower == "and") {
            ws.remove(0);
        }
        if ws.len() > 1 && name::is_honorific(&ws[0].lower) {
            ws.remove(0);
        }
        let (p, at, n) = self.roster.mentions(&ws).first().copied()?;
        let thing = ws
            .get(n)
            .filter(|w| at == 0 && matches!(w.lower.as_str(), "the" | "my" | "a" | "an" | "some"))?;
        let done = ws[n..].iter().any(|w| {
            crate::lexicon::lexicon().is_verb(&w.lower, crate::lexicon::VerbForm::Past)
                || matches!(w.lower.as_str(), "is" | "are" | "was" | "has" | "will")
        });
        (!done && ws[n - 1].gap == " ").then_some((p, thing.span.start))
    }

    /// "for Signe, she has the letters" behind what was forgotten.
    fn meant_for(&mut self, u: &Unit, text: &str, span: &Range<usize>) -> bool {
        let lower = text.to_ascii_lowercase();
        let leads = [
            "for ",
            "that's for ",
            "thats for ",
            "that one's for ",
            "this is for ",
            "one for ",
        ];
        if !leads.iter().any(|l| lower.starts_with(l)) || u.first {
            return false;
        }
        let ws = name::words(self.text, span.clone());
        let Some((p, _, _)) = self.roster.mentions(&ws).first().copied().filter(|m| m.1 <= 3) else {
            return false;
        };
        let Some((owner, _)) = self
            .points
            .last_mut()
            .filter(|(_, x)| x.place.line == u.line && x.kind == PointKind::Forgot)
        else {
            return false;
        };
        *owner = Owner::Person(p);
        self.current = Some(p);
        self.aside(span.clone(), u.line);
        true
    }

    /// The arrow behind "she asked for the link" makes a promise of it. False where nothing was asked for.
    fn send_what_was_asked_for(
        &mut self,
        u: &Unit,
        piece: &Piece,
        merged: &mut Vec<(Range<usize>, Owner, Option<Routed>)>,
    ) -> bool {
        if let Some(open) = self
            .open
            .take_if(|o| o.line == u.line && !o.blunder && o.better.is_none())
        {
            let asked = self.text[open.topic.clone()].to_ascii_lowercase();
            let at = ["for ", "to see ", "if i have ", "about "]
                .iter()
                .find(|p| asked.starts_with(**p))
                .map_or(0, |p| p.len());
            let span = open.topic.start + at..open.topic.end;
            let len = span.len();
            merged.push((span, open.owner, Some(Routed::Point(PointKind::Promised, 0..len))));
            self.aside(piece.span.clone(), u.line);
            return true;
        }
        let wanted = |m: &&mut (Range<usize>, Owner, Option<Routed>)| {
            matches!(m.2, None | Some(Routed::Point(PointKind::Wants, _)))
        };
        let Some((span, _, kind)) = merged.last_mut().filter(wanted) else {
            return false;
        };
        // "hannah wants my dosing table - send".
        if let Some(at) = self.text[span.clone()].find(" wants ") {
            span.start += at + " wants ".len();
        }
        *kind = Some(Routed::Point(PointKind::Promised, 0..span.len()));
        self.aside(piece.span.clone(), u.line);
        true
    }

    /// Words in brackets: about who said it, or part of what stands before. False where they stand for themselves.
    fn parenthesis(
        &mut self,
        u: &Unit,
        piece: &Piece,
        text: &str,
        merged: &mut [(Range<usize>, Owner, Option<Routed>)],
    ) -> bool {
        let lower = text.to_ascii_lowercase();
        let ws = name::words(self.text, piece.span.clone());
        if let (Some(m), true) = (self.roster.mentions(&ws).first().copied(), ws.len() <= 4) {
            match (merged.last_mut(), &mut self.open) {
                (Some(last), _) => last.1 = Owner::Person(m.0),
                (None, Some(open)) if open.line == u.line => open.owner = Owner::Person(m.0),
                (None, _) => {
                    if let Some((owner, _)) = self.points.last_mut().filter(|(_, p)| p.place.line == u.line) {
                        *owner = Owner::Person(m.0);
                    }
                }
            }
            self.aside(piece.span.clone(), u.line);
            return true;
        }
        if lower.starts_with("(forgot") && forget(merged) {
            self.aside(piece.span.clone(), u.line);
            return true;
        }
        if private::private(text, text, None).is_some() {
            return false;
        }
        if let Some((span, _, kind)) = merged.last_mut() {
            let close = self.text[piece.span.end..].starts_with(')');
            span.end = piece.span.end + usize::from(close);
            let len = span.len();
            if let Some(Routed::Point(_, r)) = kind {
                r.end = len;
            }
        } else {
            self.aside(piece.span.clone(), u.line);
        }
        true
    }
}

/// Whether what stands between two pieces ends no sentence.
fn goes_on(between: &str, text: &str) -> bool {
    let first = super::opening::first_word(text);
    let joined = matches!(
        first.as_str(),
        "and" | "so" | "or" | "then" | "but" | "which" | "who" | "because" | "bc" | "as" | "though" | "nobody" | "not"
    );
    // "took them a year", "turned down 3 of 20"
    let verb = crate::lexicon::lexicon().is_verb(&first, crate::lexicon::VerbForm::Past);
    between.len() <= 8 && !between.contains(['.', '!', '?', ';', '/', '\n', '(', ')']) && (joined || verb)
}

/// "not the 18th after all".
fn withdraws_day(text: &str) -> bool {
    use std::sync::LazyLock;
    static NOT: LazyLock<regex::Regex> = LazyLock::new(|| {
        regex::Regex::new(
            r"(?i)\bnot (?:the |on |by |until |till )*(?:\d|mon(?:day)?\b|tue|wed|thu|fri(?:day)?\b|next week|this week)",
        )
        .expect("tested")
    });
    NOT.is_match(text)
}

/// Makes the last of them something that was not said. False where there is none.
fn forget(merged: &mut [(Range<usize>, Owner, Option<Routed>)]) -> bool {
    let Some((span, _, kind)) = merged.last_mut() else {
        return false;
    };
    let range = match kind {
        Some(Routed::Point(_, r)) => r.clone(),
        _ => 0..span.len(),
    };
    *kind = Some(Routed::Point(PointKind::Forgot, range));
    true
}

/// "CBET since 2020, slipped my mind".
fn is_forgotten(text: &str) -> bool {
    let lower = text.to_ascii_lowercase().replace('\'', "");
    matches!(
        lower
            .trim_start_matches("it ")
            .trim_start_matches("totally ")
            .trim_end_matches(['.', '!']),
        "slipped my mind"
            | "slipped my head"
            | "went out of my head"
            | "forgot to say"
            | "forgot to say it"
            | "never came up"
            | "didnt come up"
            | "didnt say it"
            | "never said it"
    )
}

/// "she was generous about my test, explained where I could ...": what the person thanked did next.
fn goes_on_explaining(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let mut words = lower.split_whitespace();
    let telling = matches!(
        words.next(),
        Some("explained" | "showed" | "described" | "mentioned" | "told")
    );
    telling && !matches!(words.next(), Some("him" | "her" | "them" | "my" | "both" | "how"))
}

/// "he liked the margin notes" behind what I showed him.
fn is_reaction(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    [
        "he liked",
        "she liked",
        "he loved",
        "she loved",
        "he laughed",
        "she laughed",
        "they liked",
        "they laughed",
        "he wanted to see",
        "she wanted to see",
        "and he liked",
        "and she liked",
        "he nodded",
        "she nodded",
    ]
    .iter()
    .any(|p| lower.starts_with(p))
}

/// "she got a thank you already": said of an earlier round.
pub(super) fn is_thanked(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    [
        "thank you already",
        "thanked already",
        "already thanked",
        "got a thank-you already",
        "already got a thank",
        "got her thank you",
        "got his thank you",
        "already sent a thank",
        "i thanked her",
        "i thanked him",
        "thanked her",
        "thanked him",
        "mail already sent",
        "wrote to her then",
        "wrote to him then",
        "emailed her then",
        "emailed him then",
    ]
    .iter()
    .any(|p| lower.contains(p))
}
