//! Dates as people write them in a short notice: "Tuesday, February 16", "7. Dezember 2026", "le 5 janvier", "12/10".
//!
//! Only what an absence notice needs; the words of a decision have their own reader. A date without a year is the one
//! nearest to the message, looking ahead rather than back; a day and a month in figures are read in the order of the
//! writer's country.

use std::ops::Range;

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use super::phrases::{Word, Words};

/// A date and the words that state it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) date: Date,
    pub(crate) words: Range<usize>,
    /// Whether a month or a figure was written and not a weekday alone.
    pub(crate) explicit: bool,
}

/// What undated words are counted from.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Anchor {
    pub(crate) date: Date,
    /// `12/10` is the tenth of December.
    pub(crate) month_first: bool,
}

const MONTHS: [&[&str]; 12] = [
    &[
        "jan", "january", "januar", "janner", "janvier", "janv", "enero", "ene", "januari", "gennaio", "gen", "janeiro",
    ],
    &[
        "feb",
        "february",
        "februar",
        "febr",
        "fevrier",
        "fev",
        "fevr",
        "febrero",
        "februari",
        "febbraio",
        "fevereiro",
    ],
    &[
        "mar", "march", "marz", "mars", "marzo", "maart", "mrt", "marco", "maerz",
    ],
    &["apr", "april", "avril", "avr", "abril", "abr", "aprile"],
    &["may", "mai", "mayo", "mei", "maggio", "mag", "maio"],
    &["jun", "june", "juni", "juin", "junio", "giugno", "giu", "junho"],
    &[
        "jul", "july", "juli", "juillet", "juil", "julio", "luglio", "lug", "julho",
    ],
    &["aug", "august", "aout", "agosto", "ago", "augustus"],
    &[
        "sep",
        "sept",
        "september",
        "septembre",
        "septiembre",
        "settembre",
        "set",
        "setembro",
    ],
    &[
        "oct", "october", "oktober", "okt", "octobre", "octubre", "ottobre", "ott", "outubro",
    ],
    &["nov", "november", "novembre", "noviembre", "novembro"],
    &[
        "dec",
        "december",
        "dezember",
        "dez",
        "decembre",
        "diciembre",
        "dic",
        "dicembre",
        "dezembro",
    ],
];

const WEEKDAYS: [&[&str]; 7] = [
    &[
        "monday", "mon", "montag", "mo", "lundi", "lun", "lunes", "maandag", "lunedi",
    ],
    &[
        "tuesday", "tue", "tues", "dienstag", "mardi", "martes", "dinsdag", "martedi",
    ],
    &[
        "wednesday",
        "wed",
        "weds",
        "mittwoch",
        "mercredi",
        "mer",
        "miercoles",
        "woensdag",
        "mercoledi",
    ],
    &[
        "thursday",
        "thu",
        "thur",
        "thurs",
        "donnerstag",
        "jeudi",
        "jueves",
        "donderdag",
        "giovedi",
    ],
    &[
        "friday", "fri", "freitag", "vendredi", "ven", "viernes", "vrijdag", "venerdi",
    ],
    &[
        "saturday",
        "sat",
        "samstag",
        "sonnabend",
        "samedi",
        "sabado",
        "zaterdag",
        "sabato",
    ],
    &["sunday", "sun", "sonntag", "dimanche", "domingo", "zondag", "domenica"],
];

const TOMORROW: [&str; 6] = ["tomorrow", "demain", "manana", "domani", "morgen", "amanha"];

pub(crate) fn month(word: &str) -> Option<i8> {
    MONTHS
        .iter()
        .position(|names| names.contains(&word))
        .and_then(|at| i8::try_from(at + 1).ok())
}

pub(crate) fn weekday(word: &str) -> Option<Weekday> {
    let at = WEEKDAYS.iter().position(|names| names.contains(&word))?;
    Weekday::from_monday_zero_offset(i8::try_from(at).ok()?).ok()
}

/// Every date in the text, in order.
pub(crate) fn dates(text: &str, words: &Words, anchor: Anchor) -> Vec<Found> {
    let mut out: Vec<Found> = Vec::new();
    let mut at = 0;
    while at < words.words.len() && out.len() < 100 {
        match date_at(text, &words.words, at, anchor) {
            Some(found) => {
                at = found.words.end.max(at + 1);
                out.push(found);
            }
            None => at += 1,
        }
    }
    out
}

