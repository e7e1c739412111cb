//! Envelopes in the line order of USPS Publication 28, inside the areas its machines read.
//!
//! The delivery address stays in the OCR read area (Publication 28, A1): from 5/8 to 2 3/4 inches above the lower edge
//! and 1/2 inch from either side. That leaves the barcode clear zone, lowest 5/8 inch and 4 3/4 inches from the right
//! edge, empty. The return address stands upper left, above the read area. Abroad, `country.rs` says which part stands
//! where. Left out: capitals, which are the caller's choice, and any guess at missing parts.

use crate::clean::one_line;
use crate::country::{arrange, left_out};
use crate::error::{Field, PaperError, PaperFinding, Surcharge};
use crate::fit::{SetLine, fold};
use crate::fonts::{Face, Fonts};
use crate::page::{Ink, Page, Role};

const INCH_MM: f32 = 25.4;
const POINT_MM: f32 = 25.4 / 72.0;

/// How far the read area is from the left and the right edge.
const READ_SIDE_MM: f32 = 0.5 * INCH_MM;
/// The read area's lower edge, above the envelope's.
const READ_LOW_MM: f32 = 0.625 * INCH_MM;
/// The read area's upper edge, above the envelope's lower one.
const READ_HIGH_MM: f32 = 2.75 * INCH_MM;
/// Clearance inside the read area, for paper that is fed a little askew.
const CLEARANCE_MM: f32 = 1.5;

const ADDRESS_MM: f32 = 12.0 * POINT_MM;
const ADDRESS_PITCH_MM: f32 = 5.6;
const RETURN_MM: f32 = 9.0 * POINT_MM;
const RETURN_PITCH_MM: f32 = 4.1;
const RETURN_EDGE_MM: f32 = 8.0;

/// An envelope, by its name in the shops.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum EnvelopeSize {
    /// Number 10, 9.5 x 4.125 inches, for a letter folded in three.
    Number10,
    /// A2, 5.75 x 4.375 inches.
    #[default]
    A2,
    /// A6, 6.5 x 4.75 inches.
    A6,
    /// A7, 7.25 x 5.25 inches.
    A7,
    /// 4bar, 5.125 x 3.625 inches.
    FourBar,
    /// C6, 162 x 114 mm.
    C6,
    /// DL, 220 x 110 mm.
    Dl,
    /// Any other, in tenths of a millimetre: width, then height.
    Other(u16, u16),
}

impl EnvelopeSize {
    /// Every size with a name.
    pub const ALL: [Self; 7] = [
        Self::Number10,
        Self::A2,
        Self::A6,
        Self::A7,
        Self::FourBar,
        Self::C6,
        Self::Dl,
    ];

    /// Width and height.
    #[must_use]
    pub fn size_mm(self) -> (f32, f32) {
        match self {
            Self::Number10 => (9.5 * INCH_MM, 4.125 * INCH_MM),
            Self::A2 => (5.75 * INCH_MM, 4.375 * INCH_MM),
            Self::A6 => (6.5 * INCH_MM, 4.75 * INCH_MM),
            Self::A7 => (7.25 * INCH_MM, 5.25 * INCH_MM),
            Self::FourBar => (5.125 * INCH_MM, 3.625 * INCH_MM),
            Self::C6 => (162.0, 114.0),
            Self::Dl => (220.0, 110.0),
            Self::Other(width, height) => (f32::from(width) / 10.0, f32::from(height) / 10.0),
        }
    }

    /// Why it costs more than another letter of its weight, or that the post does not take it (USPS Domestic Mail Manual
    /// 101.1 and 101.2).
    ///
    /// # Errors
    /// When it is smaller than a letter or larger than a large envelope may be.
    pub fn surcharge(self) -> Result<Option<Surcharge>, PaperError> {
        let (width_mm, height_mm) = self.size_mm();
        let (long_mm, short_mm) = (width_mm.max(height_mm), width_mm.min(height_mm));
        let is_small = long_mm < 5.0 * INCH_MM - 0.06 || short_mm < 3.5 * INCH_MM - 0.06;
        let is_huge = long_mm > 15.0 * INCH_MM + 0.06 || short_mm > 12.0 * INCH_MM + 0.06;
        if is_small || is_huge {
            return Err(PaperError::NotMailable { width_mm, height_mm });
        }
        let ratio = width_mm / height_mm;
        Ok(
            if long_mm > 11.5 * INCH_MM + 0.06 || short_mm > 6.125 * INCH_MM + 0.06 {
                Some(Surcharge::Large)
            } else if (ratio - 1.0).abs() < 0.01 {
                Some(Surcharge::Square)
            } else if !(1.3..=2.5).contains(&ratio) {
                Some(Surcharge::AspectRatio)
            } else {
                None
            },
        )
    }
}

