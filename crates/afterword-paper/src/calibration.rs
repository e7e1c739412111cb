//! A person's own hand, measured: they copy one printed line and say where the copy ended.
//!
//! Where a line ends says how wide the hand writes on average, which is all that breaking lines needs. Left out: judging
//! the hand, and any measure of how regular it is beyond saying that the copies differ much.

use crate::card::Hand;
use crate::error::{Field, PaperError, PaperFinding};
use crate::fit::fold;
use crate::fonts::{Face, Fonts};
use crate::page::{Ink, Page, Role};
use crate::sheet::{Column, SheetPaper, draw_ruler};

/// The line that is copied: ordinary words with tall, long and wide letters, short enough for a wide hand.
pub const COPIED_LINE: &str = "Thank you for the good hour on Monday.";

const POINT_MM: f32 = 25.4 / 72.0;
const LABEL_MM: f32 = 10.0 * POINT_MM;
const MARGIN_MM: f32 = 20.0;
/// Where the scale begins, from the left edge.
const SCALE_LEFT_MM: f32 = 20.0;
/// How often the line is copied; the mean of several copies is steadier than one.
const COPIES: u8 = 3;
/// Copies that differ from their mean by more than this are said to.
const MUCH: f32 = 0.08;

/// What the copies of the line say.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Copied {
    /// The hand.
    pub hand: Hand,
    /// The copies differ much, so that another try would be worth the minute.
    pub is_uneven: bool,
}

/// Measures a hand by where its copies of [`COPIED_LINE`] ended, in millimetres from where they began.
///
/// `None` where no copy has a length that a hand can write.
pub(crate) fn measure(fonts: &Fonts, ended_mm: &[f32], line_pitch_mm: Option<f32>) -> Option<Copied> {
    let glyphs = fonts.shape(Face::Caveat, COPIED_LINE);
    let line_em: f32 = glyphs.iter().map(|glyph| glyph.advance_em).sum();
    // The line is as wide as the face would write it; so is the hand, in proportion.
    let character_mm = |ended_mm: f32| ended_mm / line_em * fonts.mean_em(Face::Caveat);
    if ended_mm.is_empty() || !ended_mm.iter().all(|mm| (1.4..=5.0).contains(&character_mm(*mm))) {
        return None;
    }
    #[expect(clippy::cast_precision_loss, reason = "a person copies a line a few times")]
    let mean_mm = ended_mm.iter().sum::<f32>() / ended_mm.len() as f32;
    let character_mm = character_mm(mean_mm);
    let usual = Hand::default();
    let pitch_mm = line_pitch_mm.unwrap_or(usual.line_pitch_mm() * character_mm / usual.character_mm());
    Some(Copied {
        hand: Hand::new(character_mm, pitch_mm),
        is_uneven: ended_mm.iter().any(|mm| (mm - mean_mm).abs() > MUCH * mean_mm),
    })
}

