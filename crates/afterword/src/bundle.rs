//! From a finished job to files: which there are, what they are called, what is in them.
//!
//! Nothing is written here; what cannot be made (a name no mail can carry, a card that does not fit) becomes a finding
//! on its note instead, and the other files are made all the same.

use std::cell::LazyCell;
use std::fmt::Write as _;

use afterword_core::model::{Finding, Note, NoteKind, Person, Severity};
use afterword_core::write::Job;
use afterword_paper::Press;
use afterword_store::KeptFile;
use afterword_store::name::slug;
use jiff::Zoned;

use crate::config::Settings;
use crate::paper::{PostalAddress, Stationery};
use crate::{calendar, mail, paper};

/// Makes every file of a job, and adds to its notes what was found in making them.
pub(crate) fn files(
    job: &mut Job,
    settings: &Settings,
    post: &[PostalAddress],
    on: &Stationery,
    now: &Zoned,
) -> Vec<KeptFile> {
    let mut files = Vec::new();
    // The fonts are read once, and only if there is a card.
    let press = LazyCell::new(Press::new);
    let on = &Stationery {
        return_address: return_address(job.candidate.name.as_ref(), settings),
        ..on.clone()
    };
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
                let card = paper::card(&press, note, person, on);
                files.extend(card.map(|bytes| file(&format!("{stem}-card.pdf"), bytes)));
                if let Some(address) = post.iter().find(|address| address.is_for(person)) {
                    let pdf = paper::envelope(&press, note, person, &job.interview, address, on);
                    files.extend(pdf.map(|bytes| file(&format!("{stem}-envelope.pdf"), bytes)));
                }
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
    // A plan for nobody is not worth a folder: an empty jot leaves nothing behind.
    if !job.notes.is_empty()
        && let Some(ics) = calendar::plan(&job.plan, &job.interview, now)
    {
        files.push(file("plan.ics", ics));
    }
    files
}

/// The sender's name above their address, unless it stands there already.
pub(crate) fn return_address(sender: Option<&String>, settings: &Settings) -> Vec<String> {
    let mut lines = settings.return_address.clone();
    if let (Some(name), Some(first)) = (sender, lines.first())
        && name != first
    {
        lines.insert(0, name.clone());
    }
    lines
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

#[cfg(test)]
mod tests {
    use afterword_paper::AddressSource;

    use super::*;
    use crate::fixture;

    fn names(files: &[KeptFile]) -> Vec<&str> {
        files.iter().map(|f| f.name.as_str()).collect()
    }

    fn post() -> Vec<PostalAddress> {
        vec!["Maria Gonzalez: 12 Wharf St; Boston MA 02110".parse().unwrap()]
    }

    #[test]
    fn a_job_becomes_its_files() {
        let made = files(
            &mut fixture::job(),
            &Settings::default(),
            &post(),
            &Stationery::default(),
            &fixture::now(),
        );
        let expect = [
            "01-maria-gonzalez.eml",
            "01-maria-gonzalez-card.pdf",
            "01-maria-gonzalez-envelope.pdf",
            "01-maria-gonzalez.txt",
            "02-theo-lund.eml",
            "02-theo-lund.txt",
            "plan.ics",
        ];
        assert_eq!(names(&made), expect);
        assert!([1, 2].iter().all(|&pdf: &usize| made[pdf].bytes.starts_with(b"%PDF")));
    }

    #[test]
    fn the_same_job_gives_the_same_bytes() {
        let make = || {
            files(
                &mut fixture::job(),
                &Settings::default(),
                &post(),
                &Stationery::default(),
                &fixture::now(),
            )
        };
        assert_eq!(make(), make());
    }

    #[test]
    fn an_address_from_a_website_needs_a_department() {
        let from_website = Stationery {
            source: AddressSource::Website,
            ..Stationery::default()
        };
        let make = |job: &mut Job, post: &[PostalAddress]| {
            let made = files(job, &Settings::default(), post, &from_website, &fixture::now());
            names(&made).iter().any(|name| name.ends_with("envelope.pdf"))
        };
        let mut job = fixture::job();
        assert!(!make(&mut job, &post()));
        let card = job.notes.iter().find(|note| note.kind == NoteKind::Card).unwrap();
        assert!(
            card.findings.iter().any(|f| f.message.contains("names no department")),
            "{:?}",
            card.findings
        );
        let named = ["Maria Gonzalez: attn Features; 12 Wharf St; Boston MA 02110"
            .parse()
            .unwrap()];
        assert!(make(&mut fixture::job(), &named));
    }

    #[test]
    fn what_is_held_back_is_in_no_file() {
        for file in files(
            &mut fixture::job(),
            &Settings::default(),
            &post(),
            &Stationery::default(),
            &fixture::now(),
        ) {
            assert!(!String::from_utf8_lossy(&file.bytes).contains("tired"), "{}", file.name);
        }
    }

    #[test]
    fn what_cannot_be_made_is_said_on_its_note() {
        let mut job = fixture::job();
        job.people[0].name = "Maria\r\nBcc: x@evil.example".to_owned();
        let long = "word ".repeat(300);
        job.notes[1].paragraphs[0][0].text = long;
        let made = files(
            &mut job,
            &Settings::default(),
            &[],
            &Stationery::default(),
            &fixture::now(),
        );
        assert!(
            !names(&made)
                .iter()
                .any(|n| n.starts_with("01") && *n != "01-maria-bcc-x-evil-example.txt"),
            "{:?}",
            names(&made)
        );
        let rules = |i: usize| {
            job.notes[i]
                .findings
                .iter()
                .map(|f| f.rule.as_str())
                .collect::<Vec<_>>()
        };
        assert!(rules(0).contains(&"mail-head") && !job.notes[0].ready());
        assert!(rules(1).contains(&"paper-card") && !job.notes[1].ready());
        let said = &job.notes[1].findings[0].message;
        assert!(said.contains("words"), "{said}");
    }

    #[test]
    fn folders_are_named_after_the_case() {
        let mut job = fixture::job();
        assert_eq!(folder_name(&job), "harbor-magazine-2026-03-02");
        job.interview.organization = Some("../../etc".to_owned());
        assert_eq!(folder_name(&job), "etc-2026-03-02");
        job.interview.organization = None;
        job.interview.date = None;
        assert_eq!(folder_name(&job), "interview");
    }
}
