//! A message that arrived after a note: what it is, whether it answers ours, and what in it moves the plan.
//!
//! The order of the tests is fixed: own copy, delivery report, automatic reply, then content. What content decides
//! stands in one table (`message/table.rs`), and every answer names the row that gave it and the words it saw. Nothing
//! in a message is ever followed as an instruction, and nothing is fetched.
//!
//! Left out on purpose: attachments (`winmail.dat` is named and ignored), signatures of authenticity, and the meaning of
//! the decision clause, which the deadline reader gives.

use serde::{Deserialize, Serialize};

use jiff::Timestamp;
use jiff::civil::Date;

use self::dates::Anchor;
use self::facts::{Facts, Sent};
use self::phrases::{Words, fold};
use self::report::{Verdict, is_bounce_by_words, verdict};
use self::table::TABLE;

mod about;
mod automatic;
mod away;
mod dates;
mod decision;
mod facts;
pub mod html;
mod link;
pub(crate) mod phrases;
mod reply;
mod report;
mod table;

pub use self::report::Report;

/// What kind of message it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// The address does not work, or the person has left.
    BounceHard,
    /// Not delivered yet: a delay, a temporary failure, a full mailbox.
    BounceSoft,
    /// An automatic reply of a person who is away.
    OutOfOffice,
    /// A receipt from an applicant system, a desk or a shared mailbox.
    AutoAck,
    /// The job is offered.
    Offer,
    /// The application ends, or the position does.
    Rejection,
    /// A meeting is proposed, moved or called off.
    Scheduling,
    /// Something is asked of the candidate.
    NeedsInfo,
    /// A person wrote, and none of the above.
    HumanReply,
    /// Not about this application.
    Unrelated,
}

/// Our note that may be answered.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SentContext {
    /// Its `Message-ID`.
    pub our_message_id: String,
    /// The address it came from.
    pub our_from: String,
    /// The address it went to.
    pub our_to: String,
    /// The name of the person it went to.
    pub our_to_name: String,
    /// Its subject.
    pub our_subject: String,
    /// When it was sent, RFC 3339 with its offset.
    pub our_sent_at: String,
    /// The employer.
    pub company: String,
    /// The position.
    pub role: String,
}

/// A mailbox as a header gives it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Address {
    /// The display name, decoded.
    pub name: String,
    /// The address, in lower case.
    pub addr_spec: String,
}

/// What ties the message to our note.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Link {
    /// It names our `Message-ID`.
    MessageId,
    /// It quotes our note.
    Quote,
    /// A report about the address we wrote to.
    Recipient,
    /// Sender and subject fit; a person should confirm it.
    Subject,
    /// Nothing does.
    None,
}

/// A place in [`Message::text`], in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Span {
    /// The first byte.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
}

/// Why the message was classed so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reason {
    /// The rule that decided, such as `rejection/no-position`.
    pub rule: &'static str,
    /// The rule in words.
    pub says: &'static str,
    /// Where in the text it saw this; absent where headers decided.
    pub span: Option<Span>,
    /// The words it saw.
    pub excerpt: Option<String>,
}

/// Something a person should know about how the message was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "finding")]
#[non_exhaustive]
pub enum MessageFinding {
    /// Larger than is read; the rest was left.
    TooLarge {
        /// The size of the whole.
        bytes: usize,
    },
    /// Nested deeper than is read; the rest was left.
    TooDeep,
    /// No headers: read as pasted words.
    NoHeaders,
    /// Bytes that do not fit the stated character set.
    WrongCharset,
    /// Control or direction characters were taken out.
    ControlCharacters,
    /// The stated date cannot be; the time of arrival was used where known.
    DateImplausible,
    /// A `winmail.dat` was ignored.
    WinmailIgnored,
    /// It names our message, but comes from an address we did not write to.
    OtherSender {
        /// Who sent it.
        addr_spec: String,
    },
    /// Only sender and subject tie it to our note: ask.
    LinkUnsure,
}

