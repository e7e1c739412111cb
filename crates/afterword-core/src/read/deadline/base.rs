//! Whole weeks, months, quarters and years by their names: "the week of the 19th", "w/c 3 May", "Q1", "next month".

use jiff::civil::{Date, Weekday};

use super::dates::months_from;
use super::expr::{Reader, Time};
use super::period::{Base, Loose, days_after, first_of, monday_of, quarter_of, year_of};
use super::words;
use crate::calendar::Holiday;

impl Reader<'_> {
    /// A whole unit of the calendar at a place.
    pub(super) fn base(&self, at: usize, anchor: Option<Time>) -> Option<(Base, Loose, usize)> {
        self.week_base(at, anchor)
            .or_else(|| self.month_base(at, anchor))
            .or_else(|| self.long_base(at))
    }

    fn week_base(&self, at: usize, anchor: Option<Time>) -> Option<(Base, Loose, usize)> {
        let (text, week) = (self.text, monday_of(self.today));
        let fixed = |n: i32, end: usize| Some((Base::Week(days_after(week, 7 * n)), Loose::Fixed, end));
        let anchored = anchor.and_then(Time::close).map(monday_of);
        if let Some(end) = text.any(at, &["the? week after next", "the? week following next"]) {
            return fixed(2, end);
        }
        let of = [
            "the? week of|beginning|commencing|starting|from|startng|begining the?",
            "wc|wb the?",
            "the? week with the?",
        ];
        if let Some((day, end)) = of.iter().find_map(|p| self.some_day(text.seq(at, p)?.min(text.len()))) {
            return Some((Base::Week(monday_of(day)), Loose::Fixed, end));
        }
        if let Some((day, end)) = text.seq(at, "the? week ending|to the?").and_then(|i| self.some_day(i)) {
            return Some((Base::Week(monday_of(day)), Loose::Fixed, end));
        }
        if let Some(next) = text.seq(at, "the? week after|following|before") {
            return self.week_beside(next, anchor);
        }
        if let Some(end) = text.any(at, &["kw|cw", "calendar week", "week number|no"]) {
            let number = i8::try_from(text.number(end)?).ok()?;
            let found = (0..2).find_map(|n| {
                let year = self.today.year().checked_add(n)?;
                let day = jiff::civil::ISOWeekDate::new(year, number, Weekday::Monday)
                    .ok()?
                    .date();
                (days_after(day, 6) >= self.today).then_some(day)
            })?;
            return Some((Base::Week(found), Loose::Fixed, end + 1));
        }
        if let Some(end) = text.any(at, &["that|same same? week", "the same week"]) {
            return Some((Base::Week(anchored?), Loose::Fixed, end));
        }
        let counts = text.seq(at, "the next").is_some() && text.is(at.wrapping_sub(1), "in|over|within|during");
        if let Some(end) = text
            .any(at, &["the? following|next week", "the week following"])
            .filter(|_| !counts)
        {
            let from = anchored
                .filter(|_| text.is(end - 2, "following") || text.is(at, "the"))
                .unwrap_or(week);
            return Some((Base::Week(days_after(from, 7)), Loose::Fixed, end));
        }
        if let Some(end) = text.any(
            at,
            &[
                "the? coming|upcoming week",
                "n\u{e4}chste|naechste|kommende woche",
                "nxtweek",
            ],
        ) {
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

    /// "the week after Thanksgiving": what it stands beside begins at `next`.
    fn week_beside(&self, next: usize, anchor: Option<Time>) -> Option<(Base, Loose, usize)> {
        let text = self.text;
        let step = if text.is(next - 1, "before") { -7 } else { 7 };
        let beside = |day: Date, end: usize| Some((Base::Week(days_after(monday_of(day), step)), Loose::Fixed, end));
        let event = || {
            let near = (next..next + 8).take_while(|i| !text.at_break(*i) && !text.is(*i, "and|but|so|we|youll"));
            near.into_iter()
                .find_map(|i| text.seq(i, "on").and_then(|i| self.some_day(i)))
        };
        if let Some((day, end)) = self.some_day(next).or_else(event) {
            return beside(day, end);
        }
        if let Some((base, _, end)) = text.seq(next, "next|this").and_then(|_| self.base(next, anchor)) {
            return beside(base.ends().1, end);
        }
        let end = text.seq(next, "that|this?").unwrap_or(next);
        let goes_on = "for|so|at|and|then|if|i|when|is|we|with|to|probably|maybe|most|by";
        if step < 0 || !(text.at_break(end) || text.is(end, goes_on)) {
            return None;
        }
        beside(anchor.and_then(Time::close).unwrap_or(self.today), end)
    }

    fn month_base(&self, at: usize, anchor: Option<Time>) -> Option<(Base, Loose, usize)> {
        let (text, month) = (self.text, self.today.first_of_month());
        let anchored = anchor.and_then(Time::close).map(Date::first_of_month);
        let to = |from: Date, n: i32, loose: Loose, end: usize| Some((Base::Month(first_of(from, n)?), loose, end));
        if let Some(end) = text.any(at, &["the? month after next"]) {
            return to(month, 2, Loose::Fixed, end);
        }
        if let Some(end) = text.any(
            at,
            &[
                "the following month|mo",
                "the month after|following that?",
                "the next month",
            ],
        ) {
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
        let named = text
            .any(at, &["this|next|coming|of|the?"])
            .filter(|i| *i > at)
            .unwrap_or(at);
        if let Some(number) = words::month(text.word(named)).filter(|_| self.is_month(named)) {
            let year = text.any(named + 1, &["of|,?"]).unwrap_or(named + 1);
            let said = text
                .number(year)
                .and_then(|y| i16::try_from(y).ok())
                .filter(|y| (1900..2200).contains(y));
            if let Some(year_said) = said {
                return Some((
                    Base::Month(Date::new(year_said, number, 1).ok()?),
                    Loose::Fixed,
                    year + 1,
                ));
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
        let holidays = [
            "the? christmas|xmas|winter|holiday holidays|break|season|period|recess",
            "the? holidays|festivities",
            "the? festive season|period",
        ];
        if let Some(end) = text.any(at, &holidays) {
            let christmas = Holiday::Christmas.next_on_or_after(today)?;
            return Some((Base::Weekend(christmas, days_after(christmas, 7)), Loose::Fixed, end));
        }
        if let Some(end) = text.any(at, &["the new year", "the new calendar year", "new year"])
            && !text.is(end, "day|eve")
        {
            return Some((Base::NewYear(year_of(today.year().checked_add(1)?)?), Loose::Next, end));
        }
        let named = text.any(at, &["the? calendar?"]).unwrap_or(at);
        if text.is(named, "q") && text.tight(named + 1)
            || text.seq(named, "quarter").is_some_and(|i| text.number(i).is_some())
        {
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
        let year = self
            .text
            .number(said)
            .and_then(|y| i16::try_from(y).ok())
            .filter(|y| (1900..2200).contains(y));
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
}
