//! Replies: a code and its lines (RFC 5321, section 4.2), read within bounds.

use std::fmt;

/// The longest reply line taken, in bytes; the standard allows 512.
const LINE_MAX: usize = 4_096;
/// The most lines of one reply.
const LINES_MAX: usize = 256;

/// What a server answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Reply {
    /// Three digits.
    pub(crate) code: u16,
    /// The words of each line, without code and line break.
    pub(crate) lines: Vec<String>,
}

impl Reply {
    /// Not now (4xx).
    pub(crate) fn is_transient(&self) -> bool {
        (400..500).contains(&self.code)
    }

    /// Never (5xx).
    pub(crate) fn is_permanent(&self) -> bool {
        (500..600).contains(&self.code)
    }
}

impl fmt::Display for Reply {
    /// `550 5.1.1 no such mailbox`, on one line; it may be shown and kept.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words = self.lines.join(" ");
        let words: String = words
            .chars()
            .map(|c| if c.is_control() { ' ' } else { c })
            .take(500)
            .collect();
        write!(f, "{} {}", self.code, words.trim())
    }
}

/// Why no reply could be taken from what was received.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the server's answer is no SMTP reply")]
pub(crate) struct Garbled;

/// Takes the first whole reply out of `received`; `None` while it is not whole yet.
pub(crate) fn take(received: &mut Vec<u8>) -> Result<Option<Reply>, Garbled> {
    let mut code = None;
    let mut lines = Vec::new();
    let mut at = 0;
    loop {
        let rest = &received[at..];
        let Some(end) = rest.iter().position(|b| *b == b'\n') else {
            return if rest.len() > LINE_MAX { Err(Garbled) } else { Ok(None) };
        };
        if end > LINE_MAX || lines.len() >= LINES_MAX {
            return Err(Garbled);
        }
        let line = rest[..end].strip_suffix(b"\r").unwrap_or(&rest[..end]);
        at += end + 1;
        let (number, last, words) = parse(line).ok_or(Garbled)?;
        if *code.get_or_insert(number) != number {
            return Err(Garbled);
        }
        lines.push(words);
        if last {
            received.drain(..at);
            return Ok(Some(Reply { code: number, lines }));
        }
    }
}

/// `250-SIZE 1000` is 250, more to come, and the words.
fn parse(line: &[u8]) -> Option<(u16, bool, String)> {
    let (digits, rest) = line.split_at_checked(3)?;
    if !digits.iter().all(u8::is_ascii_digit) || !(b'2'..=b'5').contains(&digits[0]) {
        return None;
    }
    let code = digits.iter().fold(0, |code, digit| code * 10 + u16::from(digit - b'0'));
    let (last, words) = match rest.split_first() {
        None => (true, rest),
        Some((b' ', words)) => (true, words),
        Some((b'-', words)) => (false, words),
        Some(_) => return None,
    };
    Some((code, last, String::from_utf8_lossy(words).into_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taken(text: &[u8]) -> (Result<Option<Reply>, Garbled>, usize) {
        let mut received = text.to_vec();
        let reply = take(&mut received);
        (reply, received.len())
    }

    #[test]
    fn a_reply_is_taken_only_when_it_is_whole() {
        let (reply, left) = taken(b"250-a\r\n250 b\r\n354");
        let reply = reply.unwrap().unwrap();
        assert_eq!(
            (reply.code, reply.lines.as_slice(), left),
            (250, ["a".to_owned(), "b".to_owned()].as_slice(), 3)
        );
        for part in [b"".as_slice(), b"25", b"250 ok", b"250-a\r\n", b"250-a\r\n250 b\r"] {
            assert_eq!(taken(part).0, Ok(None), "{part:?}");
        }
        assert_eq!(taken(b"250\r\n").0.unwrap().unwrap().lines, [""]);
    }

    #[test]
    fn what_is_no_reply_is_never_taken_for_one() {
        for bad in [
            b"hello\r\n".as_slice(),
            b"25\r\n",
            b"250-a\r\n550 b\r\n",
            b"999 x\r\n",
            b"250x\r\n",
            b"2 0 ok\r\n",
            &[b'2'; 5_000],
        ] {
            assert_eq!(taken(bad).0, Err(Garbled), "{bad:?}");
        }
        assert_eq!(taken("250-x\r\n".repeat(300).as_bytes()).0, Err(Garbled));
    }

    #[test]
    fn a_reply_is_shown_on_one_plain_line() {
        let reply = Reply {
            code: 550,
            lines: vec!["5.1.1 no\u{1b}[31m".into(), "such mailbox".into()],
        };
        assert_eq!(reply.to_string(), "550 5.1.1 no [31m such mailbox");
    }
}
