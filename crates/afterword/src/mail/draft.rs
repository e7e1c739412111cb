//! A note as a mail draft: RFC 5322 and MIME, one recipient, plain text in UTF-8.
//!
//! What opens best as a draft was weighed header by header. `X-Unsent: 1` makes the programs that know it open the
//! file for writing instead of reading. An address nobody confirmed is not invented: without one there is no `To`, and
//! without the sender's own there is no `From`, since every program fills in its account. Message-ID and Date follow
//! from the arguments alone. Paragraphs stay single lines, encoded where they are long, so that they flow on a phone.

use afterword_core::model::{Candidate, Note, Person};
use jiff::Zoned;
use lettre::Address;
use lettre::message::header::{self, ContentType, Header, HeaderName, HeaderValue};
use lettre::message::{Mailbox, Mailboxes, SinglePart};

use crate::stable_id::stable_id;
use crate::text;

/// Why a name or an address cannot stand in a mail's head.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum MailError {
    /// Line breaks and characters nobody sees.
    #[error("has a line break or an invisible control character in it")]
    Unsafe,
    /// `=?utf-8?q?…?=` would be decoded into something else by whoever reads it.
    #[error("looks like an encoded word; write it in plain letters")]
    EncodedWord,
    /// More than any address book holds.
    #[error("is longer than 200 characters")]
    TooLong,
    /// Not `local-part@domain`.
    #[error("is not one mail address like ann@example.org")]
    NotAnAddress,
    /// Needs SMTPUTF8, or IDNA conversion, which the draft does not do.
    #[error("has letters outside ASCII, which many mail servers do not take; ask for another spelling")]
    NotAscii,
    /// The system gave none.
    #[error("could not be given a number of its own: the system has no randomness")]
    NoRandomness,
}

/// Which field a refusal is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Field {
    /// The recipient's name.
    Name,
    /// The recipient's address.
    Address,
    /// The sender's name or address.
    Sender,
}

/// The draft's bytes.
pub(crate) fn draft(
    note: &Note,
    person: &Person,
    sender: &Candidate,
    now: &Zoned,
) -> Result<Vec<u8>, (Field, MailError)> {
    let letter = Letter {
        kind: &format!("{:?}", note.kind),
        subject: note.subject.as_deref().unwrap_or_default(),
        body: &note.body(),
        name: &person.name,
        addr_spec: person.addr_spec.as_deref(),
    };
    letter.draft(sender, now)
}

/// What a mail says, and to whom.
pub(crate) struct Letter<'a> {
    /// What it is for; it goes into the identity, so that two mails of one text stay two.
    pub(crate) kind: &'a str,
    pub(crate) subject: &'a str,
    pub(crate) body: &'a str,
    /// The recipient's name.
    pub(crate) name: &'a str,
    /// The recipient's address, if it is known.
    pub(crate) addr_spec: Option<&'a str>,
}

impl Letter<'_> {
    /// The draft's bytes.
    pub(crate) fn draft(&self, sender: &Candidate, now: &Zoned) -> Result<Vec<u8>, (Field, MailError)> {
        let in_field = |field| move |error| (field, error);
        let body = crlf(self.body);
        let subject = one_line(self.subject);
        let mut part = SinglePart::builder().header(Date(now.clone()));
        if let Some(addr_spec) = &sender.addr_spec {
            let name = sender
                .name
                .as_deref()
                .map(display_name)
                .transpose()
                .map_err(in_field(Field::Sender))?;
            let address = address(addr_spec).map_err(in_field(Field::Sender))?;
            part = part.header(header::From::from(Mailboxes::from(Mailbox::new(name, address))));
        }
        // Without an address the name goes no further than the greeting, but it is refused for the same reasons.
        let name = display_name(self.name).map_err(in_field(Field::Name))?;
        if let Some(addr_spec) = self.addr_spec {
            let address = address(addr_spec).map_err(in_field(Field::Address))?;
            part = part.header(header::To::from(Mailboxes::from(Mailbox::new(Some(name), address))));
        }
        let id = message_id(self, sender, now, &subject, &body);
        let part = part
            .header(header::Subject::from(subject.clone()))
            .header(header::MessageId::from(id))
            .header(header::MIME_VERSION_1_0)
            .header(ContentType::TEXT_PLAIN)
            .header(Unsent)
            .body(body);
        // Written out here because the builder's own way ends the text with an empty line too many.
        let mut draft = part.headers().to_string().into_bytes();
        draft.extend_from_slice(b"\r\n");
        draft.extend_from_slice(part.raw_body());
        Ok(draft)
    }
}

