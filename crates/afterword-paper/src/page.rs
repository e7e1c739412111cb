//! A laid-out page: what stands where, in millimetres from the upper left corner.
//!
//! The writers of PDF and SVG walk it. Nothing here knows about either.

use crate::fit::SetLine;
use crate::fonts::{Face, Glyph};

/// What a mark on the page is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Role {
    /// For whom the sheet is.
    Heading,
    /// How to use the sheet.
    Instruction,
    /// A line of the card, to be copied.
    CopyLine,
    /// A line of the card itself.
    CardLine,
    /// A ruled line of the card.
    WritingRule,
    /// A scale of millimetres under a line, to read off where writing ended.
    Scale,
    /// The edge of the card at true size.
    CardEdge,
    /// What the card is.
    Caption,
    /// The ruler that shows printer scaling.
    CheckRuler,
    /// Hash and date of the approved text.
    ProofMark,
    /// The sender's address.
    ReturnAddress,
    /// The address the post reads.
    DeliveryAddress,
}

/// How dark a mark is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Ink {
    /// For reading by eye and machine.
    Full,
    /// For a card that is printed as it is: the blue-black of a fountain pen.
    Pen,
    /// For labels.
    Soft,
    /// For lines that will be written over or copied.
    Light,
    /// For hairlines.
    Faint,
}

impl Ink {
    /// Red, green and blue, 0 to 255.
    #[must_use]
    pub fn rgb(self) -> [u8; 3] {
        match self {
            Self::Full => [0x1C, 0x1C, 0x1E],
            Self::Pen => [0x1F, 0x2A, 0x44],
            Self::Soft => [0x6B, 0x6A, 0x68],
            Self::Light => [0x77, 0x7F, 0x8C],
            Self::Faint => [0xC9, 0xC8, 0xC4],
        }
    }
}

/// A line of text in one face and size.
#[derive(Debug, Clone, PartialEq)]
pub struct TextLine {
    /// Left end.
    pub x_mm: f32,
    /// The line the letters stand on.
    pub baseline_mm: f32,
    /// From the left end to where the last letter ends.
    pub width_mm: f32,
    /// The size of the face's em.
    pub size_mm: f32,
    /// The face.
    pub face: Face,
    /// How dark.
    pub ink: Ink,
    /// What for.
    pub role: Role,
    /// Which paragraph of its role the line belongs to, counted from 0.
    pub paragraph: usize,
    /// The text, as it reads when selected.
    pub text: String,
    pub(crate) glyphs: Vec<Glyph>,
}

impl TextLine {
    /// How many glyphs the line is drawn with.
    #[must_use]
    pub fn glyph_count(&self) -> usize {
        self.glyphs.len()
    }

    /// Where the line's tallest letters end; the ascenders of both faces stay below this.
    #[must_use]
    pub fn top_mm(&self) -> f32 {
        self.baseline_mm - 0.78 * self.size_mm
    }

    /// Where the line's descenders end.
    #[must_use]
    pub fn bottom_mm(&self) -> f32 {
        self.baseline_mm + 0.27 * self.size_mm
    }

    /// Where the line ends.
    #[must_use]
    pub fn right_mm(&self) -> f32 {
        self.x_mm + self.width_mm
    }
}

/// A straight line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rule {
    /// Start, from the left.
    pub x1_mm: f32,
    /// Start, from the top.
    pub y1_mm: f32,
    /// End, from the left.
    pub x2_mm: f32,
    /// End, from the top.
    pub y2_mm: f32,
    /// Thickness.
    pub weight_mm: f32,
    /// How dark.
    pub ink: Ink,
    /// What for.
    pub role: Role,
}

/// Anything that leaves ink.
#[derive(Debug, Clone, PartialEq)]
pub enum Mark {
    /// A line of text.
    Text(TextLine),
    /// A straight line.
    Rule(Rule),
}

/// A page and its marks, in reading order.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// The paper's width.
    pub width_mm: f32,
    /// The paper's height.
    pub height_mm: f32,
    /// The document's title, without control characters.
    pub title: String,
    /// The marks, in reading order.
    pub marks: Vec<Mark>,
}

impl Page {
    /// An empty page.
    pub(crate) fn new(width_mm: f32, height_mm: f32, title: &str) -> Self {
        Self {
            width_mm,
            height_mm,
            title: crate::clean::metadata(title),
            marks: Vec::new(),
        }
    }

    /// The lines of text, in reading order.
    pub fn lines(&self) -> impl Iterator<Item = &TextLine> {
        self.marks.iter().filter_map(|mark| match mark {
            Mark::Text(line) => Some(line),
            Mark::Rule(_) => None,
        })
    }

    /// The lines of text with one role, in reading order.
    pub fn lines_of(&self, role: Role) -> impl Iterator<Item = &TextLine> {
        self.lines().filter(move |line| line.role == role)
    }

    /// The straight lines.
    pub fn rules(&self) -> impl Iterator<Item = &Rule> {
        self.marks.iter().filter_map(|mark| match mark {
            Mark::Rule(rule) => Some(rule),
            Mark::Text(_) => None,
        })
    }

    pub(crate) fn rule(&mut self, from_mm: (f32, f32), to_mm: (f32, f32), weight_mm: f32, ink: Ink, role: Role) {
        let ((x1_mm, y1_mm), (x2_mm, y2_mm)) = (from_mm, to_mm);
        self.marks.push(Mark::Rule(Rule {
            x1_mm,
            y1_mm,
            x2_mm,
            y2_mm,
            weight_mm,
            ink,
            role,
        }));
    }

    /// Places a set line.
    pub(crate) fn text(&mut self, line: SetLine, at_mm: (f32, f32), size_mm: f32, face: Face, ink: Ink, role: Role) {
        let SetLine { text, glyphs, width_em } = line;
        self.marks.push(Mark::Text(TextLine {
            x_mm: at_mm.0,
            baseline_mm: at_mm.1,
            width_mm: width_em * size_mm,
            size_mm,
            face,
            ink,
            role,
            paragraph: 0,
            text,
            glyphs,
        }));
    }

    /// Counts the line placed last to a paragraph of its role.
    pub(crate) fn in_paragraph(&mut self, number: usize) {
        if let Some(Mark::Text(line)) = self.marks.last_mut() {
            line.paragraph = number;
        }
    }
}
