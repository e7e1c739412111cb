//! What a raw message says about itself: headers, body text, delivery report, calendar part.
//!
//! MIME itself is `mail-parser`'s work. Around it stand the caps: the bytes read, the number of multiparts and of
//! enclosed messages (the parser keeps a tree of those, and a tree ten thousand deep would exhaust the stack when it is
//! dropped). What is cut is reported, never silently.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;
use mail_parser::{MessageParser, MessagePart, MimeHeaders, PartType};

use super::html::{Links, html_to_text, looks_like_html};
use super::{Address, MessageFinding};

const MAX_BYTES: usize = 25 * 1024 * 1024;
const MAX_ENCLOSED: usize = 24;
const MAX_MULTIPARTS: usize = 100;
/// More text than this is not a letter.
const MAX_TEXT: usize = 200_000;
const MAX_IDS: usize = 500;

/// A message taken apart, nothing judged yet.
#[derive(Debug, Default)]
pub(crate) struct Facts {
    pub(crate) from: Address,
    pub(crate) to: Vec<String>,
    pub(crate) subject: String,
    pub(crate) message_id: Option<String>,
    /// Ids of the thread: `In-Reply-To`, `References` and their Exchange cousins.
    pub(crate) thread_ids: Vec<String>,
    pub(crate) date: Option<Sent>,
    headers: Vec<(String, String)>,
    pub(crate) text: String,
    pub(crate) report: Option<RawReport>,
    /// Headers of the message a report returns.
    pub(crate) original: Option<Original>,
    pub(crate) calendar: Option<String>,
    pub(crate) is_read_receipt: bool,
    /// A complaint about mail (RFC 5965).
    pub(crate) is_complaint: bool,
    pub(crate) findings: Vec<MessageFinding>,
}

/// When the message was sent, by its own clock or the receiving server's.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sent {
    pub(crate) date: Date,
    pub(crate) offset_minutes: i32,
    pub(crate) timestamp: Option<Timestamp>,
}

/// The fields of a `message/delivery-status` part, as text.
#[derive(Debug, Default, Clone)]
pub(crate) struct RawReport {
    pub(crate) text: String,
}

/// Headers of the original, from a returned message or its headers alone.
#[derive(Debug, Default, Clone)]
pub(crate) struct Original {
    pub(crate) message_id: Option<String>,
    pub(crate) from: String,
    pub(crate) subject: String,
}

impl Facts {
    pub(crate) fn read(raw: &[u8]) -> Self {
        let mut facts = Self::default();
        let raw = facts.bounded(raw);
        let raw = skip_envelope_line(raw);
        let parsed = starts_with_header(raw)
            .then(|| MessageParser::default().parse(raw))
            .flatten();
        let Some(message) = parsed else {
            // Pasted words without headers are still words.
            facts.text = String::from_utf8_lossy(raw).replace("\r\n", "\n");
            facts.findings.push(MessageFinding::NoHeaders);
            facts.clean();
            return facts;
        };
        facts.headers = message
            .headers()
            .iter()
            .take(1_000)
            .map(|header| {
                let value = raw
                    .get(header.offset_start as usize..header.offset_end as usize)
                    .unwrap_or_default();
                (header.name().to_ascii_lowercase(), unfold(value))
            })
            .collect();
        facts.subject = message.subject().map(one_line).unwrap_or_default();
        facts.from = message
            .from()
            .and_then(|from| from.first())
            .map(address)
            .unwrap_or_default();
        facts.to = message
            .to()
            .into_iter()
            .chain(message.cc())
            .flat_map(mail_parser::Address::iter)
            .filter_map(|to| to.address().map(str::to_ascii_lowercase))
            .take(MAX_IDS)
            .collect();
        facts.message_id = message.message_id().map(str::to_owned);
        for name in [
            "in-reply-to",
            "references",
            "x-ms-exchange-parent-message-id",
            "x-original-message-id",
            "original-message-id",
        ] {
            for value in facts.all(name).map(str::to_owned).collect::<Vec<_>>() {
                facts.thread_ids.extend(ids(&value));
            }
        }
        facts.thread_ids.truncate(MAX_IDS);
        facts.date = facts.sent(message.date(), message.received().and_then(mail_parser::Received::date));
        facts.parts(&message, 0);
        facts.clean();
        facts
    }

    /// The first value of a header, unfolded.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.headers
            .iter()
            .filter(move |(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    pub(crate) fn header_is(&self, name: &str, value: &str) -> bool {
        self.header(name)
            .is_some_and(|found| found.trim().eq_ignore_ascii_case(value))
    }

    /// Cuts what would cost too much before anything is parsed.
    fn bounded<'a>(&mut self, raw: &'a [u8]) -> &'a [u8] {
        let mut end = raw.len();
        if end > MAX_BYTES {
            end = MAX_BYTES;
            self.findings.push(MessageFinding::TooLarge { bytes: raw.len() });
        }
        for (needle, max) in [(&b"message/"[..], MAX_ENCLOSED), (&b"multipart/"[..], MAX_MULTIPARTS)] {
            if let Some(at) = nth_type(&raw[..end], needle, max) {
                end = at;
                self.findings.push(MessageFinding::TooDeep);
            }
        }
        &raw[..end]
    }

