//! The card itself, for who wants it printed or drawn: the same lines on the same places, without the sheet around them.
//!
//! A machine's hand is not the sender's, so nothing here is a default. The text is broken as it would be written by
//! the hand the card is for; where the chosen face lacks a character, it is refused and no other face stands in.

use crate::card::{Card, Orientation};
use crate::error::{PaperError, PaperFinding};
use crate::fonts::{Face, Fonts};
use crate::page::{Ink, Page, Role};
use crate::text::{Wish, fit_text};

/// A card to be printed or drawn as it is.
#[derive(Debug, Clone, PartialEq)]
pub struct FinishedCard {
    /// The text. A newline ends a line; a blank line starts a paragraph.
    pub text: String,
    /// For whom, for the document's title.
    pub recipient: String,
    /// The card and the hand it stands in for.
    pub card: Card,
    /// What it is set in.
    pub face: Face,
    /// A folded card goes through a printer opened: the page is both panels, and the text stands on the one inside, to
    /// the right of the fold or below it.
    pub opened: bool,
}

impl FinishedCard {
    /// An A2 card in the hand of a face, closed.
    pub fn new(text: impl Into<String>, recipient: impl Into<String>, face: Face) -> Self {
        Self {
            text: text.into(),
            recipient: recipient.into(),
            card: Card::default(),
            face,
            opened: false,
        }
    }
}

/// Lays the card out on a page of its own size.
pub(crate) fn lay_out(fonts: &Fonts, finished: &FinishedCard) -> Result<(Page, Vec<PaperFinding>), PaperError> {
    let mut findings = Vec::new();
    let card = &finished.card;
    let wish = Wish {
        face: finished.face,
        plain_if_lacking: false,
    };
    let fitted = fit_text(fonts, &finished.text, card, wish, &mut findings)?;
    let (width_mm, height_mm) = card.size_mm();
    let (page_mm, (left_mm, top_mm)) = match (finished.opened, card.orientation) {
        (false, _) => ((width_mm, height_mm), (0.0, 0.0)),
        (true, Orientation::Portrait) => ((2.0 * width_mm, height_mm), (width_mm, 0.0)),
        (true, Orientation::Landscape) => ((width_mm, 2.0 * height_mm), (0.0, height_mm)),
    };
    let mut page = Page::new(page_mm.0, page_mm.1, &format!("Card for {}", finished.recipient));
    for (index, line) in fitted.lines.into_iter().enumerate() {
        if !line.line.text.is_empty() {
            let baseline_mm = top_mm + card.baseline_mm(fitted.first_line + index);
            let at = (left_mm + card.margin_mm() + line.indent_mm, baseline_mm);
            page.text(line.line, at, fitted.size_mm, fitted.face, Ink::Pen, Role::CardLine);
            page.in_paragraph(line.paragraph);
        }
    }
    Ok((page, findings))
}
