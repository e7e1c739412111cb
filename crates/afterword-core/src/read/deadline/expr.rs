//! Expressions of time: which days the words name, before any preposition gives them a direction.

use jiff::{ToSpan as _, civil::Date, civil::Weekday};

use super::dates::{self, Written};
use super::length::{self, Amount, Length};
use super::lex::{Kind, Text};
use super::period::{Base, Period, monday_of};
use super::words;
use crate::calendar::{Holiday, Holidays};

/// What an expression names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Time {
    /// One day; true where it is written as a date or a holiday.
    Day(Date, bool),
    /// A stretch of days, with its unit where it is one.
    Span(Period, Option<Base>),
    /// The last day of something, which is a limit whatever the preposition.
    End(Date, Option<Base>),
    /// Some time from this day on: "in the new year".
    Open(Date),
    Length(Length),
    /// Gone by; later words may refer to it.
    Past(Date),
    /// Depends on something that has no date.
    Unknown,
}

/// A relation the expression itself settles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Forced {
    By,
    After,
}

/// An expression and its tokens, `from..to`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Phrase {
    pub(super) time: Time,
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) forced: Option<Forced>,
    /// Refers to an expression before.
    pub(super) anaphor: bool,
}

/// Reads expressions of one text, as said on one day.
pub(super) struct Reader<'a> {
    pub(super) text: &'a Text,
    pub(super) today: Date,
    /// Of the day, for lengths in hours.
    pub(super) minutes: u32,
    /// 6/30 rather than 30/6.
    pub(super) month_first: bool,
    pub(super) holidays: &'a Holidays,
}

impl Time {
    /// The last day it can mean, where that is known without counting.
    pub(super) fn close(self) -> Option<Date> {
        match self {
            Self::Day(d, _) | Self::End(d, _) | Self::Open(d) | Self::Past(d) => Some(d),
            Self::Span(period, _) => Some(period.close),
            Self::Length(_) | Self::Unknown => None,
        }
    }

    /// Both, from the first day to the last.
    pub(super) fn union(self, other: Self, reader: &Reader<'_>) -> Self {
        if self == other {
            return self;
        }
        let (Some(a), Some(b)) = (reader.stretch(self), reader.stretch(other)) else { return Self::Unknown };
        let period = Period {
            begin: a.begin.min(b.begin),
            first: a.first.min(b.first),
            last: a.last.max(b.last),
            close: a.close.max(b.close),
        };
        Self::Span(period, None)
    }
}

fn plus(day: Date, days: i32) -> Date {
    day.saturating_add(days.days())
}

impl<'a> Reader<'a> {
    /// All expressions, in order.
    pub(super) fn phrases(&self) -> Vec<Phrase> {
        let mut found: Vec<Phrase> = Vec::new();
        let mut at = 0;
        while at < self.text.len() {
            let anchor = found.last().map(|p| p.time);
            match self.joined(at, anchor) {
                Some(phrase) if phrase.to > at => {
                    at = phrase.to;
                    found.push(phrase);
                }
                _ => at += 1,
            }
        }
        found
    }

    pub(super) fn reach(&self, amount: Amount, from: Date) -> Option<Date> {
        amount.shift(from, if from == self.today { self.minutes } else { 0 }, false, self.holidays)
    }

    fn stretch(&self, time: Time) -> Option<Period> {
        match time {
            Time::Day(d, _) | Time::End(d, _) | Time::Open(d) | Time::Past(d) => Some(Period::days(d, d)),
            Time::Span(period, _) => Some(period),
            Time::Length(l) => Some(Period::days(self.reach(l.low, self.today)?, self.reach(l.high, self.today)?)),
            Time::Unknown => None,
        }
    }

