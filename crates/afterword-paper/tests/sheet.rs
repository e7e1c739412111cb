//! The copy-out sheet: what a person relies on while copying it.

use std::collections::HashSet;

use afterword_paper::{
    Card, CardFormat, CardSheet, Face, Field, Hand, Orientation, Page, PaperError, PaperFinding, Press, ProofMark,
    Role, SheetPaper,
};
use proptest::prelude::*;

const GOOD: &str = "Dear Ines,\n\nThank you for the hour on Tuesday, and for taking me down to the press room.\n\n\
                    I'd be glad to write the captions.\n\nWarmly,\nSam Whitfield";

fn letters(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

fn copied(page: &Page) -> String {
    page.lines_of(Role::CopyLine)
        .map(|line| line.text.as_str())
        .collect::<Vec<_>>()
        .join("\n")
}

/// The card's left, top, right and lower edge, from what is drawn.
fn card_edges(page: &Page) -> [f32; 4] {
    let edges = page.rules().filter(|rule| rule.role == Role::CardEdge);
    edges.fold([f32::MAX, f32::MAX, 0.0, 0.0], |[left, top, right, bottom], rule| {
        [
            left.min(rule.x1_mm).min(rule.x2_mm),
            top.min(rule.y1_mm).min(rule.y2_mm),
            right.max(rule.x1_mm).max(rule.x2_mm),
            bottom.max(rule.y1_mm).max(rule.y2_mm),
        ]
    })
}

/// What must hold of every sheet that is printed.
fn assert_sheet(page: &Page, sheet: &CardSheet) {
    let [left, top, right, bottom] = card_edges(page);
    let (width_mm, height_mm) = sheet.card.size_mm();
    assert!(
        (right - left - width_mm).abs() < 0.01 && (bottom - top - height_mm).abs() < 0.01,
        "true size"
    );
    assert!(
        left > 5.0 && right < page.width_mm - 5.0 && top > 20.0 && bottom < page.height_mm - 20.0,
        "on the paper"
    );

    let rules: Vec<_> = page.rules().filter(|rule| rule.role == Role::WritingRule).collect();
    assert_eq!(rules.len(), sheet.card.line_count());
    let mut baselines = HashSet::new();
    for line in page.lines_of(Role::CopyLine) {
        let rule = rules
            .iter()
            .find(|rule| (rule.y1_mm - line.baseline_mm).abs() < 0.01)
            .expect("stands on a rule");
        assert!(
            baselines.insert(line.baseline_mm.to_bits()),
            "one line of the sheet per line of the card"
        );
        assert!(
            line.x_mm >= rule.x1_mm - 0.01 && line.right_mm() <= rule.x2_mm + 0.01,
            "{line:?} is too long"
        );
        assert!(line.top_mm() > top && line.bottom_mm() < bottom, "inside the card");
    }
    for line in page.lines() {
        assert!(
            line.x_mm > 5.0 && line.right_mm() < page.width_mm - 5.0,
            "{line:?} is off the paper"
        );
        assert!(
            line.top_mm() > 5.0 && line.bottom_mm() < page.height_mm - 5.0,
            "{line:?} is off the paper"
        );
        if line.role != Role::CopyLine {
            assert!(
                line.bottom_mm() < top || line.top_mm() > bottom || line.right_mm() < left,
                "{line:?} runs into the card"
            );
        }
    }
    // Nothing dropped, nothing added, in order.
    assert_eq!(letters(&copied(page)), letters(&sheet.text));
}

fn cards() -> impl Strategy<Value = Card> {
    let format = prop::sample::select(CardFormat::ALL.to_vec());
    let hand = (1.5_f32..4.0, 5.0_f32..12.0).prop_map(|(character_mm, pitch_mm)| Hand::new(character_mm, pitch_mm));
    let margin = prop::option::of(0.0_f32..40.0);
    (format, any::<bool>(), hand, margin).prop_map(|(format, landscape, hand, own_margin_mm)| Card {
        own_margin_mm,
        format,
        orientation: if landscape {
            Orientation::Landscape
        } else {
            Orientation::Portrait
        },
        hand,
    })
}

/// Words as they are written, in the letters the fonts have, some of them very long.
fn texts() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        8 => "[a-zA-Z'éüßŁčñøışžΩд,.;:!?-]{1,12}",
        1 => "[a-z]{30,90}",
        1 => "[a-z]{2,9}(-[a-z]{2,9}){1,4}",
    ];
    let gap =
        prop_oneof![12 => Just(" "), 1 => Just("\n"), 1 => Just("\n\n"), 1 => Just("  \t"), 1 => Just("\r\n\r\n")];
    prop::collection::vec((word, gap), 1..90).prop_map(|words| {
        words
            .into_iter()
            .flat_map(|(word, gap)| [word, gap.to_owned()])
            .collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

    #[test]
    fn what_is_printed_fits_and_is_whole(text in texts(), card in cards(), a4 in any::<bool>()) {
        let paper = if a4 { SheetPaper::A4 } else { SheetPaper::Letter };
        let sheet = CardSheet { card, paper, ..CardSheet::new(text, "Ines Okafor") };
        match press().copy_out_sheet(&sheet) {
            Ok(printed) => assert_sheet(&printed.page, &sheet),
            Err(PaperError::Overflow { words_to_cut, lines_over, lines_needed, lines_available, .. }) => {
                prop_assert!(words_to_cut > 0);
                prop_assert_eq!(lines_over, lines_needed - lines_available);
                prop_assert_eq!(lines_available, card.line_count());
            }
            Err(other) => prop_assert!(false, "{}", other),
        }
    }

    #[test]
    fn cutting_as_many_words_as_asked_makes_it_fit(words in 1..300_usize, card in cards()) {
        let text = |body: usize| format!("Dear Ines,\n\n{}\n\nSam", vec!["word"; body].join(" "));
        let Err(PaperError::Overflow { words_to_cut, .. }) = press().card_lines(&text(words), &card) else {
            return Ok(());
        };
        // Where not even the greeting has room, cutting words does not help.
        if words_to_cut < words && press().card_lines(&text(1), &card).is_ok() {
            prop_assert!(press().card_lines(&text(words - words_to_cut), &card).is_ok());
            prop_assert!(press().card_lines(&text(words - words_to_cut + 1), &card).is_err(), "no more than needed");
        }
    }

    #[test]
    fn any_text_is_printed_whole_or_refused(
        text in prop_oneof![any::<String>(), "[a-zé \n\u{0}\u{200B}\u{202E}\u{FE0F}\u{301}]{1,80}"],
        name in "\\PC{0,20}",
    ) {
        let Ok(printed) = press().copy_out_sheet(&CardSheet::new(text.clone(), name)) else { return Ok(()) };
        let (typed, copied) = (letters(&text), letters(&copied(&printed.page)));
        let mut rest = typed.chars();
        prop_assert!(copied.chars().all(|c| rest.any(|of| of == c)), "in order");
        let hidden = printed.findings.iter().map(|finding| match finding {
            PaperFinding::HiddenLeftOut { count } => *count,
            _ => 0,
        });
        prop_assert_eq!(typed.chars().count() - copied.chars().count(), hidden.sum::<usize>(), "all accounted for");
    }
}

/// One press for all cases; it is meant to be shared.
fn press() -> &'static Press {
    static PRESS: std::sync::OnceLock<Press> = std::sync::OnceLock::new();
    PRESS.get_or_init(Press::new)
}

