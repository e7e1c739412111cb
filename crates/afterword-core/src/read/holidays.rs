//! A user's own holidays: days one a line, or a calendar file.
//!
//! Schools, countries and families publish their free days as `.ics`; everybody can type a list. Both come out as days.
//! What is not a whole day (a concert, a dentist) is no holiday. Not here: which list counts for whom.

use std::collections::BTreeSet;

use jiff::ToSpan as _;
use jiff::civil::Date;

use super::invite::calendar::{Calendar, RawEvent};
use super::invite::moment::{Length, civil_date};

/// A file beyond this is no list of days.
const MAX_BYTES: usize = 4 * 1024 * 1024;
/// Four centuries of a generous country.
const MAX_DAYS: usize = 20_000;
/// How far on a yearly holiday is written out.
const YEARS_ON: i16 = 30;
/// The longest holiday that is one: a summer of a school.
const LONGEST_DAYS: usize = 120;

/// A line or entry that is no day, and was left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotADay {
    /// The line, from 1.
    pub line: usize,
    /// Its words, shortened.
    pub text: String,
}

/// Reads a list of days (`2027-04-05` or `2027-04-05 Easter Monday` on a line; `#` begins a remark; `2027-12-24/2027-12-31`
/// is all of them) or an iCalendar file. Never fails; what is no day is named.
#[must_use]
pub fn holidays(raw: &[u8]) -> (BTreeSet<Date>, Vec<NotADay>) {
    let raw = &raw[..raw.len().min(MAX_BYTES)];
    let text = String::from_utf8_lossy(raw);
    let is_calendar = text
        .lines()
        .map(|line| line.trim_start_matches('\u{feff}').trim())
        .find(|line| !line.is_empty())
        .is_some_and(|line| line.eq_ignore_ascii_case("BEGIN:VCALENDAR"));
    if is_calendar {
        (from_calendar(raw), Vec::new())
    } else {
        from_lines(&text)
    }
}

fn from_lines(text: &str) -> (BTreeSet<Date>, Vec<NotADay>) {
    let (mut days, mut wrong) = (BTreeSet::new(), Vec::new());
    for (at, line) in text.lines().enumerate() {
        let bare = line
            .trim_start_matches('\u{feff}')
            .split('#')
            .next()
            .unwrap_or_default()
            .trim();
        if bare.is_empty() || days.len() >= MAX_DAYS {
            continue;
        }
        let word = bare.split([' ', '\t', ',', ';']).next().unwrap_or_default();
        let (first, last) = word.split_once('/').unwrap_or((word, word));
        match (first.parse::<Date>(), last.parse::<Date>()) {
            (Ok(first), Ok(last)) if first <= last => days.extend(from_to(first, last)),
            _ if wrong.len() < 100 => wrong.push(NotADay {
                line: at + 1,
                text: bare.chars().take(60).collect(),
            }),
            _ => {}
        }
    }
    (days, wrong)
}

fn from_to(first: Date, last: Date) -> impl Iterator<Item = Date> {
    std::iter::successors(Some(first), |day| day.tomorrow().ok())
        .take_while(move |day| *day <= last)
        .take(LONGEST_DAYS)
}

fn from_calendar(raw: &[u8]) -> BTreeSet<Date> {
    let mut days = BTreeSet::new();
    for event in Calendar::read(raw).events {
        if event.cancelled || days.len() >= MAX_DAYS {
            continue;
        }
        let Some((first, last)) = span(&event) else { continue };
        let yearly = event.rule.as_deref().is_some_and(|rule| {
            let rule = rule.to_ascii_uppercase();
            rule.contains("FREQ=YEARLY") && !rule.contains("BYDAY") && !rule.contains("BYSETPOS")
        });
        for years in 0..=if yearly { YEARS_ON } else { 0 } {
            let on = |day: Date| day.checked_add(years.years());
            if let (Ok(first), Ok(last)) = (on(first), on(last)) {
                days.extend(from_to(first, last));
            }
        }
    }
    days
}

/// The first and last day of an entry in whole days.
fn span(event: &RawEvent) -> Option<(Date, Date)> {
    let line = event.start.as_ref()?;
    let value = line.raw();
    let value = value.trim();
    if value.contains(['T', 't']) && !event.whole_day {
        return None;
    }
    let day = |value: &str| civil_date(value.trim().split(['T', 't']).next()?);
    let first = day(value)?;
    let end = event.end.as_ref().and_then(|line| day(&line.raw())).or_else(|| {
        let length = event.duration.as_deref().and_then(Length::parse)?;
        Some(length.after(first.to_datetime(jiff::civil::Time::midnight()))?.date())
    });
    let last = end.and_then(|end| end.yesterday().ok()).unwrap_or(first);
    Some((first, last.max(first)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(raw: &str) -> String {
        let (days, wrong) = holidays(raw.as_bytes());
        let mut all: Vec<String> = days.iter().take(6).map(ToString::to_string).collect();
        all.extend(wrong.iter().map(|wrong| format!("line {}: {}", wrong.line, wrong.text)));
        all.join(" ")
    }

    #[test]
    fn lists_of_days_are_read() {
        let check = |raw, expect| assert_eq!(read(raw), expect, "{raw:?}");
        check(
            "2027-04-05\n\n# school\n2027-05-17 Whit Monday\n",
            "2027-04-05 2027-05-17",
        );
        check(
            "\u{feff}2027-12-30/2028-01-02, closed",
            "2027-12-30 2027-12-31 2028-01-01 2028-01-02",
        );
        check("5 April\n2027-02-30", "line 1: 5 April line 2: 2027-02-30");
        check("2027-01-05/2027-01-01", "line 1: 2027-01-05/2027-01-01");
        check("", "");
    }

    #[test]
    fn calendars_of_holidays_are_read() {
        let event = |lines: &str| {
            format!(
                "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n{}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
                lines.replace('\n', "\r\n")
            )
        };
        let check = |lines, expect| assert_eq!(read(&event(lines)), expect, "{lines}");
        check(
            "DTSTART;VALUE=DATE:20270405\nDTEND;VALUE=DATE:20270407",
            "2027-04-05 2027-04-06",
        );
        check("DTSTART;VALUE=DATE:20270405", "2027-04-05");
        check("DTSTART;VALUE=DATE:20270405\nDURATION:P2D", "2027-04-05 2027-04-06");
        check("DTSTART:20270405T200000Z\nSUMMARY:Concert", "");
        check("DTSTART;VALUE=DATE:20270405\nSTATUS:CANCELLED", "");
        let yearly = holidays(event("DTSTART;VALUE=DATE:20270301\nRRULE:FREQ=YEARLY").as_bytes()).0;
        assert!(yearly.contains(&jiff::civil::date(2031, 3, 1)) && yearly.len() == 31);
    }

    #[test]
    fn endless_holidays_are_bounded() {
        let long = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:19000101\r\nDTEND;VALUE=DATE:99991231\r\nRRULE:FREQ=YEARLY\r\nEND:VEVENT\r\n";
        assert!(holidays(long.as_bytes()).0.len() <= 31 * LONGEST_DAYS);
        assert!(holidays("1900-01-01/9999-12-31\n".repeat(1_000).as_bytes()).0.len() <= LONGEST_DAYS);
    }
}
