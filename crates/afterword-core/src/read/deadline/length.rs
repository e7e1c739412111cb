//! Lengths of time: "two to three weeks", "a couple of days", "10ish days", "a week and a half".

use jiff::{ToSpan as _, civil::Date};

use super::lex::{Kind, Text};
use super::words::{self, Unit};
use crate::calendar::Holidays;

/// A count of a unit, in halves, so that a week and a half is exact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Amount {
    pub(super) halves: u32,
    pub(super) unit: Unit,
}

/// A length from `low` to `high`, mostly the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Length {
    pub(super) low: Amount,
    pub(super) high: Amount,
}

/// Nobody decides in more time than this; what says so is a joke or a slip.
const DAYS_AT_MOST: u32 = 2 * 366;

impl Amount {
    /// The day this long after `from`, or before it. `minutes` is the time of day, for hours.
    pub(super) fn shift(self, from: Date, minutes: u32, back: bool, holidays: &Holidays) -> Option<Date> {
        let (whole, half) = (self.halves / 2, self.halves % 2);
        let days_of_one = match self.unit {
            Unit::Hour => 0,
            Unit::Day | Unit::BusinessDay => 1,
            Unit::Week => 7,
            Unit::Month => 30,
            Unit::Quarter => 91,
            Unit::Year => 365,
        };
        if whole.checked_mul(days_of_one).is_none_or(|days| days > DAYS_AT_MOST) || whole > 24 * DAYS_AT_MOST {
            return None;
        }
        let days = match self.unit {
            Unit::Hour => (self.halves * 30 + minutes) / (24 * 60),
            Unit::Day | Unit::BusinessDay => whole + half,
            Unit::Week => (self.halves * 7).div_ceil(2),
            Unit::Month | Unit::Quarter | Unit::Year => 15 * half * days_of_one / 30,
        };
        let sign = if back { -1 } else { 1 };
        if self.unit == Unit::BusinessDay {
            return Some(if back {
                (0..days).fold(from, |day, _| holidays.previous_business_day(day))
            } else {
                holidays.nth_business_day(from, days)
            });
        }
        let months = match self.unit {
            Unit::Month => whole,
            Unit::Quarter => whole * 3,
            Unit::Year => whole * 12,
            _ => 0,
        };
        let moved = from.checked_add((sign * i32::try_from(months).ok()?).months()).ok()?;
        moved.checked_add((sign * i32::try_from(days).ok()?).days()).ok()
    }
}

impl Length {
    fn one(halves: u32, unit: Unit) -> Self {
        let amount = Amount { halves, unit };
        Self {
            low: amount,
            high: amount,
        }
    }

    pub(super) fn is_exact(self) -> bool {
        self.low == self.high
    }
}

/// A count at a place, in halves: digits, words, "a", "a couple of", "a few". Flagged vague for the last two.
fn count(text: &Text, at: usize) -> Option<(u32, usize, Vague)> {
    if let Some(end) = text.any(at, &["a? couple more|of? the? other?", "a? cpl of?"]) {
        return Some((4, end, Vague::Couple));
    }
    if let Some(end) = text.any(at, &["a? good? few more? of?", "few"]) {
        return Some((6, end, Vague::Few));
    }
    if let Some(end) = text.seq(at, "half a? dozen") {
        return Some((12, end, Vague::No));
    }
    if let Some(end) = text.any(at, &["half a", "half an", "a half"]) {
        return Some((1, end, Vague::No));
    }
    if text.is(at, "a|an|another|single") || (text.is(at, "one") && text.is(at + 1, "more|full")) {
        let end = text
            .any(at + 1, &["good|full|whole|single|solid|further|mere", "more"])
            .unwrap_or(at + 1);
        // "another two weeks", "a good two weeks"
        if let Some((n, end, vague)) = plain_count(text, end) {
            return Some((n, end, vague));
        }
        return Some((2, end, Vague::No));
    }
    plain_count(text, at)
}

/// What a count leaves open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Vague {
    No,
    Couple,
    Few,
}

