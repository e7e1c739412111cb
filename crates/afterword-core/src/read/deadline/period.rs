//! Weeks, months, quarters and years, whole or in part: "late next week", "mid to late January", "end of Q1".

use jiff::{ToSpan as _, civil::Date};

use super::dates::days_between;
use super::expr::{Reader, Time};
use super::words;
use crate::calendar::nth_weekday;

/// A stretch of days. `begin` and `close` are its ends on the calendar; `first` and `last` leave out free days where
/// the stretch is a matter of business days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Period {
    pub(super) begin: Date,
    pub(super) first: Date,
    pub(super) last: Date,
    pub(super) close: Date,
}

impl Period {
    pub(super) fn days(first: Date, last: Date) -> Self {
        Self {
            begin: first,
            first,
            last,
            close: last,
        }
    }
}

/// A whole unit of the calendar, named by its first day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Base {
    /// By its Monday.
    Week(Date),
    /// First and last day off.
    Weekend(Date, Date),
    Month(Date),
    Quarter(Date),
    HalfYear(Date),
    Year(Date),
    NewYear(Date),
}

/// Which part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Whole,
    Early,
    Mid,
    Late,
    FirstHalf,
    SecondHalf,
    End,
    NthWeek(i8),
    FirstDay,
    FirstBusinessDay,
    LastBusinessDay,
    /// "later this week": from now to its end.
    Rest,
}

/// How much freedom the words leave to move to the next unit where this one's part has passed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Loose {
    Fixed,
    /// "mid month", "the end of the week": the next there is.
    Next,
}

/// The phrases for a part, in the order they are tried.
const PARTS: [(&str, Part); 40] = [
    ("the? first half of|in", Part::FirstHalf),
    ("the? 1st half of|in", Part::FirstHalf),
    ("the? second|back|latter|2nd|other half of|in", Part::SecondHalf),
    ("the? first full? week of|in", Part::NthWeek(1)),
    ("the? 1st full? week of|in", Part::NthWeek(1)),
    ("the? second|2nd full? week of|in", Part::NthWeek(2)),
    ("the? third|3rd full? week of|in", Part::NthWeek(3)),
    ("the? fourth|4th full? week of|in", Part::NthWeek(4)),
    ("the? last|final full? week of|in", Part::NthWeek(-1)),
    (
        "the? first|1st business|working|work|week day of|in",
        Part::FirstBusinessDay,
    ),
    ("the? first|1st weekday of|in", Part::FirstBusinessDay),
    (
        "the? last|final business|working|work|week day of|in",
        Part::LastBusinessDay,
    ),
    ("the? last|final day of|in", Part::End),
    ("the? first|1st day of|in", Part::FirstDay),
    ("the? first|1st few? days? of", Part::Early),
    ("the? last|final few days of", Part::Late),
    ("first thing on|in|of?", Part::Early),
    ("first thing", Part::Early),
    (
        "the? very? beginning|start|top|front|outset|beginnings of|in?",
        Part::Early,
    ),
    ("the? front|early end|part|half of", Part::Early),
    ("very|quite|fairly|bright? early on? in|on?", Part::Early),
    ("early on? in|on?", Part::Early),
    ("earlier in|part?", Part::Early),
    ("toward|towards|nearer|near the? very? end|close of", Part::Late),
    (
        "toward|towards|nearer the? latter|back|later|tail half|part|end of",
        Part::Late,
    ),
    ("toward|towards eom|eow", Part::Late),
    ("the? middle|midst of|in?", Part::Mid),
    ("mid way? through|of|in?", Part::Mid),
    ("midway|halfway through|into", Part::Mid),
    ("the? tail|back|latter end|part|half|portion of", Part::Late),
    ("the? later|last|final part|third of", Part::Late),
    ("later on? in|on?", Part::Rest),
    ("the? rest|remainder of", Part::Rest),
    ("very|quite|fairly? late on? in|on?", Part::Late),
    ("the? very? end|close|ende of|der?", Part::End),
    ("anfang|beginn", Part::Early),
    ("mitte", Part::Mid),
    ("ende", Part::End),
    ("sometime|anytime|somewhere|some in|during?", Part::Whole),
    ("the? whole|course of", Part::Whole),
];

pub(super) fn days_after(day: Date, days: i32) -> Date {
    day.saturating_add(days.days())
}