fn date_at(text: &str, words: &[Word], at: usize, anchor: Anchor) -> Option<Found> {
    let found = |date: Date, end: usize, explicit: bool| {
        Some(Found {
            date,
            words: at..end,
            explicit,
        })
    };
    if let Some(named) = weekday(&words[at].text) {
        // "Tuesday, February 16", "Dienstag, den 16. Februar", "Monday the 12th", "Monday (Jan 5)".
        let mut next = at + 1;
        while words
            .get(next)
            .is_some_and(|word| ["the", "den", "dem", "le", "el", "il", "de", "dia"].contains(&word.text.as_str()))
        {
            next += 1;
        }
        if same_sentence(words, at, next)
            && let Some(dated) =
                written(text, words, next, anchor, Some(named)).or_else(|| ordinal(words, next, anchor))
        {
            return found(dated.0, dated.1, true);
        }
        // Abbreviations that are also words need more than themselves.
        if ["mo", "mar", "mer", "ven", "lun", "sat", "sun"].contains(&words[at].text.as_str()) {
            return None;
        }
        let following =
            at > 0 && ["next", "nachsten", "nachster", "kommenden", "prochain"].contains(&words[at - 1].text.as_str());
        let date = next_weekday(anchor.date, named)?;
        let same_week = date.iso_week_date().week() == anchor.date.iso_week_date().week();
        return found(
            if following && same_week {
                date.checked_add(7.days()).ok()?
            } else {
                date
            },
            at + 1,
            false,
        );
    }
    if let Some((date, end)) = written(text, words, at, anchor, None) {
        return found(date, end, true);
    }
    if at > 0
        && words[at - 1].text == "the"
        && let Some((date, end)) = ordinal(words, at, anchor)
    {
        return found(date, end, true);
    }
    if TOMORROW.contains(&words[at].text.as_str()) && !(at > 0 && words[at - 1].text == "guten") {
        return found(anchor.date.tomorrow().ok()?, at + 1, false);
    }
    None
}

fn same_sentence(words: &[Word], a: usize, b: usize) -> bool {
    words.get(b).is_some_and(|word| word.sentence == words[a].sentence)
}

fn next_weekday(from: Date, weekday: Weekday) -> Option<Date> {
    from.nth_weekday(1, weekday).ok()
}

/// "the 15th": the next one.
fn ordinal(words: &[Word], at: usize, anchor: Anchor) -> Option<(Date, usize)> {
    let word = &words.get(at)?.text;
    let figure = ["st", "nd", "rd", "th"]
        .iter()
        .find_map(|suffix| word.strip_suffix(suffix))?;
    let day: i8 = figure.parse().ok()?;
    let first = anchor.date.first_of_month();
    (0..=2).find_map(|months| {
        let month = first.checked_add(months.months()).ok()?;
        let date = Date::new(month.year(), month.month(), day).ok()?;
        (date > anchor.date).then_some((date, at + 1))
    })
}

/// A date with its month, in words or figures.
fn written(text: &str, words: &[Word], at: usize, anchor: Anchor, named: Option<Weekday>) -> Option<(Date, usize)> {
    let word = words.get(at)?;
    if let Some(month) = month(&word.text) {
        // "February 16th, 2027"; "mar" and "set" need a figure right behind, which is asked of all.
        let (day, _) = day(words.get(at + 1)?)?;
        let between = gap(text, words, at, at + 1)?;
        if between.contains(['(', '\n']) && !between.trim().is_empty() {
            return None;
        }
        let (year, end) = year(text, words, at + 2);
        return Some((resolve(anchor, year, month, day, named)?, end));
    }
    // 2026-12-07
    if word.text.len() == 4
        && let Ok(year) = word.text.parse::<i16>()
        && let (Some(second), Some(third)) = (words.get(at + 1), words.get(at + 2))
        && matches!(gap(text, words, at, at + 1), Some("-" | "/" | "."))
        && let (Ok(month), Some((day, _))) = (second.text.parse::<i8>(), day(third))
    {
        return Some((Date::new(year, month, day).ok()?, at + 3));
    }
    let (first, marked) = day(word)?;
    // "16 February", "16th of February", "16. Februar", "1er mars", "5 de enero".
    let mut next = at + 1;
    while words
        .get(next)
        .is_some_and(|word| ["of", "de", "di"].contains(&word.text.as_str()))
    {
        next += 1;
    }
    if let Some(named_month) = words.get(next).and_then(|word| month(&word.text)) {
        let between = gap(text, words, at, next)?;
        if !between.contains('\n') || between.trim().is_empty() {
            let (year, end) = year(text, words, next + 1);
            return Some((resolve(anchor, year, named_month, first, named)?, end));
        }
    }
    if marked {
        return None;
    }
    // Figures: 7.12.2026, 7.12., 12/7/2026, 12/7, 07-12-2026.
    let second: i8 = words
        .get(at + 1)?
        .text
        .parse()
        .ok()
        .filter(|_| words[at + 1].text.len() <= 2)?;
    let separator = gap(text, words, at, at + 1)?;
    if !matches!(separator, "." | "/" | "-" | ". ") {
        return None;
    }
    let with_year = words
        .get(at + 2)
        .filter(|_| gap(text, words, at + 1, at + 2) == Some(separator))
        .and_then(|word| {
            let year: i16 = word.text.parse().ok()?;
            match word.text.len() {
                4 => Some(year),
                2 => Some(2000 + year),
                _ => None,
            }
        });
    let end = at + 2 + usize::from(with_year.is_some());
    let closed = text[words[at + 1].end..].starts_with('.');
    // "5-7" or "3.5" alone is a span or a number, "7.12." and "7.12. bis" a date.
    if with_year.is_none() && (separator == "-" || separator.starts_with('.') && !closed) {
        return None;
    }
    let slashed = separator == "/";
    let month_leads = second > 12 && (slashed || separator == "-") || slashed && anchor.month_first && first <= 12;
    let (month, day) = if month_leads { (first, second) } else { (second, first) };
    Some((resolve(anchor, with_year, month, day, named)?, end))
}

