//! The one place that reads the clock, and how `--now` sets it.

use jiff::fmt::temporal::{DateTimeParser, Pieces};
use jiff::tz::{Offset, OffsetConflict, TimeZone};
use jiff::{RoundMode, Unit, Zoned, ZonedRound};

use crate::failure::Failure;

/// The moment of writing, in whole seconds: as given by `--now`, else the machine's own.
pub(crate) fn now(given: Option<&str>) -> Result<Zoned, Failure> {
    moment("--now", given)
}

/// The moment a flag gives, else this one.
pub(crate) fn moment(flag: &str, given: Option<&str>) -> Result<Zoned, Failure> {
    let now = match given {
        Some(text) => parse(text).map_err(|e| {
            Failure::new(format!("cannot read {flag} {text:?}")).because(e).hint(
                "write it like 2026-03-02T18:00:00-05:00[America/New_York], or 2026-03-02T18:00 for your own zone",
            )
        })?,
        None => Zoned::now(),
    };
    now.round(ZonedRound::new().smallest(Unit::Second).mode(RoundMode::Trunc))
        .map_err(|e| Failure::new("cannot use this moment").because(e))
}

/// `2026-03-02T18:00:00-05:00[America/New_York]` (RFC 9557), the same with an offset only, which then is the zone, or a
/// local time of the machine's zone.
fn parse(text: &str) -> Result<Zoned, jiff::Error> {
    let text = text.trim();
    let pieces = Pieces::parse(text)?;
    if pieces.time_zone_annotation().is_some() {
        // An offset that the zone does not have on that day still names one instant: that instant is meant.
        static PARSER: DateTimeParser = DateTimeParser::new().offset_conflict(OffsetConflict::AlwaysOffset);
        return PARSER.parse_zoned(text);
    }
    let time = pieces
        .time()
        .ok_or_else(|| jiff::Error::from_args(format_args!("the time of day is missing")))?;
    let zone = match pieces.to_numeric_offset() {
        Some(offset) if offset != Offset::UTC => TimeZone::fixed(offset),
        Some(_) => TimeZone::UTC,
        None => TimeZone::system(),
    };
    pieces.date().to_datetime(time).to_zoned(zone)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_of_now_is_taken() {
        for (text, expect) in [
            (
                "2026-03-02T18:00:00-05:00[America/New_York]",
                "2026-03-02T18:00:00-05:00[America/New_York]",
            ),
            ("2026-03-02T23:30:00-05:00", "2026-03-02T23:30:00-05:00[-05:00]"),
            ("2026-03-02T23:30Z", "2026-03-02T23:30:00+00:00[UTC]"),
            ("2026-03-02T18:00:00.75Z", "2026-03-02T18:00:00+00:00[UTC]"),
        ] {
            assert_eq!(now(Some(text)).unwrap().to_string(), expect);
        }
        assert_eq!(
            now(Some("2026-03-02T18:00")).unwrap().datetime().to_string(),
            "2026-03-02T18:00:00"
        );
    }

    #[test]
    fn what_is_no_moment_is_an_error() {
        for text in [
            "",
            "tomorrow",
            "2026-03-02",
            "2026-13-01T00:00",
            "2026-03-02T18:00[Mars/Olympus]",
        ] {
            assert!(now(Some(text)).is_err(), "{text}");
        }
    }
}