    /// One expression, and what is joined to it by "or", "to", "and".
    fn joined(&self, at: usize, anchor: Option<Time>) -> Option<Phrase> {
        let text = self.text;
        let mut phrase = self.single(at, anchor)?;
        if matches!(phrase.time, Time::Past(_) | Time::Unknown) || phrase.anaphor {
            return Some(phrase);
        }
        let between = (1..5).any(|n| text.is(at.wrapping_sub(n), "between|from"));
        for _ in 0..4 {
            if let Some((day, to, by)) = self.day_of_week_named(&phrase) {
                phrase = Phrase { time: Time::Day(day, false), to, forced: by.then_some(Forced::By), ..phrase };
                continue;
            }
            if let Some(phrase_wider) = self.give_or_take(phrase) {
                phrase = phrase_wider;
                continue;
            }
            let joiners: &[&str] = &[
                "or|to|through|-|/ maybe|possibly|perhaps|even|more? likely? by?",
                ", maybe|possibly|perhaps|or|to",
                ", if|failing not|that",
                "if not",
                "maybe|possibly|perhaps",
            ];
            let ranges = if between { text.any(phrase.to, &["and|until|till|up? to?"]) } else { None };
            let next_weekday = || words::weekday(text.word(phrase.to)).is_some() && words::weekday(text.word(phrase.to - 1)).is_some();
            let Some(joined) = ranges.or_else(|| text.any(phrase.to, joiners)).or_else(|| next_weekday().then_some(phrase.to)) else {
                break;
            };
            let latest = text.any(joined, &["at the very? latest on|by?", "by|on|at|in|sometime"]).unwrap_or(joined);
            let next = self.bare_next(latest, Some(phrase.time)).map(|(time, to)| (time, to, None));
            let next = next.or_else(|| self.single(latest, Some(phrase.time)).map(|p| (p.time, p.to, p.forced)));
            let Some((time, to, mut forced)) = next.filter(|(t, ..)| !matches!(t, Time::Past(_) | Time::Unknown | Time::Open(_))) else {
                break;
            };
            if text.is(latest.wrapping_sub(1), "latest|by") && latest > joined {
                forced = Some(Forced::By);
            }
            let time = self.not_before(phrase.time, time);
            phrase = Phrase { time: phrase.time.union(time, self), to, forced: phrase.forced.filter(|_| forced.is_some()).or(forced), ..phrase };
            if let (Time::Span(period, _), Some(Forced::By)) = (phrase.time, phrase.forced) {
                phrase.time = Time::End(period.last, None);
            }
        }
        Some(phrase)
    }

    /// The second of two days is not before the first: "Thursday or Friday", said on a Thursday.
    fn not_before(&self, first: Time, second: Time) -> Time {
        match (first, second) {
            (Time::Day(a, _), Time::Day(b, false)) if b < a => Time::Day(plus(b, 7 * ((dates::days_between(b, a) + 6) / 7)), false),
            (Time::Day(a, _), Time::Day(b, true)) if b < a => {
                let month_on = b.saturating_add(1.month());
                Time::Day(if month_on >= a && month_on.day() == b.day() { month_on } else { b }, true)
            }
            _ => second,
        }
    }

    /// "next week, probably Thursday": the weekday is one of that week.
    fn day_of_week_named(&self, phrase: &Phrase) -> Option<(Date, usize, bool)> {
        let Time::Span(period, Some(Base::Week(monday))) = phrase.time else { return None };
        if period.close != plus(monday, 6) {
            return None;
        }
        let mut at = phrase.to;
        let mut by = false;
        while at < phrase.to + 6 && self.text.is(at, ",|-|:|(|probably|maybe|perhaps|on|like|say|most|likely|i|think|id|guess|hopefully|by|so|the") {
            by |= self.text.is(at, "by");
            at += 1;
        }
        let weekday = words::weekday(self.text.word(at)).filter(|_| self.is_weekday(at))?;
        let alone = !self.text.is(at + 1, "week|of|next|this|the") && dates::day_number(self.text, at + 1).is_none();
        let day = plus(monday, i32::from(weekday.to_monday_zero_offset()));
        (alone && day > self.today).then_some((day, at + 1, by))
    }

