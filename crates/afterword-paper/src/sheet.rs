//! The copy-out sheet: the card at true size, its text line for line as the person's own hand will copy it.

use crate::card::Card;
use crate::clean::one_line;
use crate::error::{Field, PaperError, PaperFinding};
use crate::fit::{fold, pieces};
use crate::fonts::{Face, Fonts};
use crate::page::{Ink, Page, Role};
use crate::text::{FittedText, fit_text};

/// The paper the sheet is printed on, always upright.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum SheetPaper {
    /// US Letter, 8.5 x 11 inches.
    #[default]
    Letter,
    /// DIN A4, 210 x 297 mm.
    A4,
}

impl SheetPaper {
    /// Width and height.
    #[must_use]
    pub fn size_mm(self) -> (f32, f32) {
        match self {
            Self::Letter => (215.9, 279.4),
            Self::A4 => (210.0, 297.0),
        }
    }
}

/// Which approved text the sheet shows.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ProofMark {
    /// A short hash of the approved text.
    pub hash: String,
    /// The day of approval, as it is to be read.
    pub date: String,
}

/// What goes onto a copy-out sheet.
#[derive(Debug, Clone, PartialEq)]
pub struct CardSheet {
    /// The text of the card. A newline ends a line; a blank line starts a paragraph.
    pub text: String,
    /// For whom the card is, for the heading.
    pub recipient: String,
    /// The card and the hand.
    pub card: Card,
    /// What the sheet is printed on.
    pub paper: SheetPaper,
    /// Which approved text this is, if it was approved.
    pub proof: Option<ProofMark>,
}

impl CardSheet {
    /// An A2 card for an average hand on US Letter, without a proof mark.
    pub fn new(text: impl Into<String>, recipient: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            recipient: recipient.into(),
            card: Card::default(),
            paper: SheetPaper::default(),
            proof: None,
        }
    }
}

const POINT_MM: f32 = 25.4 / 72.0;
const MARGIN_MM: f32 = 20.0;
const HEADING_MM: f32 = 17.0 * POINT_MM;
const LABEL_MM: f32 = 10.0 * POINT_MM;
const SMALL_MM: f32 = 8.0 * POINT_MM;
const HEADING_PITCH_MM: f32 = 7.5;
/// What the ruler, its label and the proof mark take at the foot, from the paper's lower edge.
const FOOT_MM: f32 = 38.0;
/// The check ruler's length.
pub(crate) const RULER_MM: f32 = 50.0;

/// Lays the sheet out.
pub(crate) fn lay_out(fonts: &Fonts, sheet: &CardSheet) -> Result<(Page, Vec<PaperFinding>), PaperError> {
    let mut findings = Vec::new();
    let fitted = fit_text(fonts, &sheet.text, &sheet.card, &mut findings)?;
    let recipient = one_line(&sheet.recipient, Field::SheetRecipient)?;
    // By itself first, so that a lacking glyph is placed in the name and not in the heading around it.
    pieces(fonts, Face::Text, &recipient, Field::SheetRecipient, 1)?;
    let (width_mm, height_mm) = sheet.paper.size_mm();
    let title = if recipient.is_empty() {
        "Card to copy out".to_owned()
    } else {
        format!("Card for {recipient}")
    };
    let mut page = Page::new(width_mm, height_mm, &title);

    let heading_width_mm = width_mm - 2.0 * MARGIN_MM;
    let heading = fold(
        fonts,
        Face::Text,
        if recipient.is_empty() { "Your card" } else { &title },
        heading_width_mm / HEADING_MM,
        Field::SheetRecipient,
        &mut findings,
    )?;
    let (card_width_mm, card_height_mm) = sheet.card.size_mm();
    let heading_room_mm = height_mm - FOOT_MM - card_height_mm - MARGIN_MM - 18.0;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "small and not negative"
    )]
    let heading_lines = (heading_room_mm.max(0.0) / HEADING_PITCH_MM) as usize;
    if heading.len() > heading_lines {
        return Err(PaperError::DoesNotFit {
            field: Field::SheetRecipient,
            lines_needed: heading.len(),
            lines_available: heading_lines,
        });
    }
    if heading.len() > 1 {
        findings.push(PaperFinding::Folded {
            field: Field::SheetRecipient,
            lines: heading.len(),
        });
    }

    let mut y_mm = MARGIN_MM + HEADING_MM;
    let last = heading.len() - 1;
    for (index, line) in heading.into_iter().enumerate() {
        page.text(
            line,
            (MARGIN_MM, y_mm),
            HEADING_MM,
            Face::Text,
            Ink::Full,
            Role::Heading,
        );
        if index < last {
            y_mm += HEADING_PITCH_MM;
        }
    }
    y_mm += 7.0;
    let how = "Copy it in your own hand, line for line; cut nothing.";
    page.label(fonts, how, (MARGIN_MM, y_mm), LABEL_MM, Ink::Soft, Role::Instruction)?;

    let left_mm = (width_mm - card_width_mm) / 2.0;
    let room_mm = height_mm - FOOT_MM - y_mm;
    let top_mm = y_mm + (room_mm - card_height_mm) / 2.0;
    draw_card(&mut page, &sheet.card, fitted, (left_mm, top_mm));

    draw_foot(&mut page, fonts, sheet)?;
    Ok((page, findings))
}

