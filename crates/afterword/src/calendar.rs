//! The plan as a calendar file (RFC 5545), to be imported into any calendar.
//!
//! Days are all-day events; moments carry the interview's own zone with its rules written out, so that they mean the
//! same where the zone is unknown or its rules change. UIDs follow from the interview and the entry's key: importing a
//! newer plan moves entries instead of doubling them. Whatever the text holds, it stays text.

use std::fmt::Write as _;

use afterword_core::model::{Interview, PlanEntry, When};
use jiff::civil::{Date, DateTime};
use jiff::tz::{Offset, TimeZone, TimeZoneTransition};
use jiff::{SignedDuration, Timestamp, ToSpan as _, Zoned};

use crate::stable_id::stable_id;

/// The calendar file; `None` for an empty plan, since a calendar must hold something.
pub(crate) fn plan(entries: &[PlanEntry], interview: &Interview, now: &Zoned) -> Option<Vec<u8>> {
    if entries.is_empty() {
        return None;
    }
    let mut ics = Lines::default();
    ics.line("BEGIN:VCALENDAR");
    ics.line("VERSION:2.0");
    ics.line("PRODID:-//Afterword//Afterword//EN");
    ics.line("CALSCALE:GREGORIAN");
    for zone in zones(entries) {
        time_zone(&mut ics, &zone);
    }
    let dtstamp = utc(now.timestamp());
    let case = case_id(interview);
    for entry in entries {
        event(&mut ics, entry, interview, &case, &dtstamp);
    }
    ics.line("END:VCALENDAR");
    Some(ics.0.into_bytes())
}

/// One whole day of the case book's plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FeedEntry {
    pub(crate) uid: String,
    pub(crate) sequence: u32,
    pub(crate) day: Date,
    pub(crate) summary: String,
    /// It was shown before, and is no more.
    pub(crate) cancelled: bool,
}

/// The plan of the case book as a calendar; an empty one is still a calendar, since somebody subscribes to it.
pub(crate) fn feed(entries: &[FeedEntry], now: &Zoned) -> Vec<u8> {
    let mut ics = Lines::default();
    ics.line("BEGIN:VCALENDAR");
    ics.line("VERSION:2.0");
    ics.line("PRODID:-//Afterword//Afterword//EN");
    ics.line("CALSCALE:GREGORIAN");
    ics.property("X-WR-CALNAME", "Afterword");
    let dtstamp = utc(now.timestamp());
    for entry in entries {
        ics.line("BEGIN:VEVENT");
        ics.line(&format!("UID:{}", entry.uid));
        ics.line(&format!("DTSTAMP:{dtstamp}"));
        ics.line(&format!("SEQUENCE:{}", entry.sequence));
        whole_day(&mut ics, entry.day);
        ics.property("SUMMARY", &entry.summary);
        ics.line(if entry.cancelled {
            "STATUS:CANCELLED"
        } else {
            "STATUS:CONFIRMED"
        });
        ics.line("CLASS:PRIVATE");
        ics.line("TRANSP:TRANSPARENT");
        ics.line("END:VEVENT");
    }
    ics.line("END:VCALENDAR");
    ics.0.into_bytes()
}

fn whole_day(ics: &mut Lines, day: Date) {
    ics.line(&format!("DTSTART;VALUE=DATE:{}", day.strftime("%Y%m%d")));
    let next = day.tomorrow().unwrap_or(day);
    ics.line(&format!("DTEND;VALUE=DATE:{}", next.strftime("%Y%m%d")));
}

fn case_id(interview: &Interview) -> String {
    let date = interview.date.map(|d| d.to_string()).unwrap_or_default();
    let fold = |text: Option<&String>| text.map(|t| t.to_lowercase()).unwrap_or_default();
    let organization = fold(interview.organization.as_ref());
    let role = fold(interview.role.as_ref());
    stable_id(&[&organization, &role, &date, &interview.round.to_string()])
}

fn event(ics: &mut Lines, entry: &PlanEntry, interview: &Interview, case: &str, dtstamp: &str) {
    ics.line("BEGIN:VEVENT");
    ics.line(&format!("UID:{}@afterword.invalid", stable_id(&[case, &entry.key])));
    ics.line(&format!("DTSTAMP:{dtstamp}"));
    ics.line("SEQUENCE:0");
    match &entry.when {
        When::On(date) | When::After(date) => whole_day(ics, *date),
        When::At(zoned) => {
            match tzid(zoned) {
                Some(tzid) => ics.line(&format!("DTSTART;TZID={tzid}:{}", local(zoned.datetime()))),
                None => ics.line(&format!("DTSTART:{}", utc(zoned.timestamp()))),
            }
            ics.line("DURATION:PT15M");
        }
    }
    ics.property("SUMMARY", &headline(entry, interview));
    ics.property("DESCRIPTION", &entry.why);
    ics.line("CLASS:PRIVATE");
    ics.line("TRANSP:TRANSPARENT");
    ics.line("END:VEVENT");
}

