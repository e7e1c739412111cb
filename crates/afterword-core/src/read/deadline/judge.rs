//! Which claim is about the decision: the next news for the candidate, the last word on it.
//!
//! Clauses are weighed by their words. News for the candidate weighs more than a decision among them, that more than
//! a bare date, and that more than a meeting. Start dates, travel, other people's interviews, the candidate's own
//! deadlines, past examples and jokes do not count. A correction sets aside what was said before it.

use super::claim::{Claim, Relation};
use super::cues::{
    AWAY, BACK_TO, CANCELLED, CORRECTION, DECISION, EVENT, HEDGES, JOKE, MY_MOVE, NEWS, OTHERS, OWN, PAST, START,
    WITHDRAWN_AFTER, WITHDRAWN_BEFORE,
};
use super::expr::{Phrase, Reader, Time};
use super::lex::Text;
use jiff::ToSpan as _;

use super::DeadlineKind;
use super::dates::days_between;

/// Clauses and sentences as token ranges.
pub(super) struct Clauses {
    clause: Vec<(usize, usize)>,
    sentence: Vec<(usize, usize)>,
}

impl Clauses {
    pub(super) fn new(reader: &Reader<'_>, phrases: &[Phrase]) -> Self {
        let text = reader.text;
        let mut inside = vec![false; text.len()];
        for p in phrases {
            inside[p.from..p.to.min(text.len())].fill(true);
        }
        let cut = |i: usize, words: &str| !inside[i] && text.is(i, words);
        let ranges = |cuts: &dyn Fn(usize) -> bool| {
            let mut all = Vec::with_capacity(text.len());
            let mut from = 0;
            for i in 0..=text.len() {
                if i == text.len() || cuts(i) {
                    all.extend(std::iter::repeat_n((from, i), i - from));
                    if i < text.len() {
                        all.push((i, i + 1));
                    }
                    from = i + 1;
                }
            }
            all
        };
        let stop = |i: usize| cut(i, ".|!|?|\n") && !(text.is(i, ".") && text.tight(i + 1));
        let words = "but|so|because|though|although|while|whereas|and|plus|yet|however|as";
        let clause = |i: usize| {
            stop(i)
                || cut(i, ",|;|:|-|(|)|=")
                || cut(i, words)
                || (cut(i, "then") && !text.is(i.wrapping_sub(1), "by|until|till|before|since"))
        };
        Self {
            clause: ranges(&clause),
            sentence: ranges(&stop),
        }
    }

    fn of(ranges: &[(usize, usize)], at: usize) -> (usize, usize) {
        ranges.get(at).copied().unwrap_or((0, 0))
    }
}

/// The phrases that touch `from..to`; they are in order.
fn near(phrases: &[Phrase], from: usize, to: usize) -> &[Phrase] {
    let first = phrases.partition_point(|p| p.to <= from);
    let last = phrases.partition_point(|p| p.from < to);
    phrases.get(first..last).unwrap_or(&[])
}

/// The words around an expression that tell what it is about.
struct Scope {
    /// Its clause, as far as it is near.
    from: usize,
    to: usize,
    /// Its sentence, as far as it is near.
    nearby: (usize, usize),
    phrase: Phrase,
}

impl Scope {
    /// Whether one of the phrases stands in the clause, wholly on one side of the expression or across it.
    fn around(&self, text: &Text, list: &[&str]) -> bool {
        text.has(self.from, self.phrase.from, list)
            || text.has(self.phrase.to, self.to, list)
            || text.has(self.from, self.to, list)
    }

    /// "if you haven't heard by Friday": what stands beside it is not the point.
    fn heard(&self, text: &Text) -> bool {
        let news = [
            "heard|hear|hearing",
            "let you know",
            "no news",
            "notified|informed|contacted",
        ];
        text.has(self.from, self.to, &news) && !text.has(self.from, self.to, &["heard back from"])
    }
}

/// A claim weighed.
struct Weighed {
    claim: Claim,
    /// 0 is a fallback, 4 is news for the candidate.
    weight: u8,
    /// Nothing but the date and hedges.
    fragment: bool,
    withdrawn: bool,
    sentence: (usize, usize),
}

