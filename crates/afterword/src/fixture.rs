//! A finished job made by hand, for tests of what becomes of one.

use afterword_core::model::{
    Asks, Candidate, Decision, Finding, Format, HeldBack, Interview, InterviewKind, Note, NoteKind, Person, Place,
    PlanEntry, Point, PointId, PointKind, Private, Question, Role, Sentence, Severity, Starter, When,
};
use afterword_core::read::deadline::{Deadline, DeadlineKind};
use afterword_core::write::Job;
use jiff::Zoned;
use jiff::civil::date;

pub(crate) fn now() -> Zoned {
    "2026-03-02T18:00:00-05:00[America/New_York]".parse().expect("a moment")
}

fn place(line: usize) -> Place {
    Place { line, span: 0..0 }
}

fn point(id: u32, kind: PointKind, text: &str, line: usize) -> Point {
    Point {
        id: PointId(id),
        kind,
        text: text.to_owned(),
        better: None,
        due: None,
        favourite: false,
        doubted: false,
        place: place(line),
    }
}

fn sentence(text: &str, role: Role, points: &[u32]) -> Sentence {
    let points = points.iter().map(|&id| PointId(id)).collect();
    Sentence {
        text: text.to_owned(),
        role,
        points,
        frame: "test".to_owned(),
        others: Vec::new(),
    }
}

fn note(to: usize, kind: NoteKind, subject: Option<&str>, paragraphs: Vec<Vec<Sentence>>) -> Note {
    Note {
        to,
        kind,
        subject: subject.map(str::to_owned),
        greeting: if to == 0 { "Dear Maria," } else { "Dear Theo," }.to_owned(),
        paragraphs,
        sign_off: "Best regards,".to_owned(),
        signature: "Gabriela García".to_owned(),
        contact_line: None,
        enclosures: Vec::new(),
        starters: Vec::new(),
        findings: Vec::new(),
    }
}

fn people() -> Vec<Person> {
    vec![
        Person {
            name: "Maria Gonzalez".to_owned(),
            title: Some("editor in chief".to_owned()),
            addr_spec: Some("mgonzalez@harbormag.example".to_owned()),
            points: vec![
                point(1, PointKind::Moment, "she moved from Boston", 8),
                point(
                    2,
                    PointKind::Moment,
                    "the oyster farm piece and how it changed the county vote",
                    10,
                ),
                point(3, PointKind::Promised, "2 clips", 13),
            ],
            line: 7,
            ..Person::default()
        },
        Person {
            name: "Theo Lund".to_owned(),
            title: Some("art director".to_owned()),
            points: vec![point(5, PointKind::Moment, "fixed the whole line overnight", 17)],
            line: 16,
            ..Person::default()
        },
        Person {
            name: "Ines Marchetti".to_owned(),
            line: 20,
            ..Person::default()
        },
    ]
}

fn notes() -> Vec<Note> {
    let mut mail = note(
        0,
        NoteKind::ThankYou,
        Some("Thank you: staff writer at Harbor Magazine"),
        vec![
            vec![
                sentence(
                    "Thank you for meeting with me on Monday about the staff writer position.",
                    Role::Thanks,
                    &[],
                ),
                sentence("It was good to hear about your move from Boston.", Role::Moment, &[1]),
            ],
            vec![
                sentence(
                    "The oyster farm peice and how it changed the county vote stayed with me.",
                    Role::Moment,
                    &[2],
                ),
                sentence("I will send you the two clips.", Role::Promised, &[3]),
            ],
        ],
    );
    mail.enclosures = vec!["2 clips".to_owned()];
    mail.findings = vec![
        Finding {
            rule: "spelling".to_owned(),
            severity: Severity::Warning,
            excerpt: "peice".to_owned(),
            message: "This is spelled differently.".to_owned(),
            fix: Some("piece".to_owned()),
        },
        Finding {
            rule: "length".to_owned(),
            severity: Severity::Hint,
            excerpt: String::new(),
            message: "A few words short of the usual 60.".to_owned(),
            fix: None,
        },
    ];
    let card = note(
        0,
        NoteKind::Card,
        None,
        vec![vec![sentence(
            "Thank you for the conversation about the oyster farm piece.",
            Role::Thanks,
            &[2],
        )]],
    );
    let mut open = note(
        1,
        NoteKind::ThankYou,
        Some("Thank you: staff writer at Harbor Magazine"),
        vec![vec![sentence(
            "Thank you for meeting with me on Monday.",
            Role::Thanks,
            &[],
        )]],
    );
    open.starters = vec![Starter {
        text: "You mentioned ___".to_owned(),
        jot: "fixed the whole line overnight".to_owned(),
        point: PointId(5),
        guess: None,
    }];
    vec![mail, card, open]
}

/// A panel of three: one note ready, one to finish, one person without a point.
pub(crate) fn job() -> Job {
    let deadline = Deadline {
        kind: DeadlineKind::By,
        earliest: None,
        latest: Some(date(2026, 3, 13)),
        span: None,
        reason: "a Friday in March".to_owned(),
    };
    Job {
        interview: Interview {
            organization: Some("Harbor Magazine".to_owned()),
            role: Some("staff writer".to_owned()),
            date: Some(date(2026, 3, 2)),
            format: Some(Format::InPerson),
            kind: InterviewKind::Interview,
            round: 1,
            decision: Some(Decision {
                text: "Fri 13 March (Ines will e-mail)".to_owned(),
                deadline,
                who: Some("Ines".to_owned()),
                place: place(5),
            }),
        },
        candidate: Candidate {
            name: Some("Gabriela García".to_owned()),
            ..Candidate::default()
        },
        people: people(),
        notes: notes(),
        held_back: vec![HeldBack {
            id: PointId(4),
            text: "seemed tired".to_owned(),
            why: Private::Marked,
            person: Some(0),
            place: place(14),
        }],
        questions: vec![Question {
            about: "Ines Marchetti".to_owned(),
            text: "What came up with Ines? One line is enough for a note of her own.".to_owned(),
            line: Some(20),
            asks: Asks::Thing { person: 2 },
            guess: None,
        }],
        plan: vec![
            PlanEntry {
                when: When::At("2026-03-03T12:00:00-05:00[America/New_York]".parse().expect("a moment")),
                what: "send the e-mail".to_owned(),
                to: Some("Maria Gonzalez".to_owned()),
                why: "A thank-you reads best within a day, while the conversation is fresh.".to_owned(),
                practice: "S45",
                key: "mail-1".to_owned(),
            },
            PlanEntry {
                when: When::After(date(2026, 3, 16)),
                what: "ask how it stands, once".to_owned(),
                to: None,
                why: "They said Friday 13 March; asking earlier would not be patient.".to_owned(),
                practice: "S49",
                key: "check-in".to_owned(),
            },
        ],
        findings: Vec::new(),
        left_over: vec![(0, PointId(3))],
        left_out: std::collections::BTreeSet::new(),
        set_aside: Vec::new(),
        header: vec![place(1)],
        without_reason: vec![0],
    }
}
