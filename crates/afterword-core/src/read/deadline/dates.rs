//! Dates somebody wrote out: "mon mar 2 2026", "30.6.", "the 18th", "friday the 13th".

use jiff::civil::{Date, Weekday};

use super::lex::{Kind, Text};
use super::words;

/// A date as it is written: the day of the month and whatever else stands there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Written {
    pub(super) year: Option<i16>,
    pub(super) month: Option<i8>,
    pub(super) day: i8,
    pub(super) weekday: Option<Weekday>,
    /// The month is a word: no fraction, score or version number looks like that.
    pub(super) spelled: bool,
}

/// What comes after an ordinal that counts something other than days.
const COUNTED: &str = "round|rounds|interview|interviews|floor|candidate|candidates|person|choice|stage|time|call|week|half|\
    quarter|place|option|grade|visit|one|draft|hire|street|st|avenue|ave|century|phase|step|session|meeting|conversation|\
    day|business|working|batch|set|opinion|thoughts|thought|screen|chance|guess|year|years|monday|tuesday|wednesday|\
    thursday|friday|saturday|sunday|party|or";

/// What comes after a number that is no day of a month.
fn counts_something(text: &Text, at: usize) -> bool {
    words::unit(text.word(at)).is_some() && !text.is(at, "mo|d|w|h")
        || text.is(
            at,
            "%|people|business|working|candidates|fortnight|minutes|mins|min|more|other|of|k|x|am|pm|or|to|-",
        ) && !text.is(at, "of|or|to|-")
        || text.is(at, ":") && text.tight(at) && text.number(at + 1).is_some()
}

/// A day of the month at a place: its number, where it ends, and whether it is an ordinal.
pub(super) fn day_number(text: &Text, at: usize) -> Option<(i8, usize, bool)> {
    let (number, end, ordinal) = match text.get(at)?.kind {
        Kind::Number(n) => (n, at + 1, false),
        Kind::Ordinal(n) => (n, at + 1, true),
        Kind::Mark => return None,
        Kind::Word => {
            let tens = words::cardinal(text.word(at)).filter(|n| *n == 20 || *n == 30);
            let ones = words::ordinal(text.word(at + 1)).filter(|n| *n < 10);
            match (tens, ones) {
                (Some(tens), Some(ones)) => (tens + ones, at + 2, true),
                _ => (words::ordinal(text.word(at))?, at + 1, true),
            }
        }
    };
    let day = i8::try_from(number).ok().filter(|d| (1..=31).contains(d))?;
    Some((day, end, ordinal))
}

/// Reads a written date that begins at `at`, and where it ends.
pub(super) fn written(text: &Text, at: usize, month_first: bool) -> Option<(Written, usize)> {
    let weekday = words::weekday(text.word(at));
    let body = match weekday {
        Some(_) => text.seq(at + 1, ",? the?")?,
        None => text.seq(at, "the?")?,
    };
    let (mut date, end) = numeric(text, body, month_first)
        .or_else(|| month_then_day(text, body))
        .or_else(|| day_then_month(text, body))
        .or_else(|| {
            let led = weekday.is_some() || body > at;
            day_alone(text, body, led, weekday.is_some())
        })?;
    date.weekday = weekday;
    Some((date, end))
}

fn numeric(text: &Text, at: usize, month_first: bool) -> Option<(Written, usize)> {
    let part = |i: usize| text.number(i).map(|n| (n, text.word(i).len()));
    let first = part(at)?;
    let mark = text.word(at + 1);
    if !matches!(mark, "-" | "/" | ".") || !text.tight(at + 1) {
        return None;
    }
    let date = |y: Option<u32>, m: u32, d: u32, end: usize| {
        let year = match y {
            Some(y) if y < 100 => Some(i16::try_from(2000 + y).ok()?),
            Some(y) => Some(i16::try_from(y).ok().filter(|y| (1900..2200).contains(y))?),
            None => None,
        };
        let month = i8::try_from(m).ok().filter(|m| (1..=12).contains(m))?;
        let day = i8::try_from(d).ok().filter(|d| (1..=31).contains(d))?;
        Date::new(year.unwrap_or(2024), month, day).ok()?;
        Some((
            Written {
                year,
                month: Some(month),
                day,
                weekday: None,
                spelled: false,
            },
            end,
        ))
    };
    let second = part(at + 2).filter(|_| text.tight(at + 2))?;
    let third = part(at + 4).filter(|_| text.word(at + 3) == mark && text.tight(at + 3) && text.tight(at + 4));
    if let Some(third) = third {
        if first.1 == 4 {
            return date(Some(first.0), second.0, third.0, at + 5);
        }
        if third.1 != 4 && third.1 != 2 {
            return None;
        }
        let american = month_first && mark != ".";
        let (m, d) = if american {
            (first.0, second.0)
        } else {
            (second.0, first.0)
        };
        return date(Some(third.0), m, d, at + 5).or_else(|| date(Some(third.0), d, m, at + 5));
    }
    let led = text.is(
        at.wrapping_sub(1),
        "on|by|before|until|till|after|bis|am|from|or|to|since|-|through|of|than|and",
    ) || words::weekday(text.before(at)).is_some();
    match mark {
        "/" => {
            let (m, d) = if month_first {
                (first.0, second.0)
            } else {
                (second.0, first.0)
            };
            let fraction = counts_something(text, at + 3) || (first.0 == 24 && second.0 == 7 && !led);
            if fraction {
                None
            } else {
                date(None, m, d, at + 3).or_else(|| date(None, d, m, at + 3))
            }
        }
        "." => {
            let dot = text.is(at + 3, ".") && text.tight(at + 3);
            let dated = date(None, second.0, first.0, if dot { at + 4 } else { at + 3 });
            dated.filter(|_| (dot || led) && !counts_something(text, at + 3))
        }
        _ => None,
    }
}