fn plain_count(text: &Text, at: usize) -> Option<(u32, usize, Vague)> {
    let (n, mut end) = match text.get(at)?.kind {
        Kind::Number(n) if n <= 10_000 => {
            let decimal = text.is(at + 1, ".|,") && text.tight(at + 1) && text.tight(at + 2);
            if let Some(tenths) = text.number(at + 2).filter(|_| decimal) {
                let halves = n * 2
                    + if tenths == 0 {
                        0
                    } else if text.word(at + 2).starts_with(['1', '2', '3', '4', '5']) {
                        1
                    } else {
                        2
                    };
                return Some((halves, at + 3, Vague::No));
            }
            (n, at + 1)
        }
        Kind::Word => {
            let tens = words::cardinal(text.word(at))?;
            let ones = words::cardinal(text.word(at + 1)).filter(|n| (1..10).contains(n));
            match ones.filter(|_| tens >= 20 && tens % 10 == 0) {
                Some(ones) => (tens + ones, at + 2),
                None => (tens, at + 1),
            }
        }
        _ => return None,
    };
    let mut halves = n * 2;
    if let Some(after) = text.seq(end, "and a half") {
        (halves, end) = (halves + 1, after);
    }
    Some((halves, end, Vague::No))
}

/// Between a count and its unit: "10ish days", "two more weeks", "2 (two) weeks".
fn filler(text: &Text, at: usize) -> usize {
    let mut end = text
        .any(
            at,
            &["ish|odd|more|full|further|short|good|whole|solid|additional", "or so"],
        )
        .unwrap_or(at);
    if text.is(end, "(") && text.is(end + 2, ")") {
        end += 3;
    }
    end
}

fn unit_at(text: &Text, at: usize) -> Option<(Unit, usize)> {
    if let Some(end) = text.seq(at, "business|working|work|bank|office|trading") {
        return text.seq(end, "days|day|d").map(|end| (Unit::BusinessDay, end));
    }
    if text.is(at, "fortnight") {
        return Some((Unit::Week, at + 1));
    }
    let calendar = text.seq(at, "calendar").unwrap_or(at);
    let unit = words::unit(text.word(calendar))?;
    // A single letter only right after its number: "2w".
    let letter = text.word(calendar).len() == 1;
    (!letter || text.tight(calendar)).then_some((unit, calendar + 1))
}

fn settle(halves: u32, unit: Unit, vague: Vague, fortnight: bool) -> Amount {
    let unit = if unit == Unit::Day && vague != Vague::No {
        Unit::BusinessDay
    } else {
        unit
    };
    Amount {
        halves: if fortnight { halves.saturating_mul(2) } else { halves },
        unit,
    }
}

/// Reads a length that begins at `at`, and where it ends.
pub(super) fn length(text: &Text, at: usize) -> Option<(Length, usize)> {
    // "over the next week", "the next couple of weeks", "the week" stay with their article.
    let next = text.any(at, &["the next|coming|following", "next"]);
    if text.seq(at, "the next day or").is_some() && text.is(at.wrapping_sub(1), "in|over|within|during") {
        return Some(or_more(text, Length::one(2, Unit::Day), at + 3));
    }
    if let Some(next) = next {
        let led = text.is(at.wrapping_sub(1), "in|over|within|during");
        if led && text.is(at, "the") && text.is(next, "week|month|day|fortnight") {
            let (unit, end) = unit_at(text, next)?;
            let twice = if text.is(next, "fortnight") { 4 } else { 2 };
            return Some(or_more(text, Length::one(twice, unit), end));
        }
        let counted = plain_count(text, next).is_some() || text.is(next, "couple|few|cpl");
        return if counted { bare(text, next) } else { None };
    }
    if text.is(at, "the") && text.is(at + 1, "fortnight") && text.is(at.wrapping_sub(1), "within|inside|in") {
        return Some((Length::one(4, Unit::Week), at + 2));
    }
    bare(text, at)
}