/// A message as understood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Message {
    /// What it is.
    pub class: Class,
    /// Whether our note caused it.
    pub in_reply_to_ours: bool,
    /// The first day back, of an absence notice.
    pub return_date: Option<Date>,
    /// Where its words stand in `text`; absent where the subject or a whole week gave it.
    pub return_span: Option<Span>,
    /// The clause that gives a time of decision, word for word but for line breaks.
    pub new_decision_text: Option<String>,
    /// Where that clause stands in `text`.
    pub new_decision_span: Option<Span>,
    /// Which rule decided the class.
    pub reason: Reason,
    /// What ties it to our note.
    pub link: Link,
    /// Whether a machine sent it.
    pub automatic: bool,
    /// What a delivery report says, if it is one.
    pub report: Option<Report>,
    /// The sender.
    pub from: Address,
    /// The subject, decoded.
    pub subject: String,
    /// When it was sent.
    pub sent_at: Option<Timestamp>,
    /// What was newly written, without quotes and signature.
    pub text: String,
    /// What was read with a reservation.
    pub findings: Vec<MessageFinding>,
}

/// Reads a raw RFC 5322 message, or words pasted without headers.
///
/// Never fails and never panics: what cannot be parsed is read as text, with a finding.
#[must_use]
pub fn message(raw: &[u8], context: Option<&SentContext>) -> Message {
    let mut facts = Facts::read(raw);
    let cut = reply::cut(&facts.text);
    let words = Words::new(&cut.reply);
    let report = facts
        .report
        .as_ref()
        .map(|report| report.read(context.map(|context| context.our_to.as_str())));
    let link = context.map_or(Link::None, |context| link::link(&facts, &cut, report.as_ref(), context));
    let letter = Letter {
        facts: &facts,
        text: &cut.reply,
        words: &words,
        report: report.as_ref(),
        link,
        context,
    };
    let (class, reason) = letter.class();
    let anchor = anchor(&facts, context, &cut.reply);
    let back = (class == Class::OutOfOffice)
        .then(|| away::return_date(&letter.subject(), &cut.reply, anchor))
        .flatten();
    let automatic = facts.is_automatic();
    let decision = (matches!(class, Class::HumanReply | Class::Scheduling | Class::NeedsInfo) && !automatic)
        .then(|| decision::decision_clause(&cut.reply, &words, anchor))
        .flatten();
    let in_reply_to_ours = link != Link::None && reason.rule != "unrelated/own-copy";
    let mut findings = std::mem::take(&mut facts.findings);
    if let Some(context) = context {
        findings.extend(link::findings(&facts, link, context));
    }
    Message {
        class,
        in_reply_to_ours,
        return_date: back.as_ref().map(|(date, _)| *date),
        return_span: back.and_then(|(_, place)| place).map(|place| Span {
            start: place.start,
            end: place.end,
        }),
        new_decision_text: decision
            .clone()
            .map(|range| cut.reply[range].split_whitespace().collect::<Vec<_>>().join(" ")),
        new_decision_span: decision.map(|range| Span {
            start: range.start,
            end: range.end,
        }),
        reason,
        link: if in_reply_to_ours { link } else { Link::None },
        automatic,
        report,
        from: facts.from,
        subject: facts.subject,
        sent_at: facts.date.and_then(|sent| sent.timestamp),
        text: cut.reply,
        findings,
    }
}