fn month_then_day(text: &Text, at: usize) -> Option<(Written, usize)> {
    let month = words::month(text.word(at))?;
    let (day, end, ordinal) = day_number(text, text.seq(at + 1, "the?")?)?;
    if !ordinal && counts_something(text, end) {
        return None;
    }
    Some(with_year(text, month, day, end))
}

fn day_then_month(text: &Text, at: usize) -> Option<(Written, usize)> {
    let (day, end, _) = day_number(text, at)?;
    let dotted = text.is(end, ".") && text.tight(end);
    let named = text.seq(if dotted { end + 1 } else { end }, "day? of?")?;
    let month = words::month(text.word(named))?;
    Some(with_year(text, month, day, named + 1))
}

fn with_year(text: &Text, month: i8, day: i8, end: usize) -> (Written, usize) {
    let year_at = if text.is(end, ",") { end + 1 } else { end };
    let year = text
        .number(year_at)
        .and_then(|n| i16::try_from(n).ok())
        .filter(|y| (1900..2200).contains(y));
    let end = if year.is_some() { year_at + 1 } else { end };
    (
        Written {
            year,
            month: Some(month),
            day,
            weekday: None,
            spelled: true,
        },
        end,
    )
}

/// "the 18th", "friday the 13th", "18th" after a preposition.
fn day_alone(text: &Text, at: usize, led: bool, weekday: bool) -> Option<(Written, usize)> {
    let (day, end, ordinal) = day_number(text, at)?;
    let written = Written {
        year: None,
        month: None,
        day,
        weekday: None,
        spelled: false,
    };
    let word = text.get(at).is_some_and(|t| t.kind == Kind::Word);
    if !ordinal {
        let ends = text.at_break(end) || text.is(end, "or|and|at|in|for|to|latest");
        return (weekday && ends && !text.is(end, ":|.|/") || weekday && text.at_stop(end)).then_some((written, end));
    }
    let counted = text.is(end, COUNTED) && !text.is(end, "or");
    let prepositions = "on|by|before|until|till|after|from|or|to|and|-|about|around|than|through|between|say|post|past|/|bis|is|make|maybe|possibly|of|now";
    // "the first" is a date after a preposition only.
    let led = led && (weekday || !word)
        || text.is(
            at.wrapping_sub(if word && text.is(at.wrapping_sub(1), "the") {
                2
            } else {
                1
            }),
            prepositions,
        )
        || text.at_break(at.wrapping_sub(1));
    let said = !word
        || (led
            && !text.is(at.wrapping_sub(1), "at")
            && (text.at_break(end)
                || text.is(end, "of|or|and|at|by|for")
                || (text.is(end, "to") && day_number(text, text.seq(end + 1, "the?").unwrap_or(end + 1)).is_some())));
    (led && said && !counted).then_some((written, end))
}

impl Written {
    /// The date meant by somebody who speaks of what is to come: the next one, never before `today`; a bare day of the
    /// month is after it.
    pub(super) fn to_come(self, today: Date) -> Option<Date> {
        match (self.year, self.month) {
            (Some(year), Some(month)) => Date::new(year, month, self.day).ok(),
            (None, Some(month)) => {
                let years = (0..9).filter_map(|n| Date::new(today.year().checked_add(n)?, month, self.day).ok());
                years.into_iter().find(|d| *d >= today)
            }
            _ => {
                let all = || {
                    months_from(today)
                        .filter_map(|(y, m)| Date::new(y, m, self.day).ok())
                        .filter(|d| *d > today)
                };
                let named = self.weekday.and_then(|w| all().take(4).find(|d| d.weekday() == w));
                named.or_else(|| all().next())
            }
        }
    }

    /// The date meant by somebody who notes when something is or was: nearest to `said`, from eleven months before to
    /// one after.
    pub(super) fn nearest(self, said: Date) -> Option<Date> {
        let month = self.month?;
        if let Some(year) = self.year {
            return Date::new(year, month, self.day).ok();
        }
        let years = (-4..=4).filter_map(|n| Date::new(said.year().checked_add(n)?, month, self.day).ok());
        let ahead = |d: &Date| days_between(said, *d);
        let mut near = years.collect::<Vec<_>>();
        near.sort_by_key(|d| ahead(d).abs());
        near.iter()
            .find(|d| (-335..=31).contains(&ahead(d)))
            .or(near.first())
            .copied()
    }
}

/// Days from one date to another, negative where it lies before.
pub(super) fn days_between(from: Date, to: Date) -> i32 {
    from.until(to).map_or(0, |span| span.get_days())
}

/// The month of `today` and two years of months after it.
pub(super) fn months_from(today: Date) -> impl Iterator<Item = (i16, i8)> {
    let first = (today.year(), today.month());
    std::iter::successors(Some(first), |(y, m)| {
        if *m == 12 {
            Some((y.checked_add(1)?, 1))
        } else {
            Some((*y, m + 1))
        }
    })
    .take(25)
}
