//! Weeks, months, quarters and years, whole or in part: "late next week", "mid to late January", "end of Q1".

use jiff::{
    ToSpan as _,
    civil::{Date, Weekday},
};

use super::dates::{days_between, months_from};
use super::expr::{Reader, Time};
use super::words;
use crate::calendar::{Holiday, nth_weekday};

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
        Self { begin: first, first, last, close: last }
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
    ("the? first|1st business|working|work|week day of|in", Part::FirstBusinessDay),
    ("the? first|1st weekday of|in", Part::FirstBusinessDay),
    ("the? last|final business|working|work|week day of|in", Part::LastBusinessDay),
    ("the? last|final day of|in", Part::End),
    ("the? first|1st day of|in", Part::FirstDay),
    ("the? first|1st few? days? of", Part::Early),
    ("the? last|final few days of", Part::Late),
    ("first thing on|in|of?", Part::Early),
    ("first thing", Part::Early),
    ("the? very? beginning|start|top|front|outset|beginnings of|in?", Part::Early),
    ("the? front|early end|part|half of", Part::Early),
    ("very|quite|fairly|bright? early on? in|on?", Part::Early),
    ("early on? in|on?", Part::Early),
    ("earlier in|part?", Part::Early),
    ("toward|towards|nearer|near the? very? end|close of", Part::Late),
    ("toward|towards|nearer the? latter|back|later|tail half|part|end of", Part::Late),
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

fn days_after(day: Date, days: i32) -> Date {
    day.saturating_add(days.days())
}

pub(super) fn monday_of(day: Date) -> Date {
    days_after(day, -i32::from(day.weekday().to_monday_zero_offset()))
}

fn first_of(day: Date, months: i32) -> Option<Date> {
    day.first_of_month().checked_add(months.months()).ok()
}

fn quarter_of(day: Date) -> Date {
    Date::new(day.year(), (day.month() - 1) / 3 * 3 + 1, 1).unwrap_or(day)
}

fn year_of(year: i16) -> Option<Date> {
    Date::new(year, 1, 1).ok()
}

