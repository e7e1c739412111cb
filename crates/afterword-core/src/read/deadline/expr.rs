//! Expressions of time: which days the words name, before any preposition gives them a direction.

use jiff::{ToSpan as _, civil::Date};

use super::dates;
use super::length::{self, Amount, Length};
use super::lex::Text;
use super::period::{Base, Period};
use super::words;
use crate::calendar::Holidays;

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

/// Words that begin to say who does something when, whatever week was named before.
const ANOTHER_CLAUSE: &[&str] = &[
    "but", "will", "she'll", "he'll", "they'll", "we'll", "i'll", "you'll", "shell", "theyll",
];

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
        let (Some(a), Some(b)) = (reader.stretch(self), reader.stretch(other)) else {
            return Self::Unknown;
        };
        let period = Period {
            begin: a.begin.min(b.begin),
            first: a.first.min(b.first),
            last: a.last.max(b.last),
            close: a.close.max(b.close),
        };
        Self::Span(period, None)
    }
}

/// A day so many days on, at most the last of the calendar.
pub(super) fn plus(day: Date, days: i32) -> Date {
    day.saturating_add(days.days())
}

impl Reader<'_> {
    /// All expressions, in order.
    pub(super) fn phrases(&self) -> Vec<Phrase> {
        let mut found: Vec<Phrase> = Vec::new();
        let mut at = 0;
        let mut week = None;
        while at < self.text.len() {
            let anchor = found.last().map(|p| p.time);
            // Another clause speaks of its own week: "out next week, but Dana will call you Friday".
            if self.text.at_stop(at) || ANOTHER_CLAUSE.contains(&self.text.word(at)) {
                week = None;
            }
            match self.joined(at, anchor) {
                Some(mut phrase) if phrase.to > at => {
                    phrase.time = self.within_week(&phrase, week);
                    if let Time::Span(_, Some(Base::Week(monday))) = phrase.time
                        && monday > self.today
                    {
                        week = Some(monday);
                    }
                    at = phrase.to;
                    found.push(phrase);
                }
                _ => at += 1,
            }
        }
        found
    }

    /// "the week of the 31st, think Tuesday to Friday": bare weekdays behind a week to come are of that week.
    fn within_week(&self, phrase: &Phrase, week: Option<Date>) -> Time {
        let Some(monday) = week.filter(|_| words::weekday(self.text.word(phrase.from)).is_some()) else {
            return phrase.time;
        };
        let move_on = |d: Date| plus(d, 7 * ((dates::days_between(d, monday) + 6) / 7).max(0));
        match phrase.time {
            Time::Day(d, false) if d < monday => Time::Day(move_on(d), false),
            Time::Span(p, None) if p.first < monday => {
                let days = dates::days_between(p.first, move_on(p.first));
                Time::Span(Period::days(move_on(p.first), plus(p.last, days)), None)
            }
            other => other,
        }
    }

    pub(super) fn reach(&self, amount: Amount, from: Date) -> Option<Date> {
        amount.shift(
            from,
            if from == self.today { self.minutes } else { 0 },
            false,
            self.holidays,
        )
    }

    fn stretch(&self, time: Time) -> Option<Period> {
        match time {
            Time::Day(d, _) | Time::End(d, _) | Time::Open(d) | Time::Past(d) => Some(Period::days(d, d)),
            Time::Span(period, _) => Some(period),
            Time::Length(l) => Some(Period::days(
                self.reach(l.low, self.today)?,
                self.reach(l.high, self.today)?,
            )),
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
                phrase = Phrase {
                    time: Time::Day(day, false),
                    to,
                    forced: by.then_some(Forced::By),
                    ..phrase
                };
                continue;
            }
            if let Some(phrase_wider) = self.give_or_take(phrase) {
                phrase = phrase_wider;
                continue;
            }
            let joiners: &[&str] = &[
                "or|to|through|-|/ maybe|possibly|perhaps|even|more? likely? by?",
                ", maybe|possibly|perhaps|or|to",
                ", could|might be?",
                ", if|failing not|that",
                "if not",
                "maybe|possibly|perhaps",
            ];
            let ranges = if between {
                text.any(phrase.to, &["and|until|till|up? to?"])
            } else {
                None
            };
            let next_weekday =
                || words::weekday(text.word(phrase.to)).is_some() && words::weekday(text.word(phrase.to - 1)).is_some();
            // "Thursday and Friday", "this week and next"
            let listed = || {
                let next = text.seq(phrase.to, "and")?;
                let weekdays =
                    words::weekday(text.word(next)).is_some() && words::weekday(text.word(next - 2)).is_some();
                (weekdays || self.bare_next(next, Some(phrase.time)).is_some()).then_some(next)
            };
            // "Thursday? Friday? One of those."
            let asked = || {
                text.is(phrase.to, "?")
                    && words::weekday(text.word(phrase.to - 1)).is_some()
                    && words::weekday(text.word(phrase.to + 1)).is_some()
                    && text.is(phrase.to + 2, "?")
            };
            let Some(joined) = ranges
                .or_else(|| text.any(phrase.to, joiners))
                .or_else(listed)
                .or_else(|| next_weekday().then_some(phrase.to))
                .or_else(|| asked().then_some(phrase.to + 1))
            else {
                break;
            };
            let latest = text
                .any(joined, &["at the very? latest on|by?", "by|on|at|in|sometime"])
                .unwrap_or(joined);
            let next = self
                .bare_next(latest, Some(phrase.time))
                .map(|(time, to)| (time, to, None));
            let next = next.or_else(|| self.single(latest, Some(phrase.time)).map(|p| (p.time, p.to, p.forced)));
            let Some((time, to, mut forced)) = next.filter(|(t, ..)| !matches!(t, Time::Past(_) | Time::Unknown))
            else {
                break;
            };
            if text.is(latest.wrapping_sub(1), "latest|by") && latest > joined {
                forced = Some(Forced::By);
            }
            let questions = || {
                let day = |t: Time| matches!(t, Time::Day(_, false));
                day(phrase.time) && day(time)
            };
            if text.is(phrase.to, "?") && !questions() {
                break;
            }
            // "Monday or Tuesday the week after next": both are of that week.
            if let (Time::Day(a, false), Time::Day(b, false)) = (phrase.time, time)
                && phrase.to == phrase.from + 1
                && to > latest + 1
                && words::weekday(text.word(phrase.from)).is_some()
                && words::weekday(text.word(latest)).is_some()
            {
                phrase.time = Time::Day(plus(a, 7 * (dates::days_between(a, b) / 7).max(0)), false);
            }
            let time = Self::not_before(phrase.time, time);
            phrase = Phrase {
                time: phrase.time.union(time, self),
                to,
                forced: phrase.forced.filter(|_| forced.is_some()).or(forced),
                ..phrase
            };
            if let (Time::Span(period, _), Some(Forced::By)) = (phrase.time, phrase.forced) {
                phrase.time = Time::End(period.last, None);
            }
        }
        Some(phrase)
    }

    /// The second of two days is not before the first: "Thursday or Friday", said on a Thursday.
    fn not_before(first: Time, second: Time) -> Time {
        match (first, second) {
            (Time::Day(a, _), Time::Day(b, false)) if b < a => {
                Time::Day(plus(b, 7 * ((dates::days_between(b, a) + 6) / 7)), false)
            }
            (Time::Day(a, _), Time::Day(b, true)) if b < a => {
                let months_on = (1..14).map(|n| b.saturating_add(n.months()));
                Time::Day(
                    months_on
                        .into_iter()
                        .find(|d| *d >= a && d.day() == b.day())
                        .unwrap_or(b),
                    true,
                )
            }
            _ => second,
        }
    }

    /// "next week, probably Thursday": the weekday is one of that week.
    fn day_of_week_named(&self, phrase: &Phrase) -> Option<(Date, usize, bool)> {
        let Time::Span(period, Some(Base::Week(monday))) = phrase.time else {
            return None;
        };
        if period.close != plus(monday, 6) {
            return None;
        }
        let mut at = phrase.to;
        let mut by = false;
        while at < phrase.to + 6
            && self.text.is(
                at,
                ",|-|:|(|probably|maybe|perhaps|on|like|say|most|likely|i|think|id|guess|hopefully|by|so|the",
            )
        {
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
        Some(Phrase {
            time: Time::Span(period, None),
            to,
            ..phrase
        })
    }

    /// One expression without its companions.
    fn single(&self, at: usize, anchor: Option<Time>) -> Option<Phrase> {
        let plain = |(time, to): (Time, usize)| Phrase {
            time,
            from: at,
            to,
            forced: None,
            anaphor: false,
        };
        if let Some((time, to)) = self.end_of_day(at, anchor) {
            return Some(Phrase {
                forced: Some(Forced::By),
                ..plain((time, to))
            });
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
                let led = self.text.at_break(at.wrapping_sub(1))
                    || self
                        .text
                        .is(at.wrapping_sub(1), "maybe|probably|not|perhaps|more|likely");
                self.bare_next(at, anchor).filter(|_| led)
            });
        let mut phrase = plain(found?);
        // "Friday EOD", "tomorrow by close of business"
        if let Time::Day(day, _) = phrase.time {
            let eod = self.text.any(phrase.to, &[",? by|before|at?"]).unwrap_or(phrase.to);
            if let Some(to) = self.eod_words(eod) {
                phrase = Phrase {
                    time: Time::End(day, None),
                    to,
                    forced: Some(Forced::By),
                    ..phrase
                };
            }
        }
        Some(phrase)
    }

    fn eod_words(&self, at: usize) -> Option<usize> {
        let phrases = [
            "the? eod|cob|eob|cop|eop",
            "the? end|close of the? business? working? day",
            "the? end|close of business|play|trading",
        ];
        self.text.any(at, &phrases)
    }

    fn end_of_day(&self, at: usize, anchor: Option<Time>) -> Option<(Time, usize)> {
        let end = self.eod_words(at).or_else(|| {
            // "the end of Friday"
            let day = self.text.seq(at, "the? end|close of")?;
            self.some_day(day).map(|_| day)
        })?;
        let on = self.text.any(end, &[",? on|of?"]).unwrap_or(end);
        let day = self
            .relative(on, anchor)
            .or_else(|| self.date(on, anchor))
            .or_else(|| self.weekday(on, anchor))
            .or_else(|| self.holiday(on));
        match day {
            Some((Time::Day(day, _), to)) => Some((Time::End(day, None), to)),
            _ => Some((Time::End(self.today, None), end)),
        }
    }

    /// "by then", "that day", "afterwards": what was named before.
    fn reference(&self, at: usize, anchor: Option<Time>) -> Option<Phrase> {
        let text = self.text;
        let led = text.is(
            at.wrapping_sub(1),
            "by|until|till|before|since|around|after|following|past|than|of|from",
        );
        let closes = |to: usize| {
            text.at_break(to) || text.is(to, "and|but|so|or|if|you|we|i|they|hr|ill|well|youll|theyll|he|she|the|at|it|dont|for|then|expect|give|as|most")
        };
        let then =
            text.is(at, "then") && (led || (text.at_break(at + 1) && !text.at_break(at.wrapping_sub(1)) && at > 0));
        let that =
            text.is(at, "that|which|this") && led && !text.is(at.wrapping_sub(1), "of|from|than") && closes(at + 1);
        let (to, forced) = if then || that {
            (at + 1, None)
        } else if let Some(to) = text.any(
            at,
            &[
                "that|same very|same? day|date|afternoon|evening|morning|night",
                "the same day|date|afternoon",
            ],
        ) {
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
        Some(Phrase {
            time,
            from: at,
            to,
            forced,
            anaphor: true,
        })
    }
}
