//! What follows from findings: mending, the gate, and how alike the notes of a panel are.

use std::collections::BTreeSet;

use afterword_core::check::gate::{Approval, Refusal};
use afterword_core::check::likeness::{BOUND, likeness, panel};
use afterword_core::check::{Place, Record, RecordPerson, Remark, fast, fix};
use afterword_core::model::{Finding, Severity};
use proptest::prelude::*;

#[path = "common/notes.rs"]
mod notes;

use self::notes::cases;

fn remark(rule: &str, severity: Severity, span: std::ops::Range<usize>, excerpt: &str, fix: Option<&str>) -> Remark {
    Remark {
        finding: Finding {
            rule: rule.to_owned(),
            severity,
            excerpt: excerpt.to_owned(),
            message: "as it is".to_owned(),
            fix: fix.map(str::to_owned),
        },
        place: Place::Text(span),
    }
}

#[test]
fn an_open_error_cannot_be_approved() {
    let open = [remark("wrong_name", Severity::Error, 0..4, "Dane", Some("Dana"))];
    let refused = Approval::grant(None, "Dane,", &open).unwrap_err();
    assert_eq!(refused, Refusal::OpenErrors(vec!["wrong_name".to_owned()]));
    assert_eq!(refused.to_string(), "errors are open: wrong_name");
    assert!(
        Approval::grant(
            None,
            "Dane,",
            &[remark("generic", Severity::Warning, 0..4, "Dane", None)]
        )
        .is_ok()
    );
}

#[test]
fn a_new_finding_closes_the_gate_and_an_improved_message_does_not() {
    let seen = [remark("too_long", Severity::Warning, 0..2, "Hi", None)];
    let approval = Approval::grant(Some("Thanks"), "Hi Bo", &seen).unwrap();
    let mut reworded = seen.clone();
    reworded[0].finding.message = "better said".to_owned();
    assert_eq!(approval.admits(Some("Thanks"), "Hi Bo", &reworded), Ok(()));
    let more = [seen[0].clone(), remark("generic", Severity::Warning, 3..5, "Bo", None)];
    assert_eq!(
        approval.admits(Some("Thanks"), "Hi Bo", &more),
        Err(Refusal::FindingsChanged)
    );
    assert_eq!(
        approval.admits(Some("Thanks"), "Hi Bo", &[]),
        Err(Refusal::FindingsChanged)
    );
    let worse = [remark("wrong_name", Severity::Error, 3..5, "Bo", None)];
    assert!(matches!(
        approval.admits(Some("Thanks"), "Hi Bo", &worse),
        Err(Refusal::OpenErrors(_))
    ));
}

proptest! {
    #[test]
    fn any_edit_closes_the_gate(
        subject in proptest::option::of("[a-zé ]{0,12}"), text in "[a-z\u{e9}., \n]{0,60}",
        other_subject in proptest::option::of("[a-zé ]{0,12}"), other in "[a-z\u{e9}., \n]{0,60}",
    ) {
        let approval = Approval::grant(subject.as_deref(), &text, &[]).unwrap();
        let kept: Approval = approval.to_string().parse().unwrap();
        prop_assert_eq!(kept, approval);
        prop_assert_eq!(kept.admits(subject.as_deref(), &text, &[]), Ok(()));
        let same = subject == other_subject && text == other;
        let answer = kept.admits(other_subject.as_deref(), &other, &[]);
        prop_assert_eq!(answer, if same { Ok(()) } else { Err(Refusal::Edited) });
        // The subject's end is not the text's beginning.
        let run_together = format!("{}{text}", subject.clone().unwrap_or_default());
        if !run_together.is_empty() && subject.as_deref().is_some_and(|s| !s.is_empty()) {
            prop_assert_eq!(kept.admits(Some(""), &run_together, &[]), Err(Refusal::Edited));
        }
    }

    #[test]
    fn what_is_no_approval_is_refused(kept in "[0-9a-f:]{0,140}") {
        let whole = kept.len() == 129 && kept.find(':') == Some(64) && kept.matches(':').count() == 1;
        prop_assert_eq!(kept.parse::<Approval>().is_ok(), whole);
    }

    #[test]
    fn mending_settles_whatever_the_rules_say(
        text in "[ab ]{0,30}", pairs in proptest::collection::vec(("[ab ]{1,3}", "[ab ]{0,4}"), 0..5),
    ) {
        let check = |text: &str| -> Vec<Remark> {
            let hits = pairs.iter().flat_map(|(from, to)| {
                text.match_indices(from.as_str())
                    .map(move |(at, m)| remark("spelling", Severity::Error, at..at + m.len(), m, Some(to)))
            });
            hits.collect()
        };
        let once = fix::settle(&text, check);
        prop_assert_eq!(fix::settle(&once, check), once);
    }

    #[test]
    fn likeness_is_symmetric_bounded_and_one_for_the_same(
        a in "([a-d]{1,3} ){0,20}[a-d]\\.", b in "([a-d]{1,3} ){0,20}[a-d]\\.",
    ) {
        let record = Record::default();
        let note = |body: &str| format!("Dear Bo,\n\n{body}\n\nBest,\nAl");
        let (a, b) = (note(&a), note(&b));
        let ab = likeness(&a, &b, &record);
        prop_assert!((0.0..=1.0).contains(&ab));
        prop_assert!((ab - likeness(&b, &a, &record)).abs() < f64::EPSILON);
        prop_assert!((likeness(&a, &a, &record) - 1.0).abs() < f64::EPSILON);
        // Another greeting and another close make no note another.
        let dressed = a.replace("Dear Bo", "Hello Cy").replace("Best", "With thanks");
        prop_assert!((likeness(&a, &dressed, &record) - 1.0).abs() < f64::EPSILON);
    }

    #[test]
    fn the_order_of_a_panel_changes_nothing(bodies in proptest::collection::vec("([a-d]{1,3} ){3,12}[a-d]\\.", 1..5)) {
        let record = Record::default();
        let notes: Vec<&str> = bodies.iter().map(String::as_str).collect();
        let back: Vec<&str> = notes.iter().rev().copied().collect();
        let (grid, other) = (panel(&notes, &record), panel(&back, &record));
        let last = notes.len() - 1;
        for a in 0..notes.len() {
            for b in 0..notes.len() {
                prop_assert_eq!(grid.at(a, b), other.at(last - a, last - b));
            }
        }
        prop_assert_eq!(grid.at(notes.len(), 0), None);
        prop_assert_eq!(grid.too_alike().len(), other.too_alike().len());
    }
}

