//! `afterword print`: a page to the printer, at its own size and never scaled.
//!
//! Leaves printing to CUPS (`lp`) where there is one. The page's size is read from the PDF itself, so that an envelope is
//! printed as an envelope; files of other programs may hide it, and then it has to be named.

use std::io;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use super::{Ended, print};
use crate::failure::Failure;
use crate::input::{self, Source, Wanted};
use crate::text;

const EXAMPLES: &str = "\
Examples:
  afterword print afterword-out/ines-okafor-card.pdf
  afterword print afterword-out/ines-okafor-envelope.pdf --printer office
  afterword print sheet.pdf --dry-run         only show what would be run
";

/// Print a sheet, card or envelope at its own size, without scaling
#[derive(Debug, clap::Args)]
#[command(before_help = EXAMPLES, help_template = super::TEMPLATE)]
pub(super) struct Args {
    /// The PDF
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The printer's name at CUPS [default: its own default]
    #[arg(long, value_name = "NAME")]
    printer: Option<String>,
    /// How often
    #[arg(long, value_name = "NUMBER", default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=100))]
    copies: u16,
    /// The paper, as CUPS calls it [default: read from the file]
    #[arg(long, value_name = "MEDIA")]
    media: Option<String>,
    /// Show the command and print nothing
    #[arg(long)]
    dry_run: bool,
}

pub(super) fn run(args: &Args) -> anyhow::Result<Ended> {
    let bytes = input::read_bytes(&Source::File(args.file.clone()), Wanted::PAGE)?;
    if !bytes.starts_with(b"%PDF-") {
        return Err(Failure::new(format!("{} is no PDF", args.file.display()))
            .hint("name a file that `afterword sheet` or `afterword envelope` made")
            .into());
    }
    let media = match &args.media {
        Some(media) => media.clone(),
        None => media(&bytes).ok_or_else(|| {
            Failure::new(format!("the page size of {} cannot be read", args.file.display()))
                .hint("name it with --media, as `lpoptions -l` lists it")
        })?,
    };
    // The file is named by its whole path, so that no name can pass for an option.
    let file = args.file.canonicalize().map_err(|e| {
        Failure::new(format!("cannot read {}", args.file.display()))
            .because(e)
            .hint("check the name")
    })?;
    let mut words = Vec::new();
    if let Some(printer) = &args.printer {
        words.extend(["-d".to_owned(), printer.clone()]);
    }
    words.extend(["-n".to_owned(), args.copies.to_string()]);
    for option in [
        format!("media={media}"),
        "print-scaling=none".to_owned(),
        "number-up=1".to_owned(),
        "sides=one-sided".to_owned(),
    ] {
        words.extend(["-o".to_owned(), option]);
    }
    if args.dry_run {
        let shown = format!("lp {} -- {}\n", words.join(" "), file.display());
        print(text::plain_lines(&shown).as_bytes())?;
        return Ok(Ended::Done);
    }
    let done = Command::new("lp")
        .args(&words)
        .arg("--")
        .arg(&file)
        .stdin(Stdio::null())
        .output()
        .map_err(|e| {
            let hint = "print the file yourself, at 100 % and not \"fit to page\"";
            if e.kind() == io::ErrorKind::NotFound {
                Failure::new("there is no `lp` here, the printing command of CUPS").hint(hint)
            } else {
                Failure::new("`lp` cannot be started").because(e).hint(hint)
            }
        })?;
    if !done.status.success() {
        let said = String::from_utf8_lossy(&done.stderr);
        return Err(Failure::new(format!(
            "`lp` did not print: {}",
            said.lines().next().unwrap_or("it said nothing").trim()
        ))
        .hint("`lpstat -p` lists the printers; --printer names one")
        .into());
    }
    print(&done.stdout)?;
    Ok(Ended::Done)
}

/// What CUPS calls the first page's paper (PWG 5101.1 names where there is one, else its measures).
fn media(pdf: &[u8]) -> Option<String> {
    let at = pdf.windows(10).position(|bytes| bytes == b"/MediaBox[")? + 10;
    let end = at + pdf.get(at..)?.iter().take(80).position(|byte| *byte == b']')?;
    let numbers = std::str::from_utf8(pdf.get(at..end)?).ok()?;
    let numbers: Vec<f32> = numbers.split_whitespace().filter_map(|n| n.parse().ok()).collect();
    let [_, _, width, height] = numbers[..] else {
        return None;
    };
    let (width_mm, height_mm) = (width * 25.4 / 72.0, height * 25.4 / 72.0);
    if !(10.0..2000.0).contains(&width_mm) || !(10.0..2000.0).contains(&height_mm) {
        return None;
    }
    let (short_mm, long_mm) = (width_mm.min(height_mm), width_mm.max(height_mm));
    let known = [
        ("Letter", 215.9, 279.4),
        ("A4", 210.0, 297.0),
        ("Env10", 104.8, 241.3),
        ("EnvDL", 110.0, 220.0),
        ("EnvC6", 114.0, 162.0),
    ];
    let name = known
        .iter()
        .find(|(_, short, long)| (short - short_mm).abs() < 0.3 && (long - long_mm).abs() < 0.3)
        .map(|(name, ..)| (*name).to_owned());
    Some(name.unwrap_or_else(|| format!("Custom.{short_mm:.1}x{long_mm:.1}mm")))
}

#[cfg(test)]
mod tests {
    use afterword_paper::{CardSheet, Envelope, EnvelopeSize, Press};

    use super::*;

    #[test]
    fn our_own_pages_are_printed_on_their_own_paper() {
        let press = Press::new();
        let sheet = press.copy_out_sheet(&CardSheet::new("Thank you.", "Ann")).unwrap();
        assert_eq!(media(&sheet.bytes).as_deref(), Some("Letter"));
        let check = |size: EnvelopeSize, expect: &str| {
            let envelope = Envelope {
                size,
                recipient_line: "Ann".to_owned(),
                last_line: "Town".to_owned(),
                ..Envelope::default()
            };
            let printed = press.envelope(&envelope).unwrap();
            assert_eq!(media(&printed.bytes).as_deref(), Some(expect));
        };
        check(EnvelopeSize::Number10, "Env10");
        check(EnvelopeSize::Dl, "EnvDL");
        check(EnvelopeSize::C6, "EnvC6");
        check(EnvelopeSize::A2, "Custom.111.1x146.1mm");
    }

    #[test]
    fn a_page_without_a_size_is_not_guessed() {
        for bytes in [
            &b"%PDF-1.7"[..],
            b"%PDF /MediaBox[",
            b"%PDF /MediaBox[0 0 x y]",
            b"%PDF /MediaBox[0 0 1e9 5]",
        ] {
            assert_eq!(media(bytes), None);
        }
    }
}