fn bare(text: &Text, at: usize) -> Option<(Length, usize)> {
    let (n, end, vague) = count(text, at)?;
    let after = filler(text, end);
    if let Some((unit, end)) = unit_at(text, after) {
        let fortnight = text.is(end - 1, "fortnight");
        let low = settle(n, unit, vague, fortnight);
        if let Some(end) = text.seq(end, "and a half") {
            return Some(or_more(
                text,
                Length {
                    low: Amount { halves: n + 1, unit },
                    high: Amount { halves: n + 1, unit },
                },
                end,
            ));
        }
        return Some(or_more(text, Length { low, high: low }, end));
    }
    // "two to three weeks", "two-three weeks", "2-3 wks", "two or maybe three weeks", "one or two days"
    let joined = text
        .any(
            after,
            &[
                "to|or|-|/|and|till maybe|perhaps|possibly|even?",
                ", maybe|perhaps|possibly|or|even",
            ],
        )
        .unwrap_or(after);
    let (m, end, vague) = count(text, joined).filter(|(m, ..)| *m > n)?;
    let after = filler(text, end);
    let (unit, end) = unit_at(text, after)?;
    let fortnight = text.is(end - 1, "fortnight");
    let (low, high) = (settle(n, unit, vague, fortnight), settle(m, unit, vague, fortnight));
    Some((Length { low, high }, end))
}

/// "a day or two", "a week or so", "two weeks, maybe three", "a week to ten days".
fn or_more(text: &Text, first: Length, end: usize) -> (Length, usize) {
    let joiners = [
        "or|to|- maybe|perhaps|possibly|even|at?",
        ", maybe|perhaps|possibly|or|even",
    ];
    let amount = first.low;
    if text.seq(end, "or so").is_some() {
        let business = amount.unit == Unit::Day && amount.halves == 2;
        let unit = if business { Unit::BusinessDay } else { amount.unit };
        return (Length::one(amount.halves, unit), end + 2);
    }
    let bounded = || {
        // "a week, two max"
        let comma = text.seq(end, ",")?;
        let (n, after, _) = plain_count(text, comma)?;
        (n > amount.halves && text.is(after, "max|tops|maximum|at") && unit_at(text, after).is_none()).then_some(comma)
    };
    let Some(joined) = text.any(end, &joiners).or_else(bounded) else {
        return (first, end);
    };
    let Some((n, after, vague)) = count(text, joined) else {
        return (first, end);
    };
    let low = |unit: Unit| {
        if unit == Unit::BusinessDay && amount.unit == Unit::Day {
            Amount { unit, ..amount }
        } else {
            amount
        }
    };
    if let Some((unit, end)) = unit_at(text, filler(text, after)) {
        let high = settle(n, unit, vague, text.is(end - 1, "fortnight"));
        return (
            Length {
                low: low(high.unit),
                high,
            },
            end,
        );
    }
    let elliptical = n > amount.halves
        && (text.at_break(after)
            || text.is(after, "max|tops|maximum")
            || !text.is(after, "of|people|others|more|candidates"))
        && words::month(text.word(after)).is_none();
    if elliptical {
        let day_or_two = amount.unit == Unit::Day && amount.halves == 2 && n == 4;
        let unit = if day_or_two { Unit::BusinessDay } else { amount.unit };
        return (
            Length {
                low: low(unit),
                high: Amount { halves: n, unit },
            },
            after,
        );
    }
    (first, end)
}

/// A number whose unit was said before: "two weeks. Or rather three."
pub(super) fn same_unit(text: &Text, at: usize, before: Length) -> Option<(Length, usize)> {
    let led = text.at_break(at.wrapping_sub(1))
        || text.is(
            at.wrapping_sub(1),
            "like|maybe|say|or|perhaps|possibly|make|even|probably|rather|it|to|most|than|within|in|be|about",
        );
    let (n, end, _) = plain_count(text, at).filter(|_| led)?;
    let closed = text.at_break(end) && !text.is(end, "/|-|:")
        || text.any(end, &["at the", "max|tops|if|maybe|i|then"]).is_some();
    (closed && n > 0).then(|| (Length::one(n, before.high.unit), end))
}
