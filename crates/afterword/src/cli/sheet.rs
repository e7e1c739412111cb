//! `afterword sheet`: a card's text on its card, to be copied out by hand, or to look at on a phone.
//!
//! Works on a text alone. The person's own hand is the default; a printed or drawn card has to be asked for.

use std::fmt::Write as _;
use std::path::PathBuf;

use afterword_core::casebook::{Content, TextHash};
use afterword_paper::{
    Card, CardSheet, Face, FinishedCard, Page, PaperError, PaperFinding, Press, ProofMark, SheetPaper, WrittenLine,
};
use afterword_store::name::slug;

use super::paper_files::{Keep, remark};
use super::{Ended, own_hand, print};
use crate::failure::Failure;
use crate::input::{self, Source, Wanted};
use crate::stationery::{CardOptions, refused};
use crate::{clock, config};

const EXAMPLES: &str = "\
Examples:
  afterword sheet card.txt --to 'Ines Okafor'      a sheet to copy the card from, true to size
  afterword sheet card.txt --phone                 the same lines, to copy from a phone
  afterword sheet card.txt --size din-a6 --landscape --paper a4
  afterword sheet card.txt --proofed               mark the sheet with today's date and the text's hash
  afterword sheet card.txt --svg --out -           a picture of the sheet
";

