//! The card: its size, the hand that will write on it, and the text fitted to its lines.
//!
//! Text is fitted by breaking lines and, when room is short, by marking paragraphs with an indent instead of a blank
//! line. It is never shrunk: what still does not fit is refused with the number of words to cut.

use std::ops::Range;

use crate::clean::{card_text, is_gap};
use crate::envelope::EnvelopeSize;
use crate::error::{Field, PaperError, PaperFinding};
use crate::fit::{Piece, SetLine, break_lines, pieces, set_line, split_long};
use crate::fonts::{Face, Fonts};

const INCH_MM: f32 = 25.4;

/// The panel of a card that is written on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum CardFormat {
    /// A2 folded card, panel of 4.25 x 5.5 inches.
    #[default]
    A2,
    /// DIN A6, 105 x 148 mm.
    A6,
    /// 4bar folded card, panel of 3.5 x 4.875 inches.
    FourBar,
    /// Flat card of 5 x 7 inches.
    FiveBySeven,
}

impl CardFormat {
    /// Every format, smallest first.
    pub const ALL: [Self; 4] = [Self::FourBar, Self::A6, Self::A2, Self::FiveBySeven];

    /// The short and the long side of the panel.
    #[must_use]
    pub fn sides_mm(self) -> (f32, f32) {
        match self {
            Self::A2 => (4.25 * INCH_MM, 5.5 * INCH_MM),
            Self::A6 => (105.0, 148.0),
            Self::FourBar => (3.5 * INCH_MM, 4.875 * INCH_MM),
            Self::FiveBySeven => (5.0 * INCH_MM, 7.0 * INCH_MM),
        }
    }

    /// What a shop calls it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::A2 => "A2 folded card",
            Self::A6 => "A6 card",
            Self::FourBar => "4bar folded card",
            Self::FiveBySeven => "5 × 7 in card",
        }
    }

    /// The envelope it goes into.
    #[must_use]
    pub fn envelope_size(self) -> EnvelopeSize {
        match self {
            Self::A2 => EnvelopeSize::A2,
            Self::A6 => EnvelopeSize::C6,
            Self::FourBar => EnvelopeSize::FourBar,
            Self::FiveBySeven => EnvelopeSize::A7,
        }
    }
}

/// Which way round the card is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Orientation {
    /// Taller than wide.
    #[default]
    Portrait,
    /// Wider than tall.
    Landscape,
}

/// The hand that will write the card.
///
/// The model is an average: every line has room for the characters this hand writes on it, with the widths of an
/// ordinary handwriting face in proportion. Measures outside what people write are brought inside.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hand {
    character_mm: f32,
    line_pitch_mm: f32,
}

impl Hand {
    /// A hand by the mean width of a character, spaces included, and the distance between two lines.
    #[must_use]
    pub fn new(character_mm: f32, line_pitch_mm: f32) -> Self {
        let within = |value: f32, low: f32, high: f32, usual: f32| {
            if value.is_finite() {
                value.clamp(low, high)
            } else {
                usual
            }
        };
        let character_mm = within(character_mm, 1.4, 5.0, 2.5);
        // Ascenders and descenders of neighbouring lines must not meet.
        let line_pitch_mm = within(line_pitch_mm, 5.0, 20.0, 8.0).max(character_mm * 2.6);
        Self {
            character_mm,
            line_pitch_mm,
        }
    }

    /// A hand by its writing size: the height of a small letter such as "n". Most people write at 2 to 3 mm.
    #[must_use]
    pub fn from_writing_size_mm(letter_mm: f32) -> Self {
        Self::new(letter_mm, letter_mm * 3.2)
    }

    /// The mean width of a character, spaces included.
    #[must_use]
    pub fn character_mm(self) -> f32 {
        self.character_mm
    }

    /// The distance between two lines.
    #[must_use]
    pub fn line_pitch_mm(self) -> f32 {
        self.line_pitch_mm
    }
}

impl Default for Hand {
    /// Small letters of 2.5 mm on lines 8 mm apart.
    fn default() -> Self {
        Self::from_writing_size_mm(2.5)
    }
}

/// A card to be written on.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Card {
    /// Its size.
    pub format: CardFormat,
    /// Which way round.
    pub orientation: Orientation,
    /// Who writes, by the size of their hand.
    pub hand: Hand,
}

impl Card {
    /// A portrait card for an average hand.
    #[must_use]
    pub fn new(format: CardFormat) -> Self {
        Self {
            format,
            ..Self::default()
        }
    }

    /// Width and height as the card is written.
    #[must_use]
    pub fn size_mm(&self) -> (f32, f32) {
        let (short, long) = self.format.sides_mm();
        match self.orientation {
            Orientation::Portrait => (short, long),
            Orientation::Landscape => (long, short),
        }
    }