impl Reader<'_> {
    /// The claim that counts, or none.
    pub(super) fn judge(&self, phrases: &[Phrase]) -> Option<Claim> {
        let clauses = Clauses::new(self, phrases);
        let text = self.text;
        let mut all: Vec<Weighed> = Vec::new();
        let mut last_to = 0;
        for phrase in phrases {
            let from = last_to;
            last_to = phrase.to;
            let Some(weighed) = self.weigh(*phrase, &clauses, phrases) else {
                continue;
            };
            let corrects = text.has(from.max(phrase.from.saturating_sub(24)), phrase.from, CORRECTION)
                || text.has(
                    phrase.to,
                    phrase.to + 5,
                    &["it is", "instead", "more|most likely", "then ."],
                );
            let but = text.has(
                from.max(phrase.from.saturating_sub(24)),
                phrase.from,
                &["but", "although|though|however"],
            ) && weighed.weight >= 2
                && !all.is_empty();
            let corrects = corrects || but;
            let same_sentence = all.last().is_some_and(|w| w.sentence == weighed.sentence);
            let explicit = |c: &Claim| matches!(c.phrase.time, Time::Day(_, true));
            let both_named = text.has(from, phrase.from, &[";"])
                && same_sentence
                && all.last().is_some_and(|w| explicit(&w.claim))
                && explicit(&weighed.claim);
            let repeats = both_named || same_sentence && weighed.claim.phrase.anaphor;
            let refines = weighed.fragment && !all.is_empty() && !repeats;
            let inside = all.last().is_some_and(|w| {
                w.claim.kind == DeadlineKind::Window
                    && weighed.claim.kind == DeadlineKind::Window
                    && !w.claim.denied
                    && w.weight <= weighed.weight.max(2)
                    && w.claim.earliest <= weighed.claim.earliest
                    && w.claim.latest >= weighed.claim.latest
                    && w.claim.earliest != w.claim.latest
            });
            if (corrects || refines || inside) && weighed.weight >= 1 && !weighed.claim.denied && !weighed.withdrawn {
                if let Some(merged) = all.last().and_then(|w| Self::merge(w, &weighed)) {
                    all.clear();
                    all.push(merged);
                    continue;
                }
                let carried = all.iter().map(|w| w.weight).max().unwrap_or(0);
                let keep = corrects && !refines && !inside && weighed.weight < 2 && carried > 2;
                if !keep {
                    all.clear();
                }
                all.push(Weighed {
                    weight: if weighed.fragment {
                        weighed.weight.max(carried)
                    } else {
                        weighed.weight
                    },
                    ..weighed
                });
                continue;
            }
            all.push(weighed);
        }
        let standing = |w: &&Weighed| !w.withdrawn && !w.claim.denied;
        let best = all.iter().filter(standing).map(|w| w.weight).max();
        let found = best
            .and_then(|best| all.iter().position(|w| standing(&w) && w.weight == best))
            .or_else(|| all.iter().position(|w| w.claim.denied))?;
        // "We close it on the 16th and need a week after that": what is counted from a day goes beyond it.
        let builds_on = |w: &&Weighed| {
            let (from, to) = (w.claim.phrase.from, w.claim.phrase.to);
            text.has(
                from,
                to,
                &["after|from|of that|this|then|which", "the? day|morning after"],
            )
        };
        let limit = |w: &Weighed| w.claim.latest.or(w.claim.earliest);
        let found = all
            .iter()
            .enumerate()
            .skip(found + 1)
            .find(|(_, w)| {
                standing(w) && builds_on(w) && w.weight >= all[found].weight.min(2) && limit(w) > limit(&all[found])
            })
            .map_or(found, |(at, _)| at);
        let chosen = &all[found];
        if self.cancelled(chosen.claim.phrase.to) {
            return None;
        }
        let merged = all
            .get(found + 1)
            .filter(|n| n.sentence == chosen.sentence)
            .and_then(|next| Self::merge(chosen, next));
        Some(merged.map_or(chosen.claim, |w| w.claim))
    }

    /// "no earlier than the 15th and no later than the 19th" is one window.
    fn merge(first: &Weighed, second: &Weighed) -> Option<Weighed> {
        let limits = |w: &Weighed| w.weight >= 2 && !w.withdrawn && !w.claim.denied && !w.claim.by_event;
        let (after, by) = match (first.claim.kind, second.claim.kind) {
            (DeadlineKind::After, DeadlineKind::By) => (first, second),
            (DeadlineKind::By, DeadlineKind::After) => (second, first),
            _ => return None,
        };
        let near =
            second.claim.phrase.from.saturating_sub(first.claim.phrase.to) < 12 && first.sentence == second.sentence;
        let (earliest, mut latest) = after.claim.earliest.zip(by.claim.latest)?;
        // "not before Wednesday next week and by Friday": the Friday after it.
        if latest < earliest && matches!(by.claim.phrase.time, Time::Day(_, false)) {
            let weeks = (days_between(latest, earliest) + 6) / 7;
            latest = latest.checked_add((7 * weeks).days()).ok()?;
        }
        (limits(first) && limits(second) && near && earliest <= latest).then(|| Weighed {
            claim: Claim {
                kind: DeadlineKind::Window,
                earliest: Some(earliest),
                latest: Some(latest),
                ..first.claim
            },
            weight: first.weight.max(second.weight),
            fragment: false,
            withdrawn: false,
            sentence: second.sentence,
        })
    }

    fn weigh(&self, phrase: Phrase, clauses: &Clauses, phrases: &[Phrase]) -> Option<Weighed> {
        let text = self.text;
        let (from, to) = Clauses::of(&clauses.clause, phrase.from);
        let sentence = Clauses::of(&clauses.sentence, phrase.from);
        let (from, to) = (
            from.max(phrase.from.saturating_sub(24)),
            to.max(phrase.to).min(phrase.to + 16),
        );
        let nearby = (
            sentence.0.max(phrase.from.saturating_sub(30)),
            sentence.1.min(phrase.to + 30),
        );
        let mut claim = self.claim(phrase, from)?;
        let scope = Scope {
            from,
            to,
            nearby,
            phrase,
        };
        if self.is_elsewhere(&claim, &scope) || self.counts_something_else(phrase) {
            return None;
        }
        let weight = self.weight(&mut claim, &scope)?;
        if matches!(phrase.time, Time::Length(_)) && self.hangs_on_event(phrase, nearby, phrases) {
            (claim.kind, claim.earliest, claim.latest) = (DeadlineKind::Unknown, None, None);
        }
        if phrase.anaphor && weight < 2 {
            return None;
        }
        let around = near(phrases, from, to);
        let inside = |i: usize| around.iter().any(|p| (p.from..p.to).contains(&i));
        let name = |i: usize| {
            let word = text.get(i).filter(|t| t.capital && t.kind == super::lex::Kind::Word);
            word.is_some() && !text.at_stop(i.wrapping_sub(1))
        };
        let fragment = to - from < 24 && (from..to).all(|i| text.is(i, HEDGES) || inside(i) || name(i));
        let withdrawn = self.is_withdrawn(&claim, &scope);
        Some(Weighed {
            claim,
            weight,
            fragment,
            withdrawn,
            sentence,
        })
    }

    /// The date is about something other than the decision: a start, a task of the candidate, the past, a joke.
    fn is_elsewhere(&self, claim: &Claim, scope: &Scope) -> bool {
        let text = self.text;
        let (from, to, phrase) = (scope.from, scope.to, scope.phrase);
        let heard = scope.heard(text);
        let bound = text.has(from, to, &["surprised|shocked|amazed if"]);
        let greeting = "thank|thanks|great|nice|lovely|pleasure|enjoyed|good|met|spoke|came|talked|coming|time|speaking|talking|\
            meeting|conversation|chat|seeing";
        let today = matches!(phrase.time, Time::Day(d, false) if d == self.today)
            || text.is(phrase.from, "this") && phrase.to == phrase.from + 2;
        let greets = today
            && claim.relation == Relation::On
            && text.has(from, to, &[greeting])
            && !text.has(from, to, &["decide|decision|hear|know|call|email|answer"]);
        let starts = scope.around(text, START) && !text.has(from, to, &["hear|decide|decision|answer", "let you know"]);
        let mine = text.has(from, phrase.from, MY_MOVE) && !text.has(from, phrase.from, &["we|they"]);
        greets
            || starts
            || text.has(scope.nearby.0, scope.nearby.1, JOKE)
            || !heard && (mine || scope.around(text, PAST) && !bound || scope.around(text, OWN))
            || phrase.anaphor
                && text.has(
                    from,
                    phrase.from,
                    &["contact|call|email|phone|chase|ring|text us|me|them|hr|him|her"],
                )
            || self.recurs(phrase)
    }

    /// "every second Tuesday" is no one day.
    fn recurs(&self, phrase: Phrase) -> bool {
        let text = self.text;
        let each = "every|each|alternate|alternating|most";
        matches!(phrase.time, Time::Day(_, false))
            && (text.is(phrase.from.wrapping_sub(1), each)
                || text.is(phrase.from.wrapping_sub(1), "second|other|third|2nd")
                    && text.is(phrase.from.wrapping_sub(2), each))
    }

    /// A length of something else: notice, leave, a contract, "every two weeks".
    fn counts_something_else(&self, phrase: Phrase) -> bool {
        let text = self.text;
        let counted = "notice|vacation|leave|holiday|pto|contract|trial|experience|probation|training|onboarding|plan|program|\
            programme|off|probationary|rotation|internship|blocks|shifts|commute|per|each|warranty|job|assignment|interview|away|\
            tenure|call|screen|session|drive|project|course|block|shift|trip|visit|position|role|gig";
        matches!(phrase.time, Time::Length(_))
            && (text.is(phrase.to, counted)
                || text.seq(phrase.to, "a week|day|month|year").is_some()
                || text.is(
                    phrase.from.wrapping_sub(1),
                    "every|each|past|last|previous|lasted|took|been|spent",
                ))
    }

    /// How much the clause is about news for the candidate; a claim of travel or other interviews is a fallback, and
    /// one that limits nothing is none.
    fn weight(&self, claim: &mut Claim, scope: &Scope) -> Option<u8> {
        let text = self.text;
        let (from, to) = (scope.from, scope.to);
        let (news, decision) = (scope.around(text, NEWS), scope.around(text, DECISION));
        let back_to = text.has(from, to, BACK_TO);
        let returning = text.has(from, to, &["back"]) && !back_to || text.has(from, to, &["returns|return|returning"]);
        let waits = matches!(claim.relation, Relation::NotBefore | Relation::After);
        let away = scope.around(text, AWAY) && !back_to && !(news && !returning && !waits);
        if scope.around(text, OTHERS) && !news {
            let finishing = "finish|finishing|finished|wrap|wraps|wrapping|conclude|concludes|done|complete|last|run|runs|end|ends|through";
            let dated = matches!(claim.relation, Relation::On | Relation::By | Relation::Through);
            let over = claim.relation == Relation::After || dated && text.has(from, to, &[finishing]);
            if !over || claim.denied {
                return None;
            }
            if dated {
                (claim.kind, claim.earliest) = (
                    DeadlineKind::After,
                    Some(self.holidays.next_business_day(claim.latest?)),
                );
                claim.latest = None;
            }
            return Some(0);
        }
        if away && (!news || returning) && !decision {
            if returning && claim.relation == Relation::On {
                (claim.kind, claim.latest) = (DeadlineKind::After, None);
            }
            return (returning || waits).then_some(0);
        }
        Some(match (news, decision) {
            (true, _) => 4,
            (_, true) => 3,
            _ if scope.around(text, EVENT) || claim.by_event => 1,
            _ => 2,
        })
    }

    /// Said only to be taken back: "we were aiming for Friday", "Friday is off".
    fn is_withdrawn(&self, claim: &Claim, scope: &Scope) -> bool {
        let text = self.text;
        let phrase = scope.phrase;
        let close = scope.from.max(phrase.from.saturating_sub(6));
        let limit = claim.denied || matches!(claim.relation, Relation::NotBefore | Relation::After);
        let than = text.has(close, phrase.from, &["no|not|any later|more|longer|sooner|earlier"]);
        let before = text.has(close, phrase.from, WITHDRAWN_BEFORE) && !limit && !than && !scope.heard(text);
        before || text.has(phrase.to, scope.nearby.1.min(phrase.to + 6), WITHDRAWN_AFTER)
    }

    /// "about two weeks once the references are in": counted from something without a date.
    fn hangs_on_event(&self, phrase: Phrase, within: (usize, usize), phrases: &[Phrase]) -> bool {
        let text = self.text;
        (within.0..within.1.min(text.len())).any(|i| {
            let word = text.is(i, "once|pending")
                || text.is(i, "after") && i + 1 != phrase.from && !text.is(i + 1, "that|all|which|this")
                || text.any(i, &["as soon as", "depending on", "depends on"]).is_some();
            word && !near(phrases, i, i + 12)
                .iter()
                .any(|p| p.from >= i && p.from < i + 12 && p.from != phrase.from)
                && !(i < phrase.from && i + 3 > phrase.from)
        })
    }

    fn cancelled(&self, from: usize) -> bool {
        let text = self.text;
        let turn = (from..text.len()).find(|i| text.has(*i, i + 3, CANCELLED));
        turn.is_some_and(|at| {
            text.has(
                from,
                at,
                &[
                    "but",
                    "now",
                    "however",
                    "sorry",
                    "actually",
                    "wait",
                    "unfortunately",
                    "although",
                ],
            ) || text.has(
                at,
                at + 3,
                &["scratch", "forget", "disregard", "ignore", "take that back"],
            )
        })
    }
}
