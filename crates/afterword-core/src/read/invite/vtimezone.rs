//! A `VTIMEZONE`: the offset rules a file carries for its own zone names.
//!
//! Only what tells the offset at a local time: the yearly rule by month and weekday, single onsets, and explicit
//! dates. A rule that cannot be read counts from its first onset, as RFC 5545 would have it for one without recurrence.

use jiff::civil::{Date, DateTime, Weekday};

use super::moment::local_time;

/// The observances of one zone.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Vtimezone {
    pub(crate) tzid: String,
    pub(crate) observances: Vec<Observance>,
    /// `X-LIC-LOCATION`, which some programs put beside a name of their own.
    pub(crate) location: Option<String>,
}

/// A `STANDARD` or `DAYLIGHT` part.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Observance {
    pub(crate) start: Option<DateTime>,
    /// Seconds before and after the onset.
    pub(crate) from: Option<i32>,
    pub(crate) to: Option<i32>,
    pub(crate) rule: Option<Yearly>,
    pub(crate) dates: Vec<DateTime>,
}

/// `FREQ=YEARLY` by month and weekday, or by month and day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Yearly {
    month: i8,
    /// Which weekday of the month; negative counts from the end.
    weekday: Option<(i8, Weekday)>,
    days: Vec<i8>,
    until: Option<DateTime>,
}

const MAX_OBSERVANCES: usize = 400;

impl Vtimezone {
    pub(crate) fn push(&mut self, observance: Observance) {
        if self.observances.len() < MAX_OBSERVANCES && observance.to.is_some() {
            self.observances.push(observance);
        }
    }

    /// The offset from UTC in seconds at a local time: that of the latest onset before it.
    pub(crate) fn offset_at(&self, local: DateTime) -> Option<i32> {
        let latest = self
            .observances
            .iter()
            .filter_map(|observance| observance.latest_onset(local).map(|onset| (onset, observance.to)))
            .max_by_key(|(onset, _)| *onset);
        if let Some((_, to)) = latest {
            return to;
        }
        // Before every onset: what the earliest one changed from.
        let first = self.observances.iter().min_by_key(|observance| observance.start)?;
        first.from.or(first.to)
    }
}

impl Observance {
    fn latest_onset(&self, local: DateTime) -> Option<DateTime> {
        let start = self.start?;
        let single = self
            .dates
            .iter()
            .copied()
            .chain([start])
            .filter(|onset| *onset <= local)
            .max();
        let ruled = self.rule.as_ref().and_then(|rule| {
            (0..=1)
                .filter_map(|back| rule.onset(local.year().checked_sub(back)?, start))
                .find(|onset| *onset <= local && *onset >= start)
                .filter(|onset| rule.until.is_none_or(|until| *onset <= until))
                .or_else(|| rule.last_onset(start))
        });
        single.max(ruled.filter(|onset| *onset <= local))
    }
}

impl Yearly {
    /// Reads an `RRULE` of a zone; `None` if it is not yearly by month.
    pub(crate) fn parse(rule: &str) -> Option<Self> {
        let part = |name: &str| {
            rule.split(';')
                .find_map(|part| {
                    part.split_once('=')
                        .filter(|(key, _)| key.trim().eq_ignore_ascii_case(name))
                })
                .map(|(_, value)| value.trim())
        };
        if !part("FREQ")?.eq_ignore_ascii_case("YEARLY") {
            return None;
        }
        let month: i8 = part("BYMONTH")?
            .split(',')
            .next()?
            .parse()
            .ok()
            .filter(|month| (1..=12).contains(month))?;
        let weekday = part("BYDAY").and_then(weekday);
        let days: Vec<i8> = part("BYMONTHDAY")
            .map(|days| {
                days.split(',')
                    .filter_map(|day| day.trim().parse().ok())
                    .take(31)
                    .collect()
            })
            .unwrap_or_default();
        (weekday.is_some() || !days.is_empty()).then(|| Self {
            month,
            weekday,
            days,
            until: part("UNTIL").and_then(local_time),
        })
    }

    fn onset(&self, year: i16, start: DateTime) -> Option<DateTime> {
        let first = Date::new(year, self.month, 1).ok()?;
        let date = match self.weekday {
            // "The first Sunday from the 8th on" is a weekday among days.
            Some((_, weekday)) if !self.days.is_empty() => self
                .days
                .iter()
                .filter_map(|&day| Date::new(year, self.month, day).ok())
                .find(|date| date.weekday() == weekday)?,
            Some((nth, weekday)) => first.nth_weekday_of_month(nth, weekday).ok()?,
            None => Date::new(year, self.month, *self.days.first()?).ok()?,
        };
        Some(date.to_datetime(start.time()))
    }

