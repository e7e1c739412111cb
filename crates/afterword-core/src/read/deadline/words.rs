//! The words of time: weekdays, months, numbers and units, with the spellings haste gives them.

use jiff::civil::Weekday;

use crate::lexicon::NUMBERS;

/// A unit of a length of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    Hour,
    Day,
    /// Monday to Friday without holidays.
    BusinessDay,
    Week,
    Month,
    Quarter,
    Year,
}

const WEEKDAYS: [(&str, Weekday); 7] = [
    ("monday|mon|montag|lundi", Weekday::Monday),
    ("tuesday|tue|tues|dienstag|mardi", Weekday::Tuesday),
    ("wednesday|wed|weds|mittwoch|mercredi", Weekday::Wednesday),
    ("thursday|thu|thur|thurs|donnerstag|jeudi", Weekday::Thursday),
    ("friday|fri|freitag|vendredi", Weekday::Friday),
    ("saturday|sat|samstag|samedi", Weekday::Saturday),
    ("sunday|sun|sonntag|dimanche", Weekday::Sunday),
];

const MONTHS: [&str; 12] = [
    "january|jan|januar|janvier",
    "february|feb|febr|februar|febuary",
    "march|mar|märz|maerz|mrz|mars",
    "april|apr|avril",
    "may|mai",
    "june|jun|juni|juin",
    "july|jul|juli|juillet",
    "august|aug",
    "september|sep|sept",
    "october|oct|oktober|okt",
    "november|nov",
    "december|dec|dezember|dez",
];

const ORDINALS: [&str; 21] = [
    "",
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
];

/// Words of haste and their plain forms.
const HASTE: [(&str, &str); 35] = [
    ("nxt", "next"),
    ("nex", "next"),
    ("wk", "week"),
    ("wks", "weeks"),
    ("tmrw", "tomorrow"),
    ("tmr", "tomorrow"),
    ("tmw", "tomorrow"),
    ("tmro", "tomorrow"),
    ("tmrrw", "tomorrow"),
    ("tomo", "tomorrow"),
    ("tommorrow", "tomorrow"),
    ("tommorow", "tomorrow"),
    ("thru", "through"),
    ("til", "till"),
    ("untill", "until"),
    ("mth", "month"),
    ("mths", "months"),
    ("mos", "months"),
    ("biz", "business"),
    ("bus", "business"),
    ("yr", "year"),
    ("yrs", "years"),
    ("prob", "probably"),
    ("probs", "probably"),
    ("prolly", "probably"),
    ("mebbe", "maybe"),
    ("mb", "maybe"),
    ("approx", "about"),
    ("abt", "about"),
    ("ca", "about"),
    ("circa", "about"),
    ("bef", "before"),
    ("wknd", "weekend"),
    ("fortnights", "fortnight"),
    ("midmonth", "midmonth"),
];

/// Evens out a hasty or mistyped word.
pub(super) fn mend(word: &mut String) {
    if let Some((_, plain)) = HASTE.iter().find(|(hasty, _)| hasty == word) {
        (*plain).clone_into(word);
        return;
    }
    if word.len() < 6 || word.len() > 10 || !word.is_ascii() {
        return;
    }
    let long = WEEKDAYS[..]
        .iter()
        .map(|(names, _)| *names)
        .chain(MONTHS)
        .map(|names| names.split('|').next());
    let known = long.flatten().chain(["tomorrow"]).filter(|n| n.len() >= 6);
    let near = known.clone().find(|n| one_slip(n.as_bytes(), word.as_bytes()));
    if let Some(near) = near.filter(|_| !known.clone().any(|n| n == word || word.strip_suffix('s') == Some(n))) {
        near.clone_into(word);
    }
}

/// One letter too many, missing, wrong or changed with its neighbour; the first letter is right.
fn one_slip(right: &[u8], typed: &[u8]) -> bool {
    if right.first() != typed.first() {
        return false;
    }
    let same = right.iter().zip(typed).take_while(|(a, b)| a == b).count();
    match (&right[same..], &typed[same..]) {
        ([_, rest @ ..], [_, more @ ..]) if rest == more => true,
        ([a, b, rest @ ..], [c, d, more @ ..]) if a == d && b == c && rest == more => true,
        ([_, rest @ ..], more) if rest == more => true,
        (rest, [_, more @ ..]) => rest == more,
        _ => false,
    }
}

/// Whether a dot after the word may be that of an abbreviation.
pub(super) fn takes_dot(word: &str) -> bool {
    let short = word.len() <= 5;
    short
        && (weekday(word).is_some()
            || month(word).is_some()
            || matches!(word, "about" | "wk" | "week" | "weeks" | "no" | "st" | "ca"))
}

pub(super) fn weekday(word: &str) -> Option<Weekday> {
    let one = |w: &str| {
        WEEKDAYS
            .iter()
            .find(|(names, _)| names.split('|').any(|n| n == w))
            .map(|(_, day)| *day)
    };
    if word.is_empty() {
        return None;
    }
    one(word).or_else(|| word.strip_suffix('s').filter(|w| w.ends_with("day")).and_then(one))
}

/// The month's number, 1 to 12.
pub(super) fn month(word: &str) -> Option<i8> {
    if word.is_empty() {
        return None;
    }
    let word = word.strip_suffix('s').filter(|w| w.len() > 4).unwrap_or(word);
    (1..)
        .zip(MONTHS)
        .find(|(_, names)| names.split('|').any(|n| n == word))
        .map(|(number, _)| number)
}

/// A number word up to twenty, or a ten.
pub(super) fn cardinal(word: &str) -> Option<u32> {
    if let Some(n) = (0..).zip(NUMBERS).find(|(_, w)| *w == word).map(|(n, _)| n) {
        return Some(n);
    }
    match word {
        "thirty" => Some(30),
        "forty" | "fourty" => Some(40),
        "fifty" => Some(50),
        "sixty" => Some(60),
        "ninety" => Some(90),
        "dozen" => Some(12),
        _ => None,
    }
}

/// An ordinal word up to twentieth, or thirtieth.
pub(super) fn ordinal(word: &str) -> Option<u32> {
    if word.is_empty() {
        return None;
    }
    let found = (0..).zip(ORDINALS).find(|(_, w)| *w == word).map(|(n, _)| n);
    found.or_else(|| (word == "thirtieth").then_some(30))
}

pub(super) fn unit(word: &str) -> Option<Unit> {
    Some(match word {
        "hour" | "hours" | "hrs" | "hr" | "h" => Unit::Hour,
        "day" | "days" | "d" | "tage" | "tagen" | "jours" => Unit::Day,
        "weekdays" | "workdays" | "workday" | "bds" | "bd" => Unit::BusinessDay,
        "week" | "weeks" | "w" | "wochen" | "woche" | "semaines" => Unit::Week,
        "month" | "months" | "monat" | "monate" | "mo" => Unit::Month,
        "quarter" | "quarters" => Unit::Quarter,
        "year" | "years" => Unit::Year,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_mended_and_other_words_left() {
        let check = |typed: &str, expect: &str| {
            let mut word = typed.to_owned();
            mend(&mut word);
            assert_eq!(word, expect);
        };
        check("wednsday", "wednesday");
        check("thrusday", "thursday");
        check("tomorow", "tomorrow");
        check("tommorow", "tomorrow");
        check("feburary", "february");
        check("novembre", "november");
        check("nxt", "next");
        check("fridays", "fridays");
        check("mondial", "mondial");
        check("sunlight", "sunlight");
    }
}
