//! Prints what a card sheet and an envelope cost, at first and steady, and with `-- DIR` leaves samples to look at.
//!
//! `cargo run -p afterword-paper --example timing`

use std::path::Path;
use std::time::Instant;

use afterword_paper::{
    Card, CardFormat, CardSheet, Envelope, EnvelopeSize, Face, FinishedCard, Orientation, PaperError, Press, ProofMark,
    SheetPaper,
};

const ROUNDS: u32 = 500;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let start = Instant::now();
    let press = Press::new();
    println!("fonts            {:7.2} ms once", start.elapsed().as_secs_f64() * 1e3);

    let sheet = card_sheet(CardFormat::A2, Orientation::Portrait, MIDDLE);
    let envelope = envelope(EnvelopeSize::A2);
    let card = FinishedCard::new(MIDDLE, "Ines Okafor", Face::Caveat);
    time("copy-out sheet", 1, || {
        press.copy_out_sheet(&sheet).map(|printed| printed.bytes.len())
    })?;
    time("printed card", 1, || {
        press.finished_card(&card).map(|printed| printed.bytes.len())
    })?;
    time("envelope", 1, || {
        press.envelope(&envelope).map(|printed| printed.bytes.len())
    })?;
    time("plotter SVG", 1, || {
        press.plotter_card(&card).map(|drawn| drawn.svg.len())
    })?;
    time("all three PDFs", 3, || {
        Ok(press.copy_out_sheet(&sheet)?.bytes.len()
            + press.finished_card(&card)?.bytes.len()
            + press.envelope(&envelope)?.bytes.len())
    })?;
    for count in [1_usize, 100, 10_000] {
        let before = resident_mib();
        let (start, busy_before) = (Instant::now(), busy_seconds());
        let mailing = press
            .mailing(std::iter::repeat_n(&envelope, count))
            .map_err(|(_, error)| error)?;
        let busy = busy_seconds() - busy_before;
        #[expect(clippy::cast_precision_loss, reason = "small")]
        let each = busy * 1e6 / count as f64;
        println!(
            "mailing of {count:6} {:9.2} ms, {:.2} ms of processor, {each:.0} us each, {} kB, at most {before:.0} -> {:.0} MiB",
            start.elapsed().as_secs_f64() * 1e3,
            busy * 1e3,
            mailing.bytes.len() / 1000,
            resident_mib()
        );
    }

    if let Some(dir) = std::env::args().nth(1) {
        samples(&press, Path::new(&dir))?;
    }
    Ok(())
}

fn time(what: &str, documents: u32, print: impl Fn() -> Result<usize, PaperError>) -> Result<(), PaperError> {
    let start = Instant::now();
    let bytes = print()?;
    let first = start.elapsed().as_secs_f64() * 1e3;
    let mut each: Vec<f64> = Vec::new();
    let busy_before = busy_seconds();
    for _ in 0..ROUNDS {
        let start = Instant::now();
        print()?;
        each.push(start.elapsed().as_secs_f64() * 1e3);
    }
    let busy = (busy_seconds() - busy_before) / f64::from(ROUNDS);
    each.sort_by(f64::total_cmp);
    let median = each[each.len() / 2];
    println!(
        "{what:16} {first:7.2} ms first, {median:.2} ms median, {:.2} ms of processor, {:.0} a second and core, {bytes} bytes",
        busy * 1e3,
        f64::from(documents) / busy
    );
    Ok(())
}

/// How long the process had a core, where the system says so: what other work beside it does not change.
fn busy_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/schedstat").unwrap_or_default();
    let nanoseconds = stat.split(' ').next().and_then(|first| first.parse::<f64>().ok());
    nanoseconds.unwrap_or_default() / 1e9
}

/// The most the process has held in memory so far, where the system says so.
fn resident_mib() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let kib = status.lines().find_map(|line| {
        line.strip_prefix("VmHWM:")?
            .trim()
            .strip_suffix(" kB")?
            .parse::<f64>()
            .ok()
    });
    kib.unwrap_or_default() / 1024.0
}

