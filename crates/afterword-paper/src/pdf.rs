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

/// Writes a document of these pages, in order, with the first one's title.
pub(crate) fn write(fonts: &Fonts, pages: &[&Page]) -> Result<Vec<u8>, PaperError> {
    let failed = |reason: String| PaperError::Pdf { reason };
    let mut document = Document::new_with(SerializeSettings::default());
    let mut tags = TagTree::new();
    for page in pages {
        let settings = PageSettings::from_wh(points(page.width_mm), points(page.height_mm))
            .ok_or_else(|| failed("the page has no size".to_owned()))?;
        let mut sheet = document.start_page_with(settings);
        let mut surface = sheet.surface();
        let same_kind = |a: &Mark, b: &Mark| match (a, b) {
            (Mark::Text(a), Mark::Text(b)) => (a.role, a.paragraph) == (b.role, b.paragraph),
            (Mark::Rule(_), Mark::Rule(_)) => true,
            _ => false,
        };
        for run in page.marks.chunk_by(same_kind) {
            match run {
                [Mark::Text(first), ..] => tags.push(draw_paragraph(&mut surface, fonts, first.role, run)),
                _ => draw_decoration(&mut surface, run),
            }
        }
        surface.finish();
        sheet.finish();
    }
    let title = pages.first().map_or_else(String::new, |page| page.title.clone());
    document.set_metadata(Metadata::new().title(title).creator("Afterword".to_owned()));
    document.set_tag_tree(tags);
    document.finish().map_err(|error| failed(format!("{error:?}")))
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