/// What undated words are counted from: the message's own date, else the day we wrote.
fn anchor(facts: &Facts, context: Option<&SentContext>, text: &str) -> Anchor {
    let ours = context.and_then(|context| sent_at(&context.our_sent_at));
    let sent = facts.date.or(ours);
    let offset = sent.map_or(0, |sent| sent.offset_minutes);
    let offset = if offset == 0 {
        ours.map_or(0, |sent| sent.offset_minutes)
    } else {
        offset
    };
    // From Newfoundland to Hawaii the month comes first, unless the text is not English.
    let american = (-600..=-150).contains(&offset);
    let folded = fold(text);
    let english = [" the ", " i ", "i'm", " am ", " and ", " will "]
        .iter()
        .any(|word| folded.contains(word));
    let foreign = [
        " ich ", " und ", " je ", " suis ", " estoy ", " hasta ", " ik ", " sono ",
    ]
    .iter()
    .any(|word| folded.contains(word));
    Anchor {
        date: sent.map_or(Date::constant(2000, 1, 1), |sent| sent.date),
        month_first: american && (english || !foreign),
    }
}

/// Reads the time of our note; the calendar day is the one on the writer's wall.
fn sent_at(text: &str) -> Option<Sent> {
    let pieces = jiff::fmt::temporal::Pieces::parse(text).ok()?;
    let offset_minutes = pieces.to_numeric_offset().map_or(0, |offset| offset.seconds() / 60);
    let timestamp = text.split('[').next().and_then(|text| text.parse().ok());
    Some(Sent {
        date: pieces.date(),
        offset_minutes,
        timestamp,
    })
}

/// Everything the tests look at.
struct Letter<'a> {
    facts: &'a Facts,
    text: &'a str,
    words: &'a Words,
    report: Option<&'a Report>,
    link: Link,
    context: Option<&'a SentContext>,
}