/// The card's edge, its rules, and the text on them.
fn draw_card(page: &mut Page, card: &Card, fitted: FittedText, (x_mm, y_mm): (f32, f32)) {
    let (width_mm, height_mm) = card.size_mm();
    let (right_mm, bottom_mm) = (x_mm + width_mm, y_mm + height_mm);
    let corners = [(x_mm, y_mm), (right_mm, y_mm), (right_mm, bottom_mm), (x_mm, bottom_mm)];
    for (index, &from) in corners.iter().enumerate() {
        page.rule(
            from,
            corners[(index + 1) % corners.len()],
            0.2,
            Ink::Faint,
            Role::CardEdge,
        );
    }
    let left_mm = x_mm + card.margin_mm();
    for index in 0..card.line_count() {
        let rule_y_mm = y_mm + card.baseline_mm(index);
        let to = (left_mm + card.line_width_mm(), rule_y_mm);
        page.rule((left_mm, rule_y_mm), to, 0.15, Ink::Faint, Role::WritingRule);
    }
    for (index, line) in fitted.lines.into_iter().enumerate() {
        if !line.line.text.is_empty() {
            let baseline_mm = y_mm + card.baseline_mm(fitted.first_line + index);
            let at = (left_mm + line.indent_mm, baseline_mm);
            page.text(line.line, at, fitted.size_mm, fitted.face, Ink::Light, Role::CopyLine);
            page.in_paragraph(line.paragraph);
        }
    }
}

/// The check ruler at the left, what card it is and the proof mark at the right.
fn draw_foot(page: &mut Page, fonts: &Fonts, sheet: &CardSheet) -> Result<(), PaperError> {
    let y_mm = page.height_mm - 24.0;
    let right_mm = page.width_mm - MARGIN_MM;
    let role = Role::CheckRuler;
    page.rule((MARGIN_MM, y_mm), (MARGIN_MM + RULER_MM, y_mm), 0.2, Ink::Soft, role);
    for step in 0..=10_u8 {
        let x_mm = MARGIN_MM + f32::from(step) * RULER_MM / 10.0;
        let tick_mm = if step % 10 == 0 {
            3.0
        } else if step % 2 == 0 {
            2.0
        } else {
            1.2
        };
        page.rule((x_mm, y_mm), (x_mm, y_mm - tick_mm), 0.2, Ink::Soft, role);
    }
    let how = "50 mm. If a ruler disagrees, print at 100 %, not “fit to page”.";
    page.label(fonts, how, (MARGIN_MM, y_mm + 4.5), SMALL_MM, Ink::Soft, role)?;

    let (width_mm, height_mm) = sheet.card.size_mm();
    let caption = format!("{}, {width_mm:.0} × {height_mm:.0} mm", sheet.card.format.name());
    page.label_ending(fonts, &caption, (right_mm, y_mm), Ink::Soft, Role::Caption)?;
    if let Some(proof) = &sheet.proof {
        let hash = one_line(&proof.hash, Field::ProofMark)?;
        let date = one_line(&proof.date, Field::ProofMark)?;
        for part in [&hash, &date] {
            pieces(fonts, Face::Text, part, Field::ProofMark, 1)?;
        }
        let mark = format!("Proofed {date} · {hash}");
        page.label_ending(fonts, &mark, (right_mm, y_mm + 4.5), Ink::Soft, Role::ProofMark)?;
    }
    Ok(())
}

impl Page {
    /// Places a label that starts at a point.
    fn label(
        &mut self,
        fonts: &Fonts,
        text: &str,
        at_mm: (f32, f32),
        size_mm: f32,
        ink: Ink,
        role: Role,
    ) -> Result<(), PaperError> {
        for line in fold(fonts, Face::Text, text, f32::MAX, Field::ProofMark, &mut Vec::new())? {
            self.text(line, at_mm, size_mm, Face::Text, ink, role);
        }
        Ok(())
    }

    /// Places a small label that ends at a point; one too long for half the page is refused.
    fn label_ending(
        &mut self,
        fonts: &Fonts,
        text: &str,
        (right_mm, baseline_mm): (f32, f32),
        ink: Ink,
        role: Role,
    ) -> Result<(), PaperError> {
        let room_mm = self.width_mm / 2.0 - MARGIN_MM;
        let mut lines = fold(
            fonts,
            Face::Text,
            text,
            room_mm / SMALL_MM,
            Field::ProofMark,
            &mut Vec::new(),
        )?;
        if lines.len() > 1 {
            return Err(PaperError::DoesNotFit {
                field: Field::ProofMark,
                lines_needed: lines.len(),
                lines_available: 1,
            });
        }
        if let Some(line) = lines.pop() {
            let at_mm = (right_mm - line.width_em * SMALL_MM, baseline_mm);
            self.text(line, at_mm, SMALL_MM, Face::Text, ink, role);
        }
        Ok(())
    }
}
