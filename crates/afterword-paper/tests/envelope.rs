//! Envelopes: every block measured in millimetres against the areas the post reads.

use afterword_paper::{Envelope, EnvelopeSize, Field, Page, PaperError, PaperFinding, Press, Role, TextLine};
use proptest::prelude::*;

const INCH_MM: f32 = 25.4;

fn press() -> &'static Press {
    static PRESS: std::sync::OnceLock<Press> = std::sync::OnceLock::new();
    PRESS.get_or_init(Press::new)
}

fn usual(size: EnvelopeSize) -> Envelope {
    Envelope {
        size,
        recipient_line: "Ines Okafor".into(),
        attention_line: Some("Editorial Department".into()),
        organization: Some("Harbor Magazine".into()),
        delivery_address_lines: vec!["412 Wharf Street, Suite 300".into()],
        last_line: "Portland, ME 04101-2280".into(),
        return_address_lines: vec![
            "Sam Whitfield".into(),
            "88 Alder Lane".into(),
            "Brunswick, ME 04011".into(),
        ],
        ..Envelope::default()
    }
}

fn address(page: &Page) -> Vec<&str> {
    page.lines_of(Role::DeliveryAddress)
        .map(|line| line.text.as_str())
        .collect()
}

/// USPS Publication 28, A1: left, top, right and lower edge of the OCR read area.
fn read_area(page: &Page) -> [f32; 4] {
    let (side_mm, bottom_mm, top_mm) = (0.5 * INCH_MM, 0.625 * INCH_MM, 2.75 * INCH_MM);
    [
        side_mm,
        (page.height_mm - top_mm).max(0.0),
        page.width_mm - side_mm,
        page.height_mm - bottom_mm,
    ]
}

fn assert_areas(page: &Page) {
    let [left, top, right, bottom] = read_area(page);
    let barcode_left = page.width_mm - 4.75 * INCH_MM;
    for line in page.lines() {
        let inside =
            line.x_mm >= left && line.right_mm() <= right && line.top_mm() >= top && line.bottom_mm() <= bottom;
        let on_barcode = line.right_mm() > barcode_left && line.bottom_mm() > bottom;
        assert!(!on_barcode, "{line:?} is in the barcode clear zone");
        if line.role == Role::DeliveryAddress {
            assert!(inside, "{line:?} leaves the read area of {}", page.title);
        } else {
            assert!(line.bottom_mm() <= top, "{line:?} is in the read area");
            assert!(
                line.right_mm() <= page.width_mm / 2.0 + 0.01,
                "{line:?} is where the stamp goes"
            );
            assert!(
                line.x_mm >= 6.0 && line.top_mm() >= 6.0,
                "{line:?} is where printers cannot print"
            );
        }
    }
    let apart = |lines: Vec<&TextLine>| {
        lines
            .windows(2)
            .all(|pair| pair[0].bottom_mm() <= pair[1].top_mm() + 0.01)
    };
    assert!(apart(page.lines_of(Role::DeliveryAddress).collect()), "lines touch");
    assert!(apart(page.lines_of(Role::ReturnAddress).collect()), "lines touch");
}

#[test]
fn blocks_are_inside_their_areas_on_every_size() {
    for size in EnvelopeSize::ALL {
        let page = press().envelope(&usual(size)).unwrap().page;
        assert_eq!((page.width_mm, page.height_mm), size.size_mm());
        assert_areas(&page);
    }
}

#[test]
fn lines_are_in_the_order_of_publication_28() {
    let page = press().envelope(&usual(EnvelopeSize::A2)).unwrap().page;
    let expect = [
        "Ines Okafor",
        "Editorial Department",
        "Harbor Magazine",
        "412 Wharf Street, Suite 300",
        "Portland, ME 04101-2280",
    ];
    assert_eq!(address(&page), expect);
}

#[test]
fn the_country_is_last_and_in_capitals() {
    let abroad = Envelope {
        last_line: "8001 Zürich".into(),
        country: Some("Schweiz".into()),
        ..usual(EnvelopeSize::C6)
    };
    let page = press().envelope(&abroad).unwrap().page;
    assert_eq!(address(&page)[4..], ["8001 Zürich", "SWITZERLAND"]);
    assert_areas(&page);
}

#[test]
fn lines_inside_an_address_part_stand_on_their_own() {
    let pasted = Envelope {
        delivery_address_lines: vec!["412 Wharf Street\nSuite 300\r\n\n".into()],
        ..usual(EnvelopeSize::A7)
    };
    let page = press().envelope(&pasted).unwrap().page;
    assert_eq!(address(&page)[3..5], ["412 Wharf Street", "Suite 300"]);
}