impl Letter<'_> {
    /// The tests, in their order.
    fn class(&self) -> (Class, Reason) {
        if self.is_own_copy() {
            return (Class::Unrelated, reason("unrelated/own-copy", "it is our own note"));
        }
        if self.facts.is_complaint {
            return (
                Class::Unrelated,
                reason("unrelated/complaint", "a report that somebody complained of mail"),
            );
        }
        if let Some(found) = self.bounce() {
            return found;
        }
        if self.facts.is_read_receipt {
            return (Class::AutoAck, reason("auto-ack/read-receipt", "a read receipt"));
        }
        if let Some(found) = self.automatic_reply() {
            return found;
        }
        if let Some(found) = self.unrelated() {
            return found;
        }
        self.content()
    }

    fn is_own_copy(&self) -> bool {
        self.context.is_some_and(|context| {
            let ours = context.our_message_id.trim_matches(['<', '>', ' ']);
            !ours.is_empty()
                && self.facts.message_id.as_deref() == Some(ours)
                && self.facts.from.addr_spec.eq_ignore_ascii_case(&context.our_from)
        })
    }

    fn bounce(&self) -> Option<(Class, Reason)> {
        if self.report.is_none() && !is_bounce_by_words(self.facts, self.words) {
            return None;
        }
        Some(match verdict(self.report, &self.facts.text) {
            Verdict::Hard(rule) => (Class::BounceHard, reason(rule, "the message was refused for good")),
            Verdict::Soft(rule) => (
                Class::BounceSoft,
                reason(rule, "the message is delayed, or the mailbox full"),
            ),
            Verdict::Arrived => (
                Class::AutoAck,
                reason("auto-ack/delivered", "a report that the message arrived"),
            ),
        })
    }

    /// The content table, then what is left.
    fn content(&self) -> (Class, Reason) {
        if let Some(found) = self.by_table() {
            return found;
        }
        let receipt = self.words.any(&TABLE.receipt, 0, self.words.words.len());
        if self.facts.is_automatic() || self.facts.is_no_reply() {
            if let Some(range) = receipt {
                return (
                    Class::AutoAck,
                    self.saw("auto-ack/receipt", "a machine confirms that something arrived", range),
                );
            }
            let personal = self.link == Link::MessageId && !self.facts.is_no_reply();
            if !personal {
                return (
                    Class::AutoAck,
                    reason("auto-ack/automatic", "an automatic message about the application"),
                );
            }
        }
        (Class::HumanReply, reason("human-reply", "a person wrote"))
    }

    /// The first row of the content table that fits.
    fn by_table(&self) -> Option<(Class, Reason)> {
        if self.calendar_asks() {
            let strong = self.row(&[Class::Offer, Class::Rejection]);
            return strong.or_else(|| {
                Some((
                    Class::Scheduling,
                    reason("scheduling/calendar-part", "it carries a calendar invitation"),
                ))
            });
        }
        self.row(&[Class::Offer, Class::Rejection, Class::Scheduling, Class::NeedsInfo])
    }

    fn row(&self, classes: &[Class]) -> Option<(Class, Reason)> {
        let subject = self.subject();
        let subject = Words::new(&subject);
        for row in TABLE.rows.iter().filter(|row| classes.contains(&row.class)) {
            if let Some(range) = first_hit(row, self.words) {
                return Some((row.class, self.saw(row.id, row.says, range)));
            }
            if first_hit(row, &subject).is_some() {
                return Some((
                    row.class,
                    Reason {
                        excerpt: Some(self.subject()),
                        ..reason(row.id, row.says)
                    },
                ));
            }
        }
        None
    }

    fn calendar_asks(&self) -> bool {
        self.facts.calendar.as_deref().is_some_and(|calendar| {
            let upper = calendar.to_ascii_uppercase();
            !upper.contains("METHOD:REPLY") && upper.contains("BEGIN:VEVENT")
        })
    }

    /// The subject, unless it only repeats ours.
    fn subject(&self) -> String {
        let bare = link::bare_subject(&self.facts.subject);
        match self.context {
            Some(context) if !context.our_subject.is_empty() => {
                let ours = link::bare_subject(&context.our_subject);
                match bare.find(&ours) {
                    // An automatic reply may put its own words before ours.
                    Some(at) => bare[..at].to_owned(),
                    None if fold(&self.facts.subject).starts_with("re:") => String::new(),
                    None => self.facts.subject.clone(),
                }
            }
            _ if bare == fold(&self.facts.subject).trim() => self.facts.subject.clone(),
            _ => String::new(),
        }
    }

    fn saw(&self, rule: &'static str, says: &'static str, range: std::ops::Range<usize>) -> Reason {
        let words = &self.words.words;
        let span = words
            .get(range.start)
            .zip(words.get(range.end.saturating_sub(1)))
            .map(|(first, last)| Span {
                start: first.start,
                end: last.end,
            });
        let excerpt = span
            .and_then(|span| self.text.get(span.start..span.end))
            .map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "));
        Reason {
            rule,
            says,
            span,
            excerpt,
        }
    }
}

/// The first sentence in which a row fits and none of its exceptions does.
fn first_hit(row: &table::Row, words: &Words) -> Option<std::ops::Range<usize>> {
    (0..words.sentences.len()).find_map(|index| {
        let sentence = words.sentence(index);
        let range = words.any(&row.any, sentence.start, sentence.end)?;
        if !row.also.is_empty() && words.any(&row.also, sentence.start, sentence.end).is_none() {
            return None;
        }
        let free = words.any(&row.unless, sentence.start, sentence.end).is_none();
        (free && !(row.never_conditional && is_conditional(words, sentence.start, range.start))).then_some(range)
    })
}

/// Whether an "if" stands before the words, with no "but" between.
fn is_conditional(words: &Words, start: usize, end: usize) -> bool {
    const TURNS: [&str; 6] = ["but", "however", "aber", "mais", "pero", "maar"];
    let turn = words.words[start..end]
        .iter()
        .rposition(|word| TURNS.contains(&word.text.as_str()));
    words
        .any(&TABLE.conditional, turn.map_or(start, |at| start + at), end)
        .is_some()
}

fn reason(rule: &'static str, says: &'static str) -> Reason {
    Reason {
        rule,
        says,
        span: None,
        excerpt: None,
    }
}
