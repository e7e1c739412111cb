//! What paper refuses, and what it only remarks on.

use std::fmt;

use crate::clean::shortened;
use crate::cut::Cut;

/// The part of the input a refusal or a finding is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Field {
    /// The text of the card.
    CardText,
    /// The person named at the head of the copy-out sheet.
    SheetRecipient,
    /// The hash or the date of the proof mark.
    ProofMark,
    /// The recipient line of an envelope.
    RecipientLine,
    /// The attention line (department) of an envelope.
    AttentionLine,
    /// The organisation line of an envelope.
    Organization,
    /// The street or box lines of an envelope.
    DeliveryAddressLine,
    /// City, state and ZIP code of an envelope.
    LastLine,
    /// The country of an envelope.
    Country,
    /// The sender's address in the upper left corner.
    ReturnAddress,
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::CardText => "the card's text",
            Self::SheetRecipient => "the name on the sheet",
            Self::ProofMark => "the proof mark",
            Self::RecipientLine => "the recipient line",
            Self::AttentionLine => "the attention line",
            Self::Organization => "the organization line",
            Self::DeliveryAddressLine => "the delivery address",
            Self::LastLine => "the last line",
            Self::Country => "the country line",
            Self::ReturnAddress => "the return address",
        })
    }
}

/// Where in the input a character stands.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Place {
    /// The part of the input.
    pub field: Field,
    /// The line within that part, counted from 1.
    pub line: usize,
    /// The character within that line, counted from 1.
    pub column: usize,
    /// The word the character stands in, shortened when it is long.
    pub word: String,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, line {}, character {}", self.field, self.line, self.column)?;
        let visible: String = self.word.chars().filter(|c| !crate::clean::is_hidden(*c)).collect();
        if visible.is_empty() {
            Ok(())
        } else {
            write!(f, " (in \"{visible}\")")
        }
    }
}

/// Why nothing was printed.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum PaperError {
    /// The card has no text.
    #[error("the card has no text\nhint: write a line or two first")]
    EmptyCard,
    /// The text needs more lines than the card has. Text is never shrunk.
    #[error(
        "the text is too long for the card: {lines_needed} lines, and it has {lines_available}\n\
         hint: cut about {words_to_cut} words{}, or take a larger card",
        ways_out(could_go)
    )]
    Overflow {
        /// How many words must go for the rest to fit, when they are cut from the end of the longest paragraph.
        words_to_cut: usize,
        /// How many lines hang over the card's edge.
        lines_over: usize,
        /// How many lines the text takes at its tightest.
        lines_needed: usize,
        /// How many lines the card has.
        lines_available: usize,
        /// How many characters of this hand fit on one line.
        characters_per_line: usize,
        /// Sentences whose going is enough, shortest first; none where no one or two of them are.
        could_go: Vec<Cut>,
    },
    /// No bundled font has this character; it is never dropped.
    #[error(
        "no font here has the character {} (U+{:04X}): {place}\nhint: choose another spelling for it",
        character,
        u32::from(*.character)
    )]
    MissingGlyph {
        /// The character.
        character: char,
        /// Where it stands.
        place: Place,
    },
    /// A control, direction or zero-width character stands in an address, where it could mislead a reader.
    #[error("a hidden character (U+{:04X}) stands in {place}\nhint: retype it by hand", u32::from(*.character))]
    HiddenCharacter {
        /// The character.
        character: char,
        /// Where it stands.
        place: Place,
    },
    /// A part without which the post cannot deliver is missing.
    #[error("{field} is missing\nhint: fill it in, or leave the envelope out")]
    Missing {
        /// The part.
        field: Field,
    },
    /// An address from a website reaches the building, and in it nobody in particular (practice S39).
    #[error(
        "this address is from the organization's website and names no department, so the card may reach nobody\n\
         hint: add the department on the attention line; the reception will tell you its name"
    )]
    NeedsDepartment,
    /// The post does not take an envelope of this size.
    #[error(
        "the post takes no envelope of {width_mm:.0} × {height_mm:.0} mm\n\
         hint: a letter is at least 127 × 89 mm, at most 381 × 305 mm"
    )]
    NotMailable {
        /// Its width.
        width_mm: f32,
        /// Its height.
        height_mm: f32,
    },
    /// Folded as far as allowed, the block still does not fit its area.
    #[error("{field} is too long for the paper: {lines_needed} lines, room for {lines_available}\nhint: shorten it")]
    DoesNotFit {
        /// The longest part of the block.
        field: Field,
        /// How many lines the block takes.
        lines_needed: usize,
        /// How many lines there is room for.
        lines_available: usize,
    },
    /// The PDF writer failed, which no known input makes it do.
    #[error("could not write the PDF: {reason}\nhint: please report this text as a bug")]
    Pdf {
        /// What the writer said.
        reason: String,
    },
}