#[test]
fn equal_input_gives_equal_bytes() {
    let sheet = CardSheet {
        proof: Some(ProofMark {
            hash: "7c1e90ab".into(),
            date: "12 May 2026".into(),
        }),
        ..CardSheet::new(GOOD, "Ines Okafor")
    };
    let first = press().copy_out_sheet(&sheet).unwrap().bytes;
    for _ in 0..20 {
        assert_eq!(Press::new().copy_out_sheet(&sheet).unwrap().bytes, first);
    }
    let file = String::from_utf8_lossy(&first);
    assert!(
        !file.contains("CreationDate") && !file.contains("CreateDate"),
        "no date of its own"
    );
}

#[test]
fn paragraphs_are_kept_by_blank_lines_then_by_indents() {
    let roomy = Card::new(CardFormat::A2);
    let lines = press()
        .card_lines("Dear Ines,\n\nThank you.\nTruly.\n\nSam", &roomy)
        .unwrap();
    assert_eq!(lines, ["Dear Ines,", "", "Thank you.", "Truly.", "", "Sam"]);

    let body = "one two three four five six seven eight nine ten ".repeat(8);
    let tight = CardSheet {
        card: roomy,
        ..CardSheet::new(format!("Dear Ines,\n\n{body}\n\nSam"), "Ines")
    };
    let page = press().copy_out_sheet(&tight).unwrap().page;
    let starts: Vec<f32> = page.lines_of(Role::CopyLine).map(|line| line.x_mm).collect();
    assert!(starts[1] > starts[0] + 3.0, "the body is indented");
    assert!(
        (starts[starts.len() - 1] - starts[0]).abs() < 0.01,
        "the signature is not"
    );
    let paragraphs: HashSet<usize> = page.lines_of(Role::CopyLine).map(|line| line.paragraph).collect();
    assert_eq!(paragraphs.len(), 3);
}