/// A name fit for a `display-name`; quoting it is the builder's work.
pub(crate) fn display_name(name: &str) -> Result<String, MailError> {
    if name.chars().any(text::is_unsafe) {
        return Err(MailError::Unsafe);
    }
    if name.contains("=?") {
        return Err(MailError::EncodedWord);
    }
    if name.chars().count() > 200 {
        return Err(MailError::TooLong);
    }
    Ok(name.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// An `addr-spec`, only if it is exactly one.
pub(crate) fn address(addr_spec: &str) -> Result<Address, MailError> {
    if addr_spec.chars().any(text::is_unsafe) {
        return Err(MailError::Unsafe);
    }
    if !addr_spec.is_ascii() {
        return Err(MailError::NotAscii);
    }
    addr_spec.parse().map_err(|_| MailError::NotAnAddress)
}

/// Derived from what the message says and when it was written; unique to recipient and text, and the same again for
/// the same input.
fn message_id(letter: &Letter<'_>, sender: &Candidate, now: &Zoned, subject: &str, body: &str) -> String {
    let from = sender.addr_spec.as_deref().unwrap_or_default();
    let id = stable_id(&[
        &now.timestamp().to_string(),
        from,
        letter.addr_spec.unwrap_or_default(),
        letter.name,
        letter.kind,
        subject,
        body,
    ]);
    let domain = sender
        .addr_spec
        .as_deref()
        .and_then(|a| address(a).ok())
        .map(|a| a.domain().to_owned());
    format!("<{id}@{}>", domain.as_deref().unwrap_or("afterword.invalid"))
}

/// One header line's worth of text: breaks become spaces, and an encoded word is taken apart so that it stays text.
pub(super) fn one_line(text: &str) -> String {
    let text: String = text.chars().map(|c| if text::is_unsafe(c) { ' ' } else { c }).collect();
    text.split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .replace("=?", "= ?")
}

/// Every line break, lone or paired, becomes CRLF (RFC 5322, section 2.3).
pub(super) fn crlf(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n").replace('\n', "\r\n")
}

/// `Date` with the writer's own offset, which the builder's own type cannot carry.
#[derive(Clone)]
pub(super) struct Date(pub(super) Zoned);

impl Header for Date {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Date")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Err("only written".into())
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), jiff::fmt::rfc2822::to_string(&self.0).unwrap_or_default())
    }
}

/// `X-Unsent: 1`, by which mail programs know a draft.
#[derive(Clone)]
struct Unsent;

impl Header for Unsent {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("X-Unsent")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "1".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use afterword_core::model::{NoteKind, Role, Sentence};
    use mail_parser::MessageParser;

    use super::*;

    fn note(text: &str) -> Note {
        let sentence = Sentence {
            text: text.to_owned(),
            role: Role::Moment,
            points: Vec::new(),
            frame: String::new(),
            others: Vec::new(),
        };
        Note {
            to: 0,
            kind: NoteKind::ThankYou,
            subject: Some("Thank you: staff writer at Harbor Magazine".to_owned()),
            greeting: "Dear Maria,".to_owned(),
            paragraphs: vec![vec![sentence]],
            sign_off: "Best regards,".to_owned(),
            signature: "Gabriela García".to_owned(),
            contact_line: None,
            enclosures: Vec::new(),
            starters: Vec::new(),
            findings: Vec::new(),
        }
    }

    fn person(name: &str, addr_spec: Option<&str>) -> Person {
        Person {
            name: name.to_owned(),
            addr_spec: addr_spec.map(str::to_owned),
            ..Person::default()
        }
    }

    fn sender() -> Candidate {
        Candidate {
            name: Some("Gabriela García".to_owned()),
            addr_spec: Some("g@garcia.example".to_owned()),
            phone: None,
        }
    }

    fn now() -> Zoned {
        "2026-03-02T18:00:00-05:00[America/New_York]".parse().unwrap()
    }

    fn written(note: &Note, person: &Person) -> String {
        String::from_utf8(draft(note, person, &sender(), &now()).unwrap()).unwrap()
    }