/// The sheet the line is copied on: ruled lines with a scale of millimetres.
pub(crate) fn lay_out(fonts: &Fonts, paper: SheetPaper) -> Result<(Page, Vec<PaperFinding>), PaperError> {
    let (width_mm, height_mm) = paper.size_mm();
    let mut page = Page::new(width_mm, height_mm, "How wide your hand writes");
    let column = Column {
        left_mm: MARGIN_MM,
        width_mm: width_mm - 2.0 * MARGIN_MM,
    };
    let line_of = |page: &mut Page, text: &str, y_mm: f32, points: f32, role: Role| {
        let size_mm = points * POINT_MM;
        for line in fold(fonts, Face::Text, text, f32::MAX, Field::CardText, &mut Vec::new())? {
            page.text(line, (MARGIN_MM, y_mm), size_mm, Face::Text, Ink::Full, role);
        }
        Ok::<(), PaperError>(())
    };
    line_of(&mut page, "How wide your hand writes", 27.0, 17.0, Role::Heading)?;
    let how = "Copy this line three times, each time from the left end of a ruled line, with the pen you will use and as \
               you would write to somebody. Then read on the scale where each copy ended, in millimetres.";
    let told_mm = page.label(fonts, how, column, 35.0, LABEL_MM, Role::Instruction)?;
    line_of(&mut page, COPIED_LINE, told_mm + 13.0, 16.0, Role::CopyLine)?;
    for copy in 0..COPIES {
        let y_mm = told_mm + 42.0 + f32::from(copy) * 32.0;
        scale(&mut page, fonts, y_mm, width_mm - 15.0)?;
    }
    let below_mm = told_mm + 42.0 + f32::from(COPIES) * 32.0;
    let told_mm = page.label(
        fonts,
        "With your own figures:",
        column,
        below_mm,
        LABEL_MM,
        Role::Instruction,
    )?;
    let then = "afterword stationery hand --ended-at 92 --ended-at 95 --ended-at 91";
    line_of(&mut page, then, told_mm + 5.5, 10.0, Role::Instruction)?;
    draw_ruler(&mut page, fonts, column, height_mm - 24.0)?;
    Ok((page, Vec::new()))
}

/// One ruled line with its scale under it.
fn scale(page: &mut Page, fonts: &Fonts, y_mm: f32, right_mm: f32) -> Result<(), PaperError> {
    page.rule(
        (SCALE_LEFT_MM, y_mm),
        (right_mm, y_mm),
        0.2,
        Ink::Soft,
        Role::WritingRule,
    );
    let mut step = 0_u16;
    while SCALE_LEFT_MM + f32::from(step) <= right_mm {
        let x_mm = SCALE_LEFT_MM + f32::from(step);
        let tick_mm = match (step % 10, step % 5) {
            (0, _) => 3.2,
            (_, 0) => 2.2,
            _ => 1.2,
        };
        page.rule((x_mm, y_mm), (x_mm, y_mm + tick_mm), 0.12, Ink::Soft, Role::Scale);
        step += 1;
    }
    let size_mm = 7.0 * POINT_MM;
    for ten in (0..step).step_by(10) {
        let number = ten.to_string();
        for line in fold(fonts, Face::Text, &number, f32::MAX, Field::CardText, &mut Vec::new())? {
            let x_mm = SCALE_LEFT_MM + f32::from(ten) - line.width_em * size_mm / 2.0;
            page.text(line, (x_mm, y_mm + 6.2), size_mm, Face::Text, Ink::Soft, Role::Scale);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_as_wide_as_the_face_is_the_hand_of_that_size() {
        let fonts = Fonts::new();
        let size_mm = fonts.size_mm_for(Face::Caveat, 3.1);
        let width_em: f32 = fonts
            .shape(Face::Caveat, COPIED_LINE)
            .iter()
            .map(|glyph| glyph.advance_em)
            .sum();
        let copied = measure(&fonts, &[width_em * size_mm], None).unwrap();
        assert!((copied.hand.character_mm() - 3.1).abs() < 0.01, "{copied:?}");
        assert!(
            (copied.hand.line_pitch_mm() - 8.0 * 3.1 / 2.5).abs() < 0.05,
            "{copied:?}"
        );
        assert!(!copied.is_uneven);
        assert_eq!(
            measure(&fonts, &[90.0], Some(9.0))
                .unwrap()
                .hand
                .line_pitch_mm()
                .to_bits(),
            9.0_f32.to_bits()
        );
    }

    #[test]
    fn nonsense_is_no_measure_and_uneven_copies_are_said() {
        let fonts = Fonts::new();
        for ended in [&[][..], &[0.0], &[-5.0], &[f32::NAN], &[1e9], &[95.0, 12.0]] {
            assert_eq!(measure(&fonts, ended, None), None, "{ended:?}");
        }
        assert!(measure(&fonts, &[80.0, 110.0], None).unwrap().is_uneven);
        assert!(!measure(&fonts, &[92.0, 95.0, 91.0], None).unwrap().is_uneven);
    }
}
