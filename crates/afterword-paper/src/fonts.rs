//! The bundled faces, each parsed when it is first used, and shaping with plans made once.
//!
//! Left out: font discovery and fallback by glyph. A line is set in one face or refused.

use std::ops::Range;
use std::sync::OnceLock;

use rustybuzz::ttf_parser::{GlyphId, OutlineBuilder, Tag};
use rustybuzz::{Direction, Feature, Script, ShapePlan, UnicodeBuffer, script};

use crate::strokes;

/// A bundled typeface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Face {
    /// Caveat Medium, for lines that a person copies by hand.
    Caveat,
    /// Kalam Regular, a broad informal hand.
    Kalam,
    /// Patrick Hand, upright and printed.
    PatrickHand,
    /// Alegreya Sans, for labels and addresses.
    Text,
    /// Single lines for a pen that draws (Hershey script simplex).
    SingleLine,
}

impl Face {
    /// The handwriting faces a card may be printed in, for who asks for that.
    pub const HANDWRITING: [Self; 3] = [Self::Caveat, Self::Kalam, Self::PatrickHand];

    /// What the face is called.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Caveat => "Caveat",
            Self::Kalam => "Kalam",
            Self::PatrickHand => "Patrick Hand",
            Self::Text => "Alegreya Sans",
            Self::SingleLine => "Hershey script",
        }
    }

    /// The faces with outlines, in the order they are kept in.
    const OUTLINED: usize = 4;

    fn slot(self) -> Option<usize> {
        match self {
            Self::Caveat => Some(0),
            Self::Kalam => Some(1),
            Self::PatrickHand => Some(2),
            Self::Text => Some(3),
            Self::SingleLine => None,
        }
    }
}

/// English as cards have it; the mean advance of a face over it stands for the width of its hand.
const SAMPLE: &str = "Thank you for taking the time to walk me through the work, and for the honest answer about the first \
                      few months. It made the job feel real to me, and I have been thinking about it since.";

/// One glyph of a shaped text; measures are in ems.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Glyph {
    pub(crate) id: u16,
    /// Byte range of the text the glyph stands for.
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) advance_em: f32,
    pub(crate) x_offset_em: f32,
    pub(crate) y_offset_em: f32,
}

impl Glyph {
    /// The same glyph in a text that begins `by` bytes later.
    pub(crate) fn shifted(self, by: usize) -> Self {
        Self {
            start: self.start + by,
            end: self.end + by,
            ..self
        }
    }

    pub(crate) fn range(&self) -> Range<usize> {
        self.start..self.end
    }
}

/// Scripts the faces cover; each has a shape plan of its own.
const SCRIPTS: [Script; 3] = [script::LATIN, script::GREEK, script::CYRILLIC];

struct Loaded {
    face: rustybuzz::Face<'static>,
    pdf: krilla::text::Font,
    features: Vec<Feature>,
    plans: [OnceLock<ShapePlan>; SCRIPTS.len()],
    em_units: f32,
    space: Glyph,
    mean_em: f32,
}

impl Loaded {
    fn of(slot: usize) -> Self {
        // Alegreya Sans has text figures by default; addresses are read by machines and want lining ones.
        let lining = Feature::new(Tag::from_bytes(b"lnum"), 1, ..);
        let (data, features): (&'static [u8], _) = match slot {
            0 => (include_bytes!("../fonts/Caveat-Medium.ttf"), Vec::new()),
            1 => (include_bytes!("../fonts/Kalam-Regular.ttf"), Vec::new()),
            2 => (include_bytes!("../fonts/PatrickHand-Regular.ttf"), Vec::new()),
            _ => (include_bytes!("../fonts/AlegreyaSans-Regular.ttf"), vec![lining]),
        };
        let mut loaded = Self::new(data, features);
        loaded.space = loaded.shape(" ").first().copied().unwrap_or(NO_GLYPH);
        loaded.mean_em = mean_em(&loaded.shape(SAMPLE));
        loaded
    }

    fn new(data: &'static [u8], features: Vec<Feature>) -> Self {
        let face = rustybuzz::Face::from_slice(data, 0).expect("the bundled fonts are valid");
        let pdf = krilla::text::Font::new(data.into(), 0).expect("the bundled fonts are valid");
        let em_units = face.units_per_em().max(1);
        #[expect(clippy::cast_precision_loss, reason = "units per em are at most 16384")]
        let em_units = em_units as f32;
        Self {
            face,
            pdf,
            features,
            plans: [const { OnceLock::new() }; SCRIPTS.len()],
            em_units,
            space: NO_GLYPH,
            mean_em: 0.0,
        }
    }

    /// The glyphs of one word or line, left to right. A character no glyph was found for has id 0.
    fn shape(&self, text: &str) -> Vec<Glyph> {
        let index = script_index(text);
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(text);
        buffer.set_direction(Direction::LeftToRight);
        buffer.set_script(SCRIPTS[index]);
        let plan = self.plans[index].get_or_init(|| {
            ShapePlan::new(
                &self.face,
                Direction::LeftToRight,
                Some(SCRIPTS[index]),
                None,
                &self.features,
            )
        });
        let shaped = rustybuzz::shape_with_plan(&self.face, plan, buffer);
        let infos = shaped.glyph_infos();
        let mut glyphs = Vec::with_capacity(infos.len());
        let mut end = text.len();
        let mut next = text.len();
        // Clusters ascend, so walking backwards meets the end of each before its start.
        for (info, position) in infos.iter().zip(shaped.glyph_positions()).rev() {
            let start = info.cluster as usize;
            if start != next {
                end = next;
                next = start;
            }
            glyphs.push(Glyph {
                id: u16::try_from(info.glyph_id).unwrap_or(0),
                start,
                end,
                advance_em: ems(position.x_advance, self.em_units),
                x_offset_em: ems(position.x_offset, self.em_units),
                y_offset_em: ems(position.y_offset, self.em_units),
            });
        }
        glyphs.reverse();
        glyphs
    }
}