    /// "give or take a day".
    fn give_or_take(&self, phrase: Phrase) -> Option<Phrase> {
        let text = self.text;
        let at = text.seq(phrase.to, ",").unwrap_or(phrase.to);
        let slack = text.any(at, &["give or|and take", "plus or|and|/ minus", "+ / -", "plusminus"])?;
        let Some((by, to)) = length::length(text, slack) else {
            return Some(Phrase { to: slack, ..phrase });
        };
        let around = self.stretch(phrase.time)?;
        let days = |d: Date, back: bool| by.high.shift(d, 0, back, self.holidays);
        let period = Period::days(days(around.first, true)?, days(around.last, false)?);
        Some(Phrase { time: Time::Span(period, None), to, ..phrase })
    }

    /// One expression without its companions.
    fn single(&self, at: usize, anchor: Option<Time>) -> Option<Phrase> {
        let plain = |(time, to): (Time, usize)| Phrase { time, from: at, to, forced: None, anaphor: false };
        if let Some((time, to)) = self.end_of_day(at, anchor) {
            return Some(Phrase { forced: Some(Forced::By), ..plain((time, to)) });
        }
        if let Some(found) = self.reference(at, anchor) {
            return Some(found);
        }
        let found = self
            .relative(at, anchor)
            .or_else(|| self.nth_weekday_of(at, anchor))
            .or_else(|| self.range_of_numbers(at))
            .or_else(|| self.date(at, anchor))
            .or_else(|| self.period(at, anchor))
            .or_else(|| self.weekday(at, anchor))
            .or_else(|| self.holiday(at))
            .or_else(|| self.counted(at, anchor))
            .or_else(|| {
                let led = self.text.at_break(at.wrapping_sub(1)) || self.text.is(at.wrapping_sub(1), "maybe|probably|not|perhaps|more|likely");
                self.bare_next(at, anchor).filter(|_| led)
            });
        let mut phrase = plain(found?);
        // "Friday EOD", "tomorrow by close of business"
        if let Time::Day(day, _) = phrase.time {
            let eod = self.text.any(phrase.to, &[",? by|before|at?"]).unwrap_or(phrase.to);
            if let Some(to) = self.eod_words(eod) {
                phrase = Phrase { time: Time::End(day, None), to, forced: Some(Forced::By), ..phrase };
            }
        }
        Some(phrase)
    }

    fn eod_words(&self, at: usize) -> Option<usize> {
        let phrases = ["the? eod|cob|eob|cop|eop", "the? end|close of the? business? working? day", "the? end|close of business|play|trading"];
        self.text.any(at, &phrases)
    }

    fn end_of_day(&self, at: usize, anchor: Option<Time>) -> Option<(Time, usize)> {
        let end = self.eod_words(at).or_else(|| {
            // "the end of Friday"
            let day = self.text.seq(at, "the? end|close of")?;
            self.some_day(day).map(|_| day)
        })?;
        let on = self.text.any(end, &[",? on|of?"]).unwrap_or(end);
        let day = self.relative(on, anchor).or_else(|| self.date(on, anchor)).or_else(|| self.weekday(on, anchor)).or_else(|| self.holiday(on));
        match day {
            Some((Time::Day(day, _), to)) => Some((Time::End(day, None), to)),
            _ => Some((Time::End(self.today, None), end)),
        }
    }

    /// "by then", "that day", "afterwards": what was named before.
    fn reference(&self, at: usize, anchor: Option<Time>) -> Option<Phrase> {
        let text = self.text;
        let led = text.is(at.wrapping_sub(1), "by|until|till|before|since|around|after|following|past|than|of|from");
        let closes = |to: usize| text.at_break(to) || text.is(to, "and|but|so|or|if|you|we|i|they|hr|ill|well|youll|theyll|he|she|the|at|it|dont|for|then|expect|give|as|most");
        let (to, forced) = if text.is(at, "then") && (led || (text.at_break(at + 1) && !text.at_break(at.wrapping_sub(1)) && at > 0)) {
            (at + 1, None)
        } else if text.is(at, "that|which|this") && led && !text.is(at.wrapping_sub(1), "of|from|than") && closes(at + 1) {
            (at + 1, None)
        } else if let Some(to) = text.any(at, &["that|same very|same? day|date|afternoon|evening|morning|night", "the same day|date|afternoon"]) {
            (to, None)
        } else if text.is(at, "afterwards|afterward|thereafter") {
            let same_day = text.is(at.wrapping_sub(1), "right|straight|immediately|directly");
            (at + 1, (!same_day).then_some(Forced::After))
        } else {
            return None;
        };
        let time = match anchor? {
            Time::Length(l) => Time::Day(self.reach(l.high, self.today)?, false),
            Time::Past(_) | Time::Unknown => return None,
            Time::Open(d) => Time::Day(d, false),
            other => other,
        };
        Some(Phrase { time, from: at, to, forced, anaphor: true })
    }

