//! Every measured rule keeps its examples, and `docs/RULES.md` is what the rule files say.
//!
//! `UPDATE_RULES=1 cargo test -p afterword-core --test rules_page` writes it.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use afterword_core::check::{Kind, Proofreader, Record, RecordPerson, RuleDoc, check, rule_docs};
use afterword_core::model::Severity;
use jiff::civil::date;

/// Examples shown of each rule file; the files have them all.
const SHOWN: usize = 3;

fn page() -> String {
    let mut rules: BTreeMap<&str, Vec<RuleDoc>> = BTreeMap::new();
    for doc in rule_docs() {
        rules.entry(doc.id).or_default().push(doc);
    }
    let mut page = String::from(
        "# The rules of the checker\n\n\
         Made from `crates/afterword-core/src/check/rules/*.toml` by `UPDATE_RULES=1 cargo test -p afterword-core --test \
         rules_page`; change those files, not this page.\n\n\
         An **error** closes the gate: the note cannot be approved. A **warning** is for the person to weigh, a **hint** to \
         know. The letter and number name the practice the rule carries out.\n",
    );
    let _ = write!(page, "\n| rule | severity | practice |\n|---|---|---|\n");
    for (id, files) in &rules {
        let practices = files
            .iter()
            .map(|f| f.practice)
            .collect::<std::collections::BTreeSet<_>>();
        let practices = practices.into_iter().collect::<Vec<_>>().join(", ");
        let _ = writeln!(
            page,
            "| [{id}](#{id}) | {} | {practices} |",
            severity(files[0].severity)
        );
    }
    for (id, files) in &rules {
        let _ = write!(page, "\n## {id}\n");
        for file in files {
            let _ = write!(
                page,
                "\n{} *{}* ({}, {})\n",
                file.reason,
                file.message,
                severity(file.severity),
                file.practice
            );
            for (word, examples) in [("marks", file.fails), ("leaves", file.passes)] {
                for example in examples.iter().take(SHOWN) {
                    let _ = write!(page, "\n- {word}: {}", example.replace('\n', " / "));
                }
            }
            if !file.fails.is_empty() || !file.passes.is_empty() {
                page.push('\n');
            }
        }
    }
    page
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Hint => "hint",
    }
}

#[test]
fn the_page_says_what_the_rules_say() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/RULES.md");
    let page = page();
    if std::env::var_os("UPDATE_RULES").is_some() {
        std::fs::write(&path, &page).expect("docs can be written");
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        kept == page,
        "docs/RULES.md is stale: UPDATE_RULES=1 cargo test -p afterword-core --test rules_page"
    );
}

/// What the examples of measured rules are judged by.
fn says(id: &str, example: &str, proofreader: &mut Proofreader) -> bool {
    let person = |name: &str, honorific: &str| RecordPerson {
        name: name.to_owned(),
        title: Some("Mill Manager".to_owned()),
        honorific: Some(honorific.to_owned()),
    };
    let people = [person("Dana Whitlock", "Ms."), person("Ravi Patel", "Dr.")];
    let other = "Dear Dr. Patel,\n\nThank you for the dyes. I was very taken with the care that your weavers give to each \
                 thread on the upper floor. I have handled fine yarn for nine years and would bring the same care to your \
                 looms.\n\nLeon Haskett";
    let record = Record {
        candidate: "Leon Haskett",
        organization: "Calder Mill",
        role: "Shift Supervisor",
        people: &people,
        to: "Dana Whitlock",
        interview_date: Some(date(2026, 3, 3)),
        decision_date: Some(date(2026, 3, 13)),
        now: date(2026, 3, 4),
        points: vec!["bell on the warp stopper".to_owned(), "fault book".to_owned()],
        other_notes: vec![other.to_owned()],
        ..Record::default()
    };
    let letter = if example.contains('\n') {
        example.to_owned()
    } else {
        format!("Dear Ms. Whitlock,\n\nThank you for the tour of the mill. {example}\n\nKind regards,\nLeon Haskett")
    };
    let remarks = check(&letter, None, Kind::Email, &record, Some(proofreader));
    remarks.iter().any(|r| r.finding.rule == id)
}

#[test]
fn every_measured_rule_keeps_its_examples() {
    let mut proofreader = Proofreader::load();
    let mut wrong = Vec::new();
    for doc in rule_docs().into_iter().filter(|doc| doc.measured) {
        assert!(
            !doc.fails.is_empty() && !doc.passes.is_empty(),
            "{} has no examples",
            doc.id
        );
        for (examples, marked) in [(doc.fails, true), (doc.passes, false)] {
            let off = examples.iter().filter(|e| says(doc.id, e, &mut proofreader) != marked);
            wrong.extend(off.map(|e| format!("{} should{} mark: {e}", doc.id, if marked { "" } else { " not" })));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
