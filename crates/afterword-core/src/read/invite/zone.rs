//! From a `TZID` to offsets: which rules hold for a name, and what to do when none do.
//!
//! A name of a place (IANA's or Windows') counts as that place, since what people agree on is the time on its walls.
//! A name of the file's own, or an abbreviation such as `GMT` that a file has given rules to, counts by those rules and
//! has no IANA zone. A name that is neither is asked about; it never becomes UTC.

use std::sync::LazyLock;

use jiff::civil::DateTime;
use jiff::tz::{TimeZone, TimeZoneDatabase};

use super::InviteFinding;
use super::moment::Moment;
use super::vtimezone::{Vtimezone, utc_offset};
use super::windows::{DISPLAY_ZONES, WINDOWS_ZONES};

/// The copy that is built in: the core reads no files, and the same file must mean the same on every machine.
static ZONES: LazyLock<TimeZoneDatabase> = LazyLock::new(TimeZoneDatabase::bundled);

/// Abbreviations the zone database has for one place's rules.
const SHORT_NAMES: [&str; 9] = [
    "EST5EDT", "CST6CDT", "MST7MDT", "PST8PDT", "CET", "EET", "MET", "WET", "HST",
];
const UTC_NAMES: [&str; 9] = [
    "UTC",
    "GMT",
    "Z",
    "ETC/UTC",
    "ETC/GMT",
    "ZULU",
    "UNIVERSAL",
    "TZONE://MICROSOFT/UTC",
    "COORDINATED UNIVERSAL TIME",
];

/// A local time understood, with its IANA zone where it has one.
pub(crate) struct Placed {
    pub(crate) moment: Moment,
    pub(crate) zone: Option<String>,
    pub(crate) finding: Option<InviteFinding>,
}

/// The zones of one file.
#[derive(Debug, Default)]
pub(crate) struct Zones {
    pub(crate) embedded: Vec<Vtimezone>,
}

impl Zones {
    /// Places a local time by the name its property gives.
    pub(crate) fn place(&self, local: DateTime, tzid: &str) -> Placed {
        let tzid = tzid.trim().trim_matches('"');
        let embedded = self
            .embedded
            .iter()
            .find(|zone| zone.tzid == tzid)
            .filter(|zone| !zone.observances.is_empty());
        let offset = embedded.and_then(|zone| zone.offset_at(local));
        if let Some(zone) = named(tzid, offset.is_none()) {
            let placed = in_zone(local, &zone);
            let differs = match (&placed.moment, offset) {
                (Moment::Fixed { offset, .. }, Some(stated)) => *offset != stated,
                _ => false,
            };
            let finding = differs.then(|| InviteFinding::ZoneRulesDiffer { tzid: tzid.to_owned() });
            return Placed { finding, ..placed };
        }
        let is_utc = UTC_NAMES.contains(&tzid.to_ascii_uppercase().as_str());
        let always_zero =
            embedded.is_none_or(|zone| zone.observances.iter().all(|observance| observance.to == Some(0)));
        if is_utc && always_zero {
            return Placed {
                moment: Moment::Utc(local),
                zone: Some("UTC".to_owned()),
                finding: None,
            };
        }
        if let Some(offset) = offset {
            // Some programs say beside a name of their own which place it is.
            let location = embedded
                .and_then(|zone| zone.location.as_deref())
                .and_then(|name| named(name, false));
            if let Some(placed) = location.map(|zone| in_zone(local, &zone))
                && matches!(placed.moment, Moment::Fixed { offset: found, .. } if found == offset)
            {
                return placed;
            }
            return Placed {
                moment: Moment::Fixed { local, offset },
                zone: None,
                finding: None,
            };
        }
        if let Some(offset) = stated_offset(tzid) {
            return Placed {
                moment: Moment::Fixed { local, offset },
                zone: None,
                finding: None,
            };
        }
        Placed {
            moment: Moment::Floating(local),
            zone: None,
            finding: Some(InviteFinding::UnknownZone { tzid: tzid.to_owned() }),
        }
    }
}

/// Places a floating time in the person's own zone.
pub(crate) fn place_at_home(local: DateTime, zone: &str) -> Option<Placed> {
    named(zone, true).map(|zone| in_zone(local, &zone))
}

