//! A calendar invitation: which employer and role, when and where, and who takes part in which part.
//!
//! Made for the shapes of Google, Exchange and Outlook, Calendly, Greenhouse, Zoom, Apple and the `CalDAV` servers. What
//! the structure says wins over words; words give titles, parts, company and role. A recurring event is given by its
//! first instance. Left out on purpose: free and busy, to-dos, alarms, and anything behind a link.

use std::ops::Range;

use serde::Serialize;

use self::calendar::{Calendar, RawEvent};
use self::content_line::ContentLine;
use self::moment::{Length, civil_date, local_time};
use self::text::EventText;
use self::zone::{Placed, Zones, place_at_home};
use super::locate::Walked;

pub(crate) mod calendar;
pub(crate) mod content_line;
mod employer;
mod mentions;
pub(crate) mod moment;
mod names;
mod people;
mod place;
mod role;
mod text;
mod titles;
mod vtimezone;
mod windows;
mod words;
mod zone;

pub use self::moment::Moment;

/// Whose invitation it is, so that nobody is listed as their own interviewer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Me {
    /// The candidate's name.
    pub name: String,
    /// The candidate's address.
    pub email: String,
    /// The candidate's IANA zone, for times that name none.
    pub zone: Option<String>,
}

/// What an event is to the candidate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A conversation about the job.
    Interview,
    /// A meal or the like with people of the employer.
    Social,
    /// Something else: a train, a dentist.
    Other,
}

/// How people meet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// At a place.
    Onsite,
    /// By video.
    Video,
    /// By telephone.
    Phone,
}

/// What part somebody takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// Talks with the candidate.
    Interviewer,
    /// Arranges, greets, answers questions.
    Coordinator,
    /// Looks on.
    Observer,
}

/// Somebody who takes part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Person {
    /// The name, without rank and notes.
    pub name: String,
    /// The job title, where the file states one.
    pub title: Option<String>,
    /// The address, in lower case.
    pub email: Option<String>,
    /// The part taken.
    pub part: Part,
    /// Where the file names them: bytes of the property, or of the words.
    pub span: Option<Range<usize>>,
    /// Where the title stands, in bytes; absent where it was put together.
    pub title_span: Option<Range<usize>>,
}

/// One event of the invitation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Event {
    /// Its `UID`.
    pub uid: String,
    /// Its `SEQUENCE`: a higher one replaces a lower.
    pub sequence: i64,
    /// When it begins.
    pub start: Moment,
    /// When it ends; for whole days the day after the last.
    pub end: Moment,
    /// The IANA zone of the start.
    pub zone: Option<String>,
    /// Whether it is given in whole days.
    pub all_day: bool,
    /// Whether the file names no zone, so that the person's own was taken or must be asked for.
    pub floating: bool,
    /// Whether it repeats; only the first instance is given.
    pub repeats: bool,
    /// What it is.
    pub kind: Kind,
    /// How people meet.
    pub format: Option<Format>,
    /// Its summary.
    pub summary: String,
    /// Its location as written.
    pub location: String,
    /// Its description as plain text.
    pub description: String,
    /// Who takes part besides the candidate.
    pub people: Vec<Person>,
    /// Where it stands in the file, in bytes.
    pub span: Range<usize>,
}

/// An event that was called off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Cancelled {
    /// Its `UID`.
    pub uid: String,
    /// The `SEQUENCE` of the cancellation.
    pub sequence: i64,
}

/// Something a person should know or answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "finding")]
#[non_exhaustive]
pub enum InviteFinding {
    /// Larger than is read.
    TooLarge {
        /// The size of the whole.
        bytes: usize,
    },
    /// More events than are read.
    TooManyEvents {
        /// How many were read.
        read: usize,
    },
    /// The file ends in the middle of an event.
    Truncated,
    /// Bytes that are not UTF-8 were read as Western European.
    NotUtf8,
    /// A zone that nobody knows: ask.
    UnknownZone {
        /// Its name in the file.
        tzid: String,
    },
    /// The file's rules for a known place differ from that place's; the place's were taken.
    ZoneRulesDiffer {
        /// Its name in the file.
        tzid: String,
    },
    /// A time without a zone: the person's own, or ask.
    Floating {
        /// The event.
        uid: String,
    },
    /// It ends before it begins: ask.
    EndBeforeStart {
        /// The event.
        uid: String,
    },
    /// A start that cannot be read: left out.
    NoStart {
        /// The event.
        uid: String,
    },
    /// A recurrence rule that cannot be read; the first instance was taken.
    BadRule {
        /// The event.
        uid: String,
    },
    /// The same event stood there more than once; the latest was taken.
    Duplicate {
        /// The event.
        uid: String,
    },
}

/// An invitation as understood.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Invite {
    /// The `METHOD` of the file: `REQUEST`, `CANCEL`, `PUBLISH`.
    pub method: Option<String>,
    /// The employer, as the file states it.
    pub company: Option<String>,
    /// Where the employer's name stands, in bytes.
    pub company_span: Option<Range<usize>>,
    /// The position, as the file states it.
    pub role: Option<String>,
    /// Where the position stands, in bytes.
    pub role_span: Option<Range<usize>>,
    /// What is to happen.
    pub events: Vec<Event>,
    /// What was called off.
    pub cancelled: Vec<Cancelled>,
    /// What was read with a reservation.
    pub findings: Vec<InviteFinding>,
}

