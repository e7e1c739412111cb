//! What the book keeps beyond the domain's own types: one plain struct per table, as `export` spells it out.
//!
//! [`afterword_core::casebook`] holds what the plan decides from. These hold the rest: words, addresses, the jot, paper.
//! Instants are kept in whole seconds. Every record of this module is also the shape in which it is exported, so a
//! renamed field needs a new version of the export.

use afterword_core::calendar::Holidays;
use afterword_core::casebook::{Card, CaseId, Contact, Event, Key, Note, NoteId, PersonId, Promise, Stated};
use afterword_core::model::{Format, InterviewKind, Part, PointKind, Private, Pronoun};
use jiff::civil::Date;
use jiff::{Timestamp, Zoned};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, "{}", self.0)
            }
        }
    )+};
}

ids! {
    /// Identifies an employer.
    EmployerId,
    /// Identifies a point of the book (the jot's own numbers start anew with every jot).
    PointRowId,
    /// Identifies a kind of stationery.
    ItemId,
    /// Identifies something put in or taken out of the stationery.
    MovementId,
    /// Identifies an attachment.
    AttachmentId,
}

/// An employer, or an agency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Employer {
    /// Its identity.
    pub id: EmployerId,
    /// Its name as typed.
    pub name: String,
    /// The plan's policy for it: `strategic` and the like.
    pub policy: String,
    /// How it may be written to.
    pub contact: Contact,
    /// Days on which it is closed.
    pub holidays: Holidays,
}

/// An employer and a position.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseRecord {
    /// Its identity.
    pub id: CaseId,
    /// The employer.
    pub employer: EmployerId,
    /// The position.
    pub role: Option<String>,
    /// When it was taken up.
    pub opened: Timestamp,
    /// When it was laid aside; the plan of a closed case is not shown.
    pub closed: Option<Timestamp>,
}

/// Where a postal address was found; an address nobody gave is not used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AddressSource {
    /// A business card.
    Card,
    /// The signature of a message.
    Signature,
    /// The employer's site.
    Website,
    /// Elsewhere.
    Other,
}

/// A postal address at work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PostalAddress {
    /// Its lines below the name, as on the envelope.
    pub lines: Vec<String>,
    /// The country (ISO 3166 alpha-2), if it was said.
    pub country: Option<String>,
    /// Where it was found.
    pub source: AddressSource,
}

/// Somebody the owner knows; one row however many cases they belong to, and two rows for two people of one name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonRecord {
    /// Their identity; 0 in a record that is not in the book yet.
    pub id: PersonId,
    /// Full name as typed, without honorific.
    pub name: String,
    /// What to call them, where that is not the first word of the name.
    pub given_name: Option<String>,
    /// `Prof.`, `Dr.`, only as typed.
    pub honorific_prefix: Option<String>,
    /// Job title.
    pub title: Option<String>,
    /// Department (`organizational_unit`).
    pub department: Option<String>,
    /// Where they work, as typed.
    pub organization: Option<String>,
    /// Mail address (RFC 5322 `addr-spec`), never derived.
    pub addr_spec: Option<String>,
    /// Telephone numbers as typed.
    pub phones: Vec<String>,
    /// Postal address at work.
    pub postal: Option<PostalAddress>,
    /// Learned, never guessed.
    pub pronoun: Option<Pronoun>,
}

impl PersonRecord {
    /// Somebody of whom only the name is known yet.
    #[must_use]
    pub fn named(name: &str) -> Self {
        Self {
            id: PersonId(0),
            name: name.to_owned(),
            given_name: None,
            honorific_prefix: None,
            title: None,
            department: None,
            organization: None,
            addr_spec: None,
            phones: Vec::new(),
            postal: None,
            pronoun: None,
        }
    }
}

/// That somebody belongs to a case, and as what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// The case.
    pub case: CaseId,
    /// Who.
    pub person: PersonId,
    /// What they have to do with it.
    pub part: Part,
    /// A card for them whatever the format was.
    pub wants_card: bool,
    /// No note to them.
    pub no_note: bool,
}

