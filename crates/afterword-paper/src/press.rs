//! The press: fonts parsed once, then as many pages as wanted.

use std::fmt;

use crate::card::Card;
use crate::envelope::{self, Envelope};
use crate::error::{PaperError, PaperFinding};
use crate::fonts::Fonts;
use crate::page::Page;
use crate::pdf;
use crate::sheet::{self, CardSheet};
use crate::text::fit_text;

/// A finished document.
#[derive(Debug, Clone, PartialEq)]
pub struct Printed {
    /// The PDF.
    pub bytes: Vec<u8>,
    /// What stands where on its page.
    pub page: Page,
    /// What is worth saying about it.
    pub findings: Vec<PaperFinding>,
}

/// Prints cards and envelopes. Make one and keep it: the fonts are read when it is made.
pub struct Press {
    fonts: Fonts,
}

impl Press {
    /// A press with the bundled fonts.
    #[must_use]
    pub fn new() -> Self {
        Self { fonts: Fonts::new() }
    }

    /// The sheet a person copies a card from.
    ///
    /// # Errors
    /// When the text does not fit the card, is empty, or has a character that no bundled font has.
    pub fn copy_out_sheet(&self, sheet: &CardSheet) -> Result<Printed, PaperError> {
        self.print(sheet::lay_out(&self.fonts, sheet)?)
    }

    /// An envelope, on a page of its own size.
    ///
    /// # Errors
    /// When a part is missing that the post needs, does not fit, or has a hidden character or one no bundled font has.
    pub fn envelope(&self, envelope: &Envelope) -> Result<Printed, PaperError> {
        self.print(envelope::lay_out(&self.fonts, envelope)?)
    }

    /// The lines of the card as they will be written; an empty one is left blank.
    ///
    /// # Errors
    /// As [`Press::copy_out_sheet`].
    pub fn card_lines(&self, text: &str, card: &Card) -> Result<Vec<String>, PaperError> {
        let fitted = fit_text(&self.fonts, text, card, &mut Vec::new())?;
        Ok(fitted.lines.into_iter().map(|line| line.line.text).collect())
    }

    fn print(&self, (page, findings): (Page, Vec<PaperFinding>)) -> Result<Printed, PaperError> {
        let bytes = pdf::write(&self.fonts, &[&page])?;
        Ok(Printed { bytes, page, findings })
    }
}

impl Default for Press {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Press {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Press").finish_non_exhaustive()
    }
}