    /// Days named by their distance: today, "the day after tomorrow", "the day after the 16th".
    fn relative(&self, at: usize, anchor: Option<Time>) -> Option<(Time, usize)> {
        let text = self.text;
        let day = |n: i32, to: usize| Some((Time::Day(plus(self.today, n), false), to));
        if let Some(to) = text.any(at, &["the? day after tomorrow", "\u{fc}bermorgen", "overmorrow"]) {
            return day(2, to);
        }
        if let Some(to) = text.any(at, &["tomorrow", "today|tonight|heute", "later today", "this very? morning|afternoon|evening|night"]) {
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
            return Some((Time::Day(plus(self.today, days).saturating_add(months.months()), false), unit + 1));
        }
        let anchored = anchor.and_then(Time::close);
        if let Some(to) = text.any(at, &["the? next|following|first business|working day"]) {
            return Some((Time::Day(self.holidays.next_business_day(anchored.unwrap_or(self.today)), false), to));
        }
        if let Some(to) = text.any(at, &["the following|next day|morning", "following day"]) {
            return Some((Time::Day(plus(anchored.unwrap_or(self.today), 1), false), to));
        }
        let to = text.any(at, &["the? day|morning|evening|night after|following|before"])?;
        let step = if text.is(to - 1, "before") { -1 } else { 1 };
        if let Some((known, to)) = self.some_day(to).or_else(|| self.event_day(to)) {
            return Some((Time::Day(plus(known, step), false), to));
        }
        let that = text.seq(to, "that|this?").unwrap_or(to);
        let alone = that > to || text.at_break(to) || text.is(to, "we|i|you|is|and|at|for|ill|well|youll|theyll|they|by|to");
        if !alone {
            return Some((Time::Unknown, to));
        }
        // In Indian English "day after" alone is the day after tomorrow.
        let base = anchored.unwrap_or_else(|| plus(self.today, 1));
        (step > 0 || anchored.is_some()).then(|| (Time::Day(plus(base, step), false), that))
    }

    /// "the board meeting on the 14th": the day of an event named in the next few words.
    fn event_day(&self, at: usize) -> Option<(Date, usize)> {
        let mut commas = 0;
        for i in at..(at + 12).min(self.text.len()) {
            commas += usize::from(self.text.is(i, ",|("));
            if self.text.at_stop(i) || commas > 1 || self.text.is(i, "but|so|youll|well|and|then|we|by") && i > at + 1 && !self.text.is(i, "we") {
                return None;
            }
            if let Some((day, to)) = self.some_day(i) {
                return Some((day, to));
            }
        }
        None
    }