    /// The blank edge on every side.
    #[must_use]
    pub fn margin_mm(&self) -> f32 {
        let (short, _) = self.format.sides_mm();
        short * 0.1
    }

    /// The length of a ruled line.
    #[must_use]
    pub fn line_width_mm(&self) -> f32 {
        self.size_mm().0 - 2.0 * self.margin_mm()
    }

    /// How many lines the card has for this hand.
    #[must_use]
    pub fn line_count(&self) -> usize {
        let room_mm = self.size_mm().1 - 2.0 * self.margin_mm() - INK_PITCHES * self.hand.line_pitch_mm;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "small and not negative"
        )]
        let more = (room_mm.max(0.0) / self.hand.line_pitch_mm) as usize;
        more + 1
    }

    /// Where line `index` stands, from the card's upper edge. The lines are centred by what is written on them.
    #[must_use]
    pub fn baseline_mm(&self, index: usize) -> f32 {
        let pitch_mm = self.hand.line_pitch_mm;
        let written_mm = (count(self.line_count()) - 1.0 + INK_PITCHES) * pitch_mm;
        (self.size_mm().1 - written_mm) / 2.0 + (ABOVE_PITCHES + count(index)) * pitch_mm
    }
}

/// How far a line's letters reach above and below it, as a part of the line pitch.
const ABOVE_PITCHES: f32 = 0.65;
const INK_PITCHES: f32 = 0.9;

/// The indent of a paragraph where there is no room for blank lines, in mean characters.
const INDENT_CHARACTERS: f32 = 3.0;

#[expect(clippy::cast_precision_loss, reason = "line counts are small")]
fn count(n: usize) -> f32 {
    n as f32
}

/// One line of the card; an empty one is left blank.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct CardLine {
    pub(crate) line: SetLine,
    pub(crate) indent_mm: f32,
}

/// The card's text on its lines.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct FittedText {
    pub(crate) face: Face,
    pub(crate) size_mm: f32,
    /// How many of the card's lines stay blank before the first.
    pub(crate) first_line: usize,
    pub(crate) lines: Vec<CardLine>,
}

/// A paragraph's source lines, each as pieces.
struct Paragraph<'t> {
    lines: Vec<Vec<Piece<'t>>>,
}

/// How paragraphs are told apart.
#[derive(Clone, Copy, PartialEq)]
enum Style {
    /// By a blank line.
    Spaced,
    /// By an indent; greeting and signature stay at the left.
    Indented,
}

/// Widths of the card in ems of the face it is set in.
#[expect(clippy::struct_field_names, reason = "units last")]
struct Measure {
    width_em: f32,
    indent_em: f32,
    space_em: f32,
}

/// Where one line's pieces are: paragraph, source line, pieces; or a blank line.
type Slot = Option<(usize, usize, Range<usize>)>;

/// Fits text to a card, or says by how much it is too long.
pub(crate) fn fit_text(
    fonts: &Fonts,
    text: &str,
    card: &Card,
    findings: &mut Vec<PaperFinding>,
) -> Result<FittedText, PaperError> {
    let (text, left_out) = card_text(text);
    if left_out > 0 {
        findings.push(PaperFinding::HiddenLeftOut { count: left_out });
    }
    if text.chars().all(char::is_whitespace) {
        return Err(PaperError::EmptyCard);
    }
    let (face, mut paragraphs) = match paragraphs(fonts, Face::Hand, &text) {
        Ok(paragraphs) => (Face::Hand, paragraphs),
        Err(PaperError::MissingGlyph { character, .. }) => {
            let plain = paragraphs(fonts, Face::Text, &text)?;
            findings.push(PaperFinding::PlainFace { character });
            (Face::Text, plain)
        }
        Err(other) => return Err(other),
    };
    let size_mm = fonts.size_mm_for(face, card.hand.character_mm);
    let space = fonts.space(face);
    let indent_mm = INDENT_CHARACTERS * card.hand.character_mm;
    let measure = Measure {
        width_em: card.line_width_mm() / size_mm,
        indent_em: indent_mm / size_mm,
        space_em: space.advance_em,
    };
    for line in paragraphs.iter_mut().flat_map(|paragraph| &mut paragraph.lines) {
        let whole = measure.width_em - measure.indent_em;
        *line = split_long(std::mem::take(line), whole, Field::CardText, findings);
    }

    let available = card.line_count();
    let mut style = Style::Spaced;
    let mut slots = lay_out(&paragraphs, style, &measure);
    if slots.len() > available {
        style = Style::Indented;
        slots = lay_out(&paragraphs, style, &measure);
    }
    if slots.len() > available {
        let lines_over = slots.len() - available;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "small and not negative"
        )]
        let characters_per_line = (card.line_width_mm() / card.hand.character_mm) as usize;
        return Err(PaperError::Overflow {
            words_to_cut: words_to_cut(&mut paragraphs, available, lines_over, &measure),
            lines_over,
            lines_needed: slots.len(),
            lines_available: available,
            characters_per_line,
        });
    }
    let blank = available - slots.len();
    let lines = slots.into_iter().map(|slot| match slot {
        Some((paragraph, line, range)) => {
            let first = line == 0 && range.start == 0;
            let indented = first && style == Style::Indented && is_indented(paragraph, paragraphs.len());
            let set = set_line(&paragraphs[paragraph].lines[line][range], space);
            CardLine {
                line: set,
                indent_mm: if indented { indent_mm } else { 0.0 },
            }
        }
        None => CardLine {
            line: set_line(&[], space),
            indent_mm: 0.0,
        },
    });
    // A short text stands a little above the middle, where a hand would put it.
    Ok(FittedText {
        face,
        size_mm,
        first_line: blank * 2 / 5,
        lines: lines.collect(),
    })
}

