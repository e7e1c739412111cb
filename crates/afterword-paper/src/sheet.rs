//! The copy-out sheet: the card at true size, its text line for line as the person's own hand will copy it.

use crate::card::Card;
use crate::clean::one_line;
use crate::error::{Field, PaperError, PaperFinding};
use crate::fit::{fold, pieces};
use crate::fonts::{Face, Fonts};
use crate::page::{Ink, Page, Role};
use crate::text::{FittedText, Wish, fit_text};

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
/// The edge of the paper that is left blank beside a card too large for the margins.
const EDGE_MM: f32 = 14.0;
/// What the margin, a heading of one line and the instruction take at the head.
const HEAD_MM: f32 = 38.0;
/// What the ruler, its label and the proof mark take at the foot, from the paper's lower edge.
const FOOT_MM: f32 = 38.0;
/// The check ruler's length.
pub(crate) const RULER_MM: f32 = 50.0;

/// What is laid out for copying: the lines in the hand of the sheet, or plain where that lacks a character.
pub(crate) const WISH: Wish = Wish {
    face: Face::Caveat,
    plain_if_lacking: true,
};

/// Where the sheet's own words go: above and below the card, or beside one that leaves no room there.
struct Frame {
    width_mm: f32,
    height_mm: f32,
    /// How wide the sheet's words may run from the left margin.
    column_mm: f32,
    is_beside: bool,
}

impl Frame {
    /// The paper upright; turned where the card is too wide for it; words beside the card where it is too tall.
    fn of(sheet: &CardSheet) -> Self {
        let (short_mm, long_mm) = sheet.paper.size_mm();
        let (card_width_mm, card_height_mm) = sheet.card.size_mm();
        let is_turned = card_width_mm > short_mm - 2.0 * EDGE_MM;
        let (width_mm, height_mm) = if is_turned {
            (long_mm, short_mm)
        } else {
            (short_mm, long_mm)
        };
        let is_beside = card_height_mm > height_mm - FOOT_MM - HEAD_MM;
        let column_mm = if is_beside {
            width_mm - MARGIN_MM - card_width_mm - 2.0 * EDGE_MM
        } else {
            width_mm - 2.0 * MARGIN_MM
        };
        Self {
            width_mm,
            height_mm,
            column_mm,
            is_beside,
        }
    }

    /// How many lines the heading may take.
    fn heading_lines(&self, card_height_mm: f32) -> usize {
        let room_mm = if self.is_beside {
            self.height_mm - FOOT_MM - HEAD_MM - MARGIN_MM
        } else {
            self.height_mm - FOOT_MM - card_height_mm - MARGIN_MM - 18.0
        };
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "small and not negative"
        )]
        let lines = (room_mm.max(0.0) / HEADING_PITCH_MM) as usize;
        lines
    }

    /// The upper left corner of the card, under words that end at `y_mm`.
    fn card_corner_mm(&self, (width_mm, height_mm): (f32, f32), y_mm: f32) -> (f32, f32) {
        if self.is_beside {
            (self.width_mm - EDGE_MM - width_mm, (self.height_mm - height_mm) / 2.0)
        } else {
            let room_mm = self.height_mm - FOOT_MM - y_mm;
            ((self.width_mm - width_mm) / 2.0, y_mm + (room_mm - height_mm) / 2.0)
        }
    }
}

