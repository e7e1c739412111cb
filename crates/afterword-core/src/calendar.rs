//! Business days and the holidays that interrupt them.
//!
//! Federal holidays of the United States are computed from their rules (5 U.S.C. 6103), so no table runs out. A holiday
//! on a Saturday is observed on the Friday before, one on a Sunday on the Monday after; both the legal and the observed
//! day are free. Other days off are the user's own. Not here: other countries' holidays (the user adds the dates that
//! matter) and hours of business.

use std::collections::BTreeSet;

use jiff::{ToSpan as _, civil::Date, civil::Weekday};
use serde::{Deserialize, Serialize};

/// The months in English, in lower case.
pub(crate) const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// A day with a name, found by rule in any year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Holiday {
    /// 1 January; federal.
    NewYear,
    /// Birthday of Martin Luther King, Jr., third Monday of January; federal.
    MartinLutherKing,
    /// 14 February.
    Valentines,
    /// Washington's Birthday, third Monday of February; federal.
    Presidents,
    /// 17 March.
    SaintPatrick,
    /// The Friday before Easter Sunday.
    GoodFriday,
    /// Easter Sunday of the western churches.
    Easter,
    /// The day after Easter Sunday.
    EasterMonday,
    /// Last Monday of May; federal.
    Memorial,
    /// 19 June; federal.
    Juneteenth,
    /// 4 July; federal.
    Independence,
    /// First Monday of September; federal.
    Labor,
    /// Columbus Day, in many places Indigenous Peoples' Day, second Monday of October; federal.
    Columbus,
    /// 31 October.
    Halloween,
    /// The Tuesday after the first Monday of November.
    Election,
    /// 11 November; federal.
    Veterans,
    /// Fourth Thursday of November; federal.
    Thanksgiving,
    /// The day after Thanksgiving.
    BlackFriday,
    /// 24 December.
    ChristmasEve,
    /// 25 December; federal.
    Christmas,
    /// 26 December.
    Boxing,
    /// 31 December.
    NewYearsEve,
}

/// The federal holidays, in the order of the year.
const FEDERAL: [Holiday; 11] = [
    Holiday::NewYear,
    Holiday::MartinLutherKing,
    Holiday::Presidents,
    Holiday::Memorial,
    Holiday::Juneteenth,
    Holiday::Independence,
    Holiday::Labor,
    Holiday::Columbus,
    Holiday::Veterans,
    Holiday::Thanksgiving,
    Holiday::Christmas,
];

/// What people call them, in lower case without apostrophes or full stops; the longer name stands before its beginning.
const NAMES: [(&str, Holiday); 46] = [
    ("new years eve", Holiday::NewYearsEve),
    ("new year eve", Holiday::NewYearsEve),
    ("nye", Holiday::NewYearsEve),
    ("new years day", Holiday::NewYear),
    ("new year day", Holiday::NewYear),
    ("new years", Holiday::NewYear),
    ("new year", Holiday::NewYear),
    ("martin luther king day", Holiday::MartinLutherKing),
    ("martin luther king jr day", Holiday::MartinLutherKing),
    ("mlk day", Holiday::MartinLutherKing),
    ("mlk", Holiday::MartinLutherKing),
    ("valentines day", Holiday::Valentines),
    ("valentines", Holiday::Valentines),
    ("presidents day", Holiday::Presidents),
    ("president day", Holiday::Presidents),
    ("washingtons birthday", Holiday::Presidents),
    ("st patricks day", Holiday::SaintPatrick),
    ("saint patricks day", Holiday::SaintPatrick),
    ("paddys day", Holiday::SaintPatrick),
    ("good friday", Holiday::GoodFriday),
    ("easter monday", Holiday::EasterMonday),
    ("easter sunday", Holiday::Easter),
    ("easter", Holiday::Easter),
    ("memorial day", Holiday::Memorial),
    ("juneteenth", Holiday::Juneteenth),
    ("independence day", Holiday::Independence),
    ("fourth of july", Holiday::Independence),
    ("july fourth", Holiday::Independence),
    ("labor day", Holiday::Labor),
    ("labour day", Holiday::Labor),
    ("columbus day", Holiday::Columbus),
    ("indigenous peoples day", Holiday::Columbus),
    ("indigenous day", Holiday::Columbus),
    ("halloween", Holiday::Halloween),
    ("election day", Holiday::Election),
    ("veterans day", Holiday::Veterans),
    ("veteran day", Holiday::Veterans),
    ("thanksgiving day", Holiday::Thanksgiving),
    ("thanksgiving", Holiday::Thanksgiving),
    ("turkey day", Holiday::Thanksgiving),
    ("black friday", Holiday::BlackFriday),
    ("christmas eve", Holiday::ChristmasEve),
    ("xmas eve", Holiday::ChristmasEve),
    ("christmas", Holiday::Christmas),
    ("xmas", Holiday::Christmas),
    ("boxing day", Holiday::Boxing),
];

