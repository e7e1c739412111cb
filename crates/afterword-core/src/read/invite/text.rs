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
        }
    }

    /// Summary, description and its twin, in this order.
    pub(crate) fn all(&self) -> String {
        [&self.summary, &self.description, &self.alternative, &self.other]
            .map(String::as_str)
            .join("\n")
    }
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