fn in_zone(local: DateTime, zone: &TimeZone) -> Placed {
    let name = zone.iana_name().map(str::to_owned);
    match zone.to_zoned(local) {
        // In the hour that is skipped the local time moves to the next that exists.
        Ok(zoned) => Placed {
            moment: Moment::Fixed {
                local: zoned.datetime(),
                offset: zoned.offset().seconds(),
            },
            zone: name,
            finding: None,
        },
        Err(_) => Placed {
            moment: Moment::Floating(local),
            zone: name,
            finding: None,
        },
    }
}

/// The place a name means. `alone` says that the file carries no rules for the name.
fn named(tzid: &str, alone: bool) -> Option<TimeZone> {
    if tzid.contains('/') {
        if let Some(zone) = iana(tzid) {
            return Some(zone);
        }
        // `/mozilla.org/20050126_1/Europe/Stockholm`, `/freeassociation.../Tzfile/America/New_York`.
        let parts: Vec<&str> = tzid.split('/').filter(|part| !part.is_empty()).collect();
        return (1..parts.len())
            .map(|skip| parts[skip..].join("/"))
            .filter(|name| name.contains('/'))
            .find_map(|name| iana(&name));
    }
    if alone && SHORT_NAMES.contains(&tzid) {
        return iana(tzid);
    }
    let windows = |name: &str| {
        WINDOWS_ZONES
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, zone)| *zone)
    };
    let daylight = tzid
        .replace("Daylight Time", "Standard Time")
        .replace("Summer Time", "Standard Time");
    let shown = tzid
        .strip_prefix('(')
        .and_then(|rest| rest.split_once(')'))
        .map_or(tzid, |(_, name)| name)
        .trim();
    let zone = windows(tzid)
        .or_else(|| windows(&daylight))
        .or_else(|| windows(shown))
        .or_else(|| {
            DISPLAY_ZONES
                .iter()
                .find(|(known, _)| known.eq_ignore_ascii_case(shown))
                .map(|(_, zone)| *zone)
        })?;
    if zone == "UTC" { None } else { iana(zone) }
}

fn iana(name: &str) -> Option<TimeZone> {
    let zone = ZONES.get(name.trim_start_matches('/')).ok()?;
    // `Etc/UTC` is UTC and no place.
    let is_utc = zone
        .iana_name()
        .is_none_or(|name| UTC_NAMES.contains(&name.to_ascii_uppercase().as_str()));
    (!is_utc).then_some(zone)
}

/// `UTC+02:00`, `GMT-5`, `(GMT+05:30)`: an offset for a name.
fn stated_offset(tzid: &str) -> Option<i32> {
    let bare = tzid.trim_matches(['(', ')', ' ']).to_ascii_uppercase();
    let rest = bare
        .strip_prefix("UTC")
        .or_else(|| bare.strip_prefix("GMT"))?
        .replace([' ', '.'], "");
    let rest = rest.split(')').next()?;
    if !rest.starts_with(['+', '-']) {
        return None;
    }
    let (sign, digits) = rest.split_at(1);
    match digits.len() {
        1 => utc_offset(&format!("{sign}0{digits}00")),
        2 => utc_offset(&format!("{sign}{digits}00")),
        _ => utc_offset(rest),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::datetime;

    #[test]
    fn every_table_name_is_a_zone() {
        for (name, zone) in WINDOWS_ZONES.iter().chain(DISPLAY_ZONES) {
            assert!(*zone == "UTC" || iana(zone).is_some(), "{name}: {zone}");
        }
    }

    #[test]
    fn names_of_places_are_found_in_their_disguises() {
        let local = datetime(2026, 7, 1, 9, 0, 0, 0);
        for (tzid, zone) in [
            ("Romance Standard Time", Some("Europe/Paris")),
            ("W. Europe Standard Time", Some("Europe/Berlin")),
            ("/Europe/Stockholm", Some("Europe/Stockholm")),
            (
                "/mozilla.org/20050126_1/America/Argentina/Buenos_Aires",
                Some("America/Argentina/Buenos_Aires"),
            ),
            ("(UTC-08:00) Pacific Time (US & Canada)", Some("America/Los_Angeles")),
            ("Eastern Daylight Time", Some("America/New_York")),
            ("europe/berlin", Some("Europe/Berlin")),
            ("UTC", Some("UTC")),
            ("GMT+2", None),
        ] {
            let placed = Zones::default().place(local, tzid);
            assert_eq!(placed.zone.as_deref(), zone, "{tzid}");
            assert!(placed.finding.is_none(), "{tzid}");
        }
        let unknown = Zones::default().place(local, "Office Time");
        assert!(matches!(unknown.moment, Moment::Floating(_)) && unknown.finding.is_some());
    }
}
