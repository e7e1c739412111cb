//! The files themselves, read back by poppler: what is selected, in which order, and where it stands.

use std::process::Command;

use afterword_paper::{CardSheet, Envelope, EnvelopeSize, Press, ProofMark, Role};

const INCH_MM: f32 = 25.4;

/// A word of a PDF and its box in millimetres: left, top, right, bottom.
struct Word {
    text: String,
    edges_mm: [f32; 4],
}

/// A PDF as poppler reads it.
struct ReadBack {
    size_mm: [f32; 2],
    words: Vec<Word>,
}

impl ReadBack {
    /// `None`, and a line on stderr, where poppler is not installed; an error in CI.
    fn of(bytes: &[u8], name: &str) -> Option<Self> {
        let file = std::env::temp_dir().join(format!("afterword-paper-{}-{name}.pdf", std::process::id()));
        std::fs::write(&file, bytes).unwrap();
        let output = Command::new("pdftotext").arg("-bbox").arg(&file).arg("-").output();
        std::fs::remove_file(&file).unwrap();
        let Ok(output) = output else {
            eprintln!("SKIPPED: pdftotext (poppler-utils) is not installed");
            assert!(std::env::var_os("CI").is_none(), "pdftotext is missing in CI");
            return None;
        };
        let html = String::from_utf8(output.stdout).unwrap();
        let page = html.lines().find(|line| line.contains("<page ")).unwrap();
        let words = html.lines().filter_map(|line| {
            let tag = line.trim().strip_prefix("<word ")?;
            let text = tag.split_once('>')?.1.strip_suffix("</word>")?.replace("&amp;", "&");
            Some(Word {
                text,
                edges_mm: ["xMin", "yMin", "xMax", "yMax"].map(|name| millimetres(tag, name)),
            })
        });
        Some(Self {
            size_mm: ["width", "height"].map(|name| millimetres(page, name)),
            words: words.collect(),
        })
    }

    fn text(&self) -> String {
        self.words
            .iter()
            .map(|word| word.text.as_str())
            .collect::<Vec<_>>()
            .join(" ")
    }

    fn position(&self, text: &str) -> usize {
        self.words.iter().position(|word| word.text == text).unwrap()
    }
}

fn millimetres(tag: &str, name: &str) -> f32 {
    let value = tag
        .split_once(&format!("{name}=\""))
        .unwrap()
        .1
        .split('"')
        .next()
        .unwrap();
    value.parse::<f32>().unwrap() * INCH_MM / 72.0
}

#[test]
fn an_envelope_keeps_the_areas_of_the_post() {
    let press = Press::new();
    for size in EnvelopeSize::ALL {
        let envelope = Envelope {
            size,
            recipient_line: "Ines Okafor".into(),
            attention_line: Some("Editorial Department".into()),
            organization: Some("Harbor Magazine".into()),
            delivery_address_lines: vec!["412 Wharf Street, Suite 300".into()],
            last_line: "Portland, ME 04101-2280".into(),
            return_address_lines: vec!["Sam Whitfield".into(), "Brunswick, ME 04011".into()],
            ..Envelope::default()
        };
        let printed = press.envelope(&envelope).unwrap();
        let Some(read) = ReadBack::of(&printed.bytes, &format!("{size:?}")) else {
            return;
        };
        let [width_mm, height_mm] = read.size_mm;
        assert!((width_mm - printed.page.width_mm).abs() < 0.05 && (height_mm - printed.page.height_mm).abs() < 0.05);
        assert_eq!(
            read.text(),
            "Sam Whitfield Brunswick, ME 04011 Ines Okafor Editorial Department Harbor Magazine \
             412 Wharf Street, Suite 300 Portland, ME 04101-2280"
        );
        // USPS Publication 28, A1.
        let read_top_mm = height_mm - 2.75 * INCH_MM;
        let (home, away) = read.words.split_at(read.position("Ines"));
        for Word {
            text,
            edges_mm: [left, top, right, bottom],
        } in away
        {
            assert!(
                *left >= 0.5 * INCH_MM && *right <= width_mm - 0.5 * INCH_MM,
                "{size:?} {text}"
            );
            assert!(
                *top >= read_top_mm && *bottom <= height_mm - 0.625 * INCH_MM,
                "{size:?} {text}"
            );
        }
        for Word {
            text,
            edges_mm: [.., bottom],
        } in home
        {
            assert!(*bottom <= read_top_mm, "{size:?} {text}");
        }
        // The layout's own figures are those of the file.
        let line = printed.page.lines_of(Role::DeliveryAddress).next().unwrap();
        let left_mm = away[0].edges_mm[0];
        assert!(
            (left_mm - line.x_mm).abs() < 0.05,
            "{size:?}: {left_mm} and {}",
            line.x_mm
        );
    }
}

#[test]
fn a_sheet_reads_in_order_and_at_true_size() {
    let text = "Dear Zoë,\n\nThank you for the walk through the office, the first fjord & the café.\n\nŁucja";
    let sheet = CardSheet {
        proof: Some(ProofMark {
            hash: "7c1e90ab".into(),
            date: "12 May 2026".into(),
        }),
        ..CardSheet::new(text, "Zoë Škvorecký")
    };
    let printed = Press::new().copy_out_sheet(&sheet).unwrap();
    let Some(read) = ReadBack::of(&printed.bytes, "sheet") else {
        return;
    };
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        read.text()
            .starts_with("Card for Zoë Škvorecký Copy it in your own hand"),
        "{}",
        read.text()
    );
    assert_eq!(read.text().matches(&words).count(), 1, "{}", read.text());
    let lines: Vec<_> = printed.page.lines_of(Role::CopyLine).collect();
    let left_mm = read.words[read.position("Dear")].edges_mm[0];
    assert!((left_mm - lines[0].x_mm).abs() < 0.05, "{left_mm}");
    let right_mm = read.words[read.position("Zoë,")].edges_mm[2];
    assert!(
        (right_mm - lines[0].right_mm()).abs() < 0.05,
        "{right_mm} and {}",
        lines[0].right_mm()
    );
}