/// `Send the e-mail: Maria Gonzalez (Harbor Magazine)`
fn headline(entry: &PlanEntry, interview: &Interview) -> String {
    let mut text = String::new();
    let mut chars = entry.what.chars();
    text.extend(chars.next().into_iter().flat_map(char::to_uppercase));
    text.push_str(chars.as_str());
    if let Some(to) = entry.to.as_ref().filter(|to| !entry.what.contains(to.as_str())) {
        let _ = write!(text, ": {to}");
    }
    if let Some(organization) = interview.organization.as_ref().filter(|o| !text.contains(o.as_str())) {
        let _ = write!(text, " ({organization})");
    }
    text
}

/// The zone's IANA name, if it has one other than UTC.
fn tzid(zoned: &Zoned) -> Option<&str> {
    zoned
        .time_zone()
        .iana_name()
        .filter(|&name| name != "UTC" && name.bytes().all(is_tzid_byte))
}

fn is_tzid_byte(b: u8) -> bool {
    b.is_ascii_alphanumeric() || matches!(b, b'/' | b'_' | b'-' | b'+')
}

struct Zone {
    tzid: String,
    rules: TimeZone,
    first: Timestamp,
    last: Timestamp,
}

/// Each zone in use, with the span of moments it is used for.
fn zones(entries: &[PlanEntry]) -> Vec<Zone> {
    let mut zones: Vec<Zone> = Vec::new();
    for entry in entries {
        let When::At(moment) = &entry.when else { continue };
        let Some(tzid) = tzid(moment) else { continue };
        let at = moment.timestamp();
        if let Some(zone) = zones.iter_mut().find(|z| z.tzid == tzid) {
            zone.first = zone.first.min(at);
            zone.last = zone.last.max(at);
        } else {
            zones.push(Zone {
                tzid: tzid.to_owned(),
                rules: moment.time_zone().clone(),
                first: at,
                last: at,
            });
        }
    }
    zones
}

/// The zone's rules from the last change before its first use to a year past its last.
fn time_zone(ics: &mut Lines, zone: &Zone) {
    ics.line("BEGIN:VTIMEZONE");
    ics.line(&format!("TZID:{}", zone.tzid));
    let before = zone.rules.preceding(zone.first).next();
    let start = before
        .as_ref()
        .map_or(Timestamp::UNIX_EPOCH, TimeZoneTransition::timestamp);
    let end = zone
        .last
        .checked_add(SignedDuration::from_hours(366 * 24))
        .unwrap_or(Timestamp::MAX);
    observance(ics, zone, start);
    for change in zone
        .rules
        .following(start)
        .take_while(|t| t.timestamp() <= end)
        .take(16)
    {
        observance(ics, zone, change.timestamp());
    }
    ics.line("END:VTIMEZONE");
}

fn observance(ics: &mut Lines, zone: &Zone, at: Timestamp) {
    let info = zone.rules.to_offset_info(at);
    let from = at
        .checked_sub(1.second())
        .map_or(info.offset(), |before| zone.rules.to_offset(before));
    let kind = if info.dst().is_dst() { "DAYLIGHT" } else { "STANDARD" };
    ics.line(&format!("BEGIN:{kind}"));
    // The onset is told in the clock of the time before it (section 3.6.5).
    ics.line(&format!("DTSTART:{}", local(from.to_datetime(at))));
    ics.line(&format!("TZOFFSETFROM:{}", offset(from)));
    ics.line(&format!("TZOFFSETTO:{}", offset(info.offset())));
    ics.property("TZNAME", info.abbreviation());
    ics.line(&format!("END:{kind}"));
}

fn local(at: DateTime) -> String {
    at.strftime("%Y%m%dT%H%M%S").to_string()
}

fn utc(at: Timestamp) -> String {
    at.strftime("%Y%m%dT%H%M%SZ").to_string()
}

fn offset(offset: Offset) -> String {
    let seconds = offset.seconds();
    let (sign, s) = if seconds < 0 { ('-', -seconds) } else { ('+', seconds) };
    let mut text = format!("{sign}{:02}{:02}", s / 3600, s / 60 % 60);
    if s % 60 != 0 {
        let _ = write!(text, "{:02}", s % 60);
    }
    text
}

/// Content lines: folded at 75 octets between characters, ended by CRLF (section 3.1).
#[derive(Default)]
struct Lines(String);

impl Lines {
    fn line(&mut self, line: &str) {
        const MAX_OCTETS: usize = 75;
        let mut used = 0;
        for c in line.chars() {
            if used + c.len_utf8() > MAX_OCTETS {
                self.0.push_str("\r\n ");
                used = 1;
            }
            self.0.push(c);
            used += c.len_utf8();
        }
        self.0.push_str("\r\n");
    }

    fn property(&mut self, name: &str, text: &str) {
        self.line(&format!("{name}:{}", escape(text)));
    }
}

