//! The words of an event, from whichever property has them.

use super::super::message::html::{Links, html_to_text, looks_like_html};
use super::calendar::RawEvent;

/// The words people wrote, as plain text.
#[derive(Debug, Default)]
pub(crate) struct EventText {
    pub(crate) summary: String,
    pub(crate) description: String,
    /// The HTML twin of the description, where it differs; tables are one line a row.
    pub(crate) alternative: String,
    pub(crate) location: String,
    pub(crate) other: String,
    /// The minutes of the day from which and to which it lasts, where the file gives local times.
    slot: Option<(u32, u32)>,
}

/// More text than this is no invitation.
const MAX_TEXT: usize = 60_000;

impl EventText {
    pub(crate) fn new(event: &RawEvent) -> Self {
        let plain = |text: &str| {
            let text = if looks_like_html(text) {
                html_to_text(text, Links::Show)
            } else {
                text.replace("\r\n", "\n").replace('\r', "\n")
            };
            without_dial_in(&bounded(&text))
        };
        let description = plain(&event.description);
        let alternative = event
            .html
            .as_deref()
            .map(|html| without_dial_in(&bounded(&html_to_text(html, Links::Show))))
            .unwrap_or_default();
        let (description, alternative) = if description.trim().is_empty() {
            (alternative, String::new())
        } else {
            (description, alternative)
        };
        Self {
            summary: plain(&event.summary).trim().to_owned(),
            description,
            alternative,
            location: plain(&event.location).trim().to_owned(),
            other: bounded(&event.other_text),
            slot: slot(event),
        }
    }

    /// Summary, description and its twin, in this order.
    pub(crate) fn all(&self) -> String {
        [&self.summary, &self.description, &self.alternative, &self.other]
            .map(String::as_str)
            .join("\n")
    }
}

impl EventText {
    /// The lines of a text that are about this event: a schedule of the whole day names those of the other hours too.
    pub(crate) fn own_lines<'a>(&self, block: &'a str) -> Vec<&'a str> {
        let lines: Vec<&str> = block.lines().take(400).collect();
        let Some((start, end)) = self.slot else { return lines };
        let times: Vec<Option<u32>> = lines.iter().map(|line| leading_time(line)).collect();
        if !times.contains(&Some(start)) {
            return lines;
        }
        let own = |time: &Option<u32>| time.is_none_or(|at| (start..end).contains(&at));
        lines
            .iter()
            .zip(&times)
            .filter(|(_, time)| own(time))
            .map(|(line, _)| *line)
            .collect()
    }
}

fn slot(event: &RawEvent) -> Option<(u32, u32)> {
    let minutes = |line: &Option<super::ContentLine>| {
        let raw = line.as_ref()?.raw();
        let local = super::local_time(raw.trim()).filter(|_| !raw.trim().ends_with(['Z', 'z']))?;
        Some((
            local.date(),
            u32::from(local.hour().unsigned_abs()) * 60 + u32::from(local.minute().unsigned_abs()),
        ))
    };
    let ((day, start), (last, end)) = (minutes(&event.start)?, minutes(&event.end)?);
    (day == last && start < end).then_some((start, end))
}

/// The time of day a line begins with: "9:45 AM - ", "14.30 Uhr".
fn leading_time(line: &str) -> Option<u32> {
    let line = line.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '*' | '•' | '·' | '–' | '('));
    let (hour, rest) = line.split_at_checked(line.find(|c: char| !c.is_ascii_digit())?)?;
    let hour: u32 = hour.parse().ok().filter(|hour| *hour < 24)?;
    let (minute, rest) = match rest
        .strip_prefix([':', '.', 'h'])
        .and_then(|rest| Some((rest.get(..2)?.parse::<u32>().ok()?, &rest[2..])))
    {
        Some((minute, rest)) if minute < 60 => (minute, rest),
        _ => (0, rest),
    };
    // "9:45 - 10:30 AM": the half of the day may be said once.
    let head: String = rest
        .chars()
        .take(18)
        .collect::<String>()
        .to_ascii_lowercase()
        .replace('.', "");
    let half = head
        .find("am")
        .map(|at| (at, false))
        .into_iter()
        .chain(head.find("pm").map(|at| (at, true)))
        .min();
    // "11:30 - 12:30 PM": which half the first time is in cannot be told.
    if half.is_some_and(|(at, late)| late && at > 4) && hour >= 8 {
        return None;
    }
    let clock = rest.starts_with([':', '.', 'h']) || half.is_some() || line[..line.len() - rest.len()].len() > 2;
    let hour = match half {
        Some((_, true)) if hour < 12 => hour + 12,
        Some((_, false)) if hour == 12 => 0,
        _ => hour,
    };
    clock.then_some(hour * 60 + minute)
}

fn bounded(text: &str) -> String {
    let mut end = text.len().min(MAX_TEXT);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text[..end]
        .chars()
        .filter(|c| !c.is_control() || matches!(c, '\n' | '\t'))
        .filter(
            |c| !matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}'),
        )
        .collect()
}

/// The block Google puts between lines of tildes says nothing about people.
fn without_dial_in(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut inside = false;
    for line in text.lines() {
        if line.contains("~:~:") {
            inside = !inside;
            continue;
        }
        if !inside {
            out.push_str(line);
            out.push('\n');
        }
    }
    out
}