impl Holiday {
    /// Finds a holiday by a name of it, whatever the case; apostrophes, full stops and a closing "day" are forgiven.
    ///
    /// ```
    /// # use afterword_core::calendar::Holiday;
    /// assert_eq!(Holiday::named("Presidents' Day"), Some(Holiday::Presidents));
    /// ```
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let kept = name.chars().filter(|c| !matches!(c, '\'' | '\u{2019}' | '.'));
        let folded = kept.flat_map(char::to_lowercase).collect::<String>();
        let folded = folded.split_whitespace().collect::<Vec<_>>().join(" ");
        NAMES
            .iter()
            .find(|(known, _)| *known == folded || folded.strip_suffix(" day") == Some(known))
            .map(|(_, h)| *h)
    }

    /// The legal date in `year`, or none where the calendar ends.
    #[must_use]
    pub fn date(self, year: i16) -> Option<Date> {
        match self {
            Self::NewYear => Date::new(year, 1, 1).ok(),
            Self::MartinLutherKing => nth_weekday(year, 1, 3, Weekday::Monday),
            Self::Valentines => Date::new(year, 2, 14).ok(),
            Self::Presidents => nth_weekday(year, 2, 3, Weekday::Monday),
            Self::SaintPatrick => Date::new(year, 3, 17).ok(),
            Self::GoodFriday => plus_days(easter(year)?, -2),
            Self::Easter => easter(year),
            Self::EasterMonday => plus_days(easter(year)?, 1),
            Self::Memorial => nth_weekday(year, 5, -1, Weekday::Monday),
            Self::Juneteenth => Date::new(year, 6, 19).ok(),
            Self::Independence => Date::new(year, 7, 4).ok(),
            Self::Labor => nth_weekday(year, 9, 1, Weekday::Monday),
            Self::Columbus => nth_weekday(year, 10, 2, Weekday::Monday),
            Self::Halloween => Date::new(year, 10, 31).ok(),
            Self::Election => plus_days(nth_weekday(year, 11, 1, Weekday::Monday)?, 1),
            Self::Veterans => Date::new(year, 11, 11).ok(),
            Self::Thanksgiving => nth_weekday(year, 11, 4, Weekday::Thursday),
            Self::BlackFriday => plus_days(nth_weekday(year, 11, 4, Weekday::Thursday)?, 1),
            Self::ChristmasEve => Date::new(year, 12, 24).ok(),
            Self::Christmas => Date::new(year, 12, 25).ok(),
            Self::Boxing => Date::new(year, 12, 26).ok(),
            Self::NewYearsEve => Date::new(year, 12, 31).ok(),
        }
    }

    /// The first of its dates on or after `day`.
    #[must_use]
    pub fn next_on_or_after(self, day: Date) -> Option<Date> {
        (0..2)
            .filter_map(|n| self.date(day.year().saturating_add(n)))
            .find(|found| *found >= day)
    }

    /// Whether offices of the United States are closed on it.
    #[must_use]
    pub fn is_federal(self) -> bool {
        FEDERAL.contains(&self)
    }

    /// The working day given off for it in `year`: the legal date, moved off the weekend.
    #[must_use]
    pub fn observed(self, year: i16) -> Option<Date> {
        let legal = self.date(year)?;
        match legal.weekday() {
            Weekday::Saturday => plus_days(legal, -1),
            Weekday::Sunday => plus_days(legal, 1),
            _ => Some(legal),
        }
    }
}

/// The `nth` given weekday of a month; negative counts from the end. None where there is no such day.
#[must_use]
pub fn nth_weekday(year: i16, month: i8, nth: i8, weekday: Weekday) -> Option<Date> {
    Date::new(year, month, 1).ok()?.nth_weekday_of_month(nth, weekday).ok()
}

fn plus_days(day: Date, days: i32) -> Option<Date> {
    day.checked_add(days.days()).ok()
}

