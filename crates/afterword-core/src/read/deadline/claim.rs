//! From an expression and the words around it to a claim: by, after, or between which days.

use jiff::civil::Date;

use super::expr::{Forced, Phrase, Reader, Time};
use super::words::Unit;
use super::{Deadline, DeadlineKind};

/// The direction the words around an expression give it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Relation {
    On,
    By,
    Before,
    /// Not before the day itself.
    NotBefore,
    /// Strictly after the day.
    After,
    Until,
    Through,
}

/// What one expression says about the decision, if it is about it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Claim {
    pub(super) kind: DeadlineKind,
    pub(super) earliest: Option<Date>,
    pub(super) latest: Option<Date>,
    pub(super) phrase: Phrase,
    pub(super) relation: Relation,
    /// It is denied rather than said: "not this week".
    pub(super) denied: bool,
    /// Hangs on an event that is named between: "after the board meets on the 26th".
    pub(super) by_event: bool,
}

const NEGATIONS: &str = "not|no|nothing|wont|cant|cannot|dont|doesnt|isnt|wouldnt|couldnt|never|nobody|noone|unable|neither|nor|\
    unlikely|doubt|shouldnt|havent|hardly|arent|aint|didnt|without|none|wasnt|rarely|nowt|impossible";
const FILLERS: &str = "about|around|roughly|say|like|maybe|probably|hopefully|circa|sometime|approximately|just|perhaps|possibly|\
    on|in|at|during|the|more|another|likely|something|some|point|time|early|ideally|at|or|only|now|of|nearly|almost|round|mid";

const BY: [&str; 28] = [
    "no|not|any later than",
    "not later as",
    "on or before",
    "by|bis",
    "bis zum|zur|spätestens",
    "spätestens bis? zum|am?",
    "dici|ici le|la|au?",
    "avant|jusquau|jusquà le|la?",
    "the? latest i|we|you|they|ill|well|youll|theyll|id? will|can|could|would|might? know|hear|say|tell|decide|do|answer|call|be? is|be",
    "the? latest is|being|would|will be?",
    "latest by|on|till|until?",
    "at the very? latest by|on?",
    "no|not longer than",
    "up to",
    "within",
    "as late as",
    "at most",
    "max|maximum",
    "no|not|never|wont|shouldnt|doesnt more than",
    "less|fewer than",
    "under|inside",
    "worst case",
    "no|not|shouldnt|wont take? more|longer than",
    "at the outside",
    "not exceed|exceeding|above|over",
    "a maximum of",
    "due",
    "worst case scenario ,?",
];
const NOT_BEFORE: [&str; 21] = [
    "not before|until|till",
    "no|not|any sooner|earlier than",
    "on or after",
    "from|starting|beginning",
    "earliest",
    "the? earliest i|we|you|they|ill|well|youll|theyll|id? will|can|could|would|might|d? know|hear|say|tell|decide|do|answer|call|be? is|be",
    "at the very? earliest|soonest on?",
    "as early|soon as",
    "at least",
    "minimum|min",
    "a minimum of",
    "at the very? least",
    "upwards of",
    "best case",
    "at best",
    "nothing|none before|until|till",
    "no word|news|answer|answers|decision|decisions|call|calls|update|updates before|until|till",
    "not for",
    "best case scenario ,?",
    "as of",
    "effective",
];
const AFTER: [&str; 8] = [
    "after|following|past|post|beyond",
    "later than",
    "more|longer than",
    "over",
    "in excess of",
    "nach",
    "not by",
    "the other side of",
];

/// People and offices that are away until a day, or busy.
const AWAY: &[&str] = &[
    "out|away|off|gone|abroad|leave|vacation|holiday|holidays|pto|ooo|office|sabbatical|offline",
    "travelling|traveling|conference|closed|shut|unavailable|busy|swamped|frozen|freeze|paused",
    "interviewing|interviews|interview|seeing",
    "meeting people",
    "on hold",
    "tied up",
];