/// Where an address was learned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum AddressSource {
    /// From the person: a business card, a signature, their own word.
    #[default]
    Person,
    /// From the organisation's website. Then the department goes on the envelope as well (practice S39).
    Website,
}

/// The parts of the last line, where they are known one by one; then the country says how they are written.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Locality {
    /// District, suburb or dependent locality.
    pub district: Option<String>,
    /// City or town.
    pub city: Option<String>,
    /// State, province or prefecture.
    pub state: Option<String>,
    /// ZIP or postal code.
    pub postal_code: Option<String>,
    /// Sorting code, as the CEDEX of France.
    pub sorting_code: Option<String>,
}

/// What goes onto an envelope. The parts of the address are named as in USPS Publication 28.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Envelope {
    /// Its size.
    pub size: EnvelopeSize,
    /// The person.
    pub recipient_line: String,
    /// The department, or whoever the recipient is reached through.
    pub attention_line: Option<String>,
    /// The organisation.
    pub organization: Option<String>,
    /// Street, suite or box, in the order of the address.
    pub delivery_address_lines: Vec<String>,
    /// City, state and ZIP code, or what the country has for them, as it is to be read. Not looked at where
    /// `locality` says something.
    pub last_line: String,
    /// City, state and ZIP code one by one.
    pub locality: Locality,
    /// Where it goes: English name or code. Printed last, in capitals, if it is not where it comes from.
    pub country: Option<String>,
    /// Where it comes from: English name or code; the United States if nothing is said.
    pub from_country: Option<String>,
    /// The sender's name and address, if it is to be printed.
    pub return_address_lines: Vec<String>,
    /// Where the address was learned.
    pub source: AddressSource,
}

impl Envelope {
    /// The lines of the address in the order of where it goes, before any is folded.
    #[must_use]
    pub fn address_lines(&self) -> Vec<String> {
        arrange(self).into_iter().map(|(_, line)| line).collect()
    }
}

/// Lays the envelope out; the page is as large as the envelope.
pub(crate) fn lay_out(fonts: &Fonts, envelope: &Envelope) -> Result<(Page, Vec<PaperFinding>), PaperError> {
    let (width_mm, height_mm) = envelope.size.size_mm();
    let mut findings = Vec::new();
    let surcharge = envelope.size.surcharge()?;
    findings.extend(surcharge.map(|why| PaperFinding::Surcharge { why }));
    let has_department = envelope
        .attention_line
        .as_deref()
        .is_some_and(|line| !line.trim().is_empty());
    if envelope.source == AddressSource::Website && !has_department {
        return Err(PaperError::NeedsDepartment);
    }
    let recipient = one_line(&envelope.recipient_line, Field::RecipientLine)?;
    let organization = one_line(
        envelope.organization.as_deref().unwrap_or_default(),
        Field::Organization,
    )?;
    let addressee = if recipient.is_empty() {
        &organization
    } else {
        &recipient
    };
    let mut page = Page::new(width_mm, height_mm, &format!("Envelope for {addressee}"));

    return_address(&mut page, fonts, envelope, &mut findings)?;
    let block = delivery_block(
        fonts,
        envelope,
        width_mm - 2.0 * (READ_SIDE_MM + CLEARANCE_MM),
        &mut findings,
    )?;

    let room_mm = READ_HIGH_MM.min(height_mm - RETURN_EDGE_MM) - READ_LOW_MM - 2.0 * CLEARANCE_MM;
    let lines_available = lines_in(room_mm, ADDRESS_MM, ADDRESS_PITCH_MM);
    if block.len() > lines_available {
        let field = longest_field(&block);
        return Err(PaperError::DoesNotFit {
            field,
            lines_needed: block.len(),
            lines_available,
        });
    }
    let widest_mm = block
        .iter()
        .map(|(_, line)| line.width_em * ADDRESS_MM)
        .fold(0.0, f32::max);
    // Where a hand would begin it: a little left of the middle, further left when the lines are long.
    let latest_mm = width_mm - READ_SIDE_MM - CLEARANCE_MM - widest_mm;
    let x_mm = (width_mm * 0.42).min(latest_mm).max(READ_SIDE_MM + CLEARANCE_MM);
    // The block is centred in the read area, which lies low on every envelope.
    let tall_mm = block_height_mm(block.len(), ADDRESS_MM, ADDRESS_PITCH_MM);
    let top_mm = height_mm - READ_LOW_MM - CLEARANCE_MM - room_mm + (room_mm - tall_mm) / 2.0;
    let mut baseline_mm = top_mm + ABOVE_EMS * ADDRESS_MM;
    for (_, line) in block {
        page.text(
            line,
            (x_mm, baseline_mm),
            ADDRESS_MM,
            Face::Text,
            Ink::Full,
            Role::DeliveryAddress,
        );
        baseline_mm += ADDRESS_PITCH_MM;
    }
    Ok((page, findings))
}

