//! A page to the bytes of a PDF.
//!
//! Text is drawn as text, line by line in reading order, and tagged by paragraph, so that it can be selected and read
//! aloud; rules are marked as decoration. Fonts are subset. There is no date in the file: equal pages give equal bytes.

use std::num::NonZeroU16;
use std::ops::Range;

use krilla::color::rgb;
use krilla::geom::{PathBuilder, Point};
use krilla::metadata::Metadata;
use krilla::num::NormalizedF32;
use krilla::page::PageSettings;
use krilla::paint::{Fill, Stroke};
use krilla::surface::Surface;
use krilla::tagging::{Artifact, ArtifactType, ContentTag, SpanTag, Tag, TagGroup, TagTree};
use krilla::text::GlyphId;
use krilla::{Document, SerializeSettings};

use crate::error::PaperError;
use crate::fonts::{Fonts, Glyph};
use crate::page::{Ink, Mark, Page, Role, Rule, TextLine};

const POINTS_PER_MM: f32 = 72.0 / 25.4;

fn points(mm: f32) -> f32 {
    mm * POINTS_PER_MM
}

fn failed(reason: String) -> PaperError {
    PaperError::Pdf { reason }
}

/// Writes a document of one page, with its title.
pub(crate) fn write(fonts: &Fonts, page: &Page) -> Result<Vec<u8>, PaperError> {
    let mut writer = Writer::new(fonts);
    writer.add(page)?;
    writer.finish(page.title.clone())
}

/// A document that grows page by page, so that a mailing never has all of its pages laid out at once.
pub(crate) struct Writer<'f> {
    fonts: &'f Fonts,
    document: Document,
    tags: TagTree,
}

impl<'f> Writer<'f> {
    pub(crate) fn new(fonts: &'f Fonts) -> Self {
        Self {
            fonts,
            document: Document::new_with(SerializeSettings::default()),
            tags: TagTree::new(),
        }
    }

    /// Draws one more page.
    pub(crate) fn add(&mut self, page: &Page) -> Result<(), PaperError> {
        let settings = PageSettings::from_wh(points(page.width_mm), points(page.height_mm))
            .ok_or_else(|| failed("the page has no size".to_owned()))?;
        let mut sheet = self.document.start_page_with(settings);
        let mut surface = sheet.surface();
        let same_kind = |a: &Mark, b: &Mark| match (a, b) {
            (Mark::Text(a), Mark::Text(b)) => (a.role, a.paragraph) == (b.role, b.paragraph),
            (Mark::Rule(_), Mark::Rule(_)) => true,
            _ => false,
        };
        for run in page.marks.chunk_by(same_kind) {
            match run {
                [Mark::Text(first), ..] => self
                    .tags
                    .push(draw_paragraph(&mut surface, self.fonts, first.role, run)),
                _ => draw_decoration(&mut surface, run),
            }
        }
        surface.finish();
        sheet.finish();
        Ok(())
    }

    /// The bytes of the document.
    pub(crate) fn finish(mut self, title: String) -> Result<Vec<u8>, PaperError> {
        let metadata = Metadata::new().title(title).creator("Afterword".to_owned());
        self.document.set_metadata(metadata);
        self.document.set_tag_tree(self.tags);
        self.document.finish().map_err(|error| failed(format!("{error:?}")))
    }
}

/// Draws the lines of one paragraph and returns its place in the document's structure.
fn draw_paragraph(surface: &mut Surface<'_>, fonts: &Fonts, role: Role, run: &[Mark]) -> TagGroup {
    let mut group = match role {
        Role::Heading => TagGroup::new(Tag::Hn(NonZeroU16::MIN, None)),
        _ => TagGroup::new(Tag::P),
    };
    for mark in run {
        if let Mark::Text(line) = mark {
            group.push(surface.start_tagged(ContentTag::Span(SpanTag::empty())));
            draw_text(surface, fonts, line);
            surface.end_tagged();
        }
    }
    group
}

fn draw_decoration(surface: &mut Surface<'_>, run: &[Mark]) {
    surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Layout)));
    for mark in run {
        if let Mark::Rule(rule) = mark {
            draw_rule(surface, rule);
        }
    }
    surface.end_tagged();
}

fn draw_text(surface: &mut Surface<'_>, fonts: &Fonts, line: &TextLine) {
    // The face of single lines is for pens; it is drawn in SVG and has no place in a PDF.
    let Some(font) = fonts.pdf(line.face) else { return };
    surface.set_stroke(None);
    surface.set_fill(Some(Fill {
        paint: color(line.ink).into(),
        opacity: NormalizedF32::ONE,
        ..Fill::default()
    }));
    let start = Point::from_xy(points(line.x_mm), points(line.baseline_mm));
    surface.draw_glyphs(start, &line.glyphs, font, &line.text, points(line.size_mm), false);
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