    fn sent(
        &mut self,
        stated: Option<&mail_parser::DateTime>,
        received: Option<mail_parser::DateTime>,
    ) -> Option<Sent> {
        let plausible = |sent: &Sent| (1995..=2090).contains(&sent.date.year());
        let stated = stated.and_then(sent);
        let received = received.as_ref().and_then(sent).filter(plausible);
        match stated {
            Some(stated) if plausible(&stated) => {
                // A clock decades off: the receiving server knows better.
                match received {
                    Some(received) if (i32::from(received.date.year()) - i32::from(stated.date.year())).abs() > 1 => {
                        self.findings.push(MessageFinding::DateImplausible);
                        Some(received)
                    }
                    _ => Some(stated),
                }
            }
            Some(_) => {
                self.findings.push(MessageFinding::DateImplausible);
                received
            }
            None => received,
        }
    }

    fn parts(&mut self, message: &mail_parser::Message<'_>, depth: usize) {
        let (mut plain, mut html) = (String::new(), String::new());
        for part in message.parts.iter().take(1_000) {
            let kind = content_type(part);
            match (&part.body, kind.as_str()) {
                (_, "message/delivery-status" | "message/global-delivery-status") => {
                    let text = String::from_utf8_lossy(part.contents()).into_owned();
                    self.report.get_or_insert_default().text.push_str(&bounded_text(&text));
                }
                (_, "message/disposition-notification" | "message/global-disposition-notification") => {
                    self.is_read_receipt = true;
                }
                (_, "message/feedback-report") => self.is_complaint = true,
                (_, "text/rfc822-headers" | "message/global-headers") => {
                    let text = String::from_utf8_lossy(part.contents()).into_owned();
                    self.original.get_or_insert_with(|| Original::from_headers(&text));
                }
                (PartType::Message(inner), _) => {
                    if self.original.is_none() {
                        self.original = Some(Original::from_message(inner));
                    }
                    // A report wrapped in a forward is still a report; deeper than that it is somebody's archive.
                    if depth == 0 && plain.trim().is_empty() && html.is_empty() && message.parts.len() <= 2 {
                        self.parts(inner, depth + 1);
                    }
                }
                (_, "text/calendar" | "application/ics") => {
                    let text = String::from_utf8_lossy(part.contents()).into_owned();
                    self.calendar.get_or_insert(bounded_text(&text));
                }
                (_, "application/ms-tnef" | "application/vnd.ms-tnef") => {
                    self.findings.push(MessageFinding::WinmailIgnored);
                }
                (PartType::Text(text), _) if is_body(part, &kind) && !kind.starts_with("text/html") => {
                    self.charset(part, text);
                    if looks_like_html(text) && kind != "text/plain" {
                        append(&mut html, text);
                    } else {
                        append(&mut plain, text);
                    }
                }
                (PartType::Html(text), _) if is_body(part, "text/html") => {
                    self.charset(part, text);
                    append(&mut html, text);
                }
                _ => {}
            }
        }
        if depth > 0 && !self.text.trim().is_empty() {
            return;
        }
        let shown = if html.is_empty() {
            String::new()
        } else {
            html_to_text(&html, Links::Drop)
        };
        let plain = plain.replace("\r\n", "\n").replace('\r', "\n");
        // A plain part that only says "view this as HTML" is no body.
        let stub = plain.trim().len() * 5 < shown.trim().len() && plain.trim().len() < 200;
        self.text = if plain.trim().is_empty() || stub { shown } else { plain };
    }

    /// A label that does not fit the bytes: the parser fell back, and the person should know.
    fn charset(&mut self, part: &MessagePart<'_>, text: &str) {
        if (part.is_encoding_problem || text.contains('\u{fffd}'))
            && !self.findings.contains(&MessageFinding::WrongCharset)
        {
            self.findings.push(MessageFinding::WrongCharset);
        }
    }

    /// Control and direction characters have no business in a letter; they are taken out and reported.
    fn clean(&mut self) {
        let mut dropped = false;
        for text in [&mut self.text, &mut self.subject, &mut self.from.name] {
            if text.chars().any(unwanted) {
                text.retain(|c| !unwanted(c));
                dropped = true;
            }
        }
        self.text = bounded_text(&self.text);
        if dropped {
            self.findings.push(MessageFinding::ControlCharacters);
        }
    }
}