impl Reader<'_> {
    /// The claim of an expression; `from` is where its clause begins.
    pub(super) fn claim(&self, phrase: Phrase, from: usize) -> Option<Claim> {
        let text = self.text;
        let (mut relation, led) = self.relation_before(phrase.from, from);
        relation = self.relation_after(phrase.to).unwrap_or(relation);
        match phrase.forced {
            Some(Forced::By) if matches!(relation, Relation::On | Relation::Before | Relation::Until) => {
                relation = Relation::By;
            }
            Some(Forced::After) => relation = Relation::After,
            _ => {}
        }
        let far = from.max(phrase.from.saturating_sub(14));
        let dated = !matches!(phrase.time, Time::Length(_) | Time::Unknown);
        let event = if relation == Relation::On && dated {
            self.event_relation(led, far).or_else(|| self.event_dated_behind(led))
        } else {
            None
        };
        relation = event.unwrap_or(relation);
        let mut denied = false;
        if self.is_negated(far, led, phrase.from) {
            (relation, denied) = self.negate(relation, led, phrase);
        }
        let away = text.has(far, phrase.from, AWAY) && !text.has(far, phrase.from, &["off to", "office will let"]);
        let interviews = text.has(far, phrase.from, &["interviewing|interviews|interview|seeing"]);
        relation = match relation {
            Relation::Until if away && !interviews => Relation::NotBefore,
            Relation::Until | Relation::Through if away => Relation::After,
            Relation::Until | Relation::Through => Relation::By,
            _ if away && text.is(phrase.to, "inclusive") => Relation::After,
            // "from the 13th to the 16th", "within three days of the 20th"
            Relation::NotBefore | Relation::By
                if matches!(phrase.time, Time::Span(_, None))
                    && text.is(led, "from|starting|beginning|within|inside|under") =>
            {
                Relation::On
            }
            other => other,
        };
        if let Time::Length(l) = phrase.time {
            // "it takes 2 hours" is a session, no wait.
            let within = text.is(led, "in|within|inside") || text.is(phrase.from.wrapping_sub(1), "in");
            if l.high.unit == Unit::Hour && l.high.halves < 48 && !within {
                return None;
            }
        }
        self.resolve(phrase, relation, denied, event.is_some())
    }

    /// Whether the clause denies what the expression says; a condition ("if you don't hear") does not, nor does a
    /// double negation.
    fn is_negated(&self, far: usize, led: usize, to: usize) -> bool {
        let text = self.text;
        let conditional = [
            "if",
            "unless",
            "in case",
            "assume",
            "no news|word|answer|call|email|mail|response|reply",
        ];
        let double = [
            "no problem|reason|worries|matter|doubt|question",
            "why not",
            "not only",
            "not sure|certain",
            "cant see why",
            "dont see why",
            "dont worry",
            "no later|longer|more",
        ];
        if text.has(far, to, &["surprised|shocked|amazed if"]) {
            return true;
        }
        let denies = (far..led).any(|i| text.is(i, NEGATIONS));
        denies && !text.has(far, to, &conditional) && !text.has(far, to, &double)
    }

    /// The relation under a negation, and whether the expression itself is denied: "not this week".
    fn negate(&self, relation: Relation, led: usize, phrase: Phrase) -> (Relation, bool) {
        let text = self.text;
        match relation {
            Relation::Before | Relation::Until | Relation::NotBefore => (Relation::NotBefore, false),
            Relation::After if text.is(led, "more|longer|later|over|in") => (Relation::By, false),
            Relation::By if !text.is(phrase.to, "at|latest") && text.is(led, "by") => (Relation::After, true),
            Relation::On if text.is(led, "for") || text.is(phrase.from.wrapping_sub(1), "for") => {
                (Relation::NotBefore, false)
            }
            Relation::On => (Relation::After, true),
            other => (other, false),
        }
    }

    fn relation_before(&self, at: usize, clause: usize) -> (Relation, usize) {
        let text = self.text;
        let mut here = at;
        for step in 0..6 {
            let found = [
                (Relation::NotBefore, &NOT_BEFORE[..]),
                (Relation::By, &BY[..]),
                (Relation::After, &AFTER[..]),
                (
                    Relation::Before,
                    &["before", "prior to", "ahead|advance of", "this side of", "vor"][..],
                ),
                (Relation::Until, &["until|till", "up until|till"][..]),
                (Relation::Through, &["through"][..]),
            ]
            .into_iter()
            .find_map(|(relation, phrases)| {
                Some((
                    relation,
                    phrases
                        .iter()
                        .find_map(|p| text.seq_back(here, p).filter(|i| *i < here))?,
                ))
            });
            if let Some((relation, from)) = found {
                // "from" of a range, "over the next two weeks", "starting" of a job
                let over = text.is(from, "over") && text.is(here, "the");
                if !over {
                    return (relation, from);
                }
            }
            if step > 0 && here <= clause || here == 0 || !text.is(here - 1, FILLERS) {
                break;
            }
            here -= 1;
        }
        (Relation::On, here)
    }

    fn relation_after(&self, at: usize) -> Option<Relation> {
        let text = self.text;
        let at = text.any(at, &[",? or so", "(|,?"]).unwrap_or(at);
        let at = text.any(at, &["is|as|being"]).unwrap_or(at);
        let by = [
            "at the very? absolute? latest|outside|most",
            "at latest|most",
            "latest",
            "tops|max|maximum|most",
            "or|if not sooner|earlier|before|less|faster|quicker",
            "the very? latest",
            "at worst",
            "no later|more|longer",
            "if not before|sooner|earlier",
            "no more",
            "and no more|later|longer",
        ];
        let from = [
            "at the very? absolute? earliest|soonest|least|minimum",
            "at earliest|least|minimum|best",
            "earliest|soonest",
            "minimum|min",
            "or|if not later|more|longer|after",
            "onward|onwards|forward",
            "the very? earliest",
            "plus",
            "or thereafter",
            "and no sooner|earlier",
            "not before|sooner|earlier",
        ];
        if text.any(at, &by).is_some_and(|end| !text.is(end, "than")) {
            return Some(Relation::By);
        }
        text.any(at, &from)
            .filter(|end| !text.is(*end, "than"))
            .map(|_| Relation::NotBefore)
    }

    /// "after the board meets on the 26th", "once Tom is back on Monday", "before we meet on the 3rd".
    fn event_relation(&self, led: usize, from: usize) -> Option<Relation> {
        let text = self.text;
        let near = from.max(led.saturating_sub(9));
        let word = (near..led)
            .rev()
            .find(|i| text.is(*i, "after|once|following|before|until|till|when|by"))?;
        if led - word < 2 || text.is(word + 1, "that|which|all") && led - word < 3 {
            return None;
        }
        let back = text.has(
            word,
            led,
            &["back|returns|return|returned|returning|available|in town|comes|gets"],
        );
        let over = text.has(
            word,
            led + 6,
            &["over|done|finished|through|wrapped|complete|completed|ended|behind|concluded"],
        );
        match text.word(word) {
            "after" | "once" | "following" if back => Some(Relation::NotBefore),
            "after" | "once" | "following" => Some(Relation::After),
            "when" if over => Some(Relation::After),
            "before" => Some(Relation::Before),
            "until" | "till" => Some(Relation::Until),
            _ => None,
        }
    }

    /// "not until spring break is over, and that's the 26th": the day of the event comes in a clause of its own.
    fn event_dated_behind(&self, led: usize) -> Option<Relation> {
        let text = self.text;
        let to = [
            ", and|which? thats|that|which|its is?",
            "and thats|that is?",
            "- thats|that|which is?",
        ]
        .iter()
        .find_map(|p| text.seq_back(led, p).filter(|i| *i < led))?;
        let from = (to.saturating_sub(12)..to)
            .rev()
            .take_while(|i| !text.at_stop(*i))
            .last()?;
        let waits = text.has(from, to, &["until|till|after|once"]);
        let over = text.has(
            from,
            to,
            &["over|done|finished|through|complete|closed|behind|ends|end"],
        );
        let denied = text.has(
            from,
            to,
            &[
                "not|nothing|no|wont this side of",
                "not|nothing|no|wont before|until|till",
            ],
        );
        if denied && !over {
            return Some(Relation::NotBefore);
        }
        (waits && over).then_some(Relation::After)
    }

    fn resolve(&self, phrase: Phrase, relation: Relation, denied: bool, by_event: bool) -> Option<Claim> {
        let by = |d: Date| (DeadlineKind::By, None, Some(d));
        let after = |d: Date| (DeadlineKind::After, Some(d), None);
        let window = |a: Date, b: Date| (DeadlineKind::Window, Some(a), Some(b));
        let strictly = |d: Date| after(self.holidays.next_business_day(d));
        let before = |d: Date| by(self.holidays.previous_business_day(d));
        let unknown = (DeadlineKind::Unknown, None, None);
        let (kind, earliest, latest) = match (phrase.time, relation) {
            (Time::Past(_), _) => return None,
            (Time::Unknown, _) => unknown,
            (Time::Day(d, _), Relation::On) => window(d, d),
            (Time::Day(d, _) | Time::Open(d) | Time::End(d, _), Relation::By | Relation::Until | Relation::Through) => {
                by(d)
            }
            (Time::Day(d, _) | Time::Open(d), Relation::Before) => before(d),
            (Time::End(d, _), Relation::Before | Relation::On) => by(d),
            (Time::Day(d, _) | Time::End(d, _), Relation::NotBefore) => after(d),
            (Time::Day(d, _) | Time::Open(d) | Time::End(d, _), Relation::After) | (Time::Open(d), _) => strictly(d),
            (Time::Span(p, _), Relation::On) if p.begin <= self.today => by(p.last),
            (Time::Span(p, _), Relation::On) => window(p.first, p.last),
            (Time::Span(p, _), Relation::By | Relation::Until | Relation::Through) => by(p.last),
            (Time::Span(p, _), Relation::Before) => before(p.begin),
            (Time::Span(p, _), Relation::NotBefore) => after(p.first),
            (Time::Span(p, _), Relation::After) => strictly(p.close),
            (Time::Length(l), _) => match (self.reach(l.low, self.today), self.reach(l.high, self.today)) {
                (Some(_), Some(high))
                    if matches!(
                        relation,
                        Relation::By | Relation::Before | Relation::Until | Relation::Through
                    ) =>
                {
                    by(high)
                }
                (Some(low), Some(_)) if matches!(relation, Relation::After | Relation::NotBefore) => after(low),
                (Some(_), Some(high)) if l.is_exact() => by(high),
                (Some(low), Some(high)) => window(low, high),
                _ => unknown,
            },
        };
        // Nobody promises an answer for a day gone by.
        let gone = latest.or(earliest).is_some_and(|d| d < self.today);
        (!gone).then_some(Claim {
            kind,
            earliest,
            latest,
            phrase,
            relation,
            denied,
            by_event,
        })
    }
}

impl Claim {
    /// The claim as an answer, without span and reason.
    pub(super) fn answer(&self) -> Deadline {
        Deadline {
            kind: self.kind,
            earliest: self.earliest,
            latest: self.latest,
            span: None,
            reason: String::new(),
        }
    }
}
