//! One line of an answer, with the literals in it (RFC 3501, section 4.3).

use super::{ANSWER_MAX, ImapError};

/// The longest text of a line.
const TEXT_MAX: usize = 64 * 1024;

/// A line without its line break; in place of each literal its text has `{}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) text: String,
    pub(super) literals: Vec<Vec<u8>>,
}

impl Line {
    /// Takes the first whole line out of what was received; `None` while it is not whole.
    pub(super) fn take(received: &mut Vec<u8>) -> Result<Option<Self>, ImapError> {
        let mut text = Vec::new();
        let mut literals = Vec::new();
        let mut at = 0;
        loop {
            let Some(end) = received[at..].iter().position(|b| *b == b'\n') else {
                return if received.len() - at > TEXT_MAX {
                    Err(ImapError::Garbled)
                } else {
                    Ok(None)
                };
            };
            let piece = &received[at..at + end];
            let piece = piece.strip_suffix(b"\r").unwrap_or(piece);
            at += end + 1;
            let Some((before, size)) = literal(piece) else {
                text.extend_from_slice(piece);
                received.drain(..at);
                let text = String::from_utf8_lossy(&text).into_owned();
                return Ok(Some(Self { text, literals }));
            };
            if size > ANSWER_MAX || text.len() > TEXT_MAX || literals.len() > 1_000 {
                return Err(ImapError::Garbled);
            }
            text.extend_from_slice(before);
            text.extend_from_slice(b"{}");
            let Some(bytes) = received.get(at..at + size) else {
                return Ok(None);
            };
            literals.push(bytes.to_vec());
            at += size;
        }
    }

    pub(super) fn size(&self) -> usize {
        self.text.len() + self.literals.iter().map(Vec::len).sum::<usize>()
    }

    /// `* OK [UIDNEXT 7] …` has 7 for `UIDNEXT`.
    pub(super) fn bracketed(&self, key: &str) -> Option<u32> {
        let rest = self.text.split_once('[')?.1;
        let (found, rest) = rest.split_once(' ')?;
        found
            .eq_ignore_ascii_case(key)
            .then(|| rest.split(']').next()?.trim().parse().ok())?
    }

    /// Attributes and name of `* LIST (\Sent) "/" "Sent mail"`.
    pub(super) fn listed(&self) -> Option<(String, String)> {
        let rest = self.text.strip_prefix("* LIST (")?;
        let (attributes, rest) = rest.split_once(") ")?;
        // The delimiter is NIL or one quoted character.
        let rest = rest
            .strip_prefix("NIL ")
            .or_else(|| rest.get(1..)?.split_once("\" ").map(|(_, r)| r))?;
        let name = if rest == "{}" {
            String::from_utf8_lossy(self.literals.first()?).into_owned()
        } else {
            match rest.strip_prefix('"').and_then(|r| r.strip_suffix('"')) {
                Some(inner) => inner.replace("\\\"", "\"").replace("\\\\", "\\"),
                None => rest.to_owned(),
            }
        };
        Some((attributes.to_owned(), name))
    }

    pub(super) fn refused(&self, command: &'static str, tag: &str) -> ImapError {
        let words = self.text.strip_prefix(tag).unwrap_or(&self.text).trim();
        let words = words
            .chars()
            .map(|c| if c.is_control() { ' ' } else { c })
            .take(300)
            .collect();
        ImapError::Refused { command, words }
    }
}

/// `… {12}` announces twelve bytes.
fn literal(piece: &[u8]) -> Option<(&[u8], usize)> {
    let inner = piece.strip_suffix(b"}")?;
    let open = inner.iter().rposition(|b| *b == b'{')?;
    let digits = std::str::from_utf8(&inner[open + 1..]).ok()?;
    Some((&inner[..open], digits.trim_end_matches('+').parse().ok()?))
}

/// A string in quotes; what cannot stand in them is refused.
pub(super) fn quoted(text: &str) -> Result<String, ImapError> {
    if text.chars().any(|c| c.is_control() || !c.is_ascii()) {
        return Err(ImapError::Unfit("cannot be told a name with such letters"));
    }
    Ok(format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"")))
}