/// Every face, ready to shape once it is asked for.
pub(crate) struct Fonts {
    faces: [OnceLock<Loaded>; Face::OUTLINED],
    single_line: OnceLock<(Glyph, f32)>,
}

impl Fonts {
    pub(crate) fn new() -> Self {
        Self {
            faces: [const { OnceLock::new() }; Face::OUTLINED],
            single_line: OnceLock::new(),
        }
    }

    /// The glyphs of one word or line, left to right. A character no glyph was found for has id 0.
    pub(crate) fn shape(&self, face: Face, text: &str) -> Vec<Glyph> {
        match self.loaded(face) {
            Some(loaded) => loaded.shape(text),
            None => strokes::shape(text),
        }
    }

    pub(crate) fn space(&self, face: Face) -> Glyph {
        match self.loaded(face) {
            Some(loaded) => loaded.space,
            None => self.single_line().0,
        }
    }

    /// The size at which this face writes as widely as a hand with the given mean character width.
    pub(crate) fn size_mm_for(&self, face: Face, character_mm: f32) -> f32 {
        character_mm / self.mean_em(face)
    }

    /// The mean advance over ordinary English.
    pub(crate) fn mean_em(&self, face: Face) -> f32 {
        match self.loaded(face) {
            Some(loaded) => loaded.mean_em,
            None => self.single_line().1,
        }
    }

    /// The face as the PDF writer takes it; none for the one that is drawn in lines.
    pub(crate) fn pdf(&self, face: Face) -> Option<krilla::text::Font> {
        Some(self.loaded(face)?.pdf.clone())
    }

    /// Draws the outline of one glyph in units of its face, upwards from its place; nothing for the face of single lines.
    pub(crate) fn outline(&self, face: Face, id: u16, pen: &mut dyn OutlineBuilder) {
        if let Some(loaded) = self.loaded(face) {
            loaded.face.outline_glyph(GlyphId(id), pen);
        }
    }

    /// How many units of its outlines an em of this face has.
    pub(crate) fn em_units(&self, face: Face) -> f32 {
        self.loaded(face).map_or(1.0, |loaded| loaded.em_units)
    }

    fn single_line(&self) -> (Glyph, f32) {
        *self.single_line.get_or_init(|| {
            let space = strokes::shape(" ").first().copied().unwrap_or(NO_GLYPH);
            (space, mean_em(&strokes::shape(SAMPLE)))
        })
    }

    fn loaded(&self, face: Face) -> Option<&Loaded> {
        let slot = face.slot()?;
        Some(self.faces[slot].get_or_init(|| Loaded::of(slot)))
    }
}

/// The mean advance over the characters of [`SAMPLE`].
fn mean_em(glyphs: &[Glyph]) -> f32 {
    let width: f32 = glyphs.iter().map(|glyph| glyph.advance_em).sum();
    #[expect(clippy::cast_precision_loss, reason = "the sample is short")]
    let chars = SAMPLE.chars().count() as f32;
    width / chars
}

const NO_GLYPH: Glyph = Glyph {
    id: 0,
    start: 0,
    end: 0,
    advance_em: 0.0,
    x_offset_em: 0.0,
    y_offset_em: 0.0,
};

#[expect(clippy::cast_precision_loss, reason = "font units are small integers")]
fn ems(units: i32, em_units: f32) -> f32 {
    units as f32 / em_units
}

/// Which of [`SCRIPTS`] a word is shaped as; anything unknown is shaped as Latin and reported as missing later.
fn script_index(text: &str) -> usize {
    let by_char = |c: char| match u32::from(c) {
        0x0370..=0x03FF | 0x1F00..=0x1FFF => Some(1),
        0x0400..=0x052F => Some(2),
        _ if c.is_alphabetic() => Some(0),
        _ => None,
    };
    text.chars().find_map(by_char).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clusters_cover_the_text() {
        let fonts = Fonts::new();
        for text in ["Thank", "fiancé", "Zoe\u{308}", "Đặng", "Łódź", "office"] {
            let glyphs = fonts.shape(Face::Text, text);
            let mut at = 0;
            for glyph in &glyphs {
                assert!(glyph.id != 0, "{text}");
                assert!(glyph.start <= at && glyph.end >= at, "{text}: {glyphs:?}");
                at = at.max(glyph.end);
            }
            assert_eq!(at, text.len(), "{text}");
        }
    }

    #[test]
    fn the_hand_face_writes_as_wide_as_it_is_told() {
        let fonts = Fonts::new();
        let size_mm = fonts.size_mm_for(Face::Caveat, 2.5);
        let width_em: f32 = fonts
            .shape(Face::Caveat, SAMPLE)
            .iter()
            .map(|glyph| glyph.advance_em)
            .sum();
        #[expect(clippy::cast_precision_loss, reason = "the sample is short")]
        let mean_mm = width_em * size_mm / SAMPLE.chars().count() as f32;
        assert!((mean_mm - 2.5).abs() < 0.01, "{mean_mm}");
    }
}