fn paragraphs<'t>(fonts: &Fonts, face: Face, text: &'t str) -> Result<Vec<Paragraph<'t>>, PaperError> {
    let mut out: Vec<Paragraph<'t>> = Vec::new();
    let mut open = false;
    for (index, line) in text.split('\n').enumerate() {
        if line.chars().all(is_gap) {
            open = false;
            continue;
        }
        let line = pieces(fonts, face, line, Field::CardText, index + 1)?;
        match out.last_mut() {
            Some(paragraph) if open => paragraph.lines.push(line),
            _ => out.push(Paragraph { lines: vec![line] }),
        }
        open = true;
    }
    Ok(out)
}

/// Greeting and signature are not indented.
fn is_indented(paragraph: usize, paragraphs: usize) -> bool {
    paragraph > 0 && paragraph + 1 < paragraphs
}

fn lay_out(paragraphs: &[Paragraph<'_>], style: Style, measure: &Measure) -> Vec<Slot> {
    let mut slots = Vec::new();
    for (number, paragraph) in paragraphs.iter().enumerate() {
        if style == Style::Spaced && number > 0 {
            slots.push(None);
        }
        for (index, line) in paragraph.lines.iter().enumerate() {
            let indented = style == Style::Indented && index == 0 && is_indented(number, paragraphs.len());
            let indent_em = if indented { measure.indent_em } else { 0.0 };
            let ranges = break_lines(line, measure.width_em, indent_em, measure.space_em);
            slots.extend(ranges.into_iter().map(|range| Some((number, index, range))));
        }
    }
    slots
}

/// The fewest words that must go from the end of the longest source line for the rest to fit.
fn words_to_cut(paragraphs: &mut [Paragraph<'_>], available: usize, lines_over: usize, measure: &Measure) -> usize {
    let longest = |paragraphs: &[Paragraph<'_>]| {
        let lines = paragraphs.iter().enumerate().flat_map(|(p, paragraph)| {
            paragraph
                .lines
                .iter()
                .enumerate()
                .map(move |(l, line)| (line.len(), p, l))
        });
        // The first of equals, so that the count does not depend on what follows.
        lines.max_by_key(|&(length, p, l)| (length, usize::MAX - p, usize::MAX - l))
    };
    let mut cut = 0;
    // Each round empties at most one line, and a card has few lines worth emptying.
    for _ in 0..available + lines_over {
        let Some((length, p, l)) = longest(paragraphs) else {
            break;
        };
        if length <= 1 {
            break;
        }
        let whole = paragraphs[p].lines[l].clone();
        let fits_with = |paragraphs: &mut [Paragraph<'_>], keep: usize| {
            paragraphs[p].lines[l].truncate(keep);
            lay_out(paragraphs, Style::Indented, measure).len() <= available
        };
        if fits_with(paragraphs, 1) {
            // `low` pieces fit, `high` do not.
            let (mut low, mut high) = (1, length);
            while high - low > 1 {
                let middle = usize::midpoint(low, high);
                paragraphs[p].lines[l].clone_from(&whole);
                if fits_with(paragraphs, middle) {
                    low = middle;
                } else {
                    high = middle;
                }
            }
            return cut + words(&whole[low..]).max(1);
        }
        cut += words(&whole[1..]);
    }
    cut.max(lines_over)
}

fn words(pieces: &[Piece<'_>]) -> usize {
    pieces.iter().filter(|piece| piece.spaced).count()
}