/// An interview, with the jot that was written about it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RoundRecord {
    /// The case.
    pub case: CaseId,
    /// Counted from 1.
    pub number: u8,
    /// What kind it was.
    pub kind: InterviewKind,
    /// How it was held.
    pub format: Option<Format>,
    /// Its begin in its own zone, if it is known.
    pub begin: Option<Zoned>,
    /// Its end in its own zone; all waiting is counted from here.
    pub end: Zoned,
    /// Who took part, in order.
    pub people: Vec<PersonId>,
    /// When they decide, as said there.
    pub stated: Option<Stated>,
    /// They said that a follow-up is welcome.
    pub follow_up_invited: bool,
    /// The text the person wrote down, whole.
    pub jot: Option<String>,
    /// What the notes were composed with: the binary's own JSON, so that they can be composed again.
    pub choices: Option<Json>,
    /// The invite's `UID` (RFC 5545), if there was one.
    pub uid: Option<String>,
    /// The invite's `SEQUENCE`.
    pub sequence: u32,
}

/// One thing of a jot, kept for `brief`, `find` and the years after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PointRecord {
    /// Its identity; 0 in a record that is not in the book yet.
    pub id: PointRowId,
    /// The case.
    pub case: CaseId,
    /// The round it came up in.
    pub round: u8,
    /// Whom it is about.
    pub person: Option<PersonId>,
    /// What sort of thing it is; none for what is held back.
    pub kind: Option<PointKind>,
    /// The words as typed.
    pub text: String,
    /// The better answer to a question.
    pub better: Option<String>,
    /// Why it stays with its owner, if it does.
    pub private: Option<Private>,
    /// Line in the jot, from 1.
    pub line: u32,
}

/// Something promised, with its case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PromiseRecord {
    /// The case.
    pub case: CaseId,
    /// What.
    #[serde(flatten)]
    pub promise: Promise,
}

/// A note with its words.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NoteRecord {
    /// The case.
    pub case: CaseId,
    /// Key, state and facts. `note.revision` is the row's version: a change is taken only from the one that was read.
    pub note: Note,
    /// The recipient's `addr-spec` as bound by the approval.
    pub recipient: Option<String>,
    /// The sender's mailbox as bound by the approval.
    pub identity: Option<String>,
    /// The subject.
    pub subject: String,
    /// The text as it will be read.
    pub body: String,
    /// Not to be sent before.
    pub not_before: Option<Timestamp>,
    /// Not to be sent after.
    pub expires: Option<Timestamp>,
    /// What must go with it, as promised.
    pub enclosures: Vec<String>,
    /// From each sentence to its points, and the findings: the binary's own JSON.
    pub trace: Option<Json>,
    /// The mail's bytes from the moment sending began.
    #[serde(default, with = "encoded")]
    pub frozen: Option<Vec<u8>>,
    /// Tries that ended before the dot, or were put off after it.
    pub attempts: u32,
    /// Not to be tried again before.
    pub retry_at: Option<Timestamp>,
    /// When it was laid into the folder of sent mail.
    pub filed: Option<Timestamp>,
}

impl NoteRecord {
    /// A note not in the book yet.
    #[must_use]
    pub fn new(case: CaseId, note: Note, subject: String, body: String) -> Self {
        Self {
            case,
            note,
            recipient: None,
            identity: None,
            subject,
            body,
            not_before: None,
            expires: None,
            enclosures: Vec::new(),
            trace: None,
            frozen: None,
            attempts: 0,
            retry_at: None,
            filed: None,
        }
    }
}

/// A card with its words.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CardRecord {
    /// The case.
    pub case: CaseId,
    /// Key and state.
    pub card: Card,
    /// The name on the envelope.
    pub recipient: Option<String>,
    /// The text to copy out.
    pub text: String,
    /// From each sentence to its points, and the findings: the binary's own JSON.
    pub trace: Option<Json>,
    /// The row's version: a change is taken only from the one that was read.
    pub revision: u32,
}

