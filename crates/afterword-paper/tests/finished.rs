//! The card itself, printed or drawn: whole, inside its edges, and refused rather than changed.

use afterword_paper::{
    Card, CardFormat, Cut, Face, FinishedCard, Hand, Orientation, Page, PaperError, PaperFinding, Press, Role,
};
use proptest::prelude::*;

fn press() -> &'static Press {
    static PRESS: std::sync::OnceLock<Press> = std::sync::OnceLock::new();
    PRESS.get_or_init(Press::new)
}

fn words(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_owned).collect()
}

fn laid_out(card: &FinishedCard) -> Result<(Page, Vec<PaperFinding>), PaperError> {
    if card.face == Face::SingleLine {
        press().plotter_card(card).map(|drawn| (drawn.page, drawn.findings))
    } else {
        press()
            .finished_card(card)
            .map(|printed| (printed.page, printed.findings))
    }
}

fn assert_whole(page: &Page, card: &FinishedCard) {
    let written: Vec<String> = page
        .lines_of(Role::CardLine)
        .flat_map(|line| words(&line.text))
        .collect();
    assert_eq!(written, words(&card.text), "each word once and in order");
    let (width_mm, height_mm) = card.card.size_mm();
    let (left_mm, top_mm) = match (card.opened, card.card.orientation) {
        (false, _) => (0.0, 0.0),
        (true, Orientation::Portrait) => (width_mm, 0.0),
        (true, Orientation::Landscape) => (0.0, height_mm),
    };
    assert!((page.width_mm - left_mm - width_mm).abs() < 0.01 && (page.height_mm - top_mm - height_mm).abs() < 0.01);
    for line in page.lines_of(Role::CardLine) {
        let margin_mm = card.card.margin_mm();
        assert!(line.x_mm >= left_mm + margin_mm - 0.01, "{line:?}");
        assert!(line.right_mm() <= page.width_mm - margin_mm + 0.01, "{line:?}");
        assert!(line.top_mm() > top_mm && line.bottom_mm() < page.height_mm, "{line:?}");
        assert!(line.glyph_count() >= line.text.chars().filter(|c| !c.is_whitespace()).count().min(1));
    }
}

fn cards() -> impl Strategy<Value = FinishedCard> {
    let word = "[a-zA-Z'éüßŁčñøışž,.;:!?-]{1,11}";
    let text = prop::collection::vec(word, 1..60).prop_map(|words| words.join(" "));
    let format = prop::sample::select(CardFormat::ALL.to_vec());
    let face = prop::sample::select(vec![Face::Caveat, Face::Kalam, Face::PatrickHand, Face::SingleLine]);
    let hand = (1.8_f32..3.5, 6.0_f32..11.0).prop_map(|(character_mm, pitch_mm)| Hand::new(character_mm, pitch_mm));
    (text, format, face, hand, any::<bool>(), any::<bool>()).prop_map(
        |(text, format, face, hand, landscape, opened)| FinishedCard {
            card: Card {
                orientation: if landscape {
                    Orientation::Landscape
                } else {
                    Orientation::Portrait
                },
                hand,
                ..Card::new(format)
            },
            opened,
            ..FinishedCard::new(text, "Ines", face)
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]

    #[test]
    fn what_is_printed_or_drawn_is_whole_and_inside(card in cards()) {
        match laid_out(&card) {
            // A word longer than a line is broken and said; it is checked where texts are fitted.
            Ok((page, findings)) if findings.is_empty() && !card.text.contains('-') => assert_whole(&page, &card),
            Ok(_) => {}
            Err(PaperError::Overflow { words_to_cut, .. }) => prop_assert!(words_to_cut > 0),
            Err(other) => prop_assert!(false, "{}", other),
        }
    }

    #[test]
    fn striking_out_what_could_go_is_enough(sentences in prop::collection::vec("[A-Z][a-z]{2,9}( [a-z]{2,9}){3,12}", 4..9)) {
        let text = format!("Dear Ines,\n\n{}.\n\nSam", sentences.join(". "));
        let Err(PaperError::Overflow { could_go, .. }) = press().card_lines(&text, &Card::default()) else { return Ok(()) };
        for Cut { sentences, words } in could_go {
            let mut shorter = text.clone();
            for sentence in &sentences {
                shorter = shorter.replacen(sentence.as_str(), "", 1);
            }
            prop_assert!(press().card_lines(&shorter, &Card::default()).is_ok(), "{}", shorter);
            prop_assert_eq!(words, sentences.iter().map(|one| one.split(' ').count()).sum::<usize>());
        }
    }
}

#[test]
fn row_11_a_character_no_face_has_is_named_and_nothing_stands_in() {
    for (face, text, character) in [
        (Face::Kalam, "Dear Жанна", 'Ж'),
        (Face::Caveat, "Thank you 🙏", '🙏'),
        (Face::SingleLine, "Dear Αγάπη", 'Α'),
    ] {
        let error = laid_out(&FinishedCard::new(text, "Ines", face)).unwrap_err();
        let PaperError::MissingGlyph { character: named, .. } = &error else {
            panic!("{error}")
        };
        assert_eq!(*named, character);
        assert!(error.to_string().contains("another spelling"), "{error}");
    }
}

#[test]
fn equal_cards_give_equal_bytes() {
    let card = FinishedCard::new("Thank you, Zoë Škvorecký.", "Zoë", Face::Kalam);
    let first = Press::new().finished_card(&card).unwrap().bytes;
    assert_eq!(Press::new().finished_card(&card).unwrap().bytes, first);
    let svg = Press::new().plotter_card(&card).unwrap().svg;
    assert_eq!(Press::new().plotter_card(&card).unwrap().svg, svg);
}

#[test]
fn fonts_are_subset_and_metadata_is_clean() {
    let card = FinishedCard::new("Thank you.", "Ines \u{1b}[31m\u{202E}Okafor\r\n", Face::Caveat);
    let printed = press().finished_card(&card).unwrap();
    assert!(
        printed.bytes.len() < 40_000,
        "{} bytes: the face has 140 kB",
        printed.bytes.len()
    );
    assert!(
        !printed.page.title.chars().any(|c| c.is_control() || c == '\u{202E}'),
        "{:?}",
        printed.page.title
    );
}
