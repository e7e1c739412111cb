//! Non-delivery: the machine-readable report of RFC 3464, and the many that have none.
//!
//! The enhanced status code decides, with one exception a person would also make: a full mailbox is a matter of days,
//! whatever the code says. `Action: delayed` is no failure, and `delivered` or `relayed` is evidence of sending.

use serde::Serialize;

use super::facts::{Facts, RawReport, ids};
use super::phrases::Words;
use super::table::TABLE;

/// What a delivery report says of one recipient.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// The address that was tried.
    pub recipient: Option<String>,
    /// `failed`, `delayed`, `delivered`, `relayed` or `expanded`.
    pub action: Option<String>,
    /// The enhanced status code, such as `5.1.1`.
    pub status: Option<String>,
    /// The words of the receiving server.
    pub diagnostic: Option<String>,
    /// The id of the message the report is about, where it says.
    pub original_message_id: Option<String>,
    /// The envelope id (RFC 3461), where the report carries ours.
    pub envelope_id: Option<String>,
}

/// How a report is to be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    Hard(&'static str),
    Soft(&'static str),
    /// Arrived or passed on: no failure.
    Arrived,
}

impl RawReport {
    /// The block about `wanted`, or else the first failure, or else the first block.
    pub(crate) fn read(&self, wanted: Option<&str>) -> Report {
        let text = self.text.replace("\r\n", "\n").replace('\r', "\n");
        let mut shared = Report::default();
        let mut blocks: Vec<Report> = Vec::new();
        for block in text.split("\n\n").take(1_000) {
            let mut report = Report::default();
            for (key, value) in fields(block) {
                let bare = value
                    .split_once(';')
                    .map_or(value.as_str(), |(_, rest)| rest)
                    .trim()
                    .to_owned();
                match key.as_str() {
                    "original-envelope-id" => shared.envelope_id = Some(value),
                    "x-original-message-id" | "original-message-id" => shared.original_message_id = ids(&value).pop(),
                    "final-recipient" => report.recipient = Some(bare.to_ascii_lowercase()),
                    "original-recipient" if report.recipient.is_none() => {
                        report.recipient = Some(bare.to_ascii_lowercase());
                    }
                    "action" => {
                        report.action = Some(value.split_whitespace().next().unwrap_or_default().to_ascii_lowercase());
                    }
                    "status" => report.status = status_code(&value),
                    "diagnostic-code" => report.diagnostic = Some(bare),
                    _ => {}
                }
            }
            if report != Report::default() {
                blocks.push(report);
            }
        }
        let wanted = wanted.map(str::to_ascii_lowercase);
        let named = |report: &&Report| {
            wanted.is_some()
                && report
                    .recipient
                    .as_ref()
                    .is_some_and(|found| wanted.as_ref() == Some(&found.trim_matches(['<', '>']).to_owned()))
        };
        let chosen = blocks
            .iter()
            .find(named)
            .or_else(|| blocks.iter().find(|report| report.action.as_deref() == Some("failed")))
            .or_else(|| blocks.first())
            .cloned()
            .unwrap_or_default();
        Report {
            envelope_id: shared.envelope_id,
            original_message_id: shared.original_message_id,
            ..chosen
        }
    }
}

/// Unfolded `key: value` lines.
fn fields(block: &str) -> Vec<(String, String)> {
    let mut out: Vec<(String, String)> = Vec::new();
    for line in block.lines().take(200) {
        if line.starts_with([' ', '\t']) {
            if let Some((_, value)) = out.last_mut() {
                value.push(' ');
                value.push_str(line.trim());
            }
        } else if let Some((key, value)) = line.split_once(':') {
            out.push((key.trim().to_ascii_lowercase(), value.trim().to_owned()));
        }
    }
    out
}

/// The first enhanced status code (`5.1.1`) in a text.
fn status_code(text: &str) -> Option<String> {
    text.split(|c: char| !(c.is_ascii_digit() || c == '.'))
        .find_map(|piece| {
            let piece = piece.trim_matches('.');
            let parts: Vec<&str> = piece.split('.').collect();
            let fits = parts.len() == 3
                && matches!(parts[0], "2" | "4" | "5")
                && parts[1..].iter().all(|part| !part.is_empty() && part.len() <= 3);
            fits.then(|| piece.to_owned())
        })
}

/// The first three-digit reply code (`550`) that stands like one: at the start of a line or before a status code.
fn reply_class(text: &str) -> Option<u8> {
    let tokens: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || matches!(c, '\'' | '"' | ':' | ';' | '(' | ')' | '<' | '>'))
        .filter(|token| !token.is_empty())
        .collect();
    tokens.iter().enumerate().find_map(|(at, token)| {
        let code = token.split('-').next().unwrap_or(token).trim_end_matches([',', '.']);
        let three = code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_digit());
        let class = code
            .as_bytes()
            .first()
            .filter(|first| three && matches!(first, b'4' | b'5'))?
            - b'0';
        let before = at.checked_sub(1).map_or("", |at| tokens[at]).to_ascii_lowercase();
        let after = tokens.get(at + 1).copied().unwrap_or_default();
        let announced = [
            "said", "error", "code", "returned", "smtp", "response", "was", "server", "reply", "status", "state",
        ]
        .contains(&before.trim_matches('#'));
        (announced || status_code(after).is_some() || status_code(token).is_some()).then_some(class)
    })
}

