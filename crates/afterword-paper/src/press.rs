//! The press: fonts parsed once, then as many pages as wanted.

use std::fmt;

use crate::calibration::{self, Copied};
use crate::card::Card;
use crate::envelope::{self, Envelope};
use crate::error::{PaperError, PaperFinding};
use crate::finished::{self, FinishedCard};
use crate::fonts::{Face, Fonts};
use crate::page::Page;
use crate::sheet::{self, CardSheet, SheetPaper};
use crate::text::fit_text;
use crate::{pdf, svg};

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

/// A line of a card, as it is written by hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrittenLine {
    /// What is written; nothing on a line that is left blank.
    pub text: String,
    /// It begins a paragraph and is set in.
    pub is_indented: bool,
}

/// A card drawn in single lines.
#[derive(Debug, Clone, PartialEq)]
pub struct Drawn {
    /// The SVG, for a plotter.
    pub svg: String,
    /// What stands where on its page.
    pub page: Page,
    /// What is worth saying about it.
    pub findings: Vec<PaperFinding>,
}

/// Many envelopes in one document.
#[derive(Debug, Clone, PartialEq)]
pub struct Mailing {
    /// The PDF, a page an envelope.
    pub bytes: Vec<u8>,
    /// How many there are.
    pub pages: usize,
    /// What is worth saying, each with the number of its envelope, counted from 0.
    pub findings: Vec<(usize, PaperFinding)>,
}

/// Prints cards and envelopes. Make one and keep it: a font is read when it is first needed.
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

    /// The card itself in a handwriting face, on a page of its own size. A machine's hand is not the sender's.
    ///
    /// # Errors
    /// As [`Press::copy_out_sheet`], and when the face asked for lacks a character.
    pub fn finished_card(&self, card: &FinishedCard) -> Result<Printed, PaperError> {
        self.print(finished::lay_out(&self.fonts, card)?)
    }

    /// The card itself in single lines, for a pen that draws. A machine's hand is not the sender's.
    ///
    /// # Errors
    /// As [`Press::finished_card`]; the face of single lines has the letters of western and central Europe.
    pub fn plotter_card(&self, card: &FinishedCard) -> Result<Drawn, PaperError> {
        let card = FinishedCard {
            face: Face::SingleLine,
            ..card.clone()
        };
        let (page, findings) = finished::lay_out(&self.fonts, &card)?;
        Ok(Drawn {
            svg: svg::plotter(&page),
            page,
            findings,
        })
    }

    /// An envelope, on a page of its own size.
    ///
    /// # Errors
    /// When a part is missing that the post needs, does not fit, or has a hidden character or one no bundled font has;
    /// when an address from a website names no department; when the post takes no envelope of this size.
    pub fn envelope(&self, envelope: &Envelope) -> Result<Printed, PaperError> {
        self.print(envelope::lay_out(&self.fonts, envelope)?)
    }

    /// Many envelopes, a page each, laid out one after the other.
    ///
    /// # Errors
    /// As [`Press::envelope`], with the number of the envelope it is about, counted from 0.
    pub fn mailing<'e>(
        &self,
        envelopes: impl IntoIterator<Item = &'e Envelope>,
    ) -> Result<Mailing, (usize, PaperError)> {
        let mut writer = pdf::Writer::new(&self.fonts);
        let mut findings = Vec::new();
        let mut pages = 0;
        for envelope in envelopes {
            let (page, found) = envelope::lay_out(&self.fonts, envelope).map_err(|error| (pages, error))?;
            writer.add(&page).map_err(|error| (pages, error))?;
            findings.extend(found.into_iter().map(|finding| (pages, finding)));
            pages += 1;
        }
        let title = if pages == 1 { "An envelope" } else { "Envelopes" };
        let bytes = writer.finish(title.to_owned()).map_err(|error| (pages, error))?;
        Ok(Mailing { bytes, pages, findings })
    }

    /// A page as SVG, as it will look on paper.
    #[must_use]
    pub fn preview(&self, page: &Page) -> String {
        svg::preview(&self.fonts, page)
    }

    /// The sheet on which a person shows how wide their hand writes.
    ///
    /// # Errors
    /// Only when the PDF writer fails.
    pub fn calibration_sheet(&self, paper: SheetPaper) -> Result<Printed, PaperError> {
        self.print(calibration::lay_out(&self.fonts, paper)?)
    }

    /// The hand whose copies of [`crate::COPIED_LINE`] ended there, in millimetres from their begin. `None` where no hand
    /// writes so. The line pitch follows the hand where none is given.
    #[must_use]
    pub fn measure_hand(&self, ended_mm: &[f32], line_pitch_mm: Option<f32>) -> Option<Copied> {
        calibration::measure(&self.fonts, ended_mm, line_pitch_mm)
    }

    /// The lines of the card as they will be written, from the first that is not blank; an empty one is left blank.
    ///
    /// # Errors
    /// As [`Press::copy_out_sheet`].
    pub fn card_lines(&self, text: &str, card: &Card) -> Result<Vec<String>, PaperError> {
        let lines = self.written_lines(text, card)?;
        Ok(lines.into_iter().map(|line| line.text).collect())
    }

    /// The same with where a line begins.
    ///
    /// # Errors
    /// As [`Press::copy_out_sheet`].
    pub fn written_lines(&self, text: &str, card: &Card) -> Result<Vec<WrittenLine>, PaperError> {
        let fitted = fit_text(&self.fonts, text, card, sheet::WISH, &mut Vec::new())?;
        let lines = fitted.lines.into_iter().map(|line| WrittenLine {
            is_indented: line.indent_mm > 0.0,
            text: line.line.text,
        });
        Ok(lines.collect())
    }

    fn print(&self, (page, findings): (Page, Vec<PaperFinding>)) -> Result<Printed, PaperError> {
        let bytes = pdf::write(&self.fonts, &page)?;
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
