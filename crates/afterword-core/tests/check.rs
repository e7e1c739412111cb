//! The checker over letters written before it was tuned: sixty clean ones in twenty trades and voices, sixty with one
//! planted error each. One false mark a note and people stop reading marks; one missed name and the gate was no use.

use std::collections::BTreeSet;

use afterword_core::check::{Kind, Place, Proofreader, Record, RecordPerson, Remark, closes_gate, fast};

#[path = "common/notes.rs"]
mod notes;

use self::notes::cases;

fn rules(remarks: &[Remark]) -> BTreeSet<&str> {
    remarks.iter().map(|r| r.finding.rule.as_str()).collect()
}

/// Clean notes marked, planted errors missed, and marks beside the planted ones, each with what was said.
#[derive(Default)]
struct Tally {
    clean: usize,
    planted: usize,
    marked: Vec<String>,
    missed: Vec<String>,
    beside: Vec<String>,
}

fn tally(jsonl: &str, proofreader: &mut Proofreader) -> Tally {
    let mut tally = Tally::default();
    for case in cases(jsonl) {
        let remarks = case.remarks(proofreader);
        let said = rules(&remarks);
        let gold: BTreeSet<&str> = case.raw["gold"]
            .as_array()
            .expect("gold")
            .iter()
            .filter_map(|g| g["rule"].as_str())
            .collect();
        tally.clean += usize::from(gold.is_empty());
        tally.planted += gold.len();
        let id = &case.raw["id"];
        tally
            .missed
            .extend(gold.difference(&said).map(|rule| format!("{id}: {rule}")));
        let extra = remarks.iter().filter(|r| !gold.contains(r.finding.rule.as_str()));
        let list = if gold.is_empty() {
            &mut tally.marked
        } else {
            &mut tally.beside
        };
        list.extend(extra.map(|r| format!("{id}: {} {:?}", r.finding.rule, r.finding.excerpt)));
    }
    tally
}

#[test]
fn clean_letters_stay_unmarked_and_planted_errors_are_found() {
    let mut proofreader = Proofreader::load();
    for jsonl in [
        include_str!("cases/notes_clean.jsonl"),
        include_str!("cases/notes_planted.jsonl"),
        include_str!("cases/notes_identity.jsonl"),
        include_str!("cases/notes_tone.jsonl"),
        include_str!("cases/notes_second_clean.jsonl"),
        include_str!("cases/notes_second_planted.jsonl"),
    ] {
        let tally = tally(jsonl, &mut proofreader);
        assert!(
            tally.marked.len() * 50 <= tally.clean,
            "clean letters marked:\n{}",
            tally.marked.join("\n")
        );
        assert!(
            tally.missed.len() * 10 <= tally.planted,
            "missed:\n{}",
            tally.missed.join("\n")
        );
        assert!(
            tally.beside.len() * 50 <= tally.planted,
            "marked beside:\n{}",
            tally.beside.join("\n")
        );
    }
}

#[test]
fn every_remark_stands_where_it_says() {
    for case in cases(include_str!("cases/notes_planted.jsonl")) {
        for remark in fast(case.text(), case.raw["subject"].as_str(), case.kind(), &case.record()) {
            match &remark.place {
                Place::Note => assert!(remark.finding.excerpt.is_empty()),
                Place::Text(span) => assert_eq!(&case.text()[span.clone()], remark.finding.excerpt),
                Place::Subject(_) => {}
            }
        }
    }
}

#[test]
fn a_wrong_name_closes_the_gate() {
    let people = [RecordPerson {
        name: "Dana Whitlock".to_owned(),
        title: None,
        honorific: Some("Ms.".to_owned()),
    }];
    let record = Record {
        candidate: "Leon Haskett",
        people: &people,
        to: "Dana Whitlock",
        ..Record::default()
    };
    for (greeting, wrong) in [
        ("Dear Dana,", false),
        ("Dear Ms Whitlock,", false),
        ("Dear Diana,", true),
        ("Dear Mr. Whitlock,", true),
        ("Dear Ms. Whitlok,", true),
        ("Dear dana,", true),
        ("Dear Leon,", true),
    ] {
        let text = format!("{greeting}\n\nThank you for the tour.\n\nSincerely,\nLeon Haskett");
        assert_eq!(
            closes_gate(&fast(&text, None, Kind::Short, &record)),
            wrong,
            "{greeting}"
        );
    }
}

#[test]
fn hostile_text_is_read_to_its_end() {
    let record = Record {
        candidate: "Ana",
        to: "Bo",
        ..Record::default()
    };
    for text in [
        "",
        "\n\n\n",
        "\u{feff}",
        "'",
        "[",
        "{{",
        "a\u{301}\u{301}",
        "\u{1f468}\u{200d}\u{1f469}",
        "Dear ,",
        "-- \nx",
        "%",
        "$",
        "Dear Bo,\r\n\r\nHi\r\n",
    ] {
        let _ = fast(text, Some(text), Kind::Email, &record);
    }
    let long = "thank you very much ".repeat(5_000);
    let _ = fast(&long, None, Kind::Email, &record);
}
