//! Single days: "tomorrow", "Friday week", "the Monday after Thanksgiving", "the day after the 16th".

use jiff::{
    ToSpan as _,
    civil::{Date, Weekday},
};

use super::dates::{self, Written};
use super::expr::{Reader, Time, plus};
use super::lex::Kind;
use super::period::{Base, Loose, Period, monday_of};
use super::words;
use crate::calendar::Holiday;

impl Reader<'_> {
    /// Days named by their distance: today, "the day after tomorrow", "the day after the 16th".
    pub(super) fn relative(&self, at: usize, anchor: Option<Time>) -> Option<(Time, usize)> {
        let text = self.text;
        let day = |n: i32, to: usize| Some((Time::Day(plus(self.today, n), false), to));
        if let Some(to) = text.any(at, &["the? day after tomorrow", "\u{fc}bermorgen", "overmorrow"]) {
            return day(2, to);
        }
        if let Some(to) = text.any(
            at,
            &[
                "tomorrow",
                "today|tonight|heute",
                "later today",
                "this very? morning|afternoon|evening|night",
            ],
        ) {
            let n = i32::from(text.is(at, "tomorrow"));
            if let Some(to) = text.seq(to, "week|fortnight") {
                return day(n + if text.is(to - 1, "week") { 7 } else { 14 }, to);
            }
            return day(n, to);
        }
        if let Some(to) = text.seq(at, "this day week|fortnight") {
            return day(if text.is(to - 1, "week") { 7 } else { 14 }, to);
        }
        if text.is(at, "yesterday") {
            return Some((Time::Past(plus(self.today, -1)), at + 1));
        }
        if let Some(unit) = text.seq(at, "this time next|tomorrow") {
            let (months, days) = match text.word(unit) {
                "week" => (0, 7),
                "month" => (1, 0),
                "year" => (12, 0),
                _ if text.is(unit - 1, "tomorrow") => return day(1, unit),
                _ => return None,
            };
            return Some((
                Time::Day(plus(self.today, days).saturating_add(months.months()), false),
                unit + 1,
            ));
        }
        let anchored = anchor.and_then(Time::close);
        if let Some(to) = text.any(at, &["the? next|following|first business|working day"]) {
            return Some((
                Time::Day(self.holidays.next_business_day(anchored.unwrap_or(self.today)), false),
                to,
            ));
        }
        if let Some(found) = self.foreign_end(at) {
            return Some(found);
        }
        let soon = text.is(at.wrapping_sub(1), "in|within|over|during") && text.any(at, &["the next day or"]).is_some();
        if let Some(to) = text
            .any(at, &["the following|next day|morning", "following day"])
            .filter(|_| !soon)
        {
            return Some((Time::Day(plus(anchored.unwrap_or(self.today), 1), false), to));
        }
        let to = text.any(at, &["the? day|morning|evening|night after|following|before"])?;
        let step = if text.is(to - 1, "before") { -1 } else { 1 };
        if let Some((known, to)) = self.some_day(to).or_else(|| self.event_day(to)) {
            return Some((Time::Day(plus(known, step), false), to));
        }
        let that = text.seq(to, "that|this?").unwrap_or(to);
        let alone =
            that > to || text.at_break(to) || text.is(to, "we|i|you|is|and|at|for|ill|well|youll|theyll|they|by|to");
        if !alone {
            return Some((Time::Unknown, to));
        }
        // In Indian English "day after" alone is the day after tomorrow.
        let base = anchored.unwrap_or_else(|| plus(self.today, 1));
        (step > 0 || anchored.is_some()).then(|| (Time::Day(plus(base, step), false), that))
    }

    /// "Ende der Woche", "fin de la semaine", "within the month": the last day of a period.
    fn foreign_end(&self, at: usize) -> Option<(Time, usize)> {
        let text = self.text;
        let week = |n: i32, to: usize| Some((Time::End(plus(monday_of(self.today), 7 * n + 4), None), to));
        let month = |to: usize| Some((Time::End(self.today.last_of_month(), None), to));
        if let Some(to) = text.any(
            at,
            &[
                "ende n\u{e4}chster|kommender woche",
                "ende der n\u{e4}chsten|kommenden woche",
                "fin de la? semaine prochaine",
            ],
        ) {
            return week(1, to);
        }
        if let Some(to) = text.any(at, &["ende der|dieser? woche", "fin de la|cette? semaine"]) {
            return week(0, to);
        }
        if let Some(to) = text.any(at, &["ende des|dieses? monats", "fin du|de? ce? mois"]) {
            return month(to);
        }
        if let Some(to) = text.seq(at, "la? semaine prochaine") {
            let monday = plus(monday_of(self.today), 7);
            return Some((
                Time::Span(Period::days(monday, plus(monday, 4)), Some(Base::Week(monday))),
                to,
            ));
        }
        if text.is(at.wrapping_sub(1), "within|inside") && text.seq(at, "the month").is_some() {
            return month(at + 2);
        }
        None
    }

    /// "the board meeting on the 14th": the day of an event named in the next few words.
    pub(super) fn event_day(&self, at: usize) -> Option<(Date, usize)> {
        let mut commas = 0;
        for i in at..(at + 12).min(self.text.len()) {
            commas += usize::from(self.text.is(i, ",|("));
            if self.text.at_stop(i)
                || commas > 1
                || self.text.is(i, "but|so|youll|well|and|then|we|by") && i > at + 1 && !self.text.is(i, "we")
            {
                return None;
            }
            if let Some((day, to)) = self.some_day(i) {
                return Some((day, to));
            }
        }
        None
    }

    /// "10 to 14 March", "March 10-14", "6th-10th June".
    pub(super) fn range_of_numbers(&self, at: usize) -> Option<(Time, usize)> {
        let text = self.text;
        let body = text.seq(at, "the?")?;
        let span = |first: Written, second: Written, to: usize| {
            let last = second.to_come(self.today)?;
            let first = Written {
                month: Some(first.month.unwrap_or(last.month())),
                year: Some(last.year()),
                ..first
            }
            .to_come(self.today)?;
            (first <= last).then_some((Time::Span(Period::days(first, last), None), to))
        };
        if let Some((day, end, _)) = dates::day_number(text, body) {
            let joined = text.any(end, &["and|to|or|-|until|till|through|/ the?"])?;
            let (second, to) =
                dates::written(text, joined, self.month_first).filter(|(w, _)| w.spelled && w.weekday.is_none())?;
            return span(
                Written {
                    day,
                    year: None,
                    month: None,
                    weekday: None,
                    spelled: true,
                },
                second,
                to,
            );
        }
        let (first, end) =
            dates::written(text, body, self.month_first).filter(|(w, _)| w.spelled && w.year.is_none())?;
        let joined = text.any(end, &["and|to|or|-|until|till|through|/ the?"])?;
        if text.is(end, "and") && !(1..4).any(|n| text.is(at.wrapping_sub(n), "between")) {
            return None;
        }
        let (day, to, ordinal) = dates::day_number(text, joined)?;
        let bare =
            words::month(text.word(to)).is_none() && words::unit(text.word(to)).is_none() && !text.is(to, ":|/|of");
        if !bare || day <= first.day || (!ordinal && text.get(joined).is_some_and(|t| t.kind == Kind::Word)) {
            return None;
        }
        let (to, year) = match text
            .number(text.seq(to, ",?")?)
            .and_then(|y| i16::try_from(y).ok())
            .filter(|y| (1900..2200).contains(y))
        {
            Some(year) => (text.seq(to, ",?")? + 1, Some(year)),
            None => (to, None),
        };
        let second = Written { year, day, ..first };
        span(first, second, to)
    }

    pub(super) fn date(&self, at: usize, anchor: Option<Time>) -> Option<(Time, usize)> {
        let (written, end) = dates::written(self.text, at, self.month_first)?;
        if written.month.is_some() && written.spelled && !self.dates_month(at, end) {
            return None;
        }
        if written.month.is_none() {
            // "the 10th of next month"
            if let Some((Base::Month(first), _, to)) = self.text.seq(end, "of|in").and_then(|i| self.base(i, anchor)) {
                let day = Date::new(first.year(), first.month(), written.day).ok()?;
                let day = if day < self.today {
                    day.saturating_add(1.month())
                } else {
                    day
                };
                return Some((Time::Day(day, true), to));
            }
            // "mid December, the 15th"
            if let Some(Time::Span(period, _)) = anchor.filter(|_| self.text.is(at.wrapping_sub(1), ",|(|-|:")) {
                let named = |d: Date| {
                    Date::new(d.year(), d.month(), written.day)
                        .ok()
                        .filter(|d| (period.begin..=period.close).contains(d))
                };
                if let Some(day) = named(period.begin).or_else(|| named(period.close)) {
                    return Some((Time::Day(day, true), end));
                }
            }
        }
        Some((Time::Day(written.to_come(self.today)?, true), end))
    }

    /// "they may 2 weeks" is no date; a month with an ordinal or a fitting neighbour is.
    fn dates_month(&self, from: usize, to: usize) -> bool {
        let verb = self.text.is(from, "may|march|mar")
            && self
                .text
                .is(from.wrapping_sub(1), "we|they|i|you|he|she|it|hr|that|this|may|to");
        !verb && to > from
    }

    /// A single day without looking at what was said before: a date, a weekday, a holiday.
    pub(super) fn some_day(&self, at: usize) -> Option<(Date, usize)> {
        let at = self.text.seq(at, "the?")?;
        let found = self.date(at, None).or_else(|| {
            at.checked_sub(1)
                .filter(|i| self.text.is(*i, "the"))
                .and_then(|i| self.date(i, None))
        });
        if let Some((Time::Day(day, _), to)) = found {
            return Some((day, to));
        }
        if let Some(n) = ["today", "tomorrow"].iter().position(|w| self.text.is(at, w)) {
            return Some((plus(self.today, i32::try_from(n).ok()?), at + 1));
        }
        let (which, day_at) = match self.text.any(at, &["this|next|coming"]) {
            Some(i) => (self.text.word(at), i),
            None => ("", at),
        };
        if let Some(weekday) = words::weekday(self.text.word(day_at)).filter(|_| self.is_weekday(day_at)) {
            return Some((self.weekday_date(weekday, which), day_at + 1));
        }
        let (holiday, to) = self.holiday_name(at)?;
        Some((holiday.next_on_or_after(self.today)?, to))
    }

    fn weekday_date(&self, weekday: Weekday, which: &str) -> Date {
        let of_week = plus(monday_of(self.today), i32::from(weekday.to_monday_zero_offset()));
        match which {
            "next" => plus(of_week, 7),
            "this" if of_week >= self.today => of_week,
            _ if of_week > self.today => of_week,
            _ => plus(of_week, 7),
        }
    }

    pub(super) fn weekday(&self, at: usize, anchor: Option<Time>) -> Option<(Time, usize)> {
        let text = self.text;
        let leads = [
            ("this coming|upcoming|next", ""),
            ("the? coming|upcoming", ""),
            ("this", "this"),
            ("the? next", "next"),
            ("the? following", "following"),
            ("the? last|past|previous", "last"),
            ("the", "the"),
        ];
        let (which, day_at) = leads
            .iter()
            .find_map(|(p, which)| Some((*which, text.seq(at, p)?)))
            .unwrap_or(("", at));
        let weekday = words::weekday(text.word(day_at)).filter(|_| self.is_weekday(day_at))?;
        let (end, offset) = (day_at + 1, i32::from(weekday.to_monday_zero_offset()));
        // "Late next week. Thursday, I think."
        let led = text.at_break(day_at.wrapping_sub(1))
            || text.is(
                day_at.wrapping_sub(1),
                "probably|maybe|likely|say|think|perhaps|ideally",
            );
        if let Some(Time::Span(_, Some(Base::Week(monday))) | Time::End(_, Some(Base::Week(monday)))) =
            anchor.filter(|_| which.is_empty() && led)
        {
            let plain = !text.is(end, "week|fortnight|after|before|of|next|this|following");
            if plain && monday > self.today {
                return Some((Time::Day(plus(monday, offset), false), end));
            }
        }
        let day = |d: Date, to: usize| Some((Time::Day(d, false), to));
        let date = self.weekday_date(weekday, which);
        if which == "last" {
            return Some((Time::Past(plus(date, -7)), end));
        }
        if which.is_empty() || which == "the" {
            if text.is(end, "week|fortnight") && !text.is(end + 1, "of|after|before|commencing|beginning") {
                return day(plus(date, if text.is(end, "week") { 7 } else { 14 }), end + 1);
            }
            if text.is(end, "prochain|prochaine") {
                return day(self.weekday_date(weekday, "next"), end + 1);
            }
            if text.is(end, "next") && (text.at_break(end + 1) || text.is(end + 1, "at|by|or|and|if|we|for")) {
                return day(self.weekday_date(weekday, "next"), end + 1);
            }
        }
        if let Some(to) = text.seq(end, "after next") {
            return day(plus(monday_of(self.today), 14 + offset), to);
        }
        let of = text.any(end, &[",? of|in|on?"]).unwrap_or(end);
        let week = if text.is(of, "the|that|this|next|week|wc|kw|cw|calendar|following|coming") {
            self.base(of, anchor)
        } else {
            None
        };
        if let Some((Base::Week(monday), loose, to)) = week
            && loose == Loose::Fixed
        {
            return day(plus(monday, offset), to);
        }
        if let Some(to) = text.seq(end, "after|following|before") {
            let back = text.is(to - 1, "before");
            let that = text
                .any(to, &["that|this"])
                .filter(|i| text.at_break(*i) || text.is(*i, "and|so|if"));
            let known = self.some_day(to);
            let alone = which == "the" && (text.at_break(to) || text.is(to, "we|i|you|is|and|at|ill|well|youll"));
            let known = known.or_else(|| {
                anchor
                    .and_then(Time::close)
                    .filter(|_| that.is_some() || alone)
                    .map(|d| (d, that.unwrap_or(to)))
            });
            if let Some((known, to)) = known {
                let ahead = (offset - i32::from(known.weekday().to_monday_zero_offset())).rem_euclid(7);
                let found = if back {
                    plus(known, if ahead == 0 { -7 } else { ahead - 7 })
                } else {
                    plus(known, if ahead == 0 { 7 } else { ahead })
                };
                return day(found, to);
            }
        }
        if (which == "following" || (which == "the" && matches!(anchor, Some(Time::Day(..)))))
            && let Some(known) = anchor.and_then(Time::close)
        {
            let ahead = (offset - i32::from(known.weekday().to_monday_zero_offset())).rem_euclid(7);
            return day(plus(known, if ahead == 0 { 7 } else { ahead }), end);
        }
        day(date, end)
    }

    pub(super) fn holiday(&self, at: usize) -> Option<(Time, usize)> {
        let (holiday, to) = self.holiday_name(at)?;
        let year = self
            .text
            .number(to)
            .and_then(|y| i16::try_from(y).ok())
            .filter(|y| (1900..2200).contains(y));
        if let Some(year) = year {
            return Some((Time::Day(holiday.date(year)?, true), to + 1));
        }
        Some((Time::Day(holiday.next_on_or_after(self.today)?, true), to))
    }

    /// The longest name of a holiday at a place.
    pub(super) fn holiday_name(&self, at: usize) -> Option<(Holiday, usize)> {
        let first = self.text.word(at);
        if first.len() < 3 || !self.text.get(at).is_some_and(|t| t.kind == Kind::Word) && !self.text.is(at, "4") {
            return None;
        }
        let limit = (at + 1..at + 5).find(|i| self.text.at_break(*i)).unwrap_or(at + 5);
        (at + 1..=limit).rev().find_map(|to| {
            let name = (at..to).map(|i| self.text.word(i)).collect::<Vec<_>>().join(" ");
            Holiday::named(&name).map(|h| (h, to))
        })
    }

    /// Whether a word that may be a weekday is one: "sat" and "sun" are words of their own.
    pub(super) fn is_weekday(&self, at: usize) -> bool {
        let verb = "let|like|expect|love|be|hope|want|aim|get|come|call|decide|know|have|probably|rather|better|need|say|email|ring";
        if self.text.is(at, "wed") && self.text.is(at + 1, verb) {
            return false;
        }
        !self.text.is(at, "sat|sun|wed|mardi")
            || self.text.get(at).is_some_and(|t| t.capital)
            || self.text.at_break(at.wrapping_sub(1))
            || self.text.is(at.wrapping_sub(1), "on|by|this|next|before|after|until|till|or|to|and|sometime|from|than|not|maybe|probably|coming|week|eod|cob|said|says|actually")
    }

    /// Whether a word that may be a month is one: "may", "march" and names of people are not.
    pub(super) fn is_month(&self, at: usize) -> bool {
        let text = self.text;
        if !text.is(at, "may|march|mar|jan|april|june|august|mars|mai|sep|dec") {
            return true;
        }
        let strong = "in|by|early|mid|late|of|before|until|till|during|next|end|beginning|through|since|than|into|towards|toward|this|middle|begining|start";
        if text.is(at.wrapping_sub(1), strong) {
            let modal =
                text.is(at, "may") && text.is(at.wrapping_sub(1), "this|through|start|end") && !text.at_break(at + 1);
            return !modal;
        }
        if text.is(at, "may|march|mar") {
            let capital = text.get(at).is_some_and(|t| t.capital) && at > 0 && !text.at_stop(at - 1);
            let closed = text.at_break(at + 1) || text.is(at + 1, "or|to|and|at|before|i");
            return (capital || text.at_break(at + 1))
                && closed
                && !text.is(at.wrapping_sub(1), "we|they|i|you|he|she|it|hr|that");
        }
        let person = text.is(
            at + 1,
            "will|ll|from|said|says|calls|call|emails|writes|rings|and|in|who|told|can|has|is",
        ) && !text.is(at + 1, "is|and|in")
            || text.is(at.wrapping_sub(1), "with|per|ask|and|for|from|via") && !text.at_break(at + 1);
        !person
    }
}
