//! A point in a calendar as the file states it, and the words of RFC 5545 for it.

use std::fmt;

use jiff::civil::{Date, DateTime};
use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp, ToSpan};
use serde::{Serialize, Serializer};

/// When something begins or ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// A whole day.
    Day(Date),
    /// A local time whose zone is not known; a person must say.
    Floating(DateTime),
    /// A time in UTC.
    Utc(DateTime),
    /// A local time and its offset from UTC in seconds.
    Fixed {
        /// The time on the wall.
        local: DateTime,
        /// Seconds east of UTC.
        offset: i32,
    },
}

impl Moment {
    /// The instant, where one is known.
    #[must_use]
    pub fn timestamp(&self) -> Option<Timestamp> {
        let (local, offset) = match self {
            Self::Utc(local) => (*local, Offset::UTC),
            Self::Fixed { local, offset } => (*local, Offset::from_seconds(*offset).ok()?),
            Self::Day(_) | Self::Floating(_) => return None,
        };
        offset.to_timestamp(local).ok()
    }

    /// The time on the wall; midnight for a day.
    #[must_use]
    pub fn local(&self) -> DateTime {
        match self {
            Self::Day(date) => date.to_datetime(jiff::civil::Time::midnight()),
            Self::Floating(local) | Self::Utc(local) | Self::Fixed { local, .. } => *local,
        }
    }
}

impl fmt::Display for Moment {
    /// RFC 3339; a floating time without an offset, a day as a date.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let local = self.local();
        match self {
            Self::Day(date) => write!(f, "{date}"),
            Self::Floating(_) => write!(f, "{local}"),
            Self::Utc(_) => write!(f, "{local}Z"),
            Self::Fixed { offset, .. } => {
                let (sign, offset) = if *offset < 0 { ('-', -offset) } else { ('+', *offset) };
                write!(f, "{local}{sign}{:02}:{:02}", offset / 3600, offset / 60 % 60)
            }
        }
    }
}

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// `20260916T170000` with or without a `Z`, which the caller looks at.
pub(crate) fn local_time(text: &str) -> Option<DateTime> {
    let text = text.trim().trim_end_matches(['Z', 'z']);
    let (date, time) = text.split_once(['T', 't']).unwrap_or((text, "000000"));
    let date = civil_date(date)?;
    let digits: String = time.chars().filter(|c| *c != ':').collect();
    if digits.len() < 4 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let two = |at: usize| digits.get(at..at + 2).and_then(|pair| pair.parse::<i8>().ok());
    let (hour, minute, second) = (two(0)?, two(2)?, two(4).unwrap_or(0).min(59));
    if hour == 24 && minute == 0 {
        return Some(date.tomorrow().ok()?.to_datetime(jiff::civil::Time::midnight()));
    }
    jiff::civil::Time::new(hour, minute, second, 0)
        .ok()
        .map(|time| date.to_datetime(time))
}

/// `20260916` or `2026-09-16`.
pub(crate) fn civil_date(text: &str) -> Option<Date> {
    let digits: String = text.trim().chars().filter(|c| *c != '-').collect();
    if digits.len() != 8 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    Date::new(
        digits[..4].parse().ok()?,
        digits[4..6].parse().ok()?,
        digits[6..].parse().ok()?,
    )
    .ok()
}

/// A length as `DURATION` gives it: days on the calendar, and time on the clock.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Length {
    pub(crate) days: i64,
    pub(crate) seconds: i64,
}

impl Length {
    /// `PT1H30M`, `P1D`, `P2W`, `-PT15M`.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let text = text.trim().to_ascii_uppercase();
        let (sign, text) = match text.strip_prefix('-') {
            Some(rest) => (-1, rest),
            None => (1, text.strip_prefix('+').unwrap_or(&text)),
        };
        let mut length = Self::default();
        let mut number: i64 = 0;
        let mut digits = 0;
        let mut any = false;
        for character in text.strip_prefix('P')?.chars() {
            if let Some(digit) = character.to_digit(10) {
                number = number.checked_mul(10)?.checked_add(i64::from(digit))?;
                digits += 1;
                continue;
            }
            if character == 'T' {
                continue;
            }
            if digits == 0 || number > 1_000_000_000 {
                return None;
            }
            match character {
                'W' => length.days += number * 7,
                'D' => length.days += number,
                'H' => length.seconds += number * 3600,
                'M' => length.seconds += number * 60,
                'S' => length.seconds += number,
                _ => return None,
            }
            any = true;
            (number, digits) = (0, 0);
        }
        any.then_some(Self {
            days: sign * length.days,
            seconds: sign * length.seconds,
        })
    }

    /// The local time this much later.
    pub(crate) fn after(self, local: DateTime) -> Option<DateTime> {
        local
            .checked_add(self.days.days())
            .ok()?
            .checked_add(SignedDuration::from_secs(self.seconds))
            .ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::{date, datetime};

    #[test]
    fn prints_as_the_file_means() {
        let local = datetime(2026, 10, 6, 9, 30, 0, 0);
        for (moment, text) in [
            (Moment::Day(date(2026, 10, 6)), "2026-10-06"),
            (Moment::Floating(local), "2026-10-06T09:30:00"),
            (Moment::Utc(local), "2026-10-06T09:30:00Z"),
            (
                Moment::Fixed {
                    local,
                    offset: -7 * 3600,
                },
                "2026-10-06T09:30:00-07:00",
            ),
            (Moment::Fixed { local, offset: 19800 }, "2026-10-06T09:30:00+05:30"),
        ] {
            assert_eq!(moment.to_string(), text);
        }
    }

    #[test]
    fn reads_times_and_lengths() {
        assert_eq!(local_time("20261006T093000Z"), Some(datetime(2026, 10, 6, 9, 30, 0, 0)));
        assert_eq!(local_time("20261006T2460"), None);
        assert_eq!(civil_date("20260230"), None);
        assert_eq!(Length::parse("PT1H30M"), Some(Length { days: 0, seconds: 5400 }));
        assert_eq!(Length::parse("-P1W"), Some(Length { days: -7, seconds: 0 }));
        for bad in ["", "P", "PT", "1H", "PT99999999999999999999H", "PXD"] {
            assert_eq!(Length::parse(bad), None, "{bad}");
        }
    }
}
