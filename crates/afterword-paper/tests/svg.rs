//! The SVG of a sheet, of an envelope and for a plotter: compared with files that were looked at as pictures.
//!
//! After a wanted change, `AFTERWORD_GOLDEN=write cargo test --test svg` writes them anew; look at them before they are
//! committed.

use std::path::Path;

use afterword_paper::{
    Card, CardFormat, CardSheet, Envelope, EnvelopeSize, Face, FinishedCard, Orientation, Press, ProofMark,
};

const TEXT: &str = "Dear Zoë,\n\nThank you for the hour, and the kiln.\n\nSam";

fn golden(name: &str, svg: &str) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name);
    if std::env::var_os("AFTERWORD_GOLDEN").is_some_and(|value| value == "write") {
        std::fs::write(&file, svg).expect("the golden file to be written");
        return;
    }
    let expect = std::fs::read_to_string(&file).expect("the golden file");
    let differs = expect.lines().zip(svg.lines()).position(|(a, b)| a != b);
    assert!(
        expect == svg,
        "{name} differs, first in line {:?}",
        differs.map(|line| line + 1)
    );
}

#[test]
fn a_sheet_looks_as_it_did() {
    let press = Press::new();
    let sheet = CardSheet {
        card: Card {
            orientation: Orientation::Landscape,
            ..Card::new(CardFormat::Postcard)
        },
        proof: Some(ProofMark {
            hash: "7c1e90ab".into(),
            date: "12 May 2026".into(),
        }),
        ..CardSheet::new(TEXT, "Zoë")
    };
    golden("sheet.svg", &press.preview(&press.copy_out_sheet(&sheet).unwrap().page));
}

#[test]
fn a_card_for_a_pen_looks_as_it_did() {
    let card = FinishedCard::new(TEXT, "Zoë", Face::SingleLine);
    let drawn = Press::new().plotter_card(&card).unwrap();
    golden("plotter.svg", &drawn.svg);
    assert!(
        drawn.svg.contains("width=\"107.95mm\" height=\"139.7mm\""),
        "real units"
    );
    assert!(
        drawn.svg.contains("inkscape:label=\"1 pen\"")
            && drawn.svg.contains("inkscape:label=\"% card edge, not drawn\""),
        "layers as plotter software reads them"
    );
}

#[test]
fn an_envelope_looks_as_it_did() {
    let press = Press::new();
    let envelope = Envelope {
        size: EnvelopeSize::C6,
        recipient_line: "Zoë Lind".into(),
        delivery_address_lines: vec!["Torstr. 6".into()],
        last_line: "10119 Berlin".into(),
        country: Some("DE".into()),
        return_address_lines: vec!["Sam Whitfield".into()],
        ..Envelope::default()
    };
    golden("envelope.svg", &press.preview(&press.envelope(&envelope).unwrap().page));
}

/// What an element may say of itself; none of it refers to anything.
const ATTRIBUTES: [&str; 17] = [
    "xmlns",
    "xmlns:inkscape",
    "inkscape:groupmode",
    "inkscape:label",
    "width",
    "height",
    "viewBox",
    "role",
    "class",
    "aria-label",
    "d",
    "fill",
    "stroke",
    "stroke-width",
    "stroke-linecap",
    "stroke-linejoin",
    "id",
];

/// Nothing but drawing: five elements, no reference, no script, every mark of XML in its place.
fn assert_harmless(svg: &str) {
    let body = svg
        .strip_prefix("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
        .expect("a declaration");
    let mut open = Vec::new();
    let mut rest = body;
    while let Some(at) = rest.find('<') {
        assert!(!rest[..at].contains('>'), "a stray > before {:.60}", &rest[at..]);
        let end = rest.find('>').expect("a tag that ends");
        let tag = &rest[at + 1..end];
        assert!(!tag.contains('<'), "{tag}");
        assert_eq!(tag.matches('"').count() % 2, 0, "{tag}");
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name), "{tag}");
        } else {
            let name = tag.split([' ', '/']).next().unwrap_or_default();
            assert!(["svg", "title", "g", "path", "rect"].contains(&name), "{tag}");
            // Outside quotation marks stand the names of attributes alone.
            let names: Vec<&str> = tag[name.len()..].split('"').step_by(2).map(str::trim).collect();
            let is_known = |name: &&str| {
                let name = name.trim_end_matches('=');
                name.is_empty() || name == "/" || ATTRIBUTES.contains(&name)
            };
            assert!(names.iter().all(is_known), "{names:?}");
            if !tag.ends_with('/') {
                open.push(name);
            }
        }
        rest = &rest[end + 1..];
    }
    assert!(open.is_empty() && !rest.contains('>'), "{open:?}");
    let is_xml = |c: char| matches!(c, '\t' | '\n' | ' '..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..);
    assert!(svg.chars().all(is_xml));
}

#[test]
fn row_63_and_66_markup_in_a_text_stays_text() {
    let press = Press::new();
    for text in [
        "<script>alert(1)</script>",
        "<set attributeName=\"href\" to=\"javascript:x\"/>",
        "]]> <![CDATA[ x ]]>",
        "\" onload=\"alert(1)",
        "' onload='alert(1)",
        "&amp; &#x3c;script&#x3e; &xxe;",
        "<!ENTITY xxe SYSTEM \"file:///etc/passwd\">",
        "--> <!-- <?xml ?>",
    ] {
        let sheet = press.copy_out_sheet(&CardSheet::new(text, text)).unwrap();
        assert_harmless(&press.preview(&sheet.page));
        let card = FinishedCard::new(text, text, Face::PatrickHand);
        assert_harmless(&press.preview(&press.finished_card(&card).unwrap().page));
        let drawn = press.plotter_card(&card).unwrap();
        assert_harmless(&drawn.svg);
        let escaped = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        let escaped = escaped.replace('"', "&quot;").replace('\'', "&#39;");
        let first = escaped.split(' ').next().unwrap_or_default();
        assert!(drawn.svg.contains(first), "printed as typed: {first}");
    }
}