/// Letters reach this far above and below their line.
const ABOVE_EMS: f32 = 0.78;
const BELOW_EMS: f32 = 0.27;

/// The address, one field after the other, as the post wants to read it.
fn delivery_block(
    fonts: &Fonts,
    envelope: &Envelope,
    width_mm: f32,
    findings: &mut Vec<PaperFinding>,
) -> Result<Vec<(Field, SetLine)>, PaperError> {
    let mut block = Vec::new();
    for (field, text) in arrange(envelope) {
        let text = one_line(&text, field)?;
        let folded = fold(fonts, Face::Text, &text, width_mm / ADDRESS_MM, field, findings)?;
        if folded.len() > 1 {
            findings.push(PaperFinding::Folded {
                field,
                lines: folded.len(),
            });
        }
        block.extend(folded.into_iter().map(|line| (field, line)));
    }
    findings.extend(
        left_out(envelope)
            .into_iter()
            .map(|part| PaperFinding::NotWritten { part }),
    );
    if !block.iter().any(|(field, _)| *field == Field::DeliveryAddressLine) {
        findings.push(PaperFinding::Absent {
            field: Field::DeliveryAddressLine,
        });
    }
    let has = |field: Field| block.iter().any(|(of, _)| *of == field);
    if !has(Field::RecipientLine) && !has(Field::Organization) {
        return Err(PaperError::Missing {
            field: Field::RecipientLine,
        });
    }
    if !has(Field::LastLine) {
        return Err(PaperError::Missing { field: Field::LastLine });
    }
    Ok(block)
}

/// The sender's address in the upper left corner, above the area the post reads.
fn return_address(
    page: &mut Page,
    fonts: &Fonts,
    envelope: &Envelope,
    findings: &mut Vec<PaperFinding>,
) -> Result<(), PaperError> {
    let field = Field::ReturnAddress;
    // The right half is for the stamp and the postmark.
    let width_em = (page.width_mm * 0.5 - RETURN_EDGE_MM) / RETURN_MM;
    let mut lines = Vec::new();
    for text in split_lines(&envelope.return_address_lines) {
        let folded = fold(fonts, Face::Text, &one_line(&text, field)?, width_em, field, findings)?;
        if folded.len() > 1 {
            findings.push(PaperFinding::Folded {
                field,
                lines: folded.len(),
            });
        }
        lines.extend(folded);
    }
    let room_mm = page.height_mm - READ_HIGH_MM - RETURN_EDGE_MM;
    let lines_available = lines_in(room_mm, RETURN_MM, RETURN_PITCH_MM);
    if lines.len() > lines_available {
        return Err(PaperError::DoesNotFit {
            field,
            lines_needed: lines.len(),
            lines_available,
        });
    }
    let mut baseline_mm = RETURN_EDGE_MM + ABOVE_EMS * RETURN_MM;
    for line in lines {
        page.text(
            line,
            (RETURN_EDGE_MM, baseline_mm),
            RETURN_MM,
            Face::Text,
            Ink::Full,
            Role::ReturnAddress,
        );
        baseline_mm += RETURN_PITCH_MM;
    }
    Ok(())
}

/// Addresses arrive with line ends inside; each starts a line of its own.
fn split_lines(lines: &[String]) -> Vec<String> {
    lines.iter().flat_map(|text| text.lines()).map(str::to_owned).collect()
}

/// The field with the most lines, the first of equals.
fn longest_field(block: &[(Field, SetLine)]) -> Field {
    let count = |field: Field| block.iter().filter(|(of, _)| *of == field).count();
    block
        .iter()
        .map(|&(field, _)| field)
        .rev()
        .max_by_key(|&field| count(field))
        .unwrap_or(Field::RecipientLine)
}

fn block_height_mm(lines: usize, size_mm: f32, pitch_mm: f32) -> f32 {
    #[expect(clippy::cast_precision_loss, reason = "line counts are small")]
    let gaps = lines.saturating_sub(1) as f32;
    (ABOVE_EMS + BELOW_EMS) * size_mm + gaps * pitch_mm
}

fn lines_in(room_mm: f32, size_mm: f32, pitch_mm: f32) -> usize {
    let first_mm = (ABOVE_EMS + BELOW_EMS) * size_mm;
    if room_mm < first_mm {
        return 0;
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "small and not negative"
    )]
    let more = ((room_mm - first_mm) / pitch_mm) as usize;
    more + 1
}
