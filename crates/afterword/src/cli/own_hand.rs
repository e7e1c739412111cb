//! `afterword stationery hand` and `stationery samples`: the person's own hand, measured once, and samples of cards to read.
//!
//! Measuring reads and writes no profile: it prints the lines to put there. Samples are shown and never pasted: a card
//! with a sentence of one of them is refused (S34). Neither needs a case book.

use std::fmt::Write as _;
use std::path::PathBuf;

use afterword_paper::{COPIED_LINE, Press};

use super::paper_files::{Keep, remark};
use super::{Ended, print};
use crate::config;
use crate::failure::Failure;
use crate::stationery::{CardOptions, Paper, millimetres, refused};

const HAND_EXAMPLES: &str = "\
Examples:
  afterword stationery hand                            a sheet to copy one line on, with a scale
  afterword stationery hand --ended-at 92 --ended-at 95 --ended-at 91
";

const SAMPLES: &str = include_str!("samples.txt");

/// Measure how wide your hand writes, so that lines are broken as you will write them
///
/// Without figures it makes a sheet: copy the line three times and read on the scale where each copy ended. With them it
/// prints the lines for your profile.
#[derive(Debug, clap::Args)]
#[command(before_help = HAND_EXAMPLES, help_template = super::TEMPLATE)]
pub(super) struct HandArgs {
    /// Where a copy of the line ended, in millimetres from where it began; may be repeated
    #[arg(long, value_name = "MM", value_parser = millimetres)]
    ended_at: Vec<f32>,
    /// From one of your lines to the next, in millimetres [default: what suits your hand]
    #[arg(long, value_name = "MM", value_parser = millimetres)]
    pitch: Option<f32>,
    /// The paper in the printer [default: letter, or the profile's]
    #[arg(long, value_enum)]
    paper: Option<Paper>,
    #[command(flatten)]
    keep: Keep,
    /// Read the paper from this profile [default: afterword/config.toml in the configuration folder]
    #[arg(long, value_name = "FILE")]
    profile: Option<PathBuf>,
}

/// Makes the sheet, or says what its figures mean.
///
/// # Errors
/// Figures that no hand gives; a sheet that cannot be kept.
pub(super) fn hand(args: &HandArgs) -> anyhow::Result<Ended> {
    let press = Press::new();
    if args.ended_at.is_empty() {
        let settings = config::load(args.profile.as_deref())?;
        let options = CardOptions {
            paper: args.paper,
            ..CardOptions::default()
        };
        let made = press
            .calibration_sheet(settings.card.paper(&options))
            .map_err(|e| refused("no sheet", &e))?;
        args.keep.keep("hand.pdf", made.bytes)?;
        remark("print it at 100 %, copy the line three times, then run this again with --ended-at");
        return Ok(Ended::Done);
    }
    let Some(copied) = press.measure_hand(&args.ended_at, args.pitch) else {
        return Err(Failure::new("no hand writes the line that narrow or that wide")
            .hint(format!(
                "give where each copy of \"{COPIED_LINE}\" ended, in millimetres from where it began"
            ))
            .into());
    };
    if copied.is_uneven {
        remark("these copies differ much; three more would give a better figure");
    }
    let hand = copied.hand;
    let said = format!(
        "[card]\ncharacter_mm = {:.2}\nline_pitch_mm = {:.1}\n",
        hand.character_mm(),
        hand.line_pitch_mm()
    );
    print(said.as_bytes())?;
    Ok(Ended::Done)
}

/// Shows the samples.
///
/// # Errors
/// The output's.
pub(super) fn samples() -> anyhow::Result<Ended> {
    let mut out =
        String::from("Four cards, to see how short and how particular they are. Yours says what happened to you.\n");
    for sample in all_samples() {
        let (title, text) = sample;
        let _ = write!(out, "\n{title}\n\n");
        for line in text.trim_end().lines() {
            out.push_str(if line.is_empty() { "" } else { "    " });
            out.push_str(line);
            out.push('\n');
        }
    }
    print(out.as_bytes())?;
    Ok(Ended::Done)
}

/// Title and text of each sample.
fn all_samples() -> impl Iterator<Item = (&'static str, &'static str)> {
    SAMPLES.split("== ").filter_map(|sample| sample.split_once('\n'))
}

/// Refuses a text with a whole sentence of a sample in it: what happened to somebody else did not happen to its sender.
pub(super) fn refuse_sample(text: &str) -> Result<(), Failure> {
    /// Shorter ones anybody may write.
    const WORDS: usize = 9;
    let folded = |text: &str| {
        let words = text
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty());
        words.map(str::to_lowercase).collect::<Vec<_>>()
    };
    let own = format!(" {} ", folded(text).join(" "));
    for (_, sample) in all_samples() {
        for sentence in sample
            .split("\n\n")
            .flat_map(|paragraph| paragraph.split(['.', '?', '!', ':']))
        {
            let words = folded(sentence);
            if words.len() >= WORDS && own.contains(&format!(" {} ", words.join(" "))) {
                let sentence = sentence.split_whitespace().collect::<Vec<_>>().join(" ");
                return Err(Failure::new(format!("this is a sentence of a sample: {sentence}"))
                    .hint("say what happened to you; samples are there to be read"));
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sample_is_recognised_however_it_is_typed_and_an_own_text_is_not() {
        for (_, sample) in all_samples() {
            assert!(
                refuse_sample(&sample.to_uppercase().replace('\n', "  ")).is_err(),
                "{sample}"
            );
        }
        assert!(
            refuse_sample("Dear Priya,\n\nThank you for the hour on Tuesday.\n\nSam").is_ok(),
            "anybody may write that"
        );
        assert!(refuse_sample("Dear Ann,\n\nThank you for showing me the press.\n\nWarmly,\nSam").is_ok());
    }

    #[test]
    fn samples_are_as_short_as_a_card() {
        let press = Press::new();
        for (title, sample) in all_samples() {
            let body = sample
                .replace("\n\n", "\u{1}")
                .replace('\n', " ")
                .replace('\u{1}', "\n\n");
            let lines = press.card_lines(&body, &afterword_paper::Card::default());
            assert!(lines.is_ok(), "{title}: {lines:?}");
        }
    }
}