#[test]
fn a_longer_text_is_refused_and_never_smaller() {
    let size = |text: &str| {
        let printed = press().copy_out_sheet(&CardSheet::new(text, "Ines")).unwrap();
        printed.page.lines_of(Role::CopyLine).next().unwrap().size_mm
    };
    assert!((size("Thank you.") - size(GOOD)).abs() < 1e-6);
    let error = press()
        .copy_out_sheet(&CardSheet::new(GOOD.repeat(4), "Ines"))
        .unwrap_err();
    assert!(
        matches!(
            error,
            PaperError::Overflow {
                lines_over: 1..,
                words_to_cut: 1..,
                ..
            }
        ),
        "{error}"
    );
    assert!(error.to_string().contains("cut about"), "{error}");
}

#[test]
fn a_lacking_glyph_is_named_with_its_place() {
    let error = press()
        .copy_out_sheet(&CardSheet::new("Dear Ines,\n\nThank you 🙏 so much", "Ines"))
        .unwrap_err();
    let PaperError::MissingGlyph { character, place } = &error else {
        panic!("{error}")
    };
    assert_eq!(
        (*character, place.field, place.line, place.column),
        ('🙏', Field::CardText, 3, 11)
    );

    let error = press()
        .copy_out_sheet(&CardSheet::new(GOOD, "Star ⭐ Lee"))
        .unwrap_err();
    let PaperError::MissingGlyph { place, .. } = &error else {
        panic!("{error}")
    };
    assert_eq!((place.field, place.column), (Field::SheetRecipient, 6));
}

#[test]
fn a_text_the_hand_face_lacks_is_set_in_the_text_face_and_said() {
    let printed = press()
        .copy_out_sheet(&CardSheet::new("Αγαπητή Ίνες, ευχαριστώ.", "Ines"))
        .unwrap();
    assert!(
        printed
            .page
            .lines_of(Role::CopyLine)
            .all(|line| line.face == Face::Text)
    );
    assert!(
        matches!(printed.findings[..], [PaperFinding::PlainFace { .. }]),
        "{:?}",
        printed.findings
    );
}

