//! What the person writes on and with: card, paper, envelope and hand, from the profile and from options.
//!
//! An option stands over the profile, the profile over the defaults. What paper can and cannot do is decided in
//! `afterword-paper`; here are only its names on the command line.

use std::str::FromStr;

use afterword_paper::{Card, CardFormat, EnvelopeSize, Hand, Orientation, PaperError, SheetPaper};
use serde::Deserialize;

use crate::failure::Failure;

/// A card, by the name it is sold under.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum CardSize {
    /// Folded, 4.25 x 5.5 in
    A2,
    /// Folded, 4.5 x 6.25 in
    A6,
    /// Folded, 5 x 7 in
    A7,
    /// Flat, 4 x 6 in
    Postcard,
    /// 105 x 148 mm
    DinA6,
    /// Folded, 99 x 210 mm
    Dl,
    /// Folded, 3.5 x 4.875 in
    #[serde(rename = "4bar")]
    #[value(name = "4bar")]
    FourBar,
}

impl From<CardSize> for CardFormat {
    fn from(size: CardSize) -> Self {
        match size {
            CardSize::A2 => Self::A2,
            CardSize::A6 => Self::A6,
            CardSize::A7 => Self::A7,
            CardSize::Postcard => Self::Postcard,
            CardSize::DinA6 => Self::DinA6,
            CardSize::Dl => Self::Dl,
            CardSize::FourBar => Self::FourBar,
        }
    }
}

/// The paper of the printer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Paper {
    /// 8.5 x 11 in
    Letter,
    /// 210 x 297 mm
    A4,
}

/// The table `[card]` of the profile.
#[derive(Debug, Clone, Copy, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct CardTable {
    size: Option<CardSize>,
    landscape: Option<bool>,
    margin_mm: Option<f32>,
    character_mm: Option<f32>,
    line_pitch_mm: Option<f32>,
    paper: Option<Paper>,
}

impl CardTable {
    /// Measures no card and no hand has, with the key they stand under.
    pub(crate) fn check(&self) -> Result<(), (&'static str, String)> {
        let within = |key, value: Option<f32>, low: f32, high: f32| match value {
            Some(value) if !(low..=high).contains(&value) => Err((key, format!("is not between {low} and {high}"))),
            _ => Ok(()),
        };
        within("card.margin_mm", self.margin_mm, 3.0, 40.0)?;
        within("card.character_mm", self.character_mm, 1.4, 5.0)?;
        within("card.line_pitch_mm", self.line_pitch_mm, 5.0, 20.0)
    }
}

/// The same as options.
#[derive(Debug, Clone, Copy, Default, clap::Args)]
pub(crate) struct CardOptions {
    /// The card that is written on [default: a2, or the profile's]
    #[arg(long, value_enum, value_name = "CARD")]
    pub(crate) size: Option<CardSize>,
    /// Write it wider than tall
    #[arg(long)]
    pub(crate) landscape: bool,
    /// The blank edge, in millimetres [default: a tenth of the card's short side]
    #[arg(long, value_name = "MM", value_parser = millimetres)]
    pub(crate) margin: Option<f32>,
    /// From one line to the next, in millimetres [default: 8, or what suits the hand in the profile]
    #[arg(long, value_name = "MM", value_parser = millimetres)]
    pub(crate) pitch: Option<f32>,
    /// The paper in the printer [default: letter, or the profile's]
    #[arg(long, value_enum)]
    pub(crate) paper: Option<Paper>,
}

/// A length as it is typed.
pub(crate) fn millimetres(text: &str) -> Result<f32, String> {
    text.trim()
        .trim_end_matches("mm")
        .trim_end()
        .parse::<f32>()
        .ok()
        .filter(|mm| mm.is_finite() && (0.0..=1000.0).contains(mm))
        .ok_or_else(|| "write millimetres, like 8 or 9.5".to_owned())
}