pub(super) fn monday_of(day: Date) -> Date {
    days_after(day, -i32::from(day.weekday().to_monday_zero_offset()))
}

pub(super) fn first_of(day: Date, months: i32) -> Option<Date> {
    day.first_of_month().checked_add(months.months()).ok()
}

pub(super) fn quarter_of(day: Date) -> Date {
    Date::new(day.year(), (day.month() - 1) / 3 * 3 + 1, 1).unwrap_or(day)
}

pub(super) fn year_of(year: i16) -> Option<Date> {
    Date::new(year, 1, 1).ok()
}

impl Base {
    /// The unit of the same kind `n` later.
    pub(super) fn later(self, n: i32) -> Option<Self> {
        Some(match self {
            Self::Week(d) => Self::Week(d.checked_add((7 * n).days()).ok()?),
            Self::Weekend(a, b) => {
                let days = (7 * n).days();
                Self::Weekend(a.checked_add(days).ok()?, b.checked_add(days).ok()?)
            }
            Self::Month(d) => Self::Month(first_of(d, n)?),
            Self::Quarter(d) => Self::Quarter(first_of(d, 3 * n)?),
            Self::HalfYear(d) => Self::HalfYear(first_of(d, 6 * n)?),
            Self::Year(d) => Self::Year(first_of(d, 12 * n)?),
            Self::NewYear(d) => Self::NewYear(first_of(d, 12 * n)?),
        })
    }

    /// First and last calendar day.
    pub(super) fn ends(self) -> (Date, Date) {
        let months = |d: Date, n: i32| (d, days_after(d.saturating_add(n.months()), -1));
        match self {
            Self::Week(d) => (d, days_after(d, 6)),
            Self::Weekend(a, b) => (a, b),
            Self::Month(d) => months(d, 1),
            Self::Quarter(d) => months(d, 3),
            Self::HalfYear(d) => months(d, 6),
            Self::Year(d) | Self::NewYear(d) => months(d, 12),
        }
    }
}