#[test]
fn a_mended_letter_needs_no_second_mending() {
    let planted = include_str!("cases/notes_planted.jsonl");
    let mut changed = 0;
    for case in cases(planted) {
        let (subject, kind, record) = (case.raw["subject"].as_str(), case.kind(), case.record());
        let check = |text: &str| fast(text, subject, kind, &record);
        let once = fix::settle(case.text(), check);
        changed += usize::from(once != case.text());
        assert_eq!(fix::settle(&once, check), once);
    }
    assert!(changed > 10, "only {changed} letters were mended");
}

#[test]
fn a_fix_that_does_not_fit_the_text_changes_nothing() {
    let text = "na\u{ef}ve";
    for span in [3..4, 0..99, 9..9] {
        assert_eq!(
            fix::apply(text, &[remark("spelling", Severity::Error, span, "", Some("x"))]),
            text
        );
    }
    let out = [remark("grammar", Severity::Error, 2..5, "b b", Some(""))];
    assert_eq!(fix::apply("a b b c", &out), "a c");
}

/// The bound lies between letters written one by one and letters that share a piece, over every letter of the cases.
#[test]
fn the_bound_parts_letters_written_one_by_one_from_letters_put_together() {
    let (mut apart, mut shared) = (Vec::new(), Vec::new());
    for jsonl in [
        include_str!("cases/notes_clean.jsonl"),
        include_str!("cases/notes_second_clean.jsonl"),
    ] {
        let letters = cases(jsonl);
        for (i, a) in letters.iter().enumerate() {
            for b in &letters[i + 1..] {
                if a.raw["context"]["company"] == b.raw["context"]["company"] {
                    apart.push(likeness(a.text(), b.text(), &a.record()));
                }
            }
        }
    }
    for jsonl in [
        include_str!("cases/notes_planted.jsonl"),
        include_str!("cases/notes_second_planted.jsonl"),
    ] {
        for case in cases(jsonl) {
            let record = case.record();
            let copied = case.raw["gold"]
                .as_array()
                .is_some_and(|g| g.iter().any(|g| g["rule"] == "copy_paste"));
            if copied {
                let most = record.other_notes.iter().map(|o| likeness(case.text(), o, &record));
                shared.push(most.fold(0.0, f64::max));
            }
        }
    }
    let over = apart.iter().filter(|l| **l >= BOUND).count();
    assert!(
        apart.len() > 100 && over * 50 <= apart.len(),
        "{over} of {} written apart",
        apart.len()
    );
    assert!(
        !shared.is_empty() && shared.iter().all(|l| *l >= BOUND),
        "put together: {shared:?}"
    );
}

#[test]
fn the_terms_of_an_interview_make_no_two_notes_alike() {
    let people = [RecordPerson {
        name: "Dana Whitlock".to_owned(),
        ..RecordPerson::default()
    }];
    let record = Record {
        organization: "Harbor Line",
        role: "staff writer",
        people: &people,
        ..Record::default()
    };
    let a = "Dear Dana,\n\nThe staff writer Dana Whitlock Harbor Line met on Tuesday draws maps of old wrecks.\n\nAl";
    let b = "Dear Bo,\n\nThe staff writer Dana Whitlock Harbor Line met on Tuesday keeps bees behind the press.\n\nAl";
    assert!(likeness(a, b, &record) < f64::EPSILON);
    let rules: BTreeSet<String> = fast(a, None, afterword_core::check::Kind::Short, &record)
        .into_iter()
        .map(|r| r.finding.rule)
        .collect();
    assert!(!rules.contains("copy_paste"));
}
