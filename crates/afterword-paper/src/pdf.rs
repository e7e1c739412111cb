//! A page to the bytes of a PDF.
//!
//! Text is drawn as text, line by line in reading order, so that it can be selected and read aloud; fonts are subset;
//! there is no date in the file, so equal pages give equal bytes.

use std::ops::Range;

use krilla::color::rgb;
use krilla::geom::{PathBuilder, Point};
use krilla::metadata::Metadata;
use krilla::num::NormalizedF32;
use krilla::page::PageSettings;
use krilla::paint::{Fill, Stroke};
use krilla::surface::Surface;
use krilla::text::GlyphId;
use krilla::{Document, SerializeSettings};

use crate::error::PaperError;
use crate::fonts::{Fonts, Glyph};
use crate::page::{Ink, Mark, Page, Rule, TextLine};

const POINTS_PER_MM: f32 = 72.0 / 25.4;

fn points(mm: f32) -> f32 {
    mm * POINTS_PER_MM
}

/// Writes a document of these pages, in order, with the first one's title.
pub(crate) fn write(fonts: &Fonts, pages: &[&Page]) -> Result<Vec<u8>, PaperError> {
    let failed = |reason: String| PaperError::Pdf { reason };
    let mut document = Document::new_with(SerializeSettings::default());
    for page in pages {
        let settings = PageSettings::from_wh(points(page.width_mm), points(page.height_mm))
            .ok_or_else(|| failed("the page has no size".to_owned()))?;
        let mut sheet = document.start_page_with(settings);
        let mut surface = sheet.surface();
        for mark in &page.marks {
            match mark {
                Mark::Text(line) => draw_text(&mut surface, fonts, line),
                Mark::Rule(rule) => draw_rule(&mut surface, rule),
            }
        }
        surface.finish();
        sheet.finish();
    }
    let title = pages.first().map_or_else(String::new, |page| page.title.clone());
    document.set_metadata(Metadata::new().title(title).creator("Afterword".to_owned()));
    document.finish().map_err(|error| failed(format!("{error:?}")))
}

fn draw_text(surface: &mut Surface<'_>, fonts: &Fonts, line: &TextLine) {
    surface.set_stroke(None);
    surface.set_fill(Some(Fill {
        paint: color(line.ink).into(),
        opacity: NormalizedF32::ONE,
        ..Fill::default()
    }));
    let start = Point::from_xy(points(line.x_mm), points(line.baseline_mm));
    surface.draw_glyphs(
        start,
        &line.glyphs,
        fonts.pdf(line.face),
        &line.text,
        points(line.size_mm),
        false,
    );
}

fn draw_rule(surface: &mut Surface<'_>, rule: &Rule) {
    let mut path = PathBuilder::new();
    path.move_to(points(rule.x1_mm), points(rule.y1_mm));
    path.line_to(points(rule.x2_mm), points(rule.y2_mm));
    let Some(path) = path.finish() else { return };
    surface.set_fill(None);
    surface.set_stroke(Some(Stroke {
        paint: color(rule.ink).into(),
        width: points(rule.weight_mm),
        ..Stroke::default()
    }));
    surface.draw_path(&path);
}

fn color(ink: Ink) -> rgb::Color {
    let [red, green, blue] = ink.rgb();
    rgb::Color::new(red, green, blue)
}

impl krilla::text::Glyph for Glyph {
    fn glyph_id(&self) -> GlyphId {
        GlyphId::new(u32::from(self.id))
    }

    fn text_range(&self) -> Range<usize> {
        self.range()
    }

    fn x_advance(&self, size: f32) -> f32 {
        self.advance_em * size
    }

    fn x_offset(&self, size: f32) -> f32 {
        self.x_offset_em * size
    }

    fn y_offset(&self, size: f32) -> f32 {
        self.y_offset_em * size
    }

    fn y_advance(&self, _size: f32) -> f32 {
        0.0
    }

    fn location(&self) -> Option<krilla::surface::Location> {
        None
    }
}
