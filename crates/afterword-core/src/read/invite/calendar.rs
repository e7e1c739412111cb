//! An iCalendar file taken apart into its events, nothing judged yet.

use std::ops::Range;

use super::InviteFinding;
use super::content_line::{ContentLine, ContentLines};
use super::moment::local_time;
use super::vtimezone::{Observance, Vtimezone, Yearly, utc_offset};
use super::zone::Zones;

/// A file beyond this is no invitation.
const MAX_BYTES: usize = 10 * 1024 * 1024;
/// A day of panels has a dozen; a whole calendar is not what is asked for.
const MAX_EVENTS: usize = 1_000;
const MAX_ATTENDEES: usize = 500;
const MAX_ZONES: usize = 200;
const MAX_LINES: usize = 300_000;

/// A `VEVENT` as written.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a flag of the file itself, not a state of ours"
)]
#[derive(Debug, Default, Clone)]
pub(crate) struct RawEvent {
    pub(crate) uid: String,
    pub(crate) sequence: i64,
    pub(crate) dtstamp: String,
    pub(crate) start: Option<ContentLine>,
    pub(crate) end: Option<ContentLine>,
    pub(crate) duration: Option<String>,
    pub(crate) summary: String,
    pub(crate) description: String,
    pub(crate) html: Option<String>,
    pub(crate) location: String,
    pub(crate) other_text: String,
    pub(crate) conference: bool,
    pub(crate) organizer: Option<ContentLine>,
    pub(crate) attendees: Vec<ContentLine>,
    pub(crate) cancelled: bool,
    pub(crate) rule: Option<String>,
    pub(crate) is_override: bool,
    pub(crate) whole_day: bool,
    pub(crate) span: Range<usize>,
}

/// A file as written.
#[derive(Debug, Default)]
pub(crate) struct Calendar {
    pub(crate) method: Option<String>,
    pub(crate) name: Option<String>,
    pub(crate) zones: Zones,
    pub(crate) events: Vec<RawEvent>,
    pub(crate) findings: Vec<InviteFinding>,
}

impl Calendar {
    pub(crate) fn read(raw: &[u8]) -> Self {
        let mut calendar = Self::default();
        let mut raw = raw;
        if raw.len() > MAX_BYTES {
            calendar.findings.push(InviteFinding::TooLarge { bytes: raw.len() });
            raw = &raw[..MAX_BYTES];
        }
        let mut lines = ContentLines::new(raw, false);
        let mut open = Open::default();
        let mut count = 0;
        for line in lines.by_ref() {
            count += 1;
            if calendar.events.len() >= MAX_EVENTS || count > MAX_LINES {
                calendar.findings.push(InviteFinding::TooManyEvents {
                    read: calendar.events.len(),
                });
                break;
            }
            match line.name.as_str() {
                "BEGIN" => open.begin(&line),
                "END" => calendar.end(&mut open, &line),
                _ => calendar.property(&mut open, line),
            }
        }
        // A file cut off in the middle: what there is of the event is still worth showing.
        if let Some(mut event) = open.event.take() {
            event.span.end = lines.position();
            calendar.findings.push(InviteFinding::Truncated);
            calendar.events.push(event);
        }
        if std::str::from_utf8(raw).is_err() {
            calendar.findings.push(InviteFinding::NotUtf8);
        }
        calendar
    }

    fn end(&mut self, open: &mut Open, line: &ContentLine) {
        match line.raw().trim().to_ascii_uppercase().as_str() {
            "VEVENT" => {
                if let Some(mut event) = open.event.take() {
                    event.span.end = line.span.end;
                    self.events.push(event);
                }
                open.inside = 0;
            }
            "VTIMEZONE" => {
                if let Some(zone) = open.zone.take()
                    && self.zones.embedded.len() < MAX_ZONES
                {
                    self.zones.embedded.push(zone);
                }
            }
            "STANDARD" | "DAYLIGHT" => {
                if let (Some(zone), Some(observance)) = (&mut open.zone, open.observance.take()) {
                    zone.push(observance);
                }
            }
            _ => open.inside = open.inside.saturating_sub(1),
        }
    }