impl CardTable {
    /// The card and the hand, with what the options say put over the profile.
    pub(crate) fn card(&self, options: &CardOptions) -> Card {
        let is_landscape = options.landscape || self.landscape == Some(true);
        let usual = Hand::default();
        let character_mm = self.character_mm.unwrap_or(usual.character_mm());
        let pitch_mm = options
            .pitch
            .or(self.line_pitch_mm)
            .unwrap_or(usual.line_pitch_mm() * character_mm / usual.character_mm());
        Card {
            format: options.size.or(self.size).map_or_else(CardFormat::default, Into::into),
            orientation: if is_landscape {
                Orientation::Landscape
            } else {
                Orientation::Portrait
            },
            hand: Hand::new(character_mm, pitch_mm),
            own_margin_mm: options.margin.or(self.margin_mm),
        }
    }

    /// The paper in the printer.
    pub(crate) fn paper(&self, options: &CardOptions) -> SheetPaper {
        match options.paper.or(self.paper) {
            Some(Paper::A4) => SheetPaper::A4,
            Some(Paper::Letter) | None => SheetPaper::Letter,
        }
    }
}

/// An envelope by name or by its measures, like `a2` or `140x140mm`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct EnvelopeArg(pub(crate) EnvelopeSize);

impl FromStr for EnvelopeArg {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let known = match text.trim().to_lowercase().as_str() {
            "10" | "#10" | "no10" | "number-10" => Some(EnvelopeSize::Number10),
            "a2" => Some(EnvelopeSize::A2),
            "a6" => Some(EnvelopeSize::A6),
            "a7" => Some(EnvelopeSize::A7),
            "4bar" => Some(EnvelopeSize::FourBar),
            "c6" => Some(EnvelopeSize::C6),
            "dl" => Some(EnvelopeSize::Dl),
            other => measured(other),
        };
        known
            .map(Self)
            .ok_or_else(|| "write 10, a2, a6, a7, 4bar, c6, dl, or measures like 140x140mm or 5x7in".to_owned())
    }
}

fn measured(text: &str) -> Option<EnvelopeSize> {
    let (text, mm) = match text.strip_suffix("in") {
        Some(inches) => (inches, 25.4),
        None => (text.strip_suffix("mm").unwrap_or(text), 1.0),
    };
    let (width, height) = text.split_once('x')?;
    let tenths = |side: &str| {
        let side = side.trim().parse::<f64>().ok()? * mm * 10.0;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "kept to what fits"
        )]
        (1.0..60_000.0).contains(&side).then_some(side.round() as u16)
    };
    Some(EnvelopeSize::Other(tenths(width)?, tenths(height)?))
}

/// What paper refused, as a failure with its hint.
pub(crate) fn refused(what: &str, error: &PaperError) -> Failure {
    let text = error.to_string();
    let (story, hint) = text.split_once("\nhint: ").unwrap_or((&text, "nothing was written"));
    Failure::new(format!("{what}: {story}")).hint(hint)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_stand_over_the_profile() {
        let profile: CardTable =
            toml::from_str("size = 'din-a6'\nlandscape = true\ncharacter_mm = 3.0\npaper = 'a4'\n").unwrap();
        let card = profile.card(&CardOptions::default());
        assert_eq!(
            (card.format, card.orientation),
            (CardFormat::DinA6, Orientation::Landscape)
        );
        assert!((card.hand.line_pitch_mm() - 9.6).abs() < 0.01);
        assert_eq!(profile.paper(&CardOptions::default()), SheetPaper::A4);
        let options = CardOptions {
            size: Some(CardSize::A7),
            pitch: Some(11.0),
            ..CardOptions::default()
        };
        let card = profile.card(&options);
        assert_eq!((card.format, card.hand.line_pitch_mm()), (CardFormat::A7, 11.0));
    }

    #[test]
    fn envelopes_go_by_name_or_measure() {
        let size = |text: &str| text.parse::<EnvelopeArg>().map(|arg| arg.0);
        assert_eq!(size("#10"), Ok(EnvelopeSize::Number10));
        assert_eq!(size("140x140mm"), Ok(EnvelopeSize::Other(1400, 1400)));
        assert_eq!(size("5x7in"), Ok(EnvelopeSize::Other(1270, 1778)));
        for bad in ["", "a5", "0x0", "-1x5", "5", "nanxnan", "1e9x3in"] {
            assert!(size(bad).is_err(), "{bad}");
        }
    }
}