#[test]
fn markup_is_printed_as_typed() {
    for text in [
        "#import \"@preview/evil:1.0\": *",
        "#read(\"/etc/passwd\") $x^2$ *bold* _it_ <b>b</b>",
        "\\input{/etc/passwd} \\write18{id} %comment",
        "]]> <![CDATA[ &amp; <script>alert(1)</script>",
        "(unbalanced ) \\) >> endobj stream /JS (app.alert)",
    ] {
        let printed = press().copy_out_sheet(&CardSheet::new(text, "Ines")).unwrap();
        assert_eq!(letters(&copied(&printed.page)), letters(text));
        let file = String::from_utf8_lossy(&printed.bytes).into_owned();
        assert!(
            !file.contains("/JS") && !file.contains("/JavaScript") && !file.contains("/Launch"),
            "{text}"
        );
    }
}

#[test]
fn the_title_has_no_control_characters() {
    let printed = press()
        .copy_out_sheet(&CardSheet::new(GOOD, "Ines  \t Okafor"))
        .unwrap();
    assert_eq!(printed.page.title, "Card for Ines Okafor");
    assert!(
        press()
            .copy_out_sheet(&CardSheet::new(GOOD, "Ines\u{0}\u{1b}[31m"))
            .is_err()
    );
}

#[test]
fn empty_text_and_endless_text_are_refused_at_once() {
    for text in ["", "  \n\n\t ", "\u{200B}\u{FEFF}"] {
        assert_eq!(
            press().copy_out_sheet(&CardSheet::new(text, "Ines")),
            Err(PaperError::EmptyCard),
            "{text:?}"
        );
    }
    let start = std::time::Instant::now();
    for unit in ["a", "a ", "a\n", "a\n\n", "a-", "thank you ", "\u{301}"] {
        let error = press()
            .copy_out_sheet(&CardSheet::new(unit.repeat(1_000_000 / unit.len()), "Ines"))
            .unwrap_err();
        assert!(matches!(error, PaperError::Overflow { .. }), "{unit:?}: {error}");
    }
    assert!(
        press()
            .copy_out_sheet(&CardSheet::new(GOOD, "x".repeat(1_000_000)))
            .is_err()
    );
    assert!(start.elapsed().as_secs() < 5, "{:?}", start.elapsed());
}

#[test]
fn a_long_name_is_folded_above_the_card_or_refused() {
    let sheet = CardSheet::new(GOOD, "Ines Okafor-Whitfield ".repeat(9));
    let printed = press().copy_out_sheet(&sheet).unwrap();
    assert_sheet(&printed.page, &sheet);
    assert!(printed.page.lines_of(Role::Heading).count() > 1);
    let tall = CardSheet {
        card: Card::new(CardFormat::A7),
        ..CardSheet::new(GOOD, "Ines ".repeat(190))
    };
    assert!(matches!(
        press().copy_out_sheet(&tall),
        Err(PaperError::DoesNotFit { .. })
    ));
}

#[test]
fn the_check_ruler_is_fifty_millimetres() {
    let page = press().copy_out_sheet(&CardSheet::new(GOOD, "Ines")).unwrap().page;
    let ruler = page.rules().filter(|rule| rule.role == Role::CheckRuler);
    let longest = ruler.map(|rule| (rule.x2_mm - rule.x1_mm).abs()).fold(0.0, f32::max);
    assert!((longest - 50.0).abs() < 1e-4);
}

#[test]
fn nonsense_hands_are_brought_to_what_people_write() {
    for hand in [
        Hand::new(f32::NAN, f32::INFINITY),
        Hand::new(-3.0, 0.0),
        Hand::from_writing_size_mm(1e9),
    ] {
        let sheet = CardSheet {
            card: Card {
                hand,
                ..Card::default()
            },
            ..CardSheet::new("Thank you.", "Ines")
        };
        assert_sheet(&press().copy_out_sheet(&sheet).unwrap().page, &sheet);
    }
}

#[test]
fn a_press_is_shared_between_threads() {
    fn check<T: Send + Sync>() {}
    check::<Press>();
}
