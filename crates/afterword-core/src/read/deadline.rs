//! When they will decide: the words somebody said, mailed or jotted, read as days.
//!
//! A small grammar in steps: words with their places (`lex`, `words`), expressions of time (`dates`, `length`, `period`,
//! `expr`), the direction that the words around give them (`claim`), and which of them is about the decision (`judge`).
//! The harmful error is a date before the true one, because a person may be written to too early; where the words leave
//! a doubt the later reading is taken, or none. Times of day are not read, and nothing here knows what day it is now.

mod claim;
mod dates;
mod expr;
mod judge;
mod length;
mod lex;
mod period;
mod words;

use std::ops::Range;

use jiff::{Zoned, civil::Date};
use serde::{Deserialize, Serialize};

use crate::calendar::Holidays;
use expr::Reader;
use lex::Text;

/// What the words allow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DeadlineKind {
    /// No later than `latest`.
    By,
    /// From `earliest` on, with no end given.
    After,
    /// From `earliest` to `latest`, both included; one day where they are equal.
    Window,
    /// The words name no time, or none that is sure.
    Unknown,
}

/// When news may be expected, as calendar days in the zone where it was said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deadline {
    /// What is known.
    pub kind: DeadlineKind,
    /// The first day, for `After` and `Window`.
    pub earliest: Option<Date>,
    /// The last day, for `By` and `Window`.
    pub latest: Option<Date>,
    /// The words that decided it, as bytes of the text.
    pub span: Option<Range<usize>>,
    /// One plain sentence for the person who said or noted it.
    pub reason: String,
}

/// Text beyond this many bytes is not read: no jot or mail says so late when it will be decided.
const BYTES_AT_MOST: usize = 64 * 1024;

/// Reads when a decision may be expected from `text`, as said at `said_on`.
///
/// Never fails; words that name no time are [`DeadlineKind::Unknown`]. Business days are counted with `holidays`.
#[must_use]
pub fn deadline(text: &str, said_on: &Zoned, holidays: &Holidays) -> Deadline {
    let text = Text::new(clip(text));
    let reader = reader(&text, said_on, holidays);
    let phrases = reader.phrases();
    let Some(claim) = reader.judge(&phrases) else {
        let reason = if phrases.is_empty() { "No time is named." } else { "No time named here is sure to be that of the decision." };
        return Deadline { kind: DeadlineKind::Unknown, earliest: None, latest: None, span: None, reason: reason.to_owned() };
    };
    let mut answer = claim.answer();
    answer.span = span(&text, claim.phrase.from, claim.phrase.to);
    answer.reason = reason(&answer);
    answer
}

/// Finds the first written calendar date, with or without a year, and its bytes.
///
/// For the date of the interview itself: without a year it is the one nearest to `said_on`, at most eleven months before
/// and one month after. "6/12" is month and day in a zone of the United States, day and month elsewhere. A date with a
/// month in letters or with a year goes before a bare "6/12".
#[must_use]
pub fn calendar_date(text: &str, said_on: &Zoned) -> Option<(Date, Range<usize>)> {
    let text = Text::new(clip(text));
    let (said, month_first) = (said_on.date(), month_first(said_on));
    let find = |sure: bool| {
        (0..text.len()).find_map(|at| {
            let (written, end) = dates::written(&text, at, month_first)?;
            let good = written.month.is_some() && (written.year.is_some() || written.spelled || !sure);
            let day = written.nearest(said).filter(|_| good)?;
            Some((day, span(&text, at, end)?))
        })
    };
    find(true).or_else(|| find(false))
}

fn clip(text: &str) -> &str {
    if text.len() <= BYTES_AT_MOST {
        return text;
    }
    let end = (0..=BYTES_AT_MOST).rev().find(|i| text.is_char_boundary(*i)).unwrap_or(0);
    &text[..end]
}

fn reader<'a>(text: &'a Text, said_on: &Zoned, holidays: &'a Holidays) -> Reader<'a> {
    let time = said_on.time();
    let minutes = u32::from(time.hour().unsigned_abs()) * 60 + u32::from(time.minute().unsigned_abs());
    Reader { text, today: said_on.date(), minutes, month_first: month_first(said_on), holidays }
}

/// Whether dates are written month first where this was said: in the United States. A bare offset tells only that it
/// was on that side of the ocean.
fn month_first(said_on: &Zoned) -> bool {
    const CITIES: &str = "New_York|Chicago|Denver|Los_Angeles|Phoenix|Anchorage|Detroit|Boise|Juneau|Sitka|Nome|Adak|Menominee|\
        Metlakatla|Yakutat|Louisville|Fort_Wayne|Indianapolis|Shiprock|Atka|Knox_IN";
    match said_on.time_zone().iana_name() {
        Some(name) => {
            let american = name.strip_prefix("America/").is_some_and(|rest| {
                let state = ["Indiana/", "Kentucky/", "North_Dakota/"].iter().any(|s| rest.starts_with(s));
                state || CITIES.split('|').any(|city| city == rest)
            });
            american || name.starts_with("US/") || matches!(name, "Pacific/Honolulu" | "EST5EDT" | "CST6CDT" | "MST7MDT" | "PST8PDT")
        }
        None => (-10 * 3600..=-4 * 3600).contains(&said_on.offset().seconds()),
    }
}

fn span(text: &Text, from: usize, to: usize) -> Option<Range<usize>> {
    Some(text.get(from)?.start..text.get(to.checked_sub(1)?)?.end)
}

fn reason(answer: &Deadline) -> String {
    let plain = |day: Date| day.strftime("%A, %-d %B %Y").to_string();
    match (answer.kind, answer.earliest, answer.latest) {
        (DeadlineKind::By, _, Some(latest)) => format!("They said by {}.", plain(latest)),
        (DeadlineKind::After, Some(earliest), _) => format!("They said not before {}.", plain(earliest)),
        (DeadlineKind::Window, Some(a), Some(b)) if a == b => format!("They named {}.", plain(a)),
        (DeadlineKind::Window, Some(a), Some(b)) => format!("They named the days from {} to {}.", plain(a), plain(b)),
        _ => "It depends on something that has no date.".to_owned(),
    }
}