impl Reader<'_> {
    /// A period, or a part of one, that begins at `at`.
    pub(super) fn period(&self, at: usize, anchor: Option<Time>) -> Option<(Time, usize)> {
        let text = self.text;
        if let Some(end) = text
            .any(
                at,
                &["last|past week|month|quarter|year", "the past week|month|quarter|year"],
            )
            .filter(|i| !text.is(*i, "of|in"))
        {
            return Some((Time::Past(self.today), end));
        }
        let short = [("eow", 0), ("eonw", 1), ("eom", 2), ("eoq", 3), ("eoy", 4)];
        if let Some((_, n)) = short.iter().find(|(w, _)| text.is(at, w)) {
            let week = monday_of(self.today);
            if *n == 0
                && let Some((base @ Base::Week(_), _, end)) = self.base(text.seq(at + 1, "of?")?, anchor)
            {
                return Some((self.part(base, Part::End, Loose::Next)?, end));
            }
            let base = match n {
                0 => Base::Week(week),
                1 => Base::Week(days_after(week, 7)),
                2 => Base::Month(self.today.first_of_month()),
                3 => Base::Quarter(quarter_of(self.today)),
                _ => Base::Year(year_of(self.today.year())?),
            };
            return Some((self.part(base, Part::End, Loose::Next)?, at + 1));
        }
        if text.is(at, "midweek|midmonth") {
            if let Some((base, loose, end)) = self.base(at + 1, anchor) {
                return Some((self.part(base, Part::Mid, loose)?, end));
            }
            let base = if text.is(at, "midweek") {
                Base::Week(monday_of(self.today))
            } else {
                Base::Month(self.today.first_of_month())
            };
            return Some((self.part(base, Part::Mid, Loose::Next)?, at + 1));
        }
        let parted = PARTS
            .iter()
            .find_map(|(phrase, part)| Some((*part, text.seq(at, phrase)?)));
        if let Some((part, mut after)) = parted {
            let mut until = part;
            // "mid to late January", "early or mid March"
            if let Some(joined) = text.seq(after, "to|or|-|/")
                && let Some((p, end)) = PARTS
                    .iter()
                    .find_map(|(phrase, part)| Some((*part, text.seq(joined, phrase)?)))
            {
                (until, after) = (p, end);
            }
            if let Some((base, loose, end)) = self.base(after, anchor).or_else(|| self.elliptical(after, anchor)) {
                let (low, high) = (self.part(base, part, loose)?, self.part(base, until, loose)?);
                return Some((low.union(high, self), end));
            }
            if part != Part::Whole {
                return None;
            }
        }
        let (base, loose, end) = self.base(at, anchor)?;
        // "month end", "week's end", "January end"
        if text.is(end, "end|ending|close") && !text.is(end + 1, "of") {
            return Some((self.part(base, Part::End, Loose::Next)?, end + 1));
        }
        // "the week" alone is too little; a name or a number is enough.
        let ordinal = text
            .seq(at, "the?")
            .is_some_and(|i| words::ordinal(text.word(i)).is_some());
        let named = words::month(text.word(at)).is_some()
            || text.is(at, "q|h|kw|cw|calendar")
            || text.seq(at, "the? new").is_some()
            || ordinal
            || matches!(base, Base::Weekend(..) | Base::HalfYear(_) | Base::NewYear(_));
        if loose == Loose::Next && !named {
            return None;
        }
        Some((self.part(base, Part::Whole, loose)?, end))
    }

    /// "or early next" after a period: the unit is the one before.
    fn elliptical(&self, at: usize, anchor: Option<Time>) -> Option<(Base, Loose, usize)> {
        let end = self.text.seq(at, "the? next|following")?;
        if words::unit(self.text.word(end)).is_some() || words::weekday(self.text.word(end)).is_some() {
            return None;
        }
        match anchor? {
            Time::Span(_, Some(base)) | Time::End(_, Some(base)) => Some((base.later(1)?, Loose::Fixed, end)),
            _ => None,
        }
    }

    /// "this week or next": a bare "next" whose unit was said before.
    pub(super) fn bare_next(&self, at: usize, anchor: Option<Time>) -> Option<(Time, usize)> {
        let (base, loose, end) = self.elliptical(at, anchor)?;
        let closed = self.text.at_break(end)
            || self
                .text
                .any(end, &["i|maybe|probably|if|with|perhaps|at|though", "latest"])
                .is_some();
        if closed {
            Some((self.part(base, Part::Whole, loose)?, end))
        } else {
            None
        }
    }

    /// The days of a part; one that has passed is that of the next such unit where the words allow.
    pub(super) fn part(&self, base: Base, part: Part, loose: Loose) -> Option<Time> {
        let time = self.part_of(base, part)?;
        let passed = time.close()? < self.today;
        let moves = loose == Loose::Next || matches!(base, Base::Week(_) if part == Part::End || part == Part::Whole);
        if !passed || !moves {
            return Some(time);
        }
        let named = matches!(base, Base::Month(d) if d != self.today.first_of_month());
        let year_on = matches!(base, Base::HalfYear(_)) || named;
        self.part_of(
            if year_on && !named {
                base.later(2)?
            } else {
                base.later(1)?
            },
            part,
        )
    }

    fn part_of(&self, base: Base, part: Part) -> Option<Time> {
        let (begin, close) = base.ends();
        let some = |period: Period| Some(Time::Span(period, Some(base)));
        let days = |a: Date, b: Date| some(Period::days(a, b));
        if let Base::NewYear(first) = base {
            return match part {
                Part::Whole => Some(Time::Open(first)),
                Part::NthWeek(n @ 1..) => days(
                    days_after(first, i32::from(n - 1) * 7),
                    days_after(first, i32::from(n) * 7 - 1),
                ),
                Part::FirstDay => Some(Time::Day(first, true)),
                Part::FirstBusinessDay => Some(Time::Day(self.holidays.next_business_day(first), true)),
                Part::Early | Part::FirstHalf => days(first, days_after(first, 9)),
                _ => None,
            };
        }
        if let Base::Week(monday) = base {
            let (from, to) = match part {
                Part::Whole | Part::NthWeek(_) => (0, 4),
                Part::Early => (0, 1),
                Part::Mid => (2, 2),
                Part::Late => (3, 4),
                Part::FirstHalf => (0, 2),
                Part::SecondHalf => (2, 4),
                Part::End | Part::Rest | Part::LastBusinessDay => {
                    return Some(Time::End(days_after(monday, 4), Some(base)));
                }
                Part::FirstDay | Part::FirstBusinessDay => {
                    return Some(Time::Day(self.holidays.on_or_after(monday), false));
                }
            };
            let (a, b) = (days_after(monday, from), days_after(monday, to));
            let (first, last) = (self.holidays.on_or_after(a), self.holidays.on_or_before(b));
            // A part that is nothing but holidays keeps its days.
            let (first, last) = if first <= last { (first, last) } else { (a, b) };
            let close = if part == Part::Whole { close } else { b };
            return some(Period {
                begin: a,
                first,
                last,
                close,
            });
        }
        let length = days_between(begin, close);
        let month = |n: i32| first_of(begin, n);
        match (part, base) {
            (Part::Whole, _) => days(begin, close),
            (Part::End | Part::Rest, _) => Some(Time::End(close, Some(base))),
            (Part::FirstDay, _) => Some(Time::Day(begin, true)),
            (Part::FirstBusinessDay, _) => Some(Time::Day(self.holidays.on_or_after(begin), true)),
            (Part::LastBusinessDay, _) => Some(Time::Day(self.holidays.on_or_before(close), true)),
            (Part::NthWeek(n @ 1..), _) => days(
                days_after(begin, i32::from(n - 1) * 7),
                days_after(begin, i32::from(n) * 7 - 1),
            ),
            (Part::NthWeek(_), _) => days(days_after(close, -6), close),
            (Part::Early, Base::Month(_)) => days(begin, days_after(begin, 9)),
            (Part::Mid, Base::Month(_)) => days(days_after(begin, 10), days_after(begin, 19)),
            (Part::Late, Base::Month(_)) => days(days_after(begin, 20), close),
            (Part::FirstHalf, Base::Month(_)) => days(begin, days_after(begin, 14)),
            (Part::SecondHalf, Base::Month(_)) => days(days_after(begin, 15), close),
            (Part::Early, Base::Quarter(_)) => days(begin, days_after(month(1)?, -1)),
            (Part::Mid, Base::Quarter(_)) => days(month(1)?, days_after(month(2)?, -1)),
            (Part::Late, Base::Quarter(_)) => days(month(2)?, close),
            (Part::Early, Base::Year(_)) => days(begin, days_after(month(3)?, -1)),
            (Part::Mid, Base::Year(_)) => days(month(4)?, days_after(month(8)?, -1)),
            (Part::Late, Base::Year(_)) => days(month(9)?, close),
            (Part::FirstHalf, Base::Year(_)) => days(begin, days_after(month(6)?, -1)),
            (Part::SecondHalf, Base::Year(_)) => days(month(6)?, close),
            (Part::Early, Base::Weekend(..)) => days(begin, begin),
            (Part::Late | Part::Mid, Base::Weekend(..)) => days(close, close),
            (Part::FirstHalf, _) => days(begin, days_after(begin, length / 2)),
            (Part::SecondHalf, _) => days(days_after(begin, length / 2 + 1), close),
            (Part::Early | Part::Mid | Part::Late, _) => {
                let third = length / 3;
                let from = match part {
                    Part::Early => 0,
                    Part::Mid => third,
                    _ => 2 * third,
                };
                days(
                    days_after(begin, from),
                    if part == Part::Late {
                        close
                    } else {
                        days_after(begin, from + third)
                    },
                )
            }
        }
    }

    /// "the first Monday in March", "the last Friday of the month".
    pub(super) fn nth_weekday_of(&self, at: usize, anchor: Option<Time>) -> Option<(Time, usize)> {
        let at = self.text.seq(at, "the?")?;
        let nth = match self.text.get(at)?.kind {
            super::lex::Kind::Ordinal(n) => i8::try_from(n).ok()?,
            _ if self.text.is(at, "last|final") => -1,
            _ => i8::try_from(words::ordinal(self.text.word(at))?).ok()?,
        };
        let weekday = words::weekday(self.text.word(at + 1))?;
        let (base, loose, end) = self.base(self.text.seq(at + 2, "of|in")?, anchor)?;
        let Base::Month(first) = base else { return None };
        let day = |d: Date| nth_weekday(d.year(), d.month(), nth, weekday);
        let found = day(first).filter(|d| *d >= self.today || loose == Loose::Fixed);
        Some((
            Time::Day(
                found.or_else(|| {
                    day(first_of(
                        first,
                        if first == self.today.first_of_month() { 1 } else { 12 },
                    )?)
                })?,
                true,
            ),
            end,
        ))
    }
}