    fn property(&mut self, open: &mut Open, line: ContentLine) {
        if let Some(observance) = &mut open.observance {
            observe(observance, &line);
        } else if let Some(zone) = &mut open.zone {
            match line.name.as_str() {
                "TZID" => line.raw().trim().clone_into(&mut zone.tzid),
                "X-LIC-LOCATION" => zone.location = Some(line.raw().trim().to_owned()),
                _ => {}
            }
        } else if let Some(event) = &mut open.event {
            // An alarm inside the event has a description of its own.
            if open.inside == 0 {
                event.property(line);
            }
        } else {
            match line.name.as_str() {
                "METHOD" => self.method = Some(line.raw().trim().to_ascii_uppercase()),
                "X-WR-CALNAME" => self.name = Some(line.text()),
                _ => {}
            }
        }
    }
}

/// What is being read.
#[derive(Default)]
struct Open {
    event: Option<RawEvent>,
    zone: Option<Vtimezone>,
    observance: Option<Observance>,
    /// How many components are open inside the event.
    inside: usize,
}

impl Open {
    fn begin(&mut self, line: &ContentLine) {
        match line.raw().trim().to_ascii_uppercase().as_str() {
            "VEVENT" if self.event.is_none() => {
                self.event = Some(RawEvent {
                    span: line.span.clone(),
                    ..RawEvent::default()
                });
                self.inside = 0;
            }
            "VTIMEZONE" => self.zone = Some(Vtimezone::default()),
            "STANDARD" | "DAYLIGHT" => self.observance = Some(Observance::default()),
            "VCALENDAR" => {}
            _ => self.inside += 1,
        }
    }
}

fn observe(observance: &mut Observance, line: &ContentLine) {
    let value = line.raw();
    match line.name.as_str() {
        "DTSTART" => observance.start = local_time(&value),
        "TZOFFSETFROM" => observance.from = utc_offset(&value),
        "TZOFFSETTO" => observance.to = utc_offset(&value),
        "RRULE" => observance.rule = Yearly::parse(&value),
        "RDATE" => observance
            .dates
            .extend(value.split(',').take(200).filter_map(local_time)),
        _ => {}
    }
}

impl RawEvent {
    fn property(&mut self, line: ContentLine) {
        let add = |text: &mut String, more: &str| {
            if !more.trim().is_empty() {
                text.push_str(more);
                text.push('\n');
            }
        };
        match line.name.as_str() {
            "UID" => line.raw().trim().clone_into(&mut self.uid),
            "SEQUENCE" => self.sequence = line.raw().trim().parse().unwrap_or(0),
            "DTSTAMP" => line.raw().trim().clone_into(&mut self.dtstamp),
            "DTSTART" => self.start = Some(line),
            "DTEND" => self.end = Some(line),
            "DURATION" => self.duration = Some(line.raw().into_owned()),
            "SUMMARY" => line.text().trim().clone_into(&mut self.summary),
            "DESCRIPTION" => self.description = line.text(),
            "X-ALT-DESC" => self.html = Some(line.text()),
            "STYLED-DESCRIPTION" if line.has("FMTTYPE", "text/html") => self.html = Some(line.text()),
            "LOCATION" => line.text().trim().clone_into(&mut self.location),
            "COMMENT" | "CONTACT" | "CATEGORIES" => add(&mut self.other_text, &line.text()),
            "X-GOOGLE-CONFERENCE"
            | "CONFERENCE"
            | "X-MICROSOFT-SKYPETEAMSMEETINGURL"
            | "X-ZOOM-MEETING-URL"
            | "X-MICROSOFT-ONLINEMEETINGCONFLINK" => self.conference |= !line.raw().trim().is_empty(),
            "ORGANIZER" => self.organizer = Some(line),
            "ATTENDEE" if self.attendees.len() < MAX_ATTENDEES => self.attendees.push(line),
            "STATUS" => self.cancelled = line.raw().trim().eq_ignore_ascii_case("CANCELLED"),
            "RRULE" => self.rule = Some(line.raw().into_owned()),
            "RECURRENCE-ID" => self.is_override = true,
            "X-MICROSOFT-CDO-ALLDAYEVENT" => self.whole_day = line.raw().trim().eq_ignore_ascii_case("TRUE"),
            _ => {}
        }
    }
}