#[test]
fn a_name_of_200_characters_is_folded_and_said() {
    for name in ["Maria Fernanda ".repeat(14), "x".repeat(200)] {
        let long = Envelope {
            recipient_line: name[..200].trim().to_owned(),
            ..usual(EnvelopeSize::Number10)
        };
        let printed = press().envelope(&long).unwrap();
        assert_areas(&printed.page);
        let folded = |finding: &PaperFinding| {
            matches!(
                finding,
                PaperFinding::Folded {
                    field: Field::RecipientLine,
                    lines: 2..
                }
            )
        };
        assert!(printed.findings.iter().any(folded), "{:?}", printed.findings);
        let text: String = address(&printed.page).concat();
        assert!(
            text.replace(' ', "").starts_with(&long.recipient_line.replace(' ', "")),
            "nothing lost"
        );
    }
    let endless = Envelope {
        recipient_line: "Maria ".repeat(150),
        ..usual(EnvelopeSize::A2)
    };
    let error = press().envelope(&endless).unwrap_err();
    assert!(
        matches!(
            error,
            PaperError::DoesNotFit {
                field: Field::RecipientLine,
                ..
            }
        ),
        "{error}"
    );
}

#[test]
fn missing_parts_are_refused_or_said() {
    let check = |envelope: Envelope, field: Field| {
        assert_eq!(press().envelope(&envelope).unwrap_err(), PaperError::Missing { field });
    };
    let nobody = Envelope {
        recipient_line: " ".into(),
        organization: None,
        ..usual(EnvelopeSize::A2)
    };
    check(nobody, Field::RecipientLine);
    check(
        Envelope {
            last_line: String::new(),
            ..usual(EnvelopeSize::A2)
        },
        Field::LastLine,
    );
    let no_street = Envelope {
        delivery_address_lines: Vec::new(),
        ..usual(EnvelopeSize::A2)
    };
    let findings = press().envelope(&no_street).unwrap().findings;
    assert_eq!(
        findings,
        [PaperFinding::Absent {
            field: Field::DeliveryAddressLine
        }]
    );
}

#[test]
fn hidden_and_unknown_characters_are_refused_in_addresses() {
    for name in ["Ann\r\nBcc: x@evil", "Ann \u{202E}eeL", "Ann\u{200B}Lee", "Ann\u{0}Lee"] {
        let error = press()
            .envelope(&Envelope {
                recipient_line: name.into(),
                ..usual(EnvelopeSize::A2)
            })
            .unwrap_err();
        assert!(matches!(error, PaperError::HiddenCharacter { .. }), "{name:?}: {error}");
    }
    let emoji = Envelope {
        recipient_line: "Ann 🌟 Lee".into(),
        ..usual(EnvelopeSize::A2)
    };
    let error = press().envelope(&emoji).unwrap_err();
    assert!(
        matches!(error, PaperError::MissingGlyph { character: '🌟', .. }),
        "{error}"
    );
}

#[test]
fn equal_envelopes_give_equal_bytes() {
    let first = press().envelope(&usual(EnvelopeSize::Dl)).unwrap().bytes;
    for _ in 0..20 {
        assert_eq!(Press::new().envelope(&usual(EnvelopeSize::Dl)).unwrap().bytes, first);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]

    #[test]
    fn whatever_is_printed_is_inside_its_area(
        size in prop::sample::select(EnvelopeSize::ALL.to_vec()),
        parts in prop::collection::vec("[a-zA-ZéŁ0-9 .,'#/-]{0,120}", 6),
        streets in prop::collection::vec("[a-zA-Z0-9 .,#-]{0,60}", 0..5),
        home in prop::collection::vec("[a-zA-Z0-9 .,#-]{0,70}", 0..5),
    ) {
        let envelope = Envelope {
            size,
            recipient_line: parts[0].clone(),
            attention_line: (!parts[1].is_empty()).then(|| parts[1].clone()),
            organization: (!parts[2].is_empty()).then(|| parts[2].clone()),
            delivery_address_lines: streets,
            last_line: parts[3].clone(),
            country: (parts[4].len() > 60).then(|| parts[4].clone()),
            return_address_lines: home,
            ..Envelope::default()
        };
        if let Ok(printed) = press().envelope(&envelope) {
            assert_areas(&printed.page);
            let count = printed.page.lines().count();
            prop_assert!(count >= 2);
        }
    }
}