impl Original {
    fn from_message(message: &mail_parser::Message<'_>) -> Self {
        let first = |list: Option<&mail_parser::Address<'_>>| {
            list.and_then(|list| list.first())
                .and_then(mail_parser::Addr::address)
                .unwrap_or_default()
                .to_ascii_lowercase()
        };
        Self {
            message_id: message.message_id().map(str::to_owned),
            from: first(message.from()),
            subject: message.subject().map(one_line).unwrap_or_default(),
        }
    }

    fn from_headers(text: &str) -> Self {
        MessageParser::default()
            .parse_headers(text.trim_start().as_bytes())
            .map(|message| Self::from_message(&message))
            .unwrap_or_default()
    }
}

fn unwanted(c: char) -> bool {
    c.is_control() && !matches!(c, '\n' | '\t')
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{ad}')
}

fn append(to: &mut String, text: &str) {
    if !to.is_empty() {
        to.push('\n');
    }
    to.push_str(text);
}

/// Whether the part is shown as the letter and is not an attached file.
fn is_body(part: &MessagePart<'_>, kind: &str) -> bool {
    let attached = part
        .content_disposition()
        .is_some_and(mail_parser::ContentType::is_attachment);
    !attached && part.attachment_name().is_none() && (kind.is_empty() || kind.starts_with("text/"))
}

fn content_type(part: &MessagePart<'_>) -> String {
    part.content_type()
        .map(|kind| format!("{}/{}", kind.ctype(), kind.subtype().unwrap_or("plain")).to_ascii_lowercase())
        .unwrap_or_default()
}

fn address(found: &mail_parser::Addr<'_>) -> Address {
    Address {
        name: found.name().map(one_line).unwrap_or_default(),
        addr_spec: found.address().unwrap_or_default().trim().to_ascii_lowercase(),
    }
}

/// Decoded words may hold line breaks; a header value never does.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn unfold(value: &[u8]) -> String {
    one_line(&String::from_utf8_lossy(&value[..value.len().min(20_000)]))
}

/// Message ids in a header value, without their brackets.
pub(crate) fn ids(value: &str) -> Vec<String> {
    value
        .split(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | ',' | '"'))
        .filter(|id| id.len() > 2)
        .take(MAX_IDS)
        .map(str::to_owned)
        .collect()
}

pub(crate) fn bounded_text(text: &str) -> String {
    let mut end = text.len().min(MAX_TEXT);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text[..end].to_owned()
}

fn sent(date: &mail_parser::DateTime) -> Option<Sent> {
    if !date.is_valid() {
        return None;
    }
    let civil = Date::new(
        i16::try_from(date.year).ok()?,
        i8::try_from(date.month).ok()?,
        i8::try_from(date.day).ok()?,
    )
    .ok()?;
    let minutes = i32::from(date.tz_hour) * 60 + i32::from(date.tz_minute);
    let offset_minutes = if date.tz_before_gmt { -minutes } else { minutes };
    let timestamp = civil
        .at(
            i8::try_from(date.hour).ok()?,
            i8::try_from(date.minute).ok()?,
            i8::try_from(date.second.min(59)).ok()?,
            0,
        )
        .to_zoned(Offset::from_seconds(offset_minutes * 60).ok()?.to_time_zone())
        .ok()
        .map(|zoned| zoned.timestamp());
    Some(Sent {
        date: civil,
        offset_minutes,
        timestamp,
    })
}

/// A leading `From ` line of an mbox file is no header.
fn skip_envelope_line(raw: &[u8]) -> &[u8] {
    let start = raw.iter().position(|byte| !byte.is_ascii_whitespace()).unwrap_or(0);
    let raw = &raw[start..];
    let raw = raw.strip_prefix(b"\xef\xbb\xbf").unwrap_or(raw);
    if raw.starts_with(b"From ") || raw.starts_with(b">From ") {
        return raw
            .iter()
            .position(|&byte| byte == b'\n')
            .map_or(&[], |at| &raw[at + 1..]);
    }
    raw
}

fn starts_with_header(raw: &[u8]) -> bool {
    let line = raw.split(|&byte| byte == b'\n').next().unwrap_or_default();
    let Some(colon) = line.iter().position(|&byte| byte == b':') else {
        return false;
    };
    colon > 0
        && line[..colon]
            .iter()
            .all(|&byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
}

/// Where the `nth` content type of a family is named.
fn nth_type(raw: &[u8], needle: &[u8], nth: usize) -> Option<usize> {
    let mut seen = 0;
    let mut at = 0;
    while let Some(slash) = raw[at..].iter().position(|&byte| byte == b'/') {
        let end = at + slash + 1;
        if end >= needle.len() && raw[end - needle.len()..end].eq_ignore_ascii_case(needle) {
            seen += 1;
            if seen > nth {
                return Some(end - needle.len());
            }
        }
        at = end;
    }
    None
}