/// Easter Sunday by the anonymous Gregorian computus (Meeus, Jones, Butcher).
fn easter(year: i16) -> Option<Date> {
    let year = i32::from(year);
    let (golden, century, rest) = (year.rem_euclid(19), year.div_euclid(100), year.rem_euclid(100));
    let correction = (century - (century + 8) / 25 + 1) / 3;
    let epact = (19 * golden + century - century / 4 - correction + 15).rem_euclid(30);
    let sunday = (32 + 2 * (century % 4) + 2 * (rest / 4) - epact - rest % 4).rem_euclid(7);
    let late = (golden + 11 * epact + 22 * sunday) / 451;
    let count = epact + sunday - 7 * late + 114;
    Date::new(
        i16::try_from(year).ok()?,
        i8::try_from(count / 31).ok()?,
        i8::try_from(count % 31 + 1).ok()?,
    )
    .ok()
}

/// Which days are free: the federal rules, where wanted, and a user's own dates.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holidays {
    federal: bool,
    own: BTreeSet<Date>,
}

impl Holidays {
    /// The federal holidays of the United States and no others.
    #[must_use]
    pub fn us() -> Self {
        Self {
            federal: true,
            own: BTreeSet::new(),
        }
    }

    /// No holidays: only weekends are free.
    #[must_use]
    pub fn none() -> Self {
        Self::default()
    }

    /// The same with further free days of the user's own.
    #[must_use]
    pub fn with(mut self, own: impl IntoIterator<Item = Date>) -> Self {
        self.own.extend(own);
        self
    }

    /// The federal holiday kept on `day`, by its legal or its observed date; none where the federal rules are off.
    #[must_use]
    pub fn federal(&self, day: Date) -> Option<Holiday> {
        // New Year's Day of the year after may be observed on 31 December.
        let years = [day.year(), day.year().saturating_add(1)];
        let kept = |h: &Holiday| {
            years
                .iter()
                .any(|y| h.date(*y) == Some(day) || h.observed(*y) == Some(day))
        };
        if self.federal {
            FEDERAL.into_iter().find(kept)
        } else {
            None
        }
    }

    /// Whether `day` is a holiday; weekends are none.
    #[must_use]
    pub fn is_holiday(&self, day: Date) -> bool {
        self.own.contains(&day) || self.federal(day).is_some()
    }

    /// Whether people work on `day`: Monday to Friday and no holiday.
    #[must_use]
    pub fn is_business_day(&self, day: Date) -> bool {
        !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) && !self.is_holiday(day)
    }

    /// The first business day strictly after `day`.
    #[must_use]
    pub fn next_business_day(&self, day: Date) -> Date {
        self.walk(day, 1)
    }

    /// The last business day strictly before `day`.
    #[must_use]
    pub fn previous_business_day(&self, day: Date) -> Date {
        self.walk(day, -1)
    }

    /// `day` itself if people work on it, else the next business day.
    #[must_use]
    pub fn on_or_after(&self, day: Date) -> Date {
        if self.is_business_day(day) {
            day
        } else {
            self.next_business_day(day)
        }
    }

    /// `day` itself if people work on it, else the business day before.
    #[must_use]
    pub fn on_or_before(&self, day: Date) -> Date {
        if self.is_business_day(day) {
            day
        } else {
            self.previous_business_day(day)
        }
    }

    /// The `nth` business day after `day`; `day` itself does not count, and 0 is `day`.
    #[must_use]
    pub fn nth_business_day(&self, day: Date, nth: u32) -> Date {
        (0..nth).fold(day, |reached, _| self.next_business_day(reached))
    }

    /// Steps day by day to a business day. A user may declare a whole year free, so the walk gives up after that and
    /// where the calendar ends.
    fn walk(&self, from: Date, step: i32) -> Date {
        let mut day = from;
        for _ in 0..400 {
            day = day.saturating_add(step.days());
            if self.is_business_day(day) {
                return day;
            }
        }
        from.saturating_add(step.days())
    }
}

/// Whose free days count: everybody's, and an employer's own in their place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calendars {
    everybody: Holidays,
    employers: Vec<(String, Holidays)>,
}

impl Default for Calendars {
    /// The federal holidays of the United States, whoever the employer is.
    fn default() -> Self {
        Self::new(Holidays::us())
    }
}

impl Calendars {
    /// One calendar for every employer.
    #[must_use]
    pub fn new(everybody: Holidays) -> Self {
        Self {
            everybody,
            employers: Vec::new(),
        }
    }

    /// The same with all of the free days of one employer, in place of everybody's.
    #[must_use]
    pub fn with(mut self, employer: &str, holidays: Holidays) -> Self {
        self.employers.push((plain(employer), holidays));
        self
    }

    /// The free days of an employer; everybody's if the employer is unknown or has no calendar of its own.
    #[must_use]
    pub fn of(&self, employer: Option<&str>) -> &Holidays {
        let name = employer.map(plain);
        let own = self.employers.iter().find(|(known, _)| name.as_ref() == Some(known));
        own.map_or(&self.everybody, |(_, holidays)| holidays)
    }
}