/// How the report, or the words where there is none, is to be taken.
pub(crate) fn verdict(report: Option<&Report>, text: &str) -> Verdict {
    let words = Words::new(text);
    let says = |patterns: &[super::phrases::Pattern], text: &Words| text.any(patterns, 0, text.words.len()).is_some();
    let diagnostic = report.and_then(|report| report.diagnostic.clone()).unwrap_or_default();
    let full = says(&TABLE.bounce_full, &words) || says(&TABLE.bounce_full, &Words::new(&diagnostic));
    if let Some(report) = report {
        match report.action.as_deref() {
            Some("delivered" | "relayed" | "expanded") => return Verdict::Arrived,
            Some("delayed") => return Verdict::Soft("bounce/delayed"),
            _ => {}
        }
    }
    let status = report
        .and_then(|report| report.status.clone())
        .or_else(|| status_code(&diagnostic))
        .or_else(|| status_code(text).filter(|code| !code.starts_with('2')));
    if full
        && status
            .as_deref()
            .is_none_or(|code| !matches!(code, "5.1.1" | "5.1.2" | "5.1.10"))
        || status.as_deref() == Some("5.2.2")
    {
        return Verdict::Soft("bounce/mailbox-full");
    }
    let class = status
        .and_then(|code| code.bytes().next())
        .map(|first| first - b'0')
        .or_else(|| reply_class(&diagnostic))
        .or_else(|| reply_class(text));
    match class {
        Some(4) => Verdict::Soft("bounce/status-4"),
        Some(5) => Verdict::Hard("bounce/status-5"),
        _ if says(&TABLE.bounce_soft, &words) => Verdict::Soft("bounce/will-retry"),
        _ => Verdict::Hard("bounce/failed"),
    }
}

const DAEMONS: [&str; 8] = [
    "mailerdaemon",
    "postmaster",
    "maildaemon",
    "mdaemon",
    "bounce",
    "bounces",
    "maildelivery",
    "poostmaster",
];
const DAEMON_NAMES: [&str; 10] = [
    "mail deliver",
    "mailer daemon",
    "mail system",
    "mailer-daemon",
    "mail administrator",
    "postmaster",
    "system administrator",
    "microsoft outlook",
    "systemadministrator",
    "delivery subsystem",
];
const SUBJECTS: [&str; 24] = [
    "undeliver",
    "undelivered",
    "delivery status notification",
    "failure notice",
    "returned mail",
    "mail delivery failed",
    "mail delivery failure",
    "delivery failure",
    "delivery has failed",
    "message delivery has",
    "unzustellbar",
    "nicht zugestellt",
    "non remis",
    "echec de la remise",
    "onbestelbaar",
    "no se puede entregar",
    "non recapitabile",
    "warning: message",
    "delayed mail",
    "delivery delayed",
    "mail system error",
    "delivery notification",
    "warning: could not send",
    "mailbox full",
];

/// Whether the message is a non-delivery report without a machine-readable part.
pub(crate) fn is_bounce_by_words(facts: &Facts, words: &Words) -> bool {
    let local = facts.from.addr_spec.split('@').next().unwrap_or_default();
    let name = super::phrases::fold(&facts.from.name);
    let bare: String = local.chars().filter(char::is_ascii_alphanumeric).collect();
    let daemon = DAEMONS
        .iter()
        .any(|known| bare == *known || bare.starts_with("mailerdaemon") || bare.ends_with("postmaster"))
        || local.starts_with("bounce-")
        || DAEMON_NAMES.iter().any(|known| name.starts_with(known));
    let null_path = facts
        .header("return-path")
        .is_some_and(|path| path.trim() == "<>" || path.trim().is_empty());
    let subject = super::phrases::fold(&facts.subject);
    let subject = SUBJECTS
        .iter()
        .any(|known| subject.starts_with(known) || subject.contains(": ") && subject.ends_with(known));
    let body = words.any(&TABLE.bounce, 0, words.words.len()).is_some();
    let failed = facts.header("x-failed-recipients").is_some();
    let replied = facts
        .header("auto-submitted")
        .is_some_and(|value| value.to_ascii_lowercase().contains("vacation"));
    !replied
        && body
        && (daemon || failed || subject && (null_path || facts.from.addr_spec.is_empty() || facts.is_automatic()))
        || daemon && null_path && !replied
        || failed && daemon
        || subject && daemon
}