    #[test]
    fn what_is_written_is_what_is_read_back() {
        let note = note("It was good to hear about the “oyster farm” piece; naïve as it sounds, it stayed with me.");
        let raw = written(&note, &person("Maria Gonzalez", Some("mgonzalez@harbormag.example")));
        let message = MessageParser::default().parse(raw.as_bytes()).unwrap();
        assert_eq!(message.body_text(0).unwrap(), note.body().replace('\n', "\r\n"));
        assert_eq!(message.subject(), note.subject.as_deref());
        let to = message.to().unwrap().first().unwrap();
        assert_eq!(
            (to.name(), to.address()),
            (Some("Maria Gonzalez"), Some("mgonzalez@harbormag.example"))
        );
        let from = message.from().unwrap().first().unwrap();
        assert_eq!(
            (from.name(), from.address()),
            (Some("Gabriela García"), Some("g@garcia.example"))
        );
        assert_eq!(message.date().unwrap().to_rfc3339(), "2026-03-02T18:00:00-05:00");
        assert!(message.message_id().unwrap().ends_with("@garcia.example"));
        assert!(
            raw.contains("\r\nX-Unsent: 1\r\n") && raw.contains("\r\nMIME-Version: 1.0\r\n"),
            "{raw}"
        );
        assert!(
            raw.lines().all(|l| l.len() <= 78) && !raw.replace("\r\n", "").contains(['\r', '\n']),
            "{raw}"
        );
    }

    #[test]
    fn names_with_commas_and_quotes_stay_one_mailbox() {
        for name in [
            "Smith, Ann",
            "Ann \"AJ\" Smith",
            "Åsa Öberg, PhD",
            "ann@other.example",
            "🦀 Crab",
            "O'Brien (x)",
        ] {
            let raw = written(&note("Hello."), &person(name, Some("ann@example.org")));
            let message = MessageParser::default().parse(raw.as_bytes()).unwrap();
            let to = message.to().unwrap();
            assert_eq!(to.iter().count(), 1, "{raw}");
            assert_eq!(to.first().unwrap().name(), Some(name), "{raw}");
            assert_eq!(to.first().unwrap().address(), Some("ann@example.org"));
        }
    }

    #[test]
    fn nothing_adds_a_header() {
        let refused = |name: &str| {
            draft(&note("Hello."), &person(name, Some("a@b.example")), &sender(), &now()).map_err(|(_, e)| e)
        };
        assert_eq!(refused("Ann\r\nBcc: x@evil.example"), Err(MailError::Unsafe));
        assert_eq!(refused("Ann\u{202e}nosnhoJ"), Err(MailError::Unsafe));
        assert_eq!(
            refused("=?utf-8?q?Ann=0D=0ABcc=3A_x=40evil.example?="),
            Err(MailError::EncodedWord)
        );
        let mut sly = note("Hello.");
        sly.subject = Some("Thanks\r\nBcc: x@evil.example =?utf-8?q?=0D=0ACc=3A_y=40evil.example?=".to_owned());
        let raw = written(&sly, &person("Ann", Some("a@b.example")));
        let message = MessageParser::default().parse(raw.as_bytes()).unwrap();
        assert!(message.bcc().is_none() && message.cc().is_none(), "{raw}");
    }

    #[test]
    fn only_one_plain_address_is_an_address() {
        for bad in [
            "a@b@c",
            "<>",
            "",
            "ann",
            "a@b.example, c@d.example",
            "a@b.example\r\nBcc: x@y.example",
            "ann@exa mple",
        ] {
            assert!(address(bad).is_err(), "{bad}");
        }
        assert_eq!(address("åsa@example.org"), Err(MailError::NotAscii));
        assert!(address("a.b+c@mail.example.org").is_ok());
    }

    #[test]
    fn an_unknown_address_is_not_invented() {
        let raw = String::from_utf8(
            draft(
                &note("Hello."),
                &person("Theo Lund", None),
                &Candidate::default(),
                &now(),
            )
            .unwrap(),
        )
        .unwrap();
        assert!(
            !raw.contains("\r\nTo:") && !raw.starts_with("To:") && !raw.contains("From:"),
            "{raw}"
        );
        assert!(raw.contains("@afterword.invalid>"));
    }

    #[test]
    fn long_lines_dots_and_lone_breaks_survive() {
        let long = format!("{}.\n.\n.. two\rlone\nFrom here on", "word ".repeat(400).trim_end());
        let note = note(&long);
        let raw = written(&note, &person("Ann", Some("a@b.example")));
        assert!(raw.split("\r\n").all(|l| l.len() <= 998));
        let message = MessageParser::default().parse(raw.as_bytes()).unwrap();
        assert_eq!(message.body_text(0).unwrap(), crlf(&note.body()));
    }

    #[test]
    fn the_message_id_follows_from_the_content() {
        let id = |text: &str, name: &str| {
            let raw = written(&note(text), &person(name, None));
            raw.lines().find(|l| l.starts_with("Message-ID:")).unwrap().to_owned()
        };
        assert_eq!(id("Hello.", "Ann"), id("Hello.", "Ann"));
        assert_ne!(id("Hello.", "Ann"), id("Hello!", "Ann"));
        assert_ne!(id("Hello.", "Ann"), id("Hello.", "Bob"));
    }
}
