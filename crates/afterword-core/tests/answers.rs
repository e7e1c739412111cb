//! Questions and what comes of their answers, over every whole jot there is: each can be answered in one line, none comes
//! again, nothing that was typed is lost, and a choice changes what it is about and nothing else.

mod common;

use std::collections::BTreeSet;

use afterword_core::model::{Asks, Note, NoteKind, PointId, PointKind, Profile, Question};
use afterword_core::read::jot::{Answer, person_key, point_id, read};
use afterword_core::write::{Choices, Job, Reword, Seed, reword, write_with};

use common::{evening, files, set, text_of};

const DAY: jiff::civil::Date = jiff::civil::date(2026, 3, 2);

fn jots() -> Vec<(String, String)> {
    let mut out = Vec::new();
    for name in ["seen", "held-out"] {
        for ending in ["txt", "jot"] {
            for path in files(&set(name), ending) {
                let text = std::fs::read_to_string(&path).expect("readable");
                out.push((format!("{name}/{}", path.file_name().expect("a name").display()), text));
            }
        }
    }
    for (name, text) in [
        (
            "nobody",
            "it went well, they run two presses\nasked what I would cut and I blanked\n",
        ),
        ("empty", ""),
        (
            "nobody's",
            "Ana Ruiz, editor\n- runs the night desk\n\nBo Lind, printer\n- sets type by hand\n\nthe roof leaks into a bucket they named\n\npromised to send it\n",
        ),
    ] {
        out.push((name.to_owned(), text.to_owned()));
    }
    out
}

fn job(jot: &str, choices: &Choices) -> Job {
    let (job, refusals) = write_with(jot, &Profile::default(), &evening(DAY), Seed(0), choices);
    assert!(refusals.is_empty(), "{refusals:?}");
    job
}

fn answers(list: &[(&str, &str)]) -> Choices {
    Choices {
        answers: list
            .iter()
            .map(|(about, text)| Answer {
                about: (*about).to_owned(),
                text: (*text).to_owned(),
            })
            .collect(),
        ..Choices::default()
    }
}

fn sensible(question: &Question, job: &Job) -> String {
    match &question.asks {
        Asks::OwnName => "Jordan Avery".to_owned(),
        Asks::Role => "shift lead".to_owned(),
        Asks::Organization => "Northgate".to_owned(),
        Asks::People => "Maria Gonzalez, editor in chief".to_owned(),
        Asks::Thing { .. } => "showed me the new workshop".to_owned(),
        Asks::Wording { .. } => "You told me about that, and I was glad to hear it".to_owned(),
        Asks::Better { .. } => "I would start with the simplest fix".to_owned(),
        Asks::Whose { .. } if job.people.is_empty() => "Maria".to_owned(),
        Asks::Whose { .. } => person_key(&job.people, 0),
        Asks::Promised { .. } => "the two samples".to_owned(),
    }
}

/// Answers everything, again while that raises new questions; no question may come twice.
fn converse(name: &str, jot: &str, say: impl Fn(&Question, &Job) -> String) -> (Job, Choices) {
    let mut choices = Choices::default();
    let mut current = job(jot, &choices);
    let mut put = BTreeSet::new();
    for round in 0.. {
        if current.questions.is_empty() {
            break;
        }
        assert!(round < 3, "{name}: still asking: {:#?}", current.questions);
        for question in &current.questions {
            let new = put.insert((question.about.clone(), question.text.clone()));
            assert!(new, "{name}: asked twice: {question:?}");
            choices.answers.push(Answer {
                about: question.about.clone(),
                text: say(question, &current),
            });
        }
        current = job(jot, &choices);
    }
    (current, choices)
}

