//! Business days by the federal calendar of the United States, for "away through Friday".
//!
//! Computed and not tabulated, so that no year is missing. A holiday on a Saturday is observed the Friday before, on a
//! Sunday the Monday after.

use jiff::civil::{Date, Weekday};

/// The first business day strictly after `date`.
pub(crate) fn next_business_day(date: Date) -> Option<Date> {
    let mut day = date;
    // Never more than a handful of days: a weekend beside one or two holidays.
    for _ in 0..15 {
        day = day.tomorrow().ok()?;
        if is_business_day(day) {
            return Some(day);
        }
    }
    None
}

fn is_business_day(date: Date) -> bool {
    !matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday) && !is_federal_holiday(date)
}

fn is_federal_holiday(date: Date) -> bool {
    let nth = |month, nth, weekday| {
        date.month() == month
            && date
                .nth_weekday_of_month(nth, weekday)
                .is_ok_and(|holiday| holiday == date)
    };
    nth(1, 3, Weekday::Monday)
        || nth(2, 3, Weekday::Monday)
        || nth(5, -1, Weekday::Monday)
        || nth(9, 1, Weekday::Monday)
        || nth(10, 2, Weekday::Monday)
        || nth(11, 4, Weekday::Thursday)
        || FIXED.iter().any(|&(month, day)| observed(date, month, day))
}

const FIXED: [(i8, i8); 5] = [(1, 1), (6, 19), (7, 4), (11, 11), (12, 25)];

/// Whether the fixed holiday is observed on `date`, looking also at the neighbouring days (New Year in December).
fn observed(date: Date, month: i8, day: i8) -> bool {
    let is = |date: Option<Date>| date.is_some_and(|date| date.month() == month && date.day() == day);
    is(Some(date))
        || date.weekday() == Weekday::Friday && is(date.tomorrow().ok())
        || date.weekday() == Weekday::Monday && is(date.yesterday().ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn skips_weekends_and_federal_holidays() {
        for (from, to) in [
            (date(2026, 10, 9), date(2026, 10, 13)),
            (date(2026, 12, 24), date(2026, 12, 28)),
            (date(2027, 7, 2), date(2027, 7, 6)),
            (date(2027, 12, 30), date(2028, 1, 3)),
            (date(2026, 11, 25), date(2026, 11, 27)),
        ] {
            assert_eq!(next_business_day(from), Some(to));
        }
        assert_eq!(next_business_day(Date::MAX), None);
    }
}