/// Reads an iCalendar file.
///
/// Never fails and never panics: what cannot be read is left out, with a finding.
#[must_use]
pub fn invite(raw: &[u8], me: &Me) -> Invite {
    let mut calendar = Calendar::read(raw);
    let mut out = Invite {
        method: calendar.method.take(),
        findings: std::mem::take(&mut calendar.findings),
        ..Invite::default()
    };
    let cancel_all = out.method.as_deref() == Some("CANCEL");
    let raw_events = latest(std::mem::take(&mut calendar.events), &mut out.findings);
    let texts: Vec<EventText> = raw_events.iter().map(EventText::new).collect();
    let (company, role) = employer::employer(&raw_events, &texts, calendar.name.as_deref(), me);
    let titles = people::titles(&raw_events, &texts);
    for (raw, text) in raw_events.iter().zip(texts) {
        if cancel_all || raw.cancelled {
            out.cancelled.push(Cancelled {
                uid: raw.uid.clone(),
                sequence: raw.sequence,
            });
            continue;
        }
        let Some(times) = times(raw, &calendar.zones, me, &mut out.findings) else {
            out.findings.push(InviteFinding::NoStart { uid: raw.uid.clone() });
            continue;
        };
        let people = people::people(raw, &text, &titles, company.as_deref(), me);
        let kind = place::kind(raw, &text, &people);
        out.events.push(Event {
            uid: raw.uid.clone(),
            sequence: raw.sequence,
            start: times.start,
            end: times.end,
            zone: times.zone,
            all_day: times.all_day,
            floating: times.floating,
            repeats: raw.rule.is_some(),
            kind,
            format: if kind == Kind::Other && people.is_empty() {
                None
            } else {
                place::format(raw, &text)
            },
            summary: raw.summary.clone(),
            location: raw.location.clone(),
            people: if kind == Kind::Other { Vec::new() } else { people },
            description: text.description,
            span: raw.span.clone(),
        });
    }
    out.company = company;
    out.role = role;
    out.place(raw);
    out
}

impl Invite {
    /// Says where each fact stands: in its own event where it is there, else where the file first has it.
    fn place(&mut self, raw: &[u8]) {
        let file = Walked::new(raw, 0..raw.len());
        self.company_span = self.company.as_deref().and_then(|company| file.find(company));
        self.role_span = self.role.as_deref().and_then(|role| file.find(role));
        for event in self.events.iter_mut().filter(|event| !event.people.is_empty()) {
            let own = Walked::new(raw, event.span.clone());
            let find = |fact: &str| own.find(fact).or_else(|| file.find(fact));
            for person in &mut event.people {
                if person.span.is_none() {
                    person.span = find(&person.name);
                }
                person.title_span = person.title.as_deref().and_then(find);
            }
        }
    }
}

/// Keeps one event for each `UID`: the highest `SEQUENCE`, then the latest stamp.
fn latest(events: Vec<RawEvent>, findings: &mut Vec<InviteFinding>) -> Vec<RawEvent> {
    let mut order: Vec<RawEvent> = Vec::with_capacity(events.len());
    let mut places = std::collections::HashMap::new();
    for (index, mut event) in events.into_iter().enumerate() {
        if event.uid.is_empty() {
            event.uid = format!("event-{}", index + 1);
        }
        match places.get(&event.uid).copied() {
            None => {
                places.insert(event.uid.clone(), order.len());
                order.push(event);
            }
            Some(at) => {
                let kept: &mut RawEvent = &mut order[at];
                // An exception to one instance never replaces the series.
                let newer = (event.sequence, event.dtstamp.as_str()) >= (kept.sequence, kept.dtstamp.as_str());
                if !event.is_override && (kept.is_override || newer) {
                    findings.push(InviteFinding::Duplicate { uid: event.uid.clone() });
                    *kept = event;
                } else {
                    findings.push(InviteFinding::Duplicate { uid: event.uid });
                }
            }
        }
    }
    order
}

struct Times {
    start: Moment,
    end: Moment,
    zone: Option<String>,
    all_day: bool,
    floating: bool,
}

