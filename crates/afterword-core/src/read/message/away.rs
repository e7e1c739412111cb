//! The first day back, from an absence notice.
//!
//! "Until D", "back on D" and "returning D" name the first day back; "through D" and "D inclusive" the last day away, so
//! that the next business day counts. A day of return beats an end of absence, the body beats the subject line.

use std::ops::Range;

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use super::dates::{Anchor, Found, dates};
use super::phrases::{Pattern, Word, Words};
use crate::calendar::Holidays;

/// What the words around a date make of it, strongest last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Sense {
    LastDayAway,
    Until,
    Return,
    ReturnAfter,
}

const RETURN: &[&str] = &[
    "answered",
    "answering",
    "replied",
    "see",
    "back",
    "return",
    "returning",
    "returns",
    "returned",
    "resume",
    "resuming",
    "reopen",
    "reopens",
    "reopening",
    "reachable",
    "respond",
    "responding",
    "reply",
    "replying",
    "answer",
    "available",
    "again",
    "rejoin",
    "retour",
    "retourne",
    "reviens",
    "reviendrai",
    "reprise",
    "reprendrai",
    "disponible",
    "joignable",
    "zuruck",
    "wieder",
    "erreichbar",
    "ruckkehr",
    "vuelvo",
    "volvere",
    "vuelta",
    "regreso",
    "regresare",
    "reincorporo",
    "reincorporacion",
    "incorporare",
    "terug",
    "weer",
    "bereikbaar",
    "rientro",
    "rientrero",
    "ritorno",
    "torno",
    "tornero",
    "tornare",
    "regresso",
    "volto",
    "repond",
    "repondrai",
    "beantworte",
    "beantworten",
    "melde",
    "attend",
    "process",
    "reincorporare",
];
const UNTIL: [&str; 13] = [
    "until", "till", "til", "untill", "bis", "jusqu", "jusque", "hasta", "tot", "ate", "fino", "sino", "ends",
];
const THROUGH: [&str; 4] = ["through", "thru", "throughout", "thro"];
const INCLUSIVE: [&str; 19] = [
    "inclusive",
    "including",
    "einschliesslich",
    "inklusive",
    "inkl",
    "einschl",
    "inclus",
    "incluse",
    "inclusivement",
    "compris",
    "incluido",
    "inclusief",
    "compreso",
    "incluso",
    "mitsamt",
    "incl",
    "included",
    "inc",
    "inclusivo",
];
const FROM: [&str; 17] = [
    "from",
    "starting",
    "beginning",
    "since",
    "vom",
    "von",
    "ab",
    "seit",
    "du",
    "desde",
    "van",
    "vanaf",
    "dal",
    "dall",
    "des",
    "del",
    "between",
];
/// Small words that may stand between a sense and its date.
const FILLERS: [&str; 36] = [
    "on",
    "the",
    "at",
    "in",
    "to",
    "of",
    "my",
    "our",
    "office",
    "work",
    "desk",
    "am",
    "dem",
    "den",
    "zum",
    "zur",
    "le",
    "el",
    "au",
    "a",
    "and",
    "including",
    "incl",
    "next",
    "noon",
    "midnight",
    "end",
    "il",
    "al",
    "op",
    "und",
    "em",
    "met",
    "dia",
    "lo",
    "about",
];

/// The first day back, if the notice states one.
/// With the date, the bytes of the body its words take; the subject has no place in the text.
pub(crate) fn return_date(subject: &str, body: &str, anchor: Anchor) -> Option<(Date, Option<Range<usize>>)> {
    in_text(body, anchor).or_else(|| Some((in_text(subject, anchor)?.0, None)))
}

