//! Lengths and what they are counted from: today, a date, an event with a date, or one without.

use jiff::civil::Date;

use super::expr::{Reader, Time};
use super::length::{self, Amount, Length};
use super::period::Period;
use super::words;

/// A length to be counted from some day.
#[derive(Clone, Copy)]
struct Count {
    length: Length,
    /// Up to the end of it rather than its last day.
    within: bool,
}

impl Reader<'_> {
    /// Lengths, alone or counted from something: "two weeks from Monday", "within a week of the 14th".
    pub(super) fn counted(&self, at: usize, anchor: Option<Time>) -> Option<(Time, usize)> {
        let text = self.text;
        let same = || match anchor {
            Some(Time::Length(before)) => length::same_unit(text, at, before),
            _ => None,
        };
        let (length, end) = length::length(text, at).or_else(same)?;
        if text.is(end, "ago|earlier|old|back") || text.seq(end, "and counting").is_some() {
            return Some((Time::Past(self.today), end + 1));
        }
        let end = text.seq(end, "time").unwrap_or(end);
        let end = text.any(end, &["or so|thereabouts", "or less", "ish"]).unwrap_or(end);
        let within = text.seq_back(at, "within|inside|under about|around|roughly?").is_some();
        let count = Count { length, within };
        let now = [
            "from now|today|here|tonight",
            "from this point|moment|date|writing|evening|morning|afternoon",
            "out? from today|now",
            "hence",
            "today",
        ];
        if let Some(to) = text.any(end, &now) {
            return Some((self.count_on(count, self.today), to));
        }
        if words::weekday(text.word(end)).is_some() && self.is_weekday(end) || text.is(end, "tomorrow") {
            let (day, to) = self.some_day(end)?;
            return Some((self.count_on(count, day), to));
        }
        let before = text.any(end, &["before|ahead of?", "prior to"]);
        if let Some((day, to)) = before.and_then(|i| self.some_day(i)) {
            return Some((self.count_back(count, day), to));
        }
        if let Some(from) = text.any(end, &["from|after|following|past|of|out|on|since from?|of?"]) {
            return Some(self.counted_from(count, end, from, anchor));
        }
        if text.is(end, "later|afterwards|thereafter|afterward|hence|out") {
            let known = anchor.and_then(Time::close).filter(|_| !text.is(end, "hence|out"));
            let known = known.or_else(|| text.at_break(end + 1).then_some(self.today));
            if let Some(known) = known {
                return Some((self.count_on(count, known), end + 1));
            }
        }
        Some((Time::Length(length), end))
    }

    /// The rest of "two weeks from …": the connector stands at `end`, what it leads to at `from`.
    fn counted_from(&self, count: Count, end: usize, from: usize, anchor: Option<Time>) -> (Time, usize) {
        let text = self.text;
        let alone = Time::Length(count.length);
        let known = anchor.and_then(Time::close);
        if let Some((day, to)) = self.some_day(from) {
            return (self.count_on(count, day), to);
        }
        if text.is(end, "on|out") {
            return (alone, end);
        }
        let that = text.any(from, &["that|this|then|which|it date|day|point|meeting|interview?"]);
        if let Some(to) = that.filter(|i| text.at_break(*i) || text.is(*i, "and|to|we|you|i|at|so|is|with")) {
            let ours = text.is(from, "this") || text.is(to - 1, "meeting|interview");
            let day = known.or_else(|| ours.then_some(self.today));
            return (day.map_or(Time::Unknown, |d| self.count_on(count, d)), to);
        }
        if text.is(end, "of") && !count.within {
            return (alone, end);
        }
        if text.at_break(from) {
            return (known.map_or(alone, |d| self.count_on(count, d)), from);
        }
        if let Some((day, to)) = self.event_day(from) {
            return (self.count_on(count, day), to);
        }
        let limit = (from + 9).min(text.len());
        let stop = (from..limit).find(|i| text.at_break(*i)).unwrap_or(limit);
        let ours =
            "interview|meeting|conversation|chat|call|visit|talk|speaking|talking|seeing|receipt|now|today|discussion";
        let theirs = "final|last|second|all|other|remaining|board|committee|panel|team|budget|next|interviews|rounds|closing|\
            references|candidates|onsite";
        let from_today = text.has(from, stop, &[ours]) && !text.has(from, stop, &[theirs]);
        (
            if from_today {
                self.count_on(count, self.today)
            } else {
                Time::Unknown
            },
            stop,
        )
    }

    /// The day or days the length reaches from `from`; within it, all days up to there.
    fn count_on(&self, count: Count, from: Date) -> Time {
        let (Some(low), Some(high)) = (self.reach(count.length.low, from), self.reach(count.length.high, from)) else {
            return Time::Unknown;
        };
        match (count.within, count.length.is_exact()) {
            (true, _) if from == self.today => Time::End(high, None),
            (true, _) => Time::Span(Period::days(from.max(self.today), high), None),
            (_, true) => Time::Day(high, false),
            (_, false) => Time::Span(Period::days(low, high), None),
        }
    }

    /// The day the length before `from`; of two lengths the shorter, which is the later day.
    fn count_back(&self, count: Count, from: Date) -> Time {
        let back = |a: Amount| a.shift(from, 0, true, self.holidays);
        back(count.length.low).map_or(Time::Unknown, |day| Time::Day(day, false))
    }
}