#[test]
fn no_two_questions_share_what_they_are_about() {
    for (name, jot) in jots() {
        let job = job(&jot, &Choices::default());
        let mut seen = BTreeSet::new();
        let ids = job.people.iter().flat_map(|p| &p.points).map(|p| p.id);
        let points: BTreeSet<PointId> = ids.collect();
        for question in &job.questions {
            assert!(seen.insert(&question.about), "{name}: {question:?}");
            let waits = question.asks.waiting().is_some();
            let id = point_id(&question.about);
            assert!(
                !waits || id.is_some_and(|id| !points.contains(&id)),
                "{name}: {question:?}"
            );
        }
    }
}

#[test]
fn answering_everything_leaves_no_question_and_every_note_ready() {
    for (name, jot) in jots() {
        let (job, choices) = converse(&name, &jot, sensible);
        for note in &job.notes {
            assert!(note.ready(), "{name}: {:?} {:?}", note.findings, note.starters);
        }
        assert!(
            job.people
                .iter()
                .enumerate()
                .all(|(i, p)| p.no_note || job.notes.iter().any(|n| n.to == i)),
            "{name}"
        );
        assert_eq!(
            job,
            self::job(&jot, &choices),
            "{name}: the same answers give the same notes"
        );
    }
}

#[test]
fn leaving_everything_out_ends_too() {
    for (name, jot) in jots() {
        let (job, _) = converse(&name, &jot, |_, _| "-".to_owned());
        for note in &job.notes {
            let person = &job.people[note.to];
            let coordinator = note.kind == NoteKind::Coordinator;
            assert!(coordinator || !person.points.is_empty(), "{name}: {}", person.name);
            let needed: Vec<_> = note.findings.iter().filter(|f| f.rule != "missing_name").collect();
            assert!(needed.is_empty() && note.starters.is_empty(), "{name}: {needed:?}");
        }
    }
}

#[test]
fn an_answer_goes_through_the_same_reader() {
    let jot = "me: Jo Avery\nrole: writer\ncompany: Harbor Magazine\n\nMaria Gonzalez, editor in chief\n\nTheo Lund, art director\n- \"captions are the second headline\"\n";
    let told = job(
        jot,
        &answers(&[
            ("maria gonzalez", "she moved from Boston"),
            ("Theo", "private: seemed tired"),
        ]),
    );
    let to_maria: String = told.notes.iter().filter(|n| n.to == 0).map(text_of).collect();
    assert!(to_maria.contains("you moved from Boston"), "{to_maria}");
    assert!(
        told.held_back
            .iter()
            .any(|h| h.text.contains("tired") && h.person == Some(1) && h.place.line == 0)
    );
    assert!(!told.notes.iter().any(|n| n.body().contains("tired")));
    let kinds = job(jot, &answers(&[("Maria Gonzalez", "wants: clean copy a day early")]));
    assert_eq!(kinds.people[0].points[0].kind, PointKind::Wants);
}

#[test]
fn a_persons_own_sentence_stays_as_it_is() {
    let jot = "me: Jo Avery\nrole: writer\ncompany: Harbor Magazine\n\nMaria Gonzalez, editor in chief\n- ran the 4 boats\n- loves long-form\n";
    let before = job(jot, &Choices::default());
    let id = before.people[0].points[0].id.to_string();
    let own = job(jot, &answers(&[(&id, "you ran four boats, and I kept thinking of it")]));
    let sentence = own
        .notes
        .iter()
        .flat_map(Note::sentences)
        .find(|s| s.frame == "own")
        .expect("their own");
    assert_eq!(sentence.text, "You ran four boats, and I kept thinking of it.");
    assert_eq!(sentence.points, [before.people[0].points[0].id]);
    let retold = job(jot, &answers(&[(&id, "she moved from Boston")]));
    let texts: String = retold.notes.iter().map(text_of).collect();
    assert!(
        texts.contains("you moved from Boston") && !texts.contains("boats"),
        "{texts}"
    );
}