fn in_text(text: &str, anchor: Anchor) -> Option<(Date, Option<Range<usize>>)> {
    let words = Words::new(text);
    let found = dates(text, &words, anchor);
    let mut best: Option<(Sense, Date, Range<usize>)> = None;
    for (index, date) in found.iter().enumerate() {
        let before = index.checked_sub(1).map_or(0, |previous| found[previous].words.end);
        let after = found.get(index + 1).map_or(words.words.len(), |next| next.words.start);
        let ranged = date.words.start > before
            && is_dash(text, &words.words, date)
            && is_day(&words.words, date.words.start - 1)
            || index > 0 && found[index - 1].words.end == date.words.start && is_dash(text, &words.words, date);
        if let Some(sense) = sense(&words.words, date, before, after, ranged, index > 0)
            && date.date >= anchor.date.checked_sub(60.days()).unwrap_or(Date::MIN)
            && best.as_ref().is_none_or(|(known, ..)| sense > *known)
        {
            let last = words
                .words
                .get(date.words.end.saturating_sub(1))
                .map_or(0, |word| word.end);
            best = Some((sense, date.date, words.words[date.words.start].start..last));
        }
    }
    match best {
        Some((Sense::Return | Sense::Until, date, place)) => Some((date, Some(place))),
        Some((Sense::LastDayAway | Sense::ReturnAfter, date, place)) => Some((next_business_day(date)?, Some(place))),
        None => Some((week(&words, anchor.date)?, None)),
    }
}

/// The first business day strictly after `date`, by the federal calendar; none at the end of the calendar.
fn next_business_day(date: Date) -> Option<Date> {
    let next = Holidays::us().next_business_day(date);
    (next > date).then_some(next)
}

fn is_dash(text: &str, words: &[Word], date: &Found) -> bool {
    let from = words[date.words.start - 1].end;
    let between = text[from..words[date.words.start].start].trim();
    matches!(between, "-" | "–" | "—" | ". -" | ". –" | ".-" | ".–")
}

/// Whether a bare day of the month stands here, the start of "12 - 16 October".
fn is_day(words: &[Word], at: usize) -> bool {
    words
        .get(at)
        .map(|word| {
            word.text
                .trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == 'º')
        })
        .is_some_and(|figures| figures.len() <= 2 && figures.parse::<u8>().is_ok_and(|day| (1..=31).contains(&day)))
}

fn sense(words: &[Word], date: &Found, before: usize, after: usize, ranged: bool, follows_date: bool) -> Option<Sense> {
    let sentence = words[date.words.start].sentence;
    let is = |list: &[&str], at: usize| list.contains(&words[at].text.as_str());
    // "Not available from Monday" is no return.
    let negated = |at: usize| {
        words[at.saturating_sub(3)..at].iter().any(|word| {
            word.sentence == sentence
                && ["not", "no", "nicht", "pas", "niet", "non", "limited", "kein", "cannot"]
                    .contains(&word.text.as_str())
        })
    };
    let returns = |at: usize| is(RETURN, at) && !negated(at);
    let back: Vec<usize> = (before.max(date.words.start.saturating_sub(9))..date.words.start)
        .rev()
        .take_while(|&at| words[at].sentence == sentence)
        .collect();
    let ahead: Vec<usize> = (date.words.end..after.min(date.words.end + 8))
        .take_while(|&at| words[at].sentence == sentence)
        .collect();
    let inclusive = back.iter().take(3).any(|&at| is(&INCLUSIVE, at))
        || ahead.iter().take(2).any(|&at| is(&INCLUSIVE, at))
        || back.windows(2).take(4).any(|pair| {
            // Dutch "tot en met", "t/m".
            let pair = (words[pair[1]].text.as_str(), words[pair[0]].text.as_str());
            pair == ("en", "met") || pair == ("t", "m") || pair == ("y", "incluido")
        });
    // A word of return right before the next date belongs to that one.
    let next_is_near = |at: usize| after < words.len() && words[after].sentence == sentence && after - at <= 5;
    let returns_later = ahead.iter().any(|&at| returns(at) && !next_is_near(at));
    for (distance, &at) in back.iter().enumerate() {
        if returns(at) {
            // "until I return on Monday", "back after Monday".
            let after = back[..distance]
                .iter()
                .any(|&at| ["after", "nach", "apres"].contains(&words[at].text.as_str()))
                && !back[..distance].iter().any(|&at| words[at].text == "or");
            return Some(if after { Sense::ReturnAfter } else { Sense::Return });
        }
        if is(&THROUGH, at) {
            return Some(Sense::LastDayAway);
        }
        if is(&UNTIL, at) {
            let after = back[..distance]
                .iter()
                .any(|&at| ["after", "nach", "apres"].contains(&words[at].text.as_str()));
            return Some(if inclusive || after {
                Sense::LastDayAway
            } else {
                Sense::Until
            });
        }
        if is(&FROM, at) || words[at].text == "of" && at > 0 && words[at - 1].text == "as" {
            let returns_before = back[distance..].iter().any(|&at| returns(at));
            return (returns_later || returns_before).then_some(Sense::Return);
        }
        if distance == 0
            && (follows_date || at > 0 && is_day(words, at - 1))
            && ["to", "au", "al", "a"].contains(&words[at].text.as_str())
        {
            return Some(if inclusive { Sense::LastDayAway } else { Sense::Until });
        }
        if !is(&FILLERS, at) && distance >= 6 {
            break;
        }
    }
    if ranged || inclusive {
        return Some(Sense::LastDayAway);
    }
    // "On Monday I will be back", "am Montag wieder da".
    returns_later.then_some(Sense::Return)
}

