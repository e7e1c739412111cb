//! From an approved note to the bytes that go out, once: Message-ID, Date and boundaries are made here and never again.
//!
//! Nothing of the text is changed but its line breaks. What cannot be written without a change (a name with a line break,
//! an address that is none) is refused.

use afterword_store::book::{Attachment, NoteRecord};
use jiff::Zoned;
use lettre::Address;
use lettre::message::header::{self, ContentTransferEncoding, ContentType};
use lettre::message::{Attachment as Enclosed, Body, Mailbox, Mailboxes, MultiPart, MultiPartKind, SinglePart};

use crate::mail::draft::{Date, MailError, crlf, display_name, one_line};
use crate::mail::smtp;
use crate::text;

/// What a note needs beside its own record.
#[derive(Debug)]
pub(crate) struct Letter<'a> {
    /// The note, with recipient and identity as bound by its approval.
    pub(crate) note: &'a NoteRecord,
    /// The recipient's name.
    pub(crate) to_name: &'a str,
    /// What goes with it.
    pub(crate) attachments: &'a [(Attachment, Vec<u8>)],
    /// The moment, in the sender's own zone.
    pub(crate) at: &'a Zoned,
    /// The `Message-ID`, with its brackets.
    pub(crate) message_id: &'a str,
}

/// `Gabriela García <g@garcia.example>`, or an address alone, taken apart.
pub(crate) fn mailbox(identity: &str) -> Result<(Option<String>, String), MailError> {
    let identity = identity.trim();
    let Some((name, rest)) = identity.rsplit_once('<') else {
        return Ok((None, identity.to_owned()));
    };
    let addr_spec = rest.strip_suffix('>').ok_or(MailError::NotAnAddress)?.trim();
    let name = name.trim().trim_matches('"').replace("\\\"", "\"");
    let name = if name.is_empty() {
        None
    } else {
        Some(display_name(&name)?)
    };
    Ok((name, addr_spec.to_owned()))
}

/// A fresh `Message-ID` in the sender's domain, and the envelope id that reports will quote.
///
/// # Errors
/// The system gave no randomness.
pub(crate) fn identity(from: &str) -> Result<(String, String), MailError> {
    let mut random = [0_u8; 16];
    getrandom::fill(&mut random).map_err(|_| MailError::NoRandomness)?;
    let id = hex(&random);
    let address = smtp::a_label(from).map_err(|_| MailError::NotAnAddress)?;
    let domain = address
        .rsplit_once('@')
        .map_or("afterword.invalid", |(_, domain)| domain);
    Ok((format!("<{id}@{domain}>"), id))
}

/// Bytes as lower-case hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}

/// The envelope id that belongs to a `Message-ID` made by [`identity`].
pub(crate) fn envid(message_id: &str) -> Option<String> {
    let id = message_id.trim_matches(['<', '>']).split('@').next()?;
    (!id.is_empty()).then(|| id.to_owned())
}

/// The message: RFC 5322 with CRLF, one recipient, no line over 998 bytes.
///
/// # Errors
/// A name or an address that no header can carry.
pub(crate) fn freeze(letter: &Letter<'_>) -> Result<Vec<u8>, MailError> {
    let record = letter.note;
    let (from_name, from) = mailbox(record.identity.as_deref().unwrap_or_default())?;
    let to = record.recipient.as_deref().unwrap_or_default();
    let from = Mailbox::new(from_name, address(&from)?);
    let to = Mailbox::new(Some(display_name(letter.to_name)?), address(to)?);
    let body = crlf(&record.body);
    let text = if body.ends_with("\r\n") { body } else { body + "\r\n" };
    let bytes = if letter.attachments.is_empty() {
        let part = SinglePart::builder()
            .header(Date(letter.at.clone()))
            .header(header::From::from(Mailboxes::from(from)))
            .header(header::To::from(Mailboxes::from(to)))
            .header(header::Subject::from(one_line(&record.subject)))
            .header(header::MessageId::from(letter.message_id.to_owned()))
            .header(header::MIME_VERSION_1_0)
            .header(ContentType::TEXT_PLAIN)
            .body(text);
        [part.headers().to_string().as_bytes(), b"\r\n", part.raw_body()].concat()
    } else {
        let mut parts = MultiPart::builder()
            .header(Date(letter.at.clone()))
            .header(header::From::from(Mailboxes::from(from)))
            .header(header::To::from(Mailboxes::from(to)))
            .header(header::Subject::from(one_line(&record.subject)))
            .header(header::MessageId::from(letter.message_id.to_owned()))
            .header(header::MIME_VERSION_1_0)
            .kind(MultiPartKind::Mixed)
            .singlepart(SinglePart::plain(text));
        for (attachment, bytes) in letter.attachments {
            let media_type = ContentType::parse(&attachment.media_type)
                .or_else(|_| ContentType::parse("application/octet-stream"))
                .map_err(|_| MailError::Unsafe)?;
            let body = Body::new_with_encoding(bytes.clone(), ContentTransferEncoding::Base64)
                .map_err(|_| MailError::Unsafe)?;
            parts = parts.singlepart(Enclosed::new(attachment.name.clone()).body(body, media_type));
        }
        parts.formatted()
    };
    let bytes = if bytes.ends_with(b"\r\n") {
        bytes
    } else {
        [bytes.as_slice(), b"\r\n"].concat()
    };
    match smtp::unfit(&bytes) {
        None => Ok(bytes),
        Some(_) => Err(MailError::Unsafe),
    }
}

/// A draft of the note for a mail program: its own Message-ID and Date come from that program, so it has none.
///
/// # Errors
/// A name or an address that no header can carry.
pub(crate) fn unsent(record: &NoteRecord, to_name: &str, at: &Zoned) -> Result<Vec<u8>, MailError> {
    let letter = Letter {
        note: record,
        to_name,
        attachments: &[],
        at,
        message_id: "<draft@afterword.invalid>",
    };
    let bytes = freeze(&letter)?;
    let text = String::from_utf8(bytes).map_err(|_| MailError::Unsafe)?;
    let (head, body) = text.split_once("\r\n\r\n").ok_or(MailError::Unsafe)?;
    let kept = head
        .split("\r\n")
        .filter(|line| !line.starts_with("Message-ID:") && !line.starts_with("Date:"));
    let head = kept.collect::<Vec<_>>().join("\r\n");
    Ok(format!("X-Unsent: 1\r\n{head}\r\n\r\n{body}").into_bytes())
}

/// An address with its domain as an A-label; letters outside ASCII before the `@` are kept, for servers that carry them.
fn address(addr_spec: &str) -> Result<Address, MailError> {
    if addr_spec.chars().any(text::is_unsafe) {
        return Err(MailError::Unsafe);
    }
    let on_the_wire = smtp::a_label(addr_spec).map_err(|_| MailError::NotAnAddress)?;
    on_the_wire.parse().map_err(|_| MailError::NotAnAddress)
}