/// A TEXT value (section 3.3.11): every break becomes `\n`, other control characters go.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in text
        .replace("\r\n", "\n")
        .replace(['\r', '\u{2028}', '\u{2029}', '\u{85}'], "\n")
        .chars()
    {
        match c {
            '\\' | ';' | ',' => {
                out.push('\\');
                out.push(c);
            }
            '\n' => out.push_str("\\n"),
            '\t' => out.push(' '),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> Zoned {
        "2026-03-02T18:00:00-05:00[America/New_York]".parse().unwrap()
    }

    fn entry(when: When, why: &str) -> PlanEntry {
        PlanEntry {
            when,
            what: "send the e-mail".to_owned(),
            to: Some("Maria Gonzalez".to_owned()),
            why: why.to_owned(),
            practice: "S45",
            key: "mail-1".to_owned(),
        }
    }

    fn interview() -> Interview {
        Interview {
            organization: Some("Harbor, Magazine; Ltd".to_owned()),
            round: 1,
            ..Interview::default()
        }
    }

    fn written(entries: &[PlanEntry]) -> String {
        String::from_utf8(plan(entries, &interview(), &now()).unwrap()).unwrap()
    }

    fn unfolded(ics: &str) -> Vec<String> {
        ics.replace("\r\n ", "").lines().map(str::to_owned).collect()
    }

    #[test]
    fn a_moment_carries_its_zone_and_the_zones_rules() {
        let ics = written(&[entry(
            When::At("2026-03-03T18:00:00-05:00[America/New_York]".parse().unwrap()),
            "fresh",
        )]);
        let lines = unfolded(&ics);
        let has = |line: &str| assert!(lines.iter().any(|l| l == line), "{line} in {lines:#?}");
        has("DTSTART;TZID=America/New_York:20260303T180000");
        has("TZID:America/New_York");
        // The change in force, told in the clock before it.
        has("DTSTART:20251102T020000");
        has("TZOFFSETFROM:-0400");
        has("TZNAME:EST");
        // The next one.
        has("DTSTART:20260308T020000");
        has("DTSTAMP:20260302T230000Z");
        has("SUMMARY:Send the e-mail: Maria Gonzalez (Harbor\\, Magazine\\; Ltd)");
    }

    #[test]
    fn zones_without_changes_and_without_names_work() {
        let lines = unfolded(&written(&[
            entry(When::At("2026-03-03T18:00:00+09:00[Asia/Tokyo]".parse().unwrap()), ""),
            entry(When::At("2026-03-03T18:00:00+05:30[+05:30]".parse().unwrap()), ""),
            entry(When::At("2026-03-03T18:00:00Z[UTC]".parse().unwrap()), ""),
        ]));
        assert!(lines.contains(&"DTSTART;TZID=Asia/Tokyo:20260303T180000".to_owned()));
        assert!(lines.contains(&"DTSTART:20260303T123000Z".to_owned()));
        assert!(lines.contains(&"DTSTART:20260303T180000Z".to_owned()));
        assert_eq!(lines.iter().filter(|l| *l == "BEGIN:VTIMEZONE").count(), 1);
        assert!(lines.contains(&"TZOFFSETTO:+0900".to_owned()));
    }

    #[test]
    fn days_are_days() {
        let lines = unfolded(&written(&[entry(When::After(jiff::civil::date(2026, 12, 31)), "")]));
        assert!(lines.contains(&"DTSTART;VALUE=DATE:20261231".to_owned()));
        assert!(lines.contains(&"DTEND;VALUE=DATE:20270101".to_owned()));
    }

    #[test]
    fn text_stays_text() {
        let sly = "a\r\nEND:VEVENT\r\nBEGIN:VEVENT\rBEGIN:VALARM\n\u{2028}x, y; z\\n\0";
        let ics = written(&[entry(When::On(jiff::civil::date(2026, 3, 3)), sly)]);
        let lines = unfolded(&ics);
        assert_eq!(lines.iter().filter(|l| l.starts_with("BEGIN:VEVENT")).count(), 1);
        assert!(!lines.iter().any(|l| l.starts_with("BEGIN:VALARM")));
        let why = "DESCRIPTION:a\\nEND:VEVENT\\nBEGIN:VEVENT\\nBEGIN:VALARM\\n\\nx\\, y\\; z\\\\n";
        assert!(lines.contains(&why.to_owned()), "{lines:#?}");
    }

    #[test]
    fn lines_fold_between_characters() {
        let long = "naïve 李小龍 🦀 ".repeat(40);
        let ics = written(&[entry(When::On(jiff::civil::date(2026, 3, 3)), &long)]);
        assert!(ics.split("\r\n").all(|l| l.len() <= 75));
        assert!(!ics.replace("\r\n", "").contains(['\r', '\n']));
        assert!(unfolded(&ics).iter().any(|l| l.ends_with(&long)));
    }

    #[test]
    fn the_uid_stays_when_the_date_moves() {
        let uid = |when| {
            unfolded(&written(&[entry(when, "")]))
                .into_iter()
                .find(|l| l.starts_with("UID:"))
                .unwrap()
        };
        assert_eq!(
            uid(When::On(jiff::civil::date(2026, 3, 3))),
            uid(When::After(jiff::civil::date(2026, 4, 1)))
        );
        assert!(plan(&[], &interview(), &now()).is_none());
    }
}