/// The sentences that could go, for a hint.
fn ways_out(could_go: &[Cut]) -> String {
    let Some((first, more)) = could_go.split_first() else {
        return String::new();
    };
    let quoted = |cut: &Cut| {
        let sentences = cut.sentences.iter().map(|one| format!("\"{}\"", shortened(one, 70)));
        format!("{} ({} words)", sentences.collect::<Vec<_>>().join(" with "), cut.words)
    };
    let mut out = format!(": {}", quoted(first));
    for cut in more {
        out.push_str(", or ");
        out.push_str(&quoted(cut));
    }
    out
}

/// Something worth saying about a page that was printed all the same.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PaperFinding {
    /// A part was too long for one line and was folded onto several.
    Folded {
        /// The part.
        field: Field,
        /// How many lines it takes now.
        lines: usize,
    },
    /// A word longer than a line was broken where the line ends.
    WordBroken {
        /// The part.
        field: Field,
        /// The word, shortened when it is long.
        word: String,
    },
    /// Invisible characters were left out of the card's text; a hand could not have copied them.
    HiddenLeftOut {
        /// How many.
        count: usize,
    },
    /// The handwriting face lacks a character of this text, so the lines to copy are set in the text face.
    PlainFace {
        /// The first character it lacks.
        character: char,
    },
    /// A part that most addresses have is not there.
    Absent {
        /// The part.
        field: Field,
    },
    /// A part that the country of the address does not write was left out.
    NotWritten {
        /// What it is.
        part: &'static str,
    },
    /// The envelope costs more to send than a letter of its weight.
    Surcharge {
        /// Why.
        why: Surcharge,
    },
}

/// Why an envelope costs more (USPS Domestic Mail Manual 101.1 and 101.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Surcharge {
    /// As wide as it is tall.
    Square,
    /// Shorter than 1.3 times its height, or longer than 2.5 times.
    AspectRatio,
    /// Larger than a letter may be: it goes as a large envelope.
    Large,
}

impl fmt::Display for PaperFinding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folded { field, lines } => write!(f, "{field} is long and was folded onto {lines} lines"),
            Self::WordBroken { field, word } => write!(f, "\"{word}\" in {field} is longer than a line and was broken"),
            Self::HiddenLeftOut { count } => write!(f, "left out {count} invisible characters of the card's text"),
            Self::PlainFace { character } => {
                write!(
                    f,
                    "the handwriting face lacks {character}; the lines to copy are set in the text face"
                )
            }
            Self::Absent { field } => write!(f, "{field} is empty"),
            Self::NotWritten { part } => {
                write!(f, "addresses of that country have no {part}; it was left out")
            }
            Self::Surcharge { why } => f.write_str(match why {
                Surcharge::Square => "a square envelope cannot be sorted by machine and costs extra postage",
                Surcharge::AspectRatio => {
                    "an envelope of these proportions cannot be sorted by machine and costs extra postage"
                }
                Surcharge::Large => "this is larger than a letter may be and costs the postage of a large envelope",
            }),
        }
    }
}