fn times(raw: &RawEvent, zones: &Zones, me: &Me, findings: &mut Vec<InviteFinding>) -> Option<Times> {
    let line = raw.start.as_ref()?;
    if raw.rule.as_deref().is_some_and(|rule| !is_rule(rule)) {
        findings.push(InviteFinding::BadRule { uid: raw.uid.clone() });
    }
    let start = placed(line, zones, me, findings)?;
    let length = raw.duration.as_deref().and_then(Length::parse);
    let end = raw
        .end
        .as_ref()
        .and_then(|line| placed(line, zones, me, findings))
        .map(|end| end.moment);
    let end = end
        .or_else(|| length.and_then(|length| later(start.moment, length, line, zones, me)))
        .unwrap_or_else(|| match start.moment {
            Moment::Day(date) => Moment::Day(date.tomorrow().unwrap_or(date)),
            moment => moment,
        });
    let (start_moment, end) = match (start.moment, end) {
        // A day and a time do not make a span; the start says which is meant.
        (Moment::Day(date), end) if !matches!(end, Moment::Day(_)) => (
            start.moment,
            Moment::Day(end.local().date().max(date.tomorrow().unwrap_or(date))),
        ),
        (start, Moment::Day(_)) if !matches!(start, Moment::Day(_)) => (start, start),
        (start, end) if raw.whole_day && is_midnight(start) && is_midnight(end) => {
            (Moment::Day(start.local().date()), Moment::Day(end.local().date()))
        }
        both => both,
    };
    let backwards = match (start_moment.timestamp(), end.timestamp()) {
        (Some(start), Some(end)) => end < start,
        _ => end.local() < start_moment.local(),
    };
    if backwards {
        findings.push(InviteFinding::EndBeforeStart { uid: raw.uid.clone() });
    }
    let all_day = matches!(start_moment, Moment::Day(_));
    let floating = start.floating;
    if floating && !all_day {
        findings.push(InviteFinding::Floating { uid: raw.uid.clone() });
    }
    Some(Times {
        start: start_moment,
        end,
        zone: start.zone.filter(|_| !all_day),
        all_day,
        floating: floating && !all_day,
    })
}

fn is_midnight(moment: Moment) -> bool {
    moment.local().time() == jiff::civil::Time::midnight()
}

struct Stated {
    moment: Moment,
    zone: Option<String>,
    floating: bool,
}

/// Reads a `DTSTART` or `DTEND`.
fn placed(line: &ContentLine, zones: &Zones, me: &Me, findings: &mut Vec<InviteFinding>) -> Option<Stated> {
    let value = line.raw();
    let value = value.trim();
    if line.has("VALUE", "DATE") || !value.contains(['T', 't']) {
        let date = civil_date(value.split(['T', 't']).next()?)?;
        return Some(Stated {
            moment: Moment::Day(date),
            zone: None,
            floating: false,
        });
    }
    let local = local_time(value)?;
    if value.ends_with(['Z', 'z']) {
        return Some(Stated {
            moment: Moment::Utc(local),
            zone: Some("UTC".to_owned()),
            floating: false,
        });
    }
    let Some(tzid) = line.param("TZID") else {
        let home = me.zone.as_deref().and_then(|zone| place_at_home(local, zone));
        let (moment, zone) = home.map_or((Moment::Floating(local), None), |placed| (placed.moment, placed.zone));
        return Some(Stated {
            moment,
            zone,
            floating: true,
        });
    };
    let Placed { moment, zone, finding } = zones.place(local, tzid);
    if let Some(finding) = finding
        && !findings.contains(&finding)
    {
        findings.push(finding);
    }
    Some(Stated {
        moment,
        zone,
        floating: false,
    })
}

/// The end of something that begins at `start` and lasts `length`.
fn later(start: Moment, length: Length, line: &ContentLine, zones: &Zones, me: &Me) -> Option<Moment> {
    // Days are counted on the calendar and hours on the clock, also over a change of the clocks.
    Some(match start {
        Moment::Day(date) => Moment::Day(length.after(date.to_datetime(jiff::civil::Time::midnight()))?.date()),
        Moment::Utc(local) => Moment::Utc(length.after(local)?),
        Moment::Floating(local) => Moment::Floating(length.after(local)?),
        Moment::Fixed { local, offset } => {
            let day = Length {
                days: length.days,
                seconds: 0,
            }
            .after(local)?;
            let place = |local| match line.param("TZID") {
                Some(tzid) => zones.place(local, tzid).moment,
                None => me
                    .zone
                    .as_deref()
                    .and_then(|zone| place_at_home(local, zone))
                    .map_or(Moment::Fixed { local, offset }, |placed| placed.moment),
            };
            let Moment::Fixed { offset: before, .. } = place(day) else {
                return None;
            };
            let local = Length {
                days: 0,
                seconds: length.seconds,
            }
            .after(day)?;
            match place(local) {
                Moment::Fixed { offset: after, .. } if after != before => {
                    let local = Length {
                        days: 0,
                        seconds: i64::from(after - before),
                    }
                    .after(local)?;
                    Moment::Fixed { local, offset: after }
                }
                moment => moment,
            }
        }
    })
}

/// Whether a recurrence rule has the parts every rule has.
fn is_rule(rule: &str) -> bool {
    const FREQUENCIES: [&str; 7] = ["SECONDLY", "MINUTELY", "HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY"];
    let mut parts = rule
        .split(';')
        .filter(|part| !part.trim().is_empty())
        .map(|part| part.split_once('='));
    parts
        .clone()
        .all(|part| part.is_some_and(|(key, value)| !key.trim().is_empty() && !value.trim().is_empty()))
        && parts.any(|part| {
            part.is_some_and(|(key, value)| {
                key.trim().eq_ignore_ascii_case("FREQ")
                    && FREQUENCIES.contains(&value.trim().to_ascii_uppercase().as_str())
            })
        })
}