fn samples(press: &Press, dir: &Path) -> Result<(), Box<dyn std::error::Error>> {
    std::fs::create_dir_all(dir)?;
    for (name, text) in [
        ("short", SHORT),
        ("middle", MIDDLE),
        ("long", LONG),
        ("vietnamese", VIETNAMESE),
    ] {
        for format in CardFormat::ALL {
            for orientation in [Orientation::Portrait, Orientation::Landscape] {
                let mut sheet = card_sheet(format, orientation, text);
                if matches!(format, CardFormat::DinA6 | CardFormat::Dl) {
                    sheet.paper = SheetPaper::A4;
                }
                let file = format!("card-{name}-{format:?}-{orientation:?}").to_lowercase();
                match press.copy_out_sheet(&sheet) {
                    Ok(printed) => {
                        std::fs::write(dir.join(format!("{file}.svg")), press.preview(&printed.page))?;
                        std::fs::write(dir.join(format!("{file}.pdf")), printed.bytes)?;
                    }
                    Err(error) => println!("{file}: {error}"),
                }
            }
        }
        for face in Face::HANDWRITING {
            for opened in [false, true] {
                let card = FinishedCard {
                    opened,
                    ..FinishedCard::new(text, "Ines Okafor", face)
                };
                let file = format!("printed-{name}-{face:?}-{opened}.pdf").to_lowercase();
                match press.finished_card(&card) {
                    Ok(printed) => std::fs::write(dir.join(file), printed.bytes)?,
                    Err(error) => println!("{file}: {error}"),
                }
            }
        }
        let file = format!("plotter-{name}.svg");
        match press.plotter_card(&FinishedCard::new(text, "Ines Okafor", Face::SingleLine)) {
            Ok(drawn) => std::fs::write(dir.join(file), drawn.svg)?,
            Err(error) => println!("{file}: {error}"),
        }
    }
    for size in EnvelopeSize::ALL {
        let printed = press.envelope(&envelope(size))?;
        std::fs::write(dir.join(format!("envelope-{size:?}.pdf").to_lowercase()), printed.bytes)?;
    }
    for paper in [SheetPaper::Letter, SheetPaper::A4] {
        let printed = press.calibration_sheet(paper)?;
        std::fs::write(dir.join(format!("hand-{paper:?}.pdf").to_lowercase()), printed.bytes)?;
    }
    Ok(())
}

fn card_sheet(format: CardFormat, orientation: Orientation, text: &str) -> CardSheet {
    CardSheet {
        card: Card {
            orientation,
            ..Card::new(format)
        },
        proof: Some(ProofMark {
            hash: "7c1e90ab".to_owned(),
            date: "12 May 2026".to_owned(),
        }),
        ..CardSheet::new(text, "Ines Okafor")
    }
}

fn envelope(size: EnvelopeSize) -> Envelope {
    Envelope {
        size,
        recipient_line: "Ines Okafor".to_owned(),
        attention_line: Some("Editorial Department".to_owned()),
        organization: Some("Harbor Magazine".to_owned()),
        delivery_address_lines: vec!["412 Wharf Street, Suite 300".to_owned()],
        last_line: "Portland, ME 04101-2280".to_owned(),
        return_address_lines: vec![
            "Sam Whitfield".to_owned(),
            "88 Alder Lane, Apt 2".to_owned(),
            "Brunswick, ME 04011".to_owned(),
        ],
        ..Envelope::default()
    }
}

const SHORT: &str = "Dear Ines,\n\nThank you for the walk through the press room.\n\nSam";

const MIDDLE: &str = "Dear Ines,\n\nThank you for the hour on Tuesday, and for taking me down to the press room while the \
                      ferry issue was still on the stones. I keep thinking of what you said about captions: that they \
                      are the first thing read and the last thing written.\n\nI'd be glad to write them for you.\n\n\
                      Warmly,\nSam Whitfield";

const LONG: &str = "Dear Ines,\n\nThank you for the hour on Tuesday, and for taking me down to the press room while the \
                    ferry issue was still on the stones. I keep thinking of what you said about captions: that they are \
                    the first thing read and the last thing written.\n\nOn the train home I rewrote six of mine, and you \
                    were right about every one of them. The follow-up piece on the breakwater is yours if you want it.\
                    \n\nWarmly,\nSam Whitfield";

const VIETNAMESE: &str = "Dear Mr. Nguyễn,\n\nThank you for showing me the kiln, and for the tea. Łódź and Đà Nẵng are \
                          closer than I thought.\n\nWarmly,\nZoë Škvorecký";