/// "Tallybird" and "TALLYBIRD " are one employer; nothing is guessed beyond that.
fn plain(employer: &str) -> String {
    employer.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn dates(of: impl Fn(Holiday) -> Option<Date>) -> String {
        FEDERAL
            .map(|h| of(h).map_or_else(String::new, |d| d.strftime("%m-%d").to_string()))
            .join(" ")
    }

    #[test]
    fn federal_holidays_follow_the_published_calendars() {
        let check = |year, expect: &str| assert_eq!(dates(|h| h.observed(year)), expect, "{year}");
        check(
            2021,
            "01-01 01-18 02-15 05-31 06-18 07-05 09-06 10-11 11-11 11-25 12-24",
        );
        check(
            2022,
            "12-31 01-17 02-21 05-30 06-20 07-04 09-05 10-10 11-11 11-24 12-26",
        );
        check(
            2026,
            "01-01 01-19 02-16 05-25 06-19 07-03 09-07 10-12 11-11 11-26 12-25",
        );
        check(
            2027,
            "01-01 01-18 02-15 05-31 06-18 07-05 09-06 10-11 11-11 11-25 12-24",
        );
    }

    #[test]
    fn names_are_found_as_people_write_them() {
        let check = |name: &str, expect| assert_eq!(Holiday::named(name), expect, "{name}");
        check("Presidents' Day", Some(Holiday::Presidents));
        check("indigenous peoples\u{2019} day", Some(Holiday::Columbus));
        check("THANKSGIVING", Some(Holiday::Thanksgiving));
        check("St. Patrick's Day", Some(Holiday::SaintPatrick));
        check("Christmas Day", Some(Holiday::Christmas));
        check("Groundhog Day", None);
    }

    #[test]
    fn easter_is_where_the_churches_put_it() {
        for day in [
            date(2024, 3, 31),
            date(2025, 4, 20),
            date(2026, 4, 5),
            date(2027, 3, 28),
            date(2038, 4, 25),
        ] {
            assert_eq!(Holiday::Easter.date(day.year()), Some(day));
        }
    }

    #[test]
    fn business_days_step_over_weekends_and_holidays() {
        let us = Holidays::us();
        assert_eq!(us.next_business_day(date(2026, 7, 2)), date(2026, 7, 6));
        assert_eq!(us.previous_business_day(date(2026, 11, 26)), date(2026, 11, 25));
        assert_eq!(us.nth_business_day(date(2026, 10, 5), 7), date(2026, 10, 15));
        assert_eq!(us.nth_business_day(date(2026, 10, 5), 0), date(2026, 10, 5));
        assert_eq!(
            us.next_business_day(date(2021, 12, 30)),
            date(2022, 1, 3),
            "New Year observed the year before"
        );
        assert_eq!(Holidays::none().next_business_day(date(2026, 7, 2)), date(2026, 7, 3));
        let own = Holidays::us().with([date(2026, 7, 6)]);
        assert_eq!(own.on_or_after(date(2026, 7, 3)), date(2026, 7, 7));
        assert_eq!(own.on_or_before(date(2026, 7, 6)), date(2026, 7, 2));
    }

    #[test]
    fn an_employers_calendar_counts_in_place_of_everybodys() {
        let (family, closed) = (date(2026, 3, 4), date(2026, 3, 5));
        let everybody = Holidays::us().with([family]);
        let calendars = Calendars::new(everybody.clone()).with("Bergtal  Optik", Holidays::none().with([closed]));
        for name in ["Bergtal Optik", " BERGTAL optik\n"] {
            let own = calendars.of(Some(name));
            assert!(own.is_holiday(closed) && !own.is_holiday(family), "{name}");
        }
        for name in [None, Some(""), Some("Bergtal"), Some("Bergtal Optik AG")] {
            assert_eq!(calendars.of(name), &everybody, "{name:?}");
        }
        assert_eq!(Calendars::default().of(None), &Holidays::us());
    }

    #[test]
    fn the_ends_of_the_calendar_do_not_panic() {
        let us = Holidays::us();
        assert_eq!(us.next_business_day(Date::MAX), Date::MAX);
        assert_eq!(us.previous_business_day(Date::MIN), Date::MIN);
        for year in [Date::MIN.year(), -1, 0, Date::MAX.year()] {
            assert!(
                FEDERAL
                    .iter()
                    .all(|h| h.observed(year).is_none_or(|d| us.is_holiday(d))),
                "{year}"
            );
        }
    }
}
