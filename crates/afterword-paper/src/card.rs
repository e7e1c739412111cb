//! The card: its size, the hand that will write on it, and where its lines stand.

use crate::envelope::EnvelopeSize;

const INCH_MM: f32 = 25.4;

/// The panel of a card that is written on, by its name in the shops.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum CardFormat {
    /// A2 folded card, panel of 4.25 x 5.5 inches.
    #[default]
    A2,
    /// A6 folded card of the American sizes, panel of 4.5 x 6.25 inches.
    A6,
    /// A7 folded card, panel of 5 x 7 inches.
    A7,
    /// Flat postcard of 4 x 6 inches.
    Postcard,
    /// 4bar folded card, panel of 3.5 x 4.875 inches.
    FourBar,
    /// DIN A6, 105 x 148 mm, folded or flat.
    DinA6,
    /// DIN long, folded, panel of 99 x 210 mm.
    Dl,
}

impl CardFormat {
    /// Every format, smallest first.
    pub const ALL: [Self; 7] = [
        Self::FourBar,
        Self::A2,
        Self::Postcard,
        Self::DinA6,
        Self::A6,
        Self::Dl,
        Self::A7,
    ];

    /// The short and the long side of the panel.
    #[must_use]
    pub fn sides_mm(self) -> (f32, f32) {
        match self {
            Self::A2 => (4.25 * INCH_MM, 5.5 * INCH_MM),
            Self::A6 => (4.5 * INCH_MM, 6.25 * INCH_MM),
            Self::A7 => (5.0 * INCH_MM, 7.0 * INCH_MM),
            Self::Postcard => (4.0 * INCH_MM, 6.0 * INCH_MM),
            Self::FourBar => (3.5 * INCH_MM, 4.875 * INCH_MM),
            Self::DinA6 => (105.0, 148.0),
            Self::Dl => (99.0, 210.0),
        }
    }

    /// What a shop calls it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::A2 => "A2 folded card",
            Self::A6 => "A6 folded card",
            Self::A7 => "A7 folded card",
            Self::Postcard => "4 × 6 in postcard",
            Self::FourBar => "4bar folded card",
            Self::DinA6 => "DIN A6 card",
            Self::Dl => "DL folded card",
        }
    }

    /// The envelope it goes into.
    #[must_use]
    pub fn envelope_size(self) -> EnvelopeSize {
        match self {
            Self::A2 => EnvelopeSize::A2,
            Self::A6 | Self::Postcard => EnvelopeSize::A6,
            Self::A7 => EnvelopeSize::A7,
            Self::FourBar => EnvelopeSize::FourBar,
            Self::DinA6 => EnvelopeSize::C6,
            Self::Dl => EnvelopeSize::Dl,
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
    /// The blank edge on every side, where it is not a tenth of the card's short side. Brought to between 3 mm and a
    /// quarter of that side.
    pub own_margin_mm: Option<f32>,
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
        match self.own_margin_mm {
            Some(own) if own.is_finite() => own.clamp(3.0, short * 0.25),
            _ => short * 0.1,
        }
    }

    /// The length of a ruled line.
    #[must_use]
    pub fn line_width_mm(&self) -> f32 {
        self.size_mm().0 - 2.0 * self.margin_mm()
    }

    /// How many characters of this hand a line holds, on average.
    #[must_use]
    pub fn characters_per_line(&self) -> usize {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "small and not negative"
        )]
        let characters = (self.line_width_mm() / self.hand.character_mm) as usize;
        characters
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

#[expect(clippy::cast_precision_loss, reason = "line counts are small")]
fn count(n: usize) -> f32 {
    n as f32
}
