//! When a posted card arrives, and whether that is in time to matter (S32, S33, S36, S68).
//!
//! A service standard counts the post's own delivery days; an employer's desk counts business days. So there are two
//! windows: when the carrier brings it, and when somebody can open it. Left out: where it goes from and to, which only
//! the post's own tables know; the window is that of the whole country.

mod advice;

use jiff::ToSpan as _;
use jiff::civil::{Date, Weekday};
use serde::Deserialize;

use crate::calendar::Holidays;

pub use advice::{Advice, Facts, Verdict, advise};

const BUILT_IN: &str = include_str!("standards.toml");

/// How long one class of mail takes, as its post says.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MailClass {
    /// Its name on the command line.
    pub name: String,
    /// What the post calls it.
    pub says: String,
    /// Fewest and most delivery days after the day of posting.
    pub days: [u32; 2],
    /// Whether Saturday is a delivery day.
    pub saturday: bool,
    /// Whether the federal holidays of the United States are none.
    pub us_holidays: bool,
    /// Where the figure stands.
    pub source: String,
    /// When it was noted from the source.
    pub noted: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    class: Vec<MailClass>,
}

/// The classes this program knows.
#[must_use]
pub fn classes() -> Vec<MailClass> {
    parse(BUILT_IN).unwrap_or_default()
}

/// Classes of the user's own, in the form of the built-in table.
///
/// # Errors
/// What is wrong, in one line, with the name of the class where it has one.
pub fn parse(text: &str) -> Result<Vec<MailClass>, String> {
    let file: File = toml::from_str(text).map_err(|error| error.message().to_owned())?;
    for class in &file.class {
        let [least, most] = class.days;
        if least > most || most > 60 {
            return Err(format!(
                "the days of `{}` are not fewest and most, up to 60",
                class.name
            ));
        }
    }
    if file.class.is_empty() {
        return Err("no class of mail is named".to_owned());
    }
    Ok(file.class)
}

/// A first and a last day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// The first day.
    pub first: Date,
    /// The last day.
    pub last: Date,
}

/// When a posted card is where.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Arrival {
    /// The day the post takes it: the day it was posted, or the next on which the post works.
    pub taken: Date,
    /// When the carrier brings it.
    pub delivered: Window,
    /// When somebody of the employer can open it.
    pub on_desk: Window,
}

/// Counts from the day of posting; after the last collection of a day, that day is the next one.
#[must_use]
pub fn arrival(posted: Date, after_collection: bool, class: &MailClass, employer: &Holidays) -> Arrival {
    let us = Holidays::us();
    let works = |day: Date| match day.weekday() {
        Weekday::Sunday => false,
        Weekday::Saturday if !class.saturday => false,
        _ => !(class.us_holidays && us.is_holiday(day)),
    };
    let walk = |day: Date, steps: u32| {
        let mut reached = day;
        for _ in 0..steps {
            reached = reached.saturating_add(1.day());
            while !works(reached) && reached < Date::MAX {
                reached = reached.saturating_add(1.day());
            }
        }
        reached
    };
    let taken = if works(posted) && !after_collection {
        posted
    } else {
        walk(posted, 1)
    };
    let [least, most] = class.days;
    let delivered = Window {
        first: walk(taken, least),
        last: walk(taken, most),
    };
    Arrival {
        taken,
        delivered,
        on_desk: Window {
            first: employer.on_or_after(delivered.first),
            last: employer.on_or_after(delivered.last),
        },
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn first_class() -> MailClass {
        classes().into_iter().find(|class| class.name == "first-class").unwrap()
    }

    #[test]
    fn days_of_the_post_are_counted_and_desks_have_their_own() {
        let check = |posted: Date, late: bool, taken: Date, delivered: [Date; 2], on_desk: [Date; 2]| {
            let got = arrival(posted, late, &first_class(), &Holidays::us());
            assert_eq!(got.taken, taken, "{posted}");
            assert_eq!([got.delivered.first, got.delivered.last], delivered, "{posted}");
            assert_eq!([got.on_desk.first, got.on_desk.last], on_desk, "{posted}");
        };
        let march = |day| date(2026, 3, day);
        // A Monday: Tuesday to Saturday, and on Saturday nobody is at the desk.
        check(march(2), false, march(2), [march(3), march(7)], [march(3), march(9)]);
        // The same after the last collection.
        check(march(2), true, march(3), [march(4), march(9)], [march(4), march(9)]);
        // A Sunday is taken on Monday.
        check(
            march(8),
            false,
            march(9),
            [march(10), march(14)],
            [march(10), march(16)],
        );
        // Thanksgiving and a Sunday lie between.
        check(
            date(2026, 11, 25),
            false,
            date(2026, 11, 25),
            [date(2026, 11, 27), date(2026, 12, 2)],
            [date(2026, 11, 27), date(2026, 12, 2)],
        );
    }

    #[test]
    fn the_table_is_whole_and_an_own_one_is_checked() {
        assert!(classes().len() >= 4);
        for class in classes() {
            assert!(
                !class.source.is_empty() && class.noted.parse::<Date>().is_ok(),
                "{class:?}"
            );
        }
        assert!(parse("").is_err());
        let own = BUILT_IN.replace("days = [1, 5]", "days = [5, 1]");
        assert!(parse(&own).unwrap_err().contains("first-class"));
    }

    #[test]
    fn the_end_of_time_is_no_trap() {
        let got = arrival(Date::MAX, true, &first_class(), &Holidays::us());
        assert_eq!(got.delivered.last, Date::MAX);
    }
}