#[test]
fn what_is_offered_is_said_once_agreed_to_and_not_before() {
    let mut offered = 0;
    for (name, jot) in jots().into_iter().take(12) {
        let before = job(&jot, &Choices::default());
        let said = |job: &Job, text: &str| job.notes.iter().any(|n| text_of(n).contains(text));
        let Some((question, guess)) = before.questions.iter().find_map(|q| Some((q, q.guess.as_deref()?))) else {
            continue;
        };
        offered += 1;
        assert!(question.text.contains(guess), "{name}: {question:?}");
        assert!(!said(&before, guess), "{name}: {guess}");
        for answer in ["yes", "Yes.", guess] {
            let after = job(&jot, &answers(&[(&question.about, answer)]));
            let open = after.questions.iter().any(|q| q.about == question.about);
            let id = point_id(&question.about).expect("a point");
            let no_room = after.left_over.iter().any(|(_, left)| *left == id);
            assert!(!open && (no_room || said(&after, guess)), "{name}: {answer}: {guess}");
        }
    }
    assert!(offered > 0);
}

#[test]
fn a_sentence_said_another_way_changes_nothing_else_and_comes_round() {
    for (name, jot) in jots() {
        let before = job(&jot, &Choices::default());
        for (n, note) in (1..).zip(&before.notes) {
            for (m, sentence) in (1..).zip(note.sentences()) {
                let said = |step| {
                    let mut notes = before.notes.clone();
                    let wish = Reword {
                        note: n,
                        sentence: m,
                        step,
                    };
                    reword(&mut notes, wish).map(|()| notes)
                };
                let ways = sentence.others.len() + 1;
                if ways == 1 {
                    assert!(said(1).is_err(), "{name} {n}.{m}");
                    continue;
                }
                let mut seen = BTreeSet::new();
                for step in 1..=ways {
                    let after = said(step).expect("another way");
                    for (i, (old, new)) in (1..).zip(before.notes.iter().zip(&after)) {
                        assert!(i == n || old == new, "{name}: {n}.{m} changed note {i}");
                    }
                    let new = &after[n - 1];
                    for (k, (old, new)) in (1..).zip(note.sentences().zip(new.sentences())) {
                        assert!(k == m || old == new, "{name}: {n}.{m} changed sentence {k}");
                        if k == m {
                            assert_eq!((&old.points, old.role), (&new.points, new.role));
                            assert!(
                                seen.insert(new.text.clone()),
                                "{name}: {n}.{m} {step}: {} again",
                                new.text
                            );
                        }
                    }
                }
                assert!(seen.contains(&sentence.text), "{name}: {n}.{m} does not come round");
            }
        }
    }
}

#[test]
fn a_point_is_brought_in_and_left_out() {
    let mut brought = 0;
    for (name, jot) in jots() {
        let before = job(&jot, &Choices::default());
        let noted = |i: &usize| before.notes.iter().any(|n| n.to == *i);
        for (_, id) in before.left_over.iter().filter(|(i, _)| noted(i)).take(1) {
            let choices = Choices {
                bring_in: vec![*id],
                ..Choices::default()
            };
            let after = job(&jot, &choices);
            let used = after
                .notes
                .iter()
                .flat_map(Note::sentences)
                .any(|s| s.points.contains(id));
            assert!(
                used || after.questions.iter().any(|q| q.about == id.to_string()),
                "{name}: {id}"
            );
            brought += 1;
        }
        let first = before
            .notes
            .iter()
            .flat_map(Note::sentences)
            .find_map(|s| s.points.first().copied());
        if let Some(id) = first {
            let after = job(
                &jot,
                &Choices {
                    leave_out: vec![id],
                    ..Choices::default()
                },
            );
            assert!(
                !after
                    .notes
                    .iter()
                    .flat_map(Note::sentences)
                    .any(|s| s.points.contains(&id)),
                "{name}: {id}"
            );
            assert!(after.left_out.contains(&id));
        }
    }
    assert!(brought > 0, "none brought in");
}

