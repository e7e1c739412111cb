//! A mail's signature or a business card read into the facts an envelope and a letter need.
//!
//! The reader is pure and never fails: it takes text and gives eleven fields, where each was found, and plain
//! sentences about what was doubtful. It works in steps, one module each: lines with their origin (`piece`, `ocr`), the
//! sender's own lines (`own`, without `quoted` mail and `small_print`), their parts (`parts`) without addresses for mail
//! and the web (`mailbox`) and numbers (`phones`, read in the country of `home`), the postal address (`postal` and
//! `forms` for its last line, `street` for the rest), the name (`people`), and what is left: title, department and
//! organisation (`roles`, by `weights`). `assemble` runs them, `writing` fills the fields. The words it knows things by
//! are tables (`lexicon`, `phrases`, `places`, `given_names`).
//!
//! It leaves out: looking anything up (whether a street exists), photographs, and guessing what is not written (a
//! country, a surname).

mod assemble;
mod forms;
#[rustfmt::skip]
mod given_names;
mod home;
#[rustfmt::skip]
mod lexicon;
mod mailbox;
mod matching;
mod ocr;
mod own;
mod parts;
mod people;
mod phones;
#[rustfmt::skip]
mod phrases;
mod piece;
#[rustfmt::skip]
mod places;
mod postal;
mod quoted;
mod roles;
mod small_print;
mod street;
mod weights;
mod writing;

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use piece::Piece;

/// Where a text comes from; it decides what is left out and what is repaired.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Source {
    /// The end of a mail, perhaps with quoted mail and disclaimers.
    #[default]
    Email,
    /// A card, typed.
    Card,
    /// A card as a scanner read it: O for 0, spaces where none were.
    Ocr,
}

/// A word that names no [`Source`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown source {0:?}\nhint: one of email, card, ocr")]
pub struct UnknownSource(String);

impl FromStr for Source {
    type Err = UnknownSource;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        match word {
            "email" => Ok(Self::Email),
            "card" => Ok(Self::Card),
            "ocr" => Ok(Self::Ocr),
            other => Err(UnknownSource(other.chars().take(40).collect())),
        }
    }
}

/// Bytes of the input, from `start` up to but not including `end`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Span {
    /// The first byte.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
}

/// What a signature or card says. A field that is absent is absent from the text, or was too doubtful to give.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signature {
    /// The person's name, without titles, degrees and pronouns.
    pub name: Option<String>,
    /// What the person is or does, as written.
    pub title: Option<String>,
    /// The unit inside the organisation, without a label.
    pub department: Option<String>,
    /// The organisation as it calls itself here.
    pub organisation: Option<String>,
    /// The person's mail address.
    pub email: Option<String>,
    /// Phone numbers in E.164, an extension as `;ext=214`; no fax numbers.
    pub phones: Vec<String>,
    /// The lines between the names and the town, in order.
    pub street: Vec<String>,
    /// The town.
    pub city: Option<String>,
    /// State, province or county, as written.
    pub region: Option<String>,
    /// The postal code without a country letter.
    pub postal_code: Option<String>,
    /// ISO 3166 alpha-2, only where a country is stated.
    pub country: Option<String>,
    /// Where each of these was found.
    pub found: Found,
    /// What was doubtful, in sentences for the person who reads the result.
    pub findings: Vec<String>,
}

/// Where each field of a [`Signature`] stands in the input. A value that was put together or repaired has the span of
/// the text it was made from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    /// Of the name.
    pub name: Option<Span>,
    /// Of the title.
    pub title: Option<Span>,
    /// Of the department.
    pub department: Option<Span>,
    /// Of the organisation.
    pub organisation: Option<Span>,
    /// Of the mail address.
    pub email: Option<Span>,
    /// One for each phone number.
    pub phones: Vec<Span>,
    /// One for each street line.
    pub street: Vec<Span>,
    /// Of the town.
    pub city: Option<Span>,
    /// Of the region.
    pub region: Option<Span>,
    /// Of the postal code.
    pub postal_code: Option<Span>,
    /// Of the country.
    pub country: Option<Span>,
}

/// A postal address in running text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Address {
    /// The lines above the town.
    pub street: Vec<String>,
    /// The town.
    pub city: Option<String>,
    /// State, province or county, as written.
    pub region: Option<String>,
    /// The postal code without a country letter.
    pub postal_code: Option<String>,
    /// ISO 3166 alpha-2, only where a country is stated.
    pub country: Option<String>,
    /// The bytes of the input the address takes, from its first line to its last.
    pub span: Span,
}

/// A part of a line: what stands between bars, with its place.
#[derive(Clone, Debug)]
struct Frag {
    piece: Piece,
    line: usize,
    para: usize,
    /// What a label in front of it said it is.
    told: Option<roles::Role>,
    /// The line ends in a comma or `&`: its sense goes on.
    open: bool,
    /// A piece that was parted from the end later.
    split: Option<Piece>,
}

/// Text beyond this many bytes is not read.
pub const LIMIT_BYTES: usize = 256 * 1024;

/// Reads a signature or card. Any text gives a result; the cost grows with the text up to [`LIMIT_BYTES`].
///
/// ```
/// use afterword_core::read::signature::{Source, signature};
///
/// let read = signature("Best,\nDana\n\nDana Whitlock\nBuyer\nHarborline Inc.\nTacoma, WA 98402", Source::Email);
/// assert_eq!(read.name.as_deref(), Some("Dana Whitlock"));
/// assert_eq!(read.postal_code.as_deref(), Some("98402"));
/// ```
#[must_use]
pub fn signature(text: &str, source: Source) -> Signature {
    assemble::read(text, source)
}

/// The postal address in a text of one or a few lines, if there is one.
///
/// ```
/// let found = afterword_core::read::signature::address_in("Room 4, 12 Mill Street, Dayton, OH 45402").unwrap();
/// assert_eq!(found.street, ["Room 4, 12 Mill Street"]);
/// assert_eq!(found.city.as_deref(), Some("Dayton"));
/// ```
#[must_use]
pub fn address_in(text: &str) -> Option<Address> {
    assemble::address(text)
}
