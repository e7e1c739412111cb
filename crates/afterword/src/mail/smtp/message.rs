//! What goes over the wire: addresses as servers want them, and bytes that no server may change.
//!
//! The bytes are frozen elsewhere; here they are only checked and dot-stuffed. Bytes that break a rule of RFC 5322 are
//! refused instead of mended, because what was frozen is what was approved.

use std::fmt::Write as _;

/// The longest line a server must take, without its line break (RFC 5321, section 4.5.3.1.6).
const LINE_MAX: usize = 998;

/// Who sends and who receives; not the headers, and not the paper kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct MailEnvelope {
    /// The sender's `addr-spec`.
    pub(crate) from: String,
    /// The one recipient's `addr-spec`.
    pub(crate) to: String,
    /// The sender's own address, if a copy is wanted in the same transaction.
    pub(crate) copy_to: Option<String>,
    /// The envelope id of RFC 3461, which reports quote.
    pub(crate) envid: Option<String>,
}

/// An address for `MAIL` and `RCPT`: its domain as an A-label, its local part as it is.
///
/// # Errors
/// What is no `local-part@domain`, or would break out of the angle brackets.
pub(crate) fn a_label(addr_spec: &str) -> Result<String, String> {
    let bad = || format!("{addr_spec:?} is no mail address");
    let (local, domain) = addr_spec.rsplit_once('@').ok_or_else(bad)?;
    let unfit = |c: char| c.is_control() || c.is_whitespace() || matches!(c, '<' | '>');
    if !is_local_part(local) || domain.is_empty() || domain.chars().any(unfit) {
        return Err(bad());
    }
    if domain.starts_with('[') && domain.ends_with(']') && domain.is_ascii() {
        return Ok(addr_spec.to_owned());
    }
    let domain = idna::domain_to_ascii_strict(domain).map_err(|_| bad())?;
    Ok(format!("{local}@{domain}"))
}

/// A dot-atom, or one string in quotes (RFC 5321, section 4.1.2); letters outside ASCII count as atoms (RFC 6531).
fn is_local_part(local: &str) -> bool {
    if let Some(inner) = local.strip_prefix('"').and_then(|l| l.strip_suffix('"')) {
        return !inner.is_empty()
            && !inner
                .chars()
                .any(|c| c.is_control() || matches!(c, '"' | '\\' | '<' | '>'));
    }
    let atom = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c) || !c.is_ascii();
    !local.is_empty() && local.chars().all(|c| atom(c) && !c.is_control() && !c.is_whitespace())
}

/// Why these bytes cannot be sent as they are; `None` if they can.
pub(crate) fn unfit(message: &[u8]) -> Option<&'static str> {
    if !message.ends_with(b"\r\n") {
        return Some("the message does not end with a line break");
    }
    let mut line = 0;
    let mut before = 0;
    for &byte in message {
        match byte {
            0 => return Some("the message has a NUL byte in it"),
            b'\n' if before != b'\r' => return Some("the message has a lone line feed in it"),
            _ if before == b'\r' && byte != b'\n' => return Some("the message has a lone carriage return in it"),
            b'\n' => line = 0,
            b'\r' => {}
            _ => line += 1,
        }
        if line > LINE_MAX {
            return Some("the message has a line of more than 998 bytes");
        }
        before = byte;
    }
    None
}

/// Doubles the dot at the begin of a line (RFC 5321, section 4.5.2).
pub(crate) fn stuffed(message: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(message.len() + 64);
    let mut fresh = true;
    for &byte in message {
        if fresh && byte == b'.' {
            out.push(b'.');
        }
        out.push(byte);
        fresh = byte == b'\n';
    }
    out
}

/// `xtext` (RFC 3461, section 4): what is not plain becomes `+XX`.
pub(crate) fn xtext(text: &str) -> String {
    text.bytes().fold(String::new(), |mut out, byte| {
        if (b'!'..=b'~').contains(&byte) && byte != b'+' && byte != b'=' {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "+{byte:02X}");
        }
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn row_16_a_domain_goes_out_as_its_a_label() {
        assert_eq!(a_label("ann@bücher.example").unwrap(), "ann@xn--bcher-kva.example");
        assert_eq!(a_label("ann@example.org").unwrap(), "ann@example.org");
        assert_eq!(a_label("åsa@例え.example").unwrap(), "åsa@xn--r8jz45g.example");
    }

    #[test]
    fn row_19_what_is_an_address_and_what_is_not() {
        for good in [
            "\"a b\"@c.example",
            "o'brien+x@c.example",
            "a.b@c.example",
            "a@[192.0.2.1]",
        ] {
            assert_eq!(a_label(good).as_deref(), Ok(good));
        }
        for bad in [
            "a@b@c",
            "<>",
            "\"a@b.example",
            "a,b@c.example",
            "a(b)@c.example",
            "a@b..example",
            "a@-b.example",
        ] {
            assert!(a_label(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn row_21_a_list_of_recipients_is_no_address() {
        for list in [
            "ann@a.example, bob@b.example",
            "ann@a.example;bob@b.example",
            "ann@a.example bob@b.example",
            "Ann <ann@a.example>",
            "ann@a.example,bob@b.example",
        ] {
            assert!(a_label(list).is_err(), "{list}: one recipient a message");
        }
    }

    #[test]
    fn nothing_breaks_out_of_the_brackets() {
        for bad in [
            "",
            "ann",
            "@b.example",
            "ann@",
            "a> SIZE=1@b.example",
            "a@b.example>\r\nRCPT TO:<x",
            "a b@c.example",
        ] {
            assert!(a_label(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn row_23_a_line_with_a_dot_is_doubled_and_nothing_else() {
        assert_eq!(stuffed(b".\r\n..\r\na.\r\n.b\r\n"), b"..\r\n...\r\na.\r\n..b\r\n");
    }

    #[test]
    fn rows_22_and_24_unfit_bytes_are_refused() {
        let long = [vec![b'a'; 999], b"\r\n".to_vec()].concat();
        for bad in [b"a".as_slice(), b"a\nb\r\n", b"a\rb\r\n", b"a\0\r\n", b"a\r\r\n", &long] {
            assert!(unfit(bad).is_some(), "{bad:?}");
        }
        assert_eq!(unfit(&long[1..]), None);
        assert_eq!(unfit(b"a: b\r\n\r\nc\r\n"), None);
    }

    #[test]
    fn xtext_hides_what_has_a_meaning() {
        assert_eq!(xtext("a+b=c d"), "a+2Bb+3Dc+20d");
    }
}