#[test]
fn a_line_held_back_is_switched_on_by_hand_and_not_otherwise() {
    let jot = "me: Jo Avery\nrole: writer\ncompany: Harbor Magazine\n\nMaria Gonzalez, editor in chief\n- loves long-form\n- private: she moved from Boston\n";
    let before = job(jot, &Choices::default());
    let id = before.held_back[0].id;
    assert!(!before.notes.iter().any(|n| n.body().contains("Boston")));
    let (same, refusals) = write_with(
        jot,
        &Profile::default(),
        &evening(DAY),
        Seed(0),
        &answers(&[(&id.to_string(), "she moved from Boston")]),
    );
    assert_eq!(refusals.len(), 1);
    assert_eq!(same.notes, before.notes);
    let after = job(
        jot,
        &Choices {
            bring_in: vec![id],
            ..Choices::default()
        },
    );
    assert!(after.notes.iter().any(|n| n.body().contains("you moved from Boston")));
    assert!(after.held_back.is_empty());
}

#[test]
fn what_is_not_there_is_refused_with_what_is() {
    let jot = "Maria Gonzalez, editor in chief\n- loves long-form\n";
    for (about, why, hint) in [
        ("Marius", "nothing in this jot", "Maria Gonzalez"),
        ("p99", "nothing in this jot", "p1"),
        ("salary", "nothing in this jot", "role"),
    ] {
        let (_, refusals) = write_with(
            jot,
            &Profile::default(),
            &evening(DAY),
            Seed(0),
            &answers(&[(about, "x y")]),
        );
        assert_eq!(refusals.len(), 1, "{about}");
        assert!(
            refusals[0].why.contains(why) && refusals[0].hint.contains(hint),
            "{refusals:?}"
        );
    }
    let (parsed, refused) = Answer::parse("# mine\n\np8: the gift guide: all of it\n role : -\nno colon here\n");
    assert_eq!(parsed.len(), 2);
    assert_eq!(
        (parsed[0].about.as_str(), parsed[0].text.as_str()),
        ("p8", "the gift guide: all of it")
    );
    assert_eq!(refused.len(), 1);
}

#[test]
fn every_line_is_used_left_over_held_back_questioned_or_set_aside() {
    let mut lost = Vec::new();
    for (name, jot) in jots() {
        let job = job(&jot, &Choices::default());
        let text = read(&jot, &evening(DAY)).text;
        let line_at = |at: usize| text[..at].matches('\n').count() + 1;
        let mut known: BTreeSet<usize> = job.people.iter().map(|p| p.line).collect();
        let places = job
            .people
            .iter()
            .flat_map(|p| &p.points)
            .map(|p| &p.place)
            .chain(job.held_back.iter().map(|h| &h.place))
            .chain(job.questions.iter().filter_map(|q| q.asks.waiting()).map(|p| &p.place))
            .chain(job.set_aside.iter().map(|s| &s.place))
            .chain(&job.header)
            .chain(job.interview.decision.iter().map(|d| &d.place));
        for place in places {
            known.extend(line_at(place.span.start)..=line_at(place.span.end));
        }
        let nobody = job.people.is_empty();
        for (n, line) in (1..).zip(jot.lines()) {
            let says = line.chars().filter(|c| c.is_alphanumeric()).count() > 1;
            let key = line.trim().ends_with(':') && line.split_whitespace().count() <= 2;
            if says && !key && !nobody && !known.contains(&n) {
                lost.push(format!("{name}:{n}: {line}"));
            }
        }
        for point in job.people.iter().flat_map(|p| &p.points) {
            let used = job
                .notes
                .iter()
                .flat_map(Note::sentences)
                .any(|s| s.points.contains(&point.id));
            let over = job.left_over.iter().any(|(_, id)| *id == point.id);
            let asked = job.questions.iter().any(|q| q.about == point.id.to_string());
            let person = job.people.iter().find(|p| p.points.iter().any(|q| q.id == point.id));
            let no_note = person.is_some_and(|p| p.no_note);
            assert!(used || over || asked || no_note, "{name}: {point:?} is nowhere");
        }
    }
    for line in &lost {
        println!("   lost: {line}");
    }
    assert!(lost.is_empty(), "{} lines are lost", lost.len());
}
