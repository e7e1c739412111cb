//! Over every whole jot of the cases: no two mails and no two cards of a panel are too alike to be sent to one office.

mod common;

use std::collections::BTreeSet;
use std::path::Path;

use afterword_core::model::Profile;
use afterword_core::read::jot::{Answer, nicknames};
use afterword_core::write::{Choices, Job, Seed, panel_likeness, proofread, too_alike, write, write_with};
use jiff::civil::date;

use common::{evening, files, fold, set};

/// What a note says of its person, point by point.
fn points(job: &Job, note: usize) -> BTreeSet<String> {
    let note = &job.notes[note];
    let used: BTreeSet<_> = note.sentences().flat_map(|s| s.points.iter().copied()).collect();
    let own = job.people[note.to].points.iter().filter(|p| used.contains(&p.id));
    own.map(|p| fold(&p.text)).collect()
}

#[test]
fn no_two_notes_of_a_panel_are_too_alike() {
    let (mut pairs, mut over) = (0, Vec::new());
    for (name, ending) in [
        ("seen", "txt"),
        ("seen", "jot"),
        ("held-out", "txt"),
        ("held-out", "jot"),
    ] {
        for path in files(&set(name), ending) {
            let jot = std::fs::read_to_string(&path).expect("readable");
            for seed in 0..5 {
                let job = write(&jot, &Profile::default(), &evening(date(2026, 3, 2)), Seed(seed));
                let grid = panel_likeness(&job);
                pairs += grid.size() * grid.size().saturating_sub(1) / 2;
                let alike = too_alike(&job.notes, &grid);
                for (a, b, likeness) in alike {
                    // Where the jot says the same thing of both, both are told it.
                    if points(&job, a).is_disjoint(&points(&job, b)) {
                        let file = path.file_name().map(Path::new).expect("a name").display().to_string();
                        over.push(format!(
                            "{file} seed {seed}: {a} and {b}, {likeness:.2}\n{}\n{}",
                            job.notes[a].body(),
                            job.notes[b].body()
                        ));
                    }
                }
            }
        }
    }
    println!("{pairs} pairs of notes, {} too alike", over.len());
    assert!(pairs > 500, "{pairs} pairs are too few to say anything");
    assert!(over.is_empty(), "{} too alike:\n{}", over.len(), over.join("\n"));
}

const JOT: &str = "Interview at Harbor Magazine, staff writer, Mon 2 March 2026
me: Gabriela Garcia
decision by Friday 13 March

Alistair \"Al\" Drummond, editor
- the print room runs all night
";

/// The rules that speak up when the first point is said in these words.
fn rules_for(jot: &str, own: &str) -> BTreeSet<String> {
    let now = evening(date(2026, 3, 2));
    let (answers, refused) = Answer::parse(&format!("p1: {own}"));
    assert!(refused.is_empty(), "{refused:?}");
    let choices = Choices {
        answers,
        ..Choices::default()
    };
    let (mut job, refused) = write_with(jot, &Profile::default(), &now, Seed(0), &choices);
    assert!(refused.is_empty(), "{refused:?}");
    assert!(job.notes[0].body().contains(own), "{}", job.notes[0].body());
    proofread(&mut job, jot, now.date(), None);
    job.notes[0].findings.iter().map(|f| f.rule.clone()).collect()
}

#[test]
fn the_notes_are_checked_against_the_stated_date_the_plan_and_confirmed_short_names() {
    let undecided = JOT.replace("decision by Friday 13 March\n", "");
    let asks = "I wanted to ask whether a decision has been made.";
    assert!(rules_for(JOT, asks).contains("too_early"));
    assert!(!rules_for(&undecided, asks).contains("too_early"));
    let promises = "I will call you on Monday.";
    assert!(
        !rules_for(JOT, promises).contains("unplanned_promise"),
        "the plan has a question"
    );
    let now = evening(date(2026, 3, 2));
    let people = write(JOT, &Profile::default(), &now, Seed(0)).people;
    let pair = ("Alistair Drummond".to_owned(), "Al".to_owned());
    assert_eq!(nicknames(JOT, &people), [pair]);
    assert!(nicknames(&JOT.replace("\"Al\" ", ""), &people).is_empty());
}