/// Lay a card's text out on its card, to copy out in your own hand
///
/// Lines are broken as you will write them, by the width of your hand (`afterword stationery hand`). Text is never made
/// smaller: what does not fit is refused, with the sentences that could go. `--printed` and `--plotter` make the card
/// itself instead of a sheet to copy. A machine's hand is not the sender's, and a reader sees that; the effort that a card
/// shows is the writing.
#[derive(Debug, clap::Args)]
#[command(before_help = EXAMPLES, help_template = super::TEMPLATE)]
pub(super) struct Args {
    /// The card's text: a file, or `-` for standard input. A blank line starts a paragraph
    #[arg(value_name = "NOTE")]
    note: Source,
    /// For whom it is
    #[arg(long, value_name = "NAME", default_value = "")]
    to: String,
    #[command(flatten)]
    card: CardOptions,
    /// Show the lines on the terminal, narrow enough for a phone, and write no file
    #[arg(long, conflicts_with_all = ["printed", "plotter", "svg", "opened"])]
    phone: bool,
    /// Print the card itself in a handwriting face. It is a machine's hand, not yours
    #[arg(long, value_enum, value_name = "FACE", num_args = 0..=1, default_missing_value = "caveat", require_equals = true)]
    printed: Option<FaceArg>,
    /// Draw the card itself as single lines for a pen plotter (SVG). It is a machine's hand, not yours
    #[arg(long, conflicts_with = "printed")]
    plotter: bool,
    /// With --printed or --plotter: the folded card opened, the text on the panel inside
    #[arg(long)]
    opened: bool,
    /// Write a picture (SVG) instead of a PDF
    #[arg(long)]
    svg: bool,
    /// You have proofread exactly this text; with a hash, refuse any other text
    #[arg(long, value_name = "HASH", num_args = 0..=1, default_missing_value = "", require_equals = true)]
    proofed: Option<String>,
    #[command(flatten)]
    keep: Keep,
    /// Proofed at this moment, like 2026-03-02T18:00:00-05:00[`America/New_York`]
    #[arg(long, value_name = "TIME")]
    now: Option<String>,
    /// Read your card and hand from this file [default: afterword/config.toml in the configuration folder]
    #[arg(long, value_name = "FILE")]
    profile: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum FaceArg {
    /// Slanted and quick
    Caveat,
    /// Broad and round
    Kalam,
    /// Upright and plain
    PatrickHand,
}

impl From<FaceArg> for Face {
    fn from(face: FaceArg) -> Self {
        match face {
            FaceArg::Caveat => Self::Caveat,
            FaceArg::Kalam => Self::Kalam,
            FaceArg::PatrickHand => Self::PatrickHand,
        }
    }
}

/// A page that was laid out: as PDF where there is one, with what is worth saying.
struct Made {
    page: Page,
    findings: Vec<PaperFinding>,
    pdf: Vec<u8>,
}

pub(super) fn run(args: &Args) -> anyhow::Result<Ended> {
    let settings = config::load(args.profile.as_deref())?;
    let text = input::read_text(&args.note, Wanted::CARD)?.text;
    let text = text.trim().to_owned();
    own_hand::refuse_sample(&text)?;
    let proof = args
        .proofed
        .as_deref()
        .map(|hash| proof(hash, &text, args))
        .transpose()?;
    let card = settings.card.card(&args.card);
    let press = Press::new();
    let stem = slug(&args.to, "card");
    if args.phone {
        let lines = press.written_lines(&text, &card).map_err(|e| refused("no card", &e))?;
        print(phone_view(&lines).as_bytes())?;
        return Ok(Ended::Done);
    }
    if args.opened && args.printed.is_none() && !args.plotter {
        return Err(
            Failure::new("only a card that is printed or drawn goes through a machine opened")
                .hint("leave --opened out, or say --printed or --plotter as well")
                .into(),
        );
    }
    let finished = |face: Face| FinishedCard {
        text: text.clone(),
        recipient: args.to.clone(),
        card,
        face,
        opened: args.opened,
    };
    let (name, bytes, findings) = if args.plotter {
        let drawn = press
            .plotter_card(&finished(Face::SingleLine))
            .map_err(|e| refused("no card", &e))?;
        (format!("{stem}-plotter.svg"), drawn.svg.into_bytes(), drawn.findings)
    } else {
        let (kind, made) = match args.printed {
            Some(face) => ("printed", press.finished_card(&finished(face.into()))),
            None => (
                "card",
                press.copy_out_sheet(&sheet(args, card, settings.card.paper(&args.card), &text, proof)),
            ),
        };
        let made = made.map(|made| Made {
            page: made.page,
            findings: made.findings,
            pdf: made.bytes,
        });
        let made = made.map_err(|e: PaperError| refused("no card", &e))?;
        if args.svg {
            (
                format!("{stem}-{kind}.svg"),
                press.preview(&made.page).into_bytes(),
                made.findings,
            )
        } else {
            (format!("{stem}-{kind}.pdf"), made.pdf, made.findings)
        }
    };
    args.keep.keep(&name, bytes)?;
    for finding in &findings {
        remark(&finding.to_string());
    }
    Ok(Ended::Done)
}

fn sheet(args: &Args, card: Card, paper: SheetPaper, text: &str, proof: Option<ProofMark>) -> CardSheet {
    CardSheet {
        card,
        paper,
        proof,
        ..CardSheet::new(text, &args.to)
    }
}

/// The mark of a text that was read word by word; a hash that is not this text's closes the gate again (S42).
fn proof(hash: &str, text: &str, args: &Args) -> Result<ProofMark, Failure> {
    let of_text = short_hash(&args.to, text);
    if !hash.is_empty() && hash != of_text {
        return Err(
            Failure::new(format!("this is not the text that was proofread as {hash}")).hint(format!(
                "read it again word by word; if it is right, say --proofed={of_text}"
            )),
        );
    }
    let now = clock::now(args.now.as_deref())?;
    Ok(ProofMark {
        hash: of_text,
        date: now.strftime("%-d %B %Y").to_string(),
    })
}

/// Eight digits of the hash that approvals use.
fn short_hash(recipient: &str, text: &str) -> String {
    let TextHash(hash) = TextHash::of(&Content {
        recipient,
        identity: "",
        subject: "",
        body: text,
        not_before: None,
        expires: None,
    });
    hash[..4].iter().fold(String::new(), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}

/// How wide a phone shows plain text without turning it.
const PHONE_COLUMNS: usize = 36;

/// The card's lines, one below the other; a paragraph set in begins two columns in, and what is longer than a phone is wide
/// goes on four columns in.
fn phone_view(lines: &[WrittenLine]) -> String {
    let mut out = String::new();
    for line in lines {
        let mut column = if line.is_indented { 2 } else { 0 };
        let mut is_first = true;
        out.push_str(&" ".repeat(column));
        for word in line.text.split(' ').filter(|word| !word.is_empty()) {
            let width = word.chars().count();
            if !is_first && column + 1 + width > PHONE_COLUMNS {
                out.push_str("\n    ");
                column = 4;
            } else if !is_first {
                out.push(' ');
                column += 1;
            }
            out.push_str(word);
            column += width;
            is_first = false;
        }
        out.push('\n');
    }
    crate::text::plain_lines(&out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phone_shows_every_word_once_and_each_line_begins_at_the_left() {
        let line = |text: &str, is_indented: bool| WrittenLine {
            text: text.to_owned(),
            is_indented,
        };
        let lines = [
            line("Dear Ines,", false),
            line("", false),
            line(
                "a line of the card that is longer than any phone held upright is wide",
                true,
            ),
            line("Sam", false),
        ];
        let shown = phone_view(&lines);
        assert!(
            shown.lines().all(|line| line.chars().count() <= PHONE_COLUMNS),
            "{shown}"
        );
        assert_eq!(
            shown,
            "Dear Ines,\n\n  a line of the card that is longer\n    than any phone held upright is\n    wide\nSam\n"
        );
    }
}
