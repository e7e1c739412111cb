//! When they will decide: the words somebody said, mailed or jotted, read as days.
//!
//! A small grammar in steps: words with their places (`lex`, `words`), expressions of time (`dates`, `days`, `length`,
//! `counted`, `base`, `period`, joined in `expr`), the direction that the words around give them (`claim`), and which of
//! them is about the decision (`judge`, by the `cues` in its clause).
//! The harmful error is a date before the true one, because a person may be written to too early; where the words leave
//! a doubt the later reading is taken, or none. Times of day are not read, and nothing here knows what day it is now.

mod base;
mod claim;
mod counted;
mod cues;
mod dates;
mod days;
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
const BYTES_AT_MOST: usize = 16 * 1024;

/// Reads when a decision may be expected from `text`, as said at `said_on`.
///
/// Never fails; words that name no time are [`DeadlineKind::Unknown`]. Business days are counted with `holidays`.
#[must_use]
pub fn deadline(text: &str, said_on: &Zoned, holidays: &Holidays) -> Deadline {
    let text = Text::new(clip(text));
    let reader = reader(&text, said_on, holidays);
    let phrases = reader.phrases();
    let Some(claim) = reader.judge(&phrases) else {
        let reason = if phrases.is_empty() {
            "No time is named."
        } else {
            "No time named here is sure to be that of the decision."
        };
        return Deadline {
            kind: DeadlineKind::Unknown,
            earliest: None,
            latest: None,
            span: None,
            reason: reason.to_owned(),
        };
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
    let end = (0..=BYTES_AT_MOST)
        .rev()
        .find(|i| text.is_char_boundary(*i))
        .unwrap_or(0);
    &text[..end]
}

fn reader<'a>(text: &'a Text, said_on: &Zoned, holidays: &'a Holidays) -> Reader<'a> {
    let time = said_on.time();
    let minutes = u32::from(time.hour().unsigned_abs()) * 60 + u32::from(time.minute().unsigned_abs());
    Reader {
        text,
        today: said_on.date(),
        minutes,
        month_first: month_first(said_on),
        holidays,
    }
}

/// Whether dates are written month first where this was said: in the United States. A bare offset tells only that it
/// was on that side of the ocean.
fn month_first(said_on: &Zoned) -> bool {
    const CITIES: &str = "New_York|Chicago|Denver|Los_Angeles|Phoenix|Anchorage|Detroit|Boise|Juneau|Sitka|Nome|Adak|Menominee|\
        Metlakatla|Yakutat|Louisville|Fort_Wayne|Indianapolis|Shiprock|Atka|Knox_IN";
    match said_on.time_zone().iana_name() {
        Some(name) => {
            let american = name.strip_prefix("America/").is_some_and(|rest| {
                let state = ["Indiana/", "Kentucky/", "North_Dakota/"]
                    .iter()
                    .any(|s| rest.starts_with(s));
                state || CITIES.split('|').any(|city| city == rest)
            });
            american
                || name.starts_with("US/")
                || matches!(name, "Pacific/Honolulu" | "EST5EDT" | "CST6CDT" | "MST7MDT" | "PST8PDT")
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

#[cfg(test)]
mod tests {
    use super::*;

    const NEW_YORK: &str = "2026-10-07T10:00:00-04:00[America/New_York]";

    fn short(read: &Deadline) -> String {
        let days = [read.earliest, read.latest]
            .into_iter()
            .flatten()
            .map(|d| d.strftime(" %m-%d").to_string());
        format!("{:?}{}", read.kind, days.collect::<String>()).to_lowercase()
    }

    #[track_caller]
    fn check(said_on: &str, text: &str, expect: &str) {
        let read = deadline(text, &said_on.parse().unwrap(), &Holidays::us());
        assert_eq!(short(&read), expect, "{text}");
    }

    #[test]
    fn prepositions_give_direction() {
        let check = |text, expect| check(NEW_YORK, text, expect);
        check("by Friday", "by 10-09");
        check("Friday", "window 10-09 10-09");
        check("before Monday", "by 10-09");
        check("not before Monday", "after 10-12");
        check("after Friday", "after 10-13");
        check("on or before 10/13", "by 10-13");
        check("Friday, Monday at the latest", "by 10-12");
        check(
            "no earlier than the 15th and no later than the 19th",
            "window 10-15 10-19",
        );
        check("No decision before the board meets on the 14th", "after 10-14");
        check("after the board meets on the 14th", "after 10-15");
        check("We have till Friday to choose", "by 10-09");
        check(
            "Dr. Shah is on leave until the 26th and she makes the call.",
            "after 10-26",
        );
    }

    #[test]
    fn haste_is_tolerated() {
        let check = |text, expect| check(NEW_YORK, text, expect);
        check("hear nxt wk prob thurs", "window 10-15 10-15");
        check("EOW", "by 10-09");
        check("answer tmrw cob", "by 10-08");
        check("~10 days", "by 10-17");
        check("2wks max (dana)", "by 10-21");
        check("w/c 19 oct", "window 10-19 10-23");
        check("mid next mo", "window 11-11 11-20");
        check("decision \u{201c}in about two weeks\u{201d}", "by 10-21");
        check("theyll tell me by wendesday", "by 10-14");
    }

    #[test]
    fn lengths_run_from_the_day_they_are_said() {
        let check = |text, expect| check(NEW_YORK, text, expect);
        check("a day or two", "window 10-08 10-09");
        check("a few days", "by 10-13");
        check("two weeks, give or take a day", "window 10-20 10-22");
        check("three weeks from Monday", "window 11-02 11-02");
        check(
            "within two weeks of the board meeting on the 14th",
            "window 10-14 10-28",
        );
        check("within two weeks of the final interview", "unknown");
        check("in 4000000000 weeks", "unknown");
    }

    #[test]
    fn the_decision_is_told_from_other_dates() {
        let check = |text, expect| check(NEW_YORK, text, expect);
        check("The role starts November 2.", "unknown");
        check("Please send your portfolio by Monday", "unknown");
        check("I know you have to answer Google by Friday.", "unknown");
        check(
            "I'm on vacation next week, but Dana will call you Friday.",
            "window 10-09 10-09",
        );
        check("I'm on vacation next week, so the week after.", "window 10-19 10-23");
        check(
            "It was great talking to you today. HR will be in touch by the 16th.",
            "by 10-16",
        );
        check("If you don't get a call by Monday, call me.", "by 10-12");
    }

    #[test]
    fn the_last_word_wins_and_the_next_news_comes_first() {
        let check = |text, expect| check(NEW_YORK, text, expect);
        check("I said Monday, but it'll be next Friday.", "window 10-16 10-16");
        check("Monday? No, that's a holiday. By Friday the 16th.", "by 10-16");
        check(
            "We usually answer in two weeks, but this time it'll be three.",
            "by 10-28",
        );
        check(
            "next is onsite maybe week of oct 19, she'll confirm by friday",
            "by 10-09",
        );
        check(
            "Invitations go out next week. The final decision is due by the end of November.",
            "window 10-13 10-16",
        );
    }

    #[test]
    fn zones_set_the_order_of_day_and_month() {
        check("2026-10-07T10:00:00+01:00[Europe/London]", "by 9/10", "by 10-09");
        check("2026-10-07T10:00:00-04:00[America/Toronto]", "by 9/10", "by 10-09");
        check("2026-10-07T10:00:00-05:00[America/Indiana/Knox]", "by 10/9", "by 10-09");
        check("2026-10-07T10:00:00-05:00[-05:00]", "by 10/9", "by 10-09");
        check(
            "2026-10-09T10:00:00+02:00[Europe/Berlin]",
            "Feedback until latest 15.10.",
            "by 10-15",
        );
    }

    #[test]
    fn the_words_that_decided_are_marked() {
        let text = "\u{201c}Ja\u{201d}, they decide by the 18th.";
        let read = deadline(text, &NEW_YORK.parse().unwrap(), &Holidays::us());
        assert_eq!(&text[read.span.unwrap()], "the 18th");
        assert_eq!(read.reason, "They said by Sunday, 18 October 2026.");
    }

    #[test]
    fn written_dates_are_found() {
        let said: Zoned = NEW_YORK.parse().unwrap();
        let check = |text: &str, expect: &str| {
            let found = calendar_date(text, &said).map(|(d, span)| format!("{d} {}", &text[span]));
            assert_eq!(found.as_deref().unwrap_or(""), expect, "{text}");
        };
        check(
            "staff writer, Harbor Magazine, mon mar 2 2026, their office",
            "2026-03-02 mon mar 2 2026",
        );
        check("phone, wed apr 29, 40 min", "2026-04-29 wed apr 29");
        check("teams call  6/23/26", "2026-06-23 6/23/26");
        check("23 June 2026", "2026-06-23 23 June 2026");
        check("2026-10-21, on site", "2026-10-21 2026-10-21");
        check("dec 3rd", "2025-12-03 dec 3rd");
        check("nov 3rd", "2026-11-03 nov 3rd");
        check("am 3.12.2026 in Bern", "2026-12-03 3.12.2026");
        check("fri 9/25 with Ann", "2026-09-25 fri 9/25");
        check("they may 2 weeks later", "");
        check("on call 24/7", "");
        check("no date at all", "");
    }
}
