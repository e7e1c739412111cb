//! Days as people write them in a letter.

use jiff::civil::{Date, Weekday};

fn weekday(d: Date) -> &'static str {
    match d.weekday() {
        Weekday::Monday => "Monday",
        Weekday::Tuesday => "Tuesday",
        Weekday::Wednesday => "Wednesday",
        Weekday::Thursday => "Thursday",
        Weekday::Friday => "Friday",
        Weekday::Saturday => "Saturday",
        Weekday::Sunday => "Sunday",
    }
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// `March 2`, or `2 March` where the day comes first.
fn month_day(d: Date, day_first: bool) -> String {
    let month = MONTHS[usize::try_from(d.month() - 1).unwrap_or(0)];
    if day_first {
        format!("{} {month}", d.day())
    } else {
        format!("{month} {}", d.day())
    }
}

/// The day word for a mail sent on `sent`: today, yesterday, on Monday, on March 2.
pub(super) fn for_mail(day: Date, sent: Date, day_first: bool) -> String {
    match days(day, sent) {
        0 => "today".to_owned(),
        1 => "yesterday".to_owned(),
        2..=6 => format!("on {}", weekday(day)),
        _ => format!("on {}", month_day(day, day_first)),
    }
}

/// The day word for a card, which is read some days later: never relative.
pub(super) fn for_card(day: Date, day_first: bool) -> String {
    format!("on {}", month_day(day, day_first))
}

/// `Friday, March 13`, or `Friday 13 March`.
pub(super) fn full(day: Date, day_first: bool) -> String {
    let sep = if day_first { " " } else { ", " };
    format!("{}{sep}{}", weekday(day), month_day(day, day_first))
}

/// `Friday` within the week, else the full day.
pub(super) fn near(day: Date, sent: Date, day_first: bool) -> String {
    if (1..=6).contains(&days(sent, day)) {
        weekday(day).to_owned()
    } else {
        full(day, day_first)
    }
}

fn days(from: Date, to: Date) -> i32 {
    from.until(to).map_or(0, |s| s.get_days())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_day_word_fits_the_moment_of_sending() {
        let d = date(2026, 3, 2);
        assert_eq!(for_mail(d, d, false), "today");
        assert_eq!(for_mail(d, date(2026, 3, 3), false), "yesterday");
        assert_eq!(for_mail(d, date(2026, 3, 5), false), "on Monday");
        assert_eq!(for_mail(d, date(2026, 3, 12), false), "on March 2");
        assert_eq!(for_mail(d, date(2026, 3, 12), true), "on 2 March");
        assert_eq!(full(date(2026, 3, 13), false), "Friday, March 13");
    }
}