    /// "10 to 14 March", "March 10-14", "6th-10th June".
    fn range_of_numbers(&self, at: usize) -> Option<(Time, usize)> {
        let text = self.text;
        let body = text.seq(at, "the?")?;
        let span = |first: Written, second: Written, to: usize| {
            let last = second.to_come(self.today)?;
            let first = Written { month: Some(first.month.unwrap_or(last.month())), year: Some(last.year()), ..first }.to_come(self.today)?;
            (first <= last).then_some((Time::Span(Period::days(first, last), None), to))
        };
        if let Some((day, end, _)) = dates::day_number(text, body) {
            let joined = text.any(end, &["and|to|or|-|until|till|through|/ the?"])?;
            let (second, to) = dates::written(text, joined, self.month_first).filter(|(w, _)| w.spelled && w.weekday.is_none())?;
            return span(Written { day, year: None, month: None, weekday: None, spelled: true }, second, to);
        }
        let (first, end) = dates::written(text, body, self.month_first).filter(|(w, _)| w.spelled && w.year.is_none())?;
        let joined = text.any(end, &["and|to|or|-|until|till|through|/ the?"])?;
        if text.is(end, "and") && !(1..4).any(|n| text.is(at.wrapping_sub(n), "between")) {
            return None;
        }
        let (day, to, ordinal) = dates::day_number(text, joined)?;
        let bare = words::month(text.word(to)).is_none() && words::unit(text.word(to)).is_none() && !text.is(to, ":|/|of");
        if !bare || day <= first.day || (!ordinal && text.get(joined).is_some_and(|t| t.kind == Kind::Word)) {
            return None;
        }
        let (to, year) = match text.number(text.seq(to, ",?")?).and_then(|y| i16::try_from(y).ok()).filter(|y| (1900..2200).contains(y)) {
            Some(year) => (text.seq(to, ",?")? + 1, Some(year)),
            None => (to, None),
        };
        let second = Written { day, year, ..first };
        span(first, second, to)
    }

    fn date(&self, at: usize, anchor: Option<Time>) -> Option<(Time, usize)> {
        let (written, end) = dates::written(self.text, at, self.month_first)?;
        if written.month.is_some() && written.spelled && !self.dates_month(at, end) {
            return None;
        }
        if written.month.is_none() {
            // "the 10th of next month"
            if let Some((Base::Month(first), _, to)) = self.text.seq(end, "of|in").and_then(|i| self.base(i, anchor)) {
                let day = Date::new(first.year(), first.month(), written.day).ok()?;
                let day = if day < self.today { day.saturating_add(1.month()) } else { day };
                return Some((Time::Day(day, true), to));
            }
        }
        Some((Time::Day(written.to_come(self.today)?, true), end))
    }

    /// "they may 2 weeks" is no date; a month with an ordinal or a fitting neighbour is.
    fn dates_month(&self, from: usize, to: usize) -> bool {
        let verb = self.text.is(from, "may|march|mar") && self.text.is(from.wrapping_sub(1), "we|they|i|you|he|she|it|hr|that|this|may|to");
        !verb && to > from
    }