/// Something that happened, with its case and its place in the order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventRecord {
    /// The case.
    pub case: CaseId,
    /// Its place, from 1 and rising.
    pub position: i64,
    /// When it was recorded.
    pub at: Timestamp,
    /// What happened.
    #[serde(flatten)]
    pub event: Event,
}

/// What the plan will bring next, as last decided: an index, made anew by whoever decides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Planned {
    /// The case.
    pub case: CaseId,
    /// The entry.
    pub key: Key,
    /// To whom, where that is known.
    pub to: Option<PersonId>,
    /// When it opens or should be done: the order of the index.
    pub due: Timestamp,
    /// One plain sentence.
    pub text: String,
}

/// A kind of stationery.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// Its identity; 0 in a record that is not in the book yet.
    pub id: ItemId,
    /// `card`, `envelope`, `stamp` and the like.
    pub kind: String,
    /// What it is called.
    pub name: String,
    /// Its size as typed: `A6`, `5x7 in`.
    pub size: Option<String>,
    /// How many there are.
    pub count: i64,
    /// Re-order when there are this many or fewer.
    pub reorder_at: i64,
    /// What one costs, in cents.
    pub cost_cents: i64,
}

/// Something put in or taken out of the stationery.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Movement {
    /// Its identity; 0 in a record that is not in the book yet.
    pub id: MovementId,
    /// Of what.
    pub item: ItemId,
    /// When.
    pub at: Timestamp,
    /// How many came in (positive) or went out (negative).
    pub delta: i64,
    /// What all of them cost, in cents.
    pub cost_cents: i64,
    /// Why, in a few words.
    pub why: String,
}

/// What is known of an attachment without its bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// Its identity.
    pub id: AttachmentId,
    /// The case.
    pub case: CaseId,
    /// The note it goes with, if it goes with one.
    pub note: Option<NoteId>,
    /// The name made for it; safe as a file's name.
    pub name: String,
    /// Media type (RFC 2046) as given.
    pub media_type: String,
    /// Bytes.
    pub size: u64,
    /// SHA-256 in hexadecimal.
    pub sha256: String,
}

/// A calendar entry as it was last shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarEntry {
    /// `UID` (RFC 5545); it never changes.
    pub uid: String,
    /// `SEQUENCE`; it never falls.
    pub sequence: u32,
    /// The day it was last shown on; none once cancelled.
    pub shown: Option<Date>,
    /// The case it belongs to.
    pub case: Option<CaseId>,
}

/// Bytes as hexadecimal digits in JSON.
pub(crate) mod encoded {
    use serde::{Deserialize as _, Deserializer, Serializer, de::Error as _};

    pub(crate) fn hex(bytes: &[u8]) -> String {
        use std::fmt::Write as _;
        bytes
            .iter()
            .fold(String::with_capacity(bytes.len() * 2), |mut out, byte| {
                let _ = write!(out, "{byte:02x}");
                out
            })
    }

    pub(crate) fn bytes(hex: &str) -> Option<Vec<u8>> {
        if !hex.len().is_multiple_of(2) || !hex.is_ascii() {
            return None;
        }
        let byte = |i| u8::from_str_radix(hex.get(i..i + 2)?, 16).ok();
        (0..hex.len()).step_by(2).map(byte).collect()
    }

    #[expect(clippy::ref_option, reason = "the signature that serde calls")]
    pub(crate) fn serialize<S: Serializer>(value: &Option<Vec<u8>>, to: S) -> Result<S::Ok, S::Error> {
        match value {
            Some(bytes) => to.serialize_some(&hex(bytes)),
            None => to.serialize_none(),
        }
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Vec<u8>>, D::Error> {
        let text = Option::<String>::deserialize(from)?;
        text.map(|t| bytes(&t).ok_or_else(|| D::Error::custom("not hexadecimal")))
            .transpose()
    }
}