fn gap<'a>(text: &'a str, words: &[Word], from: usize, to: usize) -> Option<&'a str> {
    let (from, to) = (words.get(from)?, words.get(to)?);
    text.get(from.end..to.start)
}

/// A day of the month, and whether it carries an ordinal ending.
fn day(word: &Word) -> Option<(i8, bool)> {
    let bare = ["st", "nd", "rd", "th", "er", "e", "o", "º"]
        .iter()
        .find_map(|suffix| word.text.strip_suffix(suffix));
    let figures = bare.unwrap_or(&word.text);
    if figures.is_empty() || figures.len() > 2 {
        return None;
    }
    let day: i8 = figures.parse().ok()?;
    (1..=31).contains(&day).then_some((day, bare.is_some()))
}

fn year(text: &str, words: &[Word], at: usize) -> (Option<i16>, usize) {
    let skip = usize::from(
        words
            .get(at)
            .is_some_and(|word| ["de", "del"].contains(&word.text.as_str())),
    );
    let year = words
        .get(at + skip)
        .filter(|word| {
            word.text.len() == 4 && gap(text, words, at + skip - 1, at + skip).is_some_and(|gap| gap.len() <= 2)
        })
        .and_then(|word| word.text.parse::<i16>().ok())
        .filter(|year| (1990..2100).contains(year));
    (year, if year.is_some() { at + skip + 1 } else { at })
}

/// The year that was meant. A weekday decides where it was written; else the next such day, a month's delay allowed.
fn resolve(anchor: Anchor, year: Option<i16>, month: i8, day: i8, named: Option<Weekday>) -> Option<Date> {
    if let Some(year) = year {
        return Date::new(year, month, day).ok();
    }
    let this = anchor.date.year();
    let years = [this, this.checked_add(1)?, this.checked_sub(1)?];
    if let Some(named) = named {
        let fits = years
            .iter()
            .filter_map(|&year| Date::new(year, month, day).ok())
            .find(|date| date.weekday() == named && date.duration_since(anchor.date).as_hours().abs() < 24 * 300);
        if fits.is_some() {
            return fits;
        }
    }
    years
        .iter()
        .filter_map(|&year| Date::new(year, month, day).ok())
        .find(|date| date.duration_since(anchor.date).as_hours() >= -24 * 31)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn reads_the_usual_forms() {
        for (text, year, month, day) in [
            ("back on Tuesday, February 16.", 2027, 2, 16),
            ("ab dem 7. Dezember 2026 wieder", 2026, 12, 7),
            ("bis 7.12. abwesend", 2026, 12, 7),
            ("bis 07.12.2026", 2026, 12, 7),
            ("le 1er mars", 2027, 3, 1),
            ("hasta el 5 de enero de 2027", 2027, 1, 5),
            ("until 12/10", 2026, 12, 10),
            ("until 13/12/26", 2026, 12, 13),
            ("on 2026-12-07", 2026, 12, 7),
            ("back Monday", 2026, 12, 7),
            ("back on the 15th", 2026, 12, 15),
            ("January 4th", 2027, 1, 4),
            ("Monday 30 November", 2026, 11, 30),
            ("tomorrow", 2026, 12, 2),
        ] {
            let anchor = Anchor {
                date: date(2026, 12, 1),
                month_first: true,
            };
            let words = Words::new(text);
            let found: Vec<Date> = dates(text, &words, anchor)
                .into_iter()
                .map(|found| found.date)
                .collect();
            assert_eq!(found, [date(year, month, day)], "{text}");
        }
        let words = Words::new("call 555 3.5 times, 5-7 people, may 2026, mar");
        assert!(
            dates(
                "call 555 3.5 times, 5-7 people, may 2026, mar",
                &words,
                Anchor {
                    date: date(2026, 12, 1),
                    month_first: true
                }
            )
            .is_empty()
        );
    }
}
