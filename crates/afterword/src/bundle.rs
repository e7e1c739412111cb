//! From a finished job to files: which there are, what they are called, what is in them.
//!
//! Nothing is written here; what cannot be made (a name no mail can carry, a card that does not fit) becomes a finding
//! on its note instead, and the other files are made all the same.

use std::fmt::Write as _;

use afterword_core::model::{Finding, Note, NoteKind, Person, Severity};
use afterword_core::write::Job;
use afterword_store::KeptFile;
use afterword_store::name::slug;
use jiff::Zoned;

use crate::config::Settings;
use crate::{calendar, mail, paper};

/// Makes every file of a job, and adds to its notes what was found in making them.
pub(crate) fn files(job: &mut Job, settings: &Settings, now: &Zoned) -> Vec<KeptFile> {
    let mut files = Vec::new();
    let width = job.people.len().to_string().len().max(2);
    for (index, person) in job.people.iter().enumerate() {
        let stem = format!("{:0width$}-{}", index + 1, slug(&person.name, "person"));
        let mut mails = 0;
        let mut all_text = String::new();
        for note in job.notes.iter_mut().filter(|note| note.to == index) {
            if !all_text.is_empty() {
                all_text.push_str("\n----------------------------------------------------------------\n\n");
            }
            all_text.push_str(&as_text(note, person));
            if note.kind == NoteKind::Card {
                let papers = paper::papers(note, person, settings);
                files.extend(papers.card.map(|bytes| file(&format!("{stem}-card.pdf"), bytes)));
                files.extend(
                    papers
                        .envelope
                        .map(|bytes| file(&format!("{stem}-envelope.pdf"), bytes)),
                );
                continue;
            }
            mails += 1;
            let name = if mails == 1 {
                format!("{stem}.eml")
            } else {
                format!("{stem}-{mails}.eml")
            };
            match mail::draft(note, person, &job.candidate, now) {
                Ok(bytes) => files.push(file(&name, bytes)),
                Err((field, error)) => note.findings.push(refused(person, field, &error)),
            }
        }
        if !all_text.is_empty() {
            files.push(file(&format!("{stem}.txt"), all_text.into_bytes()));
        }
    }
    if let Some(ics) = calendar::plan(&job.plan, &job.interview, now) {
        files.push(file("plan.ics", ics));
    }
    files
}

/// The folder used when none is named: the employer and the day.
pub(crate) fn folder_name(job: &Job) -> String {
    let mut name = slug(job.interview.organization.as_deref().unwrap_or_default(), "interview");
    if let Some(date) = job.interview.date {
        let _ = write!(name, "-{date}");
    }
    name
}

fn file(name: &str, bytes: Vec<u8>) -> KeptFile {
    KeptFile {
        name: name.to_owned(),
        bytes,
    }
}

/// A note as a person reads or copies it, with what has to go with it.
fn as_text(note: &Note, person: &Person) -> String {
    let mut text = String::new();
    if let Some(subject) = &note.subject {
        let _ = match &person.addr_spec {
            Some(addr_spec) => writeln!(text, "To: {} <{addr_spec}>", person.name),
            None => writeln!(text, "To: {}", person.name),
        };
        let _ = writeln!(text, "Subject: {subject}\n");
    } else {
        let _ = writeln!(text, "Card for {}, to copy out by hand\n", person.name);
    }
    text.push_str(&note.body());
    if !note.starters.is_empty() {
        text.push_str("\nTo finish or drop before it goes:\n");
        for starter in &note.starters {
            let _ = writeln!(text, "- {} (you jotted: {})", starter.text, starter.jot);
        }
    }
    if !note.enclosures.is_empty() {
        text.push_str("\nGoes with it:\n");
        for enclosure in &note.enclosures {
            let _ = writeln!(text, "[ ] {enclosure}");
        }
    }
    text
}

fn refused(person: &Person, field: mail::Field, error: &mail::MailError) -> Finding {
    let (what, excerpt) = match field {
        mail::Field::Name => ("name", person.name.clone()),
        mail::Field::Address => ("mail address", person.addr_spec.clone().unwrap_or_default()),
        mail::Field::Sender => ("your own name or address", String::new()),
    };
    Finding {
        rule: "mail-head".to_owned(),
        severity: Severity::Error,
        excerpt,
        message: format!("No mail was made: the {what} {error}. Correct it in the jot and run this again."),
        fix: None,
    }
}