impl Base {
    /// The unit of the same kind `n` later.
    fn later(self, n: i32) -> Option<Self> {
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
    fn ends(self) -> (Date, Date) {
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
        let short = [("eow", 0), ("eonw", 1), ("eom", 2), ("eoq", 3), ("eoy", 4)];
        if let Some((_, n)) = short.iter().find(|(w, _)| text.is(at, w)) {
            let week = monday_of(self.today);
            if *n == 0 {
                if let Some((base @ Base::Week(_), _, end)) = self.base(text.seq(at + 1, "of?")?, anchor) {
                    return Some((self.part(base, Part::End, Loose::Next)?, end));
                }
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
            let base = if text.is(at, "midweek") { Base::Week(monday_of(self.today)) } else { Base::Month(self.today.first_of_month()) };
            return Some((self.part(base, Part::Mid, Loose::Next)?, at + 1));
        }
        let parted = PARTS.iter().find_map(|(phrase, part)| Some((*part, text.seq(at, phrase)?)));
        if let Some((part, mut after)) = parted {
            let mut until = part;
            // "mid to late January", "early or mid March"
            if let Some(joined) = text.seq(after, "to|or|-|/") {
                if let Some((p, end)) = PARTS.iter().find_map(|(phrase, part)| Some((*part, text.seq(joined, phrase)?))) {
                    (until, after) = (p, end);
                }
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
        let bare = matches!(base, Base::Week(_) | Base::Month(_) | Base::Quarter(_) | Base::Year(_)) && loose == Loose::Next;
        let named = words::month(text.word(at)).is_some() || text.is(at, "q|h") || text.seq(at, "the? new").is_some();
        if bare && !named && !text.is(at, "kw|cw|calendar") && words::ordinal(text.word(at)).is_none() && !text.seq(at, "the").is_some_and(|i| words::ordinal(text.word(i)).is_some()) {
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
        let closed = self.text.at_break(end) || self.text.any(end, &["i|maybe|probably|if|with|perhaps|at|though", "latest"]).is_some();
        if closed { Some((self.part(base, Part::Whole, loose)?, end)) } else { None }
    }

    /// A whole unit of the calendar at a place.
    pub(super) fn base(&self, at: usize, anchor: Option<Time>) -> Option<(Base, Loose, usize)> {
        self.week_base(at, anchor).or_else(|| self.month_base(at, anchor)).or_else(|| self.long_base(at))
    }

    fn week_base(&self, at: usize, anchor: Option<Time>) -> Option<(Base, Loose, usize)> {
        let (text, week) = (self.text, monday_of(self.today));
        let fixed = |n: i32, end: usize| Some((Base::Week(days_after(week, 7 * n)), Loose::Fixed, end));
        let anchored = anchor.and_then(Time::close).map(monday_of);
        if let Some(end) = text.any(at, &["the? week after next", "the? week following next"]) {
            return fixed(2, end);
        }
        let of = ["the? week of|beginning|commencing|starting|from|startng|begining the?", "wc|wb the?", "the? week with the?"];
        if let Some((day, end)) = of.iter().find_map(|p| self.some_day(text.seq(at, p)?.min(text.len()))) {
            return Some((Base::Week(monday_of(day)), Loose::Fixed, end));
        }
        if let Some((day, end)) = text.seq(at, "the? week ending|to the?").and_then(|i| self.some_day(i)) {
            return Some((Base::Week(monday_of(day)), Loose::Fixed, end));
        }
        if let Some(next) = text.any(at, &["the? week after|following|before", "the? week after|following"]) {
            let sign = if text.is(next - 1, "before") { -7 } else { 7 };
            let what = text.seq(next, "the?").unwrap_or(next);
            let day = self.some_day(next).or_else(|| self.some_day(what));
            let event = (what..what + 7).take_while(|i| !text.at_break(*i) && !text.is(*i, "and|but|so|we|youll"))
                .find_map(|i| text.seq(i, "on").and_then(|i| self.some_day(i)));
            if let Some((day, end)) = day.or(event) {
                return Some((Base::Week(days_after(monday_of(day), sign)), Loose::Fixed, end));
            }
            if let Some((base, _, end)) = text.any(next, &["next|this", "christmas|thanksgiving"]).and_then(|_| self.base(next, anchor)) {
                return Some((Base::Week(days_after(monday_of(base.ends().1), sign)), Loose::Fixed, end));
            }
            // A dateless event.
            let end = text.seq(next, "that|this?").unwrap_or(next);
            if sign > 0 && (text.at_break(end) || text.is(end, "for|so|at|and|then|if|i|when|is|we|with|to|probably|maybe|most|by")) {
                return Some((Base::Week(days_after(anchored.unwrap_or(week), 7)), Loose::Fixed, end));
            }
            return None;
        }
        if let Some(end) = text.any(at, &["kw|cw", "calendar week", "week number|no"]) {
            let number = i8::try_from(text.number(end)?).ok()?;
            let found = (0..2).find_map(|n| {
                let year = self.today.year().checked_add(n)?;
                let day = jiff::civil::ISOWeekDate::new(year, number, Weekday::Monday).ok()?.date();
                (days_after(day, 6) >= self.today).then_some(day)
            })?;
            return Some((Base::Week(found), Loose::Fixed, end + 1));
        }
        if let Some(end) = text.any(at, &["that|same same? week", "the same week"]) {
            return Some((Base::Week(anchored?), Loose::Fixed, end));
        }
        if let Some(end) = text.any(at, &["the? following|next week", "the week following"]) {
            let from = anchored.filter(|_| text.is(end - 2, "following") || text.is(at, "the")).unwrap_or(week);
            return Some((Base::Week(days_after(from, 7)), Loose::Fixed, end));
        }
        if let Some(end) = text.any(at, &["the? coming|upcoming week", "n\u{e4}chste|naechste|kommende woche", "nxtweek"]) {
            return fixed(1, end);
        }
        if let Some(end) = text.any(at, &["this same? current? week", "diese woche", "the current week"]) {
            return fixed(0, end);
        }
        if let Some(end) = text.any(at, &["this|the? coming? weekend", "next weekend", "the? weekend"]) {
            if text.is(at, "next") {
                let saturday = days_after(week, 12);
                return Some((Base::Weekend(saturday, days_after(saturday, 1)), Loose::Fixed, end));
            }
            let saturday = days_after(week, 5);
            return Some((Base::Weekend(saturday, days_after(saturday, 1)), Loose::Fixed, end));
        }
        if let Some((holiday, end)) = self.holiday_name(at) {
            let day = holiday.next_on_or_after(self.today)?;
            if text.is(end, "week") && !text.is(end + 1, "from|on|end") {
                return Some((Base::Week(monday_of(day)), Loose::Fixed, end + 1));
            }
            if text.is(end, "weekend|break|recess|long") {
                let end = text.seq(end, "long? weekend|break|recess")?;
                if holiday == Holiday::Christmas || holiday == Holiday::NewYear {
                    return None;
                }
                let near = match day.weekday() {
                    Weekday::Monday | Weekday::Tuesday => (days_after(monday_of(day), -2), day),
                    _ => (day, days_after(monday_of(day), 6)),
                };
                return Some((Base::Weekend(near.0, near.1), Loose::Fixed, end));
            }
        }
        let end = text.any(at, &["the week", "week", "der woche"])?;
        Some((Base::Week(week), Loose::Next, end))
    }

    fn month_base(&self, at: usize, anchor: Option<Time>) -> Option<(Base, Loose, usize)> {
        let (text, month) = (self.text, self.today.first_of_month());
        let anchored = anchor.and_then(Time::close).map(Date::first_of_month);
        let to = |from: Date, n: i32, loose: Loose, end: usize| Some((Base::Month(first_of(from, n)?), loose, end));
        if let Some(end) = text.any(at, &["the? month after next"]) {
            return to(month, 2, Loose::Fixed, end);
        }
        if let Some(end) = text.any(at, &["the following month|mo", "the month after|following that?", "the next month"]) {
            return to(anchored.unwrap_or(month), 1, Loose::Fixed, end);
        }
        if let Some(end) = text.any(at, &["next|coming month|mo", "n\u{e4}chsten monat"]) {
            return to(month, 1, Loose::Fixed, end);
        }
        if let Some(end) = text.any(at, &["this current? month|mo", "diesen monat"]) {
            return to(month, 0, Loose::Fixed, end);
        }
        if let Some(end) = text.any(at, &["that|same same? month", "the same month"]) {
            return to(anchored?, 0, Loose::Fixed, end);
        }
        let named = text.any(at, &["this|next|coming|of|the?"]).filter(|i| *i > at).unwrap_or(at);
        if let Some(number) = words::month(text.word(named)).filter(|_| self.is_month(named)) {
            let year = text.any(named + 1, &["of|,?"]).unwrap_or(named + 1);
            let said = text.number(year).and_then(|y| i16::try_from(y).ok()).filter(|y| (1900..2200).contains(y));
            if let Some(year_said) = said {
                return Some((Base::Month(Date::new(year_said, number, 1).ok()?), Loose::Fixed, year + 1));
            }
            let (y, m) = months_from(self.today).find(|(_, m)| *m == number)?;
            let from = Date::new(y, m, 1).ok()?;
            if let Some(end) = text.seq(named + 1, "of? next year") {
                let year = self.today.year().checked_add(1)?;
                return Some((Base::Month(Date::new(year, number, 1).ok()?), Loose::Fixed, end));
            }
            return Some((Base::Month(from), Loose::Next, named + 1));
        }
        let end = text.any(at, &["the month|mo", "month"])?;
        to(month, 0, Loose::Next, end)
    }

    fn long_base(&self, at: usize) -> Option<(Base, Loose, usize)> {
        let (text, today) = (self.text, self.today);
        let holidays = ["the? christmas|xmas|winter|holiday holidays|break|season|period|recess", "the? holidays|festivities", "the? festive season|period"];
        if let Some(end) = text.any(at, &holidays) {
            let christmas = Holiday::Christmas.next_on_or_after(today)?;
            return Some((Base::Weekend(christmas, days_after(christmas, 7)), Loose::Fixed, end));
        }
        if let Some(end) = text.any(at, &["the new year", "the new calendar year", "new year"]) {
            if !text.is(end, "day|eve") {
                return Some((Base::NewYear(year_of(today.year().checked_add(1)?)?), Loose::Next, end));
            }
        }
        let named = text.any(at, &["the? calendar?"]).unwrap_or(at);
        if text.is(named, "q") && text.tight(named + 1) || text.seq(named, "quarter").is_some_and(|i| text.number(i).is_some()) {
            let number = text.number(named + 1).filter(|n| (1..=4).contains(n))?;
            return self.quarter(number, named + 2);
        }
        if text.is(named, "h") && text.tight(named + 1) {
            let number = text.number(named + 1).filter(|n| (1..=2).contains(n))?;
            let from = Date::new(today.year(), if number == 1 { 1 } else { 7 }, 1).ok()?;
            return Some((Base::HalfYear(from), Loose::Next, named + 2));
        }
        let ordinal = match text.get(named)?.kind {
            super::lex::Kind::Ordinal(n) => Some(n),
            super::lex::Kind::Word => words::ordinal(text.word(named)),
            _ => None,
        };
        if let Some(number) = ordinal.filter(|n| (1..=4).contains(n)) {
            return self.quarter(number, text.seq(named + 1, "quarter")?);
        }
        let quarter = quarter_of(today);
        if let Some(end) = text.any(at, &["the? next|following|coming quarter"]) {
            return Some((Base::Quarter(first_of(quarter, 3)?), Loose::Fixed, end));
        }
        if let Some(end) = text.any(at, &["this current? quarter", "the current quarter"]) {
            return Some((Base::Quarter(quarter), Loose::Fixed, end));
        }
        if let Some(end) = text.any(at, &["the? next|coming|following year"]) {
            return Some((Base::Year(year_of(today.year().checked_add(1)?)?), Loose::Fixed, end));
        }
        if let Some(end) = text.any(at, &["this calendar? year"]) {
            return Some((Base::Year(year_of(today.year())?), Loose::Fixed, end));
        }
        if let Some(end) = text.any(at, &["the? quarter"]) {
            return Some((Base::Quarter(quarter), Loose::Next, end));
        }
        if let Some(end) = text.any(at, &["the? calendar? year"]) {
            return Some((Base::Year(year_of(today.year())?), Loose::Next, end));
        }
        let year = text.number(at).and_then(|y| i16::try_from(y).ok())?;
        let near = (0..3).contains(&(i32::from(year) - i32::from(today.year())));
        let led = text.is(at.wrapping_sub(1), "of|early|late|mid|in|by|into");
        (near && led).then_some((Base::Year(year_of(year)?), Loose::Fixed, at + 1))
    }

    fn quarter(&self, number: u32, end: usize) -> Option<(Base, Loose, usize)> {
        let month = i8::try_from(number * 3 - 2).ok()?;
        let said = self.text.seq(end, "of|,?").unwrap_or(end);
        let year = self.text.number(said).and_then(|y| i16::try_from(y).ok()).filter(|y| (1900..2200).contains(y));
        if let Some(year) = year {
            return Some((Base::Quarter(Date::new(year, month, 1).ok()?), Loose::Fixed, said + 1));
        }
        if let Some(end) = self.text.seq(end, "of? next year") {
            let year = self.today.year().checked_add(1)?;
            return Some((Base::Quarter(Date::new(year, month, 1).ok()?), Loose::Fixed, end));
        }
        let mut base = Base::Quarter(Date::new(self.today.year(), month, 1).ok()?);
        if base.ends().1 < self.today {
            base = Base::Quarter(first_of(base.ends().0, 12)?);
        }
        Some((base, Loose::Next, self.text.seq(end, "of the? year").unwrap_or(end)))
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
        self.part_of(if year_on && !named { base.later(2)? } else { base.later(1)? }, part)
    }

    fn part_of(&self, base: Base, part: Part) -> Option<Time> {
        let (begin, close) = base.ends();
        let some = |period: Period| Some(Time::Span(period, Some(base)));
        let days = |a: Date, b: Date| some(Period::days(a, b));
        if let Base::NewYear(first) = base {
            return match part {
                Part::Whole => Some(Time::Open(first)),
                Part::NthWeek(n @ 1..) => days(days_after(first, i32::from(n - 1) * 7), days_after(first, i32::from(n) * 7 - 1)),
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
                Part::End | Part::Rest | Part::LastBusinessDay => return Some(Time::End(days_after(monday, 4), Some(base))),
                Part::FirstDay | Part::FirstBusinessDay => return Some(Time::Day(self.holidays.on_or_after(monday), false)),
            };
            let (a, b) = (days_after(monday, from), days_after(monday, to));
            let (first, last) = (self.holidays.on_or_after(a), self.holidays.on_or_before(b));
            // A part that is nothing but holidays keeps its days.
            let (first, last) = if first <= last { (first, last) } else { (a, b) };
            let close = if part == Part::Whole { close } else { b };
            return some(Period { begin: a, first, last, close });
        }
        let length = days_between(begin, close);
        let month = |n: i32| first_of(begin, n);
        match (part, base) {
            (Part::Whole, _) => days(begin, close),
            (Part::End, _) => Some(Time::End(close, Some(base))),
            (Part::Rest, _) => Some(Time::End(close, Some(base))),
            (Part::FirstDay, _) => Some(Time::Day(begin, true)),
            (Part::FirstBusinessDay, _) => Some(Time::Day(self.holidays.on_or_after(begin), true)),
            (Part::LastBusinessDay, _) => Some(Time::Day(self.holidays.on_or_before(close), true)),
            (Part::NthWeek(n @ 1..), _) => days(days_after(begin, i32::from(n - 1) * 7), days_after(begin, i32::from(n) * 7 - 1)),
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
                days(days_after(begin, from), if part == Part::Late { close } else { days_after(begin, from + third) })
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
        Some((Time::Day(found.or_else(|| day(first_of(first, if first == self.today.first_of_month() { 1 } else { 12 })?))?, true), end))
    }
}