/// Lays the sheet out.
pub(crate) fn lay_out(fonts: &Fonts, sheet: &CardSheet) -> Result<(Page, Vec<PaperFinding>), PaperError> {
    let mut findings = Vec::new();
    let fitted = fit_text(fonts, &sheet.text, &sheet.card, WISH, &mut findings)?;
    let recipient = one_line(&sheet.recipient, Field::SheetRecipient)?;
    // By itself first, so that a lacking glyph is placed in the name and not in the heading around it.
    pieces(fonts, Face::Text, &recipient, Field::SheetRecipient, 1)?;
    let frame = Frame::of(sheet);
    let title = if recipient.is_empty() {
        "Card to copy out".to_owned()
    } else {
        format!("Card for {recipient}")
    };
    let mut page = Page::new(frame.width_mm, frame.height_mm, &title);

    let heading = fold(
        fonts,
        Face::Text,
        if recipient.is_empty() { "Your card" } else { &title },
        frame.column_mm / HEADING_MM,
        Field::SheetRecipient,
        &mut findings,
    )?;
    let heading_lines = frame.heading_lines(sheet.card.size_mm().1);
    if heading.len() > heading_lines {
        return Err(PaperError::DoesNotFit {
            field: Field::SheetRecipient,
            lines_needed: heading.len(),
            lines_available: heading_lines,
        });
    }
    if heading.len() > 1 && !frame.is_beside {
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
    let how = "Copy it in your own hand, line for line; cut nothing.";
    let column = Column {
        left_mm: MARGIN_MM,
        width_mm: frame.column_mm,
    };
    y_mm = page.label(fonts, how, column, y_mm + 7.0, LABEL_MM, Role::Instruction)?;

    let corner_mm = frame.card_corner_mm(sheet.card.size_mm(), y_mm);
    draw_card(&mut page, &sheet.card, fitted, corner_mm);
    draw_foot(&mut page, fonts, sheet, &frame)?;
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

/// The check ruler, what card it is, and the proof mark: side by side, or one under the other beside a tall card.
fn draw_foot(page: &mut Page, fonts: &Fonts, sheet: &CardSheet, frame: &Frame) -> Result<(), PaperError> {
    let y_mm = page.height_mm - 24.0;
    let (width_mm, height_mm) = sheet.card.size_mm();
    let caption = format!("{}, {width_mm:.0} × {height_mm:.0} mm", sheet.card.format.name());
    let mark = match &sheet.proof {
        None => None,
        Some(proof) => {
            let hash = one_line(&proof.hash, Field::ProofMark)?;
            let date = one_line(&proof.date, Field::ProofMark)?;
            for part in [&hash, &date] {
                pieces(fonts, Face::Text, part, Field::ProofMark, 1)?;
            }
            Some(format!("Proofed {date} · {hash}"))
        }
    };
    let whole = Column {
        left_mm: MARGIN_MM,
        width_mm: frame.column_mm,
    };
    if !frame.is_beside {
        draw_ruler(page, fonts, whole, y_mm)?;
        let right_mm = page.width_mm - MARGIN_MM;
        page.label_ending(fonts, &caption, (right_mm, y_mm), Role::Caption)?;
        if let Some(mark) = mark {
            page.label_ending(fonts, &mark, (right_mm, y_mm + 4.5), Role::ProofMark)?;
        }
        return Ok(());
    }
    let caption_mm = page.label(fonts, &caption, whole, y_mm - 26.0, SMALL_MM, Role::Caption)?;
    if let Some(mark) = mark {
        let mark_mm = page.label(fonts, &mark, whole, caption_mm + 4.5, SMALL_MM, Role::ProofMark)?;
        if mark_mm > y_mm - 6.0 {
            return Err(PaperError::DoesNotFit {
                field: Field::ProofMark,
                lines_needed: 4,
                lines_available: 3,
            });
        }
    }
    draw_ruler(page, fonts, whole, y_mm)
}

/// The ruler that shows whether the printer kept the size, and what to do if it did not.
pub(crate) fn draw_ruler(page: &mut Page, fonts: &Fonts, column: Column, y_mm: f32) -> Result<(), PaperError> {
    let role = Role::CheckRuler;
    let left_mm = column.left_mm;
    page.rule((left_mm, y_mm), (left_mm + RULER_MM, y_mm), 0.2, Ink::Soft, role);
    for step in 0..=10_u8 {
        let x_mm = left_mm + f32::from(step) * RULER_MM / 10.0;
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
    page.label(fonts, how, column, y_mm + 4.5, SMALL_MM, role).map(|_| ())
}

/// Where words may run.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Column {
    pub(crate) left_mm: f32,
    pub(crate) width_mm: f32,
}

impl Page {
    /// Places a label, folded to its column, and returns where its last line stands.
    pub(crate) fn label(
        &mut self,
        fonts: &Fonts,
        text: &str,
        column: Column,
        baseline_mm: f32,
        size_mm: f32,
        role: Role,
    ) -> Result<f32, PaperError> {
        let room_em = column.width_mm / size_mm;
        let lines = fold(fonts, Face::Text, text, room_em, Field::ProofMark, &mut Vec::new())?;
        let mut y_mm = baseline_mm;
        for (index, line) in lines.into_iter().enumerate() {
            if index > 0 {
                y_mm += size_mm * 1.35;
            }
            self.text(line, (column.left_mm, y_mm), size_mm, Face::Text, Ink::Soft, role);
        }
        Ok(y_mm)
    }

    /// Places a small label that ends at a point; one too long for half the page is refused.
    fn label_ending(
        &mut self,
        fonts: &Fonts,
        text: &str,
        (right_mm, baseline_mm): (f32, f32),
        role: Role,
    ) -> Result<(), PaperError> {
        let room_em = (self.width_mm / 2.0 - MARGIN_MM) / SMALL_MM;
        let mut lines = fold(fonts, Face::Text, text, room_em, Field::ProofMark, &mut Vec::new())?;
        if lines.len() > 1 {
            return Err(PaperError::DoesNotFit {
                field: Field::ProofMark,
                lines_needed: lines.len(),
                lines_available: 1,
            });
        }
        if let Some(line) = lines.pop() {
            let at_mm = (right_mm - line.width_em * SMALL_MM, baseline_mm);
            self.text(line, at_mm, SMALL_MM, Face::Text, Ink::Soft, role);
        }
        Ok(())
    }
}