    /// A single day without looking at what was said before: a date, a weekday, a holiday.
    pub(super) fn some_day(&self, at: usize) -> Option<(Date, usize)> {
        let at = self.text.seq(at, "the?")?;
        let found = self.date(at, None).or_else(|| at.checked_sub(1).filter(|i| self.text.is(*i, "the")).and_then(|i| self.date(i, None)));
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

    fn weekday(&self, at: usize, anchor: Option<Time>) -> Option<(Time, usize)> {
        let text = self.text;
        let leads = [("this coming|upcoming|next", ""), ("the? coming|upcoming", ""), ("this", "this"), ("the? next", "next"), ("the? following", "following"), ("the? last|past|previous", "last"), ("the", "the")];
        let (which, day_at) = leads.iter().find_map(|(p, which)| Some((*which, text.seq(at, p)?))).unwrap_or(("", at));
        let weekday = words::weekday(text.word(day_at)).filter(|_| self.is_weekday(day_at))?;
        let (end, offset) = (day_at + 1, i32::from(weekday.to_monday_zero_offset()));
        let day = |d: Date, to: usize| Some((Time::Day(d, false), to));
        let date = self.weekday_date(weekday, which);
        if which == "last" {
            return Some((Time::Past(plus(date, -7)), end));
        }
        if which.is_empty() || which == "the" {
            if text.is(end, "week|fortnight") && !text.is(end + 1, "of|after|before|commencing|beginning") {
                return day(plus(date, if text.is(end, "week") { 7 } else { 14 }), end + 1);
            }
            if text.is(end, "next") && (text.at_break(end + 1) || text.is(end + 1, "at|by|or|and|if|we|for")) {
                return day(self.weekday_date(weekday, "next"), end + 1);
            }
        }
        if let Some(to) = text.seq(end, "after next") {
            return day(plus(monday_of(self.today), 14 + offset), to);
        }
        let of = text.any(end, &[",? of|in|on?"]).unwrap_or(end);
        let week = if text.is(of, "the|that|this|next|week|wc|kw|cw|calendar|following|coming") { self.base(of, anchor) } else { None };
        if let Some((Base::Week(monday), loose, to)) = week {
            if loose == super::period::Loose::Fixed {
                return day(plus(monday, offset), to);
            }
        }
        if let Some(to) = text.seq(end, "after|following|before") {
            let back = text.is(to - 1, "before");
            let that = text.any(to, &["that|this"]).filter(|i| text.at_break(*i) || text.is(*i, "and|so|if"));
            let known = self.some_day(to).map(|(d, to)| (d, to));
            let alone = which == "the" && (text.at_break(to) || text.is(to, "we|i|you|is|and|at|ill|well|youll"));
            let known = known.or_else(|| anchor.and_then(Time::close).filter(|_| that.is_some() || alone).map(|d| (d, that.unwrap_or(to))));
            if let Some((known, to)) = known {
                let ahead = (offset - i32::from(known.weekday().to_monday_zero_offset())).rem_euclid(7);
                let found = if back { plus(known, if ahead == 0 { -7 } else { ahead - 7 }) } else { plus(known, if ahead == 0 { 7 } else { ahead }) };
                return day(found, to);
            }
        }
        if which == "following" {
            if let Some(known) = anchor.and_then(Time::close) {
                let ahead = (offset - i32::from(known.weekday().to_monday_zero_offset())).rem_euclid(7);
                return day(plus(known, if ahead == 0 { 7 } else { ahead }), end);
            }
        }
        day(date, end)
    }

    fn holiday(&self, at: usize) -> Option<(Time, usize)> {
        let (holiday, to) = self.holiday_name(at)?;
        let year = self.text.number(to).and_then(|y| i16::try_from(y).ok()).filter(|y| (1900..2200).contains(y));
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
        (at + 1..=at + 5).rev().find_map(|to| {
            let name = (at..to).map(|i| self.text.word(i)).collect::<Vec<_>>().join(" ");
            Holiday::named(&name).map(|h| (h, to))
        })
    }

    /// Lengths, alone or counted from something: "two weeks from Monday", "within a week of the 14th".
    fn counted(&self, at: usize, anchor: Option<Time>) -> Option<(Time, usize)> {
        let text = self.text;
        let same = || match anchor {
            Some(Time::Length(before)) => length::same_unit(text, at, before),
            _ => None,
        };
        let (length, end) = length::length(text, at).or_else(same)?;
        if text.is(end, "ago|earlier|old|back") || text.any(end, &["and counting"]).is_some() {
            return Some((Time::Past(self.today), end + 1));
        }
        let end = text.seq(end, "time").unwrap_or(end);
        let end = text.any(end, &["or so|thereabouts", "or less", "ish"]).unwrap_or(end);
        let within = text.seq_back(at, "within|inside|under about|around|roughly?").is_some();
        let name = |from: Date, to: usize, back: bool| {
            let minutes = if from == self.today { self.minutes } else { 0 };
            let reach = |a: Amount| a.shift(from, minutes, back, self.holidays);
            let (Some(low), Some(high)) = (reach(length.low), reach(length.high)) else { return Some((Time::Unknown, to)) };
            if within && !back {
                let first = from.max(self.today);
                let time = if from == self.today { Time::End(high, None) } else { Time::Span(Period::days(first, high), None) };
                return Some((time, to));
            }
            Some((if length.is_exact() { Time::Day(high, false) } else { Time::Span(Period::days(low, high), None) }, to))
        };
        if let Some(to) = text.any(end, &["from now|today|here|tonight", "from this point|moment|date|writing|evening|morning|afternoon", "out? from today|now", "hence", "today"]) {
            return name(self.today, to, false);
        }
        if words::weekday(text.word(end)).is_some() && self.is_weekday(end) || text.is(end, "tomorrow") {
            let (day, to) = self.some_day(end)?;
            return name(day, to, false);
        }
        let before = text.any(end, &["before|ahead of?", "prior to"]);
        if let Some((day, to)) = before.and_then(|i| self.some_day(i)) {
            return name(day, to, true);
        }
        let Some(from) = text.any(end, &["from|after|following|past|of|out|on|since from?|of?"]) else {
            if let (Some(known), true) = (anchor.and_then(Time::close), text.is(end, "later|afterwards|thereafter|afterward")) {
                return name(known, end + 1, false);
            }
            let later = text.is(end, "later|hence|out") && text.at_break(end + 1);
            return if later { name(self.today, end + 1, false) } else { Some((Time::Length(length), end)) };
        };
        let connector = text.word(end);
        if let Some((day, to)) = self.some_day(from) {
            return name(day, to, false);
        }
        if matches!(connector, "on" | "out") {
            return Some((Time::Length(length), end));
        }
        if let Some(to) = text.any(from, &["that|this|then|which|it date|day|point|meeting|interview?"]).filter(|i| text.at_break(*i) || text.is(*i, "and|to|we|you|i|at|so|is|with")) {
            return match anchor.and_then(Time::close) {
                Some(known) => name(known, to, false),
                None if text.is(from, "this") || text.is(to - 1, "meeting|interview") => name(self.today, to, false),
                None => Some((Time::Unknown, to)),
            };
        }
        if connector == "of" && !within {
            return Some((Time::Length(length), end));
        }
        if text.at_break(from) {
            return anchor.and_then(Time::close).map_or(Some((Time::Length(length), from)), |known| name(known, from, false));
        }
        if let Some((day, to)) = self.event_day(from) {
            return name(day, to, false);
        }
        let stop = (from..(from + 9).min(text.len())).find(|i| text.at_break(*i)).unwrap_or((from + 9).min(text.len()));
        let ours = text.has(from, stop, &["interview|meeting|conversation|chat|call|visit|talk|speaking|talking|meeting|seeing|receipt|now|today|discussion"]);
        let theirs = text.has(from, stop, &[
            "final|last|second|all|other|remaining|board|committee|panel|team|budget|next|interviews|rounds|closing|references|candidates|onsite",
        ]);
        if ours && !theirs {
            return name(self.today, stop, false);
        }
        Some((Time::Unknown, stop))
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
            || self.text.is(at.wrapping_sub(1), "on|by|this|next|before|after|until|till|or|to|and|sometime|from|the|than|not|maybe|probably|coming|week|eod|cob")
    }

    /// Whether a word that may be a month is one: "may", "march" and names of people are not.
    pub(super) fn is_month(&self, at: usize) -> bool {
        let text = self.text;
        if !text.is(at, "may|march|mar|jan|april|june|august|mars|mai|sep|dec") {
            return true;
        }
        let strong = "in|by|early|mid|late|of|before|until|till|during|next|end|beginning|through|since|than|into|towards|toward|this|middle|begining|start";
        if text.is(at.wrapping_sub(1), strong) {
            let modal = text.is(at, "may") && text.is(at.wrapping_sub(1), "this|through|start|end") && !text.at_break(at + 1);
            return !modal;
        }
        if text.is(at, "may|march|mar") {
            let capital = text.get(at).is_some_and(|t| t.capital) && at > 0 && !text.at_stop(at - 1);
            let closed = text.at_break(at + 1) || text.is(at + 1, "or|to|and|at|before|i");
            return (capital || text.at_break(at + 1)) && closed && !text.is(at.wrapping_sub(1), "we|they|i|you|he|she|it|hr|that");
        }
        let person = text.is(at + 1, "will|ll|from|said|says|calls|call|emails|writes|rings|and|in|who|told|can|has|is") && !text.is(at + 1, "is|and|in")
            || text.is(at.wrapping_sub(1), "with|per|ask|and|for|from|via") && !text.at_break(at + 1);
        !person
    }
}