    /// The last onset of a rule that has ended.
    fn last_onset(&self, start: DateTime) -> Option<DateTime> {
        let until = self.until?;
        (0..=1)
            .filter_map(|back| self.onset(until.year().checked_sub(back)?, start))
            .find(|onset| *onset <= until && *onset >= start)
    }
}

/// `2SU`, `-1SU`, `SU`.
fn weekday(text: &str) -> Option<(i8, Weekday)> {
    let text = text.split(',').next()?.trim();
    let split = text.len().checked_sub(2)?;
    let (nth, name) = (text.get(..split)?, text.get(split..)?);
    let weekday = match name.to_ascii_uppercase().as_str() {
        "MO" => Weekday::Monday,
        "TU" => Weekday::Tuesday,
        "WE" => Weekday::Wednesday,
        "TH" => Weekday::Thursday,
        "FR" => Weekday::Friday,
        "SA" => Weekday::Saturday,
        "SU" => Weekday::Sunday,
        _ => return None,
    };
    let nth: i8 = if nth.is_empty() { 1 } else { nth.parse().ok()? };
    ((-5..=5).contains(&nth) && nth != 0).then_some((nth, weekday))
}

/// `-0800`, `+0530`, `+012345` in seconds.
pub(crate) fn utc_offset(text: &str) -> Option<i32> {
    let text = text.trim();
    let (sign, digits) = match text.as_bytes().first()? {
        b'-' => (-1, &text[1..]),
        b'+' => (1, &text[1..]),
        _ => (1, text),
    };
    let digits: String = digits.chars().filter(|c| *c != ':').collect();
    if !matches!(digits.len(), 4 | 6) || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let two = |at: usize| digits.get(at..at + 2).and_then(|pair| pair.parse::<i32>().ok());
    let seconds = two(0)? * 3600 + two(2)? * 60 + two(4).unwrap_or(0);
    (seconds <= 26 * 3600).then_some(sign * seconds)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::datetime;

    fn london() -> Vtimezone {
        let observance = |start, from, to, rule| Observance {
            start: Some(start),
            from: Some(from),
            to: Some(to),
            rule: Yearly::parse(rule),
            dates: Vec::new(),
        };
        Vtimezone {
            tzid: "GMT".to_owned(),
            observances: vec![
                observance(
                    datetime(1601, 1, 1, 2, 0, 0, 0),
                    3600,
                    0,
                    "FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10",
                ),
                observance(
                    datetime(1601, 1, 1, 1, 0, 0, 0),
                    0,
                    3600,
                    "FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3",
                ),
            ],
            location: None,
        }
    }

    #[test]
    fn takes_the_latest_onset() {
        for (local, offset) in [
            (datetime(2026, 7, 1, 9, 0, 0, 0), 3600),
            (datetime(2026, 1, 1, 9, 0, 0, 0), 0),
            (datetime(2026, 3, 29, 0, 59, 0, 0), 0),
            (datetime(2026, 3, 29, 2, 0, 0, 0), 3600),
            (datetime(2026, 10, 25, 1, 30, 0, 0), 3600),
            (datetime(2026, 10, 25, 2, 0, 0, 0), 0),
        ] {
            assert_eq!(london().offset_at(local), Some(offset), "{local}");
        }
    }

    #[test]
    fn a_rule_that_ended_keeps_its_last_onset() {
        let mut zone = london();
        zone.observances[1].rule = Yearly::parse("FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3;UNTIL=20200329T010000Z");
        assert_eq!(zone.offset_at(datetime(2026, 7, 1, 9, 0, 0, 0)), Some(0));
        assert_eq!(zone.offset_at(datetime(2020, 7, 1, 9, 0, 0, 0)), Some(3600));
    }

    #[test]
    fn reads_offsets() {
        for (text, seconds) in [
            ("-0800", Some(-28800)),
            ("+0530", Some(19800)),
            ("+01:00", Some(3600)),
            ("0100", Some(3600)),
            ("+5", None),
            ("x", None),
        ] {
            assert_eq!(utc_offset(text), seconds, "{text}");
        }
    }
}
