//! The two bundled faces, parsed once, and shaping with plans made once.
//!
//! Left out: font discovery and fallback by glyph. A line is set in one face or refused.

use std::ops::Range;
use std::sync::OnceLock;

use rustybuzz::ttf_parser::Tag;
use rustybuzz::{Direction, Feature, Script, ShapePlan, UnicodeBuffer, script};

/// A bundled typeface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Face {
    /// Caveat Medium, for lines that a person copies by hand.
    Hand,
    /// Alegreya Sans, for labels and addresses.
    Text,
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
}

impl Loaded {
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
        }
    }
}

/// Both faces, ready to shape.
pub(crate) struct Fonts {
    hand: Loaded,
    text: Loaded,
    hand_space: Glyph,
    text_space: Glyph,
    hand_mean_em: f32,
    text_mean_em: f32,
}

impl Fonts {
    pub(crate) fn new() -> Self {
        // Alegreya Sans has text figures by default; addresses are read by machines and want lining ones.
        let lining = Feature::new(Tag::from_bytes(b"lnum"), 1, ..);
        let mut fonts = Self {
            hand: Loaded::new(include_bytes!("../fonts/Caveat-Medium.ttf"), Vec::new()),
            text: Loaded::new(include_bytes!("../fonts/AlegreyaSans-Regular.ttf"), vec![lining]),
            hand_space: NO_GLYPH,
            text_space: NO_GLYPH,
            hand_mean_em: 0.0,
            text_mean_em: 0.0,
        };
        fonts.hand_space = fonts.shape(Face::Hand, " ")[0];
        fonts.text_space = fonts.shape(Face::Text, " ")[0];
        fonts.hand_mean_em = fonts.mean_em(Face::Hand);
        fonts.text_mean_em = fonts.mean_em(Face::Text);
        fonts
    }

    /// The glyphs of one word or line, left to right. A character no glyph was found for has id 0.
    pub(crate) fn shape(&self, face: Face, text: &str) -> Vec<Glyph> {
        let loaded = self.loaded(face);
        let index = script_index(text);
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(text);
        buffer.set_direction(Direction::LeftToRight);
        buffer.set_script(SCRIPTS[index]);
        let plan = loaded.plans[index].get_or_init(|| {
            ShapePlan::new(
                &loaded.face,
                Direction::LeftToRight,
                Some(SCRIPTS[index]),
                None,
                &loaded.features,
            )
        });
        let shaped = rustybuzz::shape_with_plan(&loaded.face, plan, buffer);
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
                advance_em: ems(position.x_advance, loaded.em_units),
                x_offset_em: ems(position.x_offset, loaded.em_units),
                y_offset_em: ems(position.y_offset, loaded.em_units),
            });
        }
        glyphs.reverse();
        glyphs
    }

    pub(crate) fn space(&self, face: Face) -> Glyph {
        match face {
            Face::Hand => self.hand_space,
            Face::Text => self.text_space,
        }
    }

    /// The size at which this face writes as widely as a hand with the given mean character width.
    pub(crate) fn size_mm_for(&self, face: Face, character_mm: f32) -> f32 {
        let mean = match face {
            Face::Hand => self.hand_mean_em,
            Face::Text => self.text_mean_em,
        };
        character_mm / mean
    }

    pub(crate) fn pdf(&self, face: Face) -> krilla::text::Font {
        self.loaded(face).pdf.clone()
    }

    fn loaded(&self, face: Face) -> &Loaded {
        match face {
            Face::Hand => &self.hand,
            Face::Text => &self.text,
        }
    }

    fn mean_em(&self, face: Face) -> f32 {
        let width: f32 = self.shape(face, SAMPLE).iter().map(|glyph| glyph.advance_em).sum();
        #[expect(clippy::cast_precision_loss, reason = "the sample is short")]
        let chars = SAMPLE.chars().count() as f32;
        width / chars
    }
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
        let size_mm = fonts.size_mm_for(Face::Hand, 2.5);
        let width_em: f32 = fonts
            .shape(Face::Hand, SAMPLE)
            .iter()
            .map(|glyph| glyph.advance_em)
            .sum();
        #[expect(clippy::cast_precision_loss, reason = "the sample is short")]
        let mean_mm = width_em * size_mm / SAMPLE.chars().count() as f32;
        assert!((mean_mm - 2.5).abs() < 0.01, "{mean_mm}");
    }
}