/// "Back next week", "out for the rest of the week".
fn week(words: &Words, today: Date) -> Option<Date> {
    let any = |lines: &[&str]| words.any(&Pattern::all(lines), 0, words.words.len()).is_some();
    let monday = || {
        today
            .nth_weekday(1, Weekday::Monday)
            .ok()
            .map(|monday| monday.yesterday().unwrap_or(monday))
    };
    if any(&[
        "back|return|returning|available|reply|respond .. next week",
        "nachste|kommende woche wieder|zuruck",
        "wieder .. nachste|kommende woche",
    ]) {
        return next_business_day(monday()?);
    }
    if any(&[
        "out|away|off|leave|vacation|holiday|travelling|traveling .. this|the week",
        "diese woche .. urlaub|abwesend|nicht",
    ]) {
        return next_business_day(monday()?);
    }
    if any(&[
        "out|away|off|unavailable [of] [the] [office] [sick] today",
        "heute nicht|abwesend|ausser",
    ]) {
        return next_business_day(today);
    }
    None
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

    #[test]
    fn finds_the_first_day_back() {
        let anchor = Anchor {
            date: date(2026, 10, 7),
            month_first: true,
        };
        for (text, day) in [
            (
                "I am out of the office through Friday, October 9 with limited access.",
                Some(date(2026, 10, 13)),
            ),
            (
                "I'll be back at my desk on Tuesday, October 20.",
                Some(date(2026, 10, 20)),
            ),
            ("I am away until 19 October.", Some(date(2026, 10, 19))),
            (
                "Out from Oct 12 to Oct 16, returning Monday, October 19.",
                Some(date(2026, 10, 19)),
            ),
            ("Ich bin bis einschließlich 16.10. im Urlaub.", Some(date(2026, 10, 19))),
            (
                "Ich bin bis zum 16. Oktober abwesend und ab dem 19. Oktober wieder da.",
                Some(date(2026, 10, 19)),
            ),
            ("Je suis absent du 12 au 16 octobre inclus.", Some(date(2026, 10, 19))),
            ("Je serai de retour le 19 octobre.", Some(date(2026, 10, 19))),
            ("Estaré fuera hasta el 19 de octubre.", Some(date(2026, 10, 19))),
            ("Ik ben afwezig tot en met 16 oktober.", Some(date(2026, 10, 19))),
            ("Sono in ferie fino al 16 ottobre compreso.", Some(date(2026, 10, 19))),
            ("I'm on vacation October 12 - October 16.", Some(date(2026, 10, 19))),
            (
                "I will return to the office on Monday, October 19.",
                Some(date(2026, 10, 19)),
            ),
            ("On Monday I will be back.", Some(date(2026, 10, 12))),
            ("I am on leave starting October 12.", None),
            ("I'm on parental leave.", None),
            ("I will be out the rest of this week.", Some(date(2026, 10, 13))),
        ] {
            assert_eq!(in_text(text, anchor).map(|found| found.0), day, "{text}");
        }
    }
}
